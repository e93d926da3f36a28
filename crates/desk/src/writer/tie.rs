//! What belongs together by ids and flags, which no person should have to type.

use std::collections::BTreeSet;

use comity_core::element;
use comity_core::form;
use serde_json::Value;

use super::answers::is_answered;
use super::store::put;

/// Gives selectors and items their ids, drops references to what is gone, computes each category, and
/// says what an answer implies.
pub(super) fn tie(form: &mut Value) {
    name(form, "/selectors", 's');
    name(form, "/items", 'i');
    let known: Vec<String> = ids(form, "/selectors");
    let law = form::law(form);
    if let Some(Value::Array(items)) = form.pointer_mut("/items") {
        for item in items {
            refer(item, &known);
            categorise(item, law);
        }
    }
    if is_answered(form, "/intends_mla/planned_by") {
        put(form, "/intends_mla/value", Some(Value::Bool(true)));
    }
    if form.pointer("/privilege/privileged").is_some() {
        put(form, "/privilege/checked", Some(Value::Bool(true)));
    }
}

fn ids(form: &Value, list: &str) -> Vec<String> {
    let entries = form.pointer(list).and_then(Value::as_array);
    entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("id")?.as_str().map(str::to_owned))
        .collect()
}

/// The first free id of a list: `s3`.
pub(super) fn next_id(form: &Value, list: &str, letter: char) -> String {
    let taken: BTreeSet<String> = ids(form, list).into_iter().collect();
    free(&taken, letter)
}

fn free(taken: &BTreeSet<String>, letter: char) -> String {
    (1..=taken.len() + 1)
        .map(|n| format!("{letter}{n}"))
        .find(|id| !taken.contains(id))
        .unwrap_or_default()
}

fn name(form: &mut Value, list: &str, letter: char) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let Some(Value::Array(entries)) = form.pointer_mut(list) else {
        return;
    };
    let mut open = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        match entry.get("id").and_then(Value::as_str) {
            Some(id) if !id.is_empty() && taken.insert(id.to_owned()) => {}
            _ => open.push(n),
        }
    }
    for n in open {
        let id = free(&taken, letter);
        taken.insert(id.clone());
        if let Some(entry) = entries.get_mut(n).filter(|entry| entry.is_object()) {
            entry["id"] = Value::from(id);
        }
    }
}

/// An item about nothing is about the only thing there is.
fn refer(item: &mut Value, known: &[String]) {
    let Value::Object(parts) = item else { return };
    let mut about: Vec<Value> = match parts.get("selectors") {
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    about.retain(|id| {
        id.as_str()
            .is_some_and(|id| known.iter().any(|one| one == id))
    });
    if let (true, [only]) = (about.is_empty(), known) {
        about.push(Value::from(only.as_str()));
    }
    if about.is_empty() {
        parts.remove("selectors");
    } else {
        parts.insert("selectors".to_owned(), Value::Array(about));
    }
}

/// The category follows from what is asked and from the law that applies; no person is asked for it.
fn categorise(item: &mut Value, law: element::Law) {
    let codes: Vec<String> = item
        .get("elements")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|code| code.as_str().map(str::to_owned))
        .collect();
    let category = element::category(codes.iter().map(String::as_str), law, None);
    put(
        item,
        "/category",
        category.map(|category| Value::from(category.as_str())),
    );
}
