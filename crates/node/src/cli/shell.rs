//! `comity completions` and `comity man`: what shells and manual readers need, made from the same
//! definitions as `--help`.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, Exit, Fault};
use crate::house::config::not_writable;

/// Print the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity completions bash > /etc/bash_completion.d/comity")]
pub(crate) struct Completions {
    /// Which shell.
    shell: Shell,
}

/// Print the manual page, or write one page for each command into a folder.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity man | man -l -\n  comity man --dir /usr/local/share/man/man1"
)]
pub(crate) struct Man {
    /// Folder for all pages.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

pub(crate) fn completions(args: &Completions) -> Result<Exit, Fault> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "comity", &mut out);
    print(&out)
}

pub(crate) fn man(args: &Man) -> Result<Exit, Fault> {
    let command = Cli::command();
    if let Some(dir) = &args.dir {
        clap_mangen::generate_to(command, dir).map_err(|why| not_writable(dir, &why))?;
        return Ok(Exit::Good);
    }
    let mut out = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut out)
        .map_err(crate::house::keyring::machine)?;
    print(&out)
}

fn print(bytes: &[u8]) -> Result<Exit, Fault> {
    super::say(String::from_utf8_lossy(bytes).trim_end());
    Ok(Exit::Good)
}
