//! Why a pack of law data was refused: the file, the row and the rule it breaks.

use std::fmt;

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which file.
    pub file: String,
    /// Which row: a line number, an id or a pair of ids.
    pub row: String,
    /// The rule, by its stable name.
    pub rule: &'static str,
    /// What was found.
    pub found: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {}: {}",
            self.file, self.row, self.rule, self.found
        )
    }
}

/// A pack that breaks at least one rule; nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the law pack breaks {} rule(s); first: {}", faults.len(), faults.first().map(ToString::to_string).unwrap_or_default())]
pub struct PackRefused {
    /// Every broken rule, in the order of the files.
    pub faults: Vec<Fault>,
}

/// Collects faults while a pack is read.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    pub(crate) fn add(
        &mut self,
        file: &str,
        row: impl fmt::Display,
        rule: &'static str,
        found: impl fmt::Display,
    ) {
        // A hostile pack must not make us collect for ever.
        if self.0.len() < 1_000 {
            self.0.push(Fault {
                file: file.to_owned(),
                row: row.to_string(),
                rule,
                found: found.to_string(),
            });
        }
    }

    pub(crate) fn done<T>(self, value: T) -> Result<T, PackRefused> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(PackRefused { faults: self.0 })
        }
    }
}
