//! The thread that hashes what came, writes what is right, and syncs before anything is marked.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use comity_wire::evidence::layout::{TAG_BYTES, chunk_len};
use comity_wire::evidence::page::Page;
use comity_wire::evidence::source::{ChunkFault, LeafList};
use comity_wire::transfer::{Failure, Incoming, RecvEffect, RecvEvent, space_needed};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

use super::PullFault;
use super::disk::{ChunkFile, has_room};
use super::plan::Plan;
use super::stream::{Filled, Order};

/// What the thread tells.
#[derive(Debug)]
pub(super) enum Judged {
    /// This bitmap is safe: every marked chunk is right, written and synced.
    Safe(Vec<u8>),
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

/// Opens the files and reads again what an earlier pull wrote but could not mark. Gives the bitmap
/// when there is more in it than before.
pub(super) async fn prepare(
    order: &Arc<Order>,
    leaves: LeafList,
    plan: &Plan,
) -> Result<(Bench, Option<Vec<u8>>), PullFault> {
    let (order, plan) = (Arc::clone(order), plan.clone());
    let prepared = spawn_blocking(move || {
        let mut bench = Bench::open(&order, leaves)?;
        bench.reread(&plan)?;
        let safe = bench.make_safe(&plan)?;
        Ok((bench, safe))
    });
    let prepared = prepared.await;
    prepared.map_err(|fault| PullFault::disk("opening the staging folder", fault))?
}

impl Bench {
    fn open(order: &Order, leaves: LeafList) -> Result<Self, PullFault> {
        let fault = |fault| PullFault::disk("the staging folder", fault);
        let path = order.chunk_file();
        let needed = space_needed(order.bytes);
        if !path.exists() && !has_room(&order.folder, needed).map_err(fault)? {
            return Err(PullFault::Disk("no space left for the object".to_owned()));
        }
        Ok(Self {
            bytes: order.bytes,
            file: ChunkFile::open(&path, order.bytes).map_err(fault)?,
            leaves,
            tags: File::open(order.tags()).map_err(fault)?,
        })
    }

    fn reread(&self, plan: &Plan) -> Result<(), PullFault> {
        let mut page = Page::new();
        while let Some(chunk) = plan.look(Incoming::to_recheck) {
            let len = chunk_len(self.bytes, chunk).unwrap_or(0);
            let read = self.file.read(chunk, page.hold(len));
            read.map_err(|fault| PullFault::disk("reading the staging folder", fault))?;
            let good = self.is_right(chunk, page.bytes())?;
            plan.step(RecvEvent::Reread { chunk, good });
        }
        Ok(())
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

    /// Starts the thread. Emptied pages come back through the receiver.
    pub(super) fn start(
        self,
        pages: usize,
        filled: Receiver<Filled>,
        outcome: Sender<Judged>,
        plan: Plan,
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
        mut filled: Receiver<Filled>,
        give_back: &Sender<Page>,
        outcome: &Sender<Judged>,
        plan: &Plan,
    ) -> Result<(), PullFault> {
        while let Some(Filled {
            stream,
            chunk,
            mut page,
        }) = filled.blocking_recv()
        {
            let good = self.is_right(chunk, page.bytes())?;
            if good {
                let wrote = self.file.write(chunk, &page);
                wrote.map_err(|fault| PullFault::disk("writing a chunk", fault))?;
            }
            page.clear();
            let _ = give_back.try_send(page);
            for effect in plan.judged(stream, chunk, good) {
                match effect {
                    RecvEffect::Sync => self.tell_safe(plan, outcome)?,
                    RecvEffect::Stop(Failure::Chunk(chunk)) => {
                        let what = format!("chunk {chunk} keeps coming with another hash");
                        let stop = Judged::Stop(PullFault::Mismatch(what));
                        let _ = outcome.blocking_send(stop);
                    }
                    // Lines ask by themselves; marks are told with each sync.
                    RecvEffect::Stop(Failure::LeafList)
                    | RecvEffect::FetchLeaves
                    | RecvEffect::Ask
                    | RecvEffect::Recheck
                    | RecvEffect::Save
                    | RecvEffect::Done => {}
                }
            }
        }
        // The lines ended, at the end or early: what came is kept either way.
        self.tell_safe(plan, outcome)
    }

    /// Syncs and tells; waits until the mark before this one is stored.
    fn tell_safe(&mut self, plan: &Plan, outcome: &Sender<Judged>) -> Result<(), PullFault> {
        if let Some(bitmap) = self.make_safe(plan)? {
            let _ = outcome.blocking_send(Judged::Safe(bitmap));
        }
        Ok(())
    }

    /// Syncs what was written and marks it; gives the bitmap when it changed.
    fn make_safe(&mut self, plan: &Plan) -> Result<Option<Vec<u8>>, PullFault> {
        let (marked, verified) =
            plan.look(|incoming| (incoming.saved().count(), incoming.verified()));
        if marked == verified {
            return Ok(None);
        }
        plan.step(RecvEvent::SyncBegins);
        let synced = self.tags.sync_data().and_then(|()| self.file.sync());
        synced.map_err(|fault| PullFault::disk("syncing", fault))?;
        plan.step(RecvEvent::Synced);
        Ok(Some(plan.look(|incoming| incoming.saved().to_bytes())))
    }
}
