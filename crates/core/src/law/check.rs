//! The rules a pack must meet. They prove consistency, not law: a lawyer still reads it.
//!
//! Each broken rule names its file, its row and itself, so that whoever keeps the data can mend it.

use std::collections::{BTreeMap, BTreeSet};

use super::check_words;
use super::fault::Faults;
use super::pack::StateIndex;
use super::raw::{BindingSide, Instrument, PartyRow, TimeLimit, Verification};
use super::read::Raw;
use super::rows::{Token, entries};
use super::terms::{Day, InstrumentKind};

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
const VERIFICATIONS: [&str; 4] = ["text_seen", "partly_seen", "recalled", "invented"];

/// An article that is not there.
static NOWHERE: String = String::new();

/// A date may be set ahead of its day, but not by more than this: ten thousands are a year.
const AHEAD: u32 = 20_000;

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
    parties(raw, states, &by_id, as_of, faults);
    territories(raw, states, faults);
    counts(raw, faults);
    profiles(raw, states, faults);
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

fn parties(
    raw: &Raw,
    states: &StateIndex,
    by_id: &BTreeMap<&str, &Instrument>,
    as_of: Day,
    faults: &mut Faults,
) {
    let file = "parties.csv";
    let mut periods: BTreeMap<(&str, &str), Vec<(Day, Day)>> = BTreeMap::new();
    for (at, row) in raw.parties.iter().enumerate() {
        // The heading is line 1.
        let place = format!("line {} ({} {})", at + 2, row.iso2, row.instrument_id);
        let mut add = |rule, found: &str| faults.add(file, &place, rule, found);
        state_allowed(raw, states, &row.iso2, &mut add);
        let Some(instrument) = by_id.get(row.instrument_id.as_str()) else {
            add("instrument_known", &row.instrument_id);
            continue;
        };
        if row.status != "party" && row.status != "signatory" {
            add("status_known", &row.status);
        }
        let party = row.status == "party";
        if party && instrument.in_force.is_none() {
            add("no_party_before_entry_into_force", &row.instrument_id);
        }
        if row.source.is_empty() {
            add("source_present", "");
        }
        if !source_date(&row.source_date) {
            add("date_valid", &row.source_date);
        }
        let from = dated(&row.date_of_entry_into_force, Day::UNKNOWN, &mut add);
        let to = dated(&row.date_to, Day::NEVER, &mut add);
        if from > Day(as_of.0.saturating_add(AHEAD)) && as_of != Day::NEVER {
            add("date_not_far_in_the_future", &row.date_of_entry_into_force);
        }
        let born = day(&instrument.in_force).unwrap_or(Day::UNKNOWN);
        if from != Day::UNKNOWN && from < born {
            add("not_before_the_instrument", &row.date_of_entry_into_force);
        }
        if to < from {
            add("date_to_after_start", &row.date_to);
        }
        if !party && from != Day::UNKNOWN {
            add("signatory_without_date", &row.date_of_entry_into_force);
        }
        sides(raw, row, instrument, &mut add);
        for token in row
            .territory
            .split(';')
            .map(str::trim)
            .filter(|it| !it.is_empty())
        {
            let known = match Token::parse(token) {
                Some(Token::MainOnly) => true,
                Some(Token::Excluded(code) | Token::From(code, _)) => states.of(code).is_some(),
                None => false,
            };
            if !known {
                add("territory_well_formed", token);
            }
        }
        unsourced(&row.reservations, &mut add);
        let key = (row.iso2.as_str(), row.instrument_id.as_str());
        let known = periods.entry(key).or_default();
        if known.iter().any(|(a, b)| from <= *b && *a <= to) {
            add("one_row_at_a_time", "overlaps another row");
        }
        known.push((from, to));
    }
}

