//! Signed checkpoints, cosignatures and witnesses; frozen examples, good and bad.
//!
//! `vectors/log` holds them. `COMITY_FREEZE=1 cargo test -p comity-wire --test log_notes` writes
//! them anew, which is a change of protocol.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use comity_core::id::Digest;
use comity_core::time::Instant;
use comity_wire::log::{
    BadNote, BadSubmission, Checkpoint, Cosignature, Cosigned, Frontier, Leaf, LeafKind, LeafProof,
    LogKey, LogPublic, NoteRefused, ProofRefused, Signed, Submission, TileBuilder, TileMap,
    Verdict, WitnessRecord, next_checkpoint, prove_consistency, prove_inclusion,
};

const NOW: Instant = Instant(1_805_214_120_000);

fn key(origin: &str, seed: u8) -> LogKey {
    let name = origin.parse().expect("an origin");
    LogKey::from_seeds(name, &[seed; 32], &[seed + 100; 32]).expect("fixed seeds make a key")
}

fn log() -> LogKey {
    key("comity/XA/prosecutor/central/e1", 1)
}

fn witnesses() -> [LogKey; 2] {
    [
        key("comity/XB/justice/central/e1", 2),
        key("comity/XC/court/desk/e3", 3),
    ]
}

fn publics(keys: &[LogKey]) -> Vec<LogPublic> {
    keys.iter().map(|k| k.public().clone()).collect()
}

struct World {
    frontier: Frontier,
    tiles: TileMap,
    leaves: Vec<Leaf>,
}

fn world(size: u64) -> World {
    let (mut frontier, mut builder) = (Frontier::new(), TileBuilder::new());
    let (mut tiles, mut leaves) = (TileMap::new(), Vec::new());
    for n in 0..size {
        let kind = LeafKind::new("message.received").expect("plain");
        let salt = [u8::try_from(n % 251).expect("small"); 32];
        let leaf = Leaf::of(NOW, kind, &salt, &n.to_be_bytes());
        frontier.append(leaf.hash()).expect("room");
        for tile in builder.append(leaf.hash()).expect("room") {
            tiles.insert(tile.id, tile.hashes);
        }
        leaves.push(leaf);
    }
    for tile in builder.partial() {
        tiles.insert(tile.id, tile.hashes);
    }
    World {
        frontier,
        tiles,
        leaves,
    }
}

fn signed(world: &World) -> Signed {
    let origin = log().public().name().clone();
    let checkpoint = next_checkpoint(&origin, &world.frontier, &world.frontier, None);
    Signed::sign(checkpoint.expect("padded"), &log(), NOW).expect("signs")
}

fn cosigned(world: &World) -> Cosigned {
    let signed = signed(world);
    let mut whole = Cosigned::new(signed.clone());
    for witness in witnesses() {
        whole.add(ask(&witness, &signed));
    }
    whole
}

/// One witness that has seen nothing of the log yet.
fn ask(witness: &LogKey, signed: &Signed) -> Cosignature {
    let body = Submission::write(0, &[], signed);
    let log = log().public().clone();
    let read = Submission::read(&body, |_| Some(&log)).expect("well formed and signed");
    let Verdict::Advance(accepted) = read.judge(None) else {
        panic!("a first checkpoint is always taken")
    };
    accepted.cosign_once_stored(witness, NOW).expect("signs")
}

#[test]
fn a_checkpoint_cosigned_in_two_other_states_verifies_whole() {
    let whole = cosigned(&world(512));
    let read = Cosigned::verify(&whole.to_bytes(), log().public(), &publics(&witnesses()))
        .expect("all signatures hold");
    assert_eq!(read, whole);
    assert_eq!(read.other_states(), 2);
    assert_eq!(read.cosigned_by().map(|(_, at)| at).max(), Some(NOW));
}

