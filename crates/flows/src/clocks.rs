//! Clocks of a file: which start, from which event, and what follows when one runs out.

use comity_core::calendar::Unit;
use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose, end_of_day_after};
use comity_core::id::StateCode;
use comity_core::item::ItemState;
use comity_core::life::Runner;
use comity_core::request::{RequestFile, life};
use comity_core::stage::{Side, StageName};
use comity_core::time::{Instant, Span};
use serde_json::Value;

use crate::law::LawBook;
use crate::message::ItemStatus;

/// Half an hour for an emergency, else the end of the next working day of the receiver.
///
/// # Source
/// Our choice for what no instrument settles (DL-01, DL-02).
pub(crate) fn acknowledge_clock(
    file: &RequestFile,
    law: &LawBook,
    state: StateCode,
    received: Instant,
) -> Deadline {
    let zone = law.zone(state);
    let (rule, due) = if file.urgency.is_emergency() {
        (
            ClockRule::AcknowledgeEmergency,
            received + Span::minutes(30),
        )
    } else {
        (
            ClockRule::Acknowledge,
            law.end_of_working_day_after(state, received, 1),
        )
    };
    Deadline {
        rule,
        item: None,
        starts: StartsAt::Delivery,
        started: received,
        due,
        bound: Bound::Target,
        whose: match file.side {
            Side::Receiver => Whose::Ours,
            Side::Sender => Whose::Theirs,
        },
        zone,
        source: None,
        met: None,
    }
}

/// What the sender wishes; shown as a wish, never as a limit.
pub(crate) fn wish_clock(file: &RequestFile) -> Option<Deadline> {
    let text = file
        .form
        .pointer("/urgency/needed_by")
        .and_then(Value::as_str)?;
    let due = Instant::parse(text)?;
    Some(Deadline {
        rule: ClockRule::NeededBy,
        item: None,
        starts: StartsAt::Written,
        started: file.opened,
        due,
        bound: Bound::Target,
        whose: match file.side {
            Side::Receiver => Whose::Ours,
            Side::Sender => Whose::Theirs,
        },
        zone: "UTC".to_owned(),
        source: None,
        met: None,
    })
}

/// One clock for each item that its holder keeps: how long the data is safe.
pub(crate) fn preservation_clocks(
    file: &RequestFile,
    items: &[ItemStatus],
    zone: &str,
) -> Vec<Deadline> {
    let source = file
        .basis
        .first()
        .map(|basis| format!("{} {}", basis.instrument, basis.article));
    items
        .iter()
        .filter_map(|item| match item.state {
            ItemState::Preserved { since, until } => Some(Deadline {
                rule: ClockRule::Preservation,
                item: Some(item.id.clone()),
                starts: StartsAt::DataKept,
                started: since,
                due: until,
                bound: Bound::Min,
                // The asking side must act before it ends; here we only watch it.
                whose: Whose::Theirs,
                zone: zone.to_owned(),
                source: source.clone(),
                met: None,
            }),
            _ => None,
        })
        .collect()
}

/// One clock for each property that is held or frozen for a time.
pub(crate) fn freeze_clocks(items: &[ItemStatus], zone: &str, now: Instant) -> Vec<Deadline> {
    items
        .iter()
        .filter_map(|item| match &item.state {
            ItemState::Property { freeze } => Some(Deadline {
                rule: ClockRule::FreezeEnds,
                item: Some(item.id.clone()),
                starts: StartsAt::DataKept,
                started: now,
                due: freeze.ends()?,
                bound: Bound::Max,
                // Who asked must prolong it or follow it up before it ends.
                whose: Whose::Theirs,
                zone: zone.to_owned(),
                source: None,
                met: None,
            }),
            _ => None,
        })
        .collect()
}

