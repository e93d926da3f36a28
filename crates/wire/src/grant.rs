//! An officer's grant: an authority's key A says which devices speak for a person, in which roles and
//! for which measures.
//!
//! The person is a pseudonym, one for each person, so that "two officers" means two people. The grant
//! says whether a credential is a device or software.
//!
//! ```text
//! { 1: officer, 2: node, 3: [ credential ], 4: sealing key (1216, optional),
//!   5: evidence signing key (1984, optional), 6: [ roles ], 7: [ measures ], 8: from, 9: until }
//! credential = { 1: id, 2: -8 or -7, 3: public key, 4: rpId, 5: origin, 6: "device" or "software" }
//! ```

use std::collections::BTreeSet;

use comity_core::id::{NodeId, OfficerId};
use comity_core::role::Role;
use comity_core::time::Instant;

use crate::caps::ascending;
use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::context::Context;
use crate::document::{Document, Signed};
use crate::keys::VerifyingKey;
use crate::limits;
use crate::sealing::SealingPublic;

/// The rpId of native credentials: no domain, so no web page can ask for them.
pub const NATIVE: &str = "comity:approve";

/// The signature algorithm of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialKey {
    /// EdDSA with Ed25519 (−8): 32 bytes.
    Ed25519([u8; 32]),
    /// ES256 (−7): an uncompressed point, 65 bytes.
    P256([u8; 65]),
}

/// What holds the secret key of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A security key or the secure part of a telephone, of an attested model.
    Device,
    /// A program. Accepted in exercises, and in live use only until passkeys are there.
    Software,
}

/// One credential of an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Its id, 1 to 1023 bytes.
    pub id: Vec<u8>,
    /// Its public key.
    pub key: CredentialKey,
    /// The rpId it is bound to; [`NATIVE`] for approvals outside the browser.
    pub rp_id: String,
    /// The origin that its assertions must show.
    pub origin: String,
    /// What holds the secret key.
    pub holder: Holder,
}

impl Credential {
    /// Whether it approves outside the browser, where no server can put another text before it.
    #[must_use]
    pub fn is_native(&self) -> bool {
        self.rp_id == NATIVE
    }
}

/// What a grant says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The officer.
    pub officer: OfficerId,
    /// The node the officer works at.
    pub node: NodeId,
    /// Credentials, 1 to 8.
    pub credentials: Vec<Credential>,
    /// The key to which evidence for this officer is sealed.
    pub sealing: Option<SealingPublic>,
    /// The key with which this officer signs evidence sealed without a node.
    pub signing: Option<VerifyingKey>,
    /// Roles by the names of [`Role`]; names of later versions stay as they are.
    pub roles: BTreeSet<String>,
    /// Measures the officer may ask for or release.
    pub measures: BTreeSet<String>,
    /// First instant of validity.
    pub from: Instant,
    /// First instant after it.
    pub until: Instant,
}

/// A grant with the authority's signatures; [`Signed::digest`] is its id.
pub type SignedGrant = Signed<Grant>;

impl Grant {
    /// Whether the grant holds at an instant.
    #[must_use]
    pub fn valid_at(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// The roles that this version knows.
    #[must_use]
    pub fn known_roles(&self) -> Vec<Role> {
        self.roles
            .iter()
            .filter_map(|name| Role::parse(name))
            .collect()
    }

    /// The credential with an id.
    #[must_use]
    pub fn credential(&self, id: &[u8]) -> Option<&Credential> {
        self.credentials
            .iter()
            .find(|credential| credential.id == id)
    }
}

impl Document for Grant {
    const CONTEXT: Context = Context::Grant;
    const NAME: &'static str = "grant";

