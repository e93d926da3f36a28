//! The receiver's desk: take it, look at it, then accept, return, ask, postpone or refuse.

use comity_core::approval::{Class, Purpose};
use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::id::{OfficerId, RequestId};
use comity_core::item::Asked;
use comity_core::refusal::Ground;
use comity_core::request::{Part, RequestFile, life};
use comity_core::road::Proof;
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage, StageName};
use comity_core::time::{Instant, Span};
use serde_json::json;

use crate::act::Said;
use crate::clocks::{kind_clocks, shown_clocks};
use crate::fault::FlowFault;
use crate::message::{Body, DefectLine, Read, Status};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;

impl Node {
    /// Takes a delivered request: the asking side learns our number and that a person has it.
    ///
    /// # Errors
    /// [`FlowFault`].
    pub async fn acknowledge(&self, officer: &Officer, id: RequestId) -> Result<(), FlowFault> {
        officer.must(if officer.may(Act::AnswerOrder) {
            Act::AnswerOrder
        } else {
            Act::Triage
        })?;
        let line = self.read_case(id).await?;
        let mut file = line.file;
        must_be_receiver(&file)?;
        let now = self.now();
        let mut change = Change::default();
        file.stage = file.stage.step(Move::Acknowledge)?.step(Move::Check)?;
        file.owner.get_or_insert_with(|| officer.id.clone());
        // What was registered by hand has our number already: its own sender gave it none.
        if !file.road.by_hand && file.receiver_number.is_none() {
            file.receiver_number = Some(self.next_number(now).await?);
        }
        file.meet(now, |clock| {
            matches!(
                clock.rule,
                ClockRule::Acknowledge | ClockRule::AcknowledgeEmergency
            )
        });
        let keeps = file.may_execute() && file.asked() == Asked::Preserve;
        let decides = file.part == Part::Request && !file.is_direct();
        // A limit of the instrument takes the place of our own aim.
        let limited = file
            .deadlines
            .iter()
            .any(|clock| matches!(clock.rule, ClockRule::Recognise | ClockRule::DecideFreeze));
        if (decides || keeps) && !limited {
            file.deadlines
                .push(decide_clock(&file, self.law.zone(self.id.state()), now));
        }
        self.note(
            &mut change,
            Some(id),
            now,
            "request.acknowledged",
            officer.id.as_str(),
            &json!({"number": file.receiver_number.as_ref().unwrap_or(&file.number)}),
        )?;
        let first = self
            .ports
            .ledger
            .messages(id)
            .await?
            .into_iter()
            .find(|(_, _, outgoing, _)| !outgoing);
        if let (Some((_, msg, _, _)), Some(thread)) = (first, file.thread) {
            let read = Outgoing::about(&file, thread, Body::Read(Read { request: id, msg }), now);
            self.say(
                &mut change,
                officer,
                &mut file,
                vec![read],
                Class::M0,
                Purpose::Send,
            )
            .await?;
        }
        let status = status_of(&file, StageName::Checking);
        self.report(&mut change, &mut file, status).await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("request.acknowledged", id);
        Ok(())
    }

    /// Gives a file to a person.
    ///
    /// # Errors
    /// [`FlowFault`].
    pub async fn assign(
        &self,
        officer: &Officer,
        id: RequestId,
        to: &OfficerId,
    ) -> Result<(), FlowFault> {
        if *to != officer.id {
            officer.must(Act::Assign)?;
        }
        officer.must(Act::ReadCase)?;
        self.ports
            .ledger
            .officer(to)
            .await?
            .ok_or(FlowFault::NotFound)?;
        let line = self.read_case(id).await?;
        let mut file = line.file;
        file.owner = Some(to.clone());
        let now = self.now();
        let mut change = Change::default();
        self.note(
            &mut change,
            Some(id),
            now,
            "file.assigned",
            officer.id.as_str(),
            &json!({"to": to}),
        )?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("file.assigned", id);
        Ok(())
    }

