//! Reading a payload: strict, bounded, one fault for each thing that can be wrong.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::{Digest, MsgId, NodeId, ObjectId, ThreadId};

use super::{Action, Attachment, DirectoryVersion, Payload, Urgency};
use crate::assertion::Proof;
use crate::cbor::{CborFault, Fields, Key, ShapeFault, Value, Wrong, decode};
use crate::limits;
use crate::refusal::RefusalCode;

/// Why a payload was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadFault {
    /// Larger than the largest message.
    #[error("larger than a message may be")]
    TooLarge,
    /// Not in the one spelling.
    #[error(transparent)]
    Cbor(#[from] CborFault),
    /// A field is missing, of another type or has a value that is not allowed.
    #[error(transparent)]
    Shape(#[from] ShapeFault),
    /// A field that is reserved, or a key that is no number.
    #[error("field {0} is reserved")]
    Reserved(String),
    /// A critical extension that this version does not know.
    #[error("needs extension {0}, which is not known here")]
    Critical(u64),
    /// More recipients, attachments or proofs than allowed.
    #[error("more {0} than a message may have")]
    TooMany(&'static str),
    /// `expires` does not come after `created`.
    #[error("it expires before it was created")]
    Backwards,
    /// `prev` is there at the first place, or missing at a later one, or the place is 0.
    #[error("its place in the thread and its predecessor do not agree")]
    Place,
}

impl PayloadFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "payload.too_large",
            Self::Cbor(fault) => fault.code(),
            Self::Shape(fault) => fault.code(),
            Self::Reserved(_) => "payload.reserved",
            Self::Critical(_) => "payload.critical",
            Self::TooMany(_) => "payload.too_many",
            Self::Backwards => "payload.backwards",
            Self::Place => "payload.place",
        }
    }

    /// The refusal it leads to.
    #[must_use]
    pub const fn refusal(&self) -> RefusalCode {
        match self {
            Self::TooLarge | Self::TooMany(_) => RefusalCode::TooLarge,
            Self::Cbor(_) | Self::Shape(_) | Self::Backwards | Self::Place => {
                RefusalCode::BadSignature
            }
            Self::Reserved(_) | Self::Critical(_) => RefusalCode::Unsupported,
        }
    }
}

const KNOWN: u64 = 18;
const EXTENSIONS: u64 = 32;

impl Payload {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`PayloadFault`].
    pub fn decode(bytes: &[u8]) -> Result<Self, PayloadFault> {
        if bytes.len() > limits::INNER {
            return Err(PayloadFault::TooLarge);
        }
        let mut fields = Fields::open("payload", decode(bytes)?)?;
        let to = fields.list(3_u64, |v| v.as_text()?.parse::<NodeId>().ok())?;
        let crit = fields.optional(18_u64, |f, k| f.list(k, |v| v.as_u64()))?;
        let action = Action {
            from: fields.node(1_u64)?,
            to: set(&fields, 3, to)?,
            thread: fields.id(4_u64, ThreadId::from_slice)?,
            kind: kind(&mut fields)?,
            class: Urgency::from_number(fields.uint(9_u64)?)
                .ok_or_else(|| fields.fault(9, Wrong::Value))?,
            expires: fields.instant(11_u64)?,
            body: fields.value(12_u64)?,
            objects: present(&mut fields, 14, |item| Attachment::read(item).ok())?,
            crit: match crit {
                None => BTreeSet::new(),
                Some(list) => set(&fields, 18, list)?,
            },
            extensions: BTreeMap::new(),
        };
        let mut payload = Self {
            action,
            epoch: fields.uint(2_u64)?,
            seq: fields.uint(5_u64)?,
            prev: fields.optional(6_u64, |f, k| f.id(k, MsgId::from_slice))?,
            seen: nodes(&mut fields, 7, |v| v.as_u64())?,
            created: fields.instant(10_u64)?,
            authz: present(&mut fields, 13, |item| Proof::read(item).ok())?,
            directory: directory(&mut fields)?,
            caps: nodes(&mut fields, 16, |v| Digest::from_slice(v.as_bytes()?).ok())?,
            checkpoint: fields.optional(17_u64, Fields::bytes)?,
        };
        for (key, value) in fields.rest() {
            match key {
                Key::Uint(number) if number >= EXTENSIONS => {
                    payload.action.extensions.insert(number, value);
                }
                key => return Err(PayloadFault::Reserved(key.to_string())),
            }
        }
        payload.check()?;
        // No extension is defined yet, so whatever is critical is unknown.
        match payload.action.crit.first() {
            Some(number) => Err(PayloadFault::Critical(*number)),
            None => Ok(payload),
        }
    }

    /// The bounds that hold for writing and reading alike.
    pub(super) fn check(&self) -> Result<(), PayloadFault> {
        let action = &self.action;
        let shape = |field: u64, wrong| ShapeFault {
            what: "payload",
            field: field.to_string(),
            wrong,
        };
        if action.to.is_empty() || action.to.contains(&action.from) {
            return Err(shape(3, Wrong::Value).into());
        }
        if !well_formed_kind(&action.kind) {
            return Err(shape(8, Wrong::Value).into());
        }
        if action.to.len() > limits::RECIPIENTS {
            return Err(PayloadFault::TooMany("recipients"));
        }
        if action.objects.len() > limits::ATTACHMENTS {
            return Err(PayloadFault::TooMany("attachments"));
        }
        if self.authz.len() > limits::PROOFS {
            return Err(PayloadFault::TooMany("proofs"));
        }
        if action.crit.len() > limits::CRITICAL {
            return Err(PayloadFault::TooMany("critical extensions"));
        }
        let checkpoint = self.checkpoint.as_ref().map_or(0, Vec::len);
        if checkpoint > limits::CHECKPOINT {
            return Err(PayloadFault::TooMany("bytes of checkpoint"));
        }
        if action.expires <= self.created {
            return Err(PayloadFault::Backwards);
        }
        if self.seq == 0 || (self.seq == 1) != self.prev.is_none() {
            return Err(PayloadFault::Place);
        }
        // What is declared critical must be there, and our own fields are never extensions.
        let absent = |number: &&u64| **number <= KNOWN || !action.extensions.contains_key(number);
        if action.crit.iter().find(absent).is_some() {
            return Err(shape(18, Wrong::Value).into());
        }
        // One level is the payload's own map.
        if 1 + action.body.depth() > crate::cbor::Limits::MESSAGE.depth {
            return Err(shape(12, Wrong::Value).into());
        }
        if let Some(number) = action.extensions.keys().find(|n| **n < EXTENSIONS) {
            return Err(PayloadFault::Reserved(number.to_string()));
        }
        Ok(())
    }
}

