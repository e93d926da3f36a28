//! The parts of a request: one selector group and the elements asked about it, each with a state of
//! its own, so that a request can be executed, refused or withdrawn in part.

use serde::{Deserialize, Serialize};

use crate::id::ObjectId;
use crate::refusal::{Ground, NonExecution};
use crate::time::Instant;

/// What became of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ItemState {
    /// Nothing yet.
    #[default]
    Pending,
    /// The holder keeps the data as it is.
    Preserved {
        /// When it began to.
        since: Instant,
        /// Until when.
        until: Instant,
    },
    /// The data was sealed for the authority that served the order.
    Produced {
        /// The sealed object.
        object: ObjectId,
    },
    /// The holder looked and has nothing.
    NotFound,
    /// The holder did not execute it, with a reason.
    NotExecuted {
        /// Why.
        reason: NonExecution,
    },
    /// The authority refused it, with a ground.
    Refused {
        /// Why.
        ground: Ground,
    },
    /// The sender took it back.
    Withdrawn,
}

impl ItemState {
    /// The name alone, as messages and screens use it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Preserved { .. } => "preserved",
            Self::Produced { .. } => "produced",
            Self::NotFound => "not_found",
            Self::NotExecuted { .. } => "not_executed",
            Self::Refused { .. } => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Nothing more is expected from the holder. A preserved item of a preservation is settled; one
    /// of a production is not, which is why the caller says what was asked.
    #[must_use]
    pub const fn is_settled(&self, asked: Asked) -> bool {
        match self {
            Self::Pending => false,
            Self::Preserved { .. } => matches!(asked, Asked::Preserve),
            Self::Produced { .. }
            | Self::NotFound
            | Self::NotExecuted { .. }
            | Self::Refused { .. }
            | Self::Withdrawn => true,
        }
    }
}

/// What the holder is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Keep the data.
    Preserve,
    /// Hand it over.
    Produce,
}

/// How far the holder has come, computed from all items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No item is settled.
    None,
    /// Some are.
    Partly,
    /// All are.
    All,
}

/// Computes [`Progress`].
#[must_use]
pub fn progress<'a>(items: impl IntoIterator<Item = &'a ItemState>, asked: Asked) -> Progress {
    let (mut settled, mut all) = (0, 0);
    for item in items {
        all += 1;
        settled += usize::from(item.is_settled(asked));
    }
    match settled {
        0 => Progress::None,
        n if n == all => Progress::All,
        _ => Progress::Partly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preserved_item_settles_a_preservation_but_not_a_production() {
        let kept = ItemState::Preserved {
            since: Instant(0),
            until: Instant(1),
        };
        assert_eq!(progress([&kept], Asked::Preserve), Progress::All);
        assert_eq!(progress([&kept], Asked::Produce), Progress::None);
        assert_eq!(
            progress([&kept, &ItemState::NotFound], Asked::Produce),
            Progress::Partly
        );
    }
}
