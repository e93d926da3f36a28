//! Why a flow did not do what it was asked. A lawful refusal is never one of these.

use comity_core::approval::Missing;
use comity_core::stage::OutOfOrder;

use crate::ports::{BlobFault, LedgerFault};

/// A failure, or an act that this person or this stage does not allow.
#[derive(Debug, thiserror::Error)]
pub enum FlowFault {
    /// No such case, or none that this person may see.
    #[error("there is no such file here")]
    NotFound,
    /// The person's office does not do this.
    #[error("your office does not allow this act")]
    NotAllowed,
    /// The file is at a stage where this cannot happen.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// More persons must approve.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// What was entered cannot be used: where and why.
    #[error("{field}: {why}")]
    Input {
        /// Field or JSON pointer.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// The text has defects that must be mended first.
    #[error("the text has defects that must be mended before it can be signed: {}", .0.join(", "))]
    Defects(Vec<String>),
    /// The law gives no basis; the sentence says what would be lawful.
    #[error("the law gives no basis for this: {0}")]
    NoBasis(String),
    /// The law rests on facts that nobody has verified, and no person has confirmed them for this text.
    #[error("not verified: {0}. Look at these, then confirm them for this request")]
    Unverified(String),
    /// A proof did not hold.
    #[error("the approval does not hold: {0}")]
    Proof(String),
    /// It is not proven who asks: data may be kept, none may be handed over.
    #[error("it is not proven who asks: data may be kept, none may be handed over")]
    NotProven,
    /// The session ended; nothing was lost.
    #[error("sign in again")]
    SignIn,
    /// Wrong name or password, or the account is closed: the same words for all.
    #[error("name or password is not right")]
    WrongSignIn,
    /// The peer or its keys are not known.
    #[error("{0} is not in the directory")]
    UnknownPeer(String),
    /// The State's directory file is too old for this; preserving stays possible.
    #[error("the directory of {0} is too old for this: fetch it first; preserving stays possible")]
    OldDirectory(String),
    /// Somebody else changed the file meanwhile.
    #[error("somebody else changed this file meanwhile; look again")]
    Stale,
    /// A check on evidence failed.
    #[error("the evidence does not agree: {0}")]
    Evidence(String),
    /// No signed checkpoint covers the newest entry yet.
    #[error("not yet anchored: the next checkpoint of the custody log is signed within the hour")]
    NotAnchored,
    /// The ledger failed.
    #[error("the ledger failed")]
    Ledger(#[source] LedgerFault),
    /// The evidence store failed.
    #[error("the evidence store failed")]
    Blobs(#[from] BlobFault),
    /// Keys, encodings, random source: a state that needs an administrator.
    #[error("the node cannot do this: {0}")]
    Node(String),
}

impl From<LedgerFault> for FlowFault {
    fn from(fault: LedgerFault) -> Self {
        match fault {
            LedgerFault::Stale => Self::Stale,
            other @ (LedgerFault::Duplicate
            | LedgerFault::NoSpace
            | LedgerFault::Damaged(_)
            | LedgerFault::Database(_)) => Self::Ledger(other),
        }
    }
}

impl FlowFault {
    /// Stable code: screens translate it, programs rely on it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "file.not_found",
            Self::NotAllowed => "act.not_allowed",
            Self::OutOfOrder(_) => "stage.out_of_order",
            Self::Missing(_) => "approval.missing",
            Self::Input { .. } => "input.wrong",
            Self::Defects(_) => "form.defects",
            Self::NoBasis(_) => "law.no_basis",
            Self::Unverified(_) => "law.unverified",
            Self::Proof(_) => "approval.proof",
            Self::NotProven => "sender.not_proven",
            Self::SignIn => "session.ended",
            Self::WrongSignIn => "session.wrong",
            Self::UnknownPeer(_) => "peer.unknown",
            Self::OldDirectory(_) => "directory.old",
            Self::Stale => "file.changed",
            Self::Evidence(_) => "evidence.mismatch",
            Self::NotAnchored => "log.not_anchored",
            Self::Ledger(LedgerFault::NoSpace) | Self::Blobs(BlobFault::NoSpace) => "node.no_space",
            Self::Ledger(LedgerFault::Damaged(_)) => "node.damaged",
            Self::Ledger(_) => "node.ledger",
            Self::Blobs(_) => "node.evidence_store",
            Self::Node(_) => "node.failed",
        }
    }
}
