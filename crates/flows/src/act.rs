//! One person's act that leaves the node: at once where that person suffices, else it waits for the
//! others who must approve.

use comity_core::approval::{Approval, Class, Purpose};
use comity_core::id::{MsgId, RequestId, ThreadId};
use comity_core::kind::Kind;
use comity_core::request::{Pending, PendingMessage, RequestFile};
use comity_core::role::Act;
use comity_core::time::Instant;
use comity_wire::assertion::Proof;
use comity_wire::cbor;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::{Outgoing, node_fault};
use crate::ports::{Change, ThreadRow, Write};

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is in the outbox.
    Queued(MsgId),
    /// It waits for more approvals under this name.
    Waiting(String),
    /// It is approved and waits to be carried: the partner has no node.
    ToCarry,
}

impl Node {
    /// Says `messages` in the name of `officer`: each later one waits for the receipt of the one
    /// before it. The stage of `file` follows when they leave.
    pub(crate) async fn say(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &mut RequestFile,
        messages: Vec<Outgoing>,
        class: Class,
        purpose: Purpose,
    ) -> Result<Said, FlowFault> {
        let now = self.now();
        let drafter = match purpose {
            Purpose::Send => file.drafter.clone().unwrap_or_else(|| officer.id.clone()),
            Purpose::Release | Purpose::Refuse => officer.id.clone(),
        };
        let mut pending = Pending {
            id: hex::encode(&self.ports.ids.random()[..6]),
            purpose,
            class,
            drafter,
            messages: Vec::new(),
            approvals: Vec::new(),
            since: now,
        };
        for message in &messages {
            pending.messages.push(PendingMessage {
                kind: message.body.kind().to_owned(),
                message: message.to_json()?,
                action: hex::encode(message.action(&self.id)?.bytes()),
                proofs: Vec::new(),
            });
        }
        if officer.roles.iter().any(|role| role.vouches(class)) {
            self.prove(change, officer, file.kind, &mut pending, now)?;
        }
        self.settle(change, officer, file, pending).await
    }

