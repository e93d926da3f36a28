//! The signed file in which one State lists its own nodes, officers' grants and revocations.
//!
//! ```text
//! { 1: State, 2: version, 3: issued (ms), 4: expires (ms), 5: [ entry ], 6: [ signed revocations ] }
//! kid = id of the State's directory key
//! ```

use std::collections::BTreeSet;

use comity_core::id::StateCode;
use comity_core::time::Instant;

use super::entry::Entry;
use crate::cbor::{Fields, Limits, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};
use crate::limits;

/// What a State's file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFile {
    /// The State that speaks, and under whose prefix every id in the file stands.
    pub state: StateCode,
    /// Rises with each issue.
    pub version: u64,
    /// When it was issued.
    pub issued: Instant,
    /// First instant at which it no longer counts as current.
    pub expires: Instant,
    /// Nodes and partners, in the order of their ids.
    pub entries: Vec<Entry>,
    /// Signed revocations.
    pub revocations: Vec<Vec<u8>>,
}

/// A State's file with its signatures.
pub type SignedStateFile = Signed<StateFile>;

impl Document for StateFile {
    const CONTEXT: Context = Context::Directory;
    const NAME: &'static str = "directory";
    const LARGEST: usize = limits::DIRECTORY;
    const LIMITS: Limits = Limits::DIRECTORY;

    fn to_value(&self) -> Value {
        let revocations = self.revocations.iter().map(|b| Value::bytes(b.clone()));
        Value::map([
            (1_u64, Value::from(self.state.as_str())),
            (2, Value::Uint(self.version)),
            (3, Value::from(self.issued.millis())),
            (4, Value::from(self.expires.millis())),
            (5, Value::array(self.entries.iter().map(Entry::to_value))),
            (6, Value::array(revocations)),
        ])
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let state = fields.named(1_u64)?;
        let version = fields.uint(2_u64)?;
        let issued = fields.instant(3_u64)?;
        let expires = fields.instant(4_u64)?;
        if expires <= issued {
            return Err(fields.fault(4, Wrong::Value));
        }
        let entries = fields
            .array(5_u64)?
            .into_iter()
            .map(Entry::read)
            .collect::<Result<Vec<_>, _>>()?;
        let ids: BTreeSet<_> = entries.iter().map(|entry| &entry.node).collect();
        if ids.len() != entries.len() {
            return Err(fields.fault(5, Wrong::Value));
        }
        let revocations = fields.list(6_u64, |item| match item {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        })?;
        Ok(Self {
            state,
            version,
            issued,
            expires,
            entries,
            revocations,
        })
    }
}
