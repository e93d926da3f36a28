//! What a package carries: messages with their answers, register entries with their paths, objects.

use comity_core::id::Digest;

use super::{digests, list};
use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::limits;

/// No path in a tree of at most 2⁶⁴ leaves is longer.
const MAX_PATH: usize = 64;
/// Largest register entry.
const MAX_EVENT: usize = 4 << 20;

/// A signed message with what its addressees answered. Who sent it stands in the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedMessage {
    /// The signed bytes.
    pub inner: Vec<u8>,
    /// The receipts or refusals, one for each addressee that answered; our own for what came to us.
    pub answers: Vec<PackedAnswer>,
}

/// What came back for one envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedAnswer {
    /// SHA-256 of the envelope.
    pub sealed: Digest,
    /// The signed receipt or refusal.
    pub answer: Vec<u8>,
}

/// A register entry, opened, and its way to the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedEntry {
    /// Place of its leaf in the log.
    pub index: u64,
    /// What opens the leaf.
    pub salt: [u8; 32],
    /// The event, JSON text, as the leaf commits to it.
    pub event: Vec<u8>,
    /// The leaf record.
    pub leaf: Vec<u8>,
    /// Sibling hashes up to the root of the checkpoint, lowest first.
    pub path: Vec<Digest>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedObject {
    /// The signed manifest.
    pub manifest: Vec<u8>,
    /// Name and SHA-256 of the plaintext, where the node has opened it.
    pub plain: Option<(String, Digest)>,
}

impl PackedMessage {
    pub(super) fn to_value(&self) -> Value {
        let mut pairs = vec![(1_u64, Value::bytes(self.inner.clone()))];
        if !self.answers.is_empty() {
            let answers = self.answers.iter().map(|one| {
                Value::map([
                    (1_u64, Value::bytes(*one.sealed.as_bytes())),
                    (2, Value::bytes(one.answer.clone())),
                ])
            });
            pairs.push((2, Value::array(answers)));
        }
        Value::map(pairs)
    }

    pub(super) fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("proof.6", value)?;
        let inner = fields.bytes(1_u64)?;
        if inner.len() > limits::INNER {
            return Err(fields.fault(1, Wrong::Value));
        }
        let answers = fields.optional(2_u64, |fields, _| {
            list(fields, 2, limits::RECIPIENTS, |value| {
                let mut fields = Fields::open("proof.6.2", value)?;
                let answer = PackedAnswer {
                    sealed: fields.digest(1_u64)?,
                    answer: fields.bytes(2_u64)?,
                };
                fields.end()?;
                Ok(answer)
            })
        })?;
        fields.end()?;
        Ok(Self {
            inner,
            answers: answers.unwrap_or_default(),
        })
    }
}

impl PackedEntry {
    pub(super) fn to_value(&self) -> Value {
        let path = self.path.iter().map(|hash| Value::bytes(*hash.as_bytes()));
        Value::map([
            (1_u64, Value::Uint(self.index)),
            (2, Value::bytes(self.salt)),
            (3, Value::bytes(self.event.clone())),
            (4, Value::bytes(self.leaf.clone())),
            (5, Value::array(path)),
        ])
    }

    pub(super) fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("proof.7", value)?;
        let entry = Self {
            index: fields.uint(1_u64)?,
            salt: *fields.digest(2_u64)?.as_bytes(),
            event: fields.bytes(3_u64)?,
            leaf: fields.bytes(4_u64)?,
            path: digests(&mut fields, 5, MAX_PATH)?,
        };
        if entry.event.len() > MAX_EVENT {
            return Err(fields.fault(3, Wrong::Value));
        }
        fields.end()?;
        Ok(entry)
    }
}

impl PackedObject {
    pub(super) fn to_value(&self) -> Value {
        let mut pairs = vec![(1_u64, Value::bytes(self.manifest.clone()))];
        if let Some((name, sha256)) = &self.plain {
            pairs.push((2, Value::from(name.as_str())));
            pairs.push((3, Value::bytes(*sha256.as_bytes())));
        }
        Value::map(pairs)
    }

    pub(super) fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("proof.9", value)?;
        let manifest = fields.bytes(1_u64)?;
        let name = fields.optional(2_u64, Fields::text)?;
        let sha256 = fields.optional(3_u64, Fields::digest)?;
        let plain = match (name, sha256) {
            (Some(name), Some(sha256)) => Some((name, sha256)),
            (None, None) => None,
            (Some(_), None) => return Err(fields.fault(3, Wrong::Missing)),
            (None, Some(_)) => return Err(fields.fault(2, Wrong::Missing)),
        };
        if plain.as_ref().is_some_and(|(name, _)| !plain_name(name)) {
            return Err(fields.fault(2, Wrong::Value));
        }
        fields.end()?;
        Ok(Self { manifest, plain })
    }
}

/// One plain part of a path, as the sealed part has it: whoever looks for the file beside the
/// package is not led elsewhere.
fn plain_name(name: &str) -> bool {
    (1..=255).contains(&name.len())
        && name != "."
        && name != ".."
        && !name
            .chars()
            .any(|c| matches!(c, '/' | '\\') || c.is_control())
}
