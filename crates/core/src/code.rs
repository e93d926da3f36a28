//! The code on every page of a printed letter, by which a page that comes back finds its file.
//!
//! Twelve characters, `4F7K-9Q2M-XCTW`: fifty bits of a hash of the request's id, then two characters
//! that notice every single wrong character and every pair of neighbours changed over. It is a name,
//! not a proof: the proof is the signature, or the seal and the person who compared it.
//!
//! ```text
//! data  = first 50 bits of SHA-256("comity letter code" ‖ 0x00 ‖ request id, 16 bytes)
//! check = data mod 1021, 10 bits
//! ```
//!
//! # Source
//! The alphabet is Crockford's base 32, which has no I, L, O and U; they are read as 1, 1 and 0.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::id::RequestId;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CONTEXT: &[u8] = b"comity letter code\0";
/// A prime below 1024, so that two characters hold any remainder; it divides neither 32 to any power
/// nor 31, which is why it sees wrong characters and changed neighbours.
const PRIME: u64 = 1021;

/// The code of one request's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterCode(u64);

/// Why something is no letter code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// Too short, too long, or a character that is not used.
    #[error("a letter code has 12 letters and digits, for example 4F7K-9Q2M-XCTW")]
    Shape,
    /// The last two characters do not fit the others.
    #[error("this code was misread: its last two characters do not fit the others")]
    Check,
}

impl LetterCode {
    /// The code of a request, the same on every letter that is ever printed of it.
    #[must_use]
    pub fn of(request: RequestId) -> Self {
        let hash = Sha256::new()
            .chain_update(CONTEXT)
            .chain_update(request.as_bytes())
            .finalize();
        let first = hash
            .iter()
            .take(7)
            .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        Self(first >> 6)
    }

    fn characters(self) -> [u8; 12] {
        let whole = (self.0 << 10) | (self.0 % PRIME);
        std::array::from_fn(|i| ALPHABET[((whole >> (55 - 5 * i)) & 31) as usize])
    }
}

impl fmt::Display for LetterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, character) in self.characters().into_iter().enumerate() {
            if i > 0 && i % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(character))?;
        }
        Ok(())
    }
}

impl FromStr for LetterCode {
    type Err = BadCode;

    /// Reads what a person typed or a scanner read: small letters, blanks and hyphens do not matter.
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let mut whole = 0_u64;
        let mut count = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let upper = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET
                .iter()
                .position(|known| char::from(*known) == upper);
            let (Some(value), true) = (value, count < 12) else {
                return Err(BadCode::Shape);
            };
            whole = (whole << 5) | value as u64;
            count += 1;
        }
        if count != 12 {
            return Err(BadCode::Shape);
        }
        let code = Self(whole >> 10);
        if code.0 % PRIME == whole & 1023 {
            Ok(code)
        } else {
            Err(BadCode::Check)
        }
    }
}

impl Serialize for LetterCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LetterCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(n: u8) -> LetterCode {
        LetterCode::of(RequestId::from_bytes([n; 16]))
    }

    #[test]
    fn a_code_reads_back_however_a_person_types_it() {
        for n in 0..=255 {
            let shown = code(n).to_string();
            assert_eq!(shown.len(), 14);
            assert_eq!(shown.parse(), Ok(code(n)));
            let sloppy = format!(
                " {} ",
                shown
                    .to_lowercase()
                    .replace('-', " ")
                    .replace('0', "o")
                    .replace('1', "l")
            );
            assert_eq!(sloppy.parse(), Ok(code(n)), "{sloppy}");
        }
    }

    #[test]
    fn one_wrong_character_or_two_changed_over_are_always_noticed() {
        for n in 0..32 {
            let plain: Vec<char> = code(n).to_string().chars().filter(|c| *c != '-').collect();
            for at in 0..12 {
                for other in ALPHABET.iter().map(|c| char::from(*c)) {
                    let mut wrong = plain.clone();
                    wrong[at] = other;
                    let text: String = wrong.iter().collect();
                    assert_eq!(text.parse::<LetterCode>().is_ok(), wrong == plain, "{text}");
                }
            }
            for at in 0..9 {
                let mut wrong = plain.clone();
                wrong.swap(at, at + 1);
                let text: String = wrong.iter().collect();
                assert_eq!(text.parse::<LetterCode>().is_ok(), wrong == plain, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_code_is_refused_with_its_reason() {
        for text in [
            "",
            "4F7K",
            "4F7K-9Q2M-XCTWA",
            "4F7K-9Q2M-XCU!",
            "四四四四四四四四四四四四",
        ] {
            assert_eq!(text.parse::<LetterCode>(), Err(BadCode::Shape), "{text:?}");
        }
        assert_eq!("0000-0000-0001".parse::<LetterCode>(), Err(BadCode::Check));
    }
}
