//! The bytes of a range, in large pieces, one read ahead.
//!
//! A local file is read by position into buffers that come back when the line has taken them, so a
//! long range costs three of them and no page faults. Another store is asked piece by piece.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use comity_core::id::ObjectId;
use comity_flows::ports::{BlobPart, Blobs};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::task::{JoinHandle, spawn_blocking};

use super::gate::StreamSeat;

/// Bytes in one piece.
const PIECE: u64 = 512 << 10;

/// Streams `len` bytes of a part from `first` on; ends with a fault when they cannot be read, and
/// then the connection ends early, so the peer asks again. The seat is given back at the end.
pub(super) fn pieces(
    blobs: &Arc<dyn Blobs>,
    id: ObjectId,
    part: BlobPart,
    first: u64,
    len: u64,
    seat: StreamSeat,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let from = match blobs.local(id, part) {
        Some(path) => Source::File(Arc::new(LocalFile {
            path,
            file: Mutex::new(None),
            spare: Arc::default(),
        })),
        None => Source::Store(Arc::clone(blobs), id, part),
    };
    let mut reader = Reader {
        from,
        at: first,
        end: first + len,
        ahead: None,
        _seat: seat,
    };
    reader.read_ahead();
    unfold(reader, |mut reader| async move {
        let piece = reader.ahead.take()?.await;
        let piece = piece.map_err(io::Error::other).flatten();
        if piece.is_ok() {
            reader.read_ahead();
        }
        Some((piece, reader))
    })
}

struct Reader {
    from: Source,
    at: u64,
    end: u64,
    ahead: Option<JoinHandle<io::Result<Bytes>>>,
    _seat: StreamSeat,
}

enum Source {
    File(Arc<LocalFile>),
    Store(Arc<dyn Blobs>, ObjectId, BlobPart),
}

impl Reader {
    fn read_ahead(&mut self) {
        let (at, len) = (self.at, PIECE.min(self.end - self.at));
        if len == 0 {
            return;
        }
        self.at += len;
        self.ahead = Some(match &self.from {
            Source::File(file) => {
                let file = Arc::clone(file);
                spawn_blocking(move || file.read(at, len))
            }
            Source::Store(blobs, id, part) => {
                let (blobs, id, part) = (Arc::clone(blobs), *id, *part);
                tokio::spawn(async move {
                    let bytes = blobs.read(id, part, at, len).await;
                    let bytes = bytes.map_err(io::Error::other)?;
                    if bytes.len() as u64 == len {
                        Ok(bytes)
                    } else {
                        Err(io::ErrorKind::UnexpectedEof.into())
                    }
                })
            }
        });
    }
}

struct LocalFile {
    path: PathBuf,
    // Opened by the first read, off the event loop.
    file: Mutex<Option<Arc<File>>>,
    spare: Spare,
}

type Spare = Arc<Mutex<Vec<Vec<u8>>>>;

impl LocalFile {
    fn read(&self, at: u64, len: u64) -> io::Result<Bytes> {
        let file = self.open()?;
        let len = usize::try_from(len).map_err(io::Error::other)?;
        let spare = lock(&self.spare).pop();
        let mut buffer = spare.unwrap_or_default();
        buffer.resize(len, 0);
        file.read_exact_at(&mut buffer, at)?;
        Ok(Bytes::from_owner(Piece {
            buffer,
            spare: Arc::clone(&self.spare),
        }))
    }

    fn open(&self) -> io::Result<Arc<File>> {
        let mut open = lock(&self.file);
        if let Some(file) = open.as_ref() {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(File::open(&self.path)?);
        *open = Some(Arc::clone(&file));
        Ok(file)
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A buffer that goes back to its stream when the line has taken it. It holds ciphertext only.
struct Piece {
    buffer: Vec<u8>,
    spare: Spare,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        lock(&self.spare).push(std::mem::take(&mut self.buffer));
    }
}