fn state_allowed(
    raw: &Raw,
    states: &StateIndex,
    code: &str,
    add: &mut impl FnMut(&'static str, &str),
) {
    let invented = code
        .parse::<crate::id::StateCode>()
        .is_ok_and(|it| it.is_invented());
    if states.of(code).is_none() {
        add("state_known", code);
    } else if raw.pack.exercise != invented {
        add("exercise_and_real_never_mix", code);
    }
}

/// A bilateral instrument has rows for its two sides and nobody else; members stand for the Union.
fn sides(
    raw: &Raw,
    row: &PartyRow,
    instrument: &Instrument,
    add: &mut impl FnMut(&'static str, &str),
) {
    let Some([a, b]) = &instrument.bilateral else {
        return;
    };
    let union = a == "EU" || b == "EU";
    let named = row.iso2 == *a || row.iso2 == *b;
    if !named && !union {
        add("bilateral_has_its_two_sides", &row.iso2);
    }
    let both = [a, b].iter().all(|side| {
        raw.parties
            .iter()
            .any(|it| it.instrument_id == row.instrument_id && it.iso2 == **side)
    });
    if !both {
        add("bilateral_has_its_two_sides", "a side has no row");
    }
}

/// Every entry has a source of its own or of the group that it opens; what is not read says so.
fn unsourced(cell: &str, add: &mut impl FnMut(&'static str, &str)) {
    let all = entries(cell);
    for (at, entry) in all.iter().enumerate() {
        let sourced = all[at..]
            .iter()
            .any(|it| it.contains("[S:") || it.contains("[R:"));
        if !sourced && !entry.contains("not read") && !entry.contains("not known") {
            add("reservation_has_source", entry);
        }
    }
}

fn territories(raw: &Raw, states: &StateIndex, faults: &mut Faults) {
    let file = "territories.csv";
    let mut seen = BTreeSet::new();
    for row in &raw.territories {
        if states.of(&row.iso2).is_none() || states.of(&row.party).is_none() {
            faults.add(file, &row.iso2, "state_known", &row.party);
        }
        if !seen.insert(&row.iso2) {
            faults.add(file, &row.iso2, "id_unique", &row.iso2);
        }
        if row.source.is_empty() {
            faults.add(file, &row.iso2, "source_present", "");
        }
    }
    for row in &raw.territories {
        if seen.contains(&row.party) {
            faults.add(file, &row.iso2, "territory_of_a_state", &row.party);
        }
    }
}

/// Counts that a register states: a lost or doubled row is noticed.
fn counts(raw: &Raw, faults: &mut Faults) {
    for want in &raw.pack.counts {
        let on = want
            .on
            .as_deref()
            .and_then(Day::parse)
            .unwrap_or(Day::NEVER);
        let have = raw
            .parties
            .iter()
            .filter(|row| {
                let from = Day::parse(&row.date_of_entry_into_force).unwrap_or(Day::UNKNOWN);
                row.instrument_id == want.instrument && row.status == want.status && from <= on
            })
            .count();
        if have != want.count || want.source.is_empty() {
            let found = format!("{have} rows, the register says {}", want.count);
            faults.add("parties.csv", &want.instrument, "count_reproduced", found);
        }
    }
}

fn profiles(raw: &Raw, states: &StateIndex, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for one in &raw.states.states {
        let mut add = |rule, found: &str| faults.add("states.json", one.iso2.as_str(), rule, found);
        state_allowed(raw, states, &one.iso2, &mut add);
        if !seen.insert(&one.iso2) {
            add("id_unique", &one.iso2);
        }
        for language in super::read::LANGUAGES {
            if one.names.get(language).is_none_or(String::is_empty) {
                add("name_in_six_languages", language);
            }
        }
        if one.languages_accepted.is_empty() {
            add("languages_present", "");
        }
        if !one.time_zone.contains('/') && one.time_zone != "UTC" {
            add("time_zone_named", &one.time_zone);
        }
        if one.working_days.is_empty() || one.working_days.iter().any(|it| !(1..=7).contains(it)) {
            add("working_days_1_to_7", &format!("{:?}", one.working_days));
        }
        for holiday in &one.holidays {
            let whole = if holiday.date.len() == 5 {
                // A leap year, so that 29 February may be kept every fourth year.
                format!("2028-{}", holiday.date)
            } else {
                holiday.date.clone()
            };
            if Day::parse(&whole).is_none() {
                add("date_valid", &holiday.date);
            }
        }
        for it in &one.domestic {
            if !raw.measures.measures.contains_key(&it.measure)
                && !raw.measures.aliases.by_mode.contains_key(&it.measure)
            {
                add("measure_known", &it.measure);
            }
            if it.provision.is_empty() || it.authorised_by.is_empty() {
                add("provision_and_authority_present", &it.measure);
            }
        }
        sourced(&one.source, &one.source_date, &one.verification, &mut add);
    }
    let mut seen = BTreeSet::new();
    for one in &raw.providers.providers {
        let mut add =
            |rule, found: &str| faults.add("providers.json", one.entity_id.as_str(), rule, found);
        state_allowed(raw, states, &one.establishment, &mut add);
        if one.entity_id.is_empty() || !seen.insert(&one.entity_id) {
            add("id_unique", &one.entity_id);
        }
        if one.legal_name.is_empty() || one.services.is_empty() {
            add("name_and_services_present", &one.legal_name);
        }
        for range in &one.ranges {
            if range.parse::<ipnet::IpNet>().is_err() {
                add("range_well_formed", range);
            }
        }
        sourced(&one.source, &one.source_date, &one.verification, &mut add);
    }
}

fn sourced(
    source: &str,
    seen_on: &str,
    verification: &str,
    add: &mut impl FnMut(&'static str, &str),
) {
    if source.is_empty() {
        add("source_present", "");
    }
    if !source_date(seen_on) {
        add("date_valid", seen_on);
    }
    if !VERIFICATIONS.contains(&verification) {
        add("verification_known", verification);
    }
}

/// Empty, a year, a month or a day.
fn source_date(text: &str) -> bool {
    let day = match text.len() {
        0 => return true,
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Day::parse(&day).is_some()
}

fn day(text: &Option<String>) -> Option<Day> {
    text.as_deref().and_then(Day::parse)
}

fn dated(text: &str, empty: Day, add: &mut impl FnMut(&'static str, &str)) -> Day {
    if text.is_empty() {
        return empty;
    }
    Day::parse(text).unwrap_or_else(|| {
        add("date_valid", text);
        empty
    })
}
