//! The arrows between the rooms, proven from the dependency graph: nothing points outwards.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cargo;

/// Which rooms each room may use outside its tests.
const ARROWS: [(&str, &[&str]); 11] = [
    ("comity-core", &[]),
    ("comity-wire", &["comity-core"]),
    ("comity-verify", &["comity-core", "comity-wire"]),
    ("comity-letters", &["comity-core"]),
    ("comity-formats", &[]),
    (
        "comity-flows",
        &["comity-core", "comity-wire", "comity-formats"],
    ),
    (
        "comity-store",
        &["comity-core", "comity-wire", "comity-flows"],
    ),
    (
        "comity-peer",
        &["comity-core", "comity-wire", "comity-flows"],
    ),
    (
        "comity-desk",
        &[
            "comity-core",
            "comity-wire",
            "comity-formats",
            "comity-flows",
            "comity-letters",
        ],
    ),
    (
        "comity-testkit",
        &["comity-core", "comity-wire", "comity-flows"],
    ),
    (
        "comity-node",
        &[
            "comity-core",
            "comity-wire",
            "comity-formats",
            "comity-flows",
            "comity-store",
            "comity-peer",
            "comity-desk",
            "comity-letters",
            "comity-verify",
        ],
    ),
];

/// Compares the workspace with [`ARROWS`].
///
/// # Errors
/// Names each arrow that should not be there.
pub(crate) fn check() -> Result<(), String> {
    let text = cargo::output(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&text).map_err(|why| why.to_string())?;
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ARROWS
        .iter()
        .map(|(room, uses)| (*room, uses.iter().copied().collect()))
        .collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let room = package["name"].as_str().unwrap_or_default();
        if room == "xtask" {
            continue;
        }
        let Some(may) = allowed.get(room) else {
            wrong.push(format!("{room} is no known room: add it to the arrows"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let in_tests_only = dependency["kind"].as_str() == Some("dev");
            if used.starts_with("comity-") && !in_tests_only && !may.contains(used) {
                wrong.push(format!("{room} must not use {used}"));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_keeps_its_arrows() {
        assert_eq!(check(), Ok(()));
    }

    #[test]
    fn no_room_of_the_table_points_outwards() {
        let place = |name: &str| ARROWS.iter().position(|(room, _)| *room == name);
        for (room, uses) in ARROWS {
            for used in uses {
                assert!(
                    place(used) < place(room),
                    "{room} uses {used}, which stands after it"
                );
            }
        }
    }
}
