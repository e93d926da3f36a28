//! How fast the law answers: by ids, as JSON in and out, for all pairs, and what a new party changes.
//!
//! `cargo run --release -p comity-core --example law_bench`: one core, the pack that ships.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement looks at the clock"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use comity_core::law::{
    Addressee, DataCategory, Day, LOCAL, LawQuery, Pack, Query, compare, decide_ids, decide_json,
    effect, overview,
};

fn main() {
    let started = Instant::now();
    let pack = Pack::builtin();
    println!("load pack            {:>10.2?}", started.elapsed());
    let states = overview(pack).states;
    let measures: [(&str, DataCategory, Addressee); 17] = [
        ("preservation", DataCategory::Traffic, Addressee::Contact247),
        (
            "partial_disclosure",
            DataCategory::Traffic,
            Addressee::Contact247,
        ),
        (
            "domain_registration",
            DataCategory::DomainRegistration,
            Addressee::Registrar,
        ),
        (
            "subscriber_direct",
            DataCategory::Subscriber,
            Addressee::ServiceProvider,
        ),
        (
            "order_effect",
            DataCategory::Subscriber,
            Addressee::CentralAuthority,
        ),
        (
            "mla_stored",
            DataCategory::Content,
            Addressee::CentralAuthority,
        ),
        (
            "mla_realtime_traffic",
            DataCategory::Traffic,
            Addressee::CentralAuthority,
        ),
        (
            "mla_interception",
            DataCategory::Content,
            Addressee::CentralAuthority,
        ),
        (
            "emergency_disclosure",
            DataCategory::Content,
            Addressee::ServiceProvider,
        ),
        (
            "emergency_mla",
            DataCategory::Content,
            Addressee::CentralAuthority,
        ),
        ("epoc", DataCategory::Content, Addressee::ServiceProvider),
        ("epoc_pr", DataCategory::Content, Addressee::ServiceProvider),
        (
            "direct_order",
            DataCategory::Content,
            Addressee::ServiceProvider,
        ),
        (
            "asset_freeze",
            DataCategory::Financial,
            Addressee::CentralAuthority,
        ),
        (
            "content_removal",
            DataCategory::Content,
            Addressee::ServiceProvider,
        ),
        (
            "jit",
            DataCategory::Content,
            Addressee::CompetentAuthorities,
        ),
        ("police_information", DataCategory::None, Addressee::Police),
    ];
    let query = |from: &str, to: &str, at: usize| -> Option<Query> {
        let (measure, category, addressee) = measures[at % measures.len()];
        LawQuery {
            requesting: from,
            requested: Some(to),
            addressee: addressee.as_str(),
            measure,
            data_category: category.as_str(),
            offence: Some("computer_fraud"),
            max_penalty_months: Some(60),
            date: "2026-11-02",
            mode: None,
        }
        .resolve(pack)
        .ok()
    };
    let mut pairs = Vec::new();
    for from in &states {
        for to in &states {
            pairs.extend((0..measures.len()).filter_map(|at| query(from, to, at)));
        }
    }
    let all = Instant::now();
    for one in &pairs {
        black_box(decide_ids(pack, one));
    }
    println!("all {} questions {:>10.2?}", pairs.len(), all.elapsed());

    let step = pairs.len() / 100_000 + 1;
    let times = pairs.iter().step_by(step).map(|one| {
        let from = Instant::now();
        black_box(decide_ids(pack, one));
        from.elapsed()
    });
    percentiles("decide by ids", times.collect());

    let texts: Vec<String> = (0..20_000)
        .map(|at| {
            let (measure, category, addressee) = measures[at % measures.len()];
            let (from, to) = (&states[at * 7 % states.len()], &states[at * 13 % states.len()]);
            format!(
                "{{\"requesting\":\"{from}\",\"requested\":\"{to}\",\"addressee\":\"{}\",\"measure\":\"{measure}\",\
                 \"data_category\":\"{}\",\"offence\":\"computer_fraud\",\"max_penalty_months\":60,\"date\":\"2026-11-02\",\
                 \"facts\":{{\"transnational\":true}}}}",
                addressee.as_str(),
                category.as_str()
            )
        })
        .collect();
    let times = texts.iter().map(|text| {
        let from = Instant::now();
        let answer = decide_json(pack, text, "en").ok();
        black_box(serde_json::to_string(&answer).ok());
        from.elapsed()
    });
    percentiles("JSON in and out", times.collect());

    let from = Instant::now();
    let changes = effect(pack, "KE", "COE-185", "2027-01-01").map_or(0, |it| it.changes.len());
    println!(
        "effect KE COE-185    {:>10.2?}  {changes} changes",
        from.elapsed()
    );
    changes_of_packs(pack);
}

/// What two persons wait for: the effect of one row, of one instrument, and of another table of measures,
/// for which every pair of States is asked anew.
fn changes_of_packs(pack: &Pack) {
    let row = r#"{"schema":"overlay/1","by":"bench","parties":[{"iso2":"KE","instrument_id":"COE-185","status":"party",
        "date_of_entry_into_force":"2026-01-01","source":"bench","confidence":"high"}]}"#;
    let instrument =
        r#"{"schema":"overlay/1","by":"bench","instruments":{"UN-TOC":{"confidence":"low"}}}"#;
    let mut row_files = Pack::builtin_files();
    row_files.insert(LOCAL.to_owned(), row.into());
    let mut instrument_files = Pack::builtin_files();
    instrument_files.insert(LOCAL.to_owned(), instrument.into());
    let mut table_files = Pack::builtin_files();
    if let Some(table) = table_files.get_mut("measures.json") {
        table.push(b'\n');
    }
    for (name, files) in [
        ("one row", row_files),
        ("one instrument", instrument_files),
        ("all of it", table_files),
    ] {
        let (Ok(other), Some(day)) = (Pack::from_files(files), Day::parse("2026-11-02")) else {
            println!("change of {name}: not a pack");
            continue;
        };
        let from = Instant::now();
        let found = compare(pack, &other, day);
        println!(
            "change of {name:<14} {:>8.2?}  {} of {} answers change",
            from.elapsed(),
            found.changed,
            found.asked
        );
    }
}

fn percentiles(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "{name:<20} p50 {:>9.2?}  p90 {:>9.2?}  p99 {:>9.2?}  max {:>9.2?}  ({} runs)",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        times.len()
    );
}
