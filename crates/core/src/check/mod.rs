//! The completeness check: what would send a request back, found before it is sent.
//!
//! All defects are reported at once, each with its code, its weight and the place where it stands. What
//! needs a person who reads is a question and never a defect. A sound request must pass without a false
//! alarm, so a rule whose facts are not known stays quiet.

mod addressee;
mod codes;
mod envelope;
mod items;
mod kinds;
mod law;
mod offences;
mod periods;
mod report;
mod secrecy;
mod selectors;
mod sender;
mod shape;
mod signature;
mod urgency;
mod view;
pub mod words;
mod world;

pub use codes::{Code, Severity};
pub use report::{Defect, Question, Report, Verdict};
pub use world::{Known, Policy, Provider, State, World, WorldUnreadable};

use serde_json::Value;

use crate::time::Instant;
use view::Case;

/// Checks a request as written against the world, at a moment.
///
/// Never panics and takes time proportional to the size of the request, whatever it holds.
///
/// # Source
/// Every rule names its own; the catalogue of codes is the forms chapter of our documentation.
#[must_use]
pub fn check(form: &Value, world: &World, now: Instant) -> Report {
    let mut case = Case::open(form, world, now);
    // The order decides which of two findings about one place stands: shape first, then what is most
    // specific to the kind, then what all kinds share.
    shape::check(&mut case);
    kinds::check(&mut case);
    selectors::check(&mut case);
    items::check(&mut case);
    periods::check(&mut case);
    envelope::check(&mut case);
    sender::check(&mut case);
    signature::check(&mut case);
    addressee::check(&mut case);
    law::check(&mut case);
    offences::check(&mut case);
    urgency::check(&mut case);
    secrecy::check(&mut case);
    case.out.into_report()
}

#[cfg(test)]
mod tests;
