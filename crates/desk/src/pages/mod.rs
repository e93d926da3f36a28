//! One file for each page: what it holds and its template. Pages know nothing of the network or
//! of storage, so each can be drawn and looked at by itself.

pub mod approvals;
pub mod audit;
pub mod cards;
pub mod deliveries;
pub mod duty;
pub mod evidence;
pub mod law;
pub mod law_change;
pub mod letter;
pub mod plain;
pub mod provider;
pub mod queue;
pub mod request;
pub mod triage;
pub mod writer;
