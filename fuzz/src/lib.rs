//! What each fuzz target does with the bytes it gets. The same functions run over the frozen vectors
//! in the ordinary tests (`crates/wire/tests/fuzz_corpus.rs`), so a target that no longer compiles or
//! a vector that breaks one is seen without a fuzzer.

use comity_core::time::Instant;
use comity_wire::assertion::Proof;
use comity_wire::caps::Capabilities;
use comity_wire::cbor::{check, decode, encode, from_json, to_json};
use comity_wire::cert::Certificate;
use comity_wire::context::World;
use comity_wire::cose::Unverified;
use comity_wire::directory::{Directory, StateFile};
use comity_wire::document::{Document, Signed, parse};
use comity_wire::envelope::Outer;
use comity_wire::grant::{Credential, CredentialKey, Grant, Holder};
use comity_wire::log::{
    Checkpoint, Cosigned, Leaf, LeafProof, LogKey, Note, Submission, Verdict, WitnessRecord,
};
use comity_wire::message::{claimed_id, receive};
use comity_wire::payload::Payload;
use comity_wire::receipt::Receipt;
use comity_wire::refusal::Refusal;
use comity_wire::revocation::Revocation;
use comity_wire::secret_file;

const WORLD: World = World::Exercise;

/// A target: a name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("cbor", cbor),
    ("sealed", sealed),
    ("inner", inner),
    ("payload", payload),
    ("cert", cert),
    ("caps", caps),
    ("assertion", assertion),
    ("directory", directory),
    ("receipt", receipt),
    ("keyfile", keyfile),
    ("checkpoint", checkpoint),
    ("leaf_proof", leaf_proof),
    ("add_checkpoint", add_checkpoint),
];

/// The reader and the walk agree, and what is read is written as the same bytes.
pub fn cbor(bytes: &[u8]) {
    let checked = check(bytes);
    match decode(bytes) {
        Ok(value) => {
            assert_eq!(checked, Ok(()));
            assert_eq!(encode(&value), bytes);
            if let Ok(json) = to_json(&value) {
                assert_eq!(from_json(&json).as_ref(), Ok(&value));
            }
        }
        Err(fault) => assert_eq!(checked, Err(fault)),
    }
}

/// The outside of an envelope.
pub fn sealed(bytes: &[u8]) {
    if let Ok(outer) = Outer::read(bytes) {
        let _ = outer.digest();
    }
}

/// A signed message before a directory that knows nobody.
pub fn inner(bytes: &[u8]) {
    let directory = Directory::new(WORLD, Default::default()).expect("no State at all");
    let me = "XB/justice/central".parse().expect("well formed");
    assert!(receive(bytes, &directory, &me).is_err());
    let _ = claimed_id(bytes, WORLD);
    if let Ok(unverified) = Unverified::read(bytes) {
        payload(unverified.payload);
    }
}

/// What is read is written as the same bytes.
pub fn payload(bytes: &[u8]) {
    if let Ok(payload) = Payload::decode(bytes) {
        assert_eq!(payload.encode().as_deref(), Ok(bytes));
        let _ = payload.window(Instant(1_800_000_000_000), false);
        assert_eq!(check(&payload.action.bytes()), Ok(()));
    }
}

/// Certificates, grants and revocations.
pub fn cert(bytes: &[u8]) {
    document::<Certificate>(bytes);
    document::<Grant>(bytes);
    document::<Revocation>(bytes);
}

/// Capabilities.
pub fn caps(bytes: &[u8]) {
    document::<Capabilities>(bytes);
}

/// Receipts and refusals.
pub fn receipt(bytes: &[u8]) {
    document::<Receipt>(bytes);
    document::<Refusal>(bytes);
}

/// A State's file.
pub fn directory(bytes: &[u8]) {
    document::<StateFile>(bytes);
    let mut directory = Directory::new(WORLD, Default::default()).expect("no State at all");
    assert!(directory.load(bytes, Instant(1_800_000_000_000)).is_err());
    assert!(directory.revoke(bytes).is_err());
}

/// An officer's proof, and its parts taken as raw client data.
pub fn assertion(bytes: &[u8]) {
    let credential = Credential {
        id: vec![1],
        key: CredentialKey::Ed25519([1; 32]),
        rp_id: "comity:approve".into(),
        origin: "comity:approve".into(),
        holder: Holder::Software,
    };
    if let Ok(Ok(proof)) = decode(bytes).map(Proof::read) {
        assert_eq!(encode(&proof.to_value()), bytes);
        assert!(proof.verify(&credential, WORLD, b"action").is_err());
        let raw = Proof {
            client_data: bytes.to_vec(),
            ..proof
        };
        assert!(raw.verify(&credential, WORLD, b"action").is_err());
    }
}

/// The outside of a sealed key file; the passphrase costs too much time here.
pub fn keyfile(bytes: &[u8]) {
    let _ = secret_file::kind(bytes);
}

/// A signed note and its checkpoint: what is read is written as the same bytes, and nothing is
/// believed that a key unknown to the bytes' author has not signed.
pub fn checkpoint(bytes: &[u8]) {
    if let Ok(note) = Note::from_bytes(bytes) {
        assert_eq!(note.to_bytes(), bytes);
        if let Ok(head) = Checkpoint::from_text(&note.text) {
            assert_eq!(head.text(), note.text);
        }
    }
    assert!(Cosigned::verify(bytes, log_key().public(), &[]).is_err());
}

/// A leaf with its path; and the bytes as a bare leaf.
pub fn leaf_proof(bytes: &[u8]) {
    if let Ok(proof) = LeafProof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        let root = comity_core::id::Digest::from_bytes([0; 32]);
        for size in [0, 1, 256, proof.index.saturating_add(1), u64::MAX] {
            assert!(proof.check(size, &root).is_err());
        }
    }
    if let Ok(leaf) = Leaf::decode(bytes) {
        assert_eq!(leaf.encode(), bytes);
    }
}

/// A request to a witness that knows one log, whose key the bytes' author does not have.
pub fn add_checkpoint(bytes: &[u8]) {
    let key = log_key();
    if let Ok(read) = Submission::read(bytes, |_| Some(key.public())) {
        let root = comity_core::id::Digest::from_bytes([0; 32]);
        let record = WitnessRecord { size: 256, root };
        assert!(!matches!(read.judge(Some(&record)), Verdict::Advance(_)));
    }
}

fn log_key() -> &'static LogKey {
    static KEY: std::sync::OnceLock<LogKey> = std::sync::OnceLock::new();
    KEY.get_or_init(|| {
        let name = "comity/XE/nobody/nowhere/e1".parse().expect("an origin");
        LogKey::from_seeds(name, &[91; 32], &[92; 32]).expect("fixed seeds make a key")
    })
}

/// The bytes as a signed document and as its text alone.
fn document<D: Document>(bytes: &[u8]) {
    let _ = Signed::<D>::peek(bytes);
    let text = Unverified::read(bytes).map_or(bytes, |unverified| unverified.payload);
    if let Ok(document) = parse::<D>(text) {
        assert_eq!(encode(&document.to_value()), text);
    }
}
