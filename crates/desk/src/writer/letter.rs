//! The letter as it stands: every answer in its place, every gap marked.

use serde_json::Value;

use super::answers::read;
use super::questions::{Ask, Question, StepDef};
use crate::pages::writer::{LetterPart, Piece};
use crate::words::{Lang, Words};

/// Writes the letter so far. Answers of the step `here` are marked as fresh.
#[must_use]
pub fn letter(
    t: Words,
    to: &str,
    from: &str,
    kind: &str,
    form: &Value,
    steps: &[StepDef],
    here: &str,
) -> Vec<LetterPart> {
    let mut parts = vec![
        LetterPart {
            heading: String::new(),
            pieces: vec![
                Piece::Plain(t.letter_to(to)),
                Piece::Plain(t.letter_from(from)),
            ],
        },
        LetterPart {
            heading: t.kind(kind),
            pieces: Vec::new(),
        },
    ];
    for step in steps {
        let mut pieces = Vec::new();
        for question in &step.questions {
            let said = answer(t, form, question);
            match said {
                Some(text) if step.code == here => pieces.push(Piece::Fresh(text)),
                Some(text) => pieces.push(Piece::Plain(text)),
                None if question.needed => {
                    pieces.push(Piece::Missing(t.letter_missing(&(question.label)(&t))))
                }
                None => {}
            }
        }
        if !pieces.is_empty() {
            parts.push(LetterPart {
                heading: t.listed("step", step.code),
                pieces,
            });
        }
    }
    parts.retain(|part| {
        part.heading.is_empty() || !part.pieces.is_empty() || part.heading == t.kind(kind)
    });
    parts
}

fn answer(t: Words, form: &Value, question: &Question) -> Option<String> {
    let answers = read(form, question);
    let first = answers.first()?;
    Some(match question.ask {
        Ask::Line | Ask::Code | Ask::Prose | Ask::Number | Ask::Day | Ask::DayEnd => {
            match question.ask {
                // A bare number or date says nothing without its question.
                Ask::Number | Ask::Day | Ask::DayEnd | Ask::Code => labelled(t, question, first),
                _ => sentence(first),
            }
        }
        Ask::YesNo => {
            let word = if first == "yes" {
                t.answer_yes()
            } else {
                t.answer_no()
            };
            labelled(t, question, &word)
        }
        Ask::One("language", _) => {
            let name =
                Lang::parse(first).map_or_else(|| first.clone(), |lang| lang.own_name().to_owned());
            labelled(t, question, &name)
        }
        Ask::One(list, _) => labelled(t, question, &t.listed(list, first)),
        Ask::Any(list, _) => {
            let words: Vec<String> = answers.iter().map(|code| t.listed(list, code)).collect();
            let space = if t.lang() == Lang::Zh { "" } else { " " };
            let joined = words.join(&format!("{}{space}", t.comma()));
            labelled(t, question, &joined)
        }
        Ask::Basis => {
            let (instrument, article) = first.split_once('|').unwrap_or((first, ""));
            sentence(&t.basis(instrument, article))
        }
    })
}

fn labelled(t: Words, question: &Question, answer: &str) -> String {
    let label = (question.label)(&t);
    if label.ends_with(['?', '؟', '？']) {
        sentence(&t.letter_line(answer, &label))
    } else {
        sentence(&t.letter_named(answer, &label))
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

    use super::super::questions::steps;
    use super::*;

    #[test]
    fn the_letter_says_what_was_answered_and_marks_what_was_not() {
        let steps = steps(Kind::Preservation);
        let form = json!({"facts": "An account sent false invoices", "legal_basis": [{"instrument": "COE-185", "article": "29"}]});
        let parts = letter(
            Words::of(Lang::En),
            "Damara",
            "Aldoria",
            "preservation",
            &form,
            &steps,
            "facts",
        );
        let facts = parts
            .iter()
            .find(|p| p.heading == "Facts and link")
            .expect("has a part");
        assert!(
            matches!(&facts.pieces[0], Piece::Fresh(text) if text == "An account sent false invoices.")
        );
        assert!(matches!(&facts.pieces[1], Piece::Missing(_)));
        let basis = parts
            .iter()
            .find(|p| p.heading == "Legal basis")
            .expect("has a part");
        assert!(matches!(&basis.pieces[0], Piece::Plain(text) if text.contains("29")));
    }
}
