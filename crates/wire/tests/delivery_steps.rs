//! The steps of outbox and inbox, each rule by its sentence, and the tables by chance.

use comity_core::id::{Digest, MsgId, NodeId, ThreadId};
use comity_core::time::{Instant, Span};
use comity_wire::delivery::{
    Arrival, AtPlace, Awaited, DeadReason, InEffect, Jitter, Known, Notice, OutEffect, OutEvent,
    OutState, OutboxId, OutboxRow, Pace, Place, SendThread, ThreadState,
};
use comity_wire::receipt::Receipt;
use comity_wire::refusal::RefusalCode;
use proptest::prelude::*;

const NOW: Instant = Instant(1_805_214_120_000);

fn msg(n: u8) -> MsgId {
    MsgId::from_bytes([n; 32])
}

fn peer() -> NodeId {
    "XB/justice/central".parse().expect("a node")
}

fn authorised(pace: Pace) -> OutboxRow {
    let thread = ThreadId::from_bytes([9; 16]);
    OutboxRow::authorised(OutboxId([1; 16]), peer(), thread, pace, None, NOW)
}

fn queued(pace: Pace) -> OutboxRow {
    let place = SendThread::new(1).place();
    let (row, effects) = authorised(pace).step(sealed(place, 1), NOW);
    assert_eq!(effects, []);
    row
}

fn sealed(place: Place, n: u8) -> OutEvent {
    OutEvent::Sealed {
        place,
        msg_id: msg(n),
        sealed: Digest::from_bytes([n + 100; 32]),
    }
}

fn receipt(n: u8) -> Receipt {
    Receipt {
        message: msg(n),
        sealed: Digest::from_bytes([n + 100; 32]),
        leaf: Digest::from_bytes([n + 50; 32]),
        epoch: 1,
        at: NOW,
        parked: false,
    }
}

const DUE: OutEvent = OutEvent::Due {
    jitter: Jitter(u32::MAX),
};
const UNANSWERED: OutEvent = OutEvent::Unanswered {
    jitter: Jitter(u32::MAX),
};

#[test]
fn a_message_is_sealed_sent_and_received() {
    let (row, effects) = authorised(Pace::Routine).step(DUE, NOW);
    assert_eq!(effects, [OutEffect::Seal]);
    let (row, _) = row.step(sealed(SendThread::new(1).place(), 1), NOW);
    let (row, effects) = row.step(DUE, NOW);
    assert_eq!(
        (row.state, effects),
        (OutState::Sent, vec![OutEffect::Send])
    );
    let (row, effects) = row.step(OutEvent::Receipt(receipt(1)), NOW);
    assert_eq!(row.state, OutState::Received);
    let expected = [
        OutEffect::KeepReceipt(receipt(1)),
        OutEffect::Release(Awaited::Received),
    ];
    assert_eq!(effects, expected);
    assert_eq!(row.wake_at(), None);
}

#[test]
fn a_retry_sends_the_same_bytes_and_a_stale_key_seals_the_same_message_anew() {
    let (row, _) = queued(Pace::Routine).step(DUE, NOW);
    let (row, _) = row.step(UNANSWERED, NOW);
    assert_eq!(
        (row.state, row.sealed),
        (OutState::Queued, queued(Pace::Routine).sealed)
    );
    let (row, _) = row.step(DUE, NOW + Span::seconds(2));
    let stale = OutEvent::Refusal {
        code: RefusalCode::StaleKey,
        jitter: Jitter(0),
    };
    let (row, _) = row.step(stale, NOW + Span::seconds(2));
    let (row, effects) = row.step(DUE, NOW + Span::seconds(2));
    assert_eq!(
        (row.state, effects),
        (OutState::Resealing, vec![OutEffect::Reseal])
    );
    let fresh = Digest::from_bytes([77; 32]);
    let (row, _) = row.step(OutEvent::Resealed { sealed: fresh }, NOW);
    assert_eq!(
        (row.state, row.msg_id, row.sealed),
        (OutState::Queued, Some(msg(1)), Some(fresh))
    );
}

#[test]
fn a_try_whose_process_died_counts_as_unanswered_when_its_time_is_over() {
    let (row, _) = queued(Pace::Routine).step(DUE, NOW);
    let wake = row.wake_at().expect("a try has an end");
    assert_eq!(wake, NOW + Span::seconds(60));
    let (row, effects) = row.step(DUE, wake);
    assert_eq!(
        (row.state, row.tries, effects),
        (OutState::Queued, 1, vec![])
    );
}

