//! Crash images and full disks.

use comity_flows::ports::{Ledger as _, LedgerFault};
use comity_testkit::contract::sample::{arrival, request};

use crate::common::{file_in, open};

#[tokio::test]
async fn what_is_acknowledged_is_in_the_files_already() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    for n in 0..5 {
        store.commit(arrival(n)).await.expect("commits");
        // The files as a crash at this moment would leave them.
        let image = tempfile::tempdir().expect("a folder");
        for name in ["ledger.db", "ledger.db-wal"] {
            std::fs::copy(folder.path().join(name), image.path().join(name)).expect("copies");
        }
        let after = open(&file_in(image.path())).await;
        assert!(
            after.case(request(n)).await.expect("reads").is_some(),
            "case {n}"
        );
        assert_eq!(after.log_size().await.expect("reads"), n + 1);
        after.close().await;
    }
}

/// Runs where `COMITY_TEST_SMALL_DISK` names a folder on a file system of a few megabytes.
#[tokio::test]
async fn a_full_disk_refuses_and_comes_back_by_itself() {
    let Some(disk) = std::env::var_os("COMITY_TEST_SMALL_DISK") else {
        return;
    };
    let folder = tempfile::tempdir_in(disk).expect("a folder");
    let filler = folder.path().join("filler");
    std::fs::write(&filler, vec![7; 2 << 20]).expect("there is room yet");
    let store = open(&file_in(folder.path())).await;
    store.commit(arrival(0)).await.expect("commits");
    let mut acknowledged = 1;
    let fault = loop {
        let mut change = arrival(acknowledged);
        change.events[0].body = vec![7; 100_000];
        match store.commit(change).await {
            Ok(_) => acknowledged += 1,
            Err(fault) => break fault,
        }
        assert!(acknowledged < 10_000, "the disk is not small");
    };
    assert!(matches!(fault, LedgerFault::NoSpace), "{fault:?}");
    for n in 0..acknowledged {
        assert!(
            store
                .case(request(n))
                .await
                .expect("reads stay possible")
                .is_some()
        );
    }
    assert!(
        store
            .case(request(acknowledged))
            .await
            .expect("reads")
            .is_none()
    );
    // Somebody makes room: nothing has to be started again.
    std::fs::remove_file(&filler).expect("makes room");
    store
        .commit(arrival(acknowledged))
        .await
        .expect("commits again");
    assert_eq!(store.log_size().await.expect("reads"), acknowledged + 1);
    assert!(
        store
            .integrity(u64::MAX)
            .await
            .expect("checks")
            .faults
            .is_empty()
    );
}
