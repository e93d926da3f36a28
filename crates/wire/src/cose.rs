//! A signed document: COSE_Sign with exactly two signatures by one key pair.
//!
//! ```text
//! [ h'', {}, payload bytes, [ [ <<{1: -19, 4: kid}>>, {}, Ed25519 signature   (64 bytes) ],
//!                             [ <<{1: -49, 4: kid}>>, {}, ML-DSA-65 signature (3309 bytes) ] ] ]
//! ```
//! No tag; unprotected headers empty; the headers above and no others, so that no byte is without
//! protection. Each signature covers `["Signature", h'', protected, context, payload]`, where the
//! context is that of [`Domain`]. The payload is carried as bytes and never encoded again.
//!
//! # Source
//! RFC 9052, 4.4; RFC 9864 for −19; the COSE registration of ML-DSA-65 for −49.

use crate::cbor::{
    CborFault, Fault, Reader, write_array, write_bytes, write_int, write_map, write_text,
};
use crate::context::Domain;
use crate::keys::{ED25519_SIGNATURE, KeyFault, KeyId, ML_DSA_SIGNATURE, SigningKey, VerifyingKey};

/// Why a signed document was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoseFault {
    /// Not in the one spelling of CBOR, or another kind of item where the layout has one.
    #[error("not a signed document: {0}")]
    Cbor(#[from] CborFault),
    /// A list has another number of parts than the layout.
    #[error("a signed document has four parts, each signature three")]
    Parts,
    /// A header outside the signatures' protection is not empty.
    #[error("an unprotected header is not empty")]
    Unprotected,
    /// There are not exactly two signatures.
    #[error("exactly two signatures are required, there are {0}")]
    Count(usize),
    /// A protected header is not the one of the layout (other algorithm, order or extra field).
    #[error("a protected header is not the expected one")]
    Header,
    /// The two signatures name different keys.
    #[error("the two signatures name different keys")]
    TwoKeys,
    /// A signature has another length than its algorithm gives.
    #[error("a signature has the wrong length")]
    SignatureLength,
    /// Nobody knows the key that is named.
    #[error("signed by an unknown key {0}")]
    UnknownKey(KeyId),
    /// The Ed25519 signature does not hold.
    #[error("the Ed25519 signature does not hold")]
    Ed25519,
    /// The ML-DSA-65 signature does not hold.
    #[error("the ML-DSA-65 signature does not hold")]
    MlDsa,
}

impl CoseFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cbor(fault) => fault.code(),
            Self::Parts => "cose.parts",
            Self::Unprotected => "cose.unprotected",
            Self::Count(_) => "cose.count",
            Self::Header => "cose.header",
            Self::TwoKeys => "cose.two_keys",
            Self::SignatureLength => "cose.signature_length",
            Self::UnknownKey(_) => "cose.unknown_key",
            Self::Ed25519 => "cose.ed25519",
            Self::MlDsa => "cose.ml_dsa",
        }
    }
}

/// A document whose two signatures hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    /// The signed bytes.
    pub payload: &'a [u8],
    /// The key that signed.
    pub kid: KeyId,
}

const ED25519: i64 = -19;
const ML_DSA_65: i64 = -49;

/// Signs a payload for one use.
///
/// # Errors
/// [`KeyFault::Machine`] when the library fails.
pub fn sign(
    payload: &[u8],
    key: &SigningKey,
    kid: KeyId,
    domain: Domain,
) -> Result<Vec<u8>, KeyFault> {
    let (first, second) = (header(ED25519, kid), header(ML_DSA_65, kid));
    let ed25519 = key.sign_ed25519(&signed_bytes(&first, domain, payload))?;
    let ml_dsa = key.sign_ml_dsa(&signed_bytes(&second, domain, payload))?;
    let mut out = Vec::with_capacity(payload.len() + ML_DSA_SIGNATURE + ED25519_SIGNATURE + 128);
    write_array(&mut out, 4);
    write_bytes(&mut out, &[]);
    write_map(&mut out, 0);
    write_bytes(&mut out, payload);
    write_array(&mut out, 2);
    for (header, signature) in [(&first, &ed25519[..]), (&second, &ml_dsa)] {
        write_array(&mut out, 3);
        write_bytes(&mut out, header);
        write_map(&mut out, 0);
        write_bytes(&mut out, signature);
    }
    Ok(out)
}

