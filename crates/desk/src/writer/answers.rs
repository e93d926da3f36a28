//! Answers to JSON and back. Only places that a question names can be written, so a crafted form
//! cannot reach the rest of the text.

use comity_core::element;
use serde_json::{Map, Value};

use super::questions::{Ask, Question};

/// Stores what was posted for `questions` into the text. Answers left empty are taken out, so that
/// "not answered" and "answered with nothing" are the same.
pub fn store(form: &mut Value, questions: &[Question], posted: &[(String, String)]) {
    for question in questions {
        let mut given = posted
            .iter()
            .filter(|(name, _)| name == question.pointer)
            .map(|(_, value)| value.trim())
            .peekable();
        // A question that is not on the posted page keeps its answer.
        if given.peek().is_none() {
            continue;
        }
        let value = match question.ask {
            Ask::Any(_, codes) => {
                let chosen: Vec<Value> = codes
                    .iter()
                    .filter(|code| {
                        posted
                            .iter()
                            .any(|(name, value)| name == question.pointer && value == *code)
                    })
                    .map(|code| Value::from(*code))
                    .collect();
                (!chosen.is_empty()).then_some(Value::Array(chosen))
            }
            _ => one(question.ask, given.next_back().unwrap_or_default()),
        };
        put(form, question.pointer, value);
    }
    tie(form);
}

fn one(ask: Ask, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    Some(match ask {
        // A number that is none stays as text: the check says what is wrong with it.
        Ask::Number => text
            .parse::<u32>()
            .map_or_else(|_| Value::from(text), Value::from),
        Ask::YesNo => Value::Bool(text == "yes"),
        // Something that is no day stays as it is: the check says what is wrong with it.
        Ask::DayEnd if is_day(text) => Value::from(format!("{text}T23:59:59Z")),
        Ask::Basis => {
            let (instrument, article) = text.split_once('|').unwrap_or((text, ""));
            let mut basis = Map::new();
            basis.insert("instrument".into(), instrument.into());
            basis.insert("article".into(), article.into());
            Value::Object(basis)
        }
        Ask::One(_, codes) => {
            return codes
                .iter()
                .find(|code| **code == text)
                .map(|code| Value::from(*code));
        }
        Ask::Line | Ask::Code | Ask::Prose | Ask::Day | Ask::DayEnd | Ask::Any(..) => {
            Value::from(text.replace("\r\n", "\n"))
        }
    })
}

/// The parts of one item belong together by their ids, which no person should have to type.
fn tie(form: &mut Value) {
    if form.pointer("/selectors/0").is_some() {
        put(form, "/selectors/0/id", Some("s1".into()));
    }
    if form.pointer("/items/0").is_some() {
        put(form, "/items/0/id", Some("i1".into()));
        put(form, "/items/0/selectors/0", Some("s1".into()));
        put(form, "/items/0/category", category_of(form));
    }
    if form.pointer("/intends_mla/planned_by").is_some() {
        put(form, "/intends_mla/value", Some(Value::Bool(true)));
    }
    if form.pointer("/privilege/privileged").is_some() {
        put(form, "/privilege/checked", Some(Value::Bool(true)));
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
}

/// The category follows from what is asked and from the law that applies; no person is asked for it.
fn category_of(form: &Value) -> Option<Value> {
    let instrument = form
        .pointer("/legal_basis/0/instrument")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let elements = form.pointer("/items/0/elements")?.as_array()?;
    let codes = elements.iter().filter_map(Value::as_str);
    element::category(codes, element::Law::of_instrument(instrument), None)
        .map(|category| category.as_str().into())
}

/// Writes or takes out the value at a pointer, making the objects and lists on the way.
fn put(form: &mut Value, pointer: &str, value: Option<Value>) {
    let mut place = form;
    let mut parts = pointer.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        if let Ok(index) = part.parse::<usize>() {
            if !place.is_array() {
                if value.is_none() {
                    return;
                }
                *place = Value::Array(Vec::new());
            }
            let Value::Array(list) = place else { return };
            if index >= list.len() {
                if value.is_none() {
                    return;
                }
                // Pointers come from our own table: an index is 0.
                list.resize(index + 1, Value::Null);
            }
            if last {
                match value {
                    Some(value) => list[index] = value,
                    None => {
                        list.remove(index);
                    }
                }
                return;
            }
            place = &mut list[index];
        } else {
            if !place.is_object() {
                if value.is_none() {
                    return;
                }
                *place = Value::Object(Map::new());
            }
            let Value::Object(object) = place else { return };
            if last {
                match value {
                    Some(value) => {
                        object.insert(part.to_owned(), value);
                    }
                    None => {
                        object.remove(part);
                    }
                }
                return;
            }
            if value.is_none() && !object.contains_key(part) {
                return;
            }
            place = object.entry(part).or_insert(Value::Null);
        }
    }
}

