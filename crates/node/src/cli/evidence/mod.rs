//! `comity evidence`: seal, open and look at evidence without a node.

mod inspect;
mod open;
mod seal;

use std::path::Path;

use clap::{Args, Subcommand};
use comity_wire::evidence::file::{FileFault, SealedFile};

use super::{Exit, Fault};

/// Seal, open and inspect evidence.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity evidence seal --to court.key.pub -o exhibit.sealed calls.csv\n  \
                        comity evidence open --key court.key -o opened exhibit.sealed"
)]
pub(crate) struct Evidence {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Inspect(inspect::Inspect),
    Open(open::Open),
    Seal(Box<seal::Seal>),
}

pub(crate) fn run(evidence: Evidence) -> Result<Exit, Fault> {
    match evidence.command {
        Command::Inspect(inspect) => inspect.run(),
        Command::Open(open) => open.run(),
        Command::Seal(seal) => seal.run(),
    }
}

/// Reads a sealed file; an altered one is an answer ("no"), a missing one is wrong use.
fn read(path: &Path) -> Result<SealedFile, Fault> {
    SealedFile::open(path).map_err(|fault| match fault {
        FileFault::Read(cause) => {
            Fault::misuse(format!("{} cannot be read: {cause}", path.display()), "")
        }
        altered => refused(path, &altered),
    })
}

/// The evidence is not what was signed, or not for this key.
fn refused(path: &Path, why: &dyn std::fmt::Display) -> Fault {
    Fault {
        exit: Exit::No,
        what: format!("{}: {why}", path.display()),
        remedy: "`comity verify` names every check.".into(),
    }
}
