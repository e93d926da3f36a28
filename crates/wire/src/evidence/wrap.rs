//! Wraps: the sealed part encrypted to one recipient. Another recipient is another wrap; the
//! payload is never touched.
//!
//! ```text
//! wrap = [ recipient (32 B, id of the sealing key), HPKE enc (1120 B) ‖ ciphertext ‖ tag (16 B) ]
//! info = context `wrap`,  aad = manifest hash ‖ recipient
//! ```

use zeroize::Zeroizing;

use super::layout::chunks_of;
use super::manifest::SignedManifest;
use super::part::{PartFault, SealedPart};
use crate::cbor::Value;
use crate::context::{Context, World};
use crate::keys::{KeyFault, KeyId};
use crate::sealing::{ENCAPSULATED, SealingKey, SealingPublic, TAG};

/// Most recipients of one sealed file.
pub const MAX_RECIPIENTS: usize = 32;
/// Largest wrap in bytes; a sealed part is far smaller.
const MAX_WRAP: usize = 64 << 10;

/// The sealed part for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// The sealing key it opens with.
    pub recipient: KeyId,
    sealed: Vec<u8>,
}

/// Why a wrap does not give the object's sealed part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrapFault {
    /// No wrap is addressed to this key.
    #[error("none of the wraps is for the key {0}")]
    NotForMe(KeyId),
    /// It does not open: another manifest, another recipient or altered bytes.
    #[error("the wrap does not open: {0}")]
    Closed(#[from] KeyFault),
    /// It opened to something else than the sealed part that was signed.
    #[error("the wrap holds another sealed part than the manifest signs")]
    SealedHash,
    /// What it holds is no sealed part.
    #[error("the sealed part is malformed: {0}")]
    Part(#[from] PartFault),
    /// The sealed part and the manifest give different sizes.
    #[error("the sealed part speaks of {part} bytes, the manifest of {manifest}")]
    Size {
        /// By the sealed part.
        part: u64,
        /// By the manifest.
        manifest: u64,
    },
}

impl WrapFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotForMe(_) => "wrap.not_for_me",
            Self::Closed(_) => "wrap.closed",
            Self::SealedHash => "wrap.sealed_hash",
            Self::Part(_) => "wrap.part",
            Self::Size { .. } => "wrap.size",
        }
    }
}

/// A sealed part that was checked against its manifest, and its bytes, for further wraps.
#[derive(Clone, Debug)]
pub struct OpenedPart {
    /// What it says.
    pub part: SealedPart,
    bytes: Zeroizing<Vec<u8>>,
}

impl OpenedPart {
    /// The bytes as they were signed for.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Wrap {
    /// Wraps the bytes of a sealed part for one recipient.
    ///
    /// # Errors
    /// [`KeyFault`] when the library fails.
    pub fn seal(
        part: &[u8],
        manifest: &SignedManifest,
        to: &SealingPublic,
        world: World,
    ) -> Result<Self, KeyFault> {
        let recipient = to.id();
        let sealed = to.seal(world.domain(Context::Wrap), &aad(manifest, recipient), part)?;
        Ok(Self { recipient, sealed })
    }

    /// Opens the wrap and checks what it holds against the manifest.
    ///
    /// # Errors
    /// [`WrapFault`].
    pub fn open(
        &self,
        manifest: &SignedManifest,
        key: &SealingKey,
        world: World,
    ) -> Result<OpenedPart, WrapFault> {
        let id = key.public().id();
        if self.recipient != id {
            return Err(WrapFault::NotForMe(id));
        }
        let aad = aad(manifest, id);
        let bytes = key.open(world.domain(Context::Wrap), &aad, &self.sealed)?;
        let stated = manifest.manifest();
        if SealedPart::hash_of(&bytes) != stated.sealed_hash {
            return Err(WrapFault::SealedHash);
        }
        let part = SealedPart::parse(&bytes)?;
        if part.bytes != stated.bytes || chunks_of(part.bytes) != stated.chunks {
            return Err(WrapFault::Size {
                part: part.bytes,
                manifest: stated.bytes,
            });
        }
        Ok(OpenedPart { part, bytes })
    }

    /// As it stands in messages and sealed files.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::array([
            Value::bytes(*self.recipient.as_bytes()),
            Value::bytes(self.sealed.clone()),
        ])
    }

    /// Reads one; `None` when it is none.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let [recipient, sealed] = value.as_array()? else {
            return None;
        };
        let recipient = KeyId::from_slice(recipient.as_bytes()?).ok()?;
        let sealed = sealed.as_bytes()?;
        (ENCAPSULATED + TAG..=MAX_WRAP)
            .contains(&sealed.len())
            .then(|| Self {
                recipient,
                sealed: sealed.to_vec(),
            })
    }
}

