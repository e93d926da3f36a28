//! What an accepted message does to our files: one file for each message type.
//!
//! Each effect only adds to the change in which the message, its leaf and its receipt are stored.

mod competence;
mod evidence;
mod order_serve;
mod request_new;
pub(crate) mod status;
mod supplement;

use comity_core::approval::{Approval, Class, Purpose, Quorum};
use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::request::RequestFile;
use comity_wire::refusal::RefusalCode;

use crate::fault::FlowFault;
use crate::message::{Body, LawDiffers, ThreadVoid};
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{CaseLine, Change};
use crate::receive::{Arrived, NotAccepted};

impl Node {
    /// Adds the effect of a message to `change` and says which case it belongs to.
    pub(crate) async fn effect(
        &self,
        change: &mut Change,
        arrived: &Arrived,
    ) -> Result<RequestId, NotAccepted> {
        match &arrived.body {
            Body::RequestNew(body) => self.on_request_new(change, arrived, body).await,
            Body::OrderServe(body) => self.on_order_serve(change, arrived, body).await,
            Body::Status(body) | Body::Decision(body) | Body::OrderAnswer(body) => {
                self.on_status(change, arrived, body).await
            }
            Body::Supplement(body) => self.on_supplement(change, arrived, body).await,
            Body::Withdrawal(body) => self.on_withdrawal(change, arrived, body).await,
            Body::Evidence(body) => self.on_evidence(change, arrived, body).await,
            Body::EvidenceAck(body) => self.on_evidence_ack(change, arrived, body).await,
            Body::Read(body) => {
                let line = self.file_with(arrived, body.request).await?;
                self.must_be_authorised(arrived, line.file.kind, Class::M0, Purpose::Send)?;
                self.note(
                    change,
                    Some(line.file.id),
                    arrived.at,
                    "message.read",
                    arrived.from.as_str(),
                    &serde_json::json!({"msg": body.msg}),
                )?;
                Ok(line.file.id)
            }
            Body::LawDiffers(body) => self.on_law_differs(change, arrived, body).await,
            Body::ThreadVoid(body) => self.on_void(change, arrived, body).await,
        }
    }

    /// The receiver's own law gives another answer: shown beside ours, never silently resolved.
    async fn on_law_differs(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &LawDiffers,
    ) -> Result<RequestId, NotAccepted> {
        let line = self.file_with(arrived, body.request).await?;
        let other = self.other_answer_of(&line.file.basis, &body.view, arrived.at);
        let what = serde_json::to_value(&other).map_err(node_fault)?;
        let (id, from) = (line.file.id, arrived.from.as_str());
        self.note(change, Some(id), arrived.at, "law.differs", from, &what)?;
        Ok(id)
    }

    /// The place of a message that never came is given up. Where even the first message of a thread
    /// never came, nothing is known of the thread yet: the void alone is kept under its name.
    async fn on_void(
        &self,
        change: &mut Change,
        arrived: &Arrived,
        body: &ThreadVoid,
    ) -> Result<RequestId, NotAccepted> {
        let id = arrived.payload.action.thread;
        let case = match self.ports.ledger.thread(id).await? {
            Some(thread) if thread.members.contains(&arrived.from) => thread.case,
            Some(_) => return Err(RefusalCode::OutOfScope.into()),
            None => RequestId::from_bytes(*id.as_bytes()),
        };
        self.note(
            change,
            Some(case),
            arrived.at,
            "thread.void",
            arrived.from.as_str(),
            &serde_json::json!({"dead": body.dead}),
        )?;
        Ok(case)
    }

    /// The file a message speaks of, if its sender is the other end of it and speaks in its thread.
    async fn file_with(
        &self,
        arrived: &Arrived,
        request: RequestId,
    ) -> Result<CaseLine, NotAccepted> {
        let line = self
            .ports
            .ledger
            .case(request)
            .await?
            .ok_or(RefusalCode::OutOfScope)?;
        let same_end = *line.file.peer() == arrived.from;
        let same_thread = line.file.thread == Some(arrived.payload.action.thread);
        if same_end && same_thread {
            Ok(line)
        } else {
            Err(RefusalCode::OutOfScope.into())
        }
    }

    /// The officers whose proofs came with a message, each verified over its very action.
    pub(crate) fn proven(
        &self,
        arrived: &Arrived,
        kind: Kind,
        class: Class,
    ) -> Result<Vec<Approval>, FlowFault> {
        let action = arrived.payload.action.bytes();
        arrived
            .payload
            .authz
            .iter()
            .map(|proof| {
                self.judge(
                    &arrived.from,
                    proof,
                    &action,
                    kind,
                    class,
                    arrived.payload.created,
                )
            })
            .collect()
    }

    /// Fails unless the officers who signed suffice for this class and purpose. Who wrote the text at
    /// the other side is not known here, so the count alone keeps a drafter from standing alone.
    pub(crate) fn must_be_authorised(
        &self,
        arrived: &Arrived,
        kind: Kind,
        class: Class,
        purpose: Purpose,
    ) -> Result<Vec<Approval>, NotAccepted> {
        let approvals = self.proven(arrived, kind, class)?;
        Quorum::of(class, purpose)
            .met(&approvals, None, arrived.payload.created)
            .map_err(|_| RefusalCode::AuthorityMissing)?;
        Ok(approvals)
    }
}

/// Marks who signed, by pseudonymous ids, for the register.
fn signers(approvals: &[Approval]) -> Vec<&str> {
    approvals.iter().map(|one| one.officer.as_str()).collect()
}

/// Whether `form` belongs to the same world as this node.
fn same_world(node: &Node, form: &serde_json::Value) -> bool {
    let exercise = form
        .get("exercise")
        .and_then(serde_json::Value::as_bool)
        .unwrap_or(false);
    exercise == (node.world == comity_wire::context::World::Exercise)
}

/// Takes over item states that the receiver of a request reports.
pub(crate) fn take_items(file: &mut RequestFile, items: &[crate::message::ItemStatus]) {
    for told in items {
        if let Some(item) = file.items.iter_mut().find(|item| item.id == told.id) {
            item.state = told.state.clone();
        }
    }
}
