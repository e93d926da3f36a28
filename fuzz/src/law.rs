//! What the law's fuzz targets do with the bytes they get: a pack from hostile hands, one of its files, a
//! question, the text of a request. Each must end in an answer or a refusal that names its place.
//!
//! The same functions run over the pack that ships, cut and damaged, in `crates/wire/tests/law_corpus.rs`.

use comity_core::check::{World, check};
use comity_core::law::{LANGUAGES, LOCAL, Pack, decide_json};
use comity_core::time::Instant;
use comity_wire::consent::SignedConsent;
use comity_wire::law_pack::SignedLawPack;
use serde_json::Value;

/// A target: a name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of the law.
pub const TARGETS: &[Target] = &[
    ("law_pack", law_pack),
    ("law_rows", law_rows),
    ("law_question", law_question),
    ("law_request", law_request),
];

/// Files of a pack in which a damaged row can stand; the first byte of the input chooses one.
pub const FILES: [&str; 9] = [
    "parties.csv",
    "instruments.json",
    "measures.json",
    "offences.json",
    "territories.csv",
    "states.json",
    "providers.json",
    "pack.json",
    LOCAL,
];

/// A signed pack file, and a signed consent, before anybody's key is asked.
pub fn law_pack(bytes: &[u8]) {
    if let Ok((pack, _)) = SignedLawPack::peek(bytes) {
        let _ = Pack::from_files(pack.files);
    }
    if let Ok((record, _)) = SignedConsent::peek(bytes) {
        let _ = record.sound();
    }
}

/// One file of the pack replaced by the input: refused with file, row and rule, or it answers.
pub fn law_rows(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let mut files = Pack::exercise_files();
    let name = FILES[usize::from(*first) % FILES.len()];
    files.insert(name.to_owned(), rest.to_vec());
    match Pack::from_files(files) {
        Err(refused) => {
            assert!(!refused.faults.is_empty());
            for fault in refused.faults {
                assert!(!fault.rule.is_empty() && !fault.to_string().is_empty());
            }
        }
        Ok(pack) => {
            for measure in ["preservation", "subscriber_direct", "mla_stored"] {
                let question = format!(
                    r#"{{"requesting":"XA","requested":"XB","addressee":"central_authority","measure":"{measure}","data_category":"content","date":"2026-11-24"}}"#
                );
                if let Ok(decision) = decide_json(&pack, &question, "en") {
                    assert_eq!(decision.pack, pack.hash());
                }
            }
        }
    }
}

/// A question in JSON, in every language.
pub fn law_question(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for language in LANGUAGES {
        match decide_json(Pack::exercise(), text, language) {
            Ok(decision) => assert!(!decision.explanation.is_empty()),
            // What was sent is never echoed whole.
            Err(refused) => assert!(refused.to_string().len() < 2_000),
        }
    }
}

/// The text of a request before the completeness check.
pub fn law_request(bytes: &[u8]) {
    if let Ok(form) = serde_json::from_slice::<Value>(bytes) {
        let report = check(&form, &World::default(), Instant(1_795_500_000_000));
        for defect in report.defects {
            assert!(defect.path.is_empty() || defect.path.starts_with('/'));
        }
        let _ = comity_core::form::items(&form);
    }
}
