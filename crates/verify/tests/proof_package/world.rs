//! A small world with one case: XA asks XB to preserve, XB answers and sends evidence, the log of XA
//! is cosigned by XB. Keys come from seeds of one repeated byte.

use comity_core::id::{Digest, MsgId, NodeId, ObjectId, RequestId, ThreadId};
use comity_core::time::{Instant, Span};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::cbor;
use comity_wire::cert::{Certificate, SignedCertificate};
use comity_wire::context::World;
use comity_wire::directory::{Entry, NodeKind, SignedStateFile, StateFile};
use comity_wire::document::Signed;
use comity_wire::evidence::manifest::{Manifest, SignedManifest};
use comity_wire::grant::{Grant, NATIVE, SignedGrant};
use comity_wire::hash::sha256;
use comity_wire::keys::SigningKey;
use comity_wire::log::{
    Accepted, Checkpoint, Cosigned, Frontier, Leaf, LeafKind, LogKey, Origin, Submission,
    TileBuilder, TileMap, Verdict, padding, prove_inclusion,
};
use comity_wire::message::{self, SignedMessage};
use comity_wire::payload::{Action, Attachment, DirectoryVersion, Payload, Urgency};
use comity_wire::proof_package::{
    PackedAnswer, PackedEntry, PackedMessage, PackedObject, PackedState, ProofPackage,
};
use comity_wire::receipt::{Receipt, SignedReceipt};
use serde_json::{Value, json};

/// When it all happens.
pub(crate) const NOW: Instant = Instant(1_800_000_000_000);
/// The evidence.
pub(crate) const EVIDENCE: &[u8] = b"time,source_ip\n2026-02-03T00:17:44Z,203.0.113.20\n";
const CASE: RequestId = RequestId::from_bytes([7; 16]);

/// A State with one authority and its only officer.
pub(crate) struct Side {
    world: World,
    state: SigningKey,
    authority: SigningKey,
    pub(crate) signing: SigningKey,
    log: (u8, u8),
    device: SoftwareAuthenticator,
    pub(crate) node: NodeId,
    pub(crate) certificate: SignedCertificate,
    grant: SignedGrant,
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).expect("library works")
}

impl Side {
    fn new(node: &str, seed: u8, world: World) -> Self {
        let node: NodeId = node.parse().expect("a node");
        let (state, authority, signing) = (key(seed), key(seed + 1), key(seed + 2));
        let log = (seed + 3, seed + 4);
        let device = SoftwareAuthenticator::from_seed(&[seed + 5; 32], NATIVE, NATIVE)
            .expect("library works");
        let kid = authority.verifying().id();
        let certificate = Certificate {
            node: node.clone(),
            signing: signing.verifying().clone(),
            log: log_key(&node, log).public().clone(),
            epoch: 1,
            from: NOW - Span::days(30),
            until: NOW + Span::days(300),
        };
        let certificate =
            Signed::issue(certificate, &authority, kid, world).expect("library works");
        let grant = Grant {
            officer: format!("officer-{seed}").parse().expect("an officer"),
            node: node.clone(),
            credentials: vec![device.credential().clone()],
            sealing: None,
            signing: None,
            roles: ["prosecutor".to_owned()].into(),
            measures: ["preservation".to_owned()].into(),
            from: NOW - Span::days(30),
            until: NOW + Span::days(300),
        };
        let grant = Signed::issue(grant, &authority, kid, world).expect("library works");
        Self {
            world,
            state,
            authority,
            signing,
            log,
            device,
            node,
            certificate,
            grant,
        }
    }

    fn log(&self) -> LogKey {
        log_key(&self.node, self.log)
    }

    /// The fingerprint of the State's key, as people write it down.
    pub(crate) fn fingerprint(&self) -> String {
        self.state.verifying().id().fingerprint()
    }

    fn packed(&self) -> PackedState {
        let file = StateFile {
            state: self.node.state(),
            version: 3,
            issued: NOW - Span::hours(1),
            expires: NOW + Span::days(90),
            entries: vec![Entry {
                node: self.node.clone(),
                names: [("en".to_owned(), "Authority".to_owned())].into(),
                kind: NodeKind::Authority,
                authority: Some(self.authority.verifying().clone()),
                certificates: vec![self.certificate.bytes().to_vec()],
                urls: vec!["https://192.0.2.1".to_owned()],
                desks: vec![],
                sends: [].into(),
                accepts: [].into(),
                grants: vec![self.grant.bytes().to_vec()],
                vouches: [].into(),
                min_suite: 1,
                offline: false,
                witness: true,
                contacts: Vec::new(),
            }],
            revocations: vec![],
        };
        let key = self.state.verifying().clone();
        let file =
            SignedStateFile::issue(file, &self.state, key.id(), self.world).expect("library works");
        PackedState::new(key, file.bytes().to_vec()).expect("its own key")
    }

