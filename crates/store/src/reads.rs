//! Reading rows: verified, then opened under the key of their case.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_core::id::{MsgId, RequestId};
use comity_core::time::Instant;
use comity_flows::ports::{CaseLine, ObjectRow, OutboxRow, ParkedRow, RegisterLine};
use sqlx::Row as _;

use crate::fault::{Trouble, damaged};
use crate::keyring::{CaseKey, NODE};
use crate::rows::case::SealedCase;
use crate::rows::log::{ENTRY_COLUMNS, StoredEntry};
use crate::rows::tables::{OBJECT, OUTBOX, OUTBOX_BODY, PARKED, REQUEST};
use crate::rows::{message, object};
use crate::statement::{column_list, places};
use crate::store::Store;
use crate::table::{Stored, Table, Val, arguments};

impl Store {
    /// Verified rows of one table, aliased `r` in what follows the table's name.
    pub(crate) async fn stored(
        &self,
        table: &'static Table,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<Stored>, Trouble> {
        let text = format!(
            "SELECT {} FROM {} r {tail}",
            column_list(table, "r"),
            table.name
        );
        let rows = self.database.read_rows(text, arguments(values)?).await?;
        rows.iter()
            .map(|row| Stored::read(table, row, self.ring.marks()))
            .collect()
    }

    /// The one row of an id.
    pub(crate) async fn one(
        &self,
        table: &'static Table,
        id: &[u8],
    ) -> Result<Option<Stored>, Trouble> {
        Ok(self
            .stored(table, "WHERE r.id = $1", vec![Val::blob(id)])
            .await?
            .pop())
    }

    /// Keys of the cases that rows belong to.
    pub(crate) async fn keys_of(
        &self,
        cases: impl IntoIterator<Item = [u8; 16]>,
    ) -> Result<BTreeMap<[u8; 16], Arc<CaseKey>>, Trouble> {
        self.ring.keys(&self.database, cases).await
    }

    /// Cases, opened. Erased ones are left out: nothing of them can be shown.
    pub(crate) async fn lines(
        &self,
        rows: Vec<Stored>,
    ) -> Result<Vec<(SealedCase, CaseLine)>, Trouble> {
        let sealed: Vec<SealedCase> = rows
            .into_iter()
            .map(SealedCase::read)
            .collect::<Result<_, _>>()?;
        let keys = self.keys_of(sealed.iter().map(|case| case.id)).await?;
        sealed
            .into_iter()
            .filter_map(|case| {
                let key = keys.get(&case.id)?;
                Some(case.line(key).map(|line| (case, line)))
            })
            .collect()
    }

    /// Cases by a condition.
    pub(crate) async fn cases(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<CaseLine>, Trouble> {
        let rows = self.stored(&REQUEST, tail, values).await?;
        Ok(self
            .lines(rows)
            .await?
            .into_iter()
            .map(|(_, line)| line)
            .collect())
    }

    /// Parked messages by a condition on their rows.
    pub(crate) async fn parked_rows(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<ParkedRow>, Trouble> {
        let rows = self.stored(&PARKED, tail, values).await?;
        let node = self.ring.node();
        rows.into_iter()
            .map(|row| message::parked(node, row))
            .collect()
    }

    /// Outgoing messages by a condition on the small row, in the order of its rows.
    pub(crate) async fn outbox_rows(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<OutboxRow>, Trouble> {
        let rows = self.stored(&OUTBOX, tail, values).await?;
        let mut bodies = BTreeMap::new();
        for some in rows.chunks(64) {
            let tail = format!("WHERE r.id IN {}", places(1, some.len()));
            let ids = some.iter().map(|row| Val::blob(&row.id)).collect();
            for body in self.stored(&OUTBOX_BODY, &tail, ids).await? {
                bodies.insert(body.id.clone(), body);
            }
        }
        let cases = rows
            .iter()
            .map(|row| Ok(*message::outbox_case(row)?.as_bytes()))
            .collect::<Result<Vec<_>, Trouble>>()?;
        let keys = self.keys_of(cases.iter().copied()).await?;
        let mut out = Vec::with_capacity(rows.len());
        for (row, case) in rows.into_iter().zip(cases) {
            let body = bodies
                .remove(&row.id)
                .ok_or_else(|| damaged(OUTBOX.name, &row.id, "its bytes are missing"))?;
            // A message of an erased case is never sent again: there is nothing left to read.
            if let Some(key) = keys.get(&case) {
                out.push(message::outbox(key, row, body)?);
            }
        }
        Ok(out)
    }

    /// Objects by a condition.
    pub(crate) async fn object_rows(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<ObjectRow>, Trouble> {
        let rows = self.stored(&OBJECT, tail, values).await?;
        let cases = rows
            .iter()
            .map(|row| Ok(*object::object_case(row)?.as_bytes()))
            .collect::<Result<Vec<_>, Trouble>>()?;
        let keys = self.keys_of(cases.iter().copied()).await?;
        rows.into_iter()
            .zip(cases)
            .filter_map(|(row, case)| Some(object::object(keys.get(&case)?, row)))
            .collect()
    }

    /// Stored register entries by a condition.
    pub(crate) async fn entries(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<StoredEntry>, Trouble> {
        let text = format!("SELECT idx, {ENTRY_COLUMNS} FROM register {tail}");
        let rows = self.database.read_rows(text, arguments(values)?).await?;
        rows.iter()
            .map(|row| StoredEntry::read(self.ring.marks(), row))
            .collect()
    }

    /// Register entries, opened.
    pub(crate) async fn register_lines(
        &self,
        tail: &str,
        values: Vec<Val>,
    ) -> Result<Vec<RegisterLine>, Trouble> {
        let entries = self.entries(tail, values).await?;
        let mut keys = self
            .keys_of(
                entries
                    .iter()
                    .map(|entry| entry.case)
                    .filter(|case| *case != NODE),
            )
            .await?;
        keys.extend(self.keys_of([NODE]).await?);
        entries
            .into_iter()
            .map(|entry| {
                let key = keys.get(&entry.case).cloned();
                entry.line(key.as_deref())
            })
            .collect()
    }

    /// Type, id, direction and time of the messages of a case, oldest first.
    pub(crate) async fn message_list(
        &self,
        case: RequestId,
    ) -> Result<Vec<(String, MsgId, bool, Instant)>, Trouble> {
        let text = "SELECT kind, msg, 1 AS outgoing, created AS at FROM outbox WHERE case_id = $1 \
                    UNION ALL SELECT kind, id, 0, at FROM inbox WHERE case_id = $1 ORDER BY 4, 3"
            .to_owned();
        let rows = self
            .database
            .read_rows(text, arguments([Val::blob(case.as_bytes())])?)
            .await?;
        let mut out: Vec<(String, MsgId, bool, Instant)> = Vec::with_capacity(rows.len());
        for row in rows {
            let id: Vec<u8> = row.try_get(1)?;
            let msg = MsgId::from_slice(&id)
                .map_err(|_| damaged("outbox or inbox", &id, "message id"))?;
            let outgoing: i32 = row.try_get(2)?;
            let entry = (
                row.try_get(0)?,
                msg,
                outgoing != 0,
                Instant(row.try_get(3)?),
            );
            // A message to several nodes has one row each.
            if !out.contains(&entry) {
                out.push(entry);
            }
        }
        Ok(out)
    }
}
