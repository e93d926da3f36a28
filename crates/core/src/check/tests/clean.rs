//! A sound request must pass: the worst a checker can do is to cry wolf.

use super::{blocks, found, run};
use crate::check::{Code, Severity, Verdict};
use serde_json::Value;

/// The samples with their world.
const PUBLIC: &str = include_str!("../../../../../vectors/check/public_samples.json");

fn public() -> Value {
    serde_json::from_str(PUBLIC).expect("the public samples are JSON")
}

/// The world as a file holds it.
pub(in crate::check) fn world() -> Value {
    public()
}

/// The clean requests of the repository, by file name.
pub(in crate::check) fn clean() -> Vec<(String, Value)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/check/clean");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of clean requests is part of the repository")
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            #[expect(
                clippy::disallowed_methods,
                reason = "a test may read the frozen examples"
            )]
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let name = path
                .file_stem()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            (
                name,
                serde_json::from_str(&text).expect("a request is JSON"),
            )
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

#[test]
fn no_clean_request_is_sent_back_or_warned_about() {
    let all = clean();
    assert!(all.len() >= 20);
    for (name, form) in all {
        assert_eq!(found(&form), [], "{name}");
        assert_eq!(run(&form).verdict(), Verdict::Accept, "{name}");
    }
}

#[test]
fn every_kind_has_a_clean_request() {
    let kinds: std::collections::BTreeSet<_> = clean()
        .iter()
        .filter_map(|(_, form)| crate::form::kind(form))
        .collect();
    assert_eq!(kinds.len(), crate::kind::Kind::ALL.len());
}

#[test]
fn the_public_samples_get_exactly_what_they_expect() {
    let file = public();
    for sample in file["samples"].as_array().expect("a list of samples") {
        let report = run(&sample["request"]);
        let expected = &sample["expected"];
        for defect in expected["defects"].as_array().expect("a list") {
            let met = report.defects.iter().any(|found| {
                defect["code"] == found.code.as_str() && defect["path"] == found.path.as_str()
            });
            assert!(
                met,
                "{}: {} is not found in {:?}",
                sample["id"], defect, report.defects
            );
        }
        let allowed = |code: Code| {
            expected["defects"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one["code"] == code.as_str()))
                || expected["tolerated"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| one == code.as_str()))
        };
        for found in &report.defects {
            assert!(
                allowed(found.code),
                "{}: {found:?} is a false alarm",
                sample["id"]
            );
        }
        let verdict = serde_json::to_value(report.verdict()).expect("a verdict is text");
        assert_eq!(verdict, expected["verdict"], "{}", sample["id"]);
    }
}

#[test]
fn preservation_never_asks_for_dual_criminality() {
    for (name, form) in clean() {
        if crate::form::kind(&form) == Some(crate::kind::Kind::Preservation) {
            let mut worst = form.clone();
            worst["offences"][0]["max_penalty_months"] = 1.into();
            worst["offences"][0]["category"] = "other".into();
            assert_eq!(blocks(&worst), [], "{name}");
        }
    }
}

#[test]
fn a_warning_alone_does_not_send_a_request_back() {
    let (_, mut form) = clean()
        .into_iter()
        .find(|(name, _)| name == "mla_realtime")
        .expect("a sample");
    form["less_intrusive_tried"] = Value::Null;
    let report = run(&form);
    assert_eq!(
        report.defects.first().map(|d| d.severity),
        Some(Severity::Warn)
    );
    assert_eq!(report.verdict(), Verdict::Accept);
}
