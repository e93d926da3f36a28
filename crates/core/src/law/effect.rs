//! What changes if a State joins an instrument: which pairs, which measures, from what to what.
//!
//! Every question is asked twice, without and with the new party; only differences are kept.

use serde::{Deserialize, Serialize};

use super::pack::Pack;
use super::query::{Assumption, Facts, Query, QueryRefusal, QueryRefused, shown, state, unknown};
use super::resolve::decide_ids;
use super::table::{InstrumentIx, KindIx, StateIx};
use super::terms::{Addressee, DataCategory, Day, Outcome, RegimeClass};
use super::verdict::Verdict;
use crate::basis::BasisRole;

/// What a new party would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The State that joins.
    pub state: String,
    /// The instrument.
    pub instrument: String,
    /// From which day.
    pub from: String,
    /// Whether the instrument is in force on that day in the pack; if not, joining it changes nothing
    /// by itself, and the answer is what would change once it is in force between its signatories.
    pub in_force: bool,
    /// Whether the State is a party in the pack already.
    pub already_party: bool,
    /// How many questions were asked twice.
    pub asked: usize,
    /// How many States are on the other side of a change.
    pub partners: usize,
    /// The changes.
    pub changes: Vec<Change>,
    /// The law data that was asked.
    pub pack: String,
}

/// One answer that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Asking State.
    pub requesting: String,
    /// Asked State.
    pub requested: String,
    /// Kind of measure.
    pub measure: String,
    /// Category of data.
    pub data_category: DataCategory,
    /// Who receives it.
    pub addressee: Addressee,
    /// The answer before.
    pub before: Answer,
    /// The answer after.
    pub after: Answer,
}

/// An answer in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether to go on.
    pub decision: Outcome,
    /// Instrument, article and role of each basis but the parallel ones.
    pub bases: Vec<(String, String, BasisRole)>,
}

/// What changes if `state` joins `instrument` from a day on.
///
/// # Errors
/// [`QueryRefused`] where a name or the day cannot be read.
pub fn effect(
    pack: &Pack,
    state_code: &str,
    instrument: &str,
    from: &str,
) -> Result<Effect, QueryRefused> {
    let joining = state(pack, "/state", state_code)?;
    let id = pack
        .aliases
        .instruments
        .get(instrument)
        .map_or(instrument, String::as_str);
    let at = *pack
        .instrument_names
        .get(id)
        .ok_or_else(|| unknown("/instrument", instrument, "an instrument of the pack"))?;
    let day = Day::parse(from).ok_or_else(|| QueryRefused {
        code: QueryRefusal::BadDate,
        field: "/from".into(),
        problem: format!("{:?} is not a day written 2027-03-16", shown(from)),
    })?;
    let one = &pack.law.instruments[usize::from(at)];
    let in_force =
        one.in_force.is_some_and(|it| it <= day) && one.applies_from.is_none_or(|it| it <= day);
    let party_today = |it: StateIx| {
        pack.rows_of(at, it)
            .any(|row| row.party && row.from <= day && day <= row.to)
    };
    let already_party = party_today(joining);
    // Not in force: what would change once it is, between those who signed.
    let others: Vec<StateIx> = (0..pack.states.len())
        .filter_map(|it| StateIx::try_from(it).ok())
        .filter(|it| *it != joining && !in_force && pack.rows_of(at, *it).next().is_some())
        .collect();
    let assume = |with: bool| -> Vec<Assumption> {
        let mut parties = others.clone();
        if with {
            parties.push(joining);
        } else if parties.is_empty() {
            return Vec::new();
        }
        vec![Assumption {
            instrument: at,
            date: Some(day),
            parties,
        }]
    };
    let mut out = Effect {
        state: pack.states.code(joining).to_owned(),
        instrument: id.to_owned(),
        from: day.to_string(),
        in_force,
        already_party,
        asked: 0,
        partners: 0,
        changes: Vec::new(),
        pack: pack.hash().to_owned(),
    };
    if already_party {
        return Ok(out);
    }
    let partners: std::collections::BTreeSet<StateIx> = pack
        .rows
        .iter()
        .map(|row| row.state)
        .filter(|it| *it != joining)
        .collect();
    let questions = questions(pack, at);
    let (without, with) = (assume(false), assume(true));
    for partner in partners {
        let mut touched = false;
        for (requesting, requested) in [(joining, partner), (partner, joining)] {
            for (kind, category, addressee) in &questions {
                let mut query = Query {
                    requesting,
                    requested: Some(requested),
                    addressee: *addressee,
                    kind: *kind,
                    category: *category,
                    offence: None,
                    max_penalty_months: None,
                    date: day,
                    facts: Facts {
                        assume: without.clone(),
                        ..Facts::default()
                    },
                };
                let before = decide_ids(pack, &query);
                query.facts.assume.clone_from(&with);
                let after = decide_ids(pack, &query);
                out.asked += 1;
                if same(&before, &after) {
                    continue;
                }
                touched = true;
                out.changes.push(Change {
                    requesting: pack.states.code(requesting).to_owned(),
                    requested: pack.states.code(requested).to_owned(),
                    measure: pack.law.kinds[usize::from(*kind)].name.clone(),
                    data_category: *category,
                    addressee: *addressee,
                    before: answer(pack, &before),
                    after: answer(pack, &after),
                });
            }
        }
        out.partners += usize::from(touched);
    }
    Ok(out)
}

