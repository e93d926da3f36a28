//! The sender adds something: an answer, the completed text, a longer term; or takes the request back.

use comity_core::approval::{Class, Purpose};
use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::id::RequestId;
use comity_core::item::{Asked, ItemState};
use comity_core::request::{Part, RequestFile};
use comity_core::stage::{Move, Side};
use comity_wire::refusal::RefusalCode;
use serde_json::{Value, json};

use super::signers;
use crate::clocks::{acknowledge_clock, run, term_clock};
use crate::extend::last_end;
use crate::fault::FlowFault;
use crate::message::{Supplement, SupplementKind, Withdrawal};
use crate::node::Node;
use crate::ports::Change;
use crate::receive::{Arrived, NotAccepted};
use crate::withdraw::take_back;

impl Node {
    pub(super) async fn on_supplement(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &Supplement,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let mut file = line.file;
        let asks = matches!(body.what, SupplementKind::Extension { .. });
        if file.side != Side::Receiver
            || file.stage_name().is_terminal()
            || (asks && (file.part != Part::Request || file.asked() != Asked::Preserve))
        {
            return Err(RefusalCode::OutOfScope.into());
        }
        let approvals = match &body.what {
            // A new text needs what the first one needed.
            SupplementKind::Completed { form } => {
                if !same_request(&file, form) {
                    return Err(RefusalCode::OutOfScope.into());
                }
                self.take_text(&mut file, form.clone(), arrived.at);
                let class = file.class;
                self.must_be_authorised(arrived, file.kind, class, Purpose::Send)?
            }
            SupplementKind::Answer { .. }
            | SupplementKind::Extension { .. }
            | SupplementKind::Term { .. } => {
                self.must_be_authorised(arrived, file.kind, Class::M1, Purpose::Send)?
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
                let clock = Deadline {
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
                };
                run(&mut file, [clock]);
            }
            // Only the authority that ordered sets the term; a person of the holder confirms it.
            SupplementKind::Term { until } => {
                let longer = last_end(&file).is_some_and(|ends| *until > ends);
                if file.part != Part::Order || file.asked() != Asked::Preserve || !longer {
                    return Err(RefusalCode::OutOfScope.into());
                }
                let zone = self.law.zone(self.id.state());
                let term = term_clock(*until, arrived.at, &zone, None);
                let answer_by = acknowledge_clock(&file, &self.law, self.id.state(), arrived.at);
                run(&mut file, [answer_by, term]);
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
        let approvals = self.must_be_authorised(arrived, file.kind, Class::M1, Purpose::Send)?;
        take_back(&mut file, arrived.at)?;
        self.take_orders_back(change, &file, &body.reason, arrived.at)
            .await?;
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

/// A completed text is still the same request: kind, id and who asks do not change.
fn same_request(file: &RequestFile, form: &Value) -> bool {
    ["kind", "request_id", "requesting", "exercise"]
        .iter()
        .all(|name| file.form.get(*name) == form.get(*name))
}
