//! Who sends which outgoing message now.
//!
//! PostgreSQL may serve several nodes' processes, so there a claim is a lease in the row. A SQLite file
//! has one server: it keeps its claims in memory. That saves a durable write for each message, and a
//! server that was killed leaves no lease behind for which its successor would have to wait. A command
//! that works beside it may send the same message once more; the receiver answers both with one receipt.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_core::time::Instant;
use comity_flows::ports::{LedgerFault, OutboxRow, Write};
use futures_util::future::join_all;
use sqlx::Row as _;

use crate::database::Engine;
use crate::fault::{Trouble, told};
use crate::prepare::Prepared;
use crate::rows::message::{self, outbox_id};
use crate::statement::places;
use crate::store::Store;
use crate::table::{Val, arguments};

/// Rows under way in this process, each until its time.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<BTreeMap<Vec<u8>, Instant>>);

impl Claims {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of what a stored change has settled.
    pub(crate) fn settled(&self, writes: &[Write]) {
        for write in writes {
            if let Write::OutboxState(row) = write {
                self.lock().remove(&outbox_id(row.msg_id, &row.peer));
            }
        }
    }
}

/// A row whose time has come, in the order of sending.
struct Due {
    id: Vec<u8>,
    peer: String,
}

impl Store {
    /// See [`comity_flows::ports::Ledger::outbox_claim`].
    pub(crate) async fn claim(
        &self,
        now: Instant,
        lease: Instant,
        limit: u32,
        per_peer: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault> {
        match self.database.engine {
            Engine::Sqlite(_) => self.claim_here(now, lease, limit, per_peer).await,
            Engine::Postgres => self.claim_in_rows(now, lease, limit, per_peer).await,
        }
    }

    async fn claim_here(
        &self,
        now: Instant,
        lease: Instant,
        limit: u32,
        per_peer: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault> {
        let under_way = self.claims.lock().len();
        let most = i64::try_from(under_way).unwrap_or(i64::MAX);
        // So many more of each peer as may be under way already.
        let each = i64::from(per_peer).saturating_add(most);
        let due = self.due_rows(now, each).await.map_err(told)?;
        let ids = {
            let mut claims = self.claims.lock();
            claims.retain(|_, until| *until > now);
            let mut of_peer: BTreeMap<String, u32> = BTreeMap::new();
            let mut ids = Vec::new();
            for Due { id, peer } in due {
                let count = of_peer.entry(peer).or_default();
                if ids.len() < limit as usize && *count < per_peer && !claims.contains_key(&id) {
                    *count += 1;
                    claims.insert(id.clone(), lease);
                    ids.push(id);
                }
            }
            ids
        };
        let read = self.claimed(&ids, now).await;
        let here = |id: &Vec<u8>| {
            let mut rows = read.iter().flatten();
            rows.any(|row| outbox_id(row.msg_id, &row.peer) == *id)
        };
        // Settled between the two looks, or not readable.
        for id in ids.iter().filter(|id| !here(id)) {
            self.claims.lock().remove(id);
        }
        let mut rows = read?;
        for row in &mut rows {
            // Whoever stores the row while it is under way keeps others off it.
            row.next_attempt = lease;
        }
        Ok(rows)
    }

    async fn due_rows(&self, now: Instant, each: i64) -> Result<Vec<Due>, Trouble> {
        let text = "SELECT id, peer FROM (SELECT id, peer, urgency, next_attempt, seq, \
                    ROW_NUMBER() OVER (PARTITION BY peer ORDER BY urgency, next_attempt, seq) AS place \
                    FROM outbox WHERE state = 'queued' AND next_attempt <= $1) d \
                    WHERE place <= $2 ORDER BY urgency, next_attempt, seq";
        let values = arguments([Val::Int(now.millis()), Val::Int(each)])?;
        let rows = self.database.read_rows(text.to_owned(), values).await?;
        rows.iter()
            .map(|row| {
                Ok(Due {
                    id: row.try_get(0)?,
                    peer: row.try_get(1)?,
                })
            })
            .collect()
    }

    /// The claimed rows as they are now: what was settled meanwhile is left out.
    async fn claimed(&self, ids: &[Vec<u8>], now: Instant) -> Result<Vec<OutboxRow>, LedgerFault> {
        let mut rows = Vec::with_capacity(ids.len());
        for some in ids.chunks(32) {
            let count = some.len().next_power_of_two();
            let tail = format!(
                "WHERE r.id IN {} AND r.state = 'queued' AND r.next_attempt <= ${} ORDER BY r.urgency, r.next_attempt, r.seq",
                places(1, count),
                count + 1
            );
            let last = some.last().map_or(&[][..], Vec::as_slice);
            let mut values: Vec<Val> = some.iter().map(|id| Val::blob(id)).collect();
            values.resize_with(count, || Val::blob(last));
            values.push(Val::Int(now.millis()));
            rows.extend(self.outbox_rows(&tail, values).await.map_err(told)?);
        }
        Ok(rows)
    }

    /// Candidates are read first and outside the committer; the lease of each is then guarded by its
    /// version, so a row that another process took meanwhile is simply not ours.
    async fn claim_in_rows(
        &self,
        now: Instant,
        lease: Instant,
        limit: u32,
        per_peer: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault> {
        let tail = "JOIN (SELECT id AS due, ROW_NUMBER() OVER (PARTITION BY peer ORDER BY urgency, next_attempt, seq) AS place \
                    FROM outbox WHERE state = 'queued' AND next_attempt <= $1) d ON d.due = r.id \
                    WHERE d.place <= $2 ORDER BY r.urgency, r.next_attempt, r.seq LIMIT $3";
        let values = vec![
            Val::Int(now.millis()),
            Val::Int(i64::from(per_peer)),
            Val::Int(i64::from(limit)),
        ];
        let due = self.outbox_rows(tail, values).await.map_err(told)?;
        let claims = due.into_iter().map(|row| async {
            let (step, row) = message::leased(row, lease);
            match self.write_steps(Prepared::of(&self.ring, vec![step])).await {
                Ok(_) => Ok(Some(row)),
                Err(LedgerFault::Stale) => Ok(None),
                Err(fault) => Err(fault),
            }
        });
        let claimed: Result<Vec<Option<OutboxRow>>, LedgerFault> =
            join_all(claims).await.into_iter().collect();
        Ok(claimed?.into_iter().flatten().collect())
    }

    /// The earliest time at which a queued row may be claimed.
    pub(crate) async fn next_claim(&self) -> Result<Option<Instant>, Trouble> {
        let claims = self.claims.lock().clone();
        // One row more than are under way, so that one that is not is among them.
        let most = i64::try_from(claims.len() + 1).unwrap_or(i64::MAX);
        let text = "SELECT id, next_attempt FROM outbox WHERE state = 'queued' ORDER BY next_attempt LIMIT $1";
        let values = arguments([Val::Int(most)])?;
        let rows = self.database.read_rows(text.to_owned(), values).await?;
        let mut next: Option<Instant> = None;
        for row in &rows {
            let id: Vec<u8> = row.try_get(0)?;
            let due = Instant(row.try_get(1)?);
            let due = claims.get(&id).map_or(due, |until| due.max(*until));
            next = Some(next.map_or(due, |next| next.min(due)));
        }
        Ok(next)
    }
}
