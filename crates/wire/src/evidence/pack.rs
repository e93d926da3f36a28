//! Several files or a folder as one object: a tar stream that any `tar` reads.
//!
//! Members come in the order of a sorted walk, without owners; times of modification stay, since
//! they may matter. The last member, [`LIST_NAME`], lists every file. Its hash stands in the
//! sealed part, so single files can be shown to a court against it.
//!
//! ```text
//! line of the list = SHA-256 in hexadecimal ‖ space ‖ bytes in decimal ‖ space ‖ path ‖ LF
//! ```
//! In a path the backslash is written `\\`; control bytes and bytes that are not UTF-8 are `\xHH`.

use std::ffi::OsString;
use std::fs::{self, FileType, Metadata, OpenOptions};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::Digest;
use rustix::fs::OFlags;
use tar::{EntryType, Header};

use super::layout::digest;
use super::seal::{PutFault, Sealer};
use super::sink::{ChunkSink, Spool};
use crate::hash::sha256;

/// The member that lists all others.
pub const LIST_NAME: &str = "comity-files.txt";

const BLOCK: u64 = 512;

/// Why files cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackFault {
    /// A file or folder cannot be read.
    #[error("{path} cannot be read: {cause}")]
    Read {
        /// Which one.
        path: PathBuf,
        /// What the file system says.
        cause: io::Error,
    },
    /// A link, device or socket: what it leads to is not evidence of this place.
    #[error("{0} is neither a file nor a folder; links and devices are not packed")]
    Special(PathBuf),
    /// Two of the given names are the same, or one is that of the list.
    #[error("the name {0:?} would stand twice in one object")]
    Twice(OsString),
    /// A path without a last part, such as `/`.
    #[error("{0} has no name of its own")]
    Nameless(PathBuf),
    /// A file changed while it was read, so no hash of it would be true.
    #[error("{0} changed while it was being sealed")]
    Changed(PathBuf),
    /// The sealed bytes cannot be written.
    #[error("the sealed object cannot be written")]
    Write(#[from] io::Error),
}

impl PackFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "pack.read",
            Self::Special(_) => "pack.special",
            Self::Twice(_) => "pack.twice",
            Self::Nameless(_) => "pack.nameless",
            Self::Changed(_) => "pack.changed",
            Self::Write(_) => "pack.write",
        }
    }
}

/// One of the given files or folders and the name it gets.
struct Root {
    name: OsString,
    path: PathBuf,
}

/// Packs files and folders into an object that is being sealed; gives the hash of the list.
/// `seen` is told of every byte of content that was read.
///
/// # Errors
/// [`PackFault`]; the object must then be abandoned.
pub fn pack<S: ChunkSink>(
    sealer: &mut Sealer<S>,
    paths: &[PathBuf],
    seen: &mut dyn FnMut(u64),
) -> Result<Digest, PackFault> {
    let mut packer = Packer {
        sealer,
        list: Spool::default(),
        list_hash: Context::new(&SHA256),
        list_len: 0,
        seen,
    };
    for root in roots(paths)? {
        let meta = root.path.symlink_metadata();
        let kind = meta.map_err(|cause| unread(&root.path, cause))?.file_type();
        packer.entry(&root.path, root.name.into_vec(), kind)?;
    }
    packer.end()
}

