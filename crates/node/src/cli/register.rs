//! `comity register`: an older register is taken over, undone, or everything is handed out.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use comity_core::kind::Kind;
use comity_core::stage::Side;
use comity_flows::{
    BOOK_COLUMNS, Column, DateOrder, ImportReport, Mapping, Preview, Progress, RowFault,
};
use comity_formats::sheet::{DELIMITERS, ENCODINGS, Options};
use comity_formats::table;
use serde_json::json;

use super::folder::{Actor, Dir, fault_of};
use super::{Exit, Fault, block_on, say};
use crate::house::config::not_writable;
use crate::house::keyring::machine;
use crate::house::opened::{Access, Opened};

/// The register: take an older one over, undo that, hand everything out.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity register import --dir ./aldoria --as okoye --preview old.csv"
)]
pub(crate) struct Register {
    #[command(subcommand)]
    command: Command,
}

// One line for each command, alphabetical.
#[derive(Debug, Subcommand)]
enum Command {
    Export(Export),
    Import(Import),
    Undo(Undo),
}

/// Take over an older register: CSV, XLSX or ODS. The same row twice adds nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity register import --dir ./aldoria --as okoye --preview old.xlsx\n  comity register import --dir ./aldoria --as okoye --map 'Foreign no.=their_ref' --dates date=dmy --kind mla_stored --aside faulty.csv old.xlsx"
)]
struct Import {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// What a heading means: our_ref, their_ref, direction, state, authority, kind, offence, date,
    /// channel, basis, status, status_date, due, officer, note. Known headings need not be named.
    #[arg(long, value_name = "HEADING=COLUMN")]
    map: Vec<String>,
    /// The order of a column's dates: dmy, mdy or ymd.
    #[arg(long, value_name = "COLUMN=ORDER")]
    dates: Vec<String>,
    /// How a text file is written.
    #[arg(long, value_parser = ENCODINGS)]
    encoding: Option<String>,
    /// What stands between the columns of a text file: comma, semicolon, tab or bar.
    #[arg(long, value_parser = ["comma", "semicolon", "tab", "bar"])]
    delimiter: Option<String>,
    /// Rows that do not say it: out or in.
    #[arg(long, value_parser = ["out", "in"])]
    direction: Option<String>,
    /// The kind of rows that do not say it, for example mla_stored.
    #[arg(long)]
    kind: Option<String>,
    /// Only show what would be read.
    #[arg(long)]
    preview: bool,
    /// Where rows with a fault go, with the reasons beside each.
    #[arg(long, value_name = "FILE")]
    aside: Option<PathBuf>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// The register.
    file: PathBuf,
}

/// Undo an import. Files in which somebody has acted stay.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity register undo --dir ./aldoria --as okoye 1")]
struct Undo {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the import.
    number: u64,
}

/// Hand out everything into a folder: register.csv, and register.jsonl with whole files and history.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity register export --dir ./aldoria --as haddad ./handed-out"
)]
struct Export {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// A new folder.
    to: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Register) -> Result<Exit, Fault> {
    match args.command {
        Command::Export(args) => block_on(export(args)),
        Command::Import(args) => block_on(import(args)),
        Command::Undo(args) => block_on(undo(args)),
    }
}

