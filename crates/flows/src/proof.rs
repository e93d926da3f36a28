//! The proof package of a case: gathers from the ledger what proves it to somebody who trusts nobody.
//! What each part is stands in `comity_wire::proof_package`.

use std::collections::BTreeSet;

use comity_core::id::{Digest, MsgId, NodeId, RequestId, StateCode};
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::hash::sha256;
use comity_wire::log::{Cosignature, Cosigned, Leaf, LeafKind, Signed};
use comity_wire::payload::Payload;
use comity_wire::proof_package::{
    PackedAnswer, PackedEntry, PackedMessage, PackedObject, PackedState, ProofPackage,
};
use comity_wire::receipt::SignedReceipt;
use comity_wire::{cose, refusal};

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{CheckpointRow, OutboxRow, RegisterLine};

impl Node {
    /// Everything that proves one case offline, as the bytes of one file.
    ///
    /// # Errors
    /// [`FlowFault::NotAnchored`] while no checkpoint covers the newest entry; exercises sign one now.
    pub async fn proof_package(&self, case: RequestId) -> Result<Vec<u8>, FlowFault> {
        let file = self.read_case(case).await?.file;
        let mut parties = BTreeSet::from([self.id.state(), file.from.state(), file.to.state()]);
        let messages = self.pack_messages(case, file.peer(), &mut parties).await?;
        let objects = self.pack_objects(case, &mut parties).await?;
        let register = self.ports.ledger.register(case).await?;
        let newest = register.last().ok_or(FlowFault::NotFound)?.index;
        let checkpoint = if self.settings.anchor_on_demand {
            self.anchor().await?
        } else {
            self.ports.ledger.checkpoint().await?
        };
        let checkpoint = checkpoint
            .filter(|row| row.size > newest)
            .ok_or(FlowFault::NotAnchored)?;
        let mut entries = Vec::with_capacity(register.len());
        for line in register {
            entries.push(self.pack_entry(line, checkpoint.size).await?);
        }
        let note = self.cosigned_note(&checkpoint, &mut parties).await?;
        let package = ProofPackage {
            node: self.id.clone(),
            case,
            number: file.number,
            made: self.now(),
            states: self.pack_states(&parties)?,
            messages,
            entries,
            checkpoint: note,
            objects,
        };
        package
            .to_bytes(&self.keys.signing, self.keys.kid(), self.world)
            .map_err(node_fault)
    }

    /// The messages of a case with what was answered to each.
    async fn pack_messages(
        &self,
        case: RequestId,
        peer: &NodeId,
        parties: &mut BTreeSet<StateCode>,
    ) -> Result<Vec<PackedMessage>, FlowFault> {
        let mut packed = Vec::new();
        let mut seen: BTreeSet<MsgId> = BTreeSet::new();
        for (_, msg, outgoing, _) in self.ports.ledger.messages(case).await? {
            if !seen.insert(msg) {
                continue;
            }
            let message = if outgoing {
                self.pack_sent(msg, peer).await?
            } else {
                let row = self.ports.ledger.inbox(msg).await?;
                let row = row.ok_or(FlowFault::NotFound)?;
                PackedMessage {
                    inner: row.inner,
                    answers: vec![PackedAnswer {
                        sealed: row.sealed_hash,
                        answer: row.receipt,
                    }],
                }
            };
            let payload = payload_of(&message.inner)?;
            parties.insert(payload.action.from.state());
            parties.extend(payload.action.to.iter().map(NodeId::state));
            packed.push(message);
        }
        Ok(packed)
    }

    /// One of our messages: there is a row for each addressee, the other end of the case among them.
    async fn pack_sent(&self, msg: MsgId, peer: &NodeId) -> Result<PackedMessage, FlowFault> {
        let row = self.ports.ledger.outbox(msg, peer).await?;
        let row = row
            .ok_or_else(|| FlowFault::Node(format!("the outbox has no row of {msg} for {peer}")))?;
        let to = payload_of(&row.inner)?.action.to;
        let mut answers: Vec<PackedAnswer> = answer_of(&row).into_iter().collect();
        for other in to.iter().filter(|other| *other != peer) {
            let row = self.ports.ledger.outbox(msg, other).await?;
            answers.extend(row.as_ref().and_then(answer_of));
        }
        Ok(PackedMessage {
            inner: row.inner,
            answers,
        })
    }

