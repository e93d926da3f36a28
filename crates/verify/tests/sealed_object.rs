//! A sealed object before the verifier: good, altered at each place, of unknown origin.

use std::path::{Path, PathBuf};

use comity_verify::{Options, Outcome, Report, verify};
use comity_wire::context::World;
use comity_wire::evidence::describe::{Description, Producer, describe, new_object};
use comity_wire::evidence::file::FileSink;
use comity_wire::evidence::seal::Sealer;
use comity_wire::keys::SigningKey;
use comity_wire::sealing::SealingKey;

const CHUNK: usize = 1 << 20;

fn signer() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).expect("library works")
}

fn sealed(folder: &Path, len: usize) -> PathBuf {
    let path = folder.join("object.sealed");
    let (id, key) = new_object().expect("random source");
    let sink = FileSink::create(&path, World::Live, None).expect("room");
    let mut sealer = Sealer::start(id, key, sink).expect("threads");
    sealer.put(&vec![7; len]).expect("room");
    let (object, sink) = sealer.finish().expect("room");
    let signer = signer();
    let description = Description {
        name: "calls.csv".into(),
        ..Description::default()
    };
    let described =
        describe(&object, description, Producer::lone(&signer), World::Live).expect("signs");
    let to = SealingKey::from_seed(&[2; 32]).expect("library works");
    sink.close(&described, &signer, &[to.public().clone()])
        .expect("room");
    path
}

fn look(path: &Path, options: &Options) -> Report {
    verify(path, options, &|_, _| ()).expect("readable")
}

fn failed(report: &Report) -> Vec<&str> {
    let failed = report
        .checks()
        .iter()
        .filter(|check| check.outcome == Outcome::Fails);
    failed.map(|check| check.name).collect()
}

#[test]
fn an_intact_object_is_good_only_when_its_sealer_is_known_or_does_not_matter() {
    let folder = tempfile::tempdir().expect("folder");
    let path = sealed(folder.path(), 3 * CHUNK + 1);
    let unproven = look(&path, &Options::default());
    assert!(!unproven.is_good() && failed(&unproven).is_empty());
    let known = Options {
        sealers: vec![signer().verifying().clone()],
        any_sealer: false,
        ..Options::default()
    };
    assert!(look(&path, &known).is_good());
    assert!(
        look(
            &path,
            &Options {
                sealers: vec![],
                any_sealer: true,
                ..Options::default()
            }
        )
        .is_good()
    );
    let other = SigningKey::from_seed(&[9; 32]).expect("library works");
    let other = Options {
        sealers: vec![other.verifying().clone()],
        any_sealer: false,
        ..Options::default()
    };
    assert_eq!(failed(&look(&path, &other)), ["sealer"]);
}

#[test]
fn each_altered_place_is_named() {
    let folder = tempfile::tempdir().expect("folder");
    let path = sealed(folder.path(), CHUNK + 1);
    let bytes = std::fs::read(&path).expect("there");
    let lists = 4096 + CHUNK + 1;
    let any = Options {
        sealers: vec![],
        any_sealer: true,
        ..Options::default()
    };
    for (at, expected) in [
        (3, vec!["kind"]),
        (17, vec!["header"]),
        (4095, vec!["header"]),
        (4096 + CHUNK, vec!["chunks", "chunk"]),
        (lists, vec!["leaf_list"]),
        (lists + 64, vec!["chunks", "chunk"]),
        (bytes.len() - 1, vec!["trailer"]),
        (bytes.len() - 8, vec!["end"]),
        (bytes.len() - 9, vec!["trailer_signature"]),
    ] {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        std::fs::write(&path, &altered).expect("room");
        assert_eq!(failed(&look(&path, &any)), expected, "byte {at}");
    }
    std::fs::write(&path, &bytes[..bytes.len() - 9000]).expect("room");
    assert!(!look(&path, &any).is_good());
}

#[test]
fn what_is_no_thing_of_ours_is_said_to_be_unknown() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("empty");
    std::fs::write(&path, b"").expect("room");
    assert_eq!(failed(&look(&path, &Options::default())), ["kind"]);
    assert!(
        verify(
            &folder.path().join("missing"),
            &Options::default(),
            &|_, _| ()
        )
        .is_err()
    );
}
