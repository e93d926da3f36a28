//! Stored objects for tests, right and damaged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId, ObjectId};
use comity_flows::ports::{
    BlobFault, BlobPart, BlobWriter, Blobs, Pull, PullProgress, ServedObject,
};
use comity_peer::tls::TlsIdentity;
use comity_wire::evidence::layout::{CHUNK_BYTES, TAG_BYTES, chunk_len, chunks_of, leaf_hash};
use comity_wire::evidence::tree::root_of_list;
use comity_wire::hash::sha256;

use super::Host;

/// A small generator: the same seed gives the same bytes.
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..n.div_ceil(8))
            .flat_map(|_| self.next().to_le_bytes())
            .collect();
        bytes.truncate(n);
        bytes
    }
}

/// Ciphertext as it would lie after sealing. What it opens to does not matter to a transfer.
pub struct Sample {
    pub id: ObjectId,
    pub chunks: Vec<u8>,
    pub tags: Vec<u8>,
    pub leaves: Vec<u8>,
    pub root: Digest,
}

impl Sample {
    pub fn new(bytes: usize, seed: u64) -> Self {
        let mut random = Seeded(seed);
        let chunks = random.bytes(bytes);
        let count = chunks_of(bytes as u64);
        let tags = random.bytes(usize::try_from(count).expect("small") * TAG_BYTES);
        let mut leaves = Vec::new();
        for index in 0..count {
            let len = chunk_len(bytes as u64, index).expect("inside");
            let at = usize::try_from(index).expect("small");
            let tag = tags[at * TAG_BYTES..][..TAG_BYTES]
                .try_into()
                .expect("16 bytes");
            let leaf = leaf_hash(&chunks[at * CHUNK_BYTES..][..len], tag);
            leaves.extend_from_slice(leaf.as_bytes());
        }
        let root = root_of_list(leaves.as_slice(), count).expect("all there");
        Self {
            id: ObjectId::from_slice(&random.bytes(16)).expect("16 bytes"),
            chunks,
            tags,
            leaves,
            root,
        }
    }

    pub fn served(&self) -> ServedObject {
        ServedObject {
            bytes: self.chunks.len() as u64,
            chunks: chunks_of(self.chunks.len() as u64),
        }
    }

    pub fn store(&self, folder: &Path) {
        for (part, bytes) in [
            (BlobPart::Chunks, &self.chunks),
            (BlobPart::Tags, &self.tags),
            (BlobPart::Leaves, &self.leaves),
        ] {
            std::fs::write(folder.join(part.extension()), bytes).expect("room");
        }
    }

    /// Lets the holder of `identity` pull with this token.
    pub fn grant(&self, host: &Host, identity: &TlsIdentity) -> Vec<u8> {
        let token = Seeded(self.chunks.len() as u64 + 5).bytes(32);
        let grant = (self.id, identity.pin(), self.served());
        let mut transfers = host.desk.transfers.lock().expect("whole");
        transfers.insert(sha256(&token), grant);
        token
    }

    pub fn pull(&self, peer: &NodeId, token: Vec<u8>, folder: &Path) -> Pull {
        Pull {
            peer: peer.clone(),
            object: self.id,
            token,
            chunks: self.served().chunks,
            bytes: self.served().bytes,
            ct_root: *self.root.as_bytes(),
            folder: folder.to_owned(),
            bitmap: Vec::new(),
        }
    }

    pub fn assert_arrived(&self, folder: &Path) {
        for (part, bytes) in [
            (BlobPart::Chunks, &self.chunks),
            (BlobPart::Tags, &self.tags),
            (BlobPart::Leaves, &self.leaves),
        ] {
            let found = std::fs::read(folder.join(part.extension())).expect("there");
            assert!(found == *bytes, "{part:?} differ");
        }
    }
}

/// Objects in folders by id; some bytes may be flipped on their way out, a number of times.
#[derive(Default)]
pub struct FolderBlobs {
    pub folders: Mutex<BTreeMap<ObjectId, PathBuf>>,
    pub flips: Mutex<Vec<Flip>>,
    /// Read through `read` instead of the local file.
    pub remote: bool,
    pub reads: AtomicU64,
}

/// A byte that comes out wrong `times` times.
pub struct Flip {
    pub part: BlobPart,
    pub at: u64,
    pub times: u32,
}

impl FolderBlobs {
    pub fn path(&self, id: ObjectId, part: BlobPart) -> Option<PathBuf> {
        let folders = self.folders.lock().expect("whole");
        Some(folders.get(&id)?.join(part.extension()))
    }
}

#[async_trait]
impl Blobs for FolderBlobs {
    async fn stage(&self, _id: ObjectId, _bytes: u64) -> Result<BlobWriter, BlobFault> {
        Err(BlobFault::NoSpace)
    }

    async fn publish(&self, _id: ObjectId) -> Result<(), BlobFault> {
        Err(BlobFault::Absent)
    }

    async fn discard(&self, _id: ObjectId) -> Result<(), BlobFault> {
        Ok(())
    }

    async fn size(&self, id: ObjectId, part: BlobPart) -> Result<u64, BlobFault> {
        let path = self.path(id, part).ok_or(BlobFault::Absent)?;
        Ok(std::fs::metadata(path)
            .map_err(|_| BlobFault::Absent)?
            .len())
    }

    async fn read(
        &self,
        id: ObjectId,
        part: BlobPart,
        offset: u64,
        len: u64,
    ) -> Result<Bytes, BlobFault> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let path = self.path(id, part).ok_or(BlobFault::Absent)?;
        let whole = std::fs::read(path).map_err(|_| BlobFault::Absent)?;
        let from = usize::try_from(offset).expect("small");
        let to = from + usize::try_from(len).expect("small");
        let mut bytes = whole[from..to.min(whole.len())].to_vec();
        for flip in self.flips.lock().expect("whole").iter_mut() {
            let inside = (offset..offset + len).contains(&flip.at);
            if flip.part == part && flip.times > 0 && inside {
                flip.times -= 1;
                bytes[usize::try_from(flip.at - offset).expect("small")] ^= 1;
            }
        }
        Ok(bytes.into())
    }

    fn local(&self, id: ObjectId, part: BlobPart) -> Option<PathBuf> {
        if self.remote {
            None
        } else {
            self.path(id, part)
        }
    }
}

/// Keeps the last bitmap and counts what was moved.
#[derive(Default)]
pub struct Kept {
    pub bitmap: Mutex<Vec<u8>>,
    pub moved: AtomicU64,
    /// Fails at this many calls from now on.
    pub fail_after: Option<u32>,
    pub calls: Mutex<u32>,
    /// Told with the first mark.
    pub first: tokio::sync::Notify,
}

#[async_trait]
impl PullProgress for Kept {
    async fn synced(&self, bitmap: &[u8], moved: u64) -> Result<(), String> {
        let mut calls = self.calls.lock().expect("whole");
        *calls += 1;
        if self.fail_after.is_some_and(|after| *calls > after) {
            return Err("the ledger is full".to_owned());
        }
        *self.bitmap.lock().expect("whole") = bitmap.to_vec();
        self.moved.fetch_add(moved, Ordering::Relaxed);
        self.first.notify_one();
        Ok(())
    }
}
