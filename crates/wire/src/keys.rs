//! Signing keys: every signature is two, Ed25519 and ML-DSA-65, and both must hold.
//!
//! Evidence is looked at for decades, longer than classical signatures can be trusted to last; the
//! newer algorithm has had less time to be broken. A forger has to break both. A pair is made from
//! one 32-byte seed, so that one secret is kept, carried and destroyed.
//!
//! # Source
//! RFC 8032 (Ed25519); FIPS 204 (ML-DSA-65); RFC 5869 for the two seeds.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::hkdf;
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, ML_DSA_65, ML_DSA_65_SIGNING, ParsedPublicKey,
    PqdsaKeyPair,
};
use comity_core::id::{BadName, Digest};
use zeroize::Zeroizing;

use crate::hash::sha256_of;

/// Length of an Ed25519 signature.
pub const ED25519_SIGNATURE: usize = 64;
/// Length of an ML-DSA-65 signature.
pub const ML_DSA_SIGNATURE: usize = 3309;
/// Length of a public key: `Ed25519 (32) ‖ ML-DSA-65 (1952)`.
pub const PUBLIC_KEY: usize = 32 + 1952;

/// What went wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The bytes are not as long as such a key.
    #[error("a key of {expected} bytes is expected, not {found}")]
    Length {
        /// Bytes of such a key.
        expected: usize,
        /// Bytes given.
        found: usize,
    },
    /// The bytes are no key of this kind.
    #[error("these bytes are no key of this kind")]
    Malformed,
    /// Sealed bytes do not open: other key, other purpose, or damaged.
    #[error("does not open: sealed to another key, for another purpose, or damaged")]
    Closed,
    /// The cryptographic library or the machine's random source failed.
    #[error("the cryptographic library failed")]
    Machine,
}

impl KeyFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "key.length",
            Self::Malformed => "key.malformed",
            Self::Closed => "key.closed",
            Self::Machine => "key.machine",
        }
    }
}

/// The name of a key inside signatures (`kid`): a digest of 32 bytes.
///
/// For the keys of States and authorities it is [`VerifyingKey::id`]; for a node's key S it is the
/// SHA-256 of the node certificate, so a signature names the certificate under which it was made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(Digest);

impl KeyId {
    /// A key id from a digest.
    #[must_use]
    pub const fn new(digest: Digest) -> Self {
        Self(digest)
    }

    /// Reads it from a slice.
    ///
    /// # Errors
    /// [`BadName::Bytes`] when it is not 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, BadName> {
        Digest::from_slice(bytes).map(Self)
    }

    /// The digest.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.0
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// What two people read to each other to compare a key: its first 16 bytes, in groups of four
    /// digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let groups: Vec<String> = self.as_bytes()[..16].chunks(2).map(hex::encode).collect();
        groups.join(" ")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({})", self.0)
    }
}

/// Fills an array from the machine's random source.
///
/// # Errors
/// [`KeyFault::Machine`] when the source fails.
pub fn random<const N: usize>() -> Result<[u8; N], KeyFault> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| KeyFault::Machine)?;
    Ok(bytes)
}

/// A pair of secret signing keys made from one seed. The seed is overwritten when it is dropped.
pub struct SigningKey {
    seed: Zeroizing<[u8; 32]>,
    ed25519: Ed25519KeyPair,
    ml_dsa: PqdsaKeyPair,
    public: VerifyingKey,
}

impl SigningKey {
    /// A new key from the machine's random source.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn generate() -> Result<Self, KeyFault> {
        Self::from_seed(&Zeroizing::new(random()?))
    }

    /// The key that belongs to a seed: the same seed always gives the same key.
    ///
    /// # Errors
    /// [`KeyFault::Machine`] when the library fails.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyFault> {
        let half = expand(seed, b"comity/seed/ed25519/1")?;
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(&*half).map_err(|_| KeyFault::Machine)?;
        let half = expand(seed, b"comity/seed/ml-dsa-65/1")?;
        let ml_dsa =
            PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, &*half).map_err(|_| KeyFault::Machine)?;
        let public = VerifyingKey::from_bytes(
            &[ed25519.public_key().as_ref(), ml_dsa.public_key().as_ref()].concat(),
        )?;
        Ok(Self {
            seed: Zeroizing::new(*seed),
            ed25519,
            ml_dsa,
            public,
        })
    }

    /// The seed, for a sealed key file and nothing else.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    /// The public half.
    #[must_use]
    pub const fn verifying(&self) -> &VerifyingKey {
        &self.public
    }

    /// The Ed25519 signature alone; [`crate::cose`] puts both together.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub(crate) fn sign_ed25519(&self, message: &[u8]) -> Result<[u8; ED25519_SIGNATURE], KeyFault> {
        let signature = self
            .ed25519
            .try_sign(message)
            .map_err(|_| KeyFault::Machine)?;
        signature.as_ref().try_into().map_err(|_| KeyFault::Machine)
    }

    /// The ML-DSA-65 signature alone, randomised: two over one message differ.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub(crate) fn sign_ml_dsa(&self, message: &[u8]) -> Result<[u8; ML_DSA_SIGNATURE], KeyFault> {
        let mut signature = [0; ML_DSA_SIGNATURE];
        self.ml_dsa
            .sign(message, &mut signature)
            .map_err(|_| KeyFault::Machine)?;
        Ok(signature)
    }
}

