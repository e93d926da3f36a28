//! Any bytes as a stream of packed files: nothing is ever written outside the folder.
#![no_main]

use comity_core::id::Digest;
use comity_wire::evidence::unpack::unpack;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let outside = tempfile::tempdir().expect("temporary folder");
    let inside = outside.path().join("inside");
    std::fs::create_dir(&inside).expect("room");
    let _ = unpack(bytes, &inside, Digest::from_bytes([0; 32]));
    assert_eq!(outside.path().read_dir().expect("readable").count(), 1);
});
