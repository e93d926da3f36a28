//! Every code that a flow or a peer gives has its text. The codes are read from the source of the
//! flows, so a new one without a text fails here and not before a person.

use std::collections::BTreeSet;
use std::path::Path;

use comity_flows::message::Body;
use comity_wire::refusal::RefusalCode;

use super::{Lang, Words};

/// Names that look like codes and are shown to nobody.
const OTHERS: [&str; 1] = ["log.frontier"];

/// `"area.code"` literals of a source text, its tests left out.
fn codes(source: &str, found: &mut BTreeSet<String>) {
    let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
    for text in shipped.split('"') {
        let part = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        };
        if text
            .split_once('.')
            .is_some_and(|(area, code)| part(area) && part(code))
        {
            found.insert(text.to_owned());
        }
    }
}

fn read(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the flows lie beside the desk") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            codes(&std::fs::read_to_string(&path).expect("text"), found);
        }
    }
}

/// The text in this very language: a look-up would fall back to English without a sign.
fn has(lang: Lang, list: &str, code: &str) -> bool {
    let id = format!("{list}-{}", super::vocabulary::slug(code));
    super::BOOKS[lang as usize].has(&id)
}

#[test]
fn every_code_of_the_flows_has_its_text_in_six_languages() {
    let mut found = BTreeSet::new();
    let flows = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flows/src");
    read(&flows, &mut found);
    assert!(found.len() > 70, "{found:?}");
    for known in ["directory.old", "message.dead", "order.serve"] {
        assert!(found.contains(known), "{known} is not seen");
    }
    for lang in Lang::ALL {
        let lacks: Vec<&String> = found
            .iter()
            .filter(|code| !OTHERS.contains(&code.as_str()))
            .filter(|code| {
                !["error", "event", "message"]
                    .iter()
                    .any(|list| has(lang, list, code))
            })
            .collect();
        assert!(lacks.is_empty(), "{lang:?} lacks {lacks:?}");
    }
}

#[test]
fn every_message_type_and_every_refusal_of_a_peer_has_its_words() {
    for lang in Lang::ALL {
        for kind in Body::KINDS {
            assert!(has(lang, "message", kind), "{lang:?}: {kind}");
        }
        for code in RefusalCode::ALL {
            assert!(has(lang, "refused", code.as_str()), "{lang:?}: {code}");
        }
    }
}

#[test]
fn a_code_reads_as_its_words_and_not_as_itself() {
    let t = Words::of(Lang::En);
    assert!(
        t.maybe("error", "directory.old")
            .is_some_and(|text| text.contains("too old"))
    );
    assert!(t.maybe("refused", "out-of-scope").is_some());
}
