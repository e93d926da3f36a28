//! Evidence is pulled from a peer, every chunk verified before it counts, and judged as a whole:
//! manifest, sealed part, plaintext digest. What does not agree is set aside and nobody opens it.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use comity_core::id::Digest;
use comity_core::request::Part;
use comity_core::stage::{Move, Stage};
use comity_core::time::{Instant, Span};
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::evidence::plain::PlainStream;
use comity_wire::evidence::sink::ObjectPaths;
use comity_wire::evidence::source::ChunkSource;
use comity_wire::hash::sha256;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::fault::FlowFault;
use crate::message::{Body, EvidenceAck};
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{
    BlobPart, Change, ObjectRow, ObjectState, Pull, PullProgress, TransferRow, Write,
};

/// Objects pulled at once.
///
/// # Source
/// Our protocol, chapter "Limits": four transfers for each peer.
const PULLS_AT_ONCE: usize = 4;
/// How long a failed pull rests.
const REST: Span = Span::seconds(5);

/// Stores each synced bitmap, so that a restart goes on where the disk is sure.
struct Marks<'n> {
    node: &'n Node,
    row: Mutex<TransferRow>,
}

#[async_trait]
impl PullProgress for Marks<'_> {
    async fn synced(&self, bitmap: &[u8], moved: u64) -> Result<(), String> {
        let mut row = self.row.lock().await;
        row.bitmap = bitmap.to_vec();
        row.moved += moved;
        let mut change = Change::default();
        change.writes.push(Write::Transfer(row.clone()));
        self.node
            .ports
            .ledger
            .commit(change)
            .await
            .map_err(|fault| fault.to_string())?;
        row.expect = row.expect.map(|version| version + 1);
        self.node.tell("transfer.progress", None);
        Ok(())
    }
}

impl Node {
    /// Pulls what was offered until `stop` resolves, a few objects at a time, so that a large one or a
    /// slow peer holds up nobody else.
    pub async fn pull_offers(self: Arc<Self>, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut pulls: JoinSet<Digest> = JoinSet::new();
        let mut underway: BTreeSet<Digest> = BTreeSet::new();
        loop {
            if let Err(fault) = self.begin_pulls(&mut pulls, &mut underway).await {
                tracing::error!(code = fault.code(), %fault, "offered evidence cannot be pulled");
            }
            tokio::select! {
                () = &mut stop => return,
                Some(ended) = pulls.join_next() => match ended {
                    Ok(token) => { underway.remove(&token); }
                    // A pull that broke off is begun again from its stored marks.
                    Err(fault) => {
                        tracing::error!(%fault, "a pull broke off");
                        underway.clear();
                    }
                },
                () = self.transfer_wake.notified() => {}
                () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
            }
        }
    }

    async fn begin_pulls(
        self: &Arc<Self>,
        pulls: &mut JoinSet<Digest>,
        underway: &mut BTreeSet<Digest>,
    ) -> Result<(), FlowFault> {
        let now = self.now();
        for row in self.ports.ledger.transfers_open().await? {
            let busy = underway.contains(&row.token_hash) || pulls.len() >= PULLS_AT_ONCE;
            if busy || row.next_attempt > now {
                continue;
            }
            let (node, token) = (self.clone(), row.token_hash);
            underway.insert(token);
            pulls.spawn(async move {
                if let Err(fault) = node.pull_one(row).await {
                    tracing::error!(code = fault.code(), %fault, "a pull could not be stored");
                }
                token
            });
        }
        Ok(())
    }

