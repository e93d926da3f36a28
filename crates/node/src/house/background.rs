//! What a node does by itself: sends, pulls, watches its clocks, signs checkpoints and takes newer
//! directory files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use comity_core::time::{Instant, Span};
use comity_flows::Node;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::trust;

/// How often a node looks at its clocks, its trust folder and the age of its last checkpoint.
const LOOK: Duration = Duration::from_secs(30);
/// A checkpoint at least as often as this.
const ANCHOR: Span = Span::hours(1);

/// All clocks are looked at as often as this.
const SWEEP: Span = Span::hours(1);

/// Starts the background work of a node; it ends when `stop` says so.
pub(crate) fn start(
    node: &Arc<Node>,
    folder: &Path,
    stop: &watch::Sender<bool>,
) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(node.clone().pump(stopped(stop))),
        tokio::spawn(node.clone().pull_offers(stopped(stop))),
        tokio::spawn(partners(node.clone(), stopped(stop))),
        tokio::spawn(look(node.clone(), folder.join("trust"), stopped(stop))),
    ]
}

fn stopped(stop: &watch::Sender<bool>) -> impl Future<Output = ()> + Send + use<> {
    let mut seen = stop.subscribe();
    async move {
        // The sender lives as long as the node; its end is a stop too.
        let _ = seen.wait_for(|stop| *stop).await;
    }
}

async fn look(node: Arc<Node>, trust: PathBuf, stop: impl Future<Output = ()> + Send) {
    tokio::pin!(stop);
    let mut known = newest(&trust);
    let mut swept: Option<Instant> = None;
    // What a stop left half done is taken up at once.
    tick(&node).await;
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let found = newest(&trust);
        if found != known {
            known = found;
            reload(&node, &trust).await;
        }
        tick(&node).await;
        if swept.is_none_or(|at| at + SWEEP <= node.now()) {
            swept = Some(node.now());
            if let Err(fault) = node.sweep().await {
                tracing::error!(%fault, "the clocks could not be looked at");
            }
        }
        if let Err(fault) = anchor_if_old(&node).await {
            tracing::error!(%fault, "no checkpoint was signed");
        }
    }
}

/// Partners that nobody called for a while are called, so that the screens know who can be reached.
async fn partners(node: Arc<Node>, stop: impl Future<Output = ()> + Send) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = node.look_at_partners() => {}
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn tick(node: &Node) {
    if let Err(fault) = node.tick().await {
        tracing::error!(%fault, "emergencies and parked messages could not be looked at");
    }
}

/// The newest change in a folder, and how many files it has.
fn newest(folder: &Path) -> Option<(SystemTime, usize)> {
    let entries = std::fs::read_dir(folder).ok()?;
    let times: Vec<SystemTime> = entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok()?.modified().ok())
        .collect();
    Some((times.iter().max().copied()?, times.len()))
}

async fn reload(node: &Node, folder: &Path) {
    match trust::read(folder, node.world, node.now()) {
        Ok(directory) => {
            node.replace_directory(directory);
            if let Err(fault) = node.recall_partners().await {
                tracing::error!(%fault, "the partners without a node could not be read");
            }
            node.learn_tls_keys().await;
            tracing::info!("the directory was read again");
        }
        Err(fault) => tracing::error!(fault = %fault.what, "the directory stays as it was"),
    }
}

