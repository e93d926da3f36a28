//! Nothing readable on the disk; nothing left of an erased case but its proofs; new keys for old.

use std::path::Path;

use comity_core::role::Role;
use comity_core::time::Instant;
use comity_flows::ports::{
    ApprovalNonce, Event, Ledger as _, LedgerFault, OfficerRow, QueueQuery, QueueView, SearchQuery,
    SessionRow, Write,
};
use comity_store::{Kek, OpenFault, Store};
use comity_testkit::contract::sample::{
    MONDAY, arrival, case, event, inbox, message, object_row, officer, request, writes,
};

use crate::common::{file_in, kek, open};

fn ordered(n: u64) -> Event {
    Event {
        kind: "case.erased".to_owned(),
        ..event(None, n)
    }
}

async fn find(store: &Store, text: &str) -> usize {
    let query = SearchQuery {
        text: text.to_owned(),
        limit: 10,
        ..SearchQuery::default()
    };
    store.search(&query).await.expect("reads").lines.len()
}

fn on_disk(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("reads").any(|file| {
        let bytes = std::fs::read(file.expect("reads").path()).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test]
async fn no_readable_word_of_a_case_rests_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    let mut change = arrival(1);
    change.writes.push(Write::Object(Box::new(object_row(1))));
    change.writes.push(Write::Officer(OfficerRow {
        id: officer("o-1"),
        name: "Vera Invented".to_owned(),
        office: String::new(),
        login: "vera".to_owned(),
        password: "$argon2id$canary".to_owned(),
        roles: vec![Role::CaClerk],
        grant: vec![],
        language: "en".to_owned(),
        disabled: false,
    }));
    change.writes.push(Write::Setting {
        name: "secret".to_owned(),
        value: b"canary-setting".to_vec(),
    });
    store.commit(change).await.expect("commits");
    store.search_is_settled().await.expect("indexed");
    for canary in [
        "Invented",
        "matter",
        "PS 12/1",
        "XA-2027-00001",
        "signed text 1",
        "signed answer 1",
        "mailbox.mbox",
        "argon2id",
        "canary-setting",
        "{\"n\":1}",
    ] {
        assert!(
            !on_disk(folder.path(), canary.as_bytes()),
            "{canary:?} rests on the disk"
        );
    }
    assert!(
        on_disk(folder.path(), b"request.received"),
        "the search itself works"
    );
}

#[tokio::test]
async fn an_erased_case_leaves_only_its_proofs() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    let store = open(&at).await;
    for n in 1..=2 {
        let mut change = arrival(n);
        change.writes.push(Write::Object(Box::new(object_row(n))));
        store.commit(change).await.expect("commits");
    }
    store.search_is_settled().await.expect("indexed");
    assert_eq!(find(&store, "matter").await, 2);
    store
        .erase_case(request(1), ordered(7))
        .await
        .expect("erases");
    for reopened in [false, true] {
        let reopened_store;
        let store = if reopened {
            reopened_store = open(&at).await;
            &reopened_store
        } else {
            &store
        };
        assert!(store.case(request(1)).await.expect("reads").is_none());
        assert!(store.objects(request(1)).await.expect("reads").is_empty());
        assert!(
            store
                .cases_by_number("XA-2027-00001")
                .await
                .expect("reads")
                .is_empty()
        );
        assert_eq!(find(store, "matter").await, 1);
        let query = QueueQuery {
            view: QueueView::All,
            limit: 10,
            ..QueueQuery::default()
        };
        assert_eq!(store.queue(&query).await.expect("reads").lines.len(), 1);
        // The message stays known, its text is gone.
        let known = store
            .inbox(message(1))
            .await
            .expect("reads")
            .expect("known");
        assert_eq!((known.receipt, known.inner), (inbox(1).receipt, vec![]));
        let line = store
            .register(request(1))
            .await
            .expect("reads")
            .pop()
            .expect("its leaf stands");
        assert_eq!(
            (line.leaf_hash, line.salt, line.body),
            (event(None, 1).leaf_hash, [0; 32], vec![])
        );
        assert_eq!(store.leaves(0, 10).await.expect("reads").len(), 3);
        let last = store
            .register_page(None, 1)
            .await
            .expect("reads")
            .pop()
            .expect("the erasure itself");
        assert_eq!((last.kind.as_str(), last.case), ("case.erased", None));
        // The other case stands.
        assert!(store.case(request(2)).await.expect("reads").is_some());
        assert_eq!(store.objects(request(2)).await.expect("reads").len(), 1);
        assert!(
            store
                .integrity(u64::MAX)
                .await
                .expect("checks")
                .faults
                .is_empty()
        );
    }
}

#[tokio::test]
async fn nothing_is_written_for_an_erased_case_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    store.commit(arrival(1)).await.expect("commits");
    store
        .erase_case(request(1), ordered(7))
        .await
        .expect("erases");
    let mut row = case(1);
    row.expect = Some(2);
    for change in [arrival(1), writes(vec![Write::Case(Box::new(row))])] {
        assert!(matches!(
            store.commit(change).await,
            Err(LedgerFault::Stale)
        ));
    }
    let twice = store.erase_case(request(1), ordered(8)).await;
    assert!(matches!(twice, Err(LedgerFault::Stale)));
    assert!(matches!(
        store.erase_case(request(9), ordered(9)).await,
        Err(LedgerFault::Stale)
    ));
}

#[tokio::test]
async fn a_new_key_opens_everything_but_the_erased_and_the_old_one_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = file_in(folder.path());
    let store = open(&at).await;
    for n in 1..=3 {
        store.commit(arrival(n)).await.expect("commits");
    }
    store
        .erase_case(request(3), ordered(7))
        .await
        .expect("erases");
    store.close().await;
    let new = Kek::new([77; 32], 2);
    let wrong = Store::replace_key(&at, &Kek::new([1; 32], 1), &new).await;
    assert!(matches!(wrong, Err(OpenFault::WrongKey { .. })));
    let count = Store::replace_key(&at, &kek(), &new)
        .await
        .map_err(|why| why.to_string());
    assert_eq!(count, Ok(2));
    assert!(matches!(
        Store::open(&at, &kek()).await.map(drop),
        Err(OpenFault::WrongKey { .. })
    ));
    let store = Store::open(&at, &new)
        .await
        .map_err(|why| why.to_string())
        .expect("opens");
    assert!(store.case(request(1)).await.expect("reads").is_some());
    assert!(store.case(request(3)).await.expect("reads").is_none());
    assert_eq!(
        store
            .cases_by_number("XA-2027-00002")
            .await
            .expect("reads")
            .len(),
        1
    );
    store.search_is_settled().await.expect("indexed");
    assert_eq!(find(&store, "matter").await, 2, "the index is made again");
    store.commit(arrival(4)).await.expect("commits");
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
async fn nonces_and_sessions_go_when_their_time_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    let later = Instant(MONDAY.0 + 1_000);
    let mut rows = Vec::new();
    for n in 0..3u8 {
        rows.push(Write::Nonce(ApprovalNonce {
            nonce: [n; 32],
            keep_until: if n == 0 { later } else { MONDAY },
        }));
        rows.push(Write::Session(SessionRow {
            token_hash: [n; 32],
            officer: officer("o-1"),
            began: MONDAY,
            seen: if n == 0 { later } else { MONDAY },
            form_key: [0; 16],
        }));
    }
    store.commit(writes(rows)).await.expect("commits");
    assert_eq!(store.forget_expired(later, later).await.expect("clears"), 4);
    assert!(store.session([0; 32]).await.expect("reads").is_some());
    assert!(store.session([1; 32]).await.expect("reads").is_none());
}
