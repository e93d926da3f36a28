//! What a contributor runs: `cargo xtask check`, `test`, `law`, `screens`, `vectors`, `bench`.

mod arrows;
mod bench;
mod cargo;
mod check;
mod links;
mod postgres;
mod screens;
mod temporary;
mod test;
mod vectors;

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
    /// Everything before a push: format, lints, arrows between crates, licences and bans, links in
    /// the documents, frozen vectors, then all tests.
    Check {
        /// Leave the tests out.
        #[arg(long)]
        quick: bool,
    },
    /// All tests with a PostgreSQL of their own and a thousand seeds of the simulation, the law data,
    /// the vectors, the screens in a browser, the demo.
    Test,
    /// The validator of the law packs.
    Law,
    /// The screens in a browser, in six languages: accessibility, width, content policy.
    Screens,
    /// The frozen byte formats against the generator of today.
    Vectors,
    /// Release-mode measurements, with machine and load, and ratios against public tools.
    Bench {
        /// Mebibytes of evidence in each measurement.
        #[arg(long, default_value_t = 1024)]
        mib: u64,
        /// Cases in the ledger.
        #[arg(long, default_value_t = 1_000_000)]
        cases: u64,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().work {
        Work::Check { quick } => check::run(quick),
        Work::Test => test::run(),
        Work::Law => test::law(),
        Work::Screens => screens::check(),
        Work::Vectors => vectors::check(),
        Work::Bench { mib, cases } => bench::run(mib, cases),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