    /// Finds a request lawful and complete: it will be executed.
    ///
    /// # Errors
    /// [`FlowFault::NoBasis`] when our own law pack gives none.
    pub async fn accept_request(
        &self,
        officer: &Officer,
        id: RequestId,
        conditions: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Accept)?;
        let line = self.read_case(id).await?;
        let found = self.law.find(&line.file.form, line.file.kind, self.now());
        if found.is_blocked() || found.bases.is_empty() {
            return Err(FlowFault::NoBasis(found.advice()));
        }
        must_be_proven(&line.file)?;
        let mut status = status_of(&line.file, StageName::Accepted);
        let now = self.now();
        let clocks = kind_clocks(&line.file, &self.law, StartsAt::Decision, now);
        status.clocks.extend(clocks);
        conditions.clone_into(&mut status.text);
        self.decide(
            officer,
            line,
            status,
            Class::M1,
            Purpose::Send,
            "request.accepted",
        )
        .await
    }

    /// Sends a request back with all its defects at once and a time to mend them.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when no defect is named.
    pub async fn return_request(
        &self,
        officer: &Officer,
        id: RequestId,
        defects: Vec<DefectLine>,
        text: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Return)?;
        if defects.is_empty() && text.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "text".to_owned(),
                why: "say what has to be mended".to_owned(),
            });
        }
        let line = self.read_case(id).await?;
        let now = self.now();
        let span = if line.file.urgency.is_emergency() {
            Span::hours(24)
        } else {
            Span::days(30)
        };
        let mut status = status_of(&line.file, StageName::Returned);
        status.until = Some(now + span);
        status.defects = defects;
        text.clone_into(&mut status.text);
        self.decide(
            officer,
            line,
            status,
            Class::M0,
            Purpose::Send,
            "request.returned",
        )
        .await
    }

    /// Refuses with a ground in law, its reason and the remedy: two persons, never the clerk.
    ///
    /// # Errors
    /// [`FlowFault::Input`] without a reason.
    pub async fn refuse_request(
        &self,
        officer: &Officer,
        id: RequestId,
        ground: Ground,
        reason: &str,
    ) -> Result<Said, FlowFault> {
        if !officer.may(Act::Accept) {
            officer.must(Act::Refuse)?;
        }
        if reason.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "reason".to_owned(),
                why: "a refusal says why and what can be done against it".to_owned(),
            });
        }
        let line = self.read_case(id).await?;
        let bases = line.file.basis.iter().map(|one| one.instrument.as_str());
        let admitted = life(line.file.kind).refusal.admitted(bases);
        if !admitted.contains(&ground) {
            let listed: Vec<_> = admitted.iter().map(|one| one.code()).collect();
            return Err(FlowFault::Input {
                field: "ground".to_owned(),
                why: format!(
                    "the instrument closes the list of grounds: {}",
                    listed.join(", ")
                ),
            });
        }
        let mut status = status_of(&line.file, StageName::Refused);
        status.ground = Some(ground);
        reason.clone_into(&mut status.text);
        let class = line.file.class;
        self.decide(
            officer,
            line,
            status,
            class,
            Purpose::Refuse,
            "request.refusal_proposed",
        )
        .await
    }

    /// Puts a question to the asking side; the stage waits for the answer.
    ///
    /// # Errors
    /// [`FlowFault`].
    pub async fn ask(
        &self,
        officer: &Officer,
        id: RequestId,
        question: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::Consult)?;
        if question.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "question".to_owned(),
                why: "write the question".to_owned(),
            });
        }
        let line = self.read_case(id).await?;
        let mut file = line.file;
        must_be_receiver(&file)?;
        let now = self.now();
        let mut change = Change::default();
        file.stage = file.stage.step(Move::Consult)?;
        let clock = Deadline {
            rule: ClockRule::Consultation,
            item: None,
            starts: StartsAt::Question,
            started: now,
            due: self
                .law
                .end_of_working_day_after(file.from.state(), now, 10),
            bound: Bound::Target,
            whose: Whose::Theirs,
            zone: self.law.zone(file.from.state()),
            source: None,
            met: None,
        };
        file.deadlines.push(clock.clone());
        let mut status = status_of(&file, StageName::Consulting);
        status.clocks.push(clock);
        question.clone_into(&mut status.text);
        self.note(
            &mut change,
            Some(id),
            now,
            "question.asked",
            officer.id.as_str(),
            &json!({"text": question}),
        )?;
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let message = Outgoing::about(&file, thread, Body::Status(status), now);
        self.say(
            &mut change,
            officer,
            &mut file,
            vec![message],
            Class::M0,
            Purpose::Send,
        )
        .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("question.asked", id);
        Ok(())
    }

    async fn decide(
        &self,
        officer: &Officer,
        line: crate::ports::CaseLine,
        status: Status,
        class: Class,
        purpose: Purpose,
        event: &str,
    ) -> Result<Said, FlowFault> {
        let mut file = line.file;
        must_be_receiver(&file)?;
        let now = self.now();
        let mut change = Change::default();
        // Tried on a copy: a move that does not fit is refused before anybody signs it.
        if matches!(file.stage, Stage::Delivered | Stage::Acknowledged) {
            file.stage = file.stage.clone().step(Move::Check).or_else(|_| {
                file.stage
                    .clone()
                    .step(Move::Acknowledge)
                    .and_then(|stage| stage.step(Move::Check))
            })?;
        }
        let id = file.id;
        let what = json!({"stage": status.stage, "ground": status.ground, "text": status.text, "defects": status.defects});
        self.note(
            &mut change,
            Some(id),
            now,
            event,
            officer.id.as_str(),
            &what,
        )?;
        file.meet(now, |clock| {
            clock.rule == ClockRule::Decide || clock.rule.met_by(status.stage)
        });
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let message = Outgoing::about(&file, thread, Body::Decision(status), now);
        let said = self
            .say(
                &mut change,
                officer,
                &mut file,
                vec![message],
                class,
                purpose,
            )
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit(event, id);
        Ok(said)
    }
}