#[test]
fn the_standard_reader_accepts_our_notes() {
    // Another implementation of the same note format must read what we write.
    let bytes = cosigned(&world(256)).to_bytes();
    let note = signed_note::Note::from_bytes(&bytes).expect("a signed note");
    let head = tlog_tiles::Checkpoint::from_bytes(note.text()).expect("a checkpoint");
    assert_eq!(
        (head.origin(), head.size()),
        ("comity/XA/prosecutor/central/e1", 256)
    );
    let text = log().public().ed25519().to_vec();
    let key = ed25519_vkey("comity/XA/prosecutor/central/e1", &text);
    let verifier = signed_note::StandardVerifier::new(&key).expect("a verifier key");
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let (verified, others) = note.verify(&known).expect("our plain Ed25519 line holds");
    assert_eq!((verified.len(), others.len()), (1, 5));
}

fn ed25519_vkey(name: &str, public: &[u8]) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let typed = [&[1_u8], public].concat();
    let id = signed_note::key_id(name, &typed);
    format!("{name}+{id:08x}+{}", BASE64_STANDARD.encode(typed))
}

#[test]
fn a_witness_follows_only_a_log_that_continues_what_it_saw() {
    let (old, new) = (world(256), world(1_024));
    let log = log().public().clone();
    let record = WitnessRecord {
        size: 256,
        root: old.frontier.root(),
    };
    let path = prove_consistency(256, 1_024, &new.tiles)
        .expect("tiles")
        .path;
    let judge = |old_size: u64, path: &[Digest], record: Option<&WitnessRecord>| {
        let body = Submission::write(old_size, path, &signed(&new));
        Submission::read(&body, |_| Some(&log))
            .expect("well formed")
            .judge(record)
            .status()
    };
    assert_eq!(judge(256, &path, Some(&record)), 200);
    assert_eq!(judge(0, &[], Some(&record)), 409, "the witness holds more");
    assert_eq!(judge(256, &path, None), 409, "the witness holds nothing");
    assert_eq!(judge(256, &path[1..], Some(&record)), 422);
    assert_eq!(judge(256, &[], Some(&record)), 422);
    let fork = WitnessRecord {
        size: 1_024,
        root: old.frontier.root(),
    };
    assert_eq!(
        judge(1_024, &[], Some(&fork)),
        409,
        "two roots for one size"
    );
    let same = WitnessRecord {
        size: 1_024,
        root: new.frontier.root(),
    };
    assert_eq!(
        judge(1_024, &[], Some(&same)),
        200,
        "asked again after a lost answer"
    );
}

#[test]
fn a_witness_refuses_logs_it_does_not_know_and_notes_others_have_signed() {
    let signed = signed(&world(256));
    let body = Submission::write(0, &[], &signed);
    assert_eq!(
        Submission::read(&body, |_| None).map_err(|e| e.status()),
        Err(404)
    );
    let other = key("comity/XA/prosecutor/central/e1", 9).public().clone();
    assert_eq!(
        Submission::read(&body, |_| Some(&other)).map_err(|e| e.status()),
        Err(403)
    );
    let old_beyond_new = Submission::write(257, &[], &signed);
    let log = log().public().clone();
    assert_eq!(
        Submission::read(&old_beyond_new, |_| Some(&log)),
        Err(BadSubmission::Malformed)
    );
}

#[test]
fn an_answer_is_taken_only_from_the_witness_asked_and_for_the_checkpoint_sent() {
    let signed = signed(&world(256));
    let [first, second] = witnesses();
    let answer = ask(&first, &signed).to_bytes();
    let checkpoint = signed.checkpoint();
    assert!(Cosignature::from_answer(&answer, first.public(), checkpoint).is_ok());
    assert!(matches!(
        Cosignature::from_answer(&answer, second.public(), checkpoint),
        Err(NoteRefused::HalfPair(_))
    ));
    let later = Checkpoint {
        size: 512,
        ..checkpoint.clone()
    };
    assert!(matches!(
        Cosignature::from_answer(&answer, first.public(), &later),
        Err(NoteRefused::BadSignature(_))
    ));
}

