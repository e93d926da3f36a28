//! From a flow's change to rows that only have to be bound: everything is sealed and hashed here, on
//! the task of whoever asked, so that the committer does nothing but write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use comity_core::id::RequestId;
use comity_flows::ports::{Change, Write};

use crate::database::Database;
use crate::fault::Trouble;
use crate::keyring::{CaseKey, Keyring};
use crate::rows::log::Entry;
use crate::rows::tables::PARKED;
use crate::rows::tables::SESSION;
use crate::rows::{Act, Step, case, log, message, object, people, small, thread};

/// A change, sealed and ready.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prepared {
    /// Steps with the checksum of each row that is written.
    pub(crate) steps: Vec<(Step, i64)>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) tokens: Tokens,
    /// Cases whose keys the change uses.
    pub(crate) cases: Vec<[u8; 16]>,
}

/// What the search index gains and loses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) add: Vec<(i64, i64)>,
    pub(crate) remove: Vec<(i64, i64)>,
    /// (place in the index, case id, sealed list of what the index holds), written.
    pub(crate) docs: Vec<(i64, [u8; 16], Vec<u8>)>,
    /// Places in the index that are gone.
    pub(crate) gone: Vec<i64>,
    /// (place, version) done: the queue forgets them unless they changed again.
    pub(crate) done: Vec<(i64, i64)>,
}

impl Tokens {
    pub(crate) fn is_empty(&self) -> bool {
        self.add.is_empty() && self.docs.is_empty() && self.done.is_empty() && self.gone.is_empty()
    }
}

impl Prepared {
    /// Adds the row checksums.
    pub(crate) fn of(ring: &Keyring, steps: Vec<Step>) -> Self {
        let steps = steps
            .into_iter()
            .map(|step| {
                let mark = match &step.act {
                    Act::Put(values) => ring.marks().of(step.table, &step.id, step.version, values),
                    Act::Delete | Act::Look => 0,
                };
                (step, mark)
            })
            .collect();
        Self {
            steps,
            ..Self::default()
        }
    }
}

/// The case whose key seals a write; none for what the node's key seals or nothing does.
fn case_of(write: &Write) -> Option<RequestId> {
    match write {
        Write::Case(row) => Some(row.file.id),
        Write::Outbox(row) | Write::OutboxState(row) => Some(row.case),
        Write::Inbox(row) => Some(row.case),
        Write::Object(row) => Some(row.case),
        Write::Thread(_)
        | Write::ThreadOut { .. }
        | Write::ThreadIn(_)
        | Write::Park(_)
        | Write::Unpark(_)
        | Write::Wrap(_)
        | Write::Transfer(_)
        | Write::Officer(_)
        | Write::Session(_)
        | Write::EndSession(_)
        | Write::Nonce(_)
        | Write::Checkpoint(_)
        | Write::Cosignature(_)
        | Write::PeerHead(_)
        | Write::Setting { .. }
        | Write::Paper { .. }
        | Write::PeerCaps { .. }
        | Write::DirectoryFile { .. } => None,
    }
}

/// Seals a change under the keys of its cases.
pub(crate) async fn prepare(
    ring: &Keyring,
    database: &Database,
    change: &Change,
) -> Result<Prepared, Trouble> {
    let cases: BTreeSet<[u8; 16]> = change
        .writes
        .iter()
        .filter_map(case_of)
        .chain(change.events.iter().filter_map(|event| event.case))
        .map(|case| *case.as_bytes())
        .collect();
    let keys = ring.keys_to_write(database, &cases).await?;
    let mut steps: Vec<Step> = keys
        .iter()
        .map(|(case, key)| Keyring::key_step(case, key))
        .collect();
    for write in &change.writes {
        write_steps(ring, &keys, write, &mut steps)?;
    }
    let mut entries = Vec::with_capacity(change.events.len());
    for event in &change.events {
        let key: &CaseKey = event
            .case
            .and_then(|case| keys.get(case.as_bytes()))
            .map_or(ring.node(), |key| key);
        entries.push(log::entry(ring.marks(), key, event)?);
    }
    let mut prepared = Prepared::of(ring, steps);
    prepared.entries = entries;
    prepared.cases = keys.into_keys().collect();
    Ok(prepared)
}

fn write_steps(
    ring: &Keyring,
    keys: &BTreeMap<[u8; 16], Arc<CaseKey>>,
    write: &Write,
    steps: &mut Vec<Step>,
) -> Result<(), Trouble> {
    let node = ring.node();
    let key = |case: RequestId| keys.get(case.as_bytes()).map_or(node, |key| key);
    match write {
        Write::Case(row) => steps.extend(case::steps(ring, key(row.file.id), row)?),
        Write::Thread(row) => steps.extend(thread::new_thread(row)),
        Write::ThreadOut {
            thread,
            expect_seq,
            head,
        } => steps.push(thread::took_place(*thread, *expect_seq, *head)),
        Write::ThreadIn(row) => steps.push(thread::accepted(row)),
        Write::Outbox(row) => steps.extend(message::to_send(key(row.case), row)?),
        Write::OutboxState(row) => steps.extend(message::changed(key(row.case), row)?),
        Write::Inbox(row) => steps.push(message::accepted(key(row.case), row)?),
        Write::Park(row) => steps.extend(message::park(node, row)?),
        Write::Unpark(msg) => steps.push(Step::delete(&PARKED, msg.as_bytes())),
        Write::Object(row) => steps.push(object::object_step(key(row.case), row)?),
        Write::Wrap(row) => steps.push(object::wrap_step(row)),
        Write::Transfer(row) => steps.push(object::transfer_step(node, row)?),
        Write::Officer(row) => steps.push(people::officer_step(node, row)?),
        Write::Session(row) => steps.push(people::session_step(row)),
        Write::EndSession(token_hash) => steps.push(Step::delete(&SESSION, token_hash)),
        Write::Nonce(row) => steps.push(people::nonce_step(row)),
        Write::Checkpoint(row) => steps.push(log::checkpoint_step(row)),
        Write::Cosignature(row) => steps.push(log::cosignature_step(row)),
        Write::PeerHead(row) => steps.push(log::peer_head_step(row)),
        Write::Setting { name, value } => steps.push(small::setting_step(node, name, value)?),
        Write::Paper {
            name,
            expect,
            value,
        } => steps.push(small::paper_step(node, name, *expect, value)?),
        Write::PeerCaps { peer, number, caps } => steps.push(small::caps_step(peer, *number, caps)),
        Write::DirectoryFile {
            state,
            version,
            bytes,
        } => steps.push(small::directory_step(state, *version, bytes)),
    }
    Ok(())
}
