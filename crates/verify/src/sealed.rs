//! Examines a sealed file (`comity-sealed/1`).
//!
//! Without a recipient's key it is shown that every byte is the one that was signed; what is
//! inside is shown by whoever can open it.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use comity_wire::context::World;
use comity_wire::evidence::file::{FileFault, HEADER_BYTES, SealedFile, looks_sealed};
use comity_wire::evidence::layout::CHUNK_BYTES;
use comity_wire::evidence::page::Page;
use comity_wire::evidence::source::{ChunkFault, ChunkSource};

use crate::{Check, Examiner, Options, Progress, Report};

pub(crate) const EXAMINER: Examiner = Examiner {
    kind: "sealed_object",
    recognises: |begins| looks_sealed(begins),
    examine,
};

/// Damaged chunks that are named one by one.
const NAMED_CHUNKS: usize = 100;

/// The structure of a file, in the order in which it is read.
const STRUCTURE: [(&str, &str); 5] = [
    ("header", "the header of version 1"),
    ("end", "a trailer and its length at the end"),
    ("trailer", "a well-formed trailer"),
    ("manifest", "a well-formed manifest"),
    ("length", "as many bytes as manifest and trailer make"),
];

fn examine(path: &Path, options: &Options, progress: &Progress<'_>, report: &mut Report) {
    let file = match SealedFile::open(path) {
        Ok(file) => file,
        Err(fault) => return structure_fails(&fault, report),
    };
    for (name, expected) in STRUCTURE {
        report.add(Check::holds(name, expected, expected));
    }
    state(&file, report);
    let trailer = file.verify_trailer();
    report.add(Check::step(
        "trailer_signature",
        "two signatures that hold",
        &trailer,
    ));
    let manifest = file.verify_manifest();
    report.add(Check::step(
        "manifest_signature",
        "two signatures that hold",
        &manifest,
    ));
    let root = file.manifest().manifest().ct_root;
    match file.source() {
        Ok(source) => {
            report.add(Check::equal("leaf_list", root, root));
            chunks(&source, progress, report);
        }
        Err(ChunkFault::Root { expected, found }) => {
            report.add(Check::equal("leaf_list", expected, found));
            report.add(Check::skipped(
                "chunks",
                "the list they are judged by is altered",
            ));
        }
        Err(fault) => report.add(Check::fails("leaf_list", root, fault)),
    }
    sealer(&file, options, report);
}

fn structure_fails(fault: &FileFault, report: &mut Report) {
    let failed = match fault {
        FileFault::Read(_) | FileFault::Magic | FileFault::Header(_) => 0,
        FileFault::Cut => 1,
        FileFault::Trailer(_) | FileFault::Cbor(_) | FileFault::Shape(_) => 2,
        FileFault::Manifest(_) => 3,
        FileFault::Length { .. } => 4,
    };
    for (at, (name, expected)) in STRUCTURE.into_iter().enumerate() {
        report.add(match at.cmp(&failed) {
            std::cmp::Ordering::Less => Check::holds(name, expected, expected),
            std::cmp::Ordering::Equal => match fault {
                FileFault::Length { expected, found } => Check::equal(name, *expected, *found),
                _ => Check::fails(name, expected, fault),
            },
            std::cmp::Ordering::Greater => Check::skipped(name, "the file is not readable so far"),
        });
    }
    for name in [
        "trailer_signature",
        "manifest_signature",
        "leaf_list",
        "chunks",
        "sealer",
    ] {
        report.add(Check::skipped(name, "the structure is altered"));
    }
}

fn state(file: &SealedFile, report: &mut Report) {
    let manifest = file.manifest().manifest();
    let world = match file.world() {
        World::Live => "live",
        World::Exercise => "exercise",
    };
    let recipients: Vec<_> = file
        .wraps()
        .iter()
        .map(|wrap| wrap.recipient.to_string())
        .collect();
    report.state("world", world);
    report.state("object", manifest.id.to_string());
    report.state("bytes", manifest.bytes);
    report.state("chunks", manifest.chunks);
    report.state("ct_root", manifest.ct_root.to_string());
    report.state("sealed_hash", manifest.sealed_hash.to_string());
    report.state("manifest_hash", file.manifest().hash().to_string());
    report.state("sealer", file.producer().id().to_string());
    report.state("closed_by", file.closer().id().to_string());
    report.state("recipients", recipients);
}

/// Hashes all chunks with as many threads as there are cores and names those that differ.
fn chunks(source: &ChunkSource, progress: &Progress<'_>, report: &mut Report) {
    let all = source.chunks();
    let next = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    let faults = Mutex::new(Vec::new());
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut page = Page::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= all {
                        return;
                    }
                    if let Err(fault) = source.read(index, &mut page) {
                        let mut faults = faults.lock().expect("no thread panics while it holds");
                        faults.push((index, fault));
                    }
                    let bytes = page.bytes().len() as u64;
                    progress(
                        done.fetch_add(bytes, Ordering::Relaxed) + bytes,
                        source.size(),
                    );
                }
            });
        }
    });
    let mut faults = faults
        .into_inner()
        .expect("no thread panics while it holds");
    faults.sort_by_key(|(index, _)| *index);
    let good = all - faults.len() as u64;
    report.add(Check::equal(
        "chunks",
        format!("{all} as listed"),
        format!("{good} as listed"),
    ));
    for (index, fault) in faults.iter().take(NAMED_CHUNKS) {
        let begins = HEADER_BYTES as u64 + index * CHUNK_BYTES as u64;
        let place = format!("chunk {index}, which begins at byte {begins}");
        report.add(match fault {
            ChunkFault::Chunk {
                expected, found, ..
            } => Check::fails("chunk", format!("{place}: {expected}"), found),
            other => Check::fails("chunk", place, other),
        });
    }
}

/// The file carries the key it was signed with; whose key that is, something else must say.
fn sealer(file: &SealedFile, options: &Options, report: &mut Report) {
    let found = file.producer().id();
    let check = if options.sealers.contains(file.producer()) {
        Check::holds("sealer", found, found)
    } else if options.any_sealer {
        Check::holds("sealer", "any key (as asked)", found)
    } else if options.sealers.is_empty() {
        let found = format!("origin unproven: sealed with the key {found}");
        Check::unproven("sealer", "a key known to be somebody's", found)
    } else {
        let known: Vec<_> = options
            .sealers
            .iter()
            .map(|key| key.id().to_string())
            .collect();
        Check::fails("sealer", known.join(" or "), found)
    };
    report.add(check);
}
