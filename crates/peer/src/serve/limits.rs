//! How much peers and strangers may ask for.
//!
//! # Source
//! Our protocol, chapter "Limits".

use std::time::Duration;

use super::bucket::Rate;

/// What peers may do. The defaults are those of the protocol; a bench raises them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests of one listed peer.
    pub peer: Rate,
    /// Requests from one unlisted IPv4 address or IPv6 /64.
    pub anonymous_address: Rate,
    /// Requests of all unlisted callers together.
    pub anonymous: Rate,
    /// Requests of one peer that may be worked on at once.
    pub in_flight_per_peer: usize,
    /// Requests of all peers that may be worked on at once.
    pub in_flight: usize,
    /// Requests of unlisted callers that may wait for their one worker.
    pub anonymous_waiting: usize,
    /// Bytes of request bodies of listed peers held at once.
    pub body_bytes: usize,
    /// The same of unlisted callers.
    pub anonymous_body_bytes: usize,
    /// For a whole request body.
    pub body_time: Duration,
    /// Transfers of one peer at once.
    pub transfers_per_peer: usize,
    /// Transfers at once.
    pub transfers: usize,
    /// Range requests of one transfer at once: two, and two that may still hang on a broken line.
    pub streams_per_transfer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            peer: Rate {
                per_second: 500,
                burst: 1000,
            },
            anonymous_address: Rate {
                per_second: 10,
                burst: 10,
            },
            anonymous: Rate {
                per_second: 50,
                burst: 50,
            },
            in_flight_per_peer: 128,
            in_flight: 512,
            anonymous_waiting: 16,
            body_bytes: 64 << 20,
            anonymous_body_bytes: 8 << 20,
            // One MiB over a line of 64 kbit/s takes 131 s.
            body_time: Duration::from_secs(180),
            transfers_per_peer: 4,
            transfers: 16,
            streams_per_transfer: 4,
        }
    }
}
