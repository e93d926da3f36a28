//! Which parts a letter has, in which order: data, one plan for each form of letter.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use comity_core::kind::Kind;
use serde::Deserialize;
use serde_json::Value;

/// A form of letter. Where several fit a request, the first in the file is taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The kind of request it is for.
    pub kind: String,
    /// Its title, where it is not the kind's own name.
    #[serde(default)]
    pub title: Option<String>,
    /// When it applies; always, where nothing is said.
    #[serde(default)]
    pub when: When,
    /// How sections are counted.
    #[serde(default)]
    pub marks: Marks,
    /// Which form it follows, and how sure that is.
    pub source: String,
    /// The sections.
    pub sections: Vec<Part>,
}

/// What a request must say for a plan to apply.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    variant: Option<String>,
    mode: Option<String>,
    instruments: Vec<String>,
    categories: Vec<String>,
}

/// How sections are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marks {
    /// 1, 2, 3.
    #[default]
    Numbers,
    /// A, B, C, as the forms of the European Union do.
    Letters,
}

/// A section of a plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its heading.
    pub head: String,
    /// The places of the request that stand in it: pointers, of a list perhaps only some entries, as in
    /// `/previous[type!=preservation]`.
    pub of: Vec<String>,
    /// Shown even when it has no answer, because the official form counts it.
    #[serde(default)]
    pub always: bool,
    /// Left out of a copy that is not for authorities.
    #[serde(default)]
    pub audience: Option<Audience>,
}

/// Who may read a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Authorities only, never the provider.
    Authority,
}

/// How the value of a field is said, by the field's name or by `parent.name`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    plain: BTreeMap<String, As>,
    listed: BTreeMap<String, String>,
}

/// How a value is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum As {
    /// As it is written.
    Text,
    /// A name for machines.
    Code,
    /// A State by its code.
    State,
    /// A day, or a day and an hour.
    Date,
    /// A moment that is compared: as it is written.
    Moment,
    /// A language by its tag.
    Language,
    /// An office by its id, else as it is written.
    Office,
    /// A treaty by its id.
    Instrument,
}

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/plans.json"))
        .expect("the plans are part of the program and a test reads them")
});
static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/keys.json"))
        .expect("the keys are part of the program and a test reads them")
});

/// All plans.
#[must_use]
pub fn plans() -> &'static [Plan] {
    &PLANS
}

/// The plan for a request.
#[must_use]
pub fn plan(kind: Kind, form: &Value) -> &'static Plan {
    PLANS
        .iter()
        .filter(|plan| plan.kind == kind.as_str())
        .find(|plan| plan.when.holds(form))
        .expect("the last plan of each kind asks for nothing, as a test shows")
}

impl When {
    fn holds(&self, form: &Value) -> bool {
        let is = |wanted: &Option<String>, field: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| form.get(field).and_then(Value::as_str) == Some(wanted))
        };
        let first = form
            .pointer("/legal_basis/0/instrument")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut categories = form
            .get("items")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|item| item["category"].as_str().unwrap_or_default())
            .peekable();
        is(&self.variant, "variant")
            && is(&self.mode, "mode")
            && (self.instruments.is_empty() || self.instruments.iter().any(|one| one == first))
            && (self.categories.is_empty()
                || categories.peek().is_some()
                    && categories.all(|one| self.categories.iter().any(|known| known == one)))
    }

    fn is_empty(&self) -> bool {
        self.variant.is_none()
            && self.mode.is_none()
            && self.instruments.is_empty()
            && self.categories.is_empty()
    }
}

impl Plan {
    /// Whether it fits every request of its kind.
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.when.is_empty()
    }
}

/// How the value of `parent.key` is said.
#[must_use]
pub fn said_as(parent: &str, key: &str) -> As {
    let own = format!("{parent}.{key}");
    let plain = &KEYS.plain;
    plain
        .get(own.as_str())
        .or_else(|| plain.get(key))
        .copied()
        .unwrap_or(As::Text)
}

/// The closed list that `parent.key` takes its codes from.
#[must_use]
pub fn list_of(parent: &str, key: &str) -> Option<&'static str> {
    let own = format!("{parent}.{key}");
    let listed = &KEYS.listed;
    listed
        .get(own.as_str())
        .or_else(|| listed.get(key))
        .map(String::as_str)
}
