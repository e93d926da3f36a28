//! `cargo xtask vectors`: the frozen byte formats against the generator of today.
//!
//! Signatures and sealing are randomised, so not every file can come out the same. What comes out the
//! same twice must be what is frozen, byte for byte; the rest must have its size. Names and verdicts
//! must agree, and no file may lie there unlisted. What each file means is judged by the tests.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{cargo, temporary};

const FROZEN: &str = "vectors/wire";

/// Makes the vectors twice and compares.
///
/// # Errors
/// Names each file that differs.
pub(crate) fn check() -> Result<(), String> {
    let folder = temporary::folder("vectors")?;
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    for to in [&one, &other] {
        std::fs::create_dir_all(to).map_err(|why| format!("{}: {why}", to.display()))?;
        let to = to
            .to_str()
            .ok_or("the temporary folder has a strange name")?;
        let mut command = cargo::built("examples/make_vectors")?;
        command.arg(to);
        cargo::output_of(command)?;
    }
    let (one, other) = (read(&one)?, read(&other)?);
    let mut frozen = read(Path::new(FROZEN))?;
    frozen.remove("README.md");

    let mut wrong = Vec::new();
    for (name, bytes) in &one {
        let random = other.get(name) != Some(bytes);
        match frozen.remove(name) {
            None => wrong.push(format!("{name} is made but not frozen")),
            // Signatures of P-256 in DER differ by a few bytes in length.
            Some(there) if random && there.len().abs_diff(bytes.len()) <= 8 => {}
            Some(there) if there == *bytes => {}
            Some(there) => wrong.push(format!(
                "{name} is {} bytes, frozen are {} others",
                bytes.len(),
                there.len()
            )),
        }
    }
    wrong.extend(
        frozen
            .keys()
            .map(|name| format!("{name} is frozen but not made")),
    );
    if wrong.is_empty() {
        println!("vectors: {} files agree with {FROZEN}", one.len());
        Ok(())
    } else {
        Err(format!(
            "the wire formats drifted from {FROZEN}; a changed vector is a protocol change:\n{}",
            wrong.join("\n")
        ))
    }
}

/// Every file below `folder`, by its path in it.
fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        let entries =
            std::fs::read_dir(&next).map_err(|why| format!("{}: {why}", next.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .display()
                .to_string();
            let bytes = std::fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}
