//! The receiver says where a request or order stands. Our file follows; nothing here decides.

use comity_core::approval::{Approval, Class, Purpose};
use comity_core::deadline::{ClockRule, StartsAt, Whose};
use comity_core::id::RequestId;
use comity_core::item::{Asked, ItemState, Progress};
use comity_core::request::{Item, Part, Relation, RequestFile};
use comity_core::stage::{Interrupted, Move, Side, Stage, StageName};
use comity_core::time::Instant;
use comity_wire::refusal::RefusalCode;
use serde_json::json;

use super::{signers, take_items};
use crate::answer::answer_purpose;
use crate::clocks::{
    follow_up_clock, freeze_clocks, kind_clocks, preservation_clocks, repair_clock, run,
};
use crate::fault::FlowFault;
use crate::message::{Body, ItemStatus, Status};
use crate::node::Node;
use crate::ports::Change;
use crate::receive::{Arrived, NotAccepted};
use crate::team::is_party;
use crate::triage::status_of;

impl Node {
    pub(super) async fn on_status(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &Status,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        if file.side != Side::Sender || file.stage_name().is_terminal() {
            return Err(RefusalCode::OutOfScope.into());
        }
        let by_provider = self.is_provider(&arrived.from);
        // A machine may report progress; to decide or to answer an order takes a person, to refuse two.
        let approvals = match &arrived.body {
            Body::Status(_) => self.must_report(arrived, &file, body)?,
            _ if body.stage == StageName::Refused && file.part == Part::Request => {
                self.must_be_authorised(arrived, file.kind, file.class, Purpose::Refuse)?
            }
            // An office that answers from its own holdings, or by its own act, has nobody above it that
            // ordered it: its persons are counted as for a release or an order.
            Body::OrderAnswer(_) if file.part == Part::Request && !by_provider => {
                let purpose = answer_purpose(file.asked());
                self.must_be_authorised(arrived, file.kind, file.class, purpose)?
            }
            _ => self.must_be_authorised(arrived, file.kind, Class::M0, Purpose::Send)?,
        };
        // Each party signs for itself.
        let forged = |told: &ItemStatus| {
            let of = |item: &Item| item.id == told.id && is_party(item, arrived.from.state());
            matches!(told.state, ItemState::Signed { .. }) && !file.items.iter().any(of)
        };
        let fits = |told: &ItemStatus| told.state.answers(file.asked()) && !forged(told);
        if !body.items.iter().all(fits) {
            return Err(RefusalCode::OutOfScope.into());
        }
        let before = file.stage_name();
        let stage = reported(&file.stage, body).ok_or(RefusalCode::OutOfScope)?;
        self.follow_status(change, &mut file, stage, body, arrived.at)
            .await?;
        let what = json!({
            "stage": body.stage,
            "before": before,
            "items": body.items,
            "ground": body.ground,
            "text": body.text,
            "defects": body.defects,
            "signed_by": signers(&approvals),
            "type": arrived.payload.action.kind,
        });
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "status.received",
            arrived.from.as_str(),
            &what,
        )?;
        if file.part == Part::Order {
            self.carry_to_request(change, &file, &body.items, arrived)
                .await?;
        }
        let id = file.id;
        self.put(change, file, Some(line.version), arrived.at);
        Ok(id)
    }

    /// Our file follows what the other side says of it, by wire or on paper.
    pub(crate) async fn follow_status(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        stage: Stage,
        body: &Status,
        at: Instant,
    ) -> Result<(), FlowFault> {
        file.stage = stage;
        if body.receiver_number.is_some() {
            file.receiver_number.clone_from(&body.receiver_number);
        }
        take_items(file, &body.items);
        // What the other side owed is met by its word; the sender's own wish only by the end of it.
        let ended = matches!(
            file.stage,
            Stage::Executed | Stage::Refused { .. } | Stage::Lapsed
        );
        file.meet(at, |clock| {
            let wish = clock.rule == ClockRule::NeededBy;
            let runs_on = body.clocks.iter().any(|one| one.rule == clock.rule);
            clock.whose == Whose::Theirs && clock.item.is_none() && !runs_on && (ended || !wish)
        });
        for clock in &body.clocks {
            // The receiver's clock is seen from the other side: what it owes is theirs here.
            let mut seen = clock.clone();
            seen.whose = match clock.whose {
                Whose::Ours => Whose::Theirs,
                Whose::Theirs => Whose::Ours,
            };
            run(file, [seen]);
        }
        let objects = |item: &ItemStatus| matches!(item.state, ItemState::NotExecuted { .. });
        if body.items.iter().any(objects) {
            let clocks = kind_clocks(file, &self.law, StartsAt::Objection, at);
            run(file, clocks);
        }
        if let Stage::Returned { repair_until } = file.stage {
            let clock = repair_clock(file, repair_until, at);
            file.deadlines.push(clock);
        }
        if file.part == Part::Request
            && file.asked() == Asked::Preserve
            && file.stage == Stage::Executed
        {
            // Once the formal request has left, a longer term asks for no other.
            let known = |open: bool| {
                let mut clocks = file.deadlines.iter();
                clocks.any(|one| one.rule == ClockRule::FollowUp && (one.is_open() || !open))
            };
            if known(true) || !known(false) {
                let clock = follow_up_clock(file, at);
                run(file, clock);
            }
            self.open_follow_up(change, file, at).await?;
        }
        Ok(())
    }

    /// What a machine may report: progress, and nothing that decides or ends a request. A question
    /// takes a person, and a lapse must agree with the time that we were given ourselves.
    fn must_report(
        &self,
        arrived: &Arrived,
        file: &RequestFile,
        body: &Status,
    ) -> Result<Vec<Approval>, NotAccepted> {
        // Only an offer of evidence, released by persons, says that something was produced, and only
        // persons answer in words or sign.
        let by_persons = |item: &ItemStatus| {
            matches!(
                item.state,
                ItemState::Produced { .. } | ItemState::Told { .. } | ItemState::Signed { .. }
            )
        };
        if body.items.iter().any(by_persons) {
            return Err(RefusalCode::OutOfScope.into());
        }
        match body.stage {
            StageName::Delivered
            | StageName::Acknowledged
            | StageName::Checking
            | StageName::Executing
            | StageName::PartlyExecuted
            | StageName::Executed
            | StageName::Transmitted => Ok(self.proven(arrived, file.kind, Class::M0)?),
            StageName::Consulting => {
                self.must_be_authorised(arrived, file.kind, Class::M0, Purpose::Send)
            }
            StageName::Lapsed => match file.stage {
                Stage::Returned { repair_until } if repair_until <= arrived.at => Ok(Vec::new()),
                _ => Err(RefusalCode::AuthorityMissing.into()),
            },
            StageName::Draft
            | StageName::Review
            | StageName::Signed
            | StageName::Sent
            | StageName::Returned
            | StageName::Accepted
            | StageName::Received
            | StageName::Closed
            | StageName::Postponed
            | StageName::Objected
            | StageName::OnHold
            | StageName::Withdrawn
            | StageName::Refused => Err(RefusalCode::AuthorityMissing.into()),
        }
    }

    /// What a holder answered to our order is what the request that it executes has come to; the
    /// asking State is told at once.
    async fn carry_to_request(
        &self,
        change: &mut Change,
        order: &RequestFile,
        items: &[ItemStatus],
        arrived: &Arrived,
    ) -> Result<(), NotAccepted> {
        let Some(link) = order
            .links
            .iter()
            .find(|link| link.relation == Relation::Executes)
        else {
            return Ok(());
        };
        let line = self
            .ports
            .ledger
            .case(link.request)
            .await?
            .ok_or(FlowFault::NotFound)?;
        let mut request = line.file;
        take_items(&mut request, items);
        let moved = match (request.progress(), &request.stage) {
            (Progress::All, Stage::Executing | Stage::PartlyExecuted) => Some(Move::Done),
            (Progress::Partly, Stage::Executing) => Some(Move::PartlyDone),
            _ => None,
        };
        if let Some(moved) = moved {
            request.stage = request.stage.clone().step(moved).map_err(FlowFault::from)?;
            request.meet_stage(arrived.at);
        }
        let zone = self.law.zone(self.id.state());
        let mut clocks = preservation_clocks(&request, items, &zone);
        clocks.extend(freeze_clocks(items, &zone, arrived.at));
        run(&mut request, clocks.clone());
        request.meet(arrived.at, |clock| {
            clock.whose == Whose::Theirs && clock.item.is_none()
        });
        let mut status = status_of(&request, request.stage_name());
        status.items = items.iter().map(hide_object).collect();
        status.clocks.extend(clocks);
        self.note(
            change,
            Some(request.id),
            arrived.at,
            "order.answered",
            arrived.from.as_str(),
            &json!({"items": items, "order": order.number}),
        )?;
        self.report(change, &mut request, status).await?;
        self.put(change, request, Some(line.version), arrived.at);
        Ok(())
    }
}

