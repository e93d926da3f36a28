//! The writer: one topic a page, the letter beside it, and what the addressee would refuse said
//! while it can still be mended.

use askama::Template;

use crate::field::{Action, Field};
use crate::parts::Tone;
use crate::shell::Shell;
use crate::writer::{Advice, Pair};

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
    /// Whether it is the address.
    pub small: bool,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Piece>>,
}

/// A language in which the letter can be shown.
#[derive(Clone, Debug)]
pub struct LetterLang {
    /// Its name in itself.
    pub name: String,
    /// Its code.
    pub code: &'static str,
    /// The same page with the letter in it.
    pub href: String,
    /// Whether it is shown.
    pub here: bool,
}

/// What stands beside the questions: the score, the letter, what is missing.
#[derive(Clone, Debug)]
pub struct Side {
    /// The letter so far.
    pub letter: Vec<LetterPart>,
    /// The language it is shown in.
    pub lang: crate::words::Lang,
    /// Languages it can be shown in.
    pub langs: Vec<LetterLang>,
    /// How many questions are rightly answered, of how many.
    pub score: (usize, usize),
    /// What is still missing in the whole draft.
    pub gaps: Vec<Gap>,
}

impl Side {
    fn stopping(&self) -> i64 {
        let stops = self.gaps.iter().filter(|gap| gap.stops).count();
        i64::try_from(stops).unwrap_or(i64::MAX)
    }
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
    pub saved: String,
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
    /// What the law says, on the step that asks for the basis.
    pub advice: Option<Advice>,
    /// What the addressee asks on this page.
    pub why: Vec<String>,
    /// Whose rules they are, and how sure they are.
    pub why_source: String,
    /// The step before.
    pub back: Option<String>,
    /// What stands beside it.
    pub side: Side,
}

/// What an autosave answers: the time, the steps and the letter as they are now.
#[derive(Template)]
#[template(path = "quiet.html")]
pub struct Quiet<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Saved, or what was not taken.
    pub chip: crate::parts::Chip,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// What stands beside the questions.
    pub side: Side,
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
    /// The case it begins from.
    pub from: String,
    /// Drafts to go on with: number, title, page.
    pub drafts: Vec<(String, String, String)>,
}

/// A file that goes with the request.
#[derive(Clone, Debug)]
pub struct Attached {
    /// Its position in the list.
    pub n: usize,
    /// Its name.
    pub name: String,
    /// What it is.
    pub role: String,
    /// How large it is.
    pub size: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Where it can be fetched; none where its bytes are not here.
    pub href: Option<String>,
}

/// Something that only a person can answer.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it is recorded by.
    pub key: String,
    /// The question.
    pub text: String,
    /// Where to read.
    pub href: String,
}

/// Check and sign: what is missing, formalities, what a person must read, who signs, the letter.
#[derive(Template)]
#[template(path = "sign.html")]
pub struct Sign<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Begin of every address of the draft.
    pub base: String,
    /// The draft's number.
    pub number: String,
    /// "Request to Damara: expedited preservation".
    pub title: String,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// What needs correcting among the formalities.
    pub errors: Vec<Gap>,
    /// Language, procedures, a second contact.
    pub fields: Vec<Field>,
    /// Files that go with it.
    pub files: Vec<Attached>,
    /// What a new file can be.
    pub roles: Vec<crate::field::Choice>,
    /// The translation in a sentence.
    pub translation: String,
    /// What a person must read and confirm.
    pub readings: Vec<Reading>,
    /// Who confirmed it, and when; none where it is still to be done.
    pub confirmed: Option<String>,
    /// What stands beside it.
    pub side: Side,
    /// Who must sign, and who has.
    pub signers: Vec<super::request::Check>,
    /// Sign, hand to a second person.
    pub actions: Vec<Action>,
    /// What signing does.
    pub note: String,
}

impl Sign<'_> {
    fn stopped(&self) -> bool {
        self.side.stopping() > 0
    }

    /// Nothing stops it and everything is read.
    fn ready(&self) -> bool {
        !self.stopped() && (self.readings.is_empty() || self.confirmed.is_some())
    }
}

/// The second language: each text beside its translation.
#[derive(Template)]
#[template(path = "translation.html")]
pub struct Translate<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Begin of every address of the draft.
    pub base: String,
    /// The draft's number.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// What needs correcting.
    pub errors: Vec<Gap>,
    /// Language, translator, certification.
    pub fields: Vec<Field>,
    /// The texts.
    pub pairs: Vec<Pair>,
    /// The code of the second language, for the texts.
    pub lang: String,
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
