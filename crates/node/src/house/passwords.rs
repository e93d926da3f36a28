//! Passwords by Argon2id, and the software authenticators that they open in exercises.

use std::path::PathBuf;
use std::sync::Arc;

use argon2::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use comity_core::id::Digest;
use comity_core::time::Instant;
use comity_flows::ports::OfficerRow;
use comity_flows::{FlowFault, Passwords, Prover};
use comity_wire::assertion::Proof;
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::context::World;
use comity_wire::hash::sha256;
use comity_wire::keys::random;
use comity_wire::secret_file;

use super::keyring::machine;
use crate::cli::Fault;

/// The Argon2id text of a password.
///
/// # Errors
/// The random source fails.
pub(crate) fn hash(password: &str) -> Result<String, Fault> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(machine)
}

/// Checks passwords against stored texts and opens `officers/LOGIN.key`.
pub(crate) struct Argon2Passwords {
    /// Folder of the officers' software authenticators.
    pub(crate) officers: PathBuf,
    /// Exercise only: a live node has no software authenticators.
    pub(crate) world: World,
    /// rpId and origin of this node's pages.
    pub(crate) page: (String, String),
}

impl Passwords for Argon2Passwords {
    fn matches(&self, stored: &str, password: &str) -> bool {
        PasswordHash::new(stored).is_ok_and(|stored| {
            Argon2::default()
                .verify_password(password.as_bytes(), &stored)
                .is_ok()
        })
    }

    fn unlock(&self, officer: &OfficerRow, password: &str) -> Option<Arc<dyn Prover>> {
        if self.world != World::Exercise || officer.grant.is_empty() {
            return None;
        }
        let file = self.officers.join(format!("{}.key", officer.login));
        let sealed = std::fs::read(file).ok()?;
        let seed = secret_file::open("officer", &sealed, password.as_bytes()).ok()?;
        let seed: [u8; 32] = seed.as_slice().try_into().ok()?;
        let authenticator =
            SoftwareAuthenticator::from_seed(&seed, &self.page.0, &self.page.1).ok()?;
        Some(Arc::new(SoftProver {
            authenticator,
            grant: sha256(&officer.grant),
            world: self.world,
        }))
    }
}

/// Makes an officer's proofs with a software authenticator.
pub(crate) struct SoftProver {
    pub(crate) authenticator: SoftwareAuthenticator,
    pub(crate) grant: Digest,
    pub(crate) world: World,
}

impl Prover for SoftProver {
    fn prove(&self, action: &[u8], now: Instant) -> Result<Proof, FlowFault> {
        let refused = |fault: comity_wire::keys::KeyFault| FlowFault::Proof(fault.to_string());
        let nonce = random().map_err(refused)?;
        self.authenticator
            .approve(self.grant, nonce, now, self.world, action)
            .map_err(refused)
    }
}
