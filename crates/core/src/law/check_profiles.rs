//! Rules for the profiles of States and providers.

use std::collections::BTreeSet;

use super::check_parties::state_allowed;
use super::fault::Faults;
use super::profile::Transmission;
use super::read::Raw;
use super::states::StateIndex;
use super::terms::Day;

const DIRECT: [&str; 4] = ["accepted", "notice", "consent", "not_accepted"];
const CHANNELS: [&str; 5] = [
    "central_authority",
    "diplomatic",
    "judicial",
    "interpol",
    "contact_24_7",
];
const VERIFICATIONS: [&str; 4] = ["text_seen", "partly_seen", "recalled", "invented"];

pub(crate) fn profiles(raw: &Raw, states: &StateIndex, faults: &mut Faults) {
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
        if jiff::tz::TimeZone::get(&one.time_zone).is_err() {
            add("time_zone_known", &one.time_zone);
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
        if let Some(way) = &one.direct_requests {
            among(&DIRECT, way, "direct_requests_known", &mut add);
        }
        for way in &one.channels {
            among(&CHANNELS, way, "channel_known", &mut add);
        }
        for it in &one.offices {
            if it.name.is_empty() {
                add("office_named", &it.role);
            }
        }
        for it in &one.transmission {
            transmission(raw, it, &mut add);
        }
        for it in &one.offences {
            let known = raw
                .offences
                .offences
                .iter()
                .find(|row| row.id == it.offence);
            let Some(known) = known else {
                add("offence_known", &it.offence);
                continue;
            };
            for code in it
                .elements
                .iter()
                .filter(|code| !known.elements.contains(code))
            {
                add("element_of_the_offence", code);
            }
            if it.provision.is_empty() {
                add("provision_present", &it.offence);
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
        for kind in &one.identifiers {
            if crate::selector::SelectorType::parse(kind).is_none() {
                add("identifier_known", kind);
            }
        }
        for range in &one.ranges {
            if range.parse::<ipnet::IpNet>().is_err() {
                add("range_well_formed", range);
            }
        }
        sourced(&one.source, &one.source_date, &one.verification, &mut add);
    }
}

fn among(known: &[&str], word: &str, rule: &'static str, add: &mut impl FnMut(&'static str, &str)) {
    if !known.contains(&word) {
        add(rule, word);
    }
}

/// The rule of transmission: words that clocks and letters understand.
fn transmission(raw: &Raw, it: &Transmission, add: &mut impl FnMut(&'static str, &str)) {
    if !it.measure.is_empty()
        && !raw.measures.measures.contains_key(&it.measure)
        && !raw.measures.aliases.by_mode.contains_key(&it.measure)
    {
        add("measure_known", &it.measure);
    }
    let words: [(&[&str], &str, &'static str); 5] = [
        (
            &["original", "advance_copy", "not_accepted", "unknown"],
            &it.electronic,
            "electronic_known",
        ),
        (
            &["electronic", "paper", "registration", "unknown"],
            &it.clock_starts,
            "clock_start_known",
        ),
        (
            &["simple", "advanced", "qualified", "wet", "unknown"],
            &it.signature,
            "signature_known",
        ),
        (
            &["none", "plain", "certified", "unknown"],
            &it.translation,
            "translation_known",
        ),
        (
            &["none", "apostille", "chain", "exempt", "unknown"],
            &it.legalisation,
            "legalisation_known",
        ),
    ];
    for (known, word, rule) in words {
        among(known, word, rule, add);
    }
    if it.legalisation == "exempt" && it.exempt_by.as_deref().is_none_or(str::is_empty) {
        add("exemption_has_article", &it.measure);
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
pub(crate) fn source_date(text: &str) -> bool {
    let day = match text.len() {
        0 => return true,
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Day::parse(&day).is_some()
}
