//! One file for each thing a person or a peer does.
//!
//! A flow reads, lets `core` decide, and hands the new stage, the register entry and the outgoing
//! message to the ledger as one [`ports::Change`]; the courier sends afterwards. Nothing here knows
//! a database, a socket or a clock: those are ports.

mod act;
mod anchor;
mod answer;
mod authority;
mod begin;
mod book;
mod clocks;
mod conduct;
mod confirm;
mod consents;
mod dead;
mod door;
mod draft;
mod effect;
mod extend;
pub mod fault;
mod fetch;
mod index;
mod law;
mod law_book;
mod law_change;
mod law_doubt;
mod letter;
pub mod message;
mod node;
mod open;
mod order;
mod outgoing;
mod paper;
mod parked;
mod partners;
mod persons;
pub mod ports;
mod proof;
mod prover;
mod pump;
mod receive;
mod refresh;
mod register;
mod release;
mod seal;
mod sender;
mod sent;
mod signin;
mod standing;
mod steps;
mod take;
mod team;
mod tick;
mod triage;
mod withdraw;

pub use act::Said;
pub use answer::ItemAnswer;
pub use book::{
    BOOK_COLUMNS, Column, DateOrder, DatesRead, ImportReport, Imports, Mapping, Preview, Progress,
    RowFault, RowFlaw, Staged,
};
pub use conduct::{Compared, Comparison, Finding, PENALTY, Same};
pub use confirm::{Confirmation, ToRead};
pub use consents::{Consents, Held, How, Waiting};
pub use dead::DeadChoice;
pub use draft::Reviewed;
pub use fault::FlowFault;
pub use fetch::{began, token_hash};
pub use index::index_of;
pub use law::{Found, LawBook};
pub use law_book::{Book, Edition, Proposal, Proposed};
pub use law_change::LawSaid;
pub use law_doubt::{LawDoubts, OtherAnswer};
pub use letter::LetterMade;
pub use node::{Node, NodeKeys, Officer, Ports, Settings};
pub use open::OpenedObject;
pub use paper::{
    Arrival, COMPARED, Dispatch, Partner, PartnerFault, Registered, Says, Scan, differences,
};
pub use partners::Contact;
pub use persons::Means;
pub use prover::Prover;
pub use seal::SealedUpload;
pub use signin::{Passwords, Session};
pub use take::Outflow;
