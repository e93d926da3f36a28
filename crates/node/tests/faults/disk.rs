//! A node whose disk is full: it stays up, says so to its officers and to its peers, loses nothing, and goes
//! on by itself when there is room again.
//!
//! The disk is a small file system in memory that only the node sees; the test reaches it through the node's
//! `/proc/PID/root`. Where the system gives no such file system to this account, the test says so.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::count::{at_rest, count, is_sound};
use crate::traffic::Traffic;
use crate::world::{World, wait};

/// Room beyond what the node already has: enough for the requests of the test and the write-ahead log.
const ROOM: u64 = 96 << 20;
const PATIENCE: Duration = Duration::from_secs(180);

#[test]
#[ignore = "needs a user namespace of its own (unshare -rm) and minutes"]
fn a_node_on_a_full_disk_says_so_loses_nothing_and_goes_on_when_there_is_room() {
    if !can_mount() {
        println!("left out: this account may not mount a file system of its own (unshare -rm)");
        return;
    }
    let world = World::new(None);
    let mut aldoria = world.node("aldoria");
    let mut belmark = world.node("belmark");
    let mut northwind = world.node("northwind");
    aldoria.start();
    northwind.start();
    belmark.start_with(on_a_small_disk(&belmark.folder));
    belmark.own_disk = true;
    let traffic = Traffic::new(&aldoria.desk, &belmark.desk, &northwind.desk);
    let filler = seen_from_outside(belmark.id(), &belmark.folder).join("filler");
    std::thread::scope(|scope| {
        scope.spawn(|| traffic.run());
        std::thread::sleep(Duration::from_secs(2));
        let before = traffic.sent().len();
        fill(&filler);
        wait("an officer to be told", || traffic.told_full() > 2);
        let reader = traffic.desks()[1];
        let page = reader.get("/queue").expect("it is up");
        assert!(page.is_done(), "the queue cannot be read: {page:?}");
        wait("requests to wait at their sender", || {
            traffic.sent().len() > before + 3
        });
        let asker = traffic.desks()[0];
        wait("the sender to see why they wait", || {
            let page = asker.get("/deliveries");
            page.is_some_and(|page| page.body.contains("Their disk is full"))
        });
        fs::remove_file(&filler).expect("ours");
        traffic.ask_no_more();
        traffic.settle(PATIENCE);
        traffic.stop();
    });
    at_rest(&[&aldoria, &belmark, &northwind]);
    let counted = count(&traffic);
    println!(
        "full disk: {} requests, {} register entries, {} lost, {} doubled; officers told {} times",
        counted.requests,
        counted.entries,
        counted.lost.len(),
        counted.doubled.len(),
        traffic.told_full(),
    );
    assert!(counted.lost.is_empty(), "{:#?}", counted.lost);
    assert!(counted.doubled.is_empty(), "{:#?}", counted.doubled);
    for node in [&aldoria, &belmark, &northwind] {
        is_sound(node);
    }
}

/// Writes until nothing more fits, then a little at a time.
fn fill(path: &Path) {
    let mut file = fs::File::create(path).expect("there is room yet");
    for size in [1 << 20, 64 << 10, 4 << 10] {
        let piece = vec![7; size];
        while file.write_all(&piece).is_ok() {}
    }
}

fn can_mount() -> bool {
    let tried = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// The node in a copy of its folder, on a file system of its own that lies over the folder.
fn on_a_small_disk(folder: &Path) -> Command {
    let size = bytes_in(folder) + ROOM;
    let mut command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c"])
        .arg(
            "set -e; cp -a \"$1\" \"$1.copy\"; mount -t tmpfs -o size=\"$2\" tmpfs \"$1\"; \
             cp -a \"$1.copy/.\" \"$1\"; exec \"$3\" serve --dir \"$1\"",
        )
        .arg("sh")
        .arg(folder)
        .arg(size.to_string())
        .arg(env!("CARGO_BIN_EXE_comity"));
    command
}

fn seen_from_outside(process: u32, folder: &Path) -> PathBuf {
    let inside = folder.strip_prefix("/").expect("an absolute path");
    PathBuf::from(format!("/proc/{process}/root")).join(inside)
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("readable").flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => bytes_in(&entry.path()),
            // Room is given out in pages.
            Ok(found) => found.len().next_multiple_of(4096),
            Err(_) => 0,
        })
        .sum()
}
