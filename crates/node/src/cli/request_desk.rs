//! `comity request new`, `list`, `show` and `send`: the desk from a terminal or a script.

use std::path::PathBuf;

use clap::Args;
use comity_core::id::NodeId;
use comity_core::kind::Kind;
use comity_core::next::next;
use comity_core::request::Part;
use comity_core::role::Act;
use comity_flows::ports::{CaseLine, QueueQuery, QueueView};
use comity_flows::{FlowFault, Node, Officer, Said};
use serde_json::{Value, json};

use super::folder::{Actor, Dir, fault_of};
use super::request_check::read;
use super::{Exit, Fault, say};
use crate::house::keyring::machine;
use crate::house::opened::{Access, Opened};

/// Start a draft from a file with the field names of the forms.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity request new --dir ./aldoria --as okoye --to XB/justice/central request.json"
)]
pub(crate) struct New {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Who is asked.
    #[arg(long, value_name = "NODE")]
    to: NodeId,
    /// Which form; the file's own `kind` when left out.
    #[arg(long)]
    kind: Option<String>,
    /// The text; `-` is standard input.
    file: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// List requests, those with the nearest deadline first.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity request list --dir ./aldoria --as okoye --view ours --json"
)]
pub(crate) struct List {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Which part of the queue.
    #[arg(long, default_value = "open", value_parser = ["open", "ours", "theirs", "nobody", "emergencies", "all"])]
    view: String,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// Print JSON lines, one for each request.
    #[arg(long)]
    json: bool,
}

/// Show how a request stands: stage, clocks, items, what waits.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity request show --dir ./aldoria --as okoye XA-2027-00915")]
pub(crate) struct Show {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the request.
    case: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Sign a draft; with the last approval that it needs it leaves.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity request send --dir ./aldoria --as okoye XA-2027-00915")]
pub(crate) struct Send {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the draft.
    case: String,
    /// You have looked at the facts of law that nobody has verified; in your words, for the register.
    #[arg(long, value_name = "WORDS")]
    confirm_law: Option<String>,
}

pub(crate) async fn new(args: New) -> Result<Exit, Fault> {
    let file = read(&args.file)?;
    let form = match file.get("request") {
        Some(inner) if file.get("kind").is_none() => inner.clone(),
        _ => file,
    };
    let named = args
        .kind
        .as_deref()
        .or_else(|| form.get("kind").and_then(Value::as_str))
        .unwrap_or_default();
    let kind: Kind = Kind::ALL
        .iter()
        .copied()
        .find(|kind| kind.as_str() == named)
        .ok_or_else(|| {
            Fault::misuse(
                format!("{named:?} is no kind of request"),
                "name one with --kind, for example preservation, mla_stored or subscriber_direct",
            )
        })?;
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let id = open
        .node
        .start_draft(&officer, kind, &args.to, form)
        .await
        .map_err(fault_of)?;
    let line = open
        .node
        .ledger()
        .case(id)
        .await
        .map_err(machine)?
        .ok_or_else(|| machine("the draft is gone"))?;
    let report = open.node.review(&line.file, open.node.now());
    let defects: Vec<Value> = report
        .check
        .defects
        .iter()
        .map(|one| json!({"code": one.code.as_str(), "path": one.path}))
        .collect();
    if args.json {
        say(json!({"number": line.file.number, "id": id, "defects": defects}));
        return Ok(Exit::Good);
    }
    say(format_args!("Draft {} is started.", line.file.number));
    for one in &report.check.defects {
        let text = comity_core::check::words::words(one.code, "en");
        say(format_args!(
            "  {}  {}  {}",
            one.code.as_str(),
            one.path,
            text.says
        ));
    }
    if report.law.is_blocked() {
        say(format_args!("  law: {}", report.law.advice()));
    }
    say(format_args!(
        "Sign it with: comity request send --dir {} --as {} {}",
        args.dir.dir.display(),
        args.actor.login,
        line.file.number
    ));
    Ok(Exit::Good)
}

pub(crate) async fn list(args: List) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let officer = args.actor.officer(&open.node).await?;
    officer.must(Act::ReadCase).map_err(fault_of)?;
    let mut query = QueueQuery {
        view: match args.view.as_str() {
            "ours" => QueueView::Ours,
            "theirs" => QueueView::Theirs,
            "nobody" => QueueView::Nobody,
            "emergencies" => QueueView::Emergencies,
            "all" => QueueView::All,
            _ => QueueView::Open,
        },
        ..QueueQuery::default()
    };
    let mut left = args.limit;
    while left > 0 {
        query.limit = left.min(200);
        let page = open.node.ledger().queue(&query).await.map_err(machine)?;
        for line in &page.lines {
            if args.json {
                say(summary(line));
            } else {
                say(row(line));
            }
        }
        left -= u32::try_from(page.lines.len()).unwrap_or(left).min(left);
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    Ok(Exit::Good)
}

pub(crate) async fn show(args: Show) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let officer = args.actor.officer(&open.node).await?;
    let line = find(&open.node, &officer, &args.case).await?;
    let file = &line.file;
    if args.json {
        let mut answer = summary(&line);
        answer["form"] = file.form.clone();
        answer["items"] = json!(file.items);
        answer["deadlines"] = json!(file.deadlines);
        answer["links"] = json!(file.links);
        answer["objects"] = json!(file.objects);
        answer["pending"] = file
            .pending
            .iter()
            .map(|act| json!({"id": act.id, "class": act.class, "since": act.since.to_string(),
                              "approved_by": act.approvals.iter().map(|one| one.officer.as_str()).collect::<Vec<_>>()}))
            .collect();
        say(answer);
        return Ok(Exit::Good);
    }
    say(row(&line));
    say(format_args!("  from {} to {}", file.from, file.to));
    for basis in &file.basis {
        say(format_args!(
            "  basis     {} {}",
            basis.instrument, basis.article
        ));
    }
    for item in &file.items {
        say(format_args!(
            "  item      {} {} of {}: {}",
            item.id,
            item.category.as_str(),
            item.about.join(", "),
            item.state.name().replace('_', " ")
        ));
    }
    for clock in file.deadlines.iter().filter(|clock| clock.is_open()) {
        say(format_args!(
            "  clock     {} {} due {}",
            clock.rule.code(),
            clock.item.as_deref().unwrap_or(""),
            clock.due
        ));
    }
    for act in &file.pending {
        say(format_args!(
            "  waits     {} for {} approvals, has {}",
            act.id,
            act.quorum().persons,
            act.approvals.len()
        ));
    }
    Ok(Exit::Good)
}

