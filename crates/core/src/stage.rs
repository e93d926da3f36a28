//! The life of a request: one enum of stages for all kinds.
//!
//! A move consumes the old stage and gives the next, or hands the old one back with the reason.
//! The sender states what it wishes, the receiver states what is: a receiver's stage reaches the
//! sender only in a signed message, and neither side ever writes the other's.
//!
//! # Source
//! Life cycle common to ETSI TS 103 120 (desired and actual status) and the practice of central
//! authorities; side stages from UNTOC art. 18(25)-(26) and Budapest Convention art. 27(5)-(6).

use serde::{Deserialize, Serialize};

use crate::refusal::Ground;
use crate::time::Instant;

/// Where a request stands. Each variant holds only what is true then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being written; nothing has left.
    Draft,
    /// Written; waits for the persons who must sign.
    Review,
    /// Signed by all who must; waits for the node to seal and send.
    Signed,
    /// On its way: sealed bytes stand in the outbox.
    Sent,
    /// The receiver's node holds it and has given its receipt.
    Delivered,
    /// A person at the receiver has taken it; the sender is proven.
    Acknowledged,
    /// Completeness, law and safeguards are being looked at.
    Checking,
    /// Sent back to be completed, with all defects at once.
    Returned {
        /// When the repair time ends.
        repair_until: Instant,
    },
    /// Lawful and complete: will be executed.
    Accepted,
    /// The order is with whoever holds the data.
    Executing,
    /// Some items are done, others still run.
    PartlyExecuted,
    /// Every item is done or closed with a reason.
    Executed,
    /// Evidence is on its way back.
    Transmitted,
    /// Evidence arrived and every check agreed.
    Received,
    /// Ended; correspondence stays possible.
    Closed,
    /// A question has been put to the other side.
    Consulting {
        /// The stage that goes on after the answer.
        back_to: Interrupted,
        /// First, second, third question.
        round: u32,
    },
    /// Execution waits because it would harm a case of the requested State.
    Postponed {
        /// The stage that goes on afterwards.
        back_to: Interrupted,
        /// When it is looked at again.
        review: Instant,
    },
    /// The holder of the data or a third authority objects.
    Objected {
        /// The stage that goes on if the objection falls.
        back_to: Interrupted,
    },
    /// A notified State may still stop it; the hold ends by itself.
    OnHold {
        /// The stage that goes on afterwards.
        back_to: Interrupted,
        /// When the hold ends.
        until: Instant,
    },
    /// Taken back by the sender.
    Withdrawn,
    /// Refused by a competent person, with a ground in law.
    Refused {
        /// Why.
        ground: Ground,
    },
    /// A time ran out.
    Lapsed,
}

/// The stages that may be interrupted and taken up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interrupted {
    /// See [`Stage::Checking`].
    Checking,
    /// See [`Stage::Accepted`].
    Accepted,
    /// See [`Stage::Executing`].
    Executing,
    /// See [`Stage::PartlyExecuted`].
    PartlyExecuted,
}

impl From<Interrupted> for Stage {
    fn from(stage: Interrupted) -> Self {
        match stage {
            Interrupted::Checking => Self::Checking,
            Interrupted::Accepted => Self::Accepted,
            Interrupted::Executing => Self::Executing,
            Interrupted::PartlyExecuted => Self::PartlyExecuted,
        }
    }
}

/// The name of a stage without what it holds: what lists, filters and messages between nodes carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each name is explained at `Stage`
pub enum StageName {
    Draft,
    Review,
    Signed,
    Sent,
    Delivered,
    Acknowledged,
    Checking,
    Returned,
    Accepted,
    Executing,
    PartlyExecuted,
    Executed,
    Transmitted,
    Received,
    Closed,
    Consulting,
    Postponed,
    Objected,
    OnHold,
    Withdrawn,
    Refused,
    Lapsed,
}

impl StageName {
    /// All names, in the order of the life cycle.
    pub const ALL: [Self; 22] = [
        Self::Draft,
        Self::Review,
        Self::Signed,
        Self::Sent,
        Self::Delivered,
        Self::Acknowledged,
        Self::Checking,
        Self::Returned,
        Self::Accepted,
        Self::Executing,
        Self::PartlyExecuted,
        Self::Executed,
        Self::Transmitted,
        Self::Received,
        Self::Closed,
        Self::Consulting,
        Self::Postponed,
        Self::Objected,
        Self::OnHold,
        Self::Withdrawn,
        Self::Refused,
        Self::Lapsed,
    ];

    /// The name as stored and sent: lower case, words joined by `_`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Signed => "signed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Acknowledged => "acknowledged",
            Self::Checking => "checking",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Executing => "executing",
            Self::PartlyExecuted => "partly_executed",
            Self::Executed => "executed",
            Self::Transmitted => "transmitted",
            Self::Received => "received",
            Self::Closed => "closed",
            Self::Consulting => "consulting",
            Self::Postponed => "postponed",
            Self::Objected => "objected",
            Self::OnHold => "on_hold",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    /// Reads a stored or received name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// Nothing moves any more, save correspondence.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::Closed | Self::Refused | Self::Withdrawn | Self::Lapsed
        )
    }
}

