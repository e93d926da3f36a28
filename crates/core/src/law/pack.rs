//! A law pack: the facts of law with their sources, loaded once and asked many times.
//!
//! No I/O happens here. The pack that ships is embedded; another one comes as bytes from whoever read
//! them. Its hash goes into every decision, so that an old decision can be run again on its own pack.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::check;
use super::compile::{Compiled, compile};
use super::fault::{Faults, PackRefused};
use super::names::Names;
use super::profile::{ProviderProfile, StateProfile};
use super::raw_table::{Aliases, Offence, PartyRow, TerritoryRow};
use super::read::{LANGUAGES, Raw, read};
use super::rows;
use super::states::StateIndex;
use super::table::{InstrumentIx, KindIx, NONE, OffenceIx, Row, StateIx};
use super::terms::Day;
use super::words::Words;
use crate::id::StateCode;

/// The facts of law, checked and ready to be asked.
#[derive(Debug)]
pub struct Pack {
    hash: String,
    pub(crate) name: String,
    /// Names the files that every answer rests on: measures, offences, territories.
    pub(crate) tables: String,
    pub(crate) as_of: String,
    version: u64,
    pub(crate) exercise: bool,
    pub(crate) states: StateIndex,
    /// For a territory the State that answers for it, else itself.
    pub(crate) answers_for: Vec<StateIx>,
    pub(crate) rows: Vec<Row>,
    /// [instrument × state] → position in `rows`.
    cells: Vec<u16>,
    pub(crate) law: Compiled,
    pub(crate) fallback: InstrumentIx,
    pub(crate) fallback_kind: KindIx,
    pub(crate) always_named: Vec<InstrumentIx>,
    /// Mutual assistance treaties, most specific first.
    pub(crate) mla_treaties: Vec<InstrumentIx>,
    /// National laws that forbid their providers to answer abroad.
    pub(crate) bars: Vec<InstrumentIx>,
    pub(crate) treaty_risks: Vec<String>,
    /// For a State with a profile: which kinds its own law provides for.
    pub(crate) provided: BTreeMap<StateIx, Vec<bool>>,
    pub(crate) aliases: Aliases,
    pub(crate) kind_names: BTreeMap<String, KindIx>,
    pub(crate) instrument_names: BTreeMap<String, InstrumentIx>,
    pub(crate) offence_names: BTreeMap<String, OffenceIx>,
    pub(crate) prose: Vec<Value>,
    pub(crate) party_rows: Vec<PartyRow>,
    pub(crate) offences: Vec<Offence>,
    pub(crate) territories: Vec<TerritoryRow>,
    pub(crate) words: BTreeMap<String, Words>,
    profiles: BTreeMap<String, StateProfile>,
    providers: BTreeMap<String, ProviderProfile>,
}

