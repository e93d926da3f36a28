//! `cargo +nightly fuzz run keyfile`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::keyfile(bytes));
