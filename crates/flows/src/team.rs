//! An agreement between States: each party signs for itself, the one that proposes by sending it.

use comity_core::id::StateCode;
use comity_core::item::{Asked, ItemState};
use comity_core::request::{Item, RequestFile};
use comity_core::time::Instant;

/// Whether an item is the signature of this State.
pub(crate) fn is_party(item: &Item, state: StateCode) -> bool {
    item.about.first().map(String::as_str) == Some(state.as_str())
}

/// The proposal carries the signature of the State that makes it.
pub(crate) fn sign_proposal(file: &mut RequestFile, at: Instant) {
    if file.asked() != Asked::Agree {
        return;
    }
    let from = file.from.clone();
    for item in &mut file.items {
        if is_party(item, from.state()) && item.state == ItemState::Pending {
            item.state = ItemState::Signed {
                at,
                by: from.to_string(),
            };
        }
    }
}
