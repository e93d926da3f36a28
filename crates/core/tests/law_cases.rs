//! Cases of law: a question, and what the answer must hold. Each says which rule it shows.
//!
//! Compared as the outside compares: decision and dual criminality exactly; bases by instrument, role
//! and family of the article; reasons, limits, conditions and grounds by presence; an empty list of
//! limits means that no number may be shown.

use std::collections::BTreeSet;

use comity_core::law::{Decision, Pack, Query, decide};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let text = include_str!("data/law_cases.json");
    let file: Value = serde_json::from_str(text).expect("the case file is JSON");
    file["cases"].as_array().expect("a list of cases").clone()
}

fn run(case: &Value) -> Decision {
    let (query, unread) =
        Query::from_value(Pack::builtin(), &case["input"]).expect("a readable question");
    assert!(unread.is_empty(), "facts not read: {unread:?}");
    decide(Pack::builtin(), &query, "en")
}

/// The leading article: `18(3)` of `18(3)(c), (e)`, `5` of `5, 10`.
fn family(article: &str) -> &str {
    let end = article.find([',', ' ', '-']).unwrap_or(article.len());
    let first = &article[..end];
    first.find('(').map_or(first, |at| &first[..at])
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value[key]
        .as_array()
        .map(|all| all.iter().collect())
        .unwrap_or_default()
}

fn differences(case: &Value, got: &Decision) -> Vec<String> {
    let want = &case["expect"];
    let mut wrong = Vec::new();
    if got.decision.as_str() != text(want, "decision") {
        wrong.push(format!("decision {}", got.decision.as_str()));
    }
    for base in list(want, "bases") {
        let found = got.bases.iter().any(|it| {
            it.instrument == text(base, "instrument")
                && format!("{:?}", it.role).to_lowercase() == text(base, "role")
                && family(&it.article) == family(text(base, "article"))
        });
        if !found {
            wrong.push(format!("no basis {base}"));
        }
    }
    for it in list(want, "excluded") {
        let found = got.excluded.iter().any(|got| {
            got.instrument == text(it, "instrument") && got.reason == text(it, "reason")
        });
        if !found {
            wrong.push(format!("not excluded {it}"));
        }
        let articles_only = text(it, "reason").starts_with("art_");
        let also_basis = got
            .bases
            .iter()
            .any(|b| b.instrument == text(it, "instrument"));
        if also_basis && !articles_only {
            wrong.push(format!("excluded and a basis: {it}"));
        }
    }
    let limits = list(want, "time_limits");
    if limits.is_empty() && want.get("time_limits").is_some() {
        for it in got.time_limits.iter().filter(|it| it.value.is_some()) {
            wrong.push(format!("a number is shown: {it:?}"));
        }
    }
    for limit in limits {
        let found = got.time_limits.iter().any(|it| {
            it.value.map(u64::from) == limit["value"].as_u64()
                && it.unit.as_deref() == limit["unit"].as_str()
                && it.bound == text(limit, "bound")
                && it.instrument == text(limit, "instrument")
                && it.article == text(limit, "article")
        });
        if !found {
            wrong.push(format!("no limit {limit}"));
        }
    }
    if got.dual_criminality.as_str() != text(want, "dual_criminality") {
        wrong.push(format!(
            "dual criminality {}",
            got.dual_criminality.as_str()
        ));
    }
    for (key, have) in [
        ("conditions", &got.conditions),
        ("refusal_risks", &got.refusal_risks),
    ] {
        for code in list(want, key) {
            if !have.iter().any(|it| Some(it.as_str()) == code.as_str()) {
                wrong.push(format!("{key} lacks {code}, has {have:?}"));
            }
        }
    }
    for code in list(want, "absent") {
        let code = code.as_str().unwrap_or_default();
        let named = got
            .conditions
            .iter()
            .chain(&got.refusal_risks)
            .any(|it| it == code)
            || got.bases.iter().any(|it| it.instrument == code)
            || got.time_limits.iter().any(|it| it.article == code);
        if named {
            wrong.push(format!("{code} must not be there"));
        }
    }
    if let Some(route) = want["route_to"].as_str()
        && got.route_to.as_deref() != Some(route)
    {
        wrong.push(format!("route {:?}, not {route}", got.route_to));
    }
    wrong
}

#[test]
fn every_case_is_answered_as_the_texts_say() {
    let mut failed = Vec::new();
    for case in cases() {
        let got = run(&case);
        for wrong in differences(&case, &got) {
            failed.push(format!(
                "{} {}: {wrong}",
                text(&case, "id"),
                text(&case, "title")
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_case_has_an_id_of_its_own() {
    let all = cases();
    let ids: BTreeSet<&str> = all.iter().map(|case| text(case, "id")).collect();
    assert_eq!(ids.len(), all.len());
}
