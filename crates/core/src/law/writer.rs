//! From positions to words: the answer as people and programs read it.

use super::bind::About;
use super::decision::{Decision, Exclusion, Limit, Note, Presumption};
use super::gate::CONSENT;
use super::pack::Pack;
use super::query::Query;
use super::table::{InstrumentIx, TimeLimit};
use super::terms::OffenceMode;
use super::verdict::{Excluded, Noted, Verdict};
use super::words::Words;
use crate::basis::{Basis, BasisRole, Confidence};

/// Writes one answer in one language.
pub(crate) struct Writer<'p, 'q> {
    pub(crate) pack: &'p Pack,
    pub(crate) query: &'q Query,
    pub(crate) words: &'p Words,
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

    pub(crate) fn decision(&self, verdict: &Verdict<'_>) -> Decision {
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
                _ if base.article == CONSENT => "basis.consent",
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
        for it in verdict.excluded.iter() {
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
