//! Preserved data is to be kept longer: the asking side asks, the authority decides, the holder keeps,
//! and each of them learns the new end from a signed message of the one before.

use comity_core::approval::{Class, Purpose};
use comity_core::deadline::Deadline;
use comity_core::id::RequestId;
use comity_core::item::ItemState;
use comity_core::request::{Relation, RequestFile};
use comity_core::role::Act;
use comity_core::time::{Instant, Span};
use serde_json::json;

use crate::act::Said;
use crate::clocks::kept_until;
use crate::fault::FlowFault;
use crate::message::{Body, Supplement, SupplementKind};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::triage::status_of;

impl Node {
    /// Decides on a longer preservation that was asked for in time: so many days more, which may be
    /// other than asked, or none. The longer term is ordered from each holder; the asking side's clock
    /// moves when the holder has confirmed it.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when nobody asked, or for more days than our law knows at once.
    pub async fn decide_extension(
        &self,
        officer: &Officer,
        request: RequestId,
        days: u32,
    ) -> Result<Option<Said>, FlowFault> {
        officer.must(Act::Serve)?;
        let line = self.read_case(request).await?;
        let mut file = line.file;
        let refuse = |why: &str| {
            Err(FlowFault::Input {
                field: "days".to_owned(),
                why: why.to_owned(),
            })
        };
        if !file.is_asked_longer() {
            return refuse("nobody has asked for a longer term");
        }
        let (_, most) = self.law.preservation_bounds(self.id.state());
        if days > most {
            return refuse(&format!("at most {most} days at once"));
        }
        let now = self.now();
        let mut change = Change::default();
        let zone = self.law.zone(self.id.state());
        let until = longer(&file, days, &zone).filter(|until| *until > now);
        file.meet(now, Deadline::asks_longer);
        let mut status = status_of(&file, file.stage_name());
        status.until = until;
        let mut said = None;
        match until {
            None => "the term is not extended".clone_into(&mut status.text),
            Some(until) => {
                for order in orders(&file) {
                    said = Some(
                        self.order_longer(&mut change, officer, order, until)
                            .await?,
                    );
                }
                if said.is_none() {
                    return refuse("no order was served for this request");
                }
            }
        }
        let kind = "preservation.extension_decided";
        let what = json!({"days": days, "until": until.map(|until| until.to_string())});
        let actor = officer.id.as_str();
        self.note(&mut change, Some(request), now, kind, actor, &what)?;
        self.report(&mut change, &mut file, status).await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit(kind, request);
        Ok(said)
    }

    async fn order_longer(
        &self,
        change: &mut Change,
        officer: &Officer,
        order: RequestId,
        until: Instant,
    ) -> Result<Said, FlowFault> {
        let line = self.read_case(order).await?;
        let mut file = line.file;
        let now = self.now();
        let thread = file.thread.ok_or(FlowFault::NotFound)?;
        let what = SupplementKind::Term { until };
        let body = Body::Supplement(Supplement {
            request: order,
            what,
        });
        let message = Outgoing::about(&file, thread, body, now);
        let said = self
            .say(
                change,
                officer,
                &mut file,
                vec![message],
                Class::M1,
                Purpose::Send,
            )
            .await?;
        self.put(change, file, Some(line.version), now);
        Ok(said)
    }
}

/// The last end of what is kept, and so many whole days more.
fn longer(file: &RequestFile, days: u32, zone: &str) -> Option<Instant> {
    let ends = last_end(file)?;
    // The term ends at 24:00, which is already the next day: count from inside its last day.
    (days > 0).then(|| kept_until(ends - Span(1), days, zone))
}

/// When the last preserved item ends.
pub(crate) fn last_end(file: &RequestFile) -> Option<Instant> {
    file.items
        .iter()
        .filter_map(|item| match item.state {
            ItemState::Preserved { until, .. } => Some(until),
            _ => None,
        })
        .max()
}

fn orders(file: &RequestFile) -> impl Iterator<Item = RequestId> + '_ {
    file.links
        .iter()
        .filter(|link| link.relation == Relation::Order)
        .map(|link| link.request)
}
