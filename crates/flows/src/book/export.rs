//! Everything that an office has, readable without this program: a table with the columns of the book,
//! and the whole files with their history as lines of JSON.

use comity_core::request::RequestFile;
use comity_core::road::Channel;
use comity_core::role::Act;
use comity_core::stage::Side;
use serde_json::{Value, json};

use super::column::Column;
use super::import::was_undone;
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::{CaseLine, QueueQuery, QueueView};

/// Files read together.
const PAGE: u32 = 200;

/// The columns of the table, as they are taken in again.
pub const BOOK_COLUMNS: [&str; 15] = {
    let mut names = [""; 15];
    let mut at = 0;
    while at < names.len() {
        names[at] = Column::ALL[at].as_str();
        at += 1;
    }
    names
};

impl Node {
    /// Hands each file of the book to `each`, page by page, and says in the register that it was handed
    /// out.
    ///
    /// # Errors
    /// [`FlowFault`]; `each` may stop with one of its own.
    pub async fn export_register(
        &self,
        officer: &Officer,
        format: &str,
        each: &mut (dyn FnMut(&CaseLine) -> Result<(), FlowFault> + Send),
    ) -> Result<u64, FlowFault> {
        officer.must(Act::Register)?;
        let mut query = QueueQuery {
            view: QueueView::All,
            limit: PAGE,
            ..QueueQuery::default()
        };
        let mut count = 0;
        loop {
            let page = self.ports.ledger.queue(&query).await?;
            for line in page.lines.iter().filter(|line| !was_undone(&line.file)) {
                each(line)?;
                count += 1;
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        let mut change = crate::ports::Change::default();
        let what = json!({"format": format, "files": count});
        let (now, by) = (self.now(), officer.id.as_str());
        self.note(&mut change, None, now, "register.handed_out", by, &what)?;
        self.ports.ledger.commit(change).await?;
        Ok(count)
    }

    /// A file as a row of the book.
    #[must_use]
    pub fn book_row(&self, file: &RequestFile) -> Vec<String> {
        let text = |pointer: &str| {
            let value = file.form.pointer(pointer);
            value.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let day =
            |at: comity_core::time::Instant| at.to_string().get(..10).unwrap_or("").to_owned();
        let (ours, theirs) = match file.side {
            Side::Sender => (own_number(file), file.receiver_number.clone()),
            Side::Receiver => (
                file.receiver_number
                    .clone()
                    .unwrap_or_else(|| file.number.clone()),
                Some(file.reference.clone()),
            ),
        };
        let directory = self.directory();
        let authority = directory.entry(file.peer()).map_or_else(
            || text("/requesting/authority/name") + &text("/addressee/authority/name"),
            |entry| entry.name("en").to_owned(),
        );
        let channel = file
            .road
            .papers
            .iter()
            .find_map(|paper| paper.channel)
            .map_or_else(
                || {
                    if file.road.by_hand {
                        text("/channel_then")
                    } else {
                        "node".to_owned()
                    }
                },
                |channel| Channel::as_str(channel).to_owned(),
            );
        let basis = file
            .basis
            .first()
            .map(|one| format!("{} {}", one.instrument, one.article))
            .unwrap_or_else(|| text("/basis_then"));
        Column::ALL
            .iter()
            .map(|column| match column {
                Column::OurRef => ours.clone(),
                Column::TheirRef => theirs.clone().unwrap_or_default(),
                Column::Direction => match file.side {
                    Side::Sender => "out".to_owned(),
                    Side::Receiver => "in".to_owned(),
                },
                Column::State => file.peer().state().to_string(),
                Column::Authority => authority.clone(),
                Column::Kind => file.kind.as_str().to_owned(),
                Column::Offence => text("/offences/0/title"),
                Column::Date => day(file.opened),
                Column::Channel => channel.clone(),
                Column::Basis => basis.clone(),
                Column::Status => status(file).to_owned(),
                Column::StatusDate => day(file.changed),
                Column::Due => file.due().map(|clock| day(clock.due)).unwrap_or_default(),
                Column::Officer => file
                    .owner
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                Column::Note => text("/note"),
            })
            .collect()
    }

    /// A file whole, with its history, as one JSON value.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn book_json(&self, line: &CaseLine) -> Result<Value, FlowFault> {
        let history = self.ports.ledger.register(line.file.id).await?;
        let history: Vec<Value> = history
            .iter()
            .map(|entry| {
                json!({"leaf": entry.index, "leaf_hash": hex::encode(entry.leaf_hash),
                    "salt": hex::encode(entry.salt),
                    "entry": serde_json::from_slice::<Value>(&entry.body).unwrap_or_default()})
            })
            .collect();
        Ok(json!({"file": line.file, "version": line.version, "history": history}))
    }
}

fn own_number(file: &RequestFile) -> String {
    if file.road.taken_over.is_some() {
        file.reference.clone()
    } else {
        file.number.clone()
    }
}

/// The stage in the words in which it is taken in again.
fn status(file: &RequestFile) -> &'static str {
    use comity_core::stage::StageName as S;
    match file.stage_name() {
        S::Executed | S::Transmitted | S::Received => "answered",
        S::Refused => "refused",
        S::Withdrawn => "withdrawn",
        S::Closed | S::Lapsed => "closed",
        _ => "open",
    }
}
