//! `cargo +nightly fuzz run payload`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::payload(bytes));
