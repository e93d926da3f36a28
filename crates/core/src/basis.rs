//! The legal basis that a request carries: instrument, article and the part it plays.

use serde::{Deserialize, Serialize};

/// What part an instrument plays. Measure and procedure are two bases: a measure may come from one
/// treaty while channel, refusal grounds and use limits come from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisRole {
    /// It obliges or allows the measure itself.
    Measure,
    /// It governs how the request is made and handled.
    Procedure,
    /// It opens the way by which it travels.
    Channel,
    /// It may be used as well.
    Parallel,
    /// It serves when no treaty does.
    Fallback,
}

/// How sure the data is of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Recalled or weakly sourced.
    Low,
    /// Sourced in part.
    Medium,
    /// Read in the text or the register.
    High,
}

/// One basis of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Id of the instrument in the law pack.
    pub instrument: String,
    /// Leading article.
    pub article: String,
    /// Its part.
    pub role: BasisRole,
    /// Below high, a person must confirm before anything is sent.
    pub confidence: Confidence,
}
