//! What another pack would change: the answers that differ, over the pairs of States it can touch.
//!
//! Two persons change the law data of a node; before the second one agrees, both see which answers
//! would be others. Only what differs between the packs is asked again: the pairs of a State whose rows
//! or profile changed, and the pairs of an instrument that changed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::effect::{Change, answer, questions};
use super::pack::Pack;
use super::query::{Facts, Query};
use super::resolve::decide_ids;
use super::table::{InstrumentIx, KindIx, StateIx};
use super::terms::{Addressee, DataCategory, Day};
use super::verdict::Verdict;
use crate::basis::{BasisRole, Confidence};

/// Changes that are listed one by one; beyond them only the count is given.
const LISTED: usize = 400;

/// Which answers differ between two packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackEffect {
    /// Hash of the pack in force.
    pub before: String,
    /// Hash of the other pack.
    pub after: String,
    /// Day on which both were asked.
    pub on: String,
    /// States whose rows or profile differ.
    pub states: Vec<String>,
    /// Instruments that differ.
    pub instruments: Vec<String>,
    /// Questions put to both.
    pub asked: usize,
    /// Answers that differ.
    pub changed: usize,
    /// Answers of which one has become better or less well verified, and no more.
    pub verification: usize,
    /// The first of those that differ.
    pub changes: Vec<Change>,
}

type Asked = (KindIx, DataCategory, Addressee);

/// Asks both packs everything that their differences can touch, on one day.
#[must_use]
pub fn compare(before: &Pack, after: &Pack, on: Day) -> PackEffect {
    let differing = Differing::between(before, after);
    let mut out = PackEffect {
        before: before.hash().to_owned(),
        after: after.hash().to_owned(),
        on: on.to_string(),
        states: differing.states.iter().cloned().collect(),
        instruments: differing.instruments.iter().cloned().collect(),
        asked: 0,
        changed: 0,
        verification: 0,
        changes: Vec::new(),
    };
    let (all, few) = (every_question(after), differing.questions(after));
    for (from, to, narrow) in differing.pairs(before, after) {
        let list = if narrow { &few } else { &all };
        for asked in list {
            let (Some(a), Some(b)) = (
                query(before, after, &from, &to, *asked, on, false),
                query(before, after, &from, &to, *asked, on, true),
            ) else {
                continue;
            };
            out.asked += 1;
            let (old, new) = (decide_ids(before, &a), decide_ids(after, &b));
            if !same(before, &old, after, &new) {
                out.changed += 1;
                if out.changes.len() < LISTED {
                    let (kind, category, addressee) = *asked;
                    out.changes.push(Change {
                        requesting: from.clone(),
                        requested: to.clone(),
                        measure: after.law.kinds[usize::from(kind)].name.clone(),
                        data_category: category,
                        addressee,
                        before: answer(before, &old),
                        after: answer(after, &new),
                    });
                }
            } else if old.unverified != new.unverified {
                out.verification += 1;
            }
        }
    }
    out
}

/// What two packs say differently.
struct Differing {
    /// The table of measures, offences or territories: everything may be another answer.
    everything: bool,
    instruments: BTreeSet<String>,
    states: BTreeSet<String>,
}

impl Differing {
    fn between(before: &Pack, after: &Pack) -> Self {
        let everything = before.kind_names != after.kind_names
            || before.tables != after.tables
            || before.answers_for.len() != after.answers_for.len();
        let mut instruments = BTreeSet::new();
        let ids = before.instrument_names.keys();
        for id in ids.chain(after.instrument_names.keys()) {
            if prose(before, id) != prose(after, id) {
                instruments.insert(id.clone());
            }
        }
        let mut states = BTreeSet::new();
        let (old, new): (BTreeSet<String>, BTreeSet<String>) = (lines(before), lines(after));
        for line in old.symmetric_difference(&new) {
            states.extend(line.split('|').next().map(str::to_owned));
        }
        let profiles = before.profiles().chain(after.profiles());
        for one in profiles {
            if before.profile(&one.iso2) != after.profile(&one.iso2) {
                states.insert(one.iso2.clone());
            }
        }
        Self {
            everything,
            instruments,
            states,
        }
    }

