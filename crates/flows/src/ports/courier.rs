//! The courier: how a node reaches another. It moves bytes and judges nothing.

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{NodeId, ObjectId};

/// What a peer's inbox answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CourierAnswer {
    /// A signed receipt, perhaps one that says `parked`.
    Receipt(Bytes),
    /// A signed refusal.
    Refusal(Bytes),
}

/// Why a peer was not reached. Always transient: a bare HTTP error decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourierFault {
    /// The directory knows no address.
    #[error("no address is known for {0}")]
    NoAddress(NodeId),
    /// No connection, or it broke.
    #[error("{peer} cannot be reached: {why}")]
    Unreachable {
        /// Who.
        peer: NodeId,
        /// What the network said.
        why: String,
    },
    /// The server at the address showed another key than the pinned one.
    #[error("the server at the address of {0} showed a key that is not the pinned one")]
    WrongKey(NodeId),
    /// An answer that is neither receipt nor refusal.
    #[error("{peer} answered with status {status}")]
    Status {
        /// Who.
        peer: NodeId,
        /// HTTP status.
        status: u16,
    },
    /// A chunk or list did not agree with its hash: the peer or the line is at fault.
    #[error("{peer} sent data that does not agree with its hash: {what}")]
    Mismatch {
        /// Who.
        peer: NodeId,
        /// What did not agree.
        what: String,
    },
    /// Our own disk failed while storing what came.
    #[error("storing what came failed: {0}")]
    Disk(String),
}

/// What a pull needs to know.
#[derive(Clone, Debug)]
pub struct Pull {
    /// From whom.
    pub peer: NodeId,
    /// Object.
    pub object: ObjectId,
    /// Transfer token.
    pub token: Vec<u8>,
    /// Number of chunks by the signed manifest.
    pub chunks: u64,
    /// Ciphertext bytes by the signed manifest.
    pub bytes: u64,
    /// RFC 6962 root over the chunks by the signed manifest.
    pub ct_root: [u8; 32],
    /// Staging folder: parts are named `chunks`, `tags`, `leaves`.
    pub folder: PathBuf,
    /// Chunks that are here and synced already.
    pub bitmap: Vec<u8>,
}

/// Told each time when synced chunks are marked: the new bitmap and the bytes moved since the last
/// call. The mark is stored before the pull goes on.
#[async_trait]
pub trait PullProgress: Send + Sync {
    /// Stores the bitmap.
    ///
    /// # Errors
    /// A text for the log; the pull stops.
    async fn synced(&self, bitmap: &[u8], moved: u64) -> Result<(), String>;
}

/// How a node reaches another.
#[async_trait]
pub trait Courier: Send + Sync {
    /// `POST /comity/v1/inbox`.
    async fn post(&self, peer: &NodeId, sealed: Bytes) -> Result<CourierAnswer, CourierFault>;
    /// `GET /comity/v1/caps`: signed bytes.
    async fn caps(&self, peer: &NodeId) -> Result<Bytes, CourierFault>;
    /// Pulls an object chunk by chunk, each verified before it is marked; returns when it is whole.
    async fn pull(&self, pull: Pull, progress: &dyn PullProgress) -> Result<(), CourierFault>;
    /// `POST /comity/v1/witness/add-checkpoint`: status and body as C2SP has them.
    async fn add_checkpoint(
        &self,
        peer: &NodeId,
        body: Bytes,
    ) -> Result<(u16, Bytes), CourierFault>;
    /// `GET /comity/v1/dir/STATE`: a State's signed directory file.
    async fn directory(&self, peer: &NodeId, state: &str) -> Result<Bytes, CourierFault>;
}
