//! Whatever comes in, the checker answers, and soon.

use super::clean::clean;
use super::run;
use crate::form;
use proptest::prelude::*;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,24}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every pointer of a request.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, one)| pointers(one, &format!("{at}/{key}"), into)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(n, one)| pointers(one, &format!("{at}/{n}"), into)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_value_anywhere_in_a_request_is_answered(which in 0usize..64, place in 0usize..4096, value in any_json()) {
        let all = clean();
        let (_, mut form) = all[which % all.len()].clone();
        let mut places = Vec::new();
        pointers(&form, "", &mut places);
        let pointer = &places[place % places.len()];
        if let Some(slot) = form.pointer_mut(pointer) {
            *slot = value;
        }
        let report = run(&form);
        for defect in &report.defects {
            prop_assert!(defect.path.is_empty() || defect.path.starts_with('/'));
        }
        let _ = form::items(&form);
    }

    #[test]
    fn any_json_is_answered(value in any_json()) {
        let _ = run(&value);
    }
}

#[test]
fn hostile_text_costs_little_and_breaks_nothing() {
    let long = "a".repeat(1 << 20);
    let digits = "1".repeat(1 << 20);
    let quotes = "'".repeat(1 << 20);
    for text in [
        long.as_str(),
        &digits,
        &quotes,
        "\u{202e}\u{0}\u{feff}",
        "\u{1F600}\u{301}",
        "[ipv4-addr:value = '",
    ] {
        for (_, form) in clean() {
            let mut places = Vec::new();
            pointers(&form, "", &mut places);
            for pointer in places
                .iter()
                .filter(|p| form.pointer(p).is_some_and(Value::is_string))
                .step_by(7)
            {
                let mut broken = form.clone();
                if let Some(slot) = broken.pointer_mut(pointer) {
                    *slot = json!(text);
                }
                let _ = run(&broken);
            }
        }
    }
}

#[test]
fn many_parts_take_time_in_proportion() {
    let (_, mut form) = clean()
        .into_iter()
        .find(|(name, _)| name == "subscriber_direct")
        .expect("a sample");
    let (selector, item) = (form["selectors"][0].clone(), form["items"][0].clone());
    let many = |one: &Value, prefix: &str, n: usize| -> Value {
        (0..n)
            .map(|i| {
                let mut copy = one.clone();
                copy["id"] = json!(format!("{prefix}{i}"));
                if prefix == "i" {
                    copy["selectors"] = json!([format!("s{i}")]);
                }
                copy
            })
            .collect()
    };
    form["selectors"] = many(&selector, "s", 20_000);
    form["items"] = many(&item, "i", 20_000);
    #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
    let start = std::time::Instant::now();
    let report = run(&form);
    assert_eq!(report.defects, []);
    // Two seconds is a hundred times what it takes; quadratic work would take minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
