//! Preservation: data is kept as it is while the formal request is prepared.
//!
//! Content may be preserved like anything else, and dual criminality is not a condition: nothing is
//! disclosed yet.
//!
//! # Source
//! Budapest Convention art. 29(2), 29(3), 29(7); UNCC art. 42.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    check_custodian(case);
    check_intent(case);
    check_duration(case);
    if case.status() == "extension" {
        check_extension(case);
    }
}

fn check_custodian(case: &mut Case<'_>) {
    let custodian = case.at("custodian");
    if custodian.is_empty() {
        return;
    }
    let provider = custodian.key("provider");
    let named = !provider.is_empty() && !provider.text().is_some_and(is_nobody);
    let placed = custodian
        .key("system_location")
        .text()
        .is_some_and(|place| !is_nobody(place));
    if !named && (!placed || provider.text().is_some()) {
        case.out.add(Code::ProviderUnknown, &custodian);
    }
}

fn is_nobody(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "unknown"
            | "not known"
            | "n/a"
            | "na"
            | "none"
            | "?"
            | "-"
            | "tbd"
            | "to be determined"
            | "inconnu"
            | "desconocido"
            | "неизвестно"
            | "未知"
            | "غير معروف"
    )
}

fn check_intent(case: &mut Case<'_>) {
    let intent = case.at("intends_mla");
    if intent.is_empty() {
        return;
    }
    let value = intent.key("value");
    if value.flag() == Some(false) {
        return case.out.add(Code::NoIntent, &value);
    }
    let by = intent.key("planned_by");
    if by.is_empty() {
        if intent.key("mla_reference").is_empty() {
            case.out.add(Code::NoIntent, &by);
        }
        return;
    }
    // The term of an extension begins where the first one ends.
    let days = case
        .at("duration_days")
        .whole()
        .unwrap_or(0)
        .clamp(0, 36_500);
    let begin = case
        .at("previous")
        .list()
        .iter()
        .filter_map(|one| one.key("until").latest())
        .max()
        .map_or(case.issued, |until| until.max(case.issued));
    let last = begin + Span::days(days + 1);
    let filed = !intent.key("mla_reference").is_empty();
    match by.latest() {
        None => case.out.add(Code::NoIntent, &by),
        Some(when) if !filed && (when < case.issued || (days > 0 && when > last)) => {
            case.out.add(Code::NoIntent, &by);
        }
        Some(_) => {}
    }
}

fn check_duration(case: &mut Case<'_>) {
    let at = case.at("duration_days");
    let Some(days) = at.whole() else { return };
    let most = case
        .addressee_state()
        .and_then(|state| state.preservation_max_days);
    if days <= 0 || most.is_some_and(|most| days > most) {
        case.out.add(Code::ManifestError, &at);
    }
}

/// An extension comes before the end and says why the formal request is not there yet.
fn check_extension(case: &mut Case<'_>) {
    let entries = case.at("previous").list();
    for one in entries.iter().filter(|one| {
        one.key("type")
            .text()
            .is_none_or(|kind| kind == "preservation")
    }) {
        let until = one.key("until");
        match until.latest() {
            Some(end) if end < case.issued => case.out.add(Code::ExtensionLate, &until),
            Some(_) => {}
            None => case.out.add(Code::PreviousRefMissing, &until),
        }
    }
    let reason = case.at("extension_reason");
    if reason.is_empty() && case.at("intends_mla/mla_reference").is_empty() {
        case.out.add(Code::NecessityMissing, &reason);
    }
}
