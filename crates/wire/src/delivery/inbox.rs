//! Inbox: one row for each thread, sender and sender's epoch; each message once, in order.
//!
//! What arrives here has been opened and its signatures hold. The order of the checks is fixed:
//! duplicate, window, place, authority, commit. A duplicate stands before the window, so what took
//! effect is never answered `expired`; authority stands behind the place, so a refusal is about a
//! message that would have counted.
//!
//! A message ahead of its turn is parked: stored, receipted as parked, shown to a person when the gap
//! stays open. When the gap closes, all that was parked behind it takes effect in the same
//! transaction. Two different messages for one place are a fork: the second is refused and both are
//! kept, because two signatures over one place prove who lied.

use std::collections::BTreeMap;

use comity_core::id::MsgId;
use comity_core::time::{Instant, Span};

use crate::limits;
use crate::refusal::RefusalCode;

/// A gap is shown to a person after this long.
pub const GAP_SHOWN_AFTER: Span = Span::minutes(15);
/// Most messages parked in one thread.
const MOST_PARKED: usize = 1_000;

/// The receiving end of a thread. Row: `next`, `last`, `gap_told`; parked messages are inbox rows
/// of their own with state `parked`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    /// The place whose turn it is, from 1.
    pub next: u64,
    /// What the message there must name as the one before it: the message accepted last, or, if that
    /// was a void, the message it stands for.
    pub last: Option<MsgId>,
    /// Stored messages whose turn has not come, by place.
    pub parked: BTreeMap<u64, Parked>,
    /// Whether a person was told of the present gap.
    pub gap_told: bool,
}

/// A stored message that waits for an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Which.
    pub id: MsgId,
    /// What it names as the one before it.
    pub prev: Option<MsgId>,
    /// For a void: the message it stands for.
    pub voids: Option<MsgId>,
    /// When it was stored.
    pub since: Instant,
}

/// A message that has been opened and whose signatures hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its id.
    pub id: MsgId,
    /// Its place.
    pub seq: u64,
    /// What it names as the one before it.
    pub prev: Option<MsgId>,
    /// For a `thread.void`: the message it stands for.
    pub voids: Option<MsgId>,
    /// When its sender made it.
    pub created: Instant,
    /// Until when it may take effect.
    pub expires: Instant,
    /// Whether this node asked for it after losing its records; then age does not matter.
    pub solicited: bool,
    /// What the checks of authority say, run before on the same bytes.
    pub authority: Result<(), RefusalCode>,
}

/// What the ledger already holds, looked up before the step in the same transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// A message with this id is stored, accepted or parked.
    pub same: bool,
    /// For a void: the message it stands for is stored, accepted or parked.
    pub voided: bool,
    /// The accepted message in the same place, when that place is behind us.
    pub at_place: Option<AtPlace>,
}

/// An accepted message in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtPlace {
    /// Which.
    pub id: MsgId,
    /// For a void: the message it stands for.
    pub voids: Option<MsgId>,
}

/// What the caller does, all of it in one transaction; the answer leaves after the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InEffect {
    /// Store the arrival as accepted with its leaf, let it take effect, and store its receipt, which
    /// is the answer.
    Accept,
    /// Store the arrival as parked with its leaf, and store its receipt with the mark `parked`, which
    /// is the answer.
    Park,
    /// This parked message's turn has come: it takes effect now. Its receipt was given before.
    Unpark(MsgId),
    /// This parked message names another one before it than the one accepted: it goes to a person.
    Quarantine(MsgId),
    /// Answer with the stored receipt of this message; change nothing.
    AnswerStored(MsgId),
    /// Answer with a signed refusal; the arrival takes no effect.
    Refuse(RefusalCode),
    /// Keep the arrival's bytes beside this message: both claim one place.
    KeepFork(MsgId),
    /// Tell a person that these places are missing.
    TellGap {
        /// First missing place.
        from: u64,
        /// Last missing place.
        to: u64,
    },
}

impl Default for ThreadState {
    fn default() -> Self {
        Self {
            next: 1,
            last: None,
            parked: BTreeMap::new(),
            gap_told: false,
        }
    }
}

impl ThreadState {
    /// A message arrives.
    #[must_use]
    pub fn arrive(self, arrival: &Arrival, known: &Known, now: Instant) -> (Self, Vec<InEffect>) {
        match self.seen_before(arrival, known) {
            Some(stored) => (self, vec![InEffect::AnswerStored(stored)]),
            None => match outside_window(arrival, now) {
                Some(code) => (self, vec![InEffect::Refuse(code)]),
                None => self.take_place(arrival, known, now),
            },
        }
    }

