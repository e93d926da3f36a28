//! The algorithm: candidates, filters, the sovereignty gate in front, then composition by layers.
//!
//! # Source
//! Our method (docs/decisions): multilateral, bilateral and fallback are layers, not a ladder;
//! Budapest Convention arts. 27(1), 28(1) and 39(2), UNTOC art. 18(6) and (7).

use super::bind::{Failed, binds};
use super::compose::compose;
use super::exclude::{Exclusions, name_exclusions};
use super::fallback::fallback;
use super::gate::direct;
use super::pack::Pack;
use super::query::{Place, Query};
use super::scope::Scene;
use super::table::{InstrumentIx, KindIx, MeasureIx, StateIx};
use super::terms::{DualCriminality, InstrumentKind, Outcome};
use super::verdict::{Base, Route, Verdict};
use crate::basis::{BasisRole, Confidence};

/// A measure that passed every filter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) measure: MeasureIx,
    pub(crate) instrument: InstrumentIx,
    pub(crate) confidence: Confidence,
}

/// What was found for one kind of measure.
#[derive(Debug, Default)]
pub(crate) struct Found<'p> {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) failed: Exclusions<'p>,
}

/// Decides by positions: the fast form, for whoever asks many questions.
#[must_use]
pub fn decide_ids<'p>(pack: &'p Pack, query: &Query) -> Verdict<'p> {
    let Some(requested) = query.requested else {
        return refused(Route::Establishment, DualCriminality::Unknown);
    };
    if requested == query.requesting {
        return refused(Route::DomesticLaw, DualCriminality::NotApplicable);
    }
    let kind = &pack.law.kinds[usize::from(query.kind)];
    // Where nobody is asked, what counts is the State in which the data lies.
    let requested = match query.facts.data_location {
        Some(Place::In(place)) if kind.consent_of_holder => place,
        Some(Place::Unknown) if kind.consent_of_holder => {
            return unknown_place(pack, query, requested);
        }
        _ => requested,
    };
    let scene = Scene {
        pack,
        query,
        requested,
    };
    let found = search(&scene, query.kind);
    let mut verdict = if query.addressee.is_direct() {
        direct(&scene, &found)
    } else {
        through_authority(&scene, query.kind, &found)
    };
    name_exclusions(&scene, &found, &mut verdict);
    verdict
}

/// Nobody knows where the data is: no instrument reaches an unknown place.
///
/// # Source
/// Budapest Convention art. 32(b): data located in another Party.
fn unknown_place<'p>(pack: &'p Pack, query: &Query, requested: StateIx) -> Verdict<'p> {
    let scene = Scene {
        pack,
        query,
        requested,
    };
    let mut found = search(&scene, query.kind);
    for it in std::mem::take(&mut found.candidates) {
        let failed = Failed::plain("unknown_location");
        found.failed.add(it.instrument, failed);
    }
    let mut verdict = refused(Route::Establishment, DualCriminality::NotApplicable);
    name_exclusions(&scene, &found, &mut verdict);
    verdict
}

/// A refusal in front: nothing was searched.
pub(crate) fn refused<'p>(route: Route, dual: DualCriminality) -> Verdict<'p> {
    Verdict {
        outcome: Outcome::Block,
        bases: Vec::new(),
        excluded: Exclusions::default(),
        limits: Vec::new(),
        later: Vec::new(),
        dual,
        conditions: Vec::new(),
        risks: Vec::new(),
        route: Some(route),
        unverified: false,
    }
}