async fn anchor_if_old(node: &Node) -> Result<(), comity_flows::FlowFault> {
    let last = node.ledger().checkpoint().await?;
    if last.is_none_or(|row| row.at + ANCHOR <= node.now()) {
        node.anchor().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use comity_core::request::RequestFile;
    use comity_core::stage::StageName;
    use comity_flows::index_of;
    use comity_flows::ports::{CaseRow, Change, Ledger, ThreadRow, Write};
    use comity_wire::context::World;
    use comity_wire::directory::NodeKind;
    use comity_wire::keys::SigningKey;
    use serde_json::{Value, json};

    use super::*;
    use crate::house::founding::{Founding, found, issue, write};
    use crate::house::opened::{Access, Opened};

    /// An exercise node alone in its State.
    async fn node(folder: &Path) -> Opened {
        let now = Instant(jiff::Timestamp::now().as_millisecond());
        let plan = Founding {
            id: "XA/justice/central".parse().expect("an id"),
            world: World::Exercise,
            kind: NodeKind::Authority,
            names: BTreeMap::new(),
            zone: "UTC".to_owned(),
            telephone: None,
            peers: "127.0.0.1:1".parse().expect("an address"),
            desk: "127.0.0.1:2".parse().expect("an address"),
            url: "https://127.0.0.1:1".to_owned(),
            passphrase: b"exercise",
            passphrase_file: "passphrase".into(),
            authority_passphrase: b"exercise",
        };
        let founded = found(folder, &plan, now).expect("room");
        write(&folder.join("passphrase"), b"exercise").expect("room");
        let key = SigningKey::generate().expect("a key");
        let state = plan.id.state();
        let (entries, world) = (vec![founded.entry], World::Exercise);
        let file = issue(state, 1, entries, Vec::new(), &key, world, now).expect("signs");
        write(&folder.join("trust/XA.dir"), file.bytes()).expect("room");
        let pin = hex::encode(key.verifying().as_bytes());
        write(&folder.join("trust/XA.key"), pin.as_bytes()).expect("room");
        Opened::open(folder, Access::Alone)
            .await
            .unwrap_or_else(|fault| panic!("{fault}"))
    }

    fn clock(rule: &str, item: Option<&str>, due: Instant) -> Value {
        let mut clock = json!({"rule": rule, "starts": "data_kept", "started": 0, "due": due,
            "bound": "min", "whose": "theirs", "zone": "UTC"});
        clock["item"] = json!(item);
        clock
    }

    async fn open_case(ledger: &dyn Ledger, id: u8, more: Value) -> RequestFile {
        let id = comity_core::id::RequestId::from_bytes([id; 16]);
        let mut file = json!({
            "id": id, "part": "request", "kind": "preservation",
            "number": format!("XA-2027-{id}"), "reference": "R", "side": "sender",
            "from": "XA/justice/central", "to": "XB/justice/central", "thread": null,
            "form": {}, "basis": [], "law_pack": "", "items": [], "urgency": "u4_routine",
            "class": "M1", "stage": "executed", "deadlines": [], "opened": 0, "changed": 0,
        });
        for (name, value) in more.as_object().expect("fields") {
            file[name] = value.clone();
        }
        let file: RequestFile = serde_json::from_value(file).expect("a file");
        let index = index_of(&file);
        let row = CaseRow {
            file: file.clone(),
            index,
            expect: None,
        };
        let mut change = Change::default();
        change.writes.push(Write::Case(Box::new(row)));
        if let Some(thread) = file.thread {
            change.writes.push(Write::Thread(ThreadRow {
                id: thread,
                case: file.id,
                members: vec![file.to.clone(), file.from.clone()],
                next_seq: 1,
                head: None,
            }));
        }
        ledger.commit(change).await.expect("stored");
        file
    }

    async fn kinds(ledger: &dyn Ledger, file: &RequestFile) -> Vec<String> {
        let lines = ledger.register(file.id).await.expect("readable");
        lines.into_iter().map(|line| line.kind).collect()
    }

    #[tokio::test]
    async fn the_end_of_preserved_data_is_announced_and_noted_once_each() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = node(folder.path()).await;
        let (node, ledger) = (&open.node, open.node.ledger());
        let soon = clock("DL-03", Some("i1"), node.now() + Span::days(6));
        let past = clock("DL-03", Some("i2"), node.now() - Span::days(1));
        let file = open_case(ledger, 1, json!({"deadlines": [soon, past]})).await;
        for _ in 0..3 {
            node.sweep().await.expect("the ledger works");
        }
        let told = kinds(ledger, &file).await;
        assert_eq!(told, ["preservation.ends_soon", "preservation.ended"]);
    }

    #[tokio::test]
    async fn a_returned_request_lapses_after_its_time_and_the_sender_is_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = node(folder.path()).await;
        let (node, ledger) = (&open.node, open.node.ledger());
        let ended = node.now() - Span::days(1);
        let thread = comity_core::id::ThreadId::from_bytes([9; 16]);
        let more = json!({"side": "receiver", "from": "XB/justice/central",
            "to": "XA/justice/central", "stage": "returned", "repair_until": ended,
            "thread": thread, "deadlines": [clock("DL-18", None, ended)]});
        let file = open_case(ledger, 2, more).await;
        node.sweep().await.expect("the ledger works");
        let line = ledger
            .case(file.id)
            .await
            .expect("readable")
            .expect("there");
        assert_eq!(line.file.stage_name(), StageName::Lapsed);
        let told = kinds(ledger, &file).await;
        assert!(told.contains(&"request.lapsed".to_owned()), "{told:?}");
        assert!(told.contains(&"message.queued".to_owned()), "{told:?}");
    }

    #[tokio::test]
    async fn an_emergency_that_nobody_takes_rings_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = node(folder.path()).await;
        let (node, ledger) = (&open.node, open.node.ledger());
        let mut waiting = clock("DL-01", None, node.now() + Span::minutes(20));
        waiting["started"] = json!(node.now() - Span::minutes(9));
        waiting["whose"] = json!("ours");
        let more = json!({"side": "receiver", "from": "XB/justice/central",
            "to": "XA/justice/central", "stage": "delivered", "urgency": "u0_life",
            "deadlines": [waiting]});
        let file = open_case(ledger, 3, more).await;
        for _ in 0..2 {
            node.tick().await.expect("the ledger works");
        }
        assert_eq!(kinds(ledger, &file).await, ["emergency.rang"]);
    }
}
