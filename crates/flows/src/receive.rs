//! A sealed message arrives: cheap checks first, then opening, then who says it and in which order,
//! and last what it says. Whatever is accepted is stored in one change with its effect, its leaf and
//! its receipt; only then is the receipt given out.
//!
//! # Source
//! Our protocol, chapters "Envelope" and "Delivery". A duplicate is answered before the window is
//! looked at: what took effect is never answered `expired`.

use bytes::Bytes;
use comity_core::id::{Digest, MsgId, NodeId};
use comity_core::time::Instant;
use comity_wire::cbor;
use comity_wire::cose::Unverified;
use comity_wire::delivery::{Arrival, AtPlace, InEffect, Known, Parked, ThreadState};
use comity_wire::envelope::Outer;
use comity_wire::hash::sha256;
use comity_wire::message;
use comity_wire::payload::Payload;
use comity_wire::receipt::{Receipt, SignedReceipt};
use comity_wire::refusal::{Refusal, RefusalCode, Refused, SignedRefusal};
use serde_json::json;

use crate::fault::FlowFault;
use crate::message::Body;
use crate::node::Node;
use crate::parked::Gap;
use crate::ports::{Change, InboxRow, LedgerFault, ReceiveAnswer, ThreadIn, Write};

/// A message that passed every check but the one of its content.
pub(crate) struct Arrived {
    pub(crate) msg_id: MsgId,
    pub(crate) from: NodeId,
    pub(crate) payload: Payload,
    pub(crate) body: Body,
    pub(crate) at: Instant,
}

/// Why a message is not accepted.
pub(crate) enum NotAccepted {
    /// A signed refusal answers it.
    Refuse(RefusalCode),
    /// Nothing is decided; the sender tries again.
    Later(FlowFault),
}

impl From<RefusalCode> for NotAccepted {
    fn from(code: RefusalCode) -> Self {
        Self::Refuse(code)
    }
}

impl From<FlowFault> for NotAccepted {
    fn from(fault: FlowFault) -> Self {
        match fault {
            // What the sender said does not fit what is known here: it never will.
            FlowFault::OutOfOrder(_) | FlowFault::NotFound | FlowFault::Input { .. } => {
                Self::Refuse(RefusalCode::OutOfScope)
            }
            FlowFault::Proof(_) | FlowFault::Missing(_) | FlowFault::NotAllowed => {
                Self::Refuse(RefusalCode::AuthorityMissing)
            }
            other => Self::Later(other),
        }
    }
}

impl From<LedgerFault> for NotAccepted {
    fn from(fault: LedgerFault) -> Self {
        match fault {
            LedgerFault::NoSpace => Self::Refuse(RefusalCode::NoSpace),
            other => Self::Later(other.into()),
        }
    }
}

/// How often a decision is made again because another change came first.
const TRIES: usize = 8;

impl Node {
    /// Takes in one sealed message and answers it.
    pub async fn receive(&self, sealed: Bytes) -> ReceiveAnswer {
        let digest = sha256(&sealed);
        match self.ports.ledger.receipt_by_sealed(digest).await {
            Ok(Some(receipt)) => return receipt_answer(receipt),
            Ok(None) => {}
            Err(fault) => return self.later(&fault.into()),
        }
        let (inner, msg) = match self.open(&sealed) {
            Ok(opened) => opened,
            Err(code) => return self.refuse(Refused::Envelope(digest), code),
        };
        let arrived = match self.believe(&inner, msg).await {
            Ok(arrived) => arrived,
            Err(code) => return self.refuse(Refused::Message(msg), code),
        };
        for _ in 0..TRIES {
            match self.accept(&arrived, digest, &inner).await {
                Ok(answer) => {
                    self.take_up_behind(&Gap::of(&arrived)).await;
                    return answer;
                }
                Err(NotAccepted::Later(FlowFault::Stale)) => {}
                Err(NotAccepted::Later(FlowFault::Ledger(LedgerFault::Duplicate))) => {
                    // Two copies raced, the other one won and its receipt is stored; else it is the
                    // nonce of an approval that came a second time, under another message.
                    match self.stored_receipt(msg, &arrived).await {
                        Ok(answer) => return answer,
                        Err(_) => {
                            let code = RefusalCode::AuthorityMissing;
                            return self.refuse(Refused::Message(msg), code);
                        }
                    }
                }
                Err(NotAccepted::Refuse(code)) => return self.refuse(Refused::Message(msg), code),
                Err(NotAccepted::Later(fault)) => return self.later(&fault),
            }
        }
        ReceiveAnswer::Transient {
            status: 503,
            retry_after: Some(1),
        }
    }

