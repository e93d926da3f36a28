//! Commits: whole or not at all, guarded, in one order.

use comity_core::stage::Stage;
use comity_flows::ports::{Change, LedgerFault, Write};

use crate::contract::Subject;
use crate::contract::sample::{
    arrival, case, event, file, inbox, message, request, them, thread, thread_row, writes,
};

/// Everything of a change is there afterwards.
pub async fn a_change_is_stored_whole(subject: &Subject) {
    let ledger = &subject.ledger;
    let committed = ledger.commit(arrival(7)).await.expect("commits");
    assert_eq!(committed.leaves, [0]);
    let line = ledger
        .case(request(7))
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(line.file, file(7));
    assert_eq!(line.version, 1);
    assert_eq!(
        ledger.thread(thread(7)).await.expect("reads"),
        Some(thread_row(7))
    );
    let stored = ledger
        .inbox(message(7))
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(stored.inner, inbox(7).inner);
    assert_eq!(stored.receipt, inbox(7).receipt);
    let place = ledger
        .thread_in(thread(7), &them(), 1)
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!((place.next_seq, place.head), (2, Some(message(7))));
    assert_eq!(ledger.register(request(7)).await.expect("reads").len(), 1);
    assert_eq!(ledger.log_size().await.expect("reads"), 1);
    assert!(ledger.case(request(8)).await.expect("reads").is_none());
}

/// One change fails alone, also when it stands in one group with others.
pub async fn a_failing_change_leaves_nothing_and_its_neighbours_stand(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    // The second change brings a new case, but also a message that is known already.
    let mut poisoned = arrival(2);
    poisoned.writes.push(Write::Inbox(Box::new(inbox(1))));
    let (before, failed, after) = tokio::join!(
        ledger.commit(arrival(3)),
        ledger.commit(poisoned),
        ledger.commit(arrival(4))
    );
    assert!(matches!(failed, Err(LedgerFault::Duplicate)), "{failed:?}");
    before.expect("a neighbour commits");
    after.expect("a neighbour commits");
    assert!(ledger.case(request(2)).await.expect("reads").is_none());
    assert!(ledger.inbox(message(2)).await.expect("reads").is_none());
    assert!(ledger.register(request(2)).await.expect("reads").is_empty());
    assert_eq!(ledger.log_size().await.expect("reads"), 3);
    // What failed for one reason succeeds when the reason is gone.
    ledger.commit(arrival(2)).await.expect("commits now");
}

/// No place in the log is empty or given twice.
pub async fn leaf_indices_are_dense_and_in_the_order_of_events(subject: &Subject) {
    let ledger = &subject.ledger;
    let mut change = arrival(1);
    change.events = (0..5)
        .map(|n| event((n % 2 == 0).then(|| request(1)), n))
        .collect();
    assert_eq!(
        ledger.commit(change).await.expect("commits").leaves,
        [0, 1, 2, 3, 4]
    );
    let alone = Change {
        writes: vec![],
        events: vec![event(None, 5)],
    };
    assert_eq!(ledger.commit(alone).await.expect("commits").leaves, [5]);
    let leaves = ledger.leaves(0, 100).await.expect("reads");
    let hashes: Vec<_> = (0..6).map(|n| event(None, n).leaf_hash).collect();
    assert_eq!(
        leaves.iter().map(|leaf| leaf.index).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5]
    );
    assert_eq!(
        leaves.iter().map(|leaf| leaf.hash).collect::<Vec<_>>(),
        hashes
    );
}

/// A decision made on an old version is made again.
pub async fn of_two_changes_of_one_version_one_is_stale(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    let change = |stage: Stage| {
        let mut row = case(1);
        row.file.stage = stage;
        row.expect = Some(1);
        writes(vec![Write::Case(Box::new(row))])
    };
    let (one, other) = tokio::join!(
        ledger.commit(change(Stage::Acknowledged)),
        ledger.commit(change(Stage::Withdrawn))
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(one.and(other), Err(LedgerFault::Stale)));
    assert_eq!(
        ledger
            .case(request(1))
            .await
            .expect("reads")
            .expect("there")
            .version,
        2
    );
    let again = writes(vec![Write::Case(Box::new(case(1)))]);
    assert!(
        matches!(ledger.commit(again).await, Err(LedgerFault::Stale)),
        "a new case that is there already"
    );
}

/// Each change reads the version that the one before wrote.
pub async fn a_case_can_be_changed_again_and_again(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    for version in 1..=20 {
        let line = ledger
            .case(request(1))
            .await
            .expect("reads")
            .expect("there");
        assert_eq!(line.version, version);
        let mut row = case(1);
        row.file = line.file;
        row.file.reference = format!("changed {version}");
        row.expect = Some(version);
        ledger
            .commit(writes(vec![Write::Case(Box::new(row))]))
            .await
            .expect("commits");
    }
    let line = ledger
        .case(request(1))
        .await
        .expect("reads")
        .expect("there");
    assert_eq!(line.file.reference, "changed 20");
}

/// 64 writers of 8 changes each: every one is there, every leaf has its own place.
pub async fn many_writers_at_once_lose_nothing(subject: &Subject) {
    let mut writers = Vec::new();
    for writer in 0..64u64 {
        let ledger = subject.ledger.clone();
        writers.push(tokio::spawn(async move {
            let mut leaves = Vec::new();
            for n in 0..8 {
                let committed = ledger
                    .commit(arrival(writer * 8 + n))
                    .await
                    .expect("commits");
                leaves.extend(committed.leaves);
            }
            leaves
        }));
    }
    let mut leaves = Vec::new();
    for writer in writers {
        leaves.extend(writer.await.expect("the writer ends"));
    }
    leaves.sort_unstable();
    assert_eq!(leaves, (0..512).collect::<Vec<u64>>());
    for n in 0..512 {
        assert!(
            subject
                .ledger
                .case(request(n))
                .await
                .expect("reads")
                .is_some()
        );
        assert_eq!(
            subject
                .ledger
                .register(request(n))
                .await
                .expect("reads")
                .len(),
            1
        );
    }
}

/// Our own places in a thread have no gap and no two messages share one.
pub async fn of_two_who_take_one_place_in_a_thread_one_is_stale(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    let take = |seq, n| {
        writes(vec![Write::ThreadOut {
            thread: thread(1),
            expect_seq: seq,
            head: message(n),
        }])
    };
    let (one, other) = tokio::join!(ledger.commit(take(1, 50)), ledger.commit(take(1, 51)));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    ledger
        .commit(take(2, 52))
        .await
        .expect("the next place is free");
    assert!(matches!(
        ledger.commit(take(2, 53)).await,
        Err(LedgerFault::Stale)
    ));
    let row = ledger
        .thread(thread(1))
        .await
        .expect("reads")
        .expect("there");
    assert_eq!((row.next_seq, row.head), (3, Some(message(52))));
}
