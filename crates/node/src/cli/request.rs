//! `comity request`: the work of the desk from a terminal or a script. One file for each command.

use clap::{Args, Subcommand};

use super::request_check::{self, Check};
use super::{Exit, Fault};

/// Requests: check them before they leave.
#[derive(Debug, Args)]
pub(crate) struct Request {
    #[command(subcommand)]
    command: Command,
}

// One line for each command, alphabetical.
#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
}

pub(crate) fn run(request: Request) -> Result<Exit, Fault> {
    match request.command {
        Command::Check(args) => request_check::run(args),
    }
}
