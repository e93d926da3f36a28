//! One peer's line: how many messages may be on it at once, and how it is probed while it is down.
//!
//! Kept in memory by whoever sends; losing it costs one extra probe.

use comity_core::time::{Instant, Span};

use super::backoff::{Jitter, Pace};

/// Most messages under way to one peer.
pub const IN_FLIGHT: u16 = 16;
/// A peer counts as down after so many tries in a row without any answer.
pub const DOWN_AFTER: u32 = 3;

/// What is known about the line to one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeerLine {
    /// Messages under way.
    pub in_flight: u16,
    /// Tries in a row without an answer.
    pub silent: u32,
    /// While down: not before this.
    pub probe_at: Instant,
}

/// Whether a message may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Yes.
    Go,
    /// Yes, and it is the only one until it is answered: the peer is down.
    Probe,
    /// Not before this; whenever an answer comes, ask again.
    Wait(Instant),
}

impl PeerLine {
    /// Whether the peer counts as down.
    #[must_use]
    pub const fn is_down(&self) -> bool {
        self.silent >= DOWN_AFTER
    }

    /// Whether a message may go now. Changes nothing; say [`PeerLine::left`] when it goes.
    #[must_use]
    pub fn permit(&self, now: Instant) -> Permit {
        if !self.is_down() {
            if self.in_flight < IN_FLIGHT {
                Permit::Go
            } else {
                Permit::Wait(now + Span::seconds(1))
            }
        } else if self.in_flight == 0 && now >= self.probe_at {
            Permit::Probe
        } else {
            Permit::Wait(self.probe_at.max(now + Span::seconds(1)))
        }
    }

    /// A message has left.
    #[must_use]
    pub const fn left(mut self) -> Self {
        self.in_flight = self.in_flight.saturating_add(1);
        self
    }

    /// An answer came: a receipt or any refusal.
    #[must_use]
    pub const fn answered(mut self) -> Self {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.silent = 0;
        self
    }

    /// A message under way is no longer waited for: it was withdrawn, its time was over, or its answer
    /// came another way. Says nothing about the peer.
    ///
    /// Each message that [`PeerLine::left`] comes off by exactly one of the three, or the line fills
    /// up for good.
    #[must_use]
    pub const fn let_go(mut self) -> Self {
        self.in_flight = self.in_flight.saturating_sub(1);
        self
    }

    /// No answer came: refused connection, time-out, or a bare HTTP error.
    ///
    /// The next probe follows the pace of the most urgent message that waits.
    #[must_use]
    pub fn silent(mut self, now: Instant, most_urgent: Pace, jitter: Jitter) -> Self {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.silent = self.silent.saturating_add(1);
        // The line has no age of its own; as long as it is down, an emergency is a fresh one.
        let tries = self.silent.saturating_sub(DOWN_AFTER);
        self.probe_at = most_urgent.retry_at(now, now, tries, jitter);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_that_is_down_gets_one_probe_at_a_time() {
        let now = Instant(1_000);
        let mut line = PeerLine::default();
        for _ in 0..IN_FLIGHT {
            assert_eq!(line.permit(now), Permit::Go);
            line = line.left();
        }
        assert!(matches!(line.permit(now), Permit::Wait(_)));
        for _ in 0..IN_FLIGHT {
            line = line.silent(now, Pace::Routine, Jitter(u32::MAX));
        }
        assert!(line.is_down());
        assert!(matches!(line.permit(now), Permit::Wait(_)));
        let later = line.probe_at;
        assert_eq!(line.permit(later), Permit::Probe);
        line = line.left();
        assert!(matches!(
            line.permit(later + Span::days(1)),
            Permit::Wait(_)
        ));
        line = line.answered();
        assert_eq!(line.permit(later), Permit::Go);
    }
}
