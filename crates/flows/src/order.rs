//! The domestic order: the authority serves it on the holder of the data, the holder answers it.
//!
//! The order has a thread of its own, so the holder learns what its own State orders and no more of
//! the foreign request than that.

use comity_core::approval::{Class, Purpose};
use comity_core::deadline::ClockRule;
use comity_core::id::{NodeId, RequestId};
use comity_core::item::{Asked, ItemState, Progress};
use comity_core::kind::Kind;
use comity_core::refusal::NonExecution;
use comity_core::request::{Link, Part, Relation, RequestFile};
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage};
use comity_core::time::{Instant, Span};
use serde_json::{Value, json};

use crate::act::Said;
use crate::clocks::{kept_until, preservation_clocks, run};
use crate::fault::FlowFault;
use crate::message::{Body, EvidenceReady, ItemStatus, OrderServe};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::triage::status_of;

/// What the holder says of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemAnswer {
    /// It is kept as it is from now on.
    Kept,
    /// It was sealed as this object, which goes with the answer.
    Sealed(comity_core::id::ObjectId),
    /// Looked for, and not held.
    NotFound,
    /// Not executed, with a reason.
    NotExecuted(NonExecution),
}

/// Parts of a foreign text that the holder needs in order to execute. Facts, persons and purpose of
/// the foreign case stay with the authority.
const FOR_THE_HOLDER: [&str; 9] = [
    "exercise",
    "selectors",
    "items",
    "urgency",
    "confidentiality",
    "handling",
    "duration_days",
    "procedures",
    "language",
];

