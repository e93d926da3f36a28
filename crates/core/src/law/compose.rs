//! Layers: which treaty gives the measure, which governs the procedure, what else may be used.

use super::bind::{Failed, binds};
use super::resolve::{Candidate, exclude};
use super::scope::{Scene, push};
use super::table::{Addressees, InstrumentIx, KindIx, Measure};
use super::terms::{Addressee, DualCriminality, InstrumentKind, Outcome, RegimeClass};
use super::verdict::{Base, Noted, Route, Verdict};
use crate::basis::{BasisRole, Confidence};

/// What governs the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Regime {
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
        excluded: Vec::with_capacity(64),
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
fn treaty_in_force(scene: &Scene<'_, '_>) -> Option<(InstrumentIx, RegimeClass)> {
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

fn conditions<'p>(
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
fn refusals<'p>(
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
fn step_back<'p>(
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
            exclude(&mut verdict.excluded, instrument, Failed::plain(reason));
        }
    }
}

/// Does the lawful way admit this addressee? Urgent ways open only in an emergency that is stated,
/// and not where the State declared that they stay closed.
fn admit<'p>(
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
        let stepped_back = verdict
            .excluded
            .iter()
            .any(|it| it.instrument == base.instrument);
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

/// What is left where no treaty gives a basis: reciprocity, on the requested State's own law.
///
/// # Source
/// Recommendation 2 of the expert group; our method, step 6.
pub(crate) fn fallback<'p>(scene: &Scene<'p, '_>, kind: KindIx, all: &[Candidate]) -> Verdict<'p> {
    let pack = scene.pack;
    let one = &pack.law.instruments[usize::from(pack.fallback)];
    let matches = &pack.law.kinds[usize::from(kind)].matches;
    let row_of = |kinds: &[KindIx]| {
        one.measures
            .iter()
            .copied()
            .find(|at| kinds.contains(&pack.law.measures[usize::from(*at)].kind))
    };
    let general = pack.law.kinds[usize::from(kind)]
        .fallback
        .unwrap_or(pack.fallback_kind);
    let at = row_of(matches).or_else(|| row_of(&[general]));
    let mut verdict = Verdict {
        outcome: Outcome::Proceed,
        bases: Vec::with_capacity(2),
        excluded: Vec::with_capacity(64),
        limits: Vec::new(),
        later: Vec::new(),
        dual: DualCriminality::Unknown,
        conditions: Vec::new(),
        risks: Vec::new(),
        route: None,
        unverified: true,
    };
    let Some(at) = at else { return verdict };
    let measure = &pack.law.measures[usize::from(at)];
    let confidence = one.confidence.min(measure.confidence);
    verdict.bases.push(Base {
        instrument: pack.fallback,
        measure: Some(at),
        article: &measure.cite,
        role: BasisRole::Fallback,
        confidence,
    });
    verdict.dual = measure.dual;
    let mut ways = measure.admits;
    let mut rows = vec![measure];
    let general_too = measure.kind == pack.fallback_kind;
    for it in national(scene, all, general_too) {
        let own = &pack.law.measures[usize::from(it.measure)];
        // The State's own row beats the general one.
        if rows.len() == 1 {
            verdict.dual = own.dual;
        }
        ways = ways.join(own.admits);
        rows.push(own);
        verdict.bases.push(Base {
            instrument: it.instrument,
            measure: Some(it.measure),
            article: &own.cite,
            role: BasisRole::Fallback,
            confidence: it.confidence,
        });
    }
    let mut notes: Vec<Noted<'p>> = Vec::new();
    for row in &rows {
        conditions_of(scene, kind, row, &mut notes);
        for it in &row.refusals {
            push(
                &mut verdict.risks,
                &it.code,
                &it.article,
                Some(row.instrument),
                it.closed,
            );
        }
    }
    if let Some(dual) = pack.law.kinds[usize::from(kind)].dual {
        verdict.dual = dual;
    }
    if let Some(list) = pack.law.dual_conditions.get(&verdict.dual) {
        scene.note(&mut notes, Some(pack.fallback), list);
    }
    verdict.conditions = notes;
    admit(scene, measure, Some(ways), &mut verdict);
    verdict
}

fn conditions_of<'p>(
    scene: &Scene<'p, '_>,
    kind: KindIx,
    row: &'p Measure,
    notes: &mut Vec<Noted<'p>>,
) {
    let at = Some(row.instrument);
    scene.note(notes, at, &row.conditions);
    scene.note(notes, at, &row.effect_conditions);
    scene.note(
        notes,
        at,
        &scene.pack.law.kinds[usize::from(kind)].conditions,
    );
}

/// The requested State's own law, where the pack has it.
fn national<'a>(
    scene: &'a Scene<'_, '_>,
    all: &'a [Candidate],
    general_too: bool,
) -> impl Iterator<Item = Candidate> + 'a {
    let pack = scene.pack;
    let state = scene.party(scene.requested);
    let held = all
        .iter()
        .copied()
        .filter(move |it| pack.law.instruments[usize::from(it.instrument)].state == Some(state));
    let general =
        pack.law
            .instruments
            .iter()
            .enumerate()
            .filter(move |(_, one)| {
                general_too && one.kind == InstrumentKind::NationalLaw && one.state == Some(state)
            })
            .filter_map(move |(at, one)| {
                let measure =
                    one.measures.iter().copied().find(|at| {
                        pack.law.measures[usize::from(*at)].kind == pack.fallback_kind
                    })?;
                let instrument = InstrumentIx::try_from(at).ok()?;
                let held = all.iter().any(|it| it.instrument == instrument);
                let sure: Confidence = one.confidence;
                (!held).then_some(Candidate {
                    measure,
                    instrument,
                    confidence: sure,
                })
            });
    held.chain(general)
}
