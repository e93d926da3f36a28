//! Offence types for readers: the conduct in its elements, and which article of which instrument
//! meets it.
//!
//! # Source
//! Budapest Convention art. 25(5), UNCAC art. 43(2): the conduct is compared, not its name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pack::Pack;
use super::query::{QueryRefused, unknown};
use super::raw_table;
use super::terms::OffenceMode;

/// One offence type of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffenceFact {
    /// Its id.
    pub id: String,
    /// Its name by language.
    pub label: BTreeMap<String, String>,
    /// The conduct in one English line.
    pub conduct: String,
    /// Its elements, by their codes; each has a sentence in six languages.
    pub elements: Vec<String>,
    /// What instruments do with it.
    pub articles: Vec<OffenceArticle>,
    /// What a person should know when comparing.
    pub notes: Vec<String>,
}

/// What one instrument does with an offence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffenceArticle {
    /// The instrument.
    pub instrument: String,
    /// The article.
    pub article: String,
    /// What it does.
    pub mode: OffenceMode,
    /// How parties may narrow it.
    pub note: String,
    /// How the row was checked.
    pub verification: String,
}

/// One offence type.
///
/// # Errors
/// [`QueryRefused`] where it is not known.
pub fn offence(pack: &Pack, id: &str) -> Result<OffenceFact, QueryRefused> {
    pack.offences
        .iter()
        .find(|one| one.id == id)
        .map(fact)
        .ok_or_else(|| unknown("/offence", id, "an offence type of the pack"))
}

/// Every offence type, in the order of the data.
pub fn offences(pack: &Pack) -> impl Iterator<Item = OffenceFact> + '_ {
    pack.offences.iter().map(fact)
}

fn fact(one: &raw_table::Offence) -> OffenceFact {
    OffenceFact {
        id: one.id.clone(),
        label: one.label.clone(),
        conduct: one.conduct.clone(),
        elements: one.elements.clone(),
        articles: one
            .instruments
            .iter()
            .map(|it| OffenceArticle {
                instrument: it.instrument.clone(),
                article: it.article.clone(),
                mode: it.mode,
                note: it.note.clone(),
                verification: it.verification.clone(),
            })
            .collect(),
        notes: one.notes.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offence_says_its_conduct_element_by_element() {
        let pack = Pack::builtin();
        for one in offences(pack) {
            let residual = one
                .articles
                .iter()
                .all(|it| it.mode != OffenceMode::Criminalises);
            assert!(one.elements.len() >= 3 || residual, "{}", one.id);
            assert_eq!(one.label.len(), super::super::LANGUAGES.len(), "{}", one.id);
            for language in super::super::LANGUAGES {
                let words = pack.words(language);
                for code in &one.elements {
                    assert!(
                        words.get(&format!("element.{code}")).is_some(),
                        "{language} {code}"
                    );
                }
            }
        }
        assert_eq!(
            offence(pack, "arson").expect_err("unknown").field,
            "/offence"
        );
    }
}
