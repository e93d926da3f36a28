//! The sealed file: one object, everything needed to check it, and the wraps of its recipients.
//!
//! ```text
//! 0       "comity-sealed/1" LF (16 B) ‖ world (1 B: 0 live, 1 exercise) ‖ zeros to 4096
//! 4096    chunks ‖ leaf hashes (32 B each) ‖ tags (16 B each)
//! then    trailer: COSE_Sign under the context `file` over
//!           [ manifest, key of the producer (1984 B), key of the closer or null, [ wrap … ] ]
//! end     length of the trailer, 8 B, big-endian
//! ```
//! Written in one pass. No byte is without meaning or without protection: chunks and lists hang on
//! `ct_root`, the rest on the signature of the closer, who is the producer or a later holder that
//! added recipients. Wraps stand in the order of their recipients, each once.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use comity_core::id::Digest;

use super::describe::Described;
use super::direct::DirectFile;
use super::landing::Landing;
use super::layout::{LEAF_BYTES, MAX_OBJECT_BYTES, TAG_BYTES};
use super::manifest::{ManifestFault, SignedManifest};
use super::page::Page;
use super::sink::{ChunkSink, Spool};
use super::source::{ChunkFault, ChunkSource, ReadAt, Run};
use super::wrap::{MAX_RECIPIENTS, OpenedPart, Wrap, WrapFault, open_one_of};
use crate::cbor::{CborFault, Value, decode, encode};
use crate::context::{Context, World};
use crate::cose::{self, CoseFault, Unverified};
use crate::keys::{KeyFault, SigningKey, VerifyingKey};
use crate::sealing::{SealingKey, SealingPublic};

/// How every sealed file of this version begins.
pub const MAGIC: &[u8; 16] = b"comity-sealed/1\n";
/// Bytes before the first chunk: one block, so that chunks are aligned.
pub const HEADER_BYTES: usize = 4096;
/// Largest trailer that is read.
const MAX_TRAILER: u64 = 4 << 20;

/// Why bytes are no sealed file.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// They cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// They begin with something else.
    #[error("this is not a sealed file of version 1")]
    Magic,
    /// The world or the zeros of the header are not what they must be.
    #[error("the header is altered at byte {0}")]
    Header(usize),
    /// The file is shorter than any sealed file or its trailer cannot be where it says.
    #[error("the file is cut short or its end is altered")]
    Cut,
    /// The trailer is no signed document.
    #[error("the trailer: {0}")]
    Trailer(#[from] CoseFault),
    /// What the trailer signs is not the one spelling of CBOR.
    #[error("the trailer's content: {0}")]
    Cbor(#[from] CborFault),
    /// What the trailer signs has another shape.
    #[error("the trailer's {0} is malformed")]
    Shape(&'static str),
    /// The manifest in it is malformed.
    #[error("the manifest: {0}")]
    Manifest(#[from] ManifestFault),
    /// The file is longer or shorter than its manifest and trailer make it.
    #[error("the file has {found} bytes, its manifest and trailer make {expected}")]
    Length {
        /// By manifest and trailer.
        expected: u64,
        /// As found.
        found: u64,
    },
}

impl FileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "sealed.read",
            Self::Magic => "sealed.magic",
            Self::Header(_) => "sealed.header",
            Self::Cut => "sealed.cut",
            Self::Trailer(_) => "sealed.trailer",
            Self::Cbor(_) => "sealed.cbor",
            Self::Shape(_) => "sealed.shape",
            Self::Manifest(_) => "sealed.manifest",
            Self::Length { .. } => "sealed.length",
        }
    }
}

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

fn well_ordered(wraps: &[Wrap]) -> bool {
    (1..=MAX_RECIPIENTS).contains(&wraps.len())
        && wraps.is_sorted_by(|a, b| a.recipient < b.recipient)
}

/// A sealed file whose structure was read. Nothing in it is believed before
/// [`verify_trailer`](Self::verify_trailer), [`verify_manifest`](Self::verify_manifest) and
/// [`source`](Self::source) agree.
pub struct SealedFile {
    world: World,
    from: Arc<dyn ReadAt>,
    trailer: Vec<u8>,
    manifest: SignedManifest,
    producer: VerifyingKey,
    closer: Option<VerifyingKey>,
    wraps: Vec<Wrap>,
}

