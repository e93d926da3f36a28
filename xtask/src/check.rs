//! `cargo xtask check`: all that is looked at beside the tests.

use std::process::Command;

use crate::{arrows, cargo, links};

/// Runs every check.
///
/// # Errors
/// The first that fails.
pub(crate) fn run() -> Result<(), String> {
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
    deny()
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

/// Licences, bans and sources always; advisories when their database can be had.
fn deny() -> Result<(), String> {
    let there = Command::new("cargo")
        .args(["deny", "--version"])
        .output()
        .is_ok_and(|out| out.status.success());
    if !there {
        return Err("cargo-deny is missing: cargo install cargo-deny --locked".to_owned());
    }
    cargo::run(
        &["deny", "--offline", "check", "licenses", "bans", "sources"],
        &[],
    )?;
    if cargo::run(&["deny", "check", "advisories"], &[]).is_err() {
        eprintln!(
            "advisories: the database could not be had, or it names one of our crates; see above"
        );
    }
    Ok(())
}
