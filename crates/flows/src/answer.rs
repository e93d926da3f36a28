//! The executing side answers: the holder of the data to an order or a direct request, or an office
//! that was asked for what it knows, what it may freeze, what it signs.
//!
//! For each item one answer. Sealed files leave with it. The answer takes effect in our own file when
//! it leaves, so nothing stands there that a second person has not approved.

use std::collections::BTreeMap;

use comity_core::approval::{Class, Purpose};
use comity_core::cycle::{Freeze, FreezeMove, OutOfCycle, Removal, RemovalMove};
use comity_core::deadline::ClockRule;
use comity_core::form;
use comity_core::id::{ObjectId, RequestId};
use comity_core::item::{Answer, Asked, ItemState, Progress};
use comity_core::refusal::NonExecution;
use comity_core::request::{RequestFile, life};
use comity_core::role::Act;
use comity_core::stage::{Move, Stage, StageName};
use comity_core::time::{Instant, Span};
use serde_json::{Value, json};

use crate::act::Said;
use crate::clocks::{freeze_clocks, preservation_clocks};
use crate::fault::FlowFault;
use crate::message::{Body, EvidenceReady, ItemStatus};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::team::is_party;
use crate::triage::status_of;

/// What the executing side says of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemAnswer {
    /// It is kept as it is from now on.
    Kept,
    /// It was sealed as this object, which goes with the answer.
    Sealed(ObjectId),
    /// It is answered in words.
    Told {
        /// The words.
        text: String,
        /// What the form of the kind asks an answer to say beside them.
        facts: BTreeMap<String, Value>,
    },
    /// What was done with the property.
    Property(FreezeMove),
    /// What was done with the page.
    Page(RemovalMove),
    /// The agreement is signed.
    Signed,
    /// Looked for, and not held.
    NotFound,
    /// Not executed, with a reason.
    NotExecuted(NonExecution),
}

/// What the approvals of an office's own answer are for: to disclose, or to act.
pub(crate) const fn answer_purpose(asked: Asked) -> Purpose {
    match asked {
        Asked::Produce | Asked::Tell => Purpose::Release,
        Asked::Preserve | Asked::Freeze | Asked::Remove | Asked::Agree => Purpose::Send,
    }
}

impl Node {
    /// Answers an order, or a request that this node carries out itself.
    ///
    /// # Errors
    /// [`FlowFault::Input`] for an unknown item or an answer that does not fit it,
    /// [`FlowFault::Evidence`] for an object that is not sealed.
    pub async fn answer_order(
        &self,
        officer: &Officer,
        order: RequestId,
        answers: Vec<(String, ItemAnswer)>,
        note: &str,
    ) -> Result<Said, FlowFault> {
        let as_holder = self.is_provider(&self.id);
        officer.must(if as_holder {
            Act::AnswerOrder
        } else {
            Act::Accept
        })?;
        let line = self.read_case(order).await?;
        let mut file = line.file;
        if !file.may_execute() {
            return Err(FlowFault::NotFound);
        }
        if answers.is_empty() {
            return Err(FlowFault::Input {
                field: "items".to_owned(),
                why: "answer at least one item".to_owned(),
            });
        }
        let now = self.now();
        let mut change = Change::default();
        self.take_up(&mut file, now).await?;
        let zone = self.law.zone(self.id.state());
        // On a copy: the file follows when the answer leaves.
        let mut after = file.clone();
        let (told, objects) = take_answers(&mut after, officer, answers, now)?;
        let step = match after.progress() {
            Progress::All => Move::Done,
            Progress::Partly | Progress::None => Move::PartlyDone,
        };
        let more = step == Move::PartlyDone && after.stage == Stage::PartlyExecuted;
        if !more && !after.is_ordered_longer() && after.stage != Stage::Executed {
            after.stage = after.stage.step(step)?;
        }
        let mut status = status_of(&file, after.stage_name());
        status
            .clocks
            .extend(preservation_clocks(&after, &told, &zone));
        status.clocks.extend(freeze_clocks(&told, &zone, now));
        status.items.clone_from(&told);
        note.clone_into(&mut status.text);
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let answer = Body::OrderAnswer(status);
        let mut messages = vec![Outgoing::about(&file, thread, answer, now)];
        for (item, object) in objects {
            let ready = Body::Evidence(EvidenceReady {
                request: order,
                item,
                object,
                released_by: vec![officer.id.to_string()],
            });
            let mut message = Outgoing::about(&file, thread, ready, now);
            message
                .objects
                .push(self.offer(&mut change, object, file.peer(), now).await?);
            messages.push(message);
            file.objects.push(object);
        }
        self.note(
            &mut change,
            Some(order),
            now,
            "order.answered",
            officer.id.as_str(),
            &json!({"items": told, "text": note}),
        )?;
        // One person of a holder: the authority that ordered is the second. An office that answers
        // from what it has itself needs the persons that a release or an order of its own needs.
        let (class, purpose) = if as_holder {
            (Class::M1, Purpose::Send)
        } else {
            (file.class, answer_purpose(file.asked()))
        };
        let said = self
            .say(&mut change, officer, &mut file, messages, class, purpose)
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("order.answered", order);
        Ok(said)
    }

