//! Sealing: one pass over the plaintext, two hashes, one seal, one write.
//!
//! Three threads hand a few pages round: the caller's own fills a page and hashes the plaintext,
//! a second one seals it and hashes the ciphertext, a third one writes. Memory is the number of
//! pages, whatever the size of the object.
//!
//! An interrupted seal is never continued: a source may have changed meanwhile, and a nonce used
//! twice gives the key away. It starts anew under a new id and a new key.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::{Digest, ObjectId};

use super::layout::{ChunkCipher, ContentKey, MAX_OBJECT_BYTES, TAG_BYTES, digest, leaf_hash};
use super::page::Page;
use super::sink::ChunkSink;
use crate::log::Frontier;

/// Pages in flight: enough that no thread waits for its neighbours' hiccups.
const PAGES: usize = 10;

/// What sealing found out about an object.
#[derive(Clone, Debug)]
pub struct SealedObject {
    /// The object's id.
    pub id: ObjectId,
    /// The key, for the sealed part.
    pub key: ContentKey,
    /// Plaintext bytes, which are also the ciphertext bytes.
    pub size: u64,
    /// Chunks.
    pub chunks: u64,
    /// The root over the ciphertext leaves.
    pub ct_root: Digest,
    /// SHA-256 of the plaintext: the figure that courts and tools print.
    pub sha256: Digest,
}

/// Seals what is written to it into a [`ChunkSink`].
///
/// Dropped before [`finish`](Self::finish), the object is abandoned and its key with it.
pub struct Sealer<S> {
    id: ObjectId,
    key: ContentKey,
    size: u64,
    hash: Context,
    // A full page waits here until the next byte or the end tells whether it is the last one.
    full: Option<Page>,
    page: Page,
    index: u64,
    spare: Receiver<Page>,
    // `None` once the line is closed.
    line: Option<SyncSender<Filled>>,
    threads: Option<(JoinHandle<()>, JoinHandle<Written<S>>)>,
}

/// Why a source was not taken whole.
#[derive(Debug, thiserror::Error)]
pub enum PutFault {
    /// The source cannot be read.
    #[error("the source cannot be read: {0}")]
    Read(io::Error),
    /// The sink refused, or the object grew beyond its limit.
    #[error("the sealed object cannot be written: {0}")]
    Write(io::Error),
}

impl PutFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "seal.read",
            Self::Write(_) => "seal.write",
        }
    }
}

struct Filled {
    index: u64,
    last: bool,
    page: Page,
}

struct Sealed {
    page: Page,
    leaf: Digest,
    tag: [u8; TAG_BYTES],
}

type Written<S> = io::Result<(S, Frontier)>;

impl<S: ChunkSink> Sealer<S> {
    /// Starts a new object in `sink`. Id and key must be fresh random bytes.
    ///
    /// # Errors
    /// The machine gives no threads.
    pub fn start(id: ObjectId, key: ContentKey, sink: S) -> io::Result<Self> {
        let (give_back, spare) = sync_channel(PAGES);
        for _ in 1..PAGES {
            give_back
                .send(Page::new())
                .expect("the channel has room for all pages");
        }
        let (line, filled) = sync_channel(PAGES);
        let (to_writer, sealed) = sync_channel(PAGES);
        let cipher = ChunkCipher::new(&key, id);
        let sealing = thread::Builder::new()
            .name("seal".into())
            .spawn(move || seal_pages(&cipher, &filled, &to_writer))?;
        let writing = thread::Builder::new()
            .name("seal-write".into())
            .spawn(move || write_pages(sink, &sealed, &give_back))?;
        Ok(Self {
            id,
            key,
            size: 0,
            hash: Context::new(&SHA256),
            full: None,
            page: Page::new(),
            index: 0,
            spare,
            line: Some(line),
            threads: Some((sealing, writing)),
        })
    }

