//! The contract of the ledger, kept by PostgreSQL. Runs where `COMITY_TEST_POSTGRES` names a server
//! on which databases may be created, `postgres://postgres@127.0.0.1:5433/postgres`; else every test
//! ends at once.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};

use comity_store::DatabaseAt;
use comity_testkit::contract::Subject;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database of its own for each test.
async fn database() -> Option<DatabaseAt> {
    let server = std::env::var("COMITY_TEST_POSTGRES").ok()?;
    let name = format!(
        "comity_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    sqlx::any::install_default_drivers();
    let admin = sqlx::AnyPool::connect(&server)
        .await
        .expect("the server answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&admin)
        .await
        .expect("a database of its own");
    let (front, _) = server.rsplit_once('/').expect("an address with a database");
    Some(DatabaseAt::Postgres {
        url: format!("{front}/{name}"),
        password_file: None,
    })
}

async fn fresh() -> Option<Subject> {
    let store = common::open(&database().await?).await;
    Some(common::subject(store, ()))
}

comity_testkit::ledger_contract!(fresh);

/// Several processes of one node share one database: here two stores.
mod shared {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use comity_core::time::Instant;
    use comity_flows::ports::{Ledger as _, LedgerFault};
    use comity_store::Store;
    use comity_testkit::contract::sample::{MONDAY, arrival, request};

    async fn two() -> Option<[Arc<Store>; 2]> {
        let at = super::database().await?;
        Some([
            super::common::open(&at).await.into(),
            super::common::open(&at).await.into(),
        ])
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_processes_give_each_leaf_and_number_its_own_place() {
        let Some(stores) = two().await else { return };
        let mut writers = Vec::new();
        for writer in 0..32u64 {
            let store = stores[usize::try_from(writer % 2).unwrap_or(0)].clone();
            writers.push(tokio::spawn(async move {
                let mut leaves = Vec::new();
                let mut numbers = Vec::new();
                for n in 0..4 {
                    leaves.extend(
                        store
                            .commit(arrival(writer * 4 + n))
                            .await
                            .expect("commits")
                            .leaves,
                    );
                    numbers.push(store.next_number("XB-2027").await.expect("a number"));
                }
                (leaves, numbers)
            }));
        }
        let (mut leaves, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for writer in writers {
            let (some, more) = writer.await.expect("the writer ends");
            leaves.extend(some);
            numbers.extend(more);
        }
        assert_eq!(leaves, (0..128).collect());
        assert_eq!(numbers, (1..=128).collect());
        assert!(
            stores[0]
                .integrity(u64::MAX)
                .await
                .expect("checks")
                .faults
                .is_empty()
        );
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_processes_that_meet_one_message_give_it_one_effect() {
        let Some([one, other]) = two().await else {
            return;
        };
        for n in 0..20 {
            let (first, second) = tokio::join!(one.commit(arrival(n)), other.commit(arrival(n)));
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            let fault = first.and(second).expect_err("one of them");
            assert!(
                matches!(fault, LedgerFault::Stale | LedgerFault::Duplicate),
                "{fault:?}"
            );
            // The key that came to be opens the case in both.
            assert!(one.case(request(n)).await.expect("reads").is_some());
            assert!(other.case(request(n)).await.expect("reads").is_some());
        }
        let until = Instant(MONDAY.0 + 60_000);
        let (first, second) = tokio::join!(
            one.outbox_claim(MONDAY, until, 100, 100),
            other.outbox_claim(MONDAY, until, 100, 100)
        );
        let claimed: Vec<_> = first
            .expect("claims")
            .into_iter()
            .chain(second.expect("claims"))
            .collect();
        let ids: BTreeSet<_> = claimed.iter().map(|row| row.msg_id).collect();
        assert_eq!(
            (claimed.len(), ids.len()),
            (20, 20),
            "each row is leased once"
        );
    }
}
