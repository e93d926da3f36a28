//! The sending side: authorise, seal, send.
//!
//! [`World::apply`] is one transaction over the outbox: a step, and the steps that its effects ask
//! for in other rows. What goes onto the network leaves after it.

use std::rc::Rc;

use comity_core::id::{Digest, MsgId};
use comity_core::time::Span;
use comity_wire::delivery::{
    IN_FLIGHT, Notice, OutEffect, OutEvent, OutState, OutboxId, OutboxRow, Pace, SendThread,
};
use comity_wire::refusal::RefusalCode;

use super::chance::name;
use super::event::Event;
use super::fault::{Bug, Fault};
use super::model::{Call, Envelope, Inner, Kind, NODES, Row, RowKey, ThreadNo, Who};
use super::world::World;

impl World {
    // ---- work comes in ------------------------------------------------------------------------

    pub(super) fn submit_some(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 2);
        self.after(next, Event::Submit);
        for _ in 0..self.chance.below(4) + 1 {
            let thread = self.chance.pick(self.threads.len());
            let members = &self.threads[thread].1;
            let from = members[self.chance.pick(members.len())];
            if !self.nodes[from].up || self.nodes[from].full {
                continue;
            }
            if self.crashes(from, Fault::C1) {
                continue;
            }
            let pace = match self.chance.below(10) {
                0 | 1 => Pace::Emergency,
                2..=4 => Pace::Urgent,
                _ => Pace::Routine,
            };
            let waits_for = if self.chance.below(8) == 0 {
                self.last_underway(from)
            } else {
                None
            };
            let authority = if self.chance.below(40) == 0 {
                Err(RefusalCode::AuthorityMissing)
            } else {
                Ok(())
            };
            let thread = ThreadNo::try_from(thread).expect("two dozen");
            self.authorise(from, thread, pace, Kind::Request, waits_for, authority);
            self.plan_pump(from);
        }
    }

    pub(super) fn last_word(&mut self, from: Who, thread: ThreadNo) {
        self.authorise(from, thread, Pace::Routine, Kind::Request, None, Ok(()));
    }

    fn last_underway(&self, who: Who) -> Option<RowKey> {
        let node = &self.nodes[who];
        let real = |key: &RowKey| node.disk.outbox[key].row.stands_for.is_none();
        let keys = node.memory.deadlines.iter().rev().map(|(_, key)| *key);
        keys.into_iter().find(real)
    }

    pub(super) fn withdraw_some(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 20);
        self.after(next, Event::Withdraw);
        let who = self.chance.pick(NODES);
        if self.nodes[who].up
            && !self.nodes[who].full
            && let Some(key) = self.last_underway(who)
        {
            self.apply(who, key, OutEvent::Withdraw);
            self.plan_pump(who);
        }
    }

    /// Inserts the rows of one message, one for each other member; returns the first.
    pub(super) fn authorise(
        &mut self,
        from: Who,
        thread: ThreadNo,
        pace: Pace,
        kind: Kind,
        waits_for: Option<RowKey>,
        authority: Result<(), RefusalCode>,
    ) -> RowKey {
        let first = self.fresh() * 8;
        let now = self.clock(from);
        let (id, members) = self.threads[usize::from(thread)].clone();
        let others = members.into_iter().filter(|member| *member != from);
        for (key, to) in (first..).zip(others) {
            let waits = waits_for.map(row_id);
            let name = self.names[to].clone();
            let row = OutboxRow::authorised(row_id(key), name, id, pace, waits, now);
            if let Some(awaited) = waits_for {
                let waiting = &mut self.nodes[from].disk.waiting;
                waiting.entry(awaited).or_default().push(key);
            }
            let row = Row {
                row,
                to,
                thread,
                kind,
                inner: None,
                key: 0,
                told: false,
                authority,
                refused: None,
            };
            self.put(from, key, row);
        }
        first
    }

    // ---- one transaction ----------------------------------------------------------------------

    /// Steps a row and all rows its effects touch, commits, then sends. True when the node crashed.
    pub(super) fn apply(&mut self, who: Who, key: RowKey, event: OutEvent) -> bool {
        let mut sends = Vec::new();
        let mut work = vec![(key, event)];
        while let Some((key, event)) = work.pop() {
            let Some(mut row) = self.nodes[who].disk.outbox.get(&key).cloned() else {
                continue;
            };
            let now = self.clock(who);
            let was = row.row.state;
            let (next, effects) = row.row.step(event, now);
            row.row = next;
            let peer = row.to;
            let leaks = self.has_bug(Bug::LineLeak);
            if was == OutState::Sent && row.row.state != OutState::Sent && !leaks {
                let memory = &mut self.nodes[who].memory;
                if memory.on_line.remove(&key).is_some() {
                    memory.lines[peer] = memory.lines[peer].let_go();
                }
            }
            for effect in &effects {
                if let OutEffect::Tell(notice) = effect {
                    match notice {
                        Notice::DeadLetter(_) | Notice::Refused(_) => {
                            row.told = true;
                            self.report.told += 1;
                        }
                        Notice::ArrivedAfterAll => self.report.after_all += 1,
                        Notice::Slow => {}
                    }
                }
            }
            self.put(who, key, row);
            for effect in effects {
                match effect {
                    OutEffect::Seal => self.seal(who, key, &mut work),
                    OutEffect::Reseal => self.reseal(who, key, &mut work),
                    OutEffect::Send => sends.push(key),
                    OutEffect::HandOn(_) if self.has_bug(Bug::HandOnIgnored) => {}
                    OutEffect::HandOn(receipt) => {
                        let found = self.nodes[who].disk.by_msg.get(&(receipt.message, peer));
                        if let Some(other) = found {
                            work.push((*other, OutEvent::Receipt(receipt)));
                        }
                    }
                    OutEffect::Release(how) => {
                        let waiting = self.nodes[who].disk.waiting.remove(&key);
                        for other in waiting.unwrap_or_default() {
                            work.push((other, OutEvent::Awaited(how)));
                        }
                    }
                    OutEffect::Void if self.has_bug(Bug::NoVoid) => {}
                    OutEffect::Void => self.insert_void(who, key),
                    OutEffect::KeepReceipt(_) | OutEffect::Tell(_) => {}
                }
            }
        }
        if sends.is_empty() {
            return false;
        }
        if self.crashes(who, Fault::C2) {
            return true;
        }
        for key in sends {
            self.send(who, key);
        }
        false
    }

    fn insert_void(&mut self, who: Who, given_up: RowKey) {
        let key = self.fresh() * 8;
        let now = self.clock(who);
        let Some(old) = self.nodes[who].disk.outbox.get(&given_up) else {
            return;
        };
        if let Some(row) = OutboxRow::void_of(&old.row, row_id(key), now) {
            let row = Row {
                row,
                to: old.to,
                thread: old.thread,
                kind: Kind::Void,
                inner: None,
                key: 0,
                told: false,
                authority: Ok(()),
                refused: None,
            };
            self.put(who, key, row);
        }
    }

    /// Seals the whole message: every row of it that is ready. Voids that had been given up and lie
    /// before it in the thread go along.
    fn seal(&mut self, who: Who, key: RowKey, work: &mut Vec<(RowKey, OutEvent)>) {
        let Some(row) = self.nodes[who].disk.outbox.get(&key) else {
            return;
        };
        if row.row.state != OutState::Authorised {
            return;
        }
        let (thread, epoch) = (row.thread, self.nodes[who].disk.epoch);
        let (place, keys) = match (row.row.stands_for, row.row.place) {
            (Some(_), Some(place)) => (place, vec![key]),
            (Some(_) | None, _) => {
                let end = self.nodes[who].disk.sending.entry(thread);
                let place = end.or_insert_with(|| SendThread::new(epoch)).place();
                let first = key - key % 8;
                let ready = self.nodes[who].disk.outbox.range(first..first + 8);
                let ready = ready.filter(|(_, r)| r.row.state == OutState::Authorised);
                (place, ready.map(|(key, _)| *key).collect())
            }
        };
        let number = self.fresh();
        let id = MsgId::from_bytes(name(self.seed, number));
        let now = self.clock(who);
        let row = &self.nodes[who].disk.outbox[&key];
        let life = match row.row.pace {
            Pace::Emergency => Span::hours(24),
            Pace::Urgent | Pace::Routine => Span::days(30),
        };
        let inner = Rc::new(Inner {
            id,
            from: who,
            thread,
            place,
            voids: row.row.stands_for,
            created: now,
            expires: now + life,
            kind: row.kind,
            authority: row.authority,
        });
        if inner.voids.is_none()
            && let Some(end) = self.nodes[who].disk.sending.get_mut(&thread)
        {
            *end = end.after(id);
        }
        for key in keys {
            let Some(peer) = self.nodes[who].disk.outbox.get(&key).map(|row| row.to) else {
                continue;
            };
            // The key known from the peer's capabilities, which may be old by the time it arrives.
            let present = self.nodes[peer].disk.key;
            if let Some(row) = self.nodes[who].disk.outbox.get_mut(&key) {
                row.inner = Some(inner.clone());
                row.key = present;
            }
            let sealed = Digest::from_bytes(name(number, key));
            let disk = &mut self.nodes[who].disk;
            disk.by_msg.insert((id, peer), key);
            let event = OutEvent::Sealed {
                place,
                msg_id: id,
                sealed,
            };
            work.push((key, event));
            if inner.voids.is_none() {
                let given_up = disk.dead_voids.remove(&(thread, peer));
                for void in given_up.unwrap_or_default() {
                    work.push((void, OutEvent::Revive));
                }
            }
        }
    }

    fn reseal(&mut self, who: Who, key: RowKey, work: &mut Vec<(RowKey, OutEvent)>) {
        let number = self.fresh();
        let jitter = self.jitter();
        let Some(peer) = self.nodes[who].disk.outbox.get(&key).map(|row| row.to) else {
            return;
        };
        let reachable = self.nodes[peer].up && self.linked(who, peer) && self.linked(peer, who);
        let present = self.nodes[peer].disk.key;
        if !reachable {
            work.push((key, OutEvent::Unanswered { jitter }));
            return;
        }
        if let Some(row) = self.nodes[who].disk.outbox.get_mut(&key) {
            row.key = present;
            let sealed = Digest::from_bytes(name(number, key));
            work.push((key, OutEvent::Resealed { sealed }));
        }
    }

    fn send(&mut self, who: Who, key: RowKey) {
        let number = self.fresh();
        let retry_reseals = self.has_bug(Bug::RetryReseals);
        let Some(row) = self.nodes[who].disk.outbox.get_mut(&key) else {
            return;
        };
        let (Some(inner), Some(sealed)) = (row.inner.clone(), row.row.sealed) else {
            return;
        };
        let (mut inner, to, tries, sealed_to) = (inner, row.to, row.row.tries, row.key);
        let mut sealed = sealed;
        if retry_reseals && tries > 1 {
            let id = MsgId::from_bytes(name(number, 77));
            inner = Rc::new(Inner {
                id,
                ..(*inner).clone()
            });
            sealed = Digest::from_bytes(name(number, 78));
            row.row.msg_id = Some(id);
            row.inner = Some(inner.clone());
            self.nodes[who].disk.by_msg.insert((id, to), key);
        }
        let memory = &mut self.nodes[who].memory;
        memory.on_line.insert(key, tries);
        memory.lines[to] = memory.lines[to].left();
        if memory.lines[to].in_flight > IN_FLIGHT {
            self.broken(
                "I12",
                format!("more than {IN_FLIGHT} on the line {who} → {to}"),
            );
        }
        let envelope = Envelope {
            inner,
            key: sealed_to,
            sealed,
        };
        self.call(who, to, Call::Deliver(envelope, key, tries));
    }
}

fn row_id(key: RowKey) -> OutboxId {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&key.to_be_bytes());
    OutboxId(id)
}
