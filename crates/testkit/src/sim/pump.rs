//! When a node looks at its outbox: what is due now, and when to look again.

use std::collections::BTreeMap;
use std::rc::Rc;

use comity_core::time::Span;
use comity_wire::delivery::{IN_FLIGHT, Jitter, OutEvent, OutState, Pace, Permit};

use super::event::Event;
use super::model::{Call, NODES, RowKey, ThreadNo, Who};
use super::world::World;

impl World {
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

    pub(super) fn jitter(&mut self) -> Jitter {
        Jitter(u32::try_from(self.chance.below(1 << 32)).expect("below 2³²"))
    }
}
