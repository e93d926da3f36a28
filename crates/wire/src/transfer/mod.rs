//! Transfer: an object's chunks move in any order, each is checked, and none is moved twice without
//! need.
//!
//! The recipient pulls. It first takes the list of leaf hashes and checks it against the root in the
//! signed manifest; from then on every chunk is judged alone. [`Incoming`] is the recipient's row and
//! says what to ask for next; [`Outgoing`] is the sender's row and says who may ask.
//!
//! A bit in the saved bitmap means: verified, written **and** synced. So the bitmap is saved only
//! after `sync_data`, every 64 MiB. What was written but not yet saved when a process died is still
//! in the file; it is read and hashed again on resume instead of being fetched again.

mod bitmap;
mod incoming;
mod outgoing;

pub use bitmap::Bitmap;
pub use incoming::{
    BadLeafList, Failure, Incoming, Phase, RecvEffect, RecvEvent, STREAMS, SYNC_EVERY, Stream,
    check_leaf_list, space_needed,
};
pub use outgoing::{
    MOST_IN_ALL, MOST_PER_PEER, Outgoing, OutgoingState, TOKEN_BYTES, TokenRefused, token_hash,
};
