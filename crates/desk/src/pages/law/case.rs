//! The law of one request: both sides' bases, the conduct element by element, grounds and safeguards.

use askama::Template;

use super::Answer;
use crate::field::{Choice, Field};
use crate::pages::request::Check;
use crate::parts::Chip;
use crate::shell::Shell;

/// What the other side's law data gave.
#[derive(Clone, Debug)]
pub struct Theirs {
    /// Whether both gave the same.
    pub chip: Chip,
    /// Who said so.
    pub who: String,
    /// Its bases: name, part, and whether ours has it too.
    pub bases: Vec<(String, String, bool)>,
    /// What only ours has.
    pub only_ours: Vec<String>,
    /// Which law data it asked, shortened, and whether it is the same as ours.
    pub pack: String,
    /// Whether both asked the same law data.
    pub same_pack: bool,
}

/// One element of the conduct.
#[derive(Clone, Debug)]
pub struct ElementRow {
    /// Its code.
    pub code: String,
    /// In words.
    pub name: String,
    /// What the asking law says.
    pub theirs: String,
    /// What our law says.
    pub ours: String,
    /// What a person found.
    pub found: Option<Chip>,
    /// Who and when.
    pub by: String,
    /// The possible findings; empty where this reader does not decide.
    pub choices: Vec<Choice>,
}

/// The comparison of the conduct.
#[derive(Clone, Debug)]
pub struct Conduct {
    /// The offence type.
    pub offence: String,
    /// Its code.
    pub code: String,
    /// The conduct in the words of the data.
    pub conduct: String,
    /// What the request says: title, provision, text.
    pub charged: String,
    /// Words of the request on the conduct.
    pub said: String,
    /// Heading of the asking law's column.
    pub theirs: String,
    /// Heading of our law's column.
    pub ours: String,
    /// Our provision, for the register.
    pub provision: String,
    /// The elements.
    pub rows: Vec<ElementRow>,
    /// How many are confirmed.
    pub settled: usize,
    /// Articles of instruments that bind both: name, page, what they do, how parties may narrow it.
    pub articles: Vec<(String, String, String, String)>,
    /// What a person should know.
    pub notes: Vec<String>,
    /// Other offence types to compare with.
    pub types: Field,
}

/// A fact of law that is not certain.
#[derive(Clone, Debug)]
pub struct FactRow {
    /// Instrument and article.
    pub name: String,
    /// How sure it is.
    pub sure: Chip,
}

/// The page.
#[derive(Template)]
#[template(path = "legal.html")]
pub struct Legal<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// `XE-2027-00077`.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// How many sealed objects it has.
    pub exhibits: usize,
    /// What was just recorded.
    pub notice: Option<Chip>,
    /// What the text lacks for the law to be asked.
    pub lacking: Option<String>,
    /// Our own answer today.
    pub answer: Option<Answer>,
    /// The day on which it was asked.
    pub about: String,
    /// The other side's.
    pub theirs: Option<Theirs>,
    /// The conduct.
    pub conduct: Option<Conduct>,
    /// Facts of law that are not certain.
    pub facts: Vec<FactRow>,
    /// Who confirmed them, when.
    pub confirmed: Option<String>,
    /// Whether this reader may confirm them.
    pub may_confirm: bool,
    /// Safeguards of the text.
    pub safeguards: Vec<Check>,
    /// Whether this reader may record findings.
    pub may_decide: bool,
    /// Both States side by side.
    pub compare: String,
    /// Refusal and question are acts of the file.
    pub refuse: String,
    /// Which data this is.
    pub foot: String,
}
