//! What one State or one provider says about itself: the rows that make a treaty executable.
//!
//! A treaty opens a way; the requested State's own law is the last gate, and its office's languages,
//! hours and holidays decide when a clock stops. A real State is added as one more row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basis::Confidence;

/// `states.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatesFile {
    /// `states/1`.
    pub schema: String,
    /// One profile for each State that has one.
    pub states: Vec<StateProfile>,
}

/// One State's profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateProfile {
    /// ISO 3166-1 alpha-2, or a user-assigned code in the exercise world.
    pub iso2: String,
    /// Its name in the six languages.
    pub names: BTreeMap<String, String>,
    /// Languages in which its authorities accept requests (BCP 47), best first.
    pub languages_accepted: Vec<String>,
    /// IANA time zone in which its legal days end.
    pub time_zone: String,
    /// Days of the week on which its offices work, 1 Monday to 7 Sunday.
    pub working_days: Vec<u8>,
    /// Public holidays: days on which the offices are closed.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Last year for which holidays that move are listed by their dates; none where none is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays_until: Option<u16>,
    /// Whether an order to one of its providers must be notified to it at the same time.
    ///
    /// # Source
    /// Second Additional Protocol to the Convention on Cybercrime, art. 7(5).
    pub notice_required: Option<bool>,
    /// What a request to one of its providers without its authority needs: `accepted`, `notice`,
    /// `consent` or `not_accepted`; none where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct_requests: Option<String>,
    /// Whether its providers and authorities ask for a copy of the domestic order.
    pub order_copy_required: Option<bool>,
    /// Longest time for which its law lets data be kept on one order, in days, renewals included.
    pub preservation_max_days: Option<u32>,
    /// Whether it asks for a formal request after an emergency disclosure (art. 9(5)).
    #[serde(default)]
    pub mla_after_emergency: Option<bool>,
    /// The proof its law asks for before content is disclosed.
    pub content_standard: Option<String>,
    /// Assurances it asks for with every request.
    #[serde(default)]
    pub assurances: Vec<String>,
    /// Certificates its courts ask for with evidence from abroad.
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Offices that receive requests.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// By which ways requests reach it, the usual one first: `central_authority`, `diplomatic`,
    /// `judicial`, `interpol`, `contact_24_7`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// For each measure: the provision, and who may authorise it.
    pub domestic: Vec<DomesticMeasure>,
    /// Whether `domestic` names every measure that its law knows: only then does silence mean "none".
    #[serde(default)]
    pub domestic_complete: bool,
    /// What its own law makes an offence, as far as it is on file.
    #[serde(default)]
    pub offences: Vec<NationalOffence>,
    /// How a request must travel to count as received.
    #[serde(default)]
    pub transmission: Vec<Transmission>,
    /// What a reader must know beside the rows, and what is not in them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where the row comes from.
    pub source: String,
    /// When the source was seen; empty where nothing was read.
    pub source_date: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// How it was checked: `text_seen`, `partly_seen`, `recalled` or `invented`.
    pub verification: String,
}

/// A day on which offices are closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// `2027-05-09`, or `05-09` for every year.
    pub date: String,
    /// Its name in English.
    pub name: String,
}

/// An office that receives requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// `central_authority`, `contact_24_7`, `judicial_authority`, `police`, `fiu`, `cert`.
    pub role: String,
    /// Its name in English.
    pub name: String,
    /// Kinds of request it is competent for; empty means all of its role.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// What a State's law says of one measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomesticMeasure {
    /// Kind of request.
    pub measure: String,
    /// Data categories it covers; empty means all.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The provision as it is cited.
    pub provision: String,
    /// Who may authorise: `police`, `prosecutor`, `judge`, `court`, `central_authority`.
    pub authorised_by: Vec<String>,
}

/// A State's own provision on a conduct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalOffence {
    /// Offence type of the pack.
    pub offence: String,
    /// The provision as it is cited.
    pub provision: String,
    /// Elements of the type that it asks for.
    pub elements: Vec<String>,
    /// What it asks for beyond them, in its own words; empty where nothing.
    #[serde(default)]
    pub narrower: String,
    /// Highest penalty, in months.
    #[serde(default)]
    pub max_penalty_months: Option<u32>,
}

/// How a request must travel to count. What is unknown is left out: then both ways are used.
///
/// # Source
/// Our method (rule of transmission); Budapest Convention art. 25(3), UNTOC art. 18(14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transmission {
    /// Kind of request; empty means every kind.
    #[serde(default)]
    pub measure: String,
    /// `original`, `advance_copy`, `not_accepted` or `unknown`.
    pub electronic: String,
    /// The platform that a treaty names; what comes by another is an advance copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Paper within so many days, if it must follow.
    #[serde(default)]
    pub confirm_by_days: Option<u32>,
    /// By which way the paper follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_channel: Option<String>,
    /// Copies of the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// Whether the paper carries a seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<bool>,
    /// Where this rule is written, if not in the sources of the whole profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it says that papers are exempt from legalisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt_by: Option<String>,
    /// What starts the clock: `electronic`, `paper`, `registration` or `unknown`.
    pub clock_starts: String,
    /// `simple`, `advanced`, `qualified`, `wet` or `unknown`.
    pub signature: String,
    /// `none`, `plain`, `certified` or `unknown`.
    pub translation: String,
    /// `none`, `apostille`, `chain`, `exempt` or `unknown`.
    pub legalisation: String,
}

/// `providers.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProvidersFile {
    /// `providers/1`.
    pub schema: String,
    /// One profile for each provider.
    pub providers: Vec<ProviderProfile>,
}

/// One provider's profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderProfile {
    /// Stable id of the legal entity.
    pub entity_id: String,
    /// Its registered name.
    pub legal_name: String,
    /// State whose law compels it.
    pub establishment: String,
    /// What it offers: `mail`, `hosting`, `access`, `messaging`, `exchange`, `registrar` …
    pub services: Vec<String>,
    /// Selector types by which it finds an account.
    pub identifiers: Vec<String>,
    /// Days for which it keeps connection logs.
    pub retention_days: Option<u32>,
    /// Whether its logs hold source ports.
    pub logs_ports: Option<bool>,
    /// Whether several customers share one IPv4 address.
    pub shares_ipv4: Option<bool>,
    /// Domains it hosts.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Address ranges it answers for.
    #[serde(default)]
    pub ranges: Vec<String>,
    /// Whether its counsel is asked before anything leaves.
    #[serde(default)]
    pub counsel_asked: bool,
    /// Where the row comes from.
    pub source: String,
    /// When the source was seen.
    pub source_date: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// How it was checked.
    pub verification: String,
}
