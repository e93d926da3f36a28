//! The sealed envelope: a signed message for one node, readable by nobody on the way.
//!
//! ```text
//! Sealed = [ 1, 1, to, kid of E (32), encapsulated key (1120), ciphertext ‖ tag (16) ]
//! plaintext = length of inner (u32, big-endian) ‖ inner ‖ zeros, to 4, 16, 64, 256 KiB or 1 MiB
//! aad = dCBOR [ 1, 1, to, kid ]        HPKE info = comity/env/1
//! ```
//! The first number is the version, the second the suite. The plaintext fills the smallest size that
//! holds it, and the zeros are checked: padding has one spelling too and hides nothing.

use comity_core::id::{Digest, NodeId};
use zeroize::Zeroizing;

use crate::cbor::{
    CborFault, Reader, write_array, write_bytes, write_bytes_head, write_int, write_text,
};
use crate::context::{Context, World};
use crate::hash::sha256;
use crate::keys::{KeyFault, KeyId};
use crate::limits;
use crate::refusal::RefusalCode;
use crate::sealing::{ENCAPSULATED, SealingKey, SealingPublic, TAG};

/// The version and the suite of this protocol.
pub const VERSION: u64 = 1;
/// Suite 1: Ed25519 with ML-DSA-65, X-Wing, HKDF-SHA256, AES-256-GCM, SHA-256.
pub const SUITE: u64 = 1;

/// The sizes a plaintext is padded to.
pub const BUCKETS: [usize; 5] = [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20];

/// Why an envelope was not sealed or not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeFault {
    /// Larger than the largest envelope.
    #[error("larger than an envelope may be")]
    TooLarge,
    /// Not in the one spelling.
    #[error(transparent)]
    Cbor(#[from] CborFault),
    /// Not six parts.
    #[error("an envelope has six parts")]
    Parts,
    /// Another version of the protocol.
    #[error("version {0} is not known here")]
    Version(u64),
    /// Another suite.
    #[error("suite {0} is not known here")]
    Suite(u64),
    /// The addressee is no node name, or a key id or encapsulated key has another length.
    #[error("field {0} of the envelope is malformed")]
    Field(&'static str),
    /// The ciphertext has none of the allowed sizes.
    #[error("the ciphertext has none of the allowed sizes")]
    Size,
    /// Sealed to a key that we do not hold (any more).
    #[error("sealed to the key {0}, which is not held here")]
    UnknownKey(KeyId),
    /// It does not open: damaged, or sealed for another world.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The padding is not zeros, or not the least that was needed.
    #[error("the padding is not as it must be")]
    Padding,
}

impl EnvelopeFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "envelope.too_large",
            Self::Cbor(fault) => fault.code(),
            Self::Parts => "envelope.parts",
            Self::Version(_) => "envelope.version",
            Self::Suite(_) => "envelope.suite",
            Self::Field(_) => "envelope.field",
            Self::Size => "envelope.size",
            Self::UnknownKey(_) => "envelope.unknown_key",
            Self::Key(fault) => fault.code(),
            Self::Padding => "envelope.padding",
        }
    }

    /// The refusal it leads to.
    #[must_use]
    pub const fn refusal(&self) -> RefusalCode {
        match self {
            Self::TooLarge => RefusalCode::TooLarge,
            Self::Version(_) | Self::Suite(_) => RefusalCode::Unsupported,
            Self::UnknownKey(_) => RefusalCode::StaleKey,
            Self::Cbor(_)
            | Self::Parts
            | Self::Field(_)
            | Self::Size
            | Self::Key(_)
            | Self::Padding => RefusalCode::BadSignature,
        }
    }
}

/// Seals a signed message for a node. The same message sealed twice gives other bytes, so what is to
/// be sent is stored before the first attempt.
///
/// # Errors
/// [`EnvelopeFault::TooLarge`], or [`EnvelopeFault::Key`] when the library fails.
pub fn seal(
    inner: &[u8],
    to: &NodeId,
    key: &SealingPublic,
    world: World,
) -> Result<Vec<u8>, EnvelopeFault> {
    let bucket = bucket(inner.len()).ok_or(EnvelopeFault::TooLarge)?;
    let length = u32::try_from(inner.len()).map_err(|_| EnvelopeFault::TooLarge)?;
    let frame = frame(to, key.id());
    let mut out = Vec::with_capacity(frame.len() + ENCAPSULATED + bucket + TAG + 16);
    write_array(&mut out, 6);
    out.extend_from_slice(&frame[1..]);
    write_bytes(&mut out, &[0; ENCAPSULATED]);
    let encapsulated_at = out.len() - ENCAPSULATED;
    // The ciphertext's length counts the tag, which is appended at the end.
    write_bytes_head(&mut out, bucket + TAG);
    let text_at = out.len();
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(inner);
    out.resize(text_at + bucket, 0);
    let domain = world.domain(Context::Envelope);
    let (encapsulated, tag) = key.seal_in_place(domain, &frame, &mut out[text_at..])?;
    out[encapsulated_at..encapsulated_at + ENCAPSULATED].copy_from_slice(&encapsulated);
    out.extend_from_slice(&tag);
    Ok(out)
}

