//! `comity law decide`: one question, or one on each line.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use comity_core::law::{self, Decision, Pack, Query, QueryRefused};
use serde_json::{Value, json};

use super::{REMEDY, broken_pipe, pack, unreadable};
use crate::cli::{Exit, Fault};

/// Questions are read whole, to tell one question from lines of them; more than this is no question.
const MOST_BYTES: u64 = 256 << 20;

/// Find the legal basis of a request, or say why there is none.
///
/// FILE holds one question, or one on each line; the answers come in the same form. Between invented
/// States (XA to XZ) the exercise pack answers.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  echo '{\"requesting\":\"JP\",\"requested\":\"US\",\
    \"addressee\":\"central_authority\",\"measure\":\"mla_stored\",\"data_category\":\"content\",\
    \"offence\":\"computer_fraud\",\"max_penalty_months\":120,\"date\":\"2026-11-02\"}' \
    | comity law decide --json -"
)]
pub(super) struct Decide {
    /// The question; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print JSON: one value, or one on each line.
    #[arg(long)]
    json: bool,
    /// Language of the sentences: ar, en, es, fr, ru or zh.
    #[arg(long, default_value = "en", value_parser = law::LANGUAGES)]
    lang: String,
    /// Another pack: a folder, a signed pack file, or the hash of one that the node of --dir has or had.
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
    /// Folder of the node that keeps the packs of old decisions.
    #[arg(long, value_name = "FOLDER", requires = "pack")]
    dir: Option<PathBuf>,
}

impl Decide {
    pub(super) fn run(self) -> Result<Exit, Fault> {
        let other = match &self.pack {
            Some(named) => Some(pack::named(named, self.dir.as_deref())?),
            None => None,
        };
        let text = read(&self.file)?;
        let mut out = BufWriter::new(io::stdout().lock());
        if let Ok(question @ Value::Object(_)) = serde_json::from_str::<Value>(&text) {
            let decision = decide(other.as_deref(), &question, &self.lang).map_err(unreadable)?;
            self.write(&mut out, &decision)?;
            out.flush().map_err(broken_pipe)?;
            return Ok(Exit::Good);
        }
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let mut exit = Exit::Good;
        let mut any = false;
        let many = lines.clone().nth(1).is_some();
        for (at, line) in &mut lines {
            any = true;
            let answer = serde_json::from_str(line)
                .map_err(|wrong| not_json(&wrong))
                .and_then(|question| decide(other.as_deref(), &question, &self.lang));
            match answer {
                Ok(decision) => self.write(&mut out, &decision)?,
                Err(refused) if many && self.json => {
                    exit = Exit::Misuse;
                    let error = json!({"error": {"code": refused.code.as_str(), "line": at + 1,
                        "field": refused.field, "message": refused.problem}});
                    writeln!(out, "{error}").map_err(broken_pipe)?;
                }
                Err(refused) => {
                    out.flush().map_err(broken_pipe)?;
                    return Err(unreadable(refused));
                }
            }
        }
        out.flush().map_err(broken_pipe)?;
        if any {
            Ok(exit)
        } else {
            Err(Fault::misuse("there is no question in the input", REMEDY))
        }
    }

    fn write(&self, out: &mut impl Write, decision: &Decision) -> Result<(), Fault> {
        if self.json {
            let text = serde_json::to_string(decision)
                .map_err(|cause| Fault::machine(cause.to_string(), ""))?;
            writeln!(out, "{text}").map_err(broken_pipe)
        } else {
            for line in &decision.explanation {
                writeln!(out, "{line}").map_err(broken_pipe)?;
            }
            writeln!(out, "({})", decision.pack).map_err(broken_pipe)
        }
    }
}

/// The exercise world answers for invented States; real and invented never meet in one pack.
fn decide(other: Option<&Pack>, question: &Value, lang: &str) -> Result<Decision, QueryRefused> {
    let invented = |key: &str| {
        question[key]
            .as_str()
            .and_then(|code| code.parse::<comity_core::id::StateCode>().ok())
            .is_some_and(|code| code.is_invented())
    };
    let pack = match other {
        Some(pack) => pack,
        None if invented("requesting") || invented("requested") => Pack::exercise(),
        None => Pack::builtin(),
    };
    let (query, unread) = Query::from_value(pack, question)?;
    let mut decision = law::decide(pack, &query, lang);
    decision.facts_not_read = unread;
    Ok(decision)
}

fn read(path: &Path) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let outcome = if path == Path::new("-") {
        io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    outcome.map_err(|cause| {
        Fault::misuse(
            format!("{}: {cause}", path.display()),
            "Name a file that can be read.",
        )
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::misuse(
            "the input is too large",
            "Send fewer questions at once.",
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| Fault::misuse("the input is not UTF-8 text", "Save it as UTF-8."))
}

fn not_json(wrong: &serde_json::Error) -> QueryRefused {
    QueryRefused {
        code: law::QueryRefusal::NotJson,
        field: String::new(),
        problem: format!("column {}: not JSON", wrong.column()),
    }
}
