//! `cargo xtask test`: all tests, with a private PostgreSQL and many seeds.

use crate::postgres::Postgres;
use crate::{cargo, check};

/// Seeds of the simulation in a full run; `cargo test` alone takes 50.
const SEEDS: &str = "1000";

/// Runs everything.
///
/// # Errors
/// The first thing that fails.
pub(crate) fn run() -> Result<(), String> {
    check::quick()?;
    let postgres = Postgres::start()?;
    let url = postgres.url();
    let environment = [
        ("COMITY_TEST_POSTGRES", url.as_str()),
        ("COMITY_SIM_SEEDS", SEEDS),
    ];
    cargo::run(&["test", "--workspace", "--no-fail-fast"], &environment)
}
