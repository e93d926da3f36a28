//! The page of one request: what to do next stands first, then the clocks, then what has happened.

use askama::Template;
use comity_core::time::Instant;

use crate::field::Action;
use crate::parts::{Chip, Tone};
use crate::shell::Shell;

/// Where a stage of the track stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Behind us.
    Was,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
}

/// One stage of the track.
#[derive(Clone, Debug)]
pub struct TrackStep {
    /// Its word.
    pub word: String,
    /// Behind, here or ahead.
    pub step: Step,
    /// When it was reached, or who has it.
    pub note: String,
}

/// One clock.
#[derive(Clone, Debug)]
pub struct ClockCard {
    /// What is counted.
    pub label: String,
    /// How much is left, or how long it took.
    pub big: String,
    /// The instant and its rule, a line each.
    pub lines: Vec<String>,
    /// Its colour.
    pub tone: Tone,
}

/// What the reader, or the other side, has to do.
#[derive(Clone, Debug)]
pub struct NextCard {
    /// "Next: settle dual criminality".
    pub title: String,
    /// Yours, or waiting on others.
    pub chip: Chip,
    /// Sentences.
    pub text: Vec<String>,
    /// What can be done; the first is the likely one.
    pub actions: Vec<Action>,
    /// What the choice means.
    pub note: String,
}

/// One part of the request.
#[derive(Clone, Debug)]
pub struct ItemRow {
    /// Selectors.
    pub about: Vec<String>,
    /// The category in words.
    pub category: String,
    /// Elements in words.
    pub elements: String,
    /// The period, if one.
    pub period: String,
    /// Its state.
    pub state: Chip,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Its colour.
    pub tone: Tone,
    /// Its icon.
    pub icon: &'static str,
    /// What happened, in words.
    pub title: String,
    /// When.
    pub at: Instant,
    /// Who proved it, which key, which entry of the log.
    pub detail: String,
    /// What was said, in its own language.
    pub said: Option<String>,
}

/// One line of a check list.
#[derive(Clone, Debug)]
pub struct Check {
    /// Settled, open or doubtful.
    pub tone: Tone,
    /// What is checked.
    pub text: String,
    /// Why.
    pub note: String,
}

/// One legal basis.
#[derive(Clone, Debug)]
pub struct BasisLine {
    /// "Budapest, Art. 29".
    pub name: String,
    /// What it does here and how sure the data is.
    pub note: String,
}

/// A number and a text, such as a person's office.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What it is.
    pub key: String,
    /// What it says.
    pub lines: Vec<String>,
}

/// A file that belongs to this one.
#[derive(Clone, Debug)]
pub struct Related {
    /// How it belongs.
    pub relation: String,
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "request.html")]
pub struct Request<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// `XE-2027-00077`.
    pub number: String,
    /// Incoming or outgoing.
    pub way: String,
    /// The request in a sentence.
    pub title: String,
    /// What follows the number beneath the title.
    pub lede: String,
    /// The stages.
    pub track: Vec<TrackStep>,
    /// The clocks.
    pub clocks: Vec<ClockCard>,
    /// The next step.
    pub next: NextCard,
    /// The parts.
    pub items: Vec<ItemRow>,
    /// What has happened, newest first.
    pub history: Vec<Happening>,
    /// The legal bases, the leading one first.
    pub basis: Vec<BasisLine>,
    /// What was checked about the law.
    pub law_checks: Vec<Check>,
    /// Dual criminality: what the law asks, how many elements a person has confirmed, of how many.
    pub dual: Option<(String, usize, usize)>,
    /// Whether the other side's law data gives another answer.
    pub law_differs: bool,
    /// The safeguards.
    pub safeguards: Vec<Check>,
    /// The people.
    pub people: Vec<Pair>,
    /// Files that belong to it.
    pub related: Vec<Related>,
    /// How many sealed objects it has.
    pub exhibits: usize,
    /// Acts beside the next step: withdraw, extend.
    pub more: Vec<Action>,
    /// What the last act did, or why it did not.
    pub notice: Option<Chip>,
}

impl Request<'_> {
    fn settled(&self) -> usize {
        self.safeguards
            .iter()
            .filter(|check| check.tone == Tone::Done)
            .count()
    }
}

/// The text of the request, as it was signed.
#[derive(Template)]
#[template(path = "text.html")]
pub struct Text<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// `XE-2027-00077`.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// How many sealed objects it has.
    pub exhibits: usize,
    /// Headings with their lines.
    pub parts: Vec<Pair>,
}