/// The clocks that the form of the kind lets run from `event`, counted in the calendar of the State
/// that was asked.
pub(crate) fn kind_clocks(
    file: &RequestFile,
    law: &LawBook,
    event: StartsAt,
    now: Instant,
) -> Vec<Deadline> {
    let calendar = law.calendar(file.to.state());
    life(file.kind)
        .clocks_at(file, event)
        .into_iter()
        .map(|row| Deadline {
            rule: row.rule,
            item: None,
            starts: event,
            started: now,
            due: calendar.after(now, row.value, row.unit),
            bound: row.bound,
            whose: match (row.whose, file.side) {
                (Runner::Receiver, Side::Receiver) | (Runner::Sender, Side::Sender) => Whose::Ours,
                (Runner::Receiver, Side::Sender) | (Runner::Sender, Side::Receiver) => {
                    Whose::Theirs
                }
            },
            zone: match row.unit {
                Unit::Minute | Unit::Hour => "UTC".to_owned(),
                Unit::Day | Unit::WorkingDay | Unit::Month => calendar.zone().to_owned(),
            },
            source: Some(row.source.clone()),
            met: None,
        })
        .collect()
}

/// The clocks of ours that the asking side is to see when we stand at `stage`.
pub(crate) fn shown_clocks(file: &RequestFile, stage: StageName) -> Vec<Deadline> {
    let own = |clock: &&Deadline| {
        let private = matches!(clock.rule, ClockRule::NeededBy | ClockRule::Preservation);
        clock.is_open() && clock.whose == Whose::Ours && clock.item.is_none() && !private
    };
    file.deadlines
        .iter()
        .filter(own)
        .filter(|clock| !clock.rule.met_by(stage))
        .cloned()
        .collect()
}

/// The whole term of an order to keep data.
pub(crate) fn term_clock(
    until: Instant,
    served: Instant,
    zone: &str,
    source: Option<String>,
) -> Deadline {
    Deadline {
        rule: ClockRule::Preservation,
        item: None,
        starts: StartsAt::OrderServed,
        started: served,
        due: until,
        bound: Bound::Min,
        whose: Whose::Ours,
        zone: zone.to_owned(),
        source,
        met: None,
    }
}

/// Lets `clocks` run in a file: each takes the place of the open one of its rule and item.
pub(crate) fn run(file: &mut RequestFile, clocks: impl IntoIterator<Item = Deadline>) {
    for clock in clocks {
        file.deadlines
            .retain(|own| own.rule != clock.rule || own.item != clock.item || !own.is_open());
        file.deadlines.push(clock);
    }
}

/// The formal request must follow before the first preserved item lapses: due a week before.
pub(crate) fn follow_up_clock(file: &RequestFile, now: Instant) -> Option<Deadline> {
    let ends = file
        .items
        .iter()
        .filter_map(|item| match item.state {
            ItemState::Preserved { until, .. } => Some(until),
            _ => None,
        })
        .min()?;
    Some(Deadline {
        rule: ClockRule::FollowUp,
        item: None,
        starts: StartsAt::DataKept,
        started: now,
        due: (ends - Span::days(7)).max(now + Span::days(1)).min(ends),
        bound: Bound::Max,
        whose: Whose::Ours,
        zone: "UTC".to_owned(),
        source: None,
        met: None,
    })
}

/// What was sent back is to be completed within its time.
pub(crate) fn repair_clock(file: &RequestFile, until: Instant, now: Instant) -> Deadline {
    Deadline {
        rule: ClockRule::Repair,
        item: None,
        starts: StartsAt::Notice,
        started: now,
        due: until,
        bound: Bound::Max,
        whose: match file.side {
            Side::Sender => Whose::Ours,
            Side::Receiver => Whose::Theirs,
        },
        zone: "UTC".to_owned(),
        source: None,
        met: None,
    }
}

/// Until when an order asks the holder to keep data: so many whole days in the holder's zone.
pub(crate) fn kept_until(since: Instant, days: u32, zone: &str) -> Instant {
    end_of_day_after(since, i64::from(days), zone)
}
