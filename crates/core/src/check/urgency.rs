//! Urgency and dates: a class above routine needs facts, a date needs a reason and must be possible.

use super::codes::Code;
use super::view::Case;
use crate::kind::{Kind, Urgency};
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    let urgency = case.at("urgency");
    let class = urgency.key("class");
    let Some(name) = class.text() else { return };
    let Some(read) = Urgency::parse(name) else {
        return case.out.add(Code::UrgencyNotJustified, &class);
    };
    let facts = urgency.key("facts");
    let told = facts.length().max(case.at("emergency_facts").length());
    // For a court date the date and its reason are the proof.
    let dated = read == Urgency::U3Procedural
        && !urgency.key("needed_by").is_empty()
        && !urgency.key("reason").is_empty();
    if read != Urgency::U4Routine && told < 12 && !dated {
        case.out.add(Code::UrgencyNotJustified, &facts);
    }
    let by = urgency.key("needed_by");
    if !by.is_empty() && urgency.key("reason").is_empty() {
        case.out
            .warn(Code::DeadlineUnreasonable, &urgency.key("reason"));
    }
    check_date(case, read);
}

fn check_date(case: &mut Case<'_>, class: Urgency) {
    for at in [case.at("urgency/needed_by"), case.at("needed_by")] {
        if at.is_empty() {
            continue;
        }
        let Some(when) = at.latest() else {
            case.out.warn(Code::DeadlineUnreasonable, &at);
            continue;
        };
        // Days that the addressee has by law, where no emergency shortens them.
        let least = match case.kind {
            _ if class.is_emergency() => 0,
            Some(Kind::SubscriberDirect) if case.rests_on(&["2ap", "COE-224"]) => 30,
            Some(Kind::OrderEffect) => 45,
            Some(Kind::Epoc) => 10,
            Some(Kind::MlaStored | Kind::MlaRealtime) if class == Urgency::U4Routine => 14,
            _ => 0,
        };
        if when < case.issued || when < case.now || when < case.issued + Span::days(least) {
            case.out.warn(Code::DeadlineUnreasonable, &at);
        }
    }
}
