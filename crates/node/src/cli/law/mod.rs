//! `comity law`: ask the law from a terminal or a script.

mod change;
mod consent;
mod decide;
mod pack;
mod show;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_core::law::{Pack, PackRefused, QueryRefused};
use serde::Serialize;
use serde_json::{Value, json};

use self::decide::Decide;
use self::show::{EffectOf, Show};
use super::{Exit, Fault};

/// Which law lets one State ask another, what changes if one joins, and what the data says.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law show JP COE-224")]
pub(crate) struct Law {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Change(change::ChangeArgs),
    Check(Check),
    Consent(consent::ConsentArgs),
    Decide(Decide),
    Effect(EffectOf),
    Pack(pack::PackArgs),
    Show(Show),
}

/// Check a pack of law data against its rules; exit 1 if one is broken, each with file and row.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law check ./law --json")]
struct Check {
    /// Folder of the pack; default: the pack that ships and the exercise pack.
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(law: Law) -> Result<Exit, Fault> {
    match law.command {
        Command::Change(it) => change::run(it),
        Command::Check(it) => it.run(),
        Command::Consent(it) => consent::run(it),
        Command::Decide(it) => it.run(),
        Command::Effect(it) => it.run(),
        Command::Pack(it) => pack::run(it),
        Command::Show(it) => it.run(),
    }
}

impl Check {
    fn run(self) -> Result<Exit, Fault> {
        let mut faults = Vec::new();
        let mut packs = Vec::new();
        let lists = match &self.dir {
            Some(dir) => vec![files(dir)?],
            None => vec![Pack::builtin_files(), Pack::exercise_files()],
        };
        for list in lists {
            match Pack::from_files(list) {
                Ok(pack) => packs.push(json!({"name": pack.name(), "pack": pack.hash()})),
                Err(refused) => faults.extend(refused.faults),
            }
        }
        let good = faults.is_empty();
        if self.json {
            let list: Vec<Value> = faults
                .iter()
                .map(|it| json!({"file": it.file, "row": it.row, "rule": it.rule, "found": it.found}))
                .collect();
            print(&json!({"good": good, "packs": packs, "faults": list}))?;
        } else {
            let mut lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            for pack in &packs {
                let word = |key: &str| pack[key].as_str().unwrap_or_default().to_owned();
                lines.push(format!("good  {}  {}", word("pack"), word("name")));
            }
            say(&lines)?;
        }
        Ok(if good { Exit::Good } else { Exit::No })
    }
}

fn by_state(code: &str) -> &'static Pack {
    match code.parse::<comity_core::id::StateCode>() {
        Ok(code) if code.is_invented() => Pack::exercise(),
        _ => Pack::builtin(),
    }
}

const REMEDY: &str = "`comity law decide --help` shows an example.";

fn unreadable(refused: QueryRefused) -> Fault {
    let place = if refused.field.is_empty() {
        String::new()
    } else {
        format!("{}: ", refused.field)
    };
    Fault::misuse(
        format!("{}: {place}{}", refused.code.as_str(), refused.problem),
        REMEDY,
    )
}

/// Reads a pack from a folder.
fn load(dir: &Path) -> Result<Pack, Fault> {
    Pack::from_files(files(dir)?).map_err(|refused: PackRefused| {
        Fault::misuse(
            refused.to_string(),
            format!(
                "`comity law check {}` names every broken rule.",
                dir.display()
            ),
        )
    })
}

fn files(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let unreadable = |path: &Path, cause: &io::Error| {
        Fault::misuse(
            format!("{}: {cause}", path.display()),
            "Name the folder of a pack.",
        )
    };
    let mut files = BTreeMap::new();
    for (sub, prefix) in [
        (dir.to_path_buf(), ""),
        (dir.join("sentences"), "sentences/"),
    ] {
        for entry in fs::read_dir(&sub).map_err(|cause| unreadable(&sub, &cause))? {
            let path = entry.map_err(|cause| unreadable(&sub, &cause))?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            // A pack is made of JSON and CSV; a reading guide beside it is no part of it.
            if path.is_file() && (name.ends_with(".json") || name.ends_with(".csv")) {
                let bytes = fs::read(&path).map_err(|cause| unreadable(&path, &cause))?;
                files.insert(format!("{prefix}{name}"), bytes);
            }
        }
    }
    Ok(files)
}

fn print(value: &impl Serialize) -> Result<(), Fault> {
    let text =
        serde_json::to_string(value).map_err(|cause| Fault::machine(cause.to_string(), ""))?;
    say(&[text])
}

fn say(lines: &[String]) -> Result<(), Fault> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in lines {
        writeln!(out, "{line}").map_err(broken_pipe)?;
    }
    out.flush().map_err(broken_pipe)
}

fn broken_pipe(cause: io::Error) -> Fault {
    Fault::machine(format!("the answer could not be written: {cause}"), "")
}
