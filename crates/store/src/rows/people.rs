//! Officers, their sessions and the nonces of their approvals.

use comity_core::id::OfficerId;
use comity_core::time::Instant;
use comity_flows::ports::{ApprovalNonce, OfficerRow, SessionRow};

use super::tables::{NONCE, OFFICER, SESSION};
use super::{Guard, Step, open, seal, unreadable, unwritable};
use crate::fault::Trouble;
use crate::keyring::CaseKey;
use crate::table::{Stored, Val};

/// An officer. Everything but the sign-in name is sealed under the node's key.
pub(crate) fn officer_step(node: &CaseKey, row: &OfficerRow) -> Result<Step, Trouble> {
    let id = row.id.as_str().as_bytes();
    let body = zeroize::Zeroizing::new(serde_json::to_vec(row).map_err(unwritable)?);
    Ok(Step::put(
        &OFFICER,
        id,
        Guard::Free,
        1,
        vec![
            Val::text(&row.login),
            Val::Blob(seal(node, &OFFICER, id, "body", &body)?),
        ],
    ))
}

/// Reads an officer.
pub(crate) fn officer(node: &CaseKey, mut row: Stored) -> Result<OfficerRow, Trouble> {
    row.text()?;
    let sealed = row.blob()?;
    let body = open(node, &OFFICER, &row.id, "body", &sealed)?;
    serde_json::from_slice(&body).map_err(|why| unreadable(&OFFICER, &row.id, &why))
}

/// A session, new or touched.
pub(crate) fn session_step(row: &SessionRow) -> Step {
    Step::put(
        &SESSION,
        &row.token_hash,
        Guard::Free,
        1,
        vec![
            Val::text(row.officer.as_str()),
            Val::Int(row.began.millis()),
            Val::Int(row.seen.millis()),
            Val::blob(&row.form_key),
        ],
    )
}

/// Reads a session.
pub(crate) fn session(mut row: Stored) -> Result<SessionRow, Trouble> {
    Ok(SessionRow {
        token_hash: row.id_fixed()?,
        officer: row.parsed::<OfficerId>()?,
        began: Instant(row.int()?),
        seen: Instant(row.int()?),
        form_key: row.fixed()?,
    })
}

/// A nonce counts once.
pub(crate) fn nonce_step(row: &ApprovalNonce) -> Step {
    Step::put(
        &NONCE,
        &row.nonce,
        Guard::Unknown,
        1,
        vec![Val::Int(row.keep_until.millis())],
    )
}
