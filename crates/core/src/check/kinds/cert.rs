//! Help between incident response teams: indicators that can be read, markings that are obeyed.
//!
//! # Source
//! FIRST TLP 2.0; MISP permissible actions protocol; OASIS STIX 2.1.

use super::indicator;
use crate::check::codes::Code;
use crate::check::secrecy::{marking, tlp};
use crate::check::view::Case;
use crate::kind::Urgency;

pub(super) fn check(case: &mut Case<'_>) {
    check_indicators(case);
    let victim = case.at("victim_identity");
    let closed = matches!(tlp(case).as_deref(), Some("RED" | "AMBER+STRICT"));
    if victim.affirms() && !closed {
        case.out.add(Code::Leak, &victim);
    }
    let class = case.at("urgency/class");
    if class.text().and_then(Urgency::parse) == Some(Urgency::U1Infrastructure)
        && case.at("critical_infrastructure").flag() == Some(false)
    {
        case.out.add(Code::UrgencyNotJustified, &class);
    }
    check_actions(case);
    let hold = case.at("evidence_hold");
    // A machine that is cleaned before it is imaged proves nothing any more.
    if case.at("law_enforcement_involved").affirms() && !hold.affirms() {
        case.out.add(Code::ManifestError, &hold);
    }
}

fn check_indicators(case: &mut Case<'_>) {
    for one in case.at("iocs").list() {
        let (at, code) = if let Some(pattern) = one.text() {
            let code = indicator::pattern_fault(pattern, case.exercise);
            (one.clone(), code)
        } else if one.key("pattern").is_empty() {
            let at = one.key("value");
            let code = match (one.key("type").text(), at.text()) {
                (Some(kind), Some(value)) => indicator::fault(kind, value, None, case.exercise)
                    .filter(|code| *code == Code::SelectorInvalid),
                _ => Some(Code::SelectorInvalid),
            };
            (at, code)
        } else {
            let at = one.key("pattern");
            let code = match at.text() {
                Some(pattern) => indicator::pattern_fault(pattern, case.exercise),
                None => Some(Code::SelectorInvalid),
            };
            (at, code)
        };
        if let Some(code) = code {
            case.out.add(code, &at);
        }
    }
}

/// Under PAP:RED nothing may be done that the target can see.
fn check_actions(case: &mut Case<'_>) {
    let pap = marking(&case.at("pap")).or_else(|| marking(&case.at("handling/pap")));
    if pap.as_deref() != Some("RED") {
        return;
    }
    for ask in case.at("ask").entries() {
        let visible = ask.text().is_some_and(|text| {
            let lower = text.to_lowercase();
            [
                "takedown",
                "take-down",
                "sinkhole",
                "victim notice",
                "victim_notice",
            ]
            .iter()
            .any(|word| lower.contains(word))
        });
        if visible {
            case.out.add(Code::HandlingConflict, &ask);
        }
    }
}
