//! Before a node signs: does the disk still say what the leaves said, and is this the newest head?
//!
//! A log is lost by one signature over a flipped bit, and a restored machine forks its own past by
//! signing the next hour. So each checkpoint is made from leaves read back and hashed again, and
//! compared with the last one published and with the newest one any peer has seen.

use comity_core::id::Digest;

use super::checkpoint::{Checkpoint, Origin};
use super::frontier::{Frontier, PAD_TO};

/// Why no checkpoint is signed. All but [`SigningStopped::NotPadded`] are alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningStopped {
    /// The size is no multiple of 256: padding comes first.
    #[error("the log is not padded")]
    NotPadded,
    /// Leaves read back give another root than the one kept while appending.
    #[error("the leaves on disk do not give the root of the log")]
    Rehash,
    /// Smaller than what was published.
    #[error("the log is shorter than its last checkpoint")]
    Shrunk,
    /// Same size as published, another root.
    #[error("the log has another root than its last checkpoint of this size")]
    TwoRoots,
    /// A witness or peer holds a newer head, or another root, signed by this very node: this machine
    /// is a restored or cloned copy and needs a new epoch.
    #[error("a peer holds a newer head of this log: this copy is behind and needs a new epoch")]
    Behind,
}

/// The checkpoint to sign now.
///
/// `head` is the frontier kept while appending; `rehashed` the one made from the leaves read back
/// from disk, starting at the frontier of the last checkpoint; `published` the last checkpoint.
///
/// # Errors
/// [`SigningStopped`]; then nothing is signed.
pub fn next_checkpoint(
    origin: &Origin,
    head: &Frontier,
    rehashed: &Frontier,
    published: Option<(u64, &Digest)>,
) -> Result<Checkpoint, SigningStopped> {
    if head != rehashed {
        return Err(SigningStopped::Rehash);
    }
    if head.size() == 0 || !head.size().is_multiple_of(PAD_TO) {
        return Err(SigningStopped::NotPadded);
    }
    let root = head.root();
    match published {
        Some((size, _)) if head.size() < size => Err(SigningStopped::Shrunk),
        Some((size, old)) if head.size() == size && root != *old => Err(SigningStopped::TwoRoots),
        Some(_) | None => Ok(Checkpoint {
            origin: origin.clone(),
            size: head.size(),
            root,
        }),
    }
}

/// At every start and before each checkpoint: compares the newest head that witnesses and peers hold
/// under this node's own signature with what this disk knows.
///
/// `own_root_at` gives the root this disk has for a size it has reached, or `None`.
///
/// # Errors
/// [`SigningStopped::Behind`].
pub fn start_check(
    own_size: u64,
    own_root_at: Option<Digest>,
    seen_size: u64,
    seen_root: &Digest,
) -> Result<(), SigningStopped> {
    match own_root_at {
        Some(root) if own_size >= seen_size && root == *seen_root => Ok(()),
        Some(_) | None => Err(SigningStopped::Behind),
    }
}

/// What two checkpoints of one log, both signed by it, say about each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Two roots for one size: the two notes convict the log.
    Fork,
    /// Same head.
    Same,
    /// Other sizes: a consistency proof must decide.
    Unknown,
    /// Two different logs.
    Unrelated,
}

/// Compares two signed checkpoints, for example one inside a message with the one before.
#[must_use]
pub fn compare(a: &Checkpoint, b: &Checkpoint) -> Clash {
    match (a.origin == b.origin, a.size == b.size, a.root == b.root) {
        (false, _, _) => Clash::Unrelated,
        (true, true, true) => Clash::Same,
        (true, true, false) => Clash::Fork,
        (true, false, _) => Clash::Unknown,
    }
}
