//! Peers in one process: what a courier sends is handed to the other node at once, and may be cut,
//! kept and sent again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId};
use comity_flows::ports::{
    BlobPart, Courier, CourierAnswer, CourierFault, PeerDesk, Pull, PullProgress, ReceiveAnswer,
};
use comity_flows::{Node, token_hash};
use comity_wire::evidence::source::{LeafList, Run};
use comity_wire::transfer::Bitmap;

/// All nodes of a world and the lines between them.
#[derive(Default)]
pub(crate) struct Net {
    nodes: Mutex<BTreeMap<NodeId, Arc<Node>>>,
    cut: Mutex<BTreeSet<NodeId>>,
    sent: Mutex<Vec<(NodeId, Bytes)>>,
}

impl Net {
    /// A node can be reached from now on.
    pub(crate) fn join(&self, node: Arc<Node>) {
        held(&self.nodes).insert(node.id.clone(), node);
    }

    /// Nothing reaches this node until [`Net::mend`].
    pub(crate) fn cut(&self, node: &NodeId) {
        held(&self.cut).insert(node.clone());
    }

    /// It can be reached again.
    pub(crate) fn mend(&self, node: &NodeId) {
        held(&self.cut).remove(node);
    }

    /// Everything that was sent so far, oldest first: to whom, and the sealed bytes.
    pub(crate) fn sent(&self) -> Vec<(NodeId, Bytes)> {
        held(&self.sent).clone()
    }

    fn reach(&self, peer: &NodeId) -> Result<Arc<Node>, CourierFault> {
        let unreachable = || CourierFault::Unreachable {
            peer: peer.clone(),
            why: "the line is cut".to_owned(),
        };
        if held(&self.cut).contains(peer) {
            return Err(unreachable());
        }
        held(&self.nodes).get(peer).cloned().ok_or_else(unreachable)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One node's way to the others.
pub(crate) struct Line {
    /// The net.
    pub(crate) net: Arc<Net>,
    /// SHA-256 of the TLS key that this node shows.
    pub(crate) tls: Digest,
    /// Whose line it is.
    pub(crate) me: NodeId,
}

#[async_trait]
impl Courier for Line {
    async fn post(&self, peer: &NodeId, sealed: Bytes) -> Result<CourierAnswer, CourierFault> {
        let node = self.net.reach(peer)?;
        held(&self.net.sent).push((peer.clone(), sealed.clone()));
        match PeerDesk::receive(node.as_ref(), sealed, Some(self.tls)).await {
            ReceiveAnswer::Receipt(bytes) | ReceiveAnswer::Parked(bytes) => {
                Ok(CourierAnswer::Receipt(bytes))
            }
            ReceiveAnswer::Refusal(bytes) => Ok(CourierAnswer::Refusal(bytes)),
            ReceiveAnswer::Transient { status, .. } => Err(CourierFault::Status {
                peer: peer.clone(),
                status,
            }),
        }
    }

    async fn caps(&self, peer: &NodeId) -> Result<Bytes, CourierFault> {
        let node = self.net.reach(peer)?;
        node.caps().await.ok_or_else(|| nothing(peer))
    }

    async fn pull(&self, pull: Pull, progress: &dyn PullProgress) -> Result<(), CourierFault> {
        let node = self.net.reach(&pull.peer)?;
        let mismatch = |what: &str| CourierFault::Mismatch {
            peer: pull.peer.clone(),
            what: what.to_owned(),
        };
        let token = token_hash(&pull.token);
        node.serve_object(token, pull.object, Some(self.tls))
            .await
            .ok_or_else(|| mismatch("the token is worth nothing here"))?;
        for part in BlobPart::ALL {
            let from = node.blobs().local(pull.object, part);
            let from = from.ok_or_else(|| mismatch("no such object"))?;
            std::fs::copy(from, pull.folder.join(part.extension()))
                .map_err(|fault| CourierFault::Disk(fault.to_string()))?;
        }
        // The list against the signed root; the chunks against the list when the node opens them.
        let leaves = File::open(pull.folder.join(BlobPart::Leaves.extension()))
            .map_err(|fault| CourierFault::Disk(fault.to_string()))?;
        LeafList::check(
            Run::new(Arc::new(leaves), 0),
            pull.bytes,
            Digest::from_bytes(pull.ct_root),
        )
        .map_err(|fault| mismatch(&fault.to_string()))?;
        let mut all = Bitmap::new(pull.chunks);
        (0..pull.chunks).for_each(|chunk| all.set(chunk));
        progress
            .synced(&all.to_bytes(), pull.bytes)
            .await
            .map_err(CourierFault::Disk)
    }

    async fn add_checkpoint(
        &self,
        peer: &NodeId,
        body: Bytes,
    ) -> Result<(u16, Bytes), CourierFault> {
        let node = self.net.reach(peer)?;
        Ok(PeerDesk::add_checkpoint(node.as_ref(), &self.me, body).await)
    }

    async fn directory(&self, peer: &NodeId, state: &str) -> Result<Bytes, CourierFault> {
        let node = self.net.reach(peer)?;
        let state = state.parse().map_err(|_| nothing(peer))?;
        PeerDesk::directory(node.as_ref(), state)
            .await
            .ok_or_else(|| nothing(peer))
    }
}

fn nothing(peer: &NodeId) -> CourierFault {
    CourierFault::Status {
        peer: peer.clone(),
        status: 404,
    }
}
