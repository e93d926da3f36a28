//! Reading a sealed file: structure first, then signatures, then chunks.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{HEADER_BYTES, MAGIC, well_ordered};
use crate::cbor::{CborFault, Value, decode};
use crate::context::{Context, World};
use crate::cose::{CoseFault, Unverified};
use crate::evidence::layout::{LEAF_BYTES, MAX_OBJECT_BYTES, TAG_BYTES};
use crate::evidence::manifest::{ManifestFault, SignedManifest};
use crate::evidence::source::{ChunkFault, ChunkSource, ReadAt, Run};
use crate::evidence::wrap::{OpenedPart, Wrap, WrapFault, open_one_of};
use crate::keys::VerifyingKey;
use crate::sealing::SealingKey;

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

/// A sealed file whose structure was read. Nothing in it is believed before
/// [`verify_trailer`](Self::verify_trailer), [`verify_manifest`](Self::verify_manifest) and
/// [`source`](Self::source) agree.
pub struct SealedFile {
    pub(super) world: World,
    pub(super) from: Arc<dyn ReadAt>,
    trailer: Vec<u8>,
    pub(super) manifest: SignedManifest,
    pub(super) producer: VerifyingKey,
    closer: Option<VerifyingKey>,
    pub(super) wraps: Vec<Wrap>,
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

    /// Verifies the producer's signature over the manifest. A lone key names itself in it, a node its
    /// certificate, which only a directory knows; the name is signed either way.
    ///
    /// # Errors
    /// [`CoseFault`].
    pub fn verify_manifest(&self) -> Result<(), CoseFault> {
        let manifest = self.manifest.manifest();
        if manifest.node.is_none() && manifest.producer != self.producer.id() {
            return Err(CoseFault::UnknownKey(manifest.producer));
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
