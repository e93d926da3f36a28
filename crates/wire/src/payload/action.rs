//! What officers approve.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::{NodeId, ObjectId, ThreadId};
use comity_core::time::Instant;

use crate::cbor::Value;

/// How fast a message has to reach a person. Never the class of measures: each side computes that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Life in danger now.
    U0,
    /// Emergency.
    U1,
    /// Urgent.
    U2,
    /// Soon.
    U3,
    /// Routine.
    U4,
}

impl Urgency {
    /// The number in the payload.
    #[must_use]
    pub const fn number(self) -> u64 {
        self as u64
    }

    /// Reads the number.
    #[must_use]
    pub const fn from_number(number: u64) -> Option<Self> {
        Some(match number {
            0 => Self::U0,
            1 => Self::U1,
            2 => Self::U2,
            3 => Self::U3,
            4 => Self::U4,
            _ => return None,
        })
    }

    /// Whether it is an emergency.
    #[must_use]
    pub const fn is_emergency(self) -> bool {
        matches!(self, Self::U0 | Self::U1)
    }
}

/// An evidence object that comes with a message.
///
/// ```text
/// { 1: object id (16), 2: signed manifest, 3: [ wrap ], 4: transfer token (32) }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The object.
    pub object: ObjectId,
    /// Its signed manifest.
    pub manifest: Vec<u8>,
    /// Wraps of its key for the recipients.
    pub wraps: Vec<Vec<u8>>,
    /// What the recipient shows to fetch the object; worth nothing without its TLS key.
    pub token: [u8; 32],
}

impl std::fmt::Debug for Attachment {
    /// Without the token, which must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment")
            .field("object", &self.object)
            .field("manifest", &self.manifest.len())
            .field("wraps", &self.wraps.len())
            .finish_non_exhaustive()
    }
}

/// The part of a message that officers approve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The sending node.
    pub from: NodeId,
    /// The recipients, 1 to 32.
    pub to: BTreeSet<NodeId>,
    /// The thread.
    pub thread: ThreadId,
    /// The type, for example `request.preserve`; names the schema of the body.
    pub kind: String,
    /// How fast it has to reach a person.
    pub class: Urgency,
    /// First instant at which it no longer takes effect.
    pub expires: Instant,
    /// The text, under the schema of its type; fields that nobody knows are kept.
    pub body: Value,
    /// Evidence objects, up to 256.
    pub objects: Vec<Attachment>,
    /// Extensions that a receiver must know or else refuse.
    pub crit: BTreeSet<u64>,
    /// Fields above 31, kept as they are.
    pub extensions: BTreeMap<u64, Value>,
}
