//! Rules for the rows of parties and territories.

use std::collections::{BTreeMap, BTreeSet};

use super::check::day;
use super::check_profiles::source_date;
use super::fault::Faults;
use super::raw::Instrument;
use super::raw_table::{Count, PartyRow};
use super::read::Raw;
use super::rows::{Token, entries};
use super::states::StateIndex;
use super::terms::Day;

/// A date may be set ahead of its day, but not by more than this: ten thousands are a year.
const AHEAD: u32 = 20_000;

pub(crate) fn parties(
    raw: &Raw,
    states: &StateIndex,
    by_id: &BTreeMap<&str, &Instrument>,
    as_of: Day,
    faults: &mut Faults,
) {
    let mut periods: BTreeMap<(&str, &str), Vec<(Day, Day)>> = BTreeMap::new();
    for (at, row) in raw.parties.iter().enumerate() {
        let (file, place) = match row.overlay {
            // The heading is line 1.
            None => {
                let place = format!("line {} ({} {})", at + 2, row.iso2, row.instrument_id);
                ("parties.csv", place)
            }
            Some(file) => (file, format!("{} {}", row.iso2, row.instrument_id)),
        };
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

pub(crate) fn state_allowed(
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

pub(crate) fn territories(raw: &Raw, states: &StateIndex, faults: &mut Faults) {
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
pub(crate) fn counts(counts: &[Count], parties: &[PartyRow], faults: &mut Faults) {
    for want in counts {
        let on = want
            .on
            .as_deref()
            .and_then(Day::parse)
            .unwrap_or(Day::NEVER);
        let have = parties
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

fn dated(text: &str, empty: Day, add: &mut impl FnMut(&'static str, &str)) -> Day {
    if text.is_empty() {
        return empty;
    }
    Day::parse(text).unwrap_or_else(|| {
        add("date_valid", text);
        empty
    })
}
