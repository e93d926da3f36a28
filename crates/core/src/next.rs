//! The next step of a file, and whose it is: what the queue and the Next card say.
//!
//! # Source
//! Recommendation 29: an authority must always see what waits on it, and on whom everything else
//! waits.

use serde::{Deserialize, Serialize};

use crate::deadline::Whose;
use crate::item::{Asked, ItemState, Progress};
use crate::request::{Part, RequestFile};
use crate::road::Paper;
use crate::role::Act;
use crate::stage::{Side, Stage};

/// What is to be done next with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Finish writing.
    Finish,
    /// Give an approval that is still missing.
    Approve,
    /// Carry what is written to a partner without a node, and record how it left.
    Carry,
    /// Say which text governs, where a second road brought other words.
    Compare,
    /// The node sends it by itself.
    Sending,
    /// Wait for the other side to take it.
    AwaitAcknowledgement,
    /// Acknowledge receipt.
    Acknowledge,
    /// Check completeness, law and safeguards; then accept, return, ask or refuse.
    Decide,
    /// Wait for the other side's decision.
    AwaitDecision,
    /// Complete what was returned.
    Complete,
    /// Answer a question.
    AnswerQuestion,
    /// Wait for the answer to a question.
    AwaitAnswer,
    /// Serve the order on the holder of the data.
    ServeOrder,
    /// Wait for the holder.
    AwaitHolder,
    /// Answer the order: keep, produce, or say why not.
    AnswerOrder,
    /// Review what came and release it to the asking State.
    Release,
    /// Wait for the evidence.
    AwaitEvidence,
    /// Check the seals of what arrived.
    CheckSeals,
    /// Decide whether preserved data is kept longer, as the asking side wants.
    DecideLonger,
    /// Send the formal request before the preservation ends.
    FollowUp,
    /// End the file.
    Close,
    /// Look at a postponed or held file when its time comes.
    Review,
    /// Nothing more.
    Nothing,
}

impl Next {
    /// All steps.
    pub const ALL: [Self; 23] = [
        Self::Finish,
        Self::Approve,
        Self::Carry,
        Self::Compare,
        Self::Sending,
        Self::AwaitAcknowledgement,
        Self::Acknowledge,
        Self::Decide,
        Self::AwaitDecision,
        Self::Complete,
        Self::AnswerQuestion,
        Self::AwaitAnswer,
        Self::ServeOrder,
        Self::AwaitHolder,
        Self::AnswerOrder,
        Self::Release,
        Self::AwaitEvidence,
        Self::CheckSeals,
        Self::DecideLonger,
        Self::FollowUp,
        Self::Close,
        Self::Review,
        Self::Nothing,
    ];

    /// The name as used in message ids and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Finish => "finish",
            Self::Approve => "approve",
            Self::Carry => "carry",
            Self::Compare => "compare",
            Self::Sending => "sending",
            Self::AwaitAcknowledgement => "await_acknowledgement",
            Self::Acknowledge => "acknowledge",
            Self::Decide => "decide",
            Self::AwaitDecision => "await_decision",
            Self::Complete => "complete",
            Self::AnswerQuestion => "answer_question",
            Self::AwaitAnswer => "await_answer",
            Self::ServeOrder => "serve_order",
            Self::AwaitHolder => "await_holder",
            Self::AnswerOrder => "answer_order",
            Self::Release => "release",
            Self::AwaitEvidence => "await_evidence",
            Self::CheckSeals => "check_seals",
            Self::DecideLonger => "decide_longer",
            Self::FollowUp => "follow_up",
            Self::Close => "close",
            Self::Review => "review",
            Self::Nothing => "nothing",
        }
    }

    /// Whose move it is.
    #[must_use]
    pub const fn whose(self) -> Whose {
        match self {
            Self::AwaitAcknowledgement
            | Self::AwaitDecision
            | Self::AwaitAnswer
            | Self::AwaitHolder
            | Self::AwaitEvidence
            | Self::Sending
            | Self::Nothing => Whose::Theirs,
            Self::Finish
            | Self::Approve
            | Self::Carry
            | Self::Compare
            | Self::Acknowledge
            | Self::Decide
            | Self::Complete
            | Self::AnswerQuestion
            | Self::ServeOrder
            | Self::AnswerOrder
            | Self::Release
            | Self::CheckSeals
            | Self::DecideLonger
            | Self::FollowUp
            | Self::Close
            | Self::Review => Whose::Ours,
        }
    }

    /// The act a person needs for it, if a person is needed.
    #[must_use]
    pub const fn act(self) -> Option<Act> {
        match self {
            Self::Finish | Self::Complete | Self::AnswerQuestion | Self::FollowUp => {
                Some(Act::Draft)
            }
            Self::Approve => Some(Act::Approve),
            Self::Carry => Some(Act::Register),
            Self::Compare => Some(Act::Accept),
            Self::Acknowledge => Some(Act::Triage),
            Self::Decide | Self::Review => Some(Act::Accept),
            Self::ServeOrder | Self::DecideLonger => Some(Act::Serve),
            Self::AnswerOrder => Some(Act::AnswerOrder),
            Self::Release => Some(Act::Approve),
            Self::CheckSeals => Some(Act::OpenEvidence),
            Self::Close => Some(Act::Close),
            Self::Sending
            | Self::AwaitAcknowledgement
            | Self::AwaitDecision
            | Self::AwaitAnswer
            | Self::AwaitHolder
            | Self::AwaitEvidence
            | Self::Nothing => None,
        }
    }
}

