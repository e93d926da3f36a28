//! One file for each thing a person or a peer does.
//!
//! A flow reads, lets `core` decide, and hands the new stage, the register entry and the outgoing
//! message to the ledger as one [`ports::Change`]; the courier sends afterwards. Nothing here knows
//! a database, a socket or a clock: those are ports.

pub mod fault;
pub mod message;
pub mod ports;
