//! A refusal by the machine: why a message did not take effect, signed, so that it counts.
//!
//! A bare HTTP error is always transient; only this, signed by the addressee, is an answer. Refusals
//! on legal grounds are decisions of people and never codes of this list.
//!
//! ```text
//! { 1: message id (32)  or  2: SHA-256 of the envelope (32), where it did not open,
//!   3: code, 4: time (ms), 5: directory version wanted (with stale-directory) }
//! ```

use comity_core::id::{Digest, MsgId};
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $text:literal, $transient:literal;)*) => {
        /// Why the machine refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode {
            $($(#[$doc])* $name,)*
        }

        impl RefusalCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code as it stands in the refusal.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Whether the sender should try again; all others are final.
            #[must_use]
            pub const fn is_transient(self) -> bool {
                match self { $(Self::$name => $transient,)* }
            }
        }
    };
}

codes! {
    /// Another node is addressed.
    NotForMe, "not-for-me", false;
    /// The directory does not know the sender.
    UnknownSender, "unknown-sender", false;
    /// The sender's key, grant or node is revoked.
    Revoked, "revoked", false;
    /// The receiver's directory is older than the sender's and could not be renewed yet.
    StaleDirectory, "stale-directory", true;
    /// Sealed to a key that the receiver no longer has: seal the same message to the present one.
    StaleKey, "stale-key", true;
    /// Created in the receiver's future: one of two clocks is wrong.
    Clock, "clock", true;
    /// A signature does not hold or the bytes are not in the one spelling.
    BadSignature, "bad-signature", false;
    /// Another message took this place in the thread.
    Forked, "forked", false;
    /// Its time is over.
    Expired, "expired", false;
    /// Larger than allowed.
    TooLarge, "too-large", false;
    /// A version, suite, type or critical extension that the receiver does not know.
    Unsupported, "unsupported", false;
    /// The officers' proofs that this act needs are missing or do not hold.
    AuthorityMissing, "authority-missing", false;
    /// Too many in a short time.
    Rate, "rate", true;
    /// The receiver's disk is full.
    NoSpace, "no-space", true;
    /// Outside what the sender may ask of this receiver.
    OutOfScope, "out-of-scope", false;
}

impl std::fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for RefusalCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == text)
            .ok_or(UnknownCode)
    }
}

/// The text is no refusal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a refusal code")]
pub struct UnknownCode;

/// What was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A message that was opened.
    Message(MsgId),
    /// An envelope that was not: SHA-256 of its bytes.
    Envelope(Digest),
}

/// What a refusal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What was refused.
    pub about: Refused,
    /// Why.
    pub code: RefusalCode,
    /// When.
    pub at: Instant,
    /// The directory version the receiver has, with [`RefusalCode::StaleDirectory`].
    pub directory: Option<u64>,
}

/// A refusal with the receiver's signatures.
pub type SignedRefusal = Signed<Refusal>;

impl Document for Refusal {
    const CONTEXT: Context = Context::Refusal;
    const NAME: &'static str = "refusal";
    const LARGEST: usize = 8 << 10;

    fn to_value(&self) -> Value {
        let mut pairs = vec![
            match self.about {
                Refused::Message(id) => (1_u64, Value::bytes(*id.as_bytes())),
                Refused::Envelope(digest) => (2, Value::bytes(*digest.as_bytes())),
            },
            (3, Value::from(self.code.as_str())),
            (4, Value::from(self.at.millis())),
        ];
        if let Some(version) = self.directory {
            pairs.push((5, Value::Uint(version)));
        }
        Value::map(pairs)
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let message = fields.optional(1_u64, |f, k| f.id(k, MsgId::from_slice))?;
        let envelope = fields.optional(2_u64, Fields::digest)?;
        Ok(Self {
            about: match (message, envelope) {
                (Some(id), None) => Refused::Message(id),
                (None, Some(digest)) => Refused::Envelope(digest),
                (None, None) => return Err(fields.fault(1, Wrong::Missing)),
                (Some(_), Some(_)) => return Err(fields.fault(2, Wrong::Unknown)),
            },
            code: fields.named(3_u64)?,
            at: fields.instant(4_u64)?,
            directory: fields.optional(5_u64, Fields::uint)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_and_five_are_transient() {
        for code in RefusalCode::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
        let transient = RefusalCode::ALL.iter().filter(|c| c.is_transient());
        assert_eq!(transient.count(), 5);
        assert_eq!("legal".parse::<RefusalCode>(), Err(UnknownCode));
    }
}
