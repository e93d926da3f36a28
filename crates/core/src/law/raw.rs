//! The files of a law pack as they are written, before anything is interned.
//!
//! Only what the engine decides by is typed. Prose for readers (titles, notes, sources) stays in the
//! JSON and is shown from there.

use serde::Deserialize;
use serde_json::Value;

use super::terms::{DataCategory, InstrumentKind, RegimeClass};
use crate::basis::Confidence;

/// `instruments.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct InstrumentsFile {
    pub(crate) schema: String,
    pub(crate) as_of: String,
    pub(crate) instruments: Vec<Value>,
}

/// One instrument, as far as the engine reads it.
#[derive(Debug, Deserialize)]
pub(crate) struct Instrument {
    pub(crate) id: String,
    pub(crate) short: String,
    pub(crate) kind: InstrumentKind,
    #[serde(default)]
    pub(crate) parent: Option<String>,
    pub(crate) in_force: Option<String>,
    #[serde(default)]
    pub(crate) applies_from: Option<String>,
    pub(crate) scope: Scope,
    pub(crate) measures: Vec<Measure>,
    pub(crate) confidence: Confidence,
    pub(crate) binding_side: BindingSide,
    #[serde(default)]
    pub(crate) bilateral: Option<[String; 2]>,
    #[serde(default)]
    pub(crate) state: Option<String>,
    pub(crate) rank: u16,
    #[serde(default)]
    pub(crate) regime: Option<Regime>,
    #[serde(default)]
    pub(crate) bars_direct: Option<BarsDirect>,
}

/// Whose row an instrument needs.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BindingSide {
    Both,
    RequestedOnly,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Scope {
    #[serde(default)]
    pub(crate) tests: Tests,
}

/// What a request must meet to fall within an instrument.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tests {
    #[serde(default)]
    pub(crate) threshold: Option<Threshold>,
    #[serde(default)]
    pub(crate) facts: Vec<FactTest>,
    #[serde(default)]
    pub(crate) offences: Option<OffenceTest>,
    #[serde(default)]
    pub(crate) offences_except: Vec<String>,
    /// Offences for which this instrument was made: then it goes before its peers.
    #[serde(default)]
    pub(crate) specific_to: Vec<String>,
    #[serde(default)]
    pub(crate) holder: Vec<HolderTest>,
    #[serde(default)]
    pub(crate) targets: Vec<TargetTest>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Threshold {
    pub(crate) months: u32,
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) to_be_shown: bool,
    #[serde(default)]
    pub(crate) not_for: Option<OffenceTest>,
    #[serde(default)]
    pub(crate) measures: Vec<String>,
    #[serde(default)]
    pub(crate) categories: Vec<DataCategory>,
}

