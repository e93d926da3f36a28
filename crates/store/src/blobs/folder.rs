//! Evidence in a folder: written in `staging/`, made durable, then renamed into place, so that an
//! object is either whole or not there.
//!
//! ```text
//! objects/staging/<id>/{chunks,tags,leaves}    being made or received
//! objects/<first two digits>/<id>/{…}          published, never written again
//! ```

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::ObjectId;
use comity_flows::ports::{BlobFault, BlobPart, BlobWriter, Blobs};

use crate::settings::OpenFault;

/// Bytes of one read at most; whoever wants more asks again.
const READ_MOST: u64 = 64 << 20;

/// Objects in a folder of this machine.
#[derive(Clone, Debug)]
pub struct FolderBlobs {
    places: Arc<Places>,
}

/// The folders of a store.
#[derive(Debug)]
pub(super) struct Places {
    root: PathBuf,
    staging: PathBuf,
}

/// A fault of the file system, a full disk told apart.
pub(super) fn fault(why: io::Error) -> BlobFault {
    match why.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BlobFault::NoSpace,
        io::ErrorKind::NotFound => BlobFault::Absent,
        _ => BlobFault::Store(Box::new(why)),
    }
}

/// File work on a thread of its own.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobFault> + Send + 'static,
) -> Result<T, BlobFault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|why| BlobFault::Store(Box::new(why)))?
}

fn private_folder(at: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(at)
}

fn sync_folder(at: &Path) -> io::Result<()> {
    File::open(at)?.sync_all()
}

impl Places {
    /// Makes the folders and checks that they can be written.
    pub(super) fn make(root: &Path, staging: &Path) -> Result<Self, OpenFault> {
        let not_writable = |at: &Path, why: io::Error| OpenFault::NotWritable {
            at: at.display().to_string(),
            why: why.to_string(),
        };
        for at in [root, staging] {
            private_folder(at).map_err(|why| not_writable(at, why))?;
        }
        let probe = staging.join(".probe");
        File::create(&probe)
            .and_then(|_| std::fs::remove_file(&probe))
            .map_err(|why| not_writable(staging, why))?;
        Ok(Self {
            root: root.to_owned(),
            staging: staging.to_owned(),
        })
    }

    pub(super) fn staged(&self, id: ObjectId) -> PathBuf {
        self.staging.join(id.to_string())
    }

    fn published(&self, id: ObjectId) -> PathBuf {
        let name = id.to_string();
        self.root.join(&name[..2]).join(name)
    }

    /// Opens a staging folder when `bytes` and a tenth more fit.
    pub(super) fn stage(&self, id: ObjectId, bytes: u64) -> Result<BlobWriter, BlobFault> {
        let folder = self.staged(id);
        let present: u64 = BlobPart::ALL
            .iter()
            .filter_map(|part| std::fs::metadata(folder.join(part.extension())).ok())
            .map(|file| file.len())
            .sum();
        let disk = rustix::fs::statvfs(&self.staging).map_err(|why| fault(why.into()))?;
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        // What a continued object holds already need not fit again.
        if free < bytes.saturating_add(bytes / 10).saturating_sub(present) {
            return Err(BlobFault::NoSpace);
        }
        private_folder(&folder).map_err(fault)?;
        sync_folder(&self.staging).map_err(fault)?;
        Ok(BlobWriter { folder })
    }

    pub(super) fn discard(&self, id: ObjectId) -> Result<(), BlobFault> {
        match std::fs::remove_dir_all(self.staged(id)) {
            Ok(()) => sync_folder(&self.staging).map_err(fault),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(why) => Err(fault(why)),
        }
    }

    fn publish(&self, id: ObjectId) -> Result<(), BlobFault> {
        let (from, to) = (self.staged(id), self.published(id));
        if to.is_dir() {
            return self.discard(id);
        }
        for part in BlobPart::ALL {
            OpenOptions::new()
                .read(true)
                .open(from.join(part.extension()))
                .and_then(|file| file.sync_all())
                .map_err(fault)?;
        }
        sync_folder(&from).map_err(fault)?;
        let shelf = to.parent().unwrap_or(&self.root);
        private_folder(shelf).map_err(fault)?;
        sync_folder(&self.root).map_err(fault)?;
        match std::fs::rename(&from, &to) {
            Ok(()) => {}
            // Another task published the same object a moment ago.
            Err(_) if to.is_dir() => return self.discard(id),
            Err(why) => return Err(fault(why)),
        }
        sync_folder(shelf).map_err(fault)?;
        sync_folder(&self.staging).map_err(fault)
    }
}

/// Reads a range of a file; fewer bytes only at its end.
fn read_range(path: &Path, offset: u64, len: u64) -> Result<Bytes, BlobFault> {
    let file = File::open(path).map_err(fault)?;
    let size = file.metadata().map_err(fault)?.len();
    let len = len.min(READ_MOST).min(size.saturating_sub(offset));
    let mut bytes = vec![0; usize::try_from(len).map_err(|why| BlobFault::Store(Box::new(why)))?];
    file.read_exact_at(&mut bytes, offset).map_err(fault)?;
    Ok(bytes.into())
}

impl FolderBlobs {
    /// Opens or creates the folder.
    ///
    /// # Errors
    /// [`OpenFault::NotWritable`].
    pub fn open(root: &Path) -> Result<Self, OpenFault> {
        Ok(Self {
            places: Arc::new(Places::make(root, &root.join("staging"))?),
        })
    }
}

#[async_trait]
impl Blobs for FolderBlobs {
    async fn stage(&self, id: ObjectId, bytes: u64) -> Result<BlobWriter, BlobFault> {
        let places = self.places.clone();
        aside(move || places.stage(id, bytes)).await
    }

    async fn publish(&self, id: ObjectId) -> Result<(), BlobFault> {
        let places = self.places.clone();
        aside(move || places.publish(id)).await
    }

    async fn discard(&self, id: ObjectId) -> Result<(), BlobFault> {
        let places = self.places.clone();
        aside(move || places.discard(id)).await
    }

    async fn size(&self, id: ObjectId, part: BlobPart) -> Result<u64, BlobFault> {
        let path = self.places.published(id).join(part.extension());
        aside(move || Ok(std::fs::metadata(path).map_err(fault)?.len())).await
    }

    async fn read(
        &self,
        id: ObjectId,
        part: BlobPart,
        offset: u64,
        len: u64,
    ) -> Result<Bytes, BlobFault> {
        let path = self.places.published(id).join(part.extension());
        aside(move || read_range(&path, offset, len)).await
    }

    fn local(&self, id: ObjectId, part: BlobPart) -> Option<PathBuf> {
        let path = self.places.published(id).join(part.extension());
        path.is_file().then_some(path)
    }
}
