//! What the tests of this crate share.
#![allow(dead_code)] // each test file uses its own part

use std::path::Path;
use std::sync::Arc;

use comity_store::{DatabaseAt, Kek, Store};
use comity_testkit::contract::Subject;

pub(crate) fn kek() -> Kek {
    Kek::new([42; 32], 1)
}

pub(crate) fn file_in(folder: &Path) -> DatabaseAt {
    DatabaseAt::File(folder.join("ledger.db"))
}

pub(crate) async fn open(at: &DatabaseAt) -> Store {
    match Store::open(at, &kek()).await {
        Ok(store) => store,
        Err(why) => panic!("{why}"),
    }
}

pub(crate) fn subject(store: Store, keep: impl Send + 'static) -> Subject {
    let store = Arc::new(store);
    let settling = store.clone();
    Subject {
        ledger: store,
        settle: Box::new(move || {
            let store = settling.clone();
            Box::pin(async move {
                store
                    .search_is_settled()
                    .await
                    .expect("the index is filled")
            })
        }),
        keep: Box::new(keep),
    }
}
