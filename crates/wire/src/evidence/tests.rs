//! Sealing and opening together.

use comity_core::id::ObjectId;
use proptest::prelude::*;

use super::describe::{Description, Producer, describe, new_object};
use super::layout::{CHUNK_BYTES, ContentKey, chunks_of};
use super::manifest::SignedManifest;
use super::plain::{OpenFault, PlainStream};
use super::seal::{SealedObject, Sealer};
use super::sink::{FolderSink, ObjectPaths};
use super::source::{ChunkFault, ChunkSource};

use super::unseal::unseal;
use crate::context::World;
use crate::hash::sha256;
use crate::keys::{KeyId, SigningKey};
use crate::sealing::SealingKey;
use std::io::Read;
use std::path::Path;

const ID: ObjectId = ObjectId::from_bytes([3; 16]);

fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 31 + n / 251) as u8).collect()
}

fn seal_in(folder: &Path, plain: &[u8], piece: usize) -> SealedObject {
    let sink =
        FolderSink::new(&ObjectPaths::named(folder, ID), Some(plain.len() as u64)).expect("room");
    let mut sealer = Sealer::start(ID, ContentKey::from_bytes([9; 32]), sink).expect("threads");
    for bytes in plain.chunks(piece) {
        sealer.put(bytes).expect("room");
    }
    let (object, sink) = sealer.finish().expect("room");
    sink.settle().expect("room");
    object
}

fn open(folder: &Path, object: &SealedObject) -> Result<Vec<u8>, OpenFault> {
    let source = ChunkSource::at(&ObjectPaths::named(folder, ID), object.size, object.ct_root)?;
    let mut stream = PlainStream::start(source, object.id, &object.key).expect("a thread");
    let mut plain = Vec::new();
    let read = stream.read_to_end(&mut plain);
    stream.finish(object.sha256)?;
    read.expect("finish() tells what a read met");
    Ok(plain)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_was_sealed_opens_as_it_was_at_every_size_around_the_chunk_borders(
        chunks in 0usize..3, near in -2i64..3, piece in 1usize..3 * CHUNK_BYTES,
    ) {
        let len = (chunks * CHUNK_BYTES) as i64 + near;
        prop_assume!(len >= 0);
        // Tiny pieces of large objects only cost time.
        let piece = piece.max(len as usize / 50 + 1);
        let plain = plaintext(len as usize);
        let folder = tempfile::tempdir().expect("temporary folder");
        let object = seal_in(folder.path(), &plain, piece);
        prop_assert_eq!(object.size, len as u64);
        prop_assert_eq!(object.chunks, chunks_of(len as u64));
        prop_assert_eq!(object.sha256, sha256(&plain));
        prop_assert!(open(folder.path(), &object).expect("untouched") == plain);
    }
}

#[test]
fn reading_from_a_source_seals_the_same_as_writing() {
    let plain = plaintext(CHUNK_BYTES * 2);
    let (one, two) = (
        tempfile::tempdir().expect("folder"),
        tempfile::tempdir().expect("folder"),
    );
    let written = seal_in(one.path(), &plain, 1000);
    let sink = FolderSink::new(&ObjectPaths::alone(two.path()), None).expect("room");
    let mut sealer = Sealer::start(ID, ContentKey::from_bytes([9; 32]), sink).expect("threads");
    let mut seen = 0;
    sealer
        .put_all(plain.as_slice(), |bytes| seen += bytes.len())
        .expect("readable");
    let (object, sink) = sealer.finish().expect("room");
    sink.settle().expect("room");
    assert_eq!(seen, plain.len());
    assert_eq!((object.ct_root, object.chunks), (written.ct_root, 2));
    let (one, two) = (
        ObjectPaths::named(one.path(), ID),
        ObjectPaths::alone(two.path()),
    );
    for (one, two) in [
        (one.chunks, two.chunks),
        (one.leaves, two.leaves),
        (one.tags, two.tags),
    ] {
        let read = |path| std::fs::read(path).expect("there");
        assert!(read(one) == read(two));
    }
}

