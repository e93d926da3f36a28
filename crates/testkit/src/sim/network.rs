//! The network between the nodes: what is lost, doubled, late, overtaken or cut off.

use super::event::Event;
use super::fault::Fault;
use super::model::{Call, Reply, Who};
use super::world::World;

impl World {
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

    pub(super) fn set_links(&mut self, pairs: &[(Who, Who)], block: bool) {
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
}