/// The present answer, as the control shows it; several for a list.
#[must_use]
pub fn read(form: &Value, question: &Question) -> Vec<String> {
    let Some(value) = form.pointer(question.pointer) else {
        return Vec::new();
    };
    match (question.ask, value) {
        (Ask::Basis, Value::Object(basis)) => {
            let text = |key| basis.get(key).and_then(Value::as_str).unwrap_or_default();
            vec![format!("{}|{}", text("instrument"), text("article"))]
        }
        (Ask::DayEnd, Value::String(text)) => {
            vec![
                text.split_once('T')
                    .map_or(text.as_str(), |(day, _)| day)
                    .to_owned(),
            ]
        }
        (_, Value::Array(list)) => list
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect(),
        (_, Value::Bool(yes)) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        (_, Value::Number(number)) => vec![number.to_string()],
        (_, Value::String(text)) => vec![text.clone()],
        (_, Value::Null | Value::Object(_)) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use comity_core::kind::Kind;
    use serde_json::json;

    use super::super::questions::steps;
    use super::*;

    fn all() -> Vec<Question> {
        steps(Kind::MlaStored)
            .into_iter()
            .flat_map(|step| step.questions)
            .collect()
    }

    fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn answers_become_the_text_and_come_back_as_they_were_typed() {
        let mut form = json!({});
        let given = posted(&[
            ("/legal_basis/0", "COE-185|31"),
            ("/items/0/elements", ""),
            ("/items/0/elements", "mailbox"),
            ("/items/0/elements", "name"),
            ("/use/specialty_ack", "yes"),
            ("/offences/0/max_penalty_months", "72"),
        ]);
        store(&mut form, &all(), &given);
        assert_eq!(
            form,
            json!({
                "legal_basis": [{"instrument": "COE-185", "article": "31"}],
                "items": [{"elements": ["name", "mailbox"], "id": "i1", "selectors": ["s1"], "category": "content"}],
                "use": {"specialty_ack": true},
                "offences": [{"max_penalty_months": 72}],
            })
        );
        for question in all() {
            let mut expected: Vec<&str> = given
                .iter()
                .filter(|(n, v)| n == question.pointer && !v.is_empty())
                .map(|(_, v)| v.as_str())
                .collect();
            expected.sort_unstable();
            let mut found = read(&form, &question);
            found.sort_unstable();
            assert_eq!(found, expected, "{}", question.pointer);
        }
    }

    #[test]
    fn an_emptied_answer_is_taken_out_and_a_question_of_another_page_is_kept() {
        let mut form = json!({"facts": "old", "necessity": "kept"});
        store(&mut form, &all(), &posted(&[("/facts", "  ")]));
        assert_eq!(form, json!({"necessity": "kept"}));
    }

    #[test]
    fn a_crafted_name_reaches_nothing() {
        let mut form = json!({});
        store(
            &mut form,
            &all(),
            &posted(&[
                ("/exercise", "false"),
                ("/items/99999999/id", "x"),
                ("", "y"),
                ("/urgency/class", "u9"),
            ]),
        );
        assert_eq!(form, json!({}));
    }
}