/// Computes the next step of `file` at this node.
#[must_use]
pub fn next(file: &RequestFile) -> Next {
    if !file.pending.is_empty() && file.stage != Stage::Draft {
        return Next::Approve;
    }
    if file.road.waiting().next().is_some() {
        return Next::Carry;
    }
    if file.is_open() && file.road.papers.iter().any(Paper::is_unsettled) {
        return Next::Compare;
    }
    match file.side {
        Side::Sender => next_of_sender(file),
        Side::Receiver => next_of_receiver(file),
    }
}

fn next_of_sender(file: &RequestFile) -> Next {
    match &file.stage {
        Stage::Draft => Next::Finish,
        Stage::Review => Next::Approve,
        Stage::Signed => Next::Sending,
        // A notice only informs: nothing is owed for it but the receipt.
        Stage::Sent | Stage::Delivered if file.part == Part::Notice => Next::Nothing,
        Stage::Sent | Stage::Delivered => Next::AwaitAcknowledgement,
        Stage::Acknowledged | Stage::Checking => Next::AwaitDecision,
        Stage::Returned { .. } => Next::Complete,
        Stage::Consulting { .. } => Next::AnswerQuestion,
        Stage::Accepted | Stage::Executing | Stage::PartlyExecuted => Next::AwaitHolder,
        Stage::Postponed { .. } | Stage::Objected { .. } | Stage::OnHold { .. } => {
            Next::AwaitDecision
        }
        Stage::Executed => match (file.part, file.asked()) {
            (Part::Request, Asked::Preserve) => Next::FollowUp,
            (Part::Order, Asked::Preserve) | (Part::Notice, _) => Next::Nothing,
            // Whoever asked for it prolongs it, follows it up or lets it go before it ends.
            (Part::Request, _) if keeps_property(file) => Next::Review,
            (Part::Request | Part::Order, _) => {
                if produced(file) {
                    Next::AwaitEvidence
                } else {
                    Next::Close
                }
            }
        },
        Stage::Transmitted => Next::CheckSeals,
        Stage::Received => Next::Close,
        Stage::Closed | Stage::Withdrawn | Stage::Refused { .. } | Stage::Lapsed => Next::Nothing,
    }
}

fn next_of_receiver(file: &RequestFile) -> Next {
    match &file.stage {
        Stage::Draft | Stage::Review | Stage::Signed | Stage::Sent => Next::Nothing,
        Stage::Delivered => Next::Acknowledge,
        Stage::Acknowledged | Stage::Checking if file.part == Part::Order || file.is_direct() => {
            Next::AnswerOrder
        }
        Stage::Acknowledged | Stage::Checking => Next::Decide,
        Stage::Returned { .. } | Stage::Consulting { .. } => Next::AwaitAnswer,
        Stage::Accepted if is_holder(file) => Next::AnswerOrder,
        Stage::Accepted => Next::ServeOrder,
        Stage::Executing | Stage::PartlyExecuted if is_holder(file) => Next::AnswerOrder,
        Stage::Executing | Stage::PartlyExecuted => match file.progress() {
            Progress::All => Next::Release,
            Progress::None | Progress::Partly => Next::AwaitHolder,
        },
        Stage::Executed if file.may_serve() && produced(file) => Next::Release,
        Stage::Executed if file.is_asked_longer() => Next::DecideLonger,
        Stage::Executed if file.is_ordered_longer() => Next::AnswerOrder,
        Stage::Executed | Stage::Transmitted | Stage::Received => Next::Nothing,
        Stage::Postponed { .. } | Stage::OnHold { .. } | Stage::Objected { .. } => Next::Review,
        Stage::Closed | Stage::Withdrawn | Stage::Refused { .. } | Stage::Lapsed => Next::Nothing,
    }
}

/// Whether this node alone carries it out: nobody can be ordered to.
fn is_holder(file: &RequestFile) -> bool {
    file.may_execute() && !file.may_serve()
}

/// Whether a property is still kept from moving.
fn keeps_property(file: &RequestFile) -> bool {
    file.items.iter().any(
        |item| matches!(&item.state, ItemState::Property { freeze } if freeze.ends().is_some()),
    )
}

fn produced(file: &RequestFile) -> bool {
    file.items
        .iter()
        .any(|item| matches!(item.state, ItemState::Produced { .. }))
}
