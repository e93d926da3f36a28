//! The public listener: accepts, speaks TLS, and tells each handler whose key is at the other end.
//!
//! A loop of our own, because a ready-made server hides the TLS session from its handlers. Every
//! step that a stranger could draw out has a limit: the handshake, the request head, the writing of
//! an answer, and how many connections there may be, in all and from one address.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;
use tracing::{debug, warn};

use crate::serve::caller::{Caller, Crowd};
use crate::stall::Stall;
use crate::tls::pin_of;

/// What the listener allows.
#[derive(Clone, Copy, Debug)]
pub struct ListenSettings {
    /// For the TLS handshake.
    pub handshake: Duration,
    /// From the start of a connection, or the end of an answer, to the end of the next head.
    pub header: Duration,
    /// For a write that moves no byte.
    pub stall: Duration,
    /// Largest request head.
    pub max_header_bytes: usize,
    /// Connections in all.
    pub connections: usize,
    /// Connections from one IPv4 address or IPv6 /64.
    pub connections_per_address: usize,
}

impl Default for ListenSettings {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            header: Duration::from_secs(30),
            stall: Duration::from_secs(60),
            max_header_bytes: 16 << 10,
            connections: 1024,
            connections_per_address: 128,
        }
    }
}

/// A listener at work. Dropped, it takes no new connections and lets the open ones go on.
#[derive(Debug)]
pub struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<GracefulShutdown>,
}

impl Listening {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no new connections, lets running requests end, and cuts what is left after `grace`.
    pub async fn stop(self, grace: Duration) {
        drop(self.stop);
        if let Ok(open) = self.done.await
            && timeout(grace, open.shutdown()).await.is_err()
        {
            warn!("some peers were still busy when the listener stopped");
        }
    }
}

/// Serves `app` on a bound socket until stopped.
///
/// # Errors
/// The socket has no address.
pub fn listen(
    socket: TcpListener,
    tls: Arc<ServerConfig>,
    app: Router,
    settings: ListenSettings,
) -> std::io::Result<Listening> {
    let address = socket.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let door = Door {
        tls: TlsAcceptor::from(tls),
        app,
        settings,
        crowd: Crowd::new(settings.connections_per_address),
        places: Arc::new(Semaphore::new(settings.connections)),
    };
    let done = tokio::spawn(door.accept_until(socket, stopped));
    Ok(Listening {
        address,
        stop,
        done,
    })
}

#[derive(Clone)]
struct Door {
    tls: TlsAcceptor,
    app: Router,
    settings: ListenSettings,
    crowd: Crowd,
    places: Arc<Semaphore>,
}

impl Door {
    async fn accept_until(
        self,
        socket: TcpListener,
        mut stopped: oneshot::Receiver<()>,
    ) -> GracefulShutdown {
        let open = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = socket.accept() => accepted,
                _ = &mut stopped => return open,
            };
            match accepted {
                Ok((line, from)) => self.admit(line, from, open.watcher()),
                Err(fault) => {
                    // Mostly "too many open files": waiting lets some be closed.
                    warn!(%fault, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// Takes a connection, or drops it at once where there is no place: the cheapest answer.
    fn admit(&self, line: TcpStream, from: SocketAddr, watcher: Watcher) {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let (Ok(place), Some(seat)) = (place, self.crowd.enter(from.ip())) else {
            debug!(%from, "no place for another connection");
            return;
        };
        let door = self.clone();
        tokio::spawn(async move {
            if let Err(fault) = door.attend(line, from, watcher).await {
                debug!(%from, fault, "a connection ended early");
            }
            drop((place, seat));
        });
    }

    async fn attend(
        self,
        line: TcpStream,
        from: SocketAddr,
        watcher: Watcher,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        line.set_nodelay(true)?;
        let line = Stall::new(line, self.settings.stall);
        let line = timeout(self.settings.handshake, self.tls.accept(line)).await??;
        let shown = line.get_ref().1.peer_certificates();
        let caller = Caller {
            tls_key: shown.and_then(|chain| pin_of(chain.first()?)),
            address: from.ip(),
        };
        let app = self.app;
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(caller);
            let app = app.clone();
            async move {
                let answer = app.oneshot(request.map(Body::new)).await;
                answer.map_err(|never: Infallible| match never {})
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.settings.header)
            .max_header_size(self.settings.max_header_bytes)
            .max_headers(64)
            .serve_connection(TokioIo::new(line), service);
        Ok(watcher.watch(connection).await?)
    }
}
