//! Writing a message: its action is fixed first, so officers can approve it; then it takes its place
//! in the thread, is signed, sealed for each addressee and put into the outbox with the change it
//! belongs to.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::{Digest, MsgId, NodeId, ObjectId, RequestId, ThreadId};
use comity_core::kind::Urgency;
use comity_core::request::RequestFile;
use comity_core::time::{Instant, Span};
use comity_wire::assertion::Proof;
use comity_wire::caps::SignedCapabilities;
use comity_wire::cbor;
use comity_wire::delivery::Place;
use comity_wire::message::SignedMessage;
use comity_wire::payload::{self, Action, Attachment, DirectoryVersion, Payload};
use comity_wire::{envelope, message};
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::message::Body;
use crate::node::Node;
use crate::ports::{Change, OutboxRow, OutboxState, ThreadRow, Write};
use crate::steps::pace_of;

/// A message in parts, before it has a place in its thread.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) to: BTreeSet<NodeId>,
    pub(crate) thread: ThreadId,
    pub(crate) urgency: Urgency,
    pub(crate) expires: Instant,
    pub(crate) body: Body,
    pub(crate) objects: Vec<Attachment>,
    /// The dead letter that it says once more; its effect in our own file stands already.
    pub(crate) anew: Option<MsgId>,
}

/// Thirty days, or one for an emergency: nobody acts on an old emergency.
const fn life(urgency: Urgency) -> Span {
    if urgency.is_emergency() {
        Span::hours(24)
    } else {
        Span::days(30)
    }
}

/// How long a message written now may take effect. The hour between writing and sending an approved
/// message is not counted as its life.
pub(crate) fn life_of(urgency: Urgency) -> Span {
    Span(life(urgency).millis() - Span::hours(1).millis())
}

impl Outgoing {
    /// A message about `file` to its other end.
    pub(crate) fn about(file: &RequestFile, thread: ThreadId, body: Body, now: Instant) -> Self {
        Self {
            to: BTreeSet::from([file.peer().clone()]),
            thread,
            urgency: file.urgency,
            expires: now + life_of(file.urgency),
            body,
            objects: Vec::new(),
            anew: None,
        }
    }

    /// What officers approve.
    pub(crate) fn action(&self, from: &NodeId) -> Result<Action, FlowFault> {
        let json = self.body.to_json().map_err(node_fault)?;
        Ok(Action {
            from: from.clone(),
            to: self.to.clone(),
            thread: self.thread,
            kind: self.body.kind().to_owned(),
            class: payload::Urgency::from_number(self.urgency.rank().into())
                .ok_or_else(|| FlowFault::Node("an urgency outside 0 to 4".to_owned()))?,
            expires: self.expires,
            body: cbor::from_json(&json).map_err(|fault| FlowFault::Input {
                field: "form".to_owned(),
                why: fault.to_string(),
            })?,
            objects: self.objects.clone(),
            crit: BTreeSet::new(),
            extensions: BTreeMap::new(),
        })
    }

    /// The parts as kept while the message waits for approvals.
    pub(crate) fn to_json(&self) -> Result<Value, FlowFault> {
        let objects: Vec<Value> = self
            .objects
            .iter()
            .map(|one| {
                json!({
                    "object": one.object,
                    "manifest": hex::encode(&one.manifest),
                    "wraps": one.wraps.iter().map(hex::encode).collect::<Vec<_>>(),
                    "token": hex::encode(one.token),
                })
            })
            .collect();
        Ok(json!({
            "to": self.to,
            "thread": self.thread,
            "urgency": self.urgency,
            "expires": self.expires,
            "kind": self.body.kind(),
            "body": self.body.to_json().map_err(node_fault)?,
            "objects": objects,
            "anew": self.anew,
        }))
    }

    /// Reads [`Outgoing::to_json`].
    pub(crate) fn from_json(parts: &Value) -> Result<Self, FlowFault> {
        let damaged = || FlowFault::Node("a waiting message cannot be read".to_owned());
        let field = |name: &str| parts.get(name).cloned().ok_or_else(damaged);
        let kind = field("kind")?;
        let body = Body::from_json(kind.as_str().ok_or_else(damaged)?, field("body")?)
            .map_err(node_fault)?
            .ok_or_else(damaged)?;
        let bytes = |value: &Value| value.as_str().and_then(|text| hex::decode(text).ok());
        let mut objects = Vec::new();
        for one in field("objects")?.as_array().ok_or_else(damaged)? {
            let read = || {
                let object: ObjectId = serde_json::from_value(one.get("object")?.clone()).ok()?;
                let wraps = one
                    .get("wraps")?
                    .as_array()?
                    .iter()
                    .map(bytes)
                    .collect::<Option<Vec<_>>>()?;
                Some(Attachment {
                    object,
                    manifest: bytes(one.get("manifest")?)?,
                    wraps,
                    token: bytes(one.get("token")?)?.try_into().ok()?,
                })
            };
            objects.push(read().ok_or_else(damaged)?);
        }
        Ok(Self {
            to: serde_json::from_value(field("to")?).map_err(node_fault)?,
            thread: serde_json::from_value(field("thread")?).map_err(node_fault)?,
            urgency: serde_json::from_value(field("urgency")?).map_err(node_fault)?,
            expires: serde_json::from_value(field("expires")?).map_err(node_fault)?,
            body,
            objects,
            anew: serde_json::from_value(parts.get("anew").cloned().unwrap_or_default())
                .map_err(node_fault)?,
        })
    }
}

