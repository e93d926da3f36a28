//! How far a draft is: the state of each step, what is missing, the score.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answers::{Place, applies, fault, is_answered, places, read, rows};
use super::draw::{Defect, Drawer};
use super::form::{Ask, Question, StepDef};
use crate::field::Field;
use crate::pages::writer::{Gap, StepLine};
use crate::parts::Tone;

/// Where each defect shows: on which step, at which place.
#[derive(Debug, Default)]
pub(super) struct Homes {
    by_place: BTreeMap<String, Vec<usize>>,
    home: Vec<Option<(&'static str, String)>>,
}

impl Homes {
    pub(super) fn of(form: &Value, steps: &[StepDef], defects: &[Defect]) -> Self {
        let mut all: Vec<(&'static str, String)> = Vec::new();
        for step in steps {
            for question in &step.questions {
                spots(form, question, question.path.clone(), &mut |at| {
                    all.push((step.code, at))
                });
            }
        }
        let mut homes = Self::default();
        for (n, defect) in defects.iter().enumerate() {
            let found = home(&all, &defect.path).cloned();
            if let Some((_, place)) = &found {
                homes.by_place.entry(place.clone()).or_default().push(n);
            }
            homes.home.push(found);
        }
        homes
    }

    /// The defects that show at a place.
    pub(super) fn at(&self, pointer: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_place.get(pointer).into_iter().flatten().copied()
    }
}

/// Every place of a question, containers first.
fn spots(form: &Value, question: &Question, pointer: String, see: &mut dyn FnMut(String)) {
    if !applies(form, question, &pointer) {
        return;
    }
    see(pointer.clone());
    let within: Vec<String> = match question.ask {
        Ask::Group => vec![pointer],
        Ask::Rows => {
            let count = rows(form, &pointer).max(usize::from(question.need));
            (0..count).map(|n| format!("{pointer}/{n}")).collect()
        }
        _ => Vec::new(),
    };
    for at in within {
        for part in &question.parts {
            spots(form, part, format!("{at}/{}", part.path), see);
        }
    }
}

/// The place itself, else the first one inside it, else the nearest one that holds it.
fn home<'a>(all: &'a [(&'static str, String)], path: &str) -> Option<&'a (&'static str, String)> {
    let inside = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if path.is_empty() {
        return None;
    }
    let exact = all.iter().find(|(_, at)| at == path);
    exact
        .or_else(|| all.iter().find(|(_, at)| inside(path, at)))
        .or_else(|| {
            let holding = all.iter().filter(|(_, at)| inside(at, path));
            // The first of the longest: the page on which it is entered, not one that only adds to it.
            holding.rev().max_by_key(|(_, at)| at.len())
        })
}

impl Drawer<'_> {
    /// The list of steps, the open one marked.
    #[must_use]
    pub fn step_lines(&self, here: &str) -> Vec<StepLine> {
        self.steps
            .iter()
            .map(|step| self.step_line(step, here))
            .collect()
    }

    fn step_line(&self, step: &StepDef, here: &str) -> StepLine {
        let places = places(self.form, &step.questions);
        let answered = places
            .iter()
            .filter(|p| is_answered(self.form, &p.pointer))
            .count();
        let open = places.iter().filter(|place| self.is_open(place)).count();
        let wrong = self.wrong(step, &places);
        let now = step.code == here;
        // The last step is done when nothing stops the request any more.
        let last = step.code == "sign";
        let rest = last && !self.gaps().iter().any(|gap| gap.stops);
        let (tone, spoken) = match (now, answered, open + wrong) {
            (true, ..) => (Tone::Run, self.t.step_said_now()),
            (_, _, 0) if last && rest => (Tone::Soon, self.t.step_said_wanting()),
            (_, 0, _) => (Tone::Yours, self.t.step_said_todo()),
            (_, _, 0) if last => (Tone::Yours, self.t.step_said_todo()),
            (_, _, 0) => (Tone::Done, self.t.step_said_done()),
            _ => (Tone::Soon, self.t.step_said_wanting()),
        };
        let note = if answered > 0 && open + wrong > 0 {
            let n = i64::try_from(open + wrong).unwrap_or(i64::MAX);
            self.t.step_missing(&n.to_string(), n)
        } else {
            self.note(step, &places)
        };
        StepLine {
            href: format!("{}/{}", self.base, step.code),
            word: self.t.listed("step", step.code),
            tone,
            spoken,
            note,
            here: now,
        }
    }

    /// Must be answered and is not.
    fn is_open(&self, place: &Place<'_>) -> bool {
        place.needed && !is_answered(self.form, &place.pointer)
    }

    /// Wrong answers and stopping defects of a step that are not mere absences.
    fn wrong(&self, step: &StepDef, places: &[Place<'_>]) -> usize {
        let own = places.iter().filter(|place| self.own_fault(place)).count();
        let found = self
            .homes
            .home
            .iter()
            .zip(self.defects)
            .filter(|(home, defect)| {
                defect.stops
                    && home.as_ref().is_some_and(|(code, at)| {
                        *code == step.code
                            && !places
                                .iter()
                                .any(|p| self.is_open(p) && same_or_inside(at, &p.pointer))
                    })
            })
            .count();
        own + found
    }

    fn own_fault(&self, place: &Place<'_>) -> bool {
        let value = self.form.pointer(&place.pointer);
        value.is_some_and(|value| fault(place.question.ask, value).is_some())
    }

    fn note(&self, step: &StepDef, places: &[Place<'_>]) -> String {
        if step.code == "where" {
            return self.scene.addressee.chars().take(48).collect();
        }
        let first = places.iter().find_map(|place| {
            let answers = read(self.form, &place.pointer, place.question.ask);
            let answer = answers.into_iter().next()?;
            match place.question.ask {
                Ask::Line | Ask::Code => Some(answer),
                Ask::Bases => {
                    let (instrument, article) = answer.split_once('|')?;
                    Some(self.t.basis(instrument, article))
                }
                Ask::One if place.question.list != "language" => {
                    Some(self.t.listed(&place.question.list, &answer))
                }
                _ => None,
            }
        });
        first
            .map(|text| text.chars().take(48).collect())
            .unwrap_or_default()
    }

    /// Questions that must be answered and are not, each with its page.
    #[must_use]
    pub fn missing(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for step in self.steps {
            for place in places(self.form, &step.questions) {
                if self.is_open(&place) {
                    gaps.push(Gap {
                        href: self.place(step.code, &place.pointer),
                        text: self.t.letter_missing(&self.label(place.question)),
                        stops: true,
                    });
                } else if self.own_fault(&place) {
                    let value = self.form.pointer(&place.pointer);
                    let fault = value.and_then(|value| fault(place.question.ask, value));
                    let Some(fault) = fault else { continue };
                    gaps.push(Gap {
                        href: self.place(step.code, &place.pointer),
                        text: format!("{}: {}", self.label(place.question), self.says(fault)),
                        stops: true,
                    });
                }
            }
        }
        gaps
    }

    /// What is missing and what is wrong, each with the place where it is mended; said once.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = self.missing();
        let open: Vec<String> = self
            .steps
            .iter()
            .flat_map(|step| places(self.form, &step.questions))
            .filter(|place| self.is_open(place) || self.own_fault(place))
            .map(|place| place.pointer)
            .collect();
        for (defect, home) in self.defects.iter().zip(&self.homes.home) {
            let said = |at: &String| open.iter().any(|one| same_or_inside(at, one));
            if home.as_ref().is_some_and(|(_, at)| said(at)) {
                continue;
            }
            let href = home.as_ref().map_or_else(
                || format!("{}/where", self.base),
                |(step, at)| self.place(step, at),
            );
            if gaps
                .iter()
                .any(|gap| gap.href == href && gap.text == defect.text)
            {
                continue;
            }
            gaps.push(Gap {
                href,
                text: defect.text.clone(),
                stops: defect.stops,
            });
        }
        gaps
    }

    /// How many questions are rightly answered, of how many that must be.
    #[must_use]
    pub fn score(&self) -> (usize, usize) {
        let mut score = (0, 0);
        for step in self.steps {
            for place in places(self.form, &step.questions)
                .iter()
                .filter(|place| place.needed)
            {
                score.1 += 1;
                let stopped = self
                    .homes
                    .at(&place.pointer)
                    .filter_map(|n| self.defects.get(n))
                    .any(|defect| defect.stops);
                let right = !self.is_open(place) && !self.own_fault(place) && !stopped;
                score.0 += usize::from(right);
            }
        }
        score
    }

    fn place(&self, step: &str, pointer: &str) -> String {
        let id = Field::text(pointer, "").id();
        format!("{}/{step}#{id}", self.base)
    }

    /// The page and the field of a place that the check named.
    #[must_use]
    pub fn href_of(&self, path: &str) -> String {
        let mut all: Vec<(&'static str, String)> = Vec::new();
        for step in self.steps {
            for question in &step.questions {
                spots(self.form, question, question.path.clone(), &mut |at| {
                    all.push((step.code, at));
                });
            }
        }
        home(&all, path).map_or_else(
            || format!("{}/where", self.base),
            |(step, at)| self.place(step, at),
        )
    }
}

fn same_or_inside(outer: &str, inner: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use comity_core::kind::Kind;
    use serde_json::json;

    use super::super::form::steps;
    use super::super::scene::Scene;
    use super::*;
    use crate::words::{Lang, Words};

    fn defect(code: &str, path: &str) -> Defect {
        Defect {
            code: code.into(),
            stops: true,
            path: path.into(),
            text: code.into(),
        }
    }

    #[test]
    fn a_defect_shows_at_its_own_question_and_a_fresh_page_does_not_scold() {
        let steps = steps(Kind::Preservation);
        let form = json!({"selectors": [{"id": "s1", "value": "fern-4471"}]});
        let defects = [
            defect("SEL.INVALID", "/selectors/0/value"),
            defect("FAC.SUMMARY_THIN", "/facts"),
            defect("TIM.RANGE_MISSING", "/items/0/period"),
            defect("ADR.NOTIFICATION_MISSING", "/notified_states"),
        ];
        let scene = Scene::default();
        let t = Words::of(Lang::En);
        let drawer = Drawer::new(t, "/d/1".into(), &form, steps, &defects, &scene);
        let step = |code: &str| steps.iter().find(|s| s.code == code).expect("there is one");
        let errors = drawer.errors(&drawer.fields(step("data")));
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].href, "#f-selectors-0-value");
        assert!(drawer.errors(&drawer.fields(step("facts"))).is_empty());
        let gaps = drawer.gaps();
        let at = |place: &str| gaps.iter().filter(|g| g.href == place).count();
        assert_eq!(at("/d/1/data#f-selectors-0-value"), 1);
        assert_eq!(at("/d/1/facts#f-facts"), 1, "missing and thin is said once");
        assert_eq!(
            at("/d/1/where#f-notified-states"),
            1,
            "a list that is not there has its page"
        );
        assert!(drawer.score().0 < drawer.score().1);
    }

    #[test]
    fn a_defect_inside_a_place_shows_at_the_place_and_one_around_it_at_its_first_part() {
        let all = vec![
            ("data", "/items".to_owned()),
            ("data", "/items/0/elements".to_owned()),
            ("data", "/items/0/period/from".to_owned()),
            ("facts", "/items".to_owned()),
            ("facts", "/items/0/nexus".to_owned()),
        ];
        let at = |path: &str| home(&all, path).map(|(step, place)| (*step, place.as_str()));
        assert_eq!(
            at("/items/0/elements/3"),
            Some(("data", "/items/0/elements"))
        );
        assert_eq!(at("/items/0/nexus"), Some(("facts", "/items/0/nexus")));
        assert_eq!(at("/items"), Some(("data", "/items")));
        assert_eq!(at("/addressee/state"), None);
    }
}
