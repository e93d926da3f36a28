//! Messages: each has one effect, a stored receipt, and is leased to one sender at a time.

use comity_core::time::Instant;
use comity_flows::ports::{LedgerFault, OutboxState, ParkedRow, Write};

use crate::contract::Subject;
use crate::contract::sample::{
    MONDAY, arrival, digest, inbox, message, node, outbox, request, them, thread, writes,
};

fn later(minutes: i64) -> Instant {
    Instant(MONDAY.0 + minutes * 60_000)
}

/// The second time it is a duplicate, whatever else the change holds.
pub async fn a_message_known_already_is_a_duplicate(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    let again = writes(vec![Write::Inbox(Box::new(inbox(1)))]);
    assert!(matches!(
        ledger.commit(again).await,
        Err(LedgerFault::Duplicate)
    ));
    // Two copies that arrive at the same moment: one effect.
    let copy = || ledger.commit(writes(vec![Write::Inbox(Box::new(inbox(2)))]));
    let (one, other) = tokio::join!(copy(), copy());
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let sent_twice = writes(vec![Write::Outbox(Box::new(outbox(1)))]);
    assert!(matches!(
        ledger.commit(sent_twice).await,
        Err(LedgerFault::Duplicate)
    ));
}

/// A duplicate gets the stored receipt, byte for byte.
pub async fn a_stored_receipt_is_found_by_the_hash_of_the_sealed_bytes(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    let receipt = ledger.receipt_by_sealed(digest(1)).await.expect("reads");
    assert_eq!(receipt, Some(inbox(1).receipt));
    assert_eq!(
        ledger.receipt_by_sealed(digest(2)).await.expect("reads"),
        None
    );
    let place = ledger
        .inbox_at(thread(1), &them(), 1, 1)
        .await
        .expect("reads");
    assert_eq!(place, Some(message(1)));
    assert_eq!(
        ledger
            .inbox_at(thread(1), &them(), 2, 1)
            .await
            .expect("reads"),
        None
    );
    let list = ledger.messages(request(1)).await.expect("reads");
    assert_eq!(list.len(), 2);
    assert!(
        list.iter()
            .any(|(kind, id, out, _)| kind == "request.new" && *id == message(1) && !out)
    );
    assert!(
        list.iter()
            .any(|(kind, _, out, _)| kind == "decision" && *out)
    );
}

/// A gap keeps it; when the gap is filled it goes, in the same change in which it is accepted.
pub async fn a_parked_message_waits_and_goes(subject: &Subject) {
    let ledger = &subject.ledger;
    let parked = |n: u64, seq: u64| ParkedRow {
        msg_id: message(n),
        sealed_hash: digest(n),
        from: them(),
        thread: thread(1),
        seq,
        epoch: 1,
        at: MONDAY,
        inner: b"signed".to_vec(),
        receipt: format!("parked {n}").into_bytes(),
    };
    ledger
        .commit(writes(vec![Write::Park(parked(3, 3))]))
        .await
        .expect("commits");
    ledger
        .commit(writes(vec![Write::Park(parked(2, 2))]))
        .await
        .expect("commits");
    let again = ledger.commit(writes(vec![Write::Park(parked(2, 2))])).await;
    assert!(matches!(again, Err(LedgerFault::Duplicate)));
    let rows = ledger.parked(thread(1), &them(), 1).await.expect("reads");
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(rows[0].inner, b"signed");
    let receipt = ledger.receipt_by_sealed(digest(3)).await.expect("reads");
    assert_eq!(receipt, Some(b"parked 3".to_vec()));
    ledger
        .commit(writes(vec![
            Write::Inbox(Box::new(inbox(2))),
            Write::Unpark(message(2)),
        ]))
        .await
        .expect("commits");
    assert_eq!(
        ledger
            .parked(thread(1), &them(), 1)
            .await
            .expect("reads")
            .len(),
        1
    );
    let all = ledger.parked_all(10).await.expect("reads");
    assert_eq!(all.iter().map(|row| row.seq).collect::<Vec<_>>(), [3]);
    let accepted = ledger.commit(writes(vec![Write::Park(parked(2, 2))])).await;
    assert!(
        matches!(accepted, Err(LedgerFault::Duplicate)),
        "what was accepted is not parked again"
    );
}

