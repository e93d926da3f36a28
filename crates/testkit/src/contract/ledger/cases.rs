//! Lists of cases: the queue, what is due, search, numbers.

use std::collections::BTreeSet;

use comity_core::id::RequestId;
use comity_core::kind::{Kind, Urgency};
use comity_core::stage::{Stage, StageName};
use comity_core::time::Instant;
use comity_flows::ports::{CaseRow, QueueQuery, QueueView, SearchQuery, Write};

use crate::contract::Subject;
use crate::contract::sample::{MONDAY, case, node, officer, request, writes};

/// Sixty cases that differ in everything the queue tells apart.
fn varied(n: u64) -> CaseRow {
    let mut row = case(n);
    row.index.desk = i64::from(n % 10 == 9);
    // Some share a deadline, so that the id decides.
    row.index.deadline = MONDAY.0 + i64::try_from(n / 3).unwrap_or(0) * 60_000;
    row.index.ours = n.is_multiple_of(2);
    row.index.open = n % 7 != 6;
    row.file.owner = (n % 3 == 1).then(|| officer("o-1"));
    row.file.stage = if n.is_multiple_of(4) {
        Stage::Checking
    } else {
        Stage::Delivered
    };
    row.file.kind = if n.is_multiple_of(5) {
        Kind::MlaStored
    } else {
        Kind::Preservation
    };
    row.file.urgency = if n % 6 == 1 {
        Urgency::U0Life
    } else {
        Urgency::U4Routine
    };
    row.file.from = node(if n % 3 == 2 {
        "XC/police/cyber"
    } else {
        "XA/prosecution/central"
    });
    row
}

async fn fill(subject: &Subject) -> Vec<CaseRow> {
    let rows: Vec<CaseRow> = (0..60).map(varied).collect();
    let change = writes(
        rows.iter()
            .map(|row| Write::Case(Box::new(row.clone())))
            .collect(),
    );
    subject.ledger.commit(change).await.expect("commits");
    rows
}

fn in_view(row: &CaseRow, query: &QueueQuery) -> bool {
    let file = &row.file;
    let view = match query.view {
        QueueView::All => true,
        _ if !row.index.open => false,
        QueueView::Open => true,
        QueueView::Ours => row.index.ours,
        QueueView::Theirs => !row.index.ours,
        QueueView::Nobody => file.owner.is_none(),
        QueueView::Emergencies => file.urgency.is_emergency(),
        QueueView::Owner => file.owner == query.owner && file.owner.is_some(),
    };
    view && row.index.desk == query.desk
        && query.stage.is_none_or(|stage| file.stage_name() == stage)
        && query.peer.as_ref().is_none_or(|peer| file.peer() == peer)
        && query.kind.is_none_or(|kind| file.kind == kind)
}

