//! From a proof in a message to a core approval: grant, credential, time, and the assertion itself.

use std::collections::BTreeSet;

use comity_core::approval::Approval;
use comity_core::id::StateCode;
use comity_core::time::Instant;

use super::Directory;
use crate::assertion::{AssertionFault, Proof};
use crate::grant::{CredentialKey, Holder};
use crate::hash::sha256;
use crate::limits;
use crate::revocation::Revoked;

/// Why an officer's proof does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The directory lists no such grant.
    #[error("the grant is not known")]
    UnknownGrant,
    /// The grant, or the node it belongs to, is revoked.
    #[error("the grant is revoked")]
    Revoked,
    /// The grant belongs to another State than the one that acts.
    #[error("the grant is another State's")]
    OtherState,
    /// The grant did not hold when the officer approved.
    #[error("the grant did not hold at that time")]
    NotValid,
    /// The approval is older than allowed, or later than the message.
    #[error("the approval is too old, or later than the message")]
    Age,
    /// The grant has no such credential.
    #[error("the grant has no such credential")]
    UnknownCredential,
    /// The assertion does not hold.
    #[error(transparent)]
    Assertion(#[from] AssertionFault),
}

impl ProofFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownGrant => "proof.unknown_grant",
            Self::Revoked => "proof.revoked",
            Self::OtherState => "proof.other_state",
            Self::NotValid => "proof.not_valid",
            Self::Age => "proof.age",
            Self::UnknownCredential => "proof.unknown_credential",
            Self::Assertion(fault) => fault.code(),
        }
    }
}

/// A proof that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerProof {
    /// What the quorum counts.
    pub approval: Approval,
    /// Measures the grant allows.
    pub measures: BTreeSet<String>,
    /// Made by software, not by a device.
    pub software: bool,
    /// Made by a credential that can be copied: does not count from class M2 up.
    pub synced: bool,
    /// The nonce, which counts once.
    pub nonce: [u8; 32],
}

impl Directory {
    /// Checks one officer's proof over an action that was created at an instant by a State.
    ///
    /// # Errors
    /// [`ProofFault`].
    pub fn proof(
        &self,
        proof: &Proof,
        action: &[u8],
        created: Instant,
        state: StateCode,
    ) -> Result<OfficerProof, ProofFault> {
        let grant = self.grant(&proof.grant).ok_or(ProofFault::UnknownGrant)?;
        if grant.node.state() != state {
            return Err(ProofFault::OtherState);
        }
        let revoked = [
            Revoked::Grant(proof.grant),
            Revoked::Node(grant.node.clone()),
            Revoked::Key(grant.kid()),
        ];
        if revoked
            .iter()
            .any(|what| self.revocation(state, what).is_some())
        {
            return Err(ProofFault::Revoked);
        }
        if !grant.valid_at(proof.at) {
            return Err(ProofFault::NotValid);
        }
        if proof.at > created || created - proof.at > limits::APPROVAL_AGE {
            return Err(ProofFault::Age);
        }
        let credential = grant
            .credential(&proof.credential)
            .ok_or(ProofFault::UnknownCredential)?;
        let asserted = proof.verify(credential, self.world(), action)?;
        let device = match &credential.key {
            CredentialKey::Ed25519(key) => sha256(key),
            CredentialKey::P256(key) => sha256(key),
        };
        Ok(OfficerProof {
            approval: Approval {
                officer: grant.officer.clone(),
                grant: proof.grant,
                device,
                roles: grant.known_roles(),
                native: credential.is_native(),
                at: proof.at,
            },
            measures: grant.measures.clone(),
            software: credential.holder == Holder::Software,
            synced: asserted.synced,
            nonce: proof.nonce,
        })
    }
}
