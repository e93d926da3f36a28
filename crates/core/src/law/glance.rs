//! One pair of States and one measure at a glance: the best way, what leads, how sure that is.
//!
//! A map asks this of every State at once. The full answer, with its reasons, is [`super::decide`].

use serde::Serialize;

use super::pack::Pack;
use super::query::{Facts, LawQuery, Query, QueryRefused};
use super::resolve::decide_ids;
use super::table::KindIx;
use super::terms::{Addressee, DataCategory, DualCriminality, InstrumentKind, Outcome};
use super::verdict::{Base, Verdict};
use crate::basis::{Basis, BasisRole};

/// How strong the ground is on which one State may ask another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing on file lets the one ask the other.
    Nothing,
    /// No treaty: reciprocity, or the law of the asked State alone.
    Courtesy,
    /// A treaty of many States for certain offences only, or by a measure near this one.
    General,
    /// A treaty of many States that names this measure, whatever the offence.
    Named,
    /// An agreement of the two, or an act of a union to which both belong.
    Own,
}

impl Standing {
    /// All, the strongest first.
    pub const ALL: [Self; 5] = [
        Self::Own,
        Self::Named,
        Self::General,
        Self::Courtesy,
        Self::Nothing,
    ];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Courtesy => "courtesy",
            Self::General => "general",
            Self::Named => "named",
            Self::Own => "own",
        }
    }
}

/// The answer in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Glance {
    /// Whether to go on, by the best way.
    pub decision: Outcome,
    /// How strong the ground is.
    pub standing: Standing,
    /// Who was addressed in the question that gave this answer.
    pub addressee: Addressee,
    /// Which data was asked for: the most intrusive that the measure knows.
    pub category: DataCategory,
    /// The basis that leads.
    pub leading: Option<Basis>,
    /// How many bases there are.
    pub bases: usize,
    /// What is asked about the conduct.
    pub dual_criminality: DualCriminality,
    /// How many conditions the answer hangs on.
    pub hangs_on: usize,
    /// A fact of law in it is not certain.
    pub unverified: bool,
}

/// Asks for the best way by which `requesting` may ask `requested` for a measure on a day.
///
/// # Errors
/// [`QueryRefused`] names what cannot be read.
pub fn glance(
    pack: &Pack,
    requesting: &str,
    requested: &str,
    measure: &str,
    date: &str,
) -> Result<Glance, QueryRefused> {
    // Asked first with the widest data, because a measure of two modes is told apart by it.
    let first = LawQuery {
        requesting,
        requested: Some(requested),
        addressee: Addressee::CentralAuthority.as_str(),
        measure,
        data_category: DataCategory::Content.as_str(),
        date,
        ..LawQuery::default()
    }
    .resolve(pack)?;
    let category = widest(pack, first.kind);
    let mut best: Option<Glance> = None;
    for addressee in ways(pack, first.kind) {
        let query = Query {
            addressee,
            category,
            facts: Facts::default(),
            ..first.clone()
        };
        let found = short(pack, &query, &decide_ids(pack, &query));
        if best.as_ref().is_none_or(|one| better(&found, one)) {
            best = Some(found);
        }
    }
    // `ways` always names the central authority.
    best.ok_or_else(|| super::query::unknown("/measure", measure, "a measure of the pack"))
}

/// Names of the measures that can be asked, as the pack writes them.
pub fn measure_names(pack: &Pack) -> impl Iterator<Item = &str> {
    pack.law.kinds.iter().map(|kind| kind.name.as_str())
}

fn better(one: &Glance, other: &Glance) -> bool {
    let rank = |it: &Glance| {
        let outcome = match it.decision {
            Outcome::Proceed | Outcome::ProceedWithConditions => 0,
            Outcome::RouteElsewhere => 1,
            Outcome::Block => 2,
        };
        (outcome, std::cmp::Reverse(it.standing))
    };
    // Of equal ones the way that the instruments name first stays.
    rank(one) < rank(other)
}

/// Whom the instruments of a measure let a State address: their first ways before the others.
fn ways(pack: &Pack, kind: KindIx) -> Vec<Addressee> {
    let mut out = Vec::new();
    let Some(row) = pack.law.kinds.get(usize::from(kind)) else {
        return out;
    };
    let measures = || {
        row.candidates
            .iter()
            .filter_map(|at| pack.law.measures.get(usize::from(*at)))
    };
    let firsts = measures().filter_map(|one| one.first_way);
    let others = measures().flat_map(|one| {
        Addressee::ALL
            .iter()
            .copied()
            .filter(|way| one.admits.has(*way))
    });
    for way in firsts.chain(others) {
        if !out.contains(&way) {
            out.push(way);
        }
    }
    if !out.contains(&Addressee::CentralAuthority) {
        out.push(Addressee::CentralAuthority);
    }
    out
}

