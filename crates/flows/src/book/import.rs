//! Taking over an older register: sound rows become files that say that there is no proof of anything
//! before this date; faulty ones lie aside with the reason beside each cell.
//!
//! A row has an identity of its own, so the same row twice, or the same file twice, adds nothing. No
//! clock starts by itself: a person confirms what is due.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use comity_core::approval::Class;
use comity_core::id::{NodeId, OfficerId, RequestId, StateCode, ThreadId};
use comity_core::kind::Urgency;
use comity_core::refusal::Ground;
use comity_core::request::{Part, RequestFile};
use comity_core::road::{Road, TakenOver};
use comity_core::role::Act;
use comity_core::stage::{Side, Stage};
use comity_core::time::Instant;
use comity_formats::sheet::{self, Row};
use comity_formats::table;
use comity_wire::context::World;
use comity_wire::directory::{Directory, NodeKind};
use comity_wire::hash::sha256;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::column::{Column, plain};
use super::read::{Entry, Mapping, Preview, Reading, RowFault, Standing, preview};
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, LedgerFault, Write};

/// Files written together.
const BATCH: usize = 250;
/// Faulty rows that are kept with their reasons; more are only counted.
const ASIDE: usize = 20_000;
/// The authority of a row whose office is in no directory.
const UNLISTED: &str = "register/unlisted";

/// How far an import has come.
#[derive(Debug, Default)]
pub struct Progress {
    rows: AtomicU64,
    running: AtomicU64,
}

impl Progress {
    /// Rows that were dealt with.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.load(Ordering::Relaxed) == 0
    }
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Its number.
    pub number: u64,
    /// The name of the file.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: OfficerId,
    /// Rows that are not empty, without the heading.
    pub rows: u64,
    /// Files that were opened.
    pub added: u64,
    /// Rows that were here already.
    pub already: u64,
    /// Rows that lie aside.
    pub aside: u64,
    /// Open files for which the register names a due date: number and day, the first thousand.
    #[serde(default)]
    pub due: Vec<(String, String)>,
    /// When it was undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Instant>,
    /// Files that stayed when it was undone, because somebody had acted in them.
    #[serde(default)]
    pub kept: u64,
}

/// The imports of a node, newest first.
pub type Imports = Vec<ImportReport>;

/// What the parser hands to the writer.
enum Parsed {
    Sound(Box<Entry>),
    Faulty(Row, Vec<RowFault>),
}

impl Node {
    /// What a register says before anything is taken over.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when the file cannot be read.
    pub async fn preview_register(
        &self,
        officer: &Officer,
        bytes: Bytes,
        mapping: &Mapping,
    ) -> Result<Preview, FlowFault> {
        officer.must(Act::Register)?;
        let (law, world, mapping) = (self.law.clone(), self.world, mapping.clone());
        tokio::task::spawn_blocking(move || preview(&bytes, &mapping, &law, world))
            .await
            .map_err(node_fault)?
            .map_err(|fault| FlowFault::Input {
                field: "file".to_owned(),
                why: fault.to_string(),
            })
    }

    /// Takes a register over.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when the file cannot be read; what was written before it is undone like the
    /// rest of the import.
    pub async fn import_register(
        &self,
        officer: &Officer,
        name: &str,
        bytes: Bytes,
        mapping: &Mapping,
        progress: &Progress,
    ) -> Result<ImportReport, FlowFault> {
        officer.must(Act::Register)?;
        progress.running.store(1, Ordering::Relaxed);
        let done = self
            .import_rows(officer, name, bytes, mapping, progress)
            .await;
        progress.running.store(0, Ordering::Relaxed);
        done
    }

