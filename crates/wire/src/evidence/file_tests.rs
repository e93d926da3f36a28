//! Sealed files: what opens, and every neighbour that must not.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_core::id::Digest;

use super::describe::{Description, Producer, describe, new_object};
use super::file::{CloseFault, FileFault, FileSink, HEADER_BYTES, SealedFile};
use super::layout::CHUNK_BYTES;
use super::pack::pack;
use super::page::Page;
use super::plain::PlainStream;
use super::seal::Sealer;
use super::sink::{FolderSink, ObjectPaths};
use super::source::ChunkSource;
use super::unpack::{UnpackFault, Unpacked, unpack};
use crate::context::World;
use crate::keys::SigningKey;
use crate::sealing::SealingKey;

fn signer(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).expect("library works")
}

fn recipient(seed: u8) -> SealingKey {
    SealingKey::from_seed(&[seed; 32]).expect("library works")
}

fn seal(path: &Path, plain: &[u8], to: &[u8]) -> Result<(), CloseFault> {
    let (id, key) = new_object().expect("random source");
    let sink = FileSink::create(path, World::Live, None)?;
    let mut sealer = Sealer::start(id, key, sink)?;
    sealer.put(plain)?;
    let (object, sink) = sealer.finish()?;
    let description = Description {
        name: "calls.csv".into(),
        ..Description::default()
    };
    let signer = signer(1);
    let producer = Producer::lone(&signer);
    let described = describe(&object, description, producer, World::Live)?;
    let to: Vec<_> = to
        .iter()
        .map(|seed| recipient(*seed).public().clone())
        .collect();
    sink.close(&described, &signer, &to)
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("out.sealed");
    seal(&path, plain, &[2, 3]).expect("room");
    std::fs::read(path).expect("there")
}

/// Everything that can be checked without a key, then with one; the code of what fails first.
fn judge(bytes: &[u8], key: u8) -> Result<Vec<u8>, &'static str> {
    let file = SealedFile::read(Arc::new(bytes.to_vec()), bytes.len() as u64)
        .map_err(|fault: FileFault| fault.code())?;
    file.verify_trailer().map_err(|_| "trailer")?;
    file.verify_manifest().map_err(|_| "manifest")?;
    let source = file.source().map_err(|_| "leaves")?;
    let mut page = Page::new();
    for index in 0..source.chunks() {
        source.read(index, &mut page).map_err(|_| "chunk")?;
    }
    let opened = file
        .unwrap_with(&recipient(key))
        .map_err(|fault| fault.code())?;
    let (id, part) = (file.manifest().manifest().id, &opened.part);
    let mut stream = PlainStream::start(source, id, &part.key).map_err(|_| "thread")?;
    let mut plain = Vec::new();
    stream.read_to_end(&mut plain).map_err(|_| "plain")?;
    stream.finish(part.sha256).map_err(|_| "plain")?;
    Ok(plain)
}

#[test]
fn a_sealed_file_opens_for_each_recipient_and_nobody_else() {
    for len in [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1] {
        let plain = vec![7; len];
        let bytes = sealed(&plain);
        for key in [2, 3] {
            assert!(
                judge(&bytes, key).expect("a recipient") == plain,
                "{len} bytes"
            );
        }
        assert_eq!(judge(&bytes, 4), Err("wrap.not_for_me"));
    }
}

#[test]
fn a_flip_of_any_byte_is_found() {
    let bytes = sealed(b"call records");
    let mut damaged = bytes.clone();
    for at in 0..bytes.len() {
        // Another bit of each byte; `COMITY_EVERY_BIT` takes all eight.
        let bits = if std::env::var_os("COMITY_EVERY_BIT").is_some() {
            0..8
        } else {
            at % 8..at % 8 + 1
        };
        for bit in bits {
            damaged[at] ^= 1 << bit;
            let found = judge(&damaged, 2).expect_err("every byte has a meaning");
            let expected: &[&str] = match at {
                0..16 => &["sealed.magic"],
                16..HEADER_BYTES => &["sealed.header", "trailer"],
                _ if at < HEADER_BYTES + 12 => &["chunk"],
                _ if at < HEADER_BYTES + 12 + 32 => &["leaves"],
                _ if at < HEADER_BYTES + 12 + 48 => &["chunk"],
                _ => &[],
            };
            assert!(
                expected.is_empty() || expected.contains(&found),
                "byte {at}: {found}"
            );
            damaged[at] ^= 1 << bit;
        }
    }
    assert!(judge(&damaged, 2).is_ok());
}

