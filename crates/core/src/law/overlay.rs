//! What a node's own authority says over the pack that everybody has: rows that take the place of
//! others. Nothing of the pack below is lost; an overlay is a file of the pack and part of its hash.
//!
//! A pack may carry two: `overlay.json` of whoever made the pack (the exercise world is one), and
//! `local.json` of the node itself, which two persons change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fault::Faults;
use super::profile::{ProviderProfile, ProvidersFile, StateProfile, StatesFile};
use super::raw::InstrumentsFile;
use super::raw_table::PartyRow;

/// The node's own overlay, above the one of the pack.
pub const LOCAL: &str = "local.json";
/// The overlay that a pack brings itself.
pub(crate) const SHIPPED: &str = "overlay.json";
const SCHEMA: &str = "overlay/1";

/// Rows that replace others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// `overlay/1`.
    pub schema: String,
    /// Who answers for it; shown beside what it changes.
    pub by: String,
    /// Fields of instruments that it replaces.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub instruments: BTreeMap<String, Map<String, Value>>,
    /// Rows that take the place of the rows of the same State and instrument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyRow>,
    /// Profiles that take the place of those of the same State.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StateProfile>,
    /// Profiles that take the place of those of the same provider.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<ProviderProfile>,
}

impl Overlay {
    /// An overlay that changes nothing.
    #[must_use]
    pub fn of(by: &str) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            by: by.to_owned(),
            instruments: BTreeMap::new(),
            parties: Vec::new(),
            states: Vec::new(),
            providers: Vec::new(),
        }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.instruments.is_empty()
            && self.parties.is_empty()
            && self.states.is_empty()
            && self.providers.is_empty()
    }

    /// Puts a newer overlay above this one: what both speak of is as the newer one says.
    pub fn take(&mut self, newer: Self) {
        self.by = newer.by;
        for (id, fields) in newer.instruments {
            self.instruments.entry(id).or_default().extend(fields);
        }
        self.parties
            .retain(|row| !newer.parties.iter().any(|own| own.same_as(row)));
        self.parties.extend(newer.parties);
        self.states
            .retain(|row| !newer.states.iter().any(|own| own.iso2 == row.iso2));
        self.states.extend(newer.states);
        let replaced = |row: &ProviderProfile| {
            let mut own = newer.providers.iter();
            own.any(|own| own.entity_id == row.entity_id)
        };
        self.providers.retain(|row| !replaced(row));
        self.providers.extend(newer.providers);
    }

    /// The bytes of the file as a pack holds it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What it speaks of, in one line each: `JP COE-224`, `COE-224`, `XB`, `XB-SP-001`.
    #[must_use]
    pub fn about(&self) -> Vec<String> {
        let instruments = self.instruments.keys().cloned();
        let parties = self
            .parties
            .iter()
            .map(|row| format!("{} {}", row.iso2, row.instrument_id));
        let states = self.states.iter().map(|row| row.iso2.clone());
        let providers = self.providers.iter().map(|row| row.entity_id.clone());
        let all = instruments.chain(parties).chain(states).chain(providers);
        all.collect()
    }
}

/// The tables that an overlay lies over.
pub(crate) struct Tables<'a> {
    pub(crate) instruments: Option<&'a mut InstrumentsFile>,
    pub(crate) parties: &'a mut Vec<PartyRow>,
    pub(crate) states: Option<&'a mut StatesFile>,
    pub(crate) providers: Option<&'a mut ProvidersFile>,
}

/// Lays an overlay over the tables; what it names and nobody knows is a fault.
pub(crate) fn lay_over(
    file: &'static str,
    overlay: Overlay,
    tables: Tables<'_>,
    faults: &mut Faults,
) {
    if overlay.schema != SCHEMA {
        faults.add(file, "schema", "schema_known", &overlay.schema);
    }
    if overlay.by.trim().is_empty() {
        faults.add(file, "by", "source_present", "nobody answers for it");
    }
    if let Some(list) = tables.instruments {
        for (id, fields) in overlay.instruments {
            let known = list
                .instruments
                .iter_mut()
                .find(|one| one["id"] == id.as_str());
            match known.and_then(Value::as_object_mut) {
                Some(one) if !fields.contains_key("id") => one.extend(fields),
                _ => faults.add(file, &id, "instrument_known", &id),
            }
        }
    }
    tables
        .parties
        .retain(|row| !overlay.parties.iter().any(|own| own.same_as(row)));
    let own = overlay.parties.into_iter().map(|mut row| {
        row.overlay = Some(file);
        row
    });
    tables.parties.extend(own);
    if let Some(list) = tables.states {
        list.states
            .retain(|row| !overlay.states.iter().any(|own| own.iso2 == row.iso2));
        list.states.extend(overlay.states);
    }
    if let Some(list) = tables.providers {
        let replaced = |row: &ProviderProfile| {
            let mut own = overlay.providers.iter();
            own.any(|own| own.entity_id == row.entity_id)
        };
        list.providers.retain(|row| !replaced(row));
        list.providers.extend(overlay.providers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Pack;

    fn joins(state: &str, from: &str) -> Overlay {
        let row = serde_json::json!({"iso2": state, "instrument_id": "COE-185", "status": "party",
            "date_of_entry_into_force": from, "source": "depositary", "confidence": "high"});
        let mut overlay = Overlay::of("XA");
        overlay
            .parties
            .push(serde_json::from_value(row).expect("a row"));
        overlay
    }

    #[test]
    fn the_newer_overlay_wins_for_its_own_rows_alone() {
        let mut held = joins("XC", "2026-01-01");
        held.take(joins("XD", "2026-02-01"));
        held.take(joins("XC", "2026-03-01"));
        assert_eq!(held.about(), ["XD COE-185", "XC COE-185"]);
        assert_eq!(held.parties[1].date_of_entry_into_force, "2026-03-01");
    }

    #[test]
    fn a_broken_row_of_the_local_overlay_is_named_as_such() {
        let mut files = Pack::exercise_files();
        files.insert(LOCAL.into(), joins("XC", "1999-01-01").to_bytes());
        let refused = Pack::from_files(files).expect_err("before the treaty");
        let named: Vec<String> = refused.faults.iter().map(ToString::to_string).collect();
        assert!(
            named[0].starts_with("local.json: XC COE-185: not_before_the_instrument"),
            "{named:?}"
        );
    }
}
