//! What can happen in the simulated world, and the order in which it does.

use std::cmp::Ordering;

use comity_core::id::MsgId;

use super::files::Flow;
use super::model::{Call, Reply, Who};

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
    Chunk(Flow),
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

/// An event with its moment; `order` keeps those of one moment in the order they were planned.
pub(super) struct Queued {
    pub(super) at: i64,
    pub(super) order: u64,
    pub(super) event: Event,
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
