//! The binary `comity`: command line, configuration, start-up, scheduler and demo.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
