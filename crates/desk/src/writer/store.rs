//! What was posted, into the text of the request.
//!
//! Only places that a question of the page names are written, so a crafted form cannot reach the rest
//! of the text. An answer that cannot stand is refused with its place and keeps the text as it was; one
//! that is merely wrong (no day of the calendar, an address with a letter missing) is kept as typed, and
//! the checks say what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::element;
use serde_json::{Map, Value};

use super::answers::{AnswerFault, has_something, read};
use super::form::{Ask, Question};
use super::tie::tie;

/// The most entries of one list.
pub const MOST_ROWS: usize = 200;

/// An answer that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where.
    pub pointer: String,
    /// Why.
    pub fault: AnswerFault,
    /// The beginning of what was typed, so that it is not lost.
    pub text: String,
}

/// The posted answers by their place.
type Posted<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Stores what was posted for `questions` into the text. Answers left empty are taken out, so that
/// "not answered" and "answered with nothing" are the same.
pub fn store(
    form: &mut Value,
    questions: &[Question],
    posted: &[(String, String)],
) -> Vec<Refused> {
    let mut by_place = Posted::new();
    for (name, value) in posted {
        by_place.entry(name).or_default().push(value.trim());
    }
    let mut refused = Vec::new();
    for question in questions {
        write(
            form,
            &question.path,
            &question.path,
            question,
            &by_place,
            &mut refused,
        );
    }
    tie(form);
    refused
}

/// Takes one entry out of a list: the pointer ends with its position.
pub fn remove(form: &mut Value, questions: &[Question], pointer: &str) {
    let Some((list, n)) = pointer.rsplit_once('/') else {
        return;
    };
    let (Ok(n), true) = (n.parse::<usize>(), is_list(questions, list)) else {
        return;
    };
    if let Some(Value::Array(entries)) = form.pointer_mut(list)
        && n < entries.len()
    {
        entries.remove(n);
        if entries.is_empty() {
            put(form, list, None);
        }
    }
    tie(form);
}

/// Whether a pointer names a list of entries that may be added to on this page.
#[must_use]
pub fn is_list(questions: &[Question], pointer: &str) -> bool {
    fn look(question: &Question, at: &str, wanted: &str) -> bool {
        match question.ask {
            Ask::Rows if question.fixed => false,
            Ask::Rows if at == wanted => true,
            Ask::Rows => {
                let Some(rest) = wanted.strip_prefix(at) else {
                    return false;
                };
                let n = rest.trim_start_matches('/').split('/').next();
                let Some(n) = n.and_then(|n| n.parse::<usize>().ok()) else {
                    return false;
                };
                n < MOST_ROWS
                    && question
                        .parts
                        .iter()
                        .any(|part| look(part, &format!("{at}/{n}/{}", part.path), wanted))
            }
            Ask::Group => question
                .parts
                .iter()
                .any(|part| look(part, &format!("{at}/{}", part.path), wanted)),
            _ => false,
        }
    }
    questions
        .iter()
        .any(|question| look(question, &question.path, pointer))
}

/// Writes one question: `name` is its posted name, `target` its pointer inside `place`.
fn write(
    place: &mut Value,
    target: &str,
    name: &str,
    question: &Question,
    posted: &Posted<'_>,
    refused: &mut Vec<Refused>,
) {
    match question.ask {
        Ask::Group => {
            for part in &question.parts {
                let target = format!("{target}/{}", part.path);
                write(
                    place,
                    &target,
                    &format!("{name}/{}", part.path),
                    part,
                    posted,
                    refused,
                );
            }
        }
        Ask::Rows => write_rows(place, target, name, question, posted, refused),
        _ => {
            // A question that is not on the posted page keeps its answer.
            let Some(given) = posted.get(name) else {
                return;
            };
            // Posted back as the page showed it, an answer stays as it is: the page may show less than
            // the text holds (a day of a moment), or what a text drafted elsewhere has on no list.
            let shown = read(place, target, question.ask);
            let answered = given.iter().filter(|one| !one.is_empty());
            if !shown.is_empty() && answered.eq(shown.iter()) {
                return;
            }
            match leaf(question, given) {
                Ok(value) => put(place, target, value),
                Err(fault) => refused.push(Refused {
                    pointer: name.to_owned(),
                    fault,
                    text: given.last().map_or_else(String::new, |text| {
                        text.chars().filter(|c| !is_hidden(*c)).take(500).collect()
                    }),
                }),
            }
        }
    }
}

