//! `comity evidence open`.

use std::path::PathBuf;

use clap::Args;
use comity_wire::evidence::unseal::{UnsealFault, Unsealed, unseal_file};

use super::{read, refused};
use crate::cli::keys::{read_public, read_secret, unwritable};
use crate::cli::{Exit, Fault, progress, say};

/// Check a sealed file and open it into a folder.
///
/// Signatures, every chunk, sizes and the hash of the whole are checked; a file gets its name only
/// when all holds, so nothing half or altered is ever left under it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity evidence open --key court.key -o opened exhibit.sealed")]
pub(super) struct Open {
    /// Secret key file of a recipient.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Folder to open into; made when missing. Existing files are not replaced.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Refuse unless this public key sealed it; may be repeated.
    #[arg(long, value_name = "FILE.pub")]
    sealer: Vec<PathBuf>,
    /// The sealed file.
    #[arg(value_name = "OUT")]
    sealed: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

impl Open {
    pub(super) fn run(self) -> Result<Exit, Fault> {
        let key = read_secret(&self.key)?;
        let mut sealers = Vec::new();
        for path in &self.sealer {
            sealers.push(read_public(path)?.signing);
        }
        let file = read(&self.sealed)?;
        if !sealers.is_empty() && !sealers.contains(file.producer()) {
            let why = format!("sealed by another key: {}", file.producer().id());
            return Err(refused(&self.sealed, &why));
        }
        let bar = progress::bytes("Opening", Some(file.manifest().manifest().bytes));
        let unsealed = unseal_file(&file, &key.sealing, &self.output, &mut |n| bar.inc(n));
        bar.finish_and_clear();
        let unsealed = unsealed.map_err(|fault| match fault {
            UnsealFault::Write { path, cause } => unwritable(&path, &cause),
            machine if machine.is_machine() => Fault::machine(machine.to_string(), ""),
            no => refused(&self.sealed, &no),
        })?;
        let manifest = file.manifest().manifest();
        let taken = &unsealed.part.acquisition;
        let answer = serde_json::json!({
            "object": manifest.id.to_string(),
            "name": unsealed.part.name,
            "bytes": unsealed.part.bytes,
            "sha256": unsealed.part.sha256.to_string(),
            "sealer": file.producer().id().to_string(),
            "files": unsealed.packed.map(|packed| packed.files),
            "paths": unsealed.paths,
            "acquisition": {
                "who": taken.who, "tool": taken.tool, "device": taken.device,
                "begun": taken.begun.map(|at| at.to_string()),
                "ended": taken.ended.map(|at| at.to_string()),
                "basis": taken.basis,
            },
        });
        if self.json {
            say(&answer);
        } else {
            print(&unsealed, &answer);
        }
        Ok(Exit::Good)
    }
}

fn print(unsealed: &Unsealed, answer: &serde_json::Value) {
    for path in &unsealed.paths {
        say(format_args!("{:<10} {}", "opened", path.display()));
    }
    if let Some(packed) = unsealed.packed {
        say(format_args!("{:<10} {}", "files", packed.files));
    }
    say(format_args!("{:<10} {}", "bytes", unsealed.part.bytes));
    say(format_args!("{:<10} {}", "SHA-256", unsealed.part.sha256));
    say(format_args!(
        "{:<10} {}",
        "sealer",
        answer["sealer"].as_str().unwrap_or_default()
    ));
    for (field, value) in answer["acquisition"].as_object().into_iter().flatten() {
        if let Some(text) = value.as_str() {
            say(format_args!("{field:<10} {text}"));
        }
    }
}
