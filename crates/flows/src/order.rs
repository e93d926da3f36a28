//! The domestic order: the authority serves it on the holder of the data.
//!
//! The order has a thread of its own, so the holder learns what its own State orders and no more of
//! the foreign request than that.

use comity_core::approval::Purpose;
use comity_core::deadline::StartsAt;
use comity_core::id::{NodeId, RequestId};
use comity_core::item::{Asked, ItemState};
use comity_core::request::{Link, Part, Relation, RequestFile, life};
use comity_core::road::Road;
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage};
use comity_core::time::{Instant, Span};
use serde_json::{Value, json};

use crate::act::Said;
use crate::clocks::{kept_until, kind_clocks, run};
use crate::fault::FlowFault;
use crate::message::{Body, OrderServe};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::triage::status_of;

/// Parts of a foreign text that the holder needs in order to execute. Facts, persons and purpose of
/// the foreign case stay with the authority.
const FOR_THE_HOLDER: [&str; 9] = [
    "kind",
    "exercise",
    "selectors",
    "items",
    "urgency",
    "confidentiality",
    "handling",
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
        if !file.may_serve() {
            return Err(FlowFault::NotFound);
        }
        let now = self.now();
        let mut change = Change::default();
        file.stage = file.stage.step(Move::Execute)?;
        file.meet_stage(now);
        let answer_by = kind_clocks(&file, &self.law, StartsAt::OrderServed, now);
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
            _ => answer_by
                .first()
                .or_else(|| file.due())
                .map_or(now + Span::days(30), |clock| {
                    clock.due.max(now + Span::days(1))
                }),
        };
        run(&mut file, answer_by);
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
        let status = status_of(&file, file.stage_name());
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
        let own = life(file.kind).for_holder.iter().map(String::as_str);
        let form: serde_json::Map<String, Value> = FOR_THE_HOLDER
            .into_iter()
            .chain(own)
            .filter_map(|name| Some((name.to_owned(), file.form.get(name)?.clone())))
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
            road: Road::default(),
            opened: now,
            changed: now,
        })
    }
}