// ---- frozen examples ------------------------------------------------------------------------

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/log")
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("text");
    assert!(text.contains(from), "{from:?} is not in the example");
    text.replacen(from, to, 1).into_bytes()
}

/// Swaps two lines counted from the end (1 = last).
fn swap_from_end(bytes: &[u8], a: usize, b: usize) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|c| *c == b'\n').collect();
    let n = lines.len();
    lines.swap(n - a, n - b);
    lines.concat()
}

fn drop_from_end(bytes: &[u8], which: usize) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|c| *c == b'\n').collect();
    lines.remove(lines.len() - which);
    lines.concat()
}

/// Changes the last character before the padding of the last line's base64 to one that decodes to
/// the same bytes in a careless decoder.
fn loose_base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let at = out.iter().rposition(|c| *c == b'=').expect("padded");
    let first_pad = if out[at - 1] == b'=' { at - 1 } else { at };
    let letter = out[first_pad - 1];
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = ALPHABET.iter().position(|c| *c == letter).expect("base64");
    out[first_pad - 1] = ALPHABET[value | 1];
    assert_ne!(out, bytes);
    out
}

fn examples() -> BTreeMap<String, Vec<u8>> {
    let small = world(512);
    let whole = cosigned(&small).to_bytes();
    let own = signed(&small).to_bytes();
    let stranger = ask(&key("comity/XD/police/desk/e1", 4), &signed(&small)).to_bytes();
    let grown = world(1_024);
    let path = prove_consistency(512, 1_024, &grown.tiles)
        .expect("tiles")
        .path;
    let body = Submission::write(512, &path, &signed(&grown));
    let proof = LeafProof {
        leaf: small.leaves[300].clone(),
        index: 300,
        path: prove_inclusion(300, 512, &small.tiles).expect("tiles").path,
        note: whole.clone(),
    };
    let proof_bytes = proof.to_bytes();
    let mut out = BTreeMap::new();
    let mut put =
        |name: &str, bytes: Vec<u8>| assert!(out.insert(name.to_owned(), bytes).is_none());
    put("good/checkpoint.note", own.clone());
    put("good/cosigned.note", whole.clone());
    put("good/continues.body", body.clone());
    put("good/leaf-300-of-512.proof", proof_bytes.clone());
    put("good/leaf.bin", small.leaves[0].encode());

    put("bad/note-cut-short.note", whole[..whole.len() - 1].to_vec());
    put("bad/note-tail.note", [&whole[..], b"\n"].concat());
    put("bad/note-empty.note", Vec::new());
    put(
        "bad/note-carriage-return.note",
        replace(&whole, "\n512\n", "\n512\r\n"),
    );
    put("bad/note-loose-base64.note", loose_base64(&whole));
    put("bad/note-key-signs-twice.note", {
        let last = whole
            .split_inclusive(|c| *c == b'\n')
            .next_back()
            .expect("lines");
        [&whole[..], last].concat()
    });
    put(
        "bad/note-unknown-key.note",
        [&whole[..], &stranger[..]].concat(),
    );
    put("bad/note-own-half-missing.note", drop_from_end(&own, 1));
    put(
        "bad/note-cosigner-half-missing.note",
        drop_from_end(&whole, 1),
    );
    put("bad/note-order-of-halves.note", swap_from_end(&whole, 1, 2));
    put(
        "bad/note-cosigner-before-log.note",
        swap_from_end(&whole, 4, 6),
    );
    put(
        "bad/note-size-changed.note",
        replace(&whole, "\n512\n", "\n513\n"),
    );
    put(
        "bad/note-size-leading-zero.note",
        replace(&whole, "\n512\n", "\n0512\n"),
    );
    put(
        "bad/note-size-beyond-any-log.note",
        replace(&whole, "\n512\n", "\n1099511627777\n"),
    );
    put("bad/note-root-changed.note", {
        let mut bytes = whole.clone();
        let at = bytes
            .windows(5)
            .position(|w| w == b"\n512\n")
            .expect("size line")
            + 5;
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        bytes
    });
    put(
        "bad/note-extension-line.note",
        replace(&whole, "=\n\n", "=\nextra\n\n"),
    );
    put(
        "bad/note-other-epoch.note",
        replace(&whole, "central/e1\n512", "central/e2\n512"),
    );
    put(
        "bad/note-epoch-zero.note",
        replace(&whole, "central/e1\n512", "central/e0\n512"),
    );

    put(
        "bad/body-old-with-plus.body",
        replace(&body, "old 512\n", "old +512\n"),
    );
    put(
        "bad/body-old-leading-zero.body",
        replace(&body, "old 512\n", "old 0512\n"),
    );
    put(
        "bad/body-old-beyond-new.body",
        replace(&body, "old 512\n", "old 1025\n"),
    );
    put("bad/body-without-old.body", replace(&body, "old 512\n", ""));
    put(
        "bad/body-proof-line-not-32-bytes.body",
        replace(&body, "old 512\n", "old 512\nAAAA\n"),
    );
    put(
        "bad/body-64-proof-lines.body",
        Submission::write(512, &[Digest::from_bytes([0; 32]); 64], &signed(&grown)),
    );
    put(
        "bad/body-cosigned-too.body",
        Submission::write(512, &path, &signed(&grown))
            .into_iter()
            .chain(stranger)
            .collect(),
    );
    put("bad/body-empty.body", Vec::new());

    put(
        "bad/proof-index-other.proof",
        replace(&proof_bytes, "index 300\n", "index 301\n"),
    );
    put(
        "bad/proof-index-leading-zero.proof",
        replace(&proof_bytes, "index 300\n", "index 0300\n"),
    );
    put(
        "bad/proof-index-beyond.proof",
        replace(&proof_bytes, "index 300\n", "index 512\n"),
    );
    put(
        "bad/proof-other-head.proof",
        replace(&proof_bytes, "proof@v1", "proof@v2"),
    );
    put(
        "bad/proof-leaf-changed.proof",
        LeafProof {
            leaf: small.leaves[301].clone(),
            ..proof.clone()
        }
        .to_bytes(),
    );
    put(
        "bad/proof-path-short.proof",
        LeafProof {
            path: proof.path[1..].to_vec(),
            ..proof.clone()
        }
        .to_bytes(),
    );
    put("bad/proof-path-swapped.proof", {
        let mut path = proof.path.clone();
        path.swap(0, 1);
        LeafProof {
            path,
            ..proof.clone()
        }
        .to_bytes()
    });
    put("bad/proof-without-leaf.proof", {
        let text = std::str::from_utf8(&proof_bytes).expect("text");
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        [&lines[..1], &lines[2..]].concat().concat().into_bytes()
    });
    put(
        "bad/leaf-cut-short.bin",
        small.leaves[0].encode()[..40].to_vec(),
    );
    put(
        "bad/leaf-tail.bin",
        [&small.leaves[0].encode()[..], &[0]].concat(),
    );
    put("bad/leaf-kind-capital.bin", {
        let mut bytes = small.leaves[0].encode();
        let at = bytes
            .windows(7)
            .position(|w| w == b"message")
            .expect("kind");
        bytes[at] = b'M';
        bytes
    });
    out
}

