//! From the bytes of a pack to its typed files. No fact is judged here, only shape.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::check_parties::counts;
use super::fault::Faults;
use super::overlay::{LOCAL, Overlay, SHIPPED, Tables, lay_over};
use super::profile::{ProvidersFile, StatesFile};
use super::raw::{Instrument, InstrumentsFile};
use super::raw_table::{MeasuresFile, OffencesFile, PackFile, PartyRow, TerritoryRow};
use super::words::Words;

/// The six languages of the product, in the order of their names in English.
pub const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// A pack may not be larger than this: it is data for people to check, not a database.
const MOST_BYTES: usize = 64 << 20;

const PARTIES: &str = "iso2,instrument_id,status,date_of_entry_into_force,source,source_date,\
confidence,date_to,territory,reservations";
const TERRITORIES: &str = "iso2,party,source,source_date,confidence";

/// A whole pack, typed.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) pack: PackFile,
    pub(crate) measures: MeasuresFile,
    pub(crate) as_of: String,
    pub(crate) instruments: Vec<Instrument>,
    /// The same instruments with all their prose, for readers.
    pub(crate) prose: Vec<Value>,
    pub(crate) offences: OffencesFile,
    pub(crate) parties: Vec<PartyRow>,
    pub(crate) territories: Vec<TerritoryRow>,
    pub(crate) states: StatesFile,
    pub(crate) providers: ProvidersFile,
    pub(crate) words: BTreeMap<String, Words>,
}

/// Reads every file, or says which cannot be read. `None` only together with faults.
pub(crate) fn read(files: &BTreeMap<String, Vec<u8>>, faults: &mut Faults) -> Option<Raw> {
    let total: usize = files.values().map(Vec::len).sum();
    if total > MOST_BYTES {
        faults.add("", "pack", "pack_too_large", format!("{total} bytes"));
        return None;
    }
    let pack: Option<PackFile> = json(files, "pack.json", faults);
    let measures: Option<MeasuresFile> = json(files, "measures.json", faults);
    let mut file: Option<InstrumentsFile> = json(files, "instruments.json", faults);
    let offences: Option<OffencesFile> = json(files, "offences.json", faults);
    let mut states: Option<StatesFile> = json(files, "states.json", faults);
    let mut providers: Option<ProvidersFile> = json(files, "providers.json", faults);
    let mut parties = csv(files, "parties.csv", PARTIES, faults);
    // A register's counts are those of the pack itself, before anybody's own rows.
    if let Some(pack) = &pack {
        counts(&pack.counts, &parties, faults);
    }
    for name in [SHIPPED, LOCAL] {
        if files.contains_key(name)
            && let Some(overlay) = json::<Overlay>(files, name, faults)
        {
            let tables = Tables {
                instruments: file.as_mut(),
                parties: &mut parties,
                states: states.as_mut(),
                providers: providers.as_mut(),
            };
            lay_over(name, overlay, tables, faults);
        }
    }
    let territories = csv(files, "territories.csv", TERRITORIES, faults);
    let mut words = BTreeMap::new();
    for language in LANGUAGES {
        let name = format!("sentences/{language}.json");
        if let Some(table) = json::<BTreeMap<String, String>>(files, &name, faults) {
            words.insert(language.to_owned(), Words::new(table));
        }
    }
    let (file, pack, measures) = (file?, pack?, measures?);
    for (name, schema, wanted) in [
        ("pack.json", &pack.schema, "pack/1"),
        ("measures.json", &measures.schema, "measures/1"),
        ("instruments.json", &file.schema, "instruments/1"),
    ] {
        if schema != wanted {
            faults.add(name, "schema", "schema_known", schema);
        }
    }
    let mut instruments = Vec::with_capacity(file.instruments.len());
    for (at, value) in file.instruments.iter().enumerate() {
        match Instrument::deserialize_from(value) {
            Ok(one) => instruments.push(one),
            Err(wrong) => {
                let row = value
                    .get("id")
                    .and_then(Value::as_str)
                    .map_or_else(|| format!("instrument {at}"), ToOwned::to_owned);
                faults.add("instruments.json", row, "shape", wrong);
            }
        }
    }
    if words.len() != LANGUAGES.len() || instruments.len() != file.instruments.len() {
        return None;
    }
    Some(Raw {
        pack,
        measures,
        as_of: file.as_of,
        instruments,
        prose: file.instruments,
        offences: offences?,
        parties,
        territories,
        states: states?,
        providers: providers?,
        words,
    })
}

impl Instrument {
    fn deserialize_from(value: &Value) -> Result<Self, serde_json::Error> {
        serde::Deserialize::deserialize(value)
    }
}

fn json<T: DeserializeOwned>(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    faults: &mut Faults,
) -> Option<T> {
    let Some(bytes) = files.get(name) else {
        faults.add(name, "file", "file_present", "missing");
        return None;
    };
    match serde_json::from_slice(bytes) {
        Ok(value) => Some(value),
        Err(wrong) => {
            faults.add(name, format!("line {}", wrong.line()), "shape", wrong);
            None
        }
    }
}

fn csv<T: DeserializeOwned>(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    heading: &str,
    faults: &mut Faults,
) -> Vec<T> {
    let Some(bytes) = files.get(name) else {
        faults.add(name, "file", "file_present", "missing");
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes.as_slice());
    // Columns are found by name; a file without its heading is not this file.
    let found = reader
        .headers()
        .map(|it| it.iter().collect::<Vec<_>>().join(","));
    if found.as_deref().ok() != Some(heading) {
        faults.add(name, "line 1", "heading", found.unwrap_or_default());
        return Vec::new();
    }
    for row in reader.deserialize() {
        match row {
            Ok(row) => rows.push(row),
            Err(wrong) => {
                let line = wrong.position().map_or(0, ::csv::Position::line);
                faults.add(name, format!("line {line}"), "shape", wrong);
            }
        }
    }
    rows
}
