//! Sealing and opening against the public tools an office would use instead, on the same file, in one run.
//!
//! Sealing: `openssl dgst -sha256 -sign`, then `openssl cms -encrypt`. Opening with every check: `age -d`.
//! Ours writes durably; theirs do not.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use super::machine;
use super::stopwatch::time;
use crate::cargo;

/// Builds the program, makes a file and measures.
///
/// # Errors
/// What did not run.
pub(super) fn run(folder: &Path, mib: u64) -> Result<(), String> {
    cargo::run(
        &["build", "--quiet", "--release", "--package", "comity-node"],
        &[],
    )?;
    let comity = cargo::target()?.join("release/comity");
    let inside = |name: &str| folder.join(name);
    let source = inside("source.bin");
    fill(&source, mib).map_err(|why| format!("{}: {why}", source.display()))?;
    let (key, public, sealed) = (
        inside("lab.key"),
        inside("lab.key.pub"),
        inside("lab.sealed"),
    );
    time(
        Command::new(&comity)
            .args(["keys", "generate", "-o"])
            .arg(&key),
    )?;
    let seal = time(
        Command::new(&comity)
            .args(["evidence", "seal", "--to"])
            .arg(&public)
            .arg("-o")
            .arg(&sealed)
            .arg(&source),
    )?;
    let open = time(
        Command::new(&comity)
            .args(["evidence", "open", "--key"])
            .arg(&key)
            .arg("-o")
            .arg(inside("opened"))
            .arg(&sealed),
    )?;
    if machine::has(&["openssl"]) {
        let (signing, certificate) = (inside("rsa.pem"), inside("certificate.pem"));
        time(
            Command::new("openssl")
                .args([
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:3072",
                    "-nodes",
                    "-subj",
                    "/CN=bench",
                    "-keyout",
                ])
                .arg(&signing)
                .arg("-out")
                .arg(&certificate),
        )?;
        let sign = time(
            Command::new("openssl")
                .args(["dgst", "-sha256", "-sign"])
                .arg(&signing)
                .arg("-out")
                .arg(inside("signature"))
                .arg(&source),
        )?;
        let encrypt = time(
            Command::new("openssl")
                .args([
                    "cms",
                    "-encrypt",
                    "-binary",
                    "-aes-256-gcm",
                    "-stream",
                    "-outform",
                    "DER",
                    "-in",
                ])
                .arg(&source)
                .arg("-out")
                .arg(inside("openssl.cms"))
                .arg(&certificate),
        )?;
        sign.then(encrypt)
            .print_against(seal, "seal", "openssl dgst -sign, then cms -encrypt");
        let digest = time(
            Command::new("openssl")
                .args(["dgst", "-sha256"])
                .arg(&source),
        )?;
        digest.print_against(
            seal,
            "seal",
            "openssl dgst -sha256 alone, which writes nothing",
        );
    } else {
        println!("seal: {seal:.2?}; openssl is not installed, no ratio");
    }
    if machine::has(&["age", "age-keygen"]) {
        let (identity, encrypted) = (inside("age.key"), inside("source.age"));
        time(Command::new("age-keygen").arg("-o").arg(&identity))?;
        time(
            Command::new("age")
                .args(["--encrypt", "-i"])
                .arg(&identity)
                .arg("-o")
                .arg(&encrypted)
                .arg(&source),
        )?;
        let decrypt = time(
            Command::new("age")
                .args(["--decrypt", "-i"])
                .arg(&identity)
                .arg("-o")
                .arg(inside("age.out"))
                .arg(&encrypted),
        )?;
        decrypt.print_against(open, "open", "age -d");
    } else {
        println!("open: {open:.2?}; age is not installed, no ratio");
    }
    Ok(())
}

/// A file that nothing can compress, the same in each run.
fn fill(path: &Path, mib: u64) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut state = 1_u64;
    for _ in 0..mib * (1 << 17) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes())?;
    }
    file.into_inner()?.sync_all()
}
