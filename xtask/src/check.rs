//! `cargo xtask check`: all that is looked at beside the tests.

use std::process::Command;

use crate::{arrows, cargo, links, test, vectors};

/// Runs every check, and unless it shall be quick all tests.
///
/// # Errors
/// The first that fails.
pub(crate) fn run(quickly: bool) -> Result<(), String> {
    quick()?;
    cargo::run(
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        &[],
    )?;
    if !deny_is_there() {
        return Err("cargo-deny is missing: cargo install cargo-deny --locked".to_owned());
    }
    deny()?;
    if quickly {
        vectors::check()
    } else {
        test::run()
    }
}

/// The checks that need nothing but Rust and take seconds.
///
/// # Errors
/// The first that fails.
pub(crate) fn quick() -> Result<(), String> {
    cargo::run(&["fmt", "--all", "--check"], &[])?;
    arrows::check()?;
    links::check()
}

/// Whether the tool that looks at dependencies is installed.
pub(crate) fn deny_is_there() -> bool {
    Command::new("cargo")
        .args(["deny", "--version"])
        .output()
        .is_ok_and(|out| out.status.success())
}

/// Licences, bans and sources always; advisories when their database can be had.
///
/// # Errors
/// What `deny.toml` does not allow, or an advisory that names one of our dependencies.
pub(crate) fn deny() -> Result<(), String> {
    cargo::run(
        &["deny", "--offline", "check", "licenses", "bans", "sources"],
        &[],
    )?;
    let fetched = Command::new("cargo")
        .args(["deny", "fetch", "db"])
        .output()
        .is_ok_and(|out| out.status.success());
    if !fetched {
        eprintln!("advisories: not looked at, their database cannot be had from here");
        return Ok(());
    }
    cargo::run(&["deny", "--offline", "check", "advisories"], &[])
}