/// The asking side learns that an item was produced when it is released to it, by the object it
/// then gets, not by the one sealed for us: until then the item is pending there.
fn hide_object(item: &ItemStatus) -> ItemStatus {
    match item.state {
        ItemState::Produced { .. } | ItemState::Told { .. } => ItemStatus {
            id: item.id.clone(),
            state: ItemState::Pending,
        },
        _ => item.clone(),
    }
}

/// The stage that a report means, or none when a receiver cannot be there.
pub(crate) fn reported(ours: &Stage, body: &Status) -> Option<Stage> {
    let back_to = match ours {
        Stage::Accepted => Interrupted::Accepted,
        Stage::Executing => Interrupted::Executing,
        Stage::PartlyExecuted => Interrupted::PartlyExecuted,
        _ => Interrupted::Checking,
    };
    Some(match body.stage {
        StageName::Delivered => Stage::Delivered,
        StageName::Acknowledged => Stage::Acknowledged,
        StageName::Checking => Stage::Checking,
        StageName::Returned => Stage::Returned {
            repair_until: body.until?,
        },
        StageName::Accepted => Stage::Accepted,
        StageName::Executing => Stage::Executing,
        StageName::PartlyExecuted => Stage::PartlyExecuted,
        StageName::Executed => Stage::Executed,
        StageName::Transmitted => Stage::Transmitted,
        StageName::Consulting => Stage::Consulting { back_to, round: 1 },
        StageName::Postponed => Stage::Postponed {
            back_to,
            review: body.until?,
        },
        StageName::Objected => Stage::Objected { back_to },
        StageName::OnHold => Stage::OnHold {
            back_to,
            until: body.until?,
        },
        StageName::Refused => Stage::Refused {
            ground: body.ground?,
        },
        StageName::Lapsed => Stage::Lapsed,
        StageName::Closed => Stage::Closed,
        StageName::Draft
        | StageName::Review
        | StageName::Signed
        | StageName::Sent
        | StageName::Received
        | StageName::Withdrawn => return None,
    })
}
