//! The growing edge of a tree: its size and the roots of its complete subtrees.
//!
//! That is all a node needs to add leaves and to say the root: at most one digest for each binary
//! digit of the size. The store keeps it in the one head row that orders the log.

use comity_core::id::Digest;

use super::node_hash;

/// Published sizes are multiples of this, so a size tells little about how busy a node was.
///
/// # Source
/// Our protocol, chapter "Custody log".
pub const PAD_TO: u64 = 256;

/// A log ends here; a node opens a new epoch long before.
pub const MAX_LEAVES: u64 = 1 << 40;

/// The log holds [`MAX_LEAVES`] leaves and takes no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this log is full; a new epoch must begin")]
pub struct TreeFull;

/// How many padding leaves bring `size` up to the next published size, one block at least.
///
/// `published` is the size of the last checkpoint: an idle hour grows the log by a block too, so
/// silence looks like work.
#[must_use]
pub fn padding(size: u64, published: u64) -> u64 {
    let wanted = size.max(published.saturating_add(1)).div_ceil(PAD_TO) * PAD_TO;
    wanted.saturating_sub(size)
}

/// Size and peaks of a tree.
///
/// Row: `size` BIGINT, `peaks` BLOB of 32 bytes × the number of ones in the size, largest subtree
/// first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Rebuilds a frontier from its row; `None` when the peaks do not fit the size.
    #[must_use]
    pub fn from_row(size: u64, peaks: &[u8]) -> Option<Self> {
        let (chunks, rest) = peaks.as_chunks::<32>();
        let fits = rest.is_empty() && chunks.len() == size.count_ones() as usize;
        (fits && size <= MAX_LEAVES).then(|| Self {
            size,
            peaks: chunks.iter().copied().map(Digest::from_bytes).collect(),
        })
    }

    /// The peaks as the row keeps them.
    #[must_use]
    pub fn peaks(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|p| *p.as_bytes()).collect()
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash and says where it stands.
    ///
    /// # Errors
    /// [`TreeFull`] at [`MAX_LEAVES`].
    pub fn append(&mut self, leaf_hash: Digest) -> Result<u64, TreeFull> {
        if self.size >= MAX_LEAVES {
            return Err(TreeFull);
        }
        let index = self.size;
        let mut node = leaf_hash;
        // Each one at the end of the size is a complete subtree that the new leaf completes further.
        for _ in 0..index.trailing_ones() {
            let left = self.peaks.pop().expect("one peak for each one in the size");
            node = node_hash(&left, &node);
        }
        self.peaks.push(node);
        self.size += 1;
        Ok(index)
    }

    /// The root: the peaks folded from the right; SHA-256 of nothing for the empty tree.
    ///
    /// # Source
    /// RFC 6962, 2.1.
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return super::ours(tlog_tiles::EMPTY_HASH);
        };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::leaf_hash;

    #[test]
    fn a_frontier_reads_back_from_its_row_and_refuses_one_that_does_not_fit() {
        let mut tree = Frontier::new();
        for n in 0..300_u32 {
            tree.append(leaf_hash(&n.to_be_bytes())).expect("room");
        }
        let row = tree.peaks();
        assert_eq!(Frontier::from_row(300, &row), Some(tree));
        assert_eq!(Frontier::from_row(301, &row), None);
        assert_eq!(Frontier::from_row(300, &row[1..]), None);
        assert_eq!(Frontier::from_row(u64::MAX, &[0; 64 * 32]), None);
    }

    #[test]
    fn published_sizes_are_multiples_of_256_and_grow_even_when_idle() {
        assert_eq!(padding(0, 0), 256);
        assert_eq!(padding(1, 0), 255);
        assert_eq!(padding(256, 0), 0);
        assert_eq!(padding(256, 256), 256);
        assert_eq!(padding(257, 256), 255);
        assert_eq!(padding(1_024, 256), 0);
    }
}
