//! `comity law consent`: which States let others address their providers directly.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use comity_core::consent::Consent;
use comity_core::id::StateCode;

use super::{print, say};
use crate::cli::folder::{Actor, Dir, fault_of};
use crate::cli::keys::unwritable;
use crate::cli::{Exit, Fault, block_on};
use crate::house::opened::{Access, Opened};

/// The consent register: enter, confirm, take, give away and withdraw.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law consent list --dir ./central")]
pub(super) struct ConsentArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Confirm(Named),
    Enter(Enter),
    Export(Export),
    List(List),
    Take(Take),
    Withdraw(Withdraw),
}

/// Enter a consent: another State's from its paper, or one that our own State gives. A second person confirms.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law consent enter --dir ./central --as okoye consent.json\n\n\
    {\"id\":\"XB-2027-1\",\"version\":1,\"state\":\"XB\",\"office\":\"Attorney General\",\"to\":\"XA\",\"kinds\":[\"subscriber_direct\"],\n\
     \"elements\":[\"subscriber\"],\"from\":\"2027-01-01T00:00:00Z\",\"reference\":\"Note 12/2027\"}"
)]
struct Enter {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// The record.
    file: PathBuf,
}

/// Confirm an entered consent after comparing it with its paper.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law consent confirm --dir ./central --as haddad XB XB-2027-1"
)]
struct Named {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// The consenting State.
    state: StateCode,
    /// Id of the record.
    id: String,
}

/// Withdraw a consent from now on; one person suffices to stop.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law consent withdraw --dir ./central --as ito --reason 'new policy' XB XB-2027-1"
)]
struct Withdraw {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Why.
    #[arg(long)]
    reason: String,
    /// The consenting State.
    state: StateCode,
    /// Id of the record.
    id: String,
}

/// Take a signed consent, or its withdrawal, that an authority of the consenting State has given away.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law consent take --dir ./central XB-2027-1.consent")]
struct Take {
    #[command(flatten)]
    dir: Dir,
    /// The signed file.
    file: PathBuf,
}

/// Write the signed file of a consent, for the other State and for our own providers.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law consent export --dir ./central XB XB-2027-1 -o XB-2027-1.consent"
)]
struct Export {
    #[command(flatten)]
    dir: Dir,
    /// The consenting State.
    state: StateCode,
    /// Id of the record.
    id: String,
    /// Where it goes.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// List what is on file and what waits.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law consent list --dir ./central --json")]
struct List {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: ConsentArgs) -> Result<Exit, Fault> {
    block_on(async move {
        match args.command {
            Command::Confirm(it) => {
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                let done = open.node.confirm_consent(&officer, it.state, &it.id).await;
                done.map_err(fault_of)?;
                said("It counts from now on.")
            }
            Command::Enter(it) => {
                let record = record(&it.file)?;
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                let done = open.node.enter_consent(&officer, record).await;
                done.map_err(fault_of)?;
                said("It waits for a second person who compares it with its paper.")
            }
            Command::Export(it) => {
                let open = Opened::open(&it.dir.dir, Access::Beside).await?;
                let bytes = open.node.consent_file(it.state, &it.id).await;
                std::fs::write(&it.output, bytes.map_err(fault_of)?)
                    .map_err(|cause| unwritable(&it.output, &cause))?;
                said("Written.")
            }
            Command::List(it) => list(it).await,
            Command::Take(it) => {
                let bytes = super::pack::read(&it.file)?;
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let taken = open.node.take_consent(&bytes, "node").await;
                say(&[line(&taken.map_err(fault_of)?)])?;
                Ok(Exit::Good)
            }
            Command::Withdraw(it) => {
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                open.node
                    .withdraw_consent(&officer, it.state, &it.id, &it.reason)
                    .await
                    .map_err(fault_of)?;
                said("It counts no more; what was not delivered stops.")
            }
        }
    })
}

fn said(words: &str) -> Result<Exit, Fault> {
    say(&[words.to_owned()])?;
    Ok(Exit::Good)
}

fn record(file: &std::path::Path) -> Result<Consent, Fault> {
    serde_json::from_slice(&super::pack::read(file)?).map_err(|wrong| {
        Fault::misuse(
            format!("{}: {wrong}", file.display()),
            "`comity law consent enter --help` shows a record",
        )
    })
}

async fn list(it: List) -> Result<Exit, Fault> {
    let open = Opened::open(&it.dir.dir, Access::Beside).await?;
    let register = open.node.consents().await.map_err(fault_of)?;
    if it.json {
        print(&register)?;
        return Ok(Exit::Good);
    }
    let held = register.held.iter().map(|one| line(&one.record));
    let waiting = register
        .waiting
        .iter()
        .map(|one| format!("waits  {}", line(&one.record)));
    say(&held.chain(waiting).collect::<Vec<_>>())?;
    Ok(Exit::Good)
}

fn line(one: &Consent) -> String {
    let kinds: Vec<&str> = one.kinds.iter().map(|kind| kind.as_str()).collect();
    let elements: Vec<&str> = one.elements.iter().map(String::as_str).collect();
    let end = match (one.withdrawn_at, one.until) {
        (Some(at), _) => format!("withdrawn at {at}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "until withdrawn".to_owned(),
    };
    format!(
        "{} {}  {} lets in {}: {} of {}  from {}, {end}  ({}, {})",
        one.state,
        one.id,
        one.state,
        one.to,
        kinds.join(", "),
        elements.join(", "),
        one.from,
        one.office,
        one.reference
    )
}
