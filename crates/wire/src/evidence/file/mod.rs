//! The sealed file: one object, everything needed to check it, and the wraps of its recipients.
//!
//! ```text
//! 0       "comity-sealed/1" LF (16 B) ‖ world (1 B: 0 live, 1 exercise) ‖ zeros to 4096
//! 4096    chunks ‖ leaf hashes (32 B each) ‖ tags (16 B each)
//! then    trailer: COSE_Sign under the context `file` over
//!           [ manifest, key of the producer (1984 B), key of the closer or null, [ wrap … ] ]
//! end     length of the trailer, 8 B, big-endian
//! ```
//! Written in one pass. No byte is without meaning or without protection: chunks and lists hang on
//! `ct_root`, the rest on the signature of the closer, who is the producer or a later holder that
//! added recipients. Wraps stand in the order of their recipients, each once.

mod read;
mod write;

use std::io::Read;

use super::wrap::{MAX_RECIPIENTS, Wrap};

pub use read::{FileFault, SealedFile};
pub use write::{CloseFault, FileSink, Frame};

/// How every sealed file of this version begins.
pub const MAGIC: &[u8; 16] = b"comity-sealed/1\n";
/// Bytes before the first chunk: one block, so that chunks are aligned.
pub const HEADER_BYTES: usize = 4096;

/// In the order of their recipients, each once.
fn well_ordered(wraps: &[Wrap]) -> bool {
    (1..=MAX_RECIPIENTS).contains(&wraps.len())
        && wraps.is_sorted_by(|a, b| a.recipient < b.recipient)
}

/// Whether the first bytes of a file are those of a sealed file, of whatever version.
#[must_use]
pub fn looks_sealed(mut file: impl Read) -> bool {
    let mut begins = [0; 14];
    file.read_exact(&mut begins).is_ok() && begins == MAGIC[..14]
}
