//! The fuzz targets over their corpus: every frozen vector, whole, cut and damaged, in every target.

#[path = "../../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, missing_docs)]
mod targets;

use std::path::Path;

use comity_wire::cose::Unverified;
use proptest::prelude::*;

/// Every vector, and the signed text inside each signed one.
fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/wire");
    let index = std::fs::read_to_string(folder.join("index.txt")).expect("the index");
    let mut all = Vec::new();
    for line in index.lines() {
        let (path, _) = line.split_once(' ').expect("path and verdict");
        let bytes = std::fs::read(folder.join(path)).expect("listed in the index");
        if let Ok(unverified) = Unverified::read(&bytes) {
            all.push(unverified.payload.to_vec());
        }
        all.push(bytes);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/log");
    let index = std::fs::read_to_string(folder.join("verdicts.txt")).expect("the index");
    for line in index.lines() {
        let (path, _) = line.split_once(' ').expect("path and verdict");
        all.push(std::fs::read(folder.join(path)).expect("listed in the index"));
    }
    all
}

#[test]
fn no_vector_upsets_any_target() {
    for bytes in corpus() {
        for (_, target) in targets::TARGETS {
            target(&bytes);
        }
    }
}

#[test]
fn no_damaged_vector_upsets_any_target() {
    for bytes in corpus().iter().filter(|bytes| bytes.len() < 20_000) {
        for at in (0..bytes.len()).step_by(bytes.len() / 25 + 1) {
            let mut damaged = bytes.clone();
            damaged[at] = damaged[at].wrapping_add(1 << (at % 8));
            for (_, target) in targets::TARGETS {
                target(&damaged);
                target(&bytes[..at]);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_upset_any_target(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for (_, target) in targets::TARGETS {
            target(&bytes);
        }
    }
}
