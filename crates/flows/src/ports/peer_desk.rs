//! What peers may ask of this node. The room `peer` receives, limits and answers over TLS; the node
//! decides.
//!
//! A caller is known only by the key it showed in TLS, by its SHA-256. That key picks the rate class
//! and binds transfers; it never gives authority, which comes from what is signed.

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId, ObjectId, StateCode};

/// What the inbox answers to a sealed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiveAnswer {
    /// Accepted, or a duplicate of what was accepted: the signed receipt. 200.
    Receipt(Bytes),
    /// Held until an earlier message comes: the signed receipt that says so. 202.
    Parked(Bytes),
    /// A signed refusal. 422.
    Refusal(Bytes),
    /// Nothing decided; the sender tries again.
    Transient {
        /// HTTP status, 4xx or 5xx.
        status: u16,
        /// Seconds after which trying again makes sense.
        retry_after: Option<u32>,
    },
}

/// An object that the holder of a token may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServedObject {
    /// Ciphertext bytes.
    pub bytes: u64,
    /// Chunks.
    pub chunks: u64,
}

/// The node as its peers meet it.
#[async_trait]
pub trait PeerDesk: Send + Sync {
    /// Which node the directory or its signed caps list with this TLS key; `None` puts the caller
    /// into the anonymous class. Called for each request, so it must answer from memory.
    fn listed(&self, tls_key: &Digest) -> Option<NodeId>;

    /// A sealed message came in.
    async fn receive(&self, sealed: Bytes, tls_key: Option<Digest>) -> ReceiveAnswer;

    /// Our signed caps; `None` while there are none.
    async fn caps(&self) -> Option<Bytes>;

    /// Our node certificate, signed by the authority.
    async fn certificate(&self) -> Option<Bytes>;

    /// Whether the holder of the token with this SHA-256, who showed this TLS key, may read the
    /// object now. `None` for an unknown, ended or foreign token: the caller learns no difference.
    async fn serve_object(
        &self,
        token_hash: Digest,
        object: ObjectId,
        tls_key: Option<Digest>,
    ) -> Option<ServedObject>;

    /// `add-checkpoint` of a listed peer: status and body as C2SP has them.
    async fn add_checkpoint(&self, peer: &NodeId, body: Bytes) -> (u16, Bytes);

    /// Our newest signed checkpoint.
    async fn checkpoint(&self) -> Option<Bytes>;

    /// A tile of our log: `width` hashes, 1 to 256.
    async fn tile(&self, level: u8, number: u64, width: u16) -> Option<Bytes>;

    /// Inclusion and consistency proofs: status and body.
    async fn prove(&self, peer: &NodeId, body: Bytes) -> (u16, Bytes);

    /// The newest signed directory file of a State.
    async fn directory(&self, state: StateCode) -> Option<Bytes>;
}
