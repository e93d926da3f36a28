//! Whoever makes an officer's proof over an action: a device, or the software of exercises.

use comity_core::time::Instant;
use comity_wire::assertion::Proof;

use crate::fault::FlowFault;

/// Makes proofs in the name of one person.
pub trait Prover: Send + Sync {
    /// A proof over these action bytes, as it travels in a message's `authz`.
    ///
    /// # Errors
    /// [`FlowFault::Proof`] when the device refuses.
    fn prove(&self, action: &[u8], now: Instant) -> Result<Proof, FlowFault>;
}
