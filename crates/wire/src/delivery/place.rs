//! A message's place in its thread, as its sender gives it out.

use comity_core::id::MsgId;

/// Where a message stands: thread and sender are known, this is the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sender's epoch; places of another epoch are another count.
    pub epoch: u64,
    /// 1, 2, 3 …
    pub seq: u64,
    /// The message before it; none before the first. A void in between changes nothing here: what
    /// was sealed behind a message that died keeps naming it.
    pub prev: Option<MsgId>,
}

/// The sender's end of a thread. Row: thread, `epoch`, `next`, `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendThread {
    /// The sender's epoch.
    pub epoch: u64,
    /// The place the next message gets.
    pub next: u64,
    /// The last message that got one.
    pub last: Option<MsgId>,
}

impl SendThread {
    /// A thread in which nothing was sent in this epoch.
    #[must_use]
    pub const fn new(epoch: u64) -> Self {
        Self {
            epoch,
            next: 1,
            last: None,
        }
    }

    /// The place to write into the next message.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place {
            epoch: self.epoch,
            seq: self.next,
            prev: self.last,
        }
    }

    /// The thread after a message was sealed into that place; commit it with the message's rows.
    #[must_use]
    pub const fn after(self, sealed: MsgId) -> Self {
        Self {
            epoch: self.epoch,
            next: self.next.saturating_add(1),
            last: Some(sealed),
        }
    }
}
