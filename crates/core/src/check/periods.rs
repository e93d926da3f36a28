//! Periods: present where they must be, in order, no longer than needed, in the past, tied to the facts.

use super::codes::Code;
use super::view::{Case, Item};
use crate::form::At;
use crate::kind::{Category, Kind};
use crate::time::{Instant, Span};

/// How far a period may reach beyond the acts: preparation before, money and traces after.
const MARGIN: Span = Span::days(60);

pub(super) fn check(case: &mut Case<'_>) {
    // Interception looks forward and has rules of its own.
    if case.kind == Some(Kind::MlaRealtime) {
        return;
    }
    let acts = acts(case);
    let items = std::mem::take(&mut case.items);
    for item in &items {
        let at = period_at(case, item);
        check_present(case, item, &at);
        if let (Some(from), Some(to)) = (item.from, item.to) {
            if from > to {
                case.out.add(Code::RangeInverted, &at);
            } else {
                check_length(case, item, &at, from, to);
                check_facts(case, item, &at, from, to, acts);
            }
        }
        check_time(case, item, &at);
    }
    case.items = items;
}

/// The item's own period, or the common one of the request where the item has none.
fn period_at<'a>(case: &Case<'a>, item: &Item<'a>) -> At<'a> {
    let own = item.at.key("period");
    let common = case.at("period");
    if own.is_empty() && !common.is_empty() {
        common
    } else {
        own
    }
}

fn check_present(case: &mut Case<'_>, item: &Item<'_>, at: &At<'_>) {
    let needs = matches!(item.category, Some(Category::Traffic | Category::Content));
    for (side, read) in [("from", item.from), ("to", item.to)] {
        let place = at.key(side);
        if read.is_some() {
            continue;
        }
        if at.is_empty() && needs {
            case.out.add(Code::RangeMissing, at);
        } else if !place.is_empty() || (needs && !at.is_empty()) {
            case.out.add(Code::RangeMissing, &place);
        }
    }
}

fn check_length(case: &mut Case<'_>, item: &Item<'_>, at: &At<'_>, from: Instant, to: Instant) {
    if has_reason(item, at) {
        return;
    }
    let policy = &case.world.policy;
    // Laws differ about addresses; the limit is that of the category which the writer had in mind.
    let category = match (item.category, item.stated) {
        (Some(Category::Identification), Some(stated)) => Some(stated),
        (computed, _) => computed,
    };
    let ordinary = category
        .and_then(|c| policy.max_period_days.get(&c))
        .copied();
    let limit = if case.is_one_of(&[Kind::EmergencyDisclosure, Kind::EmergencyMla]) {
        Some(
            ordinary
                .unwrap_or(i64::MAX)
                .min(policy.emergency_max_period_days),
        )
    } else {
        ordinary
    };
    // The last day counts whole, so a period of 180 days written in dates may span a day more. What
    // lies in the future is another defect and does not lengthen this one.
    let days = (to.min(case.issued.max(from)) - from).millis() / Span::days(1).millis();
    if limit.is_some_and(|limit| days > limit.saturating_add(1)) {
        case.out.add(Code::RangeTooBroad, at);
    }
}

fn has_reason(item: &Item<'_>, at: &At<'_>) -> bool {
    ["reason", "period_reason", "justification"]
        .iter()
        .any(|key| at.key(key).length() > 10 || item.at.key(key).length() > 10)
}

/// First and last moment of the acts, over all offences.
fn acts(case: &Case<'_>) -> Option<(Instant, Instant)> {
    case.at("offences")
        .list()
        .iter()
        .filter_map(|offence| {
            let from = offence.key("from").earliest()?;
            let to = offence.key("to").latest().unwrap_or(case.issued);
            // Acts that end before they begin are a defect of their own and measure nothing.
            (from <= to).then_some((from, to))
        })
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn check_facts(
    case: &mut Case<'_>,
    item: &Item<'_>,
    at: &At<'_>,
    from: Instant,
    to: Instant,
    acts: Option<(Instant, Instant)>,
) {
    if case.out.is_faulty(at) || has_reason(item, at) {
        return;
    }
    let day = Span::days(1);
    let seen_outside = item
        .selectors
        .iter()
        .filter_map(|n| case.selectors.get(*n))
        .filter(|one| {
            one.read.is_ok()
                && one
                    .kind
                    .is_some_and(crate::selector::SelectorType::is_address)
        })
        .flat_map(|one| one.at.key("observed").list())
        .filter(|seen| {
            seen.key("at")
                .latest()
                .is_some_and(|when| when <= case.issued)
        })
        .filter_map(|seen| seen.key("at").earliest())
        .any(|when| when < from - day || when > to + day);
    if seen_outside {
        return case.out.add(Code::RangeOutsideFacts, at);
    }
    // Who registered, and where money went, may lie long before and after the acts.
    let Some((first, last)) = acts else { return };
    if matches!(
        item.category,
        Some(Category::Traffic | Category::Content | Category::Identification)
    ) {
        let apart = to < first || from > last + Span::days(7);
        if apart || from < first - MARGIN || to.min(case.issued) > last + MARGIN {
            case.out.add(Code::RangeOutsideFacts, at);
        }
    }
}

/// Nothing from the future where stored data is asked, and a word where it may be gone already.
fn check_time(case: &mut Case<'_>, item: &Item<'_>, at: &At<'_>) {
    let stored = case.sheet.is_some_and(|sheet| sheet.stored_only);
    if stored && item.to.is_some_and(|to| to > case.issued + Span::days(1)) {
        case.out.add(Code::Prospective, &at.key("to"));
    }
    let perishes = matches!(
        item.category,
        Some(Category::Traffic | Category::Content | Category::Identification)
    ) || item
        .elements
        .iter()
        .any(|(code, _)| matches!(*code, "ip_assignment" | "registration_ip" | "last_login_ip"));
    // What is preserved already does not grow old, and an observation that is too old was named there.
    let kept = !case.at("previous").list().is_empty();
    let named = item
        .selectors
        .iter()
        .filter_map(|n| case.selectors.get(*n))
        .any(|one| case.out.is_faulty(&one.at.key("observed")));
    let holder = item
        .selectors
        .iter()
        .filter_map(|n| case.selectors.get(*n)?.provider)
        .next()
        .or(case.holder);
    if let (Some(from), Some(days)) = (item.from, holder.and_then(|p| p.retention_days))
        && perishes
        && !kept
        && !named
        && from < case.now - Span::days(days)
    {
        case.out.warn(Code::RetentionPassed, &at.key("from"));
    }
}