impl Node {
    /// Gives `message` its place after the thread's head, signs it, seals it for each addressee and
    /// adds it to `change`. `thread` is moved on, so several messages of one change follow each other.
    pub(crate) async fn enqueue(
        &self,
        change: &mut Change,
        case: RequestId,
        thread: &mut ThreadRow,
        message: &Outgoing,
        proofs: Vec<Proof>,
        waits_for: Option<MsgId>,
    ) -> Result<MsgId, FlowFault> {
        let now = self.now();
        for peer in &message.to {
            self.revive_voids(change, thread.id, peer, now).await?;
        }
        let place = Place {
            epoch: self.epoch(),
            seq: thread.next_seq,
            prev: thread.head,
        };
        let signed = self.sign_into(message, place, proofs, now).await?;
        let (msg_id, inner) = (signed.id, signed.inner);
        for peer in &message.to {
            // Without the peer's key the pump fetches it first and seals before the first attempt.
            let sealed = match self.caps_of(peer).await? {
                Some((_, caps)) => self.seal_for(peer, &inner, &caps, now)?,
                None => Vec::new(),
            };
            change.writes.push(Write::Outbox(Box::new(OutboxRow {
                msg_id,
                peer: peer.clone(),
                case,
                thread: thread.id,
                seq: thread.next_seq,
                kind: message.body.kind().to_owned(),
                urgency: message.urgency.rank(),
                state: if waits_for.is_some() {
                    OutboxState::Waiting
                } else {
                    OutboxState::Queued
                },
                attempts: 0,
                next_attempt: now,
                expires: message
                    .expires
                    .min(now + pace_of(message.urgency.rank()).gives_up_after()),
                created: now,
                waits_for,
                inner: inner.clone(),
                sealed,
                answer: None,
                last_fault: None,
                warned: false,
                epoch: place.epoch,
                prev: place.prev,
                stands_for: None,
                again: false,
                version: 0,
            })));
        }
        change.writes.push(Write::ThreadOut {
            thread: thread.id,
            expect_seq: thread.next_seq,
            head: msg_id,
        });
        thread.next_seq += 1;
        thread.head = Some(msg_id);
        Ok(msg_id)
    }

    /// Signs a message into its place, with what it tells about directory, caps and our log.
    pub(crate) async fn sign_into(
        &self,
        message: &Outgoing,
        place: Place,
        proofs: Vec<Proof>,
        now: Instant,
    ) -> Result<SignedMessage, FlowFault> {
        let mut caps = BTreeMap::new();
        for peer in &message.to {
            if let Some((digest, _)) = self.caps_of(peer).await? {
                caps.insert(peer.clone(), digest);
            }
        }
        let payload = Payload {
            action: message.action(&self.id)?,
            epoch: place.epoch,
            seq: place.seq,
            prev: place.prev,
            seen: BTreeMap::new(),
            created: now,
            authz: proofs,
            directory: self.directory_version(),
            caps,
            checkpoint: self.ports.ledger.checkpoint().await?.map(|row| row.note),
        };
        message::sign(&payload, &self.keys.signing, self.keys.kid(), self.world).map_err(node_fault)
    }

    /// Our present epoch.
    pub(crate) fn epoch(&self) -> u64 {
        self.keys.certificate.document().epoch
    }

    /// Seals a signed message to the key that the peer's caps name for now.
    pub(crate) fn seal_for(
        &self,
        peer: &NodeId,
        inner: &[u8],
        caps: &SignedCapabilities,
        now: Instant,
    ) -> Result<Vec<u8>, FlowFault> {
        let key = caps
            .document()
            .sealing_at(now)
            .ok_or_else(|| FlowFault::Node(format!("{peer} announces no key that is valid now")))?;
        envelope::seal(inner, peer, key, self.world).map_err(node_fault)
    }

    /// The newest caps of a peer as stored, verified again: a stored row is bytes from outside too.
    pub(crate) async fn caps_of(
        &self,
        peer: &NodeId,
    ) -> Result<Option<(Digest, SignedCapabilities)>, FlowFault> {
        let Some((_, bytes)) = self.ports.ledger.peer_caps(peer).await? else {
            return Ok(None);
        };
        Ok(self
            .verify_caps(peer, &bytes)
            .ok()
            .map(|caps| (caps.digest(), caps)))
    }

    /// Verifies caps against the certificate that the directory lists.
    pub(crate) fn verify_caps(
        &self,
        peer: &NodeId,
        bytes: &[u8],
    ) -> Result<SignedCapabilities, FlowFault> {
        let directory = self.directory();
        let now = self.now();
        let caps = SignedCapabilities::verify(bytes, self.world, |kid| {
            directory
                .signer(kid, now)
                .ok()
                .map(|signer| signer.certificate.document().signing.clone())
        })
        .map_err(|fault| {
            FlowFault::Node(format!("the capabilities of {peer} do not hold: {fault}"))
        })?;
        if caps.document().node == *peer {
            Ok(caps)
        } else {
            Err(FlowFault::Node(format!(
                "the capabilities of {peer} name another node"
            )))
        }
    }

    /// The directory file of our own State, as each message names it.
    pub(crate) fn directory_version(&self) -> DirectoryVersion {
        self.directory()
            .version(self.id.state())
            .unwrap_or(DirectoryVersion {
                version: 0,
                digest: Digest::from_bytes([0; 32]),
            })
    }
}

pub(crate) fn node_fault(fault: impl std::fmt::Display) -> FlowFault {
    FlowFault::Node(fault.to_string())
}
