//! The thread that hashes what came, writes what is right, and syncs before anything is marked.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use comity_wire::evidence::layout::{CHUNK_BYTES, TAG_BYTES, chunk_len};
use comity_wire::evidence::page::Page;
use comity_wire::evidence::source::{ChunkFault, LeafList};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

use super::PullFault;
use super::disk::{ChunkFile, has_room};
use super::plan::{Plan, Shared};
use super::stream::Order;

/// Chunks between two syncs: 64 MiB.
const SYNC_EVERY: usize = 64;
/// Unmarked chunks on disk that are looked at when a pull goes on: more than can have been written
/// and not marked when the machine stopped.
const LOOK_BACK: usize = 4 * SYNC_EVERY;

/// What the thread tells.
#[derive(Debug)]
pub(super) enum Judged {
    /// These chunks are right, written and synced.
    Synced(Vec<u64>),
    /// The pull must stop.
    Stop(PullFault),
}

/// All that judging needs.
pub(super) struct Bench {
    bytes: u64,
    file: ChunkFile,
    leaves: LeafList,
    tags: File,
}

/// Opens the files and finds what an earlier pull wrote but could not mark.
pub(super) async fn prepare(
    order: &Arc<Order>,
    leaves: LeafList,
    plan: &Plan,
) -> Result<(Bench, Vec<u64>), PullFault> {
    let (order, plan) = (Arc::clone(order), plan.clone());
    let prepared = spawn_blocking(move || Bench::open(&order, leaves, &plan));
    prepared
        .await
        .map_err(|fault| PullFault::disk("opening the staging folder", fault))?
}

impl Bench {
    fn open(order: &Order, leaves: LeafList, plan: &Plan) -> Result<(Self, Vec<u64>), PullFault> {
        let fault = |fault| PullFault::disk("the staging folder", fault);
        let path = order.folder.join("chunks");
        let missing = plan.missing().saturating_mul(CHUNK_BYTES as u64);
        if !path.exists() && !has_room(&order.folder, missing.min(order.bytes)).map_err(fault)? {
            return Err(PullFault::Disk("no space left for the object".to_owned()));
        }
        let (file, known) = ChunkFile::open(&path, order.bytes).map_err(fault)?;
        if !known && plan.missing() < order.chunks {
            let lost = "marked chunks are gone from the staging folder";
            return Err(PullFault::Disk(lost.to_owned()));
        }
        let bench = Self {
            bytes: order.bytes,
            file,
            leaves,
            tags: File::open(order.tags()).map_err(fault)?,
        };
        let found = if known {
            bench.look_back(plan)?
        } else {
            Vec::new()
        };
        Ok((bench, found))
    }

    /// Right chunks that lie on disk without a mark, synced.
    fn look_back(&self, plan: &Plan) -> Result<Vec<u64>, PullFault> {
        let mut page = Page::new();
        let mut found = Vec::new();
        let mut looked = 0;
        let mut at = 0;
        while let Some(chunk) = self.file.next_data(at)
            && let Some(len) = chunk_len(self.bytes, chunk)
            && looked < LOOK_BACK
        {
            at = chunk + 1;
            if plan.has(chunk) {
                continue;
            }
            looked += 1;
            let read = self.file.read(chunk, page.hold(len));
            read.map_err(|fault| PullFault::disk("reading the staging folder", fault))?;
            if self.is_right(chunk, page.bytes())? {
                found.push(chunk);
            }
        }
        if !found.is_empty() {
            self.sync()?;
        }
        Ok(found)
    }

    fn is_right(&self, chunk: u64, bytes: &[u8]) -> Result<bool, PullFault> {
        let mut tag = [0; TAG_BYTES];
        let read = self.tags.read_exact_at(&mut tag, chunk * TAG_BYTES as u64);
        read.map_err(|fault| PullFault::disk("reading the tags", fault))?;
        match self.leaves.judge(chunk, bytes, &tag) {
            Ok(()) => Ok(true),
            Err(ChunkFault::Chunk { .. }) => Ok(false),
            Err(fault) => Err(PullFault::disk("reading the leaf hashes", fault)),
        }
    }

    fn sync(&self) -> Result<(), PullFault> {
        let synced = self.tags.sync_data().and_then(|()| self.file.sync());
        synced.map_err(|fault| PullFault::disk("syncing", fault))
    }

    /// Starts the thread. Emptied pages come back through the receiver.
    pub(super) fn start(
        self,
        pages: usize,
        filled: Receiver<(u64, Page)>,
        outcome: Sender<Judged>,
        plan: Shared,
    ) -> (Receiver<Page>, JoinHandle<()>) {
        let (give_back, spare) = channel(pages);
        for _ in 0..pages {
            // There is room for exactly these.
            let _ = give_back.try_send(Page::new());
        }
        let thread = spawn_blocking(move || {
            if let Err(fault) = self.judge_all(filled, &give_back, &outcome, &plan) {
                // Nobody listens only where the pull itself was given up.
                let _ = outcome.blocking_send(Judged::Stop(fault));
            }
        });
        (spare, thread)
    }

    fn judge_all(
        mut self,
        mut filled: Receiver<(u64, Page)>,
        give_back: &Sender<Page>,
        outcome: &Sender<Judged>,
        plan: &Shared,
    ) -> Result<(), PullFault> {
        let mut written = Vec::new();
        while let Some((chunk, mut page)) = filled.blocking_recv() {
            if self.is_right(chunk, page.bytes())? {
                let wrote = self.file.write(chunk, &page);
                wrote.map_err(|fault| PullFault::disk("writing a chunk", fault))?;
                written.push(chunk);
                plan.with(|plan| plan.written(chunk));
            } else if plan.with(|plan| plan.refused(chunk)).is_err() {
                let what = format!("chunk {chunk} does not hash to its leaf, again and again");
                let _ = outcome.blocking_send(Judged::Stop(PullFault::Mismatch(what)));
            }
            page.clear();
            let _ = give_back.try_send(page);
            if written.len() >= SYNC_EVERY {
                self.hand_over(&mut written, outcome)?;
            }
        }
        self.hand_over(&mut written, outcome)
    }

    /// Syncs and tells; waits until the mark before this one is stored.
    fn hand_over(&self, written: &mut Vec<u64>, outcome: &Sender<Judged>) -> Result<(), PullFault> {
        if !written.is_empty() {
            self.sync()?;
            let _ = outcome.blocking_send(Judged::Synced(std::mem::take(written)));
        }
        Ok(())
    }
}
