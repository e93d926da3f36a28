//! An officer's proof: a WebAuthn-format assertion over one exact action, checked without a server,
//! a session or any other state, because the peer on the other side has to check it too.
//!
//! ```text
//! proof = { 1: grant id (32), 2: credential id, 3: nonce (32), 4: time (ms),
//!           5: authenticatorData (37), 6: clientDataJSON, 7: signature }
//! challenge = SHA-256( "comity/act/1" ‖ nonce ‖ time (8 bytes, big-endian) ‖ action bytes )
//! signature over authenticatorData ‖ SHA-256(clientDataJSON)
//! authenticatorData = SHA-256(rpId) ‖ flags ‖ counter (4)      no extensions, no attested data
//! ```
//! That a nonce counts once, and that it was fresh, is for the register to see; here the proof
//! itself is judged.
//!
//! # Source
//! W3C Web Authentication Level 2, 7.2 (verifying an assertion).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use comity_core::id::Digest;
use comity_core::time::Instant;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::{Context, World};
use crate::grant::{Credential, CredentialKey};
use crate::hash::{sha256, sha256_of};
use crate::limits;

/// One officer's proof as it travels in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of the signed grant.
    pub grant: Digest,
    /// The credential of that grant.
    pub credential: Vec<u8>,
    /// Random, used once.
    pub nonce: [u8; 32],
    /// When the officer approved.
    pub at: Instant,
    /// What the authenticator says.
    pub authenticator_data: Vec<u8>,
    /// What the client says, byte for byte.
    pub client_data: Vec<u8>,
    /// The authenticator's signature.
    pub signature: Vec<u8>,
}

/// Why a proof does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// The client data are not the JSON that a client makes, or too long.
    #[error("the client data are malformed")]
    ClientData,
    /// The client data are not of an assertion.
    #[error("not the client data of an assertion")]
    Kind,
    /// Made over another action, nonce, time or world.
    #[error("approves something else")]
    Challenge,
    /// Made on another page or in another program than the grant says.
    #[error("made at another origin than the grant says")]
    Origin,
    /// Made inside a frame of another page.
    #[error("made inside a page of another origin")]
    CrossOrigin,
    /// The authenticator's data have another length (extensions are not used here).
    #[error("the authenticator data have another length")]
    Length,
    /// Made for another relying party.
    #[error("made for another relying party")]
    RelyingParty,
    /// The device was not touched.
    #[error("nobody touched the device")]
    NotPresent,
    /// The device did not check who touched it.
    #[error("the device did not verify its user")]
    NotVerified,
    /// Flags that exclude each other or announce data that are not there.
    #[error("the flags do not fit together")]
    Flags,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
}

impl AssertionFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ClientData => "assertion.client_data",
            Self::Kind => "assertion.kind",
            Self::Challenge => "assertion.challenge",
            Self::Origin => "assertion.origin",
            Self::CrossOrigin => "assertion.cross_origin",
            Self::Length => "assertion.length",
            Self::RelyingParty => "assertion.relying_party",
            Self::NotPresent => "assertion.not_present",
            Self::NotVerified => "assertion.not_verified",
            Self::Flags => "assertion.flags",
            Self::Signature => "assertion.signature",
        }
    }
}

/// What a proof that holds says besides "yes".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// The credential may be copied to other devices, so it is not one device. Does not count from
    /// class M2 up.
    pub synced: bool,
    /// The authenticator's signature counter; 0 when it keeps none.
    pub counter: u32,
}

/// What the officer's device is asked to sign.
#[must_use]
pub fn challenge(world: World, nonce: &[u8; 32], at: Instant, action: &[u8]) -> Digest {
    sha256_of(&[
        world.domain(Context::Act).bytes(),
        nonce,
        &at.millis().to_be_bytes(),
        action,
    ])
}

/// The part of the client data that matters. A field that stands twice is refused by serde; unknown
/// fields are allowed, since browsers add them on purpose.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData<'a> {
    #[serde(borrow, rename = "type")]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    challenge: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    origin: std::borrow::Cow<'a, str>,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<serde::de::IgnoredAny>,
}

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

