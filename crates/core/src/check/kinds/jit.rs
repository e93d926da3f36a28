//! Joint investigation teams: parties, a purpose, an end, a leader in each state, rules for evidence.
//!
//! # Source
//! UNTOC art. 19; Second Additional Protocol art. 12; model agreement of 2017 and its appendix I of 2021.

use std::collections::BTreeSet;

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form::At;
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    let parties = check_parties(case);
    check_leaders(case, &parties);
    check_purpose(case);
    check_period(case);
    check_disclosure(case, &parties);
}

fn state_of<'a>(at: &At<'a>) -> Option<&'a str> {
    at.text().or_else(|| at.key("state").text())
}

fn check_parties<'a>(case: &mut Case<'a>) -> BTreeSet<&'a str> {
    let list = case.at("parties");
    let entries = list.list();
    let mut states = BTreeSet::new();
    for one in &entries {
        match state_of(one) {
            None => case.out.add(Code::JitParties, &one.key("state")),
            Some(state) => {
                if !case.world.states.is_empty() && !case.world.states.contains_key(state) {
                    case.out.add(Code::JitParties, one);
                }
                states.insert(state);
            }
        }
        if one.text().is_none()
            && one.key("authority").is_empty()
            && one.key("authorities").is_empty()
        {
            case.out.add(Code::JitParties, &one.key("authority"));
        }
    }
    let absent = !case.from.is_empty() && !states.contains(case.from);
    if !entries.is_empty() && (states.len() < 2 || absent) {
        case.out.add(Code::JitParties, &list);
    }
    for one in case.at("states_of_operation").list() {
        if !states.is_empty() && state_of(&one).is_some_and(|state| !states.contains(state)) {
            case.out.add(Code::JitParties, &one);
        }
    }
    states
}

fn check_leaders(case: &mut Case<'_>, parties: &BTreeSet<&str>) {
    let list = case.at("leaders");
    let mut led = BTreeSet::new();
    for one in list.list() {
        // A leader written as a name alone cannot be matched to a state.
        let Some(state) = one.key("state").text() else {
            continue;
        };
        led.insert(state);
        if !parties.is_empty() && !parties.contains(state) {
            case.out.add(Code::JitLeaders, &one);
        } else if one
            .fields()
            .iter()
            .all(|(name, part)| *name == "state" || part.is_empty())
        {
            case.out.add(Code::JitLeaders, &one.key("name"));
        }
    }
    let named = list.list().len();
    let lacking = parties.iter().any(|state| !led.contains(state));
    if !list.is_empty() && lacking && (named < parties.len() || !led.is_empty()) {
        case.out.add(Code::JitLeaders, &list);
    }
}

fn check_purpose(case: &mut Case<'_>) {
    let at = case.at("jit_purpose");
    if at.is_empty() {
        return;
    }
    let told: usize = at.length()
        + at.fields()
            .iter()
            .map(|(_, part)| part.length())
            .sum::<usize>();
    if told < 40 {
        case.out.add(Code::JitPurpose, &at);
    } else {
        case.out.ask(Code::JitPurpose, &at);
    }
}

fn check_period(case: &mut Case<'_>) {
    let period = case.at("period");
    let (from, to) = (period.key("from"), period.key("to"));
    for at in [&from, &to] {
        if at.text().is_some() && at.earliest().is_none() {
            case.out.add(Code::JitDuration, at);
        }
    }
    if let (Some(begin), Some(end)) = (from.earliest(), to.latest()) {
        // Usual are one or two years; longer needs an extension by agreement.
        if begin > end || end - begin > Span::days(2 * 366 + 1) || end < case.issued {
            case.out.add(Code::JitDuration, &period);
        }
    }
}

/// What the defence will see follows each state's own rule, so each state's rule must be known.
fn check_disclosure(case: &mut Case<'_>, parties: &BTreeSet<&str>) {
    let at = case.at("disclosure");
    let mut told: BTreeSet<&str> = at
        .list()
        .iter()
        .filter_map(|one| one.key("state").text())
        .collect();
    for name in ["rules", "states", "table"] {
        told.extend(
            at.key(name)
                .list()
                .iter()
                .filter_map(|one| one.key("state").text()),
        );
        told.extend(
            at.key(name)
                .fields()
                .iter()
                .map(|(state, _)| *state)
                .filter(|state| parties.contains(state)),
        );
    }
    told.extend(
        at.fields()
            .iter()
            .map(|(state, _)| *state)
            .filter(|state| parties.contains(state)),
    );
    if !told.is_empty() && parties.iter().any(|state| !told.contains(state)) {
        case.out.add(Code::JitEvidence, &at);
    }
}
