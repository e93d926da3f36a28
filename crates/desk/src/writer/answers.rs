//! The places of a request that a step asks for, as they stand now: which rows there are, which
//! questions apply, what was answered.

use comity_core::time::Instant;
use serde_json::Value;

use super::form::{Ask, Question, When};

/// One question at its place in the text.
pub struct Place<'a> {
    /// The pointer: `/offences/0/title`.
    pub pointer: String,
    /// The question.
    pub question: &'a Question,
    /// Whether the request cannot go without an answer here.
    pub needed: bool,
}

/// Every place that can be answered now, in the order of the page. Groups and rows themselves are no
/// places, their parts are.
#[must_use]
pub fn places<'a>(form: &Value, questions: &'a [Question]) -> Vec<Place<'a>> {
    let mut out = Vec::new();
    for question in questions {
        walk(form, question, question.path.clone(), true, &mut out);
    }
    out
}

fn walk<'a>(
    form: &Value,
    question: &'a Question,
    pointer: String,
    wanted: bool,
    out: &mut Vec<Place<'a>>,
) {
    if !applies(form, question, &pointer) {
        return;
    }
    match question.ask {
        Ask::Group => {
            let wanted = wanted && (question.need || is_answered(form, &pointer));
            for part in &question.parts {
                walk(form, part, format!("{pointer}/{}", part.path), wanted, out);
            }
        }
        Ask::Rows => {
            let there = rows(form, &pointer);
            let count = if there == 0 && question.need {
                1
            } else {
                there
            };
            for n in 0..count {
                for part in &question.parts {
                    walk(
                        form,
                        part,
                        format!("{pointer}/{n}/{}", part.path),
                        wanted,
                        out,
                    );
                }
            }
        }
        _ => out.push(Place {
            pointer,
            question,
            needed: wanted && question.need,
        }),
    }
}

/// How many entries stand at a place.
#[must_use]
pub fn rows(form: &Value, pointer: &str) -> usize {
    form.pointer(pointer)
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

/// Whether a question is asked at all, as other answers stand now.
pub(super) fn applies(form: &Value, question: &Question, pointer: &str) -> bool {
    let Some(When { path, is }) = &question.when else {
        return true;
    };
    // What was answered before stays in sight, so that nothing is sent unseen.
    if is_answered(form, pointer) {
        return true;
    }
    let whole = if path.starts_with('/') {
        path.clone()
    } else {
        let above = pointer
            .strip_suffix(&question.path)
            .unwrap_or(pointer)
            .trim_end_matches('/');
        format!("{above}/{path}")
    };
    found(form, &whole).iter().any(|value| match value {
        Value::String(text) => is.iter().any(|one| one == text),
        Value::Bool(yes) => is
            .iter()
            .any(|one| one == if *yes { "true" } else { "false" }),
        _ => false,
    })
}

/// The values at a place in which `*` is every entry of a list.
fn found<'a>(form: &'a Value, path: &str) -> Vec<&'a Value> {
    match path.split_once("/*") {
        None => form.pointer(path).into_iter().collect(),
        Some((list, rest)) => form
            .pointer(list)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .flat_map(|entry| found(entry, rest))
            .collect(),
    }
}

/// Whether anything at all stands at a place.
#[must_use]
pub fn is_answered(form: &Value, pointer: &str) -> bool {
    form.pointer(pointer).is_some_and(has_something)
}

pub(super) fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => list.iter().any(has_something),
        Value::Object(parts) => parts.values().any(has_something),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The present answer, as the control shows it; several for a list.
#[must_use]
pub fn read(form: &Value, pointer: &str, ask: Ask) -> Vec<String> {
    let Some(value) = form.pointer(pointer) else {
        return Vec::new();
    };
    match (ask, value) {
        (Ask::Bases, Value::Array(list)) => list
            .iter()
            .map(|basis| {
                let text = |key: &str| match basis.get(key) {
                    Some(Value::String(text)) => text.clone(),
                    Some(Value::Number(number)) => number.to_string(),
                    _ => String::new(),
                };
                format!("{}|{}", text("instrument"), text("article"))
            })
            .collect(),
        (Ask::DayEnd, Value::String(text)) => {
            let day = text.split_once('T').map_or(text.as_str(), |(day, _)| day);
            vec![day.to_owned()]
        }
        (_, Value::Array(list)) => list
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .filter(|text| !text.trim().is_empty())
            .collect(),
        (_, Value::Bool(yes)) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        (_, Value::Number(number)) => vec![number.to_string()],
        (_, Value::String(text)) if text.trim().is_empty() => Vec::new(),
        (_, Value::String(text)) => vec![text.clone()],
        (_, Value::Null | Value::Object(_)) => Vec::new(),
    }
}

