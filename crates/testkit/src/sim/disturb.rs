//! What goes wrong with links, clocks, machines, disks, back-ups and keys.

use super::event::Event;
use super::fault::{Bug, Fault};
use super::model::{Memory, NODES, Who};
use super::world::World;

impl World {
    pub(super) fn disturb(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.disturb_every * 2);
        self.after(next, Event::Disturb);
        let (a, b) = (self.chance.pick(NODES), self.chance.pick(NODES));
        let lasts = self.chance.long_tail(1_000, 14 * 86_400_000);
        match self.chance.below(10) {
            0 if a != b => self.partition(Fault::PartitionPair, vec![(a, b), (b, a)], lasts),
            1 if a != b => self.partition(Fault::PartitionOneWay, vec![(a, b)], lasts),
            2 if a != b => {
                self.fired(Fault::PartitionFlap);
                let pairs = vec![(a, b), (b, a)];
                let mut at = 0;
                for _ in 0..self.chance.below(8) + 2 {
                    self.after(at, Event::Block(pairs.clone()));
                    at += self.chance.millis(500, 120_000);
                    self.after(at, Event::Unblock(pairs.clone()));
                    at += self.chance.millis(500, 120_000);
                }
            }
            3 => {
                let parts = self.chance.below(3) + 2;
                let part: Vec<u64> = (0..NODES).map(|_| self.chance.below(parts)).collect();
                let apart = |x: Who, y: Who| x != y && part[x] != part[y];
                let pairs = (0..NODES).flat_map(|x| (0..NODES).map(move |y| (x, y)));
                let pairs: Vec<_> = pairs.filter(|(x, y)| apart(*x, *y)).collect();
                let lasts = lasts.min(86_400_000);
                self.partition(Fault::PartitionSplit, pairs, lasts);
            }
            4 => {
                self.fired(Fault::ClockSkew);
                let offset = self.chance.millis(-600_000, 600_000);
                self.set_clock(a, offset);
                self.after(lasts, Event::ClockRight(a));
            }
            5 => {
                self.fired(Fault::ClockJump);
                let offset = self.chance.millis(-86_400_000, 86_400_000);
                self.set_clock(a, offset);
                self.after(lasts.min(86_400_000), Event::ClockRight(a));
            }
            6 if self.nodes[a].up => {
                self.fired(Fault::PeerDown);
                self.take_down(a, lasts);
            }
            7 => self.disk_full(a, lasts.min(86_400_000)),
            _ => {}
        }
    }

    fn partition(&mut self, fault: Fault, pairs: Vec<(Who, Who)>, lasts: i64) {
        self.fired(fault);
        self.set_links(&pairs, true);
        self.after(lasts, Event::Unblock(pairs));
    }

    /// Whether the node crashes at this point; if so, it already has.
    pub(super) fn crashes(&mut self, who: Who, at: Fault) -> bool {
        // Rare moments get more than their share, or they would hardly be tried.
        let weight = match at {
            Fault::C8 | Fault::C9 => 10,
            Fault::C6 | Fault::C7 => 3,
            Fault::C10 => 20,
            _ => 1,
        };
        if self.calm || !self.chance.hits(self.knobs.crash * weight) {
            return false;
        }
        self.fired(at);
        let off = self.chance.long_tail(1_000, 6 * 3_600_000);
        self.take_down(who, off);
        true
    }

    /// Memory is gone, and of what was written without a sync each chunk may be.
    pub(super) fn take_down(&mut self, who: Who, off: i64) {
        let node = &mut self.nodes[who];
        node.up = false;
        node.life += 1;
        node.memory = Memory::default();
        let mut lost = 0;
        for file in node.disk.incoming.values_mut() {
            let before = file.cached.len();
            let chance = &mut self.chance;
            file.cached.retain(|_| chance.below(2) == 0);
            lost += before - file.cached.len();
        }
        if self.bug == Some(Bug::ParkedInMemory) {
            self.nodes[who].disk.inbox.retain(|_, row| row.accepted);
            for receiving in self.nodes[who].disk.receiving.values_mut() {
                receiving.state.parked.clear();
            }
        }
        if lost > 0 {
            self.fired(Fault::LostWrites);
        }
        if !self.calm {
            self.after(off, Event::Restart(who));
        }
    }

    pub(super) fn restart(&mut self, who: Who) {
        if self.nodes[who].up {
            return;
        }
        self.nodes[who].up = true;
        if self.nodes[who].rolled_back {
            self.nodes[who].rolled_back = false;
            self.restore(who);
        }
        self.index_outbox(who);
        self.clock_was_set(who);
        self.resume_files(who);
        self.plan_pump(who);
    }

    pub(super) fn set_clock(&mut self, who: Who, offset: i64) {
        if self.calm && offset != 0 {
            return;
        }
        self.nodes[who].offset = offset;
        if self.nodes[who].up {
            self.clock_was_set(who);
            self.plan_pump(who);
        }
    }

    pub(super) fn disk_full(&mut self, who: Who, lasts: i64) {
        self.fired(Fault::C11);
        self.nodes[who].full = true;
        self.files_full(who);
        self.after(lasts, Event::Room(who));
    }

    pub(super) fn room_again(&mut self, who: Who) {
        if self.nodes[who].full {
            self.nodes[who].full = false;
            if self.nodes[who].up {
                self.files_room(who);
                self.plan_pump(who);
            }
        }
    }

    pub(super) fn back_up_some(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 60);
        self.after(next, Event::Backup);
        let who = self.chance.pick(NODES);
        let disk = self.nodes[who].disk.clone();
        self.nodes[who].backup = Some(Box::new(disk));
    }

    pub(super) fn roll_back_some(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 300);
        self.after(next, Event::RollBack);
        let who = self.chance.pick(NODES);
        if let Some(disk) = self.nodes[who].backup.take()
            && self.nodes[who].up
        {
            self.fired(Fault::C12);
            let off = self.chance.long_tail(60_000, 6 * 3_600_000);
            self.take_down(who, off);
            self.nodes[who].disk = *disk;
            self.nodes[who].rolled_back = true;
        }
    }

    pub(super) fn rotate_some_key(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 15);
        self.after(next, Event::RotateKey);
        let who = self.chance.pick(NODES);
        if !self.nodes[who].up || self.crashes(who, Fault::C10) {
            return;
        }
        self.nodes[who].disk.key = u32::try_from(self.fresh()).expect("fewer than 2³² names");
    }
}
