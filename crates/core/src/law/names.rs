//! Names of the files to positions of the table; a name that does not resolve is a fault.

use std::collections::BTreeMap;

use super::fault::Faults;
use super::raw;
use super::states::StateIndex;
use super::table::{
    Categories, Condition, Fact, Holder, InstrumentIx, KindIx, NONE, OffenceIx, OffenceTest,
    StateIx, Threshold, When,
};
use super::terms::Day;

/// Names to positions, and where to complain.
pub(crate) struct Names<'a> {
    pub(crate) states: &'a StateIndex,
    pub(crate) instruments: BTreeMap<&'a str, InstrumentIx>,
    pub(crate) kinds: BTreeMap<&'a str, KindIx>,
    pub(crate) offences: BTreeMap<&'a str, OffenceIx>,
    pub(crate) faults: &'a mut Faults,
}

impl Names<'_> {
    pub(crate) fn state(&mut self, row: &str, code: &str) -> StateIx {
        self.states.of(code).unwrap_or_else(|| {
            self.faults
                .add("instruments.json", row, "state_known", code);
            NONE
        })
    }
    pub(crate) fn instrument(&mut self, file: &str, row: &str, id: &str) -> Option<InstrumentIx> {
        let found = self.instruments.get(id).copied();
        if found.is_none() {
            self.faults.add(file, row, "instrument_known", id);
        }
        found
    }
    pub(crate) fn kind(&mut self, row: &str, name: &str) -> Option<KindIx> {
        let found = self.kinds.get(name).copied();
        if found.is_none() {
            self.faults.add("measures.json", row, "measure_known", name);
        }
        found
    }
    pub(crate) fn kinds(&mut self, row: &str, names: &[String]) -> Vec<KindIx> {
        names
            .iter()
            .filter_map(|name| self.kind(row, name))
            .collect()
    }
    pub(crate) fn offence(&mut self, row: &str, id: &str) -> Option<OffenceIx> {
        let found = self.offences.get(id).copied();
        if found.is_none() {
            self.faults
                .add("instruments.json", row, "offence_known", id);
        }
        found
    }
    pub(crate) fn day(&mut self, row: &str, text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|| {
            self.faults.add("instruments.json", row, "date_valid", text);
            Day::UNKNOWN
        })
    }
    pub(crate) fn offence_test(&mut self, row: &str, test: &raw::OffenceTest) -> OffenceTest {
        match test {
            raw::OffenceTest::Word(word) => {
                if word != "criminalised" {
                    self.faults
                        .add("instruments.json", row, "offence_test_known", word);
                }
                OffenceTest::Criminalised
            }
            raw::OffenceTest::List(ids) => {
                OffenceTest::List(ids.iter().filter_map(|id| self.offence(row, id)).collect())
            }
        }
    }
    pub(crate) fn threshold(&mut self, row: &str, one: &raw::Threshold) -> Threshold {
        Threshold {
            months: one.months,
            code: one.code.clone(),
            article: one.article.clone(),
            reason: one.reason.clone(),
            to_be_shown: one.to_be_shown,
            not_for: one
                .not_for
                .as_ref()
                .map(|test| self.offence_test(row, test)),
            kinds: self.kinds(row, &one.measures),
            categories: Categories::of(&one.categories),
        }
    }
    pub(crate) fn when(&mut self, row: &str, one: &raw::When) -> When {
        let fact_unknown = one.fact_unknown.as_ref().and_then(|name| {
            let fact = Fact::parse(name);
            if fact.is_none() {
                self.faults.add("instruments.json", row, "fact_known", name);
            }
            fact
        });
        let kinds = self.kinds(row, &one.measures);
        let tri = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
        let emergency = tri(one.emergency, one.not_emergency);
        let immediate = tri(one.immediate, one.not_immediate);
        let always = one.categories.is_empty()
            && kinds.is_empty()
            && emergency.is_none()
            && immediate.is_none()
            && !one.outside_core
            && !one.consent_missing
            && fact_unknown.is_none()
            && one.holder.is_empty()
            && one.reservation.is_none();
        When {
            categories: Categories::of(&one.categories),
            kinds,
            emergency,
            immediate,
            outside_core: one.outside_core,
            consent_missing: one.consent_missing,
            fact_unknown,
            holder: one.holder.iter().map(|name| Holder::parse(name)).collect(),
            reservation: one.reservation.clone(),
            always,
        }
    }
    pub(crate) fn conditions(&mut self, row: &str, list: &[raw::Condition]) -> Vec<Condition> {
        list.iter()
            .map(|one| Condition {
                code: one.code.clone(),
                article: one.article.clone(),
                hangs: one.gate == raw::Gate::Hangs,
                when: self.when(row, &one.when),
            })
            .collect()
    }
}
