//! The log key L: signs this node's checkpoints and cosigns those of peers, and nothing else.
//!
//! It is a pair, Ed25519 and ML-DSA-44, as the witness standards want; both halves must verify. Its
//! name in notes is the origin of the node's own log, so a new epoch has a new name and a new pair.
//!
//! # Source
//! C2SP signed-note (type 0x01) and tlog-cosignature (types 0x04 and 0x06).

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair,
    UnparsedPublicKey,
};

use super::checkpoint::Origin;

/// The name of a log key is the origin of its node's log.
pub type LogName = Origin;

/// Bytes in an ML-DSA-44 public key.
const ML_DSA_44_PUBLIC: usize = 1_312;
/// Bytes in an ML-DSA-44 signature.
pub(super) const ML_DSA_44_SIGNATURE: usize = 2_420;

/// What a signature line is, by its type byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineKind {
    /// 0x01: Ed25519 over the note text, by the log itself.
    Note = 0x01,
    /// 0x04: Ed25519 over time and note text, by a witness.
    CosignEd25519 = 0x04,
    /// 0x06: ML-DSA-44 over name, time, origin, size and root, by the log itself or by a witness.
    CosignMlDsa44 = 0x06,
}

/// The machine refused to make or use a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log key cannot be made or used")]
pub struct KeyLost;

/// The secret pair.
pub struct LogKey {
    ed25519: Ed25519KeyPair,
    ml_dsa_44: PqdsaKeyPair,
    public: LogPublic,
}

impl LogKey {
    /// Makes the pair from two seeds of 32 bytes, which is what a sealed key file holds.
    ///
    /// # Errors
    /// [`KeyLost`] when the cryptographic library refuses.
    pub fn from_seeds(
        name: LogName,
        ed25519: &[u8; 32],
        ml_dsa_44: &[u8; 32],
    ) -> Result<Self, KeyLost> {
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(ed25519).map_err(|_| KeyLost)?;
        let ml_dsa_44 =
            PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, ml_dsa_44).map_err(|_| KeyLost)?;
        let public = LogPublic::from_parts(
            name,
            ed25519.public_key().as_ref(),
            ml_dsa_44.public_key().as_ref(),
        )
        .ok_or(KeyLost)?;
        Ok(Self {
            ed25519,
            ml_dsa_44,
            public,
        })
    }

    /// The public pair with its name.
    #[must_use]
    pub fn public(&self) -> &LogPublic {
        &self.public
    }

    /// Signs as the kind says.
    pub(super) fn sign(&self, kind: LineKind, message: &[u8]) -> Result<Vec<u8>, KeyLost> {
        match kind {
            LineKind::Note | LineKind::CosignEd25519 => {
                let signature = self.ed25519.try_sign(message).map_err(|_| KeyLost)?;
                Ok(signature.as_ref().to_vec())
            }
            LineKind::CosignMlDsa44 => {
                let mut signature = vec![0; ML_DSA_44_SIGNATURE];
                let written = self
                    .ml_dsa_44
                    .sign(message, &mut signature)
                    .map_err(|_| KeyLost)?;
                if written == ML_DSA_44_SIGNATURE {
                    Ok(signature)
                } else {
                    Err(KeyLost)
                }
            }
        }
    }
}

impl std::fmt::Debug for LogKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogKey({})", self.public.name)
    }
}

/// The public pair of a node's log, from its certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct LogPublic {
    name: LogName,
    ed25519: [u8; 32],
    ml_dsa_44: Vec<u8>,
}

impl LogPublic {
    /// Takes the two public keys; `None` when a length is wrong.
    #[must_use]
    pub fn from_parts(name: LogName, ed25519: &[u8], ml_dsa_44: &[u8]) -> Option<Self> {
        (ml_dsa_44.len() == ML_DSA_44_PUBLIC).then_some(Self {
            name,
            ed25519: ed25519.try_into().ok()?,
            ml_dsa_44: ml_dsa_44.to_vec(),
        })
    }

    /// Whose log.
    #[must_use]
    pub fn name(&self) -> &LogName {
        &self.name
    }

    /// The Ed25519 key.
    #[must_use]
    pub fn ed25519(&self) -> &[u8; 32] {
        &self.ed25519
    }

    /// The ML-DSA-44 key, 1,312 bytes.
    #[must_use]
    pub fn ml_dsa_44(&self) -> &[u8] {
        &self.ml_dsa_44
    }

    /// Key id of one kind of line: SHA-256(name ‖ newline ‖ type ‖ public key), first four bytes.
    pub(super) fn key_id(&self, kind: LineKind) -> u32 {
        let mut typed = vec![kind as u8];
        match kind {
            LineKind::Note | LineKind::CosignEd25519 => typed.extend_from_slice(&self.ed25519),
            LineKind::CosignMlDsa44 => typed.extend_from_slice(&self.ml_dsa_44),
        }
        signed_note::key_id(&self.name.to_string(), &typed)
    }

    /// Whether the signature over the message holds.
    pub(super) fn verify(&self, kind: LineKind, message: &[u8], signature: &[u8]) -> bool {
        match kind {
            LineKind::Note | LineKind::CosignEd25519 => {
                UnparsedPublicKey::new(&ED25519, &self.ed25519).verify(message, signature)
            }
            LineKind::CosignMlDsa44 => {
                UnparsedPublicKey::new(&ML_DSA_44, &self.ml_dsa_44).verify(message, signature)
            }
        }
        .is_ok()
    }
}

impl std::fmt::Debug for LogPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogPublic({})", self.name)
    }
}
