//! The small lives beside the one stage: what becomes of a frozen property, of a page that is taken
//! down, of the signature of a party. Each is an enum with its own moves, kept in the item.

mod freeze;
mod removal;

pub use freeze::{Freeze, FreezeMove, Sum};
pub use removal::{Removal, RemovalMove};

/// A move that does not fit where an item stands; it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an item that is {from} cannot be {attempted}")]
pub struct OutOfCycle {
    /// Where it stands.
    pub from: &'static str,
    /// What was tried.
    pub attempted: &'static str,
}