    /// Pairs to ask about, and whether only the questions of the changed instruments count there.
    fn pairs(&self, before: &Pack, after: &Pack) -> Vec<(String, String, bool)> {
        let known = |pack: &Pack| -> BTreeSet<String> {
            let rows = pack.party_rows.iter().map(|row| row.iso2.clone());
            rows.filter(|code| code != "EU").collect()
        };
        let mut all = known(before);
        all.extend(known(after));
        let members: BTreeSet<String> = [before, after]
            .iter()
            .flat_map(|pack| pack.party_rows.iter())
            .filter(|row| self.instruments.contains(&row.instrument_id))
            .map(|row| row.iso2.clone())
            .collect();
        let own_law = self.instruments.iter().any(|id| {
            [before, after].iter().any(|pack| {
                let at = pack.instrument_names.get(id).copied().unwrap_or(u16::MAX);
                let one = pack.law.instruments.get(usize::from(at));
                one.is_some_and(|it| it.requested_only)
            })
        });
        let mut pairs = Vec::new();
        for from in &all {
            for to in all.iter().filter(|to| *to != from) {
                let touched = self.states.contains(from) || self.states.contains(to);
                let within = members.contains(from) && members.contains(to);
                if self.everything || touched {
                    pairs.push((from.clone(), to.clone(), false));
                } else if within || own_law {
                    pairs.push((from.clone(), to.clone(), true));
                }
            }
        }
        pairs
    }

    fn questions(&self, pack: &Pack) -> Vec<Asked> {
        let changed = self.instruments.iter();
        by_way(
            pack,
            changed.filter_map(|id| pack.instrument_names.get(id).copied()),
        )
    }
}

/// Every question that some instrument of the pack can answer.
fn every_question(pack: &Pack) -> Vec<Asked> {
    let all = 0..pack.law.instruments.len();
    by_way(pack, all.filter_map(|at| InstrumentIx::try_from(at).ok()))
}

/// One question for each kind, each data that some measure of these instruments admits for it, and each
/// of the two ways: to an authority, and directly.
fn by_way(pack: &Pack, instruments: impl Iterator<Item = InstrumentIx>) -> Vec<Asked> {
    let mut out: Vec<Asked> = Vec::new();
    for at in instruments {
        for (kind, category, addressee) in questions(pack, at) {
            let known = out.iter().any(|(k, c, a)| {
                *k == kind && *c == category && a.is_direct() == addressee.is_direct()
            });
            if !known {
                out.push((kind, category, addressee));
            }
        }
    }
    out
}

fn query(
    before: &Pack,
    after: &Pack,
    from: &str,
    to: &str,
    (kind, category, addressee): Asked,
    date: Day,
    new: bool,
) -> Option<Query> {
    let pack = if new { after } else { before };
    let name = &after.law.kinds[usize::from(kind)].name;
    let state = |code: &str| -> Option<StateIx> { pack.states.of(code) };
    Some(Query {
        requesting: state(from)?,
        requested: Some(state(to)?),
        addressee,
        kind: *pack.kind_names.get(name)?,
        category,
        offence: None,
        max_penalty_months: None,
        date,
        facts: Facts::default(),
    })
}

fn same(before: &Pack, old: &Verdict<'_>, after: &Pack, new: &Verdict<'_>) -> bool {
    fn main<'a>(
        pack: &'a Pack,
        verdict: &'a Verdict<'_>,
    ) -> impl Iterator<Item = (&'a str, &'a str, BasisRole)> {
        verdict
            .bases
            .iter()
            .filter(|base| base.role != BasisRole::Parallel)
            .map(|base| {
                let id = &pack.law.instruments[usize::from(base.instrument)].id;
                (id.as_str(), base.article, base.role)
            })
    }
    fn limits<'a>(
        verdict: &'a Verdict<'_>,
    ) -> impl Iterator<Item = (&'a str, Option<u32>, &'a str)> {
        let all = verdict.limits.iter();
        all.map(|(_, it)| (it.word.as_str(), it.value, it.bound.as_str()))
    }
    let strict = |verdict: &Verdict<'_>| verdict.conditions.iter().filter(|it| it.strict).count();
    old.outcome == new.outcome
        && old.dual == new.dual
        && old.route.map(super::verdict::Route::as_str)
            == new.route.map(super::verdict::Route::as_str)
        && strict(old) == strict(new)
        && main(before, old).eq(main(after, new))
        && limits(old).eq(limits(new))
}

fn prose<'a>(pack: &'a Pack, id: &str) -> Option<&'a Value> {
    let at = pack.instrument_names.get(id)?;
    pack.prose.get(usize::from(*at))
}

const fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// Each party row in one line, its State first.
fn lines(pack: &Pack) -> BTreeSet<String> {
    pack.party_rows
        .iter()
        .map(|row| {
            [
                row.iso2.as_str(),
                &row.instrument_id,
                &row.status,
                &row.date_of_entry_into_force,
                sure(row.confidence),
                &row.date_to,
                &row.territory,
                &row.reservations,
            ]
            .join("|")
        })
        .collect()
}
