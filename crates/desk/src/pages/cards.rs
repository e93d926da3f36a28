//! A page of cards: texts, tables, lists and forms one after the other. The pages of the register are
//! drawn with it.

use askama::Template;

use super::request::Pair;
use crate::field::{Action, Field};
use crate::parts::Chip;
use crate::shell::Shell;

/// A form of a card.
#[derive(Clone, Debug, Default)]
pub struct CardForm {
    /// Where it is posted.
    pub post: String,
    /// Whether a file may come with it.
    pub files: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Fields that most readers leave alone, under this heading.
    pub further: Option<(String, Vec<Field>)>,
    /// The word of its button.
    pub button: String,
    /// What the button means.
    pub note: String,
}

/// A table of a card.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// Headings.
    pub head: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
}

/// A line that leads somewhere.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Where to.
    pub href: String,
    /// Its code or word.
    pub word: String,
    /// What stands beneath.
    pub sub: String,
    /// How it stands.
    pub chip: Option<Chip>,
}

/// One card.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Its place in the page, for links.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// How it stands.
    pub chip: Option<Chip>,
    /// Sentences.
    pub text: Vec<String>,
    /// Keys with values.
    pub pairs: Vec<Pair>,
    /// Lines that lead somewhere.
    pub lines: Vec<Line>,
    /// A table.
    pub grid: Option<Grid>,
    /// Text to be copied, with its label.
    pub ready: Option<(String, String)>,
    /// A form.
    pub form: Option<CardForm>,
    /// Further acts.
    pub actions: Vec<Action>,
}

impl Card {
    /// A card with a heading.
    #[must_use]
    pub fn new(id: impl Into<String>, heading: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            heading: heading.into(),
            ..Self::default()
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "cards.html")]
pub struct Cards<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The page above it: address and word.
    pub above: Option<(String, String)>,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub lede: String,
    /// What the last act did, or what stands in its way.
    pub notice: Option<Chip>,
    /// Loads itself again every two seconds while something runs.
    pub refresh: bool,
    /// The file whose tabs stand above: number and exhibits.
    pub file: Option<(String, usize)>,
    /// The cards.
    pub cards: Vec<Card>,
    /// The cards beside them.
    pub beside: Vec<Card>,
}
