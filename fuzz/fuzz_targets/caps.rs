//! `cargo +nightly fuzz run caps`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::caps(bytes));
