//! Property that is kept from moving: held for days by a financial intelligence unit, frozen by a
//! court, then confiscated, let go, or given back to whoever lost it.
//!
//! # Source
//! UNTOC art. 12 to 14; UNCAC art. 54, 55, 57; Regulation (EU) 2018/1805 art. 12, 28 to 30.

use serde::{Deserialize, Serialize};

use super::OutOfCycle;
use crate::time::Instant;

/// An amount as written in the decision, never computed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Digits, with a point before the decimals.
    pub amount: String,
    /// ISO 4217, or the asset of a chain.
    pub currency: String,
}

/// Where one property stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Freeze {
    /// A transaction is held back for days, without a court.
    Held {
        /// Since when.
        since: Instant,
        /// When the hold ends by itself.
        until: Instant,
    },
    /// An order keeps it from moving.
    Frozen {
        /// Since when.
        since: Instant,
        /// When the order ends; none where the law knows no end.
        until: Option<Instant>,
        /// The domestic order: office and number.
        order: String,
        /// What was found there.
        found: Option<Sum>,
        /// How often it was prolonged.
        prolonged: u32,
    },
    /// Taken by judgment.
    Confiscated {
        /// When.
        at: Instant,
        /// The judgment: court and number.
        order: String,
    },
    /// Free again.
    Lifted {
        /// When.
        at: Instant,
        /// Why.
        why: String,
    },
    /// Given back to whoever lost it.
    Returned {
        /// When.
        at: Instant,
        /// How much.
        sum: Sum,
    },
}

/// What may be done with a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum FreezeMove {
    /// Hold the transaction back.
    Hold {
        /// Until then.
        until: Instant,
    },
    /// Freeze under an order.
    Freeze {
        /// Until then, where the order says so.
        until: Option<Instant>,
        /// The domestic order.
        order: String,
        /// What was found.
        found: Option<Sum>,
    },
    /// The order runs longer.
    Prolong {
        /// Until then.
        until: Instant,
    },
    /// Take by judgment.
    Confiscate {
        /// The judgment.
        order: String,
    },
    /// Let go.
    Lift {
        /// Why.
        why: String,
    },
    /// Give back.
    Return {
        /// How much.
        sum: Sum,
    },
}

impl FreezeMove {
    const fn name(&self) -> &'static str {
        match self {
            Self::Hold { .. } => "held",
            Self::Freeze { .. } => "frozen",
            Self::Prolong { .. } => "prolonged",
            Self::Confiscate { .. } => "confiscated",
            Self::Lift { .. } => "lifted",
            Self::Return { .. } => "returned",
        }
    }
}

impl Freeze {
    /// The name of the step.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Frozen { .. } => "frozen",
            Self::Confiscated { .. } => "confiscated",
            Self::Lifted { .. } => "lifted",
            Self::Returned { .. } => "returned_to_victim",
        }
    }

    /// When it ends by itself, while it still keeps the property.
    #[must_use]
    pub const fn ends(&self) -> Option<Instant> {
        match self {
            Self::Held { until, .. } => Some(*until),
            Self::Frozen { until, .. } => *until,
            Self::Confiscated { .. } | Self::Lifted { .. } | Self::Returned { .. } => None,
        }
    }

    /// Takes one step from where the property stands; from nothing it is held or frozen.
    ///
    /// # Errors
    /// [`OutOfCycle`] when the move does not fit: nothing is confiscated that was not frozen, and what
    /// was let go does not come back by itself.
    pub fn step(from: Option<Self>, taken: FreezeMove, now: Instant) -> Result<Self, OutOfCycle> {
        use Freeze as F;
        use FreezeMove as M;
        let name = from.as_ref().map_or("pending", F::name);
        let attempted = taken.name();
        Ok(match (from, taken) {
            (None, M::Hold { until }) if until > now => F::Held { since: now, until },
            (
                None | Some(F::Held { .. }),
                M::Freeze {
                    until,
                    order,
                    found,
                },
            ) if until.is_none_or(|end| end > now) && !order.trim().is_empty() => F::Frozen {
                since: now,
                until,
                order,
                found,
                prolonged: 0,
            },
            (Some(F::Held { since, until: old }), M::Prolong { until }) if until > old => {
                F::Held { since, until }
            }
            (
                Some(F::Frozen {
                    since,
                    until: Some(old),
                    order,
                    found,
                    prolonged,
                }),
                M::Prolong { until },
            ) if until > old => F::Frozen {
                since,
                until: Some(until),
                order,
                found,
                prolonged: prolonged + 1,
            },
            (Some(F::Frozen { .. }), M::Confiscate { order }) if !order.trim().is_empty() => {
                F::Confiscated { at: now, order }
            }
            (Some(F::Held { .. } | F::Frozen { .. }), M::Lift { why }) => {
                F::Lifted { at: now, why }
            }
            (Some(F::Frozen { .. } | F::Confiscated { .. }), M::Return { sum }) => {
                F::Returned { at: now, sum }
            }
            _ => {
                return Err(OutOfCycle {
                    from: name,
                    attempted,
                });
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn order() -> FreezeMove {
        FreezeMove::Freeze {
            until: Some(NOW + Span::days(90)),
            order: "Regional Court, 4 Gs 17/27".to_owned(),
            found: None,
        }
    }

    #[test]
    fn money_is_held_then_frozen_then_confiscated_then_given_back() {
        let hold = FreezeMove::Hold {
            until: NOW + Span::days(3),
        };
        let held = Freeze::step(None, hold, NOW).expect("held");
        assert_eq!(held.ends(), Some(NOW + Span::days(3)));
        let frozen = Freeze::step(Some(held), order(), NOW).expect("frozen");
        let judgment = FreezeMove::Confiscate {
            order: "Supreme Court, 1 C 2/28".to_owned(),
        };
        let taken = Freeze::step(Some(frozen), judgment, NOW).expect("taken");
        let sum = Sum {
            amount: "1900000.00".to_owned(),
            currency: "EUR".to_owned(),
        };
        let back = Freeze::step(Some(taken), FreezeMove::Return { sum }, NOW).expect("back");
        assert_eq!(back.name(), "returned_to_victim");
    }

    #[test]
    fn what_was_let_go_is_not_frozen_again_by_the_same_request() {
        let frozen = Freeze::step(None, order(), NOW).expect("frozen");
        let lift = FreezeMove::Lift {
            why: "no link".to_owned(),
        };
        let free = Freeze::step(Some(frozen), lift, NOW).expect("free");
        let refused = Freeze::step(Some(free), order(), NOW).expect_err("it is free");
        assert_eq!((refused.from, refused.attempted), ("lifted", "frozen"));
    }

    #[test]
    fn a_term_is_only_made_longer_and_nothing_is_taken_without_an_order() {
        let frozen = Freeze::step(None, order(), NOW).expect("frozen");
        let shorter = FreezeMove::Prolong {
            until: NOW + Span::days(30),
        };
        assert!(Freeze::step(Some(frozen), shorter, NOW).is_err());
        let nameless = FreezeMove::Freeze {
            until: None,
            order: " ".to_owned(),
            found: None,
        };
        assert!(Freeze::step(None, nameless, NOW).is_err());
        let judgment = FreezeMove::Confiscate {
            order: "x".to_owned(),
        };
        assert!(Freeze::step(None, judgment, NOW).is_err());
    }
}
