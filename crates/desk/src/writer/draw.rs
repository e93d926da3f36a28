//! Draws the questions of a step with their answers, hints and defects.

use comity_core::element::{self, Element};
use comity_core::kind::Category;
use comity_core::selector::SelectorType;
use serde_json::Value;

use super::answers::{AnswerFault, applies, fault, is_answered, read, rows};
use super::form::{Ask, Question, StepDef};
use super::progress::Homes;
use super::scene::Scene;
use super::store::Refused;
use super::tie::next_id;
use crate::field::{Choice, ChoiceSet, Control, Field, FieldRow};
use crate::pages::writer::Gap;
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
    /// Answers that were posted and not taken.
    pub refused: &'a [Refused],
    /// What the law, the addressee and the directory bring.
    pub scene: &'a Scene,
    /// The list to which one more entry is wanted.
    pub more: String,
    pub(super) homes: Homes,
}

impl<'a> Drawer<'a> {
    /// Finds the place of each defect.
    #[must_use]
    pub fn new(
        t: Words,
        base: String,
        form: &'a Value,
        steps: &'a [StepDef],
        defects: &'a [Defect],
        scene: &'a Scene,
    ) -> Self {
        Self {
            t,
            base,
            form,
            steps,
            defects,
            refused: &[],
            scene,
            more: String::new(),
            homes: Homes::of(form, steps, defects),
        }
    }

    /// The fields of a step. Errors show only where something was answered: a fresh page does not
    /// scold.
    #[must_use]
    pub fn fields(&self, step: &StepDef) -> Vec<Field> {
        step.questions
            .iter()
            .filter_map(|question| self.field(question, &question.path))
            .collect()
    }

    /// The question in words.
    #[must_use]
    pub fn label(&self, question: &Question) -> String {
        let t = &self.t;
        t.maybe("ask", &question.word)
            .unwrap_or_else(|| question.word.replace('-', " "))
    }

    fn field(&self, question: &Question, pointer: &str) -> Option<Field> {
        if !applies(self.form, question, pointer) {
            return None;
        }
        let control = match question.ask {
            Ask::Group => self.group(question, pointer),
            Ask::Rows => self.rows(question, pointer)?,
            _ => return Some(self.leaf(question, pointer)),
        };
        Some(self.dressed(question, pointer, control))
    }

    fn dressed(&self, question: &Question, pointer: &str, control: Control) -> Field {
        let hint = self.t.maybe("hint", &question.word).unwrap_or_default();
        let mut field = Field::new(pointer, self.label(question), control)
            .hint(hint)
            .error(self.error(question, pointer));
        field.rule = self.scene.rule(pointer);
        field
    }

    fn group(&self, question: &Question, pointer: &str) -> Control {
        let parts: Vec<Field> = question
            .parts
            .iter()
            .filter_map(|part| self.field(part, &format!("{pointer}/{}", part.path)))
            .collect();
        let begun = question.need || is_answered(self.form, pointer);
        let wrong = parts.iter().any(|part| part.error.is_some());
        Control::Group {
            folded: !begun && !wrong,
            parts,
        }
    }

    fn rows(&self, question: &Question, pointer: &str) -> Option<Control> {
        let there = rows(self.form, pointer);
        let blank = !question.fixed
            && (self.more == pointer
                || (there == 0 && (question.need || pointer.contains("/observed"))));
        if question.fixed && there == 0 {
            return None;
        }
        let count = there + usize::from(blank);
        let rows = (0..count)
            .map(|n| self.row(question, &format!("{pointer}/{n}"), n, n >= there))
            .collect();
        let add = (!question.fixed).then(|| self.t.row_add());
        Some(Control::Rows { rows, add })
    }

    fn row(&self, question: &Question, at: &str, n: usize, blank: bool) -> FieldRow {
        let fields = question
            .parts
            .iter()
            .filter_map(|part| self.field(part, &format!("{at}/{}", part.path)))
            .collect();
        let number = (n + 1).to_string();
        let about = self.summary(at, question);
        let legend = if about.is_empty() {
            self.t.row_number(&number)
        } else {
            format!("{number} · {about}")
        };
        let id = match question.path.as_str() {
            "/selectors" | "/items" => Some(self.row_id(at, question, blank)),
            _ => None,
        };
        FieldRow {
            legend,
            id: id.map(|id| (format!("{at}/id"), id)),
            fields,
            remove: (!question.fixed && !blank).then(|| at.to_owned()),
        }
    }