    /// Believes an opened message. One whose sender knows a newer directory waits for it here.
    async fn believe(&self, inner: &[u8], msg: MsgId) -> Result<Arrived, RefusalCode> {
        match self.read_inner(inner, msg) {
            Err(RefusalCode::StaleDirectory) => {}
            read => return read,
        }
        let from = claimed(inner)
            .map(|payload| payload.action.from)
            .ok_or(RefusalCode::StaleDirectory)?;
        match self.refresh_directory(from.state(), &from).await {
            Ok(_) => self.read_inner(inner, msg),
            Err(fault) => {
                tracing::warn!(%from, %fault, "a newer directory could not be fetched");
                Err(RefusalCode::StaleDirectory)
            }
        }
    }

    /// Opens an envelope with one of our keys.
    fn open(&self, sealed: &[u8]) -> Result<(Vec<u8>, MsgId), RefusalCode> {
        let outer = Outer::read(sealed).map_err(|fault| fault.refusal())?;
        if outer.to != self.id {
            return Err(RefusalCode::NotForMe);
        }
        let key = self
            .keys
            .sealing
            .iter()
            .find(|key| key.public().id() == outer.kid)
            .ok_or(RefusalCode::StaleKey)?;
        let opened = outer
            .open(key, self.world)
            .map_err(|fault| fault.refusal())?;
        let inner = opened.inner().to_vec();
        let msg = message::claimed_id(&inner, self.world).ok_or(RefusalCode::BadSignature)?;
        Ok((inner, msg))
    }

    /// Certificate, signatures, addressee, strict shape.
    pub(crate) fn read_inner(&self, inner: &[u8], msg_id: MsgId) -> Result<Arrived, RefusalCode> {
        let now = self.now();
        let message = message::receive(inner, &self.directory(), &self.id)
            .map_err(|fault| fault.refusal())?;
        let payload = message.payload;
        // What was revoked since is in the newer file: fetch it first, then judge.
        let state = payload.action.from.state();
        let ours = self
            .directory()
            .version(state)
            .map_or(0, |ours| ours.version);
        if payload.directory.version > ours {
            return Err(RefusalCode::StaleDirectory);
        }
        let json = cbor::to_json(&payload.action.body).map_err(|_| RefusalCode::Unsupported)?;
        let body = Body::from_json(&payload.action.kind, json)
            .ok()
            .flatten()
            .ok_or(RefusalCode::Unsupported)?;
        Ok(Arrived {
            msg_id,
            from: payload.action.from.clone(),
            payload,
            body,
            at: now,
        })
    }

