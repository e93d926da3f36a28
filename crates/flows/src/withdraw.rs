//! A request is taken back: the asking side says so, and what its executor had ordered for it is
//! taken back from the holder too.

use comity_core::approval::{Class, Purpose};
use comity_core::id::RequestId;
use comity_core::item::ItemState;
use comity_core::request::{Pending, PendingMessage, Relation, RequestFile};
use comity_core::role::Act;
use comity_core::stage::{Move, Stage, StageName};
use comity_core::time::Instant;
use serde_json::json;

use crate::fault::FlowFault;
use crate::message::{Body, Withdrawal};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;
use crate::sender::must_be_sender;

/// What follows in a file that is taken back: no clock runs, nothing waits for a signature, and what
/// was not produced need not be kept or looked for any more.
pub(crate) fn take_back(file: &mut RequestFile, now: Instant) -> Result<(), FlowFault> {
    file.stage = file.stage.clone().step(Move::Withdraw)?;
    file.pending.clear();
    file.meet(now, |_| true);
    for item in &mut file.items {
        if matches!(item.state, ItemState::Pending | ItemState::Preserved { .. }) {
            item.state = ItemState::Withdrawn;
        }
    }
    Ok(())
}

impl Node {
    /// Takes a request or an order back. A draft is simply ended; what has left is withdrawn by a
    /// message.
    ///
    /// # Errors
    /// [`FlowFault`].
    pub async fn withdraw(
        &self,
        officer: &Officer,
        id: RequestId,
        reason: &str,
    ) -> Result<(), FlowFault> {
        let line = self.read_case(id).await?;
        let mut file = line.file;
        if file.drafter.as_ref() != Some(&officer.id) {
            officer.must(Act::Withdraw)?;
        }
        let now = self.now();
        let mut change = Change::default();
        file.pending.clear();
        self.note(
            &mut change,
            Some(id),
            now,
            "request.withdrawn",
            officer.id.as_str(),
            &json!({"reason": reason}),
        )?;
        if has_left(&file) {
            let message = withdrawal(&file, reason, now)?;
            let messages = vec![message];
            self.say(
                &mut change,
                officer,
                &mut file,
                messages,
                Class::M1,
                Purpose::Send,
            )
            .await?;
        } else {
            take_back(&mut file, now)?;
        }
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("request.withdrawn", id);
        Ok(())
    }

    /// The asking side has taken its request back, so the orders that execute it must be taken back
    /// too. What the holder does then (it may stop keeping the data) cannot be undone, so a person
    /// signs it: the withdrawal lies ready in the order's file and waits for one signature. An order
    /// that has not left yet ends at once.
    pub(crate) async fn take_orders_back(
        &self,
        change: &mut Change,
        request: &RequestFile,
        reason: &str,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let orders = request.links.iter();
        for link in orders.filter(|link| link.relation == Relation::Order) {
            let line = self.read_case(link.request).await?;
            let mut order = line.file;
            if !order.is_open() {
                continue;
            }
            let what = json!({"reason": reason, "request": request.number});
            let kind = if has_left(&order) {
                let waiting = self.waiting_withdrawal(&order, reason, now)?;
                order.pending = vec![waiting];
                "order.withdrawal_drawn_up"
            } else {
                take_back(&mut order, now)?;
                "request.withdrawn"
            };
            self.note(change, Some(order.id), now, kind, "node", &what)?;
            self.put(change, order, Some(line.version), now);
        }
        Ok(())
    }

    fn waiting_withdrawal(
        &self,
        order: &RequestFile,
        reason: &str,
        now: Instant,
    ) -> Result<Pending, FlowFault> {
        let message = withdrawal(order, reason, now)?;
        let drafter = order.drafter.clone();
        let unknown = || FlowFault::Node("an order that nobody drew up".to_owned());
        Ok(Pending {
            id: hex::encode(&self.ports.ids.random()[..6]),
            purpose: Purpose::Send,
            class: Class::M1,
            drafter: drafter.ok_or_else(unknown)?,
            messages: vec![PendingMessage {
                kind: message.body.kind().to_owned(),
                message: message.to_json()?,
                action: hex::encode(message.action(&self.id)?.bytes()),
                proofs: Vec::new(),
            }],
            approvals: Vec::new(),
            since: now,
        })
    }
}

fn has_left(file: &RequestFile) -> bool {
    file.thread.is_some() && file.stage_name() >= StageName::Sent && file.stage != Stage::Withdrawn
}

fn withdrawal(file: &RequestFile, reason: &str, now: Instant) -> Result<Outgoing, FlowFault> {
    let thread = must_be_sender(file)?;
    let body = Body::Withdrawal(Withdrawal {
        request: file.id,
        reason: reason.to_owned(),
    });
    Ok(Outgoing::about(file, thread, body, now))
}
