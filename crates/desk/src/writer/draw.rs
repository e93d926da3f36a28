//! Draws the questions of a step with their answers and defects, and the list of steps.

use serde_json::Value;

use super::answers::read;
use super::questions::{Ask, Question, StepDef};
use crate::field::{Choice, Control, Field};
use crate::pages::writer::{Gap, StepLine};
use crate::parts::Tone;
use crate::words::{Lang, Words};

/// Something wrong with the text, as the check found it.
#[derive(Clone, Debug)]
pub struct Defect {
    /// Stable code.
    pub code: String,
    /// Whether it stops the request.
    pub stops: bool,
    /// Where: a pointer into the text.
    pub path: String,
    /// What to do, in the reader's language.
    pub text: String,
}

/// Draws one draft.
pub struct Drawer<'a> {
    /// The words.
    pub t: Words,
    /// Begin of every address: `/d/<draft>`.
    pub base: String,
    /// The text so far.
    pub form: &'a Value,
    /// The steps of its kind.
    pub steps: &'a [StepDef],
    /// What is wrong with it.
    pub defects: &'a [Defect],
    /// The legal bases to choose from.
    pub bases: &'a [Choice],
}

impl Drawer<'_> {
    /// The fields of a step. Errors show only where something was answered: a fresh page does not
    /// scold.
    #[must_use]
    pub fn fields(&self, step: &StepDef) -> Vec<Field> {
        step.questions
            .iter()
            .map(|question| self.field(question))
            .collect()
    }

    fn field(&self, question: &Question) -> Field {
        let answers = read(self.form, question);
        let value = answers.first().cloned().unwrap_or_default();
        let choice = |code: &str, label: String| {
            Choice::new(code, label).chosen(answers.iter().any(|a| a == code))
        };
        let listed = |list: &str, codes: &[&str]| -> Vec<Choice> {
            codes
                .iter()
                .map(|code| match (list, Lang::parse(code)) {
                    ("language", Some(lang)) => choice(code, lang.own_name().to_owned()),
                    _ => choice(code, self.t.listed(list, code)),
                })
                .collect()
        };
        let control = match question.ask {
            Ask::Line => Control::Text {
                code: false,
                width: "w30",
            },
            Ask::Code => Control::Text {
                code: true,
                width: "w20",
            },
            Ask::Prose => Control::Area,
            Ask::Number => Control::Number,
            Ask::Day | Ask::DayEnd => Control::Date,
            Ask::YesNo => Control::Radios(vec![
                choice("yes", self.t.answer_yes()),
                choice("no", self.t.answer_no()),
            ]),
            Ask::One(list, codes) => {
                let mut choices = vec![Choice::new("", "–")];
                choices.extend(listed(list, codes));
                Control::Select(choices)
            }
            Ask::Any(list, codes) => Control::Checks(listed(list, codes)),
            Ask::Basis => Control::Radios(
                self.bases
                    .iter()
                    .map(|basis| basis.clone().chosen(basis.value == value))
                    .collect(),
            ),
        };
        let error = if answers.is_empty() {
            None
        } else {
            self.defects
                .iter()
                .find(|d| d.stops && touches(&d.path, question.pointer))
                .map(|d| d.text.clone())
        };
        Field::new(question.pointer, (question.label)(&self.t), control)
            .hint(question.hint.map(|hint| hint(&self.t)).unwrap_or_default())
            .value(value)
            .error(error)
    }

    /// The list of steps, the open one marked.
    #[must_use]
    pub fn step_lines(&self, here: &str) -> Vec<StepLine> {
        let mut lines: Vec<StepLine> = self
            .steps
            .iter()
            .map(|step| self.step_line(step, here))
            .collect();
        let ready = self.missing().is_empty() && !self.defects.iter().any(|d| d.stops);
        let tone = if here == "sign" {
            Tone::Run
        } else if ready {
            Tone::Soon
        } else {
            Tone::Yours
        };
        lines.push(StepLine {
            href: format!("{}/sign", self.base),
            word: self.t.step_sign(),
            tone,
            spoken: if here == "sign" {
                self.t.step_said_now()
            } else {
                self.t.step_said_todo()
            },
            note: String::new(),
            here: here == "sign",
        });
        lines
    }

    fn step_line(&self, step: &StepDef, here: &str) -> StepLine {
        let answered = step
            .questions
            .iter()
            .filter(|q| !read(self.form, q).is_empty())
            .count();
        let open = step
            .questions
            .iter()
            .filter(|q| q.needed && read(self.form, q).is_empty())
            .count();
        let wrong = self
            .defects
            .iter()
            .any(|d| d.stops && step.questions.iter().any(|q| touches(&d.path, q.pointer)));
        let (tone, spoken) = match (step.code == here, answered, open, wrong) {
            (true, ..) => (Tone::Run, self.t.step_said_now()),
            (false, 0, _, _) => (Tone::Yours, self.t.step_said_todo()),
            (false, _, 0, false) => (Tone::Done, self.t.step_said_done()),
            (false, ..) => (Tone::Soon, self.t.step_said_wanting()),
        };
        StepLine {
            href: format!("{}/{}", self.base, step.code),
            word: self.t.listed("step", step.code),
            tone,
            spoken,
            note: self.note(step),
            here: step.code == here,
        }
    }

    fn note(&self, step: &StepDef) -> String {
        let first = step.questions.iter().find_map(|q| {
            let answer = read(self.form, q).into_iter().next()?;
            match q.ask {
                Ask::Line | Ask::Code => Some(answer),
                Ask::Basis => {
                    let (instrument, article) = answer.split_once('|')?;
                    Some(self.t.basis(instrument, article))
                }
                Ask::One(list, _) if list != "language" => Some(self.t.listed(list, &answer)),
                _ => None,
            }
        });
        first
            .map(|text| text.chars().take(40).collect())
            .unwrap_or_default()
    }

    /// Questions that must be answered and are not, each with its page.
    #[must_use]
    pub fn missing(&self) -> Vec<Gap> {
        self.steps
            .iter()
            .flat_map(|step| step.questions.iter().map(move |question| (step, question)))
            .filter(|(_, question)| question.needed && read(self.form, question).is_empty())
            .map(|(step, question)| Gap {
                href: self.place(step, question),
                text: self.t.letter_missing(&(question.label)(&self.t)),
                stops: true,
            })
            .collect()
    }

    /// What is missing and what is wrong, each with the place where it is mended; said once.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = self.missing();
        for defect in self.defects {
            let place = self.steps.iter().find_map(|step| {
                let question = step
                    .questions
                    .iter()
                    .find(|q| touches(&defect.path, q.pointer))?;
                Some((step, question))
            });
            let known = place.is_some_and(|(_, question)| {
                question.needed && read(self.form, question).is_empty()
            });
            if known {
                continue;
            }
            gaps.push(Gap {
                href: place.map_or_else(
                    || format!("{}/need", self.base),
                    |(step, question)| self.place(step, question),
                ),
                text: defect.text.clone(),
                stops: defect.stops,
            });
        }
        gaps
    }

    /// What is wrong on this page, for the summary on top of it.
    #[must_use]
    pub fn errors(&self, fields: &[Field]) -> Vec<Gap> {
        fields
            .iter()
            .filter_map(|field| {
                Some(Gap {
                    href: format!("#{}", field.id()),
                    text: field.error.clone()?,
                    stops: true,
                })
            })
            .collect()
    }

    /// How many questions are rightly answered, of how many that must be.
    #[must_use]
    pub fn score(&self) -> (usize, usize) {
        let needed: Vec<&Question> = self
            .steps
            .iter()
            .flat_map(|s| &s.questions)
            .filter(|q| q.needed)
            .collect();
        let right = needed
            .iter()
            .filter(|q| {
                !read(self.form, q).is_empty()
                    && !self
                        .defects
                        .iter()
                        .any(|d| d.stops && touches(&d.path, q.pointer))
            })
            .count();
        (right, needed.len())
    }

    fn place(&self, step: &StepDef, question: &Question) -> String {
        let id = Field::text(question.pointer, "").id();
        format!("{}/{}#{id}", self.base, step.code)
    }
}

