//! What an examination found, check by check.

use serde_json::{Map, Value, json};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Found as expected.
    Holds,
    /// Found otherwise: altered, cut, forged or malformed.
    Fails,
    /// Nothing speaks against it and nothing proves it.
    Unproven,
    /// Not looked at, because a check before it failed.
    Skipped,
}

impl Outcome {
    /// The stable word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "ok",
            Self::Fails => "failed",
            Self::Unproven => "unproven",
            Self::Skipped => "skipped",
        }
    }
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its stable name, for example `chunk`.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What a good thing has here.
    pub expected: String,
    /// What this one has.
    pub found: String,
}

impl Check {
    /// Found as expected.
    pub fn holds(name: &'static str, expected: impl ToString, found: impl ToString) -> Self {
        Self::new(name, Outcome::Holds, &expected, &found)
    }

    /// Found otherwise.
    pub fn fails(name: &'static str, expected: impl ToString, found: impl ToString) -> Self {
        Self::new(name, Outcome::Fails, &expected, &found)
    }

    /// Neither proved nor disproved.
    pub fn unproven(name: &'static str, expected: impl ToString, found: impl ToString) -> Self {
        Self::new(name, Outcome::Unproven, &expected, &found)
    }

    /// Not looked at.
    pub fn skipped(name: &'static str, because: impl ToString) -> Self {
        Self::new(name, Outcome::Skipped, &"", &because)
    }

    /// Holds when both are the same.
    pub fn equal<T: PartialEq + ToString>(name: &'static str, expected: T, found: T) -> Self {
        let outcome = if expected == found {
            Outcome::Holds
        } else {
            Outcome::Fails
        };
        Self::new(name, outcome, &expected, &found)
    }

    /// Holds when a step succeeded; else its fault is what was found.
    pub fn step<T, E: ToString>(
        name: &'static str,
        expected: impl ToString,
        result: &Result<T, E>,
    ) -> Self {
        match result {
            Ok(_) => Self::holds(name, expected.to_string(), expected),
            Err(fault) => Self::fails(name, expected, fault.to_string()),
        }
    }

    fn new(
        name: &'static str,
        outcome: Outcome,
        expected: &dyn ToString,
        found: &dyn ToString,
    ) -> Self {
        Self {
            name,
            outcome,
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }
}

/// All checks of one thing and what it states about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    kind: &'static str,
    checks: Vec<Check>,
    facts: Map<String, Value>,
}

impl Report {
    /// An empty report about a thing of some kind.
    #[must_use]
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            checks: Vec::new(),
            facts: Map::new(),
        }
    }

    /// Adds a check.
    pub fn add(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Adds something the thing states, which the checks may or may not bear out.
    pub fn state(&mut self, name: &str, value: impl Into<Value>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The checks in the order they were made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// What the thing states about itself.
    #[must_use]
    pub const fn facts(&self) -> &Map<String, Value> {
        &self.facts
    }

    /// Whether every check holds. A report without checks proves nothing.
    #[must_use]
    pub fn is_good(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|c| c.outcome == Outcome::Holds)
    }

    /// As JSON: `{"kind","ok","checks":[{"check","outcome","expected","found"}],"states":{…}}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let checks: Vec<_> = self
            .checks
            .iter()
            .map(|check| {
                json!({
                    "check": check.name,
                    "outcome": check.outcome.word(),
                    "expected": check.expected,
                    "found": check.found,
                })
            })
            .collect();
        json!({
            "kind": self.kind,
            "ok": self.is_good(),
            "checks": checks,
            "states": self.facts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_doubt_is_enough_for_no_and_an_empty_report_proves_nothing() {
        let mut report = Report::new("thing");
        assert!(!report.is_good());
        report.add(Check::equal("size", 3, 3));
        assert!(report.is_good());
        report.add(Check::unproven("sealer", "a known key", "another"));
        assert!(!report.is_good());
        assert_eq!(report.to_json()["checks"][1]["outcome"], "unproven");
    }
}
