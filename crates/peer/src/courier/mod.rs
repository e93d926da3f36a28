//! The courier: posts sealed messages, fetches caps and directory files, pulls evidence.
//!
//! It knows peers by address and pin only. A bare HTTP status is handed on as a fault that decides
//! nothing; receipts and refusals are handed on unread, since only the flows can check them.

mod line;
mod pool;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId};
use comity_flows::ports::{Courier, CourierAnswer, CourierFault, Pull, PullProgress};
use comity_wire::limits;
use http::{Method, StatusCode};

pub(crate) use line::{Dialer, Line, LineFault, Reply, piece};

use crate::serve::{RECEIPT_TYPE, REFUSAL_TYPE, SEALED_TYPE};
use crate::tls::{TlsFault, TlsIdentity};
use pool::Pool;

/// Where a peer listens and which TLS keys it may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerAddress {
    /// `host:port`.
    pub authority: String,
    /// Pins from the peer's signed caps: the present key, and the next one while both hold. Empty
    /// while its caps were never fetched; then only they can be.
    pub pins: Vec<Digest>,
}

/// Where peers are found: the directory for the address, signed caps for the pins.
pub trait Addresses: Send + Sync {
    /// The peer's address; `None` when the directory lists none.
    fn of(&self, peer: &NodeId) -> Option<PeerAddress>;
}

/// How long the courier waits and how much it carries at once.
#[derive(Clone, Copy, Debug)]
pub struct CourierSettings {
    /// For a TCP connection and the TLS handshake, each.
    pub connect: Duration,
    /// From a request to the head of its answer.
    pub answer: Duration,
    /// Between two pieces of a body.
    pub stall: Duration,
    /// Requests to one peer at once; transfers are not counted.
    pub in_flight: usize,
    /// For one chunk of a transfer, over the poorest line.
    pub chunk: Duration,
}

impl Default for CourierSettings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            stall: Duration::from_secs(60),
            in_flight: 16,
            chunk: Duration::from_secs(900),
        }
    }
}

/// Reaches peers over pinned TLS.
pub struct TlsCourier {
    identity: Arc<TlsIdentity>,
    addresses: Arc<dyn Addresses>,
    settings: CourierSettings,
    pools: Mutex<BTreeMap<NodeId, Arc<Pool>>>,
}

impl TlsCourier {
    /// A courier that shows `identity` to peers.
    #[must_use]
    pub fn new(
        identity: Arc<TlsIdentity>,
        addresses: Arc<dyn Addresses>,
        settings: CourierSettings,
    ) -> Self {
        Self {
            identity,
            addresses,
            settings,
            pools: Mutex::default(),
        }
    }

    /// The pool of a peer, begun anew when its address or pins changed.
    fn pool(&self, peer: &NodeId) -> Result<Arc<Pool>, CourierFault> {
        let address = self.address(peer)?;
        if address.pins.is_empty() {
            return Err(CourierFault::Unreachable {
                peer: peer.clone(),
                why: "its TLS key is not known yet: fetch its caps first".to_owned(),
            });
        }
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = pools.get(peer)
            && *pool.address() == address
        {
            return Ok(Arc::clone(pool));
        }
        let tls = self.identity.client(&address.pins);
        let tls = tls.map_err(|fault| unusable(peer, &fault))?;
        let pool = Arc::new(Pool::new(address, tls, self.settings));
        pools.insert(peer.clone(), Arc::clone(&pool));
        Ok(pool)
    }

    fn address(&self, peer: &NodeId) -> Result<PeerAddress, CourierFault> {
        let address = self.addresses.of(peer);
        address.ok_or_else(|| CourierFault::NoAddress(peer.clone()))
    }

    async fn ask(&self, peer: &NodeId, ask: Ask<'_>, most: usize) -> Result<Reply, CourierFault> {
        let pool = self.pool(peer)?;
        let reply = pool.ask(&ask, most).await;
        reply.map_err(|fault| named(peer, fault))
    }
}

