//! The courier's pump: takes what waits in the outbox, sends it, and stores what came of it. All
//! decisions are those of the pure step function of `wire::delivery`, which the simulation runs too.

use std::sync::Arc;

use comity_core::id::{NodeId, RequestId};
use comity_core::request::Part;
use comity_core::stage::{Move, Side, Stage};
use comity_core::time::Instant;
use comity_wire::caps::SignedCapabilities;
use comity_wire::delivery::{self, Jitter, OutEffect, OutEvent, SEND_LEASE};
use comity_wire::hash::sha256;
use comity_wire::receipt::{Receipt, SignedReceipt};
use comity_wire::refusal::{RefusalCode, Refused, SignedRefusal};
use comity_wire::revocation::Revoked;
use serde_json::json;
use tokio::task::JoinSet;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{CaseLine, Change, CourierAnswer, LedgerFault, OutboxRow, OutboxState, Write};
use crate::steps::{follow, steps_of};

/// Most messages under way to one peer.
///
/// # Source
/// Our protocol, chapter "Delivery".
const PER_PEER: u32 = 16;
/// Most messages under way in all.
const AT_ONCE: u32 = 128;
/// How often an answer is stored again because a change of its file came first.
const TRIES: usize = 8;

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
        let stopped = self.stopped_by_law(&row).await?;
        let event = if self.is_gone(&row.peer) || stopped.is_some() {
            OutEvent::PeerRevoked
        } else {
            OutEvent::Due {
                jitter: self.jitter(),
            }
        };
        let (steps, effects) = steps_of(&row).step(event, now);
        let mut change = Change::default();
        if let Some(advice) = stopped {
            row.last_fault = Some(format!("law.no_basis: {advice}"));
            let what = json!({"msg": row.msg_id, "to": row.peer, "lawful": advice});
            self.note(
                &mut change,
                Some(row.case),
                now,
                "law.stopped",
                "node",
                &what,
            )?;
        }
        if !effects.contains(&OutEffect::Send) {
            return self.settle_row(change, row, steps, effects, &[], now).await;
        }
        self.act_on(&mut change, &row, effects, &[], now).await?;
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
        let read = match answer {
            Ok(CourierAnswer::Receipt(bytes)) => self
                .receipt_for(&row, &bytes)
                .await?
                .map(|receipt| (OutEvent::Receipt(receipt), bytes)),
            Ok(CourierAnswer::Refusal(bytes)) => match self.refusal_for(&row, &bytes) {
                Ok(refusal) => {
                    let code = refusal.document().code;
                    self.catch_up_with(&row.peer, &refusal).await;
                    row.last_fault = Some(code.as_str().to_owned());
                    let jitter = self.jitter();
                    Ok((OutEvent::Refusal { code, jitter }, bytes))
                }
                Err(why) => Err(why),
            },
            Err(fault) => Err(fault.to_string()),
        };
        match read {
            Ok((event, bytes)) => {
                if matches!(event, OutEvent::Receipt(_)) {
                    row.last_fault = None;
                }
                row.answer = Some(bytes.to_vec());
                let (next, effects) = steps.step(event, now);
                self.settle_row(change, row, next, effects, &bytes, now)
                    .await
            }
            Err(why) => {
                row.last_fault = Some(why);
                self.unanswered(change, row, steps, now).await
            }
        }
    }

    async fn unanswered(
        &self,
        change: Change,
        row: OutboxRow,
        steps: delivery::OutboxRow,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let (next, effects) = steps.step(
            OutEvent::Unanswered {
                jitter: self.jitter(),
            },
            now,
        );
        self.settle_row(change, row, next, effects, &[], now).await
    }

    /// Stores the row with all that a step of it wants, in one change. A lost race means that another
    /// process has stored an answer already, or that somebody wrote into the file meanwhile.
    async fn settle_row(
        &self,
        change: Change,
        mut row: OutboxRow,
        next: delivery::OutboxRow,
        effects: Vec<OutEffect>,
        answer: &[u8],
        now: Instant,
    ) -> Result<(), FlowFault> {
        follow(&mut row, &next);
        for _ in 0..TRIES {
            let mut change = change.clone();
            self.act_on(&mut change, &row, effects.clone(), answer, now)
                .await?;
            let delivered = match row.state {
                OutboxState::Received => self.show_delivered(&mut change, &row, now).await?,
                _ => None,
            };
            change
                .writes
                .push(Write::OutboxState(Box::new(row.clone())));
            match self.ports.ledger.commit(change).await {
                Ok(_) => {
                    self.after_commit("message.attempted", row.case);
                    if delivered.is_some() {
                        self.tell("request.delivered", delivered);
                    }
                    return Ok(());
                }
                Err(LedgerFault::Stale) => {
                    let stored = self.ports.ledger.outbox(row.msg_id, &row.peer).await?;
                    if stored.is_none_or(|stored| stored.version != row.version) {
                        return Ok(());
                    }
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        Err(FlowFault::Stale)
    }

    /// A request whose basis is gone since it was signed, such as a consent that was withdrawn, does not
    /// leave: what would be lawful instead, in words.
    ///
    /// # Source
    /// Recommendation 4 of the expert group; our method: asked at signing, at sending and at receipt.
    async fn stopped_by_law(&self, row: &OutboxRow) -> Result<Option<String>, FlowFault> {
        if row.kind != "request.new" {
            return Ok(None);
        }
        let Some(line) = self.opened_by(row).await? else {
            return Ok(None);
        };
        if line.file.part != Part::Request {
            return Ok(None);
        }
        let found = self.law.find(&line.file.form, line.file.kind, self.now());
        Ok(found.is_blocked().then(|| found.advice()))
    }

    /// Whether a State's file, as we have it, no longer lists this node or revokes it.
    fn is_gone(&self, peer: &NodeId) -> bool {
        let directory = self.directory();
        let revoked = Revoked::Node(peer.clone());
        directory.version(peer.state()).is_some()
            && (directory.entry(peer).is_none()
                || directory.revocation(peer.state(), &revoked).is_some())
    }

    /// What a refusal tells us to fetch before the next attempt: the peer's present key, or a newer
    /// file of our own State than we have.
    async fn catch_up_with(&self, peer: &NodeId, refusal: &SignedRefusal) {
        let fetched = match refusal.document().code {
            RefusalCode::StaleKey => self.fetch_caps(peer).await.map(|_| ()),
            RefusalCode::StaleDirectory => {
                let ours = self.directory_version().version;
                if refusal.document().directory.is_some_and(|held| held > ours) {
                    self.refresh_directory(self.id.state(), peer)
                        .await
                        .map(|_| ())
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        };
        if let Err(fault) = fetched {
            tracing::warn!(%peer, %fault, "what the peer's answer asks for could not be fetched");
        }
    }

    /// A receipt came: the file shows that the other side's node has the message that opens it. Gives
    /// the file to which that was news.
    async fn show_delivered(
        &self,
        change: &mut Change,
        row: &OutboxRow,
        now: Instant,
    ) -> Result<Option<RequestId>, FlowFault> {
        if !matches!(row.kind.as_str(), "request.new" | "order.serve") {
            return Ok(None);
        }
        let Some(line) = self.opened_by(row).await? else {
            return Ok(None);
        };
        let mut file = line.file;
        if file.side != Side::Sender || file.stage != Stage::Sent {
            return Ok(None);
        }
        file.stage = file.stage.step(Move::Deliver)?;
        let id = file.id;
        let (kind, what) = ("request.delivered", json!({"msg": row.msg_id}));
        self.note(change, Some(id), now, kind, file.to.as_str(), &what)?;
        self.put(change, file, Some(line.version), now);
        Ok(Some(id))
    }

    /// The file whose thread a message opened: a notice leaves in the request's name and has a file
    /// of its own.
    async fn opened_by(&self, row: &OutboxRow) -> Result<Option<CaseLine>, FlowFault> {
        let line = self.read_case(row.case).await?;
        if line.file.thread == Some(row.thread) {
            return Ok(Some(line));
        }
        for link in &line.file.links {
            let linked = self.ports.ledger.case(link.request).await?;
            if let Some(linked) = linked.filter(|one| one.file.thread == Some(row.thread)) {
                return Ok(Some(linked));
            }
        }
        Ok(None)
    }

    /// A receipt signed by the node the message was sent to: for this message, or for another one of
    /// ours in the same place. A duplicate is answered with the stored receipt, which may name the
    /// bytes of an earlier sealing; the message is the same.
    async fn receipt_for(
        &self,
        row: &OutboxRow,
        bytes: &[u8],
    ) -> Result<Result<Receipt, String>, FlowFault> {
        let signed = SignedReceipt::verify(bytes, self.world, |kid| self.key_of(&row.peer, kid));
        let receipt = match signed {
            Ok(signed) => signed.into_document(),
            Err(fault) => return Ok(Err(format!("the receipt does not hold: {fault}"))),
        };
        if receipt.message == row.msg_id {
            return Ok(Ok(receipt));
        }
        let other = self.ports.ledger.outbox(receipt.message, &row.peer).await?;
        let same_place = |other: OutboxRow| {
            (other.thread, other.epoch, other.seq) == (row.thread, row.epoch, row.seq)
        };
        Ok(if other.is_some_and(same_place) {
            Ok(receipt)
        } else {
            Err("the receipt is about another message".to_owned())
        })
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

    /// Seals a message whose addressee's key was not known when it was written, or is gone since.
    async fn seal_late(&self, row: &OutboxRow) -> Result<Vec<u8>, FlowFault> {
        let known = self.caps_of(&row.peer).await?;
        let caps = match known.filter(|_| row.attempts == 0) {
            Some((_, caps)) => caps,
            // Never known, or the key that we knew is gone.
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

    fn jitter(&self) -> Jitter {
        let random = self.ports.ids.random();
        Jitter(u32::from_be_bytes([
            random[0], random[1], random[2], random[3],
        ]))
    }
}
