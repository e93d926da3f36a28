//! `comity log`: the custody log: entries, proofs, and whether it is still what was signed.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use comity_core::id::Digest;
use comity_flows::Node;
use comity_flows::ports::CheckpointRow;
use comity_wire::log::{Cosignature, Cosigned, Frontier, Leaf, LeafProof, Signed, leaf_hash};
use serde_json::json;

use super::folder::{Dir, fault_of};
use super::{Exit, Fault, say};
use crate::house::config::not_writable;
use crate::house::keyring::machine;
use crate::house::opened::{Access, Opened};

/// Leaves read at once.
const PAGE: u32 = 4_096;

/// The custody log: entries, proofs, consistency. Shows no content of cases.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity log check --dir ./aldoria")]
pub(crate) struct Log {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
    Prove(Prove),
    Show(Show),
}

/// Hash the whole log again and compare it with the signed checkpoint and its cosignatures.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity log check --dir ./aldoria --json")]
struct Check {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Write the proof that an entry stands in the log, as others can check it (C2SP tlog-proof).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity log prove --dir ./aldoria 42 -o entry-42.proof")]
struct Prove {
    #[command(flatten)]
    dir: Dir,
    /// Place of the entry, from 0.
    index: u64,
    /// Where the proof goes; standard output when left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Show entries, newest first: when, what happened, who; not what was written.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity log show --dir ./aldoria --limit 20")]
struct Show {
    #[command(flatten)]
    dir: Dir,
    /// Entries before this place.
    #[arg(long)]
    before: Option<u64>,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Print JSON lines, one for each entry.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Log) -> Result<Exit, Fault> {
    match args.command {
        Command::Check(args) => super::block_on(check(args)),
        Command::Prove(args) => super::block_on(prove(args)),
        Command::Show(args) => super::block_on(show(args)),
    }
}

async fn show(args: Show) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let lines = open
        .node
        .ledger()
        .register_page(args.before, args.limit.min(10_000))
        .await
        .map_err(machine)?;
    for line in lines {
        if args.json {
            say(
                json!({"index": line.index, "at": line.at.to_string(), "kind": line.kind,
                       "actor": line.actor, "case": line.case, "leaf": hex::encode(line.leaf_hash)}),
            );
        } else {
            say(format_args!(
                "{:>8}  {:<26} {:<28} {:<24} {}",
                line.index,
                line.at.to_string(),
                line.kind,
                line.actor,
                hex::encode(&line.leaf_hash[..8])
            ));
        }
    }
    Ok(Exit::Good)
}

async fn prove(args: Prove) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let node = &open.node;
    let head = head(node).await?.filter(|row| args.index < row.size);
    let Some(row) = head else {
        return Err(Fault {
            exit: Exit::No,
            what: format!("entry {} is not under a checkpoint yet", args.index),
            remedy: "a running node signs one each hour".to_owned(),
        });
    };
    let leaf = node
        .ledger()
        .leaves(args.index, 1)
        .await
        .map_err(machine)?
        .pop()
        .ok_or_else(|| machine("the leaf is missing"))?;
    let (cosigned, _) = cosigned(node, &row).await?;
    let proof = LeafProof {
        leaf: Leaf::decode(&leaf.record).map_err(machine)?,
        index: args.index,
        path: node
            .inclusion(args.index, row.size)
            .await
            .map_err(fault_of)?,
        note: cosigned.to_bytes(),
    };
    proof
        .check(row.size, &Digest::from_bytes(row.root))
        .map_err(machine)?;
    let bytes = proof.to_bytes();
    match &args.output {
        Some(file) => {
            std::fs::write(file, &bytes).map_err(|why| not_writable(file, &why))?;
            say(format_args!(
                "{} proves entry {} under the checkpoint over {} leaves of {}.",
                file.display(),
                args.index,
                row.size,
                row.at
            ));
        }
        None => say(String::from_utf8_lossy(&bytes).trim_end()),
    }
    Ok(Exit::Good)
}