/// Which end of a request a node stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It asks.
    Sender,
    /// It is asked and decides.
    Receiver,
}

/// What can happen to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// T1: the drafter hands the text to those who sign.
    Submit,
    /// A signer hands it back to the drafter.
    Rework,
    /// T2: all who must sign have signed.
    Sign,
    /// T3: sealed and put into the outbox.
    Send,
    /// T4: the receiver's node holds it.
    Deliver,
    /// T5: a person at the receiver takes it.
    Acknowledge,
    /// T6: the checks begin.
    Check,
    /// T7: sent back with all defects.
    Return {
        /// When the repair time ends.
        repair_until: Instant,
    },
    /// T8: the sender completes it.
    Supplement,
    /// T9: a time ran out.
    Lapse,
    /// T10: lawful and complete.
    Accept,
    /// T11: a question to the other side.
    Consult,
    /// T12: waits for the requested State's own case.
    Postpone {
        /// When it is looked at again.
        review: Instant,
    },
    /// The interruption is over.
    Resume,
    /// T13: the order is with the holder of the data.
    Execute,
    /// T14: a notified State may stop it.
    Hold {
        /// When the hold ends by itself.
        until: Instant,
    },
    /// T15: the holder or a third authority objects.
    Object,
    /// T16: some items are done.
    PartlyDone,
    /// T17: all items are done or closed.
    Done,
    /// T18: the evidence leaves.
    Transmit,
    /// T19: the evidence arrived and agrees.
    ConfirmReceipt,
    /// T20: ended.
    Close,
    /// T21: taken back by the sender.
    Withdraw,
    /// T22: refused with a ground.
    Refuse {
        /// Why.
        ground: Ground,
    },
}

impl Move {
    /// Who alone may make the move. The other side only learns of it by a signed message.
    #[must_use]
    pub const fn by(&self) -> Side {
        match self {
            Self::Submit
            | Self::Rework
            | Self::Sign
            | Self::Send
            | Self::Supplement
            | Self::ConfirmReceipt
            | Self::Close
            | Self::Withdraw => Side::Sender,
            Self::Deliver
            | Self::Acknowledge
            | Self::Check
            | Self::Return { .. }
            | Self::Lapse
            | Self::Accept
            | Self::Consult
            | Self::Postpone { .. }
            | Self::Resume
            | Self::Execute
            | Self::Hold { .. }
            | Self::Object
            | Self::PartlyDone
            | Self::Done
            | Self::Transmit
            | Self::Refuse { .. } => Side::Receiver,
        }
    }
}

/// A move that does not fit the stage. The stage is handed back unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a request that is {} cannot make the move {attempted:?}", from.name().as_str())]
pub struct OutOfOrder {
    /// The stage as it was and stays.
    pub from: Box<Stage>,
    /// What was tried.
    pub attempted: Move,
}

