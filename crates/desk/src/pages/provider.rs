//! The provider's page, in a shell of its own: who asks and how that was proved stands before what
//! they ask; "not ours" and "narrow it" are first-class answers.

use askama::Template;
use comity_core::time::Instant;

use super::request::{Check, ItemRow, Pair};
use crate::field::Action;
use crate::parts::Chip;
use crate::shell::Shell;

/// One order in the inbox.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// What is asked, in words.
    pub asks: String,
    /// Which authority.
    pub authority: String,
    /// When the answer is due.
    pub due: Option<(Instant, Chip)>,
    /// Its state.
    pub state: Chip,
}

/// The inbox.
#[derive(Template)]
#[template(path = "provider.html")]
pub struct Inbox<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The orders, by deadline.
    pub orders: Vec<OrderRow>,
}

/// One order.
#[derive(Template)]
#[template(path = "order.html")]
pub struct Order<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Its number.
    pub number: String,
    /// What is asked, in a sentence.
    pub title: String,
    /// When the answer is due.
    pub due: Option<(Instant, Chip)>,
    /// What was proved about the sender, before the content.
    pub proofs: Vec<Check>,
    /// Provision, secrecy, reference.
    pub facts: Vec<Pair>,
    /// What is asked, in the provider's own terms.
    pub items: Vec<ItemRow>,
    /// Keep, not ours, narrow, object.
    pub answers: Vec<Action>,
    /// Where the data is uploaded, when it is to be produced.
    pub upload: Option<String>,
    /// What was sealed so far.
    pub sealed: Vec<Pair>,
    /// What is said when nothing is left to do.
    pub done: Option<Chip>,
}