    /// Takes plaintext bytes.
    ///
    /// # Errors
    /// The sink refused, or the object grew beyond its limit.
    pub fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = self.room()?;
            let n = room.len().min(bytes.len());
            room[..n].copy_from_slice(&bytes[..n]);
            self.grow(n)?;
            bytes = &bytes[n..];
        }
        Ok(())
    }

    /// Takes all that `source` has, read straight into the pages; `seen` is told of each step.
    ///
    /// # Errors
    /// [`PutFault`] says on which side it failed.
    pub fn put_all(
        &mut self,
        mut source: impl Read,
        mut seen: impl FnMut(&[u8]),
    ) -> Result<(), PutFault> {
        loop {
            let room = self.room().map_err(PutFault::Write)?;
            match source.read(room) {
                Ok(0) => return Ok(()),
                Ok(n) => {
                    seen(&room[..n]);
                    self.grow(n).map_err(PutFault::Write)?;
                }
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(PutFault::Read(fault)),
            }
        }
    }

    /// Plaintext bytes so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Ends the object. The sink still has to be settled.
    ///
    /// # Errors
    /// The sink refused.
    pub fn finish(mut self) -> io::Result<(SealedObject, S)> {
        // A full page that waits is the last one; an empty page is only for the empty object.
        let page = self
            .full
            .take()
            .unwrap_or_else(|| std::mem::take(&mut self.page));
        self.send(page, true)?;
        self.line = None;
        let (sink, tree) = self.join()?;
        let object = SealedObject {
            id: self.id,
            key: self.key.clone(),
            size: self.size,
            chunks: tree.size(),
            ct_root: tree.root(),
            sha256: digest(self.hash.clone()),
        };
        Ok((object, sink))
    }

    /// Where the next bytes go.
    fn room(&mut self) -> io::Result<&mut [u8]> {
        if self.page.is_full() {
            let Ok(mut fresh) = self.spare.recv() else {
                return Err(self.broken());
            };
            fresh.clear();
            self.full = Some(std::mem::replace(&mut self.page, fresh));
        }
        Ok(self.page.room())
    }

    /// Counts bytes that were put where [`room`](Self::room) said.
    fn grow(&mut self, n: usize) -> io::Result<()> {
        self.size += n as u64;
        if self.size > MAX_OBJECT_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "an object ends at 4 TiB",
            ));
        }
        self.page.grow(n);
        // There is more, so the full page before is not the last one.
        match self.full.take() {
            Some(full) => self.send(full, false),
            None => Ok(()),
        }
    }

    fn send(&mut self, page: Page, last: bool) -> io::Result<()> {
        self.hash.update(page.bytes());
        let filled = Filled {
            index: self.index,
            last,
            page,
        };
        self.index += 1;
        let line = self.line.as_ref().expect("the line is open until finish()");
        match line.send(filled) {
            Ok(()) => Ok(()),
            Err(_) => Err(self.broken()),
        }
    }

    /// The line broke: the writer says why.
    fn broken(&mut self) -> io::Error {
        self.line = None;
        match self.join() {
            Err(fault) => fault,
            Ok(_) => io::Error::other("the sealing threads ended early"),
        }
    }

    fn join(&mut self) -> Written<S> {
        let Some((sealing, writing)) = self.threads.take() else {
            return Err(io::Error::other("sealing failed before"));
        };
        let ended = sealing.join();
        let written = writing
            .join()
            .map_err(|_| io::Error::other("the writing thread panicked"))?;
        ended.map_err(|_| io::Error::other("the sealing thread panicked"))?;
        written
    }
}

impl<S: ChunkSink> Write for Sealer<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn seal_pages(cipher: &ChunkCipher, filled: &Receiver<Filled>, to_writer: &SyncSender<Sealed>) {
    while let Ok(Filled {
        index,
        last,
        mut page,
    }) = filled.recv()
    {
        let tag = cipher.seal(index, last, page.bytes_mut());
        let leaf = leaf_hash(page.bytes(), &tag);
        if to_writer.send(Sealed { page, leaf, tag }).is_err() {
            // The writer failed; it tells the caller why when it is joined.
            return;
        }
    }
}

fn write_pages<S: ChunkSink>(
    mut sink: S,
    sealed: &Receiver<Sealed>,
    give_back: &SyncSender<Page>,
) -> Written<S> {
    let mut tree = Frontier::new();
    while let Ok(Sealed {
        mut page,
        leaf,
        tag,
    }) = sealed.recv()
    {
        sink.put(&mut page, &leaf, &tag)?;
        tree.append(leaf).map_err(io::Error::other)?;
        // At the end nobody waits for pages any more.
        let _ = give_back.send(page);
    }
    Ok((sink, tree))
}
