//! A new key-encryption key: every case key is wrapped anew, those of erased cases are not, and the
//! search index is made again, so that nothing the old key opens is left in the database.
//!
//! # Source
//! Our protocol, chapter "Retention": the key-encryption key is replaced within a day of an erasure;
//! copies of any age then go dark for what was erased and stay readable for the rest.

use sqlx::{AnyConnection, Connection as _};

use crate::database::Database;
use crate::fault::Trouble;
use crate::keyring::{Keyring, NODE};
use crate::rows::tables::CASE_KEY;
use crate::settings::{DatabaseAt, OpenFault};
use crate::statement::{column_list, put_statement, statement};
use crate::store::{Store, failed_to_open, open_ring, read_node_key, shown};
use crate::table::{Stored, Val, arguments};
use crate::vault::Kek;

/// Keys wrapped in one step.
const STEP: i64 = 256;

impl Store {
    /// Replaces the key-encryption key of a ledger that no process has open, in one transaction.
    /// Returns how many case keys were wrapped anew.
    ///
    /// # Errors
    /// [`OpenFault`]; after any of them the old key still opens everything.
    pub async fn replace_key(at: &DatabaseAt, old: &Kek, new: &Kek) -> Result<u64, OpenFault> {
        let database = Database::open(at).await?;
        let shown = shown(at);
        let outcome = async {
            let ring = open_ring(&database, old, &shown).await?;
            rewrap(&database, &ring, old, new)
                .await
                .map_err(|trouble| failed_to_open(&shown, trouble))
        };
        let outcome = outcome.await;
        database.close().await;
        outcome
    }
}

async fn rewrap(database: &Database, ring: &Keyring, old: &Kek, new: &Kek) -> Result<u64, Trouble> {
    let node = read_node_key(database).await?.ok_or_else(|| {
        Trouble::Told(comity_flows::ports::LedgerFault::Damaged(
            "table vault: the row is missing".to_owned(),
        ))
    })?;
    let mut connection = database.write.acquire().await?;
    let mut transaction = connection.begin_with(database.begin()).await?;
    let wrapped = Keyring::rewrap(
        &old.wrapping(),
        &new.wrapping(),
        &NODE,
        node.number,
        (node.kek, new.version()),
        node.wrapped,
    )?;
    sqlx::query_with(
        "UPDATE vault SET kek = $1, proof = $2, wrapped = $3 WHERE id = 1",
        arguments([
            Val::Int(new.version()),
            Val::Blob(new.proof()),
            Val::Blob(wrapped),
        ])?,
    )
    .execute(&mut *transaction)
    .await?;
    let count = case_keys(&mut transaction, ring, old, new).await?;
    for text in [
        "DELETE FROM search_token",
        "DELETE FROM search_doc",
        "DELETE FROM search_queue",
        "INSERT INTO search_queue(no, version) SELECT no, version FROM request",
    ] {
        sqlx::query(text).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(count)
}

async fn case_keys(
    connection: &mut AnyConnection,
    ring: &Keyring,
    old: &Kek,
    new: &Kek,
) -> Result<u64, Trouble> {
    let (from, to) = (old.wrapping(), new.wrapping());
    let select = format!(
        "SELECT {} FROM case_key k WHERE k.id > $1 ORDER BY k.id LIMIT $2",
        column_list(&CASE_KEY, "k")
    );
    let mut after = Vec::new();
    let mut count = 0;
    loop {
        let rows = sqlx::query_with(
            statement(select.clone()),
            arguments([Val::blob(&after), Val::Int(STEP)])?,
        )
        .fetch_all(&mut *connection)
        .await?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in rows {
            let mut stored = Stored::read(&CASE_KEY, &row, ring.marks())?;
            after.clone_from(&stored.id);
            let case = stored.id_fixed()?;
            let kek = stored.int()?;
            // An erased key has no bytes: nothing is wrapped again.
            let Some(wrapped) = stored.opt_blob()? else {
                continue;
            };
            let wrapped = Keyring::rewrap(
                &from,
                &to,
                &case,
                stored.version,
                (kek, new.version()),
                wrapped,
            )?;
            let values = [Val::Int(new.version()), Val::Blob(wrapped)];
            let mark = ring.marks().of(&CASE_KEY, &case, stored.version, &values);
            let front = [Val::blob(&case), Val::Int(stored.version), Val::Int(mark)];
            sqlx::query_with(
                statement(put_statement(&CASE_KEY, 1)),
                arguments(front.into_iter().chain(values))?,
            )
            .execute(&mut *connection)
            .await?;
            count += 1;
        }
    }
}
