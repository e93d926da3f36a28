//! A case: the sealed file and the columns that lists and filters use.

use comity_core::request::RequestFile;
use comity_core::stage::StageName;
use comity_flows::ports::{CaseLine, CaseRow};

use super::tables::REQUEST;
use super::{Step, next_version, open, seal, unreadable, unwritable};
use crate::fault::Trouble;
use crate::keyring::{CaseKey, Keyring};
use crate::table::{Stored, Val};

/// The number as it is looked up: without spaces, in capitals.
fn plain_number(number: &str) -> String {
    number
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_uppercase()
}

/// Keyed hash under which a case number is found.
pub(crate) fn number_hash(ring: &Keyring, number: &str) -> Vec<u8> {
    ring.number_hash(&plain_number(number))
}

/// The row of a case. The sealed columns are bound to the version, so an older body put back under
/// a newer version does not open.
pub(crate) fn steps(ring: &Keyring, key: &CaseKey, row: &CaseRow) -> Result<Vec<Step>, Trouble> {
    let file = &row.file;
    let (guard, version) = next_version(row.expect);
    let id = file.id.as_bytes();
    let place = place(id, version);
    let body = zeroize::Zeroizing::new(serde_json::to_vec(file).map_err(unwritable)?);
    let words = zeroize::Zeroizing::new(row.index.words.join("\n").into_bytes());
    Ok(vec![Step::put(
        &REQUEST,
        id,
        guard,
        version,
        vec![
            Val::Int(row.index.desk),
            Val::Int(row.index.deadline),
            Val::flag(row.index.ours),
            Val::flag(row.index.open),
            Val::flag(file.urgency.is_emergency()),
            Val::flag(file.owner.is_none()),
            Val::flag(file.stage_name() == StageName::Delivered),
            Val::text(file.stage_name().as_str()),
            Val::text(file.peer().as_str()),
            Val::text(file.kind.as_str()),
            Val::text(file.owner.as_ref().map_or("", |owner| owner.as_str())),
            Val::Int(file.opened.millis()),
            Val::Blob(number_hash(ring, &file.number)),
            // What was registered by hand is asked for by its sender's reference too.
            file.receiver_number
                .as_deref()
                .or_else(|| file.road.by_hand.then_some(file.reference.as_str()))
                .map_or(Val::NoBlob, |number| Val::Blob(number_hash(ring, number))),
            Val::Blob(seal(key, &REQUEST, &place, "body", &body)?),
            Val::Blob(seal(key, &REQUEST, &place, "words", &words)?),
        ],
    )])
}

/// Row id and version, the place to which sealed columns are bound.
pub(crate) fn place(id: &[u8], version: i64) -> Vec<u8> {
    let mut place = id.to_vec();
    place.extend_from_slice(&version.to_be_bytes());
    place
}

/// What a stored row holds besides its index columns, still sealed.
pub(crate) struct SealedCase {
    pub(crate) id: [u8; 16],
    pub(crate) version: i64,
    pub(crate) desk: i64,
    pub(crate) opened: i64,
    body: Vec<u8>,
    words: Vec<u8>,
}

impl SealedCase {
    pub(crate) fn read(mut row: Stored) -> Result<Self, Trouble> {
        let id = row.id_fixed()?;
        let desk = row.int()?;
        for _ in 0..6 {
            row.int()?;
        }
        for _ in 0..4 {
            row.text()?;
        }
        let opened = row.int()?;
        row.blob()?;
        row.opt_blob()?;
        Ok(Self {
            id,
            version: row.version,
            desk,
            opened,
            body: row.blob()?,
            words: row.blob()?,
        })
    }

    /// Opens the file.
    pub(crate) fn line(&self, key: &CaseKey) -> Result<CaseLine, Trouble> {
        let body = open(
            key,
            &REQUEST,
            &place(&self.id, self.version),
            "body",
            &self.body,
        )?;
        let file: RequestFile =
            serde_json::from_slice(&body).map_err(|why| unreadable(&REQUEST, &self.id, &why))?;
        Ok(CaseLine {
            file,
            version: self.version.unsigned_abs(),
        })
    }

    /// Opens the words it is found by.
    pub(crate) fn words(&self, key: &CaseKey) -> Result<Vec<String>, Trouble> {
        let words = open(
            key,
            &REQUEST,
            &place(&self.id, self.version),
            "words",
            &self.words,
        )?;
        let text = String::from_utf8_lossy(&words);
        Ok(text
            .split('\n')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect())
    }
}
