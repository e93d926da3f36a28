//! SHA-256, the only hash of the protocol.

use aws_lc_rs::digest;
use comity_core::id::Digest;

/// SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    sha256_of(&[bytes])
}

/// SHA-256 of parts laid end to end.
#[must_use]
pub fn sha256_of(parts: &[&[u8]]) -> Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    Digest::from_slice(context.finish().as_ref()).expect("SHA-256 gives 32 bytes")
}