impl Node {
    /// Serves the order that executes an accepted request on the holder of the data.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when the holder is no node of this State or no provision is named.
    pub async fn serve_order(
        &self,
        officer: &Officer,
        request: RequestId,
        holder: &NodeId,
        provision: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Serve)?;
        if holder.state() != self.id.state() || !self.is_provider(holder) {
            return Err(FlowFault::Input {
                field: "holder".to_owned(),
                why: "an order is served on a provider of this State".to_owned(),
            });
        }
        if provision.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "provision".to_owned(),
                why: "an order names the provision it rests on".to_owned(),
            });
        }
        let line = self.read_case(request).await?;
        let mut file = line.file;
        if file.side != Side::Receiver || file.part != Part::Request {
            return Err(FlowFault::NotFound);
        }
        let now = self.now();
        let mut change = Change::default();
        file.stage = file.stage.step(Move::Execute)?;
        let mut order = self.order_of(&file, officer, holder, now).await?;
        file.links.push(Link {
            relation: Relation::Order,
            request: order.id,
            number: order.number.clone(),
        });
        let asked = file.asked();
        let zone = self.law.zone(holder.state());
        let due = match asked {
            Asked::Preserve => kept_until(now, self.preservation_days(&file), &zone),
            Asked::Produce => file.due().map_or(now + Span::days(30), |clock| {
                clock.due.max(now + Span::days(1))
            }),
        };
        let body = Body::OrderServe(OrderServe {
            order: order.id,
            kind: order.kind,
            asked,
            number: order.number.clone(),
            reference: order.reference.clone(),
            form: order.form.clone(),
            provision: provision.to_owned(),
            due,
        });
        let thread = self.ports.ids.thread();
        order.thread = Some(thread);
        let message = Outgoing::about(&order, thread, body, now);
        let what = json!({"order": order.number, "holder": holder, "provision": provision, "due": due.to_string()});
        self.note(
            &mut change,
            Some(request),
            now,
            "order.drawn_up",
            officer.id.as_str(),
            &what,
        )?;
        let class = order.class;
        let said = self
            .say(
                &mut change,
                officer,
                &mut order,
                vec![message],
                class,
                Purpose::Send,
            )
            .await?;
        let mut status = status_of(&file, file.stage_name());
        status.stage = file.stage_name();
        self.report(&mut change, &mut file, status).await?;
        self.put(&mut change, order, None, now);
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("order.drawn_up", request);
        Ok(said)
    }

    /// How long the data is to be kept: what the sender asks, within what our own law allows.
    fn preservation_days(&self, file: &RequestFile) -> u32 {
        let asked = file
            .form
            .get("duration_days")
            .and_then(Value::as_u64)
            .and_then(|days| u32::try_from(days).ok());
        let (least, most) = self.law.preservation_bounds(self.id.state());
        asked.unwrap_or(least).clamp(least, most)
    }

    async fn order_of(
        &self,
        file: &RequestFile,
        officer: &Officer,
        holder: &NodeId,
        now: Instant,
    ) -> Result<RequestFile, FlowFault> {
        let number = self.next_number(now).await?;
        let form: serde_json::Map<String, Value> = FOR_THE_HOLDER
            .iter()
            .filter_map(|name| {
                file.form
                    .get(*name)
                    .map(|value| ((*name).to_owned(), value.clone()))
            })
            .collect();
        Ok(RequestFile {
            id: self.ports.ids.request(now),
            part: Part::Order,
            kind: file.kind,
            reference: number.clone(),
            number,
            receiver_number: None,
            side: Side::Sender,
            from: self.id.clone(),
            to: holder.clone(),
            thread: None,
            form: Value::Object(form),
            basis: Vec::new(),
            law_pack: String::new(),
            items: file
                .items
                .iter()
                .cloned()
                .map(|mut item| {
                    item.state = ItemState::Pending;
                    item.nexus.clear();
                    item
                })
                .collect(),
            urgency: file.urgency,
            class: file.class,
            // Waits for the persons who must sign it; `sent` when it leaves.
            stage: Stage::Review,
            deadlines: Vec::new(),
            drafter: Some(officer.id.clone()),
            owner: Some(officer.id.clone()),
            pending: Vec::new(),
            links: vec![Link {
                relation: Relation::Executes,
                request: file.id,
                number: file.number.clone(),
            }],
            objects: Vec::new(),
            opened: now,
            changed: now,
        })
    }

    /// The holder answers: for each item that it keeps the data, has sealed it, does not have it, or
    /// cannot execute. Sealed objects leave with the answer.
    ///
    /// # Errors
    /// [`FlowFault::Input`] for an unknown item, [`FlowFault::Evidence`] for an object that is not sealed.
    pub async fn answer_order(
        &self,
        officer: &Officer,
        order: RequestId,
        answers: Vec<(String, ItemAnswer)>,
        note: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::AnswerOrder)?;
        let line = self.read_case(order).await?;
        let mut file = line.file;
        let direct = file.part == Part::Request && file.kind == Kind::SubscriberDirect;
        if file.side != Side::Receiver || !(file.part == Part::Order || direct) {
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
        let until = file
            .deadlines
            .iter()
            .find(|clock| clock.is_term() || clock.rule == ClockRule::DirectOrder)
            .map_or(now + Span::days(60), |clock| clock.due);
        let mut told = Vec::new();
        let mut objects = Vec::new();
        for (id, answer) in answers {
            let item = file
                .items
                .iter_mut()
                .find(|item| item.id == id)
                .ok_or_else(|| FlowFault::Input {
                    field: id.clone(),
                    why: "there is no such item in this order".to_owned(),
                })?;
            item.state = match answer {
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
                ItemAnswer::NotFound => ItemState::NotFound,
                ItemAnswer::NotExecuted(reason) => ItemState::NotExecuted { reason },
            };
            told.push(ItemStatus {
                id,
                state: item.state.clone(),
            });
        }
        let step = match file.progress() {
            Progress::All => Move::Done,
            Progress::Partly | Progress::None => Move::PartlyDone,
        };
        let more = step == Move::PartlyDone && file.stage == Stage::PartlyExecuted;
        if !more && !file.is_ordered_longer() {
            file.stage = file.stage.step(step)?;
        }
        if file.progress() == Progress::All {
            file.meet(now, |clock| {
                clock.whose == comity_core::deadline::Whose::Ours
            });
        }
        let clocks = preservation_clocks(&file, &told, &zone);
        run(&mut file, clocks.clone());
        let mut status = status_of(&file, file.stage_name());
        status.items.clone_from(&told);
        status.clocks = clocks;
        note.clone_into(&mut status.text);
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let mut messages = vec![Outgoing::about(
            &file,
            thread,
            Body::OrderAnswer(status),
            now,
        )];
        for (item, object) in objects {
            let mut message = Outgoing::about(
                &file,
                thread,
                Body::Evidence(EvidenceReady {
                    request: order,
                    item,
                    object,
                    released_by: vec![officer.id.to_string()],
                }),
                now,
            );
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
        // One person of the provider: the authority that ordered is the second.
        let said = self
            .say(
                &mut change,
                officer,
                &mut file,
                messages,
                Class::M1,
                Purpose::Send,
            )
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("order.answered", order);
        Ok(said)
    }

    /// The steps that a holder takes together: it has the order, has looked at it and executes it.
    async fn take_up(&self, file: &mut RequestFile, now: Instant) -> Result<(), FlowFault> {
        if file.receiver_number.is_none() {
            file.receiver_number = Some(self.next_number(now).await?);
        }
        let steps: &[Move] = match file.stage {
            Stage::Delivered => &[Move::Acknowledge, Move::Check, Move::Accept, Move::Execute],
            Stage::Acknowledged => &[Move::Check, Move::Accept, Move::Execute],
            Stage::Checking => &[Move::Accept, Move::Execute],
            Stage::Accepted => &[Move::Execute],
            _ => &[],
        };
        for step in steps {
            file.stage = file.stage.clone().step(step.clone())?;
        }
        Ok(())
    }
}