/// A report of where `file` stands, without anything else.
pub(crate) fn status_of(file: &RequestFile, stage: StageName) -> Status {
    Status {
        request: file.id,
        stage,
        receiver_number: file.receiver_number.clone(),
        items: Vec::new(),
        ground: None,
        until: None,
        defects: Vec::new(),
        text: String::new(),
        clocks: shown_clocks(file, stage),
    }
}

/// What is not proven may make us keep data; it never makes us hand any over.
///
/// # Source
/// Recommendation 20; a mail from a stolen police mailbox freezes and releases nothing.
pub(crate) fn must_be_proven(file: &RequestFile) -> Result<(), FlowFault> {
    if file.asked() == Asked::Preserve || file.road.proof() > Proof::NotProven {
        Ok(())
    } else {
        Err(FlowFault::NotProven)
    }
}

fn must_be_receiver(file: &RequestFile) -> Result<(), FlowFault> {
    if file.side == Side::Receiver {
        Ok(())
    } else {
        Err(FlowFault::NotFound)
    }
}

/// A decision is aimed at within a day for what perishes, else within thirty.
///
/// # Source
/// Our choice where the instrument sets no time; a limit of the instrument replaces it.
fn decide_clock(file: &RequestFile, zone: String, now: Instant) -> Deadline {
    let span = if file.urgency.rank() <= 2 || file.asked() == Asked::Preserve {
        Span::days(1)
    } else {
        Span::days(30)
    };
    Deadline {
        rule: ClockRule::Decide,
        item: None,
        starts: StartsAt::Delivery,
        started: now,
        due: now + span,
        bound: Bound::Target,
        whose: Whose::Ours,
        zone,
        source: None,
        met: None,
    }
}