#[test]
fn a_message_given_up_becomes_a_dead_letter_with_a_void_and_still_learns_that_it_arrived() {
    let row = queued(Pace::Emergency);
    let late = NOW + Span::hours(24);
    let (dead, effects) = row.step(DUE, late);
    assert_eq!(dead.state, OutState::Dead);
    let expected = [
        OutEffect::Tell(Notice::DeadLetter(DeadReason::TimeOver)),
        OutEffect::Release(Awaited::Failed),
        OutEffect::Void,
    ];
    assert_eq!(effects, expected);

    let void = OutboxRow::void_of(&dead, OutboxId([2; 16]), late).expect("it had a place");
    assert_eq!((void.place, void.stands_for), (dead.place, Some(msg(1))));
    let (void, _) = void.step(sealed(dead.place.expect("has one"), 2), late);
    let (void, _) = void.step(DUE, late);
    let (void, effects) = void.step(OutEvent::Receipt(receipt(1)), late);
    assert_eq!(
        (void.state, effects),
        (OutState::Withdrawn, vec![OutEffect::HandOn(receipt(1))])
    );
    let (row, effects) = dead.step(OutEvent::Receipt(receipt(1)), late);
    assert_eq!(row.state, OutState::Received);
    assert!(effects.contains(&OutEffect::Tell(Notice::ArrivedAfterAll)));
}

#[test]
fn a_message_whose_void_the_peer_already_holds_is_given_up() {
    let (row, _) = queued(Pace::Routine).step(DUE, NOW);
    let (row, effects) = row.step(OutEvent::Receipt(receipt(2)), NOW);
    assert_eq!(row.state, OutState::Dead);
    let expected = [
        OutEffect::HandOn(receipt(2)),
        OutEffect::Tell(Notice::DeadLetter(DeadReason::Voided)),
        OutEffect::Release(Awaited::Failed),
    ];
    assert_eq!(effects, expected);
}

#[test]
fn a_void_that_was_given_up_is_revived_and_sealed_anew_in_the_same_place() {
    let (dead, _) = queued(Pace::Emergency).step(DUE, NOW + Span::hours(24));
    let void = OutboxRow::void_of(&dead, OutboxId([2; 16]), NOW).expect("it had a place");
    let (void, effects) = void.step(DUE, NOW + Span::days(2));
    assert_eq!(void.state, OutState::Dead);
    assert!(!effects.contains(&OutEffect::Void), "a void leaves no void");
    let (void, effects) = void.step(OutEvent::Revive, NOW + Span::days(3));
    assert_eq!(
        (void.state, effects),
        (OutState::Authorised, vec![OutEffect::Seal])
    );
    assert_eq!((void.place, void.stands_for), (dead.place, Some(msg(1))));
    let (kept, effects) = void.step(OutEvent::Withdraw, NOW);
    assert_eq!((kept.state, effects), (OutState::Authorised, vec![]));
    let (still_dead, effects) = dead.step(OutEvent::Revive, NOW);
    assert_eq!(
        (still_dead.state, effects),
        (OutState::Dead, vec![]),
        "only voids are revived"
    );
}

#[test]
fn the_order_waits_for_the_notice_and_dies_with_it() {
    let mut row = authorised(Pace::Routine);
    row.waits_for = Some(OutboxId([7; 16]));
    let (row, effects) = row.step(DUE, NOW);
    assert_eq!((row.state, effects), (OutState::Authorised, vec![]));
    let (ready, effects) = row.clone().step(OutEvent::Awaited(Awaited::Received), NOW);
    assert_eq!((ready.waits_for, effects), (None, vec![OutEffect::Seal]));
    let (failed, effects) = row.step(OutEvent::Awaited(Awaited::Failed), NOW);
    assert_eq!(failed.state, OutState::Dead);
    assert!(effects.contains(&OutEffect::Tell(Notice::DeadLetter(
        DeadReason::AwaitedFailed
    ))));
    assert!(!effects.contains(&OutEffect::Void), "it never had a place");
}

#[test]
fn a_person_is_warned_once_and_early_for_an_emergency() {
    let row = queued(Pace::Emergency);
    let minute = NOW + Span::minutes(1);
    assert_eq!(row.wake_at(), Some(NOW));
    assert_eq!(row.deadline_at(), Some(minute));
    let (row, effects) = row.step(OutEvent::Deadline, minute);
    assert_eq!(
        (row.state, effects),
        (OutState::Queued, vec![OutEffect::Tell(Notice::Slow)])
    );
    let (row, _) = row.step(DUE, minute);
    let (row, _) = row.step(UNANSWERED, minute);
    let (_, effects) = row.step(DUE, minute + Span::minutes(1));
    assert!(!effects.contains(&OutEffect::Tell(Notice::Slow)));
}

