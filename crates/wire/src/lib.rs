//! Bytes and proofs: how Comity's messages, receipts, keys and evidence look as bytes, and how each
//! is checked.
//!
//! No network, no database, no clock: the caller passes bytes, keys and the time. Whatever comes
//! from outside is read strictly and refused with a typed fault that has a stable code.

pub mod cbor;
pub mod context;
pub mod cose;
pub mod evidence;
pub mod hash;
pub mod keys;
pub mod log;
pub mod sealing;