    /// Adds one more approval to a waiting act; with the last one it leaves.
    ///
    /// # Errors
    /// [`FlowFault`]; a proof counts once and only over the exact text.
    pub async fn approve(
        &self,
        officer: &Officer,
        case: RequestId,
        pending: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Approve)?;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let mut act = take(&mut file, pending)?;
        let mut change = Change::default();
        let now = self.now();
        self.prove(&mut change, officer, file.kind, &mut act, now)?;
        let said = self.settle(&mut change, officer, &mut file, act).await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("approval.given", case);
        Ok(said)
    }

    /// Adds an approval whose proofs were made elsewhere, by the native tool: one for each message.
    ///
    /// # Errors
    /// [`FlowFault::Proof`] when one does not hold.
    pub async fn approve_with(
        &self,
        case: RequestId,
        pending: &str,
        proofs: Vec<Proof>,
    ) -> Result<Said, FlowFault> {
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let mut act = take(&mut file, pending)?;
        let mut change = Change::default();
        let now = self.now();
        let approval = self.add_proofs(&mut change, file.kind, &mut act, &proofs, now)?;
        Self::must_be_fresh(&approval, now)?;
        let row = self
            .ports
            .ledger
            .officer(&approval.officer)
            .await?
            .ok_or(FlowFault::NotAllowed)?;
        let officer = Officer::from_row(&row, None);
        officer.must(Act::Approve)?;
        let said = self.settle(&mut change, &officer, &mut file, act).await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("approval.given", case);
        Ok(said)
    }

    /// Takes a waiting act back: nothing leaves. Its writer or the head may.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when nothing of that name waits.
    pub async fn discard_pending(
        &self,
        officer: &Officer,
        case: RequestId,
        pending: &str,
    ) -> Result<(), FlowFault> {
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let act = take(&mut file, pending)?;
        if act.drafter != officer.id {
            officer.must(Act::Refuse)?;
        }
        let mut change = Change::default();
        let now = self.now();
        self.reopen_text(&mut file, &act)?;
        let what = json!({"pending": act.id, "kinds": kinds(&act)});
        self.note(
            &mut change,
            Some(case),
            now,
            "approval.discarded",
            officer.id.as_str(),
            &what,
        )?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("approval.discarded", case);
        Ok(())
    }

    fn prove(
        &self,
        change: &mut Change,
        officer: &Officer,
        kind: Kind,
        act: &mut Pending,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let prover = officer.prover.as_ref().ok_or(FlowFault::SignIn)?;
        let mut proofs = Vec::new();
        for message in &act.messages {
            let action = hex::decode(&message.action).map_err(node_fault)?;
            proofs.push(prover.prove(&action, now)?);
        }
        self.add_proofs(change, kind, act, &proofs, now).map(|_| ())
    }

    fn add_proofs(
        &self,
        change: &mut Change,
        kind: Kind,
        act: &mut Pending,
        proofs: &[Proof],
        now: Instant,
    ) -> Result<Approval, FlowFault> {
        if proofs.len() != act.messages.len() {
            return Err(FlowFault::Proof(
                "one proof is needed for each message".to_owned(),
            ));
        }
        let mut given: Option<Approval> = None;
        for (message, proof) in act.messages.iter().zip(proofs) {
            let action = hex::decode(&message.action).map_err(node_fault)?;
            let approval = self.judge(&self.id, proof, &action, kind, act.class, now)?;
            if given
                .as_ref()
                .is_some_and(|first| first.officer != approval.officer)
            {
                return Err(FlowFault::Proof("the proofs are of two persons".to_owned()));
            }
            given = Some(approval);
        }
        let approval = given.ok_or_else(|| FlowFault::Proof("nothing to approve".to_owned()))?;
        if act
            .approvals
            .iter()
            .any(|one| one.officer == approval.officer)
        {
            return Err(FlowFault::Proof(
                "this person has approved already".to_owned(),
            ));
        }
        for (message, proof) in act.messages.iter_mut().zip(proofs) {
            message
                .proofs
                .push(hex::encode(cbor::encode(&proof.to_value())));
        }
        self.use_nonces(change, proofs, now);
        act.approvals.push(approval.clone());
        Ok(approval)
    }

    /// Lets the act leave if its quorum is met, else keeps it waiting in the file.
    async fn settle(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &mut RequestFile,
        act: Pending,
    ) -> Result<Said, FlowFault> {
        let now = self.now();
        let mut quorum = act.quorum();
        quorum.persons += self.more_persons(file.peer(), file, act.class, act.purpose, now)?;
        let what = json!({
            "kinds": kinds(&act),
            "approvals": act.approvals.iter().map(|one| one.officer.as_str()).collect::<Vec<_>>(),
            "needed": quorum.persons,
        });
        if let Err(missing) = quorum.met(&act.approvals, Some(&act.drafter), now) {
            self.note(
                change,
                Some(file.id),
                now,
                "approval.waiting",
                officer.id.as_str(),
                &json!({"act": what, "missing": missing}),
            )?;
            let id = act.id.clone();
            file.pending.push(act);
            return Ok(Said::Waiting(id));
        }
        self.must_still_stand(file, act.purpose)?;
        self.note(
            change,
            Some(file.id),
            now,
            "approval.complete",
            officer.id.as_str(),
            &what,
        )?;
        let mut carried = false;
        let mut last: Option<MsgId> = None;
        let mut first_thread: Option<ThreadId> = None;
        for waiting in &act.messages {
            let message = Outgoing::from_json(&waiting.message)?;
            if hex::encode(message.action(&self.id)?.bytes()) != waiting.action {
                return Err(FlowFault::Node(
                    "a waiting message is no longer the one that was approved".to_owned(),
                ));
            }
            let mut proofs = Vec::new();
            for proof in &waiting.proofs {
                let bytes = hex::decode(proof).map_err(node_fault)?;
                proofs.push(
                    Proof::read(cbor::decode(&bytes).map_err(node_fault)?).map_err(node_fault)?,
                );
            }
            if file.road.by_hand || self.goes_by_hand(&message) {
                self.write_letter(change, officer, file, &message).await?;
                carried = true;
                continue;
            }
            let mut thread = self.thread_for(change, file, &message).await?;
            // Order within a thread is kept by its sequence; only another thread has to be waited for.
            let after = last.filter(|_| first_thread.is_some_and(|first| first != thread.id));
            let msg_id = self
                .enqueue(change, file.id, &mut thread, &message, proofs, after)
                .await?;
            match message.anew {
                None => {
                    self.after_sent(change, officer, file, &message, msg_id)
                        .await?;
                }
                Some(dead) => {
                    let what = json!({"msg": msg_id, "type": message.body.kind(), "anew": dead});
                    let kind = "message.queued";
                    self.note(change, Some(file.id), now, kind, officer.id.as_str(), &what)?;
                }
            }
            last = Some(msg_id);
            first_thread = first_thread.or(Some(message.thread));
        }
        last.map(Said::Queued)
            .or(carried.then_some(Said::ToCarry))
            .ok_or_else(|| FlowFault::Node("an act without a message".to_owned()))
    }

    /// The thread of a message, or a new one when this message opens it.
    async fn thread_for(
        &self,
        change: &mut Change,
        file: &RequestFile,
        message: &Outgoing,
    ) -> Result<ThreadRow, FlowFault> {
        match self.thread_in_change(change, message.thread).await {
            Err(FlowFault::NotFound) => {
                let mut members: Vec<_> = message.to.iter().cloned().collect();
                members.push(self.id.clone());
                members.sort();
                let row = ThreadRow {
                    id: message.thread,
                    case: file.id,
                    members,
                    next_seq: 1,
                    head: None,
                };
                change.writes.push(Write::Thread(row.clone()));
                Ok(row)
            }
            found => found,
        }
    }

    /// A thread as it will stand when `change` is stored: several messages of one change follow each
    /// other.
    pub(crate) async fn thread_in_change(
        &self,
        change: &Change,
        id: ThreadId,
    ) -> Result<ThreadRow, FlowFault> {
        let opened = change.writes.iter().find_map(|write| match write {
            Write::Thread(row) if row.id == id => Some(row.clone()),
            _ => None,
        });
        let mut row = match opened {
            Some(row) => row,
            None => self
                .ports
                .ledger
                .thread(id)
                .await?
                .ok_or(FlowFault::NotFound)?,
        };
        for write in &change.writes {
            if let Write::ThreadOut {
                thread,
                expect_seq,
                head,
            } = write
                && *thread == id
            {
                row.next_seq = expect_seq + 1;
                row.head = Some(*head);
            }
        }
        Ok(row)
    }

    /// What every flow does once its change is on the disk: wake the pump and tell open pages.
    pub(crate) fn after_commit(&self, kind: &str, case: RequestId) {
        self.outbox_wake.notify_one();
        self.tell(kind, Some(case));
    }
}

fn take(file: &mut RequestFile, pending: &str) -> Result<Pending, FlowFault> {
    let place = file
        .pending
        .iter()
        .position(|one| one.id == pending)
        .ok_or(FlowFault::NotFound)?;
    Ok(file.pending.remove(place))
}

fn kinds(act: &Pending) -> Vec<&str> {
    act.messages.iter().map(|one| one.kind.as_str()).collect()
}
