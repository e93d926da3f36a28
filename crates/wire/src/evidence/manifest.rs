//! The manifest: what the producer signs about an object and everybody may read.
//!
//! ```text
//! payload = { 1: id (16 B), 2: bytes, 3: chunks, 4: ct_root, 5: sealed_hash, 6: producer (kid),
//!             7: the producer's node, where a node sealed }
//! ```
//! Signed as COSE_Sign under the context `manifest`. Its hash leaves the signatures out, because
//! ML-DSA signs the same payload differently each time.

use comity_core::id::{Digest, NodeId, ObjectId};

use super::layout::{MAX_OBJECT_BYTES, chunks_of};
use crate::cbor::{CborFault, Fields, Key, ShapeFault, Value, Wrong, decode, encode};
use crate::context::{Context, World};
use crate::cose::{self, CoseFault, Unverified};
use crate::hash::sha256_of;
use crate::keys::{KeyFault, KeyId, SigningKey, VerifyingKey};

/// What is public about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The object.
    pub id: ObjectId,
    /// Its size, the same sealed and open.
    pub bytes: u64,
    /// Its chunks.
    pub chunks: u64,
    /// Root over the leaf hashes of the sealed chunks.
    pub ct_root: Digest,
    /// SHA-256 of the sealed part.
    pub sealed_hash: Digest,
    /// The key that signed.
    pub producer: KeyId,
    /// The node that sealed; `None` when sealed without one.
    pub node: Option<NodeId>,
}

/// Why bytes are no manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// No signed document, or a signature does not hold.
    #[error(transparent)]
    Cose(#[from] CoseFault),
    /// The payload is not the one spelling of CBOR.
    #[error(transparent)]
    Cbor(#[from] CborFault),
    /// A field is missing, unknown or not allowed.
    #[error(transparent)]
    Shape(#[from] ShapeFault),
}

impl ManifestFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cose(fault) => fault.code(),
            Self::Cbor(fault) => fault.code(),
            Self::Shape(fault) => fault.code(),
        }
    }
}

/// A manifest with the bytes that were signed. [`verify`](Self::verify) says whether they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedManifest {
    bytes: Vec<u8>,
    manifest: Manifest,
    hash: Digest,
}

impl Manifest {
    fn payload(&self) -> Vec<u8> {
        let mut pairs = vec![
            (1, Value::bytes(*self.id.as_bytes())),
            (2, Value::from(self.bytes)),
            (3, Value::from(self.chunks)),
            (4, Value::bytes(*self.ct_root.as_bytes())),
            (5, Value::bytes(*self.sealed_hash.as_bytes())),
            (6, Value::bytes(*self.producer.as_bytes())),
        ];
        if let Some(node) = &self.node {
            pairs.push((7, Value::from(node.as_str())));
        }
        encode(&Value::Map(
            pairs.into_iter().map(|(k, v)| (Key::Uint(k), v)).collect(),
        ))
    }

    fn parse(payload: &[u8], kid: KeyId) -> Result<Self, ManifestFault> {
        let mut fields = Fields::open("manifest", decode(payload)?)?;
        let manifest = Self {
            id: fields.id(1_u64, ObjectId::from_slice)?,
            bytes: fields.uint(2_u64)?,
            chunks: fields.uint(3_u64)?,
            ct_root: fields.digest(4_u64)?,
            sealed_hash: fields.digest(5_u64)?,
            producer: KeyId::new(fields.digest(6_u64)?),
            node: fields.optional(7_u64, Fields::node)?,
        };
        let wrong = if manifest.bytes > MAX_OBJECT_BYTES {
            Some(2)
        } else if manifest.chunks != chunks_of(manifest.bytes) {
            Some(3)
        } else if manifest.producer != kid {
            Some(6)
        } else {
            None
        };
        if let Some(field) = wrong {
            return Err(fields.fault(field, Wrong::Value).into());
        }
        fields.end()?;
        Ok(manifest)
    }
}

