//! `cargo +nightly fuzz run receipt`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::receipt(bytes));
