//! `comity keys`: keys of people who work without a node.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_wire::evidence::keyfile::{KeyFileFault, PublicKeys, SecretKeys};
use comity_wire::evidence::landing::Landing;
use zeroize::Zeroizing;

use super::{Exit, Fault, say};

/// Make key files.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity keys generate -o desk.key")]
pub(crate) struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Generate),
}

/// Make a pair of keys for use without a node: one opens what is sealed to it, one signs.
///
/// The secret goes into FILE, which only you can read; the public half into FILE.pub, to be given
/// to those who seal evidence for you. Both are text. Keep a copy of FILE: what was sealed to it
/// cannot be opened without it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity keys generate -o desk.key")]
struct Generate {
    /// Where the secret goes; the public half goes to FILE.pub.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(keys: Keys) -> Result<Exit, Fault> {
    match keys.command {
        Command::Generate(generate) => generate.run(),
    }
}

impl Generate {
    fn run(self) -> Result<Exit, Fault> {
        let mut public_path = self.output.clone().into_os_string();
        public_path.push(".pub");
        let public_path = PathBuf::from(public_path);
        let secret = start(&self.output, Landing::private)?;
        let public = start(&public_path, Landing::shared)?;
        let keys = SecretKeys::generate()
            .map_err(|fault| Fault::machine(fault.to_string(), "Try again."))?;
        let public_keys = keys.public();
        write(&self.output, secret, keys.to_text().as_bytes())?;
        write(&public_path, public, public_keys.to_text().as_bytes())?;
        let (signing, sealing) = (public_keys.signing.id(), public_keys.sealing.id());
        if self.json {
            let answer = serde_json::json!({
                "secret": self.output, "public": public_path,
                "signing_key": signing.to_string(), "sealing_key": sealing.to_string(),
            });
            say(&answer);
        } else {
            say(format_args!("secret       {}", self.output.display()));
            say(format_args!("public       {}", public_path.display()));
            say(format_args!("signing key  {signing}"));
            say(format_args!("sealing key  {sealing}"));
        }
        Ok(Exit::Good)
    }
}

fn start(path: &Path, begin: fn(&Path) -> std::io::Result<Landing>) -> Result<Landing, Fault> {
    begin(path).map_err(|cause| unwritable(path, &cause))
}

fn write(path: &Path, landing: Landing, text: &[u8]) -> Result<(), Fault> {
    let written = landing
        .file()
        .write_all(text)
        .and_then(|()| landing.settle());
    written.map_err(|cause| unwritable(path, &cause))
}

/// What to say when an output cannot be written.
pub(crate) fn unwritable(path: &Path, cause: &std::io::Error) -> Fault {
    use std::io::ErrorKind;
    let shown = path.display();
    match cause.kind() {
        ErrorKind::AlreadyExists => Fault::misuse(
            format!("{shown} exists and is not replaced"),
            "Choose another name or move it away.",
        ),
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::misuse(
            format!("the folder of {shown} does not exist"),
            "Make the folder first.",
        ),
        _ => Fault::machine(
            format!("{shown} cannot be written: {cause}"),
            "Check room and rights of the folder; nothing was left behind.",
        ),
    }
}

/// Reads a public key file.
pub(crate) fn read_public(path: &Path) -> Result<PublicKeys, Fault> {
    PublicKeys::from_text(&read(path)?).map_err(|fault| no_key(path, fault))
}

/// Reads a secret key file.
pub(crate) fn read_secret(path: &Path) -> Result<SecretKeys, Fault> {
    SecretKeys::from_text(&read(path)?).map_err(|fault| no_key(path, fault))
}

fn read(path: &Path) -> Result<Zeroizing<String>, Fault> {
    fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|cause| {
            let what = format!("the key file {} cannot be read: {cause}", path.display());
            Fault::misuse(
                what,
                "Key files are made by `comity keys generate -o FILE`.",
            )
        })
}

fn no_key(path: &Path, fault: KeyFileFault) -> Fault {
    let remedy = match fault {
        KeyFileFault::OtherHalf { .. } => "The public half ends in .pub, the secret half does not.",
        KeyFileFault::None(_) => {
            "With several values after --to, put another option (such as -o) before the files."
        }
        KeyFileFault::Damaged | KeyFileFault::Key(_) => "Ask its owner for the file again.",
    };
    Fault::misuse(format!("{}: {fault}", path.display()), remedy)
}
