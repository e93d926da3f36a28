//! From a request's text to its letter: each part of the plan takes its places out of the text, and
//! what is left over at the end is shown too, so nothing that was signed is missing on paper.

use comity_core::code::LetterCode;
use comity_core::kind::Kind;
use jiff::civil;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::blocks::Drawer;
use crate::frame::{banners, day_of, facts, office, page_mark, signatures, title};
use crate::lang::Lang;
use crate::model::{Block, Letter, Section};
use crate::plan::{Audience, Marks, Plan, plan};
use crate::values::{Names, Speaker};
use crate::words::Words;

/// Places that a letter says elsewhere, or that only programs need.
const FRAME: [&str; 10] = [
    "kind",
    "form_version",
    "request_id",
    "exercise",
    "signature",
    "validation",
    "deconfliction",
    "variant",
    "reference",
    "status_flag",
];

/// Who the letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// Everything.
    Authority,
    /// Without what the form keeps from providers.
    Provider,
}

/// What a letter needs to know of its request.
pub struct Case<'a> {
    /// Which form.
    pub kind: Kind,
    /// The text.
    pub form: &'a Value,
    /// The number that the sending node gave it.
    pub number: &'a str,
    /// The number that the receiving node gave it.
    pub their_number: Option<&'a str>,
    /// The sender's own case number.
    pub reference: &'a str,
    /// The code of its letters.
    pub code: LetterCode,
    /// Whether it is still a draft.
    pub draft: bool,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// Name of the office that writes, and of its State.
    pub from: (String, String),
    /// Name of the office that is addressed, and of its State.
    pub to: (String, String),
    /// The day that it bears where the text has none yet.
    pub today: civil::Date,
    /// What it is, where that is not the kind of request: a domestic order, a notice.
    pub title: Option<String>,
    /// Names known to the node.
    pub names: &'a dyn Names,
}

/// Whose copy a request's letter is when nobody says: a provider's where a provider is addressed.
#[must_use]
pub fn copy_for(form: &Value) -> Copy {
    if form
        .pointer("/addressee/provider")
        .is_some_and(Value::is_object)
    {
        Copy::Provider
    } else {
        Copy::Authority
    }
}

/// The language that a request is written in, where letters have it.
#[must_use]
pub fn language_of(form: &Value) -> Option<Lang> {
    form.get("language")
        .and_then(Value::as_str)
        .and_then(Lang::parse)
}

/// SHA-256 of a request's text: JSON without blanks, keys sorted by their bytes.
///
/// # Source
/// RFC 8785, for the texts and numbers that forms hold.
#[must_use]
pub fn text_hash(form: &Value) -> String {
    hex::encode(Sha256::digest(sorted(form).to_string()))
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let mut out = Map::new();
            for key in keys {
                out.insert(key.clone(), sorted(&map[key]));
            }
            Value::Object(out)
        }
        Value::Array(list) => Value::Array(list.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// Writes the letter of a request.
#[must_use]
pub fn compose(case: &Case<'_>, lang: Lang, copy: Copy) -> Letter {
    let words = Words(lang);
    let plan = plan(case.kind, case.form);
    let speaker = Speaker {
        words,
        names: case.names,
    };
    let mut left = case.form.clone();
    let mut sections = Vec::new();
    let mut withheld = false;
    for part in &plan.sections {
        let hidden = copy == Copy::Provider && part.audience == Some(Audience::Authority);
        let drawer = Drawer {
            speaker: &speaker,
            head: words.head(&part.head),
        };
        let mut blocks = Vec::new();
        for place in &part.of {
            if let Some(value) = take(&mut left, place) {
                blocks.extend(drawer.draw(place, &value, part.of.len() == 1));
            }
        }
        let blocks = merged(blocks);
        if hidden {
            withheld |= !blocks.is_empty();
        } else if !blocks.is_empty() || part.always {
            sections.push(section(words, &part.head, blocks));
        }
    }
    let drawer = Drawer {
        speaker: &speaker,
        head: words.head("other"),
    };
    if let Some(blocks) = leftover(&drawer, &mut left) {
        sections.push(section(words, "other", blocks));
    }
    for (at, section) in sections.iter_mut().enumerate() {
        section.mark = mark(plan, at);
    }
    let day = day_of(case);
    Letter {
        lang: lang.code(),
        rtl: lang.is_rtl(),
        title: title(words, plan, case),
        banners: banners(words, case, lang, withheld),
        from: office(&speaker, &case.from, case.form.get("requesting")),
        to_word: words.paper("to"),
        to: office(&speaker, &case.to, case.form.get("addressee")),
        facts: facts(&speaker, case, day),
        lead: String::new(),
        sections,
        signatures: signatures(words, case),
        apostille: Some(words.paper("apostille")),
        mark: page_mark(words, case),
        day: (day.year(), day.month(), day.day()),
    }
}

pub(crate) fn section(words: Words, head: &str, blocks: Vec<Block>) -> Section {
    let blocks = if blocks.is_empty() {
        vec![Block::Empty {
            word: words.paper("none"),
        }]
    } else {
        blocks
    };
    Section {
        mark: String::new(),
        head: words.head(head),
        blocks,
    }
}

fn mark(plan: &Plan, at: usize) -> String {
    match (plan.marks, u8::try_from(at)) {
        (Marks::Letters, Ok(at @ 0..=25)) => char::from(b'A' + at).to_string(),
        _ => (at + 1).to_string(),
    }
}

fn leftover(drawer: &Drawer<'_>, left: &mut Value) -> Option<Vec<Block>> {
    let Value::Object(map) = left else {
        return None;
    };
    for field in FRAME {
        map.remove(field);
    }
    let blocks: Vec<Block> = map
        .iter()
        .flat_map(|(key, value)| drawer.draw(&format!("/{key}"), value, false))
        .collect();
    (!blocks.is_empty()).then(|| merged(blocks))
}

/// Answers come before groups, so that none seems to belong to the group above it; rows that follow
/// each other become one block.
fn merged(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.sort_by_key(|block| !matches!(block, Block::Rows { .. } | Block::Prose { .. }));
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(Block::Rows { rows }), Block::Rows { rows: more }) => rows.extend(more),
            (_, block) => out.push(block),
        }
    }
    match out.as_mut_slice() {
        // A group alone needs no heading beneath the section's own.
        [Block::Group { blocks, .. }] => std::mem::take(blocks),
        _ => out,
    }
}

/// Takes a place out of the text, of a list perhaps only the entries that the place names.
fn take(form: &mut Value, place: &str) -> Option<Value> {
    let (pointer, filter) = match place.split_once('[') {
        Some((pointer, filter)) => (pointer, filter.strip_suffix(']')),
        None => (place, None),
    };
    let (parent, key) = pointer.rsplit_once('/')?;
    let Value::Object(map) = form.pointer_mut(parent)? else {
        return None;
    };
    let Some(filter) = filter else {
        return map.remove(key).filter(|value| !value.is_null());
    };
    let Value::Array(list) = map.get_mut(key)? else {
        return None;
    };
    let fits = |one: &Value| match filter.split_once("!=") {
        Some((field, value)) => one.get(field).and_then(Value::as_str) != Some(value),
        None => filter
            .split_once('=')
            .is_some_and(|(field, value)| one.get(field).and_then(Value::as_str) == Some(value)),
    };
    let (taken, kept): (Vec<Value>, Vec<Value>) = list.drain(..).partition(fits);
    *list = kept;
    (!taken.is_empty()).then_some(Value::Array(taken))
}
