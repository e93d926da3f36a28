//! The main job from end to end: three nodes over real TLS, two States, a preservation, a production,
//! sealed evidence and its proof, played by the binary itself.

use std::process::Command;

use serde_json::Value;

fn demo(arguments: &[&str]) -> (i32, Value) {
    let ran = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(["demo", "--headless", "--json"])
        .args(arguments)
        .output()
        .expect("the binary was built for this test");
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let summary = serde_json::from_str(&text).unwrap_or_else(|_| {
        panic!(
            "no summary; standard error: {}",
            String::from_utf8_lossy(&ran.stderr)
        )
    });
    (ran.status.code().expect("it ended by itself"), summary)
}

#[test]
fn a_preservation_and_a_production_come_to_a_verified_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("mailbox.bin");
    // Not a multiple of the chunk size, so the last chunk is a short one.
    let bytes: Vec<u8> = (0..3_000_001_u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&evidence, &bytes).expect("room for the evidence");
    let world = folder.path().join("world");
    let (exit, summary) = demo(&[
        "--dir",
        world.to_str().expect("a plain path"),
        "--evidence",
        evidence.to_str().expect("a plain path"),
    ]);
    assert_eq!(exit, 0, "{summary}");
    assert_eq!(summary["verify"], "ok");

    let carried = summary["evidence"].as_array().expect("a list");
    let named = carried
        .iter()
        .find(|one| one["name"] == "mailbox.bin")
        .expect("the named file was carried");
    assert_eq!(named["bytes"], bytes.len());
    assert_eq!(named["verified"], true);

    let requests = summary["requests"].as_array().expect("a list");
    let stages = |at: usize| -> Vec<&str> {
        let list = requests[at]["stages"].as_array().expect("a list");
        list.iter()
            .filter_map(|one| one["stage"].as_str())
            .collect()
    };
    assert!(
        stages(0).ends_with(&["accepted", "executing", "executed"]),
        "{:?}",
        stages(0)
    );
    assert!(
        stages(1).ends_with(&["executed", "received", "closed"]),
        "{:?}",
        stages(1)
    );
    assert_eq!(requests[0]["basis"][0]["instrument"], "COE-185");

    for node in summary["custody"]["nodes"].as_array().expect("a list") {
        let cosigned = node["cosigned_by"].as_array().expect("a list");
        assert!(
            !cosigned.is_empty(),
            "nobody cosigned the log of {}",
            node["node"]
        );
    }
    let package = summary["court_package"].as_str().expect("a path");
    let exhibit = world.join("proof").join("mailbox.bin");
    assert_eq!(verified(package), 0);
    assert_eq!(
        std::fs::read(&exhibit).expect("opened for the court"),
        bytes
    );
    std::fs::write(&exhibit, &bytes[1..]).expect("room");
    assert_eq!(verified(package), 1, "altered evidence was not seen");
    std::fs::write(&exhibit, &bytes).expect("room");
    let mut altered = std::fs::read(package).expect("a package");
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(package, &altered).expect("room");
    assert_eq!(verified(package), 1, "an altered package was not seen");
    assert!(
        !contains(&world, b"Jordan Example"),
        "plaintext evidence rests on a node's disk"
    );
}

/// Runs the verifier on a package, as a court would.
fn verified(package: &str) -> i32 {
    let ran = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(["verify", package])
        .output()
        .expect("the binary was built for this test");
    ran.status.code().expect("it ended by itself")
}

/// Whether any file of the nodes holds `needle`; what was opened on purpose lies under `proof`.
fn contains(folder: &std::path::Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                path.file_name().is_none_or(|name| name != "proof") && contains(&path, needle)
            } else {
                std::fs::read(&path)
                    .is_ok_and(|bytes| bytes.windows(needle.len()).any(|at| at == needle))
            }
        })
}

#[test]
fn the_demo_never_writes_over_a_folder_that_holds_something() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.txt"), "mine").expect("room");
    let ran = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(["demo", "--headless", "--dir"])
        .arg(folder.path())
        .output()
        .expect("the binary was built for this test");
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("is not empty"));
}