/// How many bytes of content the files and folders hold, as far as can be told beforehand.
#[must_use]
pub fn content_bytes(paths: &[PathBuf]) -> u64 {
    paths
        .iter()
        .map(|path| match path.symlink_metadata() {
            Ok(meta) if meta.is_dir() => fs::read_dir(path).map_or(0, |entries| {
                let inside: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
                content_bytes(&inside)
            }),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

fn roots(paths: &[PathBuf]) -> Result<Vec<Root>, PackFault> {
    let mut roots = Vec::with_capacity(paths.len());
    for path in paths {
        // `.` and `..` have a name only once resolved.
        let named = match path.file_name() {
            Some(name) => Some(name.to_owned()),
            None => path
                .canonicalize()
                .ok()
                .and_then(|whole| Some(whole.file_name()?.to_owned())),
        };
        let name = named.ok_or_else(|| PackFault::Nameless(path.clone()))?;
        roots.push(Root {
            name,
            path: path.clone(),
        });
    }
    roots.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    if let Some(pair) = roots.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(PackFault::Twice(pair[0].name.clone()));
    }
    match roots.iter().find(|root| root.name == LIST_NAME) {
        Some(root) => Err(PackFault::Twice(root.name.clone())),
        None => Ok(roots),
    }
}

struct Packer<'a, S> {
    sealer: &'a mut Sealer<S>,
    list: Spool,
    list_hash: Context,
    list_len: u64,
    seen: &'a mut dyn FnMut(u64),
}

impl<S: ChunkSink> Packer<'_, S> {
    /// `kind` is what the folder or the file system says without following links.
    fn entry(&mut self, path: &Path, member: Vec<u8>, kind: FileType) -> Result<(), PackFault> {
        if kind.is_dir() {
            self.folder(path, member)
        } else if kind.is_file() {
            self.file(path, &member)
        } else {
            Err(PackFault::Special(path.to_owned()))
        }
    }

    fn folder(&mut self, path: &Path, mut member: Vec<u8>) -> Result<(), PackFault> {
        let unread = |cause| unread(path, cause);
        let meta = path.symlink_metadata().map_err(unread)?;
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            inside.push((entry.file_name(), entry.file_type().map_err(unread)?));
        }
        inside.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        member.push(b'/');
        self.header(&member, EntryType::Directory, 0, modified(&meta))?;
        for (name, kind) in inside {
            let below = [&member, name.as_bytes()].concat();
            self.entry(&path.join(&name), below, kind)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, member: &[u8]) -> Result<(), PackFault> {
        let unread = |cause| unread(path, cause);
        // Between listing and opening the name may have been given to a link.
        let no_link = OFlags::NOFOLLOW.bits().cast_signed();
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(no_link)
            .open(path);
        let file = file.map_err(unread)?;
        let meta = file.metadata().map_err(unread)?;
        if !meta.is_file() {
            return Err(PackFault::Special(path.to_owned()));
        }
        let size = meta.len();
        self.header(member, EntryType::Regular, size, modified(&meta))?;
        let before = self.sealer.size();
        let mut hash = Context::new(&SHA256);
        let seen = &mut *self.seen;
        let sealed = self.sealer.put_all(file, |bytes| {
            hash.update(bytes);
            seen(bytes.len() as u64);
        });
        sealed.map_err(|fault| match fault {
            PutFault::Read(cause) => unread(cause),
            PutFault::Write(cause) => PackFault::Write(cause),
        })?;
        if self.sealer.size() - before != size {
            return Err(PackFault::Changed(path.to_owned()));
        }
        self.pad(size)?;
        self.line(&list_line(&digest(hash), size, member))?;
        Ok(())
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        self.list_hash.update(line.as_bytes());
        self.list_len += line.len() as u64;
        self.list.put(line.as_bytes())
    }

    fn header(&mut self, member: &[u8], kind: EntryType, size: u64, at: u64) -> io::Result<()> {
        if member.len() > 100 {
            // A name that does not fit stands in a member of its own before, as GNU tar does.
            let mut long = Header::new_gnu();
            set_name(&mut long, b"././@LongLink");
            long.set_entry_type(EntryType::GNULongName);
            long.set_size(member.len() as u64 + 1);
            long.set_cksum();
            self.sealer.put(long.as_bytes())?;
            self.sealer.put(member)?;
            self.sealer.put(&[0])?;
            self.pad(member.len() as u64 + 1)?;
        }
        let mut header = Header::new_gnu();
        set_name(&mut header, member);
        header.set_entry_type(kind);
        header.set_mode(if kind == EntryType::Directory {
            0o755
        } else {
            0o644
        });
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(at);
        header.set_size(size);
        header.set_cksum();
        self.sealer.put(header.as_bytes())
    }

    fn pad(&mut self, size: u64) -> io::Result<()> {
        let over = (size.next_multiple_of(BLOCK) - size) as usize;
        self.sealer.put(&[0; BLOCK as usize][..over])
    }

    fn end(mut self) -> Result<Digest, PackFault> {
        let list = std::mem::take(&mut self.list);
        self.header(LIST_NAME.as_bytes(), EntryType::Regular, self.list_len, 0)?;
        let put = self.sealer.put_all(list.replay()?, |_| ());
        put.map_err(|(PutFault::Read(cause) | PutFault::Write(cause))| PackFault::Write(cause))?;
        self.pad(self.list_len)?;
        // Two empty blocks end a tar stream.
        self.sealer.put(&[0; 2 * BLOCK as usize])?;
        Ok(digest(self.list_hash))
    }
}

fn unread(path: &Path, cause: io::Error) -> PackFault {
    PackFault::Read {
        path: path.to_owned(),
        cause,
    }
}

fn set_name(header: &mut Header, member: &[u8]) {
    let field = &mut header.as_old_mut().name;
    let n = member.len().min(field.len());
    field[..n].copy_from_slice(&member[..n]);
}

fn modified(meta: &Metadata) -> u64 {
    let since = meta
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs())
}

/// One line of the list, with its line feed.
pub(super) fn list_line(sha256: &Digest, bytes: u64, path: &[u8]) -> String {
    use std::fmt::Write;
    let mut line = format!("{sha256} {bytes} ");
    for chunk in path.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\\' => line.push_str("\\\\"),
                control if control.is_ascii_control() => {
                    let _ = write!(line, "\\x{:02X}", u32::from(control));
                }
                letter => line.push(letter),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(line, "\\x{byte:02X}");
        }
    }
    line.push('\n');
    line
}

/// The hash of a list that has no lines: of a folder without files.
#[must_use]
pub fn empty_list() -> Digest {
    sha256(b"")
}
