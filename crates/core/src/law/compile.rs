//! From typed files to the interned table. Every name that does not resolve is a fault.

use std::collections::BTreeMap;

use super::names::Names;
use super::raw;
use super::read::Raw;
use super::table::{
    Addressees, Bars, Categories, Condition, Fact, FactTest, Holder, HolderTest, Instrument,
    InstrumentIx, Kind, Measure, MeasureIx, NONE, Offence, Refusal, Regime, ReservationRule,
    TargetTest, Tests, TimeLimit,
};
use super::terms::DualCriminality;
use crate::basis::Confidence;

/// Everything but the party rows.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) offences: Vec<Offence>,
    pub(crate) dual_conditions: BTreeMap<DualCriminality, Vec<Condition>>,
    pub(crate) treaty_conditions: Vec<Condition>,
    pub(crate) consent_conditions: Vec<Condition>,
    pub(crate) third_state: Vec<Condition>,
    pub(crate) no_provision: Vec<Condition>,
}

/// Interns everything but the party rows.
pub(crate) fn compile(raw: &Raw, names: &mut Names<'_>) -> Compiled {
    let mut measures = Vec::new();
    let mut instruments = Vec::new();
    for one in &raw.instruments {
        let at = InstrumentIx::try_from(instruments.len()).unwrap_or(NONE);
        let mut own = Vec::new();
        for measure in &one.measures {
            own.push(MeasureIx::try_from(measures.len()).unwrap_or(NONE));
            let measure = compile_measure(raw, names, at, &one.id, measure);
            measures.push(measure);
        }
        let instrument = compile_instrument(names, one, own);
        instruments.push(instrument);
    }
    let offences = compile_offences(raw, names, instruments.len());
    let kinds = compile_kinds(raw, names, &instruments, &measures);
    let mut dual_conditions = BTreeMap::new();
    for (word, list) in &raw.measures.dual_criminality_conditions {
        match DualCriminality::parse(word) {
            Some(value) => {
                dual_conditions.insert(value, names.conditions(word, list));
            }
            None => names
                .faults
                .add("measures.json", word, "dual_criminality_known", word),
        }
    }
    let row = "measures.json";
    Compiled {
        treaty_conditions: names.conditions(row, &raw.measures.treaty_regime_conditions),
        consent_conditions: names.conditions(row, &raw.measures.consent_on_file.conditions),
        third_state: names.conditions(row, &raw.measures.third_state_objection),
        no_provision: names.conditions(row, &raw.measures.no_domestic_provision),
        instruments,
        measures,
        kinds,
        offences,
        dual_conditions,
    }
}

