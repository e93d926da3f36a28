//! `comity evidence inspect`.

use std::path::PathBuf;

use clap::Args;
use comity_wire::context::World;

use super::read;
use crate::cli::{Exit, Fault, say};

/// Show what a sealed file states to everybody: ids, sizes, hashes, recipients. Verifies nothing.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity evidence inspect exhibit.sealed --json")]
pub(super) struct Inspect {
    /// The sealed file.
    #[arg(value_name = "OUT")]
    sealed: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub(super) fn run(self) -> Result<Exit, Fault> {
        let file = read(&self.sealed)?;
        let manifest = file.manifest().manifest();
        let recipients: Vec<_> = file
            .wraps()
            .iter()
            .map(|wrap| wrap.recipient.to_string())
            .collect();
        let answer = serde_json::json!({
            "format": "comity-sealed/1",
            "world": match file.world() { World::Live => "live", World::Exercise => "exercise" },
            "object": manifest.id.to_string(),
            "bytes": manifest.bytes,
            "chunks": manifest.chunks,
            "ct_root": manifest.ct_root.to_string(),
            "sealed_hash": manifest.sealed_hash.to_string(),
            "manifest_hash": file.manifest().hash().to_string(),
            "sealer": file.producer().id().to_string(),
            "node": manifest.node.as_ref().map(ToString::to_string),
            "closed_by": file.closer().id().to_string(),
            "recipients": recipients,
        });
        if self.json {
            say(&answer);
            return Ok(Exit::Good);
        }
        for (field, value) in answer.as_object().into_iter().flatten() {
            match value {
                serde_json::Value::Null | serde_json::Value::Array(_) => {}
                serde_json::Value::String(text) => say(format_args!("{field:<14} {text}")),
                other => say(format_args!("{field:<14} {other}")),
            }
        }
        for to in &recipients {
            say(format_args!("{:<14} {to}", "recipient"));
        }
        say(format_args!(
            "Nothing of this is verified; `comity verify` does that."
        ));
        Ok(Exit::Good)
    }
}
