//! What others write is only ever text: it acts on no page, hides nothing and breaks nothing.

use comity_letters::{Lang, LetterFault, docx, mail, network, pdf};
use serde_json::json;

use crate::{own_fonts, requests, whole};

/// Texts that have broken other people's pages.
fn hostile() -> Vec<String> {
    vec![
        "#panic(\"markup\") #read(\"/etc/passwd\") #import \"x.typ\": *".into(),
        "= Heading\n- list *bold* _it_ $x^2$ `raw` @ref <label> \\ // comment /* open".into(),
        "]]] ))) }}} \" \\\" \u{2028} </w:t><w:specVanish /> & <![CDATA[ &amp; &#0;".into(),
        "pay \u{202e}0001\u{202c} to \u{2066}x\u{2069} a\0b\u{1b}[31m\u{feff}\u{fffe}".into(),
        "e\u{301}\u{301}\u{301}".repeat(200),
        "\u{200b}\u{200d}\u{ad}".repeat(50),
        "x".repeat(3_000),
        "🧿 \u{e000} \u{10ffff} ẞ ﷽".into(),
    ]
}

#[test]
fn hostile_texts_stand_on_paper_as_they_are_and_act_on_nothing() {
    let fonts = own_fonts();
    for text in hostile() {
        let (_, mut form) = requests()
            .into_iter()
            .find(|(name, _)| name == "preservation")
            .expect("one");
        form["facts"] = json!(text);
        form["reference"] = json!(text);
        form["requesting"]["authority"]["name"] = json!(text);
        form["offences"][0]["title"] = json!(text);
        form["selectors"][0]["value"] = json!(text);
        form["urgency"]["needed_by"] = json!(format!("2026-11-2{text}"));
        form["legal_basis"][0]["article"] = json!(text);
        form[text.as_str()] = json!({text.clone(): [text.clone()]});
        let letter = whole(&form, Lang::Ar);
        let bytes = pdf(&letter, &fonts).unwrap_or_else(|why| panic!("{text:.40?}: {why}"));
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let word = docx(&letter).expect("DOCX takes any text");
        assert!(word.starts_with(b"PK"));
        for plain in [mail(&letter), network(&letter)] {
            let steering = |c: char| {
                c != '\n' && c.is_control()
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!plain.contains(steering), "{text:.40?}");
        }
    }
}

#[test]
fn values_of_the_wrong_type_are_shown_and_not_feared() {
    let fonts = own_fonts();
    for value in [
        json!(null),
        json!(7),
        json!(true),
        json!([[["x"]]]),
        json!({"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}),
        json!(["", null, {}]),
    ] {
        let mut form =
            json!({"kind": "mla_stored", "request_id": "0193a012-7b3e-7aa1-8c21-000000000009"});
        for field in [
            "requesting",
            "addressee",
            "legal_basis",
            "offences",
            "selectors",
            "items",
            "facts",
            "previous",
            "urgency",
            "handling",
            "translations",
            "attachments",
            "signature",
            "validation",
            "language",
            "persons",
        ] {
            form[field] = value.clone();
        }
        let letter = whole(&form, Lang::Fr);
        pdf(&letter, &fonts).unwrap_or_else(|why| panic!("{value}: {why}"));
        docx(&letter).expect("a document");
        assert!(!mail(&letter).is_empty());
    }
}

#[test]
fn a_text_as_long_as_a_book_is_refused_with_its_length() {
    let (_, mut form) = requests().remove(0);
    form["facts"] = json!("x".repeat(1 << 20));
    let letter = whole(&form, Lang::En);
    let refused = |fault: Result<Vec<u8>, LetterFault>| matches!(fault, Err(LetterFault::TooLong { length, .. }) if length >= 1 << 20);
    assert!(refused(pdf(&letter, &own_fonts())) && refused(docx(&letter)));
    assert!(mail(&letter).lines().all(|line| line.chars().count() <= 90));
}