    /// Duplicate, window, order, authority, effect; then one commit. The order of these is that of the
    /// pure step function that the simulation runs too.
    pub(crate) async fn accept(
        &self,
        arrived: &Arrived,
        sealed: Digest,
        inner: &[u8],
    ) -> Result<ReceiveAnswer, NotAccepted> {
        let ledger = &self.ports.ledger;
        let (thread, seq, epoch) = (
            arrived.payload.action.thread,
            arrived.payload.seq,
            arrived.payload.epoch,
        );
        let place = ledger.thread_in(thread, &arrived.from, epoch).await?;
        let state = self.thread_state(arrived, place.as_ref()).await?;
        let voids = self::voids(&arrived.payload);
        let known = self.known(arrived, voids, state.next).await?;
        let arrival = Arrival {
            id: arrived.msg_id,
            seq,
            prev: arrived.payload.prev,
            voids,
            created: arrived.payload.created,
            expires: arrived.payload.action.expires,
            solicited: false,
            // Judged with the effect, on the class that we compute from the text.
            authority: Ok(()),
        };
        let (next, effects) = state.arrive(&arrival, &known, arrived.at);
        for effect in effects {
            match effect {
                InEffect::AnswerStored(stored) => {
                    return self.stored_receipt(stored, arrived).await;
                }
                InEffect::Refuse(code) => return Err(code.into()),
                InEffect::Park => return self.park(arrived, sealed, inner).await,
                InEffect::KeepFork(there) => self.keep_fork(arrived, there, inner).await?,
                // What waited behind this one is taken up after the commit, each in its own change.
                InEffect::Unpark(_)
                | InEffect::Quarantine(_)
                | InEffect::TellGap { .. }
                | InEffect::Accept => {}
            }
        }
        arrived
            .payload
            .window(arrived.at, false)
            .map_err(|fault| fault.refusal())?;
        let mut change = Change::default();
        self.use_nonces(&mut change, &arrived.payload.authz, arrived.at);
        let case = self.effect(&mut change, arrived).await?;
        let leaf = self.note(
            &mut change,
            Some(case),
            arrived.at,
            "message.received",
            arrived.from.as_str(),
            &json!({"msg": arrived.msg_id, "type": arrived.payload.action.kind, "sealed": sealed, "seq": seq}),
        )?;
        let receipt = self.receipt(arrived.msg_id, sealed, leaf, arrived.at, false)?;
        change.writes.push(Write::ThreadIn(ThreadIn {
            thread,
            sender: arrived.from.clone(),
            epoch,
            next_seq: next.next,
            head: next.last,
            expect: place.and_then(|place| place.expect),
        }));
        change.writes.push(Write::Inbox(Box::new(InboxRow {
            msg_id: arrived.msg_id,
            sealed_hash: sealed,
            from: arrived.from.clone(),
            thread,
            seq,
            epoch,
            kind: arrived.payload.action.kind.clone(),
            case,
            at: arrived.at,
            inner: inner.to_vec(),
            receipt: receipt.clone(),
        })));
        change.writes.push(Write::Unpark(arrived.msg_id));
        ledger.commit(change).await?;
        if matches!(arrived.body, Body::Evidence(_)) {
            self.transfer_wake.notify_one();
        }
        self.after_commit("message.received", case);
        Ok(receipt_answer(receipt))
    }

    /// The receiving end of the thread. Parked messages matter only for what comes ahead of its turn.
    async fn thread_state(
        &self,
        arrived: &Arrived,
        place: Option<&ThreadIn>,
    ) -> Result<ThreadState, NotAccepted> {
        let mut state = ThreadState::default();
        if let Some(place) = place {
            state.next = place.next_seq;
            state.last = place.head;
        }
        if arrived.payload.seq > state.next {
            let rows = self
                .ports
                .ledger
                .parked(
                    arrived.payload.action.thread,
                    &arrived.from,
                    arrived.payload.epoch,
                )
                .await?;
            state.parked = rows
                .into_iter()
                .map(|row| {
                    let said = claimed(&row.inner);
                    let parked = Parked {
                        id: row.msg_id,
                        prev: said.as_ref().and_then(|said| said.prev),
                        voids: said.as_ref().and_then(voids),
                        since: row.at,
                    };
                    (row.seq, parked)
                })
                .collect();
        }
        Ok(state)
    }

    /// What the ledger already holds about an arrival.
    async fn known(
        &self,
        arrived: &Arrived,
        voids: Option<MsgId>,
        next: u64,
    ) -> Result<Known, NotAccepted> {
        let ledger = &self.ports.ledger;
        let (thread, epoch) = (arrived.payload.action.thread, arrived.payload.epoch);
        let voided = match voids {
            Some(dead) => ledger.inbox(dead).await?.is_some(),
            None => false,
        };
        let taken = if arrived.payload.seq < next {
            ledger
                .inbox_at(thread, &arrived.from, epoch, arrived.payload.seq)
                .await?
        } else {
            None
        };
        let at_place = match taken {
            Some(id) => {
                let row = ledger.inbox(id).await?;
                let void = row.filter(|row| row.kind == VOID);
                let said = void.and_then(|row| claimed(&row.inner));
                Some(AtPlace {
                    id,
                    voids: said.as_ref().and_then(self::voids),
                })
            }
            None => None,
        };
        Ok(Known {
            same: ledger.inbox(arrived.msg_id).await?.is_some(),
            voided,
            at_place,
        })
    }

