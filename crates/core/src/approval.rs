//! How many persons an act needs, and which: the classes M0 to M4 and their quorums.
//!
//! The class is computed by each side from what is asked; it is never read from a message.
//!
//! # Source
//! Our protocol, chapter "Officers": two means different persons, devices and grants; from M2 up the
//! drafter's signature alone never suffices; from M3 up one of two is an authority and one proof is
//! made by the native tool. Recommendations 10 and 13.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{Digest, OfficerId};
use crate::role::Role;
use crate::time::{Instant, Span};

/// How intrusive a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Police information, exchange between CERTs.
    M0,
    /// Preservation.
    M1,
    /// Subscriber data.
    M2,
    /// Traffic data, freezing, removal, joint teams.
    M3,
    /// Content, real time, every emergency.
    M4,
}

/// What the approvals are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A request or an order leaves.
    Send,
    /// Data leaves.
    Release,
    /// A request is refused: always two persons.
    Refuse,
}

/// One person's proof over the exact action, already verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub officer: OfficerId,
    /// Hash of the grant under which the proof was made.
    pub grant: Digest,
    /// Hash of the credential: two proofs of one device count once.
    pub device: Digest,
    /// The roles of the grant.
    pub roles: Vec<Role>,
    /// Made by the native tool that shows what is signed.
    pub native: bool,
    /// When.
    pub at: Instant,
}

/// How many and which persons an act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Different persons, devices and grants.
    pub persons: usize,
    /// One of them must be a prosecutor, a judge or the head of the central authority.
    pub authority: bool,
    /// One of the proofs must come from the native tool.
    pub native: bool,
    /// Whether the drafter's own proof suffices where one person is enough.
    pub drafter_alone: bool,
}

/// How long a proof may be older than the message it authorises.
pub const APPROVAL_LIFE: Span = Span::hours(72);

impl Quorum {
    /// What `class` asks for `purpose`.
    #[must_use]
    pub const fn of(class: Class, purpose: Purpose) -> Self {
        let (persons, authority) = match (purpose, class) {
            (Purpose::Refuse, _) => (2, false),
            (_, Class::M0 | Class::M1) | (Purpose::Send, Class::M2) => (1, false),
            (Purpose::Release, Class::M2 | Class::M3 | Class::M4) => (2, false),
            (Purpose::Send, Class::M3 | Class::M4) => (2, true),
        };
        Self {
            persons,
            authority,
            native: matches!(class, Class::M3 | Class::M4) && !matches!(purpose, Purpose::Refuse),
            drafter_alone: matches!(class, Class::M0 | Class::M1),
        }
    }

    /// Whether `approvals` suffice at `now` for a text written by `drafter`.
    ///
    /// # Errors
    /// [`Missing`] names the first thing that is still needed.
    pub fn met(
        &self,
        approvals: &[Approval],
        drafter: Option<&OfficerId>,
        now: Instant,
    ) -> Result<Approved, Missing> {
        let fresh: Vec<&Approval> = approvals
            .iter()
            .filter(|one| one.at <= now + Span::minutes(5) && one.at + APPROVAL_LIFE >= now)
            .collect();
        let persons: BTreeSet<_> = fresh.iter().map(|one| &one.officer).collect();
        let devices: BTreeSet<_> = fresh.iter().map(|one| one.device).collect();
        let grants: BTreeSet<_> = fresh.iter().map(|one| one.grant).collect();
        let distinct = persons.len().min(devices.len()).min(grants.len());
        if distinct < self.persons {
            return Err(Missing::Persons {
                have: distinct,
                need: self.persons,
            });
        }
        if !self.drafter_alone && persons.iter().all(|one| drafter == Some(*one)) {
            return Err(Missing::SomebodyElse);
        }
        if self.authority
            && !fresh
                .iter()
                .any(|one| one.roles.iter().any(|role| role.is_authority()))
        {
            return Err(Missing::Authority);
        }
        if self.native && !fresh.iter().any(|one| one.native) {
            return Err(Missing::Native);
        }
        Ok(Approved(()))
    }
}

