//! Opening: the plaintext of an object as a stream, chunk by chunk, three threads.
//!
//! One thread reads a chunk, judges it by its leaf and opens it; a second one hashes the plaintext; the
//! caller's own uses it, which often means that it waits for a disk. Nothing that failed a check is ever handed out, but only
//! [`PlainStream::finish`] says that the whole is the object: until then nothing may stand under
//! its final name.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use aws_lc_rs::digest::{Context, SHA256};
use comity_core::id::{Digest, ObjectId};

use super::layout::{ChunkCipher, ContentKey, digest};
use super::page::Page;
use super::source::{ChunkFault, ChunkSource};

/// Pages in flight: enough that no thread waits for its neighbours' hiccups.
const PAGES: usize = 10;

/// Why the plaintext stopped.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The sealed bytes are not the signed ones or cannot be read.
    #[error(transparent)]
    Chunk(#[from] ChunkFault),
    /// A chunk fits its leaf and does not open: the key in the wrap is another one.
    #[error("chunk {0} does not open under the key of the wrap")]
    Key(u64),
    /// The plaintext is not the one whose hash the sealed part states.
    #[error("the plaintext hashes to {found}, the sealed part says {expected}")]
    Plaintext {
        /// As sealed.
        expected: Digest,
        /// As computed.
        found: Digest,
    },
}

impl OpenFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Chunk(fault) => fault.code(),
            Self::Key(_) => "open.key",
            Self::Plaintext { .. } => "open.plaintext",
        }
    }
}

/// The plaintext of one object.
pub struct PlainStream {
    opened: Receiver<Result<Page, OpenFault>>,
    give_back: SyncSender<Page>,
    hashing: JoinHandle<Context>,
    // The page that is being read from, and how far.
    current: Option<(Page, usize)>,
    fault: Option<OpenFault>,
}

impl PlainStream {
    /// Starts opening.
    ///
    /// # Errors
    /// The machine gives no thread.
    pub fn start(source: ChunkSource, id: ObjectId, key: &ContentKey) -> io::Result<Self> {
        let cipher = ChunkCipher::new(key, id);
        let (give_back, spare) = sync_channel(PAGES);
        for _ in 0..PAGES {
            give_back
                .send(Page::new())
                .expect("the channel has room for all pages");
        }
        let (to_hash, to_be_hashed) = sync_channel(PAGES);
        let (to_user, opened) = sync_channel(PAGES);
        thread::Builder::new()
            .name("open".into())
            .spawn(move || open_pages(&source, &cipher, &spare, &to_hash))?;
        let hashing = thread::Builder::new()
            .name("open-hash".into())
            .spawn(move || hash_pages(&to_be_hashed, &to_user))?;
        Ok(Self {
            opened,
            give_back,
            hashing,
            current: None,
            fault: None,
        })
    }

    /// The next page of plaintext; `None` at the end. Give it back with
    /// [`give_back`](Self::give_back).
    ///
    /// # Errors
    /// [`OpenFault`]; whatever was written so far must be thrown away.
    pub fn page(&mut self) -> Result<Option<Page>, OpenFault> {
        match self.opened.recv() {
            Err(_) => Ok(None),
            Ok(opened) => opened.map(Some),
        }
    }

    /// Returns a page to the opening thread.
    pub fn give_back(&self, page: Page) {
        // At the end nobody waits for pages any more.
        let _ = self.give_back.send(page);
    }

    /// Reads what is left and compares the hash of the whole with the sealed part's.
    ///
    /// # Errors
    /// [`OpenFault`], also one that an earlier read met.
    pub fn finish(mut self, expected: Digest) -> Result<(), OpenFault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if let Some((page, _)) = self.current.take() {
            self.give_back(page);
        }
        while let Some(page) = self.page()? {
            self.give_back(page);
        }
        let hash = self.hashing.join().map_err(|_| {
            let why = io::Error::other("the hashing thread panicked");
            OpenFault::Chunk(ChunkFault::Read(why))
        })?;
        let found = digest(hash);
        if found == expected {
            Ok(())
        } else {
            Err(OpenFault::Plaintext { expected, found })
        }
    }
}

impl Read for PlainStream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some((page, at)) = &mut self.current {
                let left = &page.bytes()[*at..];
                if !left.is_empty() {
                    let n = left.len().min(into.len());
                    into[..n].copy_from_slice(&left[..n]);
                    *at += n;
                    return Ok(n);
                }
            }
            if let Some((page, _)) = self.current.take() {
                self.give_back(page);
            }
            match self.page() {
                Ok(None) => return Ok(0),
                Ok(Some(page)) => self.current = Some((page, 0)),
                Err(fault) => {
                    // Kept for finish(), which a reader in between cannot swallow.
                    let told = io::Error::new(io::ErrorKind::InvalidData, fault.to_string());
                    self.fault = Some(fault);
                    return Err(told);
                }
            }
        }
    }
}

fn hash_pages(
    opened: &Receiver<Result<Page, OpenFault>>,
    to_user: &SyncSender<Result<Page, OpenFault>>,
) -> Context {
    let mut hash = Context::new(&SHA256);
    while let Ok(opened) = opened.recv() {
        if let Ok(page) = &opened {
            hash.update(page.bytes());
        }
        // A user that is gone asks for no hash either.
        if to_user.send(opened).is_err() {
            break;
        }
    }
    hash
}

fn open_pages(
    source: &ChunkSource,
    cipher: &ChunkCipher,
    spare: &Receiver<Page>,
    to_hash: &SyncSender<Result<Page, OpenFault>>,
) {
    let chunks = source.chunks();
    for index in 0..chunks {
        let Ok(mut page) = spare.recv() else {
            return;
        };
        let opened = source
            .read(index, &mut page)
            .map_err(OpenFault::from)
            .and_then(|tag| {
                cipher
                    .open(index, index + 1 == chunks, &tag, page.bytes_mut())
                    .map_err(|_| OpenFault::Key(index))
            });
        let failed = opened.is_err();
        if to_hash.send(opened.map(|()| page)).is_err() || failed {
            return;
        }
    }
}
