//! A page or post that is taken down: kept as evidence first, removed or blocked, looked at by the
//! host's State, and put back where the order does not stand.
//!
//! # Source
//! Regulation (EU) 2021/784 art. 3, 4, 6, 9; Regulation (EU) 2022/2065 art. 9.

use serde::{Deserialize, Serialize};

use super::OutOfCycle;
use crate::time::Instant;

/// Where one page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Removal {
    /// A copy is kept, the page still stands.
    Preserved {
        /// Since when.
        at: Instant,
    },
    /// Taken down everywhere.
    Removed {
        /// When.
        at: Instant,
        /// Whether a copy is kept.
        kept: bool,
    },
    /// Blocked where the order reaches, and only there.
    Disabled {
        /// When.
        at: Instant,
        /// Where it is no longer seen.
        territory: String,
        /// Whether a copy is kept.
        kept: bool,
    },
    /// The host's State or a court has looked at it and it stays down.
    Upheld {
        /// When.
        at: Instant,
        /// By whom.
        by: String,
    },
    /// Found unlawful: it must come back.
    Reversed {
        /// When.
        at: Instant,
        /// By whom and why.
        why: String,
    },
    /// It is back.
    Reinstated {
        /// When.
        at: Instant,
    },
}

/// What may be done with a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum RemovalMove {
    /// Keep a copy.
    Preserve,
    /// Take it down.
    Remove,
    /// Block it.
    Disable {
        /// Where.
        territory: String,
    },
    /// Scrutiny ends: it stays down.
    Uphold {
        /// By whom.
        by: String,
    },
    /// Scrutiny ends: it comes back.
    Reverse {
        /// By whom and why.
        why: String,
    },
    /// Put it back.
    Reinstate,
}

impl RemovalMove {
    const fn name(&self) -> &'static str {
        match self {
            Self::Preserve => "preserved_copy",
            Self::Remove => "removed",
            Self::Disable { .. } => "disabled",
            Self::Uphold { .. } => "upheld",
            Self::Reverse { .. } => "reversed",
            Self::Reinstate => "reinstated",
        }
    }
}

impl Removal {
    /// The name of the step.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Preserved { .. } => "preserved_copy",
            Self::Removed { .. } => "removed",
            Self::Disabled { .. } => "disabled",
            Self::Upheld { .. } => "upheld",
            Self::Reversed { .. } => "reversed",
            Self::Reinstated { .. } => "reinstated",
        }
    }

    /// Whether the host has done what was asked: a kept copy alone is not that.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        !matches!(self, Self::Preserved { .. })
    }

    /// Takes one step from where the page stands.
    ///
    /// # Errors
    /// [`OutOfCycle`] when the move does not fit.
    pub fn step(from: Option<Self>, taken: RemovalMove, now: Instant) -> Result<Self, OutOfCycle> {
        use Removal as R;
        use RemovalMove as M;
        let name = from.as_ref().map_or("pending", R::name);
        let attempted = taken.name();
        Ok(match (from, taken) {
            (None, M::Preserve) => R::Preserved { at: now },
            (from @ (None | Some(R::Preserved { .. })), M::Remove) => R::Removed {
                at: now,
                kept: from.is_some(),
            },
            (from @ (None | Some(R::Preserved { .. })), M::Disable { territory })
                if !territory.trim().is_empty() =>
            {
                R::Disabled {
                    at: now,
                    territory,
                    kept: from.is_some(),
                }
            }
            (Some(R::Removed { .. } | R::Disabled { .. }), M::Uphold { by }) => {
                R::Upheld { at: now, by }
            }
            (
                Some(R::Removed { .. } | R::Disabled { .. } | R::Upheld { .. }),
                M::Reverse { why },
            ) => R::Reversed { at: now, why },
            (Some(R::Reversed { .. }), M::Reinstate) => R::Reinstated { at: now },
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

    const NOW: Instant = Instant(1_800_000_000_000);

    #[test]
    fn a_page_is_kept_taken_down_found_lawful_speech_and_put_back() {
        let mut page = None;
        for taken in [
            RemovalMove::Preserve,
            RemovalMove::Remove,
            RemovalMove::Reverse {
                why: "the host's State: journalism".to_owned(),
            },
            RemovalMove::Reinstate,
        ] {
            page = Some(Removal::step(page, taken, NOW).expect("in order"));
        }
        assert_eq!(page, Some(Removal::Reinstated { at: NOW }));
    }

    #[test]
    fn a_copy_alone_is_no_removal_and_nothing_comes_back_by_itself() {
        let kept = Removal::step(None, RemovalMove::Preserve, NOW).expect("kept");
        assert!(!kept.is_done());
        let gone = Removal::step(Some(kept), RemovalMove::Remove, NOW).expect("gone");
        assert_eq!(
            gone,
            Removal::Removed {
                at: NOW,
                kept: true
            }
        );
        assert!(Removal::step(Some(gone), RemovalMove::Reinstate, NOW).is_err());
        assert!(Removal::step(None, RemovalMove::Reinstate, NOW).is_err());
    }
}
