//! Second signatures: what waits for another person, and what exactly they would sign.

use askama::Template;
use comity_core::time::Instant;

use super::request::{Check, Pair};
use crate::field::Action;
use crate::shell::Shell;

/// One text that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The request: number and page.
    pub number: String,
    /// Its page.
    pub href: String,
    /// What is to be signed: "Send the request", "Release the evidence".
    pub what: String,
    /// What it says, in rows.
    pub says: Vec<Pair>,
    /// Who has signed, and who must.
    pub signers: Vec<Check>,
    /// Hash of the exact bytes that are signed.
    pub action: String,
    /// Since when.
    pub since: Instant,
    /// Sign; none where the reader cannot.
    pub acts: Vec<Action>,
    /// Why the reader cannot, or what else is needed.
    pub note: String,
}

/// The page.
#[derive(Template)]
#[template(path = "approvals.html")]
pub struct Approvals<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// What waits, oldest first.
    pub waiting: Vec<Waiting>,
}
