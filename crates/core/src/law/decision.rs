//! The answer as it is stored, sent and read: codes for programs, sentences for people.

use serde::{Deserialize, Serialize};

use super::bind::About;
use super::pack::Pack;
use super::query::{Query, QueryRefused};
use super::resolve::decide_ids;
use super::table::{InstrumentIx, TimeLimit};
use super::terms::{DualCriminality, OffenceMode, Outcome};
use super::verdict::{Excluded, Noted, Verdict};
use super::words::Words;
use crate::basis::{Basis, BasisRole, Confidence};

/// What the law says to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether to go on, and how.
    pub decision: Outcome,
    /// The bases, by the part they play.
    pub bases: Vec<Basis>,
    /// Instruments that give none, each with the reason.
    pub excluded: Vec<Exclusion>,
    /// Limits of the measure, those without a number too.
    pub time_limits: Vec<Limit>,
    /// Limits that begin with an event which may never happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_limits: Vec<Limit>,
    /// What is asked about the conduct in both States.
    pub dual_criminality: DualCriminality,
    /// What may be presumed of it, by the conduct.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dual_criminality_presumed: Option<Presumption>,
    /// Conditions, by their codes.
    pub conditions: Vec<String>,
    /// Grounds that may be raised, by their codes; a list, never a probability.
    pub refusal_risks: Vec<String>,
    /// Where to go instead.
    pub route_to: Option<String>,
    /// Each code with its article and its sentence.
    pub notes: Vec<Note>,
    /// Safeguards of the bases, as their texts cite them.
    pub safeguards: Vec<String>,
    /// A fact of law is not certain: a person confirms before anything is sent.
    pub unverified: bool,
    /// The answer in sentences with articles.
    pub explanation: Vec<String>,
    /// Facts of the question that were not understood and did not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts_not_read: Vec<String>,
    /// The law data that was asked: hash of the pack.
    pub pack: String,
}

/// An instrument that gives no basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Its id.
    pub instrument: String,
    /// The reason, by its code.
    pub reason: String,
    /// The State or the day that it concerns.
    pub detail: String,
}

/// A time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many units; none where the text has no number.
    pub value: Option<u32>,
    /// `day`, `hour`, `month`, `hour_per_day`.
    pub unit: Option<String>,
    /// `min`, `max`, `target`, `default_max`, `expedited`, `until_decision`, `permanent`.
    pub bound: String,
    /// Whose limit it is.
    pub instrument: String,
    /// Where it stands.
    pub article: String,
    /// What must happen.
    pub what: String,
    /// From which event it runs.
    pub starts: Option<String>,
    /// Whether only working days count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub working_days: bool,
}

/// An offence that an instrument binding both sides obliges them to punish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presumption {
    /// The instrument.
    pub instrument: String,
    /// Its article on this conduct; a person confirms that both laws follow it.
    pub article: String,
}

/// A code with its article and its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `condition` or `refusal_risk`.
    pub about: String,
    /// The code.
    pub code: String,
    /// The instrument it comes from, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// The article it rests on; empty where none is cited.
    pub article: String,
    /// For a condition: whether the answer hangs on it. For a ground: whether its list is closed.
    pub strict: bool,
    /// The sentence.
    pub sentence: String,
}

/// Decides one question and says why in a language; English where it is not one of the six.
#[must_use]
pub fn decide(pack: &Pack, query: &Query, language: &str) -> Decision {
    let verdict = decide_ids(pack, query);
    Writer {
        pack,
        query,
        words: pack.words(language),
    }
    .decision(&verdict)
}

/// Decides one question written in JSON.
///
/// # Errors
/// [`QueryRefused`] names the field that cannot be read.
pub fn decide_json(pack: &Pack, text: &str, language: &str) -> Result<Decision, QueryRefused> {
    let (query, unread) = Query::from_json(pack, text)?;
    let mut decision = decide(pack, &query, language);
    decision.facts_not_read = unread;
    Ok(decision)
}

struct Writer<'p, 'q> {
    pack: &'p Pack,
    query: &'q Query,
    words: &'p Words,
}

