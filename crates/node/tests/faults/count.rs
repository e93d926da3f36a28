//! The count after the kills: what was confirmed is there, once, and every node's register tells the same
//! story that it tells of a request nobody disturbed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::desk::Desk;
use crate::traffic::{Traffic, text};
use crate::world::{Process, wait};

/// What was counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Requests that were sent.
    pub(crate) requests: usize,
    /// Register entries of them on the three nodes.
    pub(crate) entries: usize,
    /// What is missing, with where.
    pub(crate) lost: Vec<String>,
    /// What is there more than once, with where.
    pub(crate) doubled: Vec<String>,
}

/// Counts on three nodes that have come to rest.
pub(crate) fn count(traffic: &Traffic) -> Count {
    let mut count = Count::default();
    let [asker, taker, provider] = traffic.desks().map(preservations);
    let mut numbers = traffic.sent();
    once(&mut count, &numbers, &asker["request"], "the asking node");
    // What arrived without having been confirmed must go all the way too.
    numbers.extend(references(&asker["request"]));
    once(&mut count, &numbers, &taker["request"], "the asked node");
    let orders = references(&taker["order"]).collect::<BTreeSet<_>>();
    if orders.len() != numbers.len() {
        count.lost.push(format!(
            "{} orders for {} requests",
            orders.len(),
            numbers.len()
        ));
    }
    once(&mut count, &orders, &provider["order"], "the provider");
    for (desk, files) in traffic.desks().into_iter().zip([asker, taker, provider]) {
        for files in files.into_values() {
            registers(&mut count, desk, &files);
        }
    }
    count.requests = numbers.len();
    count
}

/// The preservations of a node: its requests, and the orders that carry them out.
fn preservations(desk: &Desk) -> BTreeMap<String, Vec<Value>> {
    let mut parts: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for file in desk.requests("all").expect("all nodes run") {
        if file["kind"] == "preservation" {
            let part = text(&file["part"]).to_owned();
            parts.entry(part).or_default().push(file);
        }
    }
    parts
}

fn references(files: &[Value]) -> impl Iterator<Item = String> {
    files.iter().map(|file| text(&file["reference"]).to_owned())
}

/// Each of `numbers` must be there, and nothing twice.
fn once(count: &mut Count, numbers: &BTreeSet<String>, files: &[Value], node: &str) {
    let mut there: BTreeMap<String, u64> = BTreeMap::new();
    for reference in references(files) {
        *there.entry(reference).or_default() += 1;
    }
    for number in numbers.iter().filter(|number| !there.contains_key(*number)) {
        count.lost.push(format!("{number} is not at {node}"));
    }
    for (number, times) in there.iter().filter(|(_, times)| **times > 1) {
        count
            .doubled
            .push(format!("{number} is {times} times at {node}"));
    }
}

/// Every register against the one of the demo's own preservation, which nobody disturbed.
fn registers(count: &mut Count, desk: &Desk, files: &[Value]) {
    let mut stories = Vec::new();
    for file in files {
        let number = text(&file["number"]);
        let path = format!("/api/v1/requests/{number}/register");
        let lines = desk.get(&path).expect("all nodes run").json();
        let mut story: BTreeMap<String, i64> = BTreeMap::new();
        for line in lines.as_array().expect("a list") {
            // Only the demo's own is followed by a formal request.
            if line["kind"] == "preservation.followed" {
                continue;
            }
            *story.entry(text(&line["kind"]).to_owned()).or_default() += 1;
            count.entries += 1;
        }
        // An officer of the other side may be faster than our node, killed before it stored the receipt:
        // the file is then past "delivered" already.
        let first = |kind: &str| {
            let mut lines = lines.as_array().into_iter().flatten();
            lines.position(|line| line["kind"] == kind)
        };
        let overtaken = first("status.received") < first("receipt.received");
        if first("status.received").is_some() && overtaken && first("request.delivered").is_none() {
            story.insert("request.delivered".to_owned(), 1);
        }
        stories.push((number, story));
    }
    // The demo's request was the first on every node.
    let Some((_, model)) = stories.iter().min_by_key(|(number, _)| *number) else {
        return;
    };
    for (number, story) in &stories {
        for kind in model.keys().chain(story.keys()) {
            let of = |story: &BTreeMap<String, i64>| story.get(kind).copied().unwrap_or_default();
            let place = || format!("{kind} in the register of {number}");
            match of(story) - of(model) {
                0 => {}
                more if more > 0 => count.doubled.push(place()),
                _ => count.lost.push(place()),
            }
        }
    }
}

/// Waits until no node has anything left to send.
pub(crate) fn at_rest(nodes: &[&Process]) {
    wait("the outboxes to be empty", || {
        nodes.iter().all(|node| {
            let outbox = node.ask(&["status"])["outbox"].take();
            outbox["queued"] == 0 && outbox["waiting"] == 0
        })
    });
}

/// What `comity doctor` and the custody log say of a stopped or running node.
pub(crate) fn is_sound(node: &Process) {
    let found = node.ask(&["doctor", "--all"]);
    assert_eq!(found["healthy"], true, "{}: {found:#}", node.name);
}