#[test]
fn an_altered_chunk_tag_or_leaf_is_named_and_nothing_is_opened() {
    let plain = plaintext(CHUNK_BYTES + 10);
    let folder = tempfile::tempdir().expect("folder");
    let object = seal_in(folder.path(), &plain, CHUNK_BYTES);
    let flip = |kind, at: usize| {
        let path = folder.path().join(format!("{ID}.{kind}"));
        let mut bytes = std::fs::read(&path).expect("there");
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).expect("room");
    };
    for (kind, at) in [("chunks", CHUNK_BYTES + 4), ("tags", 20)] {
        flip(kind, at);
        let fault = open(folder.path(), &object).expect_err("altered");
        assert!(
            matches!(fault, OpenFault::Chunk(ChunkFault::Chunk { index: 1, .. })),
            "{kind:?}: {fault}"
        );
        flip(kind, at);
    }
    flip("leaves", 3);
    let fault = open(folder.path(), &object).expect_err("altered");
    assert!(
        matches!(fault, OpenFault::Chunk(ChunkFault::Root { .. })),
        "{fault}"
    );
    flip("leaves", 3);
    assert!(open(folder.path(), &object).expect("whole again") == plain);
}

#[test]
fn another_key_opens_nothing_and_another_plaintext_hash_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let object = seal_in(folder.path(), b"call records", 5);
    let mut wrong = object.clone();
    wrong.key = ContentKey::from_bytes([8; 32]);
    assert!(matches!(
        open(folder.path(), &wrong),
        Err(OpenFault::Key(0))
    ));
    let mut wrong = object.clone();
    wrong.sha256 = sha256(b"other records");
    assert!(matches!(
        open(folder.path(), &wrong),
        Err(OpenFault::Plaintext { .. })
    ));
}

#[test]
fn an_abandoned_seal_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("folder");
    let sink = FolderSink::new(&ObjectPaths::named(folder.path(), ID), None).expect("room");
    let mut sealer = Sealer::start(ID, ContentKey::from_bytes([9; 32]), sink).expect("threads");
    sealer.put(&plaintext(3 * CHUNK_BYTES)).expect("room");
    drop(sealer);
    // The threads end on their own once the line is closed; the files never had a name.
    assert_eq!(folder.path().read_dir().expect("readable").count(), 0);
}

#[test]
fn a_node_seals_a_stream_and_its_peer_opens_what_came_in_parts() {
    // The node: S signs under the hash of its certificate, chunks go to the blob folder.
    let node = "XB/provider/records".parse().expect("a node");
    let s = SigningKey::from_seed(&[1; 32]).expect("library works");
    let kid = KeyId::new(sha256(b"certificate of S"));
    let plain = plaintext(2 * CHUNK_BYTES + 3);
    let staging = tempfile::tempdir().expect("folder");
    let (id, key) = new_object().expect("random source");
    let paths = ObjectPaths::alone(staging.path());
    let mut sealer =
        Sealer::start(id, key, FolderSink::new(&paths, None).expect("room")).expect("threads");
    for piece in plain.chunks(8192) {
        sealer.put(piece).expect("room");
    }
    let (object, sink) = sealer.finish().expect("room");
    sink.settle().expect("room");
    let description = Description {
        name: "records.csv".into(),
        ..Description::default()
    };
    let producer = Producer {
        key: &s,
        kid,
        node: Some(&node),
    };
    let described = describe(&object, description, producer, World::Exercise).expect("signs");
    let desk = SealingKey::from_seed(&[2; 32]).expect("library works");
    let wrap = described.wrap(desk.public()).expect("seals");

    // The peer: manifest and wrap came in a message, chunks and lists by transfer.
    let manifest =
        SignedManifest::read(described.manifest.bytes(), World::Exercise).expect("well formed");
    assert_eq!(manifest.verify(s.verifying(), World::Exercise), Ok(()));
    assert_eq!(manifest.manifest().node.as_ref(), Some(&node));
    let stated = manifest.manifest();
    let source = ChunkSource::at(&paths, stated.bytes, stated.ct_root).expect("untouched");
    let opened = wrap
        .open(&manifest, &desk, World::Exercise)
        .expect("for the desk");
    let out = tempfile::tempdir().expect("folder");
    let unsealed = unseal(source, stated.id, opened.part, out.path(), &mut |_| ()).expect("intact");
    assert!(std::fs::read(&unsealed.paths[0]).expect("named") == plain);
}
