//! Delivery: a message takes effect once, in order, and whoever waits for it learns how it ended.
//!
//! Four small machines, each a row in the database and a pure function over it:
//!
//! | row | one for each | function |
//! |---|---|---|
//! | [`OutboxRow`] | message and addressee | [`OutboxRow::step`]: seal, send, retry, give up |
//! | [`SendThread`] | thread and own epoch | gives out places in a thread |
//! | [`ThreadState`] | thread, sender and sender's epoch | [`ThreadState::arrive`]: once, in order, forks kept |
//! | [`PeerLine`] | peer | at most 16 at a time, one probe while it is down |
//!
//! A step takes the row, what happened, and the time; it gives the new row and what to do. The caller
//! writes the row and does everything that belongs in the database in **one transaction**, and only
//! after its commit touches the network. So a crash at any point leaves either the old row or the new
//! one, and both go on by themselves.
//!
//! Three rules carry the rest:
//! - A receipt leaves only after the message, its place and its leaf are committed. Whatever is
//!   already stored is answered with the stored receipt, whatever else is wrong with it.
//! - A retry sends the same bytes. When the peer's key is gone the same signed message is sealed
//!   anew; its id stays, so it is still one message.
//! - A message that is given up leaves its place in the thread to a `thread.void`. A receiver that
//!   did take the message answers the void with that message's receipt, and the sender knows.

mod backoff;
mod inbox;
mod moves;
mod outbox;
mod peer_line;
mod place;

pub use backoff::{Jitter, Pace};
pub use inbox::{Arrival, AtPlace, GAP_SHOWN_AFTER, InEffect, Known, Parked, ThreadState};
pub use outbox::{
    Awaited, DeadReason, Notice, OutEffect, OutEvent, OutState, OutboxId, OutboxRow, SEND_LEASE,
};
pub use peer_line::{DOWN_AFTER, IN_FLIGHT, PeerLine, Permit};
pub use place::{Place, SendThread};
