//! The courier's pump: takes what waits in the outbox, sends it, and stores what came of it. All
//! decisions are those of the pure step function of `wire::delivery`, which the simulation runs too.

use std::sync::Arc;

use comity_core::id::{MsgId, NodeId};
use comity_core::kind::Urgency;
use comity_core::time::Instant;
use comity_wire::caps::SignedCapabilities;
use comity_wire::delivery::{
    self, Awaited, Jitter, Notice, OutEffect, OutEvent, OutState, OutboxId, Pace, Place, SEND_LEASE,
};
use comity_wire::hash::sha256;
use comity_wire::receipt::{Receipt, SignedReceipt};
use comity_wire::refusal::{Refused, SignedRefusal};
use serde_json::json;
use tokio::task::JoinSet;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{Change, CourierAnswer, LedgerFault, OutboxRow, OutboxState, Write};

/// Most messages under way to one peer.
///
/// # Source
/// Our protocol, chapter "Delivery".
const PER_PEER: u32 = 16;
/// Most messages under way in all.
const AT_ONCE: u32 = 128;

impl Node {
    /// Sends until `stop` resolves. Each message is tried on a task of its own, and more are taken as
    /// tries end: a peer that does not answer holds up nobody else.
    pub async fn pump(self: Arc<Self>, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut tries = JoinSet::new();
        loop {
            let room = AT_ONCE.saturating_sub(u32::try_from(tries.len()).unwrap_or(AT_ONCE));
            let begun = match self.begin_tries(&mut tries, room).await {
                Ok(begun) => begun,
                Err(fault) => {
                    tracing::error!(code = fault.code(), %fault, "the outbox cannot be read");
                    0
                }
            };
            if begun > 0 {
                continue;
            }
            let wait = self.until_next_attempt().await;
            tokio::select! {
                () = &mut stop => return,
                _ = tries.join_next(), if !tries.is_empty() => {}
                () = self.outbox_wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Tries everything whose time has come, once, to the end. Returns how many were tried.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn pump_once(self: &Arc<Self>) -> Result<usize, FlowFault> {
        let mut tries = JoinSet::new();
        let count = self.begin_tries(&mut tries, AT_ONCE).await?;
        while tries.join_next().await.is_some() {}
        Ok(count)
    }

    /// Takes up to `room` rows and begins to try them.
    async fn begin_tries(
        self: &Arc<Self>,
        tries: &mut JoinSet<()>,
        room: u32,
    ) -> Result<usize, FlowFault> {
        if room == 0 {
            return Ok(0);
        }
        let now = self.now();
        let ledger = &self.ports.ledger;
        let rows = ledger
            .outbox_claim(now, now + SEND_LEASE, room, PER_PEER)
            .await?;
        let count = rows.len();
        for row in rows {
            let node = self.clone();
            tries.spawn(async move {
                let msg = row.msg_id;
                if let Err(fault) = node.attempt(row).await {
                    tracing::error!(code = fault.code(), %fault, %msg, "an attempt could not be stored");
                }
            });
        }
        Ok(count)
    }

    async fn until_next_attempt(&self) -> std::time::Duration {
        let next = self.ports.ledger.outbox_next().await.ok().flatten();
        let millis = next
            .map_or(60_000, |at| (at - self.now()).millis())
            .clamp(5, 60_000);
        std::time::Duration::from_millis(millis.unsigned_abs())
    }

    /// One attempt: seal if that is still to be done, send, judge the answer, store it.
    async fn attempt(&self, mut row: OutboxRow) -> Result<(), FlowFault> {
        let now = self.now();
        let mut steps = steps_of(&row);
        let (sent, effects) = steps.step(
            OutEvent::Due {
                jitter: self.jitter(),
            },
            now,
        );
        steps = sent;
        let mut change = Change::default();
        let gave_up = self.tell_notices(&mut change, &row, &effects, now)?;
        if gave_up {
            row.state = OutboxState::Dead;
            return self.store(change, row, now).await;
        }
        if row.sealed.is_empty() {
            match self.seal_late(&row).await {
                Ok(sealed) => row.sealed = sealed,
                Err(fault) => {
                    row.last_fault = Some(fault.to_string());
                    return self.unanswered(change, row, steps, now).await;
                }
            }
            // The bytes are stored before the first attempt, so that every retry sends the same.
            change
                .writes
                .push(Write::OutboxState(Box::new(row.clone())));
            self.ports
                .ledger
                .commit(std::mem::take(&mut change))
                .await?;
            row.version += 1;
        }
        let answer = self
            .ports
            .courier
            .post(&row.peer, row.sealed.clone().into())
            .await;
        let now = self.now();
        match answer {
            Ok(CourierAnswer::Receipt(bytes)) => match self.receipt_for(&row, &bytes) {
                Ok(receipt) => {
                    self.received(change, row, steps, receipt, &bytes, now)
                        .await
                }
                Err(why) => {
                    row.last_fault = Some(why);
                    self.unanswered(change, row, steps, now).await
                }
            },
            Ok(CourierAnswer::Refusal(bytes)) => match self.refusal_for(&row, &bytes) {
                Ok(refusal) => {
                    let (next, effects) = steps.step(
                        OutEvent::Refusal {
                            code: refusal.document().code,
                            jitter: self.jitter(),
                        },
                        now,
                    );
                    row.last_fault = Some(refusal.document().code.as_str().to_owned());
                    row.answer = Some(bytes.to_vec());
                    self.tell_notices(&mut change, &row, &effects, now)?;
                    if next.state == OutState::Resealing {
                        // The peer's key is gone: the same signed message is sealed anew.
                        row.sealed.clear();
                        self.fetch_caps(&row.peer).await.ok();
                    }
                    follow(&mut row, &next);
                    if row.state == OutboxState::Refused {
                        self.release_waiting(&mut change, row.msg_id, Awaited::Failed, now)
                            .await?;
                    }
                    self.store(change, row, now).await
                }
                Err(why) => {
                    row.last_fault = Some(why);
                    self.unanswered(change, row, steps, now).await
                }
            },
            Err(fault) => {
                row.last_fault = Some(fault.to_string());
                self.unanswered(change, row, steps, now).await
            }
        }
    }

    async fn received(
        &self,
        mut change: Change,
        mut row: OutboxRow,
        steps: delivery::OutboxRow,
        receipt: Receipt,
        bytes: &[u8],
        now: Instant,
    ) -> Result<(), FlowFault> {
        let parked = receipt.parked;
        let leaf = receipt.leaf;
        let (next, _) = steps.step(OutEvent::Receipt(receipt), now);
        follow(&mut row, &next);
        row.answer = Some(bytes.to_vec());
        row.last_fault = None;
        let what = json!({"msg": row.msg_id, "type": row.kind, "leaf": leaf, "parked": parked, "attempts": row.attempts});
        self.note(
            &mut change,
            Some(row.case),
            now,
            "receipt.received",
            row.peer.as_str(),
            &what,
        )?;
        self.release_waiting(&mut change, row.msg_id, Awaited::Received, now)
            .await?;
        let (case, msg) = (row.case, row.msg_id);
        self.store(change, row, now).await?;
        self.delivered(case, msg).await
    }

    async fn unanswered(
        &self,
        mut change: Change,
        mut row: OutboxRow,
        steps: delivery::OutboxRow,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let (next, effects) = steps.step(
            OutEvent::Unanswered {
                jitter: self.jitter(),
            },
            now,
        );
        let dead = self.tell_notices(&mut change, &row, &effects, now)?;
        follow(&mut row, &next);
        if dead {
            self.release_waiting(&mut change, row.msg_id, Awaited::Failed, now)
                .await?;
        }
        self.store(change, row, now).await
    }

    /// Stores the row with all that belongs to it. A lost race means that another process has
    /// stored an answer already.
    async fn store(
        &self,
        mut change: Change,
        row: OutboxRow,
        _now: Instant,
    ) -> Result<(), FlowFault> {
        let case = row.case;
        change.writes.push(Write::OutboxState(Box::new(row)));
        match self.ports.ledger.commit(change).await {
            Ok(_) => {
                self.after_commit("message.attempted", case);
                Ok(())
            }
            Err(LedgerFault::Stale) => Ok(()),
            Err(fault) => Err(fault.into()),
        }
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
                    waiting.state = OutboxState::Dead;
                    waiting.last_fault =
                        Some("the message that had to arrive first did not".to_owned());
                }
            }
            change.writes.push(Write::OutboxState(Box::new(waiting)));
        }
        Ok(())
    }

