//! The three public samples, and our own: a clean request of every kind, and one change at a time.

use super::*;
use serde_json::Value;

mod clean;
mod hostile;
mod mutations;

/// The invented world of the samples.
pub(super) fn world() -> World {
    World::read(&clean::world()).expect("the sample world has the expected shape")
}

/// Checks at the moment for which the world stands.
pub(super) fn run(form: &Value) -> Report {
    let world = world();
    let now = world.now().expect("the sample world has a date");
    check(form, &world, now)
}

/// Code, severity and path of all that was found.
pub(super) fn found(form: &Value) -> Vec<(&'static str, Severity, String)> {
    run(form)
        .defects
        .into_iter()
        .map(|d| (d.code.as_str(), d.severity, d.path))
        .collect()
}

/// What blocks.
pub(super) fn blocks(form: &Value) -> Vec<(&'static str, String)> {
    found(form)
        .into_iter()
        .filter(|(_, severity, _)| *severity == Severity::Block)
        .map(|(code, _, path)| (code, path))
        .collect()
}
