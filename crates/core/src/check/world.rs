//! What the checker knows about the world around a request: states, providers, treaties in force
//! between them, official mail domains, and the office's policy.
//!
//! It is an argument like any other, so the same request and the same world always give the same
//! report. Everything is optional: silence is not "no", and a rule that needs a fact which is not known
//! stays quiet or asks a person.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::kind::Category;
use crate::time::Instant;

/// The world at one moment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct World {
    /// Now; a caller that has a clock sets it where the file does not.
    pub as_of: Option<String>,
    /// Instrument → states between which it is in force.
    pub instruments_in_force: BTreeMap<String, BTreeSet<String>>,
    /// Profiles of states by code.
    pub states: BTreeMap<String, State>,
    /// Profiles of providers by short name.
    pub providers: BTreeMap<String, Provider>,
    /// Domains from which officers write.
    pub official_email_domains: BTreeSet<String>,
    /// The office's own limits.
    pub policy: Policy,
    /// Offences that the European orders admit below the threshold.
    pub eu_listed_offences_below_threshold: Vec<String>,
    /// Requests that this office has seen, to notice a second copy.
    pub known_requests: Vec<Known>,
    /// Blinded tags that meet another case.
    pub deconfliction_hits: BTreeSet<String>,
}

/// What a state asks of requests.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct State {
    /// Its name, as places in requests write it.
    pub name: String,
    /// Languages that it reads.
    pub languages: Vec<String>,
    /// Wants to be told of direct orders to its providers.
    pub art7_notice_required: Option<bool>,
    /// Wants direct orders to come from, or under, a judge or prosecutor.
    pub art7_judicial_required: Option<bool>,
    /// Reserved direct orders wholly.
    pub art7_reserved: Option<bool>,
    /// Wants a formal request after emergency disclosure.
    pub art9_post_mla: Option<bool>,
    /// Wants a copy of the domestic order.
    pub order_copy_required: Option<bool>,
    /// Who may send and receive requests for mutual assistance.
    pub mla_sender: Option<Vec<String>>,
    /// The standard for content: `reasonable_grounds`, `probable_cause`.
    pub content_standard: Option<String>,
    /// Longest preservation.
    pub preservation_max_days: Option<i64>,
    /// Wants an assurance about the death penalty with every request for assistance.
    pub death_penalty_assurance_required: Option<bool>,
    /// Further assurances that it wants.
    pub assurances_required: Vec<String>,
    /// Longest interception.
    pub realtime_max_days: Option<i64>,
}

/// What is known of a provider.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Provider {
    /// The legal entity.
    pub legal_name: String,
    /// Its number in the directory.
    pub entity_id: String,
    /// Where it is established.
    pub establishment_state: String,
    /// What it offers.
    pub services: Vec<String>,
    /// Languages that it reads; else those of its state.
    pub languages: Vec<String>,
    /// Its IPv4 blocks.
    pub ipv4: Vec<String>,
    /// Its IPv6 blocks.
    pub ipv6: Vec<String>,
    /// Whether one IPv4 address serves many customers at once.
    pub shares_ipv4: Option<bool>,
    /// The domains of its mailboxes.
    pub email_domains: Vec<String>,
    /// The domains that it registers.
    pub domains_under_management: Vec<String>,
    /// The shape of its account numbers.
    pub account_ids: Option<String>,
    /// How long it keeps logs.
    pub retention_days: Option<i64>,
}

/// The office's own limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// The longest period by category.
    pub max_period_days: BTreeMap<Category, i64>,
    /// The longest period in an emergency.
    pub emergency_max_period_days: i64,
    /// The shortest statement of facts, by kind or `default`.
    pub min_facts_chars: BTreeMap<String, usize>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_period_days: BTreeMap::from([
                (Category::Subscriber, 365),
                (Category::Identification, 31),
                (Category::Traffic, 180),
                (Category::Content, 180),
            ]),
            emergency_max_period_days: 14,
            min_facts_chars: BTreeMap::from([
                ("default".into(), 200),
                ("preservation".into(), 120),
            ]),
        }
    }
}

/// A request seen before.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Known {
    /// Its id.
    pub request_id: String,
    /// The sender's case number.
    pub reference: String,
    /// The sender's state.
    pub state: String,
    /// When it was issued.
    pub issued_at: String,
    /// Its items, to compare.
    pub items: Value,
}

/// A world file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the world does not have the expected shape: {0}")]
pub struct WorldUnreadable(#[from] serde_json::Error);

impl World {
    /// Reads a world: either the value itself, or one that holds it under `world`.
    ///
    /// # Errors
    /// [`WorldUnreadable`] says which field has another shape.
    pub fn read(value: &Value) -> Result<Self, WorldUnreadable> {
        let own = value.get("world").unwrap_or(value);
        Ok(Self::deserialize(own)?)
    }

    /// The moment for which the world stands.
    #[must_use]
    pub fn now(&self) -> Option<Instant> {
        self.as_of.as_deref().and_then(Instant::parse)
    }

    /// Whether an instrument binds both states; none where the world does not list the instrument.
    #[must_use]
    pub fn in_force(&self, instrument: &str, states: &[&str]) -> Option<bool> {
        let parties = self.instruments_in_force.get(instrument)?;
        Some(states.iter().all(|state| parties.contains(*state)))
    }

    /// The provider that a request names by short name, entity number or legal name.
    #[must_use]
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        let same = |text: &str| !text.is_empty() && text.eq_ignore_ascii_case(name.trim());
        self.providers.get(name.trim()).or_else(|| {
            self.providers
                .values()
                .find(|p| same(&p.entity_id) || same(&p.legal_name))
        })
    }

    /// The state that a place names, by code or by name.
    #[must_use]
    pub fn state_of_place(&self, place: &str) -> Option<&str> {
        let place = place.trim();
        self.states
            .iter()
            .find(|(code, state)| {
                code.as_str() == place
                    || (!state.name.is_empty() && state.name.eq_ignore_ascii_case(place))
            })
            .map(|(code, _)| code.as_str())
    }
}

impl Provider {
    /// Whether one of its services is named with one of these words; true where none is known.
    #[must_use]
    pub fn offers(&self, words: &[&str]) -> bool {
        self.services.is_empty()
            || self.services.iter().any(|service| {
                let service = service.to_lowercase();
                words.iter().any(|word| service.contains(word))
            })
    }
}
