//! `cargo +nightly fuzz run mail`
#![no_main]

#[path = "../src/outside.rs"]
#[allow(dead_code)]
mod outside;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| outside::mail(bytes));
