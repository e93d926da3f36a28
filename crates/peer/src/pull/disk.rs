//! The file that chunks are written to: past the page cache where the file system allows it.
//!
//! Ordinary writes of a large file cost several times the system time. Whole chunks begin on page
//! borders in memory and in the file, so they can go straight to the disk; the last, shorter one
//! goes the ordinary way, into pages of the file that no direct write touches.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use comity_wire::evidence::layout::CHUNK_BYTES;
use comity_wire::evidence::page::Page;
use rustix::fs::statvfs;

/// Objects below this many bytes are quicker through the page cache.
const DIRECT_FROM: u64 = 8 << 20;

/// The chunks of one object on disk.
pub(super) struct ChunkFile {
    plain: File,
    direct: Option<File>,
}

impl ChunkFile {
    /// Opens the file, or makes it with room for `bytes`.
    pub(super) fn open(path: &Path, bytes: u64) -> io::Result<Self> {
        let known = is_there(path, bytes);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(!known);
        let plain = options.mode(0o600).open(path)?;
        if !known {
            reserve(&plain, bytes)?;
            plain.sync_all()?;
            // A mark must not outlive the file's name in a power cut.
            if let Some(folder) = path.parent() {
                File::open(folder)?.sync_all()?;
            }
        }
        let direct = match bytes >= DIRECT_FROM {
            true => open_direct(path),
            false => None,
        };
        Ok(Self { plain, direct })
    }

    /// Writes a chunk to its place.
    pub(super) fn write(&mut self, chunk: u64, page: &Page) -> io::Result<()> {
        let at = chunk * CHUNK_BYTES as u64;
        if page.is_full()
            && let Some(direct) = &self.direct
        {
            match direct.write_all_at(page.bytes(), at) {
                // The file system took the flag and then refuses the write.
                Err(fault) if fault.kind() == io::ErrorKind::InvalidInput => self.direct = None,
                done => return done,
            }
        }
        self.plain.write_all_at(page.bytes(), at)
    }

    /// Reads a chunk back.
    pub(super) fn read(&self, chunk: u64, into: &mut [u8]) -> io::Result<()> {
        self.plain.read_exact_at(into, chunk * CHUNK_BYTES as u64)
    }

    /// Makes what was written survive a power cut.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.plain.sync_data()
    }
}

/// Whether the file is there at its whole length, as [`ChunkFile::open`] makes it.
pub(super) fn is_there(path: &Path, bytes: u64) -> bool {
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.len() == bytes)
}

#[cfg(target_os = "linux")]
fn open_direct(path: &Path) -> Option<File> {
    let flags = i32::try_from(rustix::fs::OFlags::DIRECT.bits()).ok()?;
    let mut options = OpenOptions::new();
    options.write(true).custom_flags(flags).open(path).ok()
}

#[cfg(not(target_os = "linux"))]
fn open_direct(_: &Path) -> Option<File> {
    None
}

#[cfg(target_os = "linux")]
fn reserve(file: &File, bytes: u64) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    if bytes == 0 {
        return Ok(());
    }
    match fallocate(file, FallocateFlags::empty(), 0, bytes) {
        Err(rustix::io::Errno::NOSPC) => Err(rustix::io::Errno::NOSPC.into()),
        // Only a help: a file system without it gets a sparse file.
        Err(_) => file.set_len(bytes),
        Ok(()) => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
fn reserve(file: &File, bytes: u64) -> io::Result<()> {
    file.set_len(bytes)
}

/// Whether `bytes` more fit where `folder` lies.
pub(super) fn has_room(folder: &Path, bytes: u64) -> io::Result<bool> {
    let disk = statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize) >= bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_short_chunks_come_back_as_written() {
        let folder = tempfile::tempdir_in(".").expect("a folder on a real disk");
        let path = folder.path().join("chunks");
        let bytes = 9 * CHUNK_BYTES as u64 + 777;
        assert!(!is_there(&path, bytes));
        let mut file = ChunkFile::open(&path, bytes).expect("room");
        let mut page = Page::new();
        page.hold(CHUNK_BYTES).fill(7);
        file.write(4, &page).expect("room");
        page.hold(777).fill(9);
        file.write(9, &page).expect("room");
        file.sync().expect("synced");
        assert_eq!(std::fs::metadata(&path).expect("there").len(), bytes);
        let mut back = vec![0; CHUNK_BYTES];
        file.read(4, &mut back).expect("there");
        assert!(back.iter().all(|byte| *byte == 7));
        file.read(9, &mut back[..777]).expect("there");
        assert!(back[..777].iter().all(|byte| *byte == 9));
        drop(file);
        assert!(is_there(&path, bytes));
        let file = ChunkFile::open(&path, bytes).expect("there");
        file.read(4, &mut back).expect("kept");
        assert!(back.iter().all(|byte| *byte == 7));
    }

    #[test]
    fn no_disk_has_room_for_more_than_there_is() {
        assert!(has_room(Path::new("."), 1).expect("a folder"));
        assert!(!has_room(Path::new("."), u64::MAX).expect("a folder"));
    }
}
