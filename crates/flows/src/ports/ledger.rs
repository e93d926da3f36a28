//! The ledger: what a node never loses.

use async_trait::async_trait;
use comity_core::id::{Digest, MsgId, NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use comity_core::kind::Kind;
use comity_core::stage::StageName;
use comity_core::time::Instant;

use super::change::Change;
use super::rows::{
    CaseLine, CheckpointRow, CosignatureRow, InboxRow, LeafRow, ObjectRow, OfficerRow, OutboxRow,
    OutboxState, ParkedRow, PeerHeadRow, RegisterLine, SessionRow, ThreadIn, ThreadRow,
    TransferRow, WrapRow,
};

/// Where the register entries of a change came to stand in the custody log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Leaf indices in the order of the events.
    pub leaves: Vec<u64>,
}

/// Why the ledger did not do it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerFault {
    /// Somebody else changed the row meanwhile: read again and decide again.
    #[error("another change came first")]
    Stale,
    /// The message or nonce is known already: answer with what is stored.
    #[error("already known")]
    Duplicate,
    /// The disk is full; nothing was written.
    #[error("no space left to write")]
    NoSpace,
    /// What is stored does not open or does not agree with its hash: the place is named.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Which part of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueView {
    /// Everything open, by its first clock.
    #[default]
    Open,
    /// Open, and the first clock waits for us.
    Ours,
    /// Open, and the first clock waits for somebody else.
    Theirs,
    /// Open, and nobody here has it.
    Nobody,
    /// Open emergencies.
    Emergencies,
    /// Open cases of one officer.
    Owner,
    /// Everything, ended cases too.
    All,
}

/// A page of the queue. The first page has no `after`.
#[derive(Clone, Debug, Default)]
pub struct QueueQuery {
    /// Which desk.
    pub desk: i64,
    /// Which part.
    pub view: QueueView,
    /// For [`QueueView::Owner`].
    pub owner: Option<OfficerId>,
    /// Only this stage.
    pub stage: Option<StageName>,
    /// Only with this peer.
    pub peer: Option<NodeId>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Continue after this (deadline, id); rows are ordered by both.
    pub after: Option<(i64, RequestId)>,
    /// At most so many.
    pub limit: u32,
}

/// A search for words, newest first.
#[derive(Clone, Debug, Default)]
pub struct SearchQuery {
    /// Which desk.
    pub desk: i64,
    /// What was typed.
    pub text: String,
    /// Continue after this (opened, id).
    pub after: Option<(i64, RequestId)>,
    /// At most so many.
    pub limit: u32,
}

/// Lines with the place to continue from.
#[derive(Clone, Debug, Default)]
pub struct QueuePage {
    /// The lines.
    pub lines: Vec<CaseLine>,
    /// Where the next page begins; none when this was the last.
    pub next: Option<(i64, RequestId)>,
}

/// How many cases stand in each view of a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Open.
    pub open: u64,
    /// Open and ours.
    pub ours: u64,
    /// Open and theirs.
    pub theirs: u64,
    /// Open and nobody's.
    pub nobody: u64,
    /// Open emergencies.
    pub emergencies: u64,
    /// Delivered and not yet acknowledged.
    pub arrived: u64,
}

