//! What a check finds: defects with a place and a severity, and questions to a person.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::codes::{Code, Severity};
use crate::form::At;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Defect {
    /// Which.
    pub code: Code,
    /// How much it weighs here.
    pub severity: Severity,
    /// Where: a JSON pointer.
    pub path: String,
}

/// Something that only a person who reads can answer. It never sends a request back by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The defect that it would be.
    pub code: Code,
    /// Where to read.
    pub path: String,
}

/// Whether a request can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands in the way.
    Accept,
    /// It goes back with all its defects.
    Return,
}

/// All that was found, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Defects.
    pub defects: Vec<Defect>,
    /// Questions.
    pub questions: Vec<Question>,
}

impl Report {
    /// `Return` where at least one defect blocks.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self
            .defects
            .iter()
            .any(|defect| defect.severity == Severity::Block)
        {
            Verdict::Return
        } else {
            Verdict::Accept
        }
    }

    /// How many defects block.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.defects
            .iter()
            .filter(|defect| defect.severity == Severity::Block)
            .count()
    }
}

/// Collects findings and holds the rule that one defect has one code: the first finding at a place
/// stands for the place.
#[derive(Debug, Default)]
pub(super) struct Findings {
    defects: Vec<Defect>,
    questions: BTreeSet<Question>,
    taken: BTreeMap<String, usize>,
}

impl Findings {
    pub(super) fn add(&mut self, code: Code, at: &At<'_>) {
        self.add_as(code, code.severity(), at);
    }

    pub(super) fn warn(&mut self, code: Code, at: &At<'_>) {
        self.add_as(code, Severity::Warn, at);
    }

    pub(super) fn add_as(&mut self, code: Code, severity: Severity, at: &At<'_>) {
        match self
            .taken
            .get(at.pointer())
            .and_then(|n| self.defects.get_mut(*n))
        {
            None => {
                self.taken
                    .insert(at.pointer().to_owned(), self.defects.len());
                self.defects.push(Defect {
                    code,
                    severity,
                    path: at.pointer().to_owned(),
                });
            }
            // A warning must not hide what blocks.
            Some(milder) if severity == Severity::Block && milder.severity != Severity::Block => {
                milder.code = code;
                milder.severity = severity;
            }
            Some(_) => {}
        }
    }

    pub(super) fn ask(&mut self, code: Code, at: &At<'_>) {
        self.questions.insert(Question {
            code,
            path: at.pointer().to_owned(),
        });
    }

    /// Whether something blocks at this place or in it.
    pub(super) fn is_faulty(&self, at: &At<'_>) -> bool {
        let inside = format!("{}/", at.pointer());
        self.taken.contains_key(at.pointer())
            || self
                .taken
                .range(inside.clone()..)
                .next()
                .is_some_and(|(one, _)| one.starts_with(&inside))
    }

    pub(super) fn into_report(self) -> Report {
        let Self {
            mut defects,
            questions,
            ..
        } = self;
        defects.sort_by(|a, b| {
            natural(&a.path)
                .cmp(&natural(&b.path))
                .then(a.code.cmp(&b.code))
        });
        Report {
            defects,
            questions: questions.into_iter().collect(),
        }
    }
}

/// Pointers in an order in which the tenth entry follows the ninth.
fn natural(pointer: &str) -> Vec<(bool, u64, &str)> {
    pointer
        .split('/')
        .map(|part| match part.parse::<u64>() {
            Ok(n) => (true, n, ""),
            Err(_) => (false, 0, part),
        })
        .collect()
}
