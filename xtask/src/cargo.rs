//! Calling cargo and other programs.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// Runs cargo in the workspace with its output shown.
///
/// # Errors
/// It cannot be started, or it failed.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(arguments);
    command.envs(environment.iter().copied());
    eprintln!("── cargo {}", arguments.join(" "));
    let status = command
        .status()
        .map_err(|why| format!("cargo cannot be started: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("cargo {} failed", arguments.join(" ")))
    }
}

/// What cargo prints.
///
/// # Errors
/// It cannot be started, or it failed.
pub(crate) fn output(arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo)
        .args(arguments)
        .output()
        .map_err(|why| format!("cargo cannot be started: {why}"))?;
    if out.status.success() {
        String::from_utf8(out.stdout).map_err(|why| why.to_string())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

/// The target folder, wherever it was put.
///
/// # Errors
/// Cargo does not say.
pub(crate) fn target() -> Result<PathBuf, String> {
    let text = output(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&text).map_err(|why| why.to_string())?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo names no target folder".to_owned())
}

/// A program of the workspace, called by the path under which the tests have built it. Asking cargo for
/// one package alone would build half the tree again under other features.
///
/// # Errors
/// It is not there: the tests have not been built.
pub(crate) fn built(program: &str) -> Result<Command, String> {
    let own = std::env::current_exe().map_err(|why| why.to_string())?;
    let path = own
        .parent()
        .map(|folder| folder.join(program))
        .unwrap_or_default();
    if path.is_file() {
        Ok(Command::new(path))
    } else {
        Err(format!(
            "{} is not built: cargo test --workspace --no-run",
            path.display()
        ))
    }
}

/// Runs any program and gives what it prints; what it printed stands in the fault too.
///
/// # Errors
/// It cannot be started, or it failed.
pub(crate) fn output_of_any(mut command: Command) -> Result<String, String> {
    let out = command
        .output()
        .map_err(|why| format!("{command:?}: {why}"))?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    if out.status.success() {
        Ok(said)
    } else {
        Err(said + &String::from_utf8_lossy(&out.stderr))
    }
}

/// Runs such a program and gives what it prints.
///
/// # Errors
/// It cannot be started, or it failed.
pub(crate) fn output_of(mut command: Command) -> Result<String, String> {
    let out = command
        .output()
        .map_err(|why| format!("{command:?}: {why}"))?;
    if out.status.success() {
        String::from_utf8(out.stdout).map_err(|why| why.to_string())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}
