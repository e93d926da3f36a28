//! The world: a queue of events in simulated time, twelve nodes, and whatever goes wrong.
//!
//! One seed decides everything. Time is true time in milliseconds; each node has a clock of its own
//! that may be off. A run is a phase of faults, then a calm in which all links work, all clocks are
//! right, and everything that was authorised must come to its end.

use std::collections::{BTreeMap, BinaryHeap};

use comity_core::id::{Digest, NodeId, ThreadId};
use comity_core::time::Instant;

use super::chance::{Chance, mix};
use super::event::{Event, Queued};
use super::fault::{Bug, Fault, Knobs};
use super::model::{NODES, Node, ThreadNo, Who};
use super::report::{Report, Violation};

/// The calm lasts two longest waits between tries, and five minutes for the way.
const CALM: i64 = (2 * 15 + 5) * 60_000;
/// Simulated time begins here.
const BEGIN: i64 = 1_800_000_000_000;

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
    pub(super) blocked: [[u16; NODES]; NODES],
    pub(super) last_arrival: [[i64; NODES]; NODES],
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
