//! The second language of a request: the translator's text beside the first, who translated, and
//! whether it is certified. The original governs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::answers::{is_answered, places, read};
use super::draw::Drawer;
use super::form::Ask;
use super::store::{Refused, clean};
use crate::words::Lang;

/// A text and its translation.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Its place.
    pub pointer: String,
    /// The question it answers.
    pub label: String,
    /// The text.
    pub original: String,
    /// The translator's text.
    pub translated: String,
}

/// The translation of a request, as it stands.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    /// Its language.
    pub language: String,
    /// Who translated.
    pub translator: String,
    /// Whether the translator certifies it.
    pub certified: Option<bool>,
    /// The texts by their places.
    pub texts: BTreeMap<String, String>,
}

impl Translation {
    /// The first translation of a text.
    #[must_use]
    pub fn of(form: &Value) -> Self {
        let at = |key: &str| form.pointer(&format!("/translations/0/{key}"));
        let text = |key: &str| {
            at(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let texts = at("texts").and_then(Value::as_object);
        Self {
            language: text("language"),
            translator: text("translator"),
            certified: at("certified").and_then(Value::as_bool),
            texts: texts
                .into_iter()
                .flatten()
                .filter_map(|(place, text)| Some((place.clone(), text.as_str()?.to_owned())))
                .collect(),
        }
    }

    /// Takes what was posted for the texts of a draft; only texts that stand there can be translated.
    pub fn take(&mut self, pairs: &[Pair], posted: &[(String, String)]) -> Vec<Refused> {
        let mut refused = Vec::new();
        let given = |name: &str| {
            let found = posted.iter().rev().find(|(one, _)| one == name);
            found.map(|(_, text)| text.trim().to_owned())
        };
        if let Some(language) = given("language") {
            self.language =
                Lang::parse(&language).map_or_else(String::new, |lang| lang.code().to_owned());
        }
        self.certified = given("certified").map_or(self.certified, |word| match word.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let mut take = |name: &str, most: usize, lines: bool| {
            let text = given(name)?;
            match clean(&text, most, lines, false) {
                Ok(text) => Some(text),
                Err(fault) => {
                    refused.push(Refused {
                        pointer: name.to_owned(),
                        fault,
                        text: String::new(),
                    });
                    None
                }
            }
        };
        if let Some(name) = take("translator", 500, false) {
            self.translator = name;
        }
        for pair in pairs {
            match take(&pair.pointer, 20_000, true) {
                Some(text) if text.is_empty() => self.texts.remove(&pair.pointer),
                Some(text) => self.texts.insert(pair.pointer.clone(), text),
                None => None,
            };
        }
        // What is no longer said is no longer translated.
        self.texts
            .retain(|place, _| pairs.iter().any(|pair| pair.pointer == *place));
        refused
    }

    /// Writes it into the text.
    pub fn write(&self, form: &mut Value) {
        let Value::Object(fields) = form else { return };
        if self.language.is_empty() {
            fields.remove("translations");
            return;
        }
        let mut entry = Map::new();
        entry.insert("language".into(), json!(self.language));
        if !self.translator.is_empty() {
            entry.insert("translator".into(), json!(self.translator));
        }
        if let Some(certified) = self.certified {
            entry.insert("certified".into(), json!(certified));
        }
        entry.insert("texts".into(), json!(self.texts));
        fields.insert("translations".into(), json!([entry]));
    }
}

impl Drawer<'_> {
    /// Every text of the draft that a translator translates, with the translation so far.
    #[must_use]
    pub fn pairs(&self, translation: &Translation) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for step in self.steps {
            for place in places(self.form, &step.questions) {
                let prose = matches!(place.question.ask, Ask::Prose | Ask::Line | Ask::Lines);
                if !prose || !is_answered(self.form, &place.pointer) {
                    continue;
                }
                pairs.push(Pair {
                    label: self.label(place.question),
                    original: read(self.form, &place.pointer, place.question.ask).join("\n"),
                    translated: translation
                        .texts
                        .get(&place.pointer)
                        .cloned()
                        .unwrap_or_default(),
                    pointer: place.pointer,
                });
            }
        }
        pairs
    }
}
