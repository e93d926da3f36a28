//! Either side of a transfer of evidence is killed again and again: what was received once does not move
//! a second time, and the object is whole and right in the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use comity_wire::hash::sha256_read;
use serde_json::json;

use crate::desk::{Answer, Desk};
use crate::proxy::Line;
use crate::traffic::text;
use crate::world::{Dice, Process, World, times, wait};

/// Pieces of an upload.
const PIECE: usize = 8 << 20;
/// What a killed receiver may lose: half a chunk on each of its two lines, and what is under way to it.
const LOST: u64 = 3 << 20;

/// `COMITY_TRANSFER_MIB=1024 COMITY_TRANSFER_KILLS=20 cargo test --release -p comity-node --test faults
/// transfer -- --nocapture`
#[test]
fn a_transfer_whose_ends_are_killed_moves_nothing_twice_and_comes_out_right() {
    let mib = times("COMITY_TRANSFER_MIB", 24);
    let kills = times("COMITY_TRANSFER_KILLS", 3);
    let mut dice = Dice::new();
    let world = World::new(None);
    let mut aldoria = world.node("aldoria");
    let mut belmark = world.node("belmark");
    let mut northwind = world.node("northwind");
    // The provider listens elsewhere than its entry says; the line in between counts.
    let (listed, behind) = (northwind.peers.clone(), free_port());
    let bytes = mib << 20;
    northwind
        .environment
        .push(("COMITY_PEER_LISTEN", behind.clone()));
    let line = Line::new(&listed, behind, bytes / 4);
    for node in [&mut aldoria, &mut belmark, &mut northwind] {
        node.start();
    }
    let order = order(&aldoria, &belmark, &northwind);
    let object = upload(&northwind, &order, bytes);
    let (before, began) = (line.down(), Instant::now());
    let silva = Desk::sign_in(&northwind.desk, "silva");
    done(silva.post(&format!("/p/{order}/answer"), "answer=sealed&text="));
    for kill in 1..=kills {
        // Somewhere in its own part of the transfer.
        let part = bytes / (kills + 1);
        let place = part * kill - dice.roll(part);
        wait("the transfer to go on", || line.down() - before >= place);
        let node = if dice.roll(2) == 0 {
            &mut belmark
        } else {
            &mut northwind
        };
        node.kill();
        node.start();
    }
    let costa = Desk::sign_in(&belmark.desk, "costa");
    wait("the evidence to be verified", || {
        let register = costa.get(&format!("/api/v1/requests/{order}/register"));
        register.is_some_and(|answer| answer.body.contains("evidence.verified"))
    });
    let moved = line.down() - before;
    println!(
        "{kills} kills during {mib} MiB: {moved} bytes moved, {:.4} of the size, in {:.1?}",
        moved as f64 / bytes as f64,
        began.elapsed()
    );
    assert_eq!(
        digest(&chunks(&belmark.folder, &object)),
        digest(&chunks(&northwind.folder, &object)),
        "the chunks are not those that were sealed"
    );
    assert!(moved <= bytes + bytes / 50 + kills * LOST, "{moved} bytes");
    assert!(moved >= bytes, "the line did not carry the object");
}

/// Walks a production from the draft to the provider's desk. Returns the number of the order there.
fn order(aldoria: &Process, belmark: &Process, northwind: &Process) -> String {
    let okoye = Desk::sign_in(&aldoria.desk, "okoye");
    let all = okoye.requests("all").expect("the node runs");
    let model = all.iter().find(|one| one["kind"] == "mla_stored");
    let path = format!(
        "/api/v1/requests/{}",
        text(&model.expect("the demo's")["number"])
    );
    let mut form = okoye.get(&path).expect("the node runs").json()["form"].take();
    form.as_object_mut().expect("a form").remove("reference");
    let draft = json!({"kind": "mla_stored", "to": "XB/justice/central", "form": form});
    let begun = done(okoye.call("/api/v1/requests", &draft)).json();
    let number = text(&begun["number"]).to_owned();
    done(okoye.call(&format!("/api/v1/requests/{number}/submit"), &json!(null)));
    aldoria.approve("lindqvist", &number);

    let costa = Desk::sign_in(&belmark.desk, "costa");
    let arrived = found(&costa, "the request", "request", &number);
    done(costa.post(&format!("/r/{arrived}/act/acknowledge"), ""));
    done(costa.post(&format!("/r/{arrived}/act/accept"), "conditions="));
    let serve = "holder=XB%2Fnorthwind%2Fmail&provision=art.+219";
    done(costa.post(&format!("/r/{arrived}/act/serve"), serve));
    let orders = costa.requests("open").expect("the node runs");
    let drawn = orders
        .iter()
        .find(|one| one["part"] == "order" && one["stage"] != "executed");
    let order = text(&drawn.expect("an order was drawn up")["number"]).to_owned();
    belmark.approve("ito", &order);

    let silva = Desk::sign_in(&northwind.desk, "silva");
    let served = found(&silva, "the order", "order", &order);
    done(silva.post(&format!("/r/{served}/act/acknowledge"), ""));
    order
}

/// Waits for a file to arrive by its sender's number.
fn found(desk: &Desk, what: &str, part: &str, number: &str) -> String {
    let mut arrived = None;
    wait(what, || {
        let all = desk.requests("all").unwrap_or_default();
        arrived = all
            .iter()
            .find(|one| one["part"] == part && one["reference"] == *number)
            .map(|one| text(&one["number"]).to_owned());
        arrived.is_some()
    });
    arrived.expect("it was waited for")
}

/// Uploads bytes that nothing can compress. Returns the object's id.
fn upload(northwind: &Process, order: &str, bytes: u64) -> String {
    let silva = Desk::sign_in(&northwind.desk, "silva");
    let path = format!("/p/{order}/upload?name=mailbox.bin&bytes={bytes}");
    let begun = done(silva.call(&path, &json!(null))).json();
    let place = text(&begun["upload"]).to_owned();
    let mut dice = Dice(7);
    let mut at = 0;
    while at < bytes {
        let size = PIECE.min((bytes - at) as usize);
        let mut piece = vec![0; size];
        for eight in piece.chunks_exact_mut(8) {
            eight.copy_from_slice(&dice.roll(u64::from(u32::MAX)).to_le_bytes());
        }
        let digest = comity_wire::hash::sha256(&piece).to_string();
        done(silva.put(&format!("{place}?at={at}"), &digest, &piece));
        at += size as u64;
    }
    let sealed = done(silva.call(&format!("{place}/seal"), &json!(null))).json();
    text(&sealed["object"]).to_owned()
}

fn done(answer: Option<Answer>) -> Answer {
    let answer = answer.expect("the node runs");
    assert!(answer.is_done(), "{answer:?}");
    answer
}

fn chunks(node: &Path, object: &str) -> PathBuf {
    node.join("objects")
        .join(&object[..2])
        .join(object)
        .join("chunks")
}

fn digest(path: &Path) -> String {
    let file = fs::File::open(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let (digest, _) = sha256_read(file, |_| ()).expect("readable");
    digest.to_string()
}

fn free_port() -> String {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("bound").to_string()
}
