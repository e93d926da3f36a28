//! A stored outbox row as the pure step function sees it, and what its effects mean here.

use comity_core::id::MsgId;
use comity_core::kind::Urgency;
use comity_core::time::Instant;
use comity_wire::delivery::{
    self, Awaited, Notice, OutEffect, OutEvent, OutState, OutboxId, Pace, Place,
};
use comity_wire::hash::sha256;
use comity_wire::receipt::Receipt;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::ports::{Change, OutboxRow, OutboxState, Write};

impl Node {
    /// Puts into `change` what a step of `row` wants written. Sending and sealing are the pump's.
    pub(crate) async fn act_on(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        effects: Vec<OutEffect>,
        answer: &[u8],
        now: Instant,
    ) -> Result<(), FlowFault> {
        for effect in effects {
            match effect {
                OutEffect::Tell(notice) => self.put_before_a_person(change, row, notice, now)?,
                OutEffect::Release(how) => {
                    self.release_waiting(change, row.msg_id, how, now).await?;
                }
                OutEffect::Void => self.void(change, row, OutboxState::Queued, now).await?,
                OutEffect::KeepReceipt(receipt) => self.keep_receipt(change, row, &receipt, now)?,
                OutEffect::HandOn(receipt) => {
                    self.hand_on(change, row, receipt, answer, now).await?;
                }
                OutEffect::Seal | OutEffect::Reseal | OutEffect::Send => {}
            }
        }
        Ok(())
    }

    /// The receipt is about another message of ours in the same place: that one's row takes the step.
    async fn hand_on(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        receipt: Receipt,
        answer: &[u8],
        now: Instant,
    ) -> Result<(), FlowFault> {
        let other = self.ports.ledger.outbox(receipt.message, &row.peer).await?;
        let Some(mut other) = other else {
            return Ok(());
        };
        let (next, effects) = steps_of(&other).step(OutEvent::Receipt(receipt), now);
        follow(&mut other, &next);
        other.answer = Some(answer.to_vec());
        other.last_fault = None;
        Box::pin(self.act_on(change, &other, effects, answer, now)).await?;
        change.writes.push(Write::OutboxState(Box::new(other)));
        Ok(())
    }

    fn keep_receipt(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        receipt: &Receipt,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let what = json!({"msg": row.msg_id, "type": row.kind, "leaf": receipt.leaf,
            "parked": receipt.parked, "attempts": row.attempts});
        let actor = row.peer.as_str();
        self.note(
            change,
            Some(row.case),
            now,
            "receipt.received",
            actor,
            &what,
        )?;
        Ok(())
    }

    /// Lets go what waited for this message, or gives it up with it.
    async fn release_waiting(
        &self,
        change: &mut Change,
        msg: MsgId,
        how: Awaited,
        now: Instant,
    ) -> Result<(), FlowFault> {
        for mut waiting in self.ports.ledger.outbox_waiting(msg).await? {
            match how {
                Awaited::Received => {
                    waiting.state = OutboxState::Queued;
                    waiting.waits_for = None;
                    waiting.next_attempt = now;
                }
                Awaited::Failed => {
                    let (next, effects) = steps_of(&waiting).step(OutEvent::Awaited(how), now);
                    follow(&mut waiting, &next);
                    waiting.last_fault =
                        Some("the message that had to arrive first did not".to_owned());
                    Box::pin(self.act_on(change, &waiting, effects, &[], now)).await?;
                    // It was sealed into a place already. Nobody but us knows of it, so its void
                    // rests until something else is said in that thread.
                    self.void(change, &waiting, OutboxState::Dead, now).await?;
                }
            }
            change.writes.push(Write::OutboxState(Box::new(waiting)));
        }
        Ok(())
    }

    /// Writes what a person must be told into the register, and rings where nobody can wait.
    fn put_before_a_person(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        notice: Notice,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let kind = match notice {
            Notice::Slow => "message.slow",
            Notice::DeadLetter(_) => "message.dead",
            Notice::Refused(_) => "message.refused",
            Notice::ArrivedAfterAll => "message.arrived_after_all",
        };
        let what =
            json!({"msg": row.msg_id, "type": row.kind, "peer": row.peer, "why": row.last_fault});
        self.note(change, Some(row.case), now, kind, "node", &what)?;
        if row.urgency <= 1 {
            self.ports.pager.ring(&row.msg_id.to_string()[..8], kind);
        }
        Ok(())
    }
}

/// How much a message of this urgency hurries.
pub(crate) fn pace_of(urgency: u8) -> Pace {
    let urgency = Urgency::ALL
        .get(usize::from(urgency))
        .copied()
        .unwrap_or(Urgency::U4Routine);
    match urgency.rank() {
        0 | 1 => Pace::Emergency,
        2 | 3 => Pace::Urgent,
        _ => Pace::Routine,
    }
}

/// The row as the step function sees it.
pub(crate) fn steps_of(row: &OutboxRow) -> delivery::OutboxRow {
    delivery::OutboxRow {
        id: id_of(row.msg_id),
        to: row.peer.clone(),
        thread: row.thread,
        pace: pace_of(row.urgency),
        waits_for: row.waits_for.map(id_of),
        stands_for: row.stands_for,
        authorised_at: row.created,
        gives_up_at: row.expires,
        state: match row.state {
            OutboxState::Waiting => OutState::Authorised,
            OutboxState::Queued => OutState::Queued,
            OutboxState::Received => OutState::Received,
            OutboxState::Refused => OutState::Refused,
            OutboxState::Dead => OutState::Dead,
            OutboxState::Settled => OutState::Withdrawn,
        },
        place: Some(Place {
            epoch: row.epoch,
            seq: row.seq,
            prev: row.prev,
        }),
        msg_id: Some(row.msg_id),
        sealed: Some(sha256(&row.sealed)),
        tries: row.attempts,
        // The claim moved the row's own time to the end of its lease.
        due_at: row.created,
        warned: row.warned,
        again: row.again,
    }
}

/// The stored row follows the step. A row whose bytes are to be made anew is queued without bytes.
pub(crate) fn follow(row: &mut OutboxRow, next: &delivery::OutboxRow) {
    row.attempts = next.tries;
    row.next_attempt = next.due_at;
    row.warned = next.warned;
    row.again = next.again;
    row.expires = next.gives_up_at;
    row.state = match next.state {
        OutState::Authorised => OutboxState::Waiting,
        OutState::Queued | OutState::Sent => OutboxState::Queued,
        OutState::Resealing => {
            row.sealed.clear();
            OutboxState::Queued
        }
        OutState::Received | OutState::Read | OutState::Decided => OutboxState::Received,
        OutState::Refused => OutboxState::Refused,
        OutState::Withdrawn => OutboxState::Settled,
        OutState::Dead => OutboxState::Dead,
    };
}

fn id_of(msg: MsgId) -> OutboxId {
    let mut id = [0; 16];
    id.copy_from_slice(&msg.as_bytes()[..16]);
    OutboxId(id)
}