/// Checks a signed document: strict layout, known key, both signatures.
///
/// # Errors
/// [`CoseFault`].
pub fn verify(
    bytes: &[u8],
    domain: Domain,
    lookup: impl FnOnce(&KeyId) -> Option<VerifyingKey>,
) -> Result<Verified<'_>, CoseFault> {
    let unverified = Unverified::read(bytes)?;
    let key = lookup(&unverified.kid).ok_or(CoseFault::UnknownKey(unverified.kid))?;
    unverified.verify(domain, &key)
}

/// A signed document taken apart but not believed: good only for finding the key to check it with.
#[derive(Clone, Copy)]
pub struct Unverified<'a> {
    /// What claims to be signed.
    pub payload: &'a [u8],
    /// The key it claims to be signed with.
    pub kid: KeyId,
    ed25519: &'a [u8],
    ml_dsa: &'a [u8],
}

impl<'a> Unverified<'a> {
    /// Takes the document apart under the strict layout.
    ///
    /// # Errors
    /// [`CoseFault`], all but those about keys and signatures themselves.
    pub fn read(bytes: &'a [u8]) -> Result<Self, CoseFault> {
        let mut reader = Reader::new(bytes);
        parts(&mut reader, 4)?;
        if !reader.bytes()?.is_empty() {
            return Err(CoseFault::Header);
        }
        empty(&mut reader)?;
        let payload = reader.bytes()?;
        let count = reader.array()?;
        if count != 2 {
            return Err(CoseFault::Count(count));
        }
        let (first_kid, ed25519) = signature(&mut reader, ED25519, ED25519_SIGNATURE)?;
        let (kid, ml_dsa) = signature(&mut reader, ML_DSA_65, ML_DSA_SIGNATURE)?;
        reader.end()?;
        if kid != first_kid {
            return Err(CoseFault::TwoKeys);
        }
        Ok(Self {
            payload,
            kid,
            ed25519,
            ml_dsa,
        })
    }

    /// Checks both signatures with a key.
    ///
    /// # Errors
    /// [`CoseFault::Ed25519`] or [`CoseFault::MlDsa`] says which half does not hold.
    pub fn verify(self, domain: Domain, key: &VerifyingKey) -> Result<Verified<'a>, CoseFault> {
        let signed = signed_bytes(&header(ED25519, self.kid), domain, self.payload);
        if !key.holds_ed25519(&signed, self.ed25519) {
            return Err(CoseFault::Ed25519);
        }
        let signed = signed_bytes(&header(ML_DSA_65, self.kid), domain, self.payload);
        if !key.holds_ml_dsa(&signed, self.ml_dsa) {
            return Err(CoseFault::MlDsa);
        }
        Ok(Verified {
            payload: self.payload,
            kid: self.kid,
        })
    }
}

fn signature<'a>(
    reader: &mut Reader<'a>,
    algorithm: i64,
    len: usize,
) -> Result<(KeyId, &'a [u8]), CoseFault> {
    parts(reader, 3)?;
    let protected = reader.bytes()?;
    // The key id ends the only header we write: read it there, then compare the whole.
    let kid = protected
        .len()
        .checked_sub(32)
        .and_then(|at| KeyId::from_slice(&protected[at..]).ok())
        .ok_or(CoseFault::Header)?;
    if protected != header(algorithm, kid) {
        return Err(CoseFault::Header);
    }
    empty(reader)?;
    let signature = reader.bytes()?;
    if signature.len() != len {
        return Err(CoseFault::SignatureLength);
    }
    Ok((kid, signature))
}

/// A list of exactly so many parts.
fn parts(reader: &mut Reader<'_>, count: usize) -> Result<(), CoseFault> {
    match reader.array()? {
        n if n == count => Ok(()),
        _ => Err(CoseFault::Parts),
    }
}

fn empty(reader: &mut Reader<'_>) -> Result<(), CoseFault> {
    match reader.map() {
        Ok(0) => Ok(()),
        Ok(_) => Err(CoseFault::Unprotected),
        // A claim to hold more pairs than there are bytes is still not an empty header.
        Err(CborFault {
            what: Fault::Oversized,
            ..
        }) => Err(CoseFault::Unprotected),
        Err(fault) => Err(fault.into()),
    }
}

