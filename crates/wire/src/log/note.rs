//! Signed notes: a text, a blank line, and one line for each signature.
//!
//! ```text
//! text, ending in a newline
//! (blank line)
//! — key-name base64( key id (4 bytes) ‖ signature )
//! ```
//!
//! The standard lets a reader skip signatures of keys it does not know. We do not: a byte that no
//! check covers could carry anything, so whoever verifies one of our notes names every key in it.
//! Here only the writing is checked: one form for each note, no signature twice.
//!
//! # Source
//! C2SP signed-note.

use std::collections::BTreeSet;

/// One own signature pair and ten cosigning peers with two each need 22.
const MAX_LINES: usize = 64;
/// An ML-DSA-44 line is 3.4 kB.
const MAX_BYTES: usize = 256 * 1024;

/// A signature as written in a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// Name of the key.
    pub name: String,
    /// First four bytes of SHA-256(name ‖ newline ‖ type ‖ public key).
    pub key_id: u32,
    /// What follows the key id.
    pub signature: Vec<u8>,
}

/// A note that is well formed; nothing about it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The signed text with its last newline.
    pub text: String,
    /// The signatures, in the order written.
    pub lines: Vec<NoteLine>,
}

/// Bytes that are no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    /// Longer than any note of ours, or with more signatures.
    #[error("the note is too large")]
    TooLarge,
    /// Not text, blank line, signature lines.
    #[error("the note is malformed")]
    Malformed,
    /// Readable, but not in its one form (for example base64 written in another way).
    #[error("the note is not in its one form")]
    NotCanonical,
    /// The same key signs twice.
    #[error("a key signs twice")]
    Doubled,
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`BadNote`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadNote> {
        if bytes.len() > MAX_BYTES {
            return Err(BadNote::TooLarge);
        }
        let parsed = signed_note::Note::from_bytes(bytes).map_err(|_| BadNote::Malformed)?;
        if parsed.to_bytes() != bytes {
            return Err(BadNote::NotCanonical);
        }
        let text = std::str::from_utf8(parsed.text()).map_err(|_| BadNote::Malformed)?;
        let (_, tail) = bytes.split_at(text.len() + 1);
        let lines = read_lines(tail)?;
        Ok(Self {
            text: text.to_owned(),
            lines,
        })
    }

    /// The note's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.text.clone().into_bytes();
        out.push(b'\n');
        for line in &self.lines {
            out.extend(line.to_bytes());
        }
        out
    }
}

impl NoteLine {
    /// The line with its newline.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        use base64::prelude::{BASE64_STANDARD, Engine as _};
        let mut body = self.key_id.to_be_bytes().to_vec();
        body.extend_from_slice(&self.signature);
        format!("\u{2014} {} {}\n", self.name, BASE64_STANDARD.encode(body)).into_bytes()
    }
}

/// Reads signature lines alone: the tail of a note, or a witness's answer.
pub(super) fn read_lines(bytes: &[u8]) -> Result<Vec<NoteLine>, BadNote> {
    if bytes.len() > MAX_BYTES {
        return Err(BadNote::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadNote::Malformed)?;
    let body = text.strip_suffix('\n').ok_or(BadNote::Malformed)?;
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for line in body.split('\n') {
        if lines.len() == MAX_LINES {
            return Err(BadNote::TooLarge);
        }
        let parsed =
            signed_note::Signature::from_bytes(line.as_bytes()).map_err(|_| BadNote::Malformed)?;
        if parsed.to_bytes().strip_suffix(b"\n") != Some(line.as_bytes()) {
            return Err(BadNote::NotCanonical);
        }
        if !seen.insert((parsed.name().to_owned(), parsed.id())) {
            return Err(BadNote::Doubled);
        }
        lines.push(NoteLine {
            name: parsed.name().to_owned(),
            key_id: parsed.id(),
            signature: parsed.signature().to_vec(),
        });
    }
    Ok(lines)
}
