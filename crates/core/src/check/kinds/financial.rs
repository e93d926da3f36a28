//! Financial intelligence: for intelligence only, identified subjects, and consent asked for whatever
//! goes further.
//!
//! # Source
//! Egmont Group principles for information exchange; FATF recommendation 40.

use super::indicator;
use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form::At;

pub(super) fn check(case: &mut Case<'_>) {
    let subjects = case.at("subjects").list();
    // A name beside an account is a holder; names alone are anybody.
    let only_names = subjects.iter().all(|subject| telling(subject) == ["name"]);
    for subject in &subjects {
        check_subject(case, subject, only_names);
    }
    check_dissemination(case);
    check_hold(case);
    let evidence = case.at("evidence_use");
    if evidence.affirms() {
        case.out.add(Code::HandlingConflict, &evidence);
    }
}

/// The fields that tell who or what a subject is.
fn telling<'a>(subject: &At<'a>) -> Vec<&'a str> {
    subject
        .fields()
        .iter()
        .filter(|(name, at)| {
            !matches!(*name, "type" | "role" | "id" | "note" | "kind") && !at.is_empty()
        })
        .map(|(name, _)| *name)
        .collect()
}

fn check_subject(case: &mut Case<'_>, subject: &At<'_>, only_names: bool) {
    if subject.text().is_some() {
        return;
    }
    match telling(subject).as_slice() {
        [] => case.out.add(Code::SelectorMissing, subject),
        ["name"] if only_names => case.out.add(Code::SelectorNotUnique, subject),
        ["name"] => case.out.ask(Code::SelectorNotUnique, subject),
        _ => {}
    }
    let chain = subject.key("chain").text();
    let named = subject.key("type").text().unwrap_or_default();
    for (key, kind) in [
        ("value", named),
        ("identifier", named),
        ("iban", "iban"),
        ("wallet", "wallet"),
        ("account", "account"),
        ("email", "email"),
        ("phone", "phone"),
    ] {
        let at = subject.key(key);
        if let Some(code) = at
            .text()
            .and_then(|text| indicator::fault(kind, text, chain, case.exercise))
        {
            case.out.add(code, &at);
        }
    }
    for account in subject.key("accounts").list() {
        let at = if account.key("value").is_empty() {
            account.clone()
        } else {
            account.key("value")
        };
        let kind = account.key("type").text().unwrap_or("account");
        if let Some(code) = at
            .text()
            .and_then(|text| indicator::fault(kind, text, None, case.exercise))
        {
            case.out.add(code, &at);
        }
    }
}

/// To whom the answer may go on and for what; silence means nobody, and then nobody may have asked.
fn check_dissemination(case: &mut Case<'_>) {
    let at = case.at("dissemination_consent_wanted");
    let behalf = case.at("on_behalf_of");
    if at.is_empty() {
        return;
    }
    if behalf.affirms() && !at.affirms() {
        case.out.add(Code::FiuDissemination, &at);
    }
    let parts = at.fields();
    if !parts.is_empty()
        && at.affirms()
        && parts
            .iter()
            .all(|(_, part)| part.text().is_none() && part.list().is_empty())
    {
        case.out.add(Code::FiuDissemination, &at);
    }
    for keys in [
        ["to", "to_whom", "recipient"],
        ["for", "for_what", "purpose"],
    ] {
        // Where the form has the field, it must say something.
        if let Some(empty) = keys.iter().map(|key| at.key(key)).find(|part| {
            part.is_empty()
                && at
                    .fields()
                    .iter()
                    .any(|(_, known)| known.pointer() == part.pointer())
        }) && at.affirms()
        {
            case.out.add(Code::FiuDissemination, &empty);
        }
    }
}

fn check_hold(case: &mut Case<'_>) {
    let hold = case.at("hold");
    if hold.is_empty() {
        return;
    }
    let (transaction, amount, until) = (
        hold.key("transaction"),
        hold.key("amount"),
        hold.key("until"),
    );
    if transaction.is_empty() {
        case.out.add(Code::PropertyUnidentified, &transaction);
    }
    if amount.is_empty() || amount.number().is_some_and(|n| n <= 0.0) {
        case.out.add(Code::AmountMissing, &amount);
    }
    if until.latest().is_none_or(|end| end < case.issued) {
        case.out.add(Code::FreezeDurationMissing, &until);
    }
}
