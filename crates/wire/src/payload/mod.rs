//! The signed content of a message: what is asked or said, and where it stands in its thread.
//!
//! A payload has two parts. The **action** is what officers approve: parties, thread, type, text,
//! attachments. The rest is added by the node when the message gets its place in the order. So an
//! approval comes before numbering, and still cannot be moved to another text, recipient or thread.
//!
//! ```text
//!  1 from        6 prev       11 expires     16 caps
//!  2 epoch       7 seen       12 body        17 checkpoint
//!  3 to          8 type       13 authz       18 crit
//!  4 thread      9 class      14 objects     19–31 reserved: refused
//!  5 seq        10 created    15 dir         >31 extensions: kept as they are
//! ```
//! The action is 1, 3, 4, 8, 9, 11, 12, 14, 18 and the extensions.

mod action;
mod read;
#[cfg(test)]
pub(crate) mod tests;
mod write;

use std::collections::BTreeMap;

use comity_core::id::{Digest, MsgId, NodeId};
use comity_core::time::Instant;

pub use action::{Action, Attachment, Urgency};
pub use read::PayloadFault;

use crate::assertion::Proof;
use crate::context::{Context, World};
use crate::hash::sha256_of;
use crate::limits;
use crate::refusal::RefusalCode;

/// A version of a State's directory file and the SHA-256 of its bytes, so that a split view of the
/// directory can be proved with two messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectoryVersion {
    /// The version.
    pub version: u64,
    /// SHA-256 of the file.
    pub digest: Digest,
}

/// A whole payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// What officers approve.
    pub action: Action,
    /// The sender's epoch.
    pub epoch: u64,
    /// Place among this sender's messages of the thread and epoch, from 1.
    pub seq: u64,
    /// The sender's message before it in the thread; none at 1.
    pub prev: Option<MsgId>,
    /// What the sender has seen of the others: the highest `seq` of each. May be left out.
    pub seen: BTreeMap<NodeId, u64>,
    /// When it was made.
    pub created: Instant,
    /// Officers' proofs over the action.
    pub authz: Vec<Proof>,
    /// The directory file of the sender's State, as the sender knows it.
    pub directory: DirectoryVersion,
    /// SHA-256 of the capabilities that the sender saw, by recipient.
    pub caps: BTreeMap<NodeId, Digest>,
    /// The sender's newest checkpoint, a signed note.
    pub checkpoint: Option<Vec<u8>>,
}

/// The name of a message: SHA-256 of `comity/msg/1` and the payload. Signatures are left out because
/// they are randomised: the same message sealed again keeps its name.
#[must_use]
pub fn message_id(payload: &[u8], world: World) -> MsgId {
    let digest = sha256_of(&[world.domain(Context::Message).bytes(), payload]);
    MsgId::from_bytes(*digest.as_bytes())
}

/// Why a message is outside its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowFault {
    /// Created too far in our future.
    #[error("created in the future: one of two clocks is wrong")]
    Ahead,
    /// Its time is over.
    #[error("its time is over")]
    Expired,
    /// It claims a longer life than such a message may have.
    #[error("it claims a longer life than it may have")]
    TooLong,
}

impl WindowFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ahead => "window.ahead",
            Self::Expired => "window.expired",
            Self::TooLong => "window.too_long",
        }
    }

    /// The refusal it leads to.
    #[must_use]
    pub const fn refusal(&self) -> RefusalCode {
        match self {
            Self::Ahead => RefusalCode::Clock,
            Self::Expired => RefusalCode::Expired,
            Self::TooLong => RefusalCode::Unsupported,
        }
    }
}

impl Payload {
    /// Whether the message is in its time. `offline`: a side is listed as offline in the directory.
    ///
    /// # Errors
    /// [`WindowFault`].
    pub fn window(&self, now: Instant, offline: bool) -> Result<(), WindowFault> {
        let life = if offline {
            limits::LIFE_OFFLINE
        } else if self.action.class.is_emergency() {
            limits::LIFE_EMERGENCY
        } else {
            limits::LIFE
        };
        if self.created > now + limits::AHEAD {
            Err(WindowFault::Ahead)
        } else if now >= self.action.expires {
            Err(WindowFault::Expired)
        } else if self.action.expires > self.created + life {
            Err(WindowFault::TooLong)
        } else {
            Ok(())
        }
    }
}
