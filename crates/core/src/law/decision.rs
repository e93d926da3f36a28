//! The answer as it is stored, sent and read: codes for programs, sentences for people.

use serde::{Deserialize, Serialize};

use super::pack::Pack;
use super::query::{Query, QueryRefused};
use super::resolve::decide_ids;
use super::terms::{DualCriminality, Outcome};
use super::writer::Writer;
use crate::basis::Basis;

/// What the law says to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether to go on, and how.
    pub decision: Outcome,
    /// The bases, by the part they play.
    pub bases: Vec<Basis>,
    /// Instruments that give none, each with the reason.
    pub excluded: Vec<Exclusion>,
    /// Limits of the measure, those without a number too.
    pub time_limits: Vec<Limit>,
    /// Limits that begin with an event which may never happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_limits: Vec<Limit>,
    /// What is asked about the conduct in both States.
    pub dual_criminality: DualCriminality,
    /// What may be presumed of it, by the conduct.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dual_criminality_presumed: Option<Presumption>,
    /// Conditions, by their codes.
    pub conditions: Vec<String>,
    /// Grounds that may be raised, by their codes; a list, never a probability.
    pub refusal_risks: Vec<String>,
    /// Where to go instead.
    pub route_to: Option<String>,
    /// Each code with its article and its sentence.
    pub notes: Vec<Note>,
    /// Safeguards of the bases, as their texts cite them.
    pub safeguards: Vec<String>,
    /// A fact of law is not certain: a person confirms before anything is sent.
    pub unverified: bool,
    /// The answer in sentences with articles.
    pub explanation: Vec<String>,
    /// Facts of the question that were not understood and did not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts_not_read: Vec<String>,
    /// The law data that was asked: hash of the pack.
    pub pack: String,
}

/// An instrument that gives no basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Its id.
    pub instrument: String,
    /// The reason, by its code.
    pub reason: String,
    /// The State or the day that it concerns.
    pub detail: String,
}

/// A time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many units; none where the text has no number.
    pub value: Option<u32>,
    /// `day`, `hour`, `month`, `hour_per_day`.
    pub unit: Option<String>,
    /// `min`, `max`, `target`, `default_max`, `expedited`, `until_decision`, `permanent`.
    pub bound: String,
    /// Whose limit it is.
    pub instrument: String,
    /// Where it stands.
    pub article: String,
    /// What must happen.
    pub what: String,
    /// From which event it runs.
    pub starts: Option<String>,
    /// Whether only working days count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub working_days: bool,
}

/// An offence that an instrument binding both sides obliges them to punish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presumption {
    /// The instrument.
    pub instrument: String,
    /// Its article on this conduct; a person confirms that both laws follow it.
    pub article: String,
}

/// A code with its article and its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `condition` or `refusal_risk`.
    pub about: String,
    /// The code.
    pub code: String,
    /// The instrument it comes from, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// The article it rests on; empty where none is cited.
    pub article: String,
    /// For a condition: whether the answer hangs on it. For a ground: whether its list is closed.
    pub strict: bool,
    /// The sentence.
    pub sentence: String,
}

/// Decides one question and says why in a language; English where it is not one of the six.
#[must_use]
pub fn decide(pack: &Pack, query: &Query, language: &str) -> Decision {
    let verdict = decide_ids(pack, query);
    Writer {
        pack,
        query,
        words: pack.words(language),
    }
    .decision(&verdict)
}

/// Decides one question written in JSON.
///
/// # Errors
/// [`QueryRefused`] names the field that cannot be read.
pub fn decide_json(pack: &Pack, text: &str, language: &str) -> Result<Decision, QueryRefused> {
    let (query, unread) = Query::from_json(pack, text)?;
    let mut decision = decide(pack, &query, language);
    decision.facts_not_read = unread;
    Ok(decision)
}
