//! The trust directory: who speaks for whom. Nothing is believed because it was seen first.
//!
//! Each State signs one file about its own nodes, officers and revocations; a node pins each State's
//! key, checked on paper by two administrators. A file speaks only under its State's prefix, is
//! judged alone (one State's broken file stops no other) and never goes back to an older version.

mod entry;
mod load;
mod proofs;
mod standing;
mod state_file;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use comity_core::id::{Digest, NodeId, StateCode};
use comity_core::time::Instant;

pub use entry::{Contact, Desk, Entry, NodeKind};
pub use load::{DirectoryFault, VerifiedState};
pub use proofs::{OfficerProof, ProofFault};
pub use standing::Standing;
pub use state_file::{SignedStateFile, StateFile};

use crate::cert::SignedCertificate;
use crate::context::World;
use crate::grant::SignedGrant;
use crate::keys::{KeyId, VerifyingKey};
use crate::payload::DirectoryVersion;
use crate::revocation::{Revocation, Revoked};

/// The merged view of all States' files that were verified.
#[derive(Clone, Debug)]
pub struct Directory {
    world: World,
    pins: BTreeMap<StateCode, Vec<VerifyingKey>>,
    states: BTreeMap<StateCode, VerifiedState>,
    /// Partners without a node that this office itself has entered. They prove nothing.
    partners: BTreeMap<NodeId, Entry>,
}

/// A pinned State that does not belong to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} does not belong to this world: exercises have invented States only, live nodes have none"
)]
pub struct WrongWorld(pub StateCode);

/// What loading a file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The State that speaks.
    pub state: StateCode,
    /// The version now in force.
    pub version: u64,
    /// Whether anything is new.
    pub changed: bool,
}

/// A node's certificate that may be used to check a signature, and the entry it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'d> {
    /// The entry.
    pub entry: &'d Entry,
    /// The certificate.
    pub certificate: &'d SignedCertificate,
}

/// Why a key id does not speak for a node.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignerFault {
    /// No State lists a certificate with this id.
    #[error("no State lists the certificate {0}")]
    Unknown(KeyId),
    /// The certificate did not hold at that time.
    #[error("the certificate of {0} did not hold at that time")]
    NotValid(NodeId),
    /// The certificate, its node or its authority is revoked.
    #[error("{0} is revoked")]
    Revoked(NodeId),
}

impl SignerFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "signer.unknown",
            Self::NotValid(_) => "signer.not_valid",
            Self::Revoked(_) => "signer.revoked",
        }
    }
}

impl Directory {
    /// An empty directory with the keys pinned for each State (two while one follows another).
    ///
    /// # Errors
    /// [`WrongWorld`] when a live node pins an invented State or an exercise a real one.
    pub fn new(
        world: World,
        pins: BTreeMap<StateCode, Vec<VerifyingKey>>,
    ) -> Result<Self, WrongWorld> {
        match pins
            .keys()
            .find(|state| state.is_invented() != (world == World::Exercise))
        {
            Some(state) => Err(WrongWorld(*state)),
            None => Ok(Self {
                world,
                pins,
                states: BTreeMap::new(),
                partners: BTreeMap::new(),
            }),
        }
    }

    /// Which world this is.
    #[must_use]
    pub const fn world(&self) -> World {
        self.world
    }

    /// Takes a State's file, from disk, from a peer or from a bundle: where it comes from does not
    /// matter, who signed it does.
    ///
    /// # Errors
    /// [`DirectoryFault`]; what was in force before stays in force.
    pub fn load(&mut self, bytes: &[u8], now: Instant) -> Result<Loaded, DirectoryFault> {
        let known = |state| {
            let known: &VerifiedState = self.states.get(&state)?;
            Some((known.version, known.digest))
        };
        let (state, mut verified) =
            VerifiedState::check(bytes, self.world, &self.pins, known, now)?;
        let loaded = |changed| Loaded {
            state,
            version: verified.version,
            changed,
        };
        let before = self.states.get(&state);
        if before.is_some_and(|before| before.digest == verified.digest) {
            return Ok(loaded(false));
        }
        let loaded = loaded(true);
        // A revocation that a peer brought stays, whether the new file repeats it or not.
        if let Some(before) = before {
            for (what, revocation) in &before.revocations {
                let revocations = &mut verified.revocations;
                revocations
                    .entry(what.clone())
                    .or_insert_with(|| revocation.clone());
            }
        }
        self.states.insert(state, verified);
        Ok(loaded)
    }

    /// Takes a revocation that a peer carried; it takes effect now.
    ///
    /// # Errors
    /// [`DirectoryFault::Revocation`] when nobody who signed may revoke this.
    pub fn revoke(&mut self, bytes: &[u8]) -> Result<(StateCode, Revoked), DirectoryFault> {
        for (state, verified) in &mut self.states {
            let keys = self.pins.get(state).map_or(&[][..], Vec::as_slice);
            if let Ok(what) = verified.take_revocation(*state, bytes, self.world, keys) {
                return Ok((*state, what));
            }
        }
        Err(DirectoryFault::Revocation)
    }

    /// The entry of a node or partner. What its State has signed comes before what this office entered.
    #[must_use]
    pub fn entry(&self, node: &NodeId) -> Option<&Entry> {
        self.signed(node).or_else(|| self.partners.get(node))
    }

    fn signed(&self, node: &NodeId) -> Option<&Entry> {
        self.states.get(&node.state())?.entries.get(node)
    }