/// The public keys of the examples: name, Ed25519, ML-DSA-44, in hexadecimal.
fn keys_table() -> String {
    let [first, second] = witnesses();
    let mut table = String::new();
    for key in [log(), first, second] {
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let public = key.public();
        let (ed, ml) = (hex(public.ed25519()), hex(public.ml_dsa_44()));
        table.push_str(&format!("{} {ed} {ml}\n", public.name()));
    }
    table
}

/// Reads one example as its ending says and names the flaw, or "good".
fn judge(name: &str, bytes: &[u8]) -> String {
    let (log, known) = (log().public().clone(), publics(&witnesses()));
    if name.ends_with(".note") {
        match Cosigned::verify(bytes, &log, &known) {
            Ok(_) => "good".to_owned(),
            Err(NoteRefused::Bad(bad)) => format!("{bad:?}"),
            Err(other) => format!("{other:?}")
                .split('(')
                .next()
                .expect("a name")
                .to_owned(),
        }
    } else if name.ends_with(".body") {
        let grown = world(512);
        let record = WitnessRecord {
            size: 512,
            root: grown.frontier.root(),
        };
        match Submission::read(bytes, |origin| (*origin == *log.name()).then_some(&log)) {
            Ok(read) => match read.judge(Some(&record)).status() {
                200 => "good".to_owned(),
                status => status.to_string(),
            },
            Err(bad) => bad.status().to_string(),
        }
    } else if name.ends_with(".proof") {
        let check = |proof: LeafProof| {
            let head =
                Cosigned::verify(&proof.note, &log, &known).map_err(|_| ProofRefused::Text)?;
            proof.check(head.checkpoint().size, &head.checkpoint().root)
        };
        match LeafProof::from_bytes(bytes).and_then(check) {
            Ok(()) => "good".to_owned(),
            Err(refused) => format!("{refused:?}"),
        }
    } else {
        match Leaf::decode(bytes) {
            Ok(_) => "good".to_owned(),
            Err(bad) => format!("{bad:?}"),
        }
    }
}

