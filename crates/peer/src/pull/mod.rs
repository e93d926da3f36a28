//! Pulling a sealed object: every chunk is checked against the signed root before it counts.
//!
//! First the leaf hashes come to disk and must give the root in the manifest; then the tags; then
//! the chunks, over two lines at once, in ranges of what is missing. Whole chunks go to one thread
//! that hashes, writes and syncs, and only then are they marked. A cut costs nothing that was
//! received: a half chunk is continued where it broke, written chunks are found again on disk.

mod disk;
mod judge;
mod lists;
mod plan;
mod stream;

use std::sync::Arc;

use comity_core::id::{Digest, NodeId};
use comity_flows::ports::{CourierFault, Pull, PullProgress};
use comity_wire::evidence::layout::{MAX_OBJECT_BYTES, chunks_of};
use comity_wire::transfer::{Bitmap, Incoming, Phase, STREAMS};
use futures_util::future::try_join_all;
use tokio::sync::{Mutex, mpsc};

use crate::courier::{Dialer, LineFault};
use judge::Judged;
use plan::Plan;
use stream::{Order, Supply};

/// Why a pull stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PullFault {
    /// The line broke.
    Line(LineFault),
    /// The peer answered with this status.
    Status(u16),
    /// What came does not agree with the manifest.
    Mismatch(String),
    /// Our disk, or the ledger that keeps the marks.
    Disk(String),
}

impl PullFault {
    /// The same as the courier says it.
    pub(crate) fn of(self, peer: NodeId) -> CourierFault {
        match self {
            Self::Line(LineFault::WrongKey) => CourierFault::WrongKey(peer),
            Self::Line(LineFault::Broken(why)) => CourierFault::Unreachable { peer, why },
            Self::Status(status) => CourierFault::Status { peer, status },
            Self::Mismatch(what) => CourierFault::Mismatch { peer, what },
            Self::Disk(what) => CourierFault::Disk(what),
        }
    }

    fn disk(what: &str, fault: impl std::fmt::Display) -> Self {
        Self::Disk(format!("{what}: {fault}"))
    }
}

impl From<LineFault> for PullFault {
    fn from(fault: LineFault) -> Self {
        Self::Line(fault)
    }
}

/// Chunks in memory at once.
const PAGES: usize = 12;

/// Pulls an object until it is whole.
pub(crate) async fn run(
    dialer: &Dialer,
    pull: Pull,
    progress: &dyn PullProgress,
) -> Result<(), PullFault> {
    if pull.bytes > MAX_OBJECT_BYTES || pull.chunks != chunks_of(pull.bytes) {
        let what = format!(
            "an object of {} bytes in {} chunks",
            pull.bytes, pull.chunks
        );
        return Err(PullFault::Mismatch(what));
    }
    let order = Arc::new(Order::new(dialer.clone(), &pull)?);
    // Marks that do not fit the object, or whose file is gone, are no marks.
    let saved = match disk::is_there(&order.chunk_file(), pull.bytes) {
        true => Bitmap::from_bytes(pull.chunks, &pull.bitmap),
        false => None,
    };
    let saved = saved.unwrap_or_else(|| Bitmap::new(pull.chunks));
    let leaves = lists::fetch(&order, Digest::from_bytes(pull.ct_root)).await?;
    let plan = Plan::new(Incoming::resume(pull.object, pull.bytes, true, saved));
    let mut count = Count {
        order: &order,
        progress,
        told: 0,
    };
    let (bench, safe) = judge::prepare(&order, leaves, &plan).await?;
    if let Some(bitmap) = safe {
        count.tell(&bitmap).await?;
    }
    let (filled, to_judge) = mpsc::channel(PAGES);
    let (outcome, mut judged) = mpsc::channel(1);
    let (spare, judging) = bench.start(PAGES, to_judge, outcome, plan.clone());
    let supply = Supply {
        order: Arc::clone(&order),
        plan: plan.clone(),
        spare: Mutex::new(spare),
        filled,
    };
    let streams = async move {
        let ended = try_join_all((0..STREAMS).map(|n| stream::run(&supply, n))).await;
        // Dropping the supply ends the thread: it then syncs what it has.
        ended.map(|_| ())
    };
    let marks = async {
        let mut ended = Ok(());
        while let Some(judged) = judged.recv().await {
            let stopped = match judged {
                Judged::Safe(bitmap) => count.tell(&bitmap).await,
                Judged::Stop(fault) => Err(fault),
            };
            if stopped.is_err() {
                plan.close();
                ended = ended.and(stopped);
            }
        }
        ended
    };
    let (streamed, marked) = tokio::join!(streams, marks);
    let judging = judging.await;
    let judging = judging.map_err(|fault| PullFault::disk("judging", fault));
    // What the thread or the ledger met is nearer to the cause than the line given up after it.
    marked.and(judging).and(streamed)?;
    match plan.look(Incoming::phase) {
        Phase::Whole => Ok(()),
        phase => Err(PullFault::Disk(format!("the pull ended while {phase:?}"))),
    }
}

/// Tells the ledger what is marked and what was moved since the last time.
struct Count<'a> {
    order: &'a Order,
    progress: &'a dyn PullProgress,
    told: u64,
}

impl Count<'_> {
    async fn tell(&mut self, bitmap: &[u8]) -> Result<(), PullFault> {
        let moved = self.order.moved();
        let since = moved - self.told;
        self.told = moved;
        let stored = self.progress.synced(bitmap, since).await;
        stored.map_err(PullFault::Disk)
    }
}
