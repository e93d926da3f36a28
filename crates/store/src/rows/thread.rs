//! Threads: who is in them, our next place, and what was accepted from each sender.

use comity_core::id::{MsgId, NodeId, RequestId, ThreadId};
use comity_flows::ports::{ThreadIn, ThreadRow};

use super::tables::{THREAD, THREAD_IN, THREAD_OUT};
use super::{Guard, Step, joined, next_version};
use crate::fault::Trouble;
use crate::table::{Stored, Val};

fn place_number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// A new thread: its members, and our next place in a row of its own that changes often.
pub(crate) fn new_thread(row: &ThreadRow) -> Vec<Step> {
    let members: Vec<&str> = row.members.iter().map(NodeId::as_str).collect();
    vec![
        Step::put(
            &THREAD,
            row.id.as_bytes(),
            Guard::New,
            1,
            vec![
                Val::blob(row.case.as_bytes()),
                Val::Text(members.join("\n")),
            ],
        ),
        Step::put(
            &THREAD_OUT,
            row.id.as_bytes(),
            Guard::New,
            place_number(row.next_seq),
            vec![Val::opt_blob(
                row.head.as_ref().map(|head| &head.as_bytes()[..]),
            )],
        ),
    ]
}

/// Our message took a place.
pub(crate) fn took_place(thread: ThreadId, expect_seq: u64, head: MsgId) -> Step {
    let seq = place_number(expect_seq);
    Step::put(
        &THREAD_OUT,
        thread.as_bytes(),
        Guard::At(seq),
        seq.saturating_add(1),
        vec![Val::blob(head.as_bytes())],
    )
}

/// Reads both rows of a thread.
pub(crate) fn thread(mut row: Stored, mut out: Stored) -> Result<ThreadRow, Trouble> {
    let case = RequestId::from_bytes(row.fixed()?);
    let members = row
        .text()?
        .split('\n')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| row.odd("a member does not read back"))?;
    Ok(ThreadRow {
        id: ThreadId::from_bytes(row.id_fixed()?),
        case,
        members,
        next_seq: out.version.unsigned_abs(),
        head: out.opt_fixed()?.map(MsgId::from_bytes),
    })
}

/// Row id of what one sender sent in one thread and epoch.
pub(crate) fn in_id(thread: ThreadId, sender: &NodeId, epoch: u64) -> Vec<u8> {
    let mut front = thread.as_bytes().to_vec();
    front.extend_from_slice(&epoch.to_be_bytes());
    joined(&front, sender.as_str())
}

/// What was accepted.
pub(crate) fn accepted(row: &ThreadIn) -> Step {
    let (guard, version) = next_version(row.expect);
    Step::put(
        &THREAD_IN,
        &in_id(row.thread, &row.sender, row.epoch),
        guard,
        version,
        vec![
            Val::count(row.next_seq),
            Val::opt_blob(row.head.as_ref().map(|head| &head.as_bytes()[..])),
        ],
    )
}

/// Reads it; the caller knows thread, sender and epoch because it asked by them.
pub(crate) fn thread_in(
    mut row: Stored,
    thread: ThreadId,
    sender: &NodeId,
    epoch: u64,
) -> Result<ThreadIn, Trouble> {
    Ok(ThreadIn {
        thread,
        sender: sender.clone(),
        epoch,
        next_seq: row.count()?,
        head: row.opt_fixed()?.map(MsgId::from_bytes),
        expect: Some(row.version.unsigned_abs()),
    })
}
