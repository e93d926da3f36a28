//! A folder that is gone when its owner is.

use std::path::{Path, PathBuf};

/// The folder.
pub(crate) struct Folder(PathBuf);

/// Makes one, named after what it is for and this process.
///
/// # Errors
/// No room, or no right.
pub(crate) fn folder(what: &str) -> Result<Folder, String> {
    let path = std::env::temp_dir().join(format!("comity-{what}-{}", std::process::id()));
    std::fs::create_dir_all(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(Folder(path))
}

impl Folder {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(why) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{}: {why}", self.0.display());
        }
    }
}