/// Two pumps at once never take the same row.
pub async fn a_row_is_leased_to_one_and_not_again_before_its_time(subject: &Subject) {
    let ledger = &subject.ledger;
    for n in 0..20 {
        ledger.commit(arrival(n)).await.expect("commits");
    }
    assert_eq!(ledger.outbox_next().await.expect("reads"), Some(MONDAY));
    assert!(
        ledger
            .outbox_claim(Instant(MONDAY.0 - 1), later(1), 100, 100)
            .await
            .expect("claims")
            .is_empty()
    );
    let (one, other) = tokio::join!(
        ledger.outbox_claim(MONDAY, later(1), 100, 100),
        ledger.outbox_claim(MONDAY, later(1), 100, 100)
    );
    let mut ids: Vec<_> = one
        .expect("claims")
        .into_iter()
        .chain(other.expect("claims"))
        .map(|row| row.msg_id)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20);
    assert!(
        ledger
            .outbox_claim(MONDAY, later(1), 100, 100)
            .await
            .expect("claims")
            .is_empty()
    );
    assert_eq!(ledger.outbox_next().await.expect("reads"), Some(later(1)));
    // A lease that ran out is free again: its holder died.
    let row = ledger
        .outbox_claim(later(1), later(2), 1, 1)
        .await
        .expect("claims")
        .pop()
        .expect("a row");
    assert_eq!(row.inner, outbox(row.case.as_bytes()[15].into()).inner);
    let stored = ledger
        .outbox(row.msg_id, &row.peer)
        .await
        .expect("reads")
        .expect("there");
    assert_eq!(stored.version, row.version);
}

/// Emergencies first; no peer takes all the places.
pub async fn a_claim_takes_emergencies_first_and_few_of_each_peer(subject: &Subject) {
    let ledger = &subject.ledger;
    let mut rows = Vec::new();
    for n in 0..12 {
        let mut row = outbox(n);
        row.peer = node(if n < 9 {
            "XA/prosecution/central"
        } else {
            "XC/police/cyber"
        });
        row.urgency = if n == 5 { 0 } else { 4 };
        row.seq = n + 1;
        rows.push(Write::Outbox(Box::new(row)));
    }
    ledger.commit(writes(rows)).await.expect("commits");
    let claimed = ledger
        .outbox_claim(MONDAY, later(1), 100, 4)
        .await
        .expect("claims");
    assert_eq!(claimed.len(), 4 + 3);
    assert_eq!(claimed[0].urgency, 0);
    assert_eq!(claimed.iter().filter(|row| row.peer == them()).count(), 4);
    let second = ledger
        .outbox_claim(MONDAY, later(1), 2, 4)
        .await
        .expect("claims");
    assert_eq!(second.len(), 2, "the limit counts in all");
}

/// Every attempt sends the same bytes; only a new key of the receiver changes them.
pub async fn an_attempt_keeps_the_sealed_bytes_and_a_reseal_changes_them(subject: &Subject) {
    let ledger = &subject.ledger;
    ledger.commit(arrival(1)).await.expect("commits");
    let id = outbox(1).msg_id;
    let read = async || {
        ledger
            .outbox(id, &them())
            .await
            .expect("reads")
            .expect("there")
    };
    let mut row = read().await;
    row.attempts = 1;
    row.last_fault = Some("no connection".to_owned());
    ledger
        .commit(writes(vec![Write::OutboxState(Box::new(row.clone()))]))
        .await
        .expect("commits");
    let stale = ledger
        .commit(writes(vec![Write::OutboxState(Box::new(row))]))
        .await;
    assert!(matches!(stale, Err(LedgerFault::Stale)));
    let mut row = read().await;
    assert_eq!((row.attempts, row.sealed.clone()), (1, outbox(1).sealed));
    row.sealed = b"sealed anew".to_vec();
    row.state = OutboxState::Received;
    row.answer = Some(b"receipt".to_vec());
    ledger
        .commit(writes(vec![Write::OutboxState(Box::new(row))]))
        .await
        .expect("commits");
    let row = read().await;
    assert_eq!(
        (row.sealed, row.inner),
        (b"sealed anew".to_vec(), outbox(1).inner)
    );
    assert_eq!(row.answer, Some(b"receipt".to_vec()));
    assert_eq!(ledger.outbox_next().await.expect("reads"), None);
    assert_eq!(
        ledger
            .outbox_in(OutboxState::Received, 10)
            .await
            .expect("reads")
            .len(),
        1
    );
    assert!(
        ledger
            .outbox_in(OutboxState::Dead, 10)
            .await
            .expect("reads")
            .is_empty()
    );
}

/// An order waits for the receipt of its notice.
pub async fn rows_wait_for_a_receipt(subject: &Subject) {
    let ledger = &subject.ledger;
    let mut row = outbox(2);
    row.state = OutboxState::Waiting;
    row.waits_for = Some(message(9));
    ledger
        .commit(writes(vec![Write::Outbox(Box::new(row))]))
        .await
        .expect("commits");
    assert!(
        ledger
            .outbox_claim(later(9), later(10), 9, 9)
            .await
            .expect("claims")
            .is_empty()
    );
    let waiting = ledger.outbox_waiting(message(9)).await.expect("reads");
    assert_eq!(waiting.len(), 1);
    assert!(
        ledger
            .outbox_waiting(message(8))
            .await
            .expect("reads")
            .is_empty()
    );
}
