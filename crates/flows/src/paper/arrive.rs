//! Something that belongs to a file arrived on paper, by mail or by telephone: a person registers it,
//! its proof is graded from what the person saw, and the file grows the same stages as by wire.

use comity_core::id::{ObjectId, RequestId};
use comity_core::item::ItemState;
use comity_core::request::RequestFile;
use comity_core::road::{Channel, Direction, Paper, Proof, Seen, grade};
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage, StageName};
use comity_core::time::{Instant, Span};
use serde_json::json;

use super::compare::{apply, differences};
use super::scan::Scan;
use super::send::{NOTE, short};
use crate::clocks::preservation_clocks;
use crate::effect::status::reported;
use crate::fault::FlowFault;
use crate::message::{ItemStatus, Status};
use crate::node::{Node, Officer};
use crate::ports::Change;

/// How and when something arrived, and what a person saw of it.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// How it came.
    pub channel: Channel,
    /// When.
    pub at: Instant,
    /// The date that stands on it.
    pub dated: String,
    /// Sheets.
    pub pages: u32,
    /// What was seen of seal and channel.
    pub seen: Seen,
    /// Where the sheet lies.
    pub shelf: String,
    /// Number of the bag, of the item of post, in the closed network.
    pub tracking: String,
    /// What the person who registers it has to say; for a call, what was said.
    pub note: String,
    /// Scans and mail files.
    pub scans: Vec<Scan>,
}

/// What an arrival says about a file.
#[derive(Clone, Debug)]
pub enum Says {
    /// It belongs to the file and moves nothing.
    Note,
    /// The same text on a second road: places of the text with what the paper says there.
    Again(Vec<(String, String)>),
    /// The asked side answers; these items were handed over with it.
    Answer {
        /// Where it stands.
        status: Box<Status>,
        /// Items whose data lies in the scans.
        produced: Vec<String>,
    },
    /// The asking side answers our question.
    Reply,
    /// The asking side completes what we returned: places of the text with the new words.
    Completed(Vec<(String, String)>),
    /// The asking side takes its request back.
    Withdrawn,
}

impl Says {
    const fn word(&self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Again(_) => "confirmation",
            Self::Answer { .. } => "status",
            Self::Reply | Self::Completed(_) => "supplement",
            Self::Withdrawn => "withdrawal",
        }
    }
}

impl Node {
    /// Registers what arrived for a file. Returns the name of the paper within it.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names the field; [`FlowFault::OutOfOrder`] when the file stands where this
    /// cannot be said.
    pub async fn register_arrival(
        &self,
        officer: &Officer,
        case: RequestId,
        arrival: Arrival,
        says: Says,
    ) -> Result<String, FlowFault> {
        officer.must(Act::Register)?;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let now = self.now();
        let mut change = Change::default();
        let mut paper = self
            .paper_of(&mut change, officer, &file, arrival, says.word())
            .await?;
        self.follow(&mut change, &mut file, &mut paper, &says)
            .await?;
        let what = json!({"paper": paper.id, "type": paper.what, "channel": paper.channel,
            "arrived": paper.at.map(|at| at.to_string()), "proof": paper.proof,
            "scans": paper.scans, "text": paper.note, "stage": stage_said(&says),
            "differs": paper.differs});
        let by = officer.id.as_str();
        self.note(&mut change, Some(case), now, "paper.arrived", by, &what)?;
        let id = paper.id.clone();
        file.road.papers.push(paper);
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("paper.arrived", case);
        Ok(id)
    }

    /// The entry of an arrival, with its scans sealed and its proof graded.
    pub(super) async fn paper_of(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &RequestFile,
        arrival: Arrival,
        what: &str,
    ) -> Result<Paper, FlowFault> {
        let now = self.now();
        if arrival.at > now + Span::minutes(5) {
            return Err(input("at", "this time has not come yet"));
        }
        for (field, text, most) in [
            ("note", &arrival.note, NOTE),
            ("shelf", &arrival.shelf, 200),
            ("tracking", &arrival.tracking, 200),
            ("dated", &arrival.dated, 40),
        ] {
            short(field, text, most)?;
        }
        if arrival.channel == Channel::Telephone && arrival.note.trim().is_empty() {
            return Err(input("note", "write what was said"));
        }
        let mut scans: Vec<ObjectId> = Vec::new();
        for scan in arrival.scans {
            scans.push(self.keep_scan(change, officer, file, scan).await?);
        }
        Ok(Paper {
            id: self.paper_id(),
            direction: Direction::In,
            what: what.to_owned(),
            channel: Some(arrival.channel),
            at: Some(arrival.at),
            by: Some(officer.id.clone()),
            tracking: arrival.tracking,
            dated: arrival.dated,
            pages: arrival.pages,
            seen: arrival.seen,
            proof: Some(grade(arrival.channel, arrival.seen)),
            scans,
            shelf: arrival.shelf,
            note: arrival.note,
            body: serde_json::Value::Null,
            differs: Vec::new(),
            governs: None,
            since: now,
        })
    }

