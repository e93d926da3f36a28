//! Capabilities: what a node can do today and to which keys one seals and connects.
//!
//! Signed by the node's own key S, so that rotating E or the TLS key opens no safe. The number only
//! rises; whoever has seen a number refuses a lower one, and each message names the capabilities its
//! sender saw, so that stripping them on the way is noticed.
//!
//! ```text
//! { 1: node, 2: number, 3: [ {1: E public (1216), 2: from, 3: until} ], 4: [ SHA-256 of TLS key ],
//!   5: [lowest, highest version], 6: [lowest, highest suite], 7: largest envelope,
//!   8: [ message types ], 9: issued (ms) }                  kid = SHA-256 of the certificate
//! ```

use std::collections::BTreeSet;

use comity_core::id::{Digest, NodeId};
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};
use crate::sealing::SealingPublic;

/// A sealing key E and the time in which one seals to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedSealing {
    /// The key.
    pub key: SealingPublic,
    /// First instant of use.
    pub from: Instant,
    /// First instant after it.
    pub until: Instant,
}

/// The lowest and highest of something that is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Lowest.
    pub lowest: u64,
    /// Highest.
    pub highest: u64,
}

impl Range {
    /// The highest that both sides have, if any.
    #[must_use]
    pub fn common(self, other: Self) -> Option<u64> {
        let highest = self.highest.min(other.highest);
        (highest >= self.lowest.max(other.lowest)).then_some(highest)
    }
}

/// What a node announces about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The node.
    pub node: NodeId,
    /// Rises with each change.
    pub number: u64,
    /// Keys to seal to: one, or two while one follows another.
    pub sealing: Vec<TimedSealing>,
    /// SHA-256 of the TLS keys (SubjectPublicKeyInfo) its server may show.
    pub tls: BTreeSet<Digest>,
    /// Versions of the protocol.
    pub versions: Range,
    /// Cryptographic suites.
    pub suites: Range,
    /// The largest envelope it takes, in bytes.
    pub largest: u64,
    /// The message types it understands.
    pub types: BTreeSet<String>,
    /// When it was issued.
    pub issued: Instant,
}

/// Capabilities with the node's signatures.
pub type SignedCapabilities = Signed<Capabilities>;

impl Capabilities {
    /// The key to seal to at an instant: of those in use, the one that lasts longest.
    #[must_use]
    pub fn sealing_at(&self, at: Instant) -> Option<&SealingPublic> {
        self.sealing
            .iter()
            .filter(|timed| timed.from <= at && at < timed.until)
            .max_by_key(|timed| timed.until)
            .map(|timed| &timed.key)
    }
}

impl Document for Capabilities {
    const CONTEXT: Context = Context::Capabilities;
    const NAME: &'static str = "capabilities";

    fn to_value(&self) -> Value {
        let range = |range: Range| Value::array([range.lowest, range.highest]);
        let sealing = self.sealing.iter().map(|timed| {
            Value::map([
                (1_u64, Value::bytes(timed.key.as_bytes())),
                (2, Value::from(timed.from.millis())),
                (3, Value::from(timed.until.millis())),
            ])
        });
        Value::map([
            (1_u64, Value::from(self.node.as_str())),
            (2, Value::Uint(self.number)),
            (3, Value::array(sealing)),
            (
                4,
                Value::array(self.tls.iter().map(|d| Value::bytes(*d.as_bytes()))),
            ),
            (5, range(self.versions)),
            (6, range(self.suites)),
            (7, Value::Uint(self.largest)),
            (8, Value::array(self.types.iter().map(String::as_str))),
            (9, Value::from(self.issued.millis())),
        ])
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let node = fields.node(1_u64)?;
        let number = fields.uint(2_u64)?;
        let mut sealing = Vec::new();
        for item in fields.array(3_u64)? {
            let mut item = Fields::open("capabilities.3", item)?;
            sealing.push(TimedSealing {
                key: SealingPublic::from_bytes(&item.bytes(1_u64)?)
                    .map_err(|_| item.fault(1, Wrong::Value))?,
                from: item.instant(2_u64)?,
                until: item.instant(3_u64)?,
            });
            item.end()?;
        }
        if sealing.is_empty() || sealing.len() > 4 {
            return Err(fields.fault(3, Wrong::Value));
        }
        let tls = fields.list(4_u64, |item| Digest::from_slice(item.as_bytes()?).ok())?;
        let versions = range(fields, 5)?;
        let suites = range(fields, 6)?;
        let largest = fields.uint(7_u64)?;
        let types = fields.texts(8_u64)?;
        Ok(Self {
            node,
            number,
            sealing,
            tls: ascending(fields, 4, tls)?,
            versions,
            suites,
            largest,
            types: ascending(fields, 8, types)?,
            issued: fields.instant(9_u64)?,
        })
    }
}

fn range(fields: &mut Fields, key: u64) -> Result<Range, ShapeFault> {
    let bounds = fields.list(key, |item| item.as_u64())?;
    match bounds[..] {
        [lowest, highest] if lowest <= highest => Ok(Range { lowest, highest }),
        _ => Err(fields.fault(key, Wrong::Value)),
    }
}

/// A set written as a list: ascending and without repetition, so that it too has one spelling.
pub(crate) fn ascending<T: Ord>(
    fields: &Fields,
    key: u64,
    list: Vec<T>,
) -> Result<BTreeSet<T>, ShapeFault> {
    if list.is_sorted_by(|a, b| a < b) {
        Ok(list.into_iter().collect())
    } else {
        Err(fields.fault(key, Wrong::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_common_version_wins_and_none_is_said_so() {
        let range = |lowest, highest| Range { lowest, highest };
        assert_eq!(range(1, 3).common(range(2, 5)), Some(3));
        assert_eq!(range(1, 2).common(range(3, 5)), None);
    }
}
