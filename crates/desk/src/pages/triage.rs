//! Incoming triage: who proved to be the sender, before what they ask.

use askama::Template;
use comity_core::time::Instant;

use super::request::Check;
use crate::field::Action;
use crate::parts::Chip;
use crate::shell::Shell;

/// One new request in the list.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Its number.
    pub number: String,
    /// The page with it opened.
    pub href: String,
    /// The kind in words.
    pub kind: String,
    /// Who asks.
    pub from: String,
    /// How urgent.
    pub urgency: Chip,
    /// When it arrived.
    pub at: Instant,
    /// Whether it is the opened one.
    pub here: bool,
}

/// The opened one.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its number.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// What was proved about the sender.
    pub proofs: Vec<Check>,
    /// Whether every proof held.
    pub proven: bool,
    /// What is asked, in rows.
    pub asks: Vec<super::request::Pair>,
    /// Accept and assign, return, ask.
    pub actions: Vec<Action>,
}

/// The page.
#[derive(Template)]
#[template(path = "triage.html")]
pub struct Triage<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// What arrived, oldest clock first.
    pub arrivals: Vec<Arrival>,
    /// The opened one.
    pub opened: Option<Opened>,
    /// When the last one came.
    pub last: Option<Instant>,
}
