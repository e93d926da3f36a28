//! What a page shows, posted back as it is, changes nothing: for a clean request of every kind.

use std::collections::BTreeSet;

use comity_core::form;
use serde_json::{Value, json};

use super::super::form::steps;
use super::super::store::store;
use super::*;

fn clean() -> Vec<Value> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/check/clean");
    let entries = std::fs::read_dir(folder).expect("the folder is part of the repository");
    entries
        .map(|entry| {
            let text = std::fs::read_to_string(entry.expect("readable").path()).expect("readable");
            serde_json::from_str(&text).expect("a request is JSON")
        })
        .collect()
}

/// What a browser would post of a field.
fn posted(field: &Field, out: &mut Vec<(String, String)>) {
    let mut put = |value: &str| out.push((field.name.clone(), value.to_owned()));
    match &field.control {
        Control::Select(choices) | Control::Radios(choices) | Control::YesNo(choices) => {
            choices
                .iter()
                .filter(|one| one.chosen)
                .for_each(|one| put(&one.value));
        }
        Control::Checks(choices) => {
            put("");
            choices
                .iter()
                .filter(|one| one.chosen)
                .for_each(|one| put(&one.value));
        }
        Control::Sets(sets) => {
            put("");
            let all = sets.iter().flat_map(|set| &set.choices);
            all.filter(|one| one.chosen).for_each(|one| put(&one.value));
        }
        Control::Group { parts, .. } => parts.iter().for_each(|part| posted(part, out)),
        Control::Rows { rows, .. } => {
            for row in rows {
                out.extend(row.id.clone());
                row.fields.iter().for_each(|part| posted(part, out));
            }
        }
        _ => put(&field.value),
    }
}

#[test]
fn a_page_posted_back_as_it_is_changes_nothing_whatever_the_kind() {
    let mut kinds = BTreeSet::new();
    for form in clean() {
        let kind = form::kind(&form).expect("a kind");
        let t = Words::of(Lang::En);
        let scene = Scene::default();
        let steps = steps(kind);
        for step in steps {
            let drawer = Drawer::new(t, String::new(), &form, steps, &[], &scene);
            let mut pairs = Vec::new();
            drawer
                .fields(step)
                .iter()
                .for_each(|field| posted(field, &mut pairs));
            let mut after = form.clone();
            let refused = store(&mut after, &step.questions, &pairs);
            assert_eq!(refused, [], "{kind:?} {}", step.code);
            assert_eq!(plain(&after), plain(&form), "{kind:?} {}", step.code);
        }
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), comity_core::kind::Kind::ALL.len());
}

/// A page that is sent as a whole has no button beside the one that sends it.
#[test]
fn a_returned_text_is_drawn_without_buttons_that_add_or_take_out() {
    fn has_button(field: &Field) -> bool {
        match &field.control {
            Control::Group { parts, .. } => parts.iter().any(has_button),
            Control::Rows { rows, add } => {
                let inside = |row: &crate::field::FieldRow| row.fields.iter().any(has_button);
                add.is_some() || rows.iter().any(|row| row.remove.is_some() || inside(row))
            }
            _ => false,
        }
    }
    let scene = Scene::default();
    let mut stripped = 0;
    for form in clean() {
        let steps = steps(form::kind(&form).expect("a kind"));
        let drawer = Drawer::new(
            Words::of(Lang::En),
            String::new(),
            &form,
            steps,
            &[],
            &scene,
        );
        for field in steps.iter().flat_map(|step| drawer.fields(step)) {
            stripped += usize::from(has_button(&field));
            assert!(!has_button(&field.whole()));
        }
    }
    assert!(stripped > 0, "the writer's own pages have them");
}

/// Empty answers, computed categories and the order of ticks do not count.
fn plain(form: &Value) -> Value {
    match form {
        Value::Object(parts) => parts
            .iter()
            .filter(|(name, value)| {
                !matches!(name.as_str(), "category" | "checked")
                    && *value != &json!([])
                    && !value.is_null()
            })
            .map(|(name, value)| (name.clone(), plain(value)))
            .filter(|(_, value)| *value != json!({}))
            .collect(),
        // Boxes are ticked in no order.
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let ticked: BTreeSet<&str> = list.iter().filter_map(Value::as_str).collect();
            ticked.into_iter().collect()
        }
        Value::Array(list) => list.iter().map(plain).collect(),
        other => other.clone(),
    }
}
