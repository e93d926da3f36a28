//! `comity directory`: whom this node believes, and what its State says about its own nodes.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_core::id::StateCode;
use comity_flows::ports::Clock as _;
use comity_wire::directory::{Directory, SignedStateFile};

use super::folder::{Dir, Safe};
use super::{Exit, Fault, say};
use crate::house::config::Config;
use crate::house::keyring::machine;
use crate::house::machine::SystemClock;
use crate::house::papers::{read_entry, replace};
use crate::house::trust::{fingerprint, read, read_pin};

/// Whom this node believes: pinned State keys and the signed files of States.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory show --dir ./central")]
pub(crate) struct DirectoryArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Add),
    Issue(Issue),
    Pin(Pin),
    Show(Show),
    Take(Take),
}

/// List another node of this State: its file `entry` goes into the State's file, signed anew.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory add --dir ./central ../cyber/entry")]
struct Add {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    safe: Safe,
    /// The file `entry` of the other node.
    entry: PathBuf,
    /// Its authority key differs from the one listed before, and a person compared the new one.
    #[arg(long)]
    new_authority: bool,
}

/// Issue the State's file anew, with a new date: others trust an old one less from day to day.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory issue --dir ./central")]
struct Issue {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    safe: Safe,
}

/// Believe a State: enter its public directory key, compared by two people with the paper that
/// brought it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory pin --dir ./central XB XB.key")]
struct Pin {
    #[command(flatten)]
    dir: Dir,
    /// The State's two letters.
    state: StateCode,
    /// Its public key.
    key: PathBuf,
    /// Replace a key that is pinned already.
    #[arg(long)]
    replace: bool,
}

