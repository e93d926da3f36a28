//! Letters as others see them: whole, in order, in six languages, and deaf to what is written in them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use comity_core::kind::Kind;
use comity_letters::model::Block;
use comity_letters::plan::{plan, plans};
use comity_letters::{Fonts, Lang, Letter, LetterFault, docx, mail, pdf};
use serde_json::{Value, json};

mod hostile;
#[path = "../samples/mod.rs"]
mod samples;

pub(crate) fn own_fonts() -> Fonts {
    Fonts::with(Path::new("no-such-folder"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The sound requests of the repository, at least one of each kind.
pub(crate) fn requests() -> Vec<(String, Value)> {
    let folder = root().join("vectors/check/clean");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is part of the repository")
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, serde_json::from_str(&text).expect("JSON"))
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(all.len() >= 20);
    all
}

pub(crate) fn whole(form: &Value, lang: Lang) -> Letter {
    samples::letter(lang, "XA-2026-00131", form)
}

fn texts(letter: &Letter) -> Vec<String> {
    let mut all = Vec::new();
    letter.each_text(&mut |text| all.push(text.replace('\u{200b}', "")));
    all
}

fn heads(letter: &Letter) -> Vec<&str> {
    letter
        .sections
        .iter()
        .map(|section| section.head.as_str())
        .collect()
}

#[test]
fn every_kind_has_a_plan_that_fits_all_its_requests_and_names_its_source() {
    for kind in Kind::ALL {
        let general: Vec<_> = plans()
            .iter()
            .filter(|plan| plan.kind == kind.as_str() && plan.is_general())
            .collect();
        assert_eq!(general.len(), 1, "{}", kind.as_str());
        assert!(plan(*kind, &json!({})).is_general());
    }
    for plan in plans() {
        assert!(
            plan.source.len() > 10 && Kind::parse(&plan.kind).is_some(),
            "{}",
            plan.kind
        );
    }
}

/// The texts that authors wrote: long enough that no closed list holds them.
fn written(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains(' ') => out.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|one| written(one, out)),
        Value::Object(map) => map.values().for_each(|one| written(one, out)),
        _ => {}
    }
}

#[test]
fn nothing_that_was_written_is_missing_on_paper() {
    for (name, mut form) in requests() {
        // What is not for providers is left out of a provider's copy on purpose: look at the other one.
        form["addressee"]
            .as_object_mut()
            .expect("an addressee")
            .remove("provider");
        for field in ["signature", "validation"] {
            form.as_object_mut().expect("an object").remove(field);
        }
        let mut all = Vec::new();
        written(&form, &mut all);
        let letter = texts(&whole(&form, Lang::En)).join("\n");
        for text in all {
            assert!(letter.contains(text.trim()), "{name}: {text:?} is missing");
        }
    }
}

#[test]
fn a_field_that_no_plan_knows_is_shown_at_the_end() {
    let (_, mut form) = requests().remove(0);
    form["field_of_tomorrow"] = json!({"deep": [{"deeper": {"x": "unheard of"}}]});
    let letter = whole(&form, Lang::En);
    assert_eq!(
        letter.sections.last().expect("sections").head,
        "Other particulars"
    );
    assert!(
        texts(&letter)
            .iter()
            .any(|text| text.contains("unheard of"))
    );
}

#[test]
fn no_sound_request_needs_the_section_for_what_is_left_over() {
    for (name, form) in requests() {
        let letter = whole(&form, Lang::En);
        assert!(
            !heads(&letter).contains(&"Other particulars"),
            "{name}: {:?}",
            letter.sections.last()
        );
    }
}

#[test]
fn every_caption_of_a_sound_request_exists_in_six_languages() {
    fn captions(blocks: &[Block], out: &mut BTreeSet<String>) {
        for block in blocks {
            match block {
                Block::Rows { rows } => out.extend(rows.iter().map(|row| row.caption.clone())),
                Block::Prose { caption, .. } => {
                    out.insert(caption.clone());
                }
                Block::Table { caption, head, .. } => {
                    out.insert(caption.clone());
                    out.extend(head.iter().cloned());
                }
                Block::Group { title, blocks } => {
                    out.insert(title.clone());
                    captions(blocks, out);
                }
                Block::Empty { .. } => {}
            }
        }
    }
    for (name, form) in requests() {
        for lang in [Lang::Ar, Lang::Ru, Lang::Zh] {
            let letter = whole(&form, lang);
            let mut all = BTreeSet::new();
            for section in &letter.sections {
                all.insert(section.head.clone());
                captions(&section.blocks, &mut all);
            }
            for caption in all {
                let own = caption.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
                let international = ["SHA-256", ""].contains(&caption.as_str());
                assert!(own || international, "{name}, {}: {caption:?}", lang.code());
            }
        }
    }
}

#[test]
fn the_message_files_hold_the_same_messages_in_six_languages() {
    let read = |lang: Lang| {
        let path = root().join(format!("locales/letters/{}.ftl", lang.code()));
        let text = std::fs::read_to_string(path).expect("a message file");
        text.lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| {
                let (id, value) = line.split_once(" = ").expect("id = text");
                assert!(!value.trim().is_empty(), "{}: {id}", lang.code());
                id.to_owned()
            })
            .collect::<BTreeSet<_>>()
    };
    let english = read(Lang::En);
    assert!(english.len() > 300);
    for lang in Lang::ALL {
        assert_eq!(read(lang), english, "{}", lang.code());
    }
}

#[test]
fn the_preservation_letter_follows_the_order_of_the_official_template() {
    let (_, form) = requests()
        .into_iter()
        .find(|(name, _)| name == "preservation")
        .expect("one");
    let letter = whole(&form, Lang::En);
    assert_eq!(
        heads(&letter)[..9],
        [
            "Date and references",
            "Requested authority",
            "Requesting authority",
            "Contact for confirming authenticity",
            "Authority conducting the investigation",
            "Prosecution office or court",
            "Earlier requests",
            "Earlier preservation requests",
            "Domestic legal basis"
        ]
    );
    assert_eq!(letter.sections[0].mark, "1");
}

