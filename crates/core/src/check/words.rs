//! The sentence and the remedy of each defect, in the six languages of the United Nations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::codes::Code;

/// What a person reads about a defect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What is wrong.
    pub says: String,
    /// What repairs it.
    pub fix: String,
}

/// The languages, by their tags.
pub const LANGUAGES: &[&str] = &["ar", "en", "es", "fr", "ru", "zh"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    /// What stands before the sentence when a person must judge.
    question: String,
    defects: BTreeMap<Code, Words>,
}

/// The book of a language. English stands in for a language that we do not speak.
fn book(language: &str) -> &'static Book {
    static BOOKS: LazyLock<Vec<(&'static str, Book)>> =
        LazyLock::new(|| TEXTS.iter().map(|(tag, text)| (*tag, read(text))).collect());
    let primary = language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let find = |wanted: &str| {
        BOOKS
            .iter()
            .find(|(tag, _)| *tag == wanted)
            .map(|(_, book)| book)
    };
    find(&primary)
        .or_else(|| find("en"))
        .expect("English is among the books")
}

/// The words for a defect.
#[must_use]
pub fn words(code: Code, language: &str) -> &'static Words {
    book(language)
        .defects
        .get(&code)
        .expect("every language has every code, as a test shows")
}

/// Sentence and remedy in one line.
#[must_use]
pub fn message(code: Code, language: &str) -> String {
    let words = words(code, language);
    join(&words.says, &words.fix)
}

/// The sentence as a question to a person.
#[must_use]
pub fn question(code: Code, language: &str) -> String {
    join(&book(language).question, &words(code, language).says)
}

/// Chinese sentences end with a mark of full width and take no blank after it.
fn join(first: &str, second: &str) -> String {
    let gap = if first.ends_with(['。', '：']) {
        ""
    } else {
        " "
    };
    format!("{first}{gap}{second}")
}

fn read(text: &str) -> Book {
    serde_json::from_str(text).expect("the words are part of the program and a test reads them all")
}

const TEXTS: &[(&str, &str)] = &[
    ("ar", include_str!("../../../../locales/check/ar.json")),
    ("en", include_str!("../../../../locales/check/en.json")),
    ("es", include_str!("../../../../locales/check/es.json")),
    ("fr", include_str!("../../../../locales/check/fr.json")),
    ("ru", include_str!("../../../../locales/check/ru.json")),
    ("zh", include_str!("../../../../locales/check/zh.json")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_defect_has_a_sentence_and_a_remedy_in_every_language() {
        assert_eq!(
            TEXTS.iter().map(|(tag, _)| *tag).collect::<Vec<_>>(),
            LANGUAGES
        );
        for (tag, text) in TEXTS {
            let book = read(text);
            for code in Code::ALL {
                let words = book
                    .defects
                    .get(code)
                    .unwrap_or_else(|| panic!("{tag}: {}", code.as_str()));
                for part in [&words.says, &words.fix] {
                    assert!(
                        part.ends_with(['.', '。', '?']),
                        "{tag} {}: {part}",
                        code.as_str()
                    );
                    assert!(part.chars().count() >= 6, "{tag} {}: {part}", code.as_str());
                }
            }
        }
    }

    #[test]
    fn an_unknown_language_reads_english() {
        assert_eq!(
            words(Code::SelectorInvalid, "tlh"),
            words(Code::SelectorInvalid, "en")
        );
        assert_eq!(
            words(Code::SelectorInvalid, "fr-CA"),
            words(Code::SelectorInvalid, "fr")
        );
    }
}
