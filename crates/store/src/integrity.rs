//! What `comity doctor` asks of the ledger: that the engine finds its own file sound, that rows
//! agree with their checksums and that leaves agree with their hashes.

use comity_flows::ports::{Ledger as _, LedgerFault};
use sqlx::Row as _;

use crate::database::Engine;
use crate::fault::{Trouble, told};
use crate::rows::log::StoredEntry;
use crate::rows::tables;
use crate::statement::column_list;
use crate::store::Store;
use crate::table::{Stored, Val, arguments};

/// Rows read in one step.
const STEP: i64 = 512;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Integrity {
    /// Rows whose checksum was verified.
    pub rows: u64,
    /// Leaves whose hash was made again from the stored record.
    pub leaves: u64,
    /// Leaves of the whole log.
    pub log_size: u64,
    /// What does not agree; empty when all is well.
    pub faults: Vec<String>,
}

impl Store {
    /// Checks the database. `newest_leaves` bounds how many leaves are hashed again; with `u64::MAX`
    /// all are, and the engine also compares its indexes with its tables, as the daily check wants.
    ///
    /// # Errors
    /// [`LedgerFault::Database`] when the database cannot be read at all; damage is no error but
    /// stands in [`Integrity::faults`].
    pub async fn integrity(&self, newest_leaves: u64) -> Result<Integrity, LedgerFault> {
        let mut found = Integrity::default();
        self.engine_check(newest_leaves == u64::MAX, &mut found)
            .await
            .map_err(told)?;
        for table in tables::ALL {
            if **table != tables::REGISTER {
                self.check_table(table, &mut found).await.map_err(told)?;
            }
        }
        found.log_size = self.log_size().await?;
        let from = found.log_size.saturating_sub(newest_leaves);
        self.check_leaves(from, &mut found).await.map_err(told)?;
        Ok(found)
    }

    async fn engine_check(&self, indexes_too: bool, found: &mut Integrity) -> Result<(), Trouble> {
        if self.database.engine == Engine::Postgres {
            // PostgreSQL verifies its own page checksums on every read.
            return Ok(());
        }
        // The quick check leaves out whether each index agrees with its table.
        let text = if indexes_too {
            "PRAGMA integrity_check(20)"
        } else {
            "PRAGMA quick_check(20)"
        };
        let rows = match self
            .database
            .read_rows(text.to_owned(), arguments([])?)
            .await
        {
            Ok(rows) => rows,
            Err(trouble) => return damage_or_error(found, trouble),
        };
        for row in rows {
            let line: String = row.try_get(0)?;
            if line != "ok" {
                found.faults.push(format!("the database file: {line}"));
            }
        }
        Ok(())
    }

    async fn check_table(
        &self,
        table: &'static crate::table::Table,
        found: &mut Integrity,
    ) -> Result<(), Trouble> {
        let text = format!(
            "SELECT {} FROM {} r WHERE r.id > $1 ORDER BY r.id LIMIT $2",
            column_list(table, "r"),
            table.name
        );
        let mut after = Vec::new();
        loop {
            let values = arguments([Val::blob(&after), Val::Int(STEP)])?;
            let rows = match self.database.read_rows(text.clone(), values).await {
                Ok(rows) => rows,
                Err(trouble) => return damage_or_error(found, trouble),
            };
            for row in &rows {
                found.rows += 1;
                if let Err(trouble) = Stored::read(table, row, self.ring.marks()) {
                    damage_or_error(found, trouble)?;
                }
            }
            match rows.last().map(|row| row.try_get::<Vec<u8>, _>(0)) {
                Some(Ok(id)) if id > after => after = id,
                Some(Err(_)) => {
                    found
                        .faults
                        .push(format!("table {}: a row id is not readable", table.name));
                    return Ok(());
                }
                _ => return Ok(()),
            }
        }
    }

    async fn check_leaves(&self, from: u64, found: &mut Integrity) -> Result<(), Trouble> {
        let text = format!(
            "SELECT idx, {} FROM register WHERE idx >= $1 ORDER BY idx LIMIT $2",
            crate::rows::log::ENTRY_COLUMNS
        );
        let mut next = from;
        loop {
            let values = arguments([Val::count(next), Val::Int(STEP)])?;
            let rows = match self.database.read_rows(text.clone(), values).await {
                Ok(rows) => rows,
                Err(trouble) => return damage_or_error(found, trouble),
            };
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                found.leaves += 1;
                match StoredEntry::read(self.ring.marks(), row) {
                    Ok(entry) if entry.index == next => {}
                    Ok(entry) => {
                        found
                            .faults
                            .push(format!("table register: entry {next} is missing"));
                        next = entry.index;
                    }
                    Err(trouble) => damage_or_error(found, trouble)?,
                }
                next += 1;
            }
        }
        if next != found.log_size {
            found.faults.push(format!(
                "table register: {} entries are missing at the end",
                found.log_size.abs_diff(next)
            ));
        }
        Ok(())
    }
}

fn damage_or_error(found: &mut Integrity, trouble: Trouble) -> Result<(), Trouble> {
    match told(trouble) {
        LedgerFault::Damaged(place) => {
            found.faults.push(place);
            Ok(())
        }
        other => Err(other.into()),
    }
}