/// The most intrusive data that the instruments of a measure give.
fn widest(pack: &Pack, kind: KindIx) -> DataCategory {
    let Some(row) = pack.law.kinds.get(usize::from(kind)) else {
        return DataCategory::None;
    };
    [
        DataCategory::Content,
        DataCategory::Traffic,
        DataCategory::Financial,
        DataCategory::DomainRegistration,
        DataCategory::Subscriber,
    ]
    .into_iter()
    .find(|wanted| {
        row.candidates
            .iter()
            .filter_map(|at| pack.law.measures.get(usize::from(*at)))
            .any(|one| !one.categories.is_empty() && one.categories.has(*wanted))
    })
    .unwrap_or(DataCategory::None)
}

fn short(pack: &Pack, query: &Query, verdict: &Verdict<'_>) -> Glance {
    let leads = [
        BasisRole::Measure,
        BasisRole::Channel,
        BasisRole::Procedure,
        BasisRole::Fallback,
    ]
    .into_iter()
    .find_map(|role| verdict.bases.iter().find(|base| base.role == role))
    .or_else(|| verdict.bases.first());
    let standing = leads.map_or(Standing::Nothing, |base| {
        let kind = pack
            .law
            .instruments
            .get(usize::from(base.instrument))
            .map(|one| one.kind);
        match kind {
            Some(
                InstrumentKind::Bilateral
                | InstrumentKind::ExecutiveAgreement
                | InstrumentKind::EuAct,
            ) => Standing::Own,
            Some(InstrumentKind::NationalLaw | InstrumentKind::Fallback) | None => {
                Standing::Courtesy
            }
            Some(_) if names_it(pack, query, base) => Standing::Named,
            Some(_) => Standing::General,
        }
    });
    Glance {
        decision: verdict.outcome,
        standing,
        addressee: query.addressee,
        category: query.category,
        leading: leads.map(|base| Basis {
            instrument: pack
                .law
                .instruments
                .get(usize::from(base.instrument))
                .map_or_else(String::new, |one| one.id.clone()),
            article: base.article.to_owned(),
            role: base.role,
            confidence: base.confidence,
        }),
        bases: verdict.bases.len(),
        dual_criminality: verdict.dual,
        hangs_on: verdict.conditions.iter().filter(|it| it.strict).count(),
        unverified: verdict.unverified,
    }
}

/// Whether the leading measure is the one that was asked for, and open to every offence.
fn names_it(pack: &Pack, query: &Query, leading: &Base<'_>) -> bool {
    let measure = leading
        .measure
        .and_then(|at| pack.law.measures.get(usize::from(at)));
    let instrument = pack.law.instruments.get(usize::from(leading.instrument));
    measure.is_some_and(|one| {
        one.kind == query.kind && one.threshold.is_none() && one.offences.is_none()
    }) && instrument.is_some_and(|one| {
        let tests = &one.tests;
        tests.threshold.is_none() && tests.facts.is_empty() && tests.offences.is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str, measure: &str) -> Glance {
        glance(Pack::exercise(), a, b, measure, "2026-11-24").expect("can be asked")
    }

    #[test]
    fn a_convention_that_names_the_measure_stands_above_general_assistance() {
        let named = of("XA", "XB", "preservation");
        assert_eq!(named.standing, Standing::Named);
        assert_eq!(named.addressee, Addressee::Contact247);
        let general = of("XB", "XC", "partial_disclosure");
        assert_eq!(general.standing, Standing::General, "{general:?}");
        assert!(Standing::Named > Standing::General);
    }

    #[test]
    fn the_members_of_a_union_stand_under_its_own_act() {
        assert_eq!(of("XD", "XE", "mla_stored").standing, Standing::Own);
    }

    #[test]
    fn what_cannot_be_asked_is_named_by_its_place() {
        for (a, b, measure, date, field) in [
            ("FR", "XB", "preservation", "2026-11-24", "/requesting"),
            (
                "XA",
                "\u{202e}XB",
                "preservation",
                "2026-11-24",
                "/requested",
            ),
            ("XA", "XB", "telepathy", "2026-11-24", "/measure"),
            ("XA", "XB", "preservation", "2026-02-30", "/date"),
        ] {
            let refused = glance(Pack::exercise(), a, b, measure, date).expect_err("refused");
            assert_eq!(refused.field, field);
        }
    }

    #[test]
    fn every_measure_has_a_glance_between_every_pair_of_the_exercise() {
        let states = ["XA", "XB", "XC", "XD", "XE"];
        for measure in measure_names(Pack::exercise()) {
            for a in states {
                for b in states.into_iter().filter(|b| *b != a) {
                    let found = of(a, b, measure);
                    assert_eq!(found.leading.is_none(), found.standing == Standing::Nothing);
                }
            }
        }
    }
}
