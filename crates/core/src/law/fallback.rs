//! What is left where no treaty gives a basis.

use super::admit::admit;
use super::exclude::Exclusions;
use super::resolve::Candidate;
use super::scope::{Scene, push};
use super::table::{InstrumentIx, KindIx, Measure};
use super::terms::{DualCriminality, InstrumentKind, Outcome};
use super::verdict::{Base, Noted, Verdict};
use crate::basis::{BasisRole, Confidence};

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
        excluded: Exclusions::with_room(64),
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
