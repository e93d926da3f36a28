//! The signature: there, by somebody who may sign, after the order, under a certificate valid then.

use super::codes::Code;
use super::view::Case;
use crate::form::At;
use crate::kind::Kind;
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    let signature = case.at("signature");
    check_one(case, &signature);
    for validation in [case.at("validation"), case.at("validating")] {
        if !validation.key("at").is_empty() {
            check_one(case, &validation);
        }
    }
}

fn check_one(case: &mut Case<'_>, signature: &At<'_>) {
    if signature.is_empty() {
        return;
    }
    let at = signature.key("at");
    let when = at.earliest();
    if at.text().is_some() && when.is_none() {
        case.out.add(Code::SignatureInvalid, &at);
    }
    if when.is_some_and(|when| when > case.now + Span::minutes(5)) {
        case.out.add(Code::SignatureInvalid, &at);
    }
    // Days, not moments: an order has a date only.
    let signed = at.day();
    for order in [case.at("domestic_basis/order/date"), case.at("order/date")] {
        if let (Some(signed), Some(ordered)) = (signed, order.day())
            && signed < ordered
        {
            case.out.add(Code::SignatureInvalid, &at);
        }
    }
    check_certificate(case, signature);
    let function = signature.key("function");
    // Analysts do sign the exchanges of their own trade.
    let own_trade = case.is_one_of(&[
        Kind::FiuInformation,
        Kind::CertAssistance,
        Kind::PoliceInformation,
    ]);
    if !own_trade && function.text().is_some_and(cannot_sign) {
        case.out.add(Code::SignatureInvalid, &function);
    }
}

fn check_certificate(case: &mut Case<'_>, signature: &At<'_>) {
    let certificate = signature.key("certificate");
    if certificate.is_empty() {
        if signature.key("method").text() == Some("certificate") {
            case.out.add(Code::SignatureInvalid, &certificate);
        }
        return;
    }
    let Some(when) = signature.key("at").earliest() else {
        return;
    };
    let (from, to) = (certificate.key("valid_from"), certificate.key("valid_to"));
    if to.latest().is_some_and(|end| when > end) {
        case.out.add(Code::SignatureInvalid, &to);
    } else if from.earliest().is_some_and(|begin| when < begin) {
        case.out.add(Code::SignatureInvalid, &from);
    }
    if certificate.key("revoked").flag() == Some(true) {
        case.out.add(Code::SignatureInvalid, &certificate);
    }
}

/// Functions that prepare a request and never answer for it.
fn cannot_sign(function: &str) -> bool {
    let lower = function.to_lowercase();
    let lower = lower.trim();
    [
        "clerk",
        "secretary",
        "typist",
        "translator",
        "interpreter",
        "trainee",
        "intern",
        "analyst",
        "administrative assistant",
        "assistant",
    ]
    .iter()
    .any(|word| lower == *word || lower.ends_with(&format!(" {word}")))
}
