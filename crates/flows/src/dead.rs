//! Dead letters: what could not be delivered is put before a person, and its place in the thread is
//! given to a `thread.void`, so that what follows is not held back.

use std::collections::BTreeSet;

use comity_core::approval::{Class, Purpose};
use comity_core::id::{MsgId, NodeId, ThreadId};
use comity_core::request::{Part, Relation, RequestFile};
use comity_core::role::Act;
use comity_core::stage::{Side, StageName};
use comity_core::time::Instant;
use comity_wire::cbor;
use comity_wire::cose::Unverified;
use comity_wire::delivery::Place;
use comity_wire::payload::Payload;
use serde_json::json;

use crate::act::Said;
use crate::fault::FlowFault;
use crate::message::{Body, SupplementKind, ThreadVoid};
use crate::node::{Node, Officer};
use crate::outgoing::{Outgoing, life_of, node_fault};
use crate::ports::{Change, OutboxRow, OutboxState, Write};
use crate::steps::pace_of;

/// Most dead letters looked at together.
const MANY: u32 = 1_000;

/// What a person does with a message that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadChoice {
    /// The same is said once more, as a new message with approvals of its own.
    SendAnew,
    /// It is left: said another way, or no longer wanted.
    LetRest,
}

impl Node {
    /// Messages that were given up or refused for good and that no person has dealt with yet.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn dead_letters(&self) -> Result<Vec<OutboxRow>, FlowFault> {
        let mut letters = Vec::new();
        for state in [OutboxState::Dead, OutboxState::Refused] {
            let rows = self.ports.ledger.outbox_in(state, MANY).await?;
            letters.extend(rows.into_iter().filter(OutboxRow::is_dead_letter));
        }
        Ok(letters)
    }

    /// Deals with a dead letter.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when there is none of that name, [`FlowFault::Input`] when the file has
    /// ended or the notice that had to come first has not arrived.
    pub async fn settle_dead(
        &self,
        officer: &Officer,
        msg: MsgId,
        peer: &NodeId,
        choice: DeadChoice,
    ) -> Result<Option<Said>, FlowFault> {
        if !officer.may(Act::Approve) && !officer.may(Act::AnswerOrder) {
            officer.must(Act::Triage)?;
        }
        let row = self.ports.ledger.outbox(msg, peer).await?;
        let mut row = row
            .filter(OutboxRow::is_dead_letter)
            .ok_or(FlowFault::NotFound)?;
        let now = self.now();
        let case = row.case;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let mut change = Change::default();
        let said = match choice {
            DeadChoice::LetRest => None,
            DeadChoice::SendAnew => Some(
                self.say_anew(&mut change, officer, &mut file, &row, now)
                    .await?,
            ),
        };
        row.state = OutboxState::Settled;
        change.writes.push(Write::OutboxState(Box::new(row)));
        let what = json!({"msg": msg, "peer": peer, "anew": said.is_some()});
        let kind = "message.settled";
        self.note(
            &mut change,
            Some(case),
            now,
            kind,
            officer.id.as_str(),
            &what,
        )?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit(kind, case);
        Ok(said)
    }

    async fn say_anew(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &mut RequestFile,
        row: &OutboxRow,
        now: Instant,
    ) -> Result<Said, FlowFault> {
        let unverified = Unverified::read(&row.inner).map_err(node_fault)?;
        let said = Payload::decode(unverified.payload).map_err(node_fault)?;
        let json = cbor::to_json(&said.action.body).map_err(node_fault)?;
        let body = Body::from_json(&said.action.kind, json)
            .map_err(node_fault)?
            .ok_or_else(|| FlowFault::Node("a message of ours cannot be read".to_owned()))?;
        self.may_be_said_again(file, row.thread, &body).await?;
        let message = Outgoing {
            to: BTreeSet::from([row.peer.clone()]),
            thread: row.thread,
            urgency: file.urgency,
            expires: now + life_of(file.urgency),
            body,
            objects: said.action.objects.clone(),
            anew: Some(row.msg_id),
        };
        if said.authz.is_empty() {
            let mut thread = self.thread_in_change(change, row.thread).await?;
            return self
                .enqueue(change, file.id, &mut thread, &message, Vec::new(), None)
                .await
                .map(Said::Queued);
        }
        let (class, purpose) = self.needs(file, &message.body);
        self.say(change, officer, file, vec![message], class, purpose)
            .await
    }

    /// A request is not sent again when it has ended, nor before the notice that must come first.
    async fn may_be_said_again(
        &self,
        file: &RequestFile,
        thread: ThreadId,
        body: &Body,
    ) -> Result<(), FlowFault> {
        let refuse = |why: &str| {
            Err(FlowFault::Input {
                field: "message".to_owned(),
                why: why.to_owned(),
            })
        };
        if !matches!(body, Body::RequestNew(_) | Body::OrderServe(_)) {
            return Ok(());
        }
        if !file.is_open() {
            return refuse("the request has ended");
        }
        let notice = file
            .links
            .iter()
            .find(|link| link.relation == Relation::Notice && file.thread == Some(thread));
        if let Some(link) = notice {
            let notice = self.read_case(link.request).await?.file;
            if notice.stage_name() < StageName::Delivered {
                return refuse("the notice to the State has to arrive first");
            }
        }
        Ok(())
    }

    /// What a message of this kind needs, so that saying it again needs no less.
    fn needs(&self, file: &RequestFile, body: &Body) -> (Class, Purpose) {
        match body {
            Body::RequestNew(_) | Body::OrderServe(_) => (file.class, Purpose::Send),
            Body::Supplement(body) if matches!(body.what, SupplementKind::Completed { .. }) => {
                (file.class, Purpose::Send)
            }
            Body::Decision(body) if body.stage == StageName::Refused => {
                (file.class, Purpose::Refuse)
            }
            Body::Evidence(_)
                if file.part == Part::Request
                    && file.side == Side::Receiver
                    && !self.is_provider(&self.id) =>
            {
                (file.class, Purpose::Release)
            }
            _ => (Class::M1, Purpose::Send),
        }
    }

    /// Gives the place of a message that was given up to a void: queued, or at rest until something
    /// else is said in that thread. A place of an earlier epoch of ours is nobody's concern any more.
    pub(crate) async fn void(
        &self,
        change: &mut Change,
        dead: &OutboxRow,
        state: OutboxState,
        now: Instant,
    ) -> Result<(), FlowFault> {
        if dead.stands_for.is_some() || dead.epoch != self.epoch() {
            return Ok(());
        }
        let message = Outgoing {
            to: BTreeSet::from([dead.peer.clone()]),
            thread: dead.thread,
            urgency: urgency_of(dead.urgency),
            expires: now + life_of(urgency_of(dead.urgency)),
            body: Body::ThreadVoid(ThreadVoid { dead: dead.msg_id }),
            objects: Vec::new(),
            anew: None,
        };
        let place = Place {
            epoch: dead.epoch,
            seq: dead.seq,
            prev: dead.prev,
        };
        let signed = self.sign_into(&message, place, Vec::new(), now).await?;
        let sealed = match self.caps_of(&dead.peer).await? {
            Some((_, caps)) => self
                .seal_for(&dead.peer, &signed.inner, &caps, now)
                .unwrap_or_default(),
            None => Vec::new(),
        };
        change.writes.push(Write::Outbox(Box::new(OutboxRow {
            msg_id: signed.id,
            kind: message.body.kind().to_owned(),
            state,
            attempts: 0,
            next_attempt: now,
            expires: now + pace_of(dead.urgency).gives_up_after(),
            created: now,
            waits_for: None,
            inner: signed.inner,
            sealed,
            answer: None,
            last_fault: None,
            warned: false,
            stands_for: Some(dead.msg_id),
            again: false,
            version: 0,
            ..dead.clone()
        })));
        let what =
            json!({"dead": dead.msg_id, "void": signed.id, "seq": dead.seq, "peer": dead.peer});
        let kind = "thread.void";
        self.note(change, Some(dead.case), now, kind, "node", &what)?;
        Ok(())
    }

    /// Something is about to be said in a thread: voids that were given up, or that rest, go first.
    pub(crate) async fn revive_voids(
        &self,
        change: &mut Change,
        thread: ThreadId,
        peer: &NodeId,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let dead = self.ports.ledger.outbox_in(OutboxState::Dead, MANY).await?;
        let here = |row: &OutboxRow| row.thread == thread && row.peer == *peer;
        for mut row in dead.into_iter().filter(here) {
            let Some(stands_for) = row.stands_for else {
                continue;
            };
            let Some(given_up) = self.ports.ledger.outbox(stands_for, peer).await? else {
                continue;
            };
            row.state = OutboxState::Settled;
            change.writes.push(Write::OutboxState(Box::new(row)));
            self.void(change, &given_up, OutboxState::Queued, now)
                .await?;
        }
        Ok(())
    }
}

fn urgency_of(rank: u8) -> comity_core::kind::Urgency {
    comity_core::kind::Urgency::ALL
        .get(usize::from(rank))
        .copied()
        .unwrap_or(comity_core::kind::Urgency::U4Routine)
}