async fn import(args: Import) -> Result<Exit, Fault> {
    let bytes = read(&args.file)?;
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let mut mapping = mapping(&args)?;
    let bytes = bytes::Bytes::from(bytes);
    let seen = open
        .node
        .preview_register(&officer, bytes.clone(), &mapping)
        .await
        .map_err(fault_of)?;
    mapping.columns = columns(&args.map, &seen)?;
    mapping.options = Options {
        encoding: Some(seen.encoding.clone()),
        delimiter: Some(seen.delimiter),
    };
    if args.preview {
        let seen = open
            .node
            .preview_register(&officer, bytes, &mapping)
            .await
            .map_err(fault_of)?;
        show(&seen, &mapping, args.json);
        return Ok(Exit::Good);
    }
    let name = args.file.file_name().and_then(|name| name.to_str());
    let progress = Progress::default();
    let bar = super::progress::rows("Taking over");
    let work = open.node.import_register(
        &officer,
        name.unwrap_or("register"),
        bytes,
        &mapping,
        &progress,
    );
    tokio::pin!(work);
    let report: ImportReport = loop {
        tokio::select! {
            done = &mut work => break done.map_err(fault_of)?,
            () = tokio::time::sleep(Duration::from_millis(200)) => bar.set_position(progress.rows()),
        }
    };
    bar.finish_and_clear();
    if let Some(path) = &args.aside
        && report.aside > 0
    {
        let rows = open
            .node
            .import_aside(&officer, report.number)
            .await
            .map_err(fault_of)?;
        std::fs::write(path, rows).map_err(|why| not_writable(path, &why))?;
    }
    if args.json {
        say(serde_json::to_value(&report).map_err(machine)?);
    } else {
        say(format_args!(
            "Import {}: {} files opened, {} rows were here already, {} lie aside. There is no proof of anything before today.",
            report.number, report.added, report.already, report.aside
        ));
        if !report.due.is_empty() {
            say(format_args!(
                "{} open files have a due date in the old register; none counts down before a person confirms it at the desk.",
                report.due.len()
            ));
        }
    }
    Ok(if report.aside == 0 {
        Exit::Good
    } else {
        Exit::No
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|why| {
        Fault::misuse(
            format!("{} cannot be read: {why}", path.display()),
            "name the file of the register",
        )
    })
}

fn mapping(args: &Import) -> Result<Mapping, Fault> {
    let mut orders = BTreeMap::new();
    for said in &args.dates {
        let pair = said
            .split_once('=')
            .and_then(|(column, order)| Some((Column::parse(column)?, DateOrder::parse(order)?)));
        let (column, order) = pair.filter(|(column, _)| column.is_date()).ok_or_else(|| {
            Fault::misuse(
                format!("{said:?} names no order of dates"),
                "write for example --dates date=dmy",
            )
        })?;
        orders.insert(column, order);
    }
    let kind = match args.kind.as_deref() {
        None => None,
        Some(said) => Some(Kind::parse(said).ok_or_else(|| {
            Fault::misuse(
                format!("{said:?} is no kind of request"),
                "write for example --kind mla_stored",
            )
        })?),
    };
    Ok(Mapping {
        options: Options {
            encoding: args.encoding.clone(),
            delimiter: args.delimiter.as_deref().map(|name| match name {
                "semicolon" => DELIMITERS[1],
                "tab" => DELIMITERS[2],
                "bar" => DELIMITERS[3],
                _ => DELIMITERS[0],
            }),
        },
        columns: Vec::new(),
        orders,
        direction: args.direction.as_deref().map(|said| match said {
            "out" => Side::Sender,
            _ => Side::Receiver,
        }),
        kind,
    })
}

/// What each column is: as said, else as its heading suggests.
fn columns(said: &[String], seen: &Preview) -> Result<Vec<Option<Column>>, Fault> {
    let mut columns = seen.guess.clone();
    for pair in said {
        let found = pair.rsplit_once('=').and_then(|(heading, column)| {
            let at = seen.headings.iter().position(|one| one == heading.trim())?;
            Some((at, Column::parse(column)?))
        });
        let (at, column) = found.ok_or_else(|| {
            Fault::misuse(
                format!("{pair:?} maps no column"),
                format!("the headings are: {}", seen.headings.join(", ")),
            )
        })?;
        columns[at] = Some(column);
    }
    Ok(columns)
}

fn show(seen: &Preview, mapping: &Mapping, as_json: bool) {
    let fault = |(row, fault): &(u64, RowFault)| {
        json!({"row": row, "column": fault.column.map_or("note", Column::as_str),
            "cell": fault.cell, "reason": fault.flaw.as_str()})
    };
    if as_json {
        let columns: Vec<_> = mapping
            .columns
            .iter()
            .map(|one| one.map(Column::as_str))
            .collect();
        say(
            json!({"headings": seen.headings, "columns": columns, "encoding": seen.encoding,
            "sound": seen.sound, "faults": seen.faults.iter().map(fault).collect::<Vec<_>>()}),
        );
        return;
    }
    for (heading, column) in seen.headings.iter().zip(&mapping.columns) {
        say(format_args!(
            "{:<30} {}",
            heading,
            column.map_or("kept as a note", Column::as_str)
        ));
    }
    for one in &seen.dates {
        let shown: Vec<String> = one
            .examples
            .iter()
            .map(|(a, b)| format!("{a} = {b}"))
            .collect();
        say(format_args!(
            "dates of {} as {}: {} of {}; {}",
            one.column.as_str(),
            one.order.as_str(),
            one.fits,
            one.all,
            shown.join(", ")
        ));
    }
    say(format_args!("{} of the first rows are sound.", seen.sound));
    for one in &seen.faults {
        say(fault(one));
    }
}

async fn undo(args: Undo) -> Result<Exit, Fault> {
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let report = open
        .node
        .undo_import(&officer, args.number)
        .await
        .map_err(fault_of)?;
    say(format_args!(
        "Import {} is undone; {} files stay because somebody has acted in them.",
        report.number, report.kept
    ));
    Ok(Exit::Good)
}

async fn export(args: Export) -> Result<Exit, Fault> {
    std::fs::create_dir(&args.to).map_err(|why| not_writable(&args.to, &why))?;
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let node = &open.node;
    let mut rows = vec![BOOK_COLUMNS.iter().map(|name| (*name).to_owned()).collect()];
    let mut ids = Vec::new();
    let count = node
        .export_register(&officer, "folder", &mut |line| {
            rows.push(node.book_row(&line.file));
            ids.push(line.file.id);
            Ok(())
        })
        .await
        .map_err(fault_of)?;
    let path = args.to.join("register.csv");
    std::fs::write(&path, table::csv(rows)).map_err(|why| not_writable(&path, &why))?;
    let path = args.to.join("register.jsonl");
    let unwritable = |why: std::io::Error| not_writable(&path, &why);
    let file = std::fs::File::create(&path).map_err(unwritable)?;
    let mut out = std::io::BufWriter::new(file);
    for id in ids {
        if let Some(line) = node.ledger().case(id).await.map_err(machine)? {
            let whole = node.book_json(&line).await.map_err(fault_of)?;
            writeln!(out, "{whole}").map_err(unwritable)?;
        }
    }
    out.flush().map_err(unwritable)?;
    if args.json {
        say(json!({"files": count, "folder": args.to}));
    } else {
        say(format_args!("{count} files are in {}.", args.to.display()));
    }
    Ok(Exit::Good)
}
