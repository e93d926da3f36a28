//! The directory is fetched from peers when a message shows that there is a newer one. Where a file
//! comes from does not matter: the State's own key signed it, and its version never goes back.

use std::collections::BTreeMap;
use std::sync::Mutex;

use comity_core::id::{NodeId, StateCode};
use comity_core::time::{Instant, Span};
use comity_wire::directory::Loaded;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{Change, Write};
use crate::seal::lock;

/// A State's file is asked for once in this time at most.
///
/// # Source
/// Our protocol, chapter "Directory".
const ASK_EVERY: Span = Span::minutes(1);
/// How long the answer is waited for: a message may be waiting for it too.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// When each State's file was asked for last.
pub(crate) type Asked = Mutex<BTreeMap<StateCode, Instant>>;

impl Node {
    /// Takes a State's signed file into the directory and keeps it. Returns what is in force then.
    ///
    /// # Errors
    /// [`FlowFault::Node`] when it does not hold; what was in force stays in force.
    pub async fn take_directory_file(&self, bytes: &[u8]) -> Result<Loaded, FlowFault> {
        let now = self.now();
        let loaded = self.load_directory(bytes, now)?;
        if loaded.changed {
            let mut change = Change::default();
            change.writes.push(Write::DirectoryFile {
                state: loaded.state.to_string(),
                version: loaded.version,
                bytes: bytes.to_vec(),
            });
            let what = json!({"state": loaded.state, "version": loaded.version});
            self.note(&mut change, None, now, "directory.taken", "node", &what)?;
            self.ports.ledger.commit(change).await?;
            self.learn_tls_keys().await;
            self.tell("directory.taken", None);
        }
        Ok(loaded)
    }

    /// Loads the files that were fetched before this start, on top of those that the office keeps.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`]. A file that no longer holds is passed over: the office may have pinned
    /// another key since.
    pub async fn recall_directory(&self) -> Result<(), FlowFault> {
        self.recall_partners().await?;
        for (state, version, bytes) in self.ports.ledger.directory_files().await? {
            if let Err(fault) = self.load_directory(&bytes, self.now()) {
                tracing::info!(state, version, %fault, "a directory file kept from before is passed over");
            }
        }
        Ok(())
    }

    /// Asks a peer for a State's file, at most once a minute for each State. Says whether something
    /// newer is in force now.
    pub(crate) async fn refresh_directory(
        &self,
        state: StateCode,
        from: &NodeId,
    ) -> Result<bool, FlowFault> {
        let now = self.now();
        {
            let mut asked = lock(&self.directory_asked);
            if asked.get(&state).is_some_and(|at| now < *at + ASK_EVERY) {
                return Ok(false);
            }
            asked.insert(state, now);
        }
        // A sender that is not listed yet has no address here: another node of its State does.
        let directory = self.directory();
        let peer = directory
            .entry(from)
            .or_else(|| {
                directory
                    .entries()
                    .find(|entry| entry.node.state() == state && entry.has_node())
            })
            .map(|entry| entry.node.clone())
            .filter(|peer| *peer != self.id)
            .ok_or_else(|| FlowFault::UnknownPeer(from.to_string()))?;
        let fetched = self.ports.courier.directory(&peer, state.as_str());
        let bytes = tokio::time::timeout(PATIENCE, fetched)
            .await
            .map_err(node_fault)?
            .map_err(node_fault)?;
        Ok(self.take_directory_file(&bytes).await?.changed)
    }
}