    /// Signs a message; with an officer's proof where a person says it.
    fn says(&self, to: &Self, place: (u64, Option<MsgId>), said: Said<'_>) -> SignedMessage {
        let action = Action {
            from: self.node.clone(),
            to: [to.node.clone()].into(),
            thread: ThreadId::from_bytes([8; 16]),
            kind: said.kind.to_owned(),
            class: Urgency::U4,
            expires: NOW + Span::days(7),
            body: cbor::from_json(&said.body).expect("a body"),
            objects: said.objects,
            crit: [].into(),
            extensions: [].into(),
        };
        let created = NOW + Span::minutes(said.minute);
        let proof = self.device.approve(
            self.grant.digest(),
            *sha256(format!("{} {}", self.node, said.minute).as_bytes()).as_bytes(),
            created - Span::minutes(1),
            self.world,
            &action.bytes(),
        );
        let payload = Payload {
            action,
            epoch: 1,
            seq: place.0,
            prev: place.1,
            seen: [].into(),
            created,
            authz: if said.person {
                vec![proof.expect("library works")]
            } else {
                vec![]
            },
            directory: DirectoryVersion {
                version: 3,
                digest: Digest::from_bytes([9; 32]),
            },
            caps: [].into(),
            checkpoint: None,
        };
        message::sign(
            &payload,
            &self.signing,
            self.certificate.key_id(),
            self.world,
        )
        .expect("within all bounds")
    }

    fn receipt(&self, message: &SignedMessage, leaf: Digest, minute: i64) -> PackedAnswer {
        let sealed = sha256(&message.inner);
        let receipt = Receipt {
            message: message.id,
            sealed,
            leaf,
            epoch: 1,
            at: NOW + Span::minutes(minute),
            parked: false,
        };
        let kid = self.certificate.key_id();
        let receipt =
            SignedReceipt::issue(receipt, &self.signing, kid, self.world).expect("library works");
        PackedAnswer {
            sealed,
            answer: receipt.bytes().to_vec(),
        }
    }
}

fn log_key(node: &NodeId, seeds: (u8, u8)) -> LogKey {
    let origin = Origin {
        node: node.clone(),
        epoch: 1,
    };
    LogKey::from_seeds(origin, &[seeds.0; 32], &[seeds.1; 32]).expect("library works")
}

struct Said<'a> {
    kind: &'a str,
    body: Value,
    person: bool,
    minute: i64,
    objects: Vec<Attachment>,
}

/// The register of XA as it grows.
#[derive(Default)]
struct Register {
    leaves: Vec<(Leaf, [u8; 32], Vec<u8>)>,
}

impl Register {
    fn note(&mut self, minute: i64, kind: &str, what: &Value) -> Digest {
        let at = NOW + Span::minutes(minute);
        let event = json!({"at": at.to_string(), "kind": kind, "actor": "node", "case": CASE.to_string(), "what": what})
            .to_string()
            .into_bytes();
        let salt = *sha256(&[self.leaves.len() as u8]).as_bytes();
        let leaf = Leaf::of(at, LeafKind::new(kind).expect("a kind"), &salt, &event);
        let hash = leaf.hash();
        self.leaves.push((leaf, salt, event));
        hash
    }
}

/// Both sides and the case between them.
pub(crate) struct Exchange {
    pub(crate) world: World,
    pub(crate) asks: Side,
    pub(crate) answers: Side,
    pub(crate) package: ProofPackage,
}

