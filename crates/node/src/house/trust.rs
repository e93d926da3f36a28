//! Trust on disk: pinned State keys and the newest signed directory files.

use std::collections::BTreeMap;
use std::path::Path;

use comity_core::id::StateCode;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::directory::{Directory, SignedStateFile};
use comity_wire::keys::VerifyingKey;

use super::config::not_readable;
use super::keyring::machine;
use crate::cli::Fault;

/// Reads `trust/`: every `XX.key` is a pin, every `XX.dir` a signed file that must hold under it.
///
/// # Errors
/// No pins, a damaged pin, or a pin of the other world. A directory file that does not hold is left
/// out and named in the log: the State is then unknown, never trusted by default.
pub(crate) fn read(folder: &Path, world: World, now: Instant) -> Result<Directory, Fault> {
    let mut pins: BTreeMap<StateCode, Vec<VerifyingKey>> = BTreeMap::new();
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|why| not_readable(folder, &why))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let state = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .and_then(|stem| stem.parse::<StateCode>().ok());
        match (state, path.extension().and_then(|ext| ext.to_str())) {
            (Some(state), Some("key")) => {
                let key = read_pin(&path)?;
                pins.entry(state).or_default().push(key);
            }
            (Some(_), Some("dir")) => files.push(path),
            _ => {}
        }
    }
    if pins.is_empty() {
        return Err(Fault::misuse(
            format!("no State is pinned in {}", folder.display()),
            "enter the key of your own State first; without it this node would believe nobody",
        ));
    }
    let mut directory = Directory::new(world, pins).map_err(machine)?;
    for path in files {
        let bytes = std::fs::read(&path).map_err(|why| not_readable(&path, &why))?;
        if let Err(fault) = directory.load(&bytes, now) {
            tracing::error!(file = %path.display(), %fault, "a directory file is not taken");
        }
    }
    Ok(directory)
}

/// A clock behind the date of our own State's file is wrong. Other States' dates stop nobody: their
/// file is then left out.
///
/// # Errors
/// The clock is behind.
pub(crate) fn clock_fits(folder: &Path, own: StateCode, now: Instant) -> Result<(), Fault> {
    let file = folder.join(format!("{own}.dir"));
    let issued = std::fs::read(&file)
        .ok()
        .and_then(|bytes| SignedStateFile::peek(&bytes).ok())
        .map(|(claimed, _)| claimed.issued);
    match issued {
        Some(issued) if now < issued => Err(Fault::machine(
            format!(
                "this machine's clock says {now}, but {} was signed at {issued}",
                file.display()
            ),
            "set the clock; a node with a wrong clock would sign wrong times",
        )),
        _ => Ok(()),
    }
}

/// Reads a public directory key: one line of hexadecimal digits.
///
/// # Errors
/// The file cannot be read or holds something else.
pub(crate) fn read_pin(path: &Path) -> Result<VerifyingKey, Fault> {
    let text = std::fs::read_to_string(path).map_err(|why| {
        Fault::misuse(
            format!("the key {} cannot be read: {why}", path.display()),
            "name the State's public key, the file XX.key of its first office's trust folder",
        )
    })?;
    hex::decode(text.trim())
        .ok()
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .ok_or_else(|| {
            Fault::machine(
                format!("{} holds no public key", path.display()),
                "enter the State's key again, from the paper that brought it",
            )
        })
}

/// Keys of those whose law packs are believed: each `NAME.pub` in `trust/packs`, as `comity keys
/// generate` writes it.
///
/// # Errors
/// A file that holds no public key.
pub(crate) fn pack_keys(folder: &Path) -> Result<Vec<VerifyingKey>, Fault> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut keys = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ext| ext == "pub") {
            keys.push(crate::cli::read_public_key(&path)?.signing);
        }
    }
    Ok(keys)
}

/// What two people read to each other to compare a key: groups of four digits of its id.
pub(crate) fn fingerprint(key: &VerifyingKey) -> String {
    key.id().fingerprint()
}

#[cfg(test)]
mod tests {
    use comity_core::time::Span;
    use comity_wire::keys::SigningKey;

    use super::*;
    use crate::house::founding::issue;

    #[test]
    fn a_clock_behind_the_own_states_file_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let own: StateCode = "XA".parse().expect("an invented State");
        let key = SigningKey::generate().expect("a key");
        let now = Instant(1_800_000_000_000);
        let (none, revocations) = (Vec::new(), Vec::new());
        let file = issue(own, 1, none, revocations, &key, World::Exercise, now).expect("signs");
        std::fs::write(folder.path().join("XA.dir"), file.bytes()).expect("room");
        clock_fits(folder.path(), own, now).expect("the clock is right");
        let wrong = clock_fits(folder.path(), own, now - Span::days(400)).expect_err("far behind");
        assert!(wrong.what.contains("clock"), "{wrong}");
    }
}
