//! Sealing to a public key: HPKE with X-Wing, so that what is recorded today stays closed to a
//! quantum computer of tomorrow, and X25519 holds should the newer half fall.
//!
//! # Source
//! RFC 9180, base mode: KEM 0x647a (X-Wing), HKDF-SHA256, AES-256-GCM.

use std::fmt;
use std::sync::Arc;

use hpke::aead::{AeadTag, AesGcm256};
use hpke::inout::InOutBuf;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use zeroize::Zeroizing;

use crate::context::Domain;
use crate::hash::sha256_of;
use crate::keys::{KeyFault, KeyId, random};

/// Length of a public sealing key.
pub const SEALING_PUBLIC: usize = 1216;
/// Length of what lets the holder of the secret key derive the content key.
pub const ENCAPSULATED: usize = 1120;
/// Length of the authentication tag at the end of what was sealed.
pub const TAG: usize = 16;

/// A secret key that opens what was sealed to its public half. Made from a seed of 32 bytes.
pub struct SealingKey {
    seed: Zeroizing<[u8; 32]>,
    secret: <XWing as Kem>::PrivateKey,
    public: SealingPublic,
}

impl SealingKey {
    /// A new key from the machine's random source.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn generate() -> Result<Self, KeyFault> {
        Self::from_seed(&Zeroizing::new(random()?))
    }

    /// The key that belongs to a seed.
    ///
    /// # Errors
    /// [`KeyFault::Malformed`] when the library takes it not.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyFault> {
        let secret =
            <XWing as Kem>::PrivateKey::from_bytes(seed).map_err(|_| KeyFault::Malformed)?;
        let public = SealingPublic::new(XWing::sk_to_pk(&secret));
        Ok(Self {
            seed: Zeroizing::new(*seed),
            secret,
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
    pub const fn public(&self) -> &SealingPublic {
        &self.public
    }

    /// Opens `ciphertext ‖ tag` in place and returns the part that is plaintext.
    ///
    /// # Errors
    /// [`KeyFault::Closed`] when it does not open; the buffer is then worthless.
    pub fn open_in_place<'b>(
        &self,
        domain: Domain,
        aad: &[u8],
        encapsulated: &[u8],
        sealed: &'b mut [u8],
    ) -> Result<&'b mut [u8], KeyFault> {
        let encapsulated =
            <XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| KeyFault::Closed)?;
        let split = sealed.len().checked_sub(TAG).ok_or(KeyFault::Closed)?;
        let (text, tag) = sealed.split_at_mut(split);
        let tag = AeadTag::<AesGcm256>::from_bytes(tag).map_err(|_| KeyFault::Closed)?;
        hpke::setup_receiver::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.secret,
            &encapsulated,
            domain.bytes(),
        )
        .and_then(|mut context| context.open_inout_detached(InOutBuf::from(&mut *text), aad, &tag))
        .map_err(|_| KeyFault::Closed)?;
        Ok(text)
    }

    /// Opens what [`SealingPublic::seal`] made: `encapsulated (1120) ‖ ciphertext ‖ tag (16)`.
    ///
    /// # Errors
    /// [`KeyFault::Closed`] when it does not open.
    pub fn open(
        &self,
        domain: Domain,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
        let (encapsulated, rest) = sealed
            .split_at_checked(ENCAPSULATED)
            .ok_or(KeyFault::Closed)?;
        let mut text = Zeroizing::new(rest.to_vec());
        let len = self
            .open_in_place(domain, aad, encapsulated, &mut text)?
            .len();
        text.truncate(len);
        Ok(text)
    }
}

impl fmt::Debug for SealingKey {
    /// Names the key, never shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.public.id())
    }
}

/// A public key to seal to; cheap to clone.
#[derive(Clone)]
pub struct SealingPublic(Arc<Parsed>);

struct Parsed {
    bytes: Vec<u8>,
    id: KeyId,
    key: <XWing as Kem>::PublicKey,
}

