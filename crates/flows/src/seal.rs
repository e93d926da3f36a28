//! Evidence is sealed at its source: pieces arrive, each is checked against its own digest, and are
//! sealed as they come, so no plaintext rests on the disk.
//!
//! A seal that is interrupted by a restart is abandoned with its key: going on with the same key over
//! a source that may have changed would give the key away.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use comity_core::id::{Digest, NodeId, ObjectId, RequestId};
use comity_core::role::Act;
use comity_core::time::Instant;
use comity_wire::cbor;
use comity_wire::evidence::describe::{Description, Producer, describe};
use comity_wire::evidence::layout::ContentKey;
use comity_wire::evidence::part::Acquisition;
use comity_wire::evidence::seal::{SealedObject, Sealer};
use comity_wire::evidence::sink::{FolderSink, ObjectPaths};
use comity_wire::hash::sha256;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, ObjectRow, ObjectState, WrapRow, Write};

/// An object that is being sealed piece by piece.
pub(crate) struct Intake {
    case: RequestId,
    item: Option<String>,
    name: String,
    begun: Instant,
    by: String,
    sealer: Sealer<FolderSink>,
}

/// Objects being sealed, by id. They live as long as the process.
pub(crate) type Intakes = Mutex<BTreeMap<ObjectId, Arc<Mutex<Option<Intake>>>>>;

/// What is written down of an object beside its bytes.
pub(crate) struct Kept {
    pub(crate) case: RequestId,
    pub(crate) item: Option<String>,
    pub(crate) name: String,
    pub(crate) begun: Instant,
    pub(crate) by: String,
    pub(crate) basis: String,
}

/// What was sealed.
#[derive(Clone, Debug)]
pub struct SealedUpload {
    /// Object.
    pub object: ObjectId,
    /// Plaintext bytes.
    pub bytes: u64,
    /// SHA-256 of the plaintext.
    pub sha256: Digest,
}

impl Node {
    /// Begins to seal a file of `bytes` (if known) for an item of an order.
    ///
    /// # Errors
    /// [`FlowFault::Input`] for a name that is no plain file name, [`FlowFault::Blobs`] without room.
    pub async fn begin_seal(
        &self,
        officer: &Officer,
        case: RequestId,
        item: Option<String>,
        name: &str,
        bytes: Option<u64>,
    ) -> Result<ObjectId, FlowFault> {
        officer.must(Act::AnswerOrder)?;
        let line = self.read_case(case).await?;
        if let Some(item) = &item
            && !line.file.items.iter().any(|one| one.id == *item)
        {
            return Err(FlowFault::Input {
                field: "item".to_owned(),
                why: "there is no such item in this order".to_owned(),
            });
        }
        if !comity_wire::evidence::part::is_plain_name(name) {
            return Err(FlowFault::Input {
                field: "name".to_owned(),
                why: "a file name without folders or control characters".to_owned(),
            });
        }
        let id = self.ports.ids.object();
        let writer = self.ports.blobs.stage(id, bytes.unwrap_or(0)).await?;
        let key = ContentKey::from_bytes(self.ports.ids.random32());
        let sealer = tokio::task::spawn_blocking(move || {
            let sink = FolderSink::new(&ObjectPaths::alone(&writer.folder), bytes)?;
            Sealer::start(id, key, sink)
        })
        .await
        .map_err(node_fault)?
        .map_err(node_fault)?;
        let intake = Intake {
            case,
            item,
            name: name.to_owned(),
            begun: self.now(),
            by: officer.id.to_string(),
            sealer,
        };
        lock(&self.intakes).insert(id, Arc::new(Mutex::new(Some(intake))));
        Ok(id)
    }

    /// Takes the next piece. `at` is where it begins: a piece that was taken already is skipped, so a
    /// client may send it again after a broken line; the answer is where the next one begins.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] when the piece does not agree with its digest or leaves a gap.
    pub async fn seal_piece(
        &self,
        officer: &Officer,
        object: ObjectId,
        at: u64,
        piece: bytes::Bytes,
        digest: Digest,
    ) -> Result<u64, FlowFault> {
        officer.must(Act::AnswerOrder)?;
        let intake = self.intake(object)?;
        tokio::task::spawn_blocking(move || {
            if sha256(&piece) != digest {
                return Err(FlowFault::Evidence(
                    "the piece that arrived is not the piece that was sent; send it again"
                        .to_owned(),
                ));
            }
            let mut held = lock(&intake);
            let open = held.as_mut().ok_or(FlowFault::NotFound)?;
            let taken = open.sealer.size();
            let length = piece.len() as u64;
            if at + length <= taken {
                return Ok(taken);
            }
            if at != taken {
                return Err(FlowFault::Evidence(format!(
                    "the next piece begins at {taken}"
                )));
            }
            open.sealer.put(&piece).map_err(node_fault)?;
            Ok(open.sealer.size())
        })
        .await
        .map_err(node_fault)?
    }

