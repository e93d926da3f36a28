//! How long one completeness check takes: `cargo run --release -p comity-core --example check_speed`.
//!
//! The request is large as requests go: 100 addresses and 100 items.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement looks at the clock"
)]

use std::time::Instant as Stopwatch;

use comity_core::check::{World, check};
use comity_core::time::Instant;
use serde_json::{Value, json};

fn main() {
    let read =
        |text: &str| -> Value { serde_json::from_str(text).expect("our own files are JSON") };
    let world = World::read(&read(include_str!(
        "../../../vectors/check/public_samples.json"
    )))
    .expect("the sample world has the expected shape");
    let mut form = read(include_str!(
        "../../../vectors/check/clean/subscriber_direct.json"
    ));
    let many = |one: &Value, prefix: &str| -> Value {
        (0..100)
            .map(|n| {
                let mut copy = one.clone();
                copy["id"] = json!(format!("{prefix}{n}"));
                if prefix == "i" {
                    copy["selectors"] = json!([format!("s{n}")]);
                }
                copy
            })
            .collect()
    };
    form["selectors"] = many(&form["selectors"][0].clone(), "s");
    form["items"] = many(&form["items"][0].clone(), "i");
    let now = world.now().unwrap_or(Instant(0));
    let mut times: Vec<u128> = (0..500)
        .map(|_| {
            let start = Stopwatch::now();
            let report = check(&form, &world, now);
            assert!(report.defects.is_empty(), "the request is clean");
            start.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    println!(
        "{} bytes of request: median {} µs, 99th percentile {} µs",
        form.to_string().len(),
        times[250],
        times[495]
    );
}