/// An envelope taken apart, not yet opened.
#[derive(Clone)]
pub struct Outer<'a> {
    /// The addressee.
    pub to: NodeId,
    /// The key it is sealed to.
    pub kid: KeyId,
    bytes: &'a [u8],
    encapsulated: &'a [u8],
    ciphertext: &'a [u8],
}

/// The signed message from an opened envelope. Overwritten when dropped.
pub struct Opened {
    text: Zeroizing<Vec<u8>>,
    len: usize,
}

impl Opened {
    /// The signed message.
    #[must_use]
    pub fn inner(&self) -> &[u8] {
        &self.text[4..4 + self.len]
    }
}

impl<'a> Outer<'a> {
    /// Takes an envelope apart; cheap, before any cryptography.
    ///
    /// # Errors
    /// [`EnvelopeFault`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, EnvelopeFault> {
        if bytes.len() > limits::SEALED {
            return Err(EnvelopeFault::TooLarge);
        }
        let mut reader = Reader::new(bytes);
        if reader.array()? != 6 {
            return Err(EnvelopeFault::Parts);
        }
        let version = reader.uint()?;
        if version != VERSION {
            return Err(EnvelopeFault::Version(version));
        }
        let suite = reader.uint()?;
        if suite != SUITE {
            return Err(EnvelopeFault::Suite(suite));
        }
        let to = reader
            .text()?
            .parse()
            .map_err(|_| EnvelopeFault::Field("to"))?;
        let kid = KeyId::from_slice(reader.bytes()?).map_err(|_| EnvelopeFault::Field("kid"))?;
        let encapsulated = reader.bytes()?;
        if encapsulated.len() != ENCAPSULATED {
            return Err(EnvelopeFault::Field("encapsulated key"));
        }
        let ciphertext = reader.bytes()?;
        reader.end()?;
        if !BUCKETS.iter().any(|size| size + TAG == ciphertext.len()) {
            return Err(EnvelopeFault::Size);
        }
        Ok(Self {
            to,
            kid,
            bytes,
            encapsulated,
            ciphertext,
        })
    }

    /// SHA-256 of the whole envelope: its name in receipts and refusals.
    #[must_use]
    pub fn digest(&self) -> Digest {
        sha256(self.bytes)
    }

    /// Opens the envelope with the key that it names.
    ///
    /// # Errors
    /// [`EnvelopeFault`].
    pub fn open(&self, key: &SealingKey, world: World) -> Result<Opened, EnvelopeFault> {
        if key.public().id() != self.kid {
            return Err(EnvelopeFault::UnknownKey(self.kid));
        }
        let mut text = Zeroizing::new(self.ciphertext.to_vec());
        let domain = world.domain(Context::Envelope);
        let frame = frame(&self.to, self.kid);
        let size = key
            .open_in_place(domain, &frame, self.encapsulated, &mut text)?
            .len();
        text.truncate(size);
        let (length, rest) = text
            .split_first_chunk::<4>()
            .ok_or(EnvelopeFault::Padding)?;
        let len = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let zeros = rest.get(len..).ok_or(EnvelopeFault::Padding)?;
        if bucket(len) != Some(size) || zeros.iter().any(|b| *b != 0) {
            return Err(EnvelopeFault::Padding);
        }
        Ok(Opened { text, len })
    }
}

/// [`Outer::read`] and [`Outer::open`] at once; `lookup` gives the secret key for a key id.
///
/// # Errors
/// [`EnvelopeFault`].
pub fn open<'k>(
    bytes: &[u8],
    world: World,
    lookup: impl FnOnce(&KeyId) -> Option<&'k SealingKey>,
) -> Result<Opened, EnvelopeFault> {
    let outer = Outer::read(bytes)?;
    let key = lookup(&outer.kid).ok_or(EnvelopeFault::UnknownKey(outer.kid))?;
    outer.open(key, world)
}

/// The smallest size that holds a message of so many bytes and its length.
fn bucket(inner: usize) -> Option<usize> {
    BUCKETS
        .into_iter()
        .find(|size| inner.checked_add(4).is_some_and(|needed| needed <= *size))
}

