//! The letter as it stands: every answer in its place, every gap marked, in the language of the request
//! or beside it in the translator's.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answers::{Place, is_answered, places, read};
use super::draw::{Drawer, selectors};
use super::form::{Ask, Question, StepDef};
use crate::pages::writer::{LetterPart, Piece};
use crate::words::Lang;

/// The order in which official forms tell it; the pages ask in another.
const ORDER: [&str; 9] = [
    "need",
    "offence",
    "facts",
    "data",
    "where",
    "basis",
    "safeguards",
    "urgency",
    "sign",
];

/// Who writes to whom.
pub struct Head {
    /// The kind in words.
    pub kind: String,
    /// The addressee.
    pub to: String,
    /// The asking office.
    pub from: String,
}

impl Drawer<'_> {
    /// Writes the letter so far. Answers of the step `here` are marked as fresh; where a translator
    /// gave a text for a place, that text stands.
    #[must_use]
    pub fn letter(
        &self,
        head: &Head,
        here: &str,
        texts: &BTreeMap<String, String>,
    ) -> Vec<LetterPart> {
        let reference = self.form.pointer("/reference").and_then(Value::as_str);
        let mut address = vec![
            vec![Piece::Plain(self.t.letter_to(&head.to))],
            vec![Piece::Plain(self.t.letter_from(&head.from))],
        ];
        if let Some(reference) = reference {
            address.push(vec![Piece::Plain(self.t.letter_reference(reference))]);
        }
        let mut parts = vec![LetterPart {
            heading: String::new(),
            small: true,
            paragraphs: address,
        }];
        parts.push(LetterPart {
            heading: head.kind.clone(),
            small: false,
            paragraphs: self.under().into_iter().map(|piece| vec![piece]).collect(),
        });
        let mut number = 0;
        for step in ORDER
            .iter()
            .filter_map(|code| self.steps.iter().find(|step| step.code == *code))
        {
            let paragraphs = self.paragraphs(step, here, texts);
            if paragraphs.is_empty() {
                continue;
            }
            number += 1;
            parts.push(LetterPart {
                heading: format!("{number}. {}", self.t.listed("letter-part", step.code)),
                small: false,
                paragraphs,
            });
        }
        parts
    }

    fn under(&self) -> Option<Piece> {
        let named = read(self.form, "/legal_basis", Ask::Bases);
        if named.is_empty() {
            return None;
        }
        let names = named.iter().map(|basis| {
            let (instrument, article) = basis.split_once('|').unwrap_or((basis, ""));
            self.t.basis(instrument, article)
        });
        Some(Piece::Plain(
            self.t.letter_under(&super::scene::join(self.t, names)),
        ))
    }

    /// One paragraph for each question, and one for each entry of a list.
    fn paragraphs(
        &self,
        step: &StepDef,
        here: &str,
        texts: &BTreeMap<String, String>,
    ) -> Vec<Vec<Piece>> {
        let mut out: Vec<Vec<Piece>> = Vec::new();
        let mut last = String::new();
        for place in places(self.form, &step.questions) {
            if matches!(place.pointer.as_str(), "/reference" | "/legal_basis") {
                continue;
            }
            let Some(piece) = self.piece(&place, step.code == here, texts) else {
                continue;
            };
            let paragraph = entry_of(&place.pointer);
            match out.last_mut() {
                Some(open) if paragraph == last => open.push(piece),
                _ => out.push(vec![piece]),
            }
            last = paragraph;
        }
        out
    }

    fn piece(
        &self,
        place: &Place<'_>,
        fresh: bool,
        texts: &BTreeMap<String, String>,
    ) -> Option<Piece> {
        if !is_answered(self.form, &place.pointer) {
            let label = self.label(place.question);
            return place
                .needed
                .then(|| Piece::Missing(self.t.letter_missing(&label)));
        }
        let text = match texts.get(&place.pointer) {
            Some(translated) => sentence(translated),
            None => self.answer(place.question, &place.pointer)?,
        };
        Some(if fresh {
            Piece::Fresh(text)
        } else {
            Piece::Plain(text)
        })
    }

    /// An answer as a sentence, with its question where it says nothing by itself.
    #[must_use]
    pub fn answer(&self, question: &Question, pointer: &str) -> Option<String> {
        let answers = read(self.form, pointer, question.ask);
        let first = answers.first()?;
        let list = |words: Vec<String>| super::scene::join(self.t, words.into_iter());
        let named = |list: &[(String, String)], code: &String| {
            let found = list.iter().find(|(one, _)| one == code);
            found.map_or_else(|| code.clone(), |(_, name)| name.clone())
        };
        Some(match question.ask {
            Ask::Prose => sentence(first),
            Ask::Line | Ask::Code if is_title(question) => sentence(first),
            Ask::Line
            | Ask::Code
            | Ask::Number
            | Ask::Day
            | Ask::DayEnd
            | Ask::Moment
            | Ask::File => self.named(question, first),
            Ask::Lines => self.named(question, &list(answers)),
            Ask::YesNo => {
                let word = if first == "yes" {
                    self.t.answer_yes()
                } else {
                    self.t.answer_no()
                };
                self.named(question, &word)
            }
            Ask::One if question.list == "language" => {
                let name = Lang::parse(first);
                self.named(
                    question,
                    name.map_or(first.as_str(), |lang| lang.own_name()),
                )
            }
            Ask::One => self.named(question, &self.t.listed(&question.list, first)),
            Ask::Any if question.list == "state" => {
                let names = answers.iter().map(|code| named(&self.scene.states, code));
                self.named(question, &list(names.collect()))
            }
            Ask::Any | Ask::Elements => {
                let of = if question.ask == Ask::Elements {
                    "element"
                } else {
                    &question.list
                };
                let words = answers.iter().map(|code| self.t.listed(of, code));
                self.named(question, &list(words.collect()))
            }
            Ask::State => self.named(question, &named(&self.scene.states, first)),
            Ask::Offence => self.named(question, &named(&self.scene.offences, first)),
            Ask::SelectorIds => {
                let known = selectors(self.form);
                let names = answers.iter().map(|id| named(&known, id));
                self.named(question, &list(names.collect()))
            }
            Ask::Bases | Ask::Rows | Ask::Group => return None,
        })
    }

    fn named(&self, question: &Question, answer: &str) -> String {
        let label = self.label(question);
        if label.ends_with(['?', '؟', '？']) {
            sentence(&self.t.letter_line(answer, &label))
        } else {
            sentence(&self.t.letter_named(answer, &label))
        }
    }
}

