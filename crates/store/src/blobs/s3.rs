//! Evidence in a bucket behind S3. Objects in the making lie in a local folder; publishing uploads
//! the leaves, then the tags, then the chunks, so an object whose chunks are there is whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::ObjectId;
use comity_flows::ports::{BlobFault, BlobPart, BlobWriter, Blobs};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt as _, WriteMultipart};
use tokio::io::AsyncReadExt as _;

use super::folder::{Places, aside, fault};
use crate::settings::OpenFault;

/// Bytes of one part of an upload.
const PART: usize = 8 << 20;
/// Parts of one upload under way at the same time.
const AT_ONCE: usize = 4;
/// Bytes of one read at most.
const READ_MOST: u64 = 64 << 20;
/// Sizes of published parts remembered at most: they never change.
const REMEMBERED: usize = 16_384;

/// How the bucket is reached. Secrets are given as paths of files.
#[derive(Clone, Debug, Default)]
pub struct S3Options {
    /// Address of the service; none for AWS itself.
    pub endpoint: Option<String>,
    /// Region; `us-east-1` when none is given.
    pub region: Option<String>,
    /// File with the access key id.
    pub access_key_file: Option<PathBuf>,
    /// File with the secret access key.
    pub secret_key_file: Option<PathBuf>,
    /// Whether plain HTTP will do: only for a service on the same machine.
    pub allow_http: bool,
}

/// Objects in a bucket.
pub struct S3Blobs {
    store: AmazonS3,
    prefix: String,
    places: Arc<Places>,
    sizes: Mutex<BTreeMap<(ObjectId, BlobPart), u64>>,
}

fn store_fault(why: object_store::Error) -> BlobFault {
    match why {
        object_store::Error::NotFound { .. } => BlobFault::Absent,
        // S3 services say 507 or a code of their own when they are full.
        other if other.to_string().contains("507") || other.to_string().contains("StorageFull") => {
            BlobFault::NoSpace
        }
        other => BlobFault::Store(Box::new(other)),
    }
}