#[test]
fn a_clock_that_ran_ahead_and_is_set_back_holds_no_message_back() {
    let ahead = NOW + Span::days(1);
    let (row, _) = queued(Pace::Routine).step(DUE, ahead);
    let (row, _) = row.step(UNANSWERED, ahead);
    assert!(row.wake_at() > Some(NOW + Span::hours(23)));
    let (row, _) = row.step(OutEvent::ClockSet, NOW);
    assert_eq!(row.wake_at(), Some(NOW + Span::minutes(15)));
}

#[test]
fn a_signed_decision_settles_a_message_whose_receipt_was_lost() {
    let (row, _) = queued(Pace::Routine).step(DUE, NOW);
    let (row, effects) = row.step(OutEvent::Decided, NOW);
    assert_eq!(
        (row.state, effects),
        (
            OutState::Decided,
            vec![OutEffect::Release(Awaited::Received)]
        )
    );
    let (row, effects) = row.step(OutEvent::Receipt(receipt(1)), NOW);
    assert_eq!(row.state, OutState::Decided);
    assert_eq!(effects, [OutEffect::KeepReceipt(receipt(1))]);
}

// ---- inbox ------------------------------------------------------------------------------------

fn arrival(n: u8, seq: u64, prev: Option<u8>) -> Arrival {
    Arrival {
        id: msg(n),
        seq,
        prev: prev.map(msg),
        voids: None,
        created: NOW,
        expires: NOW + Span::days(30),
        solicited: false,
        authority: Ok(()),
    }
}

fn void(n: u8, seq: u64, prev: Option<u8>, names: u8) -> Arrival {
    Arrival {
        voids: Some(msg(names)),
        ..arrival(n, seq, prev)
    }
}

const NEW: Known = Known {
    same: false,
    voided: false,
    at_place: None,
};

fn behind(n: u8, voids: Option<u8>) -> Known {
    Known {
        at_place: Some(AtPlace {
            id: msg(n),
            voids: voids.map(msg),
        }),
        ..NEW
    }
}

fn after(steps: &[Arrival]) -> ThreadState {
    steps.iter().fold(ThreadState::default(), |thread, step| {
        thread.arrive(step, &NEW, NOW).0
    })
}

#[test]
fn messages_take_effect_in_order_and_those_ahead_wait() {
    let thread = ThreadState::default();
    let (thread, effects) = thread.arrive(&arrival(2, 2, Some(1)), &NEW, NOW);
    assert_eq!(effects, [InEffect::Park]);
    let (thread, effects) = thread.arrive(&arrival(3, 3, Some(2)), &NEW, NOW);
    assert_eq!(effects, [InEffect::Park]);
    let (thread, effects) = thread.arrive(&arrival(1, 1, None), &NEW, NOW);
    let expected = [
        InEffect::Accept,
        InEffect::Unpark(msg(2)),
        InEffect::Unpark(msg(3)),
    ];
    assert_eq!(effects, expected);
    assert_eq!((thread.next, thread.last), (4, Some(msg(3))));
}

#[test]
fn a_duplicate_stands_before_the_window() {
    let known = Known { same: true, ..NEW };
    let late = NOW + Span::days(90);
    let (_, effects) = after(&[arrival(1, 1, None)]).arrive(&arrival(1, 1, None), &known, late);
    assert_eq!(effects, [InEffect::AnswerStored(msg(1))]);
    let (_, effects) = after(&[arrival(1, 1, None)]).arrive(&arrival(2, 2, Some(1)), &NEW, late);
    assert_eq!(effects, [InEffect::Refuse(RefusalCode::Expired)]);
}

#[test]
fn a_message_from_the_future_is_refused_for_now() {
    let mut early = arrival(1, 1, None);
    early.created = NOW + Span::minutes(5);
    assert_eq!(
        ThreadState::default().arrive(&early, &NEW, NOW).1,
        [InEffect::Accept]
    );
    early.created = NOW + Span::minutes(5) + Span(1);
    let (_, effects) = ThreadState::default().arrive(&early, &NEW, NOW);
    assert_eq!(effects, [InEffect::Refuse(RefusalCode::Clock)]);
}

