//! `comity law pack`: law data as one signed file, and the packs that a node has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use comity_core::law::Pack;
use comity_flows::ports::Clock as _;
use comity_wire::context::World;
use comity_wire::keys::VerifyingKey;
use comity_wire::law_pack::{LawPack, SignedLawPack};
use serde_json::{Value, json};

use super::{files, load, print, say};
use crate::cli::folder::{Actor, Dir, fault_of};
use crate::cli::keys::{read_public, read_secret, unwritable};
use crate::cli::{Exit, Fault, block_on};
use crate::house::keyring::machine;
use crate::house::machine::SystemClock;
use crate::house::opened::{Access, Opened};
use crate::house::papers::replace;

/// Sign a pack of law data, look at one, or put one in force at a node.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law pack sign ./law --key ministry.key --by 'Ministry of Justice' -o law-2.pack"
)]
pub(super) struct PackArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Install(Install),
    List(List),
    #[command(alias = "make")]
    Sign(Sign),
    Trust(Trust),
    Unpack(Unpack),
    Verify(Verify),
}

/// Check a folder of law data and sign all of it as one file.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law pack sign ./law --key ministry.key --by 'Ministry of Justice' -o law-2.pack"
)]
struct Sign {
    /// Folder of the pack.
    folder: PathBuf,
    /// Secret key file of whoever answers for the data (`comity keys generate`).
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Who answers for it, in words.
    #[arg(long, value_name = "WORDS")]
    by: String,
    /// Where the signed file goes.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Check a signed pack: signatures, then every rule; exit 1 on any doubt.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law pack verify --key ministry.key.pub law-2.pack")]
struct Verify {
    /// The signed file.
    file: PathBuf,
    /// Public key files of those who are believed; with several, put another option before the file.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    key: Vec<PathBuf>,
    /// Folder of a node: whoever it believes is believed.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Write the files of a signed pack into a folder, to be read and changed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law pack unpack law-2.pack -o ./law")]
struct Unpack {
    /// The signed file.
    file: PathBuf,
    /// A folder that does not exist yet.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

/// Believe law packs signed by this key, at this node; two people compare it first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law pack trust --dir ./central ministry.key.pub")]
struct Trust {
    #[command(flatten)]
    dir: Dir,
    /// The public key file.
    key: PathBuf,
}

/// Propose a signed pack at a node; it counts when a second person agrees (`comity law change approve`).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law pack install --dir ./central --as okoye --reason 'depositary, May 2027' law-2.pack"
)]
struct Install {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Why, and where it is written.
    #[arg(long)]
    reason: String,
    /// The signed file.
    file: PathBuf,
}

/// List the packs that were in force at a node, the one in force now last.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law pack list --dir ./central --json")]
struct List {
    #[command(flatten)]
    dir: Dir,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: PackArgs) -> Result<Exit, Fault> {
    match args.command {
        Command::Install(it) => block_on(install(it)),
        Command::List(it) => block_on(list(it)),
        Command::Sign(it) => it.run(),
        Command::Trust(it) => it.run(),
        Command::Unpack(it) => it.run(),
        Command::Verify(it) => match &it.dir {
            Some(dir) => {
                let dir = dir.clone();
                block_on(async move {
                    let open = Opened::open(&dir, Access::Beside).await?;
                    let bytes = read(&it.file)?;
                    it.say(open.node.verify_pack(&bytes).map_err(|why| why.to_string()))
                })
            }
            None => it.run(),
        },
    }
}

impl Sign {
    fn run(self) -> Result<Exit, Fault> {
        let pack = load(&self.folder)?;
        let keys = read_secret(&self.key)?;
        let sealed = LawPack {
            sealed_by: self.by,
            sealed_at: SystemClock::default().now(),
            files: files(&self.folder)?,
        };
        let kid = keys.public().signing.id();
        let signed =
            SignedLawPack::issue(sealed, &keys.signing, kid, world(&pack)).map_err(machine)?;
        // What would not be read back is not given away.
        SignedLawPack::peek(signed.bytes()).map_err(|fault| {
            Fault::misuse(
                format!("this cannot be a pack: {fault}"),
                "name files in small letters, at most one folder deep, and who answers for it",
            )
        })?;
        std::fs::write(&self.output, signed.bytes())
            .map_err(|cause| unwritable(&self.output, &cause))?;
        say(&[
            format!(
                "{} version {} of {}",
                pack.name(),
                pack.version(),
                pack.as_of()
            ),
            format!("pack  {}", pack.hash()),
            format!("key   {}", kid.fingerprint()),
        ])?;
        Ok(Exit::Good)
    }
}

impl Verify {
    fn run(self) -> Result<Exit, Fault> {
        let keys: Vec<VerifyingKey> = self
            .key
            .iter()
            .map(|file| read_public(file).map(|keys| keys.signing))
            .collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(Fault::misuse(
                "nobody is named whose signature would count",
                "name a public key file with --key, or a node with --dir",
            ));
        }
        let bytes = read(&self.file)?;
        let outcome = [World::Live, World::Exercise]
            .into_iter()
            .map(|kind| check(&bytes, &keys, kind))
            .reduce(Result::or)
            .unwrap_or_else(|| Err(String::new()));
        self.say(outcome)
    }

