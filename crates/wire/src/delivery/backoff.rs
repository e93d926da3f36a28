//! How soon to try again, when to warn, when to give up.
//!
//! | pace | wait between tries, at most | warning | given up |
//! |---|---|---|---|
//! | emergency | 30 s for two hours, then 5 min | 1 min | 24 h |
//! | urgent | 15 min | 4 h | 14 d |
//! | routine | 15 min | 24 h | 14 d |

use comity_core::time::{Instant, Span};

/// How much a message hurries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Life or infrastructure at stake.
    Emergency,
    /// Data, money or a legal date may be lost within days.
    Urgent,
    /// Everything else.
    Routine,
}

/// A number drawn by the caller, so that the step itself stays free of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jitter(pub u32);

impl Pace {
    /// How long an undelivered message may stay quiet before a person is told.
    #[must_use]
    pub const fn warns_after(self) -> Span {
        match self {
            Self::Emergency => Span::minutes(1),
            Self::Urgent => Span::hours(4),
            Self::Routine => Span::hours(24),
        }
    }

    /// How long delivery is tried before the message becomes a dead letter.
    #[must_use]
    pub const fn gives_up_after(self) -> Span {
        match self {
            Self::Emergency => Span::hours(24),
            Self::Urgent | Self::Routine => Span::days(14),
        }
    }

    /// Longest wait between two tries, for a message of this age.
    #[must_use]
    pub fn cap(self, age: Span) -> Span {
        match self {
            Self::Emergency if age < Span::hours(2) => Span::seconds(30),
            Self::Emergency => Span::minutes(5),
            Self::Urgent | Self::Routine => Span::minutes(15),
        }
    }

    /// When to try again after `tries` tries: anywhere between now and 2 s × 2ⁿ, at most the cap.
    ///
    /// Full jitter: a thousand nodes that lost the same peer do not come back in the same second.
    #[must_use]
    pub fn retry_at(self, now: Instant, since: Instant, tries: u32, jitter: Jitter) -> Instant {
        let cap = self.cap(now - since).millis();
        let window = 2_000_i64
            .checked_shl(tries.min(20))
            .map_or(cap, |w| w.min(cap));
        // window × jitter / 2³²: the window is at most 900,000, so this cannot overflow.
        now + Span((window * i64::from(jitter.0)) >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_cap_and_stay_there() {
        let start = Instant(0);
        let longest = |pace: Pace, now: Instant, tries| {
            (pace.retry_at(now, start, tries, Jitter(u32::MAX)) - now).millis()
        };
        assert_eq!(longest(Pace::Routine, start, 0), 1_999);
        assert_eq!(longest(Pace::Routine, start, 3), 15_999);
        assert_eq!(longest(Pace::Routine, start, 200), 899_999);
        assert_eq!(longest(Pace::Emergency, start, 200), 29_999);
        let after_two_hours = start + Span::hours(2);
        assert_eq!(longest(Pace::Emergency, after_two_hours, 200), 299_999);
        assert_eq!(Pace::Urgent.retry_at(start, start, 9, Jitter(0)), start);
    }
}