    /// Where an interrupted upload goes on.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when this node no longer holds it: begin again.
    pub fn seal_progress(&self, object: ObjectId) -> Result<u64, FlowFault> {
        let intake = self.intake(object)?;
        let held = lock(&intake);
        held.as_ref()
            .map(|open| open.sealer.size())
            .ok_or(FlowFault::NotFound)
    }

    /// Ends the seal: signs the manifest and wraps the key for the authority that ordered.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] for an empty file or one whose digest is not the expected one.
    pub async fn finish_seal(
        &self,
        officer: &Officer,
        object: ObjectId,
        expected: Option<Digest>,
    ) -> Result<SealedUpload, FlowFault> {
        officer.must(Act::AnswerOrder)?;
        let intake = self.intake(object)?;
        let open = lock(&intake).take().ok_or(FlowFault::NotFound)?;
        lock(&self.intakes).remove(&object);
        let Intake {
            case,
            item,
            name,
            begun,
            by,
            sealer,
        } = open;
        let sealed = tokio::task::spawn_blocking(move || {
            let (sealed, sink) = sealer.finish()?;
            sink.settle()?;
            Ok::<_, std::io::Error>(sealed)
        })
        .await
        .map_err(node_fault)?
        .map_err(node_fault)?;
        if sealed.size == 0 || expected.is_some_and(|digest| digest != sealed.sha256) {
            self.ports.blobs.discard(object).await?;
            let why = if sealed.size == 0 {
                "the file is empty"
            } else {
                "the file that arrived is not the file that was sent"
            };
            return Err(FlowFault::Evidence(why.to_owned()));
        }
        let line = self.read_case(case).await?;
        let recipient = line.file.peer().clone();
        let now = self.now();
        let mut change = Change::default();
        let kept = Kept {
            case,
            item: item.clone(),
            name,
            begun,
            by,
            basis: line.file.number.clone(),
        };
        self.keep_sealed(&mut change, &sealed, kept, &[recipient])
            .await?;
        let what = json!({"object": object, "item": item, "bytes": sealed.size, "sha256": sealed.sha256, "ct_root": sealed.ct_root});
        self.note(
            &mut change,
            Some(case),
            now,
            "evidence.sealed",
            officer.id.as_str(),
            &what,
        )?;
        self.ports.ledger.commit(change).await?;
        self.tell("evidence.sealed", Some(case));
        Ok(SealedUpload {
            object,
            bytes: sealed.size,
            sha256: sealed.sha256,
        })
    }

    /// Signs the manifest of what was sealed, publishes it, and puts its row into `change` with a wrap for
    /// ourselves and for each of `others`.
    pub(crate) async fn keep_sealed(
        &self,
        change: &mut Change,
        sealed: &SealedObject,
        kept: Kept,
        others: &[NodeId],
    ) -> Result<(), FlowFault> {
        let now = self.now();
        let object = sealed.id;
        let description = Description {
            name: kept.name.clone(),
            acquisition: Acquisition {
                who: Some(kept.by),
                tool: Some(concat!("comity ", env!("CARGO_PKG_VERSION")).to_owned()),
                device: None,
                begun: Some(kept.begun),
                ended: Some(now),
                basis: Some(kept.basis),
            },
            list: None,
        };
        let producer = Producer {
            key: &self.keys.signing,
            kid: self.keys.kid(),
            node: Some(&self.id),
        };
        let described = describe(sealed, description, producer, self.world).map_err(node_fault)?;
        self.ports.blobs.publish(object).await?;
        let facts = json!({"sha256": sealed.sha256}).to_string().into_bytes();
        change.writes.push(Write::Object(Box::new(ObjectRow {
            id: object,
            case: kept.case,
            item: kept.item,
            state: ObjectState::Here,
            manifest: described.manifest.bytes().to_vec(),
            bytes: sealed.size,
            name: kept.name,
            facts,
            producer: self.id.clone(),
            created: kept.begun,
            changed: now,
            expect: None,
        })));
        for node in others.iter().chain([&self.id]) {
            let key = self.sealing_key_of(node).await?;
            let wrap = described.wrap(&key).map_err(node_fault)?;
            change.writes.push(Write::Wrap(WrapRow {
                object,
                recipient: node.clone(),
                wrap: cbor::encode(&wrap.to_value()),
                at: now,
            }));
        }
        Ok(())
    }

    fn intake(&self, object: ObjectId) -> Result<Arc<Mutex<Option<Intake>>>, FlowFault> {
        lock(&self.intakes)
            .get(&object)
            .cloned()
            .ok_or(FlowFault::NotFound)
    }
}

/// A lock whose holder panicked still guards whole data here: every holder replaces values whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
