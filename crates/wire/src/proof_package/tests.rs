use comity_core::time::Span;

use super::*;
use crate::directory::{SignedStateFile, StateFile};
use crate::hash::sha256;

const WORLD: World = World::Exercise;
const NOW: Instant = Instant(1_800_000_000_000);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).expect("library works")
}

fn state(code: &str) -> PackedState {
    let key = key(1);
    let file = StateFile {
        state: code.parse().expect("a State"),
        version: 1,
        issued: NOW,
        expires: NOW + Span::days(1),
        entries: vec![],
        revocations: vec![],
    };
    let kid = key.verifying().id();
    let file = SignedStateFile::issue(file, &key, kid, WORLD).expect("library works");
    PackedState::new(key.verifying().clone(), file.bytes().to_vec()).expect("its own key")
}

fn entry(index: u64) -> PackedEntry {
    PackedEntry {
        index,
        salt: [3; 32],
        event: b"{}".to_vec(),
        leaf: vec![4],
        path: vec![sha256(b"sibling")],
    }
}

fn package() -> ProofPackage {
    ProofPackage {
        node: "XA/justice/central".parse().expect("a node"),
        case: RequestId::from_bytes([5; 16]),
        number: "XA-2027-00001".to_owned(),
        made: NOW,
        states: vec![state("XA"), state("XB")],
        messages: vec![
            PackedMessage {
                inner: vec![6],
                answers: vec![PackedAnswer {
                    sealed: sha256(b"envelope"),
                    answer: vec![7],
                }],
            },
            PackedMessage {
                inner: vec![8],
                answers: vec![],
            },
        ],
        entries: vec![entry(1), entry(9)],
        checkpoint: b"note".to_vec(),
        objects: vec![PackedObject {
            manifest: vec![9],
            plain: Some(("calls.csv".to_owned(), sha256(b"calls"))),
        }],
    }
}

fn bytes_of(package: ProofPackage) -> Vec<u8> {
    let key = key(2);
    let kid = KeyId::new(sha256(b"certificate"));
    package.to_bytes(&key, kid, WORLD).expect("library works")
}

#[test]
fn a_package_reads_back_as_it_was_written() {
    let bytes = bytes_of(package());
    let read = SealedPackage::read(&bytes).expect("well formed");
    assert_eq!(*read.package(), package_like(&read));
    assert_eq!(read.world(), WORLD);
    assert!(read.verify(key(2).verifying()).is_ok());
    assert!(read.verify(key(3).verifying()).is_err());
}

/// The same package with the read one's States, whose signatures are random.
fn package_like(read: &SealedPackage<'_>) -> ProofPackage {
    ProofPackage {
        states: read.package().states.clone(),
        ..package()
    }
}

#[test]
fn a_package_with_any_byte_flipped_is_refused() {
    let mut bytes = bytes_of(package());
    let key = key(2).verifying().clone();
    for at in 0..bytes.len() {
        for bit in [0x01, 0x80] {
            bytes[at] ^= bit;
            let held = SealedPackage::read(&bytes).is_ok_and(|read| read.verify(&key).is_ok());
            assert!(!held, "byte {at} with bit {bit:02x} flipped was not seen");
            bytes[at] ^= bit;
        }
    }
}

#[test]
fn a_package_cut_short_or_with_a_tail_is_refused() {
    let bytes = bytes_of(package());
    for end in 0..bytes.len() {
        assert!(SealedPackage::read(&bytes[..end]).is_err(), "cut at {end}");
    }
    let mut tail = bytes;
    tail.push(0);
    assert!(SealedPackage::read(&tail).is_err());
}

#[test]
fn what_has_no_single_spelling_is_refused() {
    let mut doubled = package();
    doubled.states = vec![state("XA"), state("XA")];
    let mut backwards = package();
    backwards.entries = vec![entry(9), entry(1)];
    let mut nobody = package();
    nobody.entries = vec![];
    let mut rootless = package();
    rootless.entries[0].path.clear();
    let mut led_away = package();
    led_away.objects[0].plain = Some(("../calls.csv".to_owned(), sha256(b"calls")));
    for (wrong, field) in [
        (doubled, "proof.5"),
        (backwards, "proof.7"),
        (nobody, "proof.7"),
        (rootless, "proof.7.5"),
        (led_away, "proof.9.2"),
    ] {
        let bytes = bytes_of(wrong);
        let fault = SealedPackage::read(&bytes).expect_err("another spelling");
        assert_eq!(fault.code(), "shape.value");
        assert!(fault.to_string().starts_with(field), "{fault}");
    }
}
