//! Messages that go, came, or wait for an earlier one.
//!
//! An outgoing message has two rows: a small one that changes with every attempt, and one with its
//! bytes, written once and again only when it had to be sealed anew.

use comity_core::id::{Digest, MsgId, NodeId, RequestId, ThreadId};
use comity_core::time::Instant;
use comity_flows::ports::{InboxRow, OutboxRow, OutboxState, ParkedRow};
use comity_wire::hash::sha256;

use super::tables::{INBOX, OUTBOX, OUTBOX_BODY, PARKED};
use super::{Guard, Step, joined, open, seal};
use crate::fault::Trouble;
use crate::keyring::CaseKey;
use crate::table::{Stored, Val, first_eight};

/// States and the names they are stored under.
const STATES: [(OutboxState, &str); 6] = [
    (OutboxState::Waiting, "waiting"),
    (OutboxState::Queued, "queued"),
    (OutboxState::Received, "received"),
    (OutboxState::Refused, "refused"),
    (OutboxState::Dead, "dead"),
    (OutboxState::Settled, "settled"),
];

/// The name a state is stored under.
pub(crate) fn state_name(state: OutboxState) -> &'static str {
    STATES
        .iter()
        .find(|(one, _)| *one == state)
        .map_or("queued", |(_, name)| name)
}

/// Row id of a message to one node.
pub(crate) fn outbox_id(msg: MsgId, peer: &NodeId) -> Vec<u8> {
    joined(msg.as_bytes(), peer.as_str())
}

fn state_step(row: &OutboxRow, guard: Guard, version: i64) -> Step {
    Step::put(
        &OUTBOX,
        &outbox_id(row.msg_id, &row.peer),
        guard,
        version,
        vec![
            Val::blob(row.msg_id.as_bytes()),
            Val::text(row.peer.as_str()),
            Val::blob(row.case.as_bytes()),
            Val::blob(row.thread.as_bytes()),
            Val::count(row.seq),
            Val::text(&row.kind),
            Val::Int(i64::from(row.urgency)),
            Val::text(state_name(row.state)),
            Val::Int(i64::from(row.attempts)),
            Val::Int(row.next_attempt.millis()),
            Val::Int(row.expires.millis()),
            Val::Int(row.created.millis()),
            Val::opt_blob(row.waits_for.as_ref().map(|msg| &msg.as_bytes()[..])),
            Val::opt_blob(row.answer.as_deref()),
            Val::opt_text(row.last_fault.as_deref()),
            Val::Int(i64::from(row.warned)),
            Val::count(row.epoch),
            Val::opt_blob(row.prev.as_ref().map(|msg| &msg.as_bytes()[..])),
            Val::opt_blob(row.stands_for.as_ref().map(|msg| &msg.as_bytes()[..])),
            Val::Int(i64::from(row.again)),
        ],
    )
}

fn body_step(key: &CaseKey, row: &OutboxRow, guard: Guard) -> Result<Step, Trouble> {
    let id = outbox_id(row.msg_id, &row.peer);
    let inner = seal(key, &OUTBOX_BODY, &id, "inner", &row.inner)?;
    // The version of the bytes is their hash: equal bytes are not written again.
    let version = first_eight(sha256(&row.sealed).as_bytes());
    Ok(Step::put(
        &OUTBOX_BODY,
        &id,
        guard,
        version,
        vec![Val::Blob(inner), Val::blob(&row.sealed)],
    ))
}

/// A message to send.
pub(crate) fn to_send(key: &CaseKey, row: &OutboxRow) -> Result<Vec<Step>, Trouble> {
    Ok(vec![
        state_step(row, Guard::Unknown, 1),
        body_step(key, row, Guard::Unknown)?,
    ])
}

/// A changed state; the bytes are written only where they differ.
pub(crate) fn changed(key: &CaseKey, row: &OutboxRow) -> Result<Vec<Step>, Trouble> {
    let version = i64::try_from(row.version).unwrap_or(i64::MAX - 1);
    Ok(vec![
        state_step(row, Guard::At(version), version.saturating_add(1)),
        body_step(key, row, Guard::Differs)?,
    ])
}

/// The same row, leased to one process until `lease`.
pub(crate) fn leased(mut row: OutboxRow, lease: Instant) -> (Step, OutboxRow) {
    let version = i64::try_from(row.version).unwrap_or(i64::MAX - 1);
    row.next_attempt = lease;
    row.version = row.version.saturating_add(1);
    (
        state_step(&row, Guard::At(version), version.saturating_add(1)),
        row,
    )
}