    fn say(&self, outcome: Result<(SignedLawPack, Pack), String>) -> Result<Exit, Fault> {
        match outcome {
            Ok((file, pack)) => {
                if self.json {
                    let mut said = about(&file, &pack);
                    said["good"] = json!(true);
                    print(&said)?;
                } else {
                    say(&[
                        format!("good  {}  {}", pack.hash(), pack.name()),
                        format!("version {} of {}", pack.version(), pack.as_of()),
                        format!("sealed by {} at {}", file.sealed_by, file.sealed_at),
                        format!("key {}", file.kid().fingerprint()),
                    ])?;
                }
                Ok(Exit::Good)
            }
            Err(why) => {
                if self.json {
                    print(&json!({"good": false, "why": why}))?;
                } else {
                    say(&[format!("not good: {why}")])?;
                }
                Ok(Exit::No)
            }
        }
    }
}

fn check(
    bytes: &[u8],
    keys: &[VerifyingKey],
    kind: World,
) -> Result<(SignedLawPack, Pack), String> {
    let file = SignedLawPack::verify(bytes, kind, |kid| {
        keys.iter().find(|key| key.id() == *kid).cloned()
    })
    .map_err(|fault| format!("{fault} [{}]", fault.code()))?;
    let pack = Pack::from_files(file.files.clone()).map_err(|refused| {
        let faults = refused.faults.iter().map(ToString::to_string);
        faults.collect::<Vec<_>>().join("\n")
    })?;
    if world(&pack) != kind {
        return Err("exercise and live law never mix".to_owned());
    }
    Ok((file, pack))
}

fn about(file: &SignedLawPack, pack: &Pack) -> Value {
    json!({
        "pack": pack.hash(), "name": pack.name(), "version": pack.version(), "as_of": pack.as_of(),
        "exercise": pack.is_exercise(), "sealed_by": file.sealed_by,
        "sealed_at": file.sealed_at.to_string(), "key": file.kid().fingerprint(),
    })
}

impl Unpack {
    fn run(self) -> Result<Exit, Fault> {
        let (pack, _) = peek(&self.file)?;
        std::fs::create_dir(&self.output).map_err(|cause| unwritable(&self.output, &cause))?;
        for (path, bytes) in &pack.files {
            let to = self.output.join(path);
            if let Some(parent) = to.parent() {
                std::fs::create_dir_all(parent).map_err(|cause| unwritable(parent, &cause))?;
            }
            std::fs::write(&to, bytes).map_err(|cause| unwritable(&to, &cause))?;
        }
        say(&[format!(
            "{} files in {}; nobody's signature was checked.",
            pack.files.len(),
            self.output.display()
        )])?;
        Ok(Exit::Good)
    }
}