/// Follows the pages of a query to the end and compares with the rows.
async fn compare(subject: &Subject, rows: &[CaseRow], mut query: QueueQuery) {
    let mut expected: Vec<(i64, RequestId)> = rows
        .iter()
        .filter(|row| in_view(row, &query))
        .map(|row| (row.index.deadline, row.file.id))
        .collect();
    expected.sort_unstable();
    let expected: Vec<RequestId> = expected.into_iter().map(|(_, id)| id).collect();
    let mut found = Vec::new();
    loop {
        let page = subject.ledger.queue(&query).await.expect("reads");
        assert!(page.lines.len() <= query.limit as usize);
        found.extend(page.lines.iter().map(|line| line.file.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(found, expected, "{query:?}");
}

const VIEWS: [QueueView; 7] = [
    QueueView::Open,
    QueueView::Ours,
    QueueView::Theirs,
    QueueView::Nobody,
    QueueView::Emergencies,
    QueueView::Owner,
    QueueView::All,
];

fn query(view: QueueView) -> QueueQuery {
    QueueQuery {
        view,
        owner: Some(officer("o-1")),
        limit: 7,
        ..QueueQuery::default()
    }
}

/// Pages go on after the last row, in the order of deadline and id.
pub async fn the_queue_pages_through_every_view_without_gap_or_repeat(subject: &Subject) {
    let rows = fill(subject).await;
    for view in VIEWS {
        for desk in 0..2 {
            compare(
                subject,
                &rows,
                QueueQuery {
                    desk,
                    ..query(view)
                },
            )
            .await;
        }
    }
}

/// Stage, peer and kind, alone and together, in every view.
pub async fn filters_narrow_the_queue(subject: &Subject) {
    let rows = fill(subject).await;
    for view in VIEWS {
        for mask in 1..8u8 {
            let query = QueueQuery {
                stage: (mask & 1 != 0).then_some(StageName::Checking),
                peer: (mask & 2 != 0).then(|| node("XC/police/cyber")),
                kind: (mask & 4 != 0).then_some(Kind::Preservation),
                ..query(view)
            };
            compare(subject, &rows, query).await;
        }
    }
}

/// The numbers above the queue are the lengths of its views.
pub async fn counts_agree_with_the_views(subject: &Subject) {
    let rows = fill(subject).await;
    let counts = subject.ledger.counts(0).await.expect("reads");
    let length = |view| rows.iter().filter(|row| in_view(row, &query(view))).count() as u64;
    assert_eq!(counts.open, length(QueueView::Open));
    assert_eq!(counts.ours, length(QueueView::Ours));
    assert_eq!(counts.theirs, length(QueueView::Theirs));
    assert_eq!(counts.nobody, length(QueueView::Nobody));
    assert_eq!(counts.emergencies, length(QueueView::Emergencies));
    let arrived = QueueQuery {
        stage: Some(StageName::Delivered),
        ..query(QueueView::Open)
    };
    assert_eq!(
        counts.arrived,
        rows.iter().filter(|row| in_view(row, &arrived)).count() as u64
    );
}

/// The scheduler sees what is due, soonest first, and nothing that is not.
pub async fn what_is_due_comes_soonest_first(subject: &Subject) {
    let rows = fill(subject).await;
    let until = Instant(MONDAY.0 + 5 * 60_000);
    let due = subject.ledger.due(until, 100).await.expect("reads");
    let expected = rows
        .iter()
        .filter(|row| row.index.open && row.index.deadline <= until.0)
        .count();
    assert_eq!(due.len(), expected);
    assert_eq!(due[0].file.id, request(0));
    assert_eq!(subject.ledger.due(until, 3).await.expect("reads").len(), 3);
    assert!(
        subject
            .ledger
            .due(Instant(0), 100)
            .await
            .expect("reads")
            .is_empty()
    );
}

/// `/r/<number>` works with the sender's number and with the receiver's.
pub async fn a_case_is_found_by_either_number(subject: &Subject) {
    let mut one = case(1);
    one.file.receiver_number = Some("XB-2027-00004".to_owned());
    let mut two = case(2);
    two.file.number = "XB-2027-00004".to_owned();
    let change = writes(vec![Write::Case(Box::new(one)), Write::Case(Box::new(two))]);
    subject.ledger.commit(change).await.expect("commits");
    let ids = async |number: &str| -> BTreeSet<RequestId> {
        let lines = subject.ledger.cases_by_number(number).await.expect("reads");
        lines.into_iter().map(|line| line.file.id).collect()
    };
    assert_eq!(ids("XA-2027-00001").await, BTreeSet::from([request(1)]));
    assert_eq!(
        ids("xb-2027-00004 ").await,
        BTreeSet::from([request(1), request(2)])
    );
    assert!(ids("XB-2027-0000").await.is_empty());
}

async fn found(subject: &Subject, desk: i64, text: &str) -> Vec<RequestId> {
    let mut query = SearchQuery {
        desk,
        text: text.to_owned(),
        after: None,
        limit: 2,
    };
    let mut ids = Vec::new();
    loop {
        let page = subject.ledger.search(&query).await.expect("reads");
        ids.extend(page.lines.iter().map(|line| line.file.id));
        query.after = page.next;
        if query.after.is_none() {
            return ids;
        }
    }
}

fn worded(n: u64, words: &[&str]) -> CaseRow {
    let mut row = case(n);
    row.index.words = words.iter().map(|word| (*word).to_owned()).collect();
    row
}

/// Words, several words, beginnings of three letters and more, two characters in Chinese.
pub async fn search_finds_words_beginnings_and_chinese_newest_first(subject: &Subject) {
    let mut foreign = worded(9, &["Preservation of a mailbox"]);
    foreign.index.desk = 1;
    let rows = [
        worded(1, &["XA-2027-00001", "Anna Orlova", "preservation"]),
        worded(
            2,
            &["XA-2027-00002", "Ёлкина", "Preservation order, mailbox"],
        ),
        worded(3, &["网络犯罪调查", "anna@example.org", "preservations"]),
        worded(4, &["203.0.113.7", "mailbox preservation"]),
        foreign,
    ];
    // One commit each, so that the order in which they came is known.
    for row in rows {
        subject
            .ledger
            .commit(writes(vec![Write::Case(Box::new(row))]))
            .await
            .expect("commits");
    }
    (subject.settle)().await;
    let ids = |numbers: &[u64]| numbers.iter().map(|n| request(*n)).collect::<Vec<_>>();
    assert_eq!(found(subject, 0, "PRESERVATION").await, ids(&[4, 2, 1]));
    assert_eq!(found(subject, 0, "pres").await, ids(&[4, 3, 2, 1]));
    assert_eq!(found(subject, 0, "preservations").await, ids(&[3]));
    assert_eq!(
        found(subject, 0, "preservati").await,
        ids(&[4, 3, 2, 1]),
        "a long beginning"
    );
    assert_eq!(found(subject, 0, "preservatives").await, ids(&[]));
    assert_eq!(
        found(subject, 0, "mailbox preservation").await,
        ids(&[4, 2])
    );
    assert_eq!(found(subject, 0, "anna").await, ids(&[3, 1]));
    assert_eq!(found(subject, 0, "елкина").await, ids(&[2]));
    assert_eq!(found(subject, 0, "犯罪").await, ids(&[3]));
    assert_eq!(found(subject, 0, "罪网").await, ids(&[]));
    assert_eq!(found(subject, 0, "XA-2027-00002").await, ids(&[2]));
    assert_eq!(found(subject, 0, "203.0.113.7").await, ids(&[4]));
    assert_eq!(
        found(subject, 0, "servation").await,
        ids(&[]),
        "not inside of words"
    );
    assert_eq!(found(subject, 0, "absent").await, ids(&[]));
    assert_eq!(found(subject, 0, "  ").await, ids(&[]));
    assert_eq!(
        found(subject, 1, "preservation").await,
        ids(&[9]),
        "only the desk's own"
    );
}

/// The index follows the case.
pub async fn a_changed_case_is_no_longer_found_by_old_words(subject: &Subject) {
    subject
        .ledger
        .commit(writes(vec![Write::Case(Box::new(worded(
            1,
            &["draft wallet"],
        )))]))
        .await
        .expect("commits");
    (subject.settle)().await;
    assert_eq!(found(subject, 0, "wallet").await, [request(1)]);
    let mut row = worded(1, &["final mailbox"]);
    row.expect = Some(1);
    subject
        .ledger
        .commit(writes(vec![Write::Case(Box::new(row))]))
        .await
        .expect("commits");
    (subject.settle)().await;
    assert!(found(subject, 0, "wallet").await.is_empty());
    assert_eq!(found(subject, 0, "mailbox").await, [request(1)]);
}

/// Also not by sixteen who ask at the same moment.
pub async fn numbers_are_never_given_twice(subject: &Subject) {
    let mut askers = Vec::new();
    for _ in 0..16 {
        let ledger = subject.ledger.clone();
        askers.push(tokio::spawn(async move {
            ledger.next_number("XA-2027").await.expect("a number")
        }));
    }
    let mut numbers = Vec::new();
    for asker in askers {
        numbers.push(asker.await.expect("the asker ends"));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<u64>>());
    assert_eq!(
        subject
            .ledger
            .next_number("XA-2028")
            .await
            .expect("a number"),
        1
    );
}
