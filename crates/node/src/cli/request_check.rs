//! `comity request check`: what would send a request back.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use comity_core::check::{self, Report, Severity, Verdict, World, words};
use comity_core::time::Instant;
use serde_json::{Value, json};

use super::{Exit, Fault, say};

/// A request is text that persons wrote; more than this is something else.
const MOST_BYTES: u64 = 64 << 20;

/// Check a request for completeness: all defects at once, each with its place and its remedy.
///
/// FILE holds one request with the field names of the forms, or an object that has it under `request`.
/// The exit status is 1 when the request would be returned.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity request check request.json\n  comity request check --json --world world.json --lang fr -"
)]
pub(crate) struct Check {
    /// The request; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// States, treaties, providers and policy to check against; without it, rules that need them stay quiet.
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Language of the messages: ar, en, es, fr, ru or zh.
    #[arg(long, default_value = "en", value_parser = clap::builder::PossibleValuesParser::new(words::LANGUAGES))]
    lang: String,
}

pub(crate) fn run(args: Check) -> Result<Exit, Fault> {
    let world = match &args.world {
        None => World::default(),
        Some(path) => World::read(&read(path)?).map_err(|cause| {
            Fault::misuse(
                format!("{}: {cause}", path.display()),
                "A world has states, providers, instruments_in_force and policy, as the public samples show.",
            )
        })?,
    };
    let file = read(&args.file)?;
    // Samples wrap the request, to keep its title and what is expected beside it.
    let form = match file.get("request") {
        Some(inner) if file.get("kind").is_none() => inner,
        _ => &file,
    };
    let now = world
        .now()
        .unwrap_or_else(|| Instant(jiff::Timestamp::now().as_millisecond()));
    let report = check::check(form, &world, now);
    if args.json {
        say(as_json(&report, &args.lang));
    } else {
        show(&report, &args.lang);
    }
    Ok(match report.verdict() {
        Verdict::Accept => Exit::Good,
        Verdict::Return => Exit::No,
    })
}

pub(crate) fn read(path: &Path) -> Result<Value, Fault> {
    let name = path.display();
    let unreadable = |cause: std::io::Error| {
        Fault::misuse(
            format!("{name} cannot be read: {cause}"),
            "Name a file, or - for standard input.",
        )
    };
    let mut bytes = Vec::new();
    let size = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path)
            .map_err(unreadable)?
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
    }
    .map_err(unreadable)?;
    if size as u64 > MOST_BYTES {
        return Err(Fault::misuse(
            format!("{name} is larger than {} MiB", MOST_BYTES >> 20),
            "A request is one JSON value; attachments stay outside.",
        ));
    }
    serde_json::from_slice(&bytes).map_err(|cause| {
        Fault::misuse(
            format!("{name} is not JSON: {cause}"),
            "A request is one JSON value.",
        )
    })
}

fn as_json(report: &Report, lang: &str) -> Value {
    let defects: Vec<Value> = report
        .defects
        .iter()
        .map(|one| {
            json!({
                "code": one.code,
                "severity": one.severity,
                "path": one.path,
                "message": words::message(one.code, lang),
            })
        })
        .collect();
    let questions: Vec<Value> = report
        .questions
        .iter()
        .map(|one| json!({"code": one.code, "path": one.path, "message": words::question(one.code, lang)}))
        .collect();
    json!({"verdict": report.verdict(), "defects": defects, "questions": questions})
}

/// For a person: the worst first, what to do under each, questions last.
fn show(report: &Report, lang: &str) {
    let mut defects: Vec<_> = report.defects.iter().collect();
    defects.sort_by_key(|one| one.severity);
    for one in &defects {
        let mark = match one.severity {
            Severity::Block => "!!",
            Severity::Warn => "! ",
            Severity::Inform => "  ",
        };
        let text = words::words(one.code, lang);
        say(format_args!(
            "{mark} {}  {}\n   {}\n   {}",
            one.code.as_str(),
            place(&one.path),
            text.says,
            text.fix
        ));
    }
    for one in &report.questions {
        let text = words::question(one.code, lang);
        say(format_args!(
            "?  {}  {}\n   {text}",
            one.code.as_str(),
            place(&one.path),
        ));
    }
    let blocks = report.blocks();
    say(format_args!(
        "{}: {blocks} blocking, {} other, {} to read",
        match report.verdict() {
            Verdict::Accept => "accept",
            Verdict::Return => "return",
        },
        report.defects.len() - blocks,
        report.questions.len(),
    ));
}

/// The root has an empty pointer, which on a screen would look like a mistake.
fn place(path: &str) -> &str {
    if path.is_empty() {
        "(the whole request)"
    } else {
        path
    }
}
