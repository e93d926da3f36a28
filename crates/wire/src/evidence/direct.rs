//! Writing whole pages past the page cache.
//!
//! Ordinary writes of a large file cost up to ten times the system time, and then the fsync. So
//! room is reserved ahead, full pages go straight to the disk, the last one is padded to a block
//! and the file cut to length. A file system that refuses gets ordinary writes, same bytes.

use std::fs::File;
use std::io::{self, Write};

use super::page::Page;

/// Room reserved at a time when the final size is not known.
const RESERVE: u64 = 64 << 20;

/// A file that takes pages first and loose bytes after them.
#[derive(Debug)]
pub(crate) struct DirectFile {
    file: File,
    at: u64,
    reserved: u64,
    direct: bool,
}

impl DirectFile {
    /// Takes over an empty file; `expected` is its final size where known. A disk without that much
    /// room refuses here and not after an hour.
    pub(crate) fn new(file: File, expected: Option<u64>) -> io::Result<Self> {
        let mut this = Self {
            file,
            at: 0,
            reserved: 0,
            direct: false,
        };
        // Below a few pages the cache is the faster way.
        if expected.is_none_or(|size| size >= RESERVE / 16) {
            this.direct = set_direct(&this.file, true);
            if let Some(size) = expected {
                this.reserve(size)?;
            }
        }
        Ok(this)
    }

    /// Writes a page. Every page but the last must be full.
    pub(crate) fn page(&mut self, page: &mut Page) -> io::Result<()> {
        let len = page.bytes().len() as u64;
        if self.direct {
            if self.at + len > self.reserved {
                // Ahead of need, so no reason to stop: the write itself will say when it is full.
                let _ = self.reserve(self.at + len + RESERVE);
            }
            match (&self.file).write_all(page.padded()) {
                Ok(()) => {
                    self.at += len;
                    return Ok(());
                }
                // The file system took the flag and then refuses the write.
                Err(fault) if fault.kind() == io::ErrorKind::InvalidInput => {
                    self.direct = false;
                    set_direct(&self.file, false);
                    self.rewind()?;
                }
                Err(fault) => return Err(fault),
            }
        }
        self.file.write_all(page.bytes())?;
        self.at += len;
        Ok(())
    }

    /// Ends the pages: cuts padding and spare room, and goes on with ordinary writes.
    pub(crate) fn end_pages(&mut self) -> io::Result<()> {
        if self.direct {
            set_direct(&self.file, false);
            self.direct = false;
        }
        self.file.set_len(self.at)?;
        self.rewind()
    }

    fn rewind(&self) -> io::Result<()> {
        use std::io::{Seek, SeekFrom};
        (&self.file).seek(SeekFrom::Start(self.at)).map(|_| ())
    }

    #[cfg(target_os = "linux")]
    fn reserve(&mut self, upto: u64) -> io::Result<()> {
        use rustix::fs::{FallocateFlags, fallocate};
        let (from, len) = (self.reserved, upto.saturating_sub(self.reserved));
        self.reserved = upto;
        match fallocate(&self.file, FallocateFlags::empty(), from, len.max(1)) {
            Err(rustix::io::Errno::NOSPC) => Err(rustix::io::Errno::NOSPC.into()),
            // A file system that cannot reserve can still write.
            _ => Ok(()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn reserve(&mut self, upto: u64) -> io::Result<()> {
        self.reserved = upto;
        Ok(())
    }
}

impl Write for DirectFile {
    /// Loose bytes after the pages.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        debug_assert!(!self.direct, "end_pages() comes before loose bytes");
        let n = self.file.write(bytes)?;
        self.at += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(target_os = "linux")]
fn set_direct(file: &File, on: bool) -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let Ok(mut flags) = fcntl_getfl(file) else {
        return false;
    };
    flags.set(OFlags::DIRECT, on);
    fcntl_setfl(file, flags).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn set_direct(_: &File, _: bool) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::super::layout::CHUNK_BYTES;
    use super::*;

    #[test]
    fn pages_and_loose_bytes_end_up_in_order_with_no_padding_between() {
        for expected in [None, Some(3 * CHUNK_BYTES as u64), Some(100 << 20)] {
            let folder = tempfile::tempdir_in(".").expect("temporary folder on a real disk");
            let path = folder.path().join("out");
            let file = File::create_new(&path).expect("free name");
            let mut out = DirectFile::new(file, expected).expect("room");
            let mut page = Page::new();
            for (byte, len) in [(1, CHUNK_BYTES), (2, CHUNK_BYTES), (3, 777)] {
                page.hold(len).fill(byte);
                out.page(&mut page).expect("room");
            }
            out.end_pages().expect("cut");
            out.write_all(b"tail").expect("room");
            let read = std::fs::read(&path).expect("written");
            assert_eq!(read.len(), 2 * CHUNK_BYTES + 781);
            assert!(read[..CHUNK_BYTES].iter().all(|b| *b == 1));
            assert!(read[CHUNK_BYTES..2 * CHUNK_BYTES].iter().all(|b| *b == 2));
            assert!(read[2 * CHUNK_BYTES..][..777].iter().all(|b| *b == 3));
            assert_eq!(&read[2 * CHUNK_BYTES + 777..], b"tail");
        }
    }
}
