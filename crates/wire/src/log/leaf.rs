//! A leaf: when, what kind, and a digest that says nothing without the salt.
//!
//! ```text
//! leaf bytes = deterministic CBOR array of 3: [ time (int, ms UTC), kind (text), commitment (bytes 32) ]
//! commitment = SHA-256( salt (32 bytes) ‖ event bytes )
//! ```
//!
//! Destroying the salt makes the commitment unlinkable while every proof stays valid. A padding leaf
//! looks like any other until its salt is shown; then it opens as kind `pad`.

use comity_core::{id::Digest, time::Instant};
use minicbor::{Decoder, Encoder};

use super::leaf_hash;
use crate::hash::sha256_of;

/// 32 random bytes that keep a leaf from being guessed. Kept with the case, destroyed with it.
pub type Salt = [u8; 32];

/// What happened, as a short code such as `message.received`, `request.decided` or `pad`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeafKind(String);

/// A kind has 1 to 32 lower-case letters, digits, dots, hyphens and underscores.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a leaf kind has 1 to 32 lower-case letters, digits, '.', '-' or '_', not {0:?}")]
pub struct BadKind(String);

impl LeafKind {
    /// The kind of a leaf that only hides how much is going on.
    #[must_use]
    pub fn pad() -> Self {
        Self("pad".to_owned())
    }

    /// Reads a kind.
    ///
    /// # Errors
    /// [`BadKind`] when it is empty, too long or holds another character.
    pub fn new(text: &str) -> Result<Self, BadKind> {
        let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
        if (1..=32).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadKind(text.to_owned()))
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One entry of the custody log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// When the event was committed, by this node's clock.
    pub at: Instant,
    /// What kind of event it was.
    pub kind: LeafKind,
    /// SHA-256(salt ‖ event).
    pub commitment: Digest,
}

/// Bytes that are no leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLeaf {
    /// Not an array of time, kind and 32 bytes.
    #[error("not a leaf: an array of time, kind and a digest of 32 bytes")]
    Shape,
    /// The same leaf has another, shorter writing, or bytes follow it.
    #[error("a leaf has one writing only, and nothing after it")]
    NotCanonical,
}

impl Leaf {
    /// Commits to an event.
    #[must_use]
    pub fn of(at: Instant, kind: LeafKind, salt: &Salt, event: &[u8]) -> Self {
        Self {
            at,
            kind,
            commitment: sha256_of(&[salt, event]),
        }
    }

    /// A leaf that stands for nothing: it commits to its salt alone.
    #[must_use]
    pub fn pad(at: Instant, salt: &Salt) -> Self {
        Self::of(at, LeafKind::pad(), salt, &[])
    }

    /// Whether this leaf commits to that event under that salt.
    #[must_use]
    pub fn opens_with(&self, salt: &Salt, event: &[u8]) -> bool {
        Self::of(self.at, self.kind.clone(), salt, event) == *self
    }

    /// The leaf's bytes, as stored and hashed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(80);
        let written = Encoder::new(&mut out)
            .array(3)
            .and_then(|e| e.i64(self.at.millis()))
            .and_then(|e| e.str(self.kind.as_str()))
            .and_then(|e| e.bytes(self.commitment.as_bytes()))
            .map(|_| ());
        written.expect("writing to memory cannot fail");
        out
    }

    /// Reads a leaf; only the bytes that [`Leaf::encode`] would write are one.
    ///
    /// # Errors
    /// [`BadLeaf`] says whether the shape or the writing is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadLeaf> {
        let mut from = Decoder::new(bytes);
        let leaf = (|| {
            if from.array().ok()? != Some(3) {
                return None;
            }
            let at = Instant(from.i64().ok()?);
            let kind = LeafKind::new(from.str().ok()?).ok()?;
            let commitment = Digest::from_slice(from.bytes().ok()?).ok()?;
            Some(Self {
                at,
                kind,
                commitment,
            })
        })()
        .ok_or(BadLeaf::Shape)?;
        if leaf.encode() == bytes {
            Ok(leaf)
        } else {
            Err(BadLeaf::NotCanonical)
        }
    }

    /// The leaf's hash in the tree.
    #[must_use]
    pub fn hash(&self) -> Digest {
        leaf_hash(&self.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Leaf {
        let kind = LeafKind::new("message.received").expect("plain");
        Leaf::of(Instant(1_805_214_120_000), kind, &[7; 32], b"event")
    }

    #[test]
    fn a_leaf_reads_back_and_opens_only_with_its_salt_and_event() {
        let leaf = sample();
        assert_eq!(Leaf::decode(&leaf.encode()), Ok(leaf.clone()));
        assert!(leaf.opens_with(&[7; 32], b"event"));
        assert!(!leaf.opens_with(&[8; 32], b"event"));
        assert!(!leaf.opens_with(&[7; 32], b"Event"));
    }

    #[test]
    fn padding_is_a_leaf_like_any_other_and_opens_as_padding() {
        let pad = Leaf::pad(Instant(0), &[1; 32]);
        assert!(pad.opens_with(&[1; 32], &[]));
        assert_eq!(pad.kind.as_str(), "pad");
    }

    #[test]
    fn a_leaf_cut_short_or_with_a_tail_or_written_longer_is_refused() {
        let bytes = sample().encode();
        assert_eq!(Leaf::decode(&bytes[..bytes.len() - 1]), Err(BadLeaf::Shape));
        let mut tail = bytes.clone();
        tail.push(0);
        assert_eq!(Leaf::decode(&tail), Err(BadLeaf::NotCanonical));
        // Time 0 written in five bytes where one is enough.
        let mut long = vec![0x83, 0x1a, 0, 0, 0, 0, 0x63];
        long.extend_from_slice(b"pad");
        long.extend_from_slice(&[0x58, 32]);
        long.extend_from_slice(&[0; 32]);
        assert_eq!(Leaf::decode(&long), Err(BadLeaf::NotCanonical));
        assert_eq!(Leaf::decode(&[]), Err(BadLeaf::Shape));
    }
}
