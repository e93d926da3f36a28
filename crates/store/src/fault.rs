//! What can go wrong inside the store, and what each thing means to a flow.

use comity_flows::ports::LedgerFault;

use crate::vault::NoRandom;

/// A fault before it is told to a flow: the database's own errors still say whether trying again
/// helps.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The database.
    Sql(sqlx::Error),
    /// Anything a flow is told as it is.
    Told(LedgerFault),
}

impl From<sqlx::Error> for Trouble {
    fn from(why: sqlx::Error) -> Self {
        Self::Sql(why)
    }
}
impl From<LedgerFault> for Trouble {
    fn from(fault: LedgerFault) -> Self {
        Self::Told(fault)
    }
}
impl From<NoRandom> for Trouble {
    fn from(why: NoRandom) -> Self {
        Self::Told(LedgerFault::Database(Box::new(why)))
    }
}

/// What the database's error asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Two transactions crossed: do the whole group again.
    Again,
    /// The disk is full.
    MakeRoom,
    /// A unique column met a second equal value.
    Unique,
    /// The file itself is damaged.
    Damaged,
    /// The connection broke.
    Reconnect,
    /// Nothing known helps.
    None,
}

/// Sorts an error of either database.
///
/// # Source
/// PostgreSQL error codes, appendix A: 40001, 40P01, 53100, 23505. SQLite result codes: BUSY 5,
/// CORRUPT 11, FULL 13, NOTADB 26, CONSTRAINT 19 with UNIQUE 2067 and PRIMARYKEY 1555, IOERR 10
/// with CORRUPTFS 8458; `ENOSPC` at fsync or truncate comes as IOERR.
pub(crate) fn remedy(why: &sqlx::Error) -> Remedy {
    match why {
        sqlx::Error::Database(inner) => {
            let code = inner.code();
            let code = code.as_deref().unwrap_or_default();
            if let Ok(number) = code.parse::<u32>().map_err(drop)
                && code.len() < 5
            {
                return match number & 0xff {
                    5 | 6 => Remedy::Again,
                    13 => Remedy::MakeRoom,
                    10 if inner.message().contains("full") => Remedy::MakeRoom,
                    11 | 26 => Remedy::Damaged,
                    19 if matches!(number, 2067 | 1555) => Remedy::Unique,
                    _ => Remedy::None,
                };
            }
            match code {
                "40001" | "40P01" => Remedy::Again,
                "53100" => Remedy::MakeRoom,
                "23505" => Remedy::Unique,
                "XX001" | "XX002" => Remedy::Damaged,
                "57P01" | "57P02" | "57P03" => Remedy::Reconnect,
                _ => Remedy::None,
            }
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => {
            Remedy::Reconnect
        }
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::TypeNotFound { .. } => Remedy::Damaged,
        _ => Remedy::None,
    }
}

/// What a flow is told.
pub(crate) fn told(trouble: Trouble) -> LedgerFault {
    match trouble {
        Trouble::Told(fault) => fault,
        Trouble::Sql(why) => match remedy(&why) {
            Remedy::MakeRoom => LedgerFault::NoSpace,
            Remedy::Unique => LedgerFault::Duplicate,
            Remedy::Damaged => LedgerFault::Damaged(format!("the database file: {why}")),
            Remedy::Again | Remedy::Reconnect | Remedy::None => {
                LedgerFault::Database(Box::new(why))
            }
        },
    }
}

/// Names a damaged row.
pub(crate) fn damaged(table: &str, id: &[u8], what: &str) -> LedgerFault {
    LedgerFault::Damaged(format!("table {table}, row {}: {what}", hex::encode(id)))
}
