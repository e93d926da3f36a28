//! `cargo +nightly fuzz run register_import`
#![no_main]

#[path = "../src/outside.rs"]
#[allow(dead_code)]
mod outside;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| outside::register_import(bytes));
