//! A software authenticator: makes the same proofs as a security key, from a key in a sealed file.
//!
//! Officers of exercises have no security keys, and `comity approve` works before an office has
//! bought any. Whoever copies the file can approve in that officer's name, so every grant says
//! [`Holder::Software`] for it and a live node stops taking such proofs once passkeys are in use.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use comity_core::id::Digest;
use comity_core::time::Instant;
use zeroize::Zeroizing;

use crate::assertion::{Proof, challenge};
use crate::context::World;
use crate::grant::{Credential, CredentialKey, Holder, NATIVE};
use crate::hash::{sha256, sha256_of};
use crate::keys::{KeyFault, random};

/// The software stand-in for an officer's device.
pub struct SoftwareAuthenticator {
    seed: Zeroizing<[u8; 32]>,
    key: Ed25519KeyPair,
    credential: Credential,
}

impl SoftwareAuthenticator {
    /// A new one for native approvals.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn generate() -> Result<Self, KeyFault> {
        Self::from_seed(&Zeroizing::new(random()?), NATIVE, NATIVE)
    }

    /// The one that belongs to a seed, for a relying party and the origin its pages have. With
    /// [`NATIVE`] for both it makes native proofs.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn from_seed(seed: &[u8; 32], rp_id: &str, origin: &str) -> Result<Self, KeyFault> {
        let key = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyFault::Machine)?;
        let public: [u8; 32] = key
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| KeyFault::Machine)?;
        let id = sha256_of(&[b"comity/credential/1", rp_id.as_bytes(), &public]);
        Ok(Self {
            seed: Zeroizing::new(*seed),
            key,
            credential: Credential {
                id: id.as_bytes()[..16].to_vec(),
                key: CredentialKey::Ed25519(public),
                rp_id: rp_id.to_owned(),
                origin: origin.to_owned(),
                holder: Holder::Software,
            },
        })
    }

    /// The seed, for a sealed key file and nothing else.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    /// What goes into the officer's grant.
    #[must_use]
    pub const fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Approves an action. The caller has shown it to the officer and has the officer's word.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn approve(
        &self,
        grant: Digest,
        nonce: [u8; 32],
        at: Instant,
        world: World,
        action: &[u8],
    ) -> Result<Proof, KeyFault> {
        let challenge = challenge(world, &nonce, at, action);
        let client_data = serde_json::json!({
            "type": "webauthn.get",
            "challenge": URL_SAFE_NO_PAD.encode(challenge.as_bytes()),
            "origin": self.credential.origin,
            "crossOrigin": false,
        })
        .to_string()
        .into_bytes();
        let mut authenticator_data = sha256(self.credential.rp_id.as_bytes()).as_bytes().to_vec();
        // User present and verified: the passphrase of the key file stands for both. No counter.
        authenticator_data.extend_from_slice(&[0x05, 0, 0, 0, 0]);
        let signed = [&authenticator_data[..], sha256(&client_data).as_bytes()].concat();
        let signature = self
            .key
            .try_sign(&signed)
            .map_err(|_| KeyFault::Machine)?
            .as_ref()
            .to_vec();
        Ok(Proof {
            grant,
            credential: self.credential.id.clone(),
            nonce,
            at,
            authenticator_data,
            client_data,
            signature,
        })
    }
}

impl std::fmt::Debug for SoftwareAuthenticator {
    /// Names the credential, never shows the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "SoftwareAuthenticator({})",
            hex::encode(&self.credential.id)
        )
    }
}
