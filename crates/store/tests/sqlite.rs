//! The contract of the ledger, kept by SQLite.

mod common;

use comity_testkit::contract::Subject;

async fn fresh() -> Option<Subject> {
    let folder = tempfile::tempdir().expect("a folder");
    let store = common::open(&common::file_in(folder.path())).await;
    Some(common::subject(store, folder))
}

comity_testkit::ledger_contract!(fresh);
