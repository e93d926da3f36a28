//! What may still be done with a State whose directory file has grown old: the older it is, the less
//! rests on it, and what rests on it needs one more person.

use comity_core::approval::{Class, Purpose};
use comity_core::id::NodeId;
use comity_core::item::Asked;
use comity_core::request::RequestFile;
use comity_core::time::Instant;
use comity_wire::directory::Standing;

use crate::fault::FlowFault;
use crate::node::Node;

impl Node {
    /// How many persons more than usual an act towards `peer` needs now.
    ///
    /// # Errors
    /// [`FlowFault::OldDirectory`] when the State's file no longer carries such an act.
    pub(crate) fn more_persons(
        &self,
        peer: &NodeId,
        file: &RequestFile,
        class: Class,
        purpose: Purpose,
        now: Instant,
    ) -> Result<usize, FlowFault> {
        let directory = self.directory();
        // No file speaks for a partner without a node that grows old: its letters rest on seals, and a
        // person carries each of them.
        if directory.entry(peer).is_some_and(|entry| !entry.has_node()) {
            return Ok(0);
        }
        let standing = directory.standing(peer, now);
        let act = Weight {
            class,
            emergency: file.urgency.is_emergency(),
            keeps: file.asked() == Asked::Preserve,
            releases: purpose == Purpose::Release,
        };
        carried(standing, act).ok_or_else(|| FlowFault::OldDirectory(peer.state().to_string()))
    }
}

/// What an act weighs.
#[derive(Clone, Copy)]
struct Weight {
    class: Class,
    emergency: bool,
    keeps: bool,
    releases: bool,
}

/// So many more persons; none where the act is not carried at all.
///
/// # Source
/// Our protocol, chapter "Directory": up to a day everything; up to a week traffic data and more, and
/// emergencies, need a second confirmation; later a State is received from and preserved for only,
/// one listed as offline up to subscriber data with a second confirmation.
fn carried(standing: Standing, act: Weight) -> Option<usize> {
    let heavy = act.class >= Class::M3 || act.emergency;
    match standing {
        Standing::Full => Some(0),
        Standing::Confirm => Some(usize::from(heavy)),
        Standing::ConfirmOffline if heavy => None,
        Standing::ConfirmOffline => Some(1),
        Standing::Preserve => (act.keeps && !act.releases).then_some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn act(class: Class, keeps: bool) -> Weight {
        Weight {
            class,
            emergency: false,
            keeps,
            releases: false,
        }
    }

    #[test]
    fn the_older_a_states_file_the_less_rests_on_it() {
        let (keep, subscriber) = (act(Class::M1, true), act(Class::M2, false));
        let traffic = act(Class::M3, false);
        assert_eq!(carried(Standing::Full, traffic), Some(0));
        assert_eq!(carried(Standing::Confirm, subscriber), Some(0));
        assert_eq!(carried(Standing::Confirm, traffic), Some(1));
        assert_eq!(carried(Standing::ConfirmOffline, subscriber), Some(1));
        assert_eq!(carried(Standing::ConfirmOffline, traffic), None);
        assert_eq!(carried(Standing::Preserve, keep), Some(0));
        assert_eq!(carried(Standing::Preserve, subscriber), None);
    }

    #[test]
    fn an_emergency_needs_one_more_person_already_after_a_day() {
        let mut call = act(Class::M2, false);
        call.emergency = true;
        assert_eq!(carried(Standing::Confirm, call), Some(1));
    }
}