    fn row_id(&self, at: &str, question: &Question, blank: bool) -> String {
        let letter = if question.path == "/items" { 'i' } else { 's' };
        let id = self
            .form
            .pointer(&format!("{at}/id"))
            .and_then(Value::as_str);
        match id.filter(|_| !blank) {
            Some(id) => id.to_owned(),
            None => next_id(self.form, &question.path, letter),
        }
    }

    /// What an entry is about, in a few words.
    fn summary(&self, at: &str, question: &Question) -> String {
        if question.path == "/items" {
            return self.item_about(at);
        }
        [
            "value",
            "identifier",
            "title",
            "name",
            "reference",
            "state",
            "from",
        ]
        .iter()
        .find_map(|part| self.form.pointer(&format!("{at}/{part}"))?.as_str())
        .map(|text| text.chars().take(60).collect())
        .unwrap_or_default()
    }

    /// The accounts of an item and its category.
    fn item_about(&self, at: &str) -> String {
        let ids = read(self.form, &format!("{at}/selectors"), Ask::SelectorIds);
        let names: Vec<String> = selectors(self.form)
            .into_iter()
            .filter(|(id, _)| ids.contains(id))
            .map(|(_, value)| value)
            .collect();
        let category = self.form.pointer(&format!("{at}/category"));
        let category = category
            .and_then(Value::as_str)
            .map(|code| self.t.category(code));
        let mut parts = names;
        parts.extend(category);
        parts.join(" · ")
    }

    fn leaf(&self, question: &Question, pointer: &str) -> Field {
        let mut answers = read(self.form, pointer, question.ask);
        if let Some(refused) = self.refused.iter().find(|one| one.pointer == pointer) {
            answers = vec![refused.text.clone()];
        }
        let value = match question.ask {
            Ask::Lines => answers.join("\n"),
            _ => answers.first().cloned().unwrap_or_default(),
        };
        let control = self.control(question, &answers);
        self.dressed(question, pointer, control).value(value)
    }

    fn control(&self, question: &Question, answers: &[String]) -> Control {
        let chosen = |code: &str| answers.iter().any(|one| one == code);
        let choice = |code: &str, label: String| Choice::new(code, label).chosen(chosen(code));
        // An answer that is on no list stays in sight, and is posted back.
        let kept = |mut all: Vec<Choice>| {
            let unknown = answers
                .iter()
                .filter(|one| !all.iter().any(|c| c.value == **one));
            let unknown: Vec<Choice> = unknown.map(|one| choice(one, one.clone())).collect();
            all.extend(unknown);
            all
        };
        let select = |choices: Vec<Choice>| {
            let mut all = vec![Choice::new("", "–")];
            all.extend(choices);
            Control::Select(kept(all))
        };
        let states = || {
            let states = self.scene.states.iter();
            states
                .map(|(code, name)| choice(code, name.clone()))
                .collect()
        };
        match question.ask {
            Ask::Code => Control::Text {
                code: true,
                width: "w20",
            },
            Ask::Moment => Control::Text {
                code: true,
                width: "w20",
            },
            Ask::Prose => Control::Area,
            Ask::Lines => Control::Area,
            Ask::Number => Control::Number,
            Ask::Day | Ask::DayEnd => Control::Date,
            Ask::YesNo => Control::YesNo(vec![
                choice("yes", self.t.answer_yes()),
                choice("no", self.t.answer_no()),
            ]),
            Ask::State => select(states()),
            Ask::Any if question.list == "state" => Control::Checks(kept(states())),
            Ask::Any => Control::Checks(kept(self.listed(question, &choice))),
            Ask::One if question.list == "selector" => select(
                self.scene
                    .selector_types()
                    .map(|one| choice(one.as_str(), self.t.listed("selector", one.as_str())))
                    .collect(),
            ),
            Ask::One => select(self.listed(question, &choice)),
            Ask::Offence => {
                let offences = self.scene.offences.iter();
                select(
                    offences
                        .map(|(code, name)| choice(code, name.clone()))
                        .collect(),
                )
            }
            Ask::Bases => Control::Checks(self.bases(answers)),
            Ask::SelectorIds => Control::Checks(
                selectors(self.form)
                    .into_iter()
                    .map(|(id, value)| choice(&id, value))
                    .collect(),
            ),
            Ask::Elements => Control::Sets(self.elements(answers)),
            Ask::File => select(
                files(self.form)
                    .into_iter()
                    .map(|name| choice(&name, name.clone()))
                    .collect(),
            ),
            Ask::Line | Ask::Rows | Ask::Group => Control::Text {
                code: false,
                width: "w30",
            },
        }
    }

