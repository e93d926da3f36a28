//! What the writer asks for each kind, step by step.
//!
//! `forms/writer.json` gives the order, the controls and the closed lists; the sheet of the kind says
//! what must be there. A field that a sheet has and the layout does not know is asked all the same, in
//! the plainest way its shape allows, so a new field of a form is never out of reach.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use comity_core::check::Code;
use comity_core::form::{self, Need, Shape};
use comity_core::kind::Kind;
use serde::Deserialize;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// A line of prose.
    Line,
    /// A reference, address or number.
    Code,
    /// Several lines.
    Prose,
    /// Several answers, one on each line.
    Lines,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A moment, asked as the day at whose end it falls, in UTC.
    DayEnd,
    /// A moment with seconds and zone.
    Moment,
    /// Yes or no.
    YesNo,
    /// One of a closed list.
    One,
    /// Any of a closed list.
    Any,
    /// A State.
    State,
    /// A type of offence of the law data.
    Offence,
    /// Any of the legal bases that the law data gives.
    Bases,
    /// Any of the accounts, addresses and numbers named in the request.
    SelectorIds,
    /// Any of the elements of data that the kind may ask for.
    Elements,
    /// One of the files that go with the request.
    File,
    /// Several entries of the same parts.
    Rows,
    /// Parts that belong together.
    Group,
}

/// A question is asked only when another one has one of these answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Where the other answer stands: from the root when it begins with `/` (`*` is every entry of a
    /// list), else beside this question.
    pub path: String,
    /// The answers.
    pub is: Vec<String>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its place: from the root for a question of a step (`/use`), beside its siblings for a part.
    pub path: String,
    /// The word in the message ids: `ask-<word>`, `hint-<word>`.
    pub word: String,
    /// How it is answered.
    pub ask: Ask,
    /// The word list of a closed list.
    pub list: String,
    /// The codes of a closed list.
    pub codes: Vec<String>,
    /// Whether the request cannot go without an answer.
    pub need: bool,
    /// When it is asked at all.
    pub when: Option<When>,
    /// Parts of a group or of each entry.
    pub parts: Vec<Question>,
    /// Entries are those of another page: none is added or taken out here.
    pub fixed: bool,
}

/// One step of the writer.
#[derive(Clone, Debug)]
pub struct StepDef {
    /// The word in the address: `where`.
    pub code: &'static str,
    /// Its questions.
    pub questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    #[serde(rename = "version")]
    _version: String,
    steps: Vec<String>,
    /// Places that nobody is asked for: the node fills them, or another page does.
    filled: Vec<String>,
    questions: Vec<Laid>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Laid {
    #[serde(default)]
    step: String,
    path: String,
    #[serde(rename = "as")]
    ask: Ask,
    #[serde(default)]
    list: String,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    not: Vec<Kind>,
    #[serde(default)]
    need: Option<bool>,
    #[serde(default)]
    when: Option<When>,
    #[serde(default)]
    parts: Vec<Laid>,
    #[serde(default)]
    fixed: bool,
    #[serde(default)]
    word: String,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../forms/writer.json"))
        .expect("the layout is part of the program and a test reads it")
});

/// The nine steps of a kind.
#[must_use]
pub fn steps(kind: Kind) -> &'static [StepDef] {
    static STEPS: LazyLock<BTreeMap<Kind, Vec<StepDef>>> =
        LazyLock::new(|| Kind::ALL.iter().map(|kind| (*kind, build(*kind))).collect());
    STEPS.get(&kind).map_or(&[], Vec::as_slice)
}

fn build(kind: Kind) -> Vec<StepDef> {
    let mut extra = beyond(kind);
    LAYOUT
        .steps
        .iter()
        .map(|code| {
            let mut questions: Vec<Question> = LAYOUT
                .questions
                .iter()
                .filter(|laid| laid.step == *code && laid.is_of(kind))
                .map(|laid| laid.question(kind, ""))
                .collect();
            let (here, rest) = std::mem::take(&mut extra)
                .into_iter()
                .partition(|(step, _)| step == code);
            extra = rest;
            let here: Vec<(&str, Question)> = here;
            questions.extend(here.into_iter().map(|(_, question)| question));
            StepDef { code, questions }
        })
        .collect()
}

impl Laid {
    fn is_of(&self, kind: Kind) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind)) && !self.not.contains(&kind)
    }

    fn question(&self, kind: Kind, above: &str) -> Question {
        let whole = match above {
            "" => self.path.clone(),
            above => format!("{above}/{}", self.path),
        };
        let below = match self.ask {
            Ask::Rows => format!("{whole}/*"),
            _ => whole.clone(),
        };
        let word = if self.word.is_empty() {
            slug(&whole)
        } else {
            self.word.clone()
        };
        Question {
            path: self.path.clone(),
            word,
            ask: self.ask,
            list: self.list.clone(),
            codes: self.codes.clone(),
            need: self.need.unwrap_or_else(|| required(kind, &whole)),
            when: self.when.clone(),
            parts: self
                .parts
                .iter()
                .map(|part| part.question(kind, &below))
                .collect(),
            fixed: self.fixed,
        }
    }
}

