//! `comity approve`: shows an act in words, as its bytes say it, and signs it with the officer's own
//! key. No page and no server can put another text before the person.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use comity_core::request::{Pending, RequestFile};
use comity_flows::{Node, Officer, Said};
use comity_wire::assertion::Proof;
use comity_wire::cbor::{self, Key, Value};

use super::approve_remote;
use super::folder::{Actor, fault_of};
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
    after_help = "Examples:\n  comity approve --dir ./aldoria --as lindqvist --key aldoria/native/lindqvist.key XA-2027-00915\n  \
                        comity approve --node https://desk.justice.example --as lindqvist --key lindqvist.key XA-2027-00915"
)]
pub(crate) struct Approve {
    /// Folder of the node, on the machine where it lies.
    #[arg(long, value_name = "FOLDER", required_unless_present = "node")]
    dir: Option<PathBuf>,
    /// Address of the node's screens, from a machine of your own.
    #[arg(long, value_name = "URL", conflicts_with = "dir")]
    node: Option<String>,
    #[command(flatten)]
    pub(super) actor: Actor,
    /// Number of the request or order.
    pub(super) case: String,
    /// Which waiting act.
    pub(super) pending: Option<String>,
    /// Do not ask: the act was read elsewhere.
    #[arg(long)]
    pub(super) yes: bool,
    /// Show the whole text too.
    #[arg(long)]
    pub(super) full: bool,
}

impl Approve {
    /// The file with the officer's own key.
    pub(super) fn key(&self) -> Result<&Path, Fault> {
        self.actor.key.as_deref().ok_or_else(|| {
            Fault::misuse(
                "an approval needs your own key",
                "name it with --key, for example native/LOGIN.key in the folder of an exercise node",
            )
        })
    }
}

pub(crate) fn run(mut args: Approve) -> Result<Exit, Fault> {
    match (args.node.take(), args.dir.take()) {
        (Some(node), _) => super::block_on(approve_remote::approve(args, &node)),
        (None, Some(dir)) => super::block_on(approve(args, &dir)),
        (None, None) => Err(Fault::misuse("which node?", "name it with --dir or --node")),
    }
}

async fn approve(args: Approve, dir: &Path) -> Result<Exit, Fault> {
    args.key()?;
    // Beside a running node: the ledger guards each change, and the approval is one change.
    let open = Opened::open(dir, Access::Beside).await?;
    let officer = args.actor.officer(&open.node).await?;
    let file = find(&open.node, &officer, &args.case).await?.file;
    let waiting: Vec<Pending> = file
        .pending
        .iter()
        .filter(|one| args.pending.as_ref().is_none_or(|id| *id == one.id))
        .cloned()
        .collect();
    if waiting.is_empty() {
        return Err(nothing(&file.number));
    }
    let mut all = true;
    for act in waiting {
        Shown::of(&file, &act)?.show(args.full)?;
        if !args.yes && !agreed()? {
            say("Not approved.");
            all = false;
            continue;
        }
        give(&open.node, &officer, &file, &act).await?;
    }
    Ok(if all { Exit::Good } else { Exit::No })
}

pub(super) fn nothing(number: &str) -> Fault {
    Fault::misuse(
        format!("nothing waits for an approval in {number}"),
        "`comity request show` says how it stands",
    )
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
            // One try now. A running node may try the same row meanwhile: the second copy is answered
            // with the stored receipt.
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

/// An act as it is put before the officer: what is signed is read back from the very bytes.
pub(super) struct Shown<'a> {
    pub(super) kind: &'a str,
    pub(super) number: &'a str,
    pub(super) id: &'a str,
    pub(super) since: String,
    pub(super) class: String,
    pub(super) persons: usize,
    pub(super) approvals: Vec<&'a str>,
    pub(super) actions: Vec<Vec<u8>>,
}

impl<'a> Shown<'a> {
    fn of(file: &'a RequestFile, act: &'a Pending) -> Result<Self, Fault> {
        let actions = act.messages.iter().map(|one| hex::decode(&one.action));
        Ok(Self {
            kind: file.kind.as_str(),
            number: &file.number,
            id: &act.id,
            since: act.since.to_string(),
            class: format!("{:?}", act.class),
            persons: act.quorum().persons,
            approvals: act
                .approvals
                .iter()
                .map(|one| one.officer.as_str())
                .collect(),
            actions: actions.collect::<Result<_, _>>().map_err(machine)?,
        })
    }

    pub(super) fn show(&self, full: bool) -> Result<(), Fault> {
        let kind = self.kind.replace('_', " ");
        let (number, id, since) = (self.number, self.id, &self.since);
        say(format_args!(
            "{kind} {number}, waiting as {id} since {since}"
        ));
        let names = match self.approvals.as_slice() {
            [] => "nobody".to_owned(),
            names => names.join(", "),
        };
        let (class, persons) = (&self.class, self.persons);
        say(format_args!(
            "  class {class}: {persons} persons needed; approved so far by {names}"
        ));
        self.actions.iter().try_for_each(|bytes| show(bytes, full))
    }
}

/// One message of the act, read from its bytes.
fn show(bytes: &[u8], full: bool) -> Result<(), Fault> {
    let value = cbor::decode(bytes).map_err(machine)?;
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
        comity_wire::hash::sha256(bytes)
    ));
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

pub(super) fn agreed() -> Result<bool, Fault> {
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
