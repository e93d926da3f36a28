//! Wall and processor time of programs that ran, and ratios between them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run cost.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    pub(super) cpu: Duration,
}

impl Cost {
    /// One run after another.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            wall: self.wall + next.wall,
            cpu: self.cpu + next.cpu,
        }
    }

    /// `ours` against this: how many times its wall and processor time.
    pub(super) fn print_against(self, ours: Self, what: &str, theirs: &str) {
        println!(
            "{what:<8} wall {:>7.2?}  processor {:>7.2?}",
            ours.wall, ours.cpu
        );
        println!(
            "{:<8} wall {:>7.2?}  processor {:>7.2?}  ratio: wall {:.2}, processor {:.2}   ({theirs})",
            "",
            self.wall,
            self.cpu,
            ours.wall.as_secs_f64() / self.wall.as_secs_f64(),
            ours.cpu.as_secs_f64() / self.cpu.as_secs_f64(),
        );
    }
}

/// Runs a program to its end.
///
/// # Errors
/// It cannot be started, or it failed.
pub(super) fn time(command: &mut Command) -> Result<Cost, String> {
    let shown = format!("{command:?}");
    let (before, start) = (children()?, Instant::now());
    let done = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .map_err(|why| format!("{shown}: {why}"))?;
    let wall = start.elapsed();
    if !done.success() {
        return Err(format!("{shown} failed"));
    }
    Ok(Cost {
        wall,
        cpu: children()?.saturating_sub(before),
    })
}

/// User and system time of all children that have ended, from Linux's own account.
fn children() -> Result<Duration, String> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(|why| why.to_string())?;
    let (_, fields) = stat
        .rsplit_once(") ")
        .ok_or("no account of processor time")?;
    let ticks: u64 = fields
        .split(' ')
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // Linux counts in hundredths of a second wherever this runs.
    Ok(Duration::from_millis(ticks * 10))
}
