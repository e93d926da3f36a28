//! What is stored, what is refused, and that nothing else is touched.

use comity_core::kind::Kind;
use serde_json::json;

use super::super::form::steps;
use super::*;

fn all(kind: Kind) -> Vec<Question> {
    let steps = steps(kind).iter();
    steps.flat_map(|step| step.questions.clone()).collect()
}

fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn answers_become_the_text_with_ids_and_the_computed_category() {
    let mut form = json!({});
    let given = posted(&[
        ("/legal_basis", ""),
        ("/legal_basis", "COE-185|31"),
        ("/selectors/0/type", "email"),
        ("/selectors/0/value", "fern@northwind.example"),
        ("/items/0/elements", ""),
        ("/items/0/elements", "mailbox"),
        ("/items/0/elements", "name"),
        ("/use/specialty_ack", "yes"),
        ("/offences/0/max_penalty_months", "72"),
        ("/assistance", "the mailbox\r\n\r\nthe log-ins"),
    ]);
    assert_eq!(store(&mut form, &all(Kind::MlaStored), &given), []);
    assert_eq!(
        form,
        json!({
            "legal_basis": [{"instrument": "COE-185", "article": "31"}],
            "selectors": [{"id": "s1", "type": "email", "value": "fern@northwind.example"}],
            "items": [{"elements": ["mailbox", "name"], "id": "i1", "selectors": ["s1"], "category": "content"}],
            "use": {"specialty_ack": true},
            "offences": [{"max_penalty_months": 72}],
            "assistance": ["the mailbox", "the log-ins"],
        })
    );
}

#[test]
fn several_selectors_and_items_keep_who_belongs_to_whom_when_one_is_taken_out() {
    let mut form = json!({});
    let questions = all(Kind::Preservation);
    let given = posted(&[
        ("/selectors/0/id", "s1"),
        ("/selectors/0/type", "email"),
        ("/selectors/0/value", "a@northwind.example"),
        ("/selectors/1/id", "s2"),
        ("/selectors/1/type", "ipv4"),
        ("/selectors/1/value", "198.51.100.7"),
        ("/selectors/1/observed/0/at", "2026-10-11T21:07:55+02:00"),
        ("/selectors/1/observed/0/src_port", "50222"),
        ("/items/0/selectors", "s1"),
        ("/items/0/elements", "mailbox"),
        ("/items/1/selectors", "s2"),
        ("/items/1/elements", "ip_assignment"),
    ]);
    assert_eq!(store(&mut form, &questions, &given), []);
    assert_eq!(form["items"][1]["category"], "subscriber");
    assert_eq!(form["selectors"][1]["observed"][0]["src_port"], 50222);
    remove(&mut form, &questions, "/selectors/0");
    assert_eq!(form["selectors"][0]["id"], "s2");
    assert_eq!(
        form["items"][0]["selectors"],
        json!(["s2"]),
        "the only one left"
    );
    // The other page adds the link to the offence without knowing the rest.
    let facts = posted(&[("/items/1/nexus", "The line was used for the intrusion.")]);
    let step = steps(Kind::Preservation)
        .iter()
        .find(|s| s.code == "facts")
        .expect("a step");
    assert_eq!(store(&mut form, &step.questions, &facts), []);
    assert_eq!(
        form["items"][1]["nexus"],
        "The line was used for the intrusion."
    );
    assert_eq!(form["items"][1]["elements"], json!(["ip_assignment"]));
}

#[test]
fn an_emptied_answer_is_taken_out_and_a_question_of_another_page_is_kept() {
    let mut form = json!({"facts": "old", "necessity": "kept", "persons": [{"name": "N"}]});
    let given = posted(&[("/facts", "  "), ("/persons/0/name", "")]);
    assert_eq!(store(&mut form, &all(Kind::MlaStored), &given), []);
    assert_eq!(form, json!({"necessity": "kept"}));
}

#[test]
fn a_crafted_name_reaches_nothing() {
    let mut form = json!({});
    let given = posted(&[
        ("/exercise", "false"),
        ("/requesting/state", "XB"),
        ("/items/0/category", "subscriber"),
        ("/signature/signer", "me"),
        ("", "y"),
    ]);
    assert_eq!(store(&mut form, &all(Kind::MlaStored), &given), []);
    assert_eq!(form, json!({}));
}

#[test]
fn a_hostile_answer_is_refused_with_its_place_and_the_old_one_stays() {
    let questions = all(Kind::Preservation);
    let huge = "a".repeat(1 << 20);
    let cases = [
        ("/facts", huge.as_str(), AnswerFault::TooLong),
        ("/facts", "a\0b", AnswerFault::Hidden),
        ("/facts", "invoice\u{202e}fdp", AnswerFault::Hidden),
        (
            "/selectors/0/value",
            "a\u{200f}b@northwind.example",
            AnswerFault::Hidden,
        ),
        ("/urgency/class", "u9", AnswerFault::Choice),
        ("/confidentiality/required", "maybe", AnswerFault::Choice),
        ("/selectors/0/type", "soul", AnswerFault::Choice),
        ("/items/0/elements", "password", AnswerFault::Choice),
        ("/legal_basis", "COE-185", AnswerFault::Choice),
    ];
    for (pointer, text, fault) in cases {
        let mut form = json!({"facts": "old"});
        let refused = store(&mut form, &questions, &posted(&[(pointer, text)]));
        assert_eq!(refused.len(), 1, "{pointer}");
        assert_eq!(
            (refused[0].pointer.as_str(), refused[0].fault),
            (pointer, fault)
        );
        assert!(refused[0].text.len() <= 500);
        assert_eq!(form, json!({"facts": "old"}), "{pointer}");
    }
}

#[test]
fn a_thousand_rows_are_refused_and_memory_stays_small() {
    let many: Vec<(String, String)> = (0..1_000)
        .map(|n| (format!("/previous/{n}/reference"), "x".to_owned()))
        .chain([(
            "/previous/18446744073709551615/reference".to_owned(),
            "x".to_owned(),
        )])
        .collect();
    let mut form = json!({});
    let refused = store(&mut form, &all(Kind::Preservation), &many);
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].fault, AnswerFault::TooMany);
    assert_eq!(form["previous"].as_array().map(Vec::len), Some(MOST_ROWS));
}

#[test]
fn arabic_prose_may_hold_the_marks_it_needs() {
    let mut form = json!({});
    let text = "رسالة \u{200f}من fern@northwind.example";
    let given = posted(&[("/facts", text)]);
    assert_eq!(store(&mut form, &all(Kind::Preservation), &given), []);
    assert_eq!(form["facts"], text);
}
