//! The three sample letters: their texts, and how they become files.
#![allow(dead_code, reason = "each of those who share it uses a part")]

use std::path::Path;

use comity_core::code::LetterCode;
use comity_core::form;
use comity_core::id::RequestId;
use comity_core::law::Pack;
use comity_letters::{Case, Fonts, Lang, Letter, NodeNames, compose, copy_for, pdf};
use serde_json::Value;

/// Language, number, text.
const TEXTS: [(Lang, &str, &str); 3] = [
    (Lang::En, "XA-2026-00131", include_str!("en.json")),
    (Lang::Ar, "XD-2026-00042", include_str!("ar.json")),
    (Lang::Ru, "XC-2026-00019", include_str!("ru.json")),
];

/// A file's name and bytes.
pub(crate) type Made = (String, Vec<u8>);

/// The file names and bytes of all samples.
pub(crate) fn all() -> Result<Vec<Made>, Box<dyn std::error::Error>> {
    // No folder of fonts: the samples must come out the same on every machine.
    let fonts = Fonts::with(Path::new("no-such-folder"));
    let mut out = Vec::new();
    for (lang, number, text) in TEXTS {
        let form: Value = serde_json::from_str(text)?;
        out.push((
            format!("letter-{}.pdf", lang.code()),
            pdf(&letter(lang, number, &form), &fonts)?,
        ));
    }
    Ok(out)
}

/// The letter of a text in the exercise world.
pub(crate) fn letter(lang: Lang, number: &str, form: &Value) -> Letter {
    let nothing = |_: &str| None;
    let names = NodeNames {
        pack: Pack::exercise(),
        lang,
        states: &nothing,
        offices: &nothing,
    };
    let kind = form::kind(form).expect("a sample names its kind");
    let case = Case {
        kind,
        form,
        number,
        their_number: None,
        reference: form["reference"].as_str().unwrap_or_default(),
        code: code(form),
        draft: false,
        exercise: form["exercise"] == true,
        from: Default::default(),
        to: Default::default(),
        today: jiff::civil::date(2026, 11, 24),
        title: None,
        names: &names,
    };
    compose(&case, lang, copy_for(form))
}

fn code(form: &Value) -> LetterCode {
    let digits: String = form["request_id"]
        .as_str()
        .unwrap_or_default()
        .replace('-', "");
    LetterCode::of(digits.parse::<RequestId>().expect("a sample has an id"))
}
