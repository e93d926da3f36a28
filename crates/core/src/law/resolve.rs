//! The algorithm: candidates, filters, the sovereignty gate in front, then composition by layers.
//!
//! # Source
//! Our method (docs/decisions): multilateral, bilateral and fallback are layers, not a ladder;
//! Budapest Convention arts. 27(1), 28(1) and 39(2), UNTOC art. 18(6) and (7).

use super::bind::{About, Failed, binds};
use super::compose::{compose, fallback};
use super::pack::Pack;
use super::query::{Consent, Place, Query};
use super::scope::{Scene, push};
use super::table::{InstrumentIx, KindIx, MeasureIx, StateIx};
use super::terms::{Addressee, DualCriminality, InstrumentKind, Outcome};
use super::verdict::{Base, Excluded, Route, Verdict};
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
    pub(crate) failed: Vec<Excluded<'p>>,
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
        exclude(
            &mut found.failed,
            it.instrument,
            Failed::plain("unknown_location"),
        );
    }
    let mut verdict = refused(Route::Establishment, DualCriminality::NotApplicable);
    name_exclusions(&scene, &found, &mut verdict);
    verdict
}

/// A refusal in front: nothing was searched.
fn refused<'p>(route: Route, dual: DualCriminality) -> Verdict<'p> {
    Verdict {
        outcome: Outcome::Block,
        bases: Vec::new(),
        excluded: Vec::new(),
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
        failed: Vec::with_capacity(list.len()),
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
            Err(failed) => exclude(&mut found.failed, instrument, failed),
        }
    }
    found
}

pub(crate) fn exclude<'p>(
    into: &mut Vec<Excluded<'p>>,
    instrument: InstrumentIx,
    failed: Failed<'p>,
) {
    // Another State's statute is no instrument between these two.
    if failed.reason != "other_state_law" && !into.iter().any(|it| it.instrument == instrument) {
        into.push(Excluded {
            instrument,
            reason: failed.reason,
            about: failed.about,
        });
    }
}

/// Step 4, the gate in front: a provider, a registrar or nobody is addressed. Lawful only by an
/// instrument that opens the direct way, by the provider State's own permissive law, or by its
/// consent on file.
///
/// # Source
/// Recommendation 4 of the expert group: cross-border access with the consent of the State.
fn direct<'p>(scene: &Scene<'p, '_>, found: &Found<'p>) -> Verdict<'p> {
    let pack = scene.pack;
    let kind = &pack.law.kinds[usize::from(scene.query.kind)];
    let barred = barring(scene, found);
    let open: Vec<Candidate> = found
        .candidates
        .iter()
        .copied()
        .filter(|it| {
            let measure = &pack.law.measures[usize::from(it.measure)];
            let own_law = pack.law.instruments[usize::from(it.instrument)].kind
                == InstrumentKind::NationalLaw;
            measure.admits.has(scene.query.addressee)
                && !measure.never_sole
                && !(own_law && barred.is_some())
        })
        .collect();
    if !open.is_empty() {
        let mut verdict = compose(scene, scene.query.kind, &open, &found.candidates);
        if kind.discloses_directly && third_state_objects(scene) {
            scene.note(&mut verdict.conditions, None, &pack.law.third_state);
        }
        settle(&mut verdict);
        return verdict;
    }
    let on_file = matches!(
        scene.query.facts.consent,
        Some(Consent::Given | Consent::State)
    );
    if on_file && !kind.consent_of_holder {
        let mut verdict = refused(Route::Establishment, DualCriminality::Unknown);
        verdict.route = None;
        verdict.bases.push(Base {
            instrument: pack.fallback,
            measure: None,
            article: "consent on file",
            role: BasisRole::Fallback,
            confidence: Confidence::Medium,
        });
        verdict.unverified = true;
        for one in &pack.law.consent_conditions {
            push(
                &mut verdict.conditions,
                &one.code,
                &one.article,
                None,
                one.hangs,
            );
        }
        settle(&mut verdict);
        return verdict;
    }
    let mut verdict = refused(lawful_way(scene, found), DualCriminality::NotApplicable);
    if let Some((instrument, reason)) = barred {
        let failed = Failed {
            reason,
            about: About::State(scene.requested),
        };
        exclude(&mut verdict.excluded, instrument, failed);
    }
    for it in &found.candidates {
        exclude(
            &mut verdict.excluded,
            it.instrument,
            Failed::plain("addressee_not_admitted"),
        );
    }
    verdict
}

