//! A sealed key file: secrets at rest under a passphrase.
//!
//! ```text
//! "COMITYK" ‖ version 1 ‖ length of head (u16, big-endian) ‖ head ‖ ciphertext ‖ tag (16)
//!          ‖ SHA-256 of all before (32)
//! head = dCBOR { 1: what it holds, 2: memory (KiB), 3: passes, 4: lanes, 5: salt (16), 6: nonce (12) }
//! key  = Argon2id( passphrase, salt )          AES-256-GCM, aad = all before the ciphertext
//! ```
//! The hash at the end protects nothing: it tells a damaged file from a wrong passphrase, so that a
//! tired person does not type a right passphrase ten times into a broken file.
//!
//! # Source
//! RFC 9106 (Argon2id); NIST SP 800-38D (AES-GCM).

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::cbor::{Fields, Value, Wrong, decode, encode};
use crate::hash::sha256;
use crate::keys::{KeyFault, random};

const MAGIC: &[u8; 7] = b"COMITYK";
const VERSION: u8 = 1;
/// Largest key file.
const LARGEST: usize = 1 << 20;

/// What trying one passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// For keys of real nodes and officers: about a tenth of a second.
    ///
    /// # Source
    /// RFC 9106, 4, second recommended option.
    pub const LIVE: Self = Self {
        memory_kib: 64 << 10,
        passes: 3,
        lanes: 4,
    };
    /// For exercises, whose keys open nothing real.
    pub const EXERCISE: Self = Self {
        memory_kib: 8 << 10,
        passes: 1,
        lanes: 1,
    };

    /// A file may not ask for more work than a machine can do.
    fn is_sane(self) -> bool {
        (8 << 10..=1 << 20).contains(&self.memory_kib)
            && (1..=16).contains(&self.passes)
            && (1..=16).contains(&self.lanes)
    }
}

/// Why a key file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretFileFault {
    /// The file is something else.
    #[error("this is not a key file of Comity")]
    NotAKeyFile,
    /// Written by a later version.
    #[error("this key file has version {0}, which this program does not know; use a newer program")]
    Version(u8),
    /// Bytes are missing or changed.
    #[error("this key file is damaged: take it from the back-up")]
    Damaged,
    /// The passphrase is another one.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// It holds something else than what was asked for.
    #[error("this key file holds another kind of key")]
    OtherKind,
    /// The library failed, or there is not enough memory.
    #[error("the cryptographic library failed, or there is not enough memory")]
    Machine,
}

impl SecretFileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAKeyFile => "keyfile.not_a_key_file",
            Self::Version(_) => "keyfile.version",
            Self::Damaged => "keyfile.damaged",
            Self::WrongPassphrase => "keyfile.wrong_passphrase",
            Self::OtherKind => "keyfile.other_kind",
            Self::Machine => "keyfile.machine",
        }
    }
}

impl From<KeyFault> for SecretFileFault {
    fn from(_: KeyFault) -> Self {
        Self::Machine
    }
}

/// Seals a secret of a kind (`node`, `authority`, `officer`, …) under a passphrase.
///
/// # Errors
/// [`SecretFileFault::Machine`].
pub fn seal(
    kind: &str,
    secret: &[u8],
    passphrase: &[u8],
    cost: Cost,
) -> Result<Vec<u8>, SecretFileFault> {
    let (salt, nonce) = (random::<16>()?, random::<12>()?);
    let head = encode(&Value::map([
        (1_u64, Value::from(kind)),
        (2, Value::from(u64::from(cost.memory_kib))),
        (3, Value::from(u64::from(cost.passes))),
        (4, Value::from(u64::from(cost.lanes))),
        (5, Value::bytes(salt)),
        (6, Value::bytes(nonce)),
    ]));
    let head_len = u16::try_from(head.len()).map_err(|_| SecretFileFault::Machine)?;
    let mut out = MAGIC.to_vec();
    out.push(VERSION);
    out.extend_from_slice(&head_len.to_be_bytes());
    out.extend_from_slice(&head);
    let key = derive(passphrase, &salt, cost)?;
    let mut text = Zeroizing::new(secret.to_vec());
    let tag = key
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(&out),
            &mut text,
        )
        .map_err(|_| SecretFileFault::Machine)?;
    out.extend_from_slice(&text);
    out.extend_from_slice(tag.as_ref());
    let sum = sha256(&out);
    out.extend_from_slice(sum.as_bytes());
    Ok(out)
}

/// What a key file says without its passphrase.
struct Parsed<'a> {
    kind: String,
    cost: Cost,
    salt: [u8; 16],
    nonce: [u8; 12],
    before: &'a [u8],
    sealed: &'a [u8],
}

/// What a key file holds, without opening it.
///
/// # Errors
/// [`SecretFileFault`].
pub fn kind(bytes: &[u8]) -> Result<String, SecretFileFault> {
    Ok(parse(bytes)?.kind)
}

