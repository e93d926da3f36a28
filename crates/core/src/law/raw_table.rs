//! The other files of a pack as they are written: table of measures, offences, rows, the pack itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::raw::Condition;
use super::terms::{DataCategory, OffenceMode, RegimeClass};
use crate::basis::Confidence;

/// `measures.json`: the table of measures, channels and words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasuresFile {
    pub(crate) schema: String,
    pub(crate) measures: BTreeMap<String, Kind>,
    pub(crate) channels: BTreeMap<String, Vec<super::terms::Addressee>>,
    pub(crate) channels_if_urgent: BTreeMap<String, Vec<super::terms::Addressee>>,
    pub(crate) always_named: Vec<String>,
    pub(crate) fallback: String,
    pub(crate) fallback_measure: String,
    pub(crate) aliases: Aliases,
    pub(crate) effects: BTreeMap<String, Effect>,
    pub(crate) dual_criminality_words: BTreeMap<String, super::terms::DualCriminality>,
    pub(crate) dual_criminality_conditions: BTreeMap<String, Vec<Condition>>,
    pub(crate) treaty_regime_conditions: Vec<Condition>,
    pub(crate) treaty_regime_risks: Vec<String>,
    pub(crate) consent_on_file: Effect,
    pub(crate) third_state_objection: Vec<Condition>,
    pub(crate) no_domestic_provision: Vec<Condition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) matches: Vec<String>,
    pub(crate) regime: bool,
    #[serde(default)]
    pub(crate) by_addressee: bool,
    pub(crate) alternatives: Vec<String>,
    #[serde(default)]
    pub(crate) served_by: Vec<String>,
    /// Which row of the fallback serves it, where none has its own name.
    #[serde(default)]
    pub(crate) fallback: Option<String>,
    pub(crate) form_kind: Option<String>,
    #[serde(default)]
    pub(crate) conditions: Vec<Condition>,
    #[serde(default)]
    pub(crate) dual_criminality: Option<super::terms::DualCriminality>,
    #[serde(default)]
    pub(crate) also_named: Vec<AlsoNamed>,
    #[serde(default)]
    pub(crate) discloses_directly: bool,
    #[serde(default)]
    pub(crate) permission_is_enough: bool,
    #[serde(default)]
    pub(crate) consent_of: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlsoNamed {
    pub(crate) kind: String,
    pub(crate) class: RegimeClass,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aliases {
    pub(crate) addressees: BTreeMap<String, super::terms::Addressee>,
    pub(crate) instruments: BTreeMap<String, String>,
    pub(crate) measures: BTreeMap<String, String>,
    pub(crate) by_mode: BTreeMap<String, BTreeMap<DataCategory, String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Effect {
    #[serde(default)]
    pub(crate) never_sole: bool,
    #[serde(default)]
    pub(crate) conditions: Vec<Condition>,
}

/// `offences.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct OffencesFile {
    pub(crate) schema: String,
    pub(crate) offences: Vec<Offence>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Offence {
    pub(crate) id: String,
    pub(crate) label: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) conduct: String,
    /// The conduct in its elements, by their codes.
    #[serde(default)]
    pub(crate) elements: Vec<String>,
    pub(crate) instruments: Vec<OffenceArticle>,
    #[serde(default)]
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OffenceArticle {
    pub(crate) instrument: String,
    pub(crate) article: String,
    pub(crate) mode: OffenceMode,
    #[serde(default)]
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) verification: String,
}

/// One line of `parties.csv`, or one row of an overlay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRow {
    /// State, ISO 3166-1 alpha-2.
    pub iso2: String,
    /// Instrument.
    pub instrument_id: String,
    /// `party` or `signatory`.
    pub status: String,
    /// From which day; empty where it is not established.
    #[serde(default)]
    pub date_of_entry_into_force: String,
    /// Where the row comes from.
    pub source: String,
    /// When the source was seen.
    #[serde(default)]
    pub source_date: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Last day on which it counts; empty while no end is known.
    #[serde(default)]
    pub date_to: String,
    /// Territories, as `law/README.md` writes them.
    #[serde(default)]
    pub territory: String,
    /// Reservations and declarations; empty means unknown.
    #[serde(default)]
    pub reservations: String,
    /// The overlay it comes from, for whoever mends it.
    #[serde(skip)]
    pub(crate) overlay: Option<&'static str>,
}

impl PartyRow {
    /// Whether both speak of the same State and instrument.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.iso2 == other.iso2 && self.instrument_id == other.instrument_id
    }
}

/// One line of `territories.csv`.
#[derive(Debug, Deserialize)]
pub(crate) struct TerritoryRow {
    pub(crate) iso2: String,
    pub(crate) party: String,
    pub(crate) source: String,
    pub(crate) source_date: String,
    pub(crate) confidence: Confidence,
}

/// `pack.json`: what this pack is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    pub(crate) schema: String,
    pub(crate) name: String,
    pub(crate) as_of: String,
    /// Rises with each issue of the same name.
    #[serde(default)]
    pub(crate) version: u64,
    pub(crate) exercise: bool,
    /// Counts that a register states, so that a lost row is noticed.
    #[serde(default)]
    pub(crate) counts: Vec<Count>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Count {
    pub(crate) instrument: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) on: Option<String>,
    pub(crate) count: usize,
    pub(crate) source: String,
}
