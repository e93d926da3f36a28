//! `comity request answer`: a question is answered, or an order item by item, from a terminal.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use bytes::Bytes;
use clap::Args;
use comity_core::id::{ObjectId, RequestId};
use comity_core::refusal::NonExecution;
use comity_core::stage::Side;
use comity_flows::{ItemAnswer, Node, Officer, Said};
use comity_wire::hash::sha256;

use super::folder::{Actor, Dir, fault_of};
use super::request_desk::find;
use super::{Exit, Fault, progress, say};
use crate::house::config::not_readable;
use crate::house::opened::{Access, Opened};

/// Bytes of a file sealed at once.
const PIECE: usize = 8 << 20;

/// Answer a question of the other side with --text, or an order item by item.
///
/// An order's item is kept, sealed from a file, not found, or not executed with a reason of the list
/// NE-01 to NE-10. Each option may be repeated.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity request answer --dir ./aldoria --as okoye XA-2027-00915 --text 'The mailbox named in item 1.'\n  \
                        comity request answer --dir ./northwind --as silva XB-2027-00004 --seal i1=subscriber.csv --not-found i2\n  \
                        comity request answer --dir ./northwind --as silva XB-2027-00002 --keep i1 --keep i2"
)]
pub(crate) struct Answer {
    #[command(flatten)]
    dir: Dir,
    #[command(flatten)]
    actor: Actor,
    /// Number of the request or order.
    case: String,
    /// Words: the answer to a question, or what the authority should know.
    #[arg(long, default_value = "")]
    text: String,
    /// The data of this item is kept as it is.
    #[arg(long, value_name = "ITEM")]
    keep: Vec<String>,
    /// This file is the data of this item; it is sealed and goes with the answer.
    #[arg(long, value_name = "ITEM=FILE")]
    seal: Vec<Pair<PathBuf>>,
    /// No such data is held.
    #[arg(long, value_name = "ITEM")]
    not_found: Vec<String>,
    /// The item is not executed, for this reason.
    #[arg(long, value_name = "ITEM=REASON")]
    refuse: Vec<Pair<String>>,
}

/// `ITEM=VALUE`.
#[derive(Clone, Debug)]
struct Pair<T> {
    item: String,
    value: T,
}

impl<T: FromStr> FromStr for Pair<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (item, value) = text
            .split_once('=')
            .filter(|(item, value)| !item.is_empty() && !value.is_empty())
            .ok_or("write it as ITEM=VALUE")?;
        Ok(Self {
            item: item.to_owned(),
            value: value.parse().map_err(|_| "the value cannot be read")?,
        })
    }
}

pub(crate) async fn answer(args: Answer) -> Result<Exit, Fault> {
    let mut answers = Vec::new();
    for pair in &args.refuse {
        let reason = NonExecution::parse(&pair.value).ok_or_else(|| {
            Fault::misuse(
                format!("{:?} is no reason", pair.value),
                "name one of NE-01 to NE-10",
            )
        })?;
        answers.push((pair.item.clone(), ItemAnswer::NotExecuted(reason)));
    }
    let kept = args.keep.iter().map(|item| (item, ItemAnswer::Kept));
    let absent = args
        .not_found
        .iter()
        .map(|item| (item, ItemAnswer::NotFound));
    answers.extend(kept.chain(absent).map(|(item, it)| (item.clone(), it)));
    // Beside a running node, as `comity approve` is: each answer is one guarded change.
    let open = Opened::open(&args.dir.dir, Access::Beside).await?;
    let node = &open.node;
    let officer = args.actor.officer(node).await?;
    let file = find(node, &officer, &args.case).await?.file;
    let said = if file.side == Side::Sender {
        if !answers.is_empty() || !args.seal.is_empty() {
            return Err(Fault::misuse(
                format!(
                    "{} is a request of ours: only a question is answered",
                    file.number
                ),
                "answer it with --text",
            ));
        }
        node.answer_question(&officer, file.id, &args.text).await
    } else {
        for pair in &args.seal {
            let object = seal(node, &officer, file.id, pair).await?;
            answers.push((pair.item.clone(), ItemAnswer::Sealed(object)));
        }
        node.answer_order(&officer, file.id, answers, &args.text)
            .await
    };
    match said.map_err(fault_of)? {
        Said::Queued(_) => {
            node.pump_once().await.map_err(fault_of)?;
            say("Answered. A running node goes on with it.");
        }
        Said::Waiting(id) => say(format_args!("Answered. It waits for others as {id}.")),
        Said::ToCarry => say(
            "Answered. The partner has no node: print the letter, send it, and record how it left.",
        ),
    }
    Ok(Exit::Good)
}

/// Seals a file piece by piece: no plaintext of it rests at the node.
async fn seal(
    node: &Node,
    officer: &Officer,
    case: RequestId,
    pair: &Pair<PathBuf>,
) -> Result<ObjectId, Fault> {
    let path: &Path = &pair.value;
    let unreadable = |why: std::io::Error| not_readable(path, &why);
    let mut file = File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| {
        Fault::misuse(
            format!("{} has no name that can be sealed", path.display()),
            "rename it in UTF-8",
        )
    })?;
    let item = Some(pair.item.clone());
    let object = node
        .begin_seal(officer, case, item, name, Some(bytes))
        .await
        .map_err(fault_of)?;
    let bar = progress::bytes("Sealing", Some(bytes));
    let mut at = 0;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        file.by_ref()
            .take(PIECE as u64)
            .read_to_end(&mut piece)
            .map_err(unreadable)?;
        if piece.is_empty() {
            break;
        }
        let (digest, len) = (sha256(&piece), piece.len() as u64);
        node.seal_piece(officer, object, at, Bytes::from(piece), digest)
            .await
            .map_err(fault_of)?;
        at += len;
        bar.inc(len);
    }
    bar.finish_and_clear();
    let sealed = node.finish_seal(officer, object, None).await;
    let sealed = sealed.map_err(fault_of)?;
    say(format_args!(
        "Sealed {name}: {bytes} bytes, SHA-256 {}",
        sealed.sha256
    ));
    Ok(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_and_its_value_are_both_named() {
        let pair: Pair<PathBuf> = "i1=a=b.csv".parse().expect("a pair");
        assert_eq!((pair.item.as_str(), pair.value), ("i1", "a=b.csv".into()));
        for bad in ["i1", "=x", "i1="] {
            assert!(bad.parse::<Pair<String>>().is_err(), "{bad}");
        }
    }
}
