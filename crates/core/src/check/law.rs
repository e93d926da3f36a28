//! The legal basis: named, in force between the two states, and wide enough for what is asked.
//!
//! The resolver of the law pack decides which bases exist; this check only compares what the request
//! says with what the world knows, so that it also works on a request that came on paper.

use super::codes::Code;
use super::view::Case;
use crate::form::At;
use crate::kind::Kind;

pub(super) fn check(case: &mut Case<'_>) {
    check_in_force(case);
    check_cover(case);
    check_reciprocity(case);
    check_order(case);
    check_assurances(case);
}

/// Short names that requests use, beside the ids of the law pack.
const NAMES: &[(&str, &str)] = &[
    ("budapest", "coe-185"),
    ("2ap", "coe-224"),
    ("untoc", "un-toc"),
    ("uncac", "un-cac"),
    ("uncc", "un-cc"),
    ("eu_2023_1543", "eu-2023-1543"),
    ("eu_2018_1805", "eu-2018-1805"),
    ("eu_2021_784", "eu-2021-784"),
    ("warsaw", "coe-198"),
];

/// The short name of an instrument.
fn short(instrument: &str) -> String {
    let lower = instrument.trim().to_ascii_lowercase();
    NAMES
        .iter()
        .find(|(_, id)| *id == lower)
        .map_or(lower.clone(), |(name, _)| (*name).to_owned())
}

fn check_in_force(case: &mut Case<'_>) {
    let bases = case.bases.clone();
    for (instrument, at) in &bases {
        let name = short(instrument);
        let states = states_of(case, at);
        let pair: Vec<&str> = states
            .iter()
            .map(String::as_str)
            .filter(|state| !state.is_empty())
            .collect();
        // A state outside this world was reported where it stands; treaties do not know it either.
        let strangers = !case.world.states.is_empty()
            && pair
                .iter()
                .any(|state| !case.world.states.contains_key(*state));
        if strangers || pair.len() < 2 {
            continue;
        }
        let bound = case
            .world
            .in_force(&name, &pair)
            .or_else(|| case.world.in_force(instrument, &pair));
        if bound == Some(false) {
            // A team needs one basis that is common to all; one that some lack does not cover it.
            let code = if case.kind == Some(Kind::Jit) && states.len() > 2 {
                Code::BasisNotCover
            } else {
                Code::BasisNotInForce
            };
            case.out.add(code, at);
        }
        let reserved = name == "2ap"
            && case.kind == Some(Kind::SubscriberDirect)
            && case.addressee_state().and_then(|state| state.art7_reserved) == Some(true);
        if reserved {
            case.out.add(Code::BasisNotInForce, at);
        }
    }
}

/// The states between which a basis must be in force: the pair it names itself, all parties of a team,
/// else the two ends of the request.
fn states_of(case: &Case<'_>, basis: &At<'_>) -> Vec<String> {
    for key in ["parties", "states", "pair", "between"] {
        let named = states_in(&basis.key(key));
        if named.len() >= 2 {
            return named;
        }
    }
    if case.kind == Some(Kind::Jit) {
        let parties = states_in(&case.at("parties"));
        if parties.len() >= 2 {
            return parties;
        }
    }
    vec![case.from.to_owned(), case.to.to_owned()]
}

fn states_in(list: &At<'_>) -> Vec<String> {
    list.list()
        .iter()
        .filter_map(|one| {
            one.text()
                .or_else(|| one.key("state").text())
                .map(str::to_owned)
        })
        .collect()
}

/// Whether at least one basis covers the measure. Others may carry the procedure or the channel.
fn check_cover(case: &mut Case<'_>) {
    let Some(sheet) = case.sheet else { return };
    if sheet.bases.is_empty() || case.bases.is_empty() {
        return;
    }
    let covers = |(instrument, at): &(&str, At<'_>)| {
        let name = short(instrument);
        match sheet.bases.get(&name) {
            Some(articles) if articles.is_empty() => true,
            Some(articles) => article(at).is_none_or(|a| articles.contains(&a)),
            // An instrument that no sheet knows may be a bilateral treaty or a law; a person or the law
            // pack must judge it.
            None => !is_known(&name),
        }
    };
    if case.bases.iter().any(covers) {
        check_mode(case);
        return;
    }
    if let Some((_, at)) = case.bases.first() {
        let at = at.clone();
        case.out.add(Code::BasisNotCover, &at);
    }
}

