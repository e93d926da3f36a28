//! What an attacker writes who holds a node's keys: any body, any place, any proofs.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use comity_core::id::{MsgId, ThreadId};
use comity_core::kind::Urgency;
use comity_core::request::RequestFile;
use comity_core::time::Span;
use comity_flows::Officer;
use comity_flows::message::Body;
use comity_flows::ports::ReceiveAnswer;
use comity_wire::assertion::Proof;
use comity_wire::context::World as Context;
use comity_wire::payload::{self, Action, Attachment, Payload};
use comity_wire::refusal::{RefusalCode, SignedRefusal};
use comity_wire::{cbor, envelope, message};

use super::{Post, World};

/// A letter in parts.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) thread: ThreadId,
    pub(crate) seq: u64,
    pub(crate) prev: Option<MsgId>,
    pub(crate) urgency: Urgency,
    pub(crate) body: Body,
    pub(crate) objects: Vec<Attachment>,
}

impl Letter {
    /// The first of a thread of its own.
    pub(crate) fn first(urgency: Urgency, body: Body) -> Self {
        Self {
            thread: ThreadId::from_bytes([7; 16]),
            seq: 1,
            prev: None,
            urgency,
            body,
            objects: Vec::new(),
        }
    }

    /// The next one of `from` in the thread of a file.
    pub(crate) async fn next(from: &Post, file: &RequestFile, body: Body) -> Self {
        let thread = file.thread.expect("it was sent");
        let thread = from.node.ledger().thread(thread).await.expect("reads");
        let thread = thread.expect("the thread is here");
        Self {
            thread: thread.id,
            seq: thread.next_seq,
            prev: thread.head,
            urgency: file.urgency,
            body,
            objects: Vec::new(),
        }
    }

    /// What officers sign.
    pub(crate) fn action(&self, world: &World, from: &Post, to: &Post) -> Action {
        let json = self.body.to_json().expect("has a JSON shape");
        Action {
            from: from.node.id.clone(),
            to: [to.node.id.clone()].into(),
            thread: self.thread,
            kind: self.body.kind().to_owned(),
            class: payload::Urgency::from_number(self.urgency.rank().into()).expect("0 to 4"),
            expires: world.now() + Span::hours(20),
            body: cbor::from_json(&json).expect("has a CBOR shape"),
            objects: self.objects.clone(),
            crit: BTreeSet::new(),
            extensions: BTreeMap::new(),
        }
    }

    /// Signed by these officers.
    pub(crate) fn proofs(
        &self,
        world: &World,
        from: &Post,
        to: &Post,
        officers: &[Officer],
    ) -> Vec<Proof> {
        let action = self.action(world, from, to).bytes();
        let prove = |officer: &Officer| {
            let prover = officer.prover.as_ref().expect("has a device");
            prover.prove(&action, world.now()).expect("signs")
        };
        officers.iter().map(prove).collect()
    }

    /// Sealed as `from`'s stolen server would.
    pub(crate) fn sealed(&self, world: &World, from: &Post, to: &Post, authz: Vec<Proof>) -> Bytes {
        let exercise = Context::Exercise;
        self.sealed_in((exercise, exercise), world, from, to, authz)
    }

    /// The same, signed in one world and sealed in another.
    pub(crate) fn sealed_in(
        &self,
        (signed_in, sealed_in): (Context, Context),
        world: &World,
        from: &Post,
        to: &Post,
        authz: Vec<Proof>,
    ) -> Bytes {
        let state = from.node.id.state();
        let payload = Payload {
            action: self.action(world, from, to),
            epoch: 1,
            seq: self.seq,
            prev: self.prev,
            seen: BTreeMap::new(),
            created: world.now(),
            authz,
            directory: from.node.directory().version(state).expect("is pinned"),
            caps: BTreeMap::new(),
            checkpoint: None,
        };
        let kid = from.node.keys().kid();
        let signed = message::sign(&payload, &from.signing, kid, signed_in);
        let inner = signed.expect("signs").inner;
        let key = to.node.keys().sealing[0].public().clone();
        envelope::seal(&inner, &to.node.id, &key, sealed_in)
            .expect("seals")
            .into()
    }

    /// Sent with proofs of these officers: the code of the refusal, or none when it was accepted.
    pub(crate) async fn send(
        &self,
        world: &World,
        from: &Post,
        to: &Post,
        officers: &[Officer],
    ) -> Option<RefusalCode> {
        let proofs = self.proofs(world, from, to, officers);
        refused(to, self.sealed(world, from, to, proofs)).await
    }
}

/// How a node answers sealed bytes.
pub(crate) async fn refused(to: &Post, sealed: Bytes) -> Option<RefusalCode> {
    match to.node.receive(sealed).await {
        ReceiveAnswer::Refusal(bytes) => {
            let (refusal, _) = SignedRefusal::peek(&bytes).expect("a refusal");
            Some(refusal.code)
        }
        ReceiveAnswer::Receipt(_) | ReceiveAnswer::Parked(_) => None,
        ReceiveAnswer::Transient { status, .. } => panic!("undecided: {status}"),
    }
}
