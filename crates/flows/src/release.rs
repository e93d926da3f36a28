//! Sealed evidence goes to another node: a further wrap of its key, never a second sealing of the
//! payload, so root and custody stay the same from the source to the court.

use comity_core::approval::Purpose;
use comity_core::id::{NodeId, ObjectId, RequestId};
use comity_core::item::ItemState;
use comity_core::request::{Part, RequestFile};
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage};
use comity_core::time::Instant;
use comity_wire::cbor;
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::evidence::wrap::{OpenedPart, Wrap};
use comity_wire::hash::sha256;
use comity_wire::payload::Attachment;
use comity_wire::sealing::SealingPublic;
use serde_json::json;

use crate::act::Said;
use crate::fault::FlowFault;
use crate::message::{Body, EvidenceReady};
use crate::node::{Node, Officer};
use crate::outgoing::{Outgoing, node_fault};
use crate::ports::{Change, ObjectRow, ObjectState, TransferRow, WrapRow, Write};
use crate::triage::must_be_proven;

impl Node {
    /// Proposes to release the evidence of these items to the asking State. With the last approval
    /// the wraps leave; the objects are pulled by the other side.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] for an object that is not here whole and verified.
    pub async fn release(
        &self,
        officer: &Officer,
        request: RequestId,
        items: &[String],
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Approve)?;
        let line = self.read_case(request).await?;
        let mut file = line.file;
        if file.side != Side::Receiver || file.part != Part::Request {
            return Err(FlowFault::NotFound);
        }
        // The rest may follow when a part has gone already.
        must_be_proven(&file)?;
        let ready = matches!(
            file.stage,
            Stage::Executed | Stage::PartlyExecuted | Stage::Transmitted | Stage::Received
        );
        if !ready {
            return Err(file
                .stage
                .step(Move::Transmit)
                .err()
                .map_or(FlowFault::NotFound, FlowFault::from));
        }
        let now = self.now();
        let mut change = Change::default();
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let mut messages = Vec::new();
        for id in items {
            let object = file
                .items
                .iter()
                .find(|item| item.id == *id)
                .and_then(|item| match item.state {
                    ItemState::Produced { object } => Some(object),
                    _ => None,
                })
                .ok_or_else(|| FlowFault::Input {
                    field: id.clone(),
                    why: "nothing was produced for this item".to_owned(),
                })?;
            let body = EvidenceReady {
                request,
                item: id.clone(),
                object,
                released_by: vec![officer.id.to_string()],
            };
            let mut message = Outgoing::about(&file, thread, Body::Evidence(body), now);
            // A partner without a node gets the sealed file on a carrier, and a letter with its hash.
            if !file.road.by_hand && !self.goes_by_hand(&message) {
                let offer = self.offer(&mut change, object, file.peer(), now).await?;
                message.objects.push(offer);
            }
            messages.push(message);
        }
        if messages.is_empty() {
            return Err(FlowFault::Input {
                field: "items".to_owned(),
                why: "choose at least one item".to_owned(),
            });
        }
        self.note(
            &mut change,
            Some(request),
            now,
            "evidence.release_proposed",
            officer.id.as_str(),
            &json!({"items": items}),
        )?;
        let class = file.class;
        let said = self
            .say(
                &mut change,
                officer,
                &mut file,
                messages,
                class,
                Purpose::Release,
            )
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("evidence.release_proposed", request);
        Ok(said)
    }

    /// Wraps an object for `recipient` and opens the door through which it may be pulled. The token
    /// is only in the message; we keep its hash.
    pub(crate) async fn offer(
        &self,
        change: &mut Change,
        object: ObjectId,
        recipient: &NodeId,
        now: Instant,
    ) -> Result<Attachment, FlowFault> {
        let row = self
            .ports
            .ledger
            .object(object)
            .await?
            .ok_or(FlowFault::NotFound)?;
        if row.state != ObjectState::Here {
            return Err(FlowFault::Evidence(
                "this object is not here whole and verified".to_owned(),
            ));
        }
        let manifest = SignedManifest::read(&row.manifest, self.world).map_err(node_fault)?;
        let known = self
            .ports
            .ledger
            .wraps(object)
            .await?
            .into_iter()
            .find(|wrap| wrap.recipient == *recipient);
        let wrap = match known {
            Some(known) => known.wrap,
            None => {
                let opened = self.open_part(&row, &manifest).await?;
                let key = self.sealing_key_of(recipient).await?;
                let wrap =
                    Wrap::seal(opened.bytes(), &manifest, &key, self.world).map_err(node_fault)?;
                let bytes = cbor::encode(&wrap.to_value());
                change.writes.push(Write::Wrap(WrapRow {
                    object,
                    recipient: recipient.clone(),
                    wrap: bytes.clone(),
                    at: now,
                }));
                bytes
            }
        };
        let token = self.ports.ids.random32();
        change.writes.push(Write::Transfer(TransferRow {
            token_hash: sha256(&token),
            object,
            peer: recipient.clone(),
            pulling: false,
            token: None,
            bitmap: Vec::new(),
            moved: 0,
            done: false,
            next_attempt: now,
            last_fault: None,
            created: now,
            expect: None,
        }));
        Ok(Attachment {
            object,
            manifest: row.manifest,
            wraps: vec![wrap],
            token,
        })
    }

    /// Opens the sealed part of an object with one of our keys.
    pub(crate) async fn open_part(
        &self,
        row: &ObjectRow,
        manifest: &SignedManifest,
    ) -> Result<OpenedPart, FlowFault> {
        let wraps = self.ports.ledger.wraps(row.id).await?;
        for own in wraps.iter().filter(|wrap| wrap.recipient == self.id) {
            let value = cbor::decode(&own.wrap).map_err(node_fault)?;
            let wrap = Wrap::from_value(&value)
                .ok_or_else(|| FlowFault::Evidence("the wrap cannot be read".to_owned()))?;
            for key in &self.keys.sealing {
                if key.public().id() == wrap.recipient {
                    return wrap
                        .open(manifest, key, self.world)
                        .map_err(|fault| FlowFault::Evidence(fault.to_string()));
                }
            }
        }
        Err(FlowFault::Evidence(
            "no key of this node opens it".to_owned(),
        ))
    }

    /// The key to which things for `node` are sealed now: our own, or the one its caps name.
    pub(crate) async fn sealing_key_of(&self, node: &NodeId) -> Result<SealingPublic, FlowFault> {
        if *node == self.id {
            let own = self
                .keys
                .sealing
                .first()
                .ok_or_else(|| FlowFault::Node("this node has no key to seal to".to_owned()))?;
            return Ok(own.public().clone());
        }
        let caps = match self.caps_of(node).await? {
            Some((_, caps)) => caps,
            None => self.fetch_caps(node).await?,
        };
        caps.document()
            .sealing_at(self.now())
            .cloned()
            .ok_or_else(|| FlowFault::Node(format!("{node} announces no key that is valid now")))
    }

    /// A released item has left: with the last one the request is transmitted.
    pub(crate) async fn after_release(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        body: &EvidenceReady,
        message: &Outgoing,
        now: Instant,
    ) -> Result<(), FlowFault> {
        if file.part == Part::Request
            && file.stage == Stage::Executed
            && !self.is_provider(&self.id)
        {
            file.stage = file.stage.clone().step(Move::Transmit)?;
        }
        let what = json!({"object": body.object, "item": body.item, "to": message.to});
        self.note(
            change,
            Some(file.id),
            now,
            "evidence.released",
            "node",
            &what,
        )?;
        Ok(())
    }
}
