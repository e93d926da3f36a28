//! The frozen examples in `vectors/wire`: every good file is read, every bad one is refused with
//! exactly the fault it is named for. A changed vector is a protocol change.

use std::path::{Path, PathBuf};

use comity_core::id::{NodeId, StateCode};
use comity_core::time::{Instant, Span};
use comity_wire::assertion::Proof;
use comity_wire::caps::Capabilities;
use comity_wire::cbor;
use comity_wire::cert::Certificate;
use comity_wire::context::World;
use comity_wire::directory::Directory;
use comity_wire::document::{Document, Signed};
use comity_wire::envelope;
use comity_wire::grant::Grant;
use comity_wire::keys::{KeyId, SigningKey, VerifyingKey};
use comity_wire::message::receive;
use comity_wire::payload::Payload;
use comity_wire::receipt::Receipt;
use comity_wire::refusal::Refusal;
use comity_wire::revocation::Revocation;
use comity_wire::sealing::SealingKey;
use comity_wire::secret_file;

const WORLD: World = World::Exercise;
const NOW: Instant = Instant(1_800_000_000_000);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/wire")
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn key(seed: u8) -> VerifyingKey {
    SigningKey::from_seed(&[seed; 32])
        .expect("library works")
        .verifying()
        .clone()
}

fn empty() -> Directory {
    let state: StateCode = "XA".parse().expect("well formed");
    Directory::new(WORLD, [(state, vec![key(1)])].into()).expect("an invented State")
}

/// What the vectors are judged with: the good directory, and the keys of the README.
struct Judge {
    directory: Directory,
    me: NodeId,
    sealing: SealingKey,
    action: Vec<u8>,
}

impl Judge {
    fn new() -> Self {
        let mut directory = empty();
        directory
            .load(&read("directory/good-XA.bin"), NOW)
            .expect("the good directory");
        let first = read("payload/good-first-of-a-thread.bin");
        Self {
            directory,
            me: "XB/justice/central".parse().expect("well formed"),
            sealing: SealingKey::from_seed(&[4; 32]).expect("library works"),
            action: Payload::decode(&first).expect("good").action.bytes(),
        }
    }

    /// `ok`, or the code of the fault.
    fn verdict(&self, kind: &str, bytes: &[u8]) -> &'static str {
        let by_node = |kid: &KeyId| {
            let signer = self.directory.signer(kid, NOW).ok()?;
            Some(signer.certificate.signing.clone())
        };
        let by_authority = |kid: &KeyId| (key(2).id() == *kid).then(|| key(2));
        match kind {
            "cbor" => say(cbor::decode(bytes).map_err(|f| f.code())),
            "payload" => say(Payload::decode(bytes).map_err(|f| f.code())),
            "cose" | "receipt" => document::<Receipt>(bytes, by_node),
            "refusal" => document::<Refusal>(bytes, by_node),
            "capabilities" => document::<Capabilities>(bytes, by_node),
            "certificate" => document::<Certificate>(bytes, by_authority),
            "grant" => document::<Grant>(bytes, by_authority),
            "revocation" => document::<Revocation>(bytes, by_authority),
            "directory" => say(empty().load(bytes, NOW).map_err(|f| f.code())),
            "sealed" => {
                let lookup =
                    |kid: &KeyId| (*kid == self.sealing.public().id()).then_some(&self.sealing);
                say(envelope::open(bytes, WORLD, lookup).map_err(|f| f.code()))
            }
            "inner" => say(receive(bytes, &self.directory, &self.me).map_err(|f| f.code())),
            "assertion" => self.proof(bytes),
            "keyfile" => {
                say(secret_file::open("node", bytes, b"correct horse").map_err(|f| f.code()))
            }
            other => panic!("no judge for {other}"),
        }
    }

    fn proof(&self, bytes: &[u8]) -> &'static str {
        let state = "XA".parse().expect("well formed");
        let value = match cbor::decode(bytes) {
            Ok(value) => value,
            Err(fault) => return fault.code(),
        };
        let proof = match Proof::read(value) {
            Ok(proof) => proof,
            Err(fault) => return fault.code(),
        };
        say(self
            .directory
            .proof(&proof, &self.action, NOW, state)
            .map_err(|f| f.code()))
    }
}

fn document<D: Document>(
    bytes: &[u8],
    lookup: impl FnOnce(&KeyId) -> Option<VerifyingKey>,
) -> &'static str {
    say(Signed::<D>::verify(bytes, WORLD, lookup).map_err(|f| f.code()))
}

fn say<T>(result: Result<T, &'static str>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(code) => code,
    }
}

fn index() -> Vec<(String, String)> {
    let text = String::from_utf8(read("index.txt")).expect("text");
    text.lines()
        .map(|line| {
            let (path, verdict) = line.split_once(' ').expect("path and verdict");
            (path.to_owned(), verdict.to_owned())
        })
        .collect()
}

#[test]
fn every_vector_is_judged_exactly_as_its_name_says() {
    let judge = Judge::new();
    let mut wrong = Vec::new();
    for (path, expected) in index() {
        let (kind, name) = path.split_once('/').expect("kind and name");
        assert_eq!(expected == "ok", name.starts_with("good-"), "{path}");
        let found = judge.verdict(kind, &read(&path));
        if found != expected {
            wrong.push(format!("{path}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_lies_in_the_folder_that_the_index_does_not_name() {
    let named: std::collections::BTreeSet<_> = index().into_iter().map(|(path, _)| path).collect();
    let mut found = 0;
    for kind in std::fs::read_dir(folder()).expect("the folder").flatten() {
        if !kind.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(kind.path()).expect("a folder").flatten() {
            let path = format!(
                "{}/{}",
                kind.file_name().to_string_lossy(),
                file.file_name().to_string_lossy()
            );
            assert!(named.contains(&path), "{path} is not in index.txt");
            found += 1;
        }
    }
    assert_eq!(found, named.len());
}

#[test]
fn truncated_or_damaged_vectors_never_panic_and_never_pass() {
    let judge = Judge::new();
    for (path, expected) in index() {
        let (kind, _) = path.split_once('/').expect("kind and name");
        // Unsigned kinds may be damaged into another good value; key files take time by design.
        if expected != "ok" || matches!(kind, "cbor" | "payload" | "keyfile") {
            continue;
        }
        let good = read(&path);
        for at in (0..good.len()).step_by(good.len() / 40 + 1) {
            assert_ne!(judge.verdict(kind, &good[..at]), "ok", "{path} cut at {at}");
            let mut damaged = good.clone();
            damaged[at] ^= 1 << (at % 8);
            assert_ne!(
                judge.verdict(kind, &damaged),
                "ok",
                "{path} damaged at {at}"
            );
        }
    }
}

#[test]
fn the_message_vector_is_in_its_window_on_its_day() {
    let payload = Payload::decode(&read("payload/good-first-of-a-thread.bin")).expect("good");
    assert_eq!(payload.window(NOW, false), Ok(()));
    assert!(payload.window(NOW + Span::days(7), false).is_err());
}
