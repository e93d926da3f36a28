//! One change to a clean request, and exactly the defects that it makes: no more and no others.

use super::clean::clean;
use super::found;
use serde_json::{Value, json};

const MUTATIONS: &str = include_str!("../../../../../vectors/check/mutations.json");

/// Puts a value at a pointer, making the last step where it is not there yet.
fn set(form: &mut Value, pointer: &str, value: Value) {
    if let Some(slot) = form.pointer_mut(pointer) {
        *slot = value;
        return;
    }
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer has a last step");
    match form.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.insert(last.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        _ => panic!("{pointer} cannot be set"),
    }
}

fn drop_at(form: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer has a last step");
    let removed = match form.pointer_mut(parent) {
        Some(Value::Object(map)) => map.shift_remove(last).is_some(),
        _ => false,
    };
    assert!(removed, "{pointer} is not there to be dropped");
}

#[test]
fn each_change_makes_its_own_defect_and_no_other() {
    let forms: std::collections::BTreeMap<_, _> = clean().into_iter().collect();
    let list: Vec<Value> = serde_json::from_str(MUTATIONS).expect("the list of changes is JSON");
    assert!(list.len() >= 60);
    let mut wrong = Vec::new();
    for one in &list {
        let from = one["from"].as_str().expect("a change names its form");
        let mut form = forms
            .get(from)
            .cloned()
            .unwrap_or_else(|| panic!("no form {from}"));
        for (pointer, value) in one["set"].as_object().into_iter().flatten() {
            set(&mut form, pointer, value.clone());
        }
        for pointer in one["drop"].as_array().into_iter().flatten() {
            drop_at(&mut form, pointer.as_str().expect("a pointer is text"));
        }
        let mut expected: Vec<Value> = one["finds"].as_array().cloned().unwrap_or_default();
        let mut actual: Vec<Value> = found(&form)
            .into_iter()
            .map(|(code, severity, path)| json!([code, severity, path]))
            .collect();
        expected.sort_by_key(Value::to_string);
        actual.sort_by_key(Value::to_string);
        if expected != actual {
            wrong.push(format!(
                "{from}, {}:\n  expected {expected:?}\n  found    {actual:?}",
                one["why"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        list.len(),
        wrong.join("\n")
    );
}