#[test]
fn two_messages_for_one_place_are_a_fork_and_both_are_kept() {
    let forked = |first: MsgId| {
        [
            InEffect::KeepFork(first),
            InEffect::Refuse(RefusalCode::Forked),
        ]
    };
    let thread = after(&[arrival(1, 1, None), arrival(3, 3, Some(2))]);
    let (same, effects) = thread
        .clone()
        .arrive(&arrival(7, 1, None), &behind(1, None), NOW);
    assert_eq!((same, &effects[..]), (thread.clone(), &forked(msg(1))[..]));
    let (_, effects) = thread.clone().arrive(&arrival(8, 3, Some(2)), &NEW, NOW);
    assert_eq!(effects, forked(msg(3)));
    let (_, effects) = thread.arrive(&arrival(2, 2, Some(9)), &NEW, NOW);
    assert_eq!(effects, forked(msg(1)), "another history before this place");
}

#[test]
fn a_void_takes_the_place_of_a_message_that_never_came() {
    let thread = after(&[arrival(1, 1, None), arrival(3, 3, Some(2))]);
    let (thread, effects) = thread.arrive(&void(9, 2, Some(1), 2), &NEW, NOW);
    assert_eq!(effects, [InEffect::Accept, InEffect::Unpark(msg(3))]);
    // The message itself, late: the void's receipt says what became of its place.
    let (thread, effects) = thread.arrive(&arrival(2, 2, Some(1)), &behind(9, Some(2)), NOW);
    assert_eq!(effects, [InEffect::AnswerStored(msg(9))]);
    // A second void for the same message is no fork; a void for another one is.
    let (thread, effects) = thread.arrive(&void(10, 2, Some(1), 2), &behind(9, Some(2)), NOW);
    assert_eq!(effects, [InEffect::AnswerStored(msg(9))]);
    let (_, effects) = thread.arrive(&void(11, 2, Some(1), 5), &behind(9, Some(2)), NOW);
    assert_eq!(
        effects,
        [
            InEffect::KeepFork(msg(9)),
            InEffect::Refuse(RefusalCode::Forked)
        ]
    );
}

#[test]
fn a_void_for_a_message_that_did_arrive_is_answered_with_its_receipt() {
    let thread = after(&[arrival(1, 1, None), arrival(3, 3, Some(2))]);
    for named in [1, 3] {
        let known = Known {
            voided: true,
            ..NEW
        };
        let late = void(9, u64::from(named), None, named);
        let (same, effects) = thread.clone().arrive(&late, &known, NOW);
        assert_eq!(
            (same, effects),
            (thread.clone(), vec![InEffect::AnswerStored(msg(named))])
        );
    }
}

#[test]
fn a_refusal_for_want_of_authority_leaves_the_place_open() {
    let mut bare = arrival(1, 1, None);
    bare.authority = Err(RefusalCode::AuthorityMissing);
    let (thread, effects) = ThreadState::default().arrive(&bare, &NEW, NOW);
    assert_eq!(effects, [InEffect::Refuse(RefusalCode::AuthorityMissing)]);
    let (_, effects) = thread.arrive(&void(9, 1, None, 1), &NEW, NOW);
    assert_eq!(effects, [InEffect::Accept]);
}

#[test]
fn a_gap_is_shown_once_after_a_quarter_of_an_hour() {
    let thread = after(&[arrival(1, 1, None), arrival(5, 5, Some(4))]);
    assert_eq!(thread.wake_at(), Some(NOW + Span::minutes(15)));
    let (thread, effects) = thread.due(NOW + Span::minutes(15));
    assert_eq!(effects, [InEffect::TellGap { from: 2, to: 4 }]);
    assert_eq!(
        (thread.wake_at(), thread.due(NOW + Span::days(1)).1),
        (None, vec![])
    );
}

#[test]
fn at_most_a_thousand_wait_in_a_thread_and_the_one_that_closes_the_gap_always_fits() {
    let mut thread = ThreadState::default();
    let id = |n: u64| MsgId::from_bytes(std::array::from_fn(|i| n.to_be_bytes()[i % 8]));
    let at = |seq: u64| Arrival {
        id: id(seq),
        prev: (seq > 1).then(|| id(seq - 1)),
        ..arrival(0, seq, None)
    };
    for seq in 2..=1_001 {
        let (next, effects) = thread.arrive(&at(seq), &NEW, NOW);
        assert_eq!(effects, [InEffect::Park]);
        thread = next;
    }
    let (thread, effects) = thread.arrive(&at(1_002), &NEW, NOW);
    assert_eq!(effects, [InEffect::Refuse(RefusalCode::Rate)]);
    let (thread, effects) = thread.arrive(&at(1), &NEW, NOW);
    assert_eq!((thread.next, effects.len()), (1_002, 1_001));
}

