//! The bounds of the protocol. They guard memory and people; a peer that crosses one is refused
//! before anything costly happens.

use comity_core::time::Span;

/// Largest signed message (`inner`), so that it fits the largest padding bucket with its length.
pub const INNER: usize = (1 << 20) - 4;
/// Largest sealed envelope: the largest bucket, its tag and the fields around it.
pub const SEALED: usize = (1 << 20) + 2048;
/// Most recipients of one message.
pub const RECIPIENTS: usize = 32;
/// Most attachments of one message.
pub const ATTACHMENTS: usize = 256;
/// Most officers' proofs in one message.
pub const PROOFS: usize = 16;
/// Most critical extensions a message may name.
pub const CRITICAL: usize = 32;
/// Largest certificate, grant, revocation, receipt, refusal or list of capabilities.
pub const DOCUMENT: usize = 64 << 10;
/// Largest directory file of one State.
pub const DIRECTORY: usize = 32 << 20;
/// Largest checkpoint carried in a message.
pub const CHECKPOINT: usize = 8 << 10;
/// Largest `clientDataJSON` of an officer's proof.
pub const CLIENT_DATA: usize = 4 << 10;

/// How far ahead of our clock `created` may lie.
pub const AHEAD: Span = Span::minutes(5);
/// Longest life of a message.
pub const LIFE: Span = Span::days(30);
/// Longest life of an emergency message.
pub const LIFE_EMERGENCY: Span = Span::hours(24);
/// Longest life of a message where a side is listed as offline.
pub const LIFE_OFFLINE: Span = Span::days(120);
/// How old an approval may be when the message is created.
pub const APPROVAL_AGE: Span = comity_core::approval::APPROVAL_LIFE;
/// How long a nonce waits for its approval.
pub const NONCE_LIFE: Span = Span::seconds(120);
/// How long used nonces, message ids and capabilities are remembered.
pub const MEMORY: Span = Span::days(400);
/// Longest validity of a grant.
pub const GRANT_LIFE: Span = Span::days(366);
/// Longest validity of a node certificate: 13 months and 30 days of overlap.
pub const CERTIFICATE_LIFE: Span = Span::days(427);