    async fn import_rows(
        &self,
        officer: &Officer,
        name: &str,
        bytes: Bytes,
        mapping: &Mapping,
        progress: &Progress,
    ) -> Result<ImportReport, FlowFault> {
        let now = self.now();
        let mut report = ImportReport {
            number: self.ports.ledger.next_number("register-import").await?,
            name: name.chars().take(200).collect(),
            sha256: sha256(&bytes).to_string(),
            at: now,
            by: officer.id.clone(),
            rows: 0,
            added: 0,
            already: 0,
            aside: 0,
            due: Vec::new(),
            undone: None,
            kept: 0,
        };
        let first = self
            .preview_register(officer, bytes.clone(), mapping)
            .await?;
        let headings = first.headings;
        let (sender, mut receiver) = tokio::sync::mpsc::channel::<Vec<Parsed>>(4);
        let parser = {
            let (law, world) = (self.law.clone(), self.world);
            let (mapping, headings) = (mapping.clone(), headings.clone());
            tokio::task::spawn_blocking(move || {
                let reading = Reading::new(&mapping, headings, &law, world);
                let mut held = Vec::with_capacity(BATCH);
                let mut heading = true;
                let read = sheet::rows(&bytes, &mapping.options, &mut |row| {
                    if std::mem::take(&mut heading) {
                        return std::ops::ControlFlow::Continue(());
                    }
                    held.push(match reading.read(&row) {
                        Ok(entry) => Parsed::Sound(Box::new(entry)),
                        Err(faults) => Parsed::Faulty(row, faults),
                    });
                    if held.len() < BATCH {
                        return std::ops::ControlFlow::Continue(());
                    }
                    match sender.blocking_send(std::mem::take(&mut held)) {
                        Ok(()) => std::ops::ControlFlow::Continue(()),
                        Err(_) => std::ops::ControlFlow::Break(()),
                    }
                });
                let _nobody_waits = sender.blocking_send(held);
                read
            })
        };
        let mut aside = vec![aside_head(&headings)];
        let mut ids = Vec::new();
        let directory = self.directory();
        while let Some(batch) = receiver.recv().await {
            let count = batch.len() as u64;
            let mut entries = Vec::new();
            for parsed in batch {
                match parsed {
                    Parsed::Sound(entry) => entries.push(*entry),
                    Parsed::Faulty(row, faults) => {
                        report.aside += 1;
                        if aside.len() <= ASIDE {
                            aside.push(aside_row(&row, &faults, headings.len()));
                        }
                    }
                }
            }
            self.take_over(officer, &directory, entries, &mut report, &mut ids)
                .await?;
            report.rows += count;
            progress.rows.fetch_add(count, Ordering::Relaxed);
        }
        let read = parser.await.map_err(node_fault)?;
        self.keep_report(officer, &report, &ids, &aside).await?;
        if let Err(fault) = read {
            self.undo_import(officer, report.number).await?;
            return Err(FlowFault::Input {
                field: "file".to_owned(),
                why: fault.to_string(),
            });
        }
        Ok(report)
    }

    /// Opens the files of one batch. Nearly always all of them are new; only then is one change enough.
    async fn take_over(
        &self,
        officer: &Officer,
        directory: &Directory,
        entries: Vec<Entry>,
        report: &mut ImportReport,
        ids: &mut Vec<RequestId>,
    ) -> Result<(), FlowFault> {
        let mut files: Vec<RequestFile> = Vec::with_capacity(entries.len());
        for entry in &entries {
            let file = self.file_of(directory, entry, report);
            // Twice in one file: the first counts.
            if files.iter().any(|other| other.id == file.id) {
                report.already += 1;
            } else {
                files.push(file);
            }
        }
        let mut change = Change::default();
        for file in &files {
            self.add_file(&mut change, officer, file.clone(), None, report)?;
        }
        match self.ports.ledger.commit(change).await {
            Ok(_) => {
                for file in &files {
                    count(report, ids, file);
                }
                return Ok(());
            }
            Err(LedgerFault::Stale | LedgerFault::Duplicate) => {}
            Err(fault) => return Err(fault.into()),
        }
        // Some are here: look at each, and write what is new together.
        let mut change = Change::default();
        let mut new = Vec::new();
        for file in files {
            let known = self.ports.ledger.case(file.id).await?;
            let expect = match known {
                None => None,
                Some(line) if was_undone(&line.file) => Some(line.version),
                Some(_) => {
                    report.already += 1;
                    continue;
                }
            };
            self.add_file(&mut change, officer, file.clone(), expect, report)?;
            new.push(file);
        }
        if !new.is_empty() {
            self.ports.ledger.commit(change).await?;
        }
        for file in &new {
            count(report, ids, file);
        }
        Ok(())
    }

    fn add_file(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: RequestFile,
        expect: Option<u64>,
        report: &ImportReport,
    ) -> Result<(), FlowFault> {
        let what = json!({"import": report.number, "row": file.road.taken_over.as_ref().map(|t| t.row),
            "number": file.number, "reference": file.reference});
        let (id, by) = (file.id, officer.id.as_str());
        self.note(change, Some(id), report.at, "file.taken_over", by, &what)?;
        self.put(change, file, expect, report.at);
        Ok(())
    }