fn secret(
    name: &'static str,
    file: Option<&Path>,
) -> Result<Option<zeroize::Zeroizing<String>>, OpenFault> {
    file.map(|file| {
        std::fs::read_to_string(file)
            .map(|text| zeroize::Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
            .map_err(|why| OpenFault::Setting {
                name,
                why: format!("{}: {why}", file.display()),
            })
    })
    .transpose()
}

impl S3Blobs {
    /// Opens the bucket and checks that it answers.
    ///
    /// # Errors
    /// [`OpenFault`] when a setting cannot be used, the staging folder cannot be written or the
    /// service does not answer.
    pub async fn open(url: &str, staging: &Path, options: &S3Options) -> Result<Self, OpenFault> {
        let bad = |why: String| OpenFault::Setting {
            name: "objects",
            why,
        };
        let rest = url
            .strip_prefix("s3://")
            .ok_or_else(|| bad(format!("{url} is not s3://bucket/prefix")))?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(bad("the bucket has no name".to_owned()));
        }
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(options.region.as_deref().unwrap_or("us-east-1"))
            .with_allow_http(options.allow_http);
        if let Some(endpoint) = &options.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(id) = secret(
            "objects_access_key_file",
            options.access_key_file.as_deref(),
        )? {
            builder = builder.with_access_key_id(id.as_str());
        }
        if let Some(key) = secret(
            "objects_secret_key_file",
            options.secret_key_file.as_deref(),
        )? {
            builder = builder.with_secret_access_key(key.as_str());
        }
        let blobs = Self {
            store: builder.build().map_err(|why| bad(why.to_string()))?,
            prefix: prefix.trim_matches('/').to_owned(),
            places: Arc::new(Places::make(staging, staging)?),
            sizes: Mutex::default(),
        };
        match blobs.store.head(&blobs.key_of("reachable")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(blobs),
            Err(why) => Err(OpenFault::Unreachable {
                at: url.to_owned(),
                why: why.to_string(),
            }),
        }
    }

    fn key_of(&self, name: &str) -> Key {
        Key::from(format!("{}/{name}", self.prefix))
    }

    fn key(&self, id: ObjectId, part: BlobPart) -> Key {
        let name = id.to_string();
        self.key_of(&format!("{}/{name}/{}", &name[..2], part.extension()))
    }

    fn remembered(&self, id: ObjectId, part: BlobPart) -> Option<u64> {
        let sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.get(&(id, part)).copied()
    }

    /// The size of a part of a whole object.
    async fn published_size(&self, id: ObjectId, part: BlobPart) -> Result<u64, BlobFault> {
        if let Some(size) = self.remembered(id, part) {
            return Ok(size);
        }
        if part != BlobPart::Chunks {
            // The chunks come last: without them the object is not published.
            self.store
                .head(&self.key(id, BlobPart::Chunks))
                .await
                .map_err(store_fault)?;
        }
        let size = self
            .store
            .head(&self.key(id, part))
            .await
            .map_err(store_fault)?
            .size;
        let mut sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        if sizes.len() >= REMEMBERED {
            sizes.clear();
        }
        sizes.insert((id, part), size);
        Ok(size)
    }

    async fn upload(&self, from: &Path, to: &Key) -> Result<(), BlobFault> {
        let mut file = tokio::fs::File::open(from).await.map_err(fault)?;
        let length = file.metadata().await.map_err(fault)?.len();
        if length <= PART as u64 {
            let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(PART));
            file.read_to_end(&mut bytes).await.map_err(fault)?;
            self.store
                .put(to, bytes.into())
                .await
                .map_err(store_fault)?;
        } else {
            let upload = self.store.put_multipart(to).await.map_err(store_fault)?;
            let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
            if let Err(why) = Self::send(&mut file, &mut parts).await {
                // What was uploaded so far would be paid for and never be found.
                if let Err(why) = parts.abort().await {
                    tracing::warn!(%why, "a broken upload could not be taken back");
                }
                return Err(why);
            }
            parts.finish().await.map_err(store_fault)?;
        }
        let stored = self.store.head(to).await.map_err(store_fault)?.size;
        if stored != length {
            return Err(BlobFault::Store(
                format!("{to} has {stored} bytes after the upload of {length}").into(),
            ));
        }
        Ok(())
    }

    async fn send(file: &mut tokio::fs::File, parts: &mut WriteMultipart) -> Result<(), BlobFault> {
        let mut bytes = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut bytes).await.map_err(fault)?;
            if read == 0 {
                return Ok(());
            }
            parts
                .wait_for_capacity(AT_ONCE)
                .await
                .map_err(store_fault)?;
            parts.write(&bytes[..read]);
        }
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn stage(&self, id: ObjectId, bytes: u64) -> Result<BlobWriter, BlobFault> {
        let places = self.places.clone();
        aside(move || places.stage(id, bytes)).await
    }

    async fn publish(&self, id: ObjectId) -> Result<(), BlobFault> {
        match self.published_size(id, BlobPart::Chunks).await {
            Ok(_) => return self.discard(id).await,
            Err(BlobFault::Absent) => {}
            Err(other) => return Err(other),
        }
        let folder = self.places.staged(id);
        for part in [BlobPart::Leaves, BlobPart::Tags, BlobPart::Chunks] {
            if !folder.join(part.extension()).is_file() {
                return Err(BlobFault::Absent);
            }
        }
        for part in [BlobPart::Leaves, BlobPart::Tags, BlobPart::Chunks] {
            self.upload(&folder.join(part.extension()), &self.key(id, part))
                .await?;
        }
        self.discard(id).await
    }

    async fn discard(&self, id: ObjectId) -> Result<(), BlobFault> {
        let places = self.places.clone();
        aside(move || places.discard(id)).await
    }

    async fn size(&self, id: ObjectId, part: BlobPart) -> Result<u64, BlobFault> {
        self.published_size(id, part).await
    }

    async fn read(
        &self,
        id: ObjectId,
        part: BlobPart,
        offset: u64,
        len: u64,
    ) -> Result<Bytes, BlobFault> {
        let size = self.published_size(id, part).await?;
        let end = offset.saturating_add(len.min(READ_MOST)).min(size);
        if offset >= end {
            return Ok(Bytes::new());
        }
        let bytes = self
            .store
            .get_range(&self.key(id, part), offset..end)
            .await
            .map_err(store_fault)?;
        if bytes.len() as u64 != end - offset {
            return Err(BlobFault::Store(
                "the service answered with another range".into(),
            ));
        }
        Ok(bytes)
    }

    fn local(&self, _: ObjectId, _: BlobPart) -> Option<PathBuf> {
        None
    }
}
