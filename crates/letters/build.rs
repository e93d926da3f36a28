//! Lists the message files: letters say codes of closed lists by the same words as the screens, and a
//! new file of words is read without being named here.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// In the order of `Lang::ALL`.
const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

fn main() {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../locales")
        .canonicalize()
        .expect("the folder locales/ lies at the top of the workspace");
    println!("cargo:rerun-if-changed={}", locales.display());
    let mut out = String::from("[\n");
    for language in LANGUAGES {
        let mut files: Vec<_> = fs::read_dir(locales.join(language))
            .expect("each language has a folder")
            .map(|entry| entry.expect("a readable folder").path())
            .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
            .collect();
        files.sort();
        // Our own words come first: of two messages with one id the first counts.
        files.insert(0, locales.join(format!("letters/{language}.ftl")));
        out.push_str("    &[\n");
        for file in files {
            writeln!(out, "        include_str!({:?}),", file.display()).expect("a string grows");
        }
        out.push_str("    ],\n");
    }
    out.push_str("]\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("sources.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}
