//! The small world of the vectors: one State, one authority, one node, one officer. Everything is
//! made from seeds of one repeated byte, listed in the README beside the files.

use comity_core::id::{Digest, NodeId, ThreadId};
use comity_core::time::{Instant, Span};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::caps::{Capabilities, Range, TimedSealing};
use comity_wire::cbor::Value;
use comity_wire::cert::{Certificate, SignedCertificate};
use comity_wire::context;
use comity_wire::directory::{Desk, Entry, NodeKind, StateFile};
use comity_wire::document::{Document, Signed};
use comity_wire::grant::{Grant, SignedGrant};
use comity_wire::keys::{KeyId, SigningKey};
use comity_wire::log::{LogKey, Origin};
use comity_wire::payload::{Action, DirectoryVersion, Payload, Urgency};
use comity_wire::revocation::{Revocation, Revoked};
use comity_wire::sealing::SealingKey;

use crate::Result;

pub(crate) const WORLD: context::World = context::World::Exercise;
pub(crate) const NOW: Instant = Instant(1_800_000_000_000);

pub(crate) fn node(name: &str) -> Result<NodeId> {
    Ok(name.parse()?)
}

pub(crate) fn key(seed: u8) -> Result<SigningKey> {
    Ok(SigningKey::from_seed(&[seed; 32])?)
}

pub(crate) struct World {
    /// The State's directory key.
    pub(crate) state: SigningKey,
    /// The authority's key A.
    pub(crate) authority: SigningKey,
    /// The node's key S.
    pub(crate) signing: SigningKey,
    /// The receiver's key E.
    pub(crate) sealing: SealingKey,
    pub(crate) device: SoftwareAuthenticator,
    pub(crate) certificate: SignedCertificate,
    /// A second certificate, revoked in the directory.
    pub(crate) revoked: SignedCertificate,
    pub(crate) grant: SignedGrant,
    pub(crate) file: StateFile,
}

impl World {
    pub(crate) fn new() -> Result<Self> {
        let (state, authority, signing) = (key(1)?, key(2)?, key(3)?);
        let sealing = SealingKey::from_seed(&[4; 32])?;
        let device =
            SoftwareAuthenticator::from_seed(&[7; 32], "comity:approve", "comity:approve")?;
        let kid = authority.verifying().id();
        let body = certificate(1)?;
        let certificate = Signed::issue(body, &authority, kid, WORLD)?;
        let revoked = Certificate {
            until: NOW + Span::days(10),
            ..certificate.document().clone()
        };
        let revoked = Signed::issue(revoked, &authority, kid, WORLD)?;
        let grant = Signed::issue(grant(&device)?, &authority, kid, WORLD)?;
        let revocation = Revocation {
            what: Revoked::Key(revoked.key_id()),
            since: None,
            issued: NOW - Span::days(1),
            reason: "lost".into(),
        };
        let revocation = Signed::issue(revocation, &authority, kid, WORLD)?;
        let file = StateFile {
            state: "XA".parse()?,
            version: 7,
            issued: NOW - Span::hours(1),
            expires: NOW + Span::days(90),
            entries: vec![Entry {
                node: node("XA/prosecutor/north")?,
                names: [("en".to_owned(), "Prosecutor North".to_owned())].into(),
                kind: NodeKind::Authority,
                authority: Some(authority.verifying().clone()),
                certificates: vec![certificate.bytes().to_vec(), revoked.bytes().to_vec()],
                urls: vec!["https://192.0.2.1".to_owned()],
                desks: vec![Desk {
                    role: "duty".into(),
                    telephone: "+999 1 234".into(),
                    hours: "24/7".into(),
                    zone: "Etc/UTC".into(),
                    languages: vec!["en".into(), "fr".into()],
                }],
                sends: ["preservation".to_owned()].into(),
                accepts: ["preservation".to_owned()].into(),
                grants: vec![grant.bytes().to_vec()],
                vouches: [].into(),
                min_suite: 1,
                offline: false,
                witness: true,
                contacts: Vec::new(),
            }],
            revocations: vec![revocation.bytes().to_vec()],
        };
        Ok(Self {
            state,
            authority,
            signing,
            sealing,
            device,
            certificate,
            revoked,
            grant,
            file,
        })
    }

    /// Signs a document as it is.
    pub(crate) fn issue<D: Document>(
        &self,
        document: D,
        key: &SigningKey,
        kid: KeyId,
    ) -> Result<Vec<u8>> {
        Ok(Signed::issue(document, key, kid, WORLD)?.bytes().to_vec())
    }
}

pub(crate) fn certificate(epoch: u64) -> Result<Certificate> {
    let name = Origin {
        node: node("XA/prosecutor/north")?,
        epoch,
    };
    Ok(Certificate {
        node: name.node.clone(),
        signing: key(3)?.verifying().clone(),
        log: LogKey::from_seeds(name, &[5; 32], &[6; 32])?
            .public()
            .clone(),
        epoch,
        from: NOW - Span::days(30),
        until: NOW + Span::days(300),
    })
}

pub(crate) fn grant(device: &SoftwareAuthenticator) -> Result<Grant> {
    Ok(Grant {
        officer: "officer-1".parse()?,
        node: node("XA/prosecutor/north")?,
        credentials: vec![device.credential().clone()],
        sealing: Some(SealingKey::from_seed(&[8; 32])?.public().clone()),
        signing: None,
        roles: ["prosecutor".to_owned()].into(),
        measures: ["preservation".to_owned()].into(),
        from: NOW - Span::days(30),
        until: NOW + Span::days(300),
    })
}

pub(crate) fn capabilities(world: &World) -> Result<Capabilities> {
    Ok(Capabilities {
        node: node("XA/prosecutor/north")?,
        number: 3,
        sealing: vec![TimedSealing {
            key: world.sealing.public().clone(),
            from: NOW - Span::days(1),
            until: NOW + Span::days(89),
        }],
        tls: [Digest::from_bytes([9; 32])].into(),
        versions: Range {
            lowest: 1,
            highest: 1,
        },
        suites: Range {
            lowest: 1,
            highest: 1,
        },
        largest: 1_050_624,
        types: ["receipt.read".to_owned(), "request.preserve".to_owned()].into(),
        issued: NOW - Span::hours(1),
    })
}

/// A message from the node to `XB/justice/central`, without proofs.
pub(crate) fn payload() -> Result<Payload> {
    Ok(Payload {
        action: Action {
            from: node("XA/prosecutor/north")?,
            to: [node("XB/justice/central")?].into(),
            thread: ThreadId::from_bytes([10; 16]),
            kind: "request.preserve".into(),
            class: Urgency::U2,
            expires: NOW + Span::days(7),
            body: Value::map([
                ("reference", Value::from("XA-2027-00001")),
                ("days", Value::Uint(90)),
            ]),
            objects: vec![],
            crit: [].into(),
            extensions: [].into(),
        },
        epoch: 1,
        seq: 1,
        prev: None,
        seen: [].into(),
        created: NOW,
        authz: vec![],
        directory: DirectoryVersion {
            version: 7,
            digest: Digest::from_bytes([11; 32]),
        },
        caps: [(node("XB/justice/central")?, Digest::from_bytes([12; 32]))].into(),
        checkpoint: None,
    })
}
