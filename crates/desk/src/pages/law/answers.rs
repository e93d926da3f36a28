//! Answers of the law: one decision, two States beside each other, what a new party changes.

use askama::Template;

use super::Act;
use crate::field::Field;
use crate::parts::Chip;
use crate::shell::Shell;

/// One basis, by rank.
#[derive(Clone, Debug)]
pub struct BasisRow {
    /// Instrument and article.
    pub name: String,
    /// The instrument's page.
    pub href: String,
    /// Its part in one word.
    pub role: String,
    /// What that part is.
    pub note: String,
    /// How sure it is.
    pub sure: Chip,
    /// Whether it carries the request, rather than being usable beside.
    pub leads: bool,
}

/// An instrument that gives no basis.
#[derive(Clone, Debug)]
pub struct NotThis {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Why.
    pub reason: String,
}

/// A sentence and where it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// Instrument and article, event, or State.
    pub from: String,
}

/// One decision in words.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The decision.
    pub chip: Chip,
    /// It in sentences with articles.
    pub sentences: Vec<String>,
    /// The bases, the leading one first.
    pub bases: Vec<BasisRow>,
    /// What gives none.
    pub excluded: Vec<NotThis>,
    /// Time limits.
    pub limits: Vec<Line>,
    /// Limits that begin with an event which may never happen.
    pub later: Vec<Line>,
    /// Grounds of a closed list.
    pub closed: Vec<Line>,
    /// Grounds of an open list.
    pub open: Vec<Line>,
    /// Conditions on which the answer hangs.
    pub hangs: Vec<Line>,
    /// Ordinary procedure.
    pub ordinary: Vec<Line>,
    /// Safeguards, as the texts cite them.
    pub safeguards: Vec<String>,
    /// What is asked about the conduct.
    pub dual: String,
    /// What may be presumed of it.
    pub presumed: Option<String>,
    /// Where to go instead.
    pub route: Option<String>,
    /// A fact of law is not certain.
    pub unverified: bool,
    /// Facts that were not understood.
    pub not_read: Vec<String>,
}

/// One question with its answer.
#[derive(Template)]
#[template(path = "law_decide.html")]
pub struct Decide<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// The question.
    pub fields: Vec<Field>,
    /// What is known of the case.
    pub facts: Vec<Field>,
    /// Elements of data.
    pub elements: Field,
    /// What could not be read.
    pub error: Option<String>,
    /// Measure, data and day of the answer.
    pub about: Option<String>,
    /// Who asks whom.
    pub between: (String, String),
    /// The answer.
    pub answer: Option<Answer>,
    /// Which data this is.
    pub foot: String,
}

/// One direction.
#[derive(Clone, Debug)]
pub struct Side {
    /// The decision.
    pub chip: Chip,
    /// What leads.
    pub basis: String,
    /// Who is addressed.
    pub way: String,
    /// A fact of law is not certain.
    pub unverified: bool,
    /// The whole answer.
    pub href: String,
}

/// One measure in both directions.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The measure.
    pub measure: String,
    /// The first asks.
    pub there: Side,
    /// The second asks.
    pub back: Side,
}

/// Two States side by side.
#[derive(Template)]
#[template(path = "law_compare.html")]
pub struct Compare<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// Which two, and the day.
    pub fields: Vec<Field>,
    /// Whether both are the same.
    pub same: bool,
    /// The first: name and page.
    pub a: (String, String),
    /// The second.
    pub b: (String, String),
    /// All measures.
    pub rows: Vec<Pair>,
    /// Which data this is.
    pub foot: String,
}

/// A change that several partners share.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The measure.
    pub measure: String,
    /// Which data.
    pub data: String,
    /// Who is addressed.
    pub way: String,
    /// Who asks.
    pub direction: String,
    /// The answer before, and what leads it.
    pub before: (Chip, Vec<String>),
    /// The answer after.
    pub after: (Chip, Vec<String>),
    /// Name and code of each partner.
    pub partners: Vec<(String, String)>,
}

/// An open request that a change would touch.
#[derive(Clone, Debug)]
pub struct Touched {
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// In words.
    pub title: String,
    /// Its kind, by code.
    pub kind: String,
    /// The asking State.
    pub from: String,
    /// The asked State.
    pub to: String,
}

/// What changes if a State joins an instrument.
#[derive(Template)]
#[template(path = "law_what_if.html")]
pub struct WhatIf<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The pages of the law.
    pub acts: Vec<Act>,
    /// State, instrument, day.
    pub fields: Vec<Field>,
    /// What could not be read.
    pub error: Option<String>,
    /// How much changes.
    pub summary: Option<String>,
    /// What to know of it.
    pub notes: Vec<String>,
    /// The changes.
    pub rows: Vec<Changed>,
    /// Open requests that would be touched.
    pub cases: Vec<Touched>,
    /// Whether a question was asked.
    pub asked: bool,
    /// Which data this is.
    pub foot: String,
}