/// `"criminalised"` (by the instrument itself) or a list of offences.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OffenceTest {
    Word(String),
    List(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactTest {
    pub(crate) fact: String,
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolderTest {
    pub(crate) holder: String,
    pub(crate) reason: String,
    pub(crate) article: String,
    #[serde(default)]
    pub(crate) unless_located_in_requesting: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetTest {
    pub(crate) issuer: String,
    pub(crate) nationality: Vec<String>,
    pub(crate) location: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regime {
    pub(crate) class: RegimeClass,
    #[serde(default)]
    pub(crate) article: Option<String>,
    #[serde(default)]
    pub(crate) switched_off: Option<String>,
    #[serde(default)]
    pub(crate) articles: Option<String>,
    #[serde(default)]
    pub(crate) supplements: Vec<String>,
}

/// What a State's own law forbids its providers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BarsDirect {
    pub(crate) reason: String,
    pub(crate) article: String,
    #[serde(default)]
    pub(crate) categories: Vec<DataCategory>,
    #[serde(default)]
    pub(crate) unless: Vec<String>,
    #[serde(default)]
    pub(crate) objects_abroad: bool,
}

/// One measure of an instrument.
#[derive(Debug, Deserialize)]
pub(crate) struct Measure {
    pub(crate) kind: String,
    pub(crate) article: String,
    pub(crate) cite: String,
    pub(crate) data_categories: Vec<DataCategory>,
    pub(crate) channels: Vec<String>,
    pub(crate) time_limits: Vec<TimeLimit>,
    pub(crate) dual_criminality: Dual,
    #[serde(default)]
    pub(crate) safeguards: Vec<String>,
    #[serde(default)]
    pub(crate) confidentiality_and_use: Vec<String>,
    pub(crate) effect: String,
    pub(crate) verification: Verification,
    #[serde(default)]
    pub(crate) verified_in: Option<String>,
    #[serde(default)]
    pub(crate) condition_codes: Vec<Condition>,
    #[serde(default)]
    pub(crate) refusal_codes: Vec<Refusal>,
    #[serde(default)]
    pub(crate) reservation_rules: Vec<ReservationRule>,
    #[serde(default)]
    pub(crate) urgent_channel_declaration: Option<UrgentDeclaration>,
    #[serde(default)]
    pub(crate) threshold: Option<Threshold>,
    #[serde(default)]
    pub(crate) offences: Option<OffenceTest>,
    #[serde(default)]
    pub(crate) closed_list: bool,
    #[serde(default)]
    pub(crate) channel_only: bool,
    #[serde(default)]
    pub(crate) main_territory_only: bool,
}

/// How a fact of law was checked.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verification {
    TextSeen,
    PartlySeen,
    Recalled,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TimeLimit {
    pub(crate) what: String,
    pub(crate) word: String,
    pub(crate) value: Option<u32>,
    pub(crate) unit: Option<String>,
    pub(crate) bound: String,
    pub(crate) article: String,
    #[serde(default)]
    pub(crate) starts: Option<String>,
    #[serde(default)]
    pub(crate) working_days: bool,
    #[serde(default)]
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) contingent: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dual {
    pub(crate) rule: String,
    #[serde(default)]
    pub(crate) only_categories: Vec<DataCategory>,
    #[serde(default)]
    pub(crate) otherwise: Option<String>,
}

/// A condition with its code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) gate: Gate,
    #[serde(default)]
    pub(crate) when: When,
}

/// Whether the answer hangs on a condition (a fact to be shown, a reservation, a discretion, an
/// agreement) or the condition is ordinary procedure (contents, issuer, notice, limits of use).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gate {
    Ordinary,
    Hangs,
}

/// When a condition, limit or ground is in play.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    #[serde(default)]
    pub(crate) categories: Vec<DataCategory>,
    #[serde(default)]
    pub(crate) measures: Vec<String>,
    #[serde(default)]
    pub(crate) emergency: bool,
    #[serde(default)]
    pub(crate) not_emergency: bool,
    #[serde(default)]
    pub(crate) immediate: bool,
    #[serde(default)]
    pub(crate) not_immediate: bool,
    #[serde(default)]
    pub(crate) outside_core: bool,
    #[serde(default)]
    pub(crate) consent_missing: bool,
    #[serde(default)]
    pub(crate) fact_unknown: Option<String>,
    #[serde(default)]
    pub(crate) holder: Vec<String>,
    #[serde(default)]
    pub(crate) reservation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) list: RefusalList,
    #[serde(default)]
    pub(crate) own_regime: bool,
    #[serde(default)]
    pub(crate) when: When,
}

/// Closed: these grounds and no others. Open: the treaty or the law may know more.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefusalList {
    Closed,
    Open,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReservationRule {
    pub(crate) article: String,
    pub(crate) kind: String,
    pub(crate) effect: ReservationEffect,
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) categories: Vec<DataCategory>,
    #[serde(default)]
    pub(crate) outside_core: bool,
    #[serde(default)]
    pub(crate) both_sides: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReservationEffect {
    Excludes,
    Hangs,
    Notes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UrgentDeclaration {
    pub(crate) article: String,
    pub(crate) code: String,
}
