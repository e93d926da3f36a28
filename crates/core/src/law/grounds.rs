//! What an answer carries besides its bases: conditions, grounds that may be raised, articles that
//! step back.

use super::bind::Failed;
use super::compose::{Regime, treaty_in_force};
use super::scope::{Scene, push};
use super::table::{KindIx, Measure};
use super::verdict::Verdict;
use crate::basis::BasisRole;

pub(crate) fn conditions<'p>(
    scene: &Scene<'p, '_>,
    kind: KindIx,
    measure: &'p Measure,
    verdict: &mut Verdict<'p>,
) {
    let pack = scene.pack;
    let row = &pack.law.kinds[usize::from(kind)];
    let into = &mut verdict.conditions;
    let at = Some(measure.instrument);
    scene.scope_conditions(into, measure);
    scene.note(into, at, &measure.conditions);
    scene.note(into, at, &row.conditions);
    if !(row.permission_is_enough && measure.permission_only) {
        scene.note(into, at, &measure.effect_conditions);
    }
    if let Some(list) = pack.law.dual_conditions.get(&verdict.dual) {
        scene.note(into, at, list);
    }
    // A treaty in force is not yet a power at home: the requested State's own law is the last gate.
    let provided = pack.provided.get(&scene.party(scene.requested));
    if provided.is_some_and(|kinds| !kinds[usize::from(kind)]) && !row.permission_is_enough {
        scene.note(into, None, &pack.law.no_provision);
    }
}

/// Grounds by role: the measure's own list, and the procedure's. A closed list takes no addition.
pub(crate) fn refusals<'p>(
    scene: &Scene<'p, '_>,
    measure: &'p Measure,
    regime: Regime,
    verdict: &mut Verdict<'p>,
) {
    let pack = scene.pack;
    let other_treaty = match regime {
        Regime::Treaty(at, _) => at != measure.instrument,
        Regime::None | Regime::Union(_) | Regime::Own(_) => false,
    };
    for one in &measure.refusals {
        if !(one.own_regime && other_treaty) && scene.applies(measure.instrument, &one.when) {
            push(
                &mut verdict.risks,
                &one.code,
                &one.article,
                Some(measure.instrument),
                one.closed,
            );
        }
    }
    if let Regime::Treaty(at, _) = regime {
        for code in &pack.treaty_risks {
            push(&mut verdict.risks, code, "", Some(at), false);
        }
        for base in verdict
            .bases
            .iter()
            .filter(|it| it.role == BasisRole::Procedure)
        {
            let Some(row) = base.measure else { continue };
            for one in &pack.law.measures[usize::from(row)].refusals {
                if scene.applies(base.instrument, &one.when) {
                    push(
                        &mut verdict.risks,
                        &one.code,
                        &one.article,
                        Some(base.instrument),
                        false,
                    );
                }
            }
        }
        for one in &pack.law.treaty_conditions {
            push(
                &mut verdict.conditions,
                &one.code,
                &one.article,
                Some(at),
                one.hangs,
            );
        }
    }
}

/// Names the articles that step back because a mutual assistance treaty is in force.
///
/// # Source
/// Budapest Convention arts. 27(1) and 28(1); UNTOC art. 18(7); UNCAC art. 46(7).
pub(crate) fn step_back<'p>(
    scene: &Scene<'p, '_>,
    regime: Regime,
    measure: &'p Measure,
    verdict: &mut Verdict<'p>,
) {
    let pack = scene.pack;
    let governs = match regime {
        Regime::Treaty(at, _) | Regime::Union(at) => Some(at),
        Regime::None if measure.closed_list => treaty_in_force(scene).map(|(at, _)| at),
        Regime::None | Regime::Own(_) => None,
    };
    let Some(governs) = governs else { return };
    for at in 0..verdict.bases.len() {
        let instrument = verdict.bases[at].instrument;
        if instrument == governs {
            continue;
        }
        let own = pack.law.instruments[usize::from(instrument)]
            .regime
            .as_ref();
        if let Some(reason) = own.and_then(|it| it.switched_off.as_deref()) {
            verdict.excluded.add(instrument, Failed::plain(reason));
        }
    }
}
