//! European production and preservation order certificates.
//!
//! # Source
//! Regulation (EU) 2023/1543 art. 4, 5, 7, 8, 13 and annexes I, II.

use crate::check::codes::Code;
use crate::check::sender::{JUDGE_ONLY, is_judicial};
use crate::check::view::Case;
use crate::form::At;
use crate::kind::{Category, Kind, Urgency};

pub(super) fn check(case: &mut Case<'_>) {
    check_issuer(case);
    check_role(case);
    let privilege = case.at("privilege_check");
    if privilege.key("privileged").affirms() && !privilege.key("filter").affirms() {
        case.out.add(Code::Privileged, &privilege.key("filter"));
    }
    if case.kind == Some(Kind::Epoc) {
        check_deadline(case);
        check_notified(case);
        check_user_information(case);
    }
}

/// Art. 4: a prosecutor may order who somebody is and may preserve anything; a judge orders the rest;
/// whoever else issues needs one of them to validate.
fn check_issuer(case: &mut Case<'_>) {
    let named = case.at("issuing/type");
    let at = if named.is_empty() {
        case.at("requesting/authority/type")
    } else {
        named
    };
    let Some(issuer) = at.text() else { return };
    let intrusive = case.kind == Some(Kind::Epoc) && case.asks_for(JUDGE_ONLY);
    let own_power = is_judicial(issuer) || (issuer == "prosecutor" && !intrusive);
    if own_power {
        return;
    }
    let (validating, validation) = (case.at("validating"), case.at("validation"));
    let used = if validating.affirms() {
        validating.clone()
    } else {
        validation.clone()
    };
    if used.affirms() {
        // A prosecutor's validation does not make up for a missing judge.
        let by = ["type", "function"].iter().find_map(|key| {
            used.key(key)
                .text()
                .map(|t| (used.key(key), t.to_lowercase()))
        });
        if let Some((place, role)) = by
            && intrusive
            && role.contains("prosecutor")
        {
            case.out.add(Code::ValidationMissing, &place);
        }
        return;
    }
    // In an emergency, who somebody is may be asked first and validated within 48 hours.
    let emergency = case.at("deadline_class").text() == Some("EightHours")
        && case
            .at("urgency/class")
            .text()
            .and_then(Urgency::parse)
            .is_some_and(Urgency::is_emergency);
    if emergency && !intrusive {
        return;
    }
    if issuer == "prosecutor" {
        case.out.add(Code::NotCompetent, &at);
    } else {
        let form_has_it = case
            .root
            .fields()
            .iter()
            .any(|(name, _)| *name == "validation");
        case.out.add(
            Code::ValidationMissing,
            if form_has_it {
                &validation
            } else {
                &validating
            },
        );
    }
}

/// Addressed to the designated establishment or legal representative; to a processor only for a reason.
fn check_role(case: &mut Case<'_>) {
    let provider = case.at("addressee/provider");
    for key in ["role", "capacity"] {
        let at = provider.key(key);
        let Some(role) = at.text() else { continue };
        let role = role.to_lowercase().replace(['_', '-'], " ");
        if role.contains("processor") {
            let conditions = case.at("processor_conditions");
            if !conditions.affirms() {
                case.out.add(Code::WrongAddressee, &conditions);
            }
            continue;
        }
        // In an emergency any establishment in the Union may be addressed: art. 7(2).
        let emergency = case.at("deadline_class").text() == Some("EightHours");
        let proper = ["designated", "representative", "controller"]
            .iter()
            .any(|word| role.contains(word))
            || (emergency && role.contains("establishment"));
        if !proper {
            case.out.add(Code::WrongAddressee, &at);
        }
    }
}

fn check_deadline(case: &mut Case<'_>) {
    let at = case.at("deadline_class");
    let Some(class) = at.text() else { return };
    let urgency = case.at("urgency/class").text().and_then(Urgency::parse);
    let justified = urgency.is_some_and(Urgency::is_emergency);
    let known = matches!(class, "TenDaysASAP" | "TenDaysSubjectToEA" | "EightHours");
    if !known || (class == "EightHours" && !justified) {
        case.out.add(Code::UrgencyNotJustified, &at);
    }
}

/// Art. 8: the enforcing authority is told of orders for traffic and content, unless offence and person
/// belong to the issuing state.
fn check_notified(case: &mut Case<'_>) {
    if !case.asks_for(&[Category::Traffic, Category::Content]) {
        return;
    }
    let at = case.at("enforcing_authority_notified");
    let told = at.affirms()
        || explains(&at)
        || case
            .at("notified_states")
            .list()
            .iter()
            .any(|one| one.text() == Some(case.to) || one.key("state").text() == Some(case.to));
    if !told && !is_domestic(case) && case.at("notification_exemption").is_empty() {
        case.out.add(Code::NotificationMissing, &at);
    }
}

/// A "no" with its reason: art. 8(2).
fn explains(at: &At<'_>) -> bool {
    ["reason", "ground", "exemption", "exception", "why"]
        .iter()
        .any(|key| at.key(key).length() > 10)
}

fn is_domestic(case: &Case<'_>) -> bool {
    let here = |at: &At<'_>| {
        at.text().is_some_and(|place| {
            place == case.from || case.world.state_of_place(place) == Some(case.from)
        })
    };
    let persons = case.at("persons").list();
    let resident = persons.iter().any(|person| {
        ["residence", "residence_state", "state", "country"]
            .iter()
            .any(|key| here(&person.key(key)))
    });
    let offences = case.at("offences").list();
    resident && !offences.is_empty() && offences.iter().all(|one| here(&one.key("place")))
}

/// Art. 13: the person is told, or the delay has a ground.
fn check_user_information(case: &mut Case<'_>) {
    let at = case.at("user_information");
    let choice = at.text().or_else(|| {
        ["choice", "mode", "value", "decision", "type"]
            .iter()
            .find_map(|key| at.key(key).text())
    });
    let delayed = choice.is_some_and(|word| {
        let lower = word.to_lowercase();
        ["delay", "restrict", "omit", "not_", "none", "no_"]
            .iter()
            .any(|start| lower.starts_with(start))
    }) || at.key("delay").flag() == Some(true);
    let grounded = !at.key("ground").is_empty()
        || !at.key("reason").is_empty()
        || !case.at("user_information_ground").is_empty()
        || !case.at("confidentiality/ground").is_empty();
    if delayed && !grounded {
        case.out.add(Code::SecrecyNoGround, &at);
    }
}
