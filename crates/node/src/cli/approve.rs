//! `comity approve`: shows an act in words, as its bytes say it, and signs it with the officer's own
//! key. No page and no server can put another text before the person.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::Arc;

use clap::Args;
use comity_core::request::{Pending, RequestFile};
use comity_flows::{Node, Officer, Said};
use comity_wire::assertion::Proof;
use comity_wire::cbor::{self, Key, Value};

use super::folder::{Actor, Dir, fault_of};
use super::request_desk::find;
use super::{Exit, Fault, say};
use crate::house::keyring::machine;
use crate::house::opened::{Access, Opened};

/// Approve what waits in a case, on your own machine and with your own key.
///
/// The act is shown as the bytes to be signed say it. A running node takes the approval up by itself.
/// Without PENDING everything that waits in the case is shown, one after the other.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity approve --dir ./aldoria --as lindqvist --key aldoria/native/lindqvist.key XA-2027-00915"
)]
pub(crate) struct Approve {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the request or order.
    case: String,
    /// Which waiting act.
    pending: Option<String>,
    /// Do not ask: the act was read elsewhere.
    #[arg(long)]
    yes: bool,
    /// Show the whole text too.
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: Approve) -> Result<Exit, Fault> {
    super::block_on(approve(args))
}

async fn approve(args: Approve) -> Result<Exit, Fault> {
    if args.actor.key.is_none() {
        return Err(Fault::misuse(
            "an approval needs your own key",
            "name it with --key, for example native/LOGIN.key in the folder of an exercise node",
        ));
    }
    // Beside a running node: the ledger guards each change, and the approval is one change.
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let officer = args.actor.officer(&open.node).await?;
    let file = find(&open.node, &officer, &args.case).await?.file;
    let waiting: Vec<Pending> = file
        .pending
        .iter()
        .filter(|one| args.pending.as_ref().is_none_or(|id| *id == one.id))
        .cloned()
        .collect();
    if waiting.is_empty() {
        return Err(Fault::misuse(
            format!("nothing waits for an approval in {}", file.number),
            "`comity request show` says how it stands",
        ));
    }
    let mut all = true;
    for act in waiting {
        show(&file, &act, args.full)?;
        if !args.yes && !agreed()? {
            say("Not approved.");
            all = false;
            continue;
        }
        give(&open.node, &officer, &file, &act).await?;
    }
    Ok(if all { Exit::Good } else { Exit::No })
}

async fn give(
    node: &Arc<Node>,
    officer: &Officer,
    file: &RequestFile,
    act: &Pending,
) -> Result<(), Fault> {
    let prover = officer
        .prover
        .clone()
        .ok_or_else(|| machine("the key was opened before"))?;
    let mut proofs: Vec<Proof> = Vec::new();
    for message in &act.messages {
        let action = hex::decode(&message.action).map_err(machine)?;
        proofs.push(prover.prove(&action, node.now()).map_err(fault_of)?);
    }
    let said = node
        .approve_with(file.id, &act.id, proofs)
        .await
        .map_err(fault_of)?;
    match said {
        Said::Queued(_) => {
            // One try now; a lease keeps a running node from trying the same row meanwhile.
            node.pump_once().await.map_err(fault_of)?;
            say("Approved; nobody else is needed. A running node goes on with it.");
        }
        Said::ToCarry => say(
            "Approved; the partner has no node. Carry the letter and record it at the desk, page Letters.",
        ),
        Said::Waiting(id) => say(format_args!("Approved. It still waits for others as {id}.")),
    }
    Ok(())
}

/// What is signed, read back from the very bytes.
fn show(file: &RequestFile, act: &Pending, full: bool) -> Result<(), Fault> {
    let names: Vec<&str> = act
        .approvals
        .iter()
        .map(|one| one.officer.as_str())
        .collect();
    say(format_args!(
        "{} {}, waiting as {} since {}",
        file.kind.as_str().replace('_', " "),
        file.number,
        act.id,
        act.since
    ));
    say(format_args!(
        "  class {:?}: {} persons needed; approved so far by {}",
        act.class,
        act.quorum().persons,
        if names.is_empty() {
            "nobody".to_owned()
        } else {
            names.join(", ")
        }
    ));
    for message in &act.messages {
        let bytes = hex::decode(&message.action).map_err(machine)?;
        let value = cbor::decode(&bytes).map_err(machine)?;
        let Value::Map(fields) = value else {
            return Err(machine("the act is no map"));
        };
        let at = |key: u64| fields.get(&Key::Uint(key));
        let text = |key: u64| at(key).and_then(Value::as_text).unwrap_or("?");
        let to: Vec<&str> = at(3)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_text)
            .collect();
        say("");
        say(format_args!("  {}", words(text(8))));
        say(format_args!("  from      {}", text(1)));
        say(format_args!("  to        {}", to.join(", ")));
        if let Some(until) = at(11).and_then(Value::as_i64) {
            say(format_args!(
                "  holds     until {}",
                comity_core::time::Instant(until)
            ));
        }
        if let Some(objects) = at(14).and_then(Value::as_array) {
            say(format_args!("  evidence  {} sealed objects", objects.len()));
        }
        let body = at(12)
            .and_then(|body| cbor::to_json(body).ok())
            .unwrap_or_default();
        for (name, pointer) in LINES {
            if let Some(found) = body.pointer(pointer).filter(|found| !found.is_null()) {
                say(format_args!("  {name:<9} {}", line(found)));
            }
        }
        if full {
            say(format_args!("{body:#}"));
        }
        say(format_args!(
            "  SHA-256   {}",
            comity_wire::hash::sha256(&bytes)
        ));
    }
    Ok(())
}

/// What a person has to see of any act, by its place in the body.
const LINES: [(&str, &str); 18] = [
    ("number", "/number"),
    ("reference", "/reference"),
    ("kind", "/kind"),
    ("stage", "/stage"),
    ("ground", "/ground"),
    ("until", "/until"),
    ("provision", "/provision"),
    ("basis", "/basis"),
    ("urgency", "/form/urgency"),
    ("offences", "/form/offences"),
    ("facts", "/form/facts"),
    ("selectors", "/form/selectors"),
    ("items", "/form/items"),
    ("necessity", "/form/necessity"),
    ("secrecy", "/form/confidentiality"),
    ("items", "/items"),
    ("asks", "/what"),
    ("text", "/text"),
];

fn words(kind: &str) -> &str {
    match kind {
        "request.new" => "A request leaves this office",
        "order.serve" => "An order is served on the holder of the data",
        "order.answer" => "The answer to an order leaves",
        "decision" => "A decision on a request leaves",
        "evidence" => "Evidence is released to the asking State",
        "withdrawal" => "A request is taken back",
        "supplement" => "A supplement to a request leaves",
        other => other,
    }
}

/// A value in one line of reading text.
fn line(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => text.clone(),
        Json::Array(list) => list.iter().map(line).collect::<Vec<_>>().join("; "),
        Json::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), line(value)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

fn agreed() -> Result<bool, Fault> {
    if !std::io::stdin().is_terminal() {
        return Err(Fault::misuse(
            "nobody is here to read and agree",
            "run this at a terminal, or add --yes when the act was read elsewhere",
        ));
    }
    eprint!("Approve this? Type yes: ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(machine)?;
    Ok(answer.trim() == "yes")
}