/// What names the thing itself and needs no label before it.
fn is_title(question: &Question) -> bool {
    matches!(
        question.path.as_str(),
        "title" | "provision" | "value" | "name" | "/subject_matter"
    )
}

/// The list entry, group or question that a place belongs to: these share a paragraph.
fn entry_of(pointer: &str) -> String {
    let mut parts = pointer.split('/').skip(1);
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        Some(n) if n.bytes().all(|b| b.is_ascii_digit()) => format!("{first}/{n}"),
        _ => first.to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '。', '؟', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use comity_core::kind::Kind;
    use serde_json::json;

    use super::super::form::steps;
    use super::super::scene::Scene;
    use super::*;
    use crate::words::Words;

    fn written(form: &Value, lang: Lang, texts: &BTreeMap<String, String>) -> Vec<LetterPart> {
        let scene = Scene::default();
        let steps = steps(Kind::Preservation);
        let t = Words::of(lang);
        let head = Head {
            kind: t.kind("preservation"),
            to: "Damara".into(),
            from: "Aldoria".into(),
        };
        Drawer::new(t, String::new(), form, steps, &[], &scene).letter(&head, "facts", texts)
    }

    #[test]
    fn the_letter_says_what_was_answered_and_marks_what_was_not() {
        let form = json!({"facts": "An account sent false invoices", "legal_basis": [{"instrument": "COE-185", "article": "29"}],
            "items": [{"id": "i1"}, {"id": "i2", "nexus": "It received the money."}]});
        let parts = written(&form, Lang::En, &BTreeMap::new());
        let under = &parts[1].paragraphs[0][0];
        assert!(
            matches!(under, Piece::Plain(text) if text.contains("Budapest") && text.contains("29"))
        );
        let facts = parts
            .iter()
            .find(|p| p.heading.ends_with("Facts"))
            .expect("has a part");
        let fresh = &facts.paragraphs[0][0];
        assert!(matches!(fresh, Piece::Fresh(text) if text == "An account sent false invoices."));
        assert!(matches!(&facts.paragraphs[1][0], Piece::Missing(_)));
        assert!(
            matches!(&facts.paragraphs[2][0], Piece::Fresh(text) if text.starts_with("It received"))
        );
    }

    #[test]
    fn the_translators_text_stands_in_the_second_language() {
        let form = json!({"facts": "An account sent false invoices"});
        let texts = BTreeMap::from([(
            "/facts".to_owned(),
            "Un compte a envoyé de fausses factures".to_owned(),
        )]);
        let parts = written(&form, Lang::Fr, &texts);
        let said = |wanted: &str| {
            parts
                .iter()
                .flat_map(|p| &p.paragraphs)
                .flatten()
                .any(|piece| matches!(piece, Piece::Fresh(text) if text.contains(wanted)))
        };
        assert!(said("fausses factures") && !said("false invoices"));
    }
}
