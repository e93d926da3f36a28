//! Sealed objects: large, write-once, read in ranges.
//!
//! An object is made or received in a local staging folder, where chunks are written aligned and
//! synced, and is published when it is whole. A folder store publishes by renaming; an S3 store
//! uploads. Nothing readable is ever in it: only ciphertext, tags and leaf hashes.

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::ObjectId;

/// The three parts of a stored object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobPart {
    /// Ciphertext, 1 MiB a chunk.
    Chunks,
    /// GCM tags, 16 bytes a chunk.
    Tags,
    /// Leaf hashes, 32 bytes a chunk.
    Leaves,
}

impl BlobPart {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Chunks, Self::Tags, Self::Leaves];

    /// File extension.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Chunks => "chunks",
            Self::Tags => "tags",
            Self::Leaves => "leaves",
        }
    }
}

/// Why a blob operation failed.
#[derive(Debug, thiserror::Error)]
pub enum BlobFault {
    /// No such object, or not yet published.
    #[error("no such object")]
    Absent,
    /// The disk is full.
    #[error("no space left for evidence")]
    NoSpace,
    /// Anything else.
    #[error("the evidence store failed: {0}")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Where an object that is being made lies on the local disk.
#[derive(Clone, Debug)]
pub struct BlobWriter {
    /// The folder that belongs to this object alone; parts are named `chunks`, `tags`, `leaves`.
    pub folder: PathBuf,
}

impl BlobWriter {
    /// Path of a part.
    #[must_use]
    pub fn path(&self, part: BlobPart) -> PathBuf {
        self.folder.join(part.extension())
    }
}

/// Where sealed objects lie.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Opens (or continues) the staging folder of an object, after checking that `bytes` plus a
    /// tenth fit on the disk.
    ///
    /// # Errors
    /// [`BlobFault::NoSpace`] before anything is written.
    async fn stage(&self, id: ObjectId, bytes: u64) -> Result<BlobWriter, BlobFault>;

    /// Publishes a whole object out of its staging folder. Again is no change.
    async fn publish(&self, id: ObjectId) -> Result<(), BlobFault>;

    /// Drops the staging folder.
    async fn discard(&self, id: ObjectId) -> Result<(), BlobFault>;

    /// Length of a part of a published object.
    async fn size(&self, id: ObjectId, part: BlobPart) -> Result<u64, BlobFault>;

    /// Reads `len` bytes at `offset` of a part of a published object; fewer only at its end.
    async fn read(
        &self,
        id: ObjectId,
        part: BlobPart,
        offset: u64,
        len: u64,
    ) -> Result<Bytes, BlobFault>;

    /// The local file of a part, where there is one: readers may then stream it themselves.
    fn local(&self, id: ObjectId, part: BlobPart) -> Option<PathBuf>;
}
