//! One process at a time works on a node's folder: the file `lock` is held as long as it runs.
//!
//! The system lets go of it when the process ends, however it ends, so nothing has to be cleaned up.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use super::config::not_writable;
use crate::cli::Fault;

/// A held folder.
#[derive(Debug)]
pub(crate) struct Lock {
    /// Open as long as the lock is held; closing it lets go.
    _held: File,
}

impl Lock {
    /// Takes the folder for this process.
    ///
    /// # Errors
    /// Another process holds it: its number is named. The folder cannot be written.
    pub(crate) fn take(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join("lock");
        let mut file = open(&path)?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            let mut holder = String::new();
            // Who holds it is only a help to the reader.
            let _ = (&mut file).take(32).read_to_string(&mut holder);
            let holder = match holder.trim() {
                "" => "another process".to_owned(),
                number => format!("process {number}"),
            };
            return Err(Fault::machine(
                format!("{} is in use by {holder}", folder.display()),
                "stop the running node first, or do this at its screens",
            ));
        }
        let noted = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.map_err(|why| not_writable(&path, &why))?;
        Ok(Self { _held: file })
    }

    /// Whether another process holds the folder now.
    pub(crate) fn is_held(folder: &Path) -> bool {
        File::open(folder.join("lock"))
            .is_ok_and(|file| flock(&file, FlockOperation::NonBlockingLockShared).is_err())
    }
}

fn open(path: &Path) -> Result<File, Fault> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|why| not_writable(path, &why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_once_and_free_again_afterwards() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let held = Lock::take(folder.path()).expect("it is free");
        assert!(Lock::is_held(folder.path()));
        let refused = Lock::take(folder.path()).expect_err("it is held");
        assert!(
            refused.what.contains(&std::process::id().to_string()),
            "{refused}"
        );
        drop(held);
        assert!(!Lock::is_held(folder.path()));
        Lock::take(folder.path()).expect("it is free again");
    }
}