    /// Time passes: is a gap open for too long? Call it at [`ThreadState::wake_at`].
    #[must_use]
    pub fn due(mut self, now: Instant) -> (Self, Vec<InEffect>) {
        match (self.wake_at(), self.parked.first_key_value()) {
            (Some(at), Some((first, _))) if now >= at => {
                let gap = InEffect::TellGap {
                    from: self.next,
                    to: first.saturating_sub(1),
                };
                self.gap_told = true;
                (self, vec![gap])
            }
            (Some(_) | None, Some(_) | None) => (self, Vec::new()),
        }
    }

    /// When the row wants [`ThreadState::due`].
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        let oldest = self.parked.values().map(|parked| parked.since).min()?;
        (!self.gap_told).then_some(oldest + GAP_SHOWN_AFTER)
    }

    /// The stored message whose receipt answers this arrival, if there is one.
    ///
    /// Besides a plain duplicate: a void whose message did arrive; a message that its own void
    /// overtook; a second void for the same message. In all of them the place is settled, and the
    /// receipt says with which message.
    fn seen_before(&self, arrival: &Arrival, known: &Known) -> Option<MsgId> {
        if known.same {
            return Some(arrival.id);
        }
        if known.voided
            && let Some(voided) = arrival.voids
        {
            return Some(voided);
        }
        let parked = self.parked.get(&arrival.seq).map(|parked| AtPlace {
            id: parked.id,
            voids: parked.voids,
        });
        let there = known.at_place.or(parked)?;
        let means = |id: MsgId, voids: Option<MsgId>| voids.unwrap_or(id);
        let same_meaning = means(there.id, there.voids) == means(arrival.id, arrival.voids);
        same_meaning.then_some(there.id)
    }

    fn take_place(self, arrival: &Arrival, known: &Known, now: Instant) -> (Self, Vec<InEffect>) {
        let held = self.parked.get(&arrival.seq).map(|parked| parked.id);
        match (arrival.seq.cmp(&self.next), known.at_place, held) {
            // Behind us, and another message took the place.
            (std::cmp::Ordering::Less, Some(there), _) => (self, forked(Some(there.id))),
            // Behind us, and older than what is remembered.
            (std::cmp::Ordering::Less, None, _) => {
                (self, vec![InEffect::Refuse(RefusalCode::Expired)])
            }
            (std::cmp::Ordering::Equal, _, _) if arrival.prev != self.last => {
                let last = self.last;
                (self, forked(last))
            }
            (std::cmp::Ordering::Equal, _, _) => match arrival.authority {
                Ok(()) => self.accept(arrival),
                Err(code) => (self, vec![InEffect::Refuse(code)]),
            },
            (std::cmp::Ordering::Greater, _, Some(other)) => (self, forked(Some(other))),
            (std::cmp::Ordering::Greater, _, None) => match arrival.authority {
                Ok(()) if self.parked.len() < MOST_PARKED => self.park(arrival, now),
                // Transient: the sender's retries wait for room, the gap-closer always fits.
                Ok(()) => (self, vec![InEffect::Refuse(RefusalCode::Rate)]),
                Err(code) => (self, vec![InEffect::Refuse(code)]),
            },
        }
    }

    /// Accepts the message whose turn it is, and all that waited for it.
    fn accept(mut self, arrival: &Arrival) -> (Self, Vec<InEffect>) {
        let mut effects = vec![InEffect::Accept];
        self.move_on(arrival.id, arrival.voids);
        // Something may be parked here that was refused room for a fork; it cannot have the place.
        while let Some(entry) = self.parked.first_entry() {
            if *entry.key() > self.next {
                break;
            }
            let (seq, parked) = entry.remove_entry();
            if seq == self.next && parked.prev == self.last {
                self.move_on(parked.id, parked.voids);
                effects.push(InEffect::Unpark(parked.id));
            } else {
                effects.push(InEffect::Quarantine(parked.id));
            }
        }
        self.gap_told = false;
        (self, effects)
    }

    fn move_on(&mut self, id: MsgId, voids: Option<MsgId>) {
        self.last = Some(voids.unwrap_or(id));
        self.next = self.next.saturating_add(1);
    }

    fn park(mut self, arrival: &Arrival, now: Instant) -> (Self, Vec<InEffect>) {
        let parked = Parked {
            id: arrival.id,
            prev: arrival.prev,
            voids: arrival.voids,
            since: now,
        };
        self.parked.insert(arrival.seq, parked);
        (self, vec![InEffect::Park])
    }
}

fn outside_window(arrival: &Arrival, now: Instant) -> Option<RefusalCode> {
    if arrival.created > now + limits::AHEAD {
        Some(RefusalCode::Clock)
    } else if now > arrival.expires && !arrival.solicited {
        Some(RefusalCode::Expired)
    } else {
        None
    }
}

/// Two messages for one place: keep both, refuse the second.
fn forked(first: Option<MsgId>) -> Vec<InEffect> {
    let kept = first.map(InEffect::KeepFork);
    kept.into_iter()
        .chain([InEffect::Refuse(RefusalCode::Forked)])
        .collect()
}
