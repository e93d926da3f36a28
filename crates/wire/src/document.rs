//! What certificates, grants, revocations, receipts, refusals, capabilities and directory files
//! share: a map of numbered fields, signed for one use, kept as the bytes that were signed.

use comity_core::id::Digest;

use crate::cbor::{CborFault, Fields, Limits, ShapeFault, Value, decode_within, encode};
use crate::context::{Context, World};
use crate::cose::{CoseFault, Unverified, sign};
use crate::hash::sha256;
use crate::keys::{KeyFault, KeyId, SigningKey, VerifyingKey};
use crate::limits;

/// One kind of signed document.
pub trait Document: Sized {
    /// The use its signatures are made for.
    const CONTEXT: Context;
    /// Its name in faults.
    const NAME: &'static str;
    /// Its largest size in bytes, signatures included.
    const LARGEST: usize = limits::DOCUMENT;
    /// How much structure it may have.
    const LIMITS: Limits = Limits::MESSAGE;

    /// Its fields.
    fn to_value(&self) -> Value;

    /// Reads its fields; whatever is left over is refused afterwards.
    ///
    /// # Errors
    /// [`ShapeFault`].
    fn read(fields: &mut Fields) -> Result<Self, ShapeFault>;
}

/// Why a signed document was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// Larger than such a document may be.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// The signed layout or a signature is wrong.
    #[error(transparent)]
    Cose(#[from] CoseFault),
    /// The payload is not in the one spelling.
    #[error("the signed text: {0}")]
    Cbor(#[from] CborFault),
    /// The payload has other fields than such a document.
    #[error(transparent)]
    Shape(#[from] ShapeFault),
}

impl DocumentFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "document.too_large",
            Self::Cose(fault) => fault.code(),
            Self::Cbor(fault) => fault.code(),
            Self::Shape(fault) => fault.code(),
        }
    }
}

/// A document, the bytes that carry its signatures, and who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<D> {
    document: D,
    bytes: Vec<u8>,
    kid: KeyId,
}

impl<D: Document> Signed<D> {
    /// Signs a document.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn issue(
        document: D,
        key: &SigningKey,
        kid: KeyId,
        world: World,
    ) -> Result<Self, KeyFault> {
        let payload = encode(&document.to_value());
        let bytes = sign(&payload, key, kid, world.domain(D::CONTEXT))?;
        Ok(Self {
            document,
            bytes,
            kid,
        })
    }

    /// Reads a document and checks both signatures with the key that `lookup` knows for the key id.
    ///
    /// # Errors
    /// [`DocumentFault`].
    pub fn verify(
        bytes: &[u8],
        world: World,
        lookup: impl FnOnce(&KeyId) -> Option<VerifyingKey>,
    ) -> Result<Self, DocumentFault> {
        if bytes.len() > D::LARGEST {
            return Err(DocumentFault::TooLarge(D::LARGEST));
        }
        let unverified = Unverified::read(bytes)?;
        let kid = unverified.kid;
        let key = lookup(&kid).ok_or(CoseFault::UnknownKey(kid))?;
        let payload = unverified.verify(world.domain(D::CONTEXT), &key)?.payload;
        Ok(Self {
            document: parse(payload)?,
            bytes: bytes.to_vec(),
            kid,
        })
    }

    /// What the document says, **without** checking who signed it: good for finding the key, for
    /// display and for nothing else.
    ///
    /// # Errors
    /// [`DocumentFault`], all but those about keys and signatures.
    pub fn peek(bytes: &[u8]) -> Result<(D, KeyId), DocumentFault> {
        if bytes.len() > D::LARGEST {
            return Err(DocumentFault::TooLarge(D::LARGEST));
        }
        let unverified = Unverified::read(bytes)?;
        Ok((parse(unverified.payload)?, unverified.kid))
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &D {
        &self.document
    }

    /// The bytes as signed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The key that signed.
    #[must_use]
    pub const fn kid(&self) -> KeyId {
        self.kid
    }

    /// SHA-256 of the bytes: the name of this very document.
    #[must_use]
    pub fn digest(&self) -> Digest {
        sha256(&self.bytes)
    }

    /// Takes the document out.
    #[must_use]
    pub fn into_document(self) -> D {
        self.document
    }
}

impl<D> std::ops::Deref for Signed<D> {
    type Target = D;
    fn deref(&self) -> &D {
        &self.document
    }
}

/// Reads the signed text of a document by itself. Whoever wants to believe it uses
/// [`Signed::verify`].
///
/// # Errors
/// [`DocumentFault::Cbor`] or [`DocumentFault::Shape`].
pub fn parse<D: Document>(payload: &[u8]) -> Result<D, DocumentFault> {
    let mut fields = Fields::open(D::NAME, decode_within(payload, D::LIMITS)?)?;
    let document = D::read(&mut fields)?;
    fields.end()?;
    Ok(document)
}
