//! The frozen sealed files of `vectors/evidence`: what must be accepted and what must be refused,
//! each bad one named by its flaw. Whoever writes another implementation tests it with these.
//!
//! A changed file is a changed protocol. `cargo test -p comity-verify --test evidence_vectors
//! -- --ignored` writes them anew; signatures and wraps are randomised, so new files differ.

mod make;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use comity_verify::{Options, Outcome, verify};
use comity_wire::evidence::file::SealedFile;
use comity_wire::evidence::keyfile::{PublicKeys, SecretKeys};
use comity_wire::evidence::layout::CHUNK_BYTES;
use comity_wire::evidence::plain::{OpenFault, PlainStream};
use comity_wire::evidence::source::ChunkFault;
use comity_wire::evidence::unpack::unpack;
use comity_wire::hash::sha256;
use make::{Object, recipient, sealer, vectors};
use serde_json::{Value as Json, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/evidence")
}

fn failed_checks(path: &Path) -> Vec<String> {
    let options = Options {
        sealers: vec![sealer().signing.verifying().clone()],
        ..Options::default()
    };
    let report = verify(path, &options, &|_, _| ()).expect("readable");
    let failed = report
        .checks()
        .iter()
        .filter(|check| check.outcome == Outcome::Fails);
    failed.map(|check| check.name.to_owned()).collect()
}

/// What the recipient's own opening says: `ok`, or the word of what is wrong.
fn opens(path: &Path) -> Result<(), String> {
    let file = SealedFile::open(path).map_err(|fault| fault.code().to_owned())?;
    file.verify_trailer().map_err(|_| "trailer_signature")?;
    file.verify_manifest().map_err(|_| "manifest_signature")?;
    let opened = file
        .unwrap_with(&recipient().sealing)
        .map_err(|fault| fault.code())?;
    let source = file.source().map_err(|_| "leaf_list")?;
    let id = file.manifest().manifest().id;
    let mut stream = PlainStream::start(source, id, &opened.part.key).expect("a thread");
    let unpacked = opened.part.list.map(|list| {
        let to = tempfile::tempdir().expect("folder");
        unpack(&mut stream, to.path(), list)
    });
    stream
        .finish(opened.part.sha256)
        .map_err(|fault| match fault {
            OpenFault::Chunk(ChunkFault::Chunk { .. }) => "chunk",
            OpenFault::Chunk(_) => "read",
            OpenFault::Key(_) => "key",
            OpenFault::Plaintext { .. } => "plaintext",
        })?;
    match unpacked {
        Some(Err(_)) => Err("packed_files".into()),
        _ => Ok(()),
    }
}

fn judge(path: &Path, flaw: &str) -> Json {
    json!({
        "flaw": if flaw.is_empty() { Json::Null } else { flaw.into() },
        "verify": failed_checks(path),
        "open": opens(path).err().unwrap_or_else(|| "ok".into()),
    })
}

#[test]
fn every_vector_is_judged_as_the_index_says() {
    let index = fs::read_to_string(folder().join("index.json")).expect("vectors are committed");
    let index: BTreeMap<String, Json> = serde_json::from_str(&index).expect("JSON");
    assert!(index.len() > 30, "vectors are missing");
    for (name, expected) in index {
        let flaw = expected["flaw"].as_str().unwrap_or_default();
        let path = folder().join(format!("{name}.sealed"));
        let found = judge(&path, flaw);
        assert_eq!(found, expected, "{name}");
        let kind = name.split('/').next().expect("a folder");
        let verified = found["verify"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(verified, kind != "bad", "{name}");
        assert_eq!(found["open"] == "ok", kind == "good", "{name}");
    }
}

#[test]
fn the_frozen_keys_are_the_ones_the_vectors_are_made_with() {
    let read = |name: &str| fs::read_to_string(folder().join(name)).expect("committed");
    let secret = SecretKeys::from_text(&read("recipient.key")).expect("a secret key file");
    assert_eq!(secret.public(), recipient().public());
    let public = PublicKeys::from_text(&read("sealer.key.pub")).expect("a public key file");
    assert_eq!(public, sealer().public());
}

/// Nothing random in here: another implementation must get the same bytes.
#[test]
fn chunks_tags_leaves_and_root_are_the_frozen_ones() {
    let frozen = fs::read_to_string(folder().join("layout.json")).expect("vectors are committed");
    let frozen: Json = serde_json::from_str(&frozen).expect("JSON");
    assert_eq!(layout(), frozen);
}

fn layout() -> Json {
    let sizes = [
        0,
        1,
        15,
        16,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        3 * CHUNK_BYTES,
    ];
    let cases = sizes.map(|size| {
        // Byte n of the plaintext is n mod 251.
        let plain: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        let object = Object::new(&plain);
        json!({
            "bytes": size,
            "sha256": object.part.sha256.to_string(),
            "chunks": object.manifest.chunks,
            "ciphertext_sha256": sha256(&object.sealed).to_string(),
            "tags": hex::encode(&object.tags),
            "leaves": hex::encode(&object.leaves),
            "ct_root": object.manifest.ct_root.to_string(),
        })
    });
    let object = Object::new(b"");
    json!({
        "key": hex::encode(object.part.key.as_bytes()),
        "id": object.id.to_string(),
        "plaintext": "byte n is n mod 251",
        "cases": cases,
    })
}

#[test]
#[ignore = "writes the vectors anew: a change of the protocol"]
fn write_the_vectors() {
    let folder = folder();
    let mut index = BTreeMap::new();
    for (name, flaw, bytes) in vectors() {
        let path = folder.join(format!("{name}.sealed"));
        fs::create_dir_all(path.parent().expect("has one")).expect("room");
        fs::write(&path, bytes).expect("room");
        index.insert(name, judge(&path, flaw));
    }
    let pretty = |json: &Json| format!("{json:#}\n");
    let index = serde_json::to_value(&index).expect("plain values");
    fs::write(folder.join("index.json"), pretty(&index)).expect("room");
    fs::write(folder.join("layout.json"), pretty(&layout())).expect("room");
    fs::write(
        folder.join("recipient.key"),
        recipient().to_text().as_bytes(),
    )
    .expect("room");
    fs::write(folder.join("sealer.key.pub"), sealer().public().to_text()).expect("room");
}

#[test]
fn a_good_vector_opens_to_its_plaintext() {
    let file = SealedFile::open(&folder().join("good/text.sealed")).expect("committed");
    let opened = file.unwrap_with(&recipient().sealing).expect("a recipient");
    let source = file.source().expect("intact");
    let id = file.manifest().manifest().id;
    let mut stream = PlainStream::start(source, id, &opened.part.key).expect("a thread");
    let mut plain = String::new();
    stream.read_to_string(&mut plain).expect("text");
    assert!(plain.starts_with("number;time\n"));
    let found = sha256(plain.as_bytes());
    stream.finish(found).expect("the whole");
}
