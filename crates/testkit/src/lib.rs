//! What tests share: the contract that every ledger and every evidence store has to keep, and the
//! seeded simulation of many nodes.

pub mod contract;
pub mod sim;
