//! `cargo +nightly fuzz run law_question`
#![no_main]

#[path = "../src/law.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::law_question(bytes));
