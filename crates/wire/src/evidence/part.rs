//! The sealed part: what only recipients learn about an object.
//!
//! ```text
//! { 1: K (32 B), 2: name, 3: plaintext bytes, 4: SHA-256 of the plaintext, 5: acquisition,
//!   6: SHA-256 of the list of files, when several were packed }
//! acquisition = { 1: who, 2: tool, 3: device, 4: begun, 5: ended, 6: legal basis, 7: salt (32 B) }
//! ```
//! Of the acquisition only the salt must be there; times are milliseconds since 1970, UTC.
//! The manifest holds SHA-256 of these bytes, since AES-GCM does not commit to its key: without
//! that, one ciphertext could open as two different plaintexts for two recipients.

use std::fmt;

use comity_core::id::Digest;
use comity_core::time::Instant;
use zeroize::Zeroizing;

use super::layout::ContentKey;
use crate::cbor::{CborFault, Fields, Key, ShapeFault, Value, Wrong, decode, encode};
use crate::hash::sha256;

/// Longest text of a sealed part, in bytes.
const MAX_TEXT: usize = 4096;

/// How the evidence came to be: who took it from where, with what, when and by which law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acquisition {
    /// The person or office.
    pub who: Option<String>,
    /// The program and its version.
    pub tool: Option<String>,
    /// The device or system it was taken from.
    pub device: Option<String>,
    /// When taking it began.
    pub begun: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// The order or article it rests on.
    pub basis: Option<String>,
}

/// What only recipients learn.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPart {
    /// The object's key.
    pub key: ContentKey,
    /// The file's name, one plain path part; for packed files a label.
    pub name: String,
    /// Plaintext bytes.
    pub bytes: u64,
    /// SHA-256 of the plaintext.
    pub sha256: Digest,
    /// How it came to be.
    pub acquisition: Acquisition,
    /// Random, so that nobody who guesses the rest can confirm it from `sealed_hash`.
    pub salt: [u8; 32],
    /// SHA-256 of the list of packed files; `None` for a single file.
    pub list: Option<Digest>,
}

/// Why the bytes are no sealed part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartFault {
    /// Not the one spelling of CBOR.
    #[error(transparent)]
    Cbor(#[from] CborFault),
    /// A field is missing, unknown or of another kind.
    #[error(transparent)]
    Shape(#[from] ShapeFault),
}

impl PartFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cbor(fault) => fault.code(),
            Self::Shape(fault) => fault.code(),
        }
    }
}

impl SealedPart {
    /// The bytes that are wrapped and whose hash is signed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let taken = &self.acquisition;
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let time = |at: &Option<Instant>| at.map(|at| Value::from(at.millis()));
        let acquisition = present([
            (1, text(&taken.who)),
            (2, text(&taken.tool)),
            (3, text(&taken.device)),
            (4, time(&taken.begun)),
            (5, time(&taken.ended)),
            (6, text(&taken.basis)),
            (7, Some(Value::bytes(self.salt))),
        ]);
        Zeroizing::new(encode(&present([
            (1, Some(Value::bytes(*self.key.as_bytes()))),
            (2, Some(Value::from(self.name.as_str()))),
            (3, Some(Value::from(self.bytes))),
            (4, Some(Value::bytes(*self.sha256.as_bytes()))),
            (5, Some(acquisition)),
            (6, self.list.map(|list| Value::bytes(*list.as_bytes()))),
        ])))
    }

    /// Reads what a wrap held.
    ///
    /// # Errors
    /// [`PartFault`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PartFault> {
        let mut part = Fields::open("sealed", decode(bytes)?)?;
        let key = array(&mut part, 1)?;
        let name = part.text(2_u64)?;
        if !is_plain_name(&name) {
            return Err(part.fault(2, Wrong::Value).into());
        }
        let bytes = part.uint(3_u64)?;
        let sha256 = part.digest(4_u64)?;
        let mut taken = Fields::open("sealed.acquisition", part.value(5_u64)?)?;
        let list = part.optional(6_u64, Fields::digest)?;
        part.end()?;
        let acquisition = Acquisition {
            who: short(&mut taken, 1)?,
            tool: short(&mut taken, 2)?,
            device: short(&mut taken, 3)?,
            begun: taken.optional(4_u64, Fields::instant)?,
            ended: taken.optional(5_u64, Fields::instant)?,
            basis: short(&mut taken, 6)?,
        };
        let salt = array(&mut taken, 7)?;
        taken.end()?;
        let key = ContentKey::from_bytes(key);
        Ok(Self {
            key,
            name,
            bytes,
            sha256,
            acquisition,
            salt,
            list,
        })
    }

    /// What the manifest states about these bytes.
    #[must_use]
    pub fn hash_of(bytes: &[u8]) -> Digest {
        sha256(bytes)
    }
}

impl fmt::Debug for SealedPart {
    /// Without the key; the name is case data and stays out of logs too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedPart({} bytes)", self.bytes)
    }
}

/// Whether a name is one plain part of a path, safe to write into any folder.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..")
        && name.len() <= 255
        && !name
            .chars()
            .any(|letter| matches!(letter, '/' | '\\') || letter.is_control())
}

fn present<const N: usize>(pairs: [(u64, Option<Value>); N]) -> Value {
    let there = pairs
        .into_iter()
        .filter_map(|(key, value)| Some((Key::from(key), value?)));
    Value::Map(there.collect())
}

fn array(fields: &mut Fields, key: u64) -> Result<[u8; 32], ShapeFault> {
    fields
        .id(key, Digest::from_slice)
        .map(|bytes| *bytes.as_bytes())
}

fn short(fields: &mut Fields, key: u64) -> Result<Option<String>, ShapeFault> {
    let text = fields.optional(key, Fields::text)?;
    match &text {
        Some(long) if long.len() > MAX_TEXT => Err(fields.fault(key, Wrong::Value)),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> SealedPart {
        SealedPart {
            key: ContentKey::from_bytes([1; 32]),
            name: "subscriber.csv".into(),
            bytes: 5,
            sha256: sha256(b"plain"),
            acquisition: Acquisition {
                who: Some("XB/provider/records".into()),
                begun: Some(Instant(1_800_000_000_000)),
                ..Acquisition::default()
            },
            salt: [2; 32],
            list: None,
        }
    }

    #[test]
    fn a_sealed_part_is_read_back_as_it_was_and_never_printed() {
        for list in [None, Some(sha256(b"list"))] {
            let part = SealedPart { list, ..part() };
            assert_eq!(SealedPart::parse(&part.to_bytes()), Ok(part.clone()));
            assert!(!format!("{part:?}").contains("subscriber"));
        }
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in ["", ".", "..", "a/b", "a\\b", "a\nb", "\u{0}"] {
            let bad = SealedPart {
                name: name.into(),
                ..part()
            };
            assert!(SealedPart::parse(&bad.to_bytes()).is_err(), "{name:?}");
        }
    }
}