    /// The file of a row.
    fn file_of(&self, directory: &Directory, entry: &Entry, report: &ImportReport) -> RequestFile {
        let peer = partner(
            directory,
            &self.id,
            entry.state,
            entry.text(Column::Authority),
        );
        let (from, to) = match entry.side {
            Side::Sender => (self.id.clone(), peer),
            Side::Receiver => (peer, self.id.clone()),
        };
        let (id, thread) = identity(&self.id, entry);
        let number = format!("{}-T{:03}-{:05}", self.id.state(), report.number, entry.row);
        // The sender's own case number: ours where we ask, theirs where they do.
        let (own, other) = match entry.side {
            Side::Sender => (Column::OurRef, Column::TheirRef),
            Side::Receiver => (Column::TheirRef, Column::OurRef),
        };
        let reference = match entry.text(own) {
            "" => number.clone(),
            said => said.to_owned(),
        };
        let other = Some(entry.text(other).to_owned()).filter(|said| !said.is_empty());
        let opened = day(entry.text(Column::Date)).unwrap_or(report.at);
        RequestFile {
            id,
            part: Part::Request,
            kind: entry.kind,
            form: self.text_of(entry, &reference, directory, &from, &to),
            number,
            reference,
            receiver_number: other,
            side: entry.side,
            from,
            to,
            thread: Some(thread),
            basis: Vec::new(),
            law_pack: String::new(),
            items: Vec::new(),
            urgency: Urgency::U4Routine,
            class: Class::M1,
            stage: stage(entry),
            deadlines: Vec::new(),
            drafter: None,
            owner: None,
            pending: Vec::new(),
            links: Vec::new(),
            objects: Vec::new(),
            road: Road {
                papers: Vec::new(),
                by_hand: true,
                taken_over: Some(TakenOver {
                    import: report.number,
                    row: entry.row,
                    at: report.at,
                    cells: entry.cells.clone(),
                    undone: false,
                }),
                joined_into: None,
            },
            opened: opened.min(report.at),
            changed: report.at,
        }
    }

    fn text_of(
        &self,
        entry: &Entry,
        reference: &str,
        directory: &Directory,
        from: &NodeId,
        to: &NodeId,
    ) -> Value {
        let party = |node: &NodeId| {
            let mut said = self.law.addressee(directory, entry.kind, node);
            let office = entry.text(Column::Authority);
            if *node != self.id && !office.is_empty() && said.get("authority").is_none() {
                said["authority"] = json!({"name": office});
            }
            said
        };
        let mut text = json!({
            "kind": entry.kind,
            "form_version": "1",
            "reference": reference,
            "exercise": self.world == World::Exercise,
            "status_flag": "new",
            "requesting": party(from),
            "addressee": party(to),
        });
        for (column, pointer) in [
            (Column::Date, "issued_at"),
            (Column::Channel, "channel_then"),
            (Column::Basis, "basis_then"),
            (Column::Due, "due_then"),
            (Column::Note, "note"),
        ] {
            let said = entry.text(column);
            if !said.is_empty() {
                text[pointer] = json!(said);
            }
        }
        let offence = entry.text(Column::Offence);
        if !offence.is_empty() {
            text["offences"] = json!([{"title": offence}]);
        }
        text
    }

    async fn keep_report(
        &self,
        officer: &Officer,
        report: &ImportReport,
        ids: &[RequestId],
        aside: &[Vec<String>],
    ) -> Result<(), FlowFault> {
        let mut change = Change::default();
        let mut setting = |name: String, value: Vec<u8>| {
            change.writes.push(Write::Setting { name, value });
        };
        let ids: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        setting(format!("import.{}.files", report.number), ids);
        setting(
            format!("import.{}.aside", report.number),
            table::csv(aside.iter().cloned()),
        );
        setting(
            format!("import.{}", report.number),
            serde_json::to_vec(report).map_err(node_fault)?,
        );
        setting("imports".to_owned(), report.number.to_string().into_bytes());
        let what = json!({"import": report.number, "name": report.name, "sha256": report.sha256,
            "rows": report.rows, "added": report.added, "already": report.already, "aside": report.aside});
        let by = officer.id.as_str();
        self.note(
            &mut change,
            None,
            self.now(),
            "register.imported",
            by,
            &what,
        )?;
        self.ports.ledger.commit(change).await?;
        self.tell("register.imported", None);
        Ok(())
    }