/// Reads an outgoing message from both its rows.
pub(crate) fn outbox(
    key: &CaseKey,
    mut row: Stored,
    mut body: Stored,
) -> Result<OutboxRow, Trouble> {
    let msg_id = MsgId::from_bytes(row.fixed()?);
    let peer: NodeId = row.parsed()?;
    let inner = body.blob()?;
    let inner = open(key, &OUTBOX_BODY, &body.id, "inner", &inner)?.to_vec();
    Ok(OutboxRow {
        msg_id,
        peer,
        case: RequestId::from_bytes(row.fixed()?),
        thread: ThreadId::from_bytes(row.fixed()?),
        seq: row.count()?,
        kind: row.text()?,
        urgency: u8::try_from(row.int()?).map_err(|_| row.odd("urgency"))?,
        state: {
            let name = row.text()?;
            STATES
                .iter()
                .find(|(_, one)| *one == name)
                .map(|(state, _)| *state)
                .ok_or_else(|| row.odd("state"))?
        },
        attempts: u32::try_from(row.int()?).map_err(|_| row.odd("attempts"))?,
        next_attempt: Instant(row.int()?),
        expires: Instant(row.int()?),
        created: Instant(row.int()?),
        waits_for: row.opt_fixed()?.map(MsgId::from_bytes),
        inner,
        sealed: body.blob()?,
        answer: row.opt_blob()?,
        last_fault: row.opt_text()?,
        warned: row.int()? != 0,
        epoch: row.count()?,
        prev: row.opt_fixed()?.map(MsgId::from_bytes),
        stands_for: row.opt_fixed()?.map(MsgId::from_bytes),
        again: row.int()? != 0,
        version: row.version.unsigned_abs(),
    })
}

/// The case of a stored outgoing message, before it is opened.
pub(crate) fn outbox_case(row: &Stored) -> Result<RequestId, Trouble> {
    row.peek_fixed(2).map(RequestId::from_bytes)
}

/// An accepted message.
pub(crate) fn accepted(key: &CaseKey, row: &InboxRow) -> Result<Step, Trouble> {
    let id = row.msg_id.as_bytes();
    Ok(Step::put(
        &INBOX,
        id,
        Guard::Unknown,
        1,
        vec![
            Val::blob(row.sealed_hash.as_bytes()),
            Val::text(row.from.as_str()),
            Val::blob(row.thread.as_bytes()),
            Val::count(row.seq),
            Val::count(row.epoch),
            Val::text(&row.kind),
            Val::blob(row.case.as_bytes()),
            Val::Int(row.at.millis()),
            Val::Blob(seal(key, &INBOX, id, "inner", &row.inner)?),
            Val::blob(&row.receipt),
        ],
    ))
}

/// The case of a stored incoming message, before it is opened.
pub(crate) fn inbox_case(row: &Stored) -> Result<RequestId, Trouble> {
    row.peek_fixed(6).map(RequestId::from_bytes)
}

/// Reads an accepted message. The bytes of an erased case are gone; the rest stands.
pub(crate) fn inbox(key: Option<&CaseKey>, mut row: Stored) -> Result<InboxRow, Trouble> {
    Ok(InboxRow {
        msg_id: MsgId::from_bytes(row.id_fixed()?),
        sealed_hash: Digest::from_bytes(row.fixed()?),
        from: row.parsed()?,
        thread: ThreadId::from_bytes(row.fixed()?),
        seq: row.count()?,
        epoch: row.count()?,
        kind: row.text()?,
        case: RequestId::from_bytes(row.fixed()?),
        at: Instant(row.int()?),
        inner: {
            let sealed = row.blob()?;
            match key {
                Some(key) => open(key, &INBOX, &row.id, "inner", &sealed)?.to_vec(),
                None => Vec::new(),
            }
        },
        receipt: row.blob()?,
    })
}

/// A message that waits. Its case may not be known yet, so the node's own key seals it.
pub(crate) fn park(node: &CaseKey, row: &ParkedRow) -> Result<Vec<Step>, Trouble> {
    let id = row.msg_id.as_bytes();
    Ok(vec![
        Step::look(&INBOX, id, Guard::Unknown),
        Step::put(
            &PARKED,
            id,
            Guard::Unknown,
            1,
            vec![
                Val::blob(row.sealed_hash.as_bytes()),
                Val::text(row.from.as_str()),
                Val::blob(row.thread.as_bytes()),
                Val::count(row.seq),
                Val::count(row.epoch),
                Val::Int(row.at.millis()),
                Val::Blob(seal(node, &PARKED, id, "inner", &row.inner)?),
                Val::blob(&row.receipt),
            ],
        ),
    ])
}

/// Reads a parked message.
pub(crate) fn parked(node: &CaseKey, mut row: Stored) -> Result<ParkedRow, Trouble> {
    Ok(ParkedRow {
        msg_id: MsgId::from_bytes(row.id_fixed()?),
        sealed_hash: Digest::from_bytes(row.fixed()?),
        from: row.parsed()?,
        thread: ThreadId::from_bytes(row.fixed()?),
        seq: row.count()?,
        epoch: row.count()?,
        at: Instant(row.int()?),
        inner: {
            let sealed = row.blob()?;
            open(node, &PARKED, &row.id, "inner", &sealed)?.to_vec()
        },
        receipt: row.blob()?,
    })
}
