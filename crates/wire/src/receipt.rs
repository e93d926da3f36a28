//! The receipt `received`: the receiver's node has stored the message durably.
//!
//! It is the answer to the delivery itself and never gets a receipt of its own. It says nothing about
//! reading or deciding; those are messages, signed by officers.
//!
//! ```text
//! { 1: message id (32), 2: SHA-256 of the envelope (32), 3: custody leaf (32),
//!   4: epoch, 5: time (ms), 6: true when the message waits for an earlier one }
//! ```

use comity_core::id::{Digest, MsgId};
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The message.
    pub message: MsgId,
    /// SHA-256 of the envelope as it arrived.
    pub sealed: Digest,
    /// The leaf that the arrival left in the receiver's custody log.
    pub leaf: Digest,
    /// The receiver's log epoch.
    pub epoch: u64,
    /// When it was stored.
    pub at: Instant,
    /// Whether the message waits for one that comes before it in its thread.
    pub parked: bool,
}

/// A receipt with the receiver's signatures.
pub type SignedReceipt = Signed<Receipt>;

impl Document for Receipt {
    const CONTEXT: Context = Context::Receipt;
    const NAME: &'static str = "receipt";
    const LARGEST: usize = 8 << 10;

    fn to_value(&self) -> Value {
        let mut pairs = vec![
            (1_u64, Value::bytes(*self.message.as_bytes())),
            (2, Value::bytes(*self.sealed.as_bytes())),
            (3, Value::bytes(*self.leaf.as_bytes())),
            (4, Value::Uint(self.epoch)),
            (5, Value::from(self.at.millis())),
        ];
        if self.parked {
            pairs.push((6, Value::Bool(true)));
        }
        Value::map(pairs)
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        Ok(Self {
            message: fields.id(1_u64, MsgId::from_slice)?,
            sealed: fields.digest(2_u64)?,
            leaf: fields.digest(3_u64)?,
            epoch: fields.uint(4_u64)?,
            at: fields.instant(5_u64)?,
            parked: match fields.maybe(6_u64) {
                None => false,
                Some(Value::Bool(true)) => true,
                // `false` would be a second spelling of leaving it out.
                Some(_) => return Err(fields.fault(6, Wrong::Value)),
            },
        })
    }
}
