//! Writing a sealed file, and copying one with further recipients.

use std::io::{self, Write};
use std::path::Path;

use comity_core::id::Digest;

use super::{HEADER_BYTES, MAGIC, SealedFile, well_ordered};
use crate::cbor::{Value, encode};
use crate::context::{Context, World};
use crate::cose;
use crate::evidence::describe::Described;
use crate::evidence::direct::DirectFile;
use crate::evidence::landing::Landing;
use crate::evidence::layout::{LEAF_BYTES, TAG_BYTES};
use crate::evidence::manifest::SignedManifest;
use crate::evidence::page::Page;
use crate::evidence::sink::{ChunkSink, Spool};
use crate::evidence::wrap::{OpenedPart, Wrap};
use crate::keys::{KeyFault, SigningKey, VerifyingKey};
use crate::sealing::SealingPublic;

/// Why a sealed file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CloseFault {
    /// The disk refuses.
    #[error("the sealed file cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The cryptographic library failed.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// None, too many, or the same recipient twice.
    #[error("a sealed file has 1 to 32 recipients, each once")]
    Recipients,
}

impl CloseFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Write(_) => "close.write",
            Self::Key(fault) => fault.code(),
            Self::Recipients => "close.recipients",
        }
    }
}

/// A sealed file being written.
#[derive(Debug)]
pub struct FileSink {
    world: World,
    landing: Landing,
    out: DirectFile,
    leaves: Spool,
    tags: Spool,
}

impl FileSink {
    /// Starts a file; `expected` is the size of the object where known.
    ///
    /// # Errors
    /// The name is taken, or the disk refuses.
    pub fn create(path: &Path, world: World, expected: Option<u64>) -> io::Result<Self> {
        let landing = Landing::shared(path)?;
        let expected = expected.map(|size| size + HEADER_BYTES as u64);
        let mut out = DirectFile::new(landing.handle()?, expected)?;
        let mut page = Page::new();
        page.hold(HEADER_BYTES).copy_from_slice(&header(world));
        out.page(&mut page)?;
        Ok(Self {
            world,
            landing,
            out,
            leaves: Spool::default(),
            tags: Spool::default(),
        })
    }

    /// Writes lists and trailer, writes all through to the disk and gives the file its name.
    ///
    /// # Errors
    /// [`CloseFault`]; then there is no file.
    pub fn close(
        mut self,
        described: &Described,
        signer: &SigningKey,
        recipients: &[SealingPublic],
    ) -> Result<(), CloseFault> {
        let wraps = recipients
            .iter()
            .map(|to| described.wrap(to))
            .collect::<Result<_, _>>()?;
        let content = content(&described.manifest, signer.verifying(), None, wraps)?;
        self.out.end_pages()?;
        for list in [self.leaves, self.tags] {
            io::copy(&mut list.replay()?, &mut self.out)?;
        }
        write_trailer(&mut self.out, &content, signer, self.world)?;
        self.landing.settle()?;
        Ok(())
    }
}

impl ChunkSink for FileSink {
    fn put(&mut self, chunk: &mut Page, leaf: &Digest, tag: &[u8; TAG_BYTES]) -> io::Result<()> {
        self.out.page(chunk)?;
        self.leaves.put(leaf.as_bytes())?;
        self.tags.put(tag)
    }
}

impl SealedFile {
    /// Copies the file to another name with further recipients. Chunks, lists and manifest stay
    /// as they are; the trailer is signed by the holder who adds them.
    ///
    /// # Errors
    /// [`CloseFault`]; then there is no new file.
    pub fn share(
        &self,
        to: &Path,
        opened: &OpenedPart,
        closer: &SigningKey,
        recipients: &[SealingPublic],
    ) -> Result<(), CloseFault> {
        let mut wraps = self.wraps.clone();
        for recipient in recipients {
            wraps.push(Wrap::seal(
                opened.bytes(),
                &self.manifest,
                recipient,
                self.world,
            )?);
        }
        let other = (*closer.verifying() != self.producer).then(|| closer.verifying());
        let content = content(&self.manifest, &self.producer, other, wraps)?;
        let landing = Landing::shared(to)?;
        let mut out = landing.file();
        let stated = self.manifest.manifest();
        let lists = stated.chunks * (LEAF_BYTES + TAG_BYTES) as u64;
        let mut left = HEADER_BYTES as u64 + stated.bytes + lists;
        let mut block = vec![0; 1 << 20];
        let mut at = 0;
        while left > 0 {
            let n = left.min(block.len() as u64) as usize;
            self.from.read_at(&mut block[..n], at)?;
            out.write_all(&block[..n])?;
            at += n as u64;
            left -= n as u64;
        }
        write_trailer(out, &content, closer, self.world)?;
        landing.settle()?;
        Ok(())
    }
}

/// What stands around the chunks and lists of a sealed file, for a holder that keeps these apart and
/// gives the file out as a stream: header, then chunks, leaf hashes and tags, then tail.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The first block.
    pub header: [u8; HEADER_BYTES],
    /// The signed trailer and its length.
    pub tail: Vec<u8>,
}

impl Frame {
    /// Signs a trailer over an object as it is, with the wraps that the holder has.
    ///
    /// # Errors
    /// [`CloseFault`].
    pub fn around(
        manifest: &SignedManifest,
        producer: &VerifyingKey,
        closer: &SigningKey,
        wraps: Vec<Wrap>,
        world: World,
    ) -> Result<Self, CloseFault> {
        let other = (closer.verifying() != producer).then(|| closer.verifying());
        let content = content(manifest, producer, other, wraps)?;
        let mut tail = Vec::new();
        write_trailer(&mut tail, &content, closer, world)?;
        Ok(Self {
            header: header(world),
            tail,
        })
    }
}

fn header(world: World) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..16].copy_from_slice(MAGIC);
    header[16] = u8::from(world == World::Exercise);
    header
}

/// What the trailer signs.
fn content(
    manifest: &SignedManifest,
    producer: &VerifyingKey,
    closer: Option<&VerifyingKey>,
    mut wraps: Vec<Wrap>,
) -> Result<Vec<u8>, CloseFault> {
    wraps.sort_by_key(|wrap| wrap.recipient);
    if !well_ordered(&wraps) {
        return Err(CloseFault::Recipients);
    }
    Ok(encode(&Value::array([
        Value::bytes(manifest.bytes()),
        Value::bytes(*producer.as_bytes()),
        closer.map_or(Value::Null, |key| Value::bytes(*key.as_bytes())),
        Value::array(wraps.iter().map(Wrap::to_value)),
    ])))
}

fn write_trailer(
    mut out: impl Write,
    content: &[u8],
    closer: &SigningKey,
    world: World,
) -> Result<(), CloseFault> {
    let kid = closer.verifying().id();
    let trailer = cose::sign(content, closer, kid, world.domain(Context::SealedFile))?;
    out.write_all(&trailer)?;
    out.write_all(&(trailer.len() as u64).to_be_bytes())?;
    Ok(())
}
