//! `comity user`: the people of a node.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_core::role::Role;
use comity_flows::ports::{Clock as _, OfficerRow};
use comity_wire::context::World;
use comity_wire::grant::SignedGrant;
use comity_wire::hash::sha256;
use comity_wire::revocation::{Revocation, Revoked, SignedRevocation};
use comity_wire::secret_file::Cost;
use zeroize::Zeroizing;

use super::folder::{Dir, Safe, fault_of};
use super::{Exit, Fault, say};
use crate::house::founding::{NewOfficer, enrol};
use crate::house::keyring::{ask, ask_new, machine, passphrase, read_seed};
use crate::house::machine::SystemClock;
use crate::house::opened::{Access, Opened};
use crate::house::papers::{Listed, replace};
use crate::house::passwords;

/// The fewest characters of a password.
const SHORTEST: usize = 12;

/// The people of a node: enter them, list them, shut them out, change a password.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity user add --dir ./central --login marin --name \"T. Marin\" --role investigator"
)]
pub(crate) struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Add),
    Disable(Disable),
    List(List),
    Passwd(Passwd),
}

/// Enter a person with a password and roles.
///
/// In an exercise the person also gets a software authenticator for the pages (officers/) and one
/// for `comity approve` (native/), and the authority key grants both.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity user add --dir ./central --login okoye --name \"M. Okoye\" --office \"Legal officer\" --role ca_officer --role duty_officer"
)]
struct Add {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    safe: Safe,
    /// Sign-in name: small letters, digits, hyphens.
    #[arg(long)]
    login: String,
    /// Name as shown at this node; it never leaves it.
    #[arg(long)]
    name: String,
    /// Office or function.
    #[arg(long, default_value = "")]
    office: String,
    /// What the person does; may be repeated.
    #[arg(long = "role", required = true, value_parser = role)]
    roles: Vec<Role>,
    /// Language of the screens.
    #[arg(long, default_value = "en", value_parser = ["ar", "en", "es", "fr", "ru", "zh"])]
    language: String,
    /// File with the first password; asked for when left out.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// Shut a person out: no sign-in any more, and the grant is revoked.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity user disable --dir ./central --login marin --reason left-office"
)]
struct Disable {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    safe: Safe,
    /// Sign-in name.
    #[arg(long)]
    login: String,
    /// Why.
    #[arg(long, default_value = "left-office", value_parser = ["lost", "stolen", "left-office", "superseded", "misuse"])]
    reason: String,
}

/// List the people of a node.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity user list --dir ./central")]
struct List {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Change a password; the authenticators that it opens are sealed again.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity user passwd --dir ./central --login marin")]
struct Passwd {
    #[command(flatten)]
    dir: Dir,
    /// Sign-in name.
    #[arg(long)]
    login: String,
    /// File with the password as it is; asked for when left out.
    #[arg(long, value_name = "FILE")]
    old_password_file: Option<PathBuf>,
    /// File with the new password; asked for when left out.
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", all.join(", "))
    })
}

pub(crate) fn run(args: User) -> Result<Exit, Fault> {
    match args.command {
        Command::Add(args) => super::block_on(add(args)),
        Command::Disable(args) => super::block_on(disable(args)),
        Command::List(args) => super::block_on(list(args)),
        Command::Passwd(args) => super::block_on(passwd(args)),
    }
}

async fn add(args: Add) -> Result<Exit, Fault> {
    let folder = &args.dir.dir;
    let open = Opened::open(folder, Access::Preparing).await?;
    let taken = open.node.ledger().officer_by_login(&args.login).await;
    if taken.map_err(machine)?.is_some() {
        return Err(Fault::misuse(
            format!("{} is entered already", args.login),
            "choose another sign-in name; one is never given twice",
        ));
    }
    let password = new_password(&args.login, args.password_file.as_deref())?;
    let world = open.config.world();
    let papers = args.safe.papers(folder, &open.config);
    let authority = match world {
        World::Exercise => Some(papers.authority()?),
        World::Live => None,
    };
    let person = NewOfficer {
        login: &args.login,
        name: &args.name,
        office: &args.office,
        roles: &args.roles,
        language: &args.language,
        password: &password,
    };
    let now = SystemClock::default().now();
    let row = enrol(
        folder,
        &open.config.node,
        world,
        &person,
        authority.as_ref(),
        now,
    )?;
    let listed = match &authority {
        Some(key) => Some(papers.update(now, key, Vec::new(), |entry| {
            entry.grants.push(row.grant.clone());
        })?),
        None => None,
    };
    let id = row.id.clone();
    open.node
        .put_officer(row, "administrator")
        .await
        .map_err(fault_of)?;
    say(format_args!("{} is entered as {id}.", args.login));
    match listed {
        Some(listed) => tell(&listed),
        None => say(
            "Approvals need a security key of an approved model, which this version cannot enrol yet: this person can read, write and triage, and cannot sign.",
        ),
    }
    Ok(Exit::Good)
}

