//! The world: a queue of events in simulated time, twelve nodes, and whatever goes wrong.
//!
//! One seed decides everything. Time is true time in milliseconds; each node has a clock of its own
//! that may be off. A run is a phase of faults, then a calm in which all links work, all clocks are
//! right, and everything that was authorised must come to its end.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use comity_core::id::{Digest, MsgId, NodeId, ThreadId};
use comity_core::time::Instant;

use super::chance::{Chance, mix};
use super::fault::{Bug, Fault, Knobs};
use super::model::{Call, NODES, Node, Reply, ThreadNo, Who};
use super::report::{Report, Violation};

/// The calm lasts two longest waits between tries, and five minutes for the way.
const CALM: i64 = (2 * 15 + 5) * 60_000;
/// Simulated time begins here.
const BEGIN: i64 = 1_800_000_000_000;

/// What happens at a moment.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Call {
        from: Who,
        life: u32,
        to: Who,
        call: Call,
    },
    Reply {
        to: Who,
        life: u32,
        from: Who,
        reply: Reply,
    },
    Pump(Who),
    Submit,
    Withdraw,
    Officer(Who, MsgId, bool),
    Checkpoint(Who),
    StartTransfer,
    Chunk(super::files::Flow),
    StreamTimeout {
        who: Who,
        life: u32,
        object: u32,
        stream: usize,
        ask: u64,
    },
    RotateKey,
    Backup,
    RollBack,
    Fork,
    Disturb,
    Unblock(Vec<(Who, Who)>),
    Block(Vec<(Who, Who)>),
    ClockRight(Who),
    Room(Who),
    Restart(Who),
}

struct Queued {
    at: i64,
    order: u64,
    event: Event,
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Queued {}
impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Queued {
    // The heap gives the greatest first; we want the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

/// The world of one run.
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) bug: Option<Bug>,
    pub(super) chance: Chance,
    pub(super) knobs: Knobs,
    pub(super) now: i64,
    pub(super) calm: bool,
    queue: BinaryHeap<Queued>,
    order: u64,
    pub(super) nodes: Vec<Node>,
    pub(super) names: Vec<NodeId>,
    pub(super) threads: Vec<(ThreadId, Vec<Who>)>,
    blocked: [[u16; NODES]; NODES],
    last_arrival: [[i64; NODES]; NODES],
    /// Gives numbers that are never given twice, whatever is rolled back.
    pub(super) counter: u64,
    /// Every root ever signed, by log, epoch and size.
    pub(super) roots: BTreeMap<(Who, u64, u64), Digest>,
    /// The newest head each witness confirmed, by witness, log and epoch.
    pub(super) confirmed: BTreeMap<(Who, Who, u64), (u64, Digest)>,
    pub(super) forger: super::logs::Forger,
    pub(super) objects: BTreeMap<u32, super::files::Object>,
    pub(super) report: Report,
    pub(super) violation: Option<Violation>,
}

impl World {
    pub(super) fn new(seed: u64, bug: Option<Bug>) -> Self {
        let mut chance = Chance::new(seed);
        let knobs = Knobs::draw(&mut chance);
        let names = (0..NODES).map(|n| {
            let letter = char::from(b'A' + u8::try_from(n % 10).expect("below ten"));
            let name = format!("X{letter}/office/desk{n}");
            name.parse().expect("well formed")
        });
        let mut threads = Vec::new();
        for n in 0..24_u8 {
            let first = chance.pick(NODES);
            let mut members = vec![first];
            let wanted = if chance.below(4) == 0 { 3 } else { 2 };
            while members.len() < wanted {
                let other = chance.pick(NODES);
                if !members.contains(&other) {
                    members.push(other);
                }
            }
            threads.push((ThreadId::from_bytes([n; 16]), members));
        }
        let mut world = Self {
            seed,
            bug,
            chance,
            knobs,
            now: BEGIN,
            calm: false,
            queue: BinaryHeap::new(),
            order: 0,
            nodes: (0..NODES).map(|_| Node::default()).collect(),
            names: names.collect(),
            threads,
            blocked: [[0; NODES]; NODES],
            last_arrival: [[0; NODES]; NODES],
            counter: 1,
            roots: BTreeMap::new(),
            confirmed: BTreeMap::new(),
            forger: super::logs::Forger::default(),
            objects: BTreeMap::new(),
            report: Report::default(),
            violation: None,
        };
        for who in 0..NODES {
            world.nodes[who].up = true;
            world.nodes[who].disk.epoch = 1;
            world.nodes[who].disk.key = 1;
            let first = world.chance.millis(0, world.checkpoint_every());
            world.after(first, Event::Checkpoint(who));
        }
        world.after(1, Event::Submit);
        let every = world.knobs.submit_every;
        for (factor, event) in [
            (3, Event::Disturb),
            (15, Event::Withdraw),
            (20, Event::StartTransfer),
            (10, Event::RotateKey),
            (30, Event::Backup),
            (60, Event::RollBack),
            (20, Event::Fork),
        ] {
            let at = world.chance.millis(1, every * factor);
            world.after(at, event);
        }
        world
    }

