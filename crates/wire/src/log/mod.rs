//! Custody log: every entry of the register is a leaf of one tree that can only grow.
//!
//! A leaf holds no case data, only a time, a kind and a salted digest; erasing a case leaves its
//! leaves and every proof in place. The node signs the root each hour, peers of other States cosign
//! it, and a receipt names the leaf it stands on. So whoever holds a receipt can show later that the
//! entry was there, and a node that tells two stories is convicted by two notes of its own.
//!
//! Nothing here reads a clock, a disk or the network. The store keeps leaves, [`Frontier`] and tiles
//! and calls these functions; `docs/PROTOCOL.md`, chapter "Custody log", shows the bytes.
//!
//! # Source
//! RFC 6962 and RFC 9162 (tree and proofs); C2SP signed-note, tlog-checkpoint, tlog-cosignature,
//! tlog-tiles, tlog-witness, tlog-proof.

mod checkpoint;
mod cosigned;
mod frontier;
mod key;
mod leaf;
mod note;
mod proof;
mod signing;
mod tiles;
mod witness;

pub use checkpoint::{BadOrigin, Checkpoint, Origin};
pub use cosigned::{Cosignature, Cosigned, NoteRefused, Signed};
pub use frontier::{Frontier, MAX_LEAVES, PAD_TO, TreeFull, padding};
pub use key::{KeyLost, LogKey, LogName, LogPublic};
pub use leaf::{BadKind, BadLeaf, Leaf, LeafKind, Salt};
pub use note::{BadNote, Note, NoteLine};
pub use proof::{
    ConsistencyProof, InclusionProof, LeafProof, ProofRefused, TilesMissing, prove_consistency,
    prove_inclusion, tiles_for_consistency, tiles_for_inclusion,
};
pub use signing::{Clash, SigningStopped, compare, next_checkpoint, start_check};
pub use tiles::{TileBuilder, TileId, TileMap, TileRow, TileWrong, check_tile};
pub use witness::{
    Accepted, BadSubmission, Offer, Submission, Verdict, WitnessRecord, witness_step,
};

use comity_core::id::Digest;

/// SHA-256(00 ‖ leaf bytes): the name of a leaf in the tree and in receipts.
///
/// # Source
/// RFC 6962, 2.1.
#[must_use]
pub fn leaf_hash(leaf_bytes: &[u8]) -> Digest {
    Digest::from_bytes(tlog_tiles::record_hash(leaf_bytes).0)
}

/// SHA-256(01 ‖ left ‖ right): an inner node.
///
/// # Source
/// RFC 6962, 2.1.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::from_bytes(tlog_tiles::node_hash(theirs(left), theirs(right)).0)
}

/// Our digest as the tree library writes it.
fn theirs(digest: &Digest) -> tlog_tiles::Hash {
    tlog_tiles::Hash(*digest.as_bytes())
}

/// The tree library's hash as our digest.
fn ours(hash: tlog_tiles::Hash) -> Digest {
    Digest::from_bytes(hash.0)
}