async fn disable(args: Disable) -> Result<Exit, Fault> {
    let folder = &args.dir.dir;
    let open = Opened::open(folder, Access::Preparing).await?;
    let mut row = person(&open, &args.login).await?;
    row.disabled = true;
    let now = SystemClock::default().now();
    let mut listed = None;
    if !row.grant.is_empty() {
        let papers = args.safe.papers(folder, &open.config);
        let authority = papers.authority()?;
        let revocation = Revocation {
            what: Revoked::Grant(sha256(&row.grant)),
            since: None,
            issued: now,
            reason: args.reason.clone(),
        };
        let signed = SignedRevocation::issue(
            revocation,
            &authority,
            authority.verifying().id(),
            open.config.world(),
        )
        .map_err(machine)?;
        // The grant stays listed, so that what it approved before can still be verified.
        let revocations = vec![signed.bytes().to_vec()];
        listed = Some(papers.update(now, &authority, revocations, |_| {})?);
    }
    open.node
        .put_officer(row, "administrator")
        .await
        .map_err(fault_of)?;
    say(format_args!("{} is shut out.", args.login));
    if let Some(listed) = &listed {
        tell(listed);
    }
    Ok(Exit::Good)
}

async fn list(args: List) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let rows = open.node.ledger().officers().await.map_err(machine)?;
    if args.json {
        let people: Vec<_> = rows
            .iter()
            .map(|row| {
                serde_json::json!({
                    "id": row.id, "login": row.login, "name": row.name, "office": row.office,
                    "roles": row.roles, "language": row.language, "disabled": row.disabled,
                    "grant_until": until(row),
                })
            })
            .collect();
        say(serde_json::Value::Array(people));
        return Ok(Exit::Good);
    }
    for row in &rows {
        let roles: Vec<&str> = row.roles.iter().map(|role| role.as_str()).collect();
        let state = match (row.disabled, until(row)) {
            (true, _) => "shut out".to_owned(),
            (false, Some(until)) => format!("may approve until {until}"),
            (false, None) => "cannot approve".to_owned(),
        };
        say(format_args!(
            "{:<16} {:<24} {:<36} {state}",
            row.login,
            row.name,
            roles.join(", ")
        ));
    }
    if rows.is_empty() {
        say("Nobody is entered yet: `comity user add`.");
    }
    Ok(Exit::Good)
}

fn until(row: &OfficerRow) -> Option<String> {
    let (grant, _) = SignedGrant::peek(&row.grant).ok()?;
    Some(grant.until.to_string())
}

async fn passwd(args: Passwd) -> Result<Exit, Fault> {
    use comity_flows::Passwords as _;
    let folder = &args.dir.dir;
    let open = Opened::open(folder, Access::Preparing).await?;
    let mut row = person(&open, &args.login).await?;
    let old = match &args.old_password_file {
        Some(file) => text(passphrase(file)?)?,
        None => text(ask(&format!("Password of {} as it is", args.login))?)?,
    };
    let checker = passwords::Argon2Passwords {
        officers: folder.join("officers"),
        world: open.config.world(),
        page: crate::house::opened::page_of(&open.config.node),
    };
    if !checker.matches(&row.password, &old) {
        return Err(Fault {
            exit: Exit::No,
            what: "this is not the password".to_owned(),
            remedy: "a forgotten password cannot be replaced: it opens the person's authenticators; shut the person out and enter them anew".to_owned(),
        });
    }
    let new = new_password(&args.login, args.new_password_file.as_deref())?;
    row.password = passwords::hash(&new)?;
    // The new files lie beside the old ones until all are written.
    let mut sealed = Vec::new();
    for sub in ["officers", "native"] {
        let file = folder.join(sub).join(format!("{}.key", args.login));
        if file.exists() {
            let seed = read_seed("officer", &file, old.as_bytes())?;
            let bytes =
                comity_wire::secret_file::seal("officer", &*seed, new.as_bytes(), Cost::EXERCISE)
                    .map_err(machine)?;
            sealed.push((file, bytes));
        }
    }
    for (file, bytes) in sealed {
        replace(&file, &bytes)?;
    }
    open.node
        .put_officer(row, "administrator")
        .await
        .map_err(fault_of)?;
    say(format_args!("The password of {} is changed.", args.login));
    Ok(Exit::Good)
}

async fn person(open: &Opened, login: &str) -> Result<OfficerRow, Fault> {
    let found = open.node.ledger().officer_by_login(login).await;
    found.map_err(machine)?.ok_or_else(|| {
        Fault::misuse(
            format!("nobody is entered as {login}"),
            "`comity user list` shows who is",
        )
    })
}

fn new_password(login: &str, file: Option<&Path>) -> Result<Zeroizing<String>, Fault> {
    let password = match file {
        Some(file) => text(passphrase(file)?)?,
        None => text(ask_new(&format!("New password of {login}"))?)?,
    };
    if password.chars().count() < SHORTEST {
        return Err(Fault::misuse(
            format!("the password has fewer than {SHORTEST} characters"),
            "choose a longer one; a few words are good",
        ));
    }
    Ok(password)
}

fn text(bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, Fault> {
    String::from_utf8(bytes.to_vec())
        .map(Zeroizing::new)
        .map_err(|_| Fault::misuse("the password is no text", "write it in UTF-8"))
}

fn tell(listed: &Listed) {
    match listed {
        Listed::ByState(version) => say(format_args!(
            "The State's file has it as of version {version}; give it to the peers (`comity directory take`)."
        )),
        Listed::ToBring(file) => say(format_args!(
            "Bring {} to the office that keeps the State's directory (`comity directory add`).",
            file.display()
        )),
    }
}
