//! Taking a packed object apart again, into a folder that nobody else uses yet.
//!
//! The sender of a tar stream may be hostile: only plain files and folders are taken, only below
//! the folder, each name once and in order. The list is computed anew from what was really
//! written and must be the sealed one, byte for byte.

use std::ffi::OsStr;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::Digest;
use tar::{Archive, EntryType};

use super::layout::digest;
use super::pack::{LIST_NAME, list_line};

/// Longest path of a member, as most systems have it.
const MAX_PATH: usize = 4096;

/// Why a packed object was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UnpackFault {
    /// A member's path leads out of the folder or is none.
    #[error("the member {0:?} has a path that is not safe to write")]
    Path(String),
    /// A link, device or other special member.
    #[error("the member {0:?} is neither a file nor a folder")]
    Special(String),
    /// A member stands twice or out of order.
    #[error("the member {0:?} stands twice or out of order")]
    Order(String),
    /// The list is missing, is not the last member, or does not fit the files.
    #[error("the list of files is {found}, the sealed part says {expected}")]
    List {
        /// As sealed.
        expected: Digest,
        /// As computed from the files.
        found: String,
    },
    /// The stream is no tar stream or stopped; the cause may be a failed chunk.
    #[error("the packed files cannot be read: {0}")]
    Read(io::Error),
    /// The folder refuses.
    #[error("{path} cannot be written: {cause}")]
    Write {
        /// Which file.
        path: PathBuf,
        /// What the file system says.
        cause: io::Error,
    },
}

impl UnpackFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Path(_) => "unpack.path",
            Self::Special(_) => "unpack.special",
            Self::Order(_) => "unpack.order",
            Self::List { .. } => "unpack.list",
            Self::Read(_) => "unpack.read",
            Self::Write { .. } => "unpack.write",
        }
    }
}

/// What was unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Files, without the list.
    pub files: u64,
    /// Bytes of content.
    pub bytes: u64,
}

/// Unpacks a stream into `folder`, which must be empty and private.
///
/// # Errors
/// [`UnpackFault`]; the folder must then be removed.
pub fn unpack(
    stream: impl Read,
    folder: &Path,
    expected_list: Digest,
) -> Result<Unpacked, UnpackFault> {
    let mut archive = Archive::new(stream);
    let mut lines = Context::new(&SHA256);
    let mut before: Option<Vec<u8>> = None;
    let mut list: Option<Digest> = None;
    let mut done = Unpacked::default();
    for entry in archive.entries().map_err(UnpackFault::Read)? {
        let mut entry = entry.map_err(UnpackFault::Read)?;
        let raw = entry.path_bytes().into_owned();
        let shown = || String::from_utf8_lossy(&raw).into_owned();
        if list.is_some() {
            // Nothing follows the list.
            return Err(UnpackFault::Order(shown()));
        }
        let kind = entry.header().entry_type();
        let member = match kind {
            EntryType::Directory => raw.strip_suffix(b"/").unwrap_or(&raw),
            _ => &raw,
        };
        if !safe(member) {
            return Err(UnpackFault::Path(shown()));
        }
        let target = folder.join(OsStr::from_bytes(member));
        if kind == EntryType::Regular && member == LIST_NAME.as_bytes() {
            let (hash, _) = write_file(&mut entry, &target)?;
            list = Some(hash);
            continue;
        }
        if before
            .as_deref()
            .is_some_and(|before| !comes_after(before, member))
        {
            return Err(UnpackFault::Order(shown()));
        }
        match kind {
            EntryType::Directory => make_folder(&target)?,
            EntryType::Regular => {
                if let Some(above) = target.parent() {
                    make_folder(above)?;
                }
                let at = entry.header().mtime().unwrap_or(0);
                let (hash, bytes) = write_file(&mut entry, &target)?;
                keep_time(&target, at);
                lines.update(list_line(&hash, bytes, member).as_bytes());
                done.files += 1;
                done.bytes += bytes;
            }
            _ => return Err(UnpackFault::Special(shown())),
        }
        before = Some(member.to_vec());
    }
    let found = digest(lines);
    match list {
        Some(list) if list == expected_list && found == expected_list => Ok(done),
        Some(list) if list == expected_list => Err(UnpackFault::List {
            expected: expected_list,
            found: format!("{found} by the files"),
        }),
        Some(list) => Err(UnpackFault::List {
            expected: expected_list,
            found: list.to_string(),
        }),
        None => Err(UnpackFault::List {
            expected: expected_list,
            found: "missing".into(),
        }),
    }
}

/// Whether a path stays below the folder: plain names between single slashes.
fn safe(member: &[u8]) -> bool {
    member.len() <= MAX_PATH
        && !member.contains(&0)
        && member
            .split(|byte| *byte == b'/')
            .all(|part| !matches!(part, b"" | b"." | b".."))
}

/// The order of the sorted walk: part by part, a folder before what is in it.
fn comes_after(before: &[u8], member: &[u8]) -> bool {
    let parts = |path: &'_ [u8]| -> Vec<Vec<u8>> {
        path.split(|byte| *byte == b'/')
            .map(<[u8]>::to_vec)
            .collect()
    };
    parts(before) < parts(member)
}

fn make_folder(path: &Path) -> Result<(), UnpackFault> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|cause| UnpackFault::Write {
            path: path.to_owned(),
            cause,
        })
}

fn write_file(mut from: impl Read, target: &Path) -> Result<(Digest, u64), UnpackFault> {
    let refused = |cause| UnpackFault::Write {
        path: target.to_owned(),
        cause,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(target)
        .map_err(refused)?;
    let mut hash = Context::new(&SHA256);
    let mut block = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok((digest(hash), bytes)),
            Ok(n) => {
                hash.update(&block[..n]);
                file.write_all(&block[..n]).map_err(refused)?;
                bytes += n as u64;
            }
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(UnpackFault::Read(fault)),
        }
    }
}

/// Gives the file the time it had; a file system that cannot keep times loses only that.
fn keep_time(target: &Path, seconds: u64) {
    if let (Ok(file), Some(at)) = (
        File::open(target),
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
    ) {
        let _ = file.set_modified(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_elsewhere_is_not_safe() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "a/.",
            "a\0b",
        ] {
            assert!(!safe(path.as_bytes()), "{path:?}");
        }
        assert!(safe(b"a/b.txt") && safe(b"..a/b..") && safe("ф/文".as_bytes()));
        assert!(!safe(&[b'a'; MAX_PATH + 1]));
    }

    #[test]
    fn a_folder_comes_before_what_is_in_it_and_names_compare_part_by_part() {
        assert!(comes_after(b"a", b"a/b"));
        assert!(
            comes_after(b"a/z", b"a.txt"),
            "`a/` was walked before `a.txt`"
        );
        assert!(!comes_after(b"a/b", b"a/b"));
        assert!(!comes_after(b"b", b"a/z"));
    }
}
