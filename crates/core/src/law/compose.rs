//! Layers: which treaty gives the measure, which governs the procedure, what else may be used.

use super::admit::admit;
use super::bind::binds;
use super::exclude::Exclusions;
use super::grounds::{conditions, refusals, step_back};
use super::resolve::Candidate;
use super::scope::Scene;
use super::table::{Addressees, InstrumentIx, KindIx, Measure};
use super::terms::{Addressee, DualCriminality, Outcome, RegimeClass};
use super::verdict::{Base, Verdict};
use crate::basis::BasisRole;

/// What governs the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Regime {
    /// The kind of measure has none.
    None,
    /// An act of the Union between members.
    Union(InstrumentIx),
    /// A mutual assistance treaty in force between the two.
    Treaty(InstrumentIx, RegimeClass),
    /// The measure's own instrument, by its own articles.
    Own(InstrumentIx),
}

/// Composes the answer from measures that passed. `usable` may each be a basis by itself; `all` also
/// holds what may only stand beside.
pub(crate) fn compose<'p>(
    scene: &Scene<'p, '_>,
    kind: KindIx,
    usable: &[Candidate],
    all: &[Candidate],
) -> Verdict<'p> {
    let pack = scene.pack;
    let addressee = scene.query.addressee;
    let row = &pack.law.kinds[usize::from(kind)];
    let of = |it: &Candidate| -> &'p Measure { &pack.law.measures[usize::from(it.measure)] };
    let by_addressee = !row.regime || row.by_addressee || addressee.is_direct();
    let chosen = usable
        .iter()
        .enumerate()
        .min_by_key(|(at, it)| {
            let admitted = by_addressee && of(it).admits.has(addressee);
            (!admitted, scene.weight(it.instrument), *at)
        })
        .map(|(_, it)| *it)
        .expect("compose is called with at least one candidate");
    let measure = of(&chosen);
    let regime = regime(scene, row.regime, &chosen, measure);

    let mut verdict = Verdict {
        outcome: Outcome::Proceed,
        bases: Vec::with_capacity(8),
        excluded: Exclusions::with_room(64),
        limits: Vec::new(),
        later: Vec::new(),
        dual: row
            .dual
            .unwrap_or_else(|| dual(scene, measure, regime, usable)),
        conditions: Vec::with_capacity(12),
        risks: Vec::with_capacity(8),
        route: None,
        unverified: false,
    };
    let base = |it: &Candidate, role| Base {
        instrument: it.instrument,
        measure: Some(it.measure),
        article: of(it).cite.as_str(),
        role,
        confidence: it.confidence,
    };
    verdict.bases.push(base(&chosen, BasisRole::Measure));
    let ways = procedure(scene, regime, &chosen, usable, &mut verdict, &base);
    if addressee == Addressee::Contact247 {
        channel(scene, &chosen, &mut verdict);
    }
    for it in all {
        // What may never stand alone may stand beside; a mere channel is no basis at all.
        let shown = verdict
            .bases
            .iter()
            .any(|known| known.instrument == it.instrument);
        let by_this_way = !addressee.is_direct() || of(it).admits.has(addressee);
        if !shown && by_this_way && !of(it).channel_only {
            verdict.bases.push(base(it, BasisRole::Parallel));
        }
    }

    for limit in &measure.limits {
        if scene.applies(chosen.instrument, &limit.when) {
            let into = if limit.contingent {
                &mut verdict.later
            } else {
                &mut verdict.limits
            };
            into.push((chosen.instrument, limit));
        }
    }
    conditions(scene, kind, measure, &mut verdict);
    refusals(scene, measure, regime, &mut verdict);
    step_back(scene, regime, measure, &mut verdict);
    admit(scene, measure, ways, &mut verdict);
    verdict
}

/// Which procedure governs: an act of the Union that gives the measure, else a mutual assistance
/// treaty of the two, else the measure's own instrument. A closed list of grounds leaves no room for
/// another treaty's.
fn regime(scene: &Scene<'_, '_>, wanted: bool, chosen: &Candidate, measure: &Measure) -> Regime {
    if !wanted || measure.closed_list || scene.query.addressee.is_direct() {
        return Regime::None;
    }
    let pack = scene.pack;
    let own = pack.law.instruments[usize::from(chosen.instrument)]
        .regime
        .as_ref();
    if own.is_some_and(|it| it.class == RegimeClass::UnionAct) {
        return Regime::Union(chosen.instrument);
    }
    match treaty_in_force(scene) {
        Some((at, class)) => Regime::Treaty(at, class),
        None if own.is_some() => Regime::Own(chosen.instrument),
        None => Regime::None,
    }
}

/// The most specific mutual assistance treaty that binds the two on the day.
pub(crate) fn treaty_in_force(scene: &Scene<'_, '_>) -> Option<(InstrumentIx, RegimeClass)> {
    scene.pack.mla_treaties.iter().copied().find_map(|at| {
        let bound = binds(scene.pack, scene.query, at, scene.requested).is_ok();
        let class = scene.pack.law.instruments[usize::from(at)]
            .regime
            .as_ref()?
            .class;
        (bound && scene.instrument_scope(at).is_ok()).then_some((at, class))
    })
}