impl Exchange {
    /// Plays the case in a world.
    pub(crate) fn play(world: World) -> Self {
        let names = match world {
            World::Exercise => ["XA/justice/central", "XB/justice/central"],
            World::Live => ["NL/justice/central", "CL/justice/central"],
        };
        let asks = Side::new(names[0], 10, world);
        let answers = Side::new(names[1], 30, world);
        let mut register = Register::default();
        let mut messages = Vec::new();

        let form = json!({"kind": "preservation", "exercise": world == World::Exercise});
        let body = json!({"request": CASE, "part": "request", "kind": "preservation", "number": "XA-2027-00001", "form": form});
        let request = asks.says(&answers, (1, None), said("request.new", body, true, 1));
        register.note(
            1,
            "message.queued",
            &json!({"msg": request.id, "type": "request.new"}),
        );
        messages.push(PackedMessage {
            answers: vec![answers.receipt(&request, sha256(b"their leaf"), 2)],
            inner: request.inner,
        });

        let body = json!({"request": CASE, "stage": "accepted"});
        let decision = answers.says(&asks, (1, None), said("decision", body, true, 3));
        messages.push(arrived(&asks, &decision, 3, &mut register));

        let object = ObjectId::from_bytes([6; 16]);
        let manifest = manifest(&answers, object);
        let mut evidence = said(
            "evidence",
            json!({"request": CASE, "item": "i1", "object": object}),
            true,
            4,
        );
        evidence.objects.push(Attachment {
            object,
            manifest: manifest.bytes().to_vec(),
            wraps: vec![vec![0xf6]],
            token: [5; 32],
        });
        let evidence = answers.says(&asks, (2, Some(decision.id)), evidence);
        messages.push(arrived(&asks, &evidence, 4, &mut register));
        let digest = sha256(EVIDENCE);
        register.note(
            5,
            "evidence.verified",
            &json!({"object": object, "ok": true, "sha256": digest}),
        );

        let (entries, checkpoint) = anchor(&asks, &answers, register);
        let package = ProofPackage {
            node: asks.node.clone(),
            case: CASE,
            number: "XA-2027-00001".to_owned(),
            made: NOW + Span::hours(1),
            states: {
                let mut states = vec![asks.packed(), answers.packed()];
                states.sort_by_key(PackedState::state);
                states
            },
            messages,
            entries,
            checkpoint,
            objects: vec![PackedObject {
                manifest: manifest.bytes().to_vec(),
                plain: Some(("logins.csv".to_owned(), digest)),
            }],
        };
        Self {
            world,
            asks,
            answers,
            package,
        }
    }

    /// The file's bytes, signed by the node that asks, whatever was changed in `package` before.
    pub(crate) fn sign(&self, package: ProofPackage) -> Vec<u8> {
        package
            .to_bytes(
                &self.asks.signing,
                self.asks.certificate.key_id(),
                self.world,
            )
            .expect("library works")
    }
}

fn said(kind: &str, body: Value, person: bool, minute: i64) -> Said<'_> {
    Said {
        kind,
        body,
        person,
        minute,
        objects: vec![],
    }
}

/// A message of theirs with our receipt, which names the leaf of its arrival.
fn arrived(
    us: &Side,
    message: &SignedMessage,
    minute: i64,
    register: &mut Register,
) -> PackedMessage {
    let leaf = register.note(minute, "message.received", &json!({"msg": message.id}));
    PackedMessage {
        inner: message.inner.clone(),
        answers: vec![us.receipt(message, leaf, minute)],
    }
}

fn manifest(by: &Side, id: ObjectId) -> SignedManifest {
    let manifest = Manifest {
        id,
        bytes: EVIDENCE.len() as u64,
        chunks: 1,
        ct_root: sha256(b"root"),
        sealed_hash: sha256(b"sealed part"),
        producer: by.certificate.key_id(),
        node: Some(by.node.clone()),
    };
    SignedManifest::sign(manifest, &by.signing, by.world).expect("library works")
}

/// Pads the log, signs its head, has it cosigned, and makes the path of each entry.
fn anchor(own: &Side, witness: &Side, register: Register) -> (Vec<PackedEntry>, Vec<u8>) {
    let (mut tree, mut tiles) = (Frontier::new(), TileBuilder::new());
    let mut map = TileMap::new();
    let mut append = |hash: Digest| {
        tree.append(hash).expect("room");
        for row in tiles.append(hash).expect("room") {
            map.insert(row.id, row.hashes);
        }
    };
    for (leaf, ..) in &register.leaves {
        append(leaf.hash());
    }
    let size = register.leaves.len() as u64;
    for n in 0..padding(size, 0) {
        append(Leaf::pad(NOW, &[n as u8; 32]).hash());
    }
    for row in tiles.partial() {
        map.insert(row.id, row.hashes);
    }
    let origin = own.log().public().name().clone();
    let checkpoint = Checkpoint {
        origin,
        size: tree.size(),
        root: tree.root(),
    };
    let at = NOW + Span::minutes(10);
    let signed = comity_wire::log::Signed::sign(checkpoint, &own.log(), at).expect("library works");
    let (log, body) = (own.log(), Submission::write(0, &[], &signed));
    let submission = Submission::read(&body, |_| Some(log.public())).expect("well formed");
    let Verdict::Advance(accepted) = submission.judge(None) else {
        panic!("a first head is taken");
    };
    let accepted: Accepted = accepted;
    let mut cosigned = Cosigned::new(signed);
    cosigned.add(
        accepted
            .cosign_once_stored(&witness.log(), at + Span::minutes(1))
            .expect("library works"),
    );
    let entries = register.leaves.into_iter().enumerate();
    let entries = entries.map(|(index, (leaf, salt, event))| {
        let proof = prove_inclusion(index as u64, tree.size(), &map).expect("all tiles");
        PackedEntry {
            index: index as u64,
            salt,
            event,
            leaf: leaf.encode(),
            path: proof.path,
        }
    });
    (entries.collect(), cosigned.to_bytes())
}
