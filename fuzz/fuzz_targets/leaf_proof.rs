//! `cargo +nightly fuzz run leaf_proof`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::leaf_proof(bytes));