impl Pack {
    /// Loads a pack from its files, by their path in the pack.
    ///
    /// # Errors
    /// [`PackRefused`] names each file, row and rule that is broken; nothing of the pack is used.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Result<Self, PackRefused> {
        let mut faults = Faults::default();
        let Some(raw) = read(&files, &mut faults) else {
            return Err(PackRefused { faults: faults.0 });
        };
        let states = StateIndex::new(invented(&raw));
        check::all(&raw, &states, &mut faults);
        let shared = ["measures.json", "offences.json", "territories.csv"];
        let tables = files
            .iter()
            .filter(|(path, _)| shared.contains(&path.as_str()))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        let mut pack = Self::build(raw, states, hash(&files), &mut faults);
        pack.tables = hash(&tables);
        faults.done(pack)
    }

    /// Checks the files of a pack against every rule.
    ///
    /// # Errors
    /// [`PackRefused`] names each file, row and rule that is broken.
    pub fn validate(files: BTreeMap<String, Vec<u8>>) -> Result<(), PackRefused> {
        Self::from_files(files).map(|_| ())
    }

    fn build(raw: Raw, states: StateIndex, hash: String, faults: &mut Faults) -> Self {
        let instrument_names = positions(raw.instruments.iter().map(|one| one.id.as_str()));
        let kind_names = positions(raw.measures.measures.keys().map(String::as_str));
        let offence_names = positions(raw.offences.offences.iter().map(|one| one.id.as_str()));
        let mut names = Names {
            states: &states,
            instruments: instrument_names.clone(),
            kinds: kind_names.clone(),
            offences: offence_names.clone(),
            faults,
        };
        let law = compile(&raw, &mut names);
        let width = states.len();
        let mut cells = vec![NONE; width * law.instruments.len()];
        let mut rows: Vec<Row> = Vec::with_capacity(raw.parties.len());
        for row in &raw.parties {
            let (Some(state), Some(instrument)) = (
                states.of(&row.iso2),
                instrument_names.get(row.instrument_id.as_str()),
            ) else {
                continue; // already a fault
            };
            let Some(cell) = cells.get_mut(usize::from(*instrument) * width + usize::from(state))
            else {
                continue;
            };
            let day = |text: &str, empty| {
                if text.is_empty() {
                    empty
                } else {
                    Day::parse(text).unwrap_or(empty)
                }
            };
            let (reserved, complete) = rows::reserved(&row.reservations);
            let at = u16::try_from(rows.len()).unwrap_or(NONE);
            rows.push(Row {
                state,
                party: row.status == "party",
                from: day(&row.date_of_entry_into_force, Day::UNKNOWN),
                to: day(&row.date_to, Day::NEVER),
                confidence: row.confidence,
                territory: rows::coverage(&row.territory, |code| states.of(code)),
                reserved,
                complete,
                next: *cell,
            });
            *cell = at;
        }
        let mut answers_for: Vec<StateIx> = (0..width)
            .map(|at| StateIx::try_from(at).unwrap_or(NONE))
            .collect();
        for row in &raw.territories {
            if let (Some(part), Some(party)) = (states.of(&row.iso2), states.of(&row.party)) {
                answers_for[usize::from(part)] = party;
            }
        }
        let by = |id: &str| instrument_names.get(id).copied().unwrap_or(NONE);
        let ranked = |keep: &dyn Fn(&super::table::Instrument) -> bool| {
            let mut list: Vec<InstrumentIx> = (0..law.instruments.len())
                .filter(|at| keep(&law.instruments[*at]))
                .filter_map(|at| InstrumentIx::try_from(at).ok())
                .collect();
            list.sort_by_key(|at| law.instruments[usize::from(*at)].rank);
            list
        };
        let by_mode = &raw.measures.aliases.by_mode;
        let provides = |profile: &StateProfile| -> Vec<bool> {
            let mut kinds = vec![false; kind_names.len()];
            for it in &profile.domestic {
                let modes = by_mode
                    .get(&it.measure)
                    .into_iter()
                    .flat_map(BTreeMap::values);
                for name in modes.chain([&it.measure]) {
                    if let Some(at) = kind_names.get(name.as_str()) {
                        kinds[usize::from(*at)] = true;
                    }
                }
            }
            kinds
        };
        let provided = raw
            .states
            .states
            .iter()
            // A profile that does not claim to be complete says nothing by its silence.
            .filter(|it| it.domestic_complete)
            .filter_map(|it| Some((states.of(&it.iso2)?, provides(it))))
            .collect();
        use super::terms::RegimeClass::{BilateralMla, RegionalMla};
        Self {
            hash,
            tables: String::new(),
            name: raw.pack.name.clone(),
            as_of: raw.pack.as_of.clone(),
            version: raw.pack.version,
            exercise: raw.pack.exercise,
            answers_for,
            fallback: by(&raw.measures.fallback),
            fallback_kind: kind_names
                .get(raw.measures.fallback_measure.as_str())
                .copied()
                .unwrap_or(NONE),
            always_named: raw.measures.always_named.iter().map(|id| by(id)).collect(),
            mla_treaties: ranked(&|one| {
                one.regime
                    .as_ref()
                    .is_some_and(|it| matches!(it.class, BilateralMla | RegionalMla))
            }),
            bars: ranked(&|one| one.bars.is_some()),
            treaty_risks: raw.measures.treaty_regime_risks.clone(),
            provided,
            kind_names: owned(&kind_names),
            instrument_names: owned(&instrument_names),
            offence_names: owned(&offence_names),
            states,
            rows,
            cells,
            law,
            aliases: raw.measures.aliases,
            prose: raw.prose,
            party_rows: raw.parties,
            offences: raw.offences.offences,
            territories: raw.territories,
            words: raw.words,
            profiles: raw
                .states
                .states
                .into_iter()
                .map(|one| (one.iso2.clone(), one))
                .collect(),
            providers: raw
                .providers
                .providers
                .into_iter()
                .map(|one| (one.entity_id.clone(), one))
                .collect(),
        }
    }

    /// SHA-256 over the sorted lines of (SHA-256, path) of the files, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The name of the pack.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day to which the facts were gathered.
    #[must_use]
    pub fn as_of(&self) -> &str {
        &self.as_of
    }

    /// Its version: rises with each issue of the same name.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Whether its States are invented.
    #[must_use]
    pub fn is_exercise(&self) -> bool {
        self.exercise
    }

    /// A State's own profile, where the pack has one.
    #[must_use]
    pub fn profile(&self, state: &str) -> Option<&StateProfile> {
        self.profiles.get(state)
    }

    /// Every State profile.
    pub fn profiles(&self) -> impl Iterator<Item = &StateProfile> {
        self.profiles.values()
    }

    /// A provider's profile by its entity id.
    #[must_use]
    pub fn provider(&self, entity_id: &str) -> Option<&ProviderProfile> {
        self.providers.get(entity_id)
    }

    /// Every provider profile.
    pub fn providers(&self) -> impl Iterator<Item = &ProviderProfile> {
        self.providers.values()
    }

    /// The ids of the types of offence, in the order of the catalogue.
    pub fn offence_ids(&self) -> impl Iterator<Item = &str> {
        self.law.offences.iter().map(|one| one.id.as_str())
    }

    /// The sentences of a language; English where it is not one of the six.
    #[must_use]
    pub fn words(&self, language: &str) -> &Words {
        static NO_WORDS: OnceLock<Words> = OnceLock::new();
        self.words
            .get(language)
            .or_else(|| self.words.get("en"))
            .unwrap_or_else(|| NO_WORDS.get_or_init(Words::default))
    }

    /// Whether a language is one of the six.
    #[must_use]
    pub fn speaks(language: &str) -> bool {
        LANGUAGES.contains(&language)
    }

    /// The rows of one State under one instrument, newest first.
    pub(crate) fn rows_of(
        &self,
        instrument: InstrumentIx,
        state: StateIx,
    ) -> impl Iterator<Item = &Row> {
        let mut at = self
            .cells
            .get(usize::from(instrument) * self.states.len() + usize::from(state))
            .copied()
            .unwrap_or(NONE);
        std::iter::from_fn(move || {
            let row = self.rows.get(usize::from(at))?;
            at = row.next;
            Some(row)
        })
    }
}

fn invented(raw: &Raw) -> impl Iterator<Item = StateCode> {
    raw.states
        .states
        .iter()
        .filter_map(|one| one.iso2.parse::<StateCode>().ok())
        .filter(|code| raw.pack.exercise && code.is_invented())
}

fn positions<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u16> {
    names
        .enumerate()
        .filter_map(|(at, name)| Some((name, u16::try_from(at).ok()?)))
        .collect()
}

fn owned(map: &BTreeMap<&str, u16>) -> BTreeMap<String, u16> {
    map.iter()
        .map(|(name, at)| ((*name).to_owned(), *at))
        .collect()
}

/// SHA-256 over sorted lines `hex two-spaces path newline`, as `sha256sum` prints them.
fn hash(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut lines: Vec<String> = files
        .iter()
        .map(|(path, bytes)| format!("{}  {path}\n", hex::encode(Sha256::digest(bytes))))
        .collect();
    lines.sort_unstable();
    hex::encode(Sha256::digest(lines.concat()))
}
