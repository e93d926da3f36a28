//! A new request, or the notice of one, opens a file here.

use comity_core::approval::Purpose;
use comity_core::deadline::StartsAt;
use comity_core::form;
use comity_core::id::{RequestId, ThreadId};
use comity_core::law::Outcome;
use comity_core::request::{Link, Part, Relation, RequestFile, class_of};
use comity_core::road::Road;
use comity_core::stage::{Side, Stage};
use comity_wire::refusal::RefusalCode;
use serde_json::json;

use super::signers;
use crate::clocks::{acknowledge_clock, kind_clocks, wish_clock};
use crate::message::{Body, LawDiffers, LawView, RequestNew};
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{Change, ThreadRow, Write};
use crate::receive::{Arrived, NotAccepted};
use crate::team::sign_proposal;

impl Node {
    pub(super) async fn on_request_new(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &RequestNew,
    ) -> Result<RequestId, NotAccepted> {
        self.may_ask(arrived, body)?;
        self.must_be_new(body.request, arrived.payload.action.thread)
            .await?;
        let urgency = form::urgency(&body.form);
        let items = self.law.items(&body.form);
        let class = class_of(body.kind, urgency, items.iter().map(|item| item.category));
        let approvals = self.must_be_authorised(arrived, body.kind, class, Purpose::Send)?;
        // A demand on a provider needs the consent basis of the State it sits in: checked here again.
        let found = self.law.find(&body.form, body.kind, arrived.at);
        // The State that is told of an order, and by its own register no longer consents to it, says so:
        // the order waits for its receipt and dies without it.
        let blocks = found
            .decision
            .as_ref()
            .is_some_and(|it| it.decision == Outcome::Block);
        if blocks || (body.part == Part::Request && found.is_blocked()) {
            return Err(RefusalCode::OutOfScope.into());
        }
        let thread = arrived.payload.action.thread;
        let mut members: Vec<_> = arrived.payload.action.to.iter().cloned().collect();
        members.push(arrived.from.clone());
        members.sort();
        change.writes.push(Write::Thread(ThreadRow {
            id: thread,
            case: body.request,
            members,
            next_seq: 1,
            head: None,
        }));

        let mut file = RequestFile {
            id: body.request,
            part: body.part,
            kind: body.kind,
            number: body.number.clone(),
            reference: body.reference.clone(),
            receiver_number: None,
            side: Side::Receiver,
            from: arrived.from.clone(),
            to: self.id.clone(),
            thread: Some(thread),
            form: body.form.clone(),
            basis: found.bases.clone(),
            law_pack: self.law.hash(),
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
        sign_proposal(&mut file, arrived.at);
        file.deadlines.push(acknowledge_clock(
            &file,
            &self.law,
            self.id.state(),
            arrived.at,
        ));
        file.deadlines.extend(wish_clock(&file));
        let clocks = kind_clocks(&file, &self.law, StartsAt::Delivery, arrived.at);
        file.deadlines.extend(clocks);
        if file.part == Part::Request {
            self.join_paper(change, &mut file, arrived.at).await?;
        }
        if let Some(earlier) = body.follows {
            self.link_preservation(change, &mut file, earlier, arrived)
                .await?;
        }
        let what = json!({
            "number": body.number,
            "kind": body.kind,
            "part": body.part,
            "signed_by": signers(&approvals),
            "class": class,
            "same_basis": same_basis(&body.basis, &file),
            "law_pack": body.law_pack,
        });
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "request.delivered",
            arrived.from.as_str(),
            &what,
        )?;
        if urgency.is_emergency() {
            self.ports.pager.ring(&file.number, file.kind.as_str());
        }
        let id = file.id;
        if let Some(view) = self.compare_law(&body.basis, &found) {
            let theirs = LawView {
                pack: body.law_pack.clone(),
                decision: None,
                bases: body.basis.clone(),
            };
            let seen = self.other_answer_of(&view.bases, &theirs, arrived.at);
            let seen = serde_json::to_value(&seen).map_err(node_fault)?;
            let from = arrived.from.as_str();
            self.note(change, Some(id), arrived.at, "law.differs", from, &seen)?;
            let told = Body::LawDiffers(LawDiffers { request: id, view });
            self.machine_says(change, &mut file, told).await?;
        }
        self.put(change, file, None, arrived.at);
        Ok(id)
    }

    /// A request id and a thread are opened once.
    pub(super) async fn must_be_new(
        &self,
        request: RequestId,
        thread: ThreadId,
    ) -> Result<(), NotAccepted> {
        let ledger = &self.ports.ledger;
        if ledger.case(request).await?.is_some() || ledger.thread(thread).await?.is_some() {
            return Err(RefusalCode::OutOfScope.into());
        }
        Ok(())
    }

    /// Joins a formal request to the preservation that it follows: the data is then kept until the
    /// request is decided.
    async fn link_preservation(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        earlier: RequestId,
        arrived: &Arrived,
    ) -> Result<(), NotAccepted> {
        let Some(line) = self.ports.ledger.case(earlier).await? else {
            return Ok(());
        };
        if line.file.from != arrived.from {
            return Err(RefusalCode::OutOfScope.into());
        }
        let mut kept = line.file;
        file.links.push(Link {
            relation: Relation::Preservation,
            request: kept.id,
            number: kept.number.clone(),
        });
        kept.links.push(Link {
            relation: Relation::FollowUp,
            request: file.id,
            number: file.number.clone(),
        });
        let what = json!({"follow_up": file.number});
        self.note(
            change,
            Some(kept.id),
            arrived.at,
            "preservation.followed",
            arrived.from.as_str(),
            &what,
        )?;
        self.put(change, kept, Some(line.version), arrived.at);
        Ok(())
    }
}

fn same_basis(claimed: &[comity_core::basis::Basis], file: &RequestFile) -> bool {
    claimed.iter().all(|one| {
        file.basis
            .iter()
            .any(|own| own.instrument == one.instrument && own.role == one.role)
    })
}
