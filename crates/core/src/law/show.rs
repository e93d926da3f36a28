//! The pack for readers: every fact with its source, its date and how sure it is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pack::Pack;
use super::profile::StateProfile;
use super::query::{QueryRefused, state, unknown};
use super::raw_table::PartyRow;
use super::terms::OffenceMode;
use crate::basis::Confidence;

/// The pack in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Its name.
    pub name: String,
    /// Hash of its files.
    pub pack: String,
    /// The day to which facts were gathered.
    pub as_of: String,
    /// Whether its States are invented.
    pub exercise: bool,
    /// Instruments by id, with their short names.
    pub instruments: Vec<(String, String)>,
    /// How many measures, and how many of them were read in the text.
    pub measures: usize,
    /// Measures whose article was read.
    pub measures_text_seen: usize,
    /// Rows of parties and signatories.
    pub party_rows: usize,
    /// Rows below high confidence: a person confirms before they carry a request.
    pub party_rows_unverified: usize,
    /// States with at least one row.
    pub states: Vec<String>,
    /// States with a profile of their own.
    pub profiles: usize,
    /// Offence types.
    pub offences: usize,
}

/// One row of parties, as it stands in the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyFact {
    /// The State.
    pub state: String,
    /// The instrument.
    pub instrument: String,
    /// `party` or `signatory`.
    pub status: String,
    /// Empty where it is not known.
    pub in_force: String,
    /// Last day on which the row counts; empty where no end is known.
    pub date_to: String,
    /// Parts of the State; empty means nothing recorded.
    pub territory: String,
    /// Reservations and declarations; empty means unknown.
    pub reservations: String,
    /// Where it comes from.
    pub source: String,
    /// When that was seen.
    pub source_date: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// One territory for which another State answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerritoryFact {
    /// The territory.
    pub territory: String,
    /// The State that answers for it.
    pub party: String,
    /// Where it comes from.
    pub source: String,
    /// When that was seen.
    pub source_date: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// One State's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatePage {
    /// Its code.
    pub state: String,
    /// The State that answers for it, where it is a territory.
    pub answered_for_by: Option<String>,
    /// Its rows.
    pub rows: Vec<PartyFact>,
    /// Territories for which it answers.
    pub territories: Vec<TerritoryFact>,
    /// Its profile, where the pack has one.
    pub profile: Option<StateProfile>,
    /// The law data.
    pub pack: String,
}

/// One instrument's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InstrumentPage {
    /// The instrument with all its prose, measures and sources.
    pub instrument: Value,
    /// Its parties and signatories.
    pub rows: Vec<PartyFact>,
    /// What it does with each offence: id, mode, article.
    pub offences: Vec<(String, OffenceMode, String)>,
    /// The law data.
    pub pack: String,
}

/// The pack in numbers.
#[must_use]
pub fn overview(pack: &Pack) -> Overview {
    let seen = |one: &Value| {
        one["measures"].as_array().map_or(0, |all| {
            all.iter()
                .filter(|it| it["verification"] == "text_seen")
                .count()
        })
    };
    let mut states: Vec<String> = pack.party_rows.iter().map(|row| row.iso2.clone()).collect();
    states.sort_unstable();
    states.dedup();
    Overview {
        name: pack.name.clone(),
        pack: pack.hash().to_owned(),
        as_of: pack.as_of.clone(),
        exercise: pack.exercise,
        instruments: pack
            .law
            .instruments
            .iter()
            .map(|one| (one.id.clone(), one.short.clone()))
            .collect(),
        measures: pack.law.measures.len(),
        measures_text_seen: pack.prose.iter().map(seen).sum(),
        party_rows: pack.party_rows.len(),
        party_rows_unverified: pack
            .party_rows
            .iter()
            .filter(|row| row.confidence < Confidence::High)
            .count(),
        states,
        profiles: pack.profiles().count(),
        offences: pack.law.offences.len(),
    }
}

/// One State's page.
///
/// # Errors
/// [`QueryRefused`] where the State is not known.
pub fn state_page(pack: &Pack, code: &str) -> Result<StatePage, QueryRefused> {
    let at = state(pack, "/state", code)?;
    let answers = pack.answers_for[usize::from(at)];
    let party = pack.states.code(answers);
    Ok(StatePage {
        state: pack.states.code(at).to_owned(),
        answered_for_by: (answers != at).then(|| party.to_owned()),
        rows: facts(pack, |row| row.iso2 == party),
        territories: pack
            .territories
            .iter()
            .filter(|row| row.party == party)
            .map(|row| TerritoryFact {
                territory: row.iso2.clone(),
                party: row.party.clone(),
                source: row.source.clone(),
                source_date: row.source_date.clone(),
                confidence: row.confidence,
            })
            .collect(),
        profile: pack.profile(party).cloned(),
        pack: pack.hash().to_owned(),
    })
}

/// One instrument's page; ids and the short names of requests are both read.
///
/// # Errors
/// [`QueryRefused`] where the instrument is not known.
pub fn instrument_page(pack: &Pack, name: &str) -> Result<InstrumentPage, QueryRefused> {
    let id = instrument_id(pack, name)?;
    let at = pack.instrument_names.get(id).copied();
    let prose = pack
        .prose
        .iter()
        .find(|one| one["id"] == id)
        .cloned()
        .unwrap_or(Value::Null);
    let offences = pack
        .law
        .offences
        .iter()
        .flat_map(|one| {
            one.articles
                .iter()
                .filter(|(instrument, _, _)| Some(*instrument) == at)
                .map(|(_, mode, article)| (one.id.clone(), *mode, article.clone()))
        })
        .collect();
    Ok(InstrumentPage {
        instrument: prose,
        rows: facts(pack, |row| row.instrument_id == id),
        offences,
        pack: pack.hash().to_owned(),
    })
}

/// The rows of one State under one instrument.
///
/// # Errors
/// [`QueryRefused`] where a name is not known.
pub fn party_facts(pack: &Pack, code: &str, name: &str) -> Result<Vec<PartyFact>, QueryRefused> {
    let at = state(pack, "/state", code)?;
    let party = pack.states.code(pack.answers_for[usize::from(at)]);
    let id = instrument_id(pack, name)?;
    Ok(facts(pack, |row| {
        row.iso2 == party && row.instrument_id == id
    }))
}

/// The id of an instrument by its id or by the short name that requests use.
///
/// # Errors
/// [`QueryRefused`] where it is not known.
pub fn instrument_id<'p>(pack: &'p Pack, name: &'p str) -> Result<&'p str, QueryRefused> {
    let id = pack
        .aliases
        .instruments
        .get(name)
        .map_or(name, String::as_str);
    if pack.instrument_names.contains_key(id) {
        Ok(id)
    } else {
        Err(unknown("/instrument", name, "an instrument of the pack"))
    }
}

fn facts(pack: &Pack, keep: impl Fn(&PartyRow) -> bool) -> Vec<PartyFact> {
    pack.party_rows
        .iter()
        .filter(|row| keep(row))
        .map(|row| PartyFact {
            state: row.iso2.clone(),
            instrument: row.instrument_id.clone(),
            status: row.status.clone(),
            in_force: row.date_of_entry_into_force.clone(),
            date_to: row.date_to.clone(),
            territory: row.territory.clone(),
            reservations: row.reservations.clone(),
            source: row.source.clone(),
            source_date: row.source_date.clone(),
            confidence: row.confidence,
        })
        .collect()
}
