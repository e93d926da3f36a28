//! The sender's side of a transfer: who may fetch which object, and for how long.
//!
//! The envelope carries a random token of 32 bytes; this row keeps only its hash, so a stolen
//! database fetches nothing. The token counts together with the recipient's TLS key and dies with the
//! transfer.

use comity_core::id::{Digest, NodeId, ObjectId};
use comity_core::time::Instant;

use super::incoming::STREAMS;
use crate::hash::sha256;

/// Random bytes in a token.
pub const TOKEN_BYTES: usize = 32;
/// Most transfers at once to one peer.
pub const MOST_PER_PEER: u32 = 4;
/// Most transfers at once in all.
pub const MOST_IN_ALL: u32 = 16;

/// What is stored of a token, and what the row is found by.
#[must_use]
pub fn token_hash(token: &[u8; TOKEN_BYTES]) -> Digest {
    sha256(token)
}

/// Whether the token still opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutgoingState {
    /// The recipient may fetch.
    Open,
    /// The recipient has everything.
    Done,
    /// Taken back, or its time was over.
    Closed,
}

/// One object for one recipient. Each field but `streams` is a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// SHA-256 of the token.
    pub token_hash: Digest,
    /// The object it opens.
    pub object: ObjectId,
    /// Who may use it.
    pub recipient: NodeId,
    /// SHA-256 of the recipient's TLS key, from its capabilities.
    pub tls_key: Digest,
    /// Until when.
    pub until: Instant,
    /// Where it stands.
    pub state: OutgoingState,
    /// Requests being served now; memory only.
    pub streams: u8,
}

/// Why nothing is served. On the wire the first four look alike: 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// No such token for this object.
    #[error("no such object")]
    Unknown,
    /// The token came over another TLS key.
    #[error("the token belongs to another key")]
    OtherKey,
    /// The transfer is over.
    #[error("the transfer is over")]
    Over,
    /// The token's time is over.
    #[error("the token has expired")]
    Expired,
    /// Too many at once: 503, later again.
    #[error("too many transfers at once")]
    Busy,
}

impl Outgoing {
    /// May this request be served? `busy_peer` and `busy_all` count the other transfers that are
    /// being served now, to this peer and in all.
    ///
    /// # Errors
    /// [`TokenRefused`].
    pub fn check(
        &self,
        token: &[u8; TOKEN_BYTES],
        object: ObjectId,
        tls_key: &Digest,
        now: Instant,
        busy_peer: u32,
        busy_all: u32,
    ) -> Result<(), TokenRefused> {
        // Hashes of a secret are compared, so how long the comparison takes tells nothing of use.
        if token_hash(token) != self.token_hash || object != self.object {
            return Err(TokenRefused::Unknown);
        }
        if *tls_key != self.tls_key {
            return Err(TokenRefused::OtherKey);
        }
        match self.state {
            OutgoingState::Open => {}
            OutgoingState::Done | OutgoingState::Closed => return Err(TokenRefused::Over),
        }
        if now > self.until {
            return Err(TokenRefused::Expired);
        }
        let first = self.streams == 0;
        if usize::from(self.streams) >= STREAMS
            || (first && (busy_peer >= MOST_PER_PEER || busy_all >= MOST_IN_ALL))
        {
            return Err(TokenRefused::Busy);
        }
        Ok(())
    }

    /// A request is being served.
    #[must_use]
    pub fn stream_opens(mut self) -> Self {
        self.streams = self.streams.saturating_add(1);
        self
    }

    /// A request has ended.
    #[must_use]
    pub fn stream_ends(mut self) -> Self {
        self.streams = self.streams.saturating_sub(1);
        self
    }

    /// The recipient's message says that everything is there.
    #[must_use]
    pub fn done(mut self) -> Self {
        match self.state {
            OutgoingState::Open => self.state = OutgoingState::Done,
            OutgoingState::Done | OutgoingState::Closed => {}
        }
        self
    }

    /// A person takes it back, or its time is over.
    #[must_use]
    pub fn close(mut self) -> Self {
        match self.state {
            OutgoingState::Open => self.state = OutgoingState::Closed,
            OutgoingState::Done | OutgoingState::Closed => {}
        }
        self
    }
}
