//! Deliveries: what could not be handed over, why, and what a person can do about it.

use askama::Template;
use comity_core::time::Instant;

use crate::field::Action;
use crate::parts::Chip;
use crate::shell::Shell;

/// One message.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The request it belongs to: number and page.
    pub case: Option<(String, String)>,
    /// What it is, in words.
    pub what: String,
    /// To whom.
    pub to: String,
    /// Whom to telephone when nothing else helps.
    pub call: Option<String>,
    /// Waiting, parked or dead.
    pub state: Chip,
    /// Why it was not handed over.
    pub why: String,
    /// How often it was tried.
    pub tries: u32,
    /// The next try.
    pub next: Option<Instant>,
    /// Since when it waits.
    pub since: Instant,
    /// Say it once more, let it rest.
    pub actions: Vec<Action>,
}

/// The page.
#[derive(Template)]
#[template(path = "deliveries.html")]
pub struct Deliveries<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// What became of the act just done.
    pub notice: Option<Chip>,
    /// What needs a person.
    pub dead: Vec<Letter>,
    /// What came before an earlier message: from whom, since when.
    pub parked: Vec<(String, Instant)>,
    /// What is on its way.
    pub waiting: Vec<Letter>,
}