impl Writer<'_, '_> {
    fn id(&self, at: InstrumentIx) -> &str {
        self.pack
            .law
            .instruments
            .get(usize::from(at))
            .map_or("", |one| one.id.as_str())
    }

    fn short(&self, at: InstrumentIx) -> &str {
        self.pack
            .law
            .instruments
            .get(usize::from(at))
            .map_or("", |one| one.short.as_str())
    }

    fn decision(&self, verdict: &Verdict<'_>) -> Decision {
        let mut notes = Vec::with_capacity(verdict.conditions.len() + verdict.risks.len());
        for (about, list) in [
            ("condition", &verdict.conditions),
            ("refusal_risk", &verdict.risks),
        ] {
            notes.extend(list.iter().map(|one| self.note(about, one)));
        }
        let mut safeguards: Vec<String> = Vec::new();
        for base in verdict
            .bases
            .iter()
            .filter(|it| it.role != BasisRole::Parallel)
        {
            let Some(at) = base.measure else { continue };
            for one in &self.pack.law.measures[usize::from(at)].safeguards {
                if !safeguards.contains(one) {
                    safeguards.push(one.clone());
                }
            }
        }
        Decision {
            decision: verdict.outcome,
            bases: verdict
                .bases
                .iter()
                .map(|base| Basis {
                    instrument: self.id(base.instrument).to_owned(),
                    article: base.article.to_owned(),
                    role: base.role,
                    confidence: base.confidence,
                })
                .collect(),
            excluded: verdict
                .excluded
                .iter()
                .map(|it| self.exclusion(it))
                .collect(),
            time_limits: verdict
                .limits
                .iter()
                .map(|(at, it)| self.limit(*at, it))
                .collect(),
            later_limits: verdict
                .later
                .iter()
                .map(|(at, it)| self.limit(*at, it))
                .collect(),
            dual_criminality: verdict.dual,
            dual_criminality_presumed: self.presumed(verdict),
            conditions: codes(&verdict.conditions),
            refusal_risks: codes(&verdict.risks),
            route_to: verdict.route.map(|route| route.as_str().to_owned()),
            explanation: self.explanation(verdict),
            notes,
            safeguards,
            unverified: verdict.unverified,
            facts_not_read: Vec::new(),
            pack: self.pack.hash().to_owned(),
        }
    }

    fn note(&self, about: &str, one: &Noted<'_>) -> Note {
        let key = format!("{about}.{}", one.code);
        let instrument = one.instrument.map(|at| self.id(at).to_owned());
        // A ground named by its article alone needs no sentence of its own.
        let sentence = match self.words.get(&key) {
            Some(_) => self.words.say(&key, &[("article", one.article)]),
            None => self.words.say(
                "refusal_risk.by_article",
                &[
                    ("article", one.article),
                    ("instrument", one.instrument.map_or("", |at| self.short(at))),
                ],
            ),
        };
        Note {
            about: about.to_owned(),
            code: one.code.to_owned(),
            instrument,
            article: one.article.to_owned(),
            strict: one.strict,
            sentence,
        }
    }

    fn exclusion(&self, it: &Excluded<'_>) -> Exclusion {
        Exclusion {
            instrument: self.id(it.instrument).to_owned(),
            reason: it.reason.to_owned(),
            detail: match it.about {
                About::Nothing => String::new(),
                About::State(state) => self.pack.states.code(state).to_owned(),
                About::Day(day) => day.to_string(),
            },
        }
    }

    fn limit(&self, at: InstrumentIx, it: &TimeLimit) -> Limit {
        Limit {
            value: it.value,
            unit: it.unit.clone(),
            bound: it.bound.clone(),
            instrument: self.id(at).to_owned(),
            article: it.article.clone(),
            what: it.word.clone(),
            starts: it.starts.clone(),
            working_days: it.working_days,
        }
    }