impl fmt::Debug for SigningKey {
    /// Names the key, never shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.id())
    }
}

fn expand(seed: &[u8; 32], info: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeyFault> {
    let mut half = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(seed)
        .expand(&[info], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut *half))
        .map_err(|_| KeyFault::Machine)?;
    Ok(half)
}

/// A pair of public keys, parsed once; cheap to clone and to share between threads.
#[derive(Clone)]
pub struct VerifyingKey(Arc<Parsed>);

struct Parsed {
    bytes: [u8; PUBLIC_KEY],
    id: KeyId,
    ed25519: ParsedPublicKey,
    ml_dsa: ParsedPublicKey,
}

impl VerifyingKey {
    /// Reads `Ed25519 (32 bytes) ‖ ML-DSA-65 (1952 bytes)`.
    ///
    /// # Errors
    /// [`KeyFault::Length`] or [`KeyFault::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyFault> {
        let bytes: [u8; PUBLIC_KEY] = bytes.try_into().map_err(|_| KeyFault::Length {
            expected: PUBLIC_KEY,
            found: bytes.len(),
        })?;
        let (ed25519, ml_dsa) = bytes.split_at(32);
        let ed25519 = ParsedPublicKey::new(&ED25519, ed25519).map_err(|_| KeyFault::Malformed)?;
        let ml_dsa = ParsedPublicKey::new(&ML_DSA_65, ml_dsa).map_err(|_| KeyFault::Malformed)?;
        let id = KeyId(sha256_of(&[b"comity/key/1", &bytes]));
        Ok(Self(Arc::new(Parsed {
            bytes,
            id,
            ed25519,
            ml_dsa,
        })))
    }

    /// The bytes, as [`Self::from_bytes`] takes them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; PUBLIC_KEY] {
        &self.0.bytes
    }

    /// SHA-256 of `comity/key/1` and the bytes: what people compare on paper.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.0.id
    }

    pub(crate) fn holds_ed25519(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.ed25519.verify_sig(message, signature).is_ok()
    }

    pub(crate) fn holds_ml_dsa(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.ml_dsa.verify_sig(message, signature).is_ok()
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes == other.0.bytes
    }
}
impl Eq for VerifyingKey {}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.0.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_key_and_another_seed_another() {
        let key = SigningKey::from_seed(&[7; 32]).expect("library works");
        let again = SigningKey::from_seed(&[7; 32]).expect("library works");
        let other = SigningKey::from_seed(&[8; 32]).expect("library works");
        assert_eq!(key.verifying(), again.verifying());
        assert_ne!(key.verifying().id(), other.verifying().id());
    }

    #[test]
    fn each_half_is_checked_by_itself() {
        let key = SigningKey::from_seed(&[7; 32]).expect("library works");
        let ed25519 = key.sign_ed25519(b"text").expect("library works");
        let ml_dsa = key.sign_ml_dsa(b"text").expect("library works");
        assert!(key.verifying().holds_ed25519(b"text", &ed25519));
        assert!(key.verifying().holds_ml_dsa(b"text", &ml_dsa));
        assert!(!key.verifying().holds_ed25519(b"texts", &ed25519));
        assert!(!key.verifying().holds_ml_dsa(b"texts", &ml_dsa));
        assert!(!key.verifying().holds_ml_dsa(b"text", &ed25519));
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        let fault = VerifyingKey::from_bytes(&[0; 32]).expect_err("too short");
        assert_eq!(fault.code(), "key.length");
    }

    #[test]
    fn a_secret_key_does_not_show_itself() {
        let key = SigningKey::from_seed(&[7; 32]).expect("library works");
        assert!(!format!("{key:?}").contains(&hex::encode([7; 4])));
    }
}
