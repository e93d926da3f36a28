//! Nodes that are killed while they work.

use std::time::Duration;

use crate::count::{at_rest, count, is_sound};
use crate::traffic::Traffic;
use crate::world::{Dice, World, times};

/// A killed node answers again within this. Half of the restarts must: a busy machine delays some.
const RESTART: Duration = Duration::from_secs(3);
/// Waits between retries grow while a node keeps being killed; this is more than the longest of them.
const PATIENCE: Duration = Duration::from_secs(240);

/// `COMITY_KILLS=200 cargo test -p comity-node --test faults -- --nocapture`; `COMITY_SEED=n` chooses the
/// nodes and moments again.
#[test]
fn nodes_killed_at_any_moment_lose_nothing_and_double_nothing() {
    let (kills, mut dice) = (times("COMITY_KILLS", 12), Dice::new());
    let world = World::new(None);
    let mut nodes = ["aldoria", "belmark", "northwind"].map(|name| world.node(name));
    for node in &mut nodes {
        node.start();
    }
    let [aldoria, belmark, northwind] = &nodes;
    let traffic = Traffic::new(&aldoria.desk, &belmark.desk, &northwind.desk);
    let mut restarts = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(|| traffic.run());
        for _ in 0..kills {
            std::thread::sleep(Duration::from_millis(100 + dice.roll(500)));
            let node = &mut nodes[dice.roll(3) as usize];
            node.kill();
            restarts.push(node.start());
        }
        traffic.ask_no_more();
        traffic.settle(PATIENCE);
        traffic.stop();
    });
    at_rest(&nodes.each_ref());
    restarts.sort();
    let counted = count(&traffic);
    println!(
        "{kills} kills: {} requests, {} register entries, {} lost, {} doubled; restart median {:.2?}, longest {:.2?}; {} acts confirmed, {} cut off",
        counted.requests,
        counted.entries,
        counted.lost.len(),
        counted.doubled.len(),
        restarts[restarts.len() / 2],
        restarts[restarts.len() - 1],
        traffic.confirmed.into_inner(),
        traffic.unsure.into_inner(),
    );
    assert!(counted.lost.is_empty(), "{:#?}", counted.lost);
    assert!(counted.doubled.is_empty(), "{:#?}", counted.doubled);
    assert!(counted.requests > 3, "there was no traffic");
    assert!(restarts[restarts.len() / 2] <= RESTART);
    for node in &nodes {
        is_sound(node);
    }
}