/// `/offences/*/title` is `offences-title`.
fn slug(path: &str) -> String {
    path.trim_matches('/')
        .replace("/*/", "-")
        .replace(['/', '_'], "-")
}

/// The fields of the kind's sheet and of the envelope, with the need that counts for the kind.
fn fields(kind: Kind) -> impl Iterator<Item = (&'static form::Field, Need)> {
    let sheet = form::sheet(kind);
    let common = form::envelope().fields.iter().map(move |field| {
        let need = sheet.envelope.get(&field.id).copied();
        (field, need.unwrap_or(field.need))
    });
    sheet
        .fields
        .iter()
        .map(|field| (field, field.need))
        .chain(common)
}

fn required(kind: Kind, path: &str) -> bool {
    fields(kind).any(|(field, need)| field.path == path && need == Need::Required)
}

/// Whether one place is the other, or lies inside it.
fn overlap(a: &str, b: &str) -> bool {
    let inside = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    inside(a, b) || inside(b, a)
}

/// What the sheet asks and the layout does not: each with the step it belongs to.
fn beyond(kind: Kind) -> Vec<(&'static str, Question)> {
    let laid: Vec<&str> = LAYOUT
        .questions
        .iter()
        .filter(|laid| laid.is_of(kind))
        .map(|laid| laid.path.as_str())
        .chain(LAYOUT.filled.iter().map(String::as_str))
        .collect();
    let known = |path: &str| laid.iter().any(|one| overlap(one, path));
    form::sheet(kind)
        .fields
        .iter()
        .filter(|field| !known(&field.path) && !field.or.iter().any(|other| known(other)))
        .filter_map(|field| {
            let ask = match field.shape {
                Shape::Text | Shape::Any => Ask::Prose,
                Shape::Flag => Ask::YesNo,
                Shape::Whole => Ask::Number,
                Shape::Date => Ask::Day,
                Shape::List => Ask::Lines,
                // Its parts are fields of their own, or nobody knows what they are.
                Shape::Object => return None,
            };
            let question = Question {
                path: field.path.clone(),
                word: slug(&field.path),
                ask,
                list: String::new(),
                codes: Vec::new(),
                need: field.need == Need::Required,
                when: None,
                parts: Vec::new(),
                fixed: false,
            };
            let plain = !field.path.contains('*');
            plain.then(|| (step_of(field.code), question))
        })
        .collect()
}

/// The step on which a field of the sheet is at home, by the area of its defect.
fn step_of(code: Option<Code>) -> &'static str {
    match code.map_or("", |code| code.as_str()).get(..3) {
        Some("AUT" | "LEG") => "basis",
        Some("ADR") => "where",
        Some("OFF") => "offence",
        Some("SEL" | "SCP" | "TIM" | "RTI" | "FRZ" | "TAK") => "data",
        Some("FAC" | "PRS" | "FIU") => "facts",
        Some("URG" | "CON") => "urgency",
        Some("USE" | "JIT") => "safeguards",
        Some("LNG") => "sign",
        _ => "need",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, Words};

    fn all(questions: &[Question], see: &mut dyn FnMut(&Question)) {
        for question in questions {
            see(question);
            all(&question.parts, see);
        }
    }

    #[test]
    fn every_kind_has_nine_steps_and_each_asks_something() {
        for kind in Kind::ALL {
            let steps = steps(*kind);
            assert_eq!(steps.len(), 9, "{kind:?}");
            for step in steps {
                assert!(!step.questions.is_empty(), "{kind:?} {}", step.code);
            }
        }
    }

    #[test]
    fn every_field_that_a_sheet_requires_can_be_answered() {
        for kind in Kind::ALL {
            let asked: Vec<&str> = steps(*kind)
                .iter()
                .flat_map(|step| step.questions.iter().map(|q| q.path.as_str()))
                .chain(LAYOUT.filled.iter().map(String::as_str))
                .collect();
            for (field, need) in fields(*kind).filter(|(_, need)| *need == Need::Required) {
                let met = |path: &str| asked.iter().any(|one| overlap(one, path));
                // Parts of a list that the kind does not have are asked by nobody.
                let list = field.path.split_once("/*").map(|(list, _)| list);
                if list.is_some_and(|list| !required(*kind, list) && !met(list)) {
                    continue;
                }
                assert!(
                    met(&field.path) || field.or.iter().any(|other| met(other)),
                    "{kind:?} {} {need:?}",
                    field.path
                );
            }
        }
    }

    #[test]
    fn every_question_of_the_layout_and_every_code_has_a_word_in_six_languages() {
        for kind in Kind::ALL {
            for step in steps(*kind) {
                let known = |q: &Question| LAYOUT.questions.iter().any(|laid| laid.path == q.path);
                for question in step.questions.iter().filter(|q| known(q)) {
                    all(std::slice::from_ref(question), &mut |q| {
                        for lang in Lang::ALL {
                            let t = Words::of(lang);
                            assert!(
                                t.maybe("ask", &q.word).is_some(),
                                "{lang:?}: ask-{}",
                                q.word
                            );
                            for code in q.codes.iter().filter(|_| q.list != "language") {
                                let word = t.maybe(&q.list, code);
                                assert!(word.is_some(), "{lang:?}: {}-{code}", q.list);
                            }
                        }
                    });
                }
            }
        }
    }
}
