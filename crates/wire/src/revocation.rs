//! A revocation: a key, a grant or a node speaks no more.
//!
//! It takes effect on arrival and at the latest with the next directory; any peer may carry it.
//! `since` is a claim: what a counterparty's log held before the revocation came stays valid, so
//! nobody undoes an act by revoking afterwards.
//!
//! ```text
//! { 1: "key" | "grant" | "node", 2: key id or grant id (32) | node, 3: claimed since (ms, optional),
//!   4: issued (ms), 5: reason }                     kid = id of A or of the State's directory key
//! ```

use comity_core::id::{Digest, NodeId};
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};
use crate::keys::KeyId;

/// What speaks no more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Revoked {
    /// A key: an authority's, or a node's by its certificate.
    Key(KeyId),
    /// An officer's grant.
    Grant(Digest),
    /// A whole node.
    Node(NodeId),
}

/// What a revocation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// What is revoked.
    pub what: Revoked,
    /// Since when it is said to be in wrong hands, where that is known.
    pub since: Option<Instant>,
    /// When the revocation was signed.
    pub issued: Instant,
    /// A stable word: `lost`, `stolen`, `left-office`, `superseded`, `misuse`.
    pub reason: String,
}

/// A revocation with its signatures.
pub type SignedRevocation = Signed<Revocation>;

impl Document for Revocation {
    const CONTEXT: Context = Context::Revocation;
    const NAME: &'static str = "revocation";

    fn to_value(&self) -> Value {
        let (kind, what) = match &self.what {
            Revoked::Key(id) => ("key", Value::bytes(*id.as_bytes())),
            Revoked::Grant(id) => ("grant", Value::bytes(*id.as_bytes())),
            Revoked::Node(node) => ("node", Value::from(node.as_str())),
        };
        let mut pairs = vec![(1_u64, Value::from(kind)), (2, what)];
        if let Some(since) = self.since {
            pairs.push((3, Value::from(since.millis())));
        }
        pairs.push((4, Value::from(self.issued.millis())));
        pairs.push((5, Value::from(self.reason.as_str())));
        Value::map(pairs)
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let kind = fields.text(1_u64)?;
        Ok(Self {
            what: match kind.as_str() {
                "key" => Revoked::Key(fields.id(2_u64, KeyId::from_slice)?),
                "grant" => Revoked::Grant(fields.digest(2_u64)?),
                "node" => Revoked::Node(fields.node(2_u64)?),
                _ => return Err(fields.fault(1, Wrong::Value)),
            },
            since: fields.optional(3_u64, Fields::instant)?,
            issued: fields.instant(4_u64)?,
            reason: fields.text(5_u64)?,
        })
    }
}