/// Proof that a quorum was met. Only [`Quorum::met`] makes one, so what takes an `Approved` cannot
/// run without the persons it needs.
#[derive(Debug)]
pub struct Approved(());

/// What is still needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "missing")]
pub enum Missing {
    /// More persons, with devices and grants of their own.
    #[error("{have} of {need} persons have approved, each with a device and a grant of their own")]
    Persons {
        /// So many have.
        have: usize,
        /// So many must.
        need: usize,
    },
    /// The drafter alone does not suffice.
    #[error("somebody other than the drafter must approve")]
    SomebodyElse,
    /// A prosecutor, a judge or the head of the central authority.
    #[error(
        "one of the approvals must be that of a prosecutor, a judge or the head of the authority"
    )]
    Authority,
    /// A proof by the native tool.
    #[error("one of the approvals must be made with `comity approve` on the officer's own machine")]
    Native,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn approval(who: &str, device: u8, role: Role, native: bool) -> Approval {
        Approval {
            officer: who.parse().expect("an officer id"),
            grant: Digest::from_bytes([device; 32]),
            device: Digest::from_bytes([device; 32]),
            roles: vec![role],
            native,
            at: NOW - Span::hours(1),
        }
    }

    #[test]
    fn one_person_with_two_devices_is_one_person() {
        let twice = [
            approval("a.1", 1, Role::Prosecutor, true),
            approval("a.1", 2, Role::Prosecutor, false),
        ];
        let missing = Quorum::of(Class::M3, Purpose::Send)
            .met(&twice, None, NOW)
            .expect_err("one person");
        assert_eq!(missing, Missing::Persons { have: 1, need: 2 });
    }

    #[test]
    fn two_persons_with_one_device_are_one() {
        let shared = [
            approval("a.1", 1, Role::Prosecutor, true),
            approval("a.2", 1, Role::CaOfficer, false),
        ];
        assert!(
            Quorum::of(Class::M3, Purpose::Send)
                .met(&shared, None, NOW)
                .is_err()
        );
    }

    #[test]
    fn traffic_data_needs_an_authority_and_a_native_proof() {
        let quorum = Quorum::of(Class::M3, Purpose::Send);
        let no_authority = [
            approval("a.1", 1, Role::CaOfficer, true),
            approval("a.2", 2, Role::CaOfficer, false),
        ];
        assert_eq!(
            quorum
                .met(&no_authority, None, NOW)
                .expect_err("no authority"),
            Missing::Authority
        );
        let no_native = [
            approval("a.1", 1, Role::CaOfficer, false),
            approval("a.2", 2, Role::Prosecutor, false),
        ];
        assert_eq!(
            quorum.met(&no_native, None, NOW).expect_err("browser only"),
            Missing::Native
        );
        let good = [
            approval("a.1", 1, Role::CaOfficer, true),
            approval("a.2", 2, Role::Prosecutor, false),
        ];
        assert!(quorum.met(&good, None, NOW).is_ok());
    }

    #[test]
    fn subscriber_data_is_not_sent_on_the_drafters_word_alone() {
        let own: OfficerId = "a.1".parse().expect("an officer id");
        let alone = [approval("a.1", 1, Role::Prosecutor, false)];
        assert_eq!(
            Quorum::of(Class::M2, Purpose::Send)
                .met(&alone, Some(&own), NOW)
                .expect_err("drafter"),
            Missing::SomebodyElse
        );
        assert!(
            Quorum::of(Class::M1, Purpose::Send)
                .met(&alone, Some(&own), NOW)
                .is_ok()
        );
    }

    #[test]
    fn an_approval_older_than_three_days_does_not_count() {
        let mut old = approval("a.2", 2, Role::Prosecutor, false);
        old.at = NOW - Span::hours(73);
        assert!(
            Quorum::of(Class::M2, Purpose::Send)
                .met(&[old], None, NOW)
                .is_err()
        );
    }
}
