//! Whether proofs hold: directory → authority's key → grant → assertion over these very bytes.
//!
//! The same check serves our own officers before a message leaves and a peer's officers when one
//! arrives: a receiver never trusts that the sender looked.

use comity_core::approval::{Approval, Class};
use comity_core::id::NodeId;
use comity_core::kind::Kind;
use comity_core::time::Instant;
use comity_wire::assertion::Proof;
use comity_wire::context::World;
use comity_wire::limits;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::ports::{ApprovalNonce, Change, Write};

impl Node {
    /// Judges one proof of an officer of `node`'s State over `action`, which belongs to a request of
    /// `kind`: the authority that granted says which measures the officer may take.
    ///
    /// # Errors
    /// [`FlowFault::Proof`] with the reason.
    pub(crate) fn judge(
        &self,
        node: &NodeId,
        proof: &Proof,
        action: &[u8],
        kind: Kind,
        class: Class,
        created: Instant,
    ) -> Result<Approval, FlowFault> {
        let refuse = |why: String| FlowFault::Proof(why);
        let held = self
            .directory()
            .proof(proof, action, created, node.state())
            .map_err(|fault| refuse(fault.to_string()))?;
        if !held.measures.contains(kind.as_str()) {
            return Err(refuse(format!(
                "the grant does not cover the measure {}",
                kind.as_str()
            )));
        }
        self.must_vouch(node, proof, &held.approval, class)?;
        if held.software && self.world == World::Live {
            return Err(refuse(
                "a software authenticator counts in exercises only".to_owned(),
            ));
        }
        if held.synced && class >= Class::M2 {
            return Err(refuse(
                "a passkey that is copied between devices is not a device".to_owned(),
            ));
        }
        Ok(held.approval)
    }

    /// Whether the officer's office approves such acts, and for this node. Another authority of the
    /// State may stand by at night; a provider's people speak for their provider alone.
    fn must_vouch(
        &self,
        node: &NodeId,
        proof: &Proof,
        approval: &Approval,
        class: Class,
    ) -> Result<(), FlowFault> {
        let directory = self.directory();
        let at_home = directory
            .grant(&proof.grant)
            .is_some_and(|grant| grant.document().node == *node);
        let counts = approval
            .roles
            .iter()
            .any(|role| role.vouches(class) && (at_home || !role.is_of_provider()));
        if counts {
            Ok(())
        } else {
            Err(FlowFault::Proof(
                "the officer's office does not approve this for this node".to_owned(),
            ))
        }
    }

    /// A proof that a page asked for is used at once or not at all; one that the native tool made on
    /// the officer's own machine may be carried over.
    ///
    /// # Errors
    /// [`FlowFault::Proof`].
    pub(crate) fn must_be_fresh(approval: &Approval, now: Instant) -> Result<(), FlowFault> {
        if approval.native || approval.at + limits::NONCE_LIFE >= now {
            Ok(())
        } else {
            Err(FlowFault::Proof(
                "it is more than two minutes old; approve again".to_owned(),
            ))
        }
    }

    /// Marks the nonces as used; a second use fails the whole change.
    pub(crate) fn use_nonces<'a>(
        &self,
        change: &mut Change,
        proofs: impl IntoIterator<Item = &'a Proof>,
        now: Instant,
    ) {
        change.writes.extend(proofs.into_iter().map(|proof| {
            Write::Nonce(ApprovalNonce {
                nonce: proof.nonce,
                keep_until: now + limits::MEMORY,
            })
        }));
    }
}
