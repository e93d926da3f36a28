//! A State's consent to requests that go directly to its providers, signed by the office that gives it.
//!
//! ```text
//! { 1: the record, in the one CBOR spelling of its JSON shape }      kid = certificate of the office's node
//! ```
//!
//! # Source
//! Recommendation 4 of the expert group: cross-border access with the consent of the State.

use comity_core::consent::Consent;

use crate::cbor::{Fields, ShapeFault, Value, Wrong, from_json, to_json};
use crate::context::Context;
use crate::document::{Document, Signed};

/// A record of consent with the signatures of the office.
pub type SignedConsent = Signed<Consent>;

impl Document for Consent {
    const CONTEXT: Context = Context::Consent;
    const NAME: &'static str = "consent";

    fn to_value(&self) -> Value {
        // A record holds texts, whole numbers and lists of texts only; all of them have a CBOR form.
        let record = serde_json::to_value(self).ok();
        let record = record.and_then(|json| from_json(&json).ok());
        Value::map([(1_u64, record.unwrap_or(Value::Null))])
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let record = fields.value(1_u64)?;
        to_json(&record)
            .ok()
            .and_then(|json| serde_json::from_value(json).ok())
            .ok_or_else(|| fields.fault(1, Wrong::Value))
    }
}