#[test]
fn a_certificate_counts_its_sections_by_letters_and_keeps_the_empty_ones() {
    let (_, form) = requests()
        .into_iter()
        .find(|(name, _)| name == "epoc")
        .expect("one");
    let letter = whole(&form, Lang::En);
    let marks: String = letter
        .sections
        .iter()
        .map(|section| section.mark.as_str())
        .collect();
    assert!(marks.starts_with("ABCDEFGHIJKL"), "{marks}");
    assert!(
        matches!(letter.sections[3].blocks[..], [Block::Empty { .. }]),
        "no earlier order is said to be none"
    );
}

#[test]
fn what_is_for_authorities_only_is_not_in_the_providers_copy() {
    let (_, mut form) = requests()
        .into_iter()
        .find(|(name, _)| name == "epoc")
        .expect("one");
    form["case_summary"] = json!("Only the enforcing authority may read this.");
    assert!(form["addressee"]["provider"].is_object());
    let copy = whole(&form, Lang::En);
    assert!(
        !texts(&copy)
            .iter()
            .any(|text| text.contains("may read this"))
    );
    assert!(
        copy.banners
            .iter()
            .any(|banner| banner.contains("Copy for the service provider"))
    );
    form["addressee"]
        .as_object_mut()
        .expect("an object")
        .remove("provider");
    assert!(
        texts(&whole(&form, Lang::En))
            .iter()
            .any(|text| text.contains("may read this"))
    );
}

#[test]
fn the_variants_of_mutual_assistance_have_their_own_letters() {
    let (_, mut form) = requests()
        .into_iter()
        .find(|(name, _)| name == "mla_stored")
        .expect("one");
    form["variant"] = json!("eio");
    let letter = whole(&form, Lang::En);
    assert_eq!(
        (letter.title.as_str(), letter.sections[0].mark.as_str()),
        ("European Investigation Order", "A")
    );
    form.as_object_mut().expect("an object").remove("variant");
    form["legal_basis"] = json!([{"instrument": "COE-185", "article": "31"}]);
    for item in form["items"].as_array_mut().expect("items") {
        item["category"] = json!("subscriber");
    }
    assert_eq!(
        whole(&form, Lang::En).title,
        "Request for stored subscriber information"
    );
}

#[test]
fn the_samples_are_current() {
    for (name, bytes) in samples::all().expect("samples can be made") {
        let path = root().join("docs/samples").join(&name);
        let kept = std::fs::read(path).expect("the samples lie in docs/samples");
        assert!(
            kept == bytes,
            "docs/samples/{name} is old: run `cargo run -p comity-letters --example samples`"
        );
    }
}

#[test]
fn the_fonts_are_those_of_the_note() {
    use sha2::{Digest, Sha256};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let note = std::fs::read_to_string(folder.join("VENDOR.md")).expect("the note");
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|e| e == "ttf") {
            let hash = hex::encode(Sha256::digest(std::fs::read(&path).expect("a font")));
            assert!(
                note.contains(&hash),
                "{} is not the file of VENDOR.md",
                path.display()
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
}

#[test]
fn chinese_without_a_chinese_font_is_a_clear_message_and_other_formats_still_work() {
    let (_, form) = requests()
        .into_iter()
        .find(|(name, _)| name == "preservation")
        .expect("one");
    let letter = whole(&form, Lang::Zh);
    let Err(fault @ LetterFault::NoFont { .. }) = pdf(&letter, &own_fonts()) else {
        panic!("no Chinese font is part of the program");
    };
    let said = fault.to_string();
    assert!(
        said.contains("NotoSansCJK") && said.contains("no-such-folder"),
        "{said}"
    );
    docx(&letter).expect("DOCX needs no font");
    assert!(mail(&letter).contains("请求机关"));
}

#[test]
fn a_folder_with_something_else_in_it_is_no_font_and_no_failure() {
    let folder = std::env::temp_dir().join(format!("comity-letters-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("broken.ttf"), b"no font").expect("a file");
    let (_, form) = requests().remove(0);
    assert!(pdf(&whole(&form, Lang::En), &Fonts::with(&folder)).is_ok());
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn every_code_that_a_letter_can_hold_has_a_word_in_six_languages() {
    use comity_core::kind::{Category, Urgency};
    for lang in Lang::ALL {
        let words = comity_letters::Words(lang);
        let said = |list: &str, code: &str| {
            assert_ne!(
                words.listed(list, code),
                code,
                "{}: {list} {code}",
                lang.code()
            );
        };
        Kind::ALL
            .iter()
            .for_each(|kind| said("kind", kind.as_str()));
        Category::ALL
            .iter()
            .for_each(|one| said("category", one.as_str()));
        Urgency::ALL
            .iter()
            .for_each(|one| said("urgency", one.as_str()));
        for id in ["pdf", "docx", "text", "network", "cover"] {
            said("letters-format", id);
        }
    }
}

#[test]
fn every_sound_request_becomes_pages_that_the_archive_and_the_ear_can_read() {
    let fonts = own_fonts();
    let languages = [Lang::En, Lang::Ar, Lang::Ru, Lang::Fr, Lang::Es];
    for ((name, form), lang) in requests().into_iter().zip(languages.into_iter().cycle()) {
        // The typesetter refuses what is not PDF/A-2a and PDF/UA-1.
        if let Err(why) = pdf(&whole(&form, lang), &fonts) {
            panic!("{name}, {}: {why}", lang.code());
        }
    }
}
