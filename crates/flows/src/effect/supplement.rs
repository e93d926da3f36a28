//! The sender adds something: an answer, the completed text, a longer term; or takes the request back.

use comity_core::approval::{Class, Purpose};
use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::id::RequestId;
use comity_core::item::ItemState;
use comity_core::request::class_of;
use comity_core::stage::{Move, Side};
use comity_wire::refusal::RefusalCode;
use serde_json::json;

use super::request_new::urgency_of;
use super::signers;
use crate::fault::FlowFault;
use crate::message::{Supplement, SupplementKind, Withdrawal};
use crate::node::Node;
use crate::ports::Change;
use crate::receive::{Arrived, NotAccepted};

impl Node {
    pub(super) async fn on_supplement(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &Supplement,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        if file.side != Side::Receiver || file.stage_name().is_terminal() {
            return Err(RefusalCode::OutOfScope.into());
        }
        let approvals = match &body.what {
            // A new text needs what the first one needed.
            SupplementKind::Completed { form } => {
                let items = self.law.items(form);
                let class = class_of(
                    file.kind,
                    urgency_of(form),
                    items.iter().map(|item| item.category),
                );
                let approvals = self.must_be_authorised(arrived, class, Purpose::Send)?;
                file.form = form.clone();
                file.items = items;
                file.class = class;
                approvals
            }
            SupplementKind::Answer { .. } | SupplementKind::Extension { .. } => {
                self.must_be_authorised(arrived, Class::M1, Purpose::Send)?
            }
        };
        match &body.what {
            SupplementKind::Completed { .. } => {
                file.stage = file.stage.step(Move::Supplement).map_err(FlowFault::from)?;
                file.meet(arrived.at, |clock| clock.rule == ClockRule::Repair);
            }
            SupplementKind::Answer { .. } => {
                file.stage = file.stage.step(Move::Resume).map_err(FlowFault::from)?;
                file.meet(arrived.at, |clock| clock.rule == ClockRule::Consultation);
            }
            // Asked in time, the longer term is ours to decide: it stands as a clock until then.
            SupplementKind::Extension { days, .. } => {
                let kept = file.items.iter().filter_map(|item| match item.state {
                    ItemState::Preserved { until, .. } => Some(until),
                    _ => None,
                });
                let ends = kept.min().ok_or(RefusalCode::OutOfScope)?;
                if ends <= arrived.at || !(1..=3650).contains(days) {
                    return Err(RefusalCode::OutOfScope.into());
                }
                file.deadlines.push(Deadline {
                    rule: ClockRule::Decide,
                    item: None,
                    starts: StartsAt::Notice,
                    started: arrived.at,
                    due: ends,
                    bound: Bound::Max,
                    whose: Whose::Ours,
                    zone: self.law.zone(self.id.state()),
                    source: None,
                    met: None,
                });
            }
        }
        let what = json!({"supplement": body.what, "signed_by": signers(&approvals)});
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "supplement.received",
            arrived.from.as_str(),
            &what,
        )?;
        let id = file.id;
        self.put(change, file, Some(line.version), arrived.at);
        Ok(id)
    }

    pub(super) async fn on_withdrawal(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &Withdrawal,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        if file.side != Side::Receiver {
            return Err(RefusalCode::OutOfScope.into());
        }
        let approvals = self.must_be_authorised(arrived, Class::M1, Purpose::Send)?;
        file.stage = file.stage.step(Move::Withdraw).map_err(FlowFault::from)?;
        file.pending.clear();
        file.meet(arrived.at, |_| true);
        let what = json!({"reason": body.reason, "signed_by": signers(&approvals)});
        self.note(
            change,
            Some(file.id),
            arrived.at,
            "request.withdrawn",
            arrived.from.as_str(),
            &what,
        )?;
        let id = file.id;
        self.put(change, file, Some(line.version), arrived.at);
        Ok(id)
    }
}
