//! The atlas and the page of a State.

use askama::Template;

use super::{Act, Answer, Source};
use crate::field::Field;
use crate::parts::Chip;
use crate::shell::Shell;

/// One tile.
#[derive(Clone, Debug)]
pub struct Tile {
    /// The State's code.
    pub code: String,
    /// Class of its colour.
    pub class: String,
    /// Icon of its standing.
    pub icon: &'static str,
    /// Name and standing in words.
    pub title: String,
    /// Opens it.
    pub href: String,
    /// Whether it is open.
    pub open: bool,
}

/// A group of States.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many States.
    pub count: String,
    /// Their tiles.
    pub tiles: Vec<Tile>,
}

/// One line of the key.
#[derive(Clone, Debug)]
pub struct Legend {
    /// Class of the colour.
    pub class: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// Word.
    pub word: String,
    /// How many States.
    pub count: usize,
}

/// An instrument that leads for some States.
#[derive(Clone, Debug)]
pub struct Leader {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// For how many States.
    pub count: usize,
}

/// A sentence with a way on.
#[derive(Clone, Debug)]
pub struct ToDo {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// One line of the table beside the tiles.
#[derive(Clone, Debug)]
pub struct AtlasRow {
    /// The State's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Opens it.
    pub href: String,
    /// Class of its colour.
    pub class: &'static str,
    /// Icon of its standing.
    pub icon: &'static str,
    /// The standing in words.
    pub standing: String,
    /// The answer.
    pub decision: Chip,
    /// The basis that leads.
    pub basis: String,
    /// Who would be addressed.
    pub way: String,
    /// How sure the basis is.
    pub sure: Option<Chip>,
}

/// The open tile.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Measure and direction.
    pub about: String,
    /// The whole answer.
    pub answer: Answer,
    /// Whom to write to and what they ask.
    pub facts: Vec<(String, String)>,
    /// What would change the answer.
    pub could: Vec<ToDo>,
    /// Whether a request can be written.
    pub write: bool,
    /// Both directions, all measures.
    pub compare: String,
    /// The whole answer as a page.
    pub whole: String,
}

/// The atlas.
#[derive(Template)]
#[template(path = "law_atlas.html")]
pub struct Atlas<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// What the page answers.
    pub lede: String,
    /// Measure, direction, day.
    pub fields: Vec<Field>,
    /// The key.
    pub legend: Vec<Legend>,
    /// Which instruments lead.
    pub leaders: Vec<Leader>,
    /// The tiles.
    pub groups: Vec<Group>,
    /// The open one.
    pub picked: Option<Picked>,
    /// What is missing in the data.
    pub to_do: Vec<ToDo>,
    /// The same as a table.
    pub rows: Vec<AtlasRow>,
    /// Whether the table is open.
    pub table: bool,
    /// Opens the table.
    pub as_table: String,
    /// The same as a file.
    pub as_csv: String,
    /// Which data this is.
    pub foot: String,
}

/// A reservation, declaration or notification.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it is.
    pub kind: String,
    /// What it says, in the words of the data.
    pub text: String,
    /// Where it was seen.
    pub source: String,
}

/// A row of parties.
#[derive(Clone, Debug)]
pub struct PartyRow {
    /// Code of the State; empty where the row is named by its instrument.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Party, signatory, ended.
    pub status: Chip,
    /// Since when.
    pub in_force: String,
    /// Last day, if one.
    pub until: String,
    /// Parts of the State.
    pub territory: Vec<String>,
    /// Reservations and declarations.
    pub notes: Vec<Note>,
    /// Where it comes from.
    pub source: Source,
}

/// A fact with its name.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub key: String,
    /// What it says.
    pub value: String,
    /// Whether that is English prose of the data.
    pub english: bool,
}

/// How a request must travel.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Way {
    pub measure: String,
    pub electronic: String,
    pub confirm: String,
    pub starts: String,
    pub signature: String,
    pub translation: String,
    pub legalisation: String,
}

/// A provision of a State's own law.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Measure or offence.
    pub measure: String,
    /// Categories, or what it asks for beyond the type.
    pub data: String,
    /// The provision as it is cited.
    pub provision: String,
    /// Who may authorise, or the highest penalty.
    pub by: String,
}

/// A territory for which the State answers.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Where it comes from.
    pub source: Source,
}

/// The page of a State.
#[derive(Template)]
#[template(path = "law_state.html")]
pub struct State<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// What the page holds.
    pub title: String,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Whether it is our own.
    pub ours: bool,
    /// Who answers for it, where it is a territory: name and page.
    pub answered_by: Option<(String, String)>,
    /// Rows below high confidence.
    pub unverified: usize,
    /// Its instruments.
    pub rows: Vec<PartyRow>,
    /// What it asks for.
    pub asks: Vec<Fact>,
    /// How a request must travel.
    pub ways: Vec<Way>,
    /// Its offices.
    pub offices: Vec<Fact>,
    /// Its law on each measure.
    pub provisions: Vec<Provision>,
    /// Whether measures may be missing there.
    pub incomplete: bool,
    /// Its law on each offence.
    pub offences: Vec<Provision>,
    /// Territories for which it answers.
    pub territories: Vec<Territory>,
    /// Where the profile comes from, and how it was checked.
    pub profile_source: Option<(Source, Chip)>,
    /// Beside our own State.
    pub compare: String,
    /// What changes if it joins something.
    pub what_if: String,
    /// Which data this is.
    pub foot: String,
}
