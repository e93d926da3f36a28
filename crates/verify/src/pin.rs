//! A State's directory key as somebody knows it from paper.

use std::fmt;
use std::str::FromStr;

use comity_core::id::StateCode;
use comity_wire::keys::KeyId;

/// Digits of the fingerprint that people read to each other.
const SHORT: usize = 32;
/// Digits of the whole id.
const WHOLE: usize = 64;

/// `XA=a1b2 c3d4 …`: a State and the fingerprint of its key, 32 or all 64 digits of its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The State.
    pub state: StateCode,
    digits: String,
}

/// Text that is no pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pin is STATE=FINGERPRINT, for example XA=0123 4567 …, with 32 or 64 hexadecimal digits")]
pub struct BadPin;

impl Pin {
    /// Whether this is the key that the fingerprint names.
    #[must_use]
    pub fn names(&self, key: &KeyId) -> bool {
        hex::encode(key.as_bytes()).starts_with(&self.digits)
    }
}

impl FromStr for Pin {
    type Err = BadPin;

    fn from_str(text: &str) -> Result<Self, BadPin> {
        let (state, fingerprint) = text.split_once('=').ok_or(BadPin)?;
        let digits: String = fingerprint
            .chars()
            .filter(|c| !matches!(c, ' ' | ':' | '-'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !hex || !matches!(digits.len(), SHORT | WHOLE) {
            return Err(BadPin);
        }
        Ok(Self {
            state: state.trim().parse().map_err(|_| BadPin)?,
            digits,
        })
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.state)?;
        for group in self.digits.as_bytes().chunks(4) {
            write!(f, " {}", String::from_utf8_lossy(group))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_as_people_write_it_and_never_shortened() {
        let id = KeyId::from_slice(&[0xab; 32]).expect("32 bytes");
        let pin: Pin = format!("XA={}", id.fingerprint()).parse().expect("a pin");
        assert!(pin.names(&id));
        let other = KeyId::from_slice(&[0xac; 32]).expect("32 bytes");
        assert!(!pin.names(&other));
        let whole: Pin = format!("XA={id}").parse().expect("a pin");
        assert!(whole.names(&id));
        for wrong in ["XA=abab", "XA", "=abab", "XA=", "XA=zz"] {
            assert_eq!(wrong.parse::<Pin>(), Err(BadPin), "{wrong}");
        }
    }
}
