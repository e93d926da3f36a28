//! A posted form: names and values in the order of the page, some names several times.

use serde::Deserialize;

/// What was posted.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Posted(Vec<(String, String)>);

impl Posted {
    /// The first value of a name, trimmed; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// All values of a name that are not empty.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, v)| n == name && !v.is_empty())
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Names and values in their order.
    pub(crate) const fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Everything, as the writer takes it.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}
