//! What may still be done with a State whose file grows old: the last good copy is kept, and what
//! rests on it shrinks with its age.

use comity_core::time::{Instant, Span};

/// What a State's file still carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Everything.
    Full,
    /// Receive, preserve and answer; traffic data and more, and emergencies, need a second
    /// confirmation.
    Confirm,
    /// Receive and preserve only; a node listed as offline still up to subscriber data, with a
    /// second confirmation.
    ConfirmOffline,
    /// Receive and preserve only.
    Preserve,
}

impl Standing {
    /// The standing of a file issued at one instant and expiring at another.
    #[must_use]
    pub fn of(issued: Instant, expires: Instant, now: Instant, offline: bool) -> Self {
        let age = now - issued;
        if offline && age <= Span::days(45) {
            return if age <= Span::hours(24) {
                Self::Full
            } else {
                Self::ConfirmOffline
            };
        }
        if now >= expires || age > Span::days(7) {
            Self::Preserve
        } else if age > Span::hours(24) {
            Self::Confirm
        } else {
            Self::Full
        }
    }
}
