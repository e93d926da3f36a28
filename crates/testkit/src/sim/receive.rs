//! The receiving side: judge, store, answer; officers read and decide.

use std::rc::Rc;

use comity_core::id::{Digest, MsgId};
use comity_wire::delivery::{Arrival, AtPlace, InEffect, Known, OutEvent, Pace};
use comity_wire::receipt::Receipt;
use comity_wire::refusal::RefusalCode;

use super::chance::name;
use super::event::Event;
use super::fault::{Bug, Fault};
use super::files::Flow;
use super::model::{Call, Envelope, InRow, Inner, Kind, Reply, RowKey, ThreadKey, Who};
use super::world::World;

/// Who waits for the answer.
#[derive(Clone, Copy)]
struct Caller {
    who: Who,
    life: u32,
    key: RowKey,
    tries: u32,
}

impl World {
    pub(super) fn hear_call(&mut self, from: Who, life: u32, to: Who, call: Call) {
        match call {
            Call::Deliver(envelope, key, tries) => {
                let caller = Caller {
                    who: from,
                    life,
                    key,
                    tries,
                };
                self.deliver(to, caller, &envelope);
            }
            Call::AddCheckpoint(epoch, offer) => self.witness(to, from, life, epoch, &offer),
            Call::Resync(epoch, nexts) => {
                if !self.nodes[to].full {
                    self.serve_resync(to, from, epoch, &nexts);
                    self.reply(to, from, life, Reply::ResyncHeard);
                }
            }
            Call::Range(object, stream, ask, left) => self.serve_range(Flow {
                to: from,
                to_life: life,
                from: to,
                from_life: self.nodes[to].life,
                object,
                stream,
                ask,
                left,
            }),
            Call::TransferDone(object) => {
                if let Some(out) = self.nodes[to].disk.outgoing.get_mut(&object) {
                    *out = out.clone().done();
                }
            }
        }
    }

    fn deliver(&mut self, who: Who, caller: Caller, envelope: &Envelope) {
        if self.has_bug(Bug::ReceiptBeforeCommit) {
            let receipt = self.receipt_for(who, &envelope.inner, envelope.sealed, false);
            self.answer_receipt(who, caller, receipt);
        }
        if self.crashes(who, Fault::C3) {
            return;
        }
        let forgetful = self.has_bug(Bug::DedupInMemory);
        if let Some(id) = self.nodes[who].disk.by_sealed.get(&envelope.sealed)
            && !forgetful
        {
            let id = *id;
            self.answer_stored(who, caller, id);
            return;
        }
        if envelope.key != self.nodes[who].disk.key {
            self.fired(Fault::StaleKey);
            self.answer_refusal(who, caller, RefusalCode::StaleKey);
            return;
        }
        let inner = &envelope.inner;
        let known = self.known(who, inner);
        if self.nodes[who].full && !known.same {
            self.answer_refusal(who, caller, RefusalCode::NoSpace);
            return;
        }
        let now = self.clock(who);
        let arrival = Arrival {
            id: inner.id,
            seq: inner.place.seq,
            prev: inner.place.prev,
            voids: inner.voids,
            created: inner.created,
            expires: inner.expires,
            solicited: self.nodes[who]
                .disk
                .restored_at
                .is_some_and(|at| inner.created < at),
            authority: inner.authority,
        };
        let key = self.thread_key(inner);
        let end = self.nodes[who].disk.receiving.entry(key).or_default();
        let state = std::mem::take(&mut end.state);
        let (state, effects) = state.arrive(&arrival, &known, now);
        end.state = state;
        let mut answer = None;
        for effect in effects {
            match effect {
                InEffect::Accept => {
                    answer = Some(self.store(who, inner, envelope.sealed, true));
                    self.takes_effect(who, inner.clone());
                }
                InEffect::Park if self.has_bug(Bug::GapIgnored) => {
                    answer = Some(self.store(who, inner, envelope.sealed, true));
                    self.takes_effect(who, inner.clone());
                }
                InEffect::Park => {
                    answer = Some(self.store(who, inner, envelope.sealed, false));
                }
                InEffect::Unpark(id) => {
                    let row = self.nodes[who].disk.inbox.get_mut(&id);
                    let parked = row.map(|row| {
                        row.accepted = true;
                        row.inner.clone()
                    });
                    match parked {
                        Some(inner) => self.takes_effect(who, inner),
                        None => self.broken("I2", format!("{who}: a parked message is gone")),
                    }
                }
                InEffect::Quarantine(_) => {
                    self.broken("I3", format!("{who}: a parked message has another past"));
                }
                InEffect::AnswerStored(id) => {
                    self.answer_stored(who, caller, id);
                    return;
                }
                InEffect::Refuse(code) => {
                    self.answer_refusal(who, caller, code);
                    return;
                }
                InEffect::KeepFork(_) | InEffect::TellGap { .. } => {}
            }
        }
        if self.crashes(who, Fault::C4) {
            return;
        }
        if let Some(receipt) = answer {
            self.answer_receipt(who, caller, receipt);
        }
        self.plan_pump(who);
    }

