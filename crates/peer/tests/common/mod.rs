//! Two nodes in one process: a listener over a scripted desk, and a courier that knows it.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

pub mod object;
pub mod proxy;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::{Digest, NodeId, ObjectId, StateCode};
use comity_flows::ports::{Blobs, PeerDesk, ReceiveAnswer, ServedObject};
use comity_peer::courier::{Addresses, CourierSettings, PeerAddress, TlsCourier};
use comity_peer::listen::{ListenSettings, Listening, listen};
use comity_peer::serve::{Limits, router};
use comity_peer::tls::TlsIdentity;
use comity_wire::hash::sha256;
use rustls::ClientConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

pub fn node(name: &str) -> NodeId {
    name.parse().expect("a node")
}

/// A desk that answers what the test told it.
#[derive(Default)]
pub struct Desk {
    pub listed: Mutex<BTreeMap<Digest, NodeId>>,
    pub answer: Mutex<Option<ReceiveAnswer>>,
    pub received: Mutex<Vec<(Bytes, Option<Digest>)>>,
    pub caps: Mutex<Option<Bytes>>,
    /// By token hash: object, the key it is bound to, size.
    pub transfers: Mutex<BTreeMap<Digest, (ObjectId, Digest, ServedObject)>>,
    /// Holds `receive` until a permit comes.
    pub hold: Mutex<Option<Arc<tokio::sync::Semaphore>>>,
    /// Told when `receive` begins.
    pub entered: tokio::sync::Notify,
}

#[async_trait]
impl PeerDesk for Desk {
    fn listed(&self, tls_key: &Digest) -> Option<NodeId> {
        self.listed.lock().expect("whole").get(tls_key).cloned()
    }

    async fn receive(&self, sealed: Bytes, tls_key: Option<Digest>) -> ReceiveAnswer {
        self.entered.notify_one();
        let hold = self.hold.lock().expect("whole").clone();
        if let Some(hold) = hold {
            hold.acquire().await.expect("never closed").forget();
        }
        let receipt = Bytes::from(format!("receipt for {}", sha256(&sealed)));
        self.received.lock().expect("whole").push((sealed, tls_key));
        let answer = self.answer.lock().expect("whole").clone();
        answer.unwrap_or(ReceiveAnswer::Receipt(receipt))
    }

    async fn caps(&self) -> Option<Bytes> {
        self.caps.lock().expect("whole").clone()
    }

    async fn certificate(&self) -> Option<Bytes> {
        None
    }

    async fn serve_object(
        &self,
        token_hash: Digest,
        object: ObjectId,
        tls_key: Option<Digest>,
    ) -> Option<ServedObject> {
        let transfers = self.transfers.lock().expect("whole");
        let (granted, key, size) = transfers.get(&token_hash)?;
        (*granted == object && Some(*key) == tls_key).then_some(*size)
    }

    async fn add_checkpoint(&self, peer: &NodeId, body: Bytes) -> (u16, Bytes) {
        (409, Bytes::from(format!("{peer} {}", body.len())))
    }

    async fn checkpoint(&self) -> Option<Bytes> {
        Some(Bytes::from_static(b"a checkpoint"))
    }

    async fn tile(&self, level: u8, number: u64, width: u16) -> Option<Bytes> {
        Some(Bytes::from(format!("{level} {number} {width}")))
    }

    async fn prove(&self, _peer: &NodeId, _body: Bytes) -> (u16, Bytes) {
        (200, Bytes::from_static(b"a proof"))
    }

    async fn directory(&self, state: StateCode) -> Option<Bytes> {
        (state.as_str() == "XB").then(|| Bytes::from_static(b"the file of XB"))
    }
}

/// A node that listens.
pub struct Host {
    pub name: NodeId,
    pub desk: Arc<Desk>,
    pub identity: TlsIdentity,
    pub listening: Listening,
}

impl Host {
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// Counts the key among the listed ones.
    pub fn list(&self, name: &str, identity: &TlsIdentity) {
        let mut listed = self.desk.listed.lock().expect("whole");
        listed.insert(identity.pin(), node(name));
    }
}

pub async fn host(blobs: Arc<dyn Blobs>, limits: Limits, settings: ListenSettings) -> Host {
    let desk = Arc::new(Desk::default());
    let identity = TlsIdentity::generate().expect("randomness");
    let socket = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let app = router(Arc::clone(&desk) as Arc<dyn PeerDesk>, blobs, limits);
    let tls = identity.server().expect("a configuration");
    Host {
        name: node("XB/justice/central"),
        desk,
        listening: listen(socket, tls, app, settings).expect("an address"),
        identity,
    }
}

pub async fn plain_host() -> Host {
    let blobs = Arc::new(object::FolderBlobs::default());
    host(blobs, Limits::default(), ListenSettings::default()).await
}

/// An address book of one peer.
pub struct Book(pub NodeId, pub Mutex<PeerAddress>);

impl Addresses for Book {
    fn of(&self, peer: &NodeId) -> Option<PeerAddress> {
        (*peer == self.0).then(|| self.1.lock().expect("whole").clone())
    }
}

pub fn courier(host: &Host, identity: TlsIdentity) -> TlsCourier {
    courier_at(host, identity, host.address(), vec![host.identity.pin()])
}

pub fn courier_at(
    host: &Host,
    identity: TlsIdentity,
    at: SocketAddr,
    pins: Vec<Digest>,
) -> TlsCourier {
    let address = PeerAddress {
        authority: at.to_string(),
        pins,
    };
    let settings = CourierSettings {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(20),
        stall: Duration::from_secs(20),
        ..CourierSettings::default()
    };
    let book = Arc::new(Book(host.name.clone(), Mutex::new(address)));
    TlsCourier::new(Arc::new(identity), book, settings)
}

pub fn identity() -> TlsIdentity {
    TlsIdentity::generate().expect("randomness")
}

/// Sends bytes as they are over TLS and reads until the other end closes.
pub async fn raw(at: SocketAddr, tls: Arc<ClientConfig>, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let tcp = TcpStream::connect(at).await?;
    let name = "node.comity.invalid".try_into().expect("a name");
    let mut line = TlsConnector::from(tls).connect(name, tcp).await?;
    // The other end may have answered and closed before all was sent.
    let _ = line.write_all(bytes).await;
    let mut answer = Vec::new();
    match line.read_to_end(&mut answer).await {
        Ok(_) => Ok(answer),
        Err(_) if !answer.is_empty() => Ok(answer),
        Err(fault) => Err(fault),
    }
}

/// One request with headers as text; gives status and the whole answer as text.
pub async fn request(
    at: SocketAddr,
    tls: Arc<ClientConfig>,
    head: &str,
    body: &[u8],
) -> (u16, Vec<u8>) {
    let mut bytes = format!("{head}\r\nhost: x\r\nconnection: close\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    let answer = raw(at, tls, &bytes).await.expect("an answer");
    (status(&answer), answer)
}

pub fn status(answer: &[u8]) -> u16 {
    let digits = answer.get(9..12).unwrap_or_default();
    let digits = std::str::from_utf8(digits).expect("a status line");
    digits.parse().expect("a status")
}

pub fn text(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).into_owned()
}
