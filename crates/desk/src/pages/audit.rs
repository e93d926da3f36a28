//! The audit log: every entry, and the proof that none was changed or taken out.

use askama::Template;
use comity_core::time::Instant;

use super::request::Check;
use crate::parts::{self, Chip};
use crate::shell::Shell;

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the log.
    pub index: u64,
    /// When.
    pub at: Instant,
    /// What, in words.
    pub what: String,
    /// Who.
    pub who: String,
    /// Which request, if one: number and page.
    pub case: Option<(String, String)>,
    /// The leaf's hash.
    pub hash: String,
}

impl Entry {
    fn short(&self) -> String {
        parts::short_hash(&self.hash)
    }
}

/// The state of the log.
#[derive(Clone, Debug)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The root, in groups.
    pub root: String,
    /// When it was sealed.
    pub at: Instant,
    /// Who cosigned it.
    pub witnesses: Vec<String>,
    /// Whether the proof holds.
    pub proof: Chip,
}

/// The page.
#[derive(Template)]
#[template(path = "audit.html")]
pub struct Audit<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The state of the log.
    pub head: Option<Head>,
    /// What a check found, when one was asked for.
    pub checks: Vec<Check>,
    /// The entries, newest first.
    pub entries: Vec<Entry>,
    /// The next page.
    pub more: Option<String>,
    /// Which request is filtered for.
    pub filter: String,
}
