//! The page of an instrument, and the list of all.

use askama::Template;

use super::{Act, Fact, Line, PartyRow};
use crate::parts::Chip;
use crate::shell::Shell;

/// One measure of an instrument.
#[derive(Clone, Debug)]
pub struct MeasureRow {
    /// Its name.
    pub name: String,
    /// Its article.
    pub article: String,
    /// Which data.
    pub data: String,
    /// By which channels.
    pub channels: String,
    /// Shall, may, shall consider.
    pub effect: String,
    /// Time limits.
    pub limits: Vec<Line>,
    /// What is asked about the conduct.
    pub dual: String,
    /// Conditions.
    pub conditions: Vec<String>,
    /// Grounds of refusal.
    pub refusals: Vec<String>,
    /// Whether no other ground counts.
    pub closed: bool,
    /// A remark of the data.
    pub note: String,
    /// How the article was checked.
    pub checked: Chip,
    /// In which text.
    pub seen_in: String,
}

/// What an instrument does with an offence.
#[derive(Clone, Debug)]
pub struct OffenceRow {
    /// The offence.
    pub name: String,
    /// What it does.
    pub mode: String,
    /// Its article.
    pub article: String,
}

/// The page of an instrument.
#[derive(Template)]
#[template(path = "law_instrument.html")]
pub struct Instrument<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// Its id.
    pub id: String,
    /// Its short name.
    pub short: String,
    /// Its title.
    pub title: String,
    /// Whether the title is only there in English.
    pub title_english: bool,
    /// Multilateral, bilateral …
    pub kind: String,
    /// In force or not.
    pub status: Chip,
    /// How sure the whole is.
    pub sure: Chip,
    /// Its head.
    pub facts: Vec<Fact>,
    /// How it stands to other treaties.
    pub relation: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// Its measures.
    pub measures: Vec<MeasureRow>,
    /// Articles that may be reserved.
    pub reservable: String,
    /// Articles that may be declared upon.
    pub declarable: String,
    /// Declarations seen outside the rows.
    pub known: Vec<Line>,
    /// How many parties and signatories.
    pub parties: String,
    /// They.
    pub rows: Vec<PartyRow>,
    /// Offences.
    pub offences: Vec<OffenceRow>,
    /// What changes if a State joins it.
    pub what_if: String,
    /// Which data this is.
    pub foot: String,
}

/// One line of the list of instruments.
#[derive(Clone, Debug)]
pub struct InstrumentRow {
    /// Its id.
    pub id: String,
    /// Its short name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its kind.
    pub kind: String,
    /// In force or not.
    pub status: Chip,
    /// How many parties.
    pub parties: usize,
    /// How many measures.
    pub measures: usize,
    /// How sure it is.
    pub sure: Chip,
}

/// The list of instruments.
#[derive(Template)]
#[template(path = "law_instruments.html")]
pub struct Instruments<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// What the list holds.
    pub lede: String,
    /// They.
    pub rows: Vec<InstrumentRow>,
    /// Which data this is.
    pub foot: String,
}
