//! How the bytes of an object lie: chunks, tags and leaf hashes.
//!
//! ```text
//! chunk i  = AES-256-GCM( K, nonce_i, aad = object id, 1 MiB of plaintext, the last one shorter )
//! nonce_i  = i as 11 bytes, big-endian ‖ 1 for the last chunk, else 0
//! tag i    = the 16 bytes of the seal, kept beside the chunks so that chunks stay aligned
//! leaf i   = SHA-256( 00 ‖ chunk i ‖ tag i )
//! ct_root  = RFC 6962 tree over the leaves
//! ```
//!
//! K is drawn fresh for each object and never meets a second plaintext, so a counter is nonce
//! enough. The last-flag makes a cut object unreadable even to someone who also cuts the lists.
//!
//! # Source
//! Our protocol, chapter "Evidence object"; STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as
//! in age and Tink; RFC 6962 section 2.1.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::{Digest, ObjectId};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Plaintext bytes in every chunk but the last.
pub const CHUNK_BYTES: usize = 1 << 20;
/// Bytes of one seal tag.
pub const TAG_BYTES: usize = 16;
/// Bytes of one leaf hash.
pub const LEAF_BYTES: usize = 32;
/// The largest object: 4 TiB.
pub const MAX_OBJECT_BYTES: u64 = 4 << 40;

/// How many chunks an object of `size` bytes has. Only the empty object has an empty chunk.
#[must_use]
pub const fn chunks_of(size: u64) -> u64 {
    if size == 0 {
        1
    } else {
        size.div_ceil(CHUNK_BYTES as u64)
    }
}

/// How many bytes chunk `index` of an object of `size` bytes has; `None` past the end.
#[must_use]
pub const fn chunk_len(size: u64, index: u64) -> Option<usize> {
    let chunks = chunks_of(size);
    if index >= chunks {
        None
    } else if index + 1 < chunks {
        Some(CHUNK_BYTES)
    } else {
        // At most one chunk remains, so the difference fits.
        Some((size - index * CHUNK_BYTES as u64) as usize)
    }
}

/// The key of one object. Wiped from memory when dropped, never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
    /// Takes the bytes out of an opened wrap.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be put into a sealed part and nowhere else.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(secret)")
    }
}

/// A chunk did not open: another key, another object, another place, or altered bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chunk does not open under this key, object and place")]
pub struct ChunkRefused;

/// Seals and opens the chunks of one object.
pub struct ChunkCipher {
    key: LessSafeKey,
    id: ObjectId,
}

impl ChunkCipher {
    /// The cipher of object `id` under `key`.
    #[must_use]
    pub fn new(key: &ContentKey, id: ObjectId) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key.as_bytes()).expect("the key has 32 bytes");
        Self {
            key: LessSafeKey::new(key),
            id,
        }
    }

    /// Seals chunk `index` in place and gives its tag.
    #[must_use]
    pub fn seal(&self, index: u64, last: bool, chunk: &mut [u8]) -> [u8; TAG_BYTES] {
        let tag = self
            .key
            .seal_in_place_separate_tag(nonce(index, last), Aad::from(self.id.as_bytes()), chunk)
            .expect("a chunk is far below the limit of AES-GCM");
        tag.as_ref().try_into().expect("a GCM tag has 16 bytes")
    }

    /// Opens chunk `index` in place.
    ///
    /// # Errors
    /// [`ChunkRefused`]; what `chunk` then holds must not be used.
    pub fn open(
        &self,
        index: u64,
        last: bool,
        tag: &[u8; TAG_BYTES],
        chunk: &mut [u8],
    ) -> Result<(), ChunkRefused> {
        self.key
            .open_in_place_separate_tag(
                nonce(index, last),
                Aad::from(self.id.as_bytes()),
                tag,
                chunk,
            )
            .map(|_| ())
            .map_err(|_| ChunkRefused)
    }
}

fn nonce(index: u64, last: bool) -> Nonce {
    let mut bytes = [0; 12];
    bytes[3..11].copy_from_slice(&index.to_be_bytes());
    bytes[11] = u8::from(last);
    Nonce::assume_unique_for_key(bytes)
}

/// SHA-256( 00 ‖ ciphertext ‖ tag ).
#[must_use]
pub fn leaf_hash(ciphertext: &[u8], tag: &[u8; TAG_BYTES]) -> Digest {
    let mut hash = Context::new(&SHA256);
    hash.update(&[0]);
    hash.update(ciphertext);
    hash.update(tag);
    digest(hash)
}

/// Ends a SHA-256.
pub(crate) fn digest(hash: Context) -> Digest {
    Digest::from_slice(hash.finish().as_ref()).expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = CHUNK_BYTES as u64;

    #[test]
    fn only_the_empty_object_has_an_empty_chunk() {
        assert_eq!(
            (chunks_of(0), chunk_len(0, 0), chunk_len(0, 1)),
            (1, Some(0), None)
        );
        assert_eq!((chunks_of(1), chunk_len(1, 0)), (1, Some(1)));
        assert_eq!((chunks_of(MIB), chunk_len(MIB, 0)), (1, Some(CHUNK_BYTES)));
        assert_eq!(chunks_of(MIB + 1), 2);
        assert_eq!(
            (chunk_len(MIB + 1, 0), chunk_len(MIB + 1, 1)),
            (Some(CHUNK_BYTES), Some(1))
        );
        assert_eq!(chunk_len(2 * MIB, 2), None);
    }

    #[test]
    fn a_chunk_opens_only_in_its_own_place_of_its_own_object() {
        let key = ContentKey::from_bytes([7; 32]);
        let cipher = ChunkCipher::new(&key, ObjectId::from_bytes([1; 16]));
        let mut sealed = *b"subscriber list";
        let tag = cipher.seal(3, false, &mut sealed);
        let open =
            |cipher: &ChunkCipher, index, last| cipher.open(index, last, &tag, &mut sealed.clone());
        assert_eq!(open(&cipher, 3, false), Ok(()));
        assert_eq!(open(&cipher, 2, false), Err(ChunkRefused));
        assert_eq!(
            open(&cipher, 3, true),
            Err(ChunkRefused),
            "the last-flag is part of the place"
        );
        let other = ChunkCipher::new(&key, ObjectId::from_bytes([2; 16]));
        assert_eq!(open(&other, 3, false), Err(ChunkRefused));
    }
}
