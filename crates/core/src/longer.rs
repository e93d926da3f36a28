//! A longer preservation, as it stands in a file: asked for and not decided, or ordered and not
//! confirmed. Both show as open clocks, so queue, Next card and flows read the same thing.

use crate::deadline::{ClockRule, Deadline, StartsAt};
use crate::item::Asked;
use crate::request::{Part, RequestFile};
use crate::stage::{Side, Stage};

impl Deadline {
    /// The clock of a longer term that was asked for and is not decided.
    #[must_use]
    pub fn asks_longer(&self) -> bool {
        self.is_open() && self.rule == ClockRule::Decide && self.starts == StartsAt::Notice
    }

    /// The clock of an order to keep data: its whole term, from the order to its end. Each item has
    /// one of its own once its holder keeps it.
    #[must_use]
    pub fn is_term(&self) -> bool {
        self.is_open() && self.rule == ClockRule::Preservation && self.item.is_none()
    }
}

impl RequestFile {
    /// Whether the asking side wants preserved data kept longer and nobody here has decided yet.
    #[must_use]
    pub fn is_asked_longer(&self) -> bool {
        self.side == Side::Receiver && self.deadlines.iter().any(Deadline::asks_longer)
    }

    /// Whether a holder that has answered is asked again, because its order was given a longer term.
    #[must_use]
    pub fn is_ordered_longer(&self) -> bool {
        self.part == Part::Order
            && self.side == Side::Receiver
            && self.asked() == Asked::Preserve
            && self.stage == Stage::Executed
            && self.deadlines.iter().any(Deadline::is_term)
    }
}
