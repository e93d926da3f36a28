//! Which instruments give no basis, and why: each with the first filter it fails.

use super::bind::{Failed, binds};
use super::resolve::Found;
use super::scope::Scene;
use super::table::InstrumentIx;
use super::verdict::{Excluded, Verdict};

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

/// Names every instrument that holds the measure and gives no basis, and always the four that
/// people ask about, each with the first filter it fails.
pub(crate) fn name_exclusions<'p>(
    scene: &Scene<'p, '_>,
    found: &Found<'p>,
    verdict: &mut Verdict<'p>,
) {
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