async fn check(args: Check) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let node = &open.node;
    let Some(row) = head(node).await? else {
        let leaves = node.ledger().log_size().await.map_err(machine)?;
        if args.json {
            say(json!({"verdict": "not_anchored", "leaves": leaves}));
        } else {
            say(format_args!(
                "{leaves} leaves, and no checkpoint yet to compare them with."
            ));
        }
        return Ok(Exit::Good);
    };
    let mut faults: Vec<String> = Vec::new();
    let mut tree = Frontier::new();
    while tree.size() < row.size {
        let want = u32::try_from(row.size - tree.size())
            .unwrap_or(PAGE)
            .min(PAGE);
        let leaves = node
            .ledger()
            .leaves(tree.size(), want)
            .await
            .map_err(machine)?;
        if leaves.is_empty() {
            faults.push(format!("leaf {} is missing", tree.size()));
            break;
        }
        for leaf in leaves {
            let hash = leaf_hash(&leaf.record);
            if *hash.as_bytes() != leaf.hash {
                faults.push(format!("leaf {} is not what was hashed", leaf.index));
            }
            tree.append(hash).map_err(machine)?;
        }
    }
    if tree.size() == row.size && *tree.root().as_bytes() != row.root {
        faults.push("the root is another than the signed one".to_owned());
    }
    let (cosigned, refused) = cosigned(node, &row).await?;
    faults.extend(refused);
    let by: Vec<String> = cosigned
        .cosigned_by()
        .map(|(name, _)| name.to_string())
        .collect();
    if args.json {
        say(
            json!({"verdict": if faults.is_empty() { "ok" } else { "altered" }, "leaves": row.size,
                   "root": hex::encode(row.root), "signed_at": row.at.to_string(),
                   "cosigned_by": by, "faults": faults}),
        );
    } else {
        say(format_args!(
            "{} leaves hashed again; checkpoint of {}",
            tree.size(),
            row.at
        ));
        say(format_args!("root {}", hex::encode(row.root)));
        say(format_args!(
            "cosigned by {}",
            if by.is_empty() {
                "nobody yet".to_owned()
            } else {
                by.join(", ")
            }
        ));
        for fault in &faults {
            say(format_args!("ALTERED   {fault}"));
        }
        if faults.is_empty() {
            say("The log is what was signed.");
        }
    }
    Ok(if faults.is_empty() {
        Exit::Good
    } else {
        Exit::No
    })
}

async fn head(node: &Node) -> Result<Option<CheckpointRow>, Fault> {
    node.ledger().checkpoint().await.map_err(machine)
}

/// The checkpoint with every cosignature that holds, and a sentence for each that does not.
async fn cosigned(node: &Node, row: &CheckpointRow) -> Result<(Cosigned, Vec<String>), Fault> {
    let signed = Signed::verify(&row.note, node.keys().log.public()).map_err(|why| Fault {
        exit: Exit::No,
        what: format!("the signature of the checkpoint does not hold: {why}"),
        remedy: "stop the node and keep its database aside as evidence".to_owned(),
    })?;
    let checkpoint = signed.checkpoint().clone();
    let mut all = Cosigned::new(signed);
    let mut refused = Vec::new();
    let directory = node.directory();
    for one in node
        .ledger()
        .cosignatures(row.size)
        .await
        .map_err(machine)?
    {
        let Some(certificate) = directory.certificate_of(&one.witness, node.now()) else {
            refused.push(format!("{} is not in the directory any more", one.witness));
            continue;
        };
        match Cosignature::from_answer(&one.lines, &certificate.document().log, &checkpoint) {
            Ok(cosignature) => all.add(cosignature),
            Err(why) => refused.push(format!("the cosignature of {}: {why}", one.witness)),
        }
    }
    Ok((all, refused))
}
