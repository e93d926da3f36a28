//! One group: several changes in one transaction, each whole or not at all.
//!
//! What the guards need is read first, one statement for each table. Then every change is judged in
//! memory, in order: one that fails leaves no trace and its neighbours go on. What is left is
//! written, one statement for each table, and the register entries take their places in the log from
//! one locked head row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use comity_flows::ports::{Committed, LedgerFault};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

use crate::fault::{Trouble, damaged};
use crate::prepare::Prepared;
use crate::rows::log::ENTRY_COLUMNS;
use crate::rows::tables::REQUEST;
use crate::rows::{Act, Guard};
use crate::search::write_index;
use crate::statement::{delete_statement, guard_statement, places, put_statement, runs};
use crate::table::{Table, Val, arguments};

/// Why one change of a group did not come to be.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Told to the flow.
    Fault(LedgerFault),
    /// It was sealed under a key that is not the stored one: seal it again.
    OtherKey,
}

/// The answer for one change.
pub(crate) type Answer = Result<Committed, Refused>;

type RowKey = (&'static Table, Vec<u8>);

/// Statement texts by what they do, on what and for how many rows, made once.
#[derive(Debug, Default)]
pub(crate) struct Texts(BTreeMap<(u8, u8, usize), Arc<str>>);

impl Texts {
    /// The text for what is done (a number of ours) to so many rows of a table.
    pub(crate) fn of(
        &mut self,
        does: u8,
        table: u8,
        rows: usize,
        make: impl FnOnce() -> String,
    ) -> AssertSqlSafe<Arc<str>> {
        AssertSqlSafe(
            self.0
                .entry((does, table, rows))
                .or_insert_with(|| make().into())
                .clone(),
        )
    }
}

/// A group of which nothing is stored.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) trouble: Trouble,
    /// The connection no longer knows whether it is in a transaction: SQLite ends one by itself when
    /// the disk is full, and a commit that failed may have taken place. It is not used again.
    pub(crate) spent: bool,
}

/// Runs a group.
pub(crate) async fn run(
    connection: &mut AnyConnection,
    begin: &'static str,
    texts: &mut Texts,
    group: &[&Prepared],
) -> Result<Vec<Answer>, Failure> {
    let spent = |why: sqlx::Error| Failure {
        trouble: why.into(),
        spent: true,
    };
    let mut transaction = connection.begin_with(begin).await.map_err(spent)?;
    match inside(&mut transaction, texts, group).await {
        Ok((answers, true)) => {
            transaction.commit().await.map_err(spent)?;
            Ok(answers)
        }
        Ok((answers, false)) => {
            transaction.rollback().await.map_err(spent)?;
            Ok(answers)
        }
        Err(trouble) => {
            // The first error counts.
            let spent = transaction.rollback().await.is_err();
            Err(Failure { trouble, spent })
        }
    }
}

async fn inside(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    group: &[&Prepared],
) -> Result<(Vec<Answer>, bool), Trouble> {
    let mut stored = read_guards(connection, texts, group).await?;
    let mut rows: Writes<'_> = BTreeMap::new();
    let mut answers = Vec::with_capacity(group.len());
    let mut accepted = Vec::with_capacity(group.len());
    for prepared in group {
        match judge(prepared, &stored) {
            Ok(writes) => {
                for (key, row) in writes {
                    stored.insert(key.clone(), row.map(|(version, _, _)| version));
                    rows.insert(key, row);
                }
                accepted.push(*prepared);
                answers.push(Ok(Committed::default()));
            }
            Err(refused) => answers.push(Err(refused)),
        }
    }
    if accepted.is_empty() {
        return Ok((answers, false));
    }
    write_rows(connection, texts, &rows).await?;
    let first = append(connection, texts, &accepted).await?;
    let mut next = first;
    for (answer, prepared) in answers.iter_mut().zip(group) {
        if let Ok(committed) = answer {
            let count = prepared.entries.len() as u64;
            committed.leaves = (next..next + count).collect();
            next += count;
        }
    }
    for prepared in accepted {
        write_index(connection, texts, &prepared.tokens).await?;
    }
    Ok((answers, true))
}