#[test]
fn frozen_examples_are_judged_as_they_were_when_frozen() {
    let folder = folder();
    if std::env::var_os("COMITY_FREEZE").is_some() {
        let mut table = String::new();
        for (name, bytes) in examples() {
            let path = folder.join(&name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            std::fs::write(&path, &bytes).expect("writable");
            table.push_str(&format!("{name} {}\n", judge(&name, &bytes)));
        }
        std::fs::write(folder.join("verdicts.txt"), table).expect("writable");
        std::fs::write(folder.join("keys.txt"), keys_table()).expect("writable");
    }
    let table = std::fs::read_to_string(folder.join("verdicts.txt")).expect("vectors/log is there");
    assert!(table.lines().count() > 30);
    for line in table.lines() {
        let (name, verdict) = line.split_once(' ').expect("name and verdict");
        let bytes = std::fs::read(folder.join(name)).expect("listed, so present");
        assert_eq!(judge(name, &bytes), verdict, "{name}");
        assert_eq!(name.starts_with("good/"), verdict == "good", "{name}");
    }
}

#[test]
fn a_bit_flipped_anywhere_in_a_cosigned_note_or_a_proof_is_refused() {
    let small = world(256);
    let whole = cosigned(&small).to_bytes();
    let proof = LeafProof {
        leaf: small.leaves[7].clone(),
        index: 7,
        path: prove_inclusion(7, 256, &small.tiles).expect("tiles").path,
        note: whole.clone(),
    }
    .to_bytes();
    // Every byte of the head and a spread over the long signatures; bit chosen by position.
    for (name, bytes) in [("x.note", whole), ("x.proof", proof)] {
        let step = |at: usize| if at < 1_200 { 1 } else { 37 };
        let mut at = 0;
        while at < bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            assert_ne!(judge(name, &flipped), "good", "{name}: byte {at}");
            at += step(at);
        }
    }
}

#[test]
fn text_that_is_no_note_is_refused_and_never_panics() {
    for bytes in [
        &b"\n\n"[..],
        b"a\n\n",
        b"\n\n\xe2\x80\x94 a b\n",
        b"\xff\n\n",
        &[b'\n'; 300_000],
    ] {
        let refused = Cosigned::verify(bytes, log().public(), &[]);
        assert!(matches!(
            refused,
            Err(NoteRefused::Bad(BadNote::Malformed | BadNote::TooLarge))
        ));
    }
}
