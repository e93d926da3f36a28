//! The custody log: register entries with their leaves, tiles, heads and cosignatures.

use comity_core::id::{NodeId, RequestId};
use comity_core::time::Instant;
use comity_flows::ports::{
    CheckpointRow, CosignatureRow, Event, LeafRow, PeerHeadRow, RegisterLine,
};
use comity_wire::hash::{sha256, sha256_of};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use zeroize::Zeroizing;

use super::tables::{CHECKPOINT, COSIGNATURE, PEER_HEAD, REGISTER, TILE};
use super::{Guard, Step, joined, open, seal};
use crate::fault::{Trouble, damaged};
use crate::keyring::{CaseKey, NODE};
use crate::table::{MarkKey, Stored, Val, first_eight};

/// A register entry, ready but for its place in the log.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Columns after `idx` in the order of [`ENTRY_COLUMNS`].
    pub(crate) values: Vec<Val>,
}

/// Columns of the register, after `idx`.
pub(crate) const ENTRY_COLUMNS: &str = "mark, case_id, at, kind, record, hash, sealed";

/// Actor, salt and body in one sealed value: erasing the key takes all three.
///
/// ```text
/// actor length, 2 bytes ‖ actor ‖ salt, 32 bytes ‖ body
/// ```
pub(crate) fn entry(marks: &MarkKey, key: &CaseKey, event: &Event) -> Result<Entry, Trouble> {
    let actor = &event.actor.as_bytes()[..event.actor.len().min(usize::from(u16::MAX))];
    let mut plain = Zeroizing::new(Vec::with_capacity(34 + actor.len() + event.body.len()));
    plain.extend_from_slice(&u16::try_from(actor.len()).unwrap_or(u16::MAX).to_be_bytes());
    plain.extend_from_slice(actor);
    plain.extend_from_slice(&event.salt);
    plain.extend_from_slice(&event.body);
    // The place in the log is not known yet, so the entry is bound to its leaf hash.
    let sealed = seal(key, &REGISTER, &event.leaf_hash, "sealed", &plain)?;
    let columns = vec![
        Val::blob(event.case.map_or(NODE, |case| *case.as_bytes()).as_slice()),
        Val::Int(event.at.millis()),
        Val::text(&event.kind),
        Val::blob(&event.leaf),
        Val::blob(&event.leaf_hash),
        Val::Blob(sealed),
    ];
    let mut values = vec![Val::Int(marks.of(&REGISTER, &event.leaf_hash, 0, &columns))];
    values.extend(columns);
    Ok(Entry { values })
}

/// A stored register entry: its row verified, its leaf re-hashed.
pub(crate) struct StoredEntry {
    pub(crate) index: u64,
    pub(crate) case: [u8; 16],
    at: i64,
    kind: String,
    record: Vec<u8>,
    hash: [u8; 32],
    sealed: Vec<u8>,
}

impl StoredEntry {
    /// Reads `idx` and [`ENTRY_COLUMNS`].
    pub(crate) fn read(marks: &MarkKey, row: &AnyRow) -> Result<Self, Trouble> {
        let index: i64 = row
            .try_get(0)
            .map_err(|_| damaged("register", &[], "no index"))?;
        let broken = |_| {
            damaged(
                "register",
                &index.to_be_bytes(),
                "a column has another type",
            )
        };
        let odd = |what| Trouble::from(damaged("register", &index.to_be_bytes(), what));
        let mark: i64 = row.try_get(1).map_err(broken)?;
        let case: Vec<u8> = row.try_get(2).map_err(broken)?;
        let at: i64 = row.try_get(3).map_err(broken)?;
        let kind: String = row.try_get(4).map_err(broken)?;
        let record: Vec<u8> = row.try_get(5).map_err(broken)?;
        let hash: Vec<u8> = row.try_get(6).map_err(broken)?;
        let sealed: Vec<u8> = row.try_get(7).map_err(broken)?;
        let columns = [
            Val::blob(&case),
            Val::Int(at),
            Val::text(&kind),
            Val::blob(&record),
            Val::blob(&hash),
            Val::blob(&sealed),
        ];
        if marks.of(&REGISTER, &hash, 0, &columns) != mark {
            return Err(odd("the row does not agree with its checksum"));
        }
        if sha256_of(&[&[0], &record]).as_bytes()[..] != hash[..] {
            return Err(odd("the leaf does not agree with its hash"));
        }
        Ok(Self {
            index: u64::try_from(index).map_err(|_| odd("negative index"))?,
            case: case.try_into().map_err(|_| odd("case id"))?,
            at,
            kind,
            record,
            hash: hash.try_into().map_err(|_| odd("leaf hash"))?,
            sealed,
        })
    }

