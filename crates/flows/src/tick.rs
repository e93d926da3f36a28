//! What time brings about by itself: calls that nobody answers ring again, the end of preserved data
//! is announced before it comes and noted when it comes, and a request that was returned and not
//! completed lapses. Nothing of this happens without a register entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use comity_core::cycle::Freeze;
use comity_core::deadline::{ClockRule, Deadline, REMIND_DAYS_BEFORE};
use comity_core::id::RequestId;
use comity_core::item::{Asked, ItemState};
use comity_core::request::RequestFile;
use comity_core::stage::{Move, Side, Stage, StageName};
use comity_core::time::{Instant, Span};
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::node::Node;
use crate::ports::{CaseLine, Change, QueueQuery, QueueView};
use crate::seal::lock;
use crate::triage::status_of;

/// Minutes after its arrival at which an emergency that nobody took rings again; the first ring comes
/// with it.
///
/// # Source
/// Our choice; the 24/7 networks ask for an answer at once and name no minutes.
const RING_AGAIN: [i64; 3] = [3, 8, 13];
/// Minutes after which the asking side is told by its own node that nobody answered.
const UNANSWERED: i64 = 15;
/// How far ahead clocks are looked at: a day more than the earliest reminder.
const AHEAD: Span = Span::days(31);
/// Cases read at once.
const PAGE: u32 = 200;

/// What was told already, so that the register is read once for each and not at every look.
pub(crate) type Told = Mutex<BTreeSet<(RequestId, String)>>;

/// What is looked at.
#[derive(Clone, Copy)]
enum Look {
    Emergencies,
    /// All clocks that end before this.
    Clocks(Instant),
}

impl Node {
    /// Looks at the open emergencies and at what was parked; to be called at the start and about twice
    /// a minute.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`]. What one case meets is logged and stops no other.
    pub async fn tick(&self) -> Result<(), FlowFault> {
        self.refresh_law().await?;
        self.look_at_parked().await?;
        self.forget_ended_sessions().await?;
        self.look(Look::Emergencies).await
    }

    /// Looks at all clocks that end within a month: reminders, ended preservations, lapses; to be
    /// called about once an hour.
    ///
    /// # Errors
    /// As [`Node::tick`].
    pub async fn sweep(&self) -> Result<(), FlowFault> {
        self.look(Look::Clocks(self.now() + AHEAD)).await
    }

    /// Looks at a part of the queue, page by page.
    async fn look(&self, look: Look) -> Result<(), FlowFault> {
        let mut query = QueueQuery {
            view: match look {
                Look::Emergencies => QueueView::Emergencies,
                Look::Clocks(_) => QueueView::Open,
            },
            limit: PAGE,
            ..QueueQuery::default()
        };
        loop {
            let page = self.ports.ledger.queue(&query).await?;
            for line in page.lines {
                let case = line.file.id;
                match self.look_at(look, line).await {
                    // Somebody works on it: the next look sees it again.
                    Ok(()) | Err(FlowFault::Stale) => {}
                    Err(fault) => tracing::error!(%case, %fault, "the clocks of a case"),
                }
            }
            let far = |due: i64| matches!(look, Look::Clocks(until) if due > until.millis());
            match page.next {
                Some(next) if !far(next.0) => query.after = Some(next),
                _ => return Ok(()),
            }
        }
    }

    async fn look_at(&self, look: Look, line: CaseLine) -> Result<(), FlowFault> {
        let now = self.now();
        match look {
            Look::Emergencies => self.ring_again(&line.file, now).await,
            Look::Clocks(_) => {
                self.remind(&line.file, now).await?;
                self.end(line, now).await
            }
        }
    }

    async fn ring_again(&self, file: &RequestFile, now: Instant) -> Result<(), FlowFault> {
        let Some(clock) = file
            .deadlines
            .iter()
            .find(|clock| clock.rule == ClockRule::AcknowledgeEmergency && clock.is_open())
        else {
            return Ok(());
        };
        let due = match file.side {
            Side::Receiver => ring_due(clock.started, now).map(|minute| ("emergency.rang", minute)),
            Side::Sender => (now >= clock.started + Span::minutes(UNANSWERED))
                .then_some(("emergency.unanswered", UNANSWERED)),
        };
        if let Some((kind, minute)) = due
            && self
                .tell_once(file.id, kind, &json!({"minutes": minute}))
                .await?
        {
            self.ports.pager.ring(&file.number, kind);
        }
        Ok(())
    }

    async fn remind(&self, file: &RequestFile, now: Instant) -> Result<(), FlowFault> {
        if file.side != Side::Sender {
            return Ok(());
        }
        let mut ends: BTreeMap<(Instant, ClockRule), Vec<&str>> = BTreeMap::new();
        for clock in &file.deadlines {
            let keeps = matches!(clock.rule, ClockRule::Preservation | ClockRule::FreezeEnds);
            if keeps && clock.is_open() {
                let items = ends.entry((clock.due, clock.rule)).or_default();
                items.extend(clock.item.as_deref());
            }
        }
        for ((end, rule), items) in ends {
            if let Some(days) = reminder_due(end, now) {
                let what = json!({"days": days, "ends": end.to_string(), "items": items});
                let kind = match rule {
                    ClockRule::FreezeEnds => "freeze.ends_soon",
                    _ => "preservation.ends_soon",
                };
                self.tell_once(file.id, kind, &what).await?;
            }
        }
        Ok(())
    }

