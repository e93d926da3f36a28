//! The command line. One file for each command; this one only parses and hands over.
//!
//! Messages go to standard error, answers to standard output. The exit status is a promise to
//! scripts: see [`Exit`].

mod answer;
mod approve;
mod approve_remote;
mod demo;
mod directory;
mod doctor;
mod evidence;
mod folder;
mod init;
mod keys;
mod law;
mod log;
mod measure;
mod progress;
mod register;
mod request;
mod request_answer;
mod request_check;
mod request_desk;
mod request_letter;
mod serve;
mod shell;
mod status;
mod user;
mod verify;

use clap::{Parser, Subcommand};

pub(crate) use answer::{Exit, Fault, say};
pub(crate) use keys::read_public as read_public_key;

/// International cooperation against cybercrime: one node, one binary.
#[derive(Debug, Parser)]
#[command(name = "comity", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// One line for each command, alphabetical; the arguments live in the command's own file.
#[derive(Debug, Subcommand)]
enum Command {
    Approve(approve::Approve),
    Completions(shell::Completions),
    Demo(demo::DemoArgs),
    Directory(directory::DirectoryArgs),
    Doctor(doctor::Doctor),
    Evidence(evidence::Evidence),
    Init(init::Init),
    Keys(keys::Keys),
    Law(law::Law),
    Log(log::Log),
    Man(shell::Man),
    Measure(measure::Measure),
    Register(register::Register),
    Request(request::Request),
    Serve(serve::Serve),
    Status(status::Status),
    User(user::User),
    Verify(verify::Verify),
}

/// Parses the command line, runs the command and turns its outcome into an exit status.
pub(crate) fn main() -> std::process::ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => {
            // Help and version come this way too and are no faults.
            let exit = if wrong.use_stderr() {
                Exit::Misuse
            } else {
                Exit::Good
            };
            let _ = wrong.print();
            return exit.into();
        }
    };
    match run(cli.command) {
        Ok(exit) => exit.into(),
        Err(fault) => {
            eprintln!("{fault}");
            fault.exit.into()
        }
    }
}

fn run(command: Command) -> Result<Exit, Fault> {
    match command {
        Command::Approve(args) => approve::run(args),
        Command::Completions(args) => shell::completions(&args),
        Command::Demo(args) => args.run(),
        Command::Directory(args) => directory::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::Evidence(args) => evidence::run(args),
        Command::Init(args) => init::run(args),
        Command::Keys(args) => keys::run(args),
        Command::Law(args) => law::run(args),
        Command::Log(args) => log::run(args),
        Command::Man(args) => shell::man(&args),
        Command::Measure(args) => measure::run(args),
        Command::Register(args) => register::run(args),
        Command::Request(args) => request::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Status(args) => status::run(args),
        Command::User(args) => user::run(args),
        Command::Verify(args) => verify::run(args),
    }
}

/// Runs an asynchronous command on a runtime of its own.
fn block_on(work: impl Future<Output = Result<Exit, Fault>>) -> Result<Exit, Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Fault::machine(format!("no threads to run on: {why}"), ""))?
        .block_on(work)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn without_example(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        let path = format!("{path} {}", command.get_name());
        let example = command
            .get_after_help()
            .is_some_and(|help| help.to_string().contains("comity"));
        if !example && path != " comity" {
            found.push(path.clone());
        }
        for inner in command.get_subcommands() {
            without_example(inner, &path, found);
        }
    }

    #[test]
    fn the_command_line_is_sound_and_every_command_shows_an_example() {
        let command = Cli::command();
        command.clone().debug_assert();
        let mut found = Vec::new();
        without_example(&command, "", &mut found);
        assert!(found.is_empty(), "no example: {found:?}");
    }
}
