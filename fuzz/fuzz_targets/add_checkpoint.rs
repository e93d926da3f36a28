//! `cargo +nightly fuzz run add_checkpoint`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| comity_fuzz::add_checkpoint(bytes));