    /// Ends what has run out in one case.
    async fn end(&self, line: CaseLine, now: Instant) -> Result<(), FlowFault> {
        let mut file = line.file;
        let mut change = Change::default();
        let ended: Vec<Value> = file
            .deadlines
            .iter()
            .filter(|clock| is_ended(clock, now))
            .map(|clock| json!({"item": clock.item, "ended": clock.due.to_string()}))
            .collect();
        let mut told = None;
        if !ended.is_empty() {
            let what = json!({"items": ended});
            let kind = "preservation.ended";
            self.note(&mut change, Some(file.id), now, kind, "node", &what)?;
            file.meet(now, |clock| is_ended(clock, now));
            told = Some(kind);
        }
        let let_go = end_freezes(&mut file, now);
        if !let_go.is_empty() {
            let kind = "freeze.ended";
            let what = json!({"items": let_go});
            self.note(&mut change, Some(file.id), now, kind, "node", &what)?;
            told = Some(kind);
        }
        if let Some(why) = lapses(&file, now) {
            file.stage = file.stage.step(Move::Lapse)?;
            let kind = "request.lapsed";
            self.note(
                &mut change,
                Some(file.id),
                now,
                kind,
                "node",
                &json!({"why": why}),
            )?;
            let status = status_of(&file, StageName::Lapsed);
            self.report(&mut change, &mut file, status).await?;
            told = Some(kind);
        }
        if let Some(kind) = told {
            let case = file.id;
            self.put(&mut change, file, Some(line.version), now);
            self.ports.ledger.commit(change).await?;
            self.after_commit(kind, case);
        }
        Ok(())
    }

    /// Writes a register entry and tells open pages, unless the same entry is there already.
    pub(crate) async fn tell_once(
        &self,
        case: RequestId,
        kind: &str,
        what: &Value,
    ) -> Result<bool, FlowFault> {
        let key = (case, format!("{kind} {what}"));
        if lock(&self.told).contains(&key) {
            return Ok(false);
        }
        let known = self.ports.ledger.register(case).await?.iter().any(|line| {
            line.kind == kind
                && serde_json::from_slice::<Value>(&line.body)
                    .is_ok_and(|body| body["what"] == *what)
        });
        if !known {
            let mut change = Change::default();
            self.note(&mut change, Some(case), self.now(), kind, "node", what)?;
            self.ports.ledger.commit(change).await?;
            self.tell(kind, Some(case));
        }
        lock(&self.told).insert(key);
        Ok(!known)
    }
}

/// The latest ring that is due: after a stop of the node one ring, not all that were missed.
fn ring_due(arrived: Instant, now: Instant) -> Option<i64> {
    let due = |minute: &&i64| now >= arrived + Span::minutes(**minute);
    RING_AGAIN.iter().rev().find(due).copied()
}

/// The reminder that is due, as days before the end: the nearest only.
fn reminder_due(end: Instant, now: Instant) -> Option<i64> {
    let due = |days: &&i64| now < end && now >= end - Span::days(**days);
    REMIND_DAYS_BEFORE.iter().rev().find(due).copied()
}

/// Whether an item is no longer kept; the term of a whole order is not the keeping of anything.
fn is_ended(clock: &Deadline, now: Instant) -> bool {
    let keeps = clock.rule == ClockRule::Preservation && clock.item.is_some();
    keeps && clock.is_open() && clock.due <= now
}

/// Lets go what a hold or an order no longer keeps: both sides know its end and come to the same.
fn end_freezes(file: &mut RequestFile, now: Instant) -> Vec<String> {
    let mut ended = Vec::new();
    for item in &mut file.items {
        let ItemState::Property { freeze } = &item.state else {
            continue;
        };
        let Some(end) = freeze.ends().filter(|end| *end <= now) else {
            continue;
        };
        item.state = ItemState::Property {
            freeze: Freeze::Lifted {
                at: end,
                why: "the term ended".to_owned(),
            },
        };
        ended.push(item.id.clone());
    }
    file.meet(now, |clock| {
        clock.rule == ClockRule::FreezeEnds && clock.due <= now
    });
    ended
}

/// Why a file of the receiving side lapses now, if it does. The asking side follows its message.
fn lapses(file: &RequestFile, now: Instant) -> Option<&'static str> {
    if file.side != Side::Receiver {
        return None;
    }
    let keeps = |rule: ClockRule| rule == ClockRule::Preservation;
    match &file.stage {
        Stage::Returned { repair_until } if *repair_until <= now => Some("not_completed"),
        Stage::Executed
            if file.asked() == Asked::Preserve
                && file.deadlines.iter().any(|clock| keeps(clock.rule))
                && !file
                    .deadlines
                    .iter()
                    .any(|clock| keeps(clock.rule) && clock.is_open()) =>
        {
            Some("preservation_ended")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a test instant")
    }

    #[test]
    fn each_reminder_comes_once_and_a_late_start_gives_the_nearest_only() {
        let end = at("2027-05-01T00:00:00Z");
        let due = |now: &str| reminder_due(end, at(now));
        assert_eq!(due("2027-03-31T23:59:00Z"), None);
        assert_eq!(due("2027-04-01T00:00:00Z"), Some(30));
        assert_eq!(due("2027-04-16T23:59:00Z"), Some(30));
        assert_eq!(due("2027-04-17T00:00:00Z"), Some(14));
        assert_eq!(due("2027-04-29T12:00:00Z"), Some(3));
        assert_eq!(due("2027-04-30T12:00:00Z"), Some(1));
        assert_eq!(
            due("2027-05-01T00:00:00Z"),
            None,
            "the end has its own notice"
        );
    }

    #[test]
    fn an_unanswered_emergency_rings_after_three_eight_and_thirteen_minutes() {
        let arrived = at("2027-03-16T03:00:00Z");
        let due = |minute: i64| ring_due(arrived, arrived + Span::minutes(minute));
        assert_eq!(due(2), None);
        assert_eq!(due(3), Some(3));
        assert_eq!(due(7), Some(3));
        assert_eq!(due(8), Some(8));
        assert_eq!(due(60), Some(13));
    }
}