/// Versions of all rows that a guard of the group asks about.
async fn read_guards(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    group: &[&Prepared],
) -> Result<BTreeMap<RowKey, Option<i64>>, Trouble> {
    let mut asked: BTreeMap<&'static Table, BTreeSet<&[u8]>> = BTreeMap::new();
    for (step, _) in group.iter().flat_map(|prepared| &prepared.steps) {
        if step.guard != Guard::Free {
            asked.entry(step.table).or_default().insert(&step.id);
        }
    }
    let mut stored = BTreeMap::new();
    for (table, ids) in asked {
        let ids: Vec<&[u8]> = ids.into_iter().collect();
        for some in ids.chunks(64) {
            // The last id fills up to a power of two: asking twice for one row changes nothing.
            let count = some.len().next_power_of_two();
            let last = some.last().copied().unwrap_or_default();
            let values = some
                .iter()
                .copied()
                .chain(std::iter::repeat(last))
                .take(count);
            let text = texts.of(0, table.order, count, || guard_statement(table, count));
            let found = sqlx::query_with(text, arguments(values.map(Val::blob))?)
                .fetch_all(&mut *connection)
                .await?;
            for row in found {
                let broken = |_| damaged(table.name, &[], "id or version has another type");
                let id: Vec<u8> = row.try_get(0).map_err(broken)?;
                let version: i64 = row.try_get(1).map_err(broken)?;
                stored.insert((table, id), Some(version));
            }
        }
    }
    Ok(stored)
}

type Writes<'a> = BTreeMap<RowKey, Option<(i64, i64, &'a [Val])>>;

/// Judges one change against what is stored and what its group has already changed.
fn judge<'a>(
    prepared: &'a Prepared,
    stored: &BTreeMap<RowKey, Option<i64>>,
) -> Result<Writes<'a>, Refused> {
    let mut writes: Writes<'a> = BTreeMap::new();
    for (step, mark) in &prepared.steps {
        let key = (step.table, step.id.clone());
        let now = match writes.get(&key) {
            Some(row) => row.map(|(version, _, _)| version),
            None => stored.get(&key).copied().flatten(),
        };
        if !may_write(step.guard, now, step.version)? {
            continue;
        }
        match &step.act {
            Act::Put(values) => drop(writes.insert(key, Some((step.version, *mark, values)))),
            Act::Delete => drop(writes.insert(key, None)),
            Act::Look => {}
        }
    }
    Ok(writes)
}

/// Whether a step writes; an error refuses its whole change.
fn may_write(guard: Guard, now: Option<i64>, version: i64) -> Result<bool, Refused> {
    let refuse = |fault| Err(Refused::Fault(fault));
    match (guard, now) {
        (Guard::Free, _) | (Guard::New | Guard::Unknown, None) => Ok(true),
        (Guard::New, Some(_)) => refuse(LedgerFault::Stale),
        (Guard::Unknown, Some(_)) => refuse(LedgerFault::Duplicate),
        (Guard::At(expected), Some(now)) if expected == now => Ok(true),
        (Guard::At(_), _) => refuse(LedgerFault::Stale),
        (Guard::Same | Guard::Key | Guard::Differs | Guard::Above | Guard::NotBelow, None) => {
            Ok(true)
        }
        (Guard::Same | Guard::Key, Some(now)) if now == version => Ok(false),
        (Guard::Same, Some(_)) => refuse(LedgerFault::Duplicate),
        (Guard::Key, Some(_)) => Err(Refused::OtherKey),
        (Guard::Differs, Some(now)) => Ok(now != version),
        (Guard::Above, Some(now)) if version > now => Ok(true),
        (Guard::NotBelow, Some(now)) if version >= now => Ok(true),
        (Guard::Above | Guard::NotBelow, Some(_)) => refuse(LedgerFault::Stale),
    }
}