impl SignedManifest {
    /// Signs a manifest; its `producer` names the key.
    ///
    /// # Errors
    /// [`KeyFault`] when the library fails.
    pub fn sign(manifest: Manifest, key: &SigningKey, world: World) -> Result<Self, KeyFault> {
        let payload = manifest.payload();
        let domain = world.domain(Context::Manifest);
        let bytes = cose::sign(&payload, key, manifest.producer, domain)?;
        let hash = sha256_of(&[domain.bytes(), &payload]);
        Ok(Self {
            bytes,
            manifest,
            hash,
        })
    }

    /// Reads a manifest strictly; its signatures are still to be verified.
    ///
    /// # Errors
    /// [`ManifestFault`].
    pub fn read(bytes: &[u8], world: World) -> Result<Self, ManifestFault> {
        let document = Unverified::read(bytes)?;
        let manifest = Manifest::parse(document.payload, document.kid)?;
        let hash = sha256_of(&[world.domain(Context::Manifest).bytes(), document.payload]);
        Ok(Self {
            bytes: bytes.to_vec(),
            manifest,
            hash,
        })
    }

    /// Verifies both signatures.
    ///
    /// # Errors
    /// [`CoseFault`] says which half does not hold.
    pub fn verify(&self, key: &VerifyingKey, world: World) -> Result<(), CoseFault> {
        Unverified::read(&self.bytes)?
            .verify(world.domain(Context::Manifest), key)
            .map(|_| ())
    }

    /// What it states.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The signed bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256( context ‖ payload ): the name of this statement, whoever signs it again.
    #[must_use]
    pub const fn hash(&self) -> Digest {
        self.hash
    }

    /// Whether both speak of one object and say different things. Then neither is believed and
    /// both are kept: the producer signed twice.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        self.manifest.id == other.manifest.id && self.hash != other.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[5; 32]).expect("library works")
    }

    fn manifest(key: &SigningKey) -> Manifest {
        Manifest {
            id: ObjectId::from_bytes([1; 16]),
            bytes: 3,
            chunks: 1,
            ct_root: sha256(b"root"),
            sealed_hash: sha256(b"part"),
            producer: key.verifying().id(),
            node: Some("XB/provider/records".parse().expect("a node")),
        }
    }

    #[test]
    fn a_manifest_is_read_back_verified_and_named_by_its_payload() {
        let key = key();
        let signed = SignedManifest::sign(manifest(&key), &key, World::Live).expect("signs");
        let again = SignedManifest::sign(manifest(&key), &key, World::Live).expect("signs");
        assert_ne!(signed.bytes(), again.bytes(), "ML-DSA is randomised");
        assert!(!signed.contradicts(&again), "the same statement twice");
        let read = SignedManifest::read(signed.bytes(), World::Live).expect("we wrote it");
        assert_eq!(read, signed);
        assert_eq!(read.verify(key.verifying(), World::Live), Ok(()));
        assert_eq!(
            read.verify(key.verifying(), World::Exercise),
            Err(CoseFault::Ed25519)
        );
    }

    #[test]
    fn a_second_manifest_for_one_id_contradicts_the_first() {
        let key = key();
        let first = SignedManifest::sign(manifest(&key), &key, World::Live).expect("signs");
        let other = Manifest {
            ct_root: sha256(b"other"),
            ..manifest(&key)
        };
        let other = SignedManifest::sign(other, &key, World::Live).expect("signs");
        assert!(first.contradicts(&other));
        let elsewhere = Manifest {
            id: ObjectId::from_bytes([2; 16]),
            ..manifest(&key)
        };
        let elsewhere = SignedManifest::sign(elsewhere, &key, World::Live).expect("signs");
        assert!(!first.contradicts(&elsewhere));
    }

    #[test]
    fn a_manifest_with_a_wrong_chunk_count_size_or_producer_is_refused() {
        let key = key();
        for (wrong, field) in [
            (
                Manifest {
                    chunks: 2,
                    ..manifest(&key)
                },
                "manifest.3",
            ),
            (
                Manifest {
                    bytes: MAX_OBJECT_BYTES + 1,
                    ..manifest(&key)
                },
                "manifest.2",
            ),
        ] {
            let signed = SignedManifest::sign(wrong, &key, World::Live).expect("signs");
            let fault = SignedManifest::read(signed.bytes(), World::Live).expect_err("wrong");
            assert!(fault.to_string().starts_with(field), "{fault}");
        }
    }
}
