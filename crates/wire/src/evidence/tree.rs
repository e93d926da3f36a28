//! The RFC 6962 tree over leaf hashes, folded as the leaves come: 64 hashes of memory at most.
//!
//! Proofs of single leaves belong to the custody log; an object is checked leaf by leaf against
//! the whole list, so its root is all that is needed here.
//!
//! # Source
//! RFC 6962 section 2.1: a node is SHA-256( 01 ‖ left ‖ right ), split at the largest power of two.

use std::io::{self, Read};

use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::Digest;

use super::layout::{LEAF_BYTES, digest};
use crate::hash::sha256;

/// Folds leaf hashes into the root of their tree.
#[derive(Clone, Debug, Default)]
pub struct RootFold {
    // The roots of the perfect subtrees that make up the leaves so far, largest first.
    peaks: Vec<Digest>,
    leaves: u64,
}

impl RootFold {
    /// Starts an empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves were taken.
    #[must_use]
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// Takes the next leaf hash.
    pub fn push(&mut self, leaf: Digest) {
        // Each trailing one bit of the count is a perfect subtree that this leaf completes.
        let mut top = leaf;
        for _ in 0..self.leaves.trailing_ones() {
            let left = self.peaks.pop().expect("a one bit of the count is a peak");
            top = node(&left, &top);
        }
        self.peaks.push(top);
        self.leaves += 1;
    }

    /// The root over all leaves so far; of none, SHA-256 of nothing as RFC 6962 says.
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(smallest) = peaks.next() else {
            return sha256(b"");
        };
        peaks.fold(*smallest, |right, left| node(left, &right))
    }
}

fn node(left: &Digest, right: &Digest) -> Digest {
    let mut hash = Context::new(&SHA256);
    hash.update(&[1]);
    hash.update(left.as_bytes());
    hash.update(right.as_bytes());
    digest(hash)
}

/// The root over a list of `leaves` leaf hashes, 32 bytes each, that is read once.
///
/// # Errors
/// The list cannot be read or ends early.
pub fn root_of_list(mut list: impl Read, leaves: u64) -> io::Result<Digest> {
    let mut fold = RootFold::new();
    let mut block = vec![0; 2048 * LEAF_BYTES];
    let mut left = leaves;
    while left > 0 {
        let now = left.min(2048);
        let part = &mut block[..now as usize * LEAF_BYTES];
        list.read_exact(part)?;
        for leaf in part.chunks_exact(LEAF_BYTES) {
            fold.push(Digest::from_slice(leaf).expect("cut into 32 bytes"));
        }
        left -= now;
    }
    Ok(fold.root())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962 word by word, to check the fold against.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => sha256(b""),
            [one] => *one,
            many => {
                let split = many.len().next_power_of_two() / 2;
                node(
                    &by_definition(&many[..split]),
                    &by_definition(&many[split..]),
                )
            }
        }
    }

    #[test]
    fn the_fold_gives_the_root_of_rfc_6962_for_every_count_up_to_130() {
        let leaves: Vec<_> = (0..130u8).map(|n| sha256(&[n])).collect();
        let mut fold = RootFold::new();
        for count in 0..=leaves.len() {
            assert_eq!(
                fold.root(),
                by_definition(&leaves[..count]),
                "{count} leaves"
            );
            let list: Vec<u8> = leaves[..count]
                .iter()
                .flat_map(|leaf| *leaf.as_bytes())
                .collect();
            let listed = root_of_list(list.as_slice(), count as u64).expect("all there");
            assert_eq!(listed, fold.root());
            if let Some(next) = leaves.get(count) {
                fold.push(*next);
            }
        }
    }

    #[test]
    fn the_root_of_the_known_certificate_transparency_leaves_is_the_published_one() {
        // The eight leaves of the reference tests of RFC 6962 implementations.
        let inputs = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let mut fold = RootFold::new();
        for input in inputs {
            let mut leaf = vec![0];
            leaf.extend(hex::decode(input).expect("hexadecimal"));
            fold.push(sha256(&leaf));
        }
        assert_eq!(
            fold.root().to_string(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn a_list_that_ends_early_is_refused() {
        assert!(root_of_list([0u8; 63].as_slice(), 2).is_err());
    }
}