    /// All entries: those of each State in the order of their ids, then the partners entered here.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let own = self.partners.values();
        self.states
            .values()
            .flat_map(|state| state.entries.values())
            .chain(own.filter(|entry| self.signed(&entry.node).is_none()))
    }

    /// Takes the partners without a node that this office has entered itself, in place of those before.
    /// A key, a certificate or an address of a node is left out: only its State may vouch for one.
    pub fn set_partners(&mut self, partners: impl IntoIterator<Item = Entry>) {
        let world = self.world;
        self.partners = partners
            .into_iter()
            .filter(|entry| entry.node.state().is_invented() == (world == World::Exercise))
            .map(|entry| {
                let bare = Entry {
                    authority: None,
                    certificates: Vec::new(),
                    urls: Vec::new(),
                    grants: Vec::new(),
                    vouches: std::collections::BTreeSet::new(),
                    witness: false,
                    ..entry
                };
                (bare.node.clone(), bare)
            })
            .collect();
    }

    /// Whether this office itself entered a partner, and no State speaks for it.
    #[must_use]
    pub fn is_entered_here(&self, node: &NodeId) -> bool {
        self.partners.contains_key(node) && self.signed(node).is_none()
    }

    /// The certificate that a signature names, if it held at an instant and nothing is revoked.
    ///
    /// # Errors
    /// [`SignerFault`].
    pub fn signer(&self, kid: &KeyId, at: Instant) -> Result<Signer<'_>, SignerFault> {
        let signer = self.certificate(kid).ok_or(SignerFault::Unknown(*kid))?;
        let node = &signer.certificate.node;
        if !signer.certificate.valid_at(at) {
            return Err(SignerFault::NotValid(node.clone()));
        }
        let revoked = [
            Revoked::Key(*kid),
            Revoked::Node(node.clone()),
            Revoked::Key(signer.certificate.kid()),
        ];
        if revoked
            .iter()
            .any(|what| self.revocation(node.state(), what).is_some())
        {
            return Err(SignerFault::Revoked(node.clone()));
        }
        Ok(signer)
    }

    /// The certificate that a signature names, whatever became of it since: for old evidence.
    #[must_use]
    pub fn certificate(&self, kid: &KeyId) -> Option<Signer<'_>> {
        self.states.values().find_map(|state| {
            let certificate = state.certificates.get(kid)?;
            let entry = state.entries.get(&certificate.node)?;
            Some(Signer { entry, certificate })
        })
    }

    /// The node's certificate in force at an instant: of several, the one that lasts longest.
    #[must_use]
    pub fn certificate_of(&self, node: &NodeId, at: Instant) -> Option<&SignedCertificate> {
        self.states
            .get(&node.state())?
            .certificates
            .values()
            .filter(|certificate| certificate.node == *node && certificate.valid_at(at))
            .max_by_key(|certificate| certificate.until)
    }

    /// An officer's grant by its id.
    #[must_use]
    pub fn grant(&self, id: &Digest) -> Option<&SignedGrant> {
        self.states.values().find_map(|state| state.grants.get(id))
    }

    /// The revocation of something of a State, if there is one. What a counterparty's anchored leaf
    /// held before its arrival stays valid; that is for the caller to see.
    #[must_use]
    pub fn revocation(&self, state: StateCode, what: &Revoked) -> Option<&Revocation> {
        self.states.get(&state)?.revocations.get(what)
    }

    /// The version of a State's file and its digest, for the messages we send.
    #[must_use]
    pub fn version(&self, state: StateCode) -> Option<DirectoryVersion> {
        self.states.get(&state).map(|state| DirectoryVersion {
            version: state.version,
            digest: state.digest,
        })
    }

    /// What may still be done with a node, given the age of its State's file. The files of an
    /// exercise are made once and age only by their date of expiry.
    #[must_use]
    pub fn standing(&self, node: &NodeId, now: Instant) -> Standing {
        let Some(state) = self.states.get(&node.state()) else {
            return Standing::Preserve;
        };
        let offline = state.entries.get(node).is_some_and(|entry| entry.offline);
        let issued = match self.world {
            World::Live => state.issued,
            World::Exercise => now,
        };
        Standing::of(issued, state.expires, now, offline)
    }

    /// The file in force of a State, byte for byte: for peers that ask, and for proof packages.
    #[must_use]
    pub fn file(&self, state: StateCode) -> Option<&[u8]> {
        self.states.get(&state).map(|state| state.bytes.as_slice())
    }

    /// The States whose files are in force.
    pub fn states(&self) -> impl Iterator<Item = StateCode> {
        self.states.keys().copied()
    }

    /// Whether a key is pinned for a State, so that a newer file of it can be fetched and believed.
    #[must_use]
    pub fn pins(&self, state: StateCode) -> bool {
        self.pins.contains_key(&state)
    }

    /// The pinned key that signed the file in force of a State: for proof packages.
    #[must_use]
    pub fn signed_by(&self, state: StateCode) -> Option<&VerifyingKey> {
        let kid = self.states.get(&state)?.kid;
        self.pins.get(&state)?.iter().find(|key| key.id() == kid)
    }

    /// The newest instant that a State vouched for: a clock behind it is wrong.
    #[must_use]
    pub fn floor(&self) -> Option<Instant> {
        self.states.values().map(|state| state.issued).max()
    }
}