fn write_rows(
    place: &mut Value,
    target: &str,
    name: &str,
    question: &Question,
    posted: &Posted<'_>,
    refused: &mut Vec<Refused>,
) {
    let positions = positions(name, question, posted);
    if positions.is_empty() {
        return;
    }
    let mut old = match place.pointer_mut(target) {
        Some(Value::Array(list)) => std::mem::take(list),
        _ => Vec::new(),
    };
    let mut written = BTreeMap::new();
    for n in positions {
        if n >= MOST_ROWS || (question.fixed && n >= old.len()) {
            refused.push(Refused {
                pointer: name.to_owned(),
                fault: AnswerFault::TooMany,
                text: String::new(),
            });
            break;
        }
        // An entry is known by its id where it has one: positions move when another page takes one out.
        let id = posted.get(format!("{name}/{n}/id").as_str());
        let id = id.and_then(|given| given.first().copied());
        let known = |entry: &Value| id.is_some() && entry.get("id").and_then(Value::as_str) == id;
        let mut entry = match old.iter_mut().find(|entry| known(entry)) {
            Some(entry) => entry.take(),
            None if id.is_some() && !question.fixed => Value::Null,
            None => old.get_mut(n).map_or(Value::Null, Value::take),
        };
        if !entry.is_object() {
            entry = Value::Object(Map::new());
        }
        if let Some(id) = id.filter(|id| is_id(id)) {
            entry["id"] = Value::from(id);
        }
        for part in &question.parts {
            let inner = format!("{name}/{n}/{}", part.path);
            let target = format!("/{}", part.path);
            write(&mut entry, &target, &inner, part, posted, refused);
        }
        written.insert(n, entry);
    }
    // What was not on the page keeps its place: another page may have added it meanwhile.
    for (n, entry) in old
        .into_iter()
        .enumerate()
        .filter(|(_, entry)| !entry.is_null())
    {
        let free = (n..).find(|n| !written.contains_key(n)).unwrap_or(n);
        written.insert(free, entry);
    }
    let mut kept: Vec<Value> = written.into_values().collect();
    kept.retain(|entry| question.fixed || says_something(entry));
    put(
        place,
        target,
        (!kept.is_empty()).then_some(Value::Array(kept)),
    );
}

