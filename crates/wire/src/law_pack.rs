//! A pack of law data as one signed file: whoever answers for the data signs every byte of it, so a
//! node can take it from any hand.
//!
//! ```text
//! { 1: sealed by (words), 2: sealed at (ms), 3: { path: bytes } }      kid = id of the sealer's key
//! ```
//! Name, version and day stand in the pack's own `pack.json`; the hash of the pack is computed from its
//! files and never carried, so nothing in the file can contradict itself.

use std::collections::BTreeMap;

use comity_core::time::Instant;

use crate::cbor::{Fields, Key, Limits, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};

/// Most bytes of a pack file: it is data for people to check, not a database.
pub const LARGEST: usize = 64 << 20;
/// Most files of a pack.
const MOST_FILES: usize = 64;

/// What a signed pack file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawPack {
    /// Who answers for it, in words: an office, a ministry, a node's id.
    pub sealed_by: String,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// The files by their path in the pack.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A pack file with its signatures.
pub type SignedLawPack = Signed<LawPack>;

impl Document for LawPack {
    const CONTEXT: Context = Context::LawPack;
    const NAME: &'static str = "law pack";
    const LARGEST: usize = LARGEST;
    const LIMITS: Limits = Limits {
        depth: 4,
        items: 1_024,
    };

    fn to_value(&self) -> Value {
        let files = self
            .files
            .iter()
            .map(|(path, bytes)| (path.as_str(), Value::bytes(bytes.clone())));
        Value::map([
            (1_u64, Value::from(self.sealed_by.as_str())),
            (2, Value::from(self.sealed_at.millis())),
            (3, Value::map(files)),
        ])
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let sealed_by = fields.text(1_u64)?;
        if sealed_by.trim().is_empty() || sealed_by.len() > 400 {
            return Err(fields.fault(1, Wrong::Value));
        }
        let sealed_at = fields.instant(2_u64)?;
        let mut files = BTreeMap::new();
        for (path, value) in fields.map(3_u64)? {
            match (path, value) {
                (Key::Text(path), Value::Bytes(bytes)) if is_path(&path) => {
                    files.insert(path, bytes);
                }
                _ => return Err(fields.fault(3, Wrong::Value)),
            }
        }
        if files.is_empty() || files.len() > MOST_FILES {
            return Err(fields.fault(3, Wrong::Value));
        }
        Ok(Self {
            sealed_by,
            sealed_at,
            files,
        })
    }
}

/// A pack is unpacked into a folder by people: its paths lead nowhere else.
fn is_path(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    let part = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && part.len() <= 64 && part.chars().all(plain)
    };
    let mut parts = path.split('/');
    parts.clone().count() <= 2 && parts.all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::World;
    use crate::document::DocumentFault;
    use crate::keys::{KeyId, SigningKey};

    fn pack(path: &str) -> LawPack {
        LawPack {
            sealed_by: "Ministry of Justice of Aldoria".into(),
            sealed_at: Instant(1_800_000_000_000),
            files: BTreeMap::from([
                ("pack.json".into(), b"{}".to_vec()),
                (path.into(), b"a,b".to_vec()),
            ]),
        }
    }

    fn signed(pack: LawPack, key: &SigningKey, world: World) -> SignedLawPack {
        Signed::issue(pack, key, key.verifying().id(), world).expect("signs")
    }

    #[test]
    fn what_was_sealed_reads_back_under_its_key_alone() {
        let key = SigningKey::generate().expect("a key");
        let other = SigningKey::generate().expect("a key");
        let sealed = signed(pack("parties.csv"), &key, World::Exercise);
        let known = |kid: &KeyId| (*kid == key.verifying().id()).then(|| key.verifying().clone());
        let read = SignedLawPack::verify(sealed.bytes(), World::Exercise, known).expect("holds");
        assert_eq!(read.document(), sealed.document());

        let wrong = |_: &KeyId| Some(other.verifying().clone());
        assert!(SignedLawPack::verify(sealed.bytes(), World::Exercise, wrong).is_err());
        assert!(SignedLawPack::verify(sealed.bytes(), World::Live, known).is_err());
        assert!(SignedLawPack::verify(sealed.bytes(), World::Exercise, |_| None).is_err());
    }

    #[test]
    fn a_path_that_leads_out_of_the_pack_is_refused() {
        let key = SigningKey::generate().expect("a key");
        for path in [
            "../pack.json",
            "/etc/passwd",
            "a/b/c",
            "",
            ".hidden",
            "A.json",
            "a\\b",
            "x/",
        ] {
            let sealed = signed(pack(path), &key, World::Exercise);
            let read = SignedLawPack::peek(sealed.bytes());
            assert!(matches!(read, Err(DocumentFault::Shape(_))), "{path:?}");
        }
    }
}
