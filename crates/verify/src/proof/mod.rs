//! Examines a proof package (`comity-proof/1`): everything that proves one case offline.
//!
//! Nothing in it is believed because the package says so. State keys come first, since all rests on
//! them; then what each State lists, the log with its witnesses, the register, the messages with
//! their receipts and officers, and the evidence.

mod evidence;
mod log;
mod messages;
mod officers;
mod trust;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use comity_core::id::Digest;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::directory::Directory;
use comity_wire::proof_package::{LARGEST, ProofPackage, SealedPackage, looks_like_package};
use serde_json::Value;

use crate::{Check, Examiner, Options, Progress, Report};

pub(crate) const EXAMINER: Examiner = Examiner {
    kind: "proof_package",
    recognises: looks_like_package,
    examine,
};

/// What is examined when the structure does not hold.
const AFTER_STRUCTURE: [&str; 7] = [
    "state_key",
    "directory",
    "maker",
    "checkpoint",
    "entries",
    "messages",
    "evidence",
];

/// The package before its parts are judged.
struct View<'a> {
    package: &'a ProofPackage,
    world: World,
    directory: Directory,
    /// When the earliest cosignature was given: whatever the checkpoint covers existed then.
    anchored: Option<Instant>,
}

/// A register entry that opens its leaf.
struct Opened {
    leaf: Digest,
    kind: String,
    at: Instant,
    what: Value,
}

fn examine(path: &Path, options: &Options, progress: &Progress<'_>, report: &mut Report) {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(fault) => return unreadable(&fault, report),
    };
    let sealed = match SealedPackage::read(&bytes) {
        Ok(sealed) => sealed,
        Err(fault) => return unreadable(&fault, report),
    };
    let structure = "a well-formed proof package of version 1";
    report.add(Check::holds("structure", structure, structure));
    state(&sealed, report);
    let Some(directory) = trust::directory(&sealed, options, report) else {
        for name in &AFTER_STRUCTURE[2..] {
            report.add(Check::skipped(name, "the States belong to another world"));
        }
        return;
    };
    let mut view = View {
        package: sealed.package(),
        world: sealed.world(),
        directory,
        anchored: None,
    };
    trust::maker(&sealed, &view, report);
    let head = log::checkpoint(&view, report);
    view.anchored = head.as_ref().and_then(|head| head.anchored);
    let register = log::entries(&view, head.as_ref(), report);
    let told = messages::examine(&view, &register, report);
    officers::examine(&view, &told, report);
    evidence::examine(&view, &told, &register, report);
    evidence::beside(&view, path, options, progress, report);
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to be refused.
    let most = LARGEST as u64 + 64;
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(fault: &dyn std::fmt::Display, report: &mut Report) {
    report.add(Check::fails(
        "structure",
        "a well-formed proof package of version 1",
        fault.to_string(),
    ));
    for name in AFTER_STRUCTURE {
        report.add(Check::skipped(name, "the structure is altered"));
    }
}

fn state(sealed: &SealedPackage<'_>, report: &mut Report) {
    let package = sealed.package();
    report.state("world", trust::word(sealed.world()));
    report.state("node", package.node.to_string());
    report.state("case", package.case.to_string());
    report.state("number", package.number.clone());
    report.state("made", package.made.to_string());
    report.state("messages", package.messages.len());
    report.state("entries", package.entries.len());
    report.state("objects", package.objects.len());
}
