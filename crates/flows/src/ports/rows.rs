//! The rows that flows read and write. Bodies are plain here; a store encrypts each one under the
//! key of its case.

use comity_core::id::{Digest, MsgId, NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use comity_core::request::RequestFile;
use comity_core::role::Role;
use comity_core::time::Instant;
use serde::{Deserialize, Serialize};

/// A case with its version and the columns that lists and filters use.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// The whole file; encrypted at rest.
    pub file: RequestFile,
    /// What lists need; see [`CaseIndex`].
    pub index: CaseIndex,
    /// The version that was read; none for a new case. The stored row gets this plus one.
    pub expect: Option<u64>,
}

/// Columns of a case that stand outside its encryption. They hold no names, facts or selectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseIndex {
    /// The desk of this node that sees it; `0` while a node has one desk.
    pub desk: i64,
    /// The instant of the first open clock in ms; [`i64::MAX`] when there is none.
    pub deadline: i64,
    /// Whether that clock waits for us.
    pub ours: bool,
    /// Whether something may still happen.
    pub open: bool,
    /// Words to find it by: references, names, selectors, titles, offences. Stored as keyed hashes only.
    pub words: Vec<String>,
}

/// One line of the queue, decrypted.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// The file.
    pub file: RequestFile,
    /// Its version.
    pub version: u64,
}

/// A thread between fixed members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadRow {
    /// Id.
    pub id: ThreadId,
    /// The case it belongs to.
    pub case: RequestId,
    /// All members, ourselves among them, sorted.
    pub members: Vec<NodeId>,
    /// The place our next message takes, from 1.
    pub next_seq: u64,
    /// Our last message, if any.
    pub head: Option<MsgId>,
}

/// What was accepted from one sender in one thread and epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadIn {
    /// Thread.
    pub thread: ThreadId,
    /// Sender.
    pub sender: NodeId,
    /// The sender's log epoch.
    pub epoch: u64,
    /// The place expected next, from 1.
    pub next_seq: u64,
    /// The last accepted message.
    pub head: Option<MsgId>,
    /// Version read; none for the first.
    pub expect: Option<u64>,
}

/// Where an outgoing message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for another message's receipt.
    Waiting,
    /// To be sent at `next_attempt`.
    Queued,
    /// The receiver's node holds it; the receipt is stored.
    Received,
    /// The receiver's node refused it for good; the signed refusal is stored.
    Refused,
    /// Given up; a person decides.
    Dead,
    /// A person has dealt with the dead one.
    Settled,
}

/// One outgoing message to one node.
#[derive(Clone, Debug)]
pub struct OutboxRow {
    /// The message.
    pub msg_id: MsgId,
    /// To which node: a message to several members has one row each.
    pub peer: NodeId,
    /// The case.
    pub case: RequestId,
    /// The thread.
    pub thread: ThreadId,
    /// Its place there.
    pub seq: u64,
    /// Its type, `request.new`.
    pub kind: String,
    /// Urgency 0 to 4; emergencies are sent first.
    pub urgency: u8,
    /// State.
    pub state: OutboxState,
    /// Attempts so far.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt: Instant,
    /// When it becomes a dead letter.
    pub expires: Instant,
    /// When it was authorised.
    pub created: Instant,
    /// Waits until this message has its receipt.
    pub waits_for: Option<MsgId>,
    /// The signed message; encrypted at rest.
    pub inner: Vec<u8>,
    /// The sealed bytes that every attempt sends unchanged.
    pub sealed: Vec<u8>,
    /// The receiver's signed answer.
    pub answer: Option<Vec<u8>>,
    /// What the last attempt met, for the person who looks.
    pub last_fault: Option<String>,
    /// Whether a person was told that it takes long.
    pub warned: bool,
    /// Our epoch in which its place was given out.
    pub epoch: u64,
    /// What it names as the message before it.
    pub prev: Option<MsgId>,
    /// For a `thread.void`: the message whose place it takes.
    pub stands_for: Option<MsgId>,
    /// It had arrived before, and the peer asked for it again after losing its records.
    pub again: bool,
    /// Version read; ignored for a new row.
    pub version: u64,
}

impl OutboxRow {
    /// Whether it was given up or refused for good and no person has dealt with it yet. A void that
    /// was given up is none: it says nothing by itself and goes with the next message.
    #[must_use]
    pub const fn is_dead_letter(&self) -> bool {
        matches!(self.state, OutboxState::Dead | OutboxState::Refused) && self.stands_for.is_none()
    }
}

/// One accepted incoming message.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// The message.
    pub msg_id: MsgId,
    /// SHA-256 of the sealed bytes it came in.
    pub sealed_hash: Digest,
    /// From which node.
    pub from: NodeId,
    /// Thread.
    pub thread: ThreadId,
    /// Place.
    pub seq: u64,
    /// The sender's epoch.
    pub epoch: u64,
    /// Type.
    pub kind: String,
    /// The case it went into.
    pub case: RequestId,
    /// When it arrived.
    pub at: Instant,
    /// The signed message as it came; encrypted at rest.
    pub inner: Vec<u8>,
    /// Our receipt: given again, byte for byte, to every duplicate.
    pub receipt: Vec<u8>,
}

