//! The sending side: authorise, seal, send, hear how it went.
//!
//! [`World::apply`] is one transaction over the outbox: a step, and the steps that its effects ask
//! for in other rows. What goes onto the network leaves after it.

use std::collections::BTreeMap;
use std::rc::Rc;

use comity_core::id::{Digest, MsgId};
use comity_core::time::Span;
use comity_wire::delivery::{
    IN_FLIGHT, Jitter, Notice, OutEffect, OutEvent, OutState, OutboxId, OutboxRow, Pace, PeerLine,
    Permit, SendThread,
};
use comity_wire::refusal::RefusalCode;

use super::chance::name;
use super::fault::{Bug, Fault};
use super::model::{Call, Envelope, Inner, Kind, NODES, Reply, Row, RowKey, ThreadNo, Who};
use super::world::{Event, World};

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

    // ---- the pump -----------------------------------------------------------------------------

    /// Does what is due, then plans the next time.
    pub(super) fn pump(&mut self, who: Who) {
        if !self.nodes[who].up {
            return;
        }
        self.nodes[who].memory.pump_at = None;
        if self.nodes[who].full {
            self.nodes[who].memory.pump_at = Some(self.now + 30_000);
            self.after(30_000, Event::Pump(who));
            return;
        }
        let now = self.clock(who);
        while let Some((at, key)) = self.nodes[who].memory.deadlines.first().copied()
            && at <= now
        {
            if self.apply(who, key, OutEvent::Deadline) {
                return;
            }
        }
        while let Some((at, key)) = self.nodes[who].memory.wakes.first().copied()
            && at <= now
        {
            self.lease_over(who, key);
            let jitter = self.jitter();
            if self.apply(who, key, OutEvent::Due { jitter }) {
                return;
            }
        }
        for peer in 0..NODES {
            while let Some((at, key)) = self.nodes[who].memory.queued[peer].first().copied()
                && at <= now
                && matches!(
                    self.nodes[who].memory.lines[peer].permit(now),
                    Permit::Go | Permit::Probe
                )
            {
                let jitter = self.jitter();
                if self.apply(who, key, OutEvent::Due { jitter }) {
                    return;
                }
            }
        }
        self.ask_peers_again(who);
        self.plan_pump(who);
    }

    /// A sent row whose time is over has left the line.
    fn lease_over(&mut self, who: Who, key: RowKey) {
        let now = self.clock(who);
        let Some(row) = self.nodes[who].disk.outbox.get(&key) else {
            return;
        };
        let peer = row.to;
        if row.row.state == OutState::Sent && self.nodes[who].memory.on_line.remove(&key).is_some()
        {
            let jitter = self.jitter();
            let line = &mut self.nodes[who].memory.lines[peer];
            *line = line.silent(now, Pace::Routine, jitter);
        }
    }

    /// Plans a pump for the earliest thing that is due.
    pub(super) fn plan_pump(&mut self, who: Who) {
        let node = &self.nodes[who];
        if !node.up {
            return;
        }
        let memory = &node.memory;
        let mut at = i64::MAX;
        if let Some((when, _)) = memory.deadlines.first() {
            at = at.min(when.millis());
        }
        if let Some((when, _)) = memory.wakes.first() {
            at = at.min(when.millis());
        }
        for (queued, line) in memory.queued.iter().zip(&memory.lines) {
            if let Some((when, _)) = queued.first() {
                let open = match (line.is_down(), line.in_flight) {
                    (true, 0) => when.millis().max(line.probe_at.millis()),
                    (false, busy) if busy < IN_FLIGHT => when.millis(),
                    // An answer or the end of a lease opens the line.
                    (true, _) | (false, _) => continue,
                };
                at = at.min(open);
            }
        }
        if !node.disk.ask_again.is_empty() {
            at = at.min(memory.resync_at.millis());
        }
        if at == i64::MAX {
            return;
        }
        let at = (at - node.offset).max(self.now);
        if memory.pump_at.is_none_or(|planned| at < planned) {
            self.nodes[who].memory.pump_at = Some(at);
            self.after(at - self.now, Event::Pump(who));
        }
    }

    fn ask_peers_again(&mut self, who: Who) {
        let now = self.clock(who);
        if self.nodes[who].disk.ask_again.is_empty() || now < self.nodes[who].memory.resync_at {
            return;
        }
        self.nodes[who].memory.resync_at = now + Span::minutes(5);
        for peer in self.nodes[who].disk.ask_again.clone() {
            let disk = &self.nodes[who].disk;
            let nexts: BTreeMap<(ThreadNo, u64), u64> = disk
                .receiving
                .iter()
                .filter(|((_, sender, _), _)| *sender == peer)
                .map(|((thread, _, epoch), end)| ((*thread, *epoch), end.state.next))
                .collect();
            let epoch = disk.epoch;
            self.call(who, peer, Call::Resync(epoch, Rc::new(nexts)));
        }
    }

    fn jitter(&mut self) -> Jitter {
        Jitter(u32::try_from(self.chance.below(1 << 32)).expect("below 2³²"))
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

    // ---- answers ------------------------------------------------------------------------------

    pub(super) fn hear_reply(&mut self, who: Who, from: Who, reply: Reply) {
        match reply {
            Reply::Receipt(receipt, key, tries) => {
                let was_down = self.off_the_line(who, from, key, tries);
                if self.crashes(who, Fault::C5) {
                    return;
                }
                if !self.nodes[who].full && self.apply(who, key, OutEvent::Receipt(receipt)) {
                    return;
                }
                self.line_opens(who, from, was_down);
            }
            Reply::Refusal(code, key, tries) => {
                let was_down = self.off_the_line(who, from, key, tries);
                if code == RefusalCode::Forked {
                    self.broken("I3", format!("{from} holds a fork of {who}, row {key}"));
                    return;
                }
                if let Some(row) = self.nodes[who].disk.outbox.get_mut(&key) {
                    row.refused = Some(code);
                }
                let jitter = self.jitter();
                let event = OutEvent::Refusal { code, jitter };
                if !self.nodes[who].full && self.apply(who, key, event) {
                    return;
                }
                self.line_opens(who, from, was_down);
            }
            Reply::Witness { cosigned, held } => self.hear_witness(who, from, cosigned, held),
            Reply::ResyncHeard => {
                self.nodes[who].disk.ask_again.remove(&from);
            }
        }
        self.plan_pump(who);
    }

    /// Takes a try off the line; true when the peer had counted as down.
    fn off_the_line(&mut self, who: Who, peer: Who, key: RowKey, tries: u32) -> bool {
        let memory = &mut self.nodes[who].memory;
        let was_down = memory.lines[peer].is_down();
        let line = memory.lines[peer];
        memory.lines[peer] = if memory.on_line.get(&key) == Some(&tries) {
            memory.on_line.remove(&key);
            line.answered()
        } else {
            // An answer to a try that had been given up: the peer lives, the line has its room back
            // already.
            PeerLine { silent: 0, ..line }
        };
        was_down
    }

    fn line_opens(&mut self, who: Who, peer: Who, was_down: bool) {
        if was_down && !self.nodes[who].full {
            for (_, key) in self.nodes[who].memory.queued[peer].clone() {
                self.apply(who, key, OutEvent::LineOpen);
            }
        }
    }

    /// A peer that lost its records asks for what it lacks.
    pub(super) fn serve_resync(
        &mut self,
        who: Who,
        from: Who,
        epoch: u64,
        nexts: &BTreeMap<(ThreadNo, u64), u64>,
    ) {
        let wanted: Vec<RowKey> = self.nodes[who]
            .disk
            .outbox
            .iter()
            .filter(|(_, row)| row.to == from && row.row.state.has_arrived())
            .filter(|(_, row)| {
                row.row.place.is_some_and(|place| {
                    let next = nexts.get(&(row.thread, place.epoch)).copied().unwrap_or(1);
                    place.seq >= next
                })
            })
            .map(|(key, _)| *key)
            .collect();
        for key in wanted {
            self.apply(who, key, OutEvent::AskedAgain);
        }
        // The peer's records are old, so what it thinks I have may be more than I have: ask back.
        let known = self.nodes[who]
            .disk
            .known_epoch
            .get(&from)
            .copied()
            .unwrap_or(1);
        if epoch > known {
            self.nodes[who].disk.known_epoch.insert(from, epoch);
            self.nodes[who].disk.ask_again.insert(from);
        }
        self.plan_pump(who);
    }

    // ---- indexes ------------------------------------------------------------------------------

    /// Writes a row and keeps the indexes that a database would keep.
    pub(super) fn put(&mut self, who: Who, key: RowKey, row: Row) {
        let node = &mut self.nodes[who];
        if let Some(old) = node.disk.outbox.get(&key) {
            if let Some(at) = old.row.deadline_at() {
                node.memory.deadlines.remove(&(at, key));
            }
            if let Some(at) = old.row.wake_at() {
                match old.row.state {
                    OutState::Queued => node.memory.queued[old.to].remove(&(at, key)),
                    _ => node.memory.wakes.remove(&(at, key)),
                };
            }
        }
        index(node, key, &row);
        if row.row.state == OutState::Dead && row.row.stands_for.is_some() {
            let dead = &mut node.disk.dead_voids;
            dead.entry((row.thread, row.to)).or_default().insert(key);
        }
        node.disk.outbox.insert(key, row);
    }

    pub(super) fn index_outbox(&mut self, who: Who) {
        let node = &mut self.nodes[who];
        let outbox = std::mem::take(&mut node.disk.outbox);
        for (key, row) in &outbox {
            index(node, *key, row);
        }
        node.disk.outbox = outbox;
    }

    /// Start of the process, or its clock was set.
    pub(super) fn clock_was_set(&mut self, who: Who) {
        if self.has_bug(Bug::TimerTrustsWallClock) {
            return;
        }
        let rows: Vec<RowKey> = self.nodes[who]
            .memory
            .deadlines
            .iter()
            .map(|d| d.1)
            .collect();
        for key in rows {
            self.apply(who, key, OutEvent::ClockSet);
        }
        let now = self.clock(who);
        let memory = &mut self.nodes[who].memory;
        memory.resync_at = memory.resync_at.min(now + Span::minutes(5));
        for line in &mut memory.lines {
            line.probe_at = line.probe_at.min(now + Span::minutes(15));
        }
        memory.pump_at = None;
    }
}

fn index(node: &mut super::model::Node, key: RowKey, row: &Row) {
    if let Some(at) = row.row.deadline_at() {
        node.memory.deadlines.insert((at, key));
    }
    if let Some(at) = row.row.wake_at() {
        match row.row.state {
            OutState::Queued => node.memory.queued[row.to].insert((at, key)),
            _ => node.memory.wakes.insert((at, key)),
        };
    }
}

fn row_id(key: RowKey) -> OutboxId {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&key.to_be_bytes());
    OutboxId(id)
}
