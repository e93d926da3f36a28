//! What is cleared away with time: nonces that no approval can use any more, sessions nobody uses.

use comity_core::time::Instant;
use comity_flows::ports::LedgerFault;
use sqlx::Row as _;

use crate::fault::{Trouble, told};
use crate::prepare::Prepared;
use crate::rows::Step;
use crate::rows::tables::{NONCE, SESSION};
use crate::store::Store;
use crate::table::{Table, Val, arguments};

/// Rows removed in one change.
const STEP: i64 = 512;

impl Store {
    /// Removes nonces whose time is over at `now` and sessions last seen before `idle_since`.
    /// Returns how many rows went.
    ///
    /// # Errors
    /// [`LedgerFault`]; what was removed before it stays removed.
    pub async fn forget_expired(
        &self,
        now: Instant,
        idle_since: Instant,
    ) -> Result<u64, LedgerFault> {
        let mut gone = 0;
        for (table, column, before) in [(&NONCE, "keep_until", now), (&SESSION, "seen", idle_since)]
        {
            loop {
                let ids = self.older(table, column, before).await.map_err(told)?;
                if ids.is_empty() {
                    break;
                }
                gone += ids.len() as u64;
                let steps = ids.iter().map(|id| Step::delete(table, id)).collect();
                self.write_steps(Prepared::of(&self.ring, steps)).await?;
            }
        }
        Ok(gone)
    }

    async fn older(
        &self,
        table: &'static Table,
        column: &str,
        before: Instant,
    ) -> Result<Vec<Vec<u8>>, Trouble> {
        let text = format!("SELECT id FROM {} WHERE {column} < $1 LIMIT $2", table.name);
        let values = arguments([Val::Int(before.millis()), Val::Int(STEP)])?;
        let rows = self.database.read_rows(text, values).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}
