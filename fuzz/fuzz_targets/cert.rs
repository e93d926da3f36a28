//! `cargo +nightly fuzz run cert`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::cert(bytes));