#[test]
fn a_file_that_was_cut_grown_or_had_chunks_swapped_or_doubled_is_refused() {
    let plain: Vec<u8> = (0..2 * CHUNK_BYTES + 5).map(|n| (n / 4096) as u8).collect();
    let bytes = sealed(&plain);
    let chunk = |n: usize| HEADER_BYTES + n * CHUNK_BYTES..HEADER_BYTES + (n + 1) * CHUNK_BYTES;
    for cut in [
        0,
        10,
        16,
        100,
        HEADER_BYTES,
        bytes.len() - 9,
        bytes.len() - 1,
    ] {
        assert!(judge(&bytes[..cut], 2).is_err(), "cut to {cut}");
    }
    let grown = [&bytes[..], &[0]].concat();
    assert!(judge(&grown, 2).is_err());
    let inserted = [&bytes[..HEADER_BYTES], &[0], &bytes[HEADER_BYTES..]].concat();
    assert_eq!(judge(&inserted, 2), Err("sealed.length"));
    let mut swapped = bytes.clone();
    swapped[chunk(0)].copy_from_slice(&bytes[chunk(1)]);
    assert_eq!(judge(&swapped, 2), Err("chunk"), "doubled");
    swapped[chunk(1)].copy_from_slice(&bytes[chunk(0)]);
    assert_eq!(judge(&swapped, 2), Err("chunk"), "reordered");
    let removed = [&bytes[..chunk(0).start], &bytes[chunk(0).end..]].concat();
    assert_eq!(judge(&removed, 2), Err("sealed.length"));
}

#[test]
fn a_trailer_of_another_file_does_not_fit() {
    let (one, two) = (sealed(b"call records"), sealed(b"call records"));
    let at = HEADER_BYTES + 12 + 48;
    let mixed = [&one[..at], &two[at..]].concat();
    assert_eq!(judge(&mixed, 2), Err("leaves"));
}

#[test]
fn a_holder_shares_further_without_touching_the_payload() {
    let folder = tempfile::tempdir().expect("folder");
    let (first, second) = (folder.path().join("1"), folder.path().join("2"));
    seal(&first, b"call records", &[2]).expect("room");
    let file = SealedFile::open(&first).expect("we wrote it");
    let opened = file.unwrap_with(&recipient(2)).expect("a recipient");
    let holder = signer(9);
    let to = [recipient(5).public().clone()];
    file.share(&second, &opened, &holder, &to).expect("room");
    let bytes = std::fs::read(&second).expect("there");
    assert!(judge(&bytes, 5).is_ok() && judge(&bytes, 2).is_ok());
    let shared = SealedFile::open(&second).expect("we wrote it");
    assert_eq!(shared.manifest(), file.manifest());
    assert_eq!(shared.closer(), holder.verifying());
    assert_ne!(shared.producer(), holder.verifying());
    let again = file.share(
        &folder.path().join("3"),
        &opened,
        &holder,
        &[to[0].clone(), to[0].clone()],
    );
    assert!(matches!(again, Err(CloseFault::Recipients)));
}

#[test]
fn an_existing_file_is_not_replaced_and_nobody_is_no_recipient() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("out");
    assert!(matches!(
        seal(&path, b"x", &[]),
        Err(CloseFault::Recipients)
    ));
    assert!(!path.exists());
    seal(&path, b"x", &[2]).expect("room");
    assert!(matches!(seal(&path, b"y", &[2]), Err(CloseFault::Write(_))));
}

fn tree(folder: &Path) -> Vec<PathBuf> {
    let long = format!("{}/{}", "d".repeat(90), "e".repeat(90));
    std::fs::create_dir_all(folder.join("case/empty")).expect("room");
    std::fs::create_dir_all(folder.join("case").join(&long)).expect("room");
    for (name, content) in [
        ("case/a.txt", "first"),
        ("case/a/inside", "walked before a.txt"),
        ("case/null", ""),
        ("case/back\\slash\nand line", "odd name"),
        ("z.txt", "last"),
    ] {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("has one")).expect("room");
        std::fs::write(path, content).expect("room");
    }
    std::fs::write(
        folder.join("case").join(long).join("f".repeat(120)),
        [1; 70_000],
    )
    .expect("room");
    vec![folder.join("z.txt"), folder.join("case")]
}

fn packed(paths: &[PathBuf]) -> (Vec<u8>, Digest) {
    // The tar stream itself, by sealing it and opening it again.
    let (id, key) = new_object().expect("random source");
    let folder = tempfile::tempdir().expect("folder");
    let sink = FolderSink::new(&ObjectPaths::alone(folder.path()), None).expect("room");
    let mut sealer = Sealer::start(id, key, sink).expect("threads");
    let list = pack(&mut sealer, paths, &mut |_| ()).expect("readable");
    let (object, sink) = sealer.finish().expect("room");
    sink.settle().expect("room");
    let source = ChunkSource::at(
        &ObjectPaths::alone(folder.path()),
        object.size,
        object.ct_root,
    )
    .expect("untouched");
    let mut stream = PlainStream::start(source, object.id, &object.key).expect("thread");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("untouched");
    (bytes, list)
}

