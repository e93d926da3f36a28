//! The moves of an outbox row: what each event does in each state.
//!
//! Every `match` names every state, so a new state or event cannot be forgotten anywhere.

use comity_core::id::{Digest, MsgId};
use comity_core::time::{Instant, Span};

use super::backoff::Jitter;
use super::outbox::{Awaited, DeadReason, Notice, OutEffect, OutState, OutboxRow, SEND_LEASE};
use super::place::Place;
use crate::receipt::Receipt;
use crate::refusal::RefusalCode;

impl OutboxRow {
    pub(super) fn deadline(&mut self, now: Instant) -> Vec<OutEffect> {
        if !self.state.is_underway() {
            return Vec::new();
        }
        if now >= self.gives_up_at {
            return self.give_up(DeadReason::TimeOver);
        }
        if self.warned || now < self.authorised_at + self.pace.warns_after() {
            return Vec::new();
        }
        self.warned = true;
        vec![OutEffect::Tell(Notice::Slow)]
    }

    pub(super) fn due(&mut self, jitter: Jitter, now: Instant) -> Vec<OutEffect> {
        let mut effects = self.deadline(now);
        match self.state {
            OutState::Authorised if self.waits_for.is_none() => effects.push(OutEffect::Seal),
            OutState::Authorised => {}
            OutState::Resealing if now >= self.due_at => effects.push(OutEffect::Reseal),
            OutState::Queued if now >= self.due_at => {
                self.state = OutState::Sent;
                self.tries = self.tries.saturating_add(1);
                self.due_at = now + SEND_LEASE;
                effects.push(OutEffect::Send);
            }
            // The try ran out of time: its process died or its peer keeps the line open for nothing.
            OutState::Sent if now >= self.due_at => effects.extend(self.unanswered(jitter, now)),
            OutState::Queued | OutState::Resealing | OutState::Sent => {}
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        effects
    }

    pub(super) fn line_open(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing => self.due_at = now,
            OutState::Authorised
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    pub(super) fn clock_set(&mut self, now: Instant) -> Vec<OutEffect> {
        let longest = match self.state {
            OutState::Authorised => Span(0),
            OutState::Queued | OutState::Resealing => self.pace.cap(now - self.authorised_at),
            OutState::Sent => SEND_LEASE,
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => return Vec::new(),
        };
        self.due_at = self.due_at.min(now + longest);
        self.authorised_at = self.authorised_at.min(now);
        self.gives_up_at = self.gives_up_at.min(now + self.pace.gives_up_after());
        Vec::new()
    }

    pub(super) fn awaited_received(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Authorised => {
                self.waits_for = None;
                self.due_at = now;
                vec![OutEffect::Seal]
            }
            OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    pub(super) fn was_sealed(
        &mut self,
        place: Place,
        msg_id: MsgId,
        sealed: Digest,
        now: Instant,
    ) -> Vec<OutEffect> {
        match self.state {
            OutState::Authorised => {
                self.place = Some(place);
                self.msg_id = Some(msg_id);
                self.sealed = Some(sealed);
                self.state = OutState::Queued;
                self.due_at = now;
            }
            // Sealed twice would be two messages in one place; the caller's second try is dropped.
            OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    pub(super) fn was_resealed(&mut self, sealed: Digest, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Resealing => {
                self.sealed = Some(sealed);
                self.state = OutState::Queued;
                self.due_at = now;
            }
            OutState::Authorised
            | OutState::Queued
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    pub(super) fn unanswered(&mut self, jitter: Jitter, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Sent => {
                self.state = OutState::Queued;
                self.due_at = self.next_try(jitter, now);
            }
            OutState::Resealing => self.due_at = self.next_try(jitter, now),
            // A late failure of a try that was answered or given up meanwhile.
            OutState::Authorised
            | OutState::Queued
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    pub(super) fn receipt(&mut self, receipt: Receipt) -> Vec<OutEffect> {
        if self.msg_id != Some(receipt.message) {
            return self.receipt_of_another(receipt);
        }
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = OutState::Received;
                vec![
                    OutEffect::KeepReceipt(receipt),
                    OutEffect::Release(Awaited::Received),
                ]
            }
            OutState::Refused | OutState::Withdrawn | OutState::Dead => {
                self.state = OutState::Received;
                vec![
                    OutEffect::KeepReceipt(receipt),
                    OutEffect::Tell(Notice::ArrivedAfterAll),
                ]
            }
            // The same receipt again, or one that comes behind the answer it belongs to.
            OutState::Read | OutState::Decided => vec![OutEffect::KeepReceipt(receipt)],
            OutState::Received | OutState::Authorised => Vec::new(),
        }
    }

    /// The receiver's place is taken by another message of ours: the one a void stands for, an
    /// earlier void of it, or the void of this very message. Either way the place is settled.
    pub(super) fn receipt_of_another(&mut self, receipt: Receipt) -> Vec<OutEffect> {
        let mut effects = vec![OutEffect::HandOn(receipt)];
        match (self.state, self.stands_for) {
            // This void has nothing left to do.
            (OutState::Queued | OutState::Resealing | OutState::Sent, Some(_)) => {
                self.state = OutState::Withdrawn;
            }
            (OutState::Queued | OutState::Resealing | OutState::Sent, None) => {
                effects.extend(self.give_up(DeadReason::Voided));
            }
            (
                OutState::Authorised
                | OutState::Received
                | OutState::Read
                | OutState::Decided
                | OutState::Refused
                | OutState::Withdrawn
                | OutState::Dead,
                Some(_) | None,
            ) => {}
        }
        effects
    }

    pub(super) fn refusal(
        &mut self,
        code: RefusalCode,
        jitter: Jitter,
        now: Instant,
    ) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {}
            // A receipt outweighs any refusal; what was given up needs none.
            OutState::Authorised
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => return Vec::new(),
        }
        if code == RefusalCode::StaleKey {
            self.state = OutState::Resealing;
            self.due_at = self.next_try(jitter, now);
            Vec::new()
        } else if code.is_transient() {
            // While the same message waits to be sealed anew, a late refusal of old bytes is news
            // about bytes that will not be sent again.
            if self.state == OutState::Sent {
                self.state = OutState::Queued;
                self.due_at = self.next_try(jitter, now);
            }
            Vec::new()
        } else {
            self.state = OutState::Refused;
            let mut effects = vec![
                OutEffect::Tell(Notice::Refused(code)),
                OutEffect::Release(Awaited::Failed),
            ];
            // A fork is two histories of ours in one thread; a third entry would not mend it.
            if code != RefusalCode::Forked {
                effects.extend(self.void());
            }
            effects
        }
    }

    /// A signed answer proves arrival even when the receipt was lost on the way.
    pub(super) fn answered_with(&mut self, reached: OutState) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = reached;
                vec![OutEffect::Release(Awaited::Received)]
            }
            OutState::Received | OutState::Read => {
                self.state = reached;
                Vec::new()
            }
            OutState::Refused | OutState::Withdrawn | OutState::Dead if self.msg_id.is_some() => {
                self.state = reached;
                vec![OutEffect::Tell(Notice::ArrivedAfterAll)]
            }
            // `read` may come behind the decision; a message without an id cannot be answered.
            OutState::Decided
            | OutState::Authorised
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    pub(super) fn withdraw(&mut self) -> Vec<OutEffect> {
        // A void is nobody's message: without it the thread would stay blocked. And what had arrived
        // before the peer lost it is taken back by a message too.
        if self.stands_for.is_some() || self.again {
            return Vec::new();
        }
        match self.state {
            OutState::Authorised | OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = OutState::Withdrawn;
                let mut effects = vec![OutEffect::Release(Awaited::Failed)];
                effects.extend(self.void());
                effects
            }
            // Its place was given to a void, and those who waited were told, when it died.
            OutState::Dead => {
                self.state = OutState::Withdrawn;
                Vec::new()
            }
            // What has arrived is taken back by a message, not by forgetting it.
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn => Vec::new(),
        }
    }

    pub(super) fn give_up(&mut self, reason: DeadReason) -> Vec<OutEffect> {
        if !self.state.is_underway() {
            return Vec::new();
        }
        self.state = OutState::Dead;
        let mut effects = vec![
            OutEffect::Tell(Notice::DeadLetter(reason)),
            OutEffect::Release(Awaited::Failed),
        ];
        match reason {
            DeadReason::TimeOver => effects.extend(self.void()),
            // Nobody is there to read a void, nothing was sealed, or the void is there already.
            DeadReason::PeerRevoked
            | DeadReason::AwaitedFailed
            | DeadReason::RecordsLost
            | DeadReason::Voided => {}
        }
        effects
    }

    pub(super) fn records_lost(&mut self) -> Vec<OutEffect> {
        match self.state {
            // A void may be sealed twice: it means the same each time.
            OutState::Authorised if self.stands_for.is_none() => {
                self.give_up(DeadReason::RecordsLost)
            }
            // The bytes are fixed, so sending them once more is a duplicate and nothing else.
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    pub(super) fn asked_again(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Received | OutState::Read | OutState::Decided => {
                self.state = OutState::Resealing;
                self.again = true;
                self.tries = 0;
                self.due_at = now;
                self.authorised_at = now;
                self.gives_up_at = now + self.pace.gives_up_after();
                self.warned = false;
                vec![OutEffect::Reseal]
            }
            // Underway it goes out anyway; given up, a person and a void have taken over.
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    pub(super) fn revive(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Dead if self.stands_for.is_some() => {
                self.state = OutState::Authorised;
                self.msg_id = None;
                self.sealed = None;
                self.tries = 0;
                self.due_at = now;
                self.authorised_at = now;
                self.gives_up_at = now + self.pace.gives_up_after();
                self.warned = false;
                vec![OutEffect::Seal]
            }
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    /// A void for this row's place. A void has none of its own: the message it stands for keeps it.
    pub(super) fn void(&self) -> Option<OutEffect> {
        (self.place.is_some() && self.stands_for.is_none()).then_some(OutEffect::Void)
    }

    pub(super) fn next_try(&self, jitter: Jitter, now: Instant) -> Instant {
        let tries = self.tries.saturating_sub(1);
        self.pace.retry_at(now, self.authorised_at, tries, jitter)
    }
}
