//! Opening into a folder: every check first, names last.
//!
//! Plaintext gets its final name only after the hash of the whole was found right. Until then it
//! has no name at all or, for packed files, lies in a hidden folder that is removed on failure.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use comity_core::id::ObjectId;

use super::direct::DirectFile;
use super::file::SealedFile;
use super::landing::Landing;
use super::part::SealedPart;
use super::plain::{OpenFault, PlainStream};
use super::source::{ChunkFault, ChunkSource};
use super::unpack::{UnpackFault, Unpacked, unpack};
use super::wrap::WrapFault;
use crate::cose::CoseFault;
use crate::sealing::SealingKey;

/// Why an object was not opened. Nothing of it is left in the folder.
#[derive(Debug, thiserror::Error)]
pub enum UnsealFault {
    /// The signature of whoever closed the file does not hold.
    #[error("the signature over the sealed file does not hold: {0}")]
    Trailer(CoseFault),
    /// The producer's signature does not hold.
    #[error("the signature over the manifest does not hold: {0}")]
    Manifest(CoseFault),
    /// No wrap opens with this key.
    #[error(transparent)]
    Wrap(#[from] WrapFault),
    /// Chunks, key or plaintext are not the signed ones.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The packed files are not the listed ones, or not safe to write.
    #[error(transparent)]
    Unpack(UnpackFault),
    /// The folder cannot be written.
    #[error("{path} cannot be written: {cause}")]
    Write {
        /// Where.
        path: PathBuf,
        /// What the file system says.
        cause: io::Error,
    },
}

impl UnsealFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Trailer(_) => "unseal.trailer",
            Self::Manifest(_) => "unseal.manifest",
            Self::Wrap(fault) => fault.code(),
            Self::Open(fault) => fault.code(),
            Self::Unpack(fault) => fault.code(),
            Self::Write { .. } => "unseal.write",
        }
    }

    /// Whether the disk failed rather than the evidence.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        match self {
            Self::Write { .. } | Self::Unpack(UnpackFault::Write { .. }) => true,
            Self::Open(OpenFault::Chunk(ChunkFault::Read(cause))) => {
                cause.kind() != io::ErrorKind::UnexpectedEof
            }
            _ => false,
        }
    }
}

/// What was opened.
#[derive(Debug)]
pub struct Unsealed {
    /// What the sealed part says.
    pub part: SealedPart,
    /// What now lies in the folder.
    pub paths: Vec<PathBuf>,
    /// How much was packed, when several files were.
    pub packed: Option<Unpacked>,
}

/// Checks a sealed file and opens it into `folder`. `seen` is told of plaintext bytes done.
///
/// # Errors
/// [`UnsealFault`].
pub fn unseal_file(
    file: &SealedFile,
    key: &SealingKey,
    folder: &Path,
    seen: &mut dyn FnMut(u64),
) -> Result<Unsealed, UnsealFault> {
    file.verify_trailer().map_err(UnsealFault::Trailer)?;
    file.verify_manifest().map_err(UnsealFault::Manifest)?;
    let opened = file.unwrap_with(key)?;
    let source = file.source().map_err(OpenFault::from)?;
    let id = file.manifest().manifest().id;
    unseal(source, id, opened.part, folder, seen)
}

/// Opens chunks into `folder` under a sealed part that was checked against its manifest.
///
/// # Errors
/// [`UnsealFault`].
pub fn unseal(
    source: ChunkSource,
    id: ObjectId,
    part: SealedPart,
    folder: &Path,
    seen: &mut dyn FnMut(u64),
) -> Result<Unsealed, UnsealFault> {
    let refused = |cause| UnsealFault::Write {
        path: folder.to_owned(),
        cause,
    };
    fs::create_dir_all(folder).map_err(refused)?;
    let stream = PlainStream::start(source, id, &part.key).map_err(refused)?;
    match part.list {
        None => {
            let path = folder.join(&part.name);
            one_file(stream, &part, &path, seen)?;
            Ok(Unsealed {
                part,
                paths: vec![path],
                packed: None,
            })
        }
        Some(list) => {
            let (paths, packed) = many_files(stream, &part, list, folder, seen)?;
            Ok(Unsealed {
                part,
                paths,
                packed: Some(packed),
            })
        }
    }
}

fn one_file(
    mut stream: PlainStream,
    part: &SealedPart,
    path: &Path,
    seen: &mut dyn FnMut(u64),
) -> Result<(), UnsealFault> {
    let refused = |cause| UnsealFault::Write {
        path: path.to_owned(),
        cause,
    };
    let landing = Landing::private(path).map_err(refused)?;
    let out = landing
        .handle()
        .and_then(|file| DirectFile::new(file, Some(part.bytes)));
    let mut out = out.map_err(refused)?;
    while let Some(mut page) = stream.page()? {
        out.page(&mut page).map_err(refused)?;
        seen(page.bytes().len() as u64);
        stream.give_back(page);
    }
    stream.finish(part.sha256)?;
    out.end_pages().map_err(refused)?;
    landing.settle().map_err(refused)
}

fn many_files(
    mut stream: PlainStream,
    part: &SealedPart,
    list: comity_core::id::Digest,
    folder: &Path,
    seen: &mut dyn FnMut(u64),
) -> Result<(Vec<PathBuf>, Unpacked), UnsealFault> {
    let refused = |cause| UnsealFault::Write {
        path: folder.to_owned(),
        cause,
    };
    let hidden = tempfile::Builder::new()
        .prefix(".comity-opening-")
        .tempdir_in(folder)
        .map_err(refused)?;
    let unpacked = unpack(
        Counted {
            stream: &mut stream,
            seen,
        },
        hidden.path(),
        list,
    );
    // What the chunks say comes first: a damaged chunk is the cause, a broken list its effect.
    stream.finish(part.sha256)?;
    let packed = unpacked.map_err(UnsealFault::Unpack)?;
    sync_all_below(hidden.path()).map_err(refused)?;
    let paths = move_up(hidden.path(), folder)?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(refused)?;
    Ok((paths, packed))
}

/// Gives everything in the hidden folder its final name; replaces nothing.
fn move_up(hidden: &Path, folder: &Path) -> Result<Vec<PathBuf>, UnsealFault> {
    let refused = |path: &Path, cause| UnsealFault::Write {
        path: path.to_owned(),
        cause,
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(hidden).map_err(|cause| refused(hidden, cause))? {
        names.push(entry.map_err(|cause| refused(hidden, cause))?.file_name());
    }
    names.sort();
    // All or none, as far as nobody else writes here at this moment.
    for name in &names {
        let target = folder.join(name);
        if target.symlink_metadata().is_ok() {
            return Err(refused(&target, io::ErrorKind::AlreadyExists.into()));
        }
    }
    let mut paths = Vec::with_capacity(names.len());
    for name in names {
        let target = folder.join(&name);
        rename(&hidden.join(&name), &target).map_err(|cause| refused(&target, cause))?;
        paths.push(target);
    }
    Ok(paths)
}

#[cfg(target_os = "linux")]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system that cannot promise it; the name was free a moment ago.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => fs::rename(from, to),
        other => Ok(other?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// One sync for all files instead of one each.
#[cfg(target_os = "linux")]
fn sync_all_below(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_all_below(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_all_below(&path)?;
        } else {
            File::open(&path)?.sync_all()?;
        }
    }
    File::open(folder)?.sync_all()
}

/// Tells of every byte that passes.
struct Counted<'a> {
    stream: &'a mut PlainStream,
    seen: &'a mut dyn FnMut(u64),
}

impl io::Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(into)?;
        (self.seen)(n as u64);
        Ok(n)
    }
}