/// One small request.
#[derive(Clone, Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) media: Option<&'static str>,
    pub(crate) body: Bytes,
}

impl<'a> Ask<'a> {
    fn fetch(path: &'a str) -> Self {
        Self {
            method: Method::GET,
            path,
            media: None,
            body: Bytes::new(),
        }
    }
}

#[async_trait]
impl Courier for TlsCourier {
    async fn post(&self, peer: &NodeId, sealed: Bytes) -> Result<CourierAnswer, CourierFault> {
        let ask = Ask {
            method: Method::POST,
            path: "/comity/v1/inbox",
            media: Some(SEALED_TYPE),
            body: sealed,
        };
        let reply = self.ask(peer, ask, limits::DOCUMENT).await?;
        let media = reply.media.as_deref();
        match reply.status {
            StatusCode::OK | StatusCode::ACCEPTED if media == Some(RECEIPT_TYPE) => {
                Ok(CourierAnswer::Receipt(reply.body))
            }
            status if status.is_client_error() && media == Some(REFUSAL_TYPE) => {
                Ok(CourierAnswer::Refusal(reply.body))
            }
            status => Err(bare(peer, status)),
        }
    }

    async fn caps(&self, peer: &NodeId) -> Result<Bytes, CourierFault> {
        let ask = Ask::fetch("/comity/v1/caps");
        let address = self.address(peer)?;
        let reply = if address.pins.is_empty() {
            let tls = crate::tls::unpinned_client();
            let tls = tls.map_err(|fault| unusable(peer, &fault))?;
            let pool = Pool::new(address, tls, self.settings);
            let reply = pool.ask(&ask, limits::DOCUMENT).await;
            reply.map_err(|fault| named(peer, fault))?
        } else {
            self.ask(peer, ask, limits::DOCUMENT).await?
        };
        body_of(peer, reply)
    }

    async fn pull(&self, pull: Pull, progress: &dyn PullProgress) -> Result<(), CourierFault> {
        let peer = pull.peer.clone();
        let pool = self.pool(&peer)?;
        let pulled = crate::pull::run(pool.dialer(), pull, progress).await;
        pulled.map_err(|fault| fault.of(peer))
    }

    async fn add_checkpoint(
        &self,
        peer: &NodeId,
        body: Bytes,
    ) -> Result<(u16, Bytes), CourierFault> {
        let ask = Ask {
            method: Method::POST,
            path: "/comity/v1/witness/add-checkpoint",
            media: Some("text/plain; charset=utf-8"),
            body,
        };
        let reply = self.ask(peer, ask, limits::DOCUMENT).await?;
        Ok((reply.status.as_u16(), reply.body))
    }

    async fn directory(&self, peer: &NodeId, state: &str) -> Result<Bytes, CourierFault> {
        // Two letters by its type elsewhere; here it becomes part of a path.
        if state.is_empty() || !state.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(bare(peer, StatusCode::NOT_FOUND));
        }
        let path = format!("/comity/v1/dir/{state}");
        let reply = self.ask(peer, Ask::fetch(&path), limits::DIRECTORY).await?;
        body_of(peer, reply)
    }
}

fn body_of(peer: &NodeId, reply: Reply) -> Result<Bytes, CourierFault> {
    if reply.status == StatusCode::OK {
        Ok(reply.body)
    } else {
        Err(bare(peer, reply.status))
    }
}

fn bare(peer: &NodeId, status: StatusCode) -> CourierFault {
    CourierFault::Status {
        peer: peer.clone(),
        status: status.as_u16(),
    }
}

fn named(peer: &NodeId, fault: LineFault) -> CourierFault {
    match fault {
        LineFault::WrongKey => CourierFault::WrongKey(peer.clone()),
        LineFault::Broken(why) => CourierFault::Unreachable {
            peer: peer.clone(),
            why,
        },
    }
}

fn unusable(peer: &NodeId, fault: &TlsFault) -> CourierFault {
    CourierFault::Unreachable {
        peer: peer.clone(),
        why: line::whole_story(fault),
    }
}
