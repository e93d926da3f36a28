//! A domestic order reaches the holder of the data.

use comity_core::approval::Purpose;
use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::form;
use comity_core::id::RequestId;
use comity_core::item::Asked;
use comity_core::request::{Part, RequestFile, class_of};
use comity_core::road::Road;
use comity_core::stage::{Side, Stage};
use serde_json::json;

use super::signers;
use crate::clocks::{acknowledge_clock, term_clock};
use crate::message::OrderServe;
use crate::node::Node;
use crate::ports::{Change, ThreadRow, Write};
use crate::receive::{Arrived, NotAccepted};

impl Node {
    pub(super) async fn on_order_serve(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &OrderServe,
    ) -> Result<RequestId, NotAccepted> {
        self.may_order(arrived, body)?;
        self.must_be_new(body.order, arrived.payload.action.thread)
            .await?;
        let urgency = form::urgency(&body.form);
        let items = self.law.items(&body.form);
        let class = class_of(body.kind, urgency, items.iter().map(|item| item.category));
        let approvals = self.must_be_authorised(arrived, body.kind, class, Purpose::Send)?;
        let thread = arrived.payload.action.thread;
        let mut members = vec![self.id.clone(), arrived.from.clone()];
        members.sort();
        change.writes.push(Write::Thread(ThreadRow {
            id: thread,
            case: body.order,
            members,
            next_seq: 1,
            head: None,
        }));
        let zone = self.law.zone(self.id.state());
        let mut file = RequestFile {
            id: body.order,
            part: Part::Order,
            kind: body.kind,
            number: body.number.clone(),
            reference: body.reference.clone(),
            receiver_number: None,
            side: Side::Receiver,
            from: arrived.from.clone(),
            to: self.id.clone(),
            thread: Some(thread),
            form: body.form.clone(),
            basis: Vec::new(),
            law_pack: String::new(),
            items,
            urgency,
            class,
            stage: Stage::Delivered,
            deadlines: Vec::new(),
            drafter: None,
            owner: None,
            pending: Vec::new(),
            links: Vec::new(),
            objects: Vec::new(),
            road: Road::default(),
            opened: arrived.at,
            changed: arrived.at,
        };
        let answer_by = acknowledge_clock(&file, &self.law, self.id.state(), arrived.at);
        let source = Some(body.provision.clone());
        file.deadlines = match body.asked {
            // Kept at once: a person confirms it by the end of the next working day, and the term runs.
            Asked::Preserve => vec![answer_by, term_clock(body.due, arrived.at, &zone, source)],
            Asked::Produce | Asked::Tell | Asked::Freeze | Asked::Remove | Asked::Agree => vec![
                answer_by,
                Deadline {
                    rule: ClockRule::DirectOrder,
                    item: None,
                    starts: StartsAt::OrderServed,
                    started: arrived.at,
                    due: body.due,
                    bound: Bound::Max,
                    whose: Whose::Ours,
                    zone,
                    source,
                    met: None,
                },
            ],
        };
        let what = json!({"number": body.number, "provision": body.provision, "signed_by": signers(&approvals), "class": class});
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "order.delivered",
            arrived.from.as_str(),
            &what,
        )?;
        if urgency.is_emergency() {
            self.ports.pager.ring(&file.number, file.kind.as_str());
        }
        let id = file.id;
        self.put(change, file, None, arrived.at);
        Ok(id)
    }
}
