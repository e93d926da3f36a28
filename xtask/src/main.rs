//! What a contributor runs: `cargo xtask check`, `cargo xtask test`, `cargo xtask law`, `cargo xtask bench`.

mod arrows;
mod bench;
mod cargo;
mod check;
mod links;
mod postgres;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Work on the project itself.
#[derive(Debug, Parser)]
#[command(name = "xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// Format, lints, arrows between crates, licences and bans, links in the documents.
    Check,
    /// Everything: the checks that need no tools beyond Rust, then all tests, with PostgreSQL and a
    /// thousand seeds of the simulation.
    Test,
    /// The validator of the law pack.
    Law,
    /// Release-mode measurements, with cores and load beside them.
    Bench,
}

fn main() -> ExitCode {
    let done = match Cli::parse().work {
        Work::Check => check::run(),
        Work::Test => test::run(),
        Work::Law => cargo::run(
            &[
                "run",
                "--quiet",
                "--package",
                "comity-node",
                "--",
                "law",
                "check",
            ],
            &[],
        ),
        Work::Bench => bench::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
