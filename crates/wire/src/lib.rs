//! Bytes and proofs: how Comity's messages, receipts, keys and evidence look as bytes, and how each
//! is checked.
//!
//! No network, no database, no clock: the caller passes bytes, keys and the time. Whatever comes
//! from outside is read strictly and refused with a typed fault that has a stable code.

pub mod assertion;
pub mod authenticator;
pub mod caps;
pub mod cbor;
pub mod cert;
pub mod consent;
pub mod context;
pub mod cose;
pub mod delivery;
pub mod directory;
pub mod document;
pub mod envelope;
pub mod evidence;
pub mod grant;
pub mod hash;
pub mod keys;
pub mod law_pack;
pub mod limits;
pub mod log;
pub mod message;
pub mod payload;
pub mod proof_package;
pub mod receipt;
pub mod refusal;
pub mod revocation;
pub mod sealing;
pub mod secret_file;
pub mod transfer;
