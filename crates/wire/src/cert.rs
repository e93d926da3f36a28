//! The node certificate: an authority's key A says which keys speak for a node, and for how long.
//!
//! The SHA-256 of the whole certificate is the key id (`kid`) in everything that the node's key S
//! signs, so a signature names the certificate it was made under.
//!
//! ```text
//! { 1: node, 2: S public (1984), 3: L public: Ed25519 (32) ‖ ML-DSA-44 (1312),
//!   4: epoch (from 1), 5: valid from (ms), 6: valid until (ms) }      kid = id of A
//! ```

use comity_core::id::NodeId;
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};
use crate::keys::{KeyId, VerifyingKey};
use crate::limits;
use crate::log::{LogPublic, Origin};

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The node.
    pub node: NodeId,
    /// The key that signs its messages, receipts and manifests.
    pub signing: VerifyingKey,
    /// The key that signs its log's checkpoints and cosigns those of others.
    pub log: LogPublic,
    /// The epoch: rises with each restore from a backup, never goes back.
    pub epoch: u64,
    /// First instant of validity.
    pub from: Instant,
    /// First instant after it.
    pub until: Instant,
}

/// A certificate with the authority's signatures.
pub type SignedCertificate = Signed<Certificate>;

impl Certificate {
    /// Whether a signature made at `at` falls within the validity.
    #[must_use]
    pub fn valid_at(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

impl SignedCertificate {
    /// The key id that the node's signatures carry: SHA-256 of these bytes.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        KeyId::new(self.digest())
    }
}

impl Document for Certificate {
    const CONTEXT: Context = Context::Certificate;
    const NAME: &'static str = "certificate";

    fn to_value(&self) -> Value {
        Value::map([
            (1_u64, Value::from(self.node.as_str())),
            (2, Value::bytes(*self.signing.as_bytes())),
            (
                3,
                Value::bytes([self.log.ed25519(), self.log.ml_dsa_44()].concat()),
            ),
            (4, Value::Uint(self.epoch)),
            (5, Value::from(self.from.millis())),
            (6, Value::from(self.until.millis())),
        ])
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let node = fields.node(1_u64)?;
        let signing = VerifyingKey::from_bytes(&fields.bytes(2_u64)?)
            .map_err(|_| fields.fault(2, Wrong::Value))?;
        let log = fields.bytes(3_u64)?;
        let epoch = fields.uint(4_u64)?;
        if epoch == 0 {
            return Err(fields.fault(4, Wrong::Value));
        }
        let name = Origin {
            node: node.clone(),
            epoch,
        };
        let log = log
            .split_at_checked(32)
            .and_then(|(ed25519, ml_dsa)| LogPublic::from_parts(name, ed25519, ml_dsa))
            .ok_or_else(|| fields.fault(3, Wrong::Value))?;
        let certificate = Self {
            node,
            signing,
            log,
            epoch,
            from: fields.instant(5_u64)?,
            until: fields.instant(6_u64)?,
        };
        let life = certificate.until - certificate.from;
        if life.millis() <= 0 || life > limits::CERTIFICATE_LIFE {
            return Err(fields.fault(6, Wrong::Value));
        }
        Ok(certificate)
    }
}
