//! Proofs: this leaf is in that tree; that tree continues this one.
//!
//! A proof is made from tiles. Call `tiles_for_…` for the tiles to load, load them, then `prove_…`.
//! Both sides use the same arithmetic, so a missing tile is an error and never a wrong proof.
//!
//! A [`LeafProof`] is what a counterparty keeps: the leaf, its place, the path and the signed
//! checkpoint in one text, checked without any other file.
//!
//! # Source
//! RFC 6962, 2.1.1 and 2.1.2; C2SP tlog-proof.

use std::cell::RefCell;
use std::collections::BTreeSet;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use comity_core::id::Digest;
use tlog_tiles::HashReader;

use super::tiles::subtree_root;
use super::{Frontier, Leaf, MAX_LEAVES, TileId, TileMap, leaf_hash, ours, theirs};

/// No path in a tree of at most 2⁶⁴ leaves is longer.
const MAX_PATH: usize = 64;

/// A tile that the proof needs was not given, or was too narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TilesMissing {
    /// Index and size do not belong together.
    #[error("no such leaf or no such older tree")]
    OutOfRange,
    /// This tile is missing.
    #[error("a tile is missing or too narrow")]
    Tile,
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefused {
    /// Index or sizes do not belong together, or the tree is larger than any log.
    #[error("index or sizes do not belong together")]
    OutOfRange,
    /// The path has another length than the place demands.
    #[error("the proof has the wrong length")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
    /// The text of a leaf proof is not written as the format says.
    #[error("the proof text is malformed")]
    Text,
}

/// Leads from one leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The leaf's place, from 0.
    pub index: u64,
    /// The tree's size.
    pub size: u64,
    /// Sibling hashes, lowest first.
    pub path: Vec<Digest>,
}

impl InclusionProof {
    /// Checks that the leaf with this hash stands at `index` in the tree with this root.
    ///
    /// # Errors
    /// [`ProofRefused`].
    pub fn check(&self, leaf_hash: &Digest, root: &Digest) -> Result<(), ProofRefused> {
        if self.index >= self.size || self.size > MAX_LEAVES {
            return Err(ProofRefused::OutOfRange);
        }
        if self.path.len() != path_len(self.index, self.size) {
            return Err(ProofRefused::Length);
        }
        let path = self.path.iter().map(theirs).collect();
        tlog_tiles::check_record(
            &path,
            self.size,
            theirs(root),
            self.index,
            theirs(leaf_hash),
        )
        .map_err(|_| ProofRefused::Root)
    }
}

/// Leads from the root of a tree to the root of a larger one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The older size; 0 is continued by every tree, with an empty path.
    pub old_size: u64,
    /// The newer size.
    pub new_size: u64,
    /// Hashes in the order of RFC 6962.
    pub path: Vec<Digest>,
}

impl ConsistencyProof {
    /// Checks that the newer tree begins with the older one.
    ///
    /// # Errors
    /// [`ProofRefused`].
    pub fn check(&self, old_root: &Digest, new_root: &Digest) -> Result<(), ProofRefused> {
        if self.old_size > self.new_size || self.new_size > MAX_LEAVES {
            return Err(ProofRefused::OutOfRange);
        }
        if self.path.len() > MAX_PATH {
            return Err(ProofRefused::Length);
        }
        if self.old_size == 0 || self.old_size == self.new_size {
            if !self.path.is_empty() {
                return Err(ProofRefused::Length);
            }
            let empty = Frontier::new().root();
            let holds = match self.old_size {
                0 => *old_root == empty && (self.new_size > 0 || *new_root == empty),
                _ => old_root == new_root,
            };
            return holds.then_some(()).ok_or(ProofRefused::Root);
        }
        let path = self.path.iter().map(theirs).collect();
        let (new_root, old_root) = (theirs(new_root), theirs(old_root));
        tlog_tiles::check_tree(&path, self.new_size, new_root, self.old_size, old_root)
            .map_err(|_| ProofRefused::Root)
    }
}

/// The tiles that [`prove_inclusion`] will read.
#[must_use]
pub fn tiles_for_inclusion(index: u64, size: u64) -> BTreeSet<TileId> {
    if index >= size || size > MAX_LEAVES {
        return BTreeSet::new();
    }
    let wanted = Recorder::default();
    // The recorder answers every question, so only the list it keeps is of use.
    let _ = tlog_tiles::prove_record(size, index, &wanted);
    wanted.0.into_inner()
}

/// The tiles that [`prove_consistency`] will read.
#[must_use]
pub fn tiles_for_consistency(old_size: u64, new_size: u64) -> BTreeSet<TileId> {
    if old_size == 0 || old_size > new_size || new_size > MAX_LEAVES {
        return BTreeSet::new();
    }
    let wanted = Recorder::default();
    let _ = tlog_tiles::prove_tree(new_size, old_size, &wanted);
    wanted.0.into_inner()
}

/// Makes the proof that leaf `index` stands in the tree of `size`.
///
/// # Errors
/// [`TilesMissing`].
pub fn prove_inclusion(
    index: u64,
    size: u64,
    tiles: &TileMap,
) -> Result<InclusionProof, TilesMissing> {
    if index >= size || size > MAX_LEAVES {
        return Err(TilesMissing::OutOfRange);
    }
    let path = tlog_tiles::prove_record(size, index, &Reader(tiles))
        .map_err(|_| TilesMissing::Tile)?
        .into_iter()
        .map(ours)
        .collect();
    Ok(InclusionProof { index, size, path })
}