    /// Runs to the end or to the first broken promise.
    pub(super) fn run(&mut self, steps: u64) {
        let faulty = steps * 9 / 10;
        while self.report.steps < faulty && self.violation.is_none() {
            if !self.next_event(i64::MAX) {
                break;
            }
        }
        if self.violation.is_none() {
            self.begin_calm();
            let calm = self.now;
            while self.violation.is_none() && self.next_event(calm + CALM) {}
            self.now = calm + CALM;
            self.check_prompt(calm);
            // What a clock that ran ahead has signed is refused for now until its time has come.
            let end = self.healed_at() + CALM;
            while self.violation.is_none() && self.next_event(end) {}
            self.now = end;
        }
        self.report.simulated = self.now - BEGIN;
        if self.violation.is_none() {
            self.check_end();
        }
    }

    fn next_event(&mut self, until: i64) -> bool {
        match self.queue.peek() {
            Some(next) if next.at <= until => {}
            Some(_) | None => return false,
        }
        let Some(next) = self.queue.pop() else {
            return false;
        };
        self.now = next.at;
        self.report.steps += 1;
        self.handle(next.event);
        true
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Call {
                from,
                life,
                to,
                call,
            } => {
                self.trace(1, from, to);
                if self.nodes[to].up {
                    self.hear_call(from, life, to, call);
                }
            }
            Event::Reply {
                to,
                life,
                from,
                reply,
            } => {
                self.trace(2, to, from);
                if self.nodes[to].up && self.nodes[to].life == life {
                    self.hear_reply(to, from, reply);
                }
            }
            Event::Pump(who) => {
                self.trace(3, who, 0);
                self.pump(who);
            }
            Event::Submit => self.submit_some(),
            Event::Withdraw => self.withdraw_some(),
            Event::Officer(who, id, decided) => {
                self.trace(4, who, usize::from(decided));
                self.officer(who, id, decided);
            }
            Event::Checkpoint(who) => {
                self.trace(5, who, 0);
                self.checkpoint(who);
            }
            Event::StartTransfer => self.start_transfer(),
            Event::Chunk(flow) => {
                self.trace(6, flow.to, flow.stream);
                self.chunk(flow);
            }
            Event::StreamTimeout {
                who,
                life,
                object,
                stream,
                ask,
            } => {
                if self.nodes[who].up && self.nodes[who].life == life {
                    self.stream_timeout(who, object, stream, ask);
                }
            }
            Event::RotateKey => self.rotate_some_key(),
            Event::Backup => self.back_up_some(),
            Event::RollBack => self.roll_back_some(),
            Event::Fork => self.offer_fork(),
            Event::Disturb => self.disturb(),
            Event::Unblock(pairs) => self.set_links(&pairs, false),
            Event::Block(pairs) => self.set_links(&pairs, true),
            Event::ClockRight(who) => self.set_clock(who, 0),
            Event::Room(who) => self.room_again(who),
            Event::Restart(who) => self.restart(who),
        }
    }

    pub(super) fn after(&mut self, delay: i64, event: Event) {
        self.order += 1;
        self.queue.push(Queued {
            at: self.now + delay.max(0),
            order: self.order,
            event,
        });
    }

    /// A node's own clock.
    pub(super) fn clock(&self, who: Who) -> Instant {
        Instant(self.now + self.nodes[who].offset)
    }

    pub(super) fn fresh(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    pub(super) fn fired(&mut self, fault: Fault) {
        self.report.faults[fault as usize] += 1;
        self.trace(100 + fault as u64, 0, 0);
    }

    pub(super) fn broken(&mut self, invariant: &'static str, what: String) {
        if self.violation.is_none() {
            self.violation = Some(Violation {
                seed: self.seed,
                step: self.report.steps,
                invariant,
                what,
            });
        }
    }

    pub(super) fn trace(&mut self, tag: u64, a: usize, b: usize) {
        let word = (self.now as u64) ^ (tag << 48) ^ ((a as u64) << 40) ^ ((b as u64) << 32);
        self.report.trace = mix(self.report.trace.rotate_left(7) ^ word);
    }

    pub(super) fn has_bug(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    pub(super) fn checkpoint_every(&self) -> i64 {
        self.knobs.submit_every * 100
    }

    // ---- the network --------------------------------------------------------------------------

    pub(super) fn linked(&self, from: Who, to: Who) -> bool {
        self.blocked[from][to] == 0
    }

    pub(super) fn call(&mut self, from: Who, to: Who, call: Call) {
        let life = self.nodes[from].life;
        if self.chance.hits(self.knobs.duplicate) {
            self.fired(Fault::Duplicate);
            let call = call.clone();
            if let Some(delay) = self.travel(from, to) {
                self.after(
                    delay,
                    Event::Call {
                        from,
                        life,
                        to,
                        call,
                    },
                );
            }
        }
        if let Some(delay) = self.travel(from, to) {
            self.after(
                delay,
                Event::Call {
                    from,
                    life,
                    to,
                    call,
                },
            );
        }
    }

    /// `life` is the caller's when it called.
    pub(super) fn reply(&mut self, from: Who, to: Who, life: u32, reply: Reply) {
        if let Some(delay) = self.travel(from, to) {
            self.after(
                delay,
                Event::Reply {
                    to,
                    life,
                    from,
                    reply,
                },
            );
        }
    }

    /// How long it takes to get there; `None` when it never does.
    fn travel(&mut self, from: Who, to: Who) -> Option<i64> {
        if !self.linked(from, to) {
            return None;
        }
        if self.chance.hits(self.knobs.loss) {
            self.fired(Fault::Loss);
            return None;
        }
        let delay = if self.chance.hits(self.knobs.delay) {
            self.fired(Fault::Delay);
            self.chance.long_tail(1_000, 3 * 86_400_000)
        } else {
            self.chance.millis(1, 60)
        };
        let arrival = self.now + delay;
        if arrival < self.last_arrival[from][to] {
            self.fired(Fault::Reorder);
        }
        self.last_arrival[from][to] = self.last_arrival[from][to].max(arrival);
        Some(delay)
    }

    fn set_links(&mut self, pairs: &[(Who, Who)], block: bool) {
        if self.calm {
            return;
        }
        for (from, to) in pairs {
            let count = &mut self.blocked[*from][*to];
            *count = if block {
                count.saturating_add(1)
            } else {
                count.saturating_sub(1)
            };
        }
    }

    // ---- disturbances -------------------------------------------------------------------------

    fn disturb(&mut self) {
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
        node.memory = super::model::Memory::default();
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

    fn restart(&mut self, who: Who) {
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

    fn room_again(&mut self, who: Who) {
        if self.nodes[who].full {
            self.nodes[who].full = false;
            if self.nodes[who].up {
                self.files_room(who);
                self.plan_pump(who);
            }
        }
    }

    fn back_up_some(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 60);
        self.after(next, Event::Backup);
        let who = self.chance.pick(NODES);
        let disk = self.nodes[who].disk.clone();
        self.nodes[who].backup = Some(Box::new(disk));
    }

    fn roll_back_some(&mut self) {
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

    fn rotate_some_key(&mut self) {
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

    // ---- the calm -----------------------------------------------------------------------------

    /// When the last message has become old enough to be taken.
    fn healed_at(&self) -> i64 {
        let rows = self.nodes.iter().flat_map(|node| node.disk.outbox.values());
        let underway = rows.filter(|row| row.row.state.is_underway());
        let made = underway.filter_map(|row| Some(row.inner.as_ref()?.created.millis()));
        made.max().unwrap_or(self.now).max(self.now)
    }

    fn begin_calm(&mut self) {
        self.calm = true;
        self.knobs = Knobs {
            loss: 0,
            duplicate: 0,
            delay: 0,
            crash: 0,
            bad_chunk: 0,
            ..self.knobs.clone()
        };
        self.blocked = [[0; NODES]; NODES];
        for who in 0..NODES {
            self.nodes[who].offset = 0;
            self.room_again(who);
            if self.nodes[who].up {
                self.clock_was_set(who);
            } else {
                self.restart(who);
            }
        }
        // A last word in each thread: it carries along the voids that had been given up.
        for thread in 0..self.threads.len() {
            let members = self.threads[thread].1.clone();
            for from in members {
                let thread = ThreadNo::try_from(thread).expect("two dozen");
                self.last_word(from, thread);
            }
        }
        for who in 0..NODES {
            self.plan_pump(who);
        }
    }
}
