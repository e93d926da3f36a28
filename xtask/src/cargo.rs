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