    fn thread_key(&self, inner: &Inner) -> ThreadKey {
        let epoch = if self.has_bug(Bug::SeqNotPerEpoch) {
            1
        } else {
            inner.place.epoch
        };
        (inner.thread, inner.from, epoch)
    }

    fn known(&self, who: Who, inner: &Inner) -> Known {
        let node = &self.nodes[who];
        if self.has_bug(Bug::DedupInMemory) && !node.memory.seen.contains(&inner.id) {
            return Known::default();
        }
        let behind = node
            .disk
            .receiving
            .get(&self.thread_key(inner))
            .and_then(|end| {
                let at = usize::try_from(inner.place.seq.checked_sub(1)?).ok()?;
                end.history.get(at).copied()
            });
        Known {
            same: node.disk.inbox.contains_key(&inner.id),
            voided: inner
                .voids
                .is_some_and(|id| node.disk.inbox.contains_key(&id)),
            at_place: behind,
        }
    }

    fn receipt_for(&self, who: Who, inner: &Inner, sealed: Digest, parked: bool) -> Receipt {
        let node = &self.nodes[who];
        let leaf = name(
            node.disk.log.head.size(),
            u64::from_be_bytes(first_eight(inner.id)),
        );
        Receipt {
            message: inner.id,
            sealed,
            leaf: Digest::from_bytes(leaf),
            epoch: node.disk.epoch,
            at: self.clock(who),
            parked,
        }
    }

    /// Message, leaf and receipt, in one transaction.
    fn store(&mut self, who: Who, inner: &Rc<Inner>, sealed: Digest, accepted: bool) -> Receipt {
        let receipt = self.receipt_for(who, inner, sealed, !accepted);
        let disk = &mut self.nodes[who].disk;
        let leaf_at = disk.log.head.append(receipt.leaf).expect("a small log");
        disk.log.leaves.push(receipt.leaf);
        disk.unproven.push((leaf_at, receipt.leaf));
        disk.by_sealed.insert(sealed, inner.id);
        let row = InRow {
            inner: inner.clone(),
            accepted,
            receipt,
            leaf_at,
            decided: false,
            answer: None,
        };
        disk.inbox.insert(inner.id, row);
        self.nodes[who].memory.seen.insert(inner.id);
        receipt
    }

