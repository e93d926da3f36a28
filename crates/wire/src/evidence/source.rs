//! Reading sealed chunks back, from a node's three files or from one sealed file, by position.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use comity_core::id::Digest;

use super::layout::{CHUNK_BYTES, LEAF_BYTES, TAG_BYTES, chunk_len, chunks_of, leaf_hash};
use super::sink::ObjectPaths;
use super::tree::root_of_list;

/// Something that can be read at any place, by several threads at once.
pub trait ReadAt: Send + Sync {
    /// Fills `into` from `offset` on.
    ///
    /// # Errors
    /// The bytes end early or cannot be read.
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()>;
}

impl ReadAt for File {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, into, offset)
    }
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        let part = usize::try_from(offset)
            .ok()
            .and_then(|from| self.get(from..from.checked_add(into.len())?))
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(part);
        Ok(())
    }
}

/// A run of bytes inside something readable.
#[derive(Clone)]
pub struct Run {
    from: Arc<dyn ReadAt>,
    offset: u64,
}

impl Run {
    /// The bytes of `from` that begin at `offset`.
    #[must_use]
    pub fn new(from: Arc<dyn ReadAt>, offset: u64) -> Self {
        Self { from, offset }
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.from.read_at(into, self.offset + offset)
    }
}

/// Where a sealed object's ciphertext, leaf hashes and tags are read from.
#[derive(Clone)]
pub struct ChunkSource {
    size: u64,
    chunks: Run,
    leaves: LeafList,
    tags: Run,
}

/// Why stored chunks do not fit their manifest.
#[derive(Debug, thiserror::Error)]
pub enum ChunkFault {
    /// A file ends early or cannot be read.
    #[error("the sealed bytes cannot be read")]
    Read(#[from] io::Error),
    /// The list of leaf hashes is not the one that was signed.
    #[error("the leaf list gives the root {found}, the manifest says {expected}")]
    Root {
        /// As signed.
        expected: Digest,
        /// As computed.
        found: Digest,
    },
    /// A chunk or its tag was altered.
    #[error("chunk {index} hashes to {found}, its leaf is {expected}")]
    Chunk {
        /// Which one, from 0.
        index: u64,
        /// As listed.
        expected: Digest,
        /// As computed.
        found: Digest,
    },
    /// There is no such chunk, or it has another length.
    #[error("an object of {size} bytes has no chunk {index} of {len} bytes")]
    NoSuchChunk {
        /// The object's size.
        size: u64,
        /// The chunk asked for.
        index: u64,
        /// Its length.
        len: usize,
    },
}

impl ChunkFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "chunk.read",
            Self::Root { .. } => "chunk.root",
            Self::Chunk { .. } => "chunk.leaf",
            Self::NoSuchChunk { .. } => "chunk.none",
        }
    }
}

/// A list of leaf hashes that gave the signed root, so each single chunk can be judged by it as
/// it arrives, in any order.
#[derive(Clone)]
pub struct LeafList {
    size: u64,
    run: Run,
}

impl LeafList {
    /// Reads the list once and compares its root with the signed one.
    ///
    /// # Errors
    /// [`ChunkFault::Root`], or the list ends early.
    pub fn check(run: Run, size: u64, ct_root: Digest) -> Result<Self, ChunkFault> {
        let chunks = chunks_of(size);
        let found = root_of_list(
            Sequential {
                run: &run,
                at: 0,
                left: chunks * 32,
            },
            chunks,
        )?;
        if found == ct_root {
            Ok(Self { size, run })
        } else {
            Err(ChunkFault::Root {
                expected: ct_root,
                found,
            })
        }
    }

    /// Chunks of the object.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        chunks_of(self.size)
    }

    /// Judges one chunk and its tag.
    ///
    /// # Errors
    /// [`ChunkFault`] names the chunk and both hashes.
    pub fn judge(
        &self,
        index: u64,
        ciphertext: &[u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), ChunkFault> {
        if chunk_len(self.size, index) != Some(ciphertext.len()) {
            let len = ciphertext.len();
            return Err(ChunkFault::NoSuchChunk {
                size: self.size,
                index,
                len,
            });
        }
        let mut leaf = [0; LEAF_BYTES];
        self.run.read_at(&mut leaf, index * LEAF_BYTES as u64)?;
        let expected = Digest::from_bytes(leaf);
        let found = leaf_hash(ciphertext, tag);
        if found == expected {
            Ok(())
        } else {
            Err(ChunkFault::Chunk {
                index,
                expected,
                found,
            })
        }
    }
}

impl ChunkSource {
    /// Puts the three runs of an object together after checking the leaf list against the root.
    ///
    /// # Errors
    /// As [`LeafList::check`].
    pub fn new(
        size: u64,
        ct_root: Digest,
        chunks: Run,
        leaves: Run,
        tags: Run,
    ) -> Result<Self, ChunkFault> {
        let leaves = LeafList::check(leaves, size, ct_root)?;
        Ok(Self {
            size,
            chunks,
            leaves,
            tags,
        })
    }

    /// An object in the three files of a node.
    ///
    /// # Errors
    /// A file is missing or has another length than the size asks for, else as
    /// [`LeafList::check`].
    pub fn at(paths: &ObjectPaths, size: u64, ct_root: Digest) -> Result<Self, ChunkFault> {
        let chunks = chunks_of(size);
        Self::new(
            size,
            ct_root,
            whole(&paths.chunks, size)?,
            whole(&paths.leaves, chunks * LEAF_BYTES as u64)?,
            whole(&paths.tags, chunks * TAG_BYTES as u64)?,
        )
    }

    /// Size of the object in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Chunks of the object.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        chunks_of(self.size)
    }

    /// Reads chunk `index` into `page` and judges it; gives its tag.
    ///
    /// # Errors
    /// [`ChunkFault`] names the chunk.
    pub fn read(
        &self,
        index: u64,
        page: &mut super::page::Page,
    ) -> Result<[u8; TAG_BYTES], ChunkFault> {
        let Some(len) = chunk_len(self.size, index) else {
            return Err(ChunkFault::NoSuchChunk {
                size: self.size,
                index,
                len: 0,
            });
        };
        self.chunks
            .read_at(page.hold(len), index * CHUNK_BYTES as u64)?;
        let mut tag = [0; TAG_BYTES];
        self.tags.read_at(&mut tag, index * TAG_BYTES as u64)?;
        self.leaves.judge(index, page.bytes(), &tag)?;
        Ok(tag)
    }
}

/// A file that has exactly the expected length.
fn whole(path: &Path, expected: u64) -> Result<Run, ChunkFault> {
    let file = File::open(path)?;
    let found = file.metadata()?.len();
    if found == expected {
        return Ok(Run::new(Arc::new(file), 0));
    }
    let what = format!("{} has {found} bytes, not {expected}", path.display());
    Err(io::Error::new(io::ErrorKind::InvalidData, what).into())
}

/// Reads a run from its start.
struct Sequential<'a> {
    run: &'a Run,
    at: u64,
    left: u64,
}

impl io::Read for Sequential<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(into.len());
        self.run.read_at(&mut into[..n], self.at)?;
        self.at += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}