    /// Conduct, not labels: an instrument among the bases that obliges both sides to punish it.
    ///
    /// # Source
    /// Budapest Convention art. 25(5); UNCAC art. 43(2).
    fn presumed(&self, verdict: &Verdict<'_>) -> Option<Presumption> {
        let offence = self
            .pack
            .law
            .offences
            .get(usize::from(self.query.offence?))?;
        verdict.bases.iter().find_map(|base| {
            offence
                .articles
                .iter()
                .find(|(at, mode, _)| *at == base.instrument && *mode == OffenceMode::Criminalises)
                .map(|(at, _, article)| Presumption {
                    instrument: self.id(*at).to_owned(),
                    article: article.clone(),
                })
        })
    }

    fn explanation(&self, verdict: &Verdict<'_>) -> Vec<String> {
        let mut out = Vec::with_capacity(24);
        let say = |key: &str, values: &[(&str, &str)]| self.words.say(key, values);
        out.push(say(&format!("decision.{}", verdict.outcome.as_str()), &[]));
        for base in &verdict.bases {
            let key = match base.role {
                BasisRole::Measure => "basis.measure",
                BasisRole::Procedure => "basis.procedure",
                BasisRole::Channel => "basis.channel",
                BasisRole::Parallel => "basis.parallel",
                BasisRole::Fallback => "basis.fallback",
            };
            let values = [
                ("instrument", self.short(base.instrument)),
                ("article", base.article),
            ];
            out.push(say(key, &values));
            if base.confidence < Confidence::High && base.role != BasisRole::Parallel {
                out.push(say("unverified", &values[..1]));
            }
        }
        for it in &verdict.excluded {
            if !self.worth_saying(it) {
                continue;
            }
            let key = format!("excluded.{}", it.reason);
            let day = match it.about {
                About::Day(day) => day.to_string(),
                About::Nothing | About::State(_) => String::new(),
            };
            let state = match it.about {
                About::State(state) => self.pack.states.code(state),
                About::Nothing | About::Day(_) => "",
            };
            let values = [
                ("instrument", self.short(it.instrument)),
                ("state", state),
                ("date", day.as_str()),
            ];
            out.push(say(&key, &values));
        }
        for (at, it) in &verdict.limits {
            let number = it.value.map(|value| value.to_string()).unwrap_or_default();
            let unit = it
                .unit
                .as_deref()
                .map(|unit| say(&format!("unit.{unit}"), &[]));
            let what = say(&format!("limit.{}", it.word), &[]);
            let key = format!("bound.{}", it.bound);
            let values = [
                ("what", what.as_str()),
                ("value", number.as_str()),
                ("unit", unit.as_deref().unwrap_or("")),
                ("instrument", self.short(*at)),
                ("article", it.article.as_str()),
            ];
            out.push(say(&key, &values));
        }
        out.push(say(
            &format!("dual_criminality.{}", verdict.dual.as_str()),
            &[],
        ));
        for it in verdict.conditions.iter().filter(|it| it.strict) {
            out.push(say(
                &format!("condition.{}", it.code),
                &[("article", it.article)],
            ));
        }
        if let Some(route) = verdict.route {
            out.push(say(&format!("route_to.{}", route.as_str()), &[]));
        }
        out
    }

    /// The list names every instrument; the sentences name those that concern these two: the ones
    /// people ask about, and the ones to which at least one of the two belongs.
    fn worth_saying(&self, it: &Excluded<'_>) -> bool {
        let belongs = |state: Option<u16>| {
            state.is_some_and(|state| {
                let party = self.pack.answers_for[usize::from(state)];
                let own_law = self.pack.law.instruments[usize::from(it.instrument)].state;
                own_law == Some(party) || self.pack.rows_of(it.instrument, party).next().is_some()
            })
        };
        let one = &self.pack.law.instruments[usize::from(it.instrument)];
        let of_others = one.sides.is_some() && it.reason == "not_party";
        self.pack.always_named.contains(&it.instrument)
            || !of_others && (belongs(Some(self.query.requesting)) || belongs(self.query.requested))
    }
}

fn codes(list: &[Noted<'_>]) -> Vec<String> {
    list.iter().map(|one| one.code.to_owned()).collect()
}