    /// The message counts from now on. The checker keeps its own books here.
    fn takes_effect(&mut self, who: Who, inner: Rc<Inner>) {
        let key = self.thread_key(&inner);
        let disk = &mut self.nodes[who].disk;
        let twice = !disk.effects.insert(inner.id);
        let real = (inner.thread, inner.from, inner.place.epoch);
        let last = disk.last_effect.insert(real, inner.place.seq).unwrap_or(0);
        let end = disk.receiving.entry(key).or_default();
        end.history.push(AtPlace {
            id: inner.id,
            voids: inner.voids,
        });
        if twice {
            self.broken("I1", format!("{who}: {:?} took effect twice", inner.id));
        }
        if inner.place.seq != last + 1 {
            let seq = inner.place.seq;
            self.broken("I3", format!("{who}: place {seq} after {last} in {real:?}"));
        }
        match inner.kind {
            Kind::Request => {
                self.report.effects += 1;
                let delay = self.chance.long_tail(60_000, 3 * 86_400_000);
                let decided = self.chance.below(3) > 0;
                if self.chance.below(2) == 0 && !self.calm {
                    self.after(delay, Event::Officer(who, inner.id, decided));
                }
            }
            Kind::Answer { of, decided } => {
                self.report.effects += 1;
                let found = self.nodes[who].disk.by_msg.get(&(of, inner.from)).copied();
                if let Some(row) = found {
                    let event = if decided {
                        OutEvent::Decided
                    } else {
                        OutEvent::Read
                    };
                    self.apply(who, row, event);
                }
            }
            Kind::Void => self.report.voids += 1,
        }
    }

    fn answer_stored(&mut self, who: Who, caller: Caller, id: MsgId) {
        match self.nodes[who].disk.inbox.get(&id).map(|row| row.receipt) {
            Some(receipt) => self.answer_receipt(who, caller, receipt),
            None => self.broken("I2", format!("{who}: no receipt is stored for {id:?}")),
        }
    }

    /// A receipt leaves: its message and leaf must be on disk.
    fn answer_receipt(&mut self, who: Who, caller: Caller, receipt: Receipt) {
        let disk = &self.nodes[who].disk;
        let stored = disk.inbox.get(&receipt.message);
        let whole = stored.is_some_and(|row| {
            let at = usize::try_from(row.leaf_at).expect("a small log");
            let this_epoch = row.receipt.epoch == disk.epoch;
            row.receipt == receipt
                && (!this_epoch || disk.log.leaves.get(at) == Some(&receipt.leaf))
        });
        if !whole {
            let what = format!("{who}: a receipt leaves without its message and leaf");
            self.broken("I2", what);
            return;
        }
        let reply = Reply::Receipt(receipt, caller.key, caller.tries);
        self.reply(who, caller.who, caller.life, reply);
    }

    fn answer_refusal(&mut self, who: Who, caller: Caller, code: RefusalCode) {
        let reply = Reply::Refusal(code, caller.key, caller.tries);
        self.reply(who, caller.who, caller.life, reply);
    }

    /// An officer opens or decides; the answer is queued in the same transaction.
    pub(super) fn officer(&mut self, who: Who, id: MsgId, decided: bool) {
        let node = &self.nodes[who];
        let open = node
            .disk
            .inbox
            .get(&id)
            .filter(|row| row.accepted && row.answer.is_none());
        let Some(row) = open.filter(|_| node.up && !node.full && !self.calm) else {
            return;
        };
        let thread = row.inner.thread;
        if self.crashes(who, Fault::C6) {
            return;
        }
        if let Some(row) = self.nodes[who].disk.inbox.get_mut(&id) {
            row.decided = true;
        }
        if self.has_bug(Bug::AnswerOutsideTransaction) && self.crashes(who, Fault::C6) {
            return;
        }
        let kind = Kind::Answer { of: id, decided };
        let answer = self.authorise(who, thread, Pace::Urgent, kind, None, Ok(()));
        if let Some(row) = self.nodes[who].disk.inbox.get_mut(&id) {
            row.answer = Some(answer);
        }
        self.plan_pump(who);
    }
}

fn first_eight(id: MsgId) -> [u8; 8] {
    *id.as_bytes().first_chunk().expect("an id has 32 bytes")
}