    /// Two signed messages of one sender claim one place: both are kept, in the register too.
    async fn keep_fork(
        &self,
        arrived: &Arrived,
        there: MsgId,
        inner: &[u8],
    ) -> Result<(), NotAccepted> {
        tracing::warn!(msg = %arrived.msg_id, %there, from = %arrived.from, "two messages claim one place");
        let case = self.ports.ledger.inbox(there).await?.map(|row| row.case);
        let what = json!({"msg": arrived.msg_id, "there": there, "seq": arrived.payload.seq, "inner": hex::encode(inner)});
        let mut change = Change::default();
        let (kind, from) = ("message.forked", arrived.from.as_str());
        self.note(&mut change, case, arrived.at, kind, from, &what)?;
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    async fn stored_receipt(
        &self,
        stored: MsgId,
        arrived: &Arrived,
    ) -> Result<ReceiveAnswer, NotAccepted> {
        if let Some(row) = self.ports.ledger.inbox(stored).await? {
            return Ok(receipt_answer(row.receipt));
        }
        let parked = self
            .ports
            .ledger
            .parked(
                arrived.payload.action.thread,
                &arrived.from,
                arrived.payload.epoch,
            )
            .await?;
        parked
            .into_iter()
            .find(|row| row.msg_id == stored)
            .map(|row| ReceiveAnswer::Parked(row.receipt.into()))
            .ok_or(NotAccepted::Later(FlowFault::Stale))
    }

    pub(crate) fn receipt(
        &self,
        message: MsgId,
        sealed: Digest,
        leaf: [u8; 32],
        at: Instant,
        parked: bool,
    ) -> Result<Vec<u8>, FlowFault> {
        let receipt = Receipt {
            message,
            sealed,
            leaf: Digest::from_bytes(leaf),
            epoch: self.keys.certificate.document().epoch,
            at,
            parked,
        };
        SignedReceipt::issue(receipt, &self.keys.signing, self.keys.kid(), self.world)
            .map(|signed| signed.bytes().to_vec())
            .map_err(crate::outgoing::node_fault)
    }

    fn refuse(&self, about: Refused, code: RefusalCode) -> ReceiveAnswer {
        tracing::info!(code = code.as_str(), "a message was refused");
        let refusal = Refusal {
            about,
            code,
            at: self.now(),
            directory: (code == RefusalCode::StaleDirectory)
                .then(|| self.directory_version().version),
        };
        match SignedRefusal::issue(refusal, &self.keys.signing, self.keys.kid(), self.world) {
            Ok(signed) => ReceiveAnswer::Refusal(signed.bytes().to_vec().into()),
            Err(fault) => self.later(&FlowFault::Node(fault.to_string())),
        }
    }

    fn later(&self, fault: &FlowFault) -> ReceiveAnswer {
        tracing::error!(code = fault.code(), %fault, "a message could not be taken in now");
        ReceiveAnswer::Transient {
            status: 503,
            retry_after: Some(5),
        }
    }
}

/// The type of a message that stands for one that was given up.
const VOID: &str = "thread.void";

/// What signed bytes say, before or long after they were believed.
pub(crate) fn claimed(inner: &[u8]) -> Option<Payload> {
    let unverified = Unverified::read(inner).ok()?;
    Payload::decode(unverified.payload).ok()
}

/// For a void: the message it stands for.
fn voids(payload: &Payload) -> Option<MsgId> {
    if payload.action.kind != VOID {
        return None;
    }
    let json = cbor::to_json(&payload.action.body).ok()?;
    match Body::from_json(VOID, json) {
        Ok(Some(Body::ThreadVoid(body))) => Some(body.dead),
        _ => None,
    }
}

fn receipt_answer(receipt: Vec<u8>) -> ReceiveAnswer {
    let parked = SignedReceipt::peek(&receipt).is_ok_and(|(receipt, _)| receipt.parked);
    if parked {
        ReceiveAnswer::Parked(receipt.into())
    } else {
        ReceiveAnswer::Receipt(receipt.into())
    }
}
