//! The rules a pack must meet. They prove consistency, not law: a lawyer still reads it.
//!
//! Each broken rule names its file, its row and itself, so that whoever keeps the data can mend it.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Faults;
use super::raw::{BindingSide, Instrument, TimeLimit, Verification};
use super::read::Raw;
use super::states::StateIndex;
use super::terms::{Day, InstrumentKind};
use super::{check_parties, check_profiles, check_words};

const BOUNDS: [&str; 7] = [
    "min",
    "max",
    "target",
    "default_max",
    "expedited",
    "until_decision",
    "permanent",
];
const UNITS: [&str; 4] = ["day", "hour", "month", "hour_per_day"];

/// An article that is not there.
static NOWHERE: String = String::new();

/// Every rule.
pub(crate) fn all(raw: &Raw, states: &StateIndex, faults: &mut Faults) {
    let as_of = Day::parse(&raw.pack.as_of);
    if as_of.is_none() {
        faults.add("pack.json", "as_of", "date_valid", &raw.pack.as_of);
    }
    if raw.as_of != raw.pack.as_of {
        faults.add("instruments.json", "as_of", "same_day_as_pack", &raw.as_of);
    }
    let as_of = as_of.unwrap_or(Day::NEVER);
    let by_id = instruments(raw, faults);
    offences(raw, &by_id, faults);
    check_parties::parties(raw, states, &by_id, as_of, faults);
    check_parties::territories(raw, states, faults);
    check_profiles::profiles(raw, states, faults);
    check_words::all(raw, faults);
}

fn instruments<'a>(raw: &'a Raw, faults: &mut Faults) -> BTreeMap<&'a str, &'a Instrument> {
    let file = "instruments.json";
    let mut by_id = BTreeMap::new();
    for one in &raw.instruments {
        let row = one.id.as_str();
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if one.id.is_empty() || !one.id.chars().all(plain) {
            faults.add(file, row, "id_plain", &one.id);
        }
        if by_id.insert(row, one).is_some() {
            faults.add(file, row, "id_unique", &one.id);
        }
    }
    for one in &raw.instruments {
        let row = one.id.as_str();
        if let Some(parent) = &one.parent
            && !by_id.contains_key(parent.as_str())
        {
            faults.add(file, row, "parent_known", parent);
        }
        for (name, text) in [
            ("in_force", &one.in_force),
            ("applies_from", &one.applies_from),
        ] {
            if let Some(text) = text
                && Day::parse(text).is_none()
            {
                faults.add(file, format!("{row} {name}"), "date_valid", text);
            }
        }
        if let (Some(force), Some(applies)) = (day(&one.in_force), day(&one.applies_from))
            && applies < force
        {
            faults.add(file, row, "applies_after_in_force", applies);
        }
        if one.kind == InstrumentKind::NationalLaw && one.state.is_none() {
            faults.add(file, row, "national_law_has_state", "none");
        }
        if one.kind == InstrumentKind::Fallback && one.binding_side == BindingSide::Both {
            faults.add(file, row, "fallback_binds_requested_only", "both");
        }
        let switched_off = one.regime.as_ref().filter(|it| it.switched_off.is_some());
        let articles = [
            one.bars_direct.as_ref().map(|it| &it.article),
            one.scope.tests.holder.first().map(|it| &it.article),
            switched_off.map(|it| it.articles.as_ref().unwrap_or(&NOWHERE)),
        ];
        if articles.iter().flatten().any(|it| it.is_empty()) {
            faults.add(file, row, "article_present", "empty");
        }
        for measure in &one.measures {
            let row = format!("{row} {}", measure.kind);
            for it in &measure.reservation_rules {
                if it.kind != "R" && it.kind != "D" {
                    faults.add(file, &row, "reservation_or_declaration", &it.kind);
                }
            }
            if measure.article.is_empty() || measure.cite.is_empty() {
                faults.add(file, &row, "article_present", "empty");
            }
            let verified = measure.verification != Verification::Recalled;
            if verified != measure.verified_in.is_some() {
                faults.add(file, &row, "verified_in_exactly_where_verified", verified);
            }
            for limit in &measure.time_limits {
                time_limit(&row, limit, faults);
            }
        }
    }
    for id in raw
        .measures
        .always_named
        .iter()
        .chain([&raw.measures.fallback])
    {
        if !by_id.contains_key(id.as_str()) {
            faults.add("measures.json", id, "instrument_known", id);
        }
    }
    if !raw
        .measures
        .measures
        .contains_key(&raw.measures.fallback_measure)
    {
        let name = &raw.measures.fallback_measure;
        faults.add("measures.json", name, "measure_known", name);
    }
    for (alias, id) in &raw.measures.aliases.instruments {
        if !by_id.contains_key(id.as_str()) {
            faults.add("measures.json", alias, "instrument_known", id);
        }
    }
    let kinds = &raw.measures.measures;
    for (name, kind) in kinds {
        if let Some(form) = &kind.form_kind
            && crate::kind::Kind::parse(form).is_none()
        {
            faults.add("measures.json", name, "form_kind_known", form);
        }
    }
    let by_mode = raw
        .measures
        .aliases
        .by_mode
        .values()
        .flat_map(BTreeMap::values);
    for name in raw.measures.aliases.measures.values().chain(by_mode) {
        if !kinds.contains_key(name) {
            faults.add("measures.json", name, "measure_known", name);
        }
    }
    by_id
}

fn time_limit(row: &str, limit: &TimeLimit, faults: &mut Faults) {
    let file = "instruments.json";
    if limit.value.is_some() != limit.unit.is_some() {
        faults.add(file, row, "value_and_unit_both_or_neither", &limit.what);
    }
    if !BOUNDS.contains(&limit.bound.as_str()) {
        faults.add(file, row, "bound_known", &limit.bound);
    }
    if let Some(unit) = &limit.unit
        && !UNITS.contains(&unit.as_str())
    {
        faults.add(file, row, "unit_known", unit);
    }
    if limit.article.is_empty() || limit.word.is_empty() {
        faults.add(file, row, "article_present", &limit.what);
    }
}

fn offences(raw: &Raw, by_id: &BTreeMap<&str, &Instrument>, faults: &mut Faults) {
    let file = "offences.json";
    if raw.offences.schema != "offences/1" {
        faults.add(file, "schema", "schema_known", &raw.offences.schema);
    }
    let mut seen = BTreeSet::new();
    for one in &raw.offences.offences {
        if !seen.insert(&one.id) {
            faults.add(file, &one.id, "id_unique", &one.id);
        }
        if one.label.get("en").is_none_or(String::is_empty) {
            faults.add(file, &one.id, "label_present", "en");
        }
        for entry in &one.instruments {
            if !by_id.contains_key(entry.instrument.as_str()) {
                faults.add(file, &one.id, "instrument_known", &entry.instrument);
            }
            if entry.article.is_empty() {
                faults.add(file, &one.id, "article_present", &entry.instrument);
            }
        }
    }
}

pub(crate) fn day(text: &Option<String>) -> Option<Day> {
    text.as_deref().and_then(Day::parse)
}
