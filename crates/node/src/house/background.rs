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
        if let Err(fault) = node.tick().await {
            tracing::error!(%fault, "the emergencies could not be looked at");
        }
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