#[test]
fn packed_files_are_unpacked_as_they_were() {
    let (from, to) = (
        tempfile::tempdir().expect("folder"),
        tempfile::tempdir().expect("folder"),
    );
    let paths = tree(from.path());
    let (bytes, list) = packed(&paths);
    assert_eq!(bytes.len() % 512, 0);
    let done = unpack(bytes.as_slice(), to.path(), list).expect("we packed it");
    assert_eq!(
        done,
        Unpacked {
            files: 6,
            bytes: 5 + 19 + 8 + 4 + 70_000
        }
    );
    for name in [
        "case/a.txt",
        "case/a/inside",
        "case/null",
        "case/back\\slash\nand line",
        "z.txt",
    ] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("there");
        assert_eq!(read(from.path()), read(to.path()), "{name}");
    }
    assert!(to.path().join("case/empty").is_dir());
    let listed = std::fs::read_to_string(to.path().join("comity-files.txt")).expect("there");
    assert_eq!(listed.lines().count(), 6);
    assert!(
        listed.contains("case/back\\\\slash\\x0Aand line\n"),
        "{listed}"
    );
    assert!(
        packed(&paths).0 == bytes,
        "the same files pack to the same bytes"
    );
}

#[test]
fn links_are_not_packed_and_two_files_of_one_name_are_refused() {
    let from = tempfile::tempdir().expect("folder");
    let paths = tree(from.path());
    let other = from.path().join("other");
    std::fs::create_dir(&other).expect("room");
    std::fs::write(other.join("z.txt"), "same name").expect("room");
    std::os::unix::fs::symlink("/etc/passwd", other.join("link")).expect("room");
    let refused = |paths: &[PathBuf]| {
        let (id, key) = new_object().expect("random source");
        let folder = tempfile::tempdir().expect("folder");
        let sink = FolderSink::new(&ObjectPaths::alone(folder.path()), None).expect("room");
        let mut sealer = Sealer::start(id, key, sink).expect("threads");
        pack(&mut sealer, paths, &mut |_| ())
            .expect_err("must be refused")
            .to_string()
    };
    assert!(refused(&[paths[0].clone(), other.join("z.txt")]).contains("twice"));
    assert!(refused(&[other]).contains("link"));
    assert!(refused(&[from.path().join("missing")]).contains("missing"));
}

#[test]
fn a_hostile_tar_stream_writes_nothing_outside_and_no_links() {
    let refused = |build: &dyn Fn(&mut tar::Builder<Vec<u8>>)| {
        let mut tar = tar::Builder::new(Vec::new());
        build(&mut tar);
        let bytes = tar.into_inner().expect("memory");
        let to = tempfile::tempdir().expect("folder");
        let inside = to.path().join("inside");
        std::fs::create_dir(&inside).expect("room");
        let fault = unpack(bytes.as_slice(), &inside, super::pack::empty_list());
        assert_eq!(to.path().read_dir().expect("readable").count(), 1);
        fault.expect_err("hostile")
    };
    fn member(tar: &mut tar::Builder<Vec<u8>>, name: &[u8], kind: tar::EntryType) {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_mode(0o644);
        if kind == tar::EntryType::Symlink {
            header.set_link_name("/etc/passwd").expect("short");
        }
        header.set_cksum();
        tar.append(&header, std::io::empty()).expect("memory");
    }
    use tar::EntryType::{Link, Regular, Symlink};
    for name in ["../x", "/x", "a/../../x", "./x", "."] {
        let fault = refused(&|tar| member(tar, name.as_bytes(), Regular));
        assert!(matches!(fault, UnpackFault::Path(_)), "{name}: {fault}");
    }
    for kind in [Symlink, Link, tar::EntryType::Char, tar::EntryType::Fifo] {
        let fault = refused(&|tar| member(tar, b"x", kind));
        assert!(matches!(fault, UnpackFault::Special(_)), "{fault}");
    }
    let fault = refused(&|tar| {
        member(tar, b"x", Regular);
        member(tar, b"x", Regular);
    });
    assert!(matches!(fault, UnpackFault::Order(_)), "{fault}");
    let fault = refused(&|tar| {
        member(tar, super::pack::LIST_NAME.as_bytes(), Regular);
        member(tar, b"x", Regular);
    });
    assert!(matches!(fault, UnpackFault::Order(_)), "{fault}");
    let fault = refused(&|tar| member(tar, b"x", Regular));
    assert!(matches!(fault, UnpackFault::List { .. }), "{fault}");
}
