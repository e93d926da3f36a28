//! Checkpoints of our custody log: padded, hashed again from the disk, signed, and cosigned by peers
//! of other States.

use comity_core::id::{Digest, NodeId};
use comity_core::time::Instant;
use comity_wire::log::{
    Cosignature, Frontier, Leaf, LogPublic, Origin, Signed, Submission, TileBuilder, TileId,
    TileMap, TileRow, Verdict, WitnessRecord, leaf_hash, next_checkpoint, padding,
    prove_consistency, prove_inclusion, tiles_for_consistency, tiles_for_inclusion,
};

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{Change, CheckpointRow, CosignatureRow, Event, LedgerFault, PeerHeadRow, Write};

/// The frontier at the last checkpoint, so that only newer leaves are hashed again.
const FRONTIER: &str = "log.frontier";
/// How many leaves are read at once.
const PAGE: u32 = 4_096;

impl Node {
    /// Signs a checkpoint over everything committed so far and asks the witnesses to cosign it.
    /// Returns the newest checkpoint.
    ///
    /// # Errors
    /// [`FlowFault::Node`] when the disk no longer says what the log said: nothing is signed.
    pub async fn anchor(&self) -> Result<Option<CheckpointRow>, FlowFault> {
        let _one = self.anchoring.lock().await;
        let published = self.ports.ledger.checkpoint().await?;
        let last = published.as_ref().map_or(0, |row| row.size);
        let size = self.ports.ledger.log_size().await?;
        if size > last || !self.settings.anchor_on_demand {
            self.pad(size, last).await?;
        }
        let size = self.ports.ledger.log_size().await? / PAD_BLOCK * PAD_BLOCK;
        if size > last {
            self.sign_head(size, published).await?;
        }
        let newest = self.ports.ledger.checkpoint().await?;
        if let Some(row) = &newest {
            self.ask_witnesses(row).await?;
        }
        Ok(newest)
    }

    async fn pad(&self, size: u64, published: u64) -> Result<(), FlowFault> {
        let now = self.now();
        let mut change = Change::default();
        for _ in 0..padding(size, published) {
            let salt = self.ports.ids.random32();
            let leaf = Leaf::pad(now, &salt);
            change.events.push(Event {
                case: None,
                at: now,
                kind: "pad".to_owned(),
                actor: "node".to_owned(),
                body: Vec::new(),
                salt,
                leaf: leaf.encode(),
                leaf_hash: *leaf.hash().as_bytes(),
            });
        }
        if !change.events.is_empty() {
            self.ports.ledger.commit(change).await?;
        }
        Ok(())
    }

    async fn sign_head(
        &self,
        size: u64,
        published: Option<CheckpointRow>,
    ) -> Result<(), FlowFault> {
        let stored = self.ports.ledger.setting(FRONTIER).await?;
        let (mut rehashed, mut tiles) = match stored.as_deref().and_then(read_frontier) {
            Some(frontier) => {
                let partial = self.partial_tiles(frontier.size()).await?;
                let tiles = TileBuilder::resume(frontier.size(), &partial).ok_or_else(|| {
                    FlowFault::Node(
                        "the stored tiles are not those of the last checkpoint".to_owned(),
                    )
                })?;
                (frontier, tiles)
            }
            None => (Frontier::new(), TileBuilder::new()),
        };
        let mut head = rehashed.clone();
        let mut rows: Vec<TileRow> = Vec::new();
        while rehashed.size() < size {
            let want = u32::try_from(size - rehashed.size())
                .unwrap_or(u32::MAX)
                .min(PAGE);
            let leaves = self.ports.ledger.leaves(rehashed.size(), want).await?;
            if leaves.is_empty() {
                return Err(FlowFault::Node("leaves of the log are missing".to_owned()));
            }
            for leaf in leaves {
                rehashed
                    .append(leaf_hash(&leaf.record))
                    .map_err(node_fault)?;
                head.append(Digest::from_bytes(leaf.hash))
                    .map_err(node_fault)?;
                rows.extend(
                    tiles
                        .append(Digest::from_bytes(leaf.hash))
                        .map_err(node_fault)?,
                );
            }
        }
        rows.extend(tiles.partial());
        let before = published
            .as_ref()
            .map(|row| (row.size, Digest::from_bytes(row.root)));
        let checkpoint = next_checkpoint(
            &self.origin(),
            &head,
            &rehashed,
            before.as_ref().map(|(size, root)| (*size, root)),
        )
        .map_err(node_fault)?;
        let now = self.now();
        let root = *checkpoint.root.as_bytes();
        let signed = Signed::sign(checkpoint, &self.keys.log, now).map_err(node_fault)?;
        // Tiles first: a checkpoint without them could prove nothing; they say nothing by themselves.
        let rows = rows
            .into_iter()
            .map(|row| (row.id.level, row.id.number, row.to_bytes()))
            .collect();
        self.ports.ledger.put_tiles(rows).await?;
        let mut change = Change::default();
        change.writes.push(Write::Checkpoint(CheckpointRow {
            size,
            root,
            note: signed.to_bytes(),
            at: now,
        }));
        let mut frontier = size.to_be_bytes().to_vec();
        frontier.extend(rehashed.peaks());
        change.writes.push(Write::Setting {
            name: FRONTIER.to_owned(),
            value: frontier,
        });
        self.ports.ledger.commit(change).await?;
        self.tell("log.checkpoint", None);
        Ok(())
    }