/// Adds the procedure bases and says which addressees the procedure admits, where it decides that.
fn procedure<'p>(
    scene: &Scene<'p, '_>,
    regime: Regime,
    chosen: &Candidate,
    usable: &[Candidate],
    verdict: &mut Verdict<'p>,
    base: &dyn Fn(&Candidate, BasisRole) -> Base<'p>,
) -> Option<Addressees> {
    let pack = scene.pack;
    match regime {
        Regime::None | Regime::Union(_) => None,
        Regime::Own(at) => {
            let own = pack.law.instruments[usize::from(at)].regime.as_ref();
            if let Some(article) = own.and_then(|it| it.article.as_deref()) {
                verdict.bases.push(Base {
                    instrument: at,
                    measure: None,
                    article,
                    role: BasisRole::Procedure,
                    confidence: chosen.confidence,
                });
            }
            let mut ways = pack.law.measures[usize::from(chosen.measure)].admits;
            for it in rows(usable, at, chosen) {
                ways = ways.join(pack.law.measures[usize::from(it.measure)].admits);
                verdict.bases.push(base(it, BasisRole::Procedure));
            }
            Some(ways)
        }
        Regime::Treaty(at, _) => {
            let mut ways = Addressees::EMPTY;
            // The treaty, and those that supplement it or that it supplements.
            for other in std::iter::once(at).chain(family(scene, at)) {
                let before = verdict.bases.len();
                for it in rows(usable, other, chosen) {
                    ways = ways.join(pack.law.measures[usize::from(it.measure)].admits);
                    verdict.bases.push(base(it, BasisRole::Procedure));
                }
                if verdict.bases.len() == before
                    && let Some(it) = general(scene, other)
                {
                    ways = ways.join(pack.law.measures[usize::from(it.measure)].admits);
                    verdict.bases.push(base(&it, BasisRole::Procedure));
                }
            }
            if at == chosen.instrument {
                ways = ways.join(pack.law.measures[usize::from(chosen.measure)].admits);
            }
            Some(ways)
        }
    }
}

fn rows<'a>(
    usable: &'a [Candidate],
    instrument: InstrumentIx,
    chosen: &'a Candidate,
) -> impl Iterator<Item = &'a Candidate> {
    usable
        .iter()
        .filter(move |it| it.instrument == instrument && it.measure != chosen.measure)
}

/// Treaties of one family with `at` that bind the two as well.
fn family<'a>(
    scene: &'a Scene<'_, '_>,
    at: InstrumentIx,
) -> impl Iterator<Item = InstrumentIx> + 'a {
    let pack = scene.pack;
    pack.mla_treaties.iter().copied().filter(move |other| {
        let supplements = |a: InstrumentIx, b: InstrumentIx| {
            pack.law.instruments[usize::from(a)]
                .regime
                .as_ref()
                .is_some_and(|it| it.supplements.contains(&b))
        };
        *other != at
            && (supplements(*other, at) || supplements(at, *other))
            && binds(pack, scene.query, *other, scene.requested).is_ok()
    })
}

/// The provision by which a treaty governs mutual assistance in general.
fn general(scene: &Scene<'_, '_>, instrument: InstrumentIx) -> Option<Candidate> {
    let pack = scene.pack;
    let one = &pack.law.instruments[usize::from(instrument)];
    let confidence = binds(pack, scene.query, instrument, scene.requested).ok()?;
    let by_kind = |kind: KindIx| {
        one.measures
            .iter()
            .copied()
            .find(|at| pack.law.measures[usize::from(*at)].kind == kind)
    };
    let measure = by_kind(pack.fallback_kind).or_else(|| one.measures.first().copied())?;
    let sure = pack.law.measures[usize::from(measure)].confidence;
    Some(Candidate {
        measure,
        instrument,
        confidence: confidence.min(sure),
    })
}

fn channel<'p>(scene: &Scene<'p, '_>, chosen: &Candidate, verdict: &mut Verdict<'p>) {
    let pack = scene.pack;
    let Some(kind) = pack.kind_names.get("contact_24_7") else {
        return;
    };
    let own = &pack.law.instruments[usize::from(chosen.instrument)].measures;
    if let Some(at) = own
        .iter()
        .find(|at| pack.law.measures[usize::from(**at)].kind == *kind)
    {
        let measure = &pack.law.measures[usize::from(*at)];
        verdict.bases.push(Base {
            instrument: chosen.instrument,
            measure: Some(*at),
            article: &measure.cite,
            role: BasisRole::Channel,
            confidence: chosen.confidence.min(measure.confidence),
        });
    }
}

/// Dual criminality as it is shown: the measure's own word, unless a treaty governs the procedure.
///
/// # Source
/// Budapest Convention art. 25(5) (conduct test), UNTOC art. 18(9); our method, dual criminality.
fn dual(
    scene: &Scene<'_, '_>,
    measure: &Measure,
    regime: Regime,
    usable: &[Candidate],
) -> DualCriminality {
    let pack = scene.pack;
    let word = |one: &Measure| {
        if one.dual_only.is_empty() || one.dual_only.has(scene.query.category) {
            one.dual
        } else {
            one.dual_otherwise
        }
    };
    let own = word(measure);
    match regime {
        Regime::Treaty(..) if own.stands_alone() => own,
        Regime::Treaty(_, RegimeClass::BilateralMla) => DualCriminality::PerMlat,
        Regime::Treaty(at, _) => {
            let row = usable.iter().find(|it| it.instrument == at).copied();
            let row = row.or_else(|| general(scene, at));
            row.map_or(own, |it| word(&pack.law.measures[usize::from(it.measure)]))
        }
        Regime::None | Regime::Union(_) | Regime::Own(_) => own,
    }
}
