//! Every code that the engine can say has a sentence in six languages, with the same placeholders.

use std::collections::BTreeSet;

use super::fault::Faults;
use super::raw::Condition;
use super::read::Raw;
use super::terms::{Addressee, DualCriminality, Outcome};
use super::words::Words;

/// Reasons that the engine itself gives; the others come from the data.
const REASONS: [&str; 18] = [
    "not_party",
    "not_bound",
    "not_in_force",
    "not_yet_in_force",
    "not_yet_in_force_for_party",
    "not_yet_applicable",
    "denounced",
    "territory_not_yet_covered",
    "territory_not_covered",
    "territory_excluded",
    "reservation",
    "scope_offence",
    "scope_no_emergency",
    "consent_refused",
    "targeting_restriction",
    "content_barred",
    "category_not_covered",
    "addressee_not_admitted",
];

/// What else the engine says.
const OTHERS: [&str; 18] = [
    "basis.consent",
    "excluded.unknown_location",
    "basis.measure",
    "basis.procedure",
    "basis.channel",
    "basis.parallel",
    "basis.fallback",
    "unverified",
    "excluded.no_such_measure",
    "excluded.never_sole_basis",
    "excluded.channel_only",
    "condition.offence_covered",
    "condition.targeting_restriction",
    "refusal_risk.by_article",
    "route_to.domestic_law",
    "route_to.establishment",
    "unit.day",
    "unit.hour",
];

/// Checks the tables against the codes of the pack and against each other.
pub(crate) fn all(raw: &Raw, faults: &mut Faults) {
    let wanted = codes(raw);
    let english = raw.words.get("en").cloned().unwrap_or_default();
    for (language, words) in &raw.words {
        let file = format!("sentences/{language}.json");
        for key in &wanted {
            if words.get(key).is_none_or(|it| it.trim().is_empty()) {
                faults.add(&file, key, "every_code_has_a_sentence", "missing");
            }
        }
        for key in words.keys() {
            let Some(other) = english.get(key) else {
                faults.add(&file, key, "same_codes_in_six_languages", "not in English");
                continue;
            };
            let own = words.get(key).unwrap_or_default();
            if Words::placeholders(own) != Words::placeholders(other) {
                faults.add(&file, key, "same_placeholders", own);
            }
        }
        for key in english.keys() {
            if words.get(key).is_none() {
                faults.add(&file, key, "same_codes_in_six_languages", "missing");
            }
        }
    }
}

/// Every key that an answer may need. Grounds named by their article alone share one sentence.
pub(crate) fn codes(raw: &Raw) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = OTHERS.iter().map(ToString::to_string).collect();
    out.extend(REASONS.iter().map(|it| format!("excluded.{it}")));
    out.extend(
        Outcome::ALL
            .iter()
            .map(|it| format!("decision.{}", it.as_str())),
    );
    out.extend(
        DualCriminality::ALL
            .iter()
            .map(|it| format!("dual_criminality.{}", it.as_str())),
    );
    out.extend(
        Addressee::ALL
            .iter()
            .map(|it| format!("route_to.{}", it.as_str())),
    );
    let mut condition = |list: &[Condition]| {
        for one in list {
            out.insert(format!("condition.{}", one.code));
        }
    };
    let table = &raw.measures;
    condition(&table.treaty_regime_conditions);
    condition(&table.consent_on_file.conditions);
    condition(&table.third_state_objection);
    condition(&table.no_domestic_provision);
    for list in table.dual_criminality_conditions.values() {
        condition(list);
    }
    for effect in table.effects.values() {
        condition(&effect.conditions);
    }
    for kind in table.measures.values() {
        condition(&kind.conditions);
    }
    for one in &raw.instruments {
        for measure in &one.measures {
            condition(&measure.condition_codes);
        }
    }
    for risk in &table.treaty_regime_risks {
        out.insert(format!("refusal_risk.{risk}"));
    }
    for one in &raw.offences.offences {
        out.extend(one.elements.iter().map(|it| format!("element.{it}")));
    }
    for one in &raw.instruments {
        let tests = &one.scope.tests;
        for it in &tests.facts {
            out.insert(format!("excluded.{}", it.reason));
            out.insert(format!("condition.{}", it.code));
        }
        for it in &tests.holder {
            out.insert(format!("excluded.{}", it.reason));
        }
        if let Some(bars) = &one.bars_direct {
            out.insert(format!("excluded.{}", bars.reason));
        }
        if let Some(off) = one.regime.as_ref().and_then(|it| it.switched_off.as_ref()) {
            out.insert(format!("excluded.{off}"));
        }
        let thresholds = one.measures.iter().filter_map(|it| it.threshold.as_ref());
        for it in thresholds.chain(&tests.threshold) {
            out.insert(format!("excluded.{}", it.reason));
            out.insert(format!("condition.{}", it.code));
        }
        for measure in &one.measures {
            for it in &measure.reservation_rules {
                out.insert(format!("condition.{}", it.code));
            }
            if let Some(it) = &measure.urgent_channel_declaration {
                out.insert(format!("condition.{}", it.code));
            }
            for it in &measure.refusal_codes {
                // `12(1)(a)-(d)` or `UN-TOC 18(21)` is its own name.
                if it.code.starts_with(|c: char| c.is_ascii_lowercase()) {
                    out.insert(format!("refusal_risk.{}", it.code));
                }
            }
            for it in &measure.time_limits {
                out.insert(format!("limit.{}", it.word));
                out.insert(format!("bound.{}", it.bound));
                if let Some(unit) = &it.unit {
                    out.insert(format!("unit.{unit}"));
                }
            }
        }
    }
    out
}
