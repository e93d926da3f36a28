//! `comity init`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use comity_core::id::NodeId;
use comity_wire::context::World;
use comity_wire::directory::{NodeKind, SignedStateFile};
use comity_wire::keys::{SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::{Exit, Fault, say};
use crate::house::config::not_writable;
use crate::house::founding::{Founded, Founding, cost, found, issue, make_folder, write};
use crate::house::keyring::{ask_new, machine, passphrase, write_seed};
use crate::house::machine::SystemClock;
use crate::house::trust::{fingerprint, read_pin};

/// Make the folder of a new node: settings, keys, certificate, and for the first office of a State
/// the State's own directory.
///
/// Passphrases are asked for at the terminal, or read from files that are named.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity init --dir ./central --node XA/justice/central --exercise\n  \
                  comity init --dir ./cyber --node XA/police/cyber --exercise --state-key XA.key"
)]
pub(crate) struct Init {
    /// Folder to make.
    #[arg(long, value_name = "FOLDER")]
    dir: PathBuf,
    /// Id of the node: the State's two letters, then the office, such as XA/justice/central.
    #[arg(long, value_name = "ID")]
    node: NodeId,
    /// Invented States (XA to XZ) only; keys and messages never mix with live ones.
    #[arg(long)]
    exercise: bool,
    /// Name of the office in English.
    #[arg(long)]
    name: Option<String>,
    /// What the office is.
    #[arg(long, default_value = "authority", value_parser = kind_of)]
    kind: NodeKind,
    /// Telephone of the duty desk, for call-backs.
    #[arg(long)]
    telephone: Option<String>,
    /// IANA time zone of the office.
    #[arg(long, default_value = "UTC")]
    zone: String,
    /// Where peers come in.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7443")]
    peer_listen: SocketAddr,
    /// Where officers come in: loopback, or behind the office's own proxy.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    desk_listen: SocketAddr,
    /// Address under which peers reach this node, if it is not the one it listens on.
    #[arg(long, value_name = "HTTPS")]
    url: Option<String>,
    /// The public directory key of the State, when another office of the State exists already.
    #[arg(long, value_name = "FILE")]
    state_key: Option<PathBuf>,
    /// File with the passphrase of the node's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the passphrase of the authority's and the State's keys; without a terminal the
    /// node's passphrase is used for all.
    #[arg(long, value_name = "FILE")]
    authority_passphrase_file: Option<PathBuf>,
}

fn kind_of(word: &str) -> Result<NodeKind, String> {
    NodeKind::parse(word)
        .ok_or_else(|| "one of authority, contact_point, provider, cert, fiu, oversight".to_owned())
}

pub(crate) fn run(args: Init) -> Result<Exit, Fault> {
    use comity_flows::ports::Clock as _;
    let state = args.node.state();
    check(&args)?;
    let world = if args.exercise {
        World::Exercise
    } else {
        World::Live
    };
    let pinned = args.state_key.as_deref().map(read_pin).transpose()?;
    make_folder(&args.dir)?;
    let (node_secret, authority_secret, setting) = secrets(&args)?;
    let name = args.name.clone().unwrap_or_else(|| args.node.to_string());
    let now = SystemClock::default().now();
    let plan = Founding {
        id: args.node.clone(),
        world,
        kind: args.kind,
        names: BTreeMap::from([("en".to_owned(), name)]),
        zone: args.zone.clone(),
        telephone: args.telephone.clone(),
        peers: args.peer_listen,
        desk: args.desk_listen,
        url: args
            .url
            .clone()
            .unwrap_or_else(|| format!("https://{}", args.peer_listen)),
        passphrase: &node_secret,
        passphrase_file: setting,
        authority_passphrase: &authority_secret,
    };
    let founded = found(&args.dir, &plan, now)?;
    // What the node is, signed by its authority key: the State's office checks it and lists it.
    let entry = issue(
        state,
        1,
        vec![founded.entry.clone()],
        Vec::new(),
        &founded.authority,
        world,
        now,
    )?;
    write(&args.dir.join("entry"), entry.bytes())?;
    let trust = args.dir.join("trust");
    match &pinned {
        Some(key) => pin(&trust, state.as_str(), key)?,
        None => {
            let key = SigningKey::generate().map_err(machine)?;
            make_folder(&args.dir.join("state"))?;
            let file = args.dir.join("state").join(format!("{state}.key"));
            write_seed("state", &file, key.seed(), &authority_secret, cost(world))?;
            pin(&trust, state.as_str(), key.verifying())?;
            let signed: SignedStateFile = issue(
                state,
                1,
                vec![founded.entry.clone()],
                Vec::new(),
                &key,
                world,
                now,
            )?;
            write(&trust.join(format!("{state}.dir")), signed.bytes())?;
        }
    }
    tell(&args, &founded, pinned.is_none());
    Ok(Exit::Good)
}