    /// What was taken over so far, newest first.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn imports(&self) -> Result<Imports, FlowFault> {
        let ledger = &self.ports.ledger;
        let last = ledger.setting("imports").await?.unwrap_or_default();
        let last: u64 = String::from_utf8_lossy(&last).parse().unwrap_or(0);
        let mut out = Vec::new();
        for number in (1..=last).rev().take(50) {
            if let Some(bytes) = ledger.setting(&format!("import.{number}")).await? {
                out.push(serde_json::from_slice(&bytes).map_err(node_fault)?);
            }
        }
        Ok(out)
    }

    /// The rows of an import that lie aside, as CSV with the reason beside each cell.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`].
    pub async fn import_aside(&self, officer: &Officer, number: u64) -> Result<Vec<u8>, FlowFault> {
        officer.must(Act::Register)?;
        let name = format!("import.{number}.aside");
        let found = self.ports.ledger.setting(&name).await?;
        found.ok_or(FlowFault::NotFound)
    }
}

pub(super) fn was_undone(file: &RequestFile) -> bool {
    let taken = file.road.taken_over.as_ref();
    taken.is_some_and(|taken| taken.undone)
}

fn count(report: &mut ImportReport, ids: &mut Vec<RequestId>, file: &RequestFile) {
    report.added += 1;
    ids.push(file.id);
    let taken = file.road.taken_over.as_ref();
    let due = taken.and_then(|taken| super::undo::due_of(file, taken));
    if let Some(day) = due
        && file.is_open()
        && report.due.len() < 1_000
    {
        report.due.push((file.number.clone(), day));
    }
}

/// Who a row is: its direction, State and references; of a row without them, all its cells.
fn identity(node: &NodeId, entry: &Entry) -> (RequestId, ThreadId) {
    let direction = match entry.side {
        Side::Sender => "out",
        Side::Receiver => "in",
    };
    let parts = [
        "comity register row",
        node.as_str(),
        direction,
        entry.state.as_str(),
        &plain(entry.text(Column::OurRef)),
        &plain(entry.text(Column::TheirRef)),
    ]
    .join("\u{1f}");
    let digest = *sha256(parts.as_bytes()).as_bytes();
    let mut id = [0; 16];
    let mut thread = [0; 16];
    id.copy_from_slice(&digest[..16]);
    thread.copy_from_slice(&digest[16..]);
    // The form of a UUID whose bits mean what their maker says.
    id[6] = 0x80 | (id[6] & 0x0f);
    id[8] = 0x80 | (id[8] & 0x3f);
    (RequestId::from_bytes(id), ThreadId::from_bytes(thread))
}

/// The directory entry that a row means; where it means none, a name that no State lists.
fn partner(directory: &Directory, own: &NodeId, state: StateCode, office: &str) -> NodeId {
    let office = plain(office);
    let mut here = directory
        .entries()
        .filter(|entry| entry.node.state() == state && entry.node != *own);
    let found = if office.is_empty() {
        let mut offices = here.filter(|entry| entry.kind == NodeKind::Authority);
        offices.next().filter(|_| offices.next().is_none())
    } else {
        here.find(|entry| {
            entry.names.values().any(|name| plain(name) == office) || entry.node.as_str() == office
        })
    };
    let unlisted = format!("{state}/{UNLISTED}");
    match (found, unlisted.parse()) {
        (Some(entry), _) => entry.node.clone(),
        (None, Ok(node)) => node,
        // Two capital letters and a constant are a node's name.
        (None, Err(_)) => own.clone(),
    }
}

fn stage(entry: &Entry) -> Stage {
    match (entry.standing, entry.side) {
        (Standing::Open, Side::Sender) => Stage::Sent,
        (Standing::Open, Side::Receiver) => Stage::Checking,
        (Standing::Answered, Side::Sender) => Stage::Received,
        (Standing::Answered, Side::Receiver) => Stage::Transmitted,
        // An older register seldom says the ground; the note keeps what it says.
        (Standing::Refused, _) => Stage::Refused {
            ground: Ground::NotInConformity,
        },
        (Standing::Withdrawn, _) => Stage::Withdrawn,
        (Standing::Closed, _) => Stage::Closed,
    }
}

fn day(text: &str) -> Option<Instant> {
    Instant::parse(&format!("{text}T00:00:00Z"))
}

fn aside_head(headings: &[String]) -> Vec<String> {
    let mut head = vec!["row".to_owned(), "reasons".to_owned()];
    head.extend(headings.iter().cloned());
    head
}

fn aside_row(row: &Row, faults: &[RowFault], width: usize) -> Vec<String> {
    let reasons: Vec<String> = faults
        .iter()
        .map(|fault| {
            let column = fault.column.map_or("note", Column::as_str);
            format!("{column}: {}", fault.flaw.as_str())
        })
        .collect();
    let mut out = vec![row.number.to_string(), reasons.join("; ")];
    out.extend(row.cells.iter().map(|cell| cell.text.clone()));
    out.resize(out.len().max(width + 2), String::new());
    out
}
