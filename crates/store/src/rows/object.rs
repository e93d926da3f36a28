//! Sealed objects, their wraps and their transfers.

use comity_core::id::{Digest, NodeId, ObjectId, RequestId};
use comity_core::time::Instant;
use comity_flows::ports::{ObjectRow, ObjectState, TransferRow, WrapRow};
use comity_wire::hash::sha256;

use super::tables::{OBJECT, TRANSFER, WRAP};
use super::{Guard, Step, joined, next_version, open, seal};
use crate::fault::Trouble;
use crate::keyring::CaseKey;
use crate::table::{Stored, Val, first_eight};

/// States and the names they are stored under.
const STATES: [(ObjectState, &str); 4] = [
    (ObjectState::Sealing, "sealing"),
    (ObjectState::Arriving, "arriving"),
    (ObjectState::Here, "here"),
    (ObjectState::SetAside, "set_aside"),
];

/// An object, new or changed.
pub(crate) fn object_step(key: &CaseKey, row: &ObjectRow) -> Result<Step, Trouble> {
    let id = row.id.as_bytes();
    let (guard, version) = next_version(row.expect);
    let state = STATES
        .iter()
        .find(|(one, _)| *one == row.state)
        .map_or("set_aside", |(_, name)| name);
    Ok(Step::put(
        &OBJECT,
        id,
        guard,
        version,
        vec![
            Val::blob(row.case.as_bytes()),
            Val::opt_text(row.item.as_deref()),
            Val::text(state),
            Val::blob(&row.manifest),
            Val::count(row.bytes),
            Val::Blob(seal(key, &OBJECT, id, "name", row.name.as_bytes())?),
            Val::Blob(seal(key, &OBJECT, id, "facts", &row.facts)?),
            Val::text(row.producer.as_str()),
            Val::Int(row.created.millis()),
            Val::Int(row.changed.millis()),
        ],
    ))
}

/// The case of a stored object, before it is opened.
pub(crate) fn object_case(row: &Stored) -> Result<RequestId, Trouble> {
    row.peek_fixed(0).map(RequestId::from_bytes)
}

/// Reads an object.
pub(crate) fn object(key: &CaseKey, mut row: Stored) -> Result<ObjectRow, Trouble> {
    Ok(ObjectRow {
        id: ObjectId::from_bytes(row.id_fixed()?),
        case: RequestId::from_bytes(row.fixed()?),
        item: row.opt_text()?,
        state: {
            let name = row.text()?;
            STATES
                .iter()
                .find(|(_, one)| *one == name)
                .map(|(state, _)| *state)
                .ok_or_else(|| row.odd("state"))?
        },
        manifest: row.blob()?,
        bytes: row.count()?,
        name: {
            let sealed = row.blob()?;
            let name = open(key, &OBJECT, &row.id, "name", &sealed)?;
            String::from_utf8(name.to_vec()).map_err(|_| row.odd("name"))?
        },
        facts: {
            let sealed = row.blob()?;
            open(key, &OBJECT, &row.id, "facts", &sealed)?.to_vec()
        },
        producer: row.parsed()?,
        created: Instant(row.int()?),
        changed: Instant(row.int()?),
        expect: Some(row.version.unsigned_abs()),
    })
}

/// A wrap: one for each object and recipient, for ever.
pub(crate) fn wrap_step(row: &WrapRow) -> Step {
    Step::put(
        &WRAP,
        &joined(row.object.as_bytes(), row.recipient.as_str()),
        Guard::Same,
        first_eight(sha256(&row.wrap).as_bytes()),
        vec![
            Val::blob(row.object.as_bytes()),
            Val::text(row.recipient.as_str()),
            Val::blob(&row.wrap),
            Val::Int(row.at.millis()),
        ],
    )
}

/// Reads a wrap.
pub(crate) fn wrap(mut row: Stored) -> Result<WrapRow, Trouble> {
    Ok(WrapRow {
        object: ObjectId::from_bytes(row.fixed()?),
        recipient: row.parsed()?,
        wrap: row.blob()?,
        at: Instant(row.int()?),
    })
}

/// A transfer. Token and bitmap say which evidence moves between whom, so the node's key seals them.
pub(crate) fn transfer_step(node: &CaseKey, row: &TransferRow) -> Result<Step, Trouble> {
    let id = row.token_hash.as_bytes();
    let (guard, version) = next_version(row.expect);
    let token = match &row.token {
        Some(token) => Val::Blob(seal(node, &TRANSFER, id, "token", token)?),
        None => Val::NoBlob,
    };
    Ok(Step::put(
        &TRANSFER,
        id,
        guard,
        version,
        vec![
            Val::blob(row.object.as_bytes()),
            Val::text(row.peer.as_str()),
            Val::flag(row.pulling),
            token,
            Val::Blob(seal(node, &TRANSFER, id, "bitmap", &row.bitmap)?),
            Val::count(row.moved),
            Val::flag(row.done),
            Val::Int(row.next_attempt.millis()),
            Val::opt_text(row.last_fault.as_deref()),
            Val::Int(row.created.millis()),
        ],
    ))
}

/// Reads a transfer.
pub(crate) fn transfer(node: &CaseKey, mut row: Stored) -> Result<TransferRow, Trouble> {
    Ok(TransferRow {
        token_hash: Digest::from_bytes(row.id_fixed()?),
        object: ObjectId::from_bytes(row.fixed()?),
        peer: row.parsed::<NodeId>()?,
        pulling: row.flag()?,
        token: match row.opt_blob()? {
            Some(sealed) => Some(open(node, &TRANSFER, &row.id, "token", &sealed)?.to_vec()),
            None => None,
        },
        bitmap: {
            let sealed = row.blob()?;
            open(node, &TRANSFER, &row.id, "bitmap", &sealed)?.to_vec()
        },
        moved: row.count()?,
        done: row.flag()?,
        next_attempt: Instant(row.int()?),
        last_fault: row.opt_text()?,
        created: Instant(row.int()?),
        expect: Some(row.version.unsigned_abs()),
    })
}
