//! Mutual assistance: stored data, and data in real time.
//!
//! # Source
//! UNTOC art. 18(9), 18(15); Budapest Convention art. 25, 27, 31, 33, 34; Directive 2014/41/EU art. 30.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form::At;
use crate::kind::Category;
use crate::time::Span;

pub(super) fn check_stored(case: &mut Case<'_>) {
    check_dual_criminality(case);
    check_privilege(case);
    check_preserved(case);
    let subject = case.at("subject_matter");
    if subject.is_empty() {
        case.out.ask(Code::SummaryThin, &subject);
    }
    for wanted in case.at("assistance").entries() {
        if wanted
            .text()
            .is_some_and(|text| text.len() < 4_000 && crate::element::is_everything(text))
        {
            case.out.add(Code::AllData, &wanted);
        }
    }
}

/// Shown by what the person did, not by the name of the offence. The form has one place for it, and each
/// offence may have its own.
fn check_dual_criminality(case: &mut Case<'_>) {
    // Between members of the Union the list of the investigation order takes its place.
    if case.at("variant").text() == Some("eio") {
        return;
    }
    let common = case.at("dual_criminality");
    let mut places: Vec<At<'_>> = case
        .at("offences")
        .list()
        .iter()
        .map(|offence| offence.key("dual_criminality"))
        .filter(|at| at.value().is_some())
        .collect();
    if !common.is_empty() || places.is_empty() {
        places.push(common);
    }
    for at in places {
        let place = match at.value() {
            Some(serde_json::Value::Object(parts)) if !parts.is_empty() => at.key("conduct"),
            _ => at.clone(),
        };
        let told: usize = place.entries().iter().map(At::length).sum();
        let name_only = place.text().is_some_and(|text| {
            case.at("offences").list().iter().any(|one| {
                one.key("title")
                    .text()
                    .is_some_and(|title| title.trim().eq_ignore_ascii_case(text.trim()))
            })
        });
        if told < 25 || name_only {
            case.out.add(Code::DualCriminalityUnshown, &place);
        }
    }
}

/// The account of a lawyer, doctor or journalist needs a plan for what is protected.
fn check_privilege(case: &mut Case<'_>) {
    let at = case.at("privilege");
    if at.is_empty() {
        if case.asks_for(&[Category::Content]) {
            case.out.add(Code::Privileged, &at);
        }
        return;
    }
    if at.key("checked").flag() == Some(false) || at.flag() == Some(false) {
        return case.out.add(Code::Privileged, &at.key("checked"));
    }
    let filter = at.key("filter");
    if at.key("privileged").affirms() && !filter.affirms() {
        case.out.add(Code::Privileged, &filter);
    }
}

/// A preservation that has run out no longer protects what is asked for now.
fn check_preserved(case: &mut Case<'_>) {
    let kept: Vec<At<'_>> = case
        .at("previous")
        .list()
        .into_iter()
        .filter(|one| one.key("type").text() == Some("preservation"))
        .map(|one| one.key("until"))
        .filter(|until| until.latest().is_some())
        .collect();
    let last = kept.iter().max_by_key(|until| until.latest());
    if let Some(until) = last
        && until.latest().is_some_and(|end| end < case.issued)
    {
        case.out.add(Code::ExtensionLate, until);
    }
}

pub(super) fn check_realtime(case: &mut Case<'_>) {
    let mode = case.at("mode");
    if mode
        .text()
        .is_some_and(|text| !matches!(text, "traffic" | "content"))
    {
        case.out.add(Code::ManifestError, &mode);
    }
    if mode.text() == Some("traffic") {
        let content: Vec<At<'_>> = case
            .items
            .iter()
            .filter(|item| item.category == Some(Category::Content))
            .map(|item| item.at.key("category"))
            .collect();
        for at in content {
            case.out.add(Code::ManifestError, &at);
        }
    }
    check_interception_order(case);
    check_terms(case);
    let seriousness = case.at("seriousness");
    if seriousness.is_empty() {
        case.out.ask(Code::PenaltyTooLow, &seriousness);
    }
    check_identifier(case);
}

/// The same measure must have been ordered at home, and by a judge where somebody is listened to.
fn check_interception_order(case: &mut Case<'_>) {
    let order = case.at("domestic_basis/order");
    if order.is_empty() {
        return;
    }
    let by = order.key("issued_by");
    let by_police = by.text().is_some_and(|name| {
        let upper = name.to_uppercase();
        upper.contains("POLICE") || upper.ends_with("-POL")
    });
    if by.is_empty() || by_police {
        case.out.add(Code::DomesticOrderMissing, &by);
    }
}

/// From now on, with an end, no longer than the order at home and than the addressee allows.
fn check_terms(case: &mut Case<'_>) {
    let order = case.at("domestic_basis/order");
    let order_end = ["until", "valid_to", "valid_until", "expires", "to"]
        .iter()
        .find_map(|key| order.key(key).latest());
    let most = case
        .addressee_state()
        .and_then(|state| state.realtime_max_days)
        .unwrap_or(92);
    let items = std::mem::take(&mut case.items);
    for item in &items {
        let own = item.at.key("period");
        let common = case.at("period");
        let at = if own.is_empty() && !common.is_empty() {
            common
        } else {
            own
        };
        if at.is_empty() {
            case.out.add(Code::RangeMissing, &at);
            continue;
        }
        let (Some(from), Some(to)) = (item.from, item.to) else {
            let missing = if item.from.is_none() {
                at.key("from")
            } else {
                at.key("to")
            };
            case.out.add(Code::RangeMissing, &missing);
            continue;
        };
        if from > to {
            case.out.add(Code::RangeInverted, &at);
        } else if from < case.issued - Span::days(1)
            || order_end.is_some_and(|end| to > end)
            || to - from > Span::days(most.saturating_add(1))
        {
            case.out.add(Code::RealtimeDuration, &at);
        }
    }
    case.items = items;
}

/// Whoever connects the line needs exactly one number, and it must be the one of the request.
fn check_identifier(case: &mut Case<'_>) {
    let at = case.at("technical/identifier");
    let Some(named) = at.text() else { return };
    let values: Vec<&str> = case
        .selectors
        .iter()
        .filter_map(|one| one.at.key("value").text())
        .collect();
    let ids = case.selectors.iter().any(|one| one.id == named);
    let digits = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase()
    };
    let same = values.iter().any(|value| {
        let (a, b) = (digits(value), digits(named));
        !a.is_empty() && b.contains(&a)
    });
    if !values.is_empty() && !ids && !same {
        case.out.ask(Code::TechMissing, &at);
    }
}
