//! The law: which instrument lets one State ask another for what, on which day, and why not.
//!
//! Facts of law are data in a [`Pack`]; the code knows how treaties relate, never what one says. A
//! decision is a function of the question and the pack: the receiver repeats it on its own pack, and
//! an old one can be run again.

mod admit;
mod bind;
mod check;
mod check_parties;
mod check_profiles;
mod check_words;
mod compare;
mod compile;
mod compose;
mod decision;
mod effect;
mod embedded;
mod exclude;
mod fallback;
mod fault;
mod gate;
mod glance;
mod grounds;
mod names;
mod offence;
mod overlay;
mod pack;
mod profile;
mod query;
mod question;
mod raw;
mod raw_table;
mod read;
mod resolve;
mod rows;
mod scope;
mod show;
mod states;
mod table;
mod terms;
mod verdict;
mod words;
mod writer;

pub use compare::{PackEffect, compare};
pub use decision::{Decision, Exclusion, Limit, Note, Presumption, decide, decide_json};
pub use effect::{Answer, Change, Effect, effect};
pub use fault::{Fault, PackRefused};
pub use glance::{Glance, Standing, glance, measure_names};
pub use offence::{OffenceArticle, OffenceFact, offence, offences};
pub use overlay::{LOCAL, Overlay};
pub use pack::Pack;
pub use profile::{
    DomesticMeasure, Holiday, NationalOffence, Office, ProviderProfile, StateProfile, Transmission,
};
pub use query::{Facts, LawQuery, Query, QueryRefusal, QueryRefused};
pub use raw_table::PartyRow;
pub use read::LANGUAGES;
pub use resolve::decide_ids;
pub use rows::entries as reservation_entries;
pub use show::{
    InstrumentPage, Overview, PartyFact, StatePage, TerritoryFact, instrument_id, instrument_page,
    overview, party_facts, state_page,
};
pub use terms::{
    Addressee, DataCategory, Day, DualCriminality, InstrumentKind, OffenceMode, Outcome,
    RegimeClass,
};
pub use verdict::Verdict;
pub use words::Words;
