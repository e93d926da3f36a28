//! Which instruments give no basis, and why: each with the first filter it fails.

use super::bind::{Failed, binds};
use super::resolve::Found;
use super::scope::Scene;
use super::table::InstrumentIx;
use super::verdict::{Excluded, Verdict};

/// Instruments that give no basis, each once, in the order in which they failed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exclusions<'p> {
    list: Vec<Excluded<'p>>,
    /// One bit for each instrument that is in the list: a pack has some dozens, and a decision asks
    /// for each of them.
    named: [u64; WORDS],
}

/// Words of the mask; instruments beyond it are looked up in the list.
const WORDS: usize = 4;

impl<'p> Exclusions<'p> {
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            list: Vec::with_capacity(room),
            named: [0; WORDS],
        }
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Excluded<'p>> {
        self.list.iter()
    }

    pub(crate) fn names(&self, instrument: InstrumentIx) -> bool {
        match self.named.get(usize::from(instrument) / 64) {
            Some(word) => word & (1 << (instrument % 64)) != 0,
            None => self.list.iter().any(|it| it.instrument == instrument),
        }
    }

    pub(crate) fn add(&mut self, instrument: InstrumentIx, failed: Failed<'p>) {
        // Another State's statute is no instrument between these two.
        if failed.reason == "other_state_law" || self.names(instrument) {
            return;
        }
        if let Some(word) = self.named.get_mut(usize::from(instrument) / 64) {
            *word |= 1 << (instrument % 64);
        }
        self.list.push(Excluded {
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
    for it in found.failed.iter() {
        let failed = Failed {
            reason: it.reason,
            about: it.about,
        };
        named.add(it.instrument, failed);
    }
    for it in &found.candidates {
        let measure = &pack.law.measures[usize::from(it.measure)];
        if measure.never_sole {
            named.add(it.instrument, Failed::plain("never_sole_basis"));
        } else if measure.channel_only {
            named.add(it.instrument, Failed::plain("channel_only"));
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
            named.add(measure.instrument, failed);
        }
    }
    for at in &pack.always_named {
        if named.names(*at) {
            continue;
        }
        let failed = match binds(pack, scene.query, *at, scene.requested) {
            Err(failed) => failed,
            Ok(_) => match scene.instrument_scope(*at) {
                Err(failed) => failed,
                Ok(()) => Failed::plain("no_such_measure"),
            },
        };
        named.add(*at, failed);
    }
    // A basis is never also excluded, save for articles that step back while others stay.
    named.list.retain(|it| {
        let articles_only = it.reason.starts_with("art_") || it.reason.starts_with("procedure_of");
        articles_only
            || !verdict
                .bases
                .iter()
                .any(|base| base.instrument == it.instrument)
    });
    verdict.excluded = named;
}
