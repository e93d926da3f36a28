//! The duty page: one item, one countdown, three buttons, for one hand on a bad night.

use askama::Template;
use comity_core::time::Instant;

use super::request::{Check, Pair};
use crate::field::Action;
use crate::shell::Shell;

/// The one thing that cannot wait.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// "Emergency: risk to life".
    pub title: String,
    /// "Belmark asks for the location of one account".
    pub line: String,
    /// When it must be acknowledged.
    pub due: Instant,
    /// The countdown as the server wrote it.
    pub left: String,
    /// Acknowledge, pass on.
    pub acknowledge: Option<Action>,
    /// Other acts.
    pub others: Vec<Action>,
    /// What they ask, in rows.
    pub asks: Vec<Pair>,
    /// The whole request.
    pub href: String,
    /// What happens if nobody answers: time and what, in order.
    pub ladder: Vec<(String, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "duty.html")]
pub struct Duty<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The one item, or all is quiet.
    pub alarm: Option<Alarm>,
    /// Texts that wait for another person's signature.
    pub approvals: u32,
    /// Partners that did not answer the last call: who, and when they last did.
    pub silent: Vec<(String, Option<Instant>)>,
    /// What this office could do now if all its people came, and what it could not.
    pub means: Vec<Check>,
    /// How many other items can wait for the morning.
    pub rest: i64,
}