    /// The steps that a holder takes together: it has the order, has looked at it and executes it. An
    /// office executes what it has accepted; what compels nobody it may answer as it comes.
    async fn take_up(&self, file: &mut RequestFile, now: Instant) -> Result<(), FlowFault> {
        if file.receiver_number.is_none() {
            file.receiver_number = Some(self.next_number(now).await?);
        }
        let freely = self.is_provider(&self.id) || file.class == Class::M0;
        let steps: &[Move] = match file.stage {
            Stage::Delivered if freely => {
                &[Move::Acknowledge, Move::Check, Move::Accept, Move::Execute]
            }
            Stage::Acknowledged if freely => &[Move::Check, Move::Accept, Move::Execute],
            Stage::Checking if freely => &[Move::Accept, Move::Execute],
            Stage::Accepted => &[Move::Execute],
            Stage::Delivered | Stage::Acknowledged | Stage::Checking => &[Move::Execute],
            _ => &[],
        };
        for step in steps {
            file.stage = file.stage.clone().step(step.clone())?;
        }
        file.meet(now, |clock| {
            matches!(
                clock.rule,
                ClockRule::Acknowledge | ClockRule::AcknowledgeEmergency | ClockRule::Decide
            )
        });
        Ok(())
    }
}

type Told = (Vec<ItemStatus>, Vec<(String, ObjectId)>);

/// Puts each answer into its item.
fn take_answers(
    file: &mut RequestFile,
    officer: &Officer,
    answers: Vec<(String, ItemAnswer)>,
    now: Instant,
) -> Result<Told, FlowFault> {
    let until = file
        .deadlines
        .iter()
        .find(|clock| clock.is_term() || clock.rule == ClockRule::DirectOrder)
        .map_or(now + Span::days(60), |clock| clock.due);
    let (asked, kind, own) = (file.asked(), file.kind, file.to.state());
    let mut told = Vec::new();
    let mut objects = Vec::new();
    for (id, answer) in answers {
        let refuse = |why: &str| FlowFault::Input {
            field: id.clone(),
            why: why.to_owned(),
        };
        let item = file
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .ok_or_else(|| refuse("there is no such item in this order"))?;
        let out_of_cycle = |fault: OutOfCycle| refuse(&fault.to_string());
        let next = match answer {
            ItemAnswer::Kept => ItemState::Preserved {
                since: match item.state {
                    ItemState::Preserved { since, .. } => since,
                    _ => now,
                },
                until,
            },
            ItemAnswer::Sealed(object) => {
                objects.push((id.clone(), object));
                ItemState::Produced { object }
            }
            ItemAnswer::Told { text, facts } => {
                if text.trim().is_empty() && facts.is_empty() {
                    return Err(refuse("write the answer"));
                }
                form::answer_fits(kind, &facts).map_err(|field| FlowFault::Input {
                    why: "the answer must say this".to_owned(),
                    field,
                })?;
                let answer = Answer {
                    text,
                    facts,
                    at: now,
                };
                ItemState::Told { answer }
            }
            ItemAnswer::Property(taken) => {
                let from = match &item.state {
                    ItemState::Property { freeze } => Some(freeze.clone()),
                    _ => None,
                };
                let freeze = Freeze::step(from, taken, now).map_err(out_of_cycle)?;
                ItemState::Property { freeze }
            }
            ItemAnswer::Page(taken) => {
                let from = match &item.state {
                    ItemState::Page { removal } => Some(removal.clone()),
                    _ => None,
                };
                let removal = Removal::step(from, taken, now).map_err(out_of_cycle)?;
                ItemState::Page { removal }
            }
            ItemAnswer::Signed if !is_party(item, own) => {
                return Err(refuse("each party signs for itself"));
            }
            ItemAnswer::Signed => ItemState::Signed {
                at: now,
                by: format!("{}, {}", officer.name, officer.office),
            },
            ItemAnswer::NotFound => ItemState::NotFound,
            ItemAnswer::NotExecuted(reason) => {
                if !life(kind).reasons().contains(&reason) {
                    return Err(refuse("this kind does not know this reason"));
                }
                ItemState::NotExecuted { reason }
            }
        };
        if !next.answers(asked) {
            return Err(refuse("this is not what the request asks for"));
        }
        item.state = next.clone();
        told.push(ItemStatus { id, state: next });
    }
    // What has ended takes no other answer than the next step of a property or a page.
    let cycles = |item: &ItemStatus| {
        matches!(
            item.state,
            ItemState::Property { .. } | ItemState::Page { .. } | ItemState::Preserved { .. }
        )
    };
    if file.stage_name() == StageName::Executed && !told.iter().all(cycles) {
        return Err(FlowFault::Input {
            field: "items".to_owned(),
            why: "it was answered already".to_owned(),
        });
    }
    Ok((told, objects))
}
