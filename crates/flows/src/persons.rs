//! Who can still act: whether the people of this office, all of them together, could give what an act
//! needs, so that a gap is seen by day and not by night with an emergency on the table.
//!
//! # Source
//! Our design: two persons means two, and never nobody.

use comity_core::approval::{Approval, Class, Missing, Purpose, Quorum};
use comity_core::time::Instant;
use comity_wire::hash::{sha256, sha256_of};
use comity_wire::revocation::Revoked;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::ports::OfficerRow;

/// An act of a class, and what is missing for it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Means {
    /// How intrusive.
    pub class: Class,
    /// What for.
    pub purpose: Purpose,
    /// What nobody here can give; none when it can be done.
    pub missing: Option<Missing>,
}

/// What an authority must always be able to do.
const ACTS: [(Class, Purpose); 8] = [
    (Class::M1, Purpose::Send),
    (Class::M2, Purpose::Send),
    (Class::M3, Purpose::Send),
    (Class::M4, Purpose::Send),
    (Class::M2, Purpose::Release),
    (Class::M3, Purpose::Release),
    (Class::M4, Purpose::Release),
    (Class::M1, Purpose::Refuse),
];

impl Node {
    /// Which acts the people of this node could do now, if all of them came.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn means(&self) -> Result<Vec<Means>, FlowFault> {
        let officers = self.ports.ledger.officers().await?;
        let now = self.now();
        let of = |(class, purpose)| {
            let approvals: Vec<Approval> = officers
                .iter()
                .flat_map(|row| self.could_give(row, class, now))
                .collect();
            Means {
                class,
                purpose,
                missing: Quorum::of(class, purpose).met(&approvals, None, now).err(),
            }
        };
        Ok(ACTS.into_iter().map(of).collect())
    }

    /// The proofs that one person could make: by each device of a grant that holds.
    fn could_give(&self, row: &OfficerRow, class: Class, now: Instant) -> Vec<Approval> {
        let id = sha256(&row.grant);
        let directory = self.directory();
        let Some(grant) = directory.grant(&id).map(|grant| grant.document()) else {
            return Vec::new();
        };
        let revoked = Revoked::Grant(id);
        let holds = grant.from <= now
            && now < grant.until
            && directory.revocation(self.id.state(), &revoked).is_none();
        let vouches = row.roles.iter().any(|role| role.vouches(class));
        if row.disabled || !holds || !vouches {
            return Vec::new();
        }
        let proof = |credential: &comity_wire::grant::Credential| Approval {
            officer: row.id.clone(),
            grant: id,
            device: sha256_of(&[&credential.id]),
            roles: row.roles.clone(),
            native: credential.is_native(),
            at: now,
        };
        grant.credentials.iter().map(proof).collect()
    }
}