/// Why an answer cannot stand as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// Longer than its place takes.
    TooLong,
    /// It holds characters that nobody sees: controls, marks of direction.
    Hidden,
    /// No answer of the list.
    Choice,
    /// No whole number.
    Number,
    /// No day of the calendar.
    Day,
    /// No moment with seconds and zone.
    Moment,
    /// More entries than one request takes.
    TooMany,
}

impl AnswerFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "answer.too_long",
            Self::Hidden => "answer.hidden_characters",
            Self::Choice => "answer.not_on_the_list",
            Self::Number => "answer.no_number",
            Self::Day => "answer.no_day",
            Self::Moment => "answer.no_moment",
            Self::TooMany => "answer.too_many",
        }
    }
}

/// What is wrong with an answer that stands in the text, whoever put it there.
#[must_use]
pub fn fault(ask: Ask, value: &Value) -> Option<AnswerFault> {
    match (ask, value) {
        (_, Value::Null) => None,
        (Ask::Number, Value::Number(_)) => None,
        (Ask::Number, _) => Some(AnswerFault::Number),
        (Ask::Day | Ask::DayEnd, Value::String(text)) => {
            let day = text.get(..10).unwrap_or(text);
            (Instant::parse(&format!("{day}T00:00:00Z")).is_none()).then_some(AnswerFault::Day)
        }
        (Ask::Moment, Value::String(text)) => Instant::parse(text)
            .is_none()
            .then_some(AnswerFault::Moment),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use comity_core::kind::Kind;
    use serde_json::json;

    use super::super::form::steps;
    use super::*;

    fn needed(kind: Kind, form: &Value) -> Vec<String> {
        steps(kind)
            .iter()
            .flat_map(|step| places(form, &step.questions))
            .filter(|place| place.needed)
            .map(|place| place.pointer)
            .collect()
    }

    #[test]
    fn a_question_that_hangs_on_another_appears_with_it() {
        let pointer = "/confidentiality/ground".to_owned();
        assert!(!needed(Kind::Preservation, &json!({})).contains(&pointer));
        let secret = json!({"confidentiality": {"no_user_notice": true}});
        assert!(needed(Kind::Preservation, &secret).contains(&pointer));
        let wallet = json!({"selectors": [{"type": "wallet"}, {"type": "email"}]});
        let all: Vec<String> = steps(Kind::MlaStored)
            .iter()
            .flat_map(|step| places(&wallet, &step.questions))
            .map(|place| place.pointer)
            .collect();
        assert!(all.contains(&"/selectors/0/chain".to_owned()));
        assert!(!all.contains(&"/selectors/1/chain".to_owned()));
    }

    #[test]
    fn a_group_that_nobody_began_needs_nothing() {
        let begun = json!({"court": {"office": "Court of Aldoria"}});
        for form in [json!({}), begun] {
            let all = needed(Kind::Preservation, &form);
            assert!(!all.iter().any(|pointer| pointer.starts_with("/court")));
        }
        assert!(
            needed(Kind::Preservation, &json!({})).contains(&"/intends_mla/planned_by".to_owned())
        );
    }

    #[test]
    fn a_day_that_is_none_is_seen_wherever_it_came_from() {
        assert_eq!(
            fault(Ask::Day, &json!("2026-02-30")),
            Some(AnswerFault::Day)
        );
        assert_eq!(fault(Ask::Day, &json!("2028-02-29")), None);
        assert_eq!(
            fault(Ask::Moment, &json!("2026-10-11 21:07:55")),
            Some(AnswerFault::Moment)
        );
        assert_eq!(
            fault(Ask::Moment, &json!("2026-10-11T21:07:55+02:00")),
            None
        );
        assert_eq!(fault(Ask::Number, &json!("six")), Some(AnswerFault::Number));
    }
}
