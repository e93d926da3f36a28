//! Damage is found: at start, when read, or by the check; never does it give a wrong answer.

use std::fmt::Debug;
use std::path::Path;

use comity_flows::ports::{
    Ledger, LedgerFault, OutboxState, QueueQuery, QueueView, TransferRow, WrapRow, Write,
};
use comity_store::{Kek, Store};
use comity_testkit::contract::sample::{
    MONDAY, arrival, digest, inbox, message, object, object_row, outbox, request, them, thread,
};
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::common::{file_in, kek, open};

async fn filled(store: &Store) {
    for n in 1..=3 {
        let mut change = arrival(n);
        change.writes.push(Write::Object(Box::new(object_row(n))));
        change.writes.push(Write::Wrap(WrapRow {
            object: object(n),
            recipient: them(),
            wrap: b"wrap".to_vec(),
            at: MONDAY,
        }));
        change.writes.push(Write::Transfer(TransferRow {
            token_hash: digest(n),
            object: object(n),
            peer: them(),
            pulling: true,
            token: Some(b"token".to_vec()),
            bitmap: vec![1; 9],
            moved: 1,
            done: false,
            next_attempt: MONDAY,
            last_fault: Some("a fault".to_owned()),
            created: MONDAY,
            expect: None,
        }));
        change.writes.push(Write::Setting {
            name: format!("setting {n}"),
            value: vec![1; 9],
        });
        store.commit(change).await.expect("commits");
    }
    store.search_is_settled().await.expect("indexed");
}

fn answer<T: Debug>(result: Result<T, LedgerFault>) -> Result<String, String> {
    result
        .map(|value| format!("{value:?}"))
        .map_err(|why| why.to_string())
}

/// Everything that flows may ask, as text; the first fault ends it.
async fn answers(store: &dyn Ledger) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for n in 1..=3 {
        all.push(answer(store.case(request(n)).await)?);
        all.push(answer(store.register(request(n)).await)?);
        all.push(answer(store.thread(thread(n)).await)?);
        all.push(answer(store.thread_in(thread(n), &them(), 1).await)?);
        all.push(answer(store.inbox(message(n)).await)?);
        all.push(answer(store.receipt_by_sealed(inbox(n).sealed_hash).await)?);
        all.push(answer(store.outbox(outbox(n).msg_id, &them()).await)?);
        all.push(answer(store.objects(request(n)).await)?);
        all.push(answer(store.wraps(object(n)).await)?);
        all.push(answer(store.transfer(digest(n)).await)?);
        all.push(answer(store.setting(&format!("setting {n}")).await)?);
        all.push(answer(store.messages(request(n)).await)?);
    }
    for view in [
        QueueView::Open,
        QueueView::Ours,
        QueueView::Nobody,
        QueueView::All,
    ] {
        let query = QueueQuery {
            view,
            limit: 10,
            ..QueueQuery::default()
        };
        all.push(answer(store.queue(&query).await)?);
    }
    all.push(answer(store.counts(0).await)?);
    all.push(answer(store.outbox_in(OutboxState::Queued, 10).await)?);
    all.push(answer(store.outbox_next().await)?);
    all.push(answer(store.leaves(0, 10).await)?);
    all.push(answer(store.log_size().await)?);
    Ok(all)
}

const TABLES: [&str; 12] = [
    "case_key",
    "request",
    "thread",
    "thread_out",
    "thread_in",
    "outbox",
    "outbox_body",
    "inbox",
    "object",
    "wrap",
    "transfer",
    "setting",
];