fn compile_instrument(
    names: &mut Names<'_>,
    one: &raw::Instrument,
    measures: Vec<MeasureIx>,
) -> Instrument {
    let row = one.id.as_str();
    let tests = &one.scope.tests;
    let tests = Tests {
        threshold: tests.threshold.as_ref().map(|it| names.threshold(row, it)),
        facts: tests
            .facts
            .iter()
            .filter_map(|it| {
                let fact = Fact::parse(&it.fact);
                if fact.is_none() {
                    names
                        .faults
                        .add("instruments.json", row, "fact_known", &it.fact);
                }
                Some(FactTest {
                    fact: fact?,
                    code: it.code.clone(),
                    article: it.article.clone(),
                    reason: it.reason.clone(),
                })
            })
            .collect(),
        offences: tests
            .offences
            .as_ref()
            .map(|it| names.offence_test(row, it)),
        offences_except: names.kinds(row, &tests.offences_except),
        specific_to: tests
            .specific_to
            .iter()
            .filter_map(|id| names.offence(row, id))
            .collect(),
        holder: tests
            .holder
            .iter()
            .map(|it| HolderTest {
                holder: Holder::parse(&it.holder),
                reason: it.reason.clone(),
                unless_located_in_requesting: it.unless_located_in_requesting,
            })
            .collect(),
        targets: tests
            .targets
            .iter()
            .map(|it| TargetTest {
                issuer: names.state(row, &it.issuer),
                nationality: it.nationality.iter().map(|s| names.state(row, s)).collect(),
                location: it.location.iter().map(|s| names.state(row, s)).collect(),
            })
            .collect(),
    };
    let regime = one.regime.as_ref().map(|it| Regime {
        class: it.class,
        article: it.article.clone(),
        switched_off: it.switched_off.clone(),
        supplements: it
            .supplements
            .iter()
            .filter_map(|id| names.instrument("instruments.json", row, id))
            .collect(),
    });
    Instrument {
        id: one.id.clone(),
        short: one.short.clone(),
        kind: one.kind,
        in_force: one.in_force.as_ref().map(|text| names.day(row, text)),
        applies_from: one.applies_from.as_ref().map(|text| names.day(row, text)),
        requested_only: one.binding_side == raw::BindingSide::RequestedOnly,
        state: one.state.as_ref().map(|code| names.state(row, code)),
        sides: one
            .bilateral
            .as_ref()
            .map(|[a, b]| [names.state(row, a), names.state(row, b)]),
        rank: one.rank,
        regime,
        bars: one.bars_direct.as_ref().map(|it| Bars {
            reason: it.reason.clone(),
            categories: Categories::of(&it.categories),
            unless_emergency: it.unless.iter().any(|word| word == "emergency"),
            objects_abroad: it.objects_abroad,
        }),
        confidence: one.confidence,
        tests,
        measures,
    }
}

fn compile_measure(
    raw: &Raw,
    names: &mut Names<'_>,
    instrument: InstrumentIx,
    id: &str,
    one: &raw::Measure,
) -> Measure {
    let row = format!("{id} {}", one.kind);
    let row = row.as_str();
    let mut admits = Addressees::EMPTY;
    let mut admits_urgent = Addressees::EMPTY;
    let mut first_way = None;
    for channel in &one.channels {
        match raw.measures.channels.get(channel) {
            Some(list) => {
                for addressee in list {
                    admits = admits.with(*addressee);
                    first_way = first_way.or(Some(*addressee));
                }
            }
            None => names
                .faults
                .add("instruments.json", row, "channel_known", channel),
        }
        for addressee in raw
            .measures
            .channels_if_urgent
            .get(channel)
            .into_iter()
            .flatten()
        {
            admits_urgent = admits_urgent.with(*addressee);
        }
    }
    let dual = |names: &mut Names<'_>, word: &str| {
        raw.measures
            .dual_criminality_words
            .get(word)
            .copied()
            .unwrap_or_else(|| {
                names
                    .faults
                    .add("instruments.json", row, "dual_criminality_known", word);
                DualCriminality::Unknown
            })
    };
    let (never_sole, effect_conditions) = match raw.measures.effects.get(&one.effect) {
        Some(effect) => (effect.never_sole, names.conditions(row, &effect.conditions)),
        None => {
            names
                .faults
                .add("instruments.json", row, "effect_known", &one.effect);
            (true, Vec::new())
        }
    };
    Measure {
        instrument,
        kind: names.kind(row, &one.kind).unwrap_or(NONE),
        cite: one.cite.clone(),
        categories: Categories::of(&one.data_categories),
        admits,
        admits_urgent,
        first_way,
        limits: one
            .time_limits
            .iter()
            .map(|it| TimeLimit {
                word: it.word.clone(),
                value: it.value,
                unit: it.unit.clone(),
                bound: it.bound.clone(),
                article: it.article.clone(),
                starts: it.starts.clone(),
                working_days: it.working_days,
                when: names.when(row, &it.when),
                contingent: it.contingent,
            })
            .collect(),
        dual: dual(names, &one.dual_criminality.rule),
        dual_only: Categories::of(&one.dual_criminality.only_categories),
        dual_otherwise: one
            .dual_criminality
            .otherwise
            .as_ref()
            .map_or(DualCriminality::Unknown, |word| dual(names, word)),
        never_sole,
        permission_only: one.effect == "permission",
        effect_conditions,
        confidence: match one.verification {
            raw::Verification::TextSeen => Confidence::High,
            raw::Verification::PartlySeen | raw::Verification::Recalled => Confidence::Medium,
        },
        conditions: names.conditions(row, &one.condition_codes),
        refusals: one
            .refusal_codes
            .iter()
            .map(|it| Refusal {
                code: it.code.clone(),
                article: it.article.clone(),
                closed: it.list == raw::RefusalList::Closed,
                own_regime: it.own_regime,
                when: names.when(row, &it.when),
            })
            .collect(),
        reservations: one
            .reservation_rules
            .iter()
            .map(|it| ReservationRule {
                article: it.article.clone(),
                effect: it.effect,
                code: it.code.clone(),
                categories: Categories::of(&it.categories),
                outside_core: it.outside_core,
                both_sides: it.both_sides,
            })
            .collect(),
        urgent_declaration: one
            .urgent_channel_declaration
            .as_ref()
            .map(|it| (it.article.clone(), it.code.clone())),
        threshold: one.threshold.as_ref().map(|it| names.threshold(row, it)),
        offences: one.offences.as_ref().map(|it| names.offence_test(row, it)),
        closed_list: one.closed_list,
        channel_only: one.channel_only,
        main_territory_only: one.main_territory_only,
        safeguards: one
            .safeguards
            .iter()
            .chain(&one.confidentiality_and_use)
            .cloned()
            .collect(),
    }
}