    /// A receipt came: the file shows that the other side's node has it.
    async fn delivered(
        &self,
        case: comity_core::id::RequestId,
        msg: MsgId,
    ) -> Result<(), FlowFault> {
        use comity_core::stage::{Move, Side, Stage};
        for _ in 0..4 {
            let line = self.read_case(case).await?;
            let mut file = line.file;
            if file.side != Side::Sender || file.stage != Stage::Sent {
                return Ok(());
            }
            let now = self.now();
            let mut change = Change::default();
            file.stage = file.stage.step(Move::Deliver)?;
            self.note(
                &mut change,
                Some(case),
                now,
                "request.delivered",
                file.to.as_str(),
                &json!({"msg": msg}),
            )?;
            self.put(&mut change, file, Some(line.version), now);
            match self.ports.ledger.commit(change).await {
                Err(LedgerFault::Stale) => {}
                Err(fault) => return Err(fault.into()),
                Ok(_) => {
                    self.after_commit("request.delivered", case);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// A receipt that is about these very bytes, signed by the node they were sent to.
    fn receipt_for(&self, row: &OutboxRow, bytes: &[u8]) -> Result<Receipt, String> {
        let signed = SignedReceipt::verify(bytes, self.world, |kid| self.key_of(&row.peer, kid))
            .map_err(|fault| format!("the receipt does not hold: {fault}"))?;
        let receipt = signed.into_document();
        if receipt.message == row.msg_id && receipt.sealed == sha256(&row.sealed) {
            Ok(receipt)
        } else {
            Err("the receipt is about another message".to_owned())
        }
    }

    fn refusal_for(&self, row: &OutboxRow, bytes: &[u8]) -> Result<SignedRefusal, String> {
        let signed = SignedRefusal::verify(bytes, self.world, |kid| self.key_of(&row.peer, kid))
            .map_err(|fault| format!("the refusal does not hold: {fault}"))?;
        let about = match signed.document().about {
            Refused::Message(msg) => msg == row.msg_id,
            Refused::Envelope(digest) => digest == sha256(&row.sealed),
        };
        if about {
            Ok(signed)
        } else {
            Err("the refusal is about another message".to_owned())
        }
    }

    fn key_of(
        &self,
        peer: &NodeId,
        kid: &comity_wire::keys::KeyId,
    ) -> Option<comity_wire::keys::VerifyingKey> {
        let directory = self.directory();
        let signer = directory.signer(kid, self.now()).ok()?;
        (signer.certificate.document().node == *peer)
            .then(|| signer.certificate.document().signing.clone())
    }

    /// Seals a message whose addressee's key was not known when it was written.
    async fn seal_late(&self, row: &OutboxRow) -> Result<Vec<u8>, FlowFault> {
        let caps = match self.caps_of(&row.peer).await? {
            Some((_, caps)) => caps,
            None => self.fetch_caps(&row.peer).await?,
        };
        self.seal_for(&row.peer, &row.inner, &caps, self.now())
    }

    /// Fetches a peer's signed caps, verifies them and keeps them if they are newer.
    pub(crate) async fn fetch_caps(&self, peer: &NodeId) -> Result<SignedCapabilities, FlowFault> {
        let bytes = self.ports.courier.caps(peer).await.map_err(node_fault)?;
        let caps = self.verify_caps(peer, &bytes)?;
        self.remember_tls_keys(&caps);
        let number = caps.document().number;
        match self.ports.ledger.peer_caps(peer).await? {
            // An older number than one we have seen: somebody replays it.
            Some((known, _)) if known > number => {
                return Err(FlowFault::Node(format!(
                    "{peer} announced older capabilities than before"
                )));
            }
            Some((known, _)) if known == number => {}
            _ => {
                let mut change = Change::default();
                change.writes.push(Write::PeerCaps {
                    peer: peer.clone(),
                    number,
                    caps: bytes.to_vec(),
                });
                self.ports.ledger.commit(change).await?;
            }
        }
        Ok(caps)
    }

    /// Writes what a person must be told into the register; says whether the message was given up.
    fn tell_notices(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        effects: &[OutEffect],
        now: Instant,
    ) -> Result<bool, FlowFault> {
        let mut dead = false;
        for effect in effects {
            let OutEffect::Tell(notice) = effect else {
                continue;
            };
            let kind = match notice {
                Notice::Slow => "message.slow",
                Notice::DeadLetter(_) => {
                    dead = true;
                    "message.dead"
                }
                Notice::Refused(_) => "message.refused",
                Notice::ArrivedAfterAll => "message.arrived_after_all",
            };
            let what = json!({"msg": row.msg_id, "type": row.kind, "peer": row.peer, "why": row.last_fault});
            self.note(change, Some(row.case), now, kind, "node", &what)?;
            if row.urgency <= 1 {
                self.ports.pager.ring(&row.msg_id.to_string()[..8], kind);
            }
        }
        Ok(dead)
    }

    fn jitter(&self) -> Jitter {
        let random = self.ports.ids.random();
        Jitter(u32::from_be_bytes([
            random[0], random[1], random[2], random[3],
        ]))
    }
}

/// The row as the step function sees it.
fn steps_of(row: &OutboxRow) -> delivery::OutboxRow {
    let urgency = Urgency::ALL
        .get(usize::from(row.urgency))
        .copied()
        .unwrap_or(Urgency::U4Routine);
    let pace = match urgency.rank() {
        0 | 1 => Pace::Emergency,
        2 | 3 => Pace::Urgent,
        _ => Pace::Routine,
    };
    delivery::OutboxRow {
        id: OutboxId(
            row.msg_id.as_bytes()[..16]
                .try_into()
                .expect("a message id has 32 bytes"),
        ),
        to: row.peer.clone(),
        thread: row.thread,
        pace,
        waits_for: None,
        stands_for: None,
        authorised_at: row.created,
        gives_up_at: row.expires,
        state: OutState::Queued,
        place: Some(Place {
            epoch: 0,
            seq: row.seq,
            prev: None,
        }),
        msg_id: Some(row.msg_id),
        sealed: Some(sha256(&row.sealed)),
        tries: row.attempts,
        // The claim moved the row's own time to the end of its lease.
        due_at: row.created,
        warned: row.warned,
        again: false,
    }
}

/// The stored row follows the step.
fn follow(row: &mut OutboxRow, next: &delivery::OutboxRow) {
    row.attempts = next.tries;
    row.next_attempt = next.due_at;
    row.warned = next.warned;
    row.state = match next.state {
        OutState::Authorised | OutState::Queued | OutState::Resealing | OutState::Sent => {
            OutboxState::Queued
        }
        OutState::Received | OutState::Read | OutState::Decided => OutboxState::Received,
        OutState::Refused => OutboxState::Refused,
        OutState::Withdrawn => OutboxState::Settled,
        OutState::Dead => OutboxState::Dead,
    };
}
