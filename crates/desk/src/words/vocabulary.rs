//! Closed lists: a code of the core or of the law data, as a word of the reader's language.
//!
//! A code that has no word is shown as the code, never hidden: a person can still ask about it.

use super::Words;

impl Words {
    /// A request kind, `preservation`.
    #[must_use]
    pub fn kind(&self, code: &str) -> String {
        self.listed("kind", code)
    }

    /// A request kind as the queue names it: shorter where there is a shorter word.
    #[must_use]
    pub fn kind_short(&self, code: &str) -> String {
        self.find(&format!("kind-{}-short", slug(code)), None)
            .unwrap_or_else(|| self.kind(code))
    }

    /// A stage, `checking`.
    #[must_use]
    pub fn stage(&self, code: &str) -> String {
        self.listed("stage", code)
    }

    /// A category of data, `subscriber`.
    #[must_use]
    pub fn category(&self, code: &str) -> String {
        self.listed("category", code)
    }

    /// A class of urgency, `u0`.
    #[must_use]
    pub fn urgency(&self, code: &str) -> String {
        self.listed("urgency", code)
    }

    /// A ground for refusal, `RF-03`.
    #[must_use]
    pub fn ground(&self, code: &str) -> String {
        self.listed("ground", code)
    }

    /// A role, `ca_officer`.
    #[must_use]
    pub fn role(&self, code: &str) -> String {
        self.listed("role", code)
    }

    /// A next step, `acknowledge`.
    #[must_use]
    pub fn next_step(&self, code: &str) -> String {
        self.listed("next", code)
    }

    /// A word of any other closed list: `listed("event", "receipt.received")`.
    #[must_use]
    pub fn listed(&self, list: &str, code: &str) -> String {
        self.find(&format!("{list}-{}", slug(code)), None)
            .unwrap_or_else(|| code.to_owned())
    }

    /// The same, or nothing when the list has no such word.
    #[must_use]
    pub fn maybe(&self, list: &str, code: &str) -> Option<String> {
        self.find(&format!("{list}-{}", slug(code)), None)
    }

    /// An instrument and an article, "Budapest, Art. 29".
    #[must_use]
    pub fn basis(&self, instrument: &str, article: &str) -> String {
        // A State's consent stands in no article.
        if article == "consent_on_file" {
            return self.consent_title();
        }
        let name = self.listed("basis", instrument);
        if article.is_empty() {
            name
        } else {
            self.basis_article(article, &name)
        }
    }

    /// A State by its code, where the node's directory knows no name for it: an invented one by our
    /// own word, another by its customary name.
    #[must_use]
    pub fn state(&self, code: &str) -> String {
        self.maybe("state", code)
            .or_else(|| super::states::name(code, self.lang).map(str::to_owned))
            .unwrap_or_else(|| code.to_owned())
    }
}

/// Codes are written with dots, underscores and capitals; message ids with hyphens.
pub(super) fn slug(code: &str) -> String {
    code.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}
