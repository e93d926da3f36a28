//! Invented cases and messages for the contract: the States of the exercise world.

use comity_core::approval::Class;
use comity_core::id::{Digest, MsgId, NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use comity_core::kind::{Kind, Urgency};
use comity_core::request::{Part, RequestFile};
use comity_core::stage::{Side, Stage};
use comity_core::time::Instant;
use comity_flows::ports::{
    CaseIndex, CaseRow, Change, Event, InboxRow, ObjectRow, ObjectState, OutboxRow, OutboxState,
    ThreadIn, ThreadRow, Write,
};
use comity_wire::hash::sha256;
use comity_wire::log::leaf_hash;

/// Monday, 15 March 2027, nine o'clock UTC.
pub const MONDAY: Instant = Instant(1_805_101_200_000);

/// Our node.
#[must_use]
pub fn us() -> NodeId {
    node("XB/justice/central")
}

/// The other node.
#[must_use]
pub fn them() -> NodeId {
    node("XA/prosecution/central")
}

/// A node by name.
#[must_use]
pub fn node(name: &str) -> NodeId {
    name.parse().expect("a node name in a test is well formed")
}

/// An officer by id.
#[must_use]
pub fn officer(name: &str) -> OfficerId {
    name.parse()
        .expect("an officer's id in a test is well formed")
}

fn sixteen(what: u8, n: u64) -> [u8; 16] {
    let mut id = [what; 16];
    id[8..].copy_from_slice(&n.to_be_bytes());
    id
}

/// Request id number `n`: later numbers sort later.
#[must_use]
pub fn request(n: u64) -> RequestId {
    RequestId::from_bytes(sixteen(0x01, n))
}

/// Thread id number `n`.
#[must_use]
pub fn thread(n: u64) -> ThreadId {
    ThreadId::from_bytes(sixteen(0x02, n))
}

/// Object id number `n`.
#[must_use]
pub fn object(n: u64) -> ObjectId {
    ObjectId::from_bytes(sixteen(0x03, n))
}

/// Message id number `n`.
#[must_use]
pub fn message(n: u64) -> MsgId {
    MsgId::from_bytes(*sha256(&n.to_be_bytes()).as_bytes())
}

/// Digest number `n`.
#[must_use]
pub fn digest(n: u64) -> Digest {
    sha256(&[&b"digest"[..], &n.to_be_bytes()].concat())
}

/// The file of request `n`, received from [`them`].
#[must_use]
pub fn file(n: u64) -> RequestFile {
    RequestFile {
        id: request(n),
        part: Part::Request,
        kind: Kind::Preservation,
        number: format!("XA-2027-{n:05}"),
        reference: format!("PS 12/{n}"),
        receiver_number: None,
        side: Side::Receiver,
        from: them(),
        to: us(),
        thread: Some(thread(n)),
        form: serde_json::json!({ "case": { "title": format!("Invented matter {n}") } }),
        basis: vec![],
        law_pack: String::new(),
        items: vec![],
        urgency: Urgency::U4Routine,
        class: Class::M1,
        stage: Stage::Delivered,
        deadlines: vec![],
        drafter: None,
        owner: None,
        pending: vec![],
        links: vec![],
        objects: vec![],
        road: comity_core::road::Road::default(),
        opened: Instant(MONDAY.0 + i64::try_from(n).unwrap_or(0)),
        changed: MONDAY,
    }
}

/// Its row: due `n` minutes after Monday nine.
#[must_use]
pub fn case(n: u64) -> CaseRow {
    let file = file(n);
    let words = vec![
        file.number.clone(),
        file.reference.clone(),
        format!("Invented matter {n}"),
    ];
    CaseRow {
        index: CaseIndex {
            desk: 0,
            deadline: MONDAY.0 + i64::try_from(n).unwrap_or(0) * 60_000,
            ours: true,
            open: true,
            words,
        },
        file,
        expect: None,
    }
}

/// A register entry with a true leaf hash.
#[must_use]
pub fn event(case: Option<RequestId>, n: u64) -> Event {
    let leaf = format!("leaf record {n}").into_bytes();
    Event {
        case,
        at: MONDAY,
        kind: "request.received".to_owned(),
        actor: "node".to_owned(),
        body: format!("{{\"n\":{n}}}").into_bytes(),
        salt: *digest(n).as_bytes(),
        leaf_hash: *leaf_hash(&leaf).as_bytes(),
        leaf,
    }
}

/// The thread of request `n`.
#[must_use]
pub fn thread_row(n: u64) -> ThreadRow {
    ThreadRow {
        id: thread(n),
        case: request(n),
        members: vec![them(), us()],
        next_seq: 1,
        head: None,
    }
}

/// An accepted message `n` in the thread of request `n`.
#[must_use]
pub fn inbox(n: u64) -> InboxRow {
    InboxRow {
        msg_id: message(n),
        sealed_hash: digest(n),
        from: them(),
        thread: thread(n),
        seq: 1,
        epoch: 1,
        kind: "request.new".to_owned(),
        case: request(n),
        at: MONDAY,
        inner: format!("signed text {n}").into_bytes(),
        receipt: format!("receipt {n}").into_bytes(),
    }
}

/// A message `n` to send to [`them`] for request `n`.
#[must_use]
pub fn outbox(n: u64) -> OutboxRow {
    OutboxRow {
        msg_id: message(1_000_000 + n),
        peer: them(),
        case: request(n),
        thread: thread(n),
        seq: 1,
        kind: "decision".to_owned(),
        urgency: 4,
        state: OutboxState::Queued,
        attempts: 0,
        next_attempt: MONDAY,
        expires: Instant(MONDAY.0 + 14 * 86_400_000),
        created: MONDAY,
        waits_for: None,
        inner: format!("signed answer {n}").into_bytes(),
        sealed: format!("sealed answer {n}").into_bytes(),
        answer: None,
        last_fault: None,
        warned: false,
        epoch: 1,
        prev: None,
        stands_for: None,
        again: false,
        version: 0,
    }
}

/// A sealed object `n` of request `n`.
#[must_use]
pub fn object_row(n: u64) -> ObjectRow {
    ObjectRow {
        id: object(n),
        case: request(n),
        item: Some("i1".to_owned()),
        state: ObjectState::Here,
        manifest: b"signed manifest".to_vec(),
        bytes: 4_096,
        name: "mailbox.mbox".to_owned(),
        facts: b"{}".to_vec(),
        producer: us(),
        created: Instant(MONDAY.0 + i64::try_from(n).unwrap_or(0)),
        changed: MONDAY,
        expect: None,
    }
}

/// What is written when request `n` arrives: case, thread, message, place, entry, answer.
#[must_use]
pub fn arrival(n: u64) -> Change {
    Change {
        writes: vec![
            Write::Case(Box::new(case(n))),
            Write::Thread(thread_row(n)),
            Write::Inbox(Box::new(inbox(n))),
            Write::ThreadIn(ThreadIn {
                thread: thread(n),
                sender: them(),
                epoch: 1,
                next_seq: 2,
                head: Some(message(n)),
                expect: None,
            }),
            Write::Outbox(Box::new(outbox(n))),
        ],
        events: vec![event(Some(request(n)), n)],
    }
}

/// A change of rows only.
#[must_use]
pub fn writes(writes: Vec<Write>) -> Change {
    Change {
        writes,
        events: vec![],
    }
}
