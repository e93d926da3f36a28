//! Makes the frozen examples in `vectors/wire`: `cargo run -p comity-wire --example make_vectors`.
//!
//! Keys come from fixed seeds, but ML-DSA signatures and sealing are randomised, so signed and sealed
//! files differ with each run. Run it only when a format changes: a changed vector is a protocol
//! change. Each bad file is made from a good one with a single flaw, and named for it.

mod documents;
mod plain;
mod proofs;
mod sealed;
mod world;

use std::fmt::Write as _;
use std::path::PathBuf;

/// Whatever stops the generator is printed and that is all.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The files so far, each with what a reader must say about it: `ok` or the code of the fault.
#[derive(Default)]
struct Cases(Vec<(String, &'static str, Vec<u8>)>);

impl Cases {
    fn good(&mut self, kind: &str, name: &str, bytes: Vec<u8>) {
        self.0
            .push((format!("{kind}/good-{name}.bin"), "ok", bytes));
    }

    fn bad(&mut self, kind: &str, flaw: &str, code: &'static str, bytes: Vec<u8>) {
        self.0.push((format!("{kind}/bad-{flaw}.bin"), code, bytes));
    }
}

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../vectors/wire"),
        PathBuf::from,
    );
    let world = world::World::new()?;
    let mut cases = Cases::default();
    plain::cbor(&mut cases);
    plain::payload(&mut cases)?;
    documents::cose(&mut cases, &world)?;
    documents::documents(&mut cases, &world)?;
    documents::directory(&mut cases, &world)?;
    sealed::envelopes(&mut cases, &world)?;
    sealed::messages(&mut cases, &world)?;
    proofs::assertions(&mut cases, &world)?;
    proofs::key_files(&mut cases)?;

    let mut index = String::new();
    for (path, verdict, bytes) in &cases.0 {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&file, bytes)?;
        writeln!(index, "{path} {verdict}")?;
    }
    std::fs::write(folder.join("index.txt"), index)?;
    println!("{} files in {}", cases.0.len(), folder.display());
    Ok(())
}
