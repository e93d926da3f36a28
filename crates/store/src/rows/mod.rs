//! How each row of the ports is stored and read back. What holds case data is sealed under the key
//! of its case; what belongs to the node itself under the node's own key.

pub(crate) mod case;
pub(crate) mod log;
pub(crate) mod message;
pub(crate) mod object;
pub(crate) mod people;
pub(crate) mod small;
pub(crate) mod tables;
pub(crate) mod thread;

use comity_flows::ports::LedgerFault;
use zeroize::Zeroizing;

use crate::fault::{Trouble, damaged};
use crate::keyring::CaseKey;
use crate::table::{Table, Val};
use crate::vault::Place;

/// What must be true of the stored row before a step may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Nothing.
    Free,
    /// No such row yet; otherwise the change is stale.
    New,
    /// No such row yet; otherwise it is known already.
    Unknown,
    /// The row stands at this version; otherwise the change is stale.
    At(i64),
    /// No such row, or one of the same version: then nothing is written. Any other is a duplicate.
    Same,
    /// No such row, or one of another version: then it is written. The same version stays.
    Differs,
    /// No such row, or one of a lower version; otherwise the change is stale.
    Above,
    /// No such row, or one of a version that is not higher; otherwise the change is stale.
    NotBelow,
    /// The key of a case: no such row, or this very key. Another key means the change was sealed
    /// under a key that did not come to be, and must be sealed again.
    Key,
}

/// What a step does to its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Writes these columns.
    Put(Vec<Val>),
    /// Removes the row.
    Delete,
    /// Only looks at the guard.
    Look,
}

/// One row of a change, ready to be written.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) table: &'static Table,
    pub(crate) id: Vec<u8>,
    pub(crate) guard: Guard,
    pub(crate) version: i64,
    pub(crate) act: Act,
}

impl Step {
    pub(crate) fn put(
        table: &'static Table,
        id: &[u8],
        guard: Guard,
        version: i64,
        values: Vec<Val>,
    ) -> Self {
        debug_assert_eq!(values.len(), table.columns.len(), "table {}", table.name);
        Self {
            table,
            id: id.to_vec(),
            guard,
            version,
            act: Act::Put(values),
        }
    }

    pub(crate) fn delete(table: &'static Table, id: &[u8]) -> Self {
        Self {
            table,
            id: id.to_vec(),
            guard: Guard::Free,
            version: 0,
            act: Act::Delete,
        }
    }

    pub(crate) fn look(table: &'static Table, id: &[u8], guard: Guard) -> Self {
        Self {
            table,
            id: id.to_vec(),
            guard,
            version: 0,
            act: Act::Look,
        }
    }
}

/// The version a row gets after the one that was read, and the guard for it.
pub(crate) fn next_version(expect: Option<u64>) -> (Guard, i64) {
    match expect {
        None => (Guard::New, 1),
        Some(version) => {
            let version = i64::try_from(version).unwrap_or(i64::MAX - 1);
            (Guard::At(version), version.saturating_add(1))
        }
    }
}

/// Opens a sealed column or names it.
pub(crate) fn open(
    key: &CaseKey,
    table: &Table,
    id: &[u8],
    column: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let place = Place {
        table: table.name,
        id,
        column,
    };
    key.key
        .open(place, sealed)
        .map_err(|_| damaged(table.name, id, &format!("column {column} does not open")).into())
}

/// Seals a column.
pub(crate) fn seal(
    key: &CaseKey,
    table: &Table,
    id: &[u8],
    column: &str,
    plain: &[u8],
) -> Result<Vec<u8>, Trouble> {
    let place = Place {
        table: table.name,
        id,
        column,
    };
    Ok(key.key.seal(place, plain)?)
}

/// A row id of a fixed part and a name.
pub(crate) fn joined(front: &[u8], name: &str) -> Vec<u8> {
    let mut id = Vec::with_capacity(front.len() + name.len());
    id.extend_from_slice(front);
    id.extend_from_slice(name.as_bytes());
    id
}

/// Turns a serialisation fault into one that names the row.
pub(crate) fn unreadable(table: &Table, id: &[u8], why: &serde_json::Error) -> Trouble {
    damaged(
        table.name,
        id,
        &format!("the opened text does not read: {why}"),
    )
    .into()
}

/// A value that could not be written as JSON: only a type of ours with a map of odd keys could.
pub(crate) fn unwritable(why: serde_json::Error) -> Trouble {
    Trouble::Told(LedgerFault::Database(Box::new(why)))
}
