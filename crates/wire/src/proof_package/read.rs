//! Reading a package: header, layout, then the maker's signature.

use super::{LARGEST, MAGIC, ProofPackage};
use crate::context::World;
use crate::document::{DocumentFault, Signed};
use crate::keys::{KeyId, VerifyingKey};

/// Why bytes are no proof package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageFault {
    /// They begin with something else.
    #[error("this is not a proof package of version 1")]
    Magic,
    /// The byte after the magic names no world.
    #[error("the world in the header is neither live nor exercise")]
    World,
    /// Larger than any package.
    #[error("larger than {LARGEST} bytes")]
    TooLarge,
    /// What follows is not the signed document of a package.
    #[error(transparent)]
    Document(#[from] DocumentFault),
}

impl PackageFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Magic => "package.magic",
            Self::World => "package.world",
            Self::TooLarge => "package.too_large",
            Self::Document(fault) => fault.code(),
        }
    }
}

/// A package that was read. Nothing in it is believed yet.
#[derive(Clone, Debug)]
pub struct SealedPackage<'a> {
    world: World,
    kid: KeyId,
    document: &'a [u8],
    package: ProofPackage,
}

impl<'a> SealedPackage<'a> {
    /// Reads the file's bytes strictly.
    ///
    /// # Errors
    /// [`PackageFault`] names the first thing that is wrong.
    pub fn read(bytes: &'a [u8]) -> Result<Self, PackageFault> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PackageFault::Magic)?;
        let (world, document) = match rest.split_first() {
            Some((0, document)) => (World::Live, document),
            Some((1, document)) => (World::Exercise, document),
            _ => return Err(PackageFault::World),
        };
        if document.len() > LARGEST {
            return Err(PackageFault::TooLarge);
        }
        let (package, kid) = Signed::<ProofPackage>::peek(document)?;
        Ok(Self {
            world,
            kid,
            document,
            package,
        })
    }

    /// Checks the maker's signatures.
    ///
    /// # Errors
    /// [`DocumentFault`] says which half does not hold.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), DocumentFault> {
        Signed::<ProofPackage>::verify(self.document, self.world, |_| Some(key.clone())).map(|_| ())
    }

    /// Live or exercise.
    #[must_use]
    pub const fn world(&self) -> World {
        self.world
    }

    /// The certificate that the maker names.
    #[must_use]
    pub const fn kid(&self) -> KeyId {
        self.kid
    }

    /// What it says.
    #[must_use]
    pub const fn package(&self) -> &ProofPackage {
        &self.package
    }
}

/// Whether a file that begins like this is a proof package.
#[must_use]
pub fn looks_like_package(begins: &[u8]) -> bool {
    begins.starts_with(MAGIC)
}
