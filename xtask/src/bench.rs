//! `cargo xtask bench`: the measurements that exist, each a release-mode example of its crate, with
//! cores and load printed beside them. Nothing here gates a change.

use crate::cargo;

/// Package and example of each measurement.
const MEASUREMENTS: [(&str, &str); 5] = [
    ("comity-core", "law_bench"),
    ("comity-core", "check_speed"),
    ("comity-wire", "envelope_speed"),
    ("comity-peer", "transfer_bench"),
    ("comity-store", "fill"),
];

/// Runs all.
///
/// # Errors
/// The first that fails.
pub(crate) fn run() -> Result<(), String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    for (package, example) in MEASUREMENTS {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split_whitespace().next().unwrap_or("unknown");
        println!("\n{example} ({package}): {cores} cores, load average {load} before");
        cargo::run(
            &[
                "run",
                "--quiet",
                "--release",
                "--package",
                package,
                "--example",
                example,
            ],
            &[],
        )?;
    }
    Ok(())
}