    fn to_value(&self) -> Value {
        let texts = |set: &BTreeSet<String>| Value::array(set.iter().map(String::as_str));
        let mut pairs = vec![
            (1_u64, Value::from(self.officer.as_str())),
            (2, Value::from(self.node.as_str())),
            (
                3,
                Value::array(self.credentials.iter().map(credential_value)),
            ),
            (6, texts(&self.roles)),
            (7, texts(&self.measures)),
            (8, Value::from(self.from.millis())),
            (9, Value::from(self.until.millis())),
        ];
        if let Some(key) = &self.sealing {
            pairs.push((4, Value::bytes(key.as_bytes())));
        }
        if let Some(key) = &self.signing {
            pairs.push((5, Value::bytes(*key.as_bytes())));
        }
        Value::map(pairs)
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let officer = fields.named(1_u64)?;
        let node = fields.node(2_u64)?;
        let credentials = fields
            .array(3_u64)?
            .into_iter()
            .map(read_credential)
            .collect::<Result<Vec<_>, _>>()?;
        let ids: BTreeSet<_> = credentials.iter().map(|c| &c.id).collect();
        if !(1..=8).contains(&credentials.len()) || ids.len() != credentials.len() {
            return Err(fields.fault(3, Wrong::Value));
        }
        let sealing = fields
            .optional(4_u64, Fields::bytes)?
            .map(|bytes| SealingPublic::from_bytes(&bytes))
            .transpose()
            .map_err(|_| fields.fault(4, Wrong::Value))?;
        let signing = fields
            .optional(5_u64, Fields::bytes)?
            .map(|bytes| VerifyingKey::from_bytes(&bytes))
            .transpose()
            .map_err(|_| fields.fault(5, Wrong::Value))?;
        let roles = fields.texts(6_u64)?;
        let measures = fields.texts(7_u64)?;
        let (from, until) = (fields.instant(8_u64)?, fields.instant(9_u64)?);
        let life = until - from;
        if life.millis() <= 0 || life > limits::GRANT_LIFE {
            return Err(fields.fault(9, Wrong::Value));
        }
        Ok(Self {
            officer,
            node,
            credentials,
            sealing,
            signing,
            roles: ascending(fields, 6, roles)?,
            measures: ascending(fields, 7, measures)?,
            from,
            until,
        })
    }
}

fn credential_value(credential: &Credential) -> Value {
    let (algorithm, key) = match &credential.key {
        CredentialKey::Ed25519(key) => (-8_i64, Value::bytes(*key)),
        CredentialKey::P256(key) => (-7, Value::bytes(*key)),
    };
    let holder = match credential.holder {
        Holder::Device => "device",
        Holder::Software => "software",
    };
    Value::map([
        (1_u64, Value::bytes(credential.id.clone())),
        (2, Value::from(algorithm)),
        (3, key),
        (4, Value::from(credential.rp_id.as_str())),
        (5, Value::from(credential.origin.as_str())),
        (6, Value::from(holder)),
    ])
}

fn read_credential(value: Value) -> Result<Credential, ShapeFault> {
    let mut fields = Fields::open("grant.3", value)?;
    let id = fields.bytes(1_u64)?;
    if !(1..=1023).contains(&id.len()) {
        return Err(fields.fault(1, Wrong::Value));
    }
    let algorithm = fields.value(2_u64)?.as_i64();
    let key = fields.bytes(3_u64)?;
    let key = match algorithm {
        Some(-8) => key.try_into().ok().map(CredentialKey::Ed25519),
        Some(-7) => key.try_into().ok().map(CredentialKey::P256),
        _ => return Err(fields.fault(2, Wrong::Value)),
    };
    let credential = Credential {
        id,
        key: key.ok_or_else(|| fields.fault(3, Wrong::Value))?,
        rp_id: fields.text(4_u64)?,
        origin: fields.text(5_u64)?,
        holder: match fields.text(6_u64)?.as_str() {
            "device" => Holder::Device,
            "software" => Holder::Software,
            _ => return Err(fields.fault(6, Wrong::Value)),
        },
    };
    fields.end()?;
    Ok(credential)
}