impl Trust {
    fn run(self) -> Result<Exit, Fault> {
        let keys = read_public(&self.key)?;
        let folder = self.dir.dir.join("trust/packs");
        std::fs::create_dir_all(&folder).map_err(|cause| unwritable(&folder, &cause))?;
        let name = self.key.file_name().unwrap_or_else(|| "pack.pub".as_ref());
        let file = folder.join(name);
        if file.extension().is_none_or(|ext| ext != "pub") {
            return Err(Fault::misuse(
                format!("{} does not end in .pub", self.key.display()),
                "name the public half of the key",
            ));
        }
        replace(&file, keys.to_text().as_bytes())?;
        say(&[
            "Law packs are believed by the key".to_owned(),
            format!("  {}", keys.signing.id().fingerprint()),
            "Two people compare it with the paper that brought it.".to_owned(),
        ])?;
        Ok(Exit::Good)
    }
}

async fn install(args: Install) -> Result<Exit, Fault> {
    let bytes = read(&args.file)?;
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let said = open.node.propose_pack(&officer, &bytes, &args.reason).await;
    super::change::told(&open.node, &said.map_err(fault_of)?).await
}

async fn list(args: List) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let book = open.node.law_book().await.map_err(fault_of)?;
    if args.json {
        print(&book.editions)?;
        return Ok(Exit::Good);
    }
    let lines: Vec<String> = book
        .editions
        .iter()
        .map(|one| {
            let own = one.overlay.as_ref().map_or(0, |rows| rows.about().len());
            format!(
                "{}  {} version {} of {}, {} own rows, sealed by {}, in force from {}",
                one.hash, one.name, one.version, one.as_of, own, one.sealed_by, one.since
            )
        })
        .collect();
    say(&lines)?;
    Ok(Exit::Good)
}

/// A pack by what a person calls it: a folder, a signed file, or a hash that a node knows.
pub(super) fn named(name: &str, node: Option<&Path>) -> Result<Arc<Pack>, Fault> {
    let path = Path::new(name);
    if path.is_dir() {
        return load(path).map(Arc::new);
    }
    if path.is_file() {
        let (file, _) = peek(path)?;
        return Pack::from_files(file.files)
            .map(Arc::new)
            .map_err(|refused| {
                Fault::misuse(
                    refused.to_string(),
                    "`comity law pack verify` names every broken rule.",
                )
            });
    }
    let Some(folder) = node else {
        return Err(Fault::misuse(
            format!("{name} is no folder and no pack file"),
            "with the hash of a pack, name the node that has it with --dir",
        ));
    };
    let (folder, hash) = (folder.to_owned(), name.to_owned());
    let mut found = None;
    block_on(async {
        let open = Opened::open(&folder, Access::Beside).await?;
        found = Some(open.node.pack_of(&hash).await.map_err(|fault| Fault {
            remedy: "`comity law pack list` shows the packs of a node".to_owned(),
            ..fault_of(fault)
        })?);
        Ok(Exit::Good)
    })?;
    found.ok_or_else(|| machine("a pack that was found is here"))
}

fn peek(path: &Path) -> Result<(LawPack, comity_wire::keys::KeyId), Fault> {
    SignedLawPack::peek(&read(path)?).map_err(|fault| {
        Fault::misuse(
            format!("{}: {fault} [{}]", path.display(), fault.code()),
            "name a file made by `comity law pack sign`",
        )
    })
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let most = comity_wire::law_pack::LARGEST as u64 + 1;
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|cause| {
            Fault::misuse(
                format!("{}: {cause}", path.display()),
                "name a file that can be read",
            )
        })?;
    Ok(bytes)
}

fn world(pack: &Pack) -> World {
    if pack.is_exercise() {
        World::Exercise
    } else {
        World::Live
    }
}