    pub(crate) fn leaf(self) -> LeafRow {
        LeafRow {
            index: self.index,
            record: self.record,
            hash: self.hash,
        }
    }

    /// Opens the entry. Of an erased case there is no key: place, time, kind and leaf stay.
    pub(crate) fn line(self, key: Option<&CaseKey>) -> Result<RegisterLine, Trouble> {
        let odd = || {
            Trouble::from(damaged(
                "register",
                &self.index.to_be_bytes(),
                "the opened entry is too short",
            ))
        };
        let (actor, salt, body) = match key {
            None => (String::new(), [0; 32], Vec::new()),
            Some(key) => {
                let plain = open(key, &REGISTER, &self.hash, "sealed", &self.sealed)?;
                let (length, rest) = plain.split_first_chunk::<2>().ok_or_else(odd)?;
                let (actor, rest) = rest
                    .split_at_checked(usize::from(u16::from_be_bytes(*length)))
                    .ok_or_else(odd)?;
                let (salt, body) = rest.split_first_chunk::<32>().ok_or_else(odd)?;
                (
                    String::from_utf8_lossy(actor).into_owned(),
                    *salt,
                    body.to_vec(),
                )
            }
        };
        Ok(RegisterLine {
            index: self.index,
            case: (self.case != NODE).then(|| RequestId::from_bytes(self.case)),
            at: Instant(self.at),
            kind: self.kind,
            actor,
            body,
            salt,
            leaf_hash: self.hash,
        })
    }
}

/// Row id of a tile.
pub(crate) fn tile_id(level: u8, index: u64) -> Vec<u8> {
    let mut id = vec![level];
    id.extend_from_slice(&index.to_be_bytes());
    id
}

/// A tile that grew: its version is its length, so that two who grow it do not cross.
pub(crate) fn tile_step(id: &[u8], hashes: Vec<u8>, before: Option<i64>) -> Step {
    let version = i64::try_from(hashes.len()).unwrap_or(i64::MAX);
    let guard = before.map_or(Guard::New, Guard::At);
    Step::put(&TILE, id, guard, version, vec![Val::Blob(hashes)])
}

/// A signed head of our log: one for each size.
pub(crate) fn checkpoint_step(row: &CheckpointRow) -> Step {
    Step::put(
        &CHECKPOINT,
        &row.size.to_be_bytes(),
        Guard::Same,
        first_eight(sha256(&row.note).as_bytes()),
        vec![
            Val::blob(&row.root),
            Val::blob(&row.note),
            Val::Int(row.at.millis()),
        ],
    )
}

/// Reads a head.
pub(crate) fn checkpoint(mut row: Stored) -> Result<CheckpointRow, Trouble> {
    Ok(CheckpointRow {
        size: u64::from_be_bytes(row.id_fixed()?),
        root: row.fixed()?,
        note: row.blob()?,
        at: Instant(row.int()?),
    })
}

/// A peer's cosignature; a later one of the same witness takes its place.
pub(crate) fn cosignature_step(row: &CosignatureRow) -> Step {
    Step::put(
        &COSIGNATURE,
        &joined(&row.size.to_be_bytes(), row.witness.as_str()),
        Guard::Free,
        1,
        vec![
            Val::count(row.size),
            Val::text(row.witness.as_str()),
            Val::blob(&row.lines),
            Val::Int(row.at.millis()),
        ],
    )
}

/// Reads a cosignature.
pub(crate) fn cosignature(mut row: Stored) -> Result<CosignatureRow, Trouble> {
    Ok(CosignatureRow {
        size: row.count()?,
        witness: row.parsed::<NodeId>()?,
        lines: row.blob()?,
        at: Instant(row.int()?),
    })
}

/// The newest head of a peer's log: it only grows.
pub(crate) fn peer_head_step(row: &PeerHeadRow) -> Step {
    Step::put(
        &PEER_HEAD,
        row.origin.as_bytes(),
        Guard::Above,
        i64::try_from(row.size).unwrap_or(i64::MAX),
        vec![
            Val::blob(&row.root),
            Val::blob(&row.note),
            Val::Int(row.at.millis()),
        ],
    )
}

/// Reads it.
pub(crate) fn peer_head(mut row: Stored) -> Result<PeerHeadRow, Trouble> {
    Ok(PeerHeadRow {
        origin: String::from_utf8(row.id.clone()).map_err(|_| row.odd("origin"))?,
        size: row.version.unsigned_abs(),
        root: row.fixed()?,
        note: row.blob()?,
        at: Instant(row.int()?),
    })
}