    /// Pulls everything whose time has come, one after the other. Returns how many came whole.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn pull_once(&self) -> Result<usize, FlowFault> {
        let now = self.now();
        let mut whole = 0;
        for row in self.ports.ledger.transfers_open().await? {
            if row.next_attempt <= now {
                whole += usize::from(self.pull_one(row).await?);
            }
        }
        Ok(whole)
    }

    async fn pull_one(&self, row: TransferRow) -> Result<bool, FlowFault> {
        let object = self
            .ports
            .ledger
            .object(row.object)
            .await?
            .ok_or(FlowFault::NotFound)?;
        let manifest = SignedManifest::read(&object.manifest, self.world).map_err(node_fault)?;
        let stated = manifest.manifest().clone();
        let token = row
            .token
            .clone()
            .ok_or_else(|| FlowFault::Node("a pull without its token".to_owned()))?;
        // A crash between publishing and judging leaves the whole object here already.
        let there = self.ports.blobs.size(row.object, BlobPart::Chunks).await;
        if there.is_ok_and(|bytes| bytes == stated.bytes) {
            return self
                .judge_object(object, &manifest, row)
                .await
                .map(|()| true);
        }
        let writer = match self.ports.blobs.stage(row.object, stated.bytes).await {
            Ok(writer) => writer,
            Err(fault) => return self.rest(row, fault.to_string()).await,
        };
        let pull = Pull {
            peer: row.peer.clone(),
            object: row.object,
            token,
            chunks: stated.chunks,
            bytes: stated.bytes,
            ct_root: *stated.ct_root.as_bytes(),
            folder: writer.folder,
            bitmap: row.bitmap.clone(),
        };
        let marks = Marks {
            node: self,
            row: Mutex::new(row),
        };
        let pulled = self.ports.courier.pull(pull, &marks).await;
        let row = marks.row.into_inner();
        if let Err(fault) = pulled {
            return self.rest(row, fault.to_string()).await;
        }
        self.ports.blobs.publish(row.object).await?;
        self.judge_object(object, &manifest, row)
            .await
            .map(|()| true)
    }

    async fn rest(&self, mut row: TransferRow, why: String) -> Result<bool, FlowFault> {
        tracing::warn!(object = %row.object, peer = %row.peer, why, "a transfer rests");
        row.next_attempt = self.now() + REST;
        row.last_fault = Some(why);
        let mut change = Change::default();
        change.writes.push(Write::Transfer(row));
        self.ports.ledger.commit(change).await?;
        Ok(false)
    }

    /// The whole object against what was signed, then the answer to whoever sent it.
    async fn judge_object(
        &self,
        mut object: ObjectRow,
        manifest: &SignedManifest,
        mut transfer: TransferRow,
    ) -> Result<(), FlowFault> {
        let verdict = self.verify_object(&object, manifest).await;
        let now = self.now();
        for _ in 0..8 {
            let line = self.read_case(object.case).await?;
            let mut file = line.file;
            let mut change = Change::default();
            let mut ack = EvidenceAck {
                request: file.id,
                object: object.id,
                ok: false,
                sha256: None,
                fault: String::new(),
            };
            match &verdict {
                Ok((name, digest)) => {
                    object.state = ObjectState::Here;
                    object.name.clone_from(name);
                    object.facts = json!({"sha256": digest}).to_string().into_bytes();
                    ack.ok = true;
                    ack.sha256 = Some(*digest);
                    let all_here = self.others_here(&file.objects, object.id).await?;
                    if file.part == Part::Request && file.stage == Stage::Transmitted && all_here {
                        file.stage = file.stage.step(Move::ConfirmReceipt)?;
                    }
                }
                Err(fault) => {
                    object.state = ObjectState::SetAside;
                    ack.fault = fault.to_string();
                }
            }
            transfer.done = true;
            object.changed = now;
            let what = json!({"object": object.id, "ok": ack.ok, "sha256": ack.sha256, "fault": ack.fault, "moved": transfer.moved, "bytes": object.bytes});
            let kind = if ack.ok {
                "evidence.verified"
            } else {
                "evidence.set_aside"
            };
            self.note(&mut change, Some(file.id), now, kind, "node", &what)?;
            change.writes.push(Write::Object(Box::new(object.clone())));
            change.writes.push(Write::Transfer(transfer.clone()));
            self.machine_says(&mut change, &mut file, Body::EvidenceAck(ack))
                .await?;
            self.put(&mut change, file, Some(line.version), now);
            match self
                .ports
                .ledger
                .commit(change)
                .await
                .map_err(FlowFault::from)
            {
                Err(FlowFault::Stale) => {}
                Err(fault) => return Err(fault),
                Ok(_) => {
                    self.after_commit(kind, object.case);
                    return Ok(());
                }
            }
        }
        Err(FlowFault::Stale)
    }

    async fn others_here(
        &self,
        objects: &[comity_core::id::ObjectId],
        this: comity_core::id::ObjectId,
    ) -> Result<bool, FlowFault> {
        for id in objects.iter().filter(|id| **id != this) {
            let here = self
                .ports
                .ledger
                .object(*id)
                .await?
                .is_some_and(|row| row.state == ObjectState::Here);
            if !here {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Opens an object to the end without writing its plaintext anywhere: name and SHA-256 as the
    /// sealed part states them and as they come out.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] naming what does not agree.
    pub async fn verify_object(
        &self,
        object: &ObjectRow,
        manifest: &SignedManifest,
    ) -> Result<(String, Digest), FlowFault> {
        let opened = self.open_part(object, manifest).await?;
        let stream = self
            .plain_stream(object, manifest, &opened.part.key)
            .await?;
        let expected = opened.part.sha256;
        tokio::task::spawn_blocking(move || {
            let mut stream = stream;
            while let Some(page) = stream
                .page()
                .map_err(|fault| FlowFault::Evidence(fault.to_string()))?
            {
                stream.give_back(page);
            }
            stream
                .finish(expected)
                .map_err(|fault| FlowFault::Evidence(fault.to_string()))
        })
        .await
        .map_err(node_fault)??;
        Ok((opened.part.name.clone(), expected))
    }

    /// The plaintext of an object, chunk by chunk, each verified.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`].
    pub(crate) async fn plain_stream(
        &self,
        object: &ObjectRow,
        manifest: &SignedManifest,
        key: &comity_wire::evidence::layout::ContentKey,
    ) -> Result<PlainStream, FlowFault> {
        let id = object.id;
        let part = |part| {
            self.ports.blobs.local(id, part).ok_or_else(|| {
                FlowFault::Evidence("the object does not lie on this machine".to_owned())
            })
        };
        let paths = ObjectPaths {
            chunks: part(BlobPart::Chunks)?,
            leaves: part(BlobPart::Leaves)?,
            tags: part(BlobPart::Tags)?,
        };
        let (bytes, ct_root) = (manifest.manifest().bytes, manifest.manifest().ct_root);
        let source = tokio::task::spawn_blocking(move || ChunkSource::at(&paths, bytes, ct_root))
            .await
            .map_err(node_fault)?
            .map_err(|fault| FlowFault::Evidence(fault.to_string()))?;
        PlainStream::start(source, id, key).map_err(node_fault)
    }

    /// Whether the token with this hash lets `tls_key`'s holder read the object now.
    pub(crate) async fn may_read(
        &self,
        token_hash: Digest,
        object: comity_core::id::ObjectId,
    ) -> Option<TransferRow> {
        let row = self.ports.ledger.transfer(token_hash).await.ok()??;
        (!row.pulling && !row.done && row.object == object).then_some(row)
    }
}

/// Hash of a token, as both sides store it.
#[must_use]
pub fn token_hash(token: &[u8]) -> Digest {
    sha256(token)
}

/// When a row was made, for pages that show how long a pull takes.
#[must_use]
pub const fn began(row: &TransferRow) -> Instant {
    row.created
}
