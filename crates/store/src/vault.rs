//! Keys at rest: every case has a random key of its own, and one key-encryption key opens them all.
//!
//! Destroying a case key makes the case unreadable in every copy of the database at once; that is
//! what erasure means here. Each sealed column is bound to its table, row and name, so a value moved
//! to another place does not open.
//!
//! ```text
//! sealed column = 01 ‖ nonce, 12 bytes ‖ AES-256-GCM ciphertext ‖ tag, 16 bytes
//! aad           = table length, 1 byte ‖ table ‖ id length, 4 bytes ‖ row id ‖ column
//! ```

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use zeroize::{Zeroize, Zeroizing};

/// First byte of a sealed column.
const LAYOUT: u8 = 1;
const TAG_LEN: usize = 16;

/// The key-encryption key of a node, as read from a sealed file or an HSM.
pub struct Kek {
    bytes: Zeroizing<[u8; 32]>,
    version: i64,
}

impl Kek {
    /// Takes the 32 bytes and the number of this key; a replaced key has a higher number.
    #[must_use]
    pub fn new(mut bytes: [u8; 32], version: u32) -> Self {
        let kept = Zeroizing::new(bytes);
        bytes.zeroize();
        Self {
            bytes: kept,
            version: i64::from(version),
        }
    }

    /// Its number.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The key that wraps case keys.
    pub(crate) fn wrapping(&self) -> SealKey {
        SealKey::new(&self.derive(b"comity/store/wrap/1"))
    }

    /// The key of the search index: it dies with this KEK, so an old copy of the index says nothing.
    pub(crate) fn search(&self) -> hmac::Key {
        hmac::Key::new(
            hmac::HMAC_SHA256,
            self.derive(b"comity/store/search/1").as_ref(),
        )
    }

    /// What the database remembers of the key, to tell a wrong key from damaged data.
    pub(crate) fn proof(&self) -> Vec<u8> {
        self.derive(b"comity/store/proof/1")[..16].to_vec()
    }

    fn derive(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        derive(self.bytes.as_ref(), purpose)
    }
}

impl std::fmt::Debug for Kek {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kek(version {})", self.version)
    }
}

/// One key for one purpose out of a secret.
pub(crate) fn derive(secret: &[u8], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), purpose);
    let mut out = Zeroizing::new([0; 32]);
    out.copy_from_slice(tag.as_ref());
    out
}

/// A sealed value did not open under the key and place it was read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DoesNotOpen;

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub(crate) struct NoRandom;

/// Random bytes fit for keys.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) id: &'a [u8],
    pub(crate) column: &'a str,
}

impl Place<'_> {
    fn aad(&self) -> Vec<u8> {
        let mut aad = Vec::with_capacity(5 + self.table.len() + self.id.len() + self.column.len());
        aad.push(u8::try_from(self.table.len()).expect("table names are short"));
        aad.extend_from_slice(self.table.as_bytes());
        aad.extend_from_slice(
            &u32::try_from(self.id.len())
                .expect("row ids are short")
                .to_be_bytes(),
        );
        aad.extend_from_slice(self.id);
        aad.extend_from_slice(self.column.as_bytes());
        aad
    }
}

/// An AES-256-GCM key that seals columns.
pub(crate) struct SealKey(LessSafeKey);

impl SealKey {
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        Self(LessSafeKey::new(
            UnboundKey::new(&AES_256_GCM, bytes).expect("AES-256 takes 32 bytes"),
        ))
    }

    /// Seals a value for one place. The nonce is random: a case key seals far fewer than 2³² values.
    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, NoRandom> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut out = Vec::with_capacity(1 + NONCE_LEN + plain.len() + TAG_LEN);
        out.push(LAYOUT);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plain);
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.aad()),
                &mut out[1 + NONCE_LEN..],
            )
            .expect("a row is far below the limit of AES-GCM");
        out.extend_from_slice(tag.as_ref());
        Ok(out)
    }

    /// Opens what [`Self::seal`] made for the same place.
    pub(crate) fn open(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
        let rest = sealed.strip_prefix(&[LAYOUT]).ok_or(DoesNotOpen)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or(DoesNotOpen)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| DoesNotOpen)?;
        let mut plain = Zeroizing::new(body.to_vec());
        let length = self
            .0
            .open_in_place(nonce, Aad::from(place.aad()), &mut plain)
            .map_err(|_| DoesNotOpen)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'_> = Place {
        table: "request",
        id: b"0123456789abcdef",
        column: "body",
    };

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place_and_unchanged() {
        let key = SealKey::new(&[7; 32]);
        let sealed = key.seal(HERE, b"named person").expect("random bytes");
        assert_eq!(
            key.open(HERE, &sealed).expect("opens").as_slice(),
            b"named person"
        );
        for place in [
            Place {
                table: "object",
                ..HERE
            },
            Place {
                id: b"0123456789abcdeF",
                ..HERE
            },
            Place {
                column: "words",
                ..HERE
            },
        ] {
            assert!(key.open(place, &sealed).is_err());
        }
        assert!(SealKey::new(&[8; 32]).open(HERE, &sealed).is_err());
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(key.open(HERE, &flipped).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(
                key.open(HERE, &sealed[..length]).is_err(),
                "cut to {length}"
            );
        }
    }
}