/// `[ 1, 1, to, kid ]`, what the ciphertext is bound to.
fn frame(to: &NodeId, kid: KeyId) -> Vec<u8> {
    let mut out = Vec::with_capacity(160);
    write_array(&mut out, 4);
    write_int(&mut out, VERSION.cast_signed());
    write_int(&mut out, SUITE.cast_signed());
    write_text(&mut out, to.as_str());
    write_bytes(&mut out, kid.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: World = World::Exercise;

    fn node() -> NodeId {
        "XB/justice/central".parse().expect("well formed")
    }

    fn key() -> SealingKey {
        SealingKey::from_seed(&[5; 32]).expect("library works")
    }

    fn sealed(inner: &[u8]) -> Vec<u8> {
        seal(inner, &node(), key().public(), WORLD).expect("seals")
    }

    fn fault(bytes: &[u8]) -> EnvelopeFault {
        let key = key();
        match open(bytes, WORLD, |kid| {
            (*kid == key.public().id()).then_some(&key)
        }) {
            Err(fault) => fault,
            Ok(_) => panic!("must be refused"),
        }
    }

    #[test]
    fn what_was_sealed_is_opened_at_every_size() {
        for len in [0, 1, 4092, 4093, 16_380, 16_381, 200_000, limits::INNER] {
            let inner = vec![7; len];
            let bytes = sealed(&inner);
            assert_eq!(crate::cbor::check(&bytes), Ok(()));
            assert!(bytes.len() <= limits::SEALED);
            let outer = Outer::read(&bytes).expect("we sealed it");
            assert_eq!(outer.to, node());
            let opened = outer.open(&key(), WORLD).expect("opens");
            assert_eq!(opened.inner(), inner, "{len}");
        }
        let too_large = seal(&vec![0; limits::INNER + 1], &node(), key().public(), WORLD);
        assert_eq!(too_large, Err(EnvelopeFault::TooLarge));
    }

    #[test]
    fn the_size_tells_only_the_bucket() {
        assert_eq!(sealed(&[1; 10]).len(), sealed(&[1; 4000]).len());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let good = sealed(b"inner");
        let key = key();
        // The head of the envelope bit by bit, the long ciphertext at every 61st bit.
        let head = 1300 * 8;
        for bit in (0..head).chain((head..good.len() * 8).step_by(61)) {
            let mut bytes = good.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&bytes, WORLD, |_| Some(&key)).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_readdressed_envelope_and_one_of_another_world_stay_closed() {
        let bytes = sealed(b"inner");
        let mut moved = bytes.clone();
        let at = moved
            .windows(2)
            .position(|w| w == b"XB")
            .expect("addressee");
        moved[at + 1] = b'C';
        assert_eq!(fault(&moved), EnvelopeFault::Key(KeyFault::Closed));
        let other_world = open(&bytes, World::Live, |_| None);
        assert!(other_world.is_err());
        let other_world = Outer::read(&bytes)
            .expect("readable")
            .open(&key(), World::Live);
        assert_eq!(
            other_world.err(),
            Some(EnvelopeFault::Key(KeyFault::Closed))
        );
    }

    #[test]
    fn padding_that_hides_something_or_is_longer_than_needed_is_refused() {
        let key = key();
        let craft = |len: u32, text: Vec<u8>| {
            let mut text = [&len.to_be_bytes()[..], &text].concat();
            let frame = frame(&node(), key.public().id());
            let domain = WORLD.domain(Context::Envelope);
            let (encapsulated, tag) = key
                .public()
                .seal_in_place(domain, &frame, &mut text)
                .expect("seals");
            text.extend_from_slice(&tag);
            let mut out = vec![0x86];
            out.extend_from_slice(&frame[1..]);
            write_bytes(&mut out, &encapsulated);
            write_bytes(&mut out, &text);
            out
        };
        let mut hidden = vec![0; 4092];
        hidden[4091] = 1;
        assert_eq!(fault(&craft(5, hidden)), EnvelopeFault::Padding);
        assert_eq!(fault(&craft(5, vec![0; 16_380])), EnvelopeFault::Padding);
        assert_eq!(fault(&craft(4093, vec![0; 4092])), EnvelopeFault::Padding);
        assert_eq!(
            fault(&craft(u32::MAX, vec![0; 4092])),
            EnvelopeFault::Padding
        );
        assert_eq!(fault(&craft(5, vec![0; 4000])), EnvelopeFault::Size);
    }

    #[test]
    fn another_version_or_suite_or_an_unknown_key_is_named() {
        let good = sealed(b"inner");
        for (at, value, expected) in [
            (1, 0, EnvelopeFault::Version(0)),
            (1, 2, EnvelopeFault::Version(2)),
            (2, 0, EnvelopeFault::Suite(0)),
            (2, 23, EnvelopeFault::Suite(23)),
            (0, 0x85, EnvelopeFault::Parts),
        ] {
            let mut bytes = good.clone();
            bytes[at] = value;
            assert_eq!(fault(&bytes), expected);
        }
        assert!(matches!(
            open(&good, WORLD, |_| None).err(),
            Some(EnvelopeFault::UnknownKey(_))
        ));
        let huge = vec![0; limits::SEALED + 1];
        assert_eq!(fault(&huge), EnvelopeFault::TooLarge);
    }
}