/// The requested State's own law that forbids its providers to answer this, unless it is lifted.
fn barring<'p>(scene: &Scene<'p, '_>, found: &Found<'p>) -> Option<(InstrumentIx, &'p str)> {
    let pack = scene.pack;
    let state = scene.party(scene.requested);
    pack.bars.iter().copied().find_map(|at| {
        let one = &pack.law.instruments[usize::from(at)];
        let bars = one.bars.as_ref()?;
        let emergency = bars.unless_emergency
            && (scene.query.facts.emergency == Some(true)
                || found.candidates.iter().any(|it| it.instrument == at));
        let in_time = one.in_force.is_some_and(|from| from <= scene.query.date);
        (one.state == Some(state)
            && in_time
            && bars.categories.admits(scene.query.category)
            && !emergency)
            .then_some((at, bars.reason.as_str()))
    })
}

/// Whether the law of the place where the data is said to be may forbid what is asked.
fn third_state_objects(scene: &Scene<'_, '_>) -> bool {
    let Some(Place::In(place)) = scene.query.facts.data_location else {
        return false;
    };
    let place: StateIx = scene.party(place);
    if place == scene.party(scene.requested) || place == scene.party(scene.query.requesting) {
        return false;
    }
    scene.pack.bars.iter().any(|at| {
        let one = &scene.pack.law.instruments[usize::from(*at)];
        one.state == Some(place)
            && one
                .bars
                .as_ref()
                .is_some_and(|it| it.objects_abroad && it.categories.admits(scene.query.category))
    })
}

/// Which authority to address instead, when nobody may be addressed directly.
fn lawful_way(scene: &Scene<'_, '_>, found: &Found<'_>) -> Route {
    let verdict = through_authority(scene, scene.query.kind, found);
    match verdict.route {
        Some(Route::To(way)) if !way.is_direct() => Route::To(way),
        _ => Route::To(Addressee::CentralAuthority),
    }
}

/// Steps 5 and 6: layers, and what is left where no treaty applies.
fn through_authority<'p>(scene: &Scene<'p, '_>, kind: KindIx, found: &Found<'p>) -> Verdict<'p> {
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
fn settle(verdict: &mut Verdict<'_>) {
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

/// Names every instrument that holds the measure and gives no basis, and always the four that
/// people ask about, each with the first filter it fails.
fn name_exclusions<'p>(scene: &Scene<'p, '_>, found: &Found<'p>, verdict: &mut Verdict<'p>) {
    let pack = scene.pack;
    let mut named = std::mem::take(&mut verdict.excluded);
    for it in &found.failed {
        let failed = Failed {
            reason: it.reason,
            about: it.about,
        };
        exclude(&mut named, it.instrument, failed);
    }
    for it in &found.candidates {
        let measure = &pack.law.measures[usize::from(it.measure)];
        if measure.never_sole {
            exclude(&mut named, it.instrument, Failed::plain("never_sole_basis"));
        } else if measure.channel_only {
            exclude(&mut named, it.instrument, Failed::plain("channel_only"));
        }
    }
    let kind = &pack.law.kinds[usize::from(scene.query.kind)];
    for (near, class) in &kind.also_named {
        for at in &pack.law.kinds[usize::from(*near)].candidates {
            let measure = &pack.law.measures[usize::from(*at)];
            let one = &pack.law.instruments[usize::from(measure.instrument)];
            if one.regime.as_ref().is_none_or(|it| it.class != *class) {
                continue;
            }
            let failed = match binds(pack, scene.query, measure.instrument, scene.requested) {
                Err(failed) => failed,
                Ok(_) => match scene.measure_scope(measure) {
                    Err(failed) => failed,
                    Ok(()) => Failed::plain("addressee_not_admitted"),
                },
            };
            exclude(&mut named, measure.instrument, failed);
        }
    }
    for at in &pack.always_named {
        if named.iter().any(|it| it.instrument == *at) {
            continue;
        }
        let failed = match binds(pack, scene.query, *at, scene.requested) {
            Err(failed) => failed,
            Ok(_) => match scene.instrument_scope(*at) {
                Err(failed) => failed,
                Ok(()) => Failed::plain("no_such_measure"),
            },
        };
        exclude(&mut named, *at, failed);
    }
    // A basis is never also excluded, save for articles that step back while others stay.
    named.retain(|it| {
        let articles_only = it.reason.starts_with("art_") || it.reason.starts_with("procedure_of");
        articles_only
            || !verdict
                .bases
                .iter()
                .any(|base| base.instrument == it.instrument)
    });
    verdict.excluded = named;
}
