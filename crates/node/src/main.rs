//! The binary `comity`: command line, configuration, start-up, scheduler and demo.

mod cli;
mod demo;
mod house;

fn main() -> std::process::ExitCode {
    cli::main()
}
