//! From sealed bytes to statements about them: the sealed part, the signed manifest, the wraps.

use comity_core::id::{Digest, NodeId};
use zeroize::Zeroizing;

use super::layout::ContentKey;
use super::manifest::{Manifest, SignedManifest};
use super::part::{Acquisition, SealedPart};
use super::seal::SealedObject;
use super::wrap::Wrap;
use crate::context::World;
use crate::keys::{KeyFault, KeyId, SigningKey, random};
use crate::sealing::SealingPublic;

/// What the sealer knows about the evidence beside its bytes.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// The file's name, one plain path part.
    pub name: String,
    /// How it came to be.
    pub acquisition: Acquisition,
    /// SHA-256 of the list, when several files were packed.
    pub list: Option<Digest>,
}

/// Who signs: a key, the name under which it signs, and the node it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Producer<'a> {
    /// The signing key.
    pub key: &'a SigningKey,
    /// Its name in signatures: the key's own id, or the hash of a node's certificate.
    pub kid: KeyId,
    /// The node, where one seals.
    pub node: Option<&'a NodeId>,
}

impl<'a> Producer<'a> {
    /// A key of its own, without a node.
    #[must_use]
    pub fn lone(key: &'a SigningKey) -> Self {
        Self {
            key,
            kid: key.verifying().id(),
            node: None,
        }
    }
}

/// An object's manifest and the bytes of its sealed part, ready to be wrapped.
#[derive(Debug)]
pub struct Described {
    /// Signed, for everybody.
    pub manifest: SignedManifest,
    part: Zeroizing<Vec<u8>>,
    world: World,
}

impl Described {
    /// The sealed part for one recipient.
    ///
    /// # Errors
    /// [`KeyFault`] when the library fails.
    pub fn wrap(&self, to: &SealingPublic) -> Result<Wrap, KeyFault> {
        Wrap::seal(&self.part, &self.manifest, to, self.world)
    }
}

/// Draws the two secrets of a new object: its id and its key.
///
/// # Errors
/// [`KeyFault::Machine`] when the random source fails.
pub fn new_object() -> Result<(comity_core::id::ObjectId, ContentKey), KeyFault> {
    let id = comity_core::id::ObjectId::from_bytes(random()?);
    Ok((id, ContentKey::from_bytes(random()?)))
}

/// States and signs what was sealed.
///
/// # Errors
/// [`KeyFault`] when the library fails.
pub fn describe(
    object: &SealedObject,
    description: Description,
    producer: Producer<'_>,
    world: World,
) -> Result<Described, KeyFault> {
    let part = SealedPart {
        key: object.key.clone(),
        name: description.name,
        bytes: object.size,
        sha256: object.sha256,
        acquisition: description.acquisition,
        salt: random()?,
        list: description.list,
    }
    .to_bytes();
    let manifest = Manifest {
        id: object.id,
        bytes: object.size,
        chunks: object.chunks,
        ct_root: object.ct_root,
        sealed_hash: SealedPart::hash_of(&part),
        producer: producer.kid,
        node: producer.node.cloned(),
    };
    let manifest = SignedManifest::sign(manifest, producer.key, world)?;
    Ok(Described {
        manifest,
        part,
        world,
    })
}