impl Proof {
    /// Checks the proof against a credential of its grant and the bytes of the action.
    ///
    /// # Errors
    /// [`AssertionFault`]; the cheap checks come before the signature.
    pub fn verify(
        &self,
        credential: &Credential,
        world: World,
        action: &[u8],
    ) -> Result<Asserted, AssertionFault> {
        self.check_client(credential, world, action)?;
        let (flags, counter) = self.check_authenticator(credential)?;
        let signed = [
            &self.authenticator_data[..],
            sha256(&self.client_data).as_bytes(),
        ]
        .concat();
        let holds = match &credential.key {
            CredentialKey::Ed25519(key) => {
                UnparsedPublicKey::new(&ED25519, key).verify(&signed, &self.signature)
            }
            CredentialKey::P256(key) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
                .verify(&signed, &self.signature),
        };
        holds.map_err(|_| AssertionFault::Signature)?;
        Ok(Asserted {
            synced: flags & BACKUP_ELIGIBLE != 0,
            counter,
        })
    }

    fn check_client(
        &self,
        credential: &Credential,
        world: World,
        action: &[u8],
    ) -> Result<(), AssertionFault> {
        if self.client_data.len() > limits::CLIENT_DATA {
            return Err(AssertionFault::ClientData);
        }
        let client: ClientData<'_> =
            serde_json::from_slice(&self.client_data).map_err(|_| AssertionFault::ClientData)?;
        if client.kind != "webauthn.get" {
            return Err(AssertionFault::Kind);
        }
        let expected = challenge(world, &self.nonce, self.at, action);
        if client.challenge != URL_SAFE_NO_PAD.encode(expected.as_bytes()) {
            return Err(AssertionFault::Challenge);
        }
        if client.origin != credential.origin {
            return Err(AssertionFault::Origin);
        }
        if client.cross_origin || client.top_origin.is_some() {
            return Err(AssertionFault::CrossOrigin);
        }
        Ok(())
    }

    fn check_authenticator(&self, credential: &Credential) -> Result<(u8, u32), AssertionFault> {
        let data: &[u8; 37] = self
            .authenticator_data
            .as_slice()
            .try_into()
            .map_err(|_| AssertionFault::Length)?;
        let (flags, counter) = (data[32], [data[33], data[34], data[35], data[36]]);
        if data[..32] != *sha256(credential.rp_id.as_bytes()).as_bytes() {
            return Err(AssertionFault::RelyingParty);
        }
        if flags & USER_PRESENT == 0 {
            return Err(AssertionFault::NotPresent);
        }
        if flags & USER_VERIFIED == 0 {
            return Err(AssertionFault::NotVerified);
        }
        let backed_up_without_eligible = flags & (BACKED_UP | BACKUP_ELIGIBLE) == BACKED_UP;
        if backed_up_without_eligible || flags & (ATTESTED | EXTENSIONS) != 0 {
            return Err(AssertionFault::Flags);
        }
        Ok((flags, u32::from_be_bytes(counter)))
    }

    /// The proof as a CBOR map.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::map([
            (1_u64, Value::bytes(*self.grant.as_bytes())),
            (2, Value::bytes(self.credential.clone())),
            (3, Value::bytes(self.nonce)),
            (4, Value::from(self.at.millis())),
            (5, Value::bytes(self.authenticator_data.clone())),
            (6, Value::bytes(self.client_data.clone())),
            (7, Value::bytes(self.signature.clone())),
        ])
    }

    /// Reads a proof from a CBOR map.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("proof", value)?;
        let proof = Self {
            grant: fields.digest(1_u64)?,
            credential: fields.bytes(2_u64)?,
            nonce: fields
                .bytes(3_u64)?
                .try_into()
                .map_err(|_| fields.fault(3, Wrong::Value))?,
            at: fields.instant(4_u64)?,
            authenticator_data: fields.bytes(5_u64)?,
            client_data: fields.bytes(6_u64)?,
            signature: fields.bytes(7_u64)?,
        };
        fields.end()?;
        Ok(proof)
    }
}

#[cfg(test)]
mod tests;
