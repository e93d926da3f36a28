//! Any bytes as a manifest: refused, or read as exactly these bytes.
#![no_main]

use comity_wire::context::World;
use comity_wire::evidence::layout::chunks_of;
use comity_wire::evidence::manifest::SignedManifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signed) = SignedManifest::read(bytes, World::Live) {
        assert_eq!(signed.bytes(), bytes);
        assert_eq!(signed.manifest().chunks, chunks_of(signed.manifest().bytes));
        assert!(!signed.contradicts(&signed.clone()));
    }
});
