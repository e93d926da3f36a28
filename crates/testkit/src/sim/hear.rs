//! What a sender hears: receipts, refusals, and peers that lost their records.

use std::collections::BTreeMap;

use comity_wire::delivery::{OutEvent, PeerLine};
use comity_wire::refusal::RefusalCode;

use super::fault::Fault;
use super::model::{Reply, RowKey, ThreadNo, Who};
use super::world::World;

impl World {
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
}
