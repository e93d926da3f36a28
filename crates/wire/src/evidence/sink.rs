//! Where sealed chunks go: three files in a node's blob folder, or one sealed file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use comity_core::id::{Digest, ObjectId};

use super::direct::DirectFile;
use super::landing::Landing;
use super::layout::TAG_BYTES;
use super::page::Page;

/// Takes the sealed chunks of one object in order.
pub trait ChunkSink: Send + 'static {
    /// Takes the next chunk, its leaf hash and its tag.
    ///
    /// # Errors
    /// The disk refuses.
    fn put(&mut self, chunk: &mut Page, leaf: &Digest, tag: &[u8; TAG_BYTES]) -> io::Result<()>;
}

/// Where the three files of an object lie on a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPaths {
    /// Ciphertext and nothing else, so chunk i begins at i MiB.
    pub chunks: PathBuf,
    /// Leaf hashes, 32 bytes a chunk.
    pub leaves: PathBuf,
    /// Seal tags, 16 bytes a chunk.
    pub tags: PathBuf,
}

impl ObjectPaths {
    /// `<id>.chunks`, `<id>.leaves`, `<id>.tags` in a folder of many objects.
    #[must_use]
    pub fn named(folder: &Path, id: ObjectId) -> Self {
        Self {
            chunks: folder.join(format!("{id}.chunks")),
            leaves: folder.join(format!("{id}.leaves")),
            tags: folder.join(format!("{id}.tags")),
        }
    }

    /// `chunks`, `leaves`, `tags` in a folder of this object alone.
    #[must_use]
    pub fn alone(folder: &Path) -> Self {
        Self {
            chunks: folder.join("chunks"),
            leaves: folder.join("leaves"),
            tags: folder.join("tags"),
        }
    }
}

/// An object as a node keeps it: three files, so that chunks stay aligned.
#[derive(Debug)]
pub struct FolderSink {
    chunks: (Landing, DirectFile),
    leaves: (Landing, BufWriter<File>),
    tags: (Landing, BufWriter<File>),
}

impl FolderSink {
    /// Starts an object; `expected` is its size where known, so room is reserved.
    ///
    /// # Errors
    /// A folder refuses, or the object is there already.
    pub fn new(paths: &ObjectPaths, expected: Option<u64>) -> io::Result<Self> {
        let chunks = Landing::private(&paths.chunks)?;
        let leaves = Landing::private(&paths.leaves)?;
        let tags = Landing::private(&paths.tags)?;
        let out = DirectFile::new(chunks.handle()?, expected)?;
        let (leaf_out, tag_out) = (leaves.handle()?, tags.handle()?);
        Ok(Self {
            chunks: (chunks, out),
            leaves: (leaves, BufWriter::new(leaf_out)),
            tags: (tags, BufWriter::new(tag_out)),
        })
    }

    /// Writes everything through to the disk and names the files, the chunks last: an object
    /// whose chunks have a name is whole.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn settle(self) -> io::Result<()> {
        let (landing, mut out) = self.chunks;
        out.end_pages()?;
        for (list, mut buffered) in [self.tags, self.leaves] {
            buffered.flush()?;
            list.settle()?;
        }
        landing.settle()
    }
}

impl ChunkSink for FolderSink {
    fn put(&mut self, chunk: &mut Page, leaf: &Digest, tag: &[u8; TAG_BYTES]) -> io::Result<()> {
        self.chunks.1.page(chunk)?;
        self.leaves.1.write_all(leaf.as_bytes())?;
        self.tags.1.write_all(tag)
    }
}

/// Bytes that are kept until the chunks before them are written: in memory while they are few,
/// then in a nameless file. 4 TiB of evidence have 192 MiB of lists.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    memory: Vec<u8>,
    disk: Option<BufWriter<File>>,
}

/// From here on a spool goes to disk: the leaves of 32 GiB.
const SPOOL_IN_MEMORY: usize = 1 << 20;

impl Spool {
    /// Appends.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(disk) = &mut self.disk {
            return disk.write_all(bytes);
        }
        self.memory.extend_from_slice(bytes);
        if self.memory.len() >= SPOOL_IN_MEMORY {
            let mut disk = BufWriter::new(tempfile::tempfile()?);
            disk.write_all(&self.memory)?;
            self.memory = Vec::new();
            self.disk = Some(disk);
        }
        Ok(())
    }

    /// Gives everything back from the start.
    pub(crate) fn replay(self) -> io::Result<Box<dyn Read>> {
        match self.disk {
            None => Ok(Box::new(io::Cursor::new(self.memory))),
            Some(disk) => {
                let mut file = disk.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.seek(SeekFrom::Start(0))?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spool_gives_back_what_it_took_from_memory_and_from_disk() {
        for count in [0usize, 3, SPOOL_IN_MEMORY / 32 + 5] {
            let mut spool = Spool::default();
            let mut expected = Vec::new();
            for n in 0..count {
                let bytes = [n as u8; 32];
                spool.put(&bytes).expect("room");
                expected.extend_from_slice(&bytes);
            }
            let mut got = Vec::new();
            spool
                .replay()
                .expect("readable")
                .read_to_end(&mut got)
                .expect("readable");
            assert!(got == expected, "{count} entries");
        }
    }
}