/// Show the States that are believed, the age of their files and their nodes.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory show --dir ./central --json")]
struct Show {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Take a State's signed file that another node or a bundle brought.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity directory take --dir ./central XB.dir")]
struct Take {
    #[command(flatten)]
    dir: Dir,
    /// The State's file.
    file: PathBuf,
}

pub(crate) fn run(args: DirectoryArgs) -> Result<Exit, Fault> {
    match args.command {
        Command::Add(args) => add(&args),
        Command::Issue(args) => issue(&args),
        Command::Pin(args) => pin(&args),
        Command::Show(args) => show(&args),
        Command::Take(args) => take(&args),
    }
}

fn add(args: &Add) -> Result<Exit, Fault> {
    let config = Config::read(&args.dir.dir)?;
    let papers = args.safe.papers(&args.dir.dir, &config);
    let entry = read_entry(&args.entry, &config)?;
    let (node, authority) = entry
        .entries
        .first()
        .and_then(|one| Some((one.node.clone(), one.authority.clone()?)))
        .ok_or_else(|| machine("an entry that was read has one node"))?;
    let before = papers.state_file()?;
    let listed = before.entries.iter().find(|one| one.node == node);
    let other = listed
        .is_some_and(|one| one.authority.as_ref().map(|key| key.id()) != Some(authority.id()));
    if other && !args.new_authority {
        return Err(Fault::misuse(
            format!(
                "{node} comes with another authority key than before: {}",
                fingerprint(&authority)
            ),
            "compare it with the office by telephone; if it is right, add --new-authority",
        ));
    }
    let key = state_key(&papers)?;
    let now = SystemClock::default().now();
    let version = papers.list(&key, entry, now)?;
    say(format_args!(
        "{node} is listed in version {version} of {}.",
        papers.state_file_path().display()
    ));
    say(format_args!(
        "Its authority key is {}: compare it with the office by telephone.",
        fingerprint(&authority)
    ));
    say("Give that file to every node that shall know of it (`comity directory take`).");
    Ok(Exit::Good)
}

fn issue(args: &Issue) -> Result<Exit, Fault> {
    let config = Config::read(&args.dir.dir)?;
    let papers = args.safe.papers(&args.dir.dir, &config);
    let file = papers.state_file()?;
    let key = state_key(&papers)?;
    let version = papers.issue(&key, file, SystemClock::default().now())?;
    say(format_args!(
        "Version {version} is in {}.",
        papers.state_file_path().display()
    ));
    Ok(Exit::Good)
}

fn state_key(
    papers: &crate::house::papers::Papers<'_>,
) -> Result<comity_wire::keys::SigningKey, Fault> {
    papers.state_key()?.ok_or_else(|| {
        Fault::misuse(
            "the State's directory key is not kept in this folder",
            "do this where it is kept, or name it with --state-secret",
        )
    })
}

fn pin(args: &Pin) -> Result<Exit, Fault> {
    let config = Config::read(&args.dir.dir)?;
    if args.state.is_invented() != config.exercise {
        return Err(Fault::misuse(
            format!("{} does not belong to this world", args.state),
            "an exercise pins invented States only, a live node none of them",
        ));
    }
    let key = read_pin(&args.key)?;
    let file = trust(&args.dir.dir).join(format!("{}.key", args.state));
    if file.exists() && !args.replace && read_pin(&file)?.id() != key.id() {
        return Err(Fault::misuse(
            format!("another key is pinned for {}", args.state),
            "if the State has changed its key and two people compared it, add --replace",
        ));
    }
    replace(&file, hex::encode(key.as_bytes()).as_bytes())?;
    say(format_args!("{} is believed by the key", args.state));
    say(format_args!("  {}", fingerprint(&key)));
    say("Two people compare it with the paper that brought it.");
    Ok(Exit::Good)
}

fn take(args: &Take) -> Result<Exit, Fault> {
    let config = Config::read(&args.dir.dir)?;
    let now = SystemClock::default().now();
    let mut directory = read(&trust(&args.dir.dir), config.world(), now)?;
    let bytes = std::fs::read(&args.file).map_err(|why| {
        Fault::misuse(
            format!("{} cannot be read: {why}", args.file.display()),
            "name a State's file",
        )
    })?;
    match directory.load(&bytes, now) {
        Ok(loaded) => {
            let file = trust(&args.dir.dir).join(format!("{}.dir", loaded.state));
            replace(&file, &bytes)?;
            let (state, version) = (loaded.state, loaded.version);
            if loaded.changed {
                say(format_args!("Version {version} of {state} is in force."));
            } else {
                say(format_args!(
                    "Version {version} of {state} was in force already."
                ));
            }
            Ok(Exit::Good)
        }
        Err(fault) => Err(Fault {
            exit: Exit::No,
            what: format!("{}: {fault} [{}]", args.file.display(), fault.code()),
            remedy: "what was in force stays in force".to_owned(),
        }),
    }
}

fn show(args: &Show) -> Result<Exit, Fault> {
    let config = Config::read(&args.dir.dir)?;
    let now = SystemClock::default().now();
    let directory = read(&trust(&args.dir.dir), config.world(), now)?;
    let mut states = Vec::new();
    for state in directory.states() {
        let Some((file, _)) = directory
            .file(state)
            .and_then(|bytes| SignedStateFile::peek(bytes).ok())
        else {
            continue;
        };
        states.push(serde_json::json!({
            "state": state, "version": file.version,
            "issued": file.issued.to_string(), "expires": file.expires.to_string(),
            "revocations": file.revocations.len(),
            "nodes": nodes(&directory, state, now),
        }));
    }
    if args.json {
        say(serde_json::Value::Array(states));
        return Ok(Exit::Good);
    }
    for state in &states {
        say(format_args!(
            "{}  version {}, issued {}, holds until {}",
            text(&state["state"]),
            state["version"],
            text(&state["issued"]),
            text(&state["expires"])
        ));
        for node in state["nodes"].as_array().into_iter().flatten() {
            say(format_args!(
                "    {:<32} {} ({}, {} officers, {})",
                text(&node["node"]),
                text(&node["name"]),
                text(&node["kind"]),
                node["officers"],
                text(&node["standing"])
            ));
        }
    }
    Ok(Exit::Good)
}

fn nodes(
    directory: &Directory,
    state: StateCode,
    now: comity_core::time::Instant,
) -> Vec<serde_json::Value> {
    directory
        .entries()
        .filter(|entry| entry.node.state() == state)
        .map(|entry| {
            serde_json::json!({
                "node": entry.node, "name": entry.name("en"), "kind": entry.kind.as_str(),
                "urls": entry.urls, "officers": entry.grants.len(),
                "authority_key": entry.authority.as_ref().map(fingerprint),
                "standing": format!("{:?}", directory.standing(&entry.node, now)).to_lowercase(),
            })
        })
        .collect()
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn trust(folder: &Path) -> PathBuf {
    folder.join("trust")
}
