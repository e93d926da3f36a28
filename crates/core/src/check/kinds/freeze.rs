//! Freezing: which property, on whose order, for what reason, how much, until when and then what.
//!
//! # Source
//! UNTOC art. 12–14; UNCAC art. 54, 55; Regulation (EU) 2018/1805.

use super::indicator;
use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form::At;

pub(super) fn check(case: &mut Case<'_>) {
    check_order(case);
    for property in case.at("property").list() {
        check_property(case, &property);
    }
    check_place(case);
    let until = case.at("until");
    if until.text().is_some() && until.latest().is_none_or(|end| end < case.issued) {
        case.out.add(Code::FreezeDurationMissing, &until);
    }
    for at in [case.at("order/type"), case.at("domestic_basis/order/type")] {
        // A confiscation decides; a freeze only holds. Whoever mixes them gets neither.
        if at
            .text()
            .is_some_and(|text| text.to_lowercase().contains("confiscat"))
        {
            case.out.add(Code::ManifestError, &at);
        }
    }
}

/// A certified copy that can be executed, or the wish that the addressee issues its own.
fn check_order(case: &mut Case<'_>) {
    let order = case.at("order");
    if order.is_empty() {
        return;
    }
    let own = [
        "request_own_order",
        "addressee_issues_own",
        "own_order_requested",
        "request_own",
        "issue_own",
    ]
    .iter()
    .any(|key| order.key(key).affirms() || case.at(key).affirms());
    if own {
        return;
    }
    for key in ["court", "number", "date", "certified_copy"] {
        let at = order.key(key);
        let other = key == "court"
            && (!order.key("issued_by").is_empty()
                || !order.key("authority").is_empty()
                || !order.key("issuing_authority").is_empty());
        if !at.affirms() && !other {
            case.out.add(Code::FreezeOrderMissing, &at);
        }
    }
    if order.key("enforceable").flag() == Some(false) {
        case.out
            .add(Code::FreezeOrderMissing, &order.key("enforceable"));
    }
}

fn check_property(case: &mut Case<'_>, property: &At<'_>) {
    let kind = property
        .key("type")
        .text()
        .unwrap_or_default()
        .to_lowercase();
    let identifier = property.key("identifier");
    if identifier.is_empty() {
        // An order over a value needs a holder and a reason to look here; a thing needs its name.
        let by_value = !matches!(
            kind.as_str(),
            "account" | "wallet" | "exchange_account" | "domain" | "vehicle"
        ) && !property.key("holder").is_empty()
            && !property.key("location").is_empty();
        if !by_value {
            case.out.add(Code::PropertyUnidentified, &identifier);
        }
    } else {
        check_identifier(case, property, &kind, &identifier);
    }
    let value = property.key("estimated_value");
    if value.number().is_none_or(|amount| amount <= 0.0) {
        let amount = value.key("amount");
        if kind != "domain" && amount.number().is_none_or(|amount| amount <= 0.0) {
            case.out.add(Code::AmountMissing, &value);
        }
    } else if property.key("currency").is_empty() {
        case.out.add(Code::AmountMissing, &property.key("currency"));
    }
}

/// A wrong identifier is one defect; the property is not unidentified besides.
fn check_identifier(case: &mut Case<'_>, property: &At<'_>, kind: &str, identifier: &At<'_>) {
    let value = if identifier.key("value").is_empty() {
        identifier.clone()
    } else {
        identifier.key("value")
    };
    let Some(text) = value.text() else { return };
    let stated = identifier.key("type").text();
    let named = match (stated, kind) {
        (Some(stated), _) => stated,
        (None, "wallet") => "wallet",
        (None, "domain") => "domain",
        (None, "account") if indicator::looks_like_iban(text) => "iban",
        _ => return,
    };
    // Before the address a wallet may name its chain: `btc:bc1…`.
    let (chain, text) = match text.split_once(':') {
        Some((chain, address)) if named == "wallet" && chain.len() <= 12 => {
            (Some(chain), address.trim())
        }
        _ => (
            property
                .key("chain")
                .text()
                .or_else(|| identifier.key("chain").text()),
            text,
        ),
    };
    if let Some(code) = indicator::fault(named, text, chain, case.exercise) {
        case.out.add(code, &value);
    }
}

/// Property elsewhere is for another state to freeze.
fn check_place(case: &mut Case<'_>) {
    let places: Vec<(At<'_>, bool)> = case
        .at("property")
        .list()
        .iter()
        .filter_map(|property| {
            let at = property.key("location");
            let state = case.world.state_of_place(at.text()?)?;
            Some((at, state != case.to))
        })
        .collect();
    if !places.is_empty() && places.iter().all(|(_, away)| *away) {
        let at = case.at("addressee/state");
        case.out.add(Code::WrongAddressee, &at);
    } else {
        for (at, _) in places.iter().filter(|(_, away)| *away) {
            case.out.add(Code::WrongAddressee, at);
        }
    }
}