/// Finds the wrap for a key and opens it.
///
/// # Errors
/// [`WrapFault`].
pub fn open_one_of(
    wraps: &[Wrap],
    manifest: &SignedManifest,
    key: &SealingKey,
    world: World,
) -> Result<OpenedPart, WrapFault> {
    let id = key.public().id();
    match wraps.iter().find(|wrap| wrap.recipient == id) {
        Some(wrap) => wrap.open(manifest, key, world),
        None => Err(WrapFault::NotForMe(id)),
    }
}

fn aad(manifest: &SignedManifest, recipient: KeyId) -> [u8; 64] {
    let mut aad = [0; 64];
    aad[..32].copy_from_slice(manifest.hash().as_bytes());
    aad[32..].copy_from_slice(recipient.as_bytes());
    aad
}

#[cfg(test)]
mod tests {
    use comity_core::id::ObjectId;

    use super::super::layout::ContentKey;
    use super::super::manifest::Manifest;
    use super::super::part::Acquisition;
    use super::*;
    use crate::hash::sha256;
    use crate::keys::SigningKey;

    fn part(key: u8) -> SealedPart {
        SealedPart {
            key: ContentKey::from_bytes([key; 32]),
            name: "calls.csv".into(),
            bytes: 3,
            sha256: sha256(b"abc"),
            acquisition: Acquisition::default(),
            salt: [2; 32],
            list: None,
        }
    }

    fn signed(id: u8, part: &[u8]) -> SignedManifest {
        let key = SigningKey::from_seed(&[5; 32]).expect("library works");
        let manifest = Manifest {
            id: ObjectId::from_bytes([id; 16]),
            bytes: 3,
            chunks: 1,
            ct_root: sha256(b"root"),
            sealed_hash: sha256(part),
            producer: key.verifying().id(),
            node: None,
        };
        SignedManifest::sign(manifest, &key, World::Live).expect("signs")
    }

    #[test]
    fn each_recipient_opens_his_own_wrap_and_can_wrap_it_further() {
        let bytes = part(1).to_bytes();
        let manifest = signed(1, &bytes);
        let (first, second) = (
            SealingKey::from_seed(&[1; 32]),
            SealingKey::from_seed(&[2; 32]),
        );
        let (first, second) = (
            first.expect("library works"),
            second.expect("library works"),
        );
        let wrap = Wrap::seal(&bytes, &manifest, first.public(), World::Live).expect("seals");
        let wrap = Wrap::from_value(&wrap.to_value()).expect("round trip");
        let opened = wrap.open(&manifest, &first, World::Live).expect("his own");
        assert_eq!(opened.part, part(1));
        let further = Wrap::seal(opened.bytes(), &manifest, second.public(), World::Live);
        let wraps = [wrap, further.expect("seals")];
        assert!(open_one_of(&wraps, &manifest, &second, World::Live).is_ok());
        let third = SealingKey::from_seed(&[3; 32]).expect("library works");
        let fault = open_one_of(&wraps, &manifest, &third, World::Live).expect_err("not named");
        assert_eq!(fault, WrapFault::NotForMe(third.public().id()));
        // A wrap that claims to be for another recipient.
        let swapped = Wrap {
            recipient: second.public().id(),
            ..wraps[0].clone()
        };
        let fault = swapped
            .open(&manifest, &second, World::Live)
            .expect_err("swapped");
        assert_eq!(fault.code(), "wrap.closed");
    }

    #[test]
    fn a_wrap_moved_to_another_object_or_holding_another_part_is_refused() {
        let bytes = part(1).to_bytes();
        let (manifest, other) = (signed(1, &bytes), signed(2, &bytes));
        let key = SealingKey::from_seed(&[1; 32]).expect("library works");
        let wrap = Wrap::seal(&bytes, &manifest, key.public(), World::Live).expect("seals");
        let fault = wrap.open(&other, &key, World::Live).expect_err("moved");
        assert_eq!(fault.code(), "wrap.closed");
        // The source that gives different recipients different keys for one ciphertext.
        let second = part(9).to_bytes();
        let wrap = Wrap::seal(&second, &manifest, key.public(), World::Live).expect("seals");
        let fault = wrap
            .open(&manifest, &key, World::Live)
            .expect_err("two plaintexts");
        assert_eq!(fault, WrapFault::SealedHash);
    }
}
