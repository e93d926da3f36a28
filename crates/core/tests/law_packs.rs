//! Packs and questions from hostile hands: a refusal with its place, never a panic.

use std::collections::BTreeMap;

use comity_core::law::{LANGUAGES, Pack, Query, decide, decide_json, effect};
use proptest::prelude::*;
use serde_json::Value;

fn broken(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> Vec<String> {
    let mut files = Pack::builtin_files();
    change(&mut files);
    match Pack::from_files(files) {
        Ok(_) => Vec::new(),
        Err(refused) => refused
            .faults
            .iter()
            .map(|it| format!("{} {}", it.rule, it.row))
            .collect(),
    }
}

fn edit(files: &mut BTreeMap<String, Vec<u8>>, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[file].clone()).expect("text");
    assert!(text.contains(from), "{file} holds {from}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
}

#[test]
fn the_packs_that_ship_break_no_rule() {
    assert_eq!(broken(|_| {}), Vec::<String>::new());
    assert!(Pack::from_files(Pack::exercise_files()).is_ok());
    assert!(Pack::exercise().is_exercise() && !Pack::builtin().is_exercise());
}

#[test]
fn each_broken_rule_is_named_with_its_row() {
    let one = "DE,COE-185,party,2009-07-01";
    let rows: [(&str, &str, &str, &str, &str); 14] = [
        (
            "parties.csv",
            one,
            "ZZ,COE-185,party,2009-07-01",
            "state_known",
            "ZZ COE-185",
        ),
        (
            "parties.csv",
            one,
            "XA,COE-185,party,2009-07-01",
            "state_known",
            "XA COE-185",
        ),
        (
            "parties.csv",
            one,
            "DE,COE-999,party,2009-07-01",
            "instrument_known",
            "DE COE-999",
        ),
        (
            "parties.csv",
            one,
            "DE,COE-185,member,2009-07-01",
            "status_known",
            "DE COE-185",
        ),
        (
            "parties.csv",
            one,
            "DE,COE-185,party,2009-02-30",
            "date_valid",
            "DE COE-185",
        ),
        (
            "parties.csv",
            one,
            "DE,COE-185,party,1999-07-01",
            "not_before_the_instrument",
            "DE COE-185",
        ),
        (
            "parties.csv",
            one,
            "DE,COE-185,party,2126-07-01",
            "date_not_far_in_the_future",
            "DE COE-185",
        ),
        (
            "parties.csv",
            one,
            "FR,COE-185,party,2009-07-01",
            "one_row_at_a_time",
            "FR COE-185",
        ),
        (
            "parties.csv",
            "AD,COE-224,signatory,",
            "AD,COE-224,party,",
            "no_party_before_entry_into_force",
            "AD COE-224",
        ),
        (
            "parties.csv",
            "only:NL-Europe;+CW@2024-10-01",
            "only:NL-Europe;CW",
            "territory_well_formed",
            "NL COE-185",
        ),
        (
            "instruments.json",
            "\"value\": 60",
            "\"value\": null",
            "value_and_unit_both_or_neither",
            "COE-185 preservation",
        ),
        (
            "instruments.json",
            "\"bound\": \"min\"",
            "\"bound\": \"minimum\"",
            "bound_known",
            "COE-185 preservation",
        ),
        (
            "instruments.json",
            "\"effect\": \"obligation\"",
            "\"effect\": \"duty\"",
            "effect_known",
            "COE-185 preservation",
        ),
        (
            "instruments.json",
            "\"id\": \"COE-189\"",
            "\"id\": \"COE-185\"",
            "id_unique",
            "COE-185",
        ),
    ];
    for (file, from, to, rule, row) in rows {
        let faults = broken(|files| edit(files, file, from, to));
        let named = faults
            .iter()
            .any(|it| it.starts_with(rule) && it.contains(row));
        assert!(named, "{to}: {rule} at {row} in {faults:?}");
    }
}

#[test]
fn a_lost_row_is_noticed_by_the_count_of_the_register() {
    let faults = broken(|files| {
        let text = String::from_utf8(files["parties.csv"].clone()).expect("text");
        let kept: Vec<&str> = text
            .lines()
            .filter(|it| !it.starts_with("AL,COE-185"))
            .collect();
        files.insert("parties.csv".into(), kept.join("\n").into_bytes());
    });
    assert_eq!(faults, ["count_reproduced COE-185"]);
}

#[test]
fn a_missing_sentence_and_a_lost_placeholder_are_noticed() {
    let faults = broken(|files| {
        edit(
            files,
            "sentences/ar.json",
            "\"decision.block\"",
            "\"decision.blok\"",
        );
        edit(
            files,
            "sentences/fr.json",
            "{instrument}, art. {article}",
            "{instrument}",
        );
    });
    for wanted in [
        "every_code_has_a_sentence decision.block",
        "same_placeholders basis.",
    ] {
        assert!(
            faults.iter().any(|it| it.starts_with(wanted)),
            "{wanted} in {faults:?}"
        );
    }
}

#[test]
fn an_overlay_changes_a_row_and_the_hash() {
    let mut files = Pack::builtin_files();
    files.insert(
        "overlay.json".into(),
        br#"{"schema":"overlay/1","by":"DE central authority","parties":[{"iso2":"KE",
        "instrument_id":"COE-185","status":"party","date_of_entry_into_force":"2026-10-01",
        "source":"own register","source_date":"2026-09-01","confidence":"high","date_to":"",
        "territory":"","reservations":"all read [S: own register]"}]}"#
            .to_vec(),
    );
    let pack = Pack::from_files(files).expect("a lawful overlay");
    assert_ne!(pack.hash(), Pack::builtin().hash());
    let text = r#"{"requesting":"DE","requested":"KE","addressee":"contact_24_7",
        "measure":"preservation","data_category":"traffic","offence":"illegal_access",
        "date":"2026-11-02"}"#;
    let got = decide_json(&pack, text, "en").expect("a question");
    assert_eq!(got.bases[0].instrument, "COE-185");
    assert_eq!(got.decision.as_str(), "proceed");
}

