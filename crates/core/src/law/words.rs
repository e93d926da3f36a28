//! Sentences of the law engine in six languages, as data with `{placeholders}`.
//!
//! The engine speaks in codes; a sentence belongs to a code. A missing sentence shows the code and is
//! a broken rule of the pack, never an empty line.

use std::collections::{BTreeMap, BTreeSet};

/// The sentences of one language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    table: BTreeMap<String, String>,
}

impl Words {
    pub(crate) fn new(table: BTreeMap<String, String>) -> Self {
        Self { table }
    }

    /// The sentence of a code, without filling its placeholders.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.table.get(key).map(String::as_str)
    }

    /// Every code that has a sentence.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    /// The sentence of a code with its placeholders filled; the code itself where none is known.
    #[must_use]
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(template) = self.get(key) else {
            return key.to_owned();
        };
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let Some(close) = from.find('}') else {
                rest = from;
                break;
            };
            let name = &from[1..close];
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => out.push_str(value),
                None => out.push_str(&from[..=close]),
            }
            rest = &from[close + 1..];
        }
        out.push_str(rest);
        out
    }

    /// The placeholders of a sentence.
    pub(crate) fn placeholders(template: &str) -> BTreeSet<&str> {
        template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_its_values_and_shows_what_is_missing() {
        let words = Words::new(BTreeMap::from([("k".into(), "{a} and {b}, {c".into())]));
        assert_eq!(words.say("k", &[("a", "one")]), "one and {b}, {c");
        assert_eq!(words.say("unknown", &[]), "unknown");
    }
}
