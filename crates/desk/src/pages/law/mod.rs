//! The pages of the law: atlas, State, instrument, comparison, "what changes if", one question, and the
//! law of one request.

mod answers;
mod case;
mod instruments;
mod places;

pub use answers::{
    Answer, BasisRow, Changed, Compare, Decide, Line, NotThis, Pair, Side, Touched, WhatIf,
};
pub use case::{Conduct, ElementRow, FactRow, Legal, Theirs};
pub use instruments::{Instrument, InstrumentRow, Instruments, MeasureRow, OffenceRow};
pub use places::{
    Atlas, AtlasRow, Fact, Group, Leader, Legend, Note, PartyRow, Picked, Provision, State,
    Territory, Tile, ToDo, Way,
};

use crate::parts::Chip;

/// One page of the law in the row of tabs.
#[derive(Clone, Debug)]
pub struct Act {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Whether it is open.
    pub open: bool,
}

/// Where a fact comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Register, text or person.
    pub text: String,
    /// When it was seen.
    pub date: String,
    /// How sure it is.
    pub sure: Chip,
}