/// The positions of the entries of which a part was posted.
fn positions(name: &str, question: &Question, posted: &Posted<'_>) -> BTreeSet<usize> {
    let begin = format!("{name}/");
    posted
        .range(begin.as_str()..)
        .map_while(|(key, _)| key.strip_prefix(&begin))
        .filter_map(|rest| {
            let (n, part) = rest.split_once('/')?;
            let of = |path: &str| {
                let rest = part.strip_prefix(path);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let ours = question.parts.iter().any(|one| of(&one.path));
            ours.then(|| n.parse().ok())?
        })
        .collect()
}

/// `s1`, `i12`: what [`tie`] gives.
fn is_id(id: &str) -> bool {
    id.len() <= 12 && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether an entry holds more than what the page gives it by itself.
fn says_something(entry: &Value) -> bool {
    entry.as_object().is_some_and(|parts| {
        parts.iter().any(|(name, value)| {
            !matches!(name.as_str(), "id" | "category") && has_something(value)
        })
    })
}

fn leaf(question: &Question, given: &[&str]) -> Result<Option<Value>, AnswerFault> {
    let last = given.last().copied().unwrap_or_default();
    let listed = |code: &str| question.codes.iter().any(|one| one == code);
    Ok(match question.ask {
        Ask::Any | Ask::Elements | Ask::SelectorIds | Ask::Bases => {
            let mut chosen = Vec::new();
            for code in given.iter().copied().filter(|code| !code.is_empty()) {
                chosen.push(match question.ask {
                    Ask::Bases => basis(code).ok_or(AnswerFault::Choice)?,
                    Ask::Elements if element::find(code).is_none() => {
                        return Err(AnswerFault::Choice);
                    }
                    Ask::SelectorIds if !is_id(code) => return Err(AnswerFault::Choice),
                    Ask::Any if question.list == "state" && !is_state(code) => {
                        return Err(AnswerFault::Choice);
                    }
                    Ask::Any if question.list != "state" && !listed(code) => {
                        return Err(AnswerFault::Choice);
                    }
                    _ => Value::from(code),
                });
            }
            (!chosen.is_empty()).then_some(Value::Array(chosen))
        }
        _ if last.is_empty() => None,
        Ask::YesNo => match last {
            "yes" => Some(Value::Bool(true)),
            "no" => Some(Value::Bool(false)),
            _ => return Err(AnswerFault::Choice),
        },
        // A selector type is a word of the core; the check knows them all.
        Ask::One if question.list == "selector" => {
            if comity_core::selector::SelectorType::parse(last).is_none() {
                return Err(AnswerFault::Choice);
            }
            Some(Value::from(last))
        }
        Ask::One if !listed(last) => return Err(AnswerFault::Choice),
        Ask::State if !is_state(last) => return Err(AnswerFault::Choice),
        Ask::Lines => {
            let text = clean(last, 20_000, true, false)?;
            let lines: Vec<Value> = text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(Value::from)
                .collect();
            if lines.len() > MOST_ROWS {
                return Err(AnswerFault::TooMany);
            }
            Some(Value::Array(lines))
        }
        Ask::Number => {
            let text = clean(last, 20, false, true)?;
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            Some(
                plain
                    .parse::<u64>()
                    .map_or_else(|_| Value::from(text), Value::from),
            )
        }
        Ask::DayEnd => {
            let text = clean(last, 40, false, true)?;
            let whole = text.len() == 10 && !text.contains('T');
            Some(Value::from(if whole {
                format!("{text}T23:59:59Z")
            } else {
                text
            }))
        }
        Ask::Day | Ask::Moment => Some(Value::from(clean(last, 40, false, true)?)),
        Ask::Code | Ask::File => Some(Value::from(clean(last, 2_000, false, true)?)),
        Ask::Prose => Some(Value::from(clean(last, 20_000, true, false)?)),
        _ => Some(Value::from(clean(last, 500, false, false)?)),
    })
}

/// A text that a person can see whole, with the line ends of one kind.
pub(super) fn clean(
    text: &str,
    most: usize,
    lines: bool,
    code: bool,
) -> Result<String, AnswerFault> {
    let text = text.replace("\r\n", "\n");
    if text.len() > most * 4 || text.chars().count() > most {
        return Err(AnswerFault::TooLong);
    }
    let unseen = |c: char| match c {
        '\n' | '\t' => !lines,
        // Marks of direction are part of writing Arabic, and of no address or number.
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{200c}' | '\u{200d}' => code,
        '\u{2066}'..='\u{2069}' => code,
        c => is_hidden(c),
    };
    if text.chars().any(unseen) {
        return Err(AnswerFault::Hidden);
    }
    Ok(text)
}

/// Controls, and what turns the order of the letters after it.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{202a}'..='\u{202e}' | '\u{200b}' | '\u{2060}' | '\u{feff}'
        )
}

fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// `COE-185|29`.
fn basis(text: &str) -> Option<Value> {
    let (instrument, article) = text.split_once('|')?;
    let word = |text: &str, most: usize| {
        text.len() <= most && !text.chars().any(|c| is_hidden(c) || c == '<')
    };
    if instrument.is_empty() || !word(instrument, 60) || !word(article, 60) {
        return None;
    }
    let mut basis = Map::new();
    basis.insert("instrument".into(), instrument.into());
    basis.insert("article".into(), article.into());
    Some(Value::Object(basis))
}

/// Writes or takes out the value at a pointer, making the objects on the way; positions of lists must
/// exist.
pub(super) fn put(form: &mut Value, pointer: &str, value: Option<Value>) {
    let Some((above, last)) = pointer.rsplit_once('/') else {
        return;
    };
    let mut place = form;
    for part in above.split('/').skip(1) {
        if let Value::Array(list) = place {
            let Some(entry) = part.parse::<usize>().ok().and_then(|n| list.get_mut(n)) else {
                return;
            };
            place = entry;
            continue;
        }
        if !place.is_object() {
            if value.is_none() {
                return;
            }
            *place = Value::Object(Map::new());
        }
        let Value::Object(parts) = place else { return };
        if value.is_none() && !parts.contains_key(part) {
            return;
        }
        place = parts.entry(part).or_insert(Value::Null);
    }
    if !place.is_object() && value.is_some() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(parts) = place {
        match value {
            Some(value) => parts.insert(last.to_owned(), value),
            None => parts.remove(last),
        };
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
