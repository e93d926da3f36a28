//! A file that appears under its name whole or not at all.
//!
//! While it is written the file has no name (`O_TMPFILE`), so nothing of it is left even when the
//! machine loses power; where a file system knows no such files, a hidden temporary name stands in
//! and is removed on failure. An existing file is never replaced.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// A file on its way to its name.
#[derive(Debug)]
pub struct Landing {
    target: PathBuf,
    file: File,
    // The stand-in name; `None` while the file has no name at all.
    hidden: Option<TempPath>,
}

impl Landing {
    /// Starts a file that only its owner may read.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when the name is taken, else what the file system says.
    pub fn private(target: &Path) -> io::Result<Self> {
        Self::with_mode(target, 0o600)
    }

    /// Starts a file with the usual rights.
    ///
    /// # Errors
    /// As [`private`](Self::private).
    pub fn shared(target: &Path) -> io::Result<Self> {
        Self::with_mode(target, 0o644)
    }

    fn with_mode(target: &Path, mode: u32) -> io::Result<Self> {
        if target.symlink_metadata().is_ok() {
            return Err(taken(target));
        }
        let folder = folder_of(target);
        if let Some(file) = nameless(folder, mode) {
            return Ok(Self {
                target: target.to_owned(),
                file,
                hidden: None,
            });
        }
        use std::os::unix::fs::PermissionsExt;
        let (file, hidden) = tempfile::Builder::new()
            .prefix(".comity-")
            .suffix(".partial")
            .permissions(std::fs::Permissions::from_mode(mode))
            .tempfile_in(folder)?
            .into_parts();
        Ok(Self {
            target: target.to_owned(),
            file,
            hidden: Some(hidden),
        })
    }

    /// The file to write to.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// A second handle on the file.
    ///
    /// # Errors
    /// The process has no handle left.
    pub fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Writes everything through to the disk and gives the file its name.
    ///
    /// # Errors
    /// The disk refuses, or the name was taken meanwhile; then nothing is left behind.
    pub fn settle(self) -> io::Result<()> {
        self.file.sync_all()?;
        match self.hidden {
            None => name(&self.file, &self.target)?,
            Some(hidden) => hidden
                .persist_noclobber(&self.target)
                .map_err(|fault| fault.error)?,
        }
        // The name is durable only once its folder is.
        File::open(folder_of(&self.target))?.sync_all()
    }
}

fn taken(target: &Path) -> io::Error {
    io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!("{} exists and is not replaced", target.display()),
    )
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(target_os = "linux")]
fn nameless(folder: &Path, mode: u32) -> Option<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    // Without /proc the file could not be named later.
    if !Path::new("/proc/self/fd").exists() {
        return None;
    }
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    openat(CWD, folder, flags, Mode::from_raw_mode(mode))
        .ok()
        .map(File::from)
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path, _: u32) -> Option<File> {
    None
}

#[cfg(target_os = "linux")]
fn name(file: &File, target: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, open, CWD, target, AtFlags::SYMLINK_FOLLOW).map_err(|fault| match fault {
        rustix::io::Errno::EXIST => taken(target),
        other => other.into(),
    })
}

#[cfg(not(target_os = "linux"))]
fn name(_: &File, _: &Path) -> io::Result<()> {
    unreachable!("only Linux starts a nameless file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_appears_whole_or_not_at_all_and_replaces_nothing() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let target = folder.path().join("exhibit");
        let landing = Landing::private(&target).expect("free name");
        landing.file().write_all(b"half").expect("room");
        drop(landing);
        assert_eq!(folder.path().read_dir().expect("readable").count(), 0);

        let landing = Landing::private(&target).expect("free name");
        let late = Landing::private(&target).expect("still free");
        landing.file().write_all(b"whole").expect("room");
        landing.settle().expect("free name");
        assert_eq!(std::fs::read(&target).expect("named"), b"whole");
        let fault = late.settle().expect_err("taken meanwhile");
        assert_eq!(fault.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&target).expect("kept"), b"whole");
        assert_eq!(folder.path().read_dir().expect("readable").count(), 1);
        assert!(Landing::shared(&target).is_err());
    }
}
