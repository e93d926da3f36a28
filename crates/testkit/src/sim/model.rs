//! Nodes of the simulated world: what is on their disks, what is only in memory, what they say.
//!
//! A crash keeps [`Disk`] and clears [`Memory`]. A transaction is one handler that changes `Disk`
//! without a crash in between, which is what a database promises; crashes fall before or after it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use comity_core::id::{Digest, MsgId};
use comity_core::time::Instant;
use comity_wire::delivery::{AtPlace, OutboxRow, PeerLine, Place, SendThread, ThreadState};
use comity_wire::log::{Frontier, Offer, TileBuilder, TileMap, WitnessRecord};
use comity_wire::receipt::Receipt;
use comity_wire::refusal::RefusalCode;
use comity_wire::transfer::{Incoming, Outgoing};

/// How many nodes there are.
pub(super) const NODES: usize = 12;

/// A node, 0 to 11.
pub(super) type Who = usize;
/// An outbox row; the rows of one message are 8·g, 8·g+1 …
pub(super) type RowKey = u64;
/// A thread by number.
pub(super) type ThreadNo = u16;
/// A receiving end: thread, sender, sender's epoch.
pub(super) type ThreadKey = (ThreadNo, Who, u64);

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody asks.
    Request,
    /// An officer opened or decided the message named.
    Answer {
        /// Which.
        of: MsgId,
        /// Decided, or only opened.
        decided: bool,
    },
    /// Takes the place of a message that was given up.
    Void,
}

/// A signed message.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    /// Its id.
    pub(super) id: MsgId,
    /// Its sender.
    pub(super) from: Who,
    /// Its thread.
    pub(super) thread: ThreadNo,
    /// Its place.
    pub(super) place: Place,
    /// For a void: what it stands for.
    pub(super) voids: Option<MsgId>,
    /// By its sender's clock.
    pub(super) created: Instant,
    /// By its sender's clock.
    pub(super) expires: Instant,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether the officers' proofs hold.
    pub(super) authority: Result<(), RefusalCode>,
}

/// A message as it travels.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    /// What is inside.
    pub(super) inner: Rc<Inner>,
    /// To which of the receiver's keys it is sealed.
    pub(super) key: u32,
    /// Hash of the bytes.
    pub(super) sealed: Digest,
}

/// An outbox row with what the real node keeps beside it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The row.
    pub(super) row: OutboxRow,
    /// The addressee.
    pub(super) to: Who,
    /// The thread.
    pub(super) thread: ThreadNo,
    /// What the message is.
    pub(super) kind: Kind,
    /// The signed message, once sealed.
    pub(super) inner: Option<Rc<Inner>>,
    /// The key it is sealed to.
    pub(super) key: u32,
    /// Whether a person was told how it ended.
    pub(super) told: bool,
    /// Whether its officers' proofs hold.
    pub(super) authority: Result<(), RefusalCode>,
    /// The last refusal, for whoever looks into a broken promise.
    pub(super) refused: Option<RefusalCode>,
}

/// A stored message.
#[derive(Clone, Debug)]
pub(super) struct InRow {
    /// The message.
    pub(super) inner: Rc<Inner>,
    /// Whether it took effect (else it is parked).
    pub(super) accepted: bool,
    /// The stored receipt.
    pub(super) receipt: Receipt,
    /// Its leaf's place in the log of the epoch in the receipt.
    pub(super) leaf_at: u64,
    /// The officer's decision and the row of the answer.
    pub(super) decided: bool,
    /// The answer's first row.
    pub(super) answer: Option<RowKey>,
}

/// A receiving end with its accepted messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Receiving {
    /// The row.
    pub(super) state: ThreadState,
    /// Accepted messages by place: seq − 1.
    pub(super) history: Vec<AtPlace>,
}

/// A log as stored.
#[derive(Clone, Debug, Default)]
pub(super) struct LogDisk {
    /// Every leaf's hash, as read back.
    pub(super) leaves: Vec<Digest>,
    /// The head row.
    pub(super) head: Frontier,
    /// The frontier at the last checkpoint.
    pub(super) at_checkpoint: Frontier,
    /// The last checkpoint.
    pub(super) published: Option<(u64, Digest)>,
    /// Tiles up to the last checkpoint.
    pub(super) tiles: TileMap,
    /// Goes on making tiles.
    pub(super) builder: TileBuilder,
}

/// An object on its way here. The file is not part of the database.
#[derive(Clone, Debug)]
pub(super) struct FileIn {
    /// From whom.
    pub(super) from: Who,
    /// Its chunks.
    pub(super) chunks: u64,
    /// The row: leaves checked, bitmap.
    pub(super) row: (bool, Vec<u8>),
    /// Chunks whose right bytes are on the platter.
    pub(super) synced: BTreeSet<u64>,
    /// Chunks whose right bytes are in the page cache.
    pub(super) cached: BTreeSet<u64>,
    /// Whether everything arrived.
    pub(super) done: bool,
}