pub(crate) async fn send(args: Send) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let file = find(&open.node, &officer, &args.case).await?.file;
    if let Some(words) = &args.confirm_law {
        let confirmed = open.node.confirm_law(&officer, file.id, words).await;
        confirmed.map_err(fault_of)?;
    }
    match open.node.submit(&officer, file.id).await {
        Ok(Said::Waiting(id)) => {
            say(format_args!(
                "Signed. It waits as {id}: comity approve --dir {} --as LOGIN --key FILE {} {id}",
                args.dir.dir.display(),
                file.number
            ));
        }
        Ok(Said::ToCarry) => say(
            "Signed; the partner has no node. Carry the letter and record it at the desk, page Letters.",
        ),
        Ok(Said::Queued(_)) => {
            // One try now; the rest is the running node's.
            open.node.pump_once().await.map_err(fault_of)?;
            let after = find(&open.node, &officer, &args.case).await?.file;
            say(format_args!(
                "Signed; {} is {}. A running node goes on with it.",
                after.number,
                after.stage_name().as_str().replace('_', " ")
            ));
        }
        Err(fault @ FlowFault::Defects(_)) => {
            let report = open.node.review(&file, open.node.now());
            for one in &report.check.defects {
                let text = comity_core::check::words::words(one.code, "en");
                eprintln!("{}  {}\n   {}", one.code.as_str(), one.path, text.fix);
            }
            return Err(fault_of(fault));
        }
        Err(fault) => return Err(fault_of(fault)),
    }
    Ok(Exit::Good)
}

/// The case of a number, if this person may read cases.
pub(crate) async fn find(node: &Node, officer: &Officer, number: &str) -> Result<CaseLine, Fault> {
    officer.must(Act::ReadCase).map_err(fault_of)?;
    let mut found = node
        .ledger()
        .cases_by_number(number)
        .await
        .map_err(machine)?;
    // A notice bears the number of the request it tells of: the request is meant where both are here.
    if found.len() > 1 {
        found.retain(|line| line.file.part != Part::Notice);
    }
    match found.len() {
        0 => Err(Fault::misuse(
            format!("there is no {number} here"),
            "`comity request list --view all` shows what is here",
        )),
        1 => Ok(found.remove(0)),
        n => Err(Fault::misuse(
            format!("{number} is the number of {n} files"),
            "use the other number of the one you mean",
        )),
    }
}

fn row(line: &CaseLine) -> String {
    let file = &line.file;
    format!(
        "{:<16} {:<20} {:<16} {:<24} {}",
        file.number,
        file.kind.as_str().replace('_', " "),
        file.stage_name().as_str().replace('_', " "),
        file.peer(),
        file.due().map_or_else(
            || "no clock".to_owned(),
            |clock| format!("due {}", clock.due)
        )
    )
}

fn summary(line: &CaseLine) -> Value {
    let file = &line.file;
    json!({
        "id": file.id, "number": file.number, "reference": file.reference,
        "receiver_number": file.receiver_number, "kind": file.kind, "part": file.part,
        "side": file.side, "from": file.from, "to": file.to, "stage": file.stage_name(),
        "urgency": file.urgency, "class": file.class, "basis": file.basis,
        "due": file.due().map(|clock| clock.due.to_string()), "next": next(file).as_str(),
        "version": line.version,
    })
}
