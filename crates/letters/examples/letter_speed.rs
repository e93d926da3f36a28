//! How long a letter takes: `cargo run --release -p comity-letters --example letter_speed [FONTS]`.
//!
//! A text in English with Arabic in it, and with Chinese where the folder FONTS has a font for it. The
//! first letter is cold, the others warm; each has another text, so nothing is answered from memory.

use std::path::PathBuf;
use std::time::Instant;

use comity_letters::{Fonts, Lang, pdf};
use serde_json::{Value, json};

#[path = "../tests/samples/mod.rs"]
mod samples;

const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("fonts"), PathBuf::from);
    let started = Instant::now();
    let fonts = Fonts::with(&folder);
    println!("fonts: {:.0} ms", ms(started));
    let chinese = if std::fs::read_dir(&folder).is_ok() {
        "北风邮件公司的邮箱发送了虚假发票。"
    } else {
        ""
    };
    let mut times = Vec::new();
    for round in 0..=ROUNDS {
        let mut form: Value = serde_json::from_str(include_str!("../tests/samples/en.json"))?;
        form["facts"] = json!(format!(
            "{round}. {}\n\nتلقت سبع شركات فواتير مزورة من صندوق البريد. {chinese}",
            form["facts"].as_str().unwrap_or_default()
        ));
        let started = Instant::now();
        let bytes = pdf(&samples::letter(Lang::En, "XA-2026-00131", &form), &fonts)?;
        if round == 0 {
            println!("cold: {:.0} ms, {} bytes", ms(started), bytes.len());
        } else {
            times.push(ms(started));
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "warm: median {:.0} ms, slowest {:.0} ms of {ROUNDS}",
        times[ROUNDS / 2],
        times[ROUNDS - 1]
    );
    Ok(())
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
