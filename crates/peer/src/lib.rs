//! The line between nodes: TLS with pinned keys, the public listener, and the courier that posts
//! messages and pulls evidence.
//!
//! Nothing here opens a seal or decides anything. [`serve`] limits and passes on what peers send,
//! [`courier`] carries what the flows hand it, [`pull`] fetches an object chunk by chunk and checks
//! each one. Whoever hijacks names, routes or certificate authorities gains nothing: both ends are
//! known by the hash of their TLS keys, and everything that counts is signed inside.

pub mod courier;
pub mod listen;
pub mod pull;
pub mod serve;
pub mod tls;

mod gather;
mod stall;