/// Whether a defect at `path` belongs to the question at `pointer`: the same place, or one inside
/// the other.
fn touches(path: &str, pointer: &str) -> bool {
    let inside = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    !path.is_empty() && (inside(path, pointer) || inside(pointer, path))
}

#[cfg(test)]
mod tests {
    use comity_core::kind::Kind;
    use serde_json::json;

    use super::super::questions::steps;
    use super::*;

    #[test]
    fn a_defect_shows_at_its_own_question_and_a_fresh_page_does_not_scold() {
        let steps = steps(Kind::Preservation);
        let form = json!({"selectors": [{"value": "fern-4471"}]});
        let defects = [
            Defect {
                code: "SEL.INVALID".into(),
                stops: true,
                path: "/selectors/0/value".into(),
                text: "whole".into(),
            },
            Defect {
                code: "FAC.SUMMARY_THIN".into(),
                stops: true,
                path: "/facts".into(),
                text: "thin".into(),
            },
        ];
        let drawer = Drawer {
            t: Words::of(Lang::En),
            base: "/d/1".into(),
            form: &form,
            steps: &steps,
            defects: &defects,
            bases: &[],
        };
        let data = steps
            .iter()
            .find(|s| s.code == "data")
            .expect("there is one");
        let fields = drawer.fields(data);
        let errors = drawer.errors(&fields);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].href, "#f-selectors-0-value");
        let facts = steps
            .iter()
            .find(|s| s.code == "facts")
            .expect("there is one");
        assert!(drawer.errors(&drawer.fields(facts)).is_empty());
        let gaps = drawer.gaps();
        let at = |place: &str| gaps.iter().filter(|g| g.href == place).count();
        assert_eq!(at("/d/1/data#f-selectors-0-value"), 1);
        assert_eq!(at("/d/1/facts#f-facts"), 1, "missing and thin is said once");
        assert!(drawer.score().0 < drawer.score().1);
    }

    #[test]
    fn pointers_touch_only_along_whole_parts() {
        assert!(touches("/items/0", "/items/0/nexus"));
        assert!(touches("/items/0/elements/3", "/items/0/elements"));
        assert!(!touches("/use", "/user"));
        assert!(!touches("", "/facts"));
    }
}
