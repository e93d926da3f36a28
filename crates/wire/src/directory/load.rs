//! Believing a State's file: its own key, its own prefix, never backwards, and every certificate,
//! grant and revocation in it signed by whom it must be.

use std::collections::BTreeMap;

use comity_core::id::{Digest, NodeId, StateCode};
use comity_core::time::Instant;

use super::entry::Entry;
use super::state_file::{SignedStateFile, StateFile};
use crate::cert::{Certificate, SignedCertificate};
use crate::context::World;
use crate::document::{DocumentFault, Signed};
use crate::grant::{Grant, SignedGrant};
use crate::keys::{KeyId, VerifyingKey};
use crate::limits;
use crate::revocation::{Revocation, Revoked};

/// Why a State's file is not taken. The last good one stays in force.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryFault {
    /// Signed by a pinned key, but not by one that is pinned for this State.
    #[error("signed by a key that is not pinned for {0}")]
    NotPinned(StateCode),
    /// The file itself is malformed or not signed by the State's key.
    #[error("the file of the directory: {0}")]
    File(#[source] DocumentFault),
    /// An id stands outside the State's prefix.
    #[error("{state} may not speak about {node}")]
    Prefix {
        /// The State that speaks.
        state: StateCode,
        /// The id outside its prefix.
        node: NodeId,
    },
    /// The version is lower than one that was seen.
    #[error("version {found} comes after version {known} was seen")]
    RolledBack {
        /// The version in force.
        known: u64,
        /// The version offered.
        found: u64,
    },
    /// Another file of the same version: the State, or someone with its key, shows two faces.
    #[error("two different files of version {0}")]
    TwoFaces(u64),
    /// Issued in our future: our clock is behind.
    #[error("issued in the future: is this machine's clock right?")]
    Ahead,
    /// A certificate is malformed, not signed by the entry's authority, or of another node.
    #[error("a certificate of {0} does not hold")]
    Certificate(NodeId),
    /// A grant is malformed, not signed by the entry's authority, or of another node.
    #[error("a grant of {0} does not hold")]
    Grant(NodeId),
    /// A revocation is malformed, or signed by one who may not revoke this.
    #[error("a revocation does not hold")]
    Revocation,
}

impl DirectoryFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPinned(_) => "directory.not_pinned",
            Self::File(fault) => fault.code(),
            Self::Prefix { .. } => "directory.prefix",
            Self::RolledBack { .. } => "directory.rolled_back",
            Self::TwoFaces(_) => "directory.two_faces",
            Self::Ahead => "directory.ahead",
            Self::Certificate(_) => "directory.certificate",
            Self::Grant(_) => "directory.grant",
            Self::Revocation => "directory.revocation",
        }
    }
}

/// A State's file that was checked in every part.
#[derive(Clone, Debug)]
pub struct VerifiedState {
    pub(super) bytes: Vec<u8>,
    pub(super) kid: KeyId,
    pub(super) digest: Digest,
    pub(super) version: u64,
    pub(super) issued: Instant,
    pub(super) expires: Instant,
    pub(super) entries: BTreeMap<NodeId, Entry>,
    pub(super) certificates: BTreeMap<KeyId, SignedCertificate>,
    pub(super) grants: BTreeMap<Digest, SignedGrant>,
    pub(super) revocations: BTreeMap<Revoked, Revocation>,
}