/// Steps 1 to 3: candidates, time and territory, scope.
pub(crate) fn search<'p>(scene: &Scene<'p, '_>, kind: KindIx) -> Found<'p> {
    let pack = scene.pack;
    let list = &pack.law.kinds[usize::from(kind)].candidates;
    let mut found = Found {
        candidates: Vec::with_capacity(8),
        failed: Exclusions::with_room(list.len()),
    };
    let mut last: Option<(InstrumentIx, Result<Confidence, Failed<'p>>)> = None;
    for at in list {
        let measure = &pack.law.measures[usize::from(*at)];
        let instrument = measure.instrument;
        if pack.law.instruments[usize::from(instrument)].kind == InstrumentKind::Fallback {
            continue;
        }
        let bound = match last {
            Some((same, known)) if same == instrument => known,
            _ => {
                let known = binds(pack, scene.query, instrument, scene.requested);
                last = Some((instrument, known));
                known
            }
        };
        match bound.and_then(|sure| scene.measure_scope(measure).map(|()| sure)) {
            Ok(sure) => found.candidates.push(Candidate {
                measure: *at,
                instrument,
                confidence: sure.min(measure.confidence),
            }),
            Err(failed) => found.failed.add(instrument, failed),
        }
    }
    found
}

/// Steps 5 and 6: layers, and what is left where no treaty applies.
pub(crate) fn through_authority<'p>(
    scene: &Scene<'p, '_>,
    kind: KindIx,
    found: &Found<'p>,
) -> Verdict<'p> {
    let pack = scene.pack;
    let treaty = |list: &[Candidate]| -> Vec<Candidate> {
        list.iter()
            .copied()
            .filter(|it| {
                let measure = &pack.law.measures[usize::from(it.measure)];
                let own_law = pack.law.instruments[usize::from(it.instrument)].kind
                    == InstrumentKind::NationalLaw;
                !own_law && !measure.never_sole && !measure.channel_only
            })
            .collect()
    };
    let row = &pack.law.kinds[usize::from(kind)];
    let usable = treaty(&found.candidates);
    if !usable.is_empty() {
        let mut verdict = compose(scene, kind, &usable, &found.candidates);
        // What serves where nothing is made for it stays usable beside.
        for other in &row.served_by {
            for it in treaty(&search(scene, *other).candidates) {
                beside(pack, &it, &mut verdict);
            }
        }
        settle(&mut verdict);
        return verdict;
    }
    for (list, elsewhere) in [(&row.served_by, false), (&row.alternatives, true)] {
        for other in list {
            let near = search(scene, *other);
            let usable = treaty(&near.candidates);
            if usable.is_empty() {
                continue;
            }
            let mut verdict = compose(scene, *other, &usable, &near.candidates);
            settle(&mut verdict);
            if elsewhere && verdict.outcome != Outcome::RouteElsewhere {
                verdict.outcome = Outcome::RouteElsewhere;
                verdict.route = first_way(pack, &verdict);
            }
            return verdict;
        }
    }
    let mut verdict = fallback(scene, kind, &found.candidates);
    settle(&mut verdict);
    verdict
}

fn beside<'p>(pack: &'p Pack, it: &Candidate, verdict: &mut Verdict<'p>) {
    let shown = verdict
        .bases
        .iter()
        .any(|known| known.instrument == it.instrument);
    if !shown {
        verdict.bases.push(Base {
            instrument: it.instrument,
            measure: Some(it.measure),
            article: &pack.law.measures[usize::from(it.measure)].cite,
            role: BasisRole::Parallel,
            confidence: it.confidence,
        });
    }
}

fn first_way(pack: &Pack, verdict: &Verdict<'_>) -> Option<Route> {
    let measure = verdict.bases.iter().find_map(|base| base.measure)?;
    pack.law.measures[usize::from(measure)]
        .first_way
        .map(Route::To)
}

/// Step 11: does the answer hang on anything?
pub(crate) fn settle(verdict: &mut Verdict<'_>) {
    if verdict.outcome != Outcome::RouteElsewhere {
        verdict.outcome = if verdict.conditions.iter().any(|it| it.strict) {
            Outcome::ProceedWithConditions
        } else {
            Outcome::Proceed
        };
    }
    verdict.unverified |= verdict
        .bases
        .iter()
        .any(|it| it.role != BasisRole::Parallel && it.confidence < Confidence::High);
}
