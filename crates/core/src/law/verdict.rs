//! The answer in numbers and borrowed words, before anybody reads it.

use super::bind::About;
use super::exclude::Exclusions;
use super::table::{InstrumentIx, MeasureIx, TimeLimit};
use super::terms::{Addressee, DualCriminality, Outcome};
use crate::basis::{BasisRole, Confidence};

/// What the law says, still in positions of the pack.
#[derive(Clone, Debug)]
pub struct Verdict<'p> {
    pub(crate) outcome: Outcome,
    pub(crate) bases: Vec<Base<'p>>,
    pub(crate) excluded: Exclusions<'p>,
    pub(crate) limits: Vec<(InstrumentIx, &'p TimeLimit)>,
    /// Limits that start with an event which may never happen.
    pub(crate) later: Vec<(InstrumentIx, &'p TimeLimit)>,
    pub(crate) dual: DualCriminality,
    pub(crate) conditions: Vec<Noted<'p>>,
    pub(crate) risks: Vec<Noted<'p>>,
    pub(crate) route: Option<Route>,
    /// A fact of law in it is not certain: a person confirms before anything is sent.
    pub(crate) unverified: bool,
}

impl Verdict<'_> {
    /// The answer.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// How many bases it found.
    #[must_use]
    pub fn bases(&self) -> usize {
        self.bases.len()
    }
}

/// One basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Base<'p> {
    pub(crate) instrument: InstrumentIx,
    /// The measure it rests on; none where a consent or a whole chapter is the basis.
    pub(crate) measure: Option<MeasureIx>,
    pub(crate) article: &'p str,
    pub(crate) role: BasisRole,
    pub(crate) confidence: Confidence,
}

/// One instrument that gives no basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Excluded<'p> {
    pub(crate) instrument: InstrumentIx,
    pub(crate) reason: &'p str,
    pub(crate) about: About,
}

/// A condition or a ground that may be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Noted<'p> {
    pub(crate) code: &'p str,
    pub(crate) article: &'p str,
    pub(crate) instrument: Option<InstrumentIx>,
    /// For a condition: the answer hangs on it. For a ground: the list is closed.
    pub(crate) strict: bool,
}

/// Where to go instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// No border is crossed.
    DomesticLaw,
    /// First find out whose law the provider is under, or where the data is.
    Establishment,
    /// To this addressee.
    To(Addressee),
}

impl Route {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::DomesticLaw => "domestic_law",
            Self::Establishment => "establishment",
            Self::To(addressee) => addressee.as_str(),
        }
    }
}
