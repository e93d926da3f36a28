//! Erasure: the key of a case is destroyed, and with it every body, salt and name sealed under it,
//! in this database and in every copy made of it. The custody log keeps its leaves; nothing links
//! them to the case any more.

use comity_core::id::RequestId;
use comity_flows::ports::{Committed, Event, LedgerFault};
use sqlx::Row as _;

use crate::fault::{Trouble, told};
use crate::keyring::Keyring;
use crate::prepare::{Prepared, Tokens};
use crate::rows::log;
use crate::rows::tables::{INBOX, OBJECT, OUTBOX, OUTBOX_BODY, REQUEST};
use crate::rows::{Guard, Step};
use crate::search::held_tokens;
use crate::store::Store;
use crate::table::{Val, arguments};

impl Store {
    /// Destroys the key of a case, empties its rows and takes it out of the search index. `event` is
    /// the register entry that says who ordered it and on what ground; it belongs to the node, since
    /// nothing of the case can hold it.
    ///
    /// # Errors
    /// [`LedgerFault::Stale`] when the case is unknown or erased already.
    pub async fn erase_case(
        &self,
        case: RequestId,
        event: Event,
    ) -> Result<Committed, LedgerFault> {
        let prepared = self.erasure(case, &event).await.map_err(told)?;
        let committed = self.write_steps(prepared).await?;
        self.ring.forget(case.as_bytes());
        Ok(committed)
    }

    async fn erasure(&self, case: RequestId, event: &Event) -> Result<Prepared, Trouble> {
        let id = case.as_bytes();
        let Some(key) = self.ring.key(&self.database, case).await? else {
            return Err(LedgerFault::Stale.into());
        };
        let mut steps = vec![Keyring::erased_step(id)];
        let mut tokens = Tokens::default();
        if let Some(mut row) = self.one(&REQUEST, id).await? {
            let version = row.version;
            let mut values = vec![Val::Int(row.int()?), Val::Int(i64::MAX)];
            values.extend(std::iter::repeat_n(Val::Int(0), 5));
            values.extend(std::iter::repeat_n(Val::text(""), 4));
            values.push(Val::Int(row.peek_int(10)?));
            values.extend([Val::blob(&[]), Val::NoBlob, Val::blob(&[]), Val::blob(&[])]);
            steps.push(Step::put(
                &REQUEST,
                id,
                Guard::At(version),
                version.saturating_add(1),
                values,
            ));
        }
        for (table, columns) in [
            (&INBOX, &["inner_sealed"][..]),
            (&OBJECT, &["name", "facts"]),
        ] {
            for mut row in self
                .stored(table, "WHERE r.case_id = $1", vec![Val::blob(id)])
                .await?
            {
                let values = row.emptied(columns);
                steps.push(Step::put(
                    table,
                    &row.id,
                    Guard::At(row.version),
                    row.version,
                    values,
                ));
            }
        }
        for row in self
            .stored(&OUTBOX, "WHERE r.case_id = $1", vec![Val::blob(id)])
            .await?
        {
            if let Some(mut body) = self.one(&OUTBOX_BODY, &row.id).await? {
                let values = body.emptied(&["inner_sealed"]);
                steps.push(Step::put(
                    &OUTBOX_BODY,
                    &body.id,
                    Guard::At(body.version),
                    body.version,
                    values,
                ));
            }
        }
        let text = "SELECT r.no, d.indexed FROM request r LEFT JOIN search_doc d ON d.no = r.no WHERE r.id = $1".to_owned();
        for row in self
            .database
            .read_rows(text, arguments([Val::blob(id)])?)
            .await?
        {
            let no: i64 = row.try_get(0)?;
            tokens.gone.push(no);
            if let Some(sealed) = row.try_get::<Option<Vec<u8>>, _>(1)? {
                tokens.remove = held_tokens(&self.ring, &key, id, &sealed)?
                    .into_iter()
                    .map(|hash| (hash, no))
                    .collect();
            }
        }
        let mut prepared = Prepared::of(&self.ring, steps);
        prepared.entries = vec![log::entry(
            self.ring.marks(),
            self.ring.node(),
            &Event {
                case: None,
                ..event.clone()
            },
        )?];
        prepared.tokens = tokens;
        Ok(prepared)
    }
}
