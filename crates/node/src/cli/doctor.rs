//! `comity doctor`.

use clap::Args;
use comity_flows::ports::Clock as _;
use serde_json::json;

use super::folder::Dir;
use super::{Exit, Fault, say};
use crate::house::health::{Grade, Health, NEWEST_LEAVES};
use crate::house::machine::SystemClock;

/// Find what is wrong with a node, and say what to do. Changes nothing; a node may be running.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity doctor --dir /var/lib/comity")]
pub(crate) struct Doctor {
    #[command(flatten)]
    dir: Dir,
    /// Hash the whole custody log again and check every index: takes longer.
    #[arg(long)]
    all: bool,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Doctor) -> Result<Exit, Fault> {
    super::block_on(doctor(args))
}

async fn doctor(args: Doctor) -> Result<Exit, Fault> {
    let leaves = if args.all { u64::MAX } else { NEWEST_LEAVES };
    let health = Health::of(&args.dir.dir, leaves, SystemClock::default().now()).await;
    let wrong = health
        .0
        .iter()
        .filter(|one| one.grade == Grade::Wrong)
        .count();
    if args.json {
        let checks: Vec<_> = health
            .0
            .iter()
            .map(|one| {
                json!({"check": one.check, "result": one.grade.word(), "found": one.found, "remedy": one.remedy})
            })
            .collect();
        say(json!({"healthy": wrong == 0, "checks": checks}));
    } else {
        for one in &health.0 {
            say(format_args!(
                "{:<8} {:<12} {}",
                one.grade.word(),
                one.check,
                one.found
            ));
            if !one.remedy.is_empty() {
                say(format_args!("{:<21} -> {}", "", one.remedy));
            }
        }
        say(match wrong {
            0 => "Nothing is wrong.".to_owned(),
            1 => "One thing is wrong.".to_owned(),
            n => format!("{n} things are wrong."),
        });
    }
    Ok(if wrong == 0 { Exit::Good } else { Exit::No })
}