/// The leading article of a reference such as `29(2)`, `Art. 31`, `18(13), (15)`.
fn article(at: &At<'_>) -> Option<String> {
    let article = at.key("article");
    let text = match article.value() {
        Some(serde_json::Value::Number(n)) => n.to_string(),
        _ => article.text()?.to_owned(),
    };
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    (!digits.is_empty()).then_some(digits)
}

fn is_known(name: &str) -> bool {
    crate::kind::Kind::ALL
        .iter()
        .any(|kind| crate::form::sheet(*kind).bases.contains_key(name))
}

/// Traffic in real time and interception rest on different articles.
///
/// # Source
/// Budapest Convention art. 33 and 34; UNCC art. 45 and 46.
fn check_mode(case: &mut Case<'_>) {
    if case.kind != Some(Kind::MlaRealtime) {
        return;
    }
    let content = case.at("mode").text() == Some("content")
        || case.asks_for(&[crate::kind::Category::Content]);
    let traffic_only = |name: &str, at: &At<'_>| {
        matches!(
            (name, article(at).as_deref()),
            ("budapest", Some("33")) | ("uncc", Some("45"))
        )
    };
    let content_only = |name: &str, at: &At<'_>| {
        matches!(
            (name, article(at).as_deref()),
            ("budapest", Some("34")) | ("uncc", Some("46"))
        )
    };
    let wrong = case.bases.iter().all(|(instrument, at)| {
        let name = short(instrument);
        if content {
            traffic_only(&name, at)
        } else {
            content_only(&name, at)
        }
    });
    if wrong && let Some((_, at)) = case.bases.first() {
        let at = at.clone();
        case.out.add(Code::BasisNotCover, &at);
    }
}

fn check_reciprocity(case: &mut Case<'_>) {
    let at = case.at("reciprocity_undertaking");
    if case.rests_on(&["reciprocity"]) && !at.affirms() {
        case.out.add(Code::ReciprocityMissing, &at);
    }
}

/// Some states act only on a copy of the order.
fn check_order(case: &mut Case<'_>) {
    let wanted = case
        .addressee_state()
        .and_then(|state| state.order_copy_required)
        == Some(true);
    let formal = case.is_one_of(&[Kind::MlaStored, Kind::MlaRealtime, Kind::EmergencyMla]);
    if !wanted || !formal || case.at("domestic_basis").is_empty() {
        return;
    }
    let at = case.at("domestic_basis/order/attachment");
    let attached = at.affirms()
        || case.at("attachments").list().iter().any(|one| {
            one.key("role")
                .text()
                .is_some_and(|role| role.to_ascii_lowercase().contains("order"))
        });
    if !attached {
        case.out.add(Code::DomesticOrderMissing, &at);
    }
}

/// # Source
/// UNTOC art. 18; practice of states without the death penalty.
fn check_assurances(case: &mut Case<'_>) {
    if !case.is_one_of(&[Kind::MlaStored, Kind::MlaRealtime, Kind::EmergencyMla]) {
        return;
    }
    let at = case.at("assurances");
    let given = |name: &str| {
        at.entries().iter().any(|one| {
            one.text() == Some(name)
                || one
                    .fields()
                    .iter()
                    .any(|(_, part)| part.text() == Some(name))
        }) || at.key(name).affirms()
    };
    let profile = case.addressee_state();
    let carries_death = case.at("offences").list().iter().any(|offence| {
        offence.key("death_penalty").flag() == Some(true)
            || offence.key("text").text().is_some_and(|text| {
                let lower = text.to_lowercase();
                [
                    "death penalty",
                    "capital punishment",
                    "punished with death",
                    "punishable by death",
                ]
                .iter()
                .any(|words| lower.contains(words))
            })
    });
    let death =
        carries_death || profile.and_then(|p| p.death_penalty_assurance_required) == Some(true);
    let missing = (death && !given("death_penalty"))
        || profile.is_some_and(|p| p.assurances_required.iter().any(|name| !given(name)));
    if missing {
        case.out.add(Code::AssuranceMissing, &at);
    }
}
