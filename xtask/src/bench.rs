//! `cargo xtask bench`: every measurement that exists, with the machine and its load printed beside it.
//! Nothing here gates a change; figures of a busy machine say so themselves.

mod evidence;
mod machine;
mod stopwatch;

use std::path::Path;
use std::process::Command;

use crate::postgres::Postgres;
use crate::{cargo, temporary};

/// Runs all; one that fails does not keep the others from running.
///
/// # Errors
/// Names those that failed.
pub(crate) fn run(mib: u64, cases: u64) -> Result<(), String> {
    machine::describe();
    let folder = temporary::folder("bench")?;
    let place = folder
        .path()
        .to_str()
        .ok_or("the temporary folder has a strange name")?;
    let (mib_text, cases_text) = (mib.to_string(), cases.to_string());
    let examples: [(&str, &str, &[&str]); 5] = [
        ("comity-core", "law_bench", &[]),
        ("comity-core", "check_speed", &[]),
        ("comity-wire", "envelope_speed", &[]),
        ("comity-peer", "transfer_bench", &[&mib_text, "3", place]),
        ("comity-store", "fill", &[&cases_text, place]),
    ];
    let mut failed = Vec::new();
    for (package, example, arguments) in examples {
        if example == "transfer_bench" && !machine::has(&["nginx", "curl"]) {
            println!("\n{example}: left out, nginx or curl is not installed");
            continue;
        }
        println!("\n{example} ({package}), load {}", machine::load());
        let mut line = vec![
            "run",
            "--quiet",
            "--release",
            "--package",
            package,
            "--example",
            example,
            "--",
        ];
        line.extend(arguments);
        if let Err(why) = cargo::run(&line, &[]) {
            failed.push(why);
        }
    }
    for (what, part) in [
        ("the ledger on PostgreSQL", on_postgres(&cases_text)),
        ("messages between two nodes", messages(folder.path())),
    ] {
        if let Err(why) = part {
            failed.push(format!("{what}: {why}"));
        }
    }
    println!(
        "\nevidence without a node, {mib} MiB, load {}",
        machine::load()
    );
    if let Err(why) = evidence::run(folder.path(), mib) {
        failed.push(why);
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

/// The same cases and questions on a PostgreSQL of its own.
fn on_postgres(cases: &str) -> Result<(), String> {
    println!("\nfill on PostgreSQL, load {}", machine::load());
    let server = Postgres::start_durable()?;
    let url = server.url();
    cargo::run(
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "comity-store",
            "--example",
            "fill",
            "--",
            cases,
            &url,
        ],
        &[],
    )
}

/// Durable messages with their receipts, as an administrator can measure them too.
fn messages(folder: &Path) -> Result<(), String> {
    println!("\nmessages of 8 KiB, load {}", machine::load());
    cargo::run(
        &["build", "--quiet", "--release", "--package", "comity-node"],
        &[],
    )?;
    let done = Command::new(cargo::target()?.join("release/comity"))
        .args(["measure", "--dir"])
        .arg(folder.join("measure"))
        .status()
        .map_err(|why| why.to_string())?;
    match done.success() {
        true => Ok(()),
        false => Err("comity measure failed".to_owned()),
    }
}
