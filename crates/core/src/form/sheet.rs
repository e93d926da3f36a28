//! Forms as data: one sheet for each kind, and one for what all kinds have in common.
//!
//! A sheet lists the fields in the order of the form, says which must be there, of which shape, which
//! defect stands for a missing one and which words ask for it. It also says who may send the kind, to
//! whom, over which roads and on which bases, so a new kind is a file here and a few functions for what
//! a table cannot say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::check::Code;
use crate::kind::{Category, Kind};
use crate::life::Life;

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always.
    Required,
    /// When something else is so; a rule in the checker says when.
    Conditional,
    /// Never.
    Optional,
}

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// A whole number.
    Whole,
    /// A date or a time, as text.
    Date,
    /// Several entries.
    List,
    /// Named parts.
    Object,
    /// More than one shape is in use.
    Any,
}

impl Shape {
    /// Whether a value has this shape.
    #[must_use]
    pub fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Date => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Whole => value.is_i64() || value.is_u64(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::Any => true,
        }
    }
}

/// One line of a sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The number of the field, `E9` or `prs.duration`.
    pub id: String,
    /// Where it stands: a JSON pointer in which `*` means every entry of a list.
    pub path: String,
    /// Of which shape it is.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// The defect when it is missing or of another shape.
    #[serde(default)]
    pub code: Option<Code>,
    /// A milder severity than the code has by itself.
    #[serde(default)]
    pub mild: bool,
    /// Other places that answer the same question.
    #[serde(default)]
    pub or: Vec<String>,
    /// The codes that can be chosen, where the answer is one or several of a closed list.
    #[serde(default)]
    pub options: Vec<String>,
}

impl Field {
    /// The message that asks for it in the writer.
    #[must_use]
    pub fn question_id(&self) -> String {
        format!("ask-{}", self.id.replace(['.', '_'], "-").to_lowercase())
    }

    /// The message that explains it in the writer.
    #[must_use]
    pub fn hint_id(&self) -> String {
        format!("hint-{}", self.id.replace(['.', '_'], "-").to_lowercase())
    }
}

/// What the form of a kind asks and admits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The kind; none for the envelope.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The version of the form.
    pub version: String,
    /// Where the fields come from.
    pub source: String,
    /// Asks for data of accounts: selectors, items, an address for the answer.
    #[serde(default)]
    pub asks_data: bool,
    /// Asks for what exists already; a period in the future is a mistake.
    #[serde(default)]
    pub stored_only: bool,
    /// Compels somebody: necessity and proportionality are to be shown.
    #[serde(default)]
    pub coercive: bool,
    /// Types of authority that may send it; empty = any.
    #[serde(default)]
    pub senders: Vec<String>,
    /// Types of authority that may receive it; empty = any.
    #[serde(default)]
    pub receivers: Vec<String>,
    /// Whether it goes to an authority, to a provider, or to either.
    #[serde(default)]
    pub goes_to: Option<GoesTo>,
    /// Roads it may not take.
    #[serde(default)]
    pub no_channels: Vec<String>,
    /// Bases that cover the measure: instrument and its articles, none = any article.
    #[serde(default)]
    pub bases: BTreeMap<String, Vec<String>>,
    /// Categories it may ask for; empty = any.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// For fields of the envelope: another need than usual.
    #[serde(default)]
    pub envelope: BTreeMap<String, Need>,
    /// What the kind differs in once it is on its way; none for the envelope.
    #[serde(default)]
    pub life: Option<Life>,
    /// The fields, in order.
    pub fields: Vec<Field>,
}

/// Whom a kind addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoesTo {
    /// An authority.
    Authority,
    /// A provider.
    Provider,
}

/// The fields that all kinds share.
#[must_use]
pub fn envelope() -> &'static Sheet {
    static ENVELOPE: LazyLock<Sheet> =
        LazyLock::new(|| read(include_str!("../../../../forms/envelope.json")));
    &ENVELOPE
}

/// The sheet of a kind.
#[must_use]
pub fn sheet(kind: Kind) -> &'static Sheet {
    static SHEETS: LazyLock<BTreeMap<Kind, Sheet>> = LazyLock::new(|| {
        TEXTS
            .iter()
            .map(|(kind, text)| (*kind, read(text)))
            .collect()
    });
    SHEETS
        .get(&kind)
        .expect("every kind has a sheet, as the test of all sheets shows")
}

fn read(text: &str) -> Sheet {
    serde_json::from_str(text)
        .expect("the sheets are part of the program and a test reads them all")
}

macro_rules! texts {
    ($($kind:ident $file:literal),* $(,)?) => {
        const TEXTS: &[(Kind, &str)] =
            &[$((Kind::$kind, include_str!(concat!("../../../../forms/", $file, ".json")))),*];
    };
}

texts! {
    Preservation "preservation",
    PartialDisclosure "partial_disclosure",
    DomainRegistration "domain_registration",
    SubscriberDirect "subscriber_direct",
    OrderEffect "order_effect",
    MlaStored "mla_stored",
    MlaRealtime "mla_realtime",
    EmergencyDisclosure "emergency_disclosure",
    EmergencyMla "emergency_mla",
    Epoc "epoc",
    EpocPr "epoc_pr",
    AssetFreeze "asset_freeze",
    FiuInformation "fiu_information",
    ContentRemoval "content_removal",
    Jit "jit",
    PoliceInformation "police_information",
    CertAssistance "cert_assistance",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_sheet_of_its_own_with_distinct_fields() {
        for kind in Kind::ALL {
            let sheet = sheet(*kind);
            assert_eq!(sheet.kind, Some(*kind));
            assert!(sheet.life.is_some(), "{kind:?}");
            let ids: std::collections::BTreeSet<_> = sheet
                .fields
                .iter()
                .chain(&envelope().fields)
                .map(|field| &field.id)
                .collect();
            assert_eq!(
                ids.len(),
                sheet.fields.len() + envelope().fields.len(),
                "{kind:?}"
            );
            for id in sheet.envelope.keys() {
                assert!(
                    envelope().fields.iter().any(|field| field.id == *id),
                    "{kind:?} {id}"
                );
            }
        }
    }

    #[test]
    fn a_field_that_must_be_there_has_a_defect_for_its_absence() {
        for field in Kind::ALL
            .iter()
            .flat_map(|kind| &sheet(*kind).fields)
            .chain(&envelope().fields)
        {
            assert!(
                field.need != Need::Required || field.code.is_some(),
                "{}",
                field.id
            );
            assert!(field.path.starts_with('/'), "{}", field.id);
        }
    }
}
