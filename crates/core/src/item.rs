//! The parts of a request: one selector group and the elements asked about it, each with a state of
//! its own, so that a request can be executed, refused or withdrawn in part.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cycle::{Freeze, Removal};
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
    /// It was answered in words.
    Told {
        /// The answer.
        answer: Answer,
    },
    /// A property, and where its freezing stands.
    Property {
        /// Held, frozen, confiscated, let go or given back.
        freeze: Freeze,
    },
    /// A page, and where its removal stands.
    Page {
        /// Kept, removed, blocked, scrutinised or back.
        removal: Removal,
    },
    /// A party has signed the agreement.
    Signed {
        /// When.
        at: Instant,
        /// Name and office of who signed.
        by: String,
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
            Self::Told { .. } => "told",
            Self::Property { freeze } => freeze.name(),
            Self::Page { removal } => removal.name(),
            Self::Signed { .. } => "signed",
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
            // A hold of days is all that an intelligence unit is asked for, and a step on the way where
            // an order is asked for.
            Self::Property {
                freeze: Freeze::Held { .. },
            } => !matches!(asked, Asked::Freeze),
            Self::Page { removal } => removal.is_done(),
            Self::Property { .. }
            | Self::Told { .. }
            | Self::Signed { .. }
            | Self::Produced { .. }
            | Self::NotFound
            | Self::NotExecuted { .. }
            | Self::Refused { .. }
            | Self::Withdrawn => true,
        }
    }

    /// Whether the executing side may report this of an item of which `asked` is owed. Withdrawn is the
    /// sender's word alone.
    #[must_use]
    pub const fn answers(&self, asked: Asked) -> bool {
        match self {
            Self::Pending | Self::NotFound | Self::NotExecuted { .. } | Self::Refused { .. } => {
                true
            }
            Self::Withdrawn => false,
            Self::Preserved { .. } => !matches!(asked, Asked::Agree),
            Self::Produced { .. } => matches!(asked, Asked::Produce | Asked::Tell),
            Self::Told { .. } => matches!(asked, Asked::Tell | Asked::Produce),
            Self::Property { .. } => matches!(asked, Asked::Freeze | Asked::Tell),
            Self::Page { .. } => matches!(asked, Asked::Remove),
            Self::Signed { .. } => matches!(asked, Asked::Agree),
        }
    }
}

/// An answer in words, with what the form of the kind asks an answer to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// The fields of the answer, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
    /// When it was given.
    pub at: Instant,
}

/// What the executing side is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Keep the data.
    Preserve,
    /// Hand it over.
    Produce,
    /// Answer in words, with or without files.
    Tell,
    /// Keep property from moving.
    Freeze,
    /// Take pages down.
    Remove,
    /// Sign an agreement.
    Agree,
}

impl Asked {
    /// The name as used in message ids and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preserve => "preserve",
            Self::Produce => "produce",
            Self::Tell => "tell",
            Self::Freeze => "freeze",
            Self::Remove => "remove",
            Self::Agree => "agree",
        }
    }
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