async fn columns(raw: &mut AnyConnection, table: &str) -> Vec<(String, String)> {
    let text = format!("SELECT name, type FROM pragma_table_info('{table}')");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .fetch_all(raw)
        .await
        .expect("reads");
    rows.iter()
        .map(|row| {
            (
                row.try_get(0).expect("a name"),
                row.try_get(1).expect("a type"),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_flipped_bit_in_any_column_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    filled(&store).await;
    let url = format!("sqlite://{}", folder.path().join("ledger.db").display());
    let mut raw = AnyConnection::connect(&url).await.expect("opens");
    let mut flips = 0;
    for table in TABLES.iter().chain(&["register"]) {
        for (column, kind) in columns(&mut raw, table).await {
            if column == "no" || column == "idx" {
                continue;
            }
            let key = if *table == "register" { "idx" } else { "id" };
            let one = format!("(SELECT min({key}) FROM {table} WHERE {column} IS NOT NULL)");
            let changed = match kind.as_str() {
                "BIGINT" => vec![format!("{column} + 1"), format!("-{column} - 5")],
                "TEXT" => vec![format!("{column} || 'x'"), format!("'y' || {column}")],
                // The first byte, the last one and one in the middle, a bit of each.
                _ => ["1", "length(V)", "length(V) / 2 + 1"]
                    .map(|at| {
                        let at = at.replace('V', &column);
                        format!(
                            "CAST(substr({column}, 1, {at} - 1) || \
                             CASE WHEN substr({column}, {at}, 1) = x'41' THEN x'40' ELSE x'41' END || \
                             substr({column}, {at} + 1) AS BLOB)"
                        )
                    })
                    .to_vec(),
            };
            for new in changed {
                let keep = format!("CREATE TEMP TABLE kept AS SELECT * FROM {table}");
                let flip = format!("UPDATE {table} SET {column} = {new} WHERE {key} = {one}");
                sqlx::query(sqlx::AssertSqlSafe(keep))
                    .execute(&mut raw)
                    .await
                    .expect("writes");
                let done = sqlx::query(sqlx::AssertSqlSafe(flip))
                    .execute(&mut raw)
                    .await
                    .expect("writes");
                if done.rows_affected() == 0 {
                    // No row has a value there.
                    sqlx::query("DROP TABLE kept")
                        .execute(&mut raw)
                        .await
                        .expect("writes");
                    continue;
                }
                let found = store.integrity(100).await.expect("checks").faults;
                assert!(!found.is_empty(), "{table}.{column} = {new} was not found");
                assert!(found[0].contains(table), "{found:?} does not name {table}");
                flips += 1;
                for text in [
                    format!("DELETE FROM {table}"),
                    format!("INSERT INTO {table} SELECT * FROM kept"),
                    "DROP TABLE kept".to_owned(),
                ] {
                    sqlx::query(sqlx::AssertSqlSafe(text))
                        .execute(&mut raw)
                        .await
                        .expect("writes");
                }
            }
        }
    }
    assert!(flips > 150, "{flips} flips");
    assert!(
        store
            .integrity(u64::MAX)
            .await
            .expect("checks")
            .faults
            .is_empty(),
        "put back as it was"
    );
}

#[tokio::test]
async fn a_damaged_row_is_named_to_who_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    filled(&store).await;
    let url = format!("sqlite://{}", folder.path().join("ledger.db").display());
    let mut raw = AnyConnection::connect(&url).await.expect("opens");
    sqlx::query("UPDATE request SET deadline = deadline + 1 WHERE no = 2")
        .execute(&mut raw)
        .await
        .expect("writes");
    let Err(LedgerFault::Damaged(place)) = store.case(request(2)).await else {
        panic!("damage must be found");
    };
    assert!(
        place.contains("request") && place.contains(&request(2).to_string()),
        "{place}"
    );
    assert!(
        store.case(request(1)).await.expect("reads").is_some(),
        "its neighbour is sound"
    );
}

/// A copy of the database with one bit flipped: does it open, does the check pass, and what does it
/// answer then?
async fn with_flip(bytes: &[u8], bit: usize, folder: &Path) -> Option<Result<Vec<String>, String>> {
    let mut flipped = bytes.to_vec();
    flipped[bit / 8] ^= 1 << (bit % 8);
    for name in ["ledger.db-wal", "ledger.db-shm"] {
        drop(std::fs::remove_file(folder.join(name)));
    }
    std::fs::write(folder.join("ledger.db"), &flipped).expect("writes");
    let store = Store::open(&file_in(folder), &kek()).await.ok()?;
    let sound = matches!(store.integrity(u64::MAX).await, Ok(found) if found.faults.is_empty());
    let outcome = if sound {
        Some(answers(&store).await)
    } else {
        None
    };
    store.close().await;
    outcome
}

#[tokio::test]
async fn a_flipped_bit_of_the_file_is_found_or_harmless() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    let store = open(&at).await;
    filled(&store).await;
    let expected = answers(&store).await;
    assert!(expected.is_ok());
    store.close().await;
    let bytes = std::fs::read(folder.path().join("ledger.db")).expect("reads");
    let copy = tempfile::tempdir().expect("a folder");
    // A fixed sequence, so that a failing bit is met again.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut found = 0;
    for _ in 0..60 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bit = usize::try_from(state >> 16).unwrap_or(0) % (bytes.len() * 8);
        match with_flip(&bytes, bit, copy.path()).await {
            None => found += 1,
            Some(answers) => assert_eq!(answers, expected, "bit {bit} gave another answer"),
        }
    }
    println!("{found} of 60 flips found, the others lay where nothing is stored");
}

#[tokio::test]
async fn a_cut_file_does_not_open_or_is_found_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    let store = open(&at).await;
    filled(&store).await;
    store.close().await;
    let path = folder.path().join("ledger.db");
    let length = std::fs::metadata(&path).expect("is there").len();
    std::fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len(length / 2))
        .expect("cuts");
    let outcome = match Store::open(&at, &Kek::new([42; 32], 1)).await {
        Err(_) => return,
        Ok(store) => store.integrity(u64::MAX).await,
    };
    assert!(!matches!(outcome, Ok(found) if found.faults.is_empty()));
}