    fn listed(&self, question: &Question, choice: &dyn Fn(&str, String) -> Choice) -> Vec<Choice> {
        let codes = question.codes.iter();
        codes
            .filter(|code| !(question.word == "channel" && self.scene.is_barred(code)))
            .map(|code| match (question.list.as_str(), Lang::parse(code)) {
                ("language", Some(lang)) => choice(code, lang.own_name().to_owned()),
                (list, _) => choice(code, self.t.listed(list, code)),
            })
            .collect()
    }

    /// The bases that the law gives, ranked, with those that the text names besides.
    fn bases(&self, answers: &[String]) -> Vec<Choice> {
        let mut all: Vec<Choice> = self.scene.bases.clone();
        for answer in answers {
            match all
                .iter_mut()
                .find(|one| self.scene.is_same_basis(&one.value, answer))
            {
                Some(one) => {
                    one.chosen = true;
                    // Kept as it stands in the text, also in its short name.
                    one.value.clone_from(answer);
                }
                None => {
                    let (instrument, article) = answer.split_once('|').unwrap_or((answer, ""));
                    all.push(
                        Choice::new(answer, self.t.basis(instrument, article))
                            .hint(self.t.basis_not_found())
                            .chosen(true),
                    );
                }
            }
        }
        all
    }

    /// The elements under the category that the law computes for each.
    fn elements(&self, answers: &[String]) -> Vec<ChoiceSet> {
        let law = comity_core::form::law(self.form);
        const ORDER: [Category; 6] = [
            Category::Subscriber,
            Category::Identification,
            Category::Traffic,
            Category::Content,
            Category::Financial,
            Category::DomainRegistration,
        ];
        ORDER
            .iter()
            .filter_map(|category| {
                let of =
                    |one: &&Element| one.under(law) == *category && self.scene.admits(one, law);
                let choices: Vec<Choice> = element::ELEMENTS
                    .iter()
                    .filter(of)
                    .map(|one| {
                        Choice::new(one.code, self.t.listed("element", one.code))
                            .chosen(answers.iter().any(|code| code == one.code))
                    })
                    .collect();
                if choices.is_empty() {
                    return None;
                }
                let count = choices.iter().filter(|choice| choice.chosen).count();
                let rare = matches!(category, Category::Financial | Category::DomainRegistration);
                Some(ChoiceSet {
                    name: self.t.category(category.as_str()),
                    note: self.scene.authorised(*category),
                    count: (count > 0).then(|| self.t.elements_chosen(&count.to_string())),
                    folded: rare && count == 0 && self.scene.admits_more(*category),
                    choices,
                })
            })
            .collect()
    }

    /// What is wrong at a place, if anything was answered there.
    fn error(&self, question: &Question, pointer: &str) -> Option<String> {
        if let Some(refused) = self.refused.iter().find(|one| one.pointer == pointer) {
            return Some(self.says(refused.fault));
        }
        if !is_answered(self.form, pointer) {
            return None;
        }
        let own = self
            .form
            .pointer(pointer)
            .and_then(|value| fault(question.ask, value));
        own.map(|fault| self.says(fault)).or_else(|| {
            let here = self.homes.at(pointer);
            here.filter_map(|n| self.defects.get(n))
                .find(|defect| defect.stops)
                .map(|defect| defect.text.clone())
        })
    }

    /// A refusal in words.
    #[must_use]
    pub fn says(&self, fault: AnswerFault) -> String {
        self.t.listed("fault", fault.code())
    }

    /// What is wrong on this page, for the summary on top of it.
    #[must_use]
    pub fn errors(&self, fields: &[Field]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for field in fields {
            field.walk(&mut |field| {
                if let Some(error) = &field.error {
                    gaps.push(Gap {
                        href: format!("#{}", field.id()),
                        text: error.clone(),
                        stops: true,
                    });
                }
            });
        }
        gaps
    }
}

/// The accounts, addresses and numbers of a text: id and value.
pub(super) fn selectors(form: &Value) -> Vec<(String, String)> {
    let list = form.pointer("/selectors").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|one| {
            let text = |key| one.get(key).and_then(Value::as_str);
            let kind = text("type").and_then(SelectorType::parse);
            let value = text("value").or(kind.map(SelectorType::as_str))?;
            Some((text("id")?.to_owned(), value.to_owned()))
        })
        .collect()
}

/// The names of the files that go with a text.
fn files(form: &Value) -> Vec<String> {
    let list = form.pointer("/attachments").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|one| one.get("name")?.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
