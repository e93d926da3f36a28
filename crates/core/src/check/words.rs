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

type Book = BTreeMap<Code, Words>;

/// The words for a defect. English stands in for a language that we do not speak.
#[must_use]
pub fn words(code: Code, language: &str) -> &'static Words {
    static BOOKS: LazyLock<Vec<(&'static str, Book)>> =
        LazyLock::new(|| TEXTS.iter().map(|(tag, text)| (*tag, read(text))).collect());
    let primary = language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let book = BOOKS
        .iter()
        .find(|(tag, _)| *tag == primary)
        .or_else(|| BOOKS.iter().find(|(tag, _)| *tag == "en"));
    book.and_then(|(_, book)| book.get(&code))
        .expect("every language has every code, as a test shows")
}

/// Sentence and remedy in one line.
#[must_use]
pub fn message(code: Code, language: &str) -> String {
    let words = words(code, language);
    // Chinese sentences end with their own full stop and take no blank after it.
    let gap = if words.says.ends_with('。') { "" } else { " " };
    format!("{}{gap}{}", words.says, words.fix)
}

fn read(text: &str) -> Book {
    serde_json::from_str(text).expect("the words are part of the program and a test reads them all")
}

const TEXTS: &[(&str, &str)] = &[("en", include_str!("../../../../locales/check/en.json"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_defect_has_a_sentence_and_a_remedy_in_every_language() {
        for (tag, text) in TEXTS {
            let book = read(text);
            for code in Code::ALL {
                let words = book
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
