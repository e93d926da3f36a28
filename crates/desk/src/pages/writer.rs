//! The writer: one topic a page, the letter beside it, and what the addressee would refuse said
//! while it can still be mended.

use askama::Template;

use crate::field::{Action, Field};
use crate::parts::Tone;
use crate::shell::Shell;

/// A step of the writer in its list.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// Its page.
    pub href: String,
    /// Its name.
    pub word: String,
    /// Complete, here, wanting or not begun.
    pub tone: Tone,
    /// The same for the ear.
    pub spoken: String,
    /// What was answered, in short.
    pub note: String,
    /// Whether it is the open one.
    pub here: bool,
}

/// A stretch of the letter.
#[derive(Clone, Debug)]
pub enum Piece {
    /// As it will be sent.
    Plain(String),
    /// Comes from the open step.
    Fresh(String),
    /// Still missing.
    Missing(String),
}

/// A part of the letter.
#[derive(Clone, Debug)]
pub struct LetterPart {
    /// Its heading; none for the address.
    pub heading: String,
    /// Its sentences.
    pub pieces: Vec<Piece>,
}

/// What is wrong, and where it is mended.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The field or the step.
    pub href: String,
    /// What to do.
    pub text: String,
    /// Whether it stops the request.
    pub stops: bool,
}

/// A step of the writer.
#[derive(Template)]
#[template(path = "writer.html")]
pub struct Writer<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The draft's number.
    pub number: String,
    /// "Request to Damara: expedited preservation".
    pub title: String,
    /// The basis, and that the draft saves itself.
    pub lede: String,
    /// When it was saved, `16:41:58 UTC`.
    pub saved: Option<String>,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// The question of this page.
    pub heading: String,
    /// Where it is posted.
    pub action: String,
    /// What needs correcting on this page.
    pub errors: Vec<Gap>,
    /// The questions.
    pub fields: Vec<Field>,
    /// Why the addressee asks this.
    pub why: String,
    /// The step before.
    pub back: Option<String>,
    /// The letter so far.
    pub letter: Vec<LetterPart>,
    /// How many rules of the addressee are met, of how many.
    pub score: (usize, usize),
    /// What is still missing in the whole draft.
    pub gaps: Vec<Gap>,
}

impl Writer<'_> {
    fn stopping(&self) -> i64 {
        i64::try_from(self.gaps.iter().filter(|gap| gap.stops).count()).unwrap_or(i64::MAX)
    }
}

/// The first page: what do you need?
#[derive(Template)]
#[template(path = "new.html")]
pub struct New<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Kind, addressee State, reference.
    pub fields: Vec<Field>,
    /// What needs correcting.
    pub errors: Vec<Gap>,
    /// Drafts to go on with: number, title, page.
    pub drafts: Vec<(String, String, String)>,
}

/// Check and sign: the whole letter, what is missing, who must sign.
#[derive(Template)]
#[template(path = "sign.html")]
pub struct Sign<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The draft's number.
    pub number: String,
    /// "Request to Damara: expedited preservation".
    pub title: String,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// The letter.
    pub letter: Vec<LetterPart>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Who must sign, and who has.
    pub signers: Vec<super::request::Check>,
    /// Sign, hand to a second person.
    pub actions: Vec<Action>,
    /// What signing does.
    pub note: String,
}

impl Sign<'_> {
    fn stopped(&self) -> bool {
        self.gaps.iter().any(|gap| gap.stops)
    }
}

/// A returned text, to be mended on one page.
#[derive(Template)]
#[template(path = "complete.html")]
pub struct Complete<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The request's number.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// What the other side wrote.
    pub said: String,
    /// What needs correcting.
    pub errors: Vec<Gap>,
    /// All questions.
    pub fields: Vec<Field>,
}
