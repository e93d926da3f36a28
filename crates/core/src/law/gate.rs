//! The gate in front: nobody in another State is addressed directly without its consent.

use super::bind::{About, Failed};
use super::compose::compose;
use super::query::{Consent, Place};
use super::resolve::{Candidate, Found, refused, settle, through_authority};
use super::scope::{Scene, push};
use super::table::{InstrumentIx, StateIx};
use super::terms::{Addressee, DualCriminality, InstrumentKind};
use super::verdict::{Base, Route, Verdict};
use crate::basis::{BasisRole, Confidence};

/// What stands in the place of an article where a State's consent is the basis.
pub(crate) const CONSENT: &str = "consent_on_file";

/// Step 4, the gate in front: a provider, a registrar or nobody is addressed. Lawful only by an
/// instrument that opens the direct way, by the provider State's own permissive law, or by its
/// consent on file.
///
/// # Source
/// Recommendation 4 of the expert group: cross-border access with the consent of the State.
pub(crate) fn direct<'p>(scene: &Scene<'p, '_>, found: &Found<'p>) -> Verdict<'p> {
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
            article: CONSENT,
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
        verdict.excluded.add(instrument, failed);
    }
    for it in &found.candidates {
        let failed = Failed::plain("addressee_not_admitted");
        verdict.excluded.add(it.instrument, failed);
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
