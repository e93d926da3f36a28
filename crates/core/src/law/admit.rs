//! Does the lawful way admit this addressee?

use super::scope::{Scene, push};
use super::table::{Addressees, Measure};
use super::terms::{Addressee, Outcome};
use super::verdict::{Route, Verdict};
use crate::basis::BasisRole;

/// Does the lawful way admit this addressee? Urgent ways open only in an emergency that is stated,
/// and not where the State declared that they stay closed.
pub(crate) fn admit<'p>(
    scene: &Scene<'p, '_>,
    measure: &'p Measure,
    ways: Option<Addressees>,
    verdict: &mut Verdict<'p>,
) {
    let addressee = scene.query.addressee;
    let ways = ways.unwrap_or(measure.admits);
    if ways.has(addressee) {
        return;
    }
    if scene.query.facts.emergency == Some(true) && urgent_way(scene, verdict, addressee) {
        return;
    }
    verdict.outcome = Outcome::RouteElsewhere;
    let first = measure.first_way.filter(|way| ways.has(*way));
    let any = Addressee::ALL
        .iter()
        .copied()
        .find(|way| !way.is_direct() && ways.has(*way));
    let direct = Addressee::ALL.iter().copied().find(|way| ways.has(*way));
    verdict.route = first.or(any).or(direct).map(Route::To);
}

fn urgent_way<'p>(scene: &Scene<'p, '_>, verdict: &mut Verdict<'p>, addressee: Addressee) -> bool {
    let pack = scene.pack;
    let mut opened = false;
    for at in 0..verdict.bases.len() {
        let base = verdict.bases[at];
        // Where another treaty governs, its urgent ways count and the measure's own do not.
        let stepped_back = verdict.excluded.names(base.instrument);
        let Some(row) = base.measure else { continue };
        let measure = &pack.law.measures[usize::from(row)];
        if stepped_back || base.role == BasisRole::Parallel || !measure.admits_urgent.has(addressee)
        {
            continue;
        }
        match &measure.urgent_declaration {
            None => opened = true,
            Some((article, code)) => {
                match scene.declared(base.instrument, scene.requested, article) {
                    Some(true) => {}
                    Some(false) => opened = true,
                    None => {
                        opened = true;
                        push(
                            &mut verdict.conditions,
                            code,
                            article,
                            Some(base.instrument),
                            true,
                        );
                    }
                }
            }
        }
    }
    opened
}