/// The questions that the instrument can answer: its measures by their data and ways; where it
/// governs procedure, every measure of mutual assistance.
pub(crate) fn questions(pack: &Pack, at: InstrumentIx) -> Vec<(KindIx, DataCategory, Addressee)> {
    let one = &pack.law.instruments[usize::from(at)];
    let mut out = Vec::new();
    let mut ask = |kind: KindIx, category, addressee| {
        if !out.contains(&(kind, category, addressee)) {
            out.push((kind, category, addressee));
        }
    };
    for (kind_at, kind) in pack.law.kinds.iter().enumerate() {
        let Ok(kind_at) = KindIx::try_from(kind_at) else {
            continue;
        };
        for measure in &one.measures {
            let measure = &pack.law.measures[usize::from(*measure)];
            // The general provision answers under the name of the measure that it serves.
            if !kind.matches.contains(&measure.kind) || kind_at == pack.fallback_kind {
                continue;
            }
            for category in DataCategory::ALL {
                let none = *category == DataCategory::None;
                if measure.categories.is_empty() != none
                    || !none && !measure.categories.has(*category)
                {
                    continue;
                }
                for addressee in Addressee::ALL {
                    if measure.admits.has(*addressee) {
                        ask(kind_at, *category, *addressee);
                    }
                }
            }
        }
        let governs = one
            .regime
            .as_ref()
            .is_some_and(|it| !matches!(it.class, RegimeClass::OwnArticles));
        if governs && kind.regime && kind_at != pack.fallback_kind {
            ask(kind_at, DataCategory::Content, Addressee::CentralAuthority);
        }
    }
    out.retain(|(_, category, _)| *category != DataCategory::Identification);
    out
}

fn same(a: &Verdict<'_>, b: &Verdict<'_>) -> bool {
    let main = |it: &Verdict<'_>| -> Vec<(InstrumentIx, BasisRole)> {
        it.bases
            .iter()
            .filter(|base| base.role != BasisRole::Parallel)
            .map(|base| (base.instrument, base.role))
            .collect()
    };
    a.outcome == b.outcome && main(a) == main(b)
}

pub(crate) fn answer(pack: &Pack, verdict: &Verdict<'_>) -> Answer {
    Answer {
        decision: verdict.outcome,
        bases: verdict
            .bases
            .iter()
            .filter(|base| base.role != BasisRole::Parallel)
            .map(|base| {
                let id = pack.law.instruments[usize::from(base.instrument)]
                    .id
                    .clone();
                (id, base.article.to_owned(), base.role)
            })
            .collect(),
    }
}