/// A message that came before an earlier one.
#[derive(Clone, Debug)]
pub struct ParkedRow {
    /// The message.
    pub msg_id: MsgId,
    /// SHA-256 of the sealed bytes.
    pub sealed_hash: Digest,
    /// From which node.
    pub from: NodeId,
    /// Thread.
    pub thread: ThreadId,
    /// Place.
    pub seq: u64,
    /// The sender's epoch.
    pub epoch: u64,
    /// When it arrived.
    pub at: Instant,
    /// The signed message.
    pub inner: Vec<u8>,
    /// The receipt that says `parked`.
    pub receipt: Vec<u8>,
}

/// Where a sealed object stands at this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectState {
    /// Pieces arrive from a browser or a command line and are sealed as they come.
    Sealing,
    /// Being pulled from a peer.
    Arriving,
    /// Here, every chunk verified.
    Here,
    /// A check failed; set aside, nobody opens it.
    SetAside,
}

/// A sealed object.
#[derive(Clone, Debug)]
pub struct ObjectRow {
    /// Id.
    pub id: ObjectId,
    /// Case.
    pub case: RequestId,
    /// The item it answers, if one.
    pub item: Option<String>,
    /// State.
    pub state: ObjectState,
    /// Signed manifest; empty while sealing.
    pub manifest: Vec<u8>,
    /// Plaintext bytes as far as known to this node.
    pub bytes: u64,
    /// Name as far as known to this node; encrypted at rest.
    pub name: String,
    /// Further facts (SHA-256 of the plaintext once opened, acquisition) as JSON; encrypted at rest.
    pub facts: Vec<u8>,
    /// Who made or sent it.
    pub producer: NodeId,
    /// When this row began.
    pub created: Instant,
    /// When it was last changed.
    pub changed: Instant,
    /// Version read; none for a new row.
    pub expect: Option<u64>,
}

/// The key part of an object sealed for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrapRow {
    /// Object.
    pub object: ObjectId,
    /// For which node.
    pub recipient: NodeId,
    /// Signed wrap.
    pub wrap: Vec<u8>,
    /// When.
    pub at: Instant,
}

/// A transfer of one object between two nodes.
#[derive(Clone, Debug)]
pub struct TransferRow {
    /// Hash of the transfer token.
    pub token_hash: Digest,
    /// Object.
    pub object: ObjectId,
    /// The other node.
    pub peer: NodeId,
    /// Whether we pull (`true`) or serve.
    pub pulling: bool,
    /// The token itself, only where we pull; encrypted at rest.
    pub token: Option<Vec<u8>>,
    /// Which chunks are here and synced, one bit each; only where we pull.
    pub bitmap: Vec<u8>,
    /// Bytes moved so far, also those that had to come again.
    pub moved: u64,
    /// Ended: the token is dead.
    pub done: bool,
    /// When it may be tried next.
    pub next_attempt: Instant,
    /// What the last attempt met.
    pub last_fault: Option<String>,
    /// Began.
    pub created: Instant,
    /// Version read; none for a new row.
    pub expect: Option<u64>,
}

/// A person of this node.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfficerRow {
    /// Pseudonymous id, the one of the grant.
    pub id: OfficerId,
    /// Name as shown at this node; encrypted at rest.
    pub name: String,
    /// Office or function.
    pub office: String,
    /// Sign-in name.
    pub login: String,
    /// Argon2id string.
    pub password: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Signed grant; empty while the authority has not granted.
    pub grant: Vec<u8>,
    /// Language tag, `ar`.
    pub language: String,
    /// Switched off: may not sign in.
    pub disabled: bool,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// SHA-256 of the cookie's secret.
    pub token_hash: [u8; 32],
    /// Who.
    pub officer: OfficerId,
    /// Began.
    pub began: Instant,
    /// Last seen.
    pub seen: Instant,
    /// Against forged forms: shown in each form, compared on each post.
    pub form_key: [u8; 16],
}

/// An approval's nonce; it counts once.
#[derive(Clone, Debug)]
pub struct ApprovalNonce {
    /// 32 bytes.
    pub nonce: [u8; 32],
    /// Until when it is remembered.
    pub keep_until: Instant,
}

/// One leaf of the custody log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafRow {
    /// Place, from 0.
    pub index: u64,
    /// Leaf record.
    pub record: Vec<u8>,
    /// RFC 6962 leaf hash.
    pub hash: [u8; 32],
}

/// One line of the register, opened.
#[derive(Clone, Debug)]
pub struct RegisterLine {
    /// Place of its leaf in the log.
    pub index: u64,
    /// The case; none for the node itself.
    pub case: Option<RequestId>,
    /// When.
    pub at: Instant,
    /// Stable name.
    pub kind: String,
    /// Who.
    pub actor: String,
    /// The whole event as JSON text, the bytes that the leaf commits to.
    pub body: Vec<u8>,
    /// The salt that opens the leaf.
    pub salt: [u8; 32],
    /// RFC 6962 leaf hash.
    pub leaf_hash: [u8; 32],
}

/// A signed head of our own log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Leaves.
    pub size: u64,
    /// Root.
    pub root: [u8; 32],
    /// The signed note.
    pub note: Vec<u8>,
    /// When.
    pub at: Instant,
}

/// A peer's cosignature of one of our checkpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CosignatureRow {
    /// Of the checkpoint of this size.
    pub size: u64,
    /// By whom.
    pub witness: NodeId,
    /// The note lines.
    pub lines: Vec<u8>,
    /// When.
    pub at: Instant,
}

/// The newest head of a peer's log that we cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerHeadRow {
    /// Whose log.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// Root.
    pub root: [u8; 32],
    /// The note as we saw it.
    pub note: Vec<u8>,
    /// When.
    pub at: Instant,
}