fn check(args: &Init) -> Result<(), Fault> {
    let state = args.node.state();
    if state.is_invented() != args.exercise {
        return Err(if args.exercise {
            Fault::misuse(
                format!("{state} is a real State"),
                "an exercise has invented States only: XA to XZ; for a live node leave --exercise out",
            )
        } else {
            Fault::misuse(
                format!("{state} is an invented State"),
                "add --exercise, or name the real State",
            )
        });
    }
    if jiff::tz::TimeZone::get(&args.zone).is_err() {
        return Err(Fault::misuse(
            format!("{} is no time zone", args.zone),
            "write it as in Europe/Berlin",
        ));
    }
    if args.peer_listen == args.desk_listen && args.peer_listen.port() != 0 {
        return Err(Fault::misuse(
            "peers and officers cannot come in at the same address",
            "give --peer-listen and --desk-listen different ports",
        ));
    }
    for there in ["comity.toml", "keys"] {
        if args.dir.join(there).exists() {
            return Err(Fault::misuse(
                format!("there is a node in {} already", args.dir.display()),
                "name another folder: keys are never written over",
            ));
        }
    }
    Ok(())
}

type Secret = Zeroizing<Vec<u8>>;

/// The node's passphrase, the authority's, and the setting that names the file of the first.
fn secrets(args: &Init) -> Result<(Secret, Secret, PathBuf), Fault> {
    let (node, setting) = match &args.passphrase_file {
        Some(file) => {
            let whole = std::path::absolute(file).map_err(|why| not_writable(file, &why))?;
            (existing(&whole)?, whole)
        }
        None => (
            ask_new("New passphrase of the node's keys")?,
            PathBuf::from("passphrase"),
        ),
    };
    let authority = match (&args.authority_passphrase_file, &args.passphrase_file) {
        (Some(file), _) => existing(file)?,
        (None, Some(_)) => node.clone(),
        (None, None) => ask_new("New passphrase of the authority's and the State's keys")?,
    };
    Ok((node, authority, setting))
}

fn existing(file: &Path) -> Result<Secret, Fault> {
    if file.is_file() {
        return passphrase(file);
    }
    Err(Fault::misuse(
        format!("there is no passphrase file {}", file.display()),
        "write a passphrase into it first, or leave the option out and be asked",
    ))
}

fn pin(trust: &Path, state: &str, key: &VerifyingKey) -> Result<(), Fault> {
    write(
        &trust.join(format!("{state}.key")),
        hex::encode(key.as_bytes()).as_bytes(),
    )
}

fn tell(args: &Init, founded: &Founded, first: bool) {
    let dir = args.dir.display();
    let state = args.node.state();
    say(format_args!("The node {} is in {dir}.", args.node));
    say(format_args!(
        "authority key  {}",
        fingerprint(founded.authority.verifying())
    ));
    say("");
    say("Next:");
    let mut step = 0;
    let mut next = |text: String| {
        step += 1;
        say(format_args!("  {step}. {text}"));
    };
    next(format!(
        "Enter people: comity user add --dir {dir} --login marin --name \"T. Marin\" --role investigator"
    ));
    if first {
        next(format!(
            "Then take {dir}/state and {dir}/keys/authority.key to a safe: whoever has them can speak for {state} and for this office. Back them up; nothing can replace them."
        ));
    } else {
        next(format!(
            "Bring {dir}/entry to the office that keeps the directory of {state}. It runs `comity directory add entry`, compares the authority key above with you by telephone, and gives you {state}.dir back: put it into {dir}/trust."
        ));
    }
    if args.passphrase_file.is_none() {
        next(format!(
            "To start without a person at the terminal, put the passphrase into {dir}/passphrase, readable by this account only."
        ));
    }
    next(format!(
        "Look whether all is well: comity doctor --dir {dir}"
    ));
    next(format!("Start it: comity serve --dir {dir}"));
}
