//! `comity law`: ask the law from a terminal or a script.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_core::law::{
    self, Decision, Effect, Overview, Pack, PackRefused, PartyFact, Query, QueryRefused,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Exit, Fault};

/// Questions are read whole, to tell one question from lines of them; more than this is no question.
const MOST_BYTES: u64 = 256 << 20;

/// Which law lets one State ask another, what changes if one joins, and what the data says.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity law show JP COE-224")]
pub(crate) struct Law {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
    Decide(Decide),
    Effect(EffectOf),
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
struct Decide {
    /// The question; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print JSON: one value, or one on each line.
    #[arg(long)]
    json: bool,
    /// Language of the sentences: ar, en, es, fr, ru or zh.
    #[arg(long, default_value = "en", value_parser = law::LANGUAGES)]
    lang: String,
    /// Another pack: a folder.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

/// Say which answers change, and for which pairs, if a State joins an instrument.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law effect --state KE --instrument COE-185 --from 2027-01-01 --json"
)]
struct EffectOf {
    /// The State that joins.
    #[arg(long, value_name = "XX")]
    state: String,
    /// The instrument.
    #[arg(long, value_name = "ID")]
    instrument: String,
    /// From which day.
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// Another pack: a folder.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

/// Show the law data with sources and dates: all, one State, one instrument, or one row.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law show\n  comity law show NL\n  comity law show COE-185 --json"
)]
struct Show {
    /// A State, or an instrument.
    #[arg(value_name = "STATE")]
    first: Option<String>,
    /// An instrument.
    #[arg(value_name = "INSTRUMENT")]
    second: Option<String>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// Another pack: a folder.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(crate) fn run(law: Law) -> Result<Exit, Fault> {
    match law.command {
        Command::Check(it) => it.run(),
        Command::Decide(it) => it.run(),
        Command::Effect(it) => it.run(),
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

impl Decide {
    fn run(self) -> Result<Exit, Fault> {
        let other = self.pack.as_deref().map(load).transpose()?;
        let text = read(&self.file)?;
        let mut out = BufWriter::new(io::stdout().lock());
        if let Ok(question @ Value::Object(_)) = serde_json::from_str::<Value>(&text) {
            let decision = decide(other.as_ref(), &question, &self.lang).map_err(unreadable)?;
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
                .and_then(|question| decide(other.as_ref(), &question, &self.lang));
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

impl EffectOf {
    fn run(self) -> Result<Exit, Fault> {
        let other = self.pack.as_deref().map(load).transpose()?;
        let pack = other.as_ref().unwrap_or_else(|| by_state(&self.state));
        let effect =
            law::effect(pack, &self.state, &self.instrument, &self.from).map_err(unreadable)?;
        if self.json {
            print(&effect)?;
        } else {
            say(&effect_lines(&effect))?;
        }
        Ok(Exit::Good)
    }
}

fn effect_lines(effect: &Effect) -> Vec<String> {
    let mut lines = Vec::new();
    if effect.already_party {
        lines.push(format!(
            "{} is a party to {} already.",
            effect.state, effect.instrument
        ));
    } else if !effect.in_force {
        lines.push(format!(
            "{} is not in force on {}: what follows is once it is, between its signatories.",
            effect.instrument, effect.from
        ));
    }
    lines.push(format!(
        "{} of {} answers change, with {} States.",
        effect.changes.len(),
        effect.asked,
        effect.partners
    ));
    for it in &effect.changes {
        lines.push(format!(
            "{} → {}  {} {} to {}: {} → {}",
            it.requesting,
            it.requested,
            it.measure,
            it.data_category.as_str(),
            it.addressee.as_str(),
            it.before.decision.as_str(),
            it.after.decision.as_str()
        ));
    }
    lines
}

impl Show {
    fn run(self) -> Result<Exit, Fault> {
        let other = self.pack.as_deref().map(load).transpose()?;
        let first = self.first.as_deref().unwrap_or_default();
        let pack = other.as_ref().unwrap_or_else(|| by_state(first));
        match (self.first.as_deref(), self.second.as_deref()) {
            (None, _) => {
                let overview = law::overview(pack);
                if self.json {
                    print(&overview)?
                } else {
                    say(&overview_lines(&overview))?
                }
            }
            (Some(one), None) if one.len() == 2 => {
                let page = law::state_page(pack, one).map_err(unreadable)?;
                if self.json {
                    print(&page)?
                } else {
                    say(&fact_lines(&page.rows))?
                }
            }
            (Some(one), None) => {
                let page = law::instrument_page(pack, one).map_err(unreadable)?;
                if self.json {
                    print(&page)?;
                } else {
                    let mut lines = instrument_lines(&page.instrument);
                    lines.extend(fact_lines(&page.rows));
                    say(&lines)?;
                }
            }
            (Some(state), Some(instrument)) => {
                let rows = law::party_facts(pack, state, instrument).map_err(unreadable)?;
                if self.json {
                    print(&json!({"rows": rows, "pack": pack.hash()}))?;
                } else {
                    say(&fact_lines(&rows))?;
                }
            }
        }
        Ok(Exit::Good)
    }
}

fn overview_lines(it: &Overview) -> Vec<String> {
    let mut lines = vec![
        format!("{}, facts as of {}", it.name, it.as_of),
        it.pack.clone(),
        format!(
            "{} instruments, {} measures ({} read in the text), {} party rows ({} unverified), {} offences",
            it.instruments.len(),
            it.measures,
            it.measures_text_seen,
            it.party_rows,
            it.party_rows_unverified,
            it.offences
        ),
    ];
    lines.extend(
        it.instruments
            .iter()
            .map(|(id, short)| format!("{id:<16} {short}")),
    );
    lines
}

fn fact_lines(rows: &[PartyFact]) -> Vec<String> {
    if rows.is_empty() {
        return vec!["no row".to_owned()];
    }
    rows.iter()
        .map(|it| {
            let since = if it.in_force.is_empty() {
                "no date"
            } else {
                &it.in_force
            };
            let confidence = format!("{:?}", it.confidence).to_lowercase();
            let mut line = format!(
                "{}  {:<16} {:<9} {since:<10}  {confidence:<6}  {} {}",
                it.state, it.instrument, it.status, it.source, it.source_date
            );
            for (name, text) in [
                ("territory", &it.territory),
                ("reservations", &it.reservations),
            ] {
                if !text.is_empty() {
                    line.push_str(&format!("\n      {name}: {text}"));
                }
            }
            line
        })
        .collect()
}

fn instrument_lines(it: &Value) -> Vec<String> {
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or("–").to_owned();
    let mut lines = vec![
        format!("{}  {}", word(it, "id"), word(&it["title"], "en")),
        format!(
            "in force {}  confidence {}",
            word(it, "in_force"),
            word(it, "confidence")
        ),
    ];
    if let Some(note) = it["status_note"].as_str() {
        lines.push(note.to_owned());
    }
    for measure in it["measures"].as_array().into_iter().flatten() {
        lines.push(format!(
            "  {:<22} art. {:<24} {:<12} {}",
            word(measure, "kind"),
            word(measure, "article"),
            word(measure, "effect"),
            word(measure, "verification")
        ));
    }
    lines
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

fn not_json(wrong: &serde_json::Error) -> QueryRefused {
    QueryRefused {
        code: law::QueryRefusal::NotJson,
        field: String::new(),
        problem: format!("column {}: not JSON", wrong.column()),
    }
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