/// Opens a key file of a kind.
///
/// # Errors
/// [`SecretFileFault`]; damage is told before the passphrase is tried.
pub fn open(
    kind: &str,
    bytes: &[u8],
    passphrase: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SecretFileFault> {
    let parsed = parse(bytes)?;
    if parsed.kind != kind {
        return Err(SecretFileFault::OtherKind);
    }
    let key = derive(passphrase, &parsed.salt, parsed.cost)?;
    let mut text = Zeroizing::new(parsed.sealed.to_vec());
    let len = key
        .open_in_place(
            Nonce::assume_unique_for_key(parsed.nonce),
            Aad::from(parsed.before),
            &mut text,
        )
        .map_err(|_| SecretFileFault::WrongPassphrase)?
        .len();
    text.truncate(len);
    Ok(text)
}

fn parse(bytes: &[u8]) -> Result<Parsed<'_>, SecretFileFault> {
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or(SecretFileFault::NotAKeyFile)?;
    let (version, _) = rest.split_first().ok_or(SecretFileFault::Damaged)?;
    if *version != VERSION {
        return Err(SecretFileFault::Version(*version));
    }
    let (body, sum) = bytes
        .split_last_chunk::<32>()
        .ok_or(SecretFileFault::Damaged)?;
    if bytes.len() > LARGEST || sha256(body).as_bytes() != sum {
        return Err(SecretFileFault::Damaged);
    }
    let head_at = MAGIC.len() + 3;
    let head_len = body
        .get(head_at - 2..head_at)
        .and_then(|len| len.try_into().ok())
        .map(u16::from_be_bytes)
        .ok_or(SecretFileFault::Damaged)?;
    let sealed_at = head_at + usize::from(head_len);
    let head = body
        .get(head_at..sealed_at)
        .ok_or(SecretFileFault::Damaged)?;
    let head = decode(head).map_err(|_| SecretFileFault::Damaged)?;
    let read = || {
        let mut fields = Fields::open("keyfile", head)?;
        let small = |f: &mut Fields, key: u64| {
            u32::try_from(f.uint(key)?).map_err(|_| f.fault(key, Wrong::Value))
        };
        let parsed = Parsed {
            kind: fields.text(1_u64)?,
            cost: Cost {
                memory_kib: small(&mut fields, 2)?,
                passes: small(&mut fields, 3)?,
                lanes: small(&mut fields, 4)?,
            },
            salt: fixed(&mut fields, 5)?,
            nonce: fixed(&mut fields, 6)?,
            before: &body[..sealed_at],
            sealed: &body[sealed_at..],
        };
        fields.end()?;
        Ok::<_, crate::cbor::ShapeFault>(parsed)
    };
    read()
        .ok()
        .filter(|parsed| parsed.cost.is_sane())
        .ok_or(SecretFileFault::Damaged)
}

fn fixed<const N: usize>(
    fields: &mut Fields,
    key: u64,
) -> Result<[u8; N], crate::cbor::ShapeFault> {
    fields
        .bytes(key)?
        .try_into()
        .map_err(|_| fields.fault(key, Wrong::Value))
}

fn derive(passphrase: &[u8], salt: &[u8], cost: Cost) -> Result<LessSafeKey, SecretFileFault> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| SecretFileFault::Machine)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, &mut *key)
        .map_err(|_| SecretFileFault::Machine)?;
    let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(|_| SecretFileFault::Machine)?;
    Ok(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        seal("node", b"seed", b"correct horse", Cost::EXERCISE).expect("seals")
    }

    #[test]
    fn a_key_file_opens_with_its_passphrase_and_says_what_it_holds() {
        let file = file();
        assert_eq!(kind(&file).as_deref(), Ok("node"));
        let secret = open("node", &file, b"correct horse").expect("opens");
        assert_eq!(&**secret, b"seed");
        let wrong = open("node", &file, b"correct hors");
        assert_eq!(wrong, Err(SecretFileFault::WrongPassphrase));
        let other = open("officer", &file, b"correct horse");
        assert_eq!(other, Err(SecretFileFault::OtherKind));
    }

    #[test]
    fn damage_is_told_from_a_wrong_passphrase() {
        let good = file();
        for bit in 64..good.len() * 8 {
            let mut damaged = good.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(kind(&damaged), Err(SecretFileFault::Damaged), "bit {bit}");
        }
        for len in 8..good.len() {
            assert_eq!(kind(&good[..len]), Err(SecretFileFault::Damaged));
        }
        assert_eq!(kind(b"-----BEGIN"), Err(SecretFileFault::NotAKeyFile));
        let mut later = good;
        later[7] = 2;
        assert_eq!(kind(&later), Err(SecretFileFault::Version(2)));
    }

    #[test]
    fn a_file_cannot_make_the_machine_work_without_end() {
        let cost = Cost {
            memory_kib: u32::MAX,
            ..Cost::EXERCISE
        };
        assert!(!cost.is_sane());
        assert!(Cost::LIVE.is_sane() && Cost::EXERCISE.is_sane());
    }
}
