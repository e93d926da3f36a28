//! Checkpoint: which log, how many leaves, which root.
//!
//! ```text
//! comity/<node>/e<epoch>
//! <size in decimal>
//! <base64 of the root>
//! ```
//!
//! There are no extension lines: a cosigner would vouch for text it cannot check.
//!
//! # Source
//! C2SP tlog-checkpoint.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use comity_core::id::{Digest, NodeId};

use super::MAX_LEAVES;
use super::note::BadNote;
use super::proof::read_hash;

/// One log: a node's, in one epoch. A restored node begins another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Whose log.
    pub node: NodeId,
    /// Which epoch, from 1.
    pub epoch: u64,
}

/// Text that names no log of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log is named comity/<node>/e<epoch>, not {0:?}")]
pub struct BadOrigin(pub String);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "comity/{}/e{}", self.node, self.epoch)
    }
}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let read = || {
            let (node, epoch) = text.strip_prefix("comity/")?.rsplit_once("/e")?;
            let origin = Self {
                node: node.parse().ok()?,
                epoch: epoch.parse().ok().filter(|e| *e > 0)?,
            };
            // `+1` and `01` are read as numbers too; the one form is what we would write.
            (origin.to_string() == text).then_some(origin)
        };
        read().ok_or_else(|| BadOrigin(text.to_owned()))
    }
}

/// The head of a log at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: Origin,
    /// How many leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Digest,
}

impl Checkpoint {
    /// The text that is signed, with its last newline.
    #[must_use]
    pub fn text(&self) -> String {
        let root = BASE64_STANDARD.encode(self.root.as_bytes());
        format!("{}\n{}\n{root}\n", self.origin, self.size)
    }

    /// Reads the text; only what [`Checkpoint::text`] would write is accepted.
    ///
    /// # Errors
    /// [`BadNote::Malformed`], or [`BadNote::TooLarge`] for more leaves than a log can hold.
    pub fn from_text(text: &str) -> Result<Self, BadNote> {
        let mut lines = text.split('\n');
        let read = || {
            let origin = lines.next()?.parse().ok()?;
            let size = lines.next()?.parse().ok()?;
            let root = read_hash(lines.next()?)?;
            Some(Self { origin, size, root })
        };
        let checkpoint: Self = { read }().ok_or(BadNote::Malformed)?;
        if checkpoint.size > MAX_LEAVES {
            return Err(BadNote::TooLarge);
        }
        if checkpoint.text() == text {
            Ok(checkpoint)
        } else {
            Err(BadNote::NotCanonical)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_one_form() {
        let origin: Origin = "comity/XB/justice/central/e2".parse().expect("well formed");
        assert_eq!(
            (origin.node.as_str(), origin.epoch),
            ("XB/justice/central", 2)
        );
        for wrong in [
            "comity/XB/justice/central/e0",
            "comity/XB/justice/central/e02",
            "comity/XB/justice/central/e+2",
            "comity/XB/justice/central",
            "comity/XB/justice/e2",
            "Comity/XB/justice/central/e2",
            "comity/XB/justice/central/e2 ",
            "",
        ] {
            assert!(
                wrong.parse::<Origin>().is_err(),
                "{wrong:?} must be refused"
            );
        }
    }
}
