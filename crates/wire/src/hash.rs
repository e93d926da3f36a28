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

/// SHA-256 of all that a reader gives, and how many bytes that were; `told` hears of each piece.
///
/// # Errors
/// What the reader says.
pub fn sha256_read(
    mut from: impl std::io::Read,
    mut told: impl FnMut(u64),
) -> std::io::Result<(Digest, u64)> {
    let mut context = digest::Context::new(&digest::SHA256);
    let mut piece = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        match from.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => {
                context.update(&piece[..n]);
                bytes += n as u64;
                told(n as u64);
            }
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    let digest = Digest::from_slice(context.finish().as_ref()).expect("SHA-256 gives 32 bytes");
    Ok((digest, bytes))
}
