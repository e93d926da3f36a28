//! The law data of this office: what is in force, what two persons propose, what was before; and the
//! consents on file.

use askama::Template;
use comity_core::time::Instant;

use super::request::Pair;
use crate::field::Action;
use crate::parts::Chip;
use crate::shell::Shell;

/// A pack in force, now or before.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its name.
    pub name: String,
    /// Version and day.
    pub version: String,
    /// Who sealed it, who put it in force, why, which rows are our own.
    pub says: Vec<Pair>,
    /// Its hash, in groups.
    pub hash: String,
    /// Since when.
    pub since: Instant,
    /// Go back to it.
    pub acts: Vec<Action>,
}

/// One answer that changes.
#[derive(Clone, Debug)]
pub struct Row {
    /// Asking State.
    pub from: String,
    /// Asked State.
    pub to: String,
    /// Measure and data.
    pub measure: String,
    /// The answer now.
    pub before: String,
    /// The answer then.
    pub after: String,
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// What it speaks of.
    pub about: String,
    /// How many answers change.
    pub effect: Chip,
    /// Reason, who agreed, which States and instruments.
    pub says: Vec<Pair>,
    /// The first answers that change.
    pub rows: Vec<Row>,
    /// What is not shown.
    pub more: String,
    /// Agree, take from the list.
    pub acts: Vec<Action>,
    /// Why the reader cannot agree.
    pub note: String,
}

/// The page of changes.
#[derive(Template)]
#[template(path = "law_change.html")]
pub struct LawChange<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Why the last proposal was not taken: row and rule.
    pub problems: Vec<String>,
    /// In force.
    pub active: Option<Edition>,
    /// Proposals, oldest first.
    pub waiting: Vec<Proposed>,
    /// Ways to propose.
    pub acts: Vec<Action>,
    /// Packs that were in force, newest first.
    pub earlier: Vec<Edition>,
}

/// A consent on file, or one that waits.
#[derive(Clone, Debug)]
pub struct Line {
    /// Consenting State, State let in, id.
    pub title: String,
    /// Whether it holds.
    pub standing: Chip,
    /// What it covers, for how long, by which paper.
    pub says: Vec<Pair>,
    /// Confirm, withdraw, signed text.
    pub acts: Vec<Action>,
}

/// The page of consents.
#[derive(Template)]
#[template(path = "consents.html")]
pub struct ConsentPage<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Why the last record was not taken.
    pub problems: Vec<String>,
    /// What is on file and what waits.
    pub lines: Vec<Line>,
    /// Enter, take.
    pub acts: Vec<Action>,
}
