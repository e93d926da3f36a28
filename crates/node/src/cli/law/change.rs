//! `comity law change`: two persons change the law data of a node.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use comity_core::law::Overlay;
use comity_flows::{LawSaid, Node, Proposal};

use super::{print, say};
use crate::cli::folder::{Actor, Dir, fault_of};
use crate::cli::{Exit, Fault, block_on};
use crate::house::opened::{Access, Opened};

/// Change the law data of a node: one person proposes, another agrees; both see what it changes.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law change list --dir ./central")]
pub(super) struct ChangeArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Approve(Approve),
    Back(Back),
    List(List),
    Propose(Propose),
    Reject(Reject),
    Show(Show),
}

/// Propose rows of this node's own: a file in the shape of an overlay (see law/README.md).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law change propose --dir ./central --as okoye --reason 'CoE notification JJ9999C' rows.json"
)]
struct Propose {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Why, and where it is written.
    #[arg(long)]
    reason: String,
    /// The rows.
    file: PathBuf,
}

/// Propose to go back to a pack that was in force (`comity law pack list`).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law change back --dir ./central --as okoye --reason 'an error' 4f57…"
)]
struct Back {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Why.
    #[arg(long)]
    reason: String,
    /// Hash of the pack.
    hash: String,
}

/// List what waits for its second person.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law change list --dir ./central --json")]
struct List {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Show a proposal and which answers it changes.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law change show --dir ./central 1a2b3c4d")]
struct Show {
    #[command(flatten)]
    dir: Dir,
    /// Name of the proposal.
    id: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Agree to a proposal; with the second person it is in force.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law change approve --dir ./central --as haddad 1a2b3c4d"
)]
struct Approve {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Name of the proposal.
    id: String,
}

/// Take a proposal from the list.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law change reject --dir ./central --as haddad --reason 'wrong date' 1a2b3c4d"
)]
struct Reject {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Why.
    #[arg(long)]
    reason: String,
    /// Name of the proposal.
    id: String,
}

pub(super) fn run(args: ChangeArgs) -> Result<Exit, Fault> {
    block_on(async move {
        match args.command {
            Command::Approve(it) => {
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                let said = open.node.approve_law(&officer, &it.id).await;
                told(&open.node, &said.map_err(fault_of)?).await
            }
            Command::Back(it) => {
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                let said = open.node.propose_back(&officer, &it.hash, &it.reason).await;
                told(&open.node, &said.map_err(fault_of)?).await
            }
            Command::List(it) => list(it).await,
            Command::Propose(it) => propose(it).await,
            Command::Reject(it) => {
                let open = Opened::open(&it.dir.dir, Access::Alone).await?;
                let officer = it.actor.officer(&open.node).await?;
                open.node
                    .reject_law(&officer, &it.id, &it.reason)
                    .await
                    .map_err(fault_of)?;
                say(&["It is taken from the list.".to_owned()])?;
                Ok(Exit::Good)
            }
            Command::Show(it) => show(it).await,
        }
    })
}

async fn propose(it: Propose) -> Result<Exit, Fault> {
    let bytes = super::pack::read(&it.file)?;
    let overlay: Overlay = serde_json::from_slice(&bytes).map_err(|wrong| {
        Fault::misuse(
            format!("{}: {wrong}", it.file.display()),
            "law/README.md shows the shape of an overlay",
        )
    })?;
    let open = Opened::open(&it.dir.dir, Access::Alone).await?;
    let officer = it.actor.officer(&open.node).await?;
    let said = open.node.propose_rows(&officer, overlay, &it.reason).await;
    told(&open.node, &said.map_err(fault_of)?).await
}

/// Says what became of a proposal, with what it changes.
pub(super) async fn told(node: &Node, said: &LawSaid) -> Result<Exit, Fault> {
    match said {
        LawSaid::Waiting(id) => {
            let book = node.law_book().await.map_err(fault_of)?;
            if let Some(one) = book.proposal(id) {
                say(&lines(one))?;
            }
        }
        LawSaid::InForce { hash, touched } => say(&[
            format!("In force from now on: {hash}"),
            format!("{touched} open requests have another answer; their files say so."),
        ])?,
    }
    Ok(Exit::Good)
}

async fn list(it: List) -> Result<Exit, Fault> {
    let open = Opened::open(&it.dir.dir, Access::Beside).await?;
    let book = open.node.law_book().await.map_err(fault_of)?;
    if it.json {
        print(&book.proposals)?;
    } else {
        let lines: Vec<String> = book.proposals.iter().map(head).collect();
        say(&lines)?;
    }
    Ok(Exit::Good)
}

async fn show(it: Show) -> Result<Exit, Fault> {
    let open = Opened::open(&it.dir.dir, Access::Beside).await?;
    let book = open.node.law_book().await.map_err(fault_of)?;
    let one = book.proposal(&it.id).ok_or_else(|| {
        Fault::misuse(
            format!("no proposal {} waits", it.id),
            "`comity law change list` shows what waits",
        )
    })?;
    if it.json {
        print(one)?;
    } else {
        say(&lines(one))?;
    }
    Ok(Exit::Good)
}

fn head(one: &Proposal) -> String {
    format!(
        "{}  {} of {} answers change  agreed: {}  {}",
        one.id,
        one.effect.changed,
        one.effect.asked,
        one.approvals
            .iter()
            .map(|by| by.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        one.edition.reason
    )
}

fn lines(one: &Proposal) -> Vec<String> {
    let mut out = vec![head(one)];
    out.extend(one.effect.changes.iter().map(super::show::change_line));
    if one.effect.changed > one.effect.changes.len() {
        out.push(format!(
            "… and {} more",
            one.effect.changed - one.effect.changes.len()
        ));
    }
    if one.effect.verification > 0 {
        out.push(format!(
            "{} answers stay and are only better or less well verified.",
            one.effect.verification
        ));
    }
    out.push("It counts when a second person agrees.".to_owned());
    out
}