impl Stage {
    /// The name alone.
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::Draft => StageName::Draft,
            Self::Review => StageName::Review,
            Self::Signed => StageName::Signed,
            Self::Sent => StageName::Sent,
            Self::Delivered => StageName::Delivered,
            Self::Acknowledged => StageName::Acknowledged,
            Self::Checking => StageName::Checking,
            Self::Returned { .. } => StageName::Returned,
            Self::Accepted => StageName::Accepted,
            Self::Executing => StageName::Executing,
            Self::PartlyExecuted => StageName::PartlyExecuted,
            Self::Executed => StageName::Executed,
            Self::Transmitted => StageName::Transmitted,
            Self::Received => StageName::Received,
            Self::Closed => StageName::Closed,
            Self::Consulting { .. } => StageName::Consulting,
            Self::Postponed { .. } => StageName::Postponed,
            Self::Objected { .. } => StageName::Objected,
            Self::OnHold { .. } => StageName::OnHold,
            Self::Withdrawn => StageName::Withdrawn,
            Self::Refused { .. } => StageName::Refused,
            Self::Lapsed => StageName::Lapsed,
        }
    }

    /// Takes one step of the life cycle.
    ///
    /// # Errors
    /// [`OutOfOrder`] when the move does not fit; the stage inside it is the old one.
    pub fn step(self, attempted: Move) -> Result<Self, OutOfOrder> {
        use Stage as S;
        let refuse = |from: Stage, attempted: Move| {
            Err(OutOfOrder {
                from: Box::new(from),
                attempted,
            })
        };
        Ok(match (self, attempted) {
            (S::Draft, Move::Submit) => S::Review,
            (S::Review, Move::Rework) => S::Draft,
            (S::Review, Move::Sign) => S::Signed,
            (S::Signed, Move::Send) => S::Sent,
            (S::Sent, Move::Deliver) => S::Delivered,
            (S::Delivered, Move::Acknowledge) => S::Acknowledged,
            (S::Acknowledged, Move::Check) => S::Checking,
            (S::Checking, Move::Return { repair_until }) => S::Returned { repair_until },
            (S::Returned { .. }, Move::Supplement) => S::Checking,
            (S::Checking, Move::Accept) => S::Accepted,
            (S::Accepted, Move::Execute) => S::Executing,
            // A request that is only to be preserved has no evidence to send: it ends at `Executed`.
            (S::Executing, Move::PartlyDone) => S::PartlyExecuted,
            (S::Executing | S::PartlyExecuted, Move::Done) => S::Executed,
            (S::Executed | S::PartlyExecuted, Move::Transmit) => S::Transmitted,
            // Partial delivery: the rest is still being executed when the first part arrives.
            (S::Transmitted, Move::ConfirmReceipt) => S::Received,
            (S::Received | S::Executed, Move::Close) => S::Closed,

            // Interruptions keep the stage they interrupted.
            (
                stage,
                attempted @ (Move::Consult
                | Move::Postpone { .. }
                | Move::Hold { .. }
                | Move::Object),
            ) => {
                let Some(back_to) = stage.interruptible() else {
                    return refuse(stage, attempted);
                };
                match attempted {
                    Move::Consult => S::Consulting { back_to, round: 1 },
                    Move::Postpone { review } => S::Postponed { back_to, review },
                    Move::Hold { until } => S::OnHold { back_to, until },
                    _ => S::Objected { back_to },
                }
            }
            (
                S::Consulting { back_to, .. }
                | S::Postponed { back_to, .. }
                | S::Objected { back_to }
                | S::OnHold { back_to, .. },
                Move::Resume,
            ) => back_to.into(),

            // A refusal needs that the text was looked at; a lapse that a time was running.
            (
                S::Checking
                | S::Accepted
                | S::Consulting { .. }
                | S::Postponed { .. }
                | S::Objected { .. }
                | S::OnHold { .. },
                Move::Refuse { ground },
            ) => S::Refused { ground },
            (S::Returned { .. } | S::Executed, Move::Lapse) => S::Lapsed,
            (stage, Move::Withdraw) if !stage.name().is_terminal() => S::Withdrawn,

            (from, attempted) => return refuse(from, attempted),
        })
    }

    const fn interruptible(&self) -> Option<Interrupted> {
        match self {
            Self::Checking => Some(Interrupted::Checking),
            Self::Accepted => Some(Interrupted::Accepted),
            Self::Executing => Some(Interrupted::Executing),
            Self::PartlyExecuted => Some(Interrupted::PartlyExecuted),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(moves: &[Move]) -> Stage {
        moves.iter().fold(Stage::Draft, |stage, next| {
            stage.step(next.clone()).expect("the walk is in order")
        })
    }

    fn until_checking() -> Stage {
        walk(&[
            Move::Submit,
            Move::Sign,
            Move::Send,
            Move::Deliver,
            Move::Acknowledge,
            Move::Check,
        ])
    }

    #[test]
    fn evidence_comes_back_only_after_execution() {
        let stage = until_checking();
        let refused = stage
            .clone()
            .step(Move::Transmit)
            .expect_err("nothing was executed");
        assert_eq!(*refused.from, stage);
        let done = [
            Move::Accept,
            Move::Execute,
            Move::Done,
            Move::Transmit,
            Move::ConfirmReceipt,
            Move::Close,
        ];
        let end = done
            .into_iter()
            .fold(stage, |stage, next| stage.step(next).expect("in order"));
        assert_eq!(end, Stage::Closed);
    }

    #[test]
    fn a_question_goes_back_to_the_stage_it_interrupted() {
        let asked = until_checking()
            .step(Move::Consult)
            .expect("may ask while checking");
        assert_eq!(asked.step(Move::Resume).expect("answered"), Stage::Checking);
    }

    #[test]
    fn a_refused_request_cannot_be_withdrawn_any_more() {
        let refused = until_checking()
            .step(Move::Refuse {
                ground: Ground::EssentialInterests,
            })
            .expect("looked at");
        assert!(refused.step(Move::Withdraw).is_err());
    }

    #[test]
    fn nothing_can_be_refused_before_it_was_looked_at() {
        let sent = walk(&[Move::Submit, Move::Sign, Move::Send, Move::Deliver]);
        assert!(
            sent.step(Move::Refuse {
                ground: Ground::PoliticalOffence
            })
            .is_err()
        );
    }

    #[test]
    fn every_name_reads_back() {
        for name in StageName::ALL {
            assert_eq!(StageName::parse(name.as_str()), Some(name));
        }
    }
}