/// Where a node keeps what it must never lose. Everything acknowledged by [`Ledger::commit`] is on
/// the disk.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Writes a change, whole or not at all.
    ///
    /// # Errors
    /// [`LedgerFault`]; after any of them nothing of the change is stored.
    async fn commit(&self, change: Change) -> Result<Committed, LedgerFault>;

    /// A case by id.
    async fn case(&self, id: RequestId) -> Result<Option<CaseLine>, LedgerFault>;
    /// Cases with this number, ours or theirs: several may match.
    async fn cases_by_number(&self, number: &str) -> Result<Vec<CaseLine>, LedgerFault>;
    /// A page of the queue.
    async fn queue(&self, query: &QueueQuery) -> Result<QueuePage, LedgerFault>;
    /// Counts for the queue's views.
    async fn counts(&self, desk: i64) -> Result<QueueCounts, LedgerFault>;
    /// Cases that hold all the words, newest first.
    async fn search(&self, query: &SearchQuery) -> Result<QueuePage, LedgerFault>;
    /// Cases whose first open clock is due at or before `until`, soonest first.
    async fn due(&self, until: Instant, limit: u32) -> Result<Vec<CaseLine>, LedgerFault>;
    /// The next number of a yearly series of this node (`XA`, 2027 → 915); never given twice.
    async fn next_number(&self, series: &str) -> Result<u64, LedgerFault>;

    /// Register entries of a case, oldest first.
    async fn register(&self, case: RequestId) -> Result<Vec<RegisterLine>, LedgerFault>;
    /// Register entries of the whole node, newest first, before this index.
    async fn register_page(
        &self,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<RegisterLine>, LedgerFault>;

    /// A thread.
    async fn thread(&self, id: ThreadId) -> Result<Option<ThreadRow>, LedgerFault>;
    /// What was accepted from a sender in a thread; the version stands in `expect`.
    async fn thread_in(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
    ) -> Result<Option<ThreadIn>, LedgerFault>;
    /// An accepted or parked message by the hash of its sealed bytes: the stored receipt.
    async fn receipt_by_sealed(&self, sealed: Digest) -> Result<Option<Vec<u8>>, LedgerFault>;
    /// An accepted message.
    async fn inbox(&self, msg: MsgId) -> Result<Option<InboxRow>, LedgerFault>;
    /// Which message a sender put at this place, if accepted.
    async fn inbox_at(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
        seq: u64,
    ) -> Result<Option<MsgId>, LedgerFault>;
    /// Parked messages of a sender in a thread, by place.
    async fn parked(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
    ) -> Result<Vec<ParkedRow>, LedgerFault>;
    /// Parked messages of all senders, oldest first.
    async fn parked_all(&self, limit: u32) -> Result<Vec<ParkedRow>, LedgerFault>;
    /// Messages of a case, ours and theirs: (type, msg id, outgoing, at).
    async fn messages(
        &self,
        case: RequestId,
    ) -> Result<Vec<(String, MsgId, bool, Instant)>, LedgerFault>;

    /// Queued rows whose time has come, emergencies first; each is leased until `lease`, so that no
    /// other process takes it. At most `per_peer` for each peer.
    async fn outbox_claim(
        &self,
        now: Instant,
        lease: Instant,
        limit: u32,
        per_peer: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault>;
    /// An outbox row.
    async fn outbox(&self, msg: MsgId, peer: &NodeId) -> Result<Option<OutboxRow>, LedgerFault>;
    /// Rows of a state, oldest first: dead letters, what waits, what is refused.
    async fn outbox_in(
        &self,
        state: OutboxState,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault>;
    /// Rows that wait for this message's receipt.
    async fn outbox_waiting(&self, on: MsgId) -> Result<Vec<OutboxRow>, LedgerFault>;
    /// The earliest `next_attempt` of all queued rows.
    async fn outbox_next(&self) -> Result<Option<Instant>, LedgerFault>;

    /// An object; the version stands in `expect`.
    async fn object(&self, id: ObjectId) -> Result<Option<ObjectRow>, LedgerFault>;
    /// Objects of a case.
    async fn objects(&self, case: RequestId) -> Result<Vec<ObjectRow>, LedgerFault>;
    /// Objects of all cases, newest first.
    async fn objects_page(&self, limit: u32) -> Result<Vec<ObjectRow>, LedgerFault>;
    /// Wraps of an object.
    async fn wraps(&self, object: ObjectId) -> Result<Vec<WrapRow>, LedgerFault>;
    /// A transfer by the hash of its token; the version stands in `expect`.
    async fn transfer(&self, token: Digest) -> Result<Option<TransferRow>, LedgerFault>;
    /// Transfers that we still have to pull.
    async fn transfers_open(&self) -> Result<Vec<TransferRow>, LedgerFault>;
    /// Transfers of an object, in both directions.
    async fn transfers_of(&self, object: ObjectId) -> Result<Vec<TransferRow>, LedgerFault>;

    /// An officer.
    async fn officer(&self, id: &OfficerId) -> Result<Option<OfficerRow>, LedgerFault>;
    /// An officer by sign-in name.
    async fn officer_by_login(&self, login: &str) -> Result<Option<OfficerRow>, LedgerFault>;
    /// All officers of this node.
    async fn officers(&self) -> Result<Vec<OfficerRow>, LedgerFault>;
    /// A session by the hash of its cookie.
    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, LedgerFault>;

    /// How many leaves the log has.
    async fn log_size(&self) -> Result<u64, LedgerFault>;
    /// Leaves from `from` on, at most `limit`.
    async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafRow>, LedgerFault>;
    /// A tile of the hash tree, up to 256 hashes of 32 bytes.
    async fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, LedgerFault>;
    /// Stores tiles. A tile may only grow: one that does not begin with what is stored is
    /// [`LedgerFault::Damaged`]. A shorter beginning of what is stored is no change.
    async fn put_tiles(&self, tiles: Vec<(u8, u64, Vec<u8>)>) -> Result<(), LedgerFault>;
    /// The newest checkpoint.
    async fn checkpoint(&self) -> Result<Option<CheckpointRow>, LedgerFault>;
    /// The checkpoint of exactly this size.
    async fn checkpoint_of(&self, size: u64) -> Result<Option<CheckpointRow>, LedgerFault>;
    /// Cosignatures of a checkpoint.
    async fn cosignatures(&self, size: u64) -> Result<Vec<CosignatureRow>, LedgerFault>;
    /// The newest head of a peer's log.
    async fn peer_head(&self, origin: &str) -> Result<Option<PeerHeadRow>, LedgerFault>;

    /// A setting.
    async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerFault>;
    /// A paper of the node with its version, for the guard of the next one.
    async fn paper(&self, name: &str) -> Result<Option<(u64, Vec<u8>)>, LedgerFault>;
    /// The newest caps of a peer: number and signed bytes.
    async fn peer_caps(&self, peer: &NodeId) -> Result<Option<(u64, Vec<u8>)>, LedgerFault>;
    /// The newest directory files: state, version, bytes.
    async fn directory_files(&self) -> Result<Vec<(String, u64, Vec<u8>)>, LedgerFault>;
}