impl SealingPublic {
    fn new(key: <XWing as Kem>::PublicKey) -> Self {
        let bytes = key.to_bytes().to_vec();
        let id = KeyId::new(sha256_of(&[b"comity/seal-key/1", &bytes]));
        Self(Arc::new(Parsed { bytes, id, key }))
    }

    /// Reads the 1216 bytes of a public key.
    ///
    /// # Errors
    /// [`KeyFault::Length`] or [`KeyFault::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyFault> {
        if bytes.len() != SEALING_PUBLIC {
            return Err(KeyFault::Length {
                expected: SEALING_PUBLIC,
                found: bytes.len(),
            });
        }
        <XWing as Kem>::PublicKey::from_bytes(bytes)
            .map(Self::new)
            .map_err(|_| KeyFault::Malformed)
    }

    /// The bytes, as [`Self::from_bytes`] takes them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// SHA-256 of `comity/seal-key/1` and the bytes.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.0.id
    }

    /// Seals a buffer in place; what comes back is the encapsulated key and the tag.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn seal_in_place(
        &self,
        domain: Domain,
        aad: &[u8],
        buffer: &mut [u8],
    ) -> Result<([u8; ENCAPSULATED], [u8; TAG]), KeyFault> {
        let (encapsulated, mut context) = hpke::setup_sender::<AesGcm256, HkdfSha256, XWing>(
            &OpModeS::Base,
            &self.0.key,
            domain.bytes(),
        )
        .map_err(|_| KeyFault::Machine)?;
        let encapsulated = encapsulated.to_bytes().into();
        let tag = context
            .seal_inout_detached(InOutBuf::from(buffer), aad)
            .map_err(|_| KeyFault::Machine)?;
        Ok((encapsulated, tag.to_bytes().into()))
    }

    /// Seals some bytes: `encapsulated (1120) ‖ ciphertext ‖ tag (16)`.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn seal(&self, domain: Domain, aad: &[u8], text: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let mut out = vec![0; ENCAPSULATED];
        out.extend_from_slice(text);
        let (encapsulated, tag) = self.seal_in_place(domain, aad, &mut out[ENCAPSULATED..])?;
        out[..ENCAPSULATED].copy_from_slice(&encapsulated);
        out.extend_from_slice(&tag);
        Ok(out)
    }
}

impl PartialEq for SealingPublic {
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes == other.0.bytes
    }
}
impl Eq for SealingPublic {}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublic({})", self.0.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{Context, World};

    #[test]
    fn what_is_sealed_opens_only_with_its_key_purpose_world_and_frame() {
        let key = SealingKey::from_seed(&[1; 32]).expect("library works");
        let other = SealingKey::from_seed(&[2; 32]).expect("library works");
        let wrap = World::Live.domain(Context::Wrap);
        let public = SealingPublic::from_bytes(key.public().as_bytes()).expect("round trip");
        let sealed = public.seal(wrap, b"frame", b"content").expect("seals");
        assert_eq!(
            &**key.open(wrap, b"frame", &sealed).expect("opens"),
            b"content"
        );
        assert_eq!(other.open(wrap, b"frame", &sealed), Err(KeyFault::Closed));
        for (domain, aad) in [
            (World::Live.domain(Context::Envelope), &b"frame"[..]),
            (World::Exercise.domain(Context::Wrap), b"frame"),
            (wrap, b"Frame"),
        ] {
            assert_eq!(key.open(domain, aad, &sealed), Err(KeyFault::Closed));
        }
        for at in [0, 1119, 1120, sealed.len() - 1] {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(key.open(wrap, b"frame", &damaged), Err(KeyFault::Closed));
        }
        assert_eq!(
            key.open(wrap, b"frame", &sealed[..1130]),
            Err(KeyFault::Closed)
        );
    }

    #[test]
    fn a_public_key_of_another_length_is_refused() {
        let fault = SealingPublic::from_bytes(&[0; 32]).expect_err("too short");
        assert_eq!(fault.code(), "key.length");
        let fault = SealingPublic::from_bytes(&[0xff; SEALING_PUBLIC]).expect_err("out of range");
        assert_eq!(fault, KeyFault::Malformed);
    }
}
