//! `cargo xtask test`: everything that a change must pass, each part also when another has failed.

use std::path::Path;

use serde_json::Value;

use crate::postgres::Postgres;
use crate::{cargo, check, screens, temporary, vectors};

/// Seeds of the simulation in a full run; `cargo test` alone takes 50.
const SEEDS: &str = "1000";
/// Kills of real nodes in a full run; `cargo test` alone takes 12.
const KILLS: &str = "60";

/// One thing that must hold.
type Part = fn() -> Result<(), String>;

/// Runs everything.
///
/// # Errors
/// Names each part that failed.
pub(crate) fn run() -> Result<(), String> {
    let parts: [(&str, Part); 7] = [
        ("tests", tests),
        ("format, arrows, links", check::quick),
        ("law", law),
        ("vectors", vectors::check),
        ("screens", screens::check),
        ("demo", demo),
        ("dependencies", dependencies),
    ];
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for (name, part) in parts {
        let start = std::time::Instant::now();
        let done = part();
        let word = if done.is_ok() { "ok" } else { "FAILED" };
        lines.push(format!(
            "{name:<22} {word:<7} {:>6.1} s",
            start.elapsed().as_secs_f64()
        ));
        if let Err(why) = done {
            failed.push(format!("{name}: {why}"));
        }
    }
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

fn tests() -> Result<(), String> {
    let postgres = Postgres::start()?;
    let url = postgres.url();
    let environment = [
        ("COMITY_TEST_POSTGRES", url.as_str()),
        ("COMITY_SIM_SEEDS", SEEDS),
        ("COMITY_KILLS", KILLS),
    ];
    cargo::run(&["test", "--workspace", "--no-fail-fast"], &environment)
}

/// The validator of the law packs.
///
/// # Errors
/// A rule is broken.
pub(crate) fn law() -> Result<(), String> {
    let mut command = cargo::built("comity")?;
    command.args(["law", "check"]);
    cargo::output_of(command).map(|text| print!("{text}"))
}

/// The main job, played by the binary on a fresh folder, and its summary read.
fn demo() -> Result<(), String> {
    let folder = temporary::folder("demo")?;
    let played = play(folder.path());
    if let Ok(summary) = &played {
        println!("demo: {summary}");
    }
    let summary = played?;
    let carried = summary["evidence"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let verified = carried.iter().all(|one| one["verified"] == true);
    if summary["verify"] == "ok" && verified && !carried.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "the demo did not come to a verified end: {summary}"
        ))
    }
}

fn play(folder: &Path) -> Result<Value, String> {
    let world = folder.join("world");
    let world = world
        .to_str()
        .ok_or("the temporary folder has a strange name")?;
    let mut command = cargo::built("comity")?;
    command.args(["demo", "--headless", "--json", "--dir", world]);
    let text = cargo::output_of(command)?;
    serde_json::from_str(&text).map_err(|why| format!("the summary is no JSON ({why}): {text}"))
}

/// Without cargo-deny there is nothing to look with; the full check insists on it.
fn dependencies() -> Result<(), String> {
    if check::deny_is_there() {
        return check::deny();
    }
    eprintln!("dependencies were not looked at: cargo install cargo-deny --locked");
    Ok(())
}
