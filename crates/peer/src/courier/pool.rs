//! The open lines to one peer, used again and again, and how many requests go over them at once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::{Request, header};
use http_body_util::Full;
use rustls::ClientConfig;
use tokio::sync::Semaphore;

use super::line::{Dialer, Line, LineFault, Reply};
use super::{Ask, CourierSettings, PeerAddress};

/// A fault that comes later than this is not that of a line closed before.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Lines to one peer at one address under one set of pins.
pub(super) struct Pool {
    dialer: Dialer,
    idle: Mutex<Vec<Line>>,
    places: Semaphore,
}

impl Pool {
    pub(super) fn new(
        address: PeerAddress,
        tls: Arc<ClientConfig>,
        settings: CourierSettings,
    ) -> Self {
        Self {
            dialer: Dialer::new(address, tls, settings),
            idle: Mutex::default(),
            places: Semaphore::new(settings.in_flight),
        }
    }

    pub(super) fn address(&self) -> &PeerAddress {
        &self.dialer.address
    }

    pub(super) fn dialer(&self) -> &Dialer {
        &self.dialer
    }

    /// Sends a small request and reads its whole answer of at most `most` bytes.
    pub(super) async fn ask(&self, ask: &Ask<'_>, most: usize) -> Result<Reply, LineFault> {
        // Never closed.
        let _place = self.places.acquire().await;
        // A line that lay idle may have been closed by the peer a moment ago. What it fails on at
        // once is sent again over a new one, which is safe: a peer knows a message it has seen.
        if let Some(mut line) = self.idle_line() {
            let began = Instant::now();
            match exchange(&mut line, ask, most).await {
                Ok(reply) => {
                    self.keep(line);
                    return Ok(reply);
                }
                Err(fault) if began.elapsed() > AT_ONCE => return Err(fault),
                Err(_) => {}
            }
        }
        let mut line = self.dialer.dial().await?;
        let reply = exchange(&mut line, ask, most).await?;
        self.keep(line);
        Ok(reply)
    }

    fn idle_line(&self) -> Option<Line> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(Line::is_open);
        idle.pop()
    }

    fn keep(&self, line: Line) {
        if line.is_open() {
            let idle = self.idle.lock();
            idle.unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }
}

async fn exchange(line: &mut Line, ask: &Ask<'_>, most: usize) -> Result<Reply, LineFault> {
    let mut request = Request::builder().method(ask.method.clone()).uri(ask.path);
    if let Some(media) = ask.media {
        request = request.header(header::CONTENT_TYPE, media);
    }
    let request = request
        .body(Full::new(ask.body.clone()))
        .map_err(|fault| LineFault::Broken(fault.to_string()))?;
    let answer = line.send(request).await?;
    line.whole(answer, most).await
}
