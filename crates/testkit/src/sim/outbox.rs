//! The outbox rows and the indexes over them that a database would keep.

use comity_core::time::Span;
use comity_wire::delivery::{OutEvent, OutState};

use super::fault::Bug;
use super::model::{Node, Row, RowKey, Who};
use super::world::World;

impl World {
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

fn index(node: &mut Node, key: RowKey, row: &Row) {
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
