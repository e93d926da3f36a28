//! The contract of the ledger, kept by PostgreSQL. Runs where `COMITY_TEST_POSTGRES` names a server
//! on which databases may be created, `postgres://postgres@127.0.0.1:5433/postgres`; else every test
//! ends at once.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};

use comity_store::DatabaseAt;
use comity_testkit::contract::Subject;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database of its own for each test.
async fn fresh() -> Option<Subject> {
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
    let at = DatabaseAt::Postgres {
        url: format!("{front}/{name}"),
        password_file: None,
    };
    let store = common::open(&at).await;
    Some(common::subject(store, ()))
}

comity_testkit::ledger_contract!(fresh);
