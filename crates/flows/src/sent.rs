//! What follows in our own files when a message has been put into the outbox, and how the receiver
//! of a request reports progress.

use comity_core::deadline::{ClockRule, Deadline, StartsAt, Whose};
use comity_core::form;
use comity_core::id::{MsgId, NodeId};
use comity_core::item::Progress;
use comity_core::request::{Part, Relation, RequestFile, class_of};
use comity_core::stage::{Move, Stage, StageName};
use comity_core::time::Instant;
use comity_wire::directory::NodeKind;
use serde_json::{Value, json};

use crate::clocks::{acknowledge_clock, repair_clock, run, wish_clock};
use crate::effect::take_items;
use crate::fault::FlowFault;
use crate::message::{Body, Status, SupplementKind};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::team::sign_proposal;
use crate::withdraw::take_back;

impl Node {
    /// Moves the file on when one of its messages has left the officers' hands.
    pub(crate) async fn after_sent(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &mut RequestFile,
        message: &Outgoing,
        msg_id: MsgId,
    ) -> Result<(), FlowFault> {
        self.follow_sent(change, file, message).await?;
        let now = self.now();
        let what = json!({"msg": msg_id, "type": message.body.kind(), "to": message.to});
        let (kind, by) = ("message.queued", officer.id.as_str());
        self.note(change, Some(file.id), now, kind, by, &what)?;
        Ok(())
    }

    /// What our own file comes to when a message leaves, by wire or by hand.
    pub(crate) async fn follow_sent(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        message: &Outgoing,
    ) -> Result<(), FlowFault> {
        let now = self.now();
        match &message.body {
            // The notice has a file of its own, sent already; the clock belongs to the request.
            Body::RequestNew(body) if body.part == Part::Notice => {}
            Body::RequestNew(_) => {
                file.stage = file.stage.clone().step(Move::Sign)?.step(Move::Send)?;
                sign_proposal(file, now);
                file.deadlines
                    .retain(|clock| clock.rule != ClockRule::FollowUp);
                let clock = acknowledge_clock(file, &self.law, file.to.state(), now);
                file.deadlines.push(clock);
                file.deadlines.extend(wish_clock(file));
                self.follow_up_left(change, file, now).await?;
            }
            Body::OrderServe(_) => file.stage = Stage::Sent,
            Body::OrderAnswer(body) => follow_answer(file, body, now)?,
            Body::Decision(body) => {
                follow_decision(file, body)?;
                let own = |clock: &&Deadline| clock.starts == StartsAt::Decision;
                run(file, body.clocks.iter().filter(own).cloned());
                if let Stage::Returned { repair_until } = file.stage {
                    let clock = repair_clock(file, repair_until, now);
                    file.deadlines.push(clock);
                }
            }
            Body::Supplement(body) => match &body.what {
                SupplementKind::Completed { form } => {
                    self.take_text(file, form.clone(), now);
                    file.stage = file.stage.clone().step(Move::Supplement)?;
                    file.meet(now, |clock| clock.rule == ClockRule::Repair);
                }
                SupplementKind::Answer { .. } => {
                    file.stage = file.stage.clone().step(Move::Resume)?;
                    file.meet(now, |clock| clock.rule == ClockRule::Consultation);
                }
                SupplementKind::Extension { .. } | SupplementKind::Term { .. } => {}
            },
            Body::Withdrawal(_) => {
                take_back(file, now)?;
            }
            Body::Evidence(body) => self.after_release(change, file, body, message, now).await?,
            Body::Status(_)
            | Body::EvidenceAck(_)
            | Body::Read(_)
            | Body::LawDiffers(_)
            | Body::ThreadVoid(_) => {}
        }
        Ok(())
    }

    /// The formal request has left: the preservation that it follows no longer waits for it.
    pub(crate) async fn follow_up_left(
        &self,
        change: &mut Change,
        file: &RequestFile,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let follows = file
            .links
            .iter()
            .find(|link| link.relation == Relation::Preservation);
        let Some(link) = follows else {
            return Ok(());
        };
        let line = self.read_case(link.request).await?;
        let mut kept = line.file;
        kept.meet(now, |clock| clock.rule == ClockRule::FollowUp);
        self.put(change, kept, Some(line.version), now);
        Ok(())
    }

    /// A text takes the place of the one before, with all that follows from it.
    pub(crate) fn take_text(&self, file: &mut RequestFile, form: Value, now: Instant) {
        file.form = form;
        file.items = self.law.items(&file.form);
        file.urgency = form::urgency(&file.form);
        let categories = file.items.iter().map(|item| item.category);
        file.class = class_of(file.kind, file.urgency, categories);
        file.basis = self.law.find(&file.form, file.kind, now).bases;
        file.law_pack = self.law.hash();
    }

    /// Reports progress to the asking side: a machine may, since it decides nothing.
    pub(crate) async fn report(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        status: Status,
    ) -> Result<(), FlowFault> {
        self.machine_says(change, file, Body::Status(status)).await
    }

    /// A message that needs no officer's proof.
    pub(crate) async fn machine_says(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        body: Body,
    ) -> Result<(), FlowFault> {
        let now = self.now();
        let id = file
            .thread
            .ok_or_else(|| FlowFault::Node("a file without a thread".to_owned()))?;
        let message = Outgoing::about(file, id, body, now);
        if file.road.by_hand || self.goes_by_hand(&message) {
            return self.machine_letter(change, file, &message);
        }
        let mut thread = self.thread_in_change(change, id).await?;
        let msg_id = self
            .enqueue(change, file.id, &mut thread, &message, Vec::new(), None)
            .await?;
        let what = json!({"msg": msg_id, "type": message.body.kind(), "to": message.to});
        self.note(change, Some(file.id), now, "message.queued", "node", &what)?;
        Ok(())
    }

    /// Whether the directory lists a node as a provider.
    pub(crate) fn is_provider(&self, node: &NodeId) -> bool {
        self.directory()
            .entry(node)
            .is_some_and(|entry| entry.kind == NodeKind::Provider)
    }
}

/// A decision of ours takes effect in our file when it leaves.
fn follow_decision(file: &mut RequestFile, body: &Status) -> Result<(), FlowFault> {
    let stage = file.stage.clone();
    file.stage = match body.stage {
        StageName::Accepted if file.part == Part::Request => stage.step(Move::Accept)?,
        StageName::Refused => {
            let ground = body
                .ground
                .ok_or_else(|| FlowFault::Node("a refusal without a ground".to_owned()))?;
            stage.step(Move::Refuse { ground })?
        }
        StageName::Returned => {
            let repair_until = body
                .until
                .ok_or_else(|| FlowFault::Node("a return without a time".to_owned()))?;
            stage.step(Move::Return { repair_until })?
        }
        _ => stage,
    };
    Ok(())
}

/// An answer of ours takes effect in our file when all who must have approved it.
fn follow_answer(file: &mut RequestFile, body: &Status, now: Instant) -> Result<(), FlowFault> {
    take_items(file, &body.items);
    if file.stage_name() != body.stage {
        let step = match body.stage {
            StageName::Executed => Move::Done,
            _ => Move::PartlyDone,
        };
        file.stage = file.stage.clone().step(step)?;
    }
    if file.progress() == Progress::All {
        file.meet(now, |clock| clock.whose == Whose::Ours);
    }
    run(
        file,
        body.clocks
            .iter()
            .filter(|clock| clock.item.is_some())
            .cloned(),
    );
    Ok(())
}