#[test]
fn a_pack_of_rubbish_is_refused() {
    for name in Pack::builtin_files().keys() {
        for rubbish in [
            &b""[..],
            b"\0\0",
            b"[]",
            b"{}",
            b"\xff\xfe{",
            b"{\"schema\":1}",
            b"null",
        ] {
            let faults = broken(|files| {
                files.insert(name.clone(), rubbish.to_vec());
            });
            assert!(!faults.is_empty(), "{name} {rubbish:?}");
        }
        let missing = broken(|files| {
            files.remove(name);
        });
        assert!(
            missing.iter().any(|it| it.starts_with("file_present")),
            "{name}"
        );
    }
}

#[test]
fn an_unreadable_question_names_its_field() {
    let rows = [
        ("", "law.not_json", ""),
        ("[]", "law.wrong_type", ""),
        ("{}", "law.field_missing", "/requesting"),
        (r#"{"requesting":5}"#, "law.wrong_type", "/requesting"),
        (
            r#"{"requesting":"jp","addressee":"police","measure":"jit","date":"2026-01-01"}"#,
            "law.unknown_name",
            "/requesting",
        ),
        (
            r#"{"requesting":"JP","addressee":"king","measure":"jit","date":"2026-01-01"}"#,
            "law.unknown_name",
            "/addressee",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"dance","date":"2026-01-01"}"#,
            "law.unknown_name",
            "/measure",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"jit","date":"2026-02-30"}"#,
            "law.date_invalid",
            "/date",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"jit","date":"2026-01-01","max_penalty_months":-1}"#,
            "law.wrong_type",
            "/max_penalty_months",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"jit","date":"2026-01-01","max_penalty_months":99999999}"#,
            "law.out_of_range",
            "/max_penalty_months",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"jit","date":"2026-01-01","facts":[]}"#,
            "law.wrong_type",
            "/facts",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"jit","date":"2026-01-01","facts":{"assume_in_force":{"X":{}}}}"#,
            "law.unknown_name",
            "/facts/assume_in_force/X",
        ),
        (
            r#"{"requesting":"JP","addressee":"police","measure":"mla_realtime","date":"2026-01-01"}"#,
            "law.unknown_name",
            "/data_category",
        ),
    ];
    for (text, code, field) in rows {
        let refused = decide_json(Pack::builtin(), text, "en").expect_err(text);
        assert_eq!(
            (refused.code.as_str(), refused.field.as_str()),
            (code, field),
            "{text}"
        );
    }
    assert!(effect(Pack::builtin(), "KE", "COE-185", "tomorrow").is_err());
}

#[test]
fn a_fact_that_is_not_understood_is_said() {
    let text = r#"{"requesting":"JP","requested":"US","addressee":"police","measure":"jit",
        "date":"2026-01-01","facts":{"organised_group":true,"data_location":"the cloud"}}"#;
    let got = decide_json(Pack::builtin(), text, "en").expect("a question");
    assert_eq!(
        got.facts_not_read,
        ["organised_group", "data_location: the cloud"]
    );
}

#[test]
fn the_answer_speaks_six_languages_and_no_code_is_left() {
    let text = r#"{"requesting":"KE","requested":"BR","addressee":"central_authority",
        "measure":"mla_stored","data_category":"content","offence":"computer_fraud",
        "max_penalty_months":84,"date":"2026-11-02"}"#;
    let (query, _) = Query::from_json(Pack::builtin(), text).expect("a question");
    let mut all = Vec::new();
    for language in LANGUAGES {
        let got = decide(Pack::builtin(), &query, language);
        let sentences = got
            .explanation
            .iter()
            .chain(got.notes.iter().map(|it| &it.sentence));
        for sentence in sentences {
            assert!(
                !sentence.contains('{') && !sentence.contains("condition."),
                "{sentence}"
            );
        }
        all.push(got.explanation);
    }
    all.dedup();
    assert_eq!(all.len(), 6);
}

#[test]
fn joining_shows_whom_it_concerns() {
    let got = effect(Pack::builtin(), "KE", "budapest", "2027-01-01").expect("names are known");
    assert!(got.in_force && !got.already_party);
    assert!(
        got.changes
            .iter()
            .any(|it| it.requested == "DE" && it.measure == "preservation")
    );
    assert!(
        got.changes
            .iter()
            .all(|it| it.requesting == "KE" || it.requested == "KE")
    );
    let none = effect(Pack::builtin(), "DE", "COE-185", "2027-01-01").expect("names are known");
    assert!(none.already_party && none.changes.is_empty());
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::String),
        prop::sample::select(vec![
            "JP",
            "US",
            "CW",
            "XA",
            "jit",
            "preservation",
            "police",
            "2026-01-01"
        ])
        .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "requesting",
        "requested",
        "addressee",
        "measure",
        "data_category",
        "offence",
        "date",
        "max_penalty_months",
        "facts",
        "consent",
        "assume_in_force",
        "COE-185",
        "parties",
        "mode",
    ]);
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..10)
                .prop_map(|list| list.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_question_makes_it_panic(value in json()) {
        let _ = Query::from_value(Pack::builtin(), &value).map(|(query, _)| decide(Pack::builtin(), &query, "ar"));
    }
}
