//! `comity request letter` and `request find`: a request on paper, and a page that comes back.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use comity_core::code::LetterCode;
use comity_desk::letters;
use comity_flows::FlowFault;
use comity_letters::{Copy, Fonts, Format, Lang, LetterFault};
use serde_json::json;

use super::folder::{Actor, Dir, fault_of};
use super::request_desk::find;
use super::{Exit, Fault, say};
use crate::house::keyring::machine;
use crate::house::opened::{Access, Opened};
use crate::house::running::FONTS;

/// Make the letter of a request, to print, sign and seal, or as text for a mail or a closed network.
///
/// The letter is entered in the register. Chinese letters as PDF need a font file in the folder
/// `fonts` of the node, for example NotoSansCJK-Regular.ttc.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity request letter --dir ./aldoria --as okoye XA-2027-00915 --lang ar -o letter.pdf"
)]
pub(crate) struct Letter {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the request.
    case: String,
    /// Language of its headings: ar, en, es, fr, ru or zh. The language of the text when left out.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["ar", "en", "es", "fr", "ru", "zh"])]
    lang: Option<String>,
    /// Pages as PDF/A; this is what you get when you name no form.
    #[arg(long, group = "form")]
    pdf: bool,
    /// A document for the office's own paper.
    #[arg(long, group = "form")]
    docx: bool,
    /// The text of a mail.
    #[arg(long, group = "form")]
    text: bool,
    /// Text for a closed network.
    #[arg(long, group = "form")]
    network: bool,
    /// The cover note for the diplomatic bag, as PDF/A.
    #[arg(long, group = "form")]
    cover: bool,
    /// For whom: a provider's copy leaves out what is for authorities only.
    #[arg(long = "for", value_name = "WHOM")]
    whom: Option<Whom>,
    /// The file to write; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Whom {
    Authority,
    Provider,
}

/// Find the file of a signed page by the code on it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity request find --dir ./aldoria --as okoye 4F7K-9Q2M-XCTW")]
pub(crate) struct Find {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// The code; small letters, blanks and hyphens do not matter.
    code: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

impl Letter {
    const fn format(&self) -> Format {
        if self.docx {
            Format::Docx
        } else if self.text {
            Format::Text
        } else if self.network {
            Format::Network
        } else if self.cover {
            Format::Cover
        } else {
            Format::Pdf
        }
    }
}

pub(crate) async fn letter(args: Letter) -> Result<Exit, Fault> {
    let format = args.format();
    let pages = !matches!(format, Format::Text | Format::Network);
    let to_screen = args.output == Path::new("-");
    if pages && to_screen && std::io::stdout().is_terminal() {
        return Err(Fault::misuse(
            "a terminal shows no pages",
            "name a file with -o, or choose --text",
        ));
    }
    let open = Opened::open(&args.dir.dir, Access::Alone).await?;
    let officer = args.actor.officer(&open.node).await?;
    let file = find(&open.node, &officer, &args.case).await?.file;
    let lang = args
        .lang
        .as_deref()
        .and_then(Lang::parse)
        .unwrap_or_else(|| letters::language(&open.node, &file));
    let copy = args.whom.map(|whom| match whom {
        Whom::Authority => Copy::Authority,
        Whom::Provider => Copy::Provider,
    });
    let fonts = Fonts::with(&open.folder.join(FONTS));
    let made = letters::letter(&open.node, &file, lang, copy, format, &fonts).map_err(in_words)?;
    let entry = letters::entry(&file, lang, format, &made);
    // First the register, then the file: what left the house is never missing there.
    open.node
        .letter_made(&officer, file.id, &entry)
        .await
        .map_err(fault_of)?;
    if to_screen {
        std::io::stdout().write_all(&made.bytes).map_err(machine)?;
        return Ok(Exit::Good);
    }
    std::fs::write(&args.output, &made.bytes).map_err(|why| {
        Fault::machine(
            format!("{}: {why}", args.output.display()),
            "choose another place",
        )
    })?;
    say(format_args!(
        "{}: {} bytes, code {}",
        args.output.display(),
        made.bytes.len(),
        entry.code
    ));
    Ok(Exit::Good)
}

fn in_words(fault: LetterFault) -> Fault {
    match fault {
        LetterFault::Typeset(_) => Fault::machine(fault.to_string(), "report it with this message"),
        other => Fault::misuse(other.to_string(), "then try again"),
    }
}

pub(crate) async fn find_code(args: Find) -> Result<Exit, Fault> {
    let code: LetterCode = args.code.parse().map_err(|why| {
        Fault::misuse(format!("{}: {why}", args.code), "compare it with the page")
    })?;
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let officer = args.actor.officer(&open.node).await?;
    let file = match open.node.file_of_code(&officer, code).await {
        Ok(line) => line.file,
        Err(FlowFault::NotFound) if args.json => {
            say(json!({"code": code, "number": null}));
            return Ok(Exit::No);
        }
        Err(FlowFault::NotFound) => {
            say(format_args!("No file here has the code {code}."));
            return Ok(Exit::No);
        }
        Err(fault) => return Err(fault_of(fault)),
    };
    let text_sha256 = comity_letters::text_hash(&file.form);
    if args.json {
        say(
            json!({"code": code, "number": file.number, "reference": file.reference, "id": file.id, "text_sha256": text_sha256}),
        );
    } else {
        say(format_args!("{}  {}", file.number, file.reference));
        say(format_args!(
            "text SHA-256 {text_sha256}: compare it with the page"
        ));
    }
    Ok(Exit::Good)
}
