//! `comity request`: the work of the desk from a terminal or a script.

use clap::{Args, Subcommand};

use super::request_answer::{self, Answer};
use super::request_check::{self, Check};
use super::request_desk::{self, List, New, Send, Show};
use super::request_letter::{self, Find, Letter};
use super::{Exit, Fault, block_on};

/// Requests: check, write, sign, send and follow them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity request check request.json")]
pub(crate) struct Request {
    #[command(subcommand)]
    command: Command,
}

// One line for each command, alphabetical.
#[derive(Debug, Subcommand)]
enum Command {
    Answer(Answer),
    Check(Check),
    Find(Find),
    Letter(Letter),
    List(List),
    New(New),
    Send(Send),
    Show(Show),
}

pub(crate) fn run(request: Request) -> Result<Exit, Fault> {
    match request.command {
        Command::Answer(args) => block_on(request_answer::answer(args)),
        Command::Check(args) => request_check::run(args),
        Command::Find(args) => block_on(request_letter::find_code(args)),
        Command::Letter(args) => block_on(request_letter::letter(args)),
        Command::List(args) => block_on(request_desk::list(args)),
        Command::New(args) => block_on(request_desk::new(args)),
        Command::Send(args) => block_on(request_desk::send(args)),
        Command::Show(args) => block_on(request_desk::show(args)),
    }
}
