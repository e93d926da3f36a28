//! The node as its peers meet it: what the room `peer` asks of us.

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId, ObjectId, StateCode};
use comity_wire::caps::SignedCapabilities;
use comity_wire::evidence::manifest::SignedManifest;

use crate::node::Node;
use crate::ports::{PeerDesk, ReceiveAnswer, ServedObject};
use crate::seal::lock;

#[async_trait]
impl PeerDesk for Node {
    fn listed(&self, tls_key: &Digest) -> Option<NodeId> {
        lock(&self.tls_keys).get(tls_key).cloned()
    }

    async fn receive(&self, sealed: Bytes, tls_key: Option<Digest>) -> ReceiveAnswer {
        let answer = Self::receive(self, sealed).await;
        // Only whoever was believed is worth the look: strangers must not make us verify caps.
        let believed = matches!(answer, ReceiveAnswer::Receipt(_) | ReceiveAnswer::Parked(_));
        if let Some(key) = tls_key
            && believed
            && self.listed(&key).is_none()
        {
            self.learn_tls_keys().await;
        }
        answer
    }

    async fn caps(&self) -> Option<Bytes> {
        Some(self.keys.caps.clone().into())
    }

    async fn certificate(&self) -> Option<Bytes> {
        Some(self.keys.certificate.bytes().to_vec().into())
    }

    async fn serve_object(
        &self,
        token_hash: Digest,
        object: ObjectId,
        tls_key: Option<Digest>,
    ) -> Option<ServedObject> {
        let row = self.may_read(token_hash, object).await?;
        // The token dies with the transfer and is worth nothing without the peer's own TLS key.
        let caller = tls_key?;
        if self.listed(&caller).as_ref() != Some(&row.peer) {
            self.fetch_caps(&row.peer).await.ok()?;
            self.learn_tls_keys().await;
            if self.listed(&caller).as_ref() != Some(&row.peer) {
                return None;
            }
        }
        let stored = self.ports.ledger.object(object).await.ok()??;
        let manifest = SignedManifest::read(&stored.manifest, self.world).ok()?;
        Some(ServedObject {
            bytes: manifest.manifest().bytes,
            chunks: manifest.manifest().chunks,
        })
    }

    async fn add_checkpoint(&self, peer: &NodeId, body: Bytes) -> (u16, Bytes) {
        let (status, body) = self.witness(peer, &body).await;
        (status, body.into())
    }

    async fn checkpoint(&self) -> Option<Bytes> {
        Some(self.ports.ledger.checkpoint().await.ok()??.note.into())
    }

    async fn tile(&self, level: u8, number: u64, width: u16) -> Option<Bytes> {
        let bytes = self.ports.ledger.tile(level, number).await.ok()??;
        bytes
            .get(..usize::from(width) * 32)
            .map(|part| part.to_vec().into())
    }

    async fn prove(&self, _peer: &NodeId, body: Bytes) -> (u16, Bytes) {
        let wanted: Option<(u64, u64)> = std::str::from_utf8(&body).ok().and_then(|text| {
            let (kind, numbers) = text.trim().split_once(' ')?;
            let (a, b) = numbers.split_once(' ')?;
            (kind == "leaf").then_some((a.parse().ok()?, b.parse().ok()?))
        });
        let Some((index, size)) = wanted else {
            return (400, Bytes::new());
        };
        match self.inclusion(index, size).await {
            Ok(path) => {
                let lines: Vec<String> = path.iter().map(ToString::to_string).collect();
                (200, lines.join("\n").into())
            }
            Err(_) => (404, Bytes::new()),
        }
    }

    async fn directory(&self, state: StateCode) -> Option<Bytes> {
        self.directory()
            .file(state)
            .map(|bytes| bytes.to_vec().into())
    }
}

impl Node {
    /// Learns from the stored caps which TLS key belongs to which listed node.
    pub async fn learn_tls_keys(&self) {
        let directory = self.directory();
        for entry in directory.entries() {
            let Ok(Some((_, bytes))) = self.ports.ledger.peer_caps(&entry.node).await else {
                continue;
            };
            if let Ok(caps) = self.verify_caps(&entry.node, &bytes) {
                self.remember_tls_keys(&caps);
            }
        }
    }

    /// The TLS keys that a peer's caps announce; empty while they were never fetched.
    #[must_use]
    pub fn tls_pins(&self, peer: &NodeId) -> Vec<Digest> {
        lock(&self.tls_keys)
            .iter()
            .filter(|(_, node)| *node == peer)
            .map(|(key, _)| *key)
            .collect()
    }

    pub(crate) fn remember_tls_keys(&self, caps: &SignedCapabilities) {
        let mut known = lock(&self.tls_keys);
        for key in &caps.document().tls {
            known.insert(*key, caps.document().node.clone());
        }
    }
}