fn compile_offences(raw: &Raw, names: &mut Names<'_>, instruments: usize) -> Vec<Offence> {
    raw.offences
        .offences
        .iter()
        .map(|one| {
            let mut articles = Vec::new();
            let mut criminalised = vec![false; instruments];
            for entry in &one.instruments {
                let Some(at) = names.instrument("offences.json", &one.id, &entry.instrument) else {
                    continue;
                };
                if entry.mode == super::terms::OffenceMode::Criminalises
                    && let Some(flag) = criminalised.get_mut(usize::from(at))
                {
                    *flag = true;
                }
                articles.push((at, entry.mode, entry.article.clone()));
            }
            Offence {
                id: one.id.clone(),
                articles,
                criminalised,
            }
        })
        .collect()
}

fn compile_kinds(
    raw: &Raw,
    names: &mut Names<'_>,
    instruments: &[Instrument],
    measures: &[Measure],
) -> Vec<Kind> {
    raw.measures
        .measures
        .iter()
        .map(|(name, one)| {
            let matches = names.kinds(name, &one.matches);
            let mut candidates: Vec<(u16, usize, MeasureIx)> = measures
                .iter()
                .enumerate()
                .filter_map(|(at, measure)| {
                    let place = matches.iter().position(|kind| *kind == measure.kind)?;
                    let rank = instruments.get(usize::from(measure.instrument))?.rank;
                    Some((rank, place, MeasureIx::try_from(at).ok()?))
                })
                .collect();
            candidates.sort_unstable();
            Kind {
                name: name.clone(),
                matches,
                regime: one.regime,
                by_addressee: one.by_addressee,
                alternatives: names.kinds(name, &one.alternatives),
                served_by: names.kinds(name, &one.served_by),
                fallback: one.fallback.as_ref().and_then(|it| names.kind(name, it)),
                conditions: names.conditions(name, &one.conditions),
                dual: one.dual_criminality,
                also_named: one
                    .also_named
                    .iter()
                    .filter_map(|it| Some((names.kind(name, &it.kind)?, it.class)))
                    .collect(),
                discloses_directly: one.discloses_directly,
                permission_is_enough: one.permission_is_enough,
                consent_of_holder: one.consent_of.as_deref() == Some("holder"),
                candidates: candidates.into_iter().map(|(_, _, at)| at).collect(),
            }
        })
        .collect()
}
