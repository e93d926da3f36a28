//! The root over an object's leaf hashes: the same tree as the custody log's.
//!
//! Proofs of single leaves are for the log; an object is checked leaf by leaf against the whole
//! list, so its root is all that is needed here.
//!
//! # Source
//! RFC 6962 section 2.1.

use std::io::{self, Read};

use comity_core::id::Digest;

use super::layout::LEAF_BYTES;
use crate::log::Frontier;

/// The root over a list of `leaves` leaf hashes, 32 bytes each, that is read once.
///
/// # Errors
/// The list cannot be read, ends early, or is longer than any tree.
pub fn root_of_list(mut list: impl Read, leaves: u64) -> io::Result<Digest> {
    let mut tree = Frontier::new();
    let mut block = vec![0; 2048 * LEAF_BYTES];
    let mut left = leaves;
    while left > 0 {
        let now = left.min(2048);
        let part = &mut block[..now as usize * LEAF_BYTES];
        list.read_exact(part)?;
        for leaf in part.as_chunks().0 {
            tree.append(Digest::from_bytes(*leaf))
                .map_err(io::Error::other)?;
        }
        left -= now;
    }
    Ok(tree.root())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256;

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
        let mut list = Vec::new();
        for input in inputs {
            let mut leaf = vec![0];
            leaf.extend(hex::decode(input).expect("hexadecimal"));
            list.extend_from_slice(sha256(&leaf).as_bytes());
        }
        let root = root_of_list(list.as_slice(), 8).expect("all there");
        assert_eq!(
            root.to_string(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn a_list_that_ends_early_is_refused() {
        assert!(root_of_list([0u8; 63].as_slice(), 2).is_err());
    }
}
