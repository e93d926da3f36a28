//! `comity status`.

use clap::Args;
use comity_flows::ports::{OutboxRow, OutboxState};
use serde_json::json;

use super::folder::Dir;
use super::{Exit, Fault, say};
use crate::house::keyring::machine;
use crate::house::lock::Lock;
use crate::house::opened::{Access, Opened};

/// Show how a node stands: running or not, what waits, how far its log is anchored.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity status --dir /var/lib/comity --json")]
pub(crate) struct Status {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Status) -> Result<Exit, Fault> {
    super::block_on(status(args))
}

async fn status(args: Status) -> Result<Exit, Fault> {
    let running = Lock::is_held(&args.dir.dir);
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let ledger = open.node.ledger();
    let counts = ledger.counts(0).await.map_err(machine)?;
    let leaves = ledger.log_size().await.map_err(machine)?;
    let checkpoint = ledger.checkpoint().await.map_err(machine)?;
    let mut cosigned = Vec::new();
    if let Some(row) = &checkpoint {
        let rows = ledger.cosignatures(row.size).await.map_err(machine)?;
        cosigned.extend(rows.into_iter().map(|row| row.witness.to_string()));
    }
    let mut outbox = serde_json::Map::new();
    for (name, state) in [
        ("waiting", OutboxState::Waiting),
        ("queued", OutboxState::Queued),
        ("dead", OutboxState::Dead),
    ] {
        let mut rows = ledger.outbox_in(state, 10_000).await.map_err(machine)?;
        if state == OutboxState::Dead {
            rows.retain(OutboxRow::is_dead_letter);
        }
        outbox.insert(name.to_owned(), json!(rows.len()));
    }
    let pulls = ledger.transfers_open().await.map_err(machine)?;
    let people = ledger.officers().await.map_err(machine)?;
    let answer = json!({
        "node": open.config.node,
        "exercise": open.config.exercise,
        "running": running,
        "peers": open.config.peer_listen,
        "screens": format!("http://{}", open.config.desk_listen),
        "requests": {"open": counts.open, "ours": counts.ours, "theirs": counts.theirs,
                     "nobody": counts.nobody, "emergencies": counts.emergencies, "arrived": counts.arrived},
        "outbox": outbox,
        "evidence_to_pull": pulls.len(),
        "people": people.len(),
        "custody": {"leaves": leaves,
                    "checkpoint": checkpoint.as_ref().map(|row| json!({"size": row.size, "at": row.at.to_string(), "root": hex::encode(row.root)})),
                    "cosigned_by": cosigned},
        "law": open.node.law().hash(),
    });
    if args.json {
        say(answer);
        return Ok(Exit::Good);
    }
    say(format_args!(
        "{} {}",
        open.config.node,
        if running {
            "is running"
        } else {
            "is not running"
        }
    ));
    if open.config.exercise {
        say("EXERCISE: invented States only");
    }
    say(format_args!(
        "requests  {} open: {} ours, {} theirs, {} with nobody, {} emergencies, {} just arrived",
        counts.open, counts.ours, counts.theirs, counts.nobody, counts.emergencies, counts.arrived
    ));
    say(format_args!(
        "outbox    {} to send, {} waiting for another, {} given up",
        answer["outbox"]["queued"], answer["outbox"]["waiting"], answer["outbox"]["dead"]
    ));
    say(format_args!(
        "evidence  {} objects still to pull",
        pulls.len()
    ));
    match &checkpoint {
        Some(row) => say(format_args!(
            "log       {leaves} leaves; checkpoint over {} at {}, cosigned by {}",
            row.size,
            row.at,
            if cosigned.is_empty() {
                "nobody yet".to_owned()
            } else {
                cosigned.join(", ")
            }
        )),
        None => say(format_args!("log       {leaves} leaves, no checkpoint yet")),
    }
    say(format_args!("people    {}", people.len()));
    if running {
        say(format_args!("screens   http://{}", open.config.desk_listen));
    } else {
        say(format_args!(
            "start it with: comity serve --dir {}",
            args.dir.dir.display()
        ));
    }
    Ok(Exit::Good)
}