impl Attachment {
    fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("payload.14", value)?;
        let attachment = Self {
            object: fields.id(1_u64, ObjectId::from_slice)?,
            manifest: fields.bytes(2_u64)?,
            wraps: fields.list(3_u64, |item| match item {
                Value::Bytes(bytes) => Some(bytes),
                _ => None,
            })?,
            token: fields
                .bytes(4_u64)?
                .try_into()
                .map_err(|_| fields.fault(4, Wrong::Value))?,
        };
        fields.end()?;
        Ok(attachment)
    }
}

fn directory(fields: &mut Fields) -> Result<DirectoryVersion, ShapeFault> {
    match &fields.array(15_u64)?[..] {
        [Value::Uint(version), Value::Bytes(digest)] => Ok(DirectoryVersion {
            version: *version,
            digest: Digest::from_slice(digest).map_err(|_| fields.fault(15, Wrong::Value))?,
        }),
        _ => Err(fields.fault(15, Wrong::Value)),
    }
}

fn kind(fields: &mut Fields) -> Result<String, ShapeFault> {
    let kind = fields.text(8_u64)?;
    if well_formed_kind(&kind) {
        Ok(kind)
    } else {
        Err(fields.fault(8, Wrong::Value))
    }
}

/// Lower-case words with dots between them, as `request.preserve`.
fn well_formed_kind(kind: &str) -> bool {
    kind.len() <= 64
        && kind.split('.').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        })
}

/// A list that is left out when empty; an empty one would be a second spelling.
fn present<T>(
    fields: &mut Fields,
    key: u64,
    each: impl Fn(Value) -> Option<T>,
) -> Result<Vec<T>, ShapeFault> {
    match fields.optional(key, |f, k| f.list(k, each))? {
        None => Ok(Vec::new()),
        Some(list) if list.is_empty() => Err(fields.fault(key, Wrong::Value)),
        Some(list) => Ok(list),
    }
}

/// A set written as an ascending list without repetition; empty ones are left out.
fn set<T: Ord>(fields: &Fields, key: u64, list: Vec<T>) -> Result<BTreeSet<T>, ShapeFault> {
    if list.is_empty() {
        return Err(fields.fault(key, Wrong::Value));
    }
    crate::caps::ascending(fields, key, list)
}

/// A map by node that is left out when empty.
fn nodes<T>(
    fields: &mut Fields,
    key: u64,
    each: impl Fn(&Value) -> Option<T>,
) -> Result<BTreeMap<NodeId, T>, ShapeFault> {
    let Some(map) = fields.optional(key, Fields::map)? else {
        return Ok(BTreeMap::new());
    };
    if map.is_empty() {
        return Err(fields.fault(key, Wrong::Value));
    }
    map.iter()
        .map(|(name, value)| match name {
            Key::Text(name) => Some((name.parse().ok()?, each(value)?)),
            Key::Uint(_) | Key::Nint(_) => None,
        })
        .collect::<Option<_>>()
        .ok_or_else(|| fields.fault(key, Wrong::Value))
}
