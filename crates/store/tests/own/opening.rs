//! Opening again: what was acknowledged is there, and what does not fit is said clearly.

use std::os::unix::fs::PermissionsExt as _;

use comity_flows::ports::Ledger as _;
use comity_store::{DatabaseAt, Kek, OpenFault, Store};
use comity_testkit::contract::sample::{arrival, event, file, request};
use sqlx::Connection as _;

use crate::common::{file_in, kek, open};

async fn refused(at: &DatabaseAt, kek: &Kek) -> OpenFault {
    match Store::open(at, kek).await {
        Ok(_) => panic!("the store must not open"),
        Err(why) => why,
    }
}

#[tokio::test]
async fn everything_acknowledged_is_there_after_reopening() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    for round in 0..3 {
        let store = open(&at).await;
        for n in 0..10 {
            store
                .commit(arrival(round * 10 + n))
                .await
                .expect("commits");
        }
        assert_eq!(
            store.next_number("XB-2027").await.expect("a number"),
            round + 1
        );
        // Every second time the store is dropped as a crash would drop it.
        if round % 2 == 0 {
            store.close().await;
        }
    }
    let store = open(&at).await;
    assert_eq!(store.log_size().await.expect("reads"), 30);
    for n in 0..30 {
        let line = store.case(request(n)).await.expect("reads").expect("there");
        assert_eq!(line.file, file(n));
        let entry = store
            .register(request(n))
            .await
            .expect("reads")
            .pop()
            .expect("there");
        assert_eq!(entry.body, event(None, n).body);
    }
    assert!(
        store
            .integrity(u64::MAX)
            .await
            .expect("checks")
            .faults
            .is_empty()
    );
}

#[tokio::test]
async fn the_database_is_readable_by_this_account_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    let store = open(&at).await;
    store.commit(arrival(1)).await.expect("commits");
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .expect("is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_path_with_odd_letters_is_a_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = DatabaseAt::File(folder.path().join("a b?c#d%20é").join("ledger.db"));
    open(&at).await.close().await;
    assert!(folder.path().join("a b?c#d%20é/ledger.db").is_file());
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_says_which_was_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    open(&at).await.close().await;
    let why = refused(&at, &Kek::new([41; 32], 2)).await;
    assert!(
        matches!(
            why,
            OpenFault::WrongKey {
                stored: 1,
                given: 2,
                ..
            }
        ),
        "{why}"
    );
    assert!(matches!(
        refused(&at, &Kek::new([41; 32], 1)).await,
        OpenFault::WrongKey { .. }
    ));
    open(&at).await.close().await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_not_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    open(&at).await.close().await;
    let url = format!("sqlite://{}", folder.path().join("ledger.db").display());
    let mut raw = sqlx::AnyConnection::connect(&url).await.expect("opens");
    sqlx::query(
        "INSERT INTO _sqlx_migrations(version, description, success, checksum, execution_time) \
         VALUES (9999, 'of the future', 1, x'00', 0)",
    )
    .execute(&mut raw)
    .await
    .expect("writes");
    let why = refused(&at, &kek()).await;
    assert!(
        matches!(
            why,
            OpenFault::Newer {
                found: 9999,
                known: 1,
                ..
            }
        ),
        "{why}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ledger.db"), [7; 8_192]).expect("writes");
    let why = refused(&file_in(folder.path()), &kek()).await;
    assert!(matches!(why, OpenFault::Damaged { .. }), "{why}");
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("in-the-way"), b"").expect("writes");
    let why = refused(
        &DatabaseAt::File(folder.path().join("in-the-way/ledger.db")),
        &kek(),
    )
    .await;
    assert!(matches!(why, OpenFault::NotWritable { .. }), "{why}");
    assert!(why.to_string().contains("in-the-way"), "{why}");
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_named_without_its_password() {
    let at = DatabaseAt::parse("postgres://comity:secret@127.0.0.1:1/comity", None);
    let why = refused(&at, &kek()).await;
    assert!(matches!(why, OpenFault::Unreachable { .. }), "{why}");
    assert!(
        why.to_string().contains("127.0.0.1:1") && !why.to_string().contains("secret"),
        "{why}"
    );
}