/// What survives a crash.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// This node's epoch.
    pub(super) epoch: u64,
    /// Its present encryption key.
    pub(super) key: u32,
    /// Outbox.
    pub(super) outbox: BTreeMap<RowKey, Row>,
    /// Rows by message and addressee.
    pub(super) by_msg: BTreeMap<(MsgId, Who), RowKey>,
    /// Rows that wait for a row.
    pub(super) waiting: BTreeMap<RowKey, Vec<RowKey>>,
    /// Voids that were given up, by thread and addressee.
    pub(super) dead_voids: BTreeMap<(ThreadNo, Who), BTreeSet<RowKey>>,
    /// Sending ends.
    pub(super) sending: BTreeMap<ThreadNo, SendThread>,
    /// Receiving ends.
    pub(super) receiving: BTreeMap<ThreadKey, Receiving>,
    /// Inbox.
    pub(super) inbox: BTreeMap<MsgId, InRow>,
    /// Envelopes seen.
    pub(super) by_sealed: BTreeMap<Digest, MsgId>,
    /// The log of this epoch.
    pub(super) log: LogDisk,
    /// What was cosigned, by log and epoch.
    pub(super) witness: BTreeMap<(Who, u64), WitnessRecord>,
    /// Objects coming in.
    pub(super) incoming: BTreeMap<u32, FileIn>,
    /// Objects going out.
    pub(super) outgoing: BTreeMap<u32, Outgoing>,
    /// Peers that must still say what they hold for us, after records were lost here or there.
    pub(super) ask_again: BTreeSet<Who>,
    /// When this node lost records, if ever.
    pub(super) restored_at: Option<Instant>,
    /// The newest epoch seen of each peer.
    pub(super) known_epoch: BTreeMap<Who, u64>,
    /// Leaves named in receipts since the last checkpoint, for the checker.
    pub(super) unproven: Vec<(u64, Digest)>,
    /// Effects, for the checker: what took effect in this history of the node.
    pub(super) effects: BTreeSet<MsgId>,
    /// The last place that took effect, for the checker.
    pub(super) last_effect: BTreeMap<ThreadKey, u64>,
}

/// What a crash clears.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// Lines to peers.
    pub(super) lines: [PeerLine; NODES],
    /// Tries under way: row → number of the try.
    pub(super) on_line: BTreeMap<RowKey, u32>,
    /// Rows that want `Due`, except queued ones.
    pub(super) wakes: BTreeSet<(Instant, RowKey)>,
    /// Queued rows by peer.
    pub(super) queued: [BTreeSet<(Instant, RowKey)>; NODES],
    /// Rows that want `Deadline`.
    pub(super) deadlines: BTreeSet<(Instant, RowKey)>,
    /// Transfers coming in.
    pub(super) incoming: BTreeMap<u32, Incoming>,
    /// Numbers the requests of a transfer's streams.
    pub(super) asked: BTreeMap<(u32, usize), u64>,
    /// The old size each witness is believed to hold.
    pub(super) witness_holds: BTreeMap<Who, u64>,
    /// Only for [`super::Bug::DedupInMemory`].
    pub(super) seen: BTreeSet<MsgId>,
    /// Not before this are peers asked again what they hold for us.
    pub(super) resync_at: Instant,
    /// When the next pump is planned, in true time.
    pub(super) pump_at: Option<i64>,
}

/// A node.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// What survives.
    pub(super) disk: Disk,
    /// What does not.
    pub(super) memory: Memory,
    /// Counts restarts; an answer to an earlier life has nobody to hear it.
    pub(super) life: u32,
    /// Whether the process runs.
    pub(super) up: bool,
    /// Own clock minus true time, in milliseconds.
    pub(super) offset: i64,
    /// Whether writes are refused for want of room.
    pub(super) full: bool,
    /// A copy of the disk made earlier.
    pub(super) backup: Option<Box<Disk>>,
    /// Whether the disk was replaced by the backup and nobody has looked yet.
    pub(super) rolled_back: bool,
}

/// A request between nodes.
#[derive(Clone, Debug)]
pub(super) enum Call {
    /// Deliver a message; row and try at the sender.
    Deliver(Envelope, RowKey, u32),
    /// Cosign a checkpoint of that epoch.
    AddCheckpoint(u64, Offer),
    /// My epoch; send again what I do not have: next place for each of your threads and epochs.
    Resync(u64, Rc<BTreeMap<(ThreadNo, u64), u64>>),
    /// Send chunks of an object on a stream; the number names the request.
    Range(u32, usize, u64, std::ops::Range<u64>),
    /// Everything is here.
    TransferDone(u32),
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// The stored receipt, for row and try.
    Receipt(Receipt, RowKey, u32),
    /// A signed refusal, for row and try.
    Refusal(RefusalCode, RowKey, u32),
    /// The cosigned size, or the size held.
    Witness {
        /// Confirmed.
        cosigned: bool,
        /// What the witness holds now.
        held: u64,
    },
    /// The peer will send again what it has.
    ResyncHeard,
}
