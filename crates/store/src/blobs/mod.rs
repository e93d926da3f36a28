//! Where sealed evidence lies: a folder, or a bucket behind S3.
//!
//! Both make or receive an object in a local staging folder and publish it when it is whole.

mod folder;
mod s3;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_flows::ports::Blobs;

pub use folder::FolderBlobs;
pub use s3::{S3Blobs, S3Options};

use crate::settings::OpenFault;

/// Where objects lie.
#[derive(Clone, Debug)]
pub enum ObjectsAt {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket; objects in the making lie in a local folder.
    S3 {
        /// `s3://bucket/prefix`.
        url: String,
        /// Local staging folder.
        staging: PathBuf,
        /// Endpoint and credentials.
        options: S3Options,
    },
}

impl ObjectsAt {
    /// Reads the setting `objects`: `s3://bucket/prefix`, else a path.
    #[must_use]
    pub fn parse(setting: &str, staging: &Path, options: S3Options) -> Self {
        if setting.starts_with("s3://") {
            Self::S3 {
                url: setting.to_owned(),
                staging: staging.to_owned(),
                options,
            }
        } else {
            Self::Folder(setting.into())
        }
    }
}

/// Opens the evidence store.
///
/// # Errors
/// [`OpenFault`] says what, where and what to do.
pub async fn open_blobs(at: &ObjectsAt) -> Result<Arc<dyn Blobs>, OpenFault> {
    match at {
        ObjectsAt::Folder(folder) => Ok(Arc::new(FolderBlobs::open(folder)?)),
        ObjectsAt::S3 {
            url,
            staging,
            options,
        } => Ok(Arc::new(S3Blobs::open(url, staging, options).await?)),
    }
}
