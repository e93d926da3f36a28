//! One connection to a peer: TCP, TLS with its pin, HTTP/1.1.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::{CourierSettings, PeerAddress};
use crate::gather::Gather;
use crate::stall::Stall;
use crate::tls::{is_wrong_key, server_name};

/// What a line met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LineFault {
    /// The server shows another key than the pinned one.
    WrongKey,
    /// Anything else; the same may work a moment later.
    Broken(String),
}

impl LineFault {
    fn broken(what: &str, fault: &(dyn Error + 'static)) -> Self {
        Self::Broken(format!("{what}: {}", whole_story(fault)))
    }
}

/// An answer that is whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) media: Option<String>,
    pub(crate) body: Bytes,
}

/// Bytes read from the socket at once while evidence comes in: far fewer and cheaper reads than
/// TLS would do by itself.
const WIDE: usize = 512 << 10;
/// The same for messages.
const NARROW: usize = 16 << 10;

/// Makes lines to one peer.
#[derive(Clone)]
pub(crate) struct Dialer {
    pub(super) address: PeerAddress,
    tls: Arc<ClientConfig>,
    settings: CourierSettings,
}

impl Dialer {
    pub(super) fn new(
        address: PeerAddress,
        tls: Arc<ClientConfig>,
        settings: CourierSettings,
    ) -> Self {
        Self {
            address,
            tls,
            settings,
        }
    }

    pub(crate) fn settings(&self) -> &CourierSettings {
        &self.settings
    }

    /// A line for messages.
    pub(super) async fn dial(&self) -> Result<Line, LineFault> {
        self.dial_with(NARROW).await
    }

    /// A line for evidence.
    pub(crate) async fn dial_wide(&self) -> Result<Line, LineFault> {
        self.dial_with(WIDE).await
    }

    async fn dial_with(&self, read_buffer: usize) -> Result<Line, LineFault> {
        let limit = self.settings.connect;
        let authority = self.address.authority.as_str();
        let tcp = within(limit, "connecting", TcpStream::connect(authority)).await?;
        let tcp = tcp.map_err(|fault| LineFault::broken("connecting", &fault))?;
        // Requests are written whole, so waiting for more to send gains nothing.
        let set = tcp.set_nodelay(true);
        set.map_err(|fault| LineFault::broken("connecting", &fault))?;
        let tcp = BufReader::with_capacity(read_buffer, Stall::new(tcp, self.settings.stall));
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        let tls = connector.connect(server_name(), tcp);
        let tls = within(limit, "the TLS handshake", tls).await?;
        let tls = tls.map_err(|fault| match is_wrong_key(&fault) {
            true => LineFault::WrongKey,
            false => LineFault::broken("the TLS handshake", &fault),
        })?;
        let (sender, connection) = http1::Builder::new()
            .max_headers(64)
            .max_header_size(16 << 10)
            .handshake(TokioIo::new(Gather::new(tls)))
            .await
            .map_err(|fault| LineFault::broken("opening HTTP", &fault))?;
        tokio::spawn(async move {
            // What ends the connection is told to the request that waits on it.
            let _ = connection.await;
        });
        Ok(Line {
            sender,
            host: self.address.authority.clone(),
            settings: self.settings,
        })
    }
}

/// An open line, for one request at a time.
#[derive(Debug)]
pub(crate) struct Line {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    settings: CourierSettings,
}

impl Line {
    /// Whether another request can go over it, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn send(
        &mut self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, LineFault> {
        let host = http::HeaderValue::from_str(&self.host);
        let host = host.map_err(|fault| LineFault::broken("the address", &fault))?;
        request.headers_mut().insert(header::HOST, host);
        let answered = async {
            self.sender.ready().await?;
            self.sender.send_request(request).await
        };
        let answered = within(self.settings.answer, "waiting for the answer", answered).await?;
        answered.map_err(|fault| LineFault::broken("waiting for the answer", &fault))
    }

    /// Reads the whole body of an answer, of at most `most` bytes.
    pub(crate) async fn whole(
        &self,
        answer: Response<Incoming>,
        most: usize,
    ) -> Result<Reply, LineFault> {
        let (head, mut body) = answer.into_parts();
        let mut bytes = BytesMut::new();
        while let Some(piece) = piece(&mut body, self.settings.stall).await? {
            if bytes.len() + piece.len() > most {
                let why = format!("the answer is longer than {most} bytes");
                return Err(LineFault::Broken(why));
            }
            bytes.extend_from_slice(&piece);
        }
        let media = head.headers.get(header::CONTENT_TYPE);
        Ok(Reply {
            status: head.status,
            media: media
                .and_then(|media| media.to_str().ok())
                .map(str::to_owned),
            body: bytes.freeze(),
        })
    }
}

/// The next piece of a body; `None` at its end.
pub(crate) async fn piece(
    body: &mut Incoming,
    stall: Duration,
) -> Result<Option<Bytes>, LineFault> {
    loop {
        match within(stall, "reading the answer", body.frame()).await? {
            None => return Ok(None),
            Some(Err(fault)) => return Err(LineFault::broken("reading the answer", &fault)),
            // Trailers are not ours and are passed over.
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
        }
    }
}

async fn within<T>(
    limit: Duration,
    what: &str,
    of: impl Future<Output = T>,
) -> Result<T, LineFault> {
    let done = timeout(limit, of).await;
    done.map_err(|_| LineFault::Broken(format!("{what}: nothing came for {} s", limit.as_secs())))
}

/// A fault with its causes, for the person who reads the log.
pub(super) fn whole_story(fault: &(dyn Error + 'static)) -> String {
    let mut story = fault.to_string();
    let mut cause = fault.source();
    while let Some(next) = cause {
        let next_story = next.to_string();
        if !story.ends_with(&next_story) {
            story = format!("{story}: {next_story}");
        }
        cause = next.source();
    }
    story
}
