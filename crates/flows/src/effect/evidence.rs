//! Sealed evidence is offered to us, or the other side says what came of ours.

use comity_core::approval::{Class, Purpose};
use comity_core::id::{ObjectId, RequestId};
use comity_core::item::ItemState;
use comity_core::request::{Part, RequestFile};
use comity_core::stage::{Move, Side, Stage};
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::hash::sha256;
use comity_wire::refusal::RefusalCode;
use serde_json::json;

use super::signers;
use crate::fault::FlowFault;
use crate::message::{EvidenceAck, EvidenceReady};
use crate::node::Node;
use crate::ports::{Change, ObjectRow, ObjectState, TransferRow, WrapRow, Write};
use crate::receive::{Arrived, NotAccepted};

impl Node {
    /// Opens the object's row and its transfer; the pump then pulls it.
    pub(super) async fn on_evidence(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &EvidenceReady,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        // What was taken back or has lapsed is given no data any more.
        let gone = matches!(
            file.stage,
            Stage::Withdrawn | Stage::Refused { .. } | Stage::Lapsed
        );
        if file.side != Side::Sender || gone {
            return Err(RefusalCode::OutOfScope.into());
        }
        // A provider releases with one person, the authority that ordered being the second; an
        // authority releases with two.
        let from_holder = file.part == Part::Order || file.to.state() == self.id.state();
        let approvals = if from_holder {
            self.must_be_authorised(arrived, file.kind, Class::M1, Purpose::Send)?
        } else {
            self.must_be_released(arrived, &file)?
        };
        let offer = match arrived.payload.action.objects.as_slice() {
            [one] if one.object == body.object => one,
            _ => return Err(RefusalCode::OutOfScope.into()),
        };
        let manifest = SignedManifest::read(&offer.manifest, self.world)
            .map_err(|_| RefusalCode::BadSignature)?;
        let stated = manifest.manifest();
        let item = file
            .items
            .iter_mut()
            .find(|item| item.id == body.item)
            .ok_or(RefusalCode::OutOfScope)?;
        if stated.id != body.object {
            return Err(RefusalCode::BadSignature.into());
        }
        let known = self.ports.ledger.object(body.object).await?;
        match &known {
            // The same object under another manifest: both are kept as proof, neither is used.
            Some(known) if known.manifest != offer.manifest => {
                self.keep_second_manifest(arrived, known.case, &offer.manifest)
                    .await?;
                return Err(RefusalCode::Forked.into());
            }
            Some(known) if known.case != file.id => return Err(RefusalCode::OutOfScope.into()),
            Some(_) | None => {}
        }
        // Who sealed it: the directory must know the key; the payload was never sealed again.
        let directory = self.directory();
        let sealer = directory
            .signer(&stated.producer, arrived.payload.created)
            .map_err(|_| RefusalCode::UnknownSender)?;
        manifest
            .verify(&sealer.certificate.document().signing, self.world)
            .map_err(|_| RefusalCode::BadSignature)?;
        item.state = ItemState::Produced {
            object: body.object,
        };
        if !file.objects.contains(&body.object) {
            file.objects.push(body.object);
        }
        // The offer itself is the receiver's word that the evidence is on its way.
        let underway = matches!(
            file.stage,
            Stage::Accepted | Stage::Executing | Stage::Executed | Stage::Received
        );
        if file.part == Part::Request && underway {
            file.stage = Stage::Transmitted;
        }
        let producer = sealer.entry.node.clone();
        // Offered once more, an object that is here or on its way gets a new token and nothing else.
        if known.is_none() {
            change.writes.push(Write::Object(Box::new(ObjectRow {
                id: body.object,
                case: file.id,
                item: Some(body.item.clone()),
                state: ObjectState::Arriving,
                manifest: offer.manifest.clone(),
                bytes: stated.bytes,
                name: String::new(),
                facts: Vec::new(),
                producer,
                created: arrived.at,
                changed: arrived.at,
                expect: None,
            })));
        }
        for wrap in &offer.wraps {
            change.writes.push(Write::Wrap(WrapRow {
                object: body.object,
                recipient: self.id.clone(),
                wrap: wrap.clone(),
                at: arrived.at,
            }));
        }
        change.writes.push(Write::Transfer(TransferRow {
            token_hash: sha256(&offer.token),
            object: body.object,
            peer: arrived.from.clone(),
            pulling: true,
            token: Some(offer.token.to_vec()),
            bitmap: Vec::new(),
            moved: 0,
            done: false,
            next_attempt: arrived.at,
            last_fault: None,
            created: arrived.at,
            expect: None,
        }));
        let what = json!({"object": body.object, "item": body.item, "bytes": stated.bytes, "ct_root": stated.ct_root, "signed_by": signers(&approvals)});
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "evidence.offered",
            arrived.from.as_str(),
            &what,
        )?;
        let id = file.id;
        self.put(change, file, Some(line.version), arrived.at);
        Ok(id)
    }

    fn must_be_released(
        &self,
        arrived: &Arrived,
        file: &RequestFile,
    ) -> Result<Vec<comity_core::approval::Approval>, NotAccepted> {
        // A provider abroad that was addressed directly answers as a provider.
        let class = if self.is_provider(&arrived.from) {
            Class::M1
        } else {
            file.class
        };
        self.must_be_authorised(arrived, file.kind, class, Purpose::Release)
    }

    /// The recipient has verified an object, or found it damaged.
    pub(super) async fn on_evidence_ack(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &EvidenceAck,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        let transfers = self.ports.ledger.transfers_of(body.object).await?;
        for mut transfer in transfers
            .into_iter()
            .filter(|one| !one.pulling && one.peer == arrived.from)
        {
            // The token dies with the transfer; a damaged one may be pulled again with it.
            transfer.done = body.ok;
            change.writes.push(Write::Transfer(transfer));
        }
        let all = self.others_are_through(&file, body.object).await?;
        if body.ok && all && file.stage == Stage::Transmitted && file.side == Side::Receiver {
            file.stage = file
                .stage
                .step(Move::ConfirmReceipt)
                .map_err(FlowFault::from)?;
        }
        let what = json!({"object": body.object, "ok": body.ok, "sha256": body.sha256, "fault": body.fault});
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "evidence.acknowledged",
            arrived.from.as_str(),
            &what,
        )?;
        let id = file.id;
        self.put(change, file, Some(line.version), arrived.at);
        Ok(id)
    }

    /// Whether nothing else that was offered to the asking side still waits to be pulled.
    async fn others_are_through(
        &self,
        file: &RequestFile,
        this: ObjectId,
    ) -> Result<bool, NotAccepted> {
        for item in &file.items {
            let ItemState::Produced { object } = item.state else {
                continue;
            };
            let transfers = self.ports.ledger.transfers_of(object).await?;
            let waits = transfers
                .iter()
                .any(|one| !one.pulling && !one.done && one.peer == *file.peer());
            if object != this && waits {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The second manifest for one object goes into the register beside the first.
    async fn keep_second_manifest(
        &self,
        arrived: &Arrived,
        case: RequestId,
        manifest: &[u8],
    ) -> Result<(), NotAccepted> {
        let mut change = Change::default();
        let what = json!({"msg": arrived.msg_id, "manifest": hex::encode(manifest)});
        let kind = "evidence.second_manifest";
        let from = arrived.from.as_str();
        self.note(&mut change, Some(case), arrived.at, kind, from, &what)?;
        self.ports.ledger.commit(change).await?;
        Ok(())
    }
}
