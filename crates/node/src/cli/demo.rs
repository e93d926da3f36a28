//! `comity demo`.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Fault};
use crate::demo::{Wanted, run};

/// Builds a small world of three nodes in two invented States and plays the main job.
#[derive(Debug, Args)]
#[command(after_help = "Example: comity demo --evidence disk.img --dir /tmp/world")]
pub(crate) struct DemoArgs {
    /// Folder for the world; a new temporary one when left out.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// File to carry as evidence, of any size; a small sample when left out.
    #[arg(long)]
    evidence: Option<PathBuf>,
    /// First port of the officers' pages; the next two follow.
    #[arg(long)]
    port: Option<u16>,
    /// Play to the end, verify, stop.
    #[arg(long)]
    headless: bool,
    /// Print the summary as JSON and nothing else.
    #[arg(long)]
    json: bool,
}

impl DemoArgs {
    pub(crate) fn run(self) -> Result<Exit, Fault> {
        let folder = match self.dir {
            Some(folder) => {
                std::fs::create_dir_all(&folder)
                    .map_err(|why| crate::house::config::not_writable(&folder, &why))?;
                let empty = std::fs::read_dir(&folder)
                    .map(|mut entries| entries.next().is_none())
                    .unwrap_or(false);
                if !empty {
                    return Err(Fault::misuse(
                        format!("{} is not empty", folder.display()),
                        "name a new folder: the demo never writes over anything",
                    ));
                }
                folder
            }
            None => tempfile::Builder::new()
                .prefix("comity-demo-")
                .tempdir()
                .map_err(|why| {
                    Fault::machine(
                        format!("no temporary folder: {why}"),
                        "name a folder with --dir",
                    )
                })?
                .keep(),
        };
        let wanted = Wanted {
            folder,
            evidence: self.evidence,
            port: self.port,
            headless: self.headless,
            json: self.json,
        };
        super::block_on(run(wanted))
    }
}