impl VerifiedState {
    /// Checks a file against the keys pinned for its State and the version in force.
    pub(super) fn check(
        bytes: &[u8],
        world: World,
        pins: &BTreeMap<StateCode, Vec<VerifyingKey>>,
        known: impl FnOnce(StateCode) -> Option<(u64, Digest)>,
        now: Instant,
    ) -> Result<(StateCode, Self), DirectoryFault> {
        // The signature first: nobody without a pinned key makes us read a large file.
        let file = SignedStateFile::verify(bytes, world, |kid| {
            let mut keys = pins.values().flatten();
            keys.find(|key| key.id() == *kid).cloned()
        })
        .map_err(DirectoryFault::File)?;
        let state = file.state;
        let keys = pins
            .get(&state)
            .filter(|keys| keys.iter().any(|key| key.id() == file.kid()))
            .ok_or(DirectoryFault::NotPinned(state))?;
        let digest = file.digest();
        match known(state) {
            Some((known, _)) if file.version < known => {
                return Err(DirectoryFault::RolledBack {
                    known,
                    found: file.version,
                });
            }
            Some((known, other)) if file.version == known && other != digest => {
                return Err(DirectoryFault::TwoFaces(known));
            }
            _ => {}
        }
        if file.issued > now + limits::AHEAD {
            return Err(DirectoryFault::Ahead);
        }
        let kid = file.kid();
        let file = file.into_document();
        let mut verified = Self {
            bytes: bytes.to_vec(),
            kid,
            digest,
            version: file.version,
            issued: file.issued,
            expires: file.expires,
            entries: BTreeMap::new(),
            certificates: BTreeMap::new(),
            grants: BTreeMap::new(),
            revocations: BTreeMap::new(),
        };
        let StateFile {
            entries,
            revocations,
            ..
        } = file;
        for entry in entries {
            verified.take_entry(state, entry, world)?;
        }
        for bytes in revocations {
            verified.take_revocation(state, &bytes, world, keys)?;
        }
        Ok((state, verified))
    }

    fn take_entry(
        &mut self,
        state: StateCode,
        entry: Entry,
        world: World,
    ) -> Result<(), DirectoryFault> {
        if let Some(node) = std::iter::once(&entry.node)
            .chain(&entry.vouches)
            .find(|node| node.state() != state)
        {
            return Err(DirectoryFault::Prefix {
                state,
                node: node.clone(),
            });
        }
        let authority = |kid: &KeyId| {
            let key = entry.authority.as_ref()?;
            (key.id() == *kid).then(|| key.clone())
        };
        for bytes in &entry.certificates {
            let refused = || DirectoryFault::Certificate(entry.node.clone());
            let certificate =
                Signed::<Certificate>::verify(bytes, world, authority).map_err(|_| refused())?;
            if certificate.node != entry.node {
                return Err(refused());
            }
            self.certificates.insert(certificate.key_id(), certificate);
        }
        for bytes in &entry.grants {
            let refused = || DirectoryFault::Grant(entry.node.clone());
            let grant = Signed::<Grant>::verify(bytes, world, authority).map_err(|_| refused())?;
            if grant.node != entry.node {
                return Err(refused());
            }
            self.grants.insert(grant.digest(), grant);
        }
        self.entries.insert(entry.node.clone(), entry);
        Ok(())
    }

    /// Takes a revocation, from the State's file or carried by any peer. The State revokes what is
    /// its own; an authority revokes its own nodes, their certificates and their grants.
    pub(super) fn take_revocation(
        &mut self,
        state: StateCode,
        bytes: &[u8],
        world: World,
        keys: &[VerifyingKey],
    ) -> Result<Revoked, DirectoryFault> {
        let authorities = self.entries.values().filter_map(|e| e.authority.as_ref());
        let revocation = Signed::<Revocation>::verify(bytes, world, |kid| {
            let mut known = keys.iter().chain(authorities);
            known.find(|key| key.id() == *kid).cloned()
        })
        .map_err(|_| DirectoryFault::Revocation)?;
        let by_state = keys.iter().any(|key| key.id() == revocation.kid());
        let owner = match &revocation.what {
            Revoked::Key(id) => self.certificates.get(id).map(|c| c.node.clone()),
            Revoked::Grant(id) => self.grants.get(id).map(|g| g.node.clone()),
            Revoked::Node(node) => Some(node.clone()),
        };
        let allowed = match owner {
            Some(node) if node.state() != state => false,
            Some(node) => {
                by_state
                    || self
                        .entries
                        .get(&node)
                        .and_then(|entry| entry.authority.as_ref())
                        .is_some_and(|key| key.id() == revocation.kid())
            }
            // Names a key A, or a certificate or grant that the file no longer lists.
            None => {
                by_state || matches!(revocation.what, Revoked::Key(id) if id == revocation.kid())
            }
        };
        if !allowed {
            return Err(DirectoryFault::Revocation);
        }
        let revocation = revocation.into_document();
        let what = revocation.what.clone();
        self.revocations.entry(what.clone()).or_insert(revocation);
        Ok(what)
    }
}
