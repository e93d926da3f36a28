//! What tests share: the contract that every ledger and every evidence store has to keep.

pub mod contract;