    async fn follow(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        paper: &mut Paper,
        says: &Says,
    ) -> Result<(), FlowFault> {
        let at = paper.at.unwrap_or_else(|| self.now());
        match says {
            Says::Note => {}
            Says::Again(words) => paper.differs = differences(&file.form, words),
            Says::Answer { status, produced } => {
                self.follow_answer(change, file, paper, status, produced)
                    .await?;
            }
            Says::Reply => {
                must_be(file, Side::Receiver)?;
                file.stage = file.stage.clone().step(Move::Resume)?;
                file.meet(at, |clock| {
                    clock.rule == comity_core::deadline::ClockRule::Consultation
                });
            }
            Says::Completed(words) => {
                must_be(file, Side::Receiver)?;
                let mut form = file.form.clone();
                let changed = differences(&form, words);
                apply(&mut form, &changed);
                self.take_text(file, form, at);
                file.stage = file.stage.clone().step(Move::Supplement)?;
                file.meet(at, |clock| {
                    clock.rule == comity_core::deadline::ClockRule::Repair
                });
            }
            Says::Withdrawn => {
                must_be(file, Side::Receiver)?;
                // What nobody has proven to be the asking side cannot end its request.
                if paper.proof == Some(Proof::NotProven) {
                    return Err(FlowFault::NotProven);
                }
                file.stage = file.stage.clone().step(Move::Withdraw)?;
                file.meet(at, |_| true);
            }
        }
        Ok(())
    }

    async fn follow_answer(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        paper: &Paper,
        status: &Status,
        produced: &[String],
    ) -> Result<(), FlowFault> {
        must_be(file, Side::Sender)?;
        let left = file.stage_name() >= StageName::Sent && !file.stage_name().is_terminal();
        let stage = reported(&file.stage, status)
            .filter(|_| left)
            .ok_or_else(|| {
                input(
                    "stage",
                    "this cannot be answered at the stage where the file stands",
                )
            })?;
        let mut status = status.clone();
        let known = |id: &str| file.items.iter().any(|item| item.id == id);
        let named = status.items.iter().map(|item| item.id.as_str());
        if let Some(unknown) = named
            .chain(produced.iter().map(String::as_str))
            .find(|id| !known(id))
        {
            return Err(input(
                "items",
                &format!("{unknown} is no item of this request"),
            ));
        }
        let object = match (produced.is_empty(), paper.scans.first()) {
            (true, _) => None,
            (false, Some(object)) => Some(*object),
            (false, None) => {
                return Err(input(
                    "scan",
                    "add the data that came, or its scan, so that it is kept and has a hash",
                ));
            }
        };
        for id in produced {
            status.items.retain(|item| item.id != *id);
            if let Some(object) = object {
                status.items.push(ItemStatus {
                    id: id.clone(),
                    state: ItemState::Produced { object },
                });
            }
        }
        let at = paper.at.unwrap_or_else(|| self.now());
        let zone = self.law.zone(file.to.state());
        status.clocks = preservation_clocks(file, &status.items, &zone);
        self.follow_status(change, file, stage, &status, at).await?;
        if object.is_some() {
            file.objects.extend(paper.scans.iter().copied());
            // It lies here already: the person who registers it has it in hand.
            if matches!(file.stage, Stage::Executed | Stage::Transmitted) {
                file.stage = Stage::Transmitted.step(Move::ConfirmReceipt)?;
            }
        }
        Ok(())
    }

    /// Records that a person proved afterwards who sent something: by comparing the seal, or by calling
    /// back at the number in the directory.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] for no such arrival, [`FlowFault::Input`] when nothing new was seen.
    pub async fn confirm_sender(
        &self,
        officer: &Officer,
        case: RequestId,
        paper: &str,
        seen: Seen,
        how: &str,
    ) -> Result<Proof, FlowFault> {
        officer.must(Act::Register)?;
        short("how", how, NOTE)?;
        if how.trim().is_empty() {
            return Err(input("how", "write whom you reached, when and where"));
        }
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let now = self.now();
        let found = file
            .road
            .papers
            .iter_mut()
            .find(|one| one.id == paper && one.direction == Direction::In)
            .ok_or(FlowFault::NotFound)?;
        let channel = found.channel.unwrap_or(Channel::Post);
        found.seen = Seen {
            seal: found.seen.seal || seen.seal,
            channel: found.seen.channel || seen.channel,
            call_back: found.seen.call_back || seen.call_back,
        };
        let proof = grade(channel, found.seen);
        if found.proof == Some(proof) {
            return Err(input("seen", "this proves no more than before"));
        }
        found.proof = Some(proof);
        let mut change = Change::default();
        let what = json!({"paper": paper, "proof": proof, "seen": found.seen, "text": how});
        let by = officer.id.as_str();
        self.note(&mut change, Some(case), now, "sender.confirmed", by, &what)?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("sender.confirmed", case);
        Ok(proof)
    }
}

fn stage_said(says: &Says) -> Option<StageName> {
    match says {
        Says::Answer { status, .. } => Some(status.stage),
        _ => None,
    }
}

fn must_be(file: &RequestFile, side: Side) -> Result<(), FlowFault> {
    if file.side == side {
        Ok(())
    } else {
        Err(input(
            "says",
            "only the other side of the request says this",
        ))
    }
}

pub(super) fn input(field: &str, why: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: why.to_owned(),
    }
}