    async fn pack_objects(
        &self,
        case: RequestId,
        parties: &mut BTreeSet<StateCode>,
    ) -> Result<Vec<PackedObject>, FlowFault> {
        let mut rows = self.ports.ledger.objects(case).await?;
        rows.sort_by_key(|row| row.id);
        let mut packed = Vec::new();
        for row in rows.into_iter().filter(|row| !row.manifest.is_empty()) {
            let manifest = SignedManifest::read(&row.manifest, self.world).map_err(node_fault)?;
            if let Some(node) = &manifest.manifest().node {
                parties.insert(node.state());
            }
            let plain = stated_digest(&row.facts).map(|digest| (row.name, digest));
            packed.push(PackedObject {
                manifest: row.manifest,
                plain: plain.filter(|(name, _)| !name.is_empty()),
            });
        }
        Ok(packed)
    }

    /// An entry opened, with its path to the root of the checkpoint.
    async fn pack_entry(&self, line: RegisterLine, size: u64) -> Result<PackedEntry, FlowFault> {
        let damaged = || FlowFault::Node(format!("entry {} does not open its leaf", line.index));
        let kind = LeafKind::new(&line.kind).map_err(|_| damaged())?;
        let leaf = Leaf::of(line.at, kind, &line.salt, &line.body);
        if *leaf.hash().as_bytes() != line.leaf_hash {
            return Err(damaged());
        }
        Ok(PackedEntry {
            index: line.index,
            salt: line.salt,
            leaf: leaf.encode(),
            path: self.inclusion(line.index, size).await?,
            event: line.body,
        })
    }

    /// The checkpoint with every cosignature whose key the directory still lists.
    async fn cosigned_note(
        &self,
        row: &CheckpointRow,
        parties: &mut BTreeSet<StateCode>,
    ) -> Result<Vec<u8>, FlowFault> {
        let signed = Signed::verify(&row.note, self.keys.log.public()).map_err(node_fault)?;
        let checkpoint = signed.checkpoint().clone();
        let mut whole = Cosigned::new(signed);
        for one in self.ports.ledger.cosignatures(row.size).await? {
            let Some(key) = self.log_key_of(&one.witness) else {
                continue;
            };
            match Cosignature::from_answer(&one.lines, &key, &checkpoint) {
                Ok(cosignature) => {
                    parties.insert(one.witness.state());
                    whole.add(cosignature);
                }
                Err(fault) => {
                    tracing::warn!(witness = %one.witness, %fault, "a cosignature is left out");
                }
            }
        }
        Ok(whole.to_bytes())
    }

    fn pack_states(&self, parties: &BTreeSet<StateCode>) -> Result<Vec<PackedState>, FlowFault> {
        let directory = self.directory();
        let packed = parties.iter().map(|state| {
            let file = directory.file(*state)?.to_vec();
            PackedState::new(directory.signed_by(*state)?.clone(), file)
        });
        packed
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| FlowFault::Node("a State's directory file is missing".to_owned()))
    }
}

fn payload_of(inner: &[u8]) -> Result<Payload, FlowFault> {
    let unverified = cose::Unverified::read(inner).map_err(node_fault)?;
    Payload::decode(unverified.payload).map_err(node_fault)
}

/// The addressee's signed word, if there is one: a receipt, or a refusal for good.
fn answer_of(row: &OutboxRow) -> Option<PackedAnswer> {
    let answer = row.answer.clone()?;
    let stated = SignedReceipt::peek(&answer).map(|(receipt, _)| receipt.sealed);
    let final_word = stated.is_ok()
        || refusal::SignedRefusal::peek(&answer)
            .is_ok_and(|(refusal, _)| !refusal.code.is_transient());
    let sealed = if row.sealed.is_empty() {
        stated.ok()?
    } else {
        sha256(&row.sealed)
    };
    final_word.then_some(PackedAnswer { sealed, answer })
}

fn stated_digest(facts: &[u8]) -> Option<Digest> {
    let facts: serde_json::Value = serde_json::from_slice(facts).ok()?;
    facts.get("sha256")?.as_str()?.parse().ok()
}