/// Makes the proof that the tree of `new_size` begins with the tree of `old_size`.
///
/// # Errors
/// [`TilesMissing`].
pub fn prove_consistency(
    old_size: u64,
    new_size: u64,
    tiles: &TileMap,
) -> Result<ConsistencyProof, TilesMissing> {
    if old_size > new_size || new_size > MAX_LEAVES {
        return Err(TilesMissing::OutOfRange);
    }
    let path = if old_size == 0 {
        Vec::new()
    } else {
        tlog_tiles::prove_tree(new_size, old_size, &Reader(tiles))
            .map_err(|_| TilesMissing::Tile)?
            .into_iter()
            .map(ours)
            .collect()
    };
    Ok(ConsistencyProof {
        old_size,
        new_size,
        path,
    })
}

/// How many hashes lead from a leaf to the root (RFC 9162, 2.1.3.2 run without hashing).
fn path_len(index: u64, size: u64) -> usize {
    let (mut node, mut last, mut len) = (index, size - 1, 0);
    while last > 0 {
        if node & 1 == 1 || node < last {
            len += 1;
        }
        node >>= 1;
        last >>= 1;
    }
    len
}

/// Where a node of the tree lies in the tiles: the tile, the first hash in it, how many hashes.
fn place(index: u64) -> (TileId, usize, usize) {
    let (level, number) = tlog_tiles::split_stored_hash_index(index);
    let (tile_level, rise) = (level / 8, level % 8);
    let first = number << rise;
    let id = TileId {
        level: tile_level,
        number: first >> 8,
    };
    let offset = usize::try_from(first & 255).expect("below 256");
    (id, offset, 1 << rise)
}

/// Notes which tiles are asked for.
#[derive(Default)]
struct Recorder(RefCell<BTreeSet<TileId>>);

impl HashReader for Recorder {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let mut wanted = self.0.borrow_mut();
        wanted.extend(indexes.iter().map(|index| place(*index).0));
        Ok(vec![tlog_tiles::EMPTY_HASH; indexes.len()])
    }
}

/// Reads nodes from tiles.
struct Reader<'a>(&'a TileMap);

impl HashReader for Reader<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let node = |index: &u64| {
            let (id, offset, count) = place(*index);
            let hashes = self.0.get(&id)?.get(offset..offset + count)?;
            Some(theirs(&subtree_root(hashes)))
        };
        let all: Option<Vec<_>> = indexes.iter().map(node).collect();
        all.ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

/// A leaf, its path and the signed checkpoint, as one text.
///
/// ```text
/// c2sp.org/tlog-proof@v1
/// extra <base64 of the leaf bytes>
/// index <decimal>
/// <base64 hash>            one line each, lowest first
///
/// <checkpoint note, unchanged>
/// ```
///
/// The standard leaves `extra` unauthenticated; here it must be the leaf itself, which the path
/// proves, so no byte of the text can be changed unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafProof {
    /// The leaf.
    pub leaf: Leaf,
    /// Its place, from 0.
    pub index: u64,
    /// Sibling hashes, lowest first.
    pub path: Vec<Digest>,
    /// The signed note of the checkpoint, as received.
    pub note: Vec<u8>,
}

impl LeafProof {
    const HEAD: &str = "c2sp.org/tlog-proof@v1";

    /// Checks the path against a checkpoint's size and root. The note must have been verified by
    /// whoever calls this; `size` and `root` are what that gave.
    ///
    /// # Errors
    /// [`ProofRefused`].
    pub fn check(&self, size: u64, root: &Digest) -> Result<(), ProofRefused> {
        let proof = InclusionProof {
            index: self.index,
            size,
            path: self.path.clone(),
        };
        proof.check(&leaf_hash(&self.leaf.encode()), root)
    }

    /// The text.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let extra = BASE64_STANDARD.encode(self.leaf.encode());
        let mut text = format!("{}\nextra {extra}\nindex {}\n", Self::HEAD, self.index);
        for hash in &self.path {
            text.push_str(&BASE64_STANDARD.encode(hash.as_bytes()));
            text.push('\n');
        }
        text.push('\n');
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&self.note);
        bytes
    }

    /// Reads the text; only what [`LeafProof::to_bytes`] would write is accepted.
    ///
    /// # Errors
    /// [`ProofRefused::Text`], or [`ProofRefused::Length`] for a path longer than any tree.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofRefused> {
        let split = bytes.windows(2).position(|two| two == b"\n\n");
        let (head, note) = bytes.split_at(split.ok_or(ProofRefused::Text)? + 2);
        let head = std::str::from_utf8(&head[..head.len() - 1]).map_err(|_| ProofRefused::Text)?;
        let mut lines = head.lines();
        let proof = (|| {
            if lines.next()? != Self::HEAD {
                return None;
            }
            let extra = lines.next()?.strip_prefix("extra ")?;
            let leaf = Leaf::decode(&BASE64_STANDARD.decode(extra).ok()?).ok()?;
            let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
            let path: Option<Vec<Digest>> = lines.by_ref().map(read_hash).collect();
            Some(Self {
                leaf,
                index,
                path: path?,
                note: note.to_vec(),
            })
        })()
        .ok_or(ProofRefused::Text)?;
        if proof.path.len() > MAX_PATH {
            return Err(ProofRefused::Length);
        }
        if proof.to_bytes() == bytes {
            Ok(proof)
        } else {
            Err(ProofRefused::Text)
        }
    }
}

/// A line that holds one hash in base64.
pub(super) fn read_hash(line: &str) -> Option<Digest> {
    Digest::from_slice(&BASE64_STANDARD.decode(line).ok()?).ok()
}