/// `{1: algorithm, 4: kid}`.
fn header(algorithm: i64, kid: KeyId) -> Vec<u8> {
    let mut out = Vec::with_capacity(40);
    write_map(&mut out, 2);
    write_int(&mut out, 1);
    write_int(&mut out, algorithm);
    write_int(&mut out, 4);
    write_bytes(&mut out, kid.as_bytes());
    out
}

/// The Sig_structure of RFC 9052, 4.4.
fn signed_bytes(header: &[u8], domain: Domain, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 128);
    write_array(&mut out, 5);
    write_text(&mut out, "Signature");
    write_bytes(&mut out, &[]);
    write_bytes(&mut out, header);
    write_bytes(&mut out, domain.bytes());
    write_bytes(&mut out, payload);
    out
}

#[cfg(test)]
mod tests {
    use coset::{Algorithm, CborSerializable as _, CoseSign, iana};

    use super::*;
    use crate::context::{Context, World};

    const RECEIPT: Domain = World::Live.domain(Context::Receipt);

    fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32]).expect("library works")
    }

    fn signed() -> (SigningKey, Vec<u8>) {
        let key = key();
        let bytes = sign(b"payload", &key, key.verifying().id(), RECEIPT).expect("signs");
        (key, bytes)
    }

    fn check<'a>(key: &SigningKey, bytes: &'a [u8]) -> Result<Verified<'a>, CoseFault> {
        verify(bytes, RECEIPT, |_| Some(key.verifying().clone()))
    }

    #[test]
    fn a_signed_document_is_verified_and_gives_its_payload() {
        let (key, bytes) = signed();
        let verified = check(&key, &bytes).expect("we signed it");
        assert_eq!(verified.payload, b"payload");
        assert_eq!(verified.kid, key.verifying().id());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let (key, bytes) = signed();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(check(&key, &damaged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_signature_for_one_use_or_world_counts_for_no_other() {
        let (key, bytes) = signed();
        for domain in [
            World::Live.domain(Context::Message),
            World::Exercise.domain(Context::Receipt),
        ] {
            let fault = verify(&bytes, domain, |_| Some(key.verifying().clone()));
            assert_eq!(fault, Err(CoseFault::Ed25519));
        }
    }

    #[test]
    fn both_halves_must_hold() {
        let (key, mut bytes) = signed();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(check(&key, &bytes), Err(CoseFault::MlDsa));
        let other = SigningKey::from_seed(&[8; 32]).expect("library works");
        let mixed = [
            &other.verifying().as_bytes()[..32],
            &key.verifying().as_bytes()[32..],
        ]
        .concat();
        let mixed = VerifyingKey::from_bytes(&mixed).expect("two good halves");
        let (_, bytes) = signed();
        assert_eq!(
            verify(&bytes, RECEIPT, |_| Some(mixed)),
            Err(CoseFault::Ed25519)
        );
    }

    #[test]
    fn an_unknown_key_is_named() {
        let (key, bytes) = signed();
        assert_eq!(
            verify(&bytes, RECEIPT, |_| None),
            Err(CoseFault::UnknownKey(key.verifying().id()))
        );
    }

    /// Another COSE implementation reads the same structure and the same signed bytes.
    #[test]
    fn coset_reads_what_we_write() {
        let (key, bytes) = signed();
        let theirs = CoseSign::from_slice(&bytes).expect("RFC 9052");
        assert_eq!(theirs.payload.as_deref(), Some(&b"payload"[..]));
        assert_eq!(theirs.signatures.len(), 2);
        assert_eq!(
            theirs.signatures[0].protected.header.alg,
            Some(Algorithm::Assigned(iana::Algorithm::Ed25519))
        );
        let first = theirs.verify_signature(0, RECEIPT.bytes(), |signature, message| {
            let holds = key.verifying().holds_ed25519(message, signature);
            holds.then_some(()).ok_or("Ed25519")
        });
        let second = theirs.verify_signature(1, RECEIPT.bytes(), |signature, message| {
            let holds = key.verifying().holds_ml_dsa(message, signature);
            holds.then_some(()).ok_or("ML-DSA-65")
        });
        assert_eq!((first, second), (Ok(()), Ok(())));
    }
}
