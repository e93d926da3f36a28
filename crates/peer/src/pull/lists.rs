//! The leaf hashes and the tags of an object, brought to disk whole before any chunk.
//!
//! Both are small beside the chunks (48 bytes for each MiB) but may reach 192 MiB, so they go
//! straight to files. A file has its final name only when it is whole and synced.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use comity_core::id::Digest;
use comity_wire::evidence::layout::{LEAF_BYTES, TAG_BYTES};
use comity_wire::evidence::source::{ChunkFault, LeafList, Run as Bytes};
use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;

use super::PullFault;
use super::stream::Order;
use crate::courier::{Line, piece};

/// Fetches what is not here yet and checks the leaf hashes against the signed root.
pub(super) async fn fetch(order: &Order, root: Digest) -> Result<LeafList, PullFault> {
    let (leaves, tags) = (order.leaves(), order.tags());
    let leaf_bytes = order.chunks * LEAF_BYTES as u64;
    let tag_bytes = order.chunks * TAG_BYTES as u64;
    let mut line = None;
    if !is_here(&leaves, leaf_bytes).await {
        bring(order, &mut line, "/leaves", &leaves, leaf_bytes).await?;
    }
    let checked = check(order, root).await;
    if matches!(checked, Err(PullFault::Mismatch(_))) {
        // Wrong ones are of no use to the next try.
        let removed = tokio::fs::remove_file(&leaves).await;
        removed.map_err(|fault| PullFault::disk("the leaf hashes", fault))?;
    }
    let checked = checked?;
    if !is_here(&tags, tag_bytes).await {
        bring(order, &mut line, "/tags", &tags, tag_bytes).await?;
    }
    Ok(checked)
}

async fn is_here(path: &Path, bytes: u64) -> bool {
    let found = tokio::fs::metadata(path).await;
    found.is_ok_and(|found| found.is_file() && found.len() == bytes)
}

async fn check(order: &Order, root: Digest) -> Result<LeafList, PullFault> {
    let (path, size) = (order.leaves(), order.bytes);
    let checked = spawn_blocking(move || {
        let file = File::open(path)?;
        LeafList::check(Bytes::new(Arc::new(file), 0), size, root)
    });
    let checked = checked.await;
    let checked = checked.map_err(|fault| PullFault::disk("the leaf hashes", fault))?;
    checked.map_err(|fault| match fault {
        ChunkFault::Root { .. } => PullFault::Mismatch(fault.to_string()),
        other => PullFault::disk("the leaf hashes", other),
    })
}

/// Fetches a list into a file of exactly `bytes` bytes.
async fn bring(
    order: &Order,
    line: &mut Option<Line>,
    what: &str,
    path: &Path,
    bytes: u64,
) -> Result<(), PullFault> {
    let fault = |fault| PullFault::disk("storing a list", fault);
    let partial = path.with_extension("partial");
    let mut file = tokio::fs::File::create(&partial).await.map_err(fault)?;
    let mut answer = order.ask(line, what, None).await?;
    let mut left = bytes;
    let stall = order.dialer.settings().stall;
    while let Some(part) = piece(answer.body_mut(), stall).await? {
        order.count(part.len());
        let longer = || PullFault::Mismatch(format!("{what} is longer than {bytes} bytes"));
        left = left.checked_sub(part.len() as u64).ok_or_else(longer)?;
        file.write_all(&part).await.map_err(fault)?;
    }
    if left > 0 {
        let shorter = format!("{what} is {left} bytes shorter than {bytes}");
        return Err(PullFault::Mismatch(shorter));
    }
    file.sync_all().await.map_err(fault)?;
    tokio::fs::rename(&partial, path).await.map_err(fault)?;
    let folder = tokio::fs::File::open(&order.folder).await.map_err(fault)?;
    folder.sync_all().await.map_err(fault)
}