// ---- by chance --------------------------------------------------------------------------------

fn any_event() -> impl Strategy<Value = OutEvent> {
    let jitter = any::<u32>().prop_map(Jitter);
    prop_oneof![
        4 => jitter.clone().prop_map(|jitter| OutEvent::Due { jitter }),
        2 => jitter.clone().prop_map(|jitter| OutEvent::Unanswered { jitter }),
        1 => (1_u8..4).prop_map(|n| OutEvent::Receipt(receipt(n))),
        1 => (0..RefusalCode::ALL.len(), jitter).prop_map(|(n, jitter)| OutEvent::Refusal {
            code: RefusalCode::ALL[n], jitter
        }),
        1 => Just(sealed(SendThread::new(1).place(), 1)),
        1 => any::<[u8; 32]>().prop_map(|b| OutEvent::Resealed { sealed: Digest::from_bytes(b) }),
        1 => prop_oneof![
            Just(OutEvent::Awaited(Awaited::Received)), Just(OutEvent::Awaited(Awaited::Failed)),
            Just(OutEvent::Read), Just(OutEvent::Decided), Just(OutEvent::Withdraw),
            Just(OutEvent::PeerRevoked), Just(OutEvent::AskedAgain), Just(OutEvent::Revive),
            Just(OutEvent::LineOpen), Just(OutEvent::ClockSet), Just(OutEvent::Deadline),
            Just(OutEvent::RecordsLost),
        ],
    ]
}

proptest! {
    #[test]
    fn whatever_happens_a_row_stays_whole_and_never_stalls(
        events in prop::collection::vec((any_event(), 0_i64..100_000_000), 1..60),
    ) {
        let (mut row, mut now) = (authorised(Pace::Urgent), NOW);
        for (event, later) in events {
            now = now + Span(later);
            let had = (row.msg_id, row.place);
            let before = row.state;
            let (next, effects) = row.step(event.clone(), now);
            // A sealed message never changes its id or place.
            if had.0.is_some() {
                prop_assert_eq!((next.msg_id, next.place), had);
            }
            // Bytes are sent only from a sealed row, and each sending is a counted try.
            if effects.contains(&OutEffect::Send) {
                prop_assert!(next.state == OutState::Sent && next.sealed.is_some());
            }
            // What is underway always wakes by itself, at the latest when it is given up.
            prop_assert_eq!(next.deadline_at().is_some(), next.state.is_underway());
            if let Some(deadline) = next.deadline_at() {
                prop_assert!(deadline <= next.gives_up_at);
            }
            // Whoever ends undelivered is put before a person, unless a person did it.
            let ended = before.is_underway() && matches!(next.state, OutState::Dead | OutState::Refused);
            if ended {
                prop_assert!(effects.iter().any(|e| matches!(e, OutEffect::Tell(_))), "{:?}", event);
            }
            // A receipt is never lost again.
            if before.has_arrived() && event != OutEvent::AskedAgain {
                prop_assert!(next.state.has_arrived());
            }
            row = next;
        }
        let (row, _) = row.step(DUE, Instant(i64::MAX));
        prop_assert!(!row.state.is_underway(), "no row lives for ever: {:?}", row.state);
    }

    #[test]
    fn in_any_order_and_any_number_of_copies_each_message_takes_effect_once_in_order(
        order in prop::collection::vec(1_u8..12, 1..80),
    ) {
        let mut thread = ThreadState::default();
        let mut stored = std::collections::BTreeSet::new();
        let mut effects_seen = Vec::new();
        for n in order.into_iter().chain(1..12) {
            let arrival = arrival(n, u64::from(n), (n > 1).then(|| n - 1));
            let known = Known { same: stored.contains(&n), ..NEW };
            let (next, effects) = thread.arrive(&arrival, &known, NOW);
            for effect in effects {
                match effect {
                    InEffect::Accept => effects_seen.push(msg(n)),
                    InEffect::Unpark(id) => effects_seen.push(id),
                    InEffect::Park | InEffect::AnswerStored(_) => {}
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            stored.insert(n);
            thread = next;
        }
        prop_assert_eq!(effects_seen, (1..12).map(msg).collect::<Vec<_>>());
    }
}
