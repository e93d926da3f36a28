//! Simulation: twelve nodes made of the real steps of delivery, transfer and log, under every fault
//! the world has, from one seed.
//!
//! Network, disks, clocks and crashes are simulated; the decisions are those of `comity_wire`. After
//! every step the promises are checked where they could break; after the calm, for everything:
//!
//! | | promise |
//! |---|---|
//! | I1 | a message takes effect at most once |
//! | I2 | a receipt exists if and only if message and leaf are stored |
//! | I3 | effects of a thread, sender and epoch are 1, 2, 3 … |
//! | I4 | everything authorised ends as received, refused, withdrawn, or before a person, within two longest waits after the world is calm, and the end is the truth |
//! | I6 | a log never shows two roots for one size, and every receipt's leaf is in the next checkpoint |
//! | I7 | heads only grow, and a witness confirms one history |
//! | I8 | no chunk is marked that is not verified and on the disk |
//! | I12 | at most sixteen messages are under way to a peer |
//!
//! `COMITY_SEED=n cargo test -p comity-testkit sim_replay` repeats a seed;
//! `COMITY_SIM_SEEDS=1000` runs that many.

mod chance;
mod disturb;
mod end;
mod event;
mod fault;
mod files;
mod hear;
mod logs;
mod model;
mod network;
mod outbox;
mod pump;
mod receive;
mod report;
mod send;
mod world;

pub use chance::Chance;
pub use fault::{Bug, Fault};
pub use report::{Report, Violation};

/// Steps of one run, the calm included.
pub const STEPS: u64 = 30_000;

/// Runs one seed.
///
/// # Errors
/// The first [`Violation`].
pub fn run(seed: u64, steps: u64, bug: Option<Bug>) -> Result<Report, Violation> {
    let mut world = world::World::new(seed, bug);
    world.run(steps);
    match world.violation {
        Some(violation) => Err(violation),
        None => Ok(world.report),
    }
}