async fn write_rows(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    rows: &Writes<'_>,
) -> Result<(), Trouble> {
    let mut by_table: BTreeMap<&'static Table, (Vec<&[u8]>, Vec<PutRow<'_>>)> = BTreeMap::new();
    for ((table, id), row) in rows {
        let (gone, put) = by_table.entry(table).or_default();
        match row {
            None => gone.push(id),
            Some((version, mark, values)) => put.push((id, *version, *mark, values)),
        }
    }
    for (table, (gone, put)) in &by_table {
        for some in gone.chunks(64) {
            let count = some.len().next_power_of_two();
            let last = some.last().copied().unwrap_or_default();
            let ids = some
                .iter()
                .copied()
                .chain(std::iter::repeat(last))
                .take(count);
            let text = texts.of(1, table.order, count, || delete_statement(table, count));
            sqlx::query_with(text, arguments(ids.map(Val::blob))?)
                .execute(&mut *connection)
                .await?;
        }
        let mut rest = put.as_slice();
        for run in runs(put.len()) {
            let (some, after) = rest.split_at(run);
            rest = after;
            let text = texts.of(2, table.order, run, || put_statement(table, run));
            let values = some.iter().flat_map(|(id, version, mark, values)| {
                [Val::blob(id), Val::Int(*version), Val::Int(*mark)]
                    .into_iter()
                    .chain(values.iter().cloned())
            });
            sqlx::query_with(text, arguments(values)?)
                .execute(&mut *connection)
                .await?;
        }
        if **table == REQUEST {
            queue_for_index(connection, texts, put).await?;
        }
    }
    Ok(())
}

/// Row id, version, checksum and columns.
type PutRow<'a> = (&'a [u8], i64, i64, &'a [Val]);

/// Cases written in this group are to be indexed later, in batches: inside the transaction that
/// would keep everybody waiting.
async fn queue_for_index(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    put: &[PutRow<'_>],
) -> Result<(), Trouble> {
    for some in put.chunks(64) {
        let count = some.len().next_power_of_two();
        let last = some.last().map(|row| row.0).unwrap_or_default();
        let ids = some
            .iter()
            .map(|row| row.0)
            .chain(std::iter::repeat(last))
            .take(count);
        let text = texts.of(3, 0, count, || {
            format!(
                "INSERT INTO search_queue(no, version) SELECT no, version FROM request WHERE id IN {} \
                 ON CONFLICT (no) DO UPDATE SET version = excluded.version",
                places(1, count)
            )
        });
        sqlx::query_with(text, arguments(ids.map(Val::blob))?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Appends the register entries; returns the index of the first.
async fn append(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    accepted: &[&Prepared],
) -> Result<u64, Trouble> {
    let entries: Vec<&[Val]> = accepted
        .iter()
        .flat_map(|prepared| prepared.entries.iter().map(|entry| entry.values.as_slice()))
        .collect();
    if entries.is_empty() {
        return Ok(0);
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let head = sqlx::query_with(
        "UPDATE log_head SET size = size + $1 WHERE id = 1 RETURNING size",
        arguments([Val::Int(count)])?,
    )
    .fetch_one(&mut *connection)
    .await?;
    let size: i64 = head.try_get(0)?;
    let first = size - count;
    let mut next = first;
    let mut rest = entries.as_slice();
    for run in runs(entries.len()) {
        let (some, after) = rest.split_at(run);
        rest = after;
        let text = texts.of(4, 0, run, || {
            format!(
                "INSERT INTO register(idx, {ENTRY_COLUMNS}) VALUES {}",
                places(run, 8)
            )
        });
        let values = some.iter().zip(next..).flat_map(|(values, index)| {
            std::iter::once(Val::Int(index)).chain(values.iter().cloned())
        });
        sqlx::query_with(text, arguments(values)?)
            .execute(&mut *connection)
            .await?;
        next += i64::try_from(run).unwrap_or(0);
    }
    u64::try_from(first).map_err(|_| damaged("log_head", &[], "the log has a negative size").into())
}