impl SealedFile {
    /// Reads the structure of a file.
    ///
    /// # Errors
    /// [`FileFault`] names the first thing that is wrong.
    pub fn open(path: &Path) -> Result<Self, FileFault> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Self::read(Arc::new(file), len)
    }

    /// Reads the structure of `len` bytes.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn read(from: Arc<dyn ReadAt>, len: u64) -> Result<Self, FileFault> {
        let world = read_header(&*from, len)?;
        let trailer = read_trailer(&*from, len)?;
        let document = Unverified::read(&trailer)?;
        let content = decode(document.payload)?;
        let shape = FileFault::Shape;
        let Some([manifest, producer, closer, wraps]) = content.as_array() else {
            return Err(shape("content"));
        };
        let manifest = manifest.as_bytes().ok_or(shape("manifest"))?;
        let manifest = SignedManifest::read(manifest, world)?;
        let producer = key(producer).ok_or(shape("producer's key"))?;
        let closer = match closer {
            Value::Null => None,
            other => Some(key(other).ok_or(shape("closer's key"))?),
        };
        // One spelling: a producer that closes does not name itself twice.
        if closer.as_ref().is_some_and(|closer| *closer == producer) {
            return Err(shape("closer's key"));
        }
        if closer.as_ref().unwrap_or(&producer).id() != document.kid {
            return Err(shape("signer"));
        }
        let wraps = wraps.as_array().ok_or(shape("list of wraps"))?;
        let wraps: Option<Vec<_>> = wraps.iter().map(Wrap::from_value).collect();
        let wraps = wraps
            .filter(|wraps| well_ordered(wraps))
            .ok_or(shape("list of wraps"))?;
        let stated = manifest.manifest();
        let expected = HEADER_BYTES as u64
            + stated.bytes
            + stated.chunks * (LEAF_BYTES + TAG_BYTES) as u64
            + trailer.len() as u64
            + 8;
        if expected != len {
            return Err(FileFault::Length {
                expected,
                found: len,
            });
        }
        Ok(Self {
            world,
            from,
            trailer,
            manifest,
            producer,
            closer,
            wraps,
        })
    }

    /// Verifies the signature over trailer, manifest and wraps by whoever closed the file.
    ///
    /// # Errors
    /// [`CoseFault`].
    pub fn verify_trailer(&self) -> Result<(), CoseFault> {
        let domain = self.world.domain(Context::SealedFile);
        Unverified::read(&self.trailer)?
            .verify(domain, self.closer())
            .map(|_| ())
    }

    /// Verifies the producer's signature over the manifest.
    ///
    /// # Errors
    /// [`CoseFault`].
    pub fn verify_manifest(&self) -> Result<(), CoseFault> {
        if self.manifest.manifest().producer != self.producer.id() {
            return Err(CoseFault::UnknownKey(self.manifest.manifest().producer));
        }
        self.manifest.verify(&self.producer, self.world)
    }

    /// The chunks, once the leaf list gives the signed root.
    ///
    /// # Errors
    /// [`ChunkFault`].
    pub fn source(&self) -> Result<ChunkSource, ChunkFault> {
        let stated = self.manifest.manifest();
        let run = |offset| Run::new(self.from.clone(), offset);
        let leaves = HEADER_BYTES as u64 + stated.bytes;
        let tags = leaves + stated.chunks * LEAF_BYTES as u64;
        let chunks = run(HEADER_BYTES as u64);
        ChunkSource::new(stated.bytes, stated.ct_root, chunks, run(leaves), run(tags))
    }

    /// Opens the wrap for this key.
    ///
    /// # Errors
    /// [`WrapFault`].
    pub fn unwrap_with(&self, key: &SealingKey) -> Result<OpenedPart, WrapFault> {
        open_one_of(&self.wraps, &self.manifest, key, self.world)
    }

    /// Live or exercise.
    #[must_use]
    pub const fn world(&self) -> World {
        self.world
    }

    /// The manifest.
    #[must_use]
    pub const fn manifest(&self) -> &SignedManifest {
        &self.manifest
    }

    /// The key the manifest is to be verified with. Whose key it is, the file cannot say.
    #[must_use]
    pub const fn producer(&self) -> &VerifyingKey {
        &self.producer
    }

    /// The key of who wrote the trailer: the producer, or a holder that added recipients.
    #[must_use]
    pub fn closer(&self) -> &VerifyingKey {
        self.closer.as_ref().unwrap_or(&self.producer)
    }

    /// Those who can open it.
    #[must_use]
    pub fn wraps(&self) -> &[Wrap] {
        &self.wraps
    }

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

fn read_header(from: &dyn ReadAt, len: u64) -> Result<World, FileFault> {
    let mut found = [0; HEADER_BYTES];
    let there = usize::try_from(len).unwrap_or(usize::MAX).min(HEADER_BYTES);
    from.read_at(&mut found[..there], 0)?;
    if found[..16] != *MAGIC {
        return Err(FileFault::Magic);
    }
    if there < HEADER_BYTES {
        return Err(FileFault::Cut);
    }
    let world = match found[16] {
        0 => World::Live,
        1 => World::Exercise,
        _ => return Err(FileFault::Header(16)),
    };
    match found.iter().skip(17).position(|byte| *byte != 0) {
        Some(at) => Err(FileFault::Header(17 + at)),
        None => Ok(world),
    }
}

fn read_trailer(from: &dyn ReadAt, len: u64) -> Result<Vec<u8>, FileFault> {
    let least = (HEADER_BYTES + LEAF_BYTES + TAG_BYTES) as u64;
    let most = least + MAX_OBJECT_BYTES + MAX_TRAILER * 64;
    if len < least + 8 || len > most {
        return Err(FileFault::Cut);
    }
    let mut stated = [0; 8];
    from.read_at(&mut stated, len - 8)?;
    let stated = u64::from_be_bytes(stated);
    if stated > MAX_TRAILER || stated > len - least - 8 {
        return Err(FileFault::Cut);
    }
    let mut trailer = vec![0; stated as usize];
    from.read_at(&mut trailer, len - 8 - stated)?;
    Ok(trailer)
}

fn key(value: &Value) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(value.as_bytes()?).ok()
}

/// Whether the first bytes of a file are those of a sealed file, of whatever version.
#[must_use]
pub fn looks_sealed(mut file: impl Read) -> bool {
    let mut begins = [0; 14];
    file.read_exact(&mut begins).is_ok() && begins == MAGIC[..14]
}