    /// The name of our log in this epoch.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin {
            node: self.id.clone(),
            epoch: self.keys.certificate.document().epoch,
        }
    }

    async fn partial_tiles(&self, size: u64) -> Result<Vec<TileRow>, FlowFault> {
        let mut rows = Vec::new();
        let (mut level, mut count) = (0_u8, size);
        while count > 0 {
            let (number, width) = (count / 256, count % 256);
            if width > 0 {
                let id = TileId { level, number };
                let bytes = self
                    .ports
                    .ledger
                    .tile(level, number)
                    .await?
                    .unwrap_or_default();
                let keep = usize::try_from(width).unwrap_or(0) * 32;
                let row = bytes
                    .get(..keep)
                    .and_then(|bytes| TileRow::from_bytes(id, bytes));
                rows.push(
                    row.ok_or_else(|| FlowFault::Node("a tile of the log is missing".to_owned()))?,
                );
            }
            count /= 256;
            level += 1;
        }
        Ok(rows)
    }

    /// Tiles by their place, for a proof.
    async fn tiles(&self, ids: impl IntoIterator<Item = TileId>) -> Result<TileMap, FlowFault> {
        let mut map = TileMap::new();
        for id in ids {
            if let Some(bytes) = self.ports.ledger.tile(id.level, id.number).await?
                && let Some(row) = TileRow::from_bytes(id, &bytes)
            {
                map.insert(id, row.hashes);
            }
        }
        Ok(map)
    }

    /// The path from a leaf to the root of the checkpoint of `size`.
    ///
    /// # Errors
    /// [`FlowFault::Node`] when the log does not reach there.
    pub async fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Digest>, FlowFault> {
        let tiles = self.tiles(tiles_for_inclusion(index, size)).await?;
        prove_inclusion(index, size, &tiles)
            .map(|proof| proof.path)
            .map_err(node_fault)
    }

    /// The path from one checkpoint to a later one.
    ///
    /// # Errors
    /// [`FlowFault::Node`] when the log does not reach there.
    pub async fn consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, FlowFault> {
        let tiles = self.tiles(tiles_for_consistency(old, new)).await?;
        prove_consistency(old, new, &tiles)
            .map(|proof| proof.path)
            .map_err(node_fault)
    }

    /// Asks each listed witness that has not cosigned this checkpoint yet.
    async fn ask_witnesses(&self, row: &CheckpointRow) -> Result<(), FlowFault> {
        let have: Vec<NodeId> = self
            .ports
            .ledger
            .cosignatures(row.size)
            .await?
            .into_iter()
            .map(|one| one.witness)
            .collect();
        let directory = self.directory();
        let witnesses: Vec<NodeId> = directory
            .entries()
            .filter(|entry| entry.witness && entry.node != self.id && !have.contains(&entry.node))
            .map(|entry| entry.node.clone())
            .collect();
        for witness in witnesses {
            if let Err(fault) = self.ask_witness(&witness, row).await {
                tracing::warn!(%witness, %fault, "a witness did not cosign");
            }
        }
        Ok(())
    }

    async fn ask_witness(&self, witness: &NodeId, row: &CheckpointRow) -> Result<(), FlowFault> {
        let log = self
            .log_key_of(witness)
            .ok_or_else(|| FlowFault::UnknownPeer(witness.to_string()))?;
        let signed = Signed::verify(&row.note, self.keys.log.public()).map_err(node_fault)?;
        let mut old = 0;
        for _ in 0..2 {
            let path = if old == 0 {
                Vec::new()
            } else {
                self.consistency(old, row.size).await?
            };
            let body = Submission::write(old, &path, &signed);
            let (status, answer) = self
                .ports
                .courier
                .add_checkpoint(witness, body.into())
                .await
                .map_err(node_fault)?;
            match status {
                200 => {
                    Cosignature::from_answer(&answer, &log, signed.checkpoint())
                        .map_err(node_fault)?;
                    let mut change = Change::default();
                    change.writes.push(Write::Cosignature(CosignatureRow {
                        size: row.size,
                        witness: witness.clone(),
                        lines: answer.to_vec(),
                        at: self.now(),
                    }));
                    self.ports.ledger.commit(change).await?;
                    return Ok(());
                }
                409 => {
                    let held = std::str::from_utf8(&answer)
                        .ok()
                        .and_then(|text| text.trim().parse::<u64>().ok());
                    old = held.filter(|held| *held <= row.size).ok_or_else(|| {
                        FlowFault::Node(format!(
                            "{witness} holds a newer head of our log: this copy is behind"
                        ))
                    })?;
                }
                other => return Err(FlowFault::Node(format!("{witness} answered {other}"))),
            }
        }
        Err(FlowFault::Node(format!(
            "{witness} and we do not agree on the size it holds"
        )))
    }

    /// A peer asks us to cosign its head: status and body as C2SP has them.
    pub(crate) async fn witness(&self, peer: &NodeId, body: &[u8]) -> (u16, Vec<u8>) {
        let now = self.now();
        let key = self.log_key_of(peer);
        let submission =
            match Submission::read(body, |origin| key.as_ref().filter(|_| origin.node == *peer)) {
                Ok(submission) => submission,
                Err(bad) => return (bad.status(), bad.to_string().into_bytes()),
            };
        match self.judge_head(submission, now).await {
            Ok(answer) => answer,
            Err(fault) => {
                tracing::error!(%fault, "a head could not be cosigned");
                (503, Vec::new())
            }
        }
    }

    async fn judge_head(
        &self,
        submission: Submission,
        now: Instant,
    ) -> Result<(u16, Vec<u8>), FlowFault> {
        let origin = submission.checkpoint().origin.to_string();
        let note = submission.signed().to_bytes();
        let held = self.ports.ledger.peer_head(&origin).await?;
        let record = held.map(|row| WitnessRecord {
            size: row.size,
            root: Digest::from_bytes(row.root),
        });
        match submission.judge(record.as_ref()) {
            Verdict::Advance(accepted) => {
                let head = accepted.record();
                // A head that is held already is cosigned again: the log may have lost our answer.
                if record.as_ref().is_none_or(|held| held.size < head.size) {
                    let mut change = Change::default();
                    change.writes.push(Write::PeerHead(PeerHeadRow {
                        origin,
                        size: head.size,
                        root: *head.root.as_bytes(),
                        note,
                        at: now,
                    }));
                    match self.ports.ledger.commit(change).await {
                        Err(LedgerFault::Stale) => return Ok((503, Vec::new())),
                        other => other?,
                    };
                }
                let cosignature = accepted
                    .cosign_once_stored(&self.keys.log, now)
                    .map_err(node_fault)?;
                Ok((200, cosignature.to_bytes()))
            }
            Verdict::Conflict { held } => Ok((409, format!("{held}\n").into_bytes())),
            Verdict::Fork { held } => {
                let mut change = Change::default();
                let what = serde_json::json!({"origin": origin, "held": held, "note": String::from_utf8_lossy(&note)});
                self.note(&mut change, None, now, "log.fork_seen", "node", &what)?;
                self.ports.ledger.commit(change).await?;
                self.ports.pager.ring(&origin, "log.fork_seen");
                Ok((409, format!("{held}\n").into_bytes()))
            }
            Verdict::NotConsistent => Ok((422, Vec::new())),
        }
    }

    /// The log key that a node's certificate names.
    pub(crate) fn log_key_of(&self, node: &NodeId) -> Option<LogPublic> {
        let directory = self.directory();
        let certificate = directory.certificate_of(node, self.now())?;
        Some(certificate.document().log.clone())
    }
}

/// Published sizes are multiples of this.
const PAD_BLOCK: u64 = comity_wire::log::PAD_TO;

fn read_frontier(bytes: &[u8]) -> Option<Frontier> {
    let (size, peaks) = bytes.split_first_chunk::<8>()?;
    Frontier::from_row(u64::from_be_bytes(*size), peaks)
}
