//! A node at work: opened, listening to peers and officers, until it is stopped.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use comity_flows::Node;
use comity_flows::ports::NewsItem;
use comity_peer::listen::{ListenSettings, Listening, listen};
use comity_peer::serve::{Limits, router};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use super::background;
use super::config::Config;
use super::keyring::machine;
use super::lock::Lock;
use super::opened::{Access, Opened};
use crate::cli::Fault;

/// The folder beside the settings in which fonts for letters may lie, a Chinese one above all.
pub(crate) const FONTS: &str = "fonts";

/// A running node.
pub(crate) struct Running {
    pub(crate) node: Arc<Node>,
    pub(crate) config: Config,
    pub(crate) news: broadcast::Sender<NewsItem>,
    peers: Option<Listening>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    // Let go of after everything else.
    _lock: Option<Lock>,
}

/// What a start needs beside the settings.
pub(crate) struct Start<'a> {
    /// The node's folder.
    pub(crate) folder: &'a Path,
    /// Limits towards peers; the bench raises them.
    pub(crate) limits: Limits,
    /// Whether background work (sending, pulling, clocks) runs by itself.
    pub(crate) background: bool,
}

impl Running {
    /// Opens everything in the folder and listens.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub(crate) async fn start(start: Start<'_>) -> Result<Self, Fault> {
        let opened = Opened::open(start.folder, Access::Alone).await?;
        let Opened {
            node,
            config,
            news,
            blobs,
            identity,
            folder,
            lock,
            ..
        } = opened;
        let socket = bind("peer_listen", config.peer_listen).await?;
        let desk = bind("desk_listen", config.desk_listen).await?;
        let app = router(node.clone(), blobs, start.limits);
        let peers = listen(
            socket,
            identity.server().map_err(machine)?,
            app,
            ListenSettings::default(),
        )
        .map_err(machine)?;
        let (stop, _) = watch::channel(false);
        let mut running = Self {
            node,
            config,
            news,
            peers: Some(peers),
            stop,
            tasks: Vec::new(),
            _lock: lock,
        };
        running.serve_desk(desk, folder.join(FONTS));
        if start.background {
            let node = &running.node;
            running
                .tasks
                .extend(background::start(node, &folder, &running.stop));
        }
        Ok(running)
    }

    /// The officers' screens, on the loopback or behind the office's own proxy.
    fn serve_desk(&mut self, listener: TcpListener, fonts: PathBuf) {
        let desk = comity_desk::server::Desk {
            node: self.node.clone(),
            news: self.news.clone(),
            secure: false,
            software: env!("CARGO_PKG_VERSION").to_owned(),
            fonts,
        };
        let mut seen = self.stop.subscribe();
        self.tasks.push(tokio::spawn(async move {
            let stopped = async move {
                let _ = seen.wait_for(|stop| *stop).await;
            };
            if let Err(fault) = comity_desk::server::serve(listener, desk, stopped).await {
                tracing::error!(%fault, "the screens ended");
            }
        }));
    }

    /// Stops taking in, lets what runs come to an end, and closes.
    pub(crate) async fn stop(mut self) {
        let _ = self.stop.send(true);
        if let Some(peers) = self.peers.take() {
            peers.stop(Duration::from_secs(5)).await;
        }
        for task in self.tasks.drain(..) {
            if tokio::time::timeout(Duration::from_secs(5), task)
                .await
                .is_err()
            {
                tracing::warn!("background work did not end in time");
            }
        }
    }
}

async fn bind(setting: &str, address: SocketAddr) -> Result<TcpListener, Fault> {
    TcpListener::bind(address)
        .await
        .map_err(|why| cannot_listen(setting, address, &why))
}

/// Why an address cannot be listened on, and what to do.
pub(crate) fn cannot_listen(setting: &str, address: SocketAddr, why: &std::io::Error) -> Fault {
    let port = address.port();
    match why.kind() {
        ErrorKind::AddrInUse => Fault::machine(
            format!(
                "port {port} of {} is in use by another program",
                address.ip()
            ),
            format!(
                "stop it (`ss -ltnp | grep :{port}` names it), or choose another {setting} in comity.toml"
            ),
        ),
        ErrorKind::PermissionDenied => Fault::machine(
            format!("this account may not listen on port {port}"),
            format!(
                "choose a {setting} above 1023 in comity.toml, or give the service the right to low ports"
            ),
        ),
        ErrorKind::AddrNotAvailable => Fault::machine(
            format!("{} is no address of this machine", address.ip()),
            format!("correct {setting} in comity.toml"),
        ),
        _ => Fault::machine(
            format!("cannot listen on {address}: {why}"),
            format!("choose another {setting} in comity.toml"),
        ),
    }
}
