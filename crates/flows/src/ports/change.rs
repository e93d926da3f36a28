//! One change: everything that one step of a flow writes, together or not at all.
//!
//! Stage, register entry, outgoing message, receipt and custody leaf change in one transaction. A
//! store groups what several flows hand in at the same moment into one commit, but a change that
//! meets a newer version fails alone and leaves the rest of its group untouched.

use comity_core::id::{MsgId, NodeId, RequestId, ThreadId};
use comity_core::time::Instant;

use super::rows::{
    ApprovalNonce, CaseRow, CheckpointRow, CosignatureRow, InboxRow, ObjectRow, OfficerRow,
    OutboxRow, ParkedRow, PeerHeadRow, SessionRow, ThreadIn, ThreadRow, TransferRow, WrapRow,
};

/// What is written together.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The rows, in order.
    pub writes: Vec<Write>,
    /// Register entries; each becomes a leaf of the custody log in the same transaction.
    pub events: Vec<Event>,
}

/// One register entry before the log has given it a place.
#[derive(Clone, Debug)]
pub struct Event {
    /// The case it belongs to; none for the node itself.
    pub case: Option<RequestId>,
    /// When.
    pub at: Instant,
    /// Stable name, `request.sent`.
    pub kind: String,
    /// Who did it: an officer's id, a node's id or `node`.
    pub actor: String,
    /// The whole event as JSON text, the bytes that the leaf commits to. Stored under the key of the case.
    pub body: Vec<u8>,
    /// 32 random bytes; without them the leaf says nothing. Stored under the key of the case.
    pub salt: [u8; 32],
    /// The leaf record as the log hashes it.
    pub leaf: Vec<u8>,
    /// RFC 6962 hash of the leaf record.
    pub leaf_hash: [u8; 32],
}

/// One row to write. Guards are part of the row: a version that is no longer the stored one fails
/// the whole change with [`super::LedgerFault::Stale`].
#[derive(Clone, Debug)]
pub enum Write {
    /// A case with its index columns. `expect` is the version read, or none for a new case.
    Case(Box<CaseRow>),
    /// A new thread.
    Thread(ThreadRow),
    /// Our own next place in a thread: fails when `expect_seq` is no longer the next.
    ThreadOut {
        /// Which thread.
        thread: ThreadId,
        /// The place that the message in this change takes.
        expect_seq: u64,
        /// The message that took it: the `prev` of the next one.
        head: MsgId,
    },
    /// What we have accepted from one sender in one thread; guarded by its version.
    ThreadIn(ThreadIn),
    /// A message to send: fails when the row exists.
    Outbox(Box<OutboxRow>),
    /// A changed outbox row; guarded by its version. Its sealed bytes change only when `reseal` is set.
    OutboxState(Box<OutboxRow>),
    /// An accepted message with its stored receipt: fails with [`super::LedgerFault::Duplicate`] when known.
    Inbox(Box<InboxRow>),
    /// A message that waits for an earlier one.
    Park(ParkedRow),
    /// A parked message is gone, because it was accepted or expired.
    Unpark(MsgId),
    /// A sealed object, new or changed; guarded by its version.
    Object(Box<ObjectRow>),
    /// A wrap of an object for one recipient. An equal one is no change; another for the same recipient fails.
    Wrap(WrapRow),
    /// A transfer that a peer may make from us, or that we make from a peer; guarded by its version.
    Transfer(TransferRow),
    /// An officer of this node, new or changed.
    Officer(OfficerRow),
    /// A session, new or touched.
    Session(SessionRow),
    /// A session ended.
    EndSession([u8; 32]),
    /// An approval's nonce: fails with [`super::LedgerFault::Duplicate`] when it was used before.
    Nonce(ApprovalNonce),
    /// A signed checkpoint of our log: unique by size.
    Checkpoint(CheckpointRow),
    /// A cosignature of a checkpoint of ours.
    Cosignature(CosignatureRow),
    /// The newest head of a peer's log that we have seen and cosigned; guarded: its size only grows.
    PeerHead(PeerHeadRow),
    /// A small setting of the node, by name.
    Setting {
        /// Name.
        name: String,
        /// Value.
        value: Vec<u8>,
    },
    /// A paper of the node that several persons change, such as the list of law packs: guarded by
    /// the version read, none for a new one.
    Paper {
        /// Name; it shares the names of settings.
        name: String,
        /// The version read.
        expect: Option<u64>,
        /// Value.
        value: Vec<u8>,
    },
    /// The highest caps number seen of a peer, with the signed caps.
    PeerCaps {
        /// Whose.
        peer: NodeId,
        /// Its rising number.
        number: u64,
        /// The signed bytes.
        caps: Vec<u8>,
    },
    /// The newest verified directory file of a State.
    DirectoryFile {
        /// Two letters.
        state: String,
        /// Its version; never goes back.
        version: u64,
        /// The signed bytes.
        bytes: Vec<u8>,
    },
}
