//! Small rows of the node: settings, number series, caps of peers, directory files.

use comity_core::id::NodeId;

use super::tables::{DIRECTORY, PEER_CAPS, SERIES, SETTING};
use super::{Guard, Step, next_version, open, seal};
use crate::fault::Trouble;
use crate::keyring::CaseKey;
use crate::table::{Stored, Val};

/// A setting; it may hold a secret, so it is sealed.
pub(crate) fn setting_step(node: &CaseKey, name: &str, value: &[u8]) -> Result<Step, Trouble> {
    let id = name.as_bytes();
    Ok(Step::put(
        &SETTING,
        id,
        Guard::Free,
        1,
        vec![Val::Blob(seal(node, &SETTING, id, "value", value)?)],
    ))
}

/// A paper: a setting that fails with a newer version than the one read.
pub(crate) fn paper_step(
    node: &CaseKey,
    name: &str,
    expect: Option<u64>,
    value: &[u8],
) -> Result<Step, Trouble> {
    let id = name.as_bytes();
    let (guard, version) = next_version(expect);
    let sealed = Val::Blob(seal(node, &SETTING, id, "value", value)?);
    Ok(Step::put(&SETTING, id, guard, version, vec![sealed]))
}

/// Reads a setting.
pub(crate) fn setting(node: &CaseKey, mut row: Stored) -> Result<Vec<u8>, Trouble> {
    let sealed = row.blob()?;
    Ok(open(node, &SETTING, &row.id, "value", &sealed)?.to_vec())
}

/// The number after the one that was read.
pub(crate) fn series_step(series: &str, read: Option<i64>) -> Step {
    match read {
        None => Step::put(&SERIES, series.as_bytes(), Guard::New, 1, vec![]),
        Some(n) => Step::put(
            &SERIES,
            series.as_bytes(),
            Guard::At(n),
            n.saturating_add(1),
            vec![],
        ),
    }
}

/// Caps of a peer: the number never falls.
pub(crate) fn caps_step(peer: &NodeId, number: u64, caps: &[u8]) -> Step {
    Step::put(
        &PEER_CAPS,
        peer.as_str().as_bytes(),
        Guard::NotBelow,
        i64::try_from(number).unwrap_or(i64::MAX),
        vec![Val::blob(caps)],
    )
}

/// Reads caps.
pub(crate) fn caps(mut row: Stored) -> Result<(u64, Vec<u8>), Trouble> {
    Ok((row.version.unsigned_abs(), row.blob()?))
}

/// A directory file of a State: the version never falls.
pub(crate) fn directory_step(state: &str, version: u64, bytes: &[u8]) -> Step {
    Step::put(
        &DIRECTORY,
        state.as_bytes(),
        Guard::NotBelow,
        i64::try_from(version).unwrap_or(i64::MAX),
        vec![Val::blob(bytes)],
    )
}

/// Reads it.
pub(crate) fn directory(mut row: Stored) -> Result<(String, u64, Vec<u8>), Trouble> {
    let state = String::from_utf8(row.id.clone()).map_err(|_| row.odd("State"))?;
    Ok((state, row.version.unsigned_abs(), row.blob()?))
}
