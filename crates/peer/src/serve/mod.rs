//! What peers can ask for under `/comity/v1`, and what is checked before the node is asked.
//!
//! The order is always: rate, place, size, then the node. Answers without a signature are bare
//! statuses with a stable code as text; a peer takes them as "try again", never as a decision.

mod bucket;
pub mod caller;
mod gate;
mod inbox;
mod limits;
mod log;
mod object;
mod pieces;
mod range;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use comity_core::id::NodeId;
use comity_flows::ports::{Blobs, PeerDesk};
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

pub use bucket::Rate;
pub use limits::Limits;

use caller::Caller;
use gate::{Admitted, Busy, Class, Gate};

/// Media type of a signed receipt.
pub const RECEIPT_TYPE: &str = "application/vnd.comity.receipt+cbor";
/// Media type of a signed refusal: tells it from a bare error.
pub const REFUSAL_TYPE: &str = "application/vnd.comity.refusal+cbor";
/// Media type of a sealed message.
pub const SEALED_TYPE: &str = "application/vnd.comity.sealed+cbor";
/// Scheme of the `Authorization` header of transfers, followed by the token in hexadecimal.
pub const TRANSFER_SCHEME: &str = "Comity-Transfer";
/// Largest body of the log's endpoints.
const MAX_LOG_BYTES: usize = 64 << 10;

/// The endpoints for peers, over what the node answers and where its sealed objects lie.
pub fn router(desk: Arc<dyn PeerDesk>, blobs: Arc<dyn Blobs>, limits: Limits) -> Router {
    let hall = Hall {
        desk,
        blobs,
        gate: Gate::new(limits),
    };
    let endpoints = Router::new()
        .route("/inbox", post(inbox::inbox))
        .route("/caps", get(inbox::caps))
        .route("/cert", get(inbox::certificate))
        .route("/obj/{id}", get(object::chunks))
        .route("/obj/{id}/leaves", get(object::leaves))
        .route("/obj/{id}/tags", get(object::tags))
        .route("/witness/add-checkpoint", post(log::add_checkpoint))
        .route("/log/checkpoint", get(log::checkpoint))
        .route("/log/tile/{level}/{*number}", get(log::tile))
        .route("/log/prove", post(log::prove))
        .route("/dir/{state}", get(log::directory));
    Router::new()
        .nest("/comity/v1", endpoints)
        .fallback(|| async { Bare(StatusCode::NOT_FOUND, "unknown-path") })
        .layer(from_fn_with_state(hall.clone(), admit))
        .with_state(hall)
}

/// What every handler shares.
#[derive(Clone)]
struct Hall {
    desk: Arc<dyn PeerDesk>,
    blobs: Arc<dyn Blobs>,
    gate: Arc<Gate>,
}

/// Lets a request in by its class, before anything of it is looked at.
async fn admit(State(hall): State<Hall>, mut request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().copied() else {
        // Only our own listener calls this router, and it always says who calls.
        return Bare(StatusCode::INTERNAL_SERVER_ERROR, "no-caller").into_response();
    };
    let listed = caller.tls_key.and_then(|key| hall.desk.listed(&key));
    let class = listed.map_or(Class::Anonymous, Class::Peer);
    match hall.gate.admit(class, &caller, Instant::now()) {
        Ok(admitted) => {
            // Shared, because extensions are cloned; dropped when the last handler is through.
            request.extensions_mut().insert(Arc::new(admitted));
            next.run(request).await
        }
        Err(busy) => busy.into_response(),
    }
}

/// A request that passed [`admit`], with what handlers need of it.
struct Guest {
    caller: Caller,
    admitted: Arc<Admitted>,
}

impl Guest {
    /// The node that calls, or the answer for a caller whom nobody lists.
    fn peer(&self) -> Result<&NodeId, Bare> {
        match self.admitted.class() {
            Class::Peer(node) => Ok(node),
            Class::Anonymous => Err(Bare(StatusCode::FORBIDDEN, "listed-peers-only")),
        }
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Guest {
    type Rejection = Bare;

    async fn from_request_parts(
        parts: &mut http::request::Parts,
        _state: &S,
    ) -> Result<Self, Bare> {
        let caller = parts.extensions.get::<Caller>().copied();
        let admitted = parts.extensions.get::<Arc<Admitted>>().cloned();
        match (caller, admitted) {
            (Some(caller), Some(admitted)) => Ok(Self { caller, admitted }),
            _ => Err(Bare(StatusCode::INTERNAL_SERVER_ERROR, "no-caller")),
        }
    }
}

/// A status with a stable code and no signature: decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bare(StatusCode, &'static str);

impl IntoResponse for Bare {
    fn into_response(self) -> Response {
        (self.0, [(header::CONTENT_TYPE, "text/plain")], self.1).into_response()
    }
}

impl IntoResponse for Busy {
    fn into_response(self) -> Response {
        let (bare, seconds) = match self {
            Self::Often(wait) => {
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                (Bare(StatusCode::TOO_MANY_REQUESTS, "rate"), seconds.max(1))
            }
            Self::Full => (Bare(StatusCode::SERVICE_UNAVAILABLE, "busy"), 2),
        };
        let mut answer = bare.into_response();
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        answer
    }
}

/// A whole request body with the memory that was set aside for it.
struct WholeBody {
    bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

/// Reads a body of at most `most` bytes, refusing a longer one as early as can be.
async fn whole_body(
    hall: &Hall,
    guest: &Guest,
    request: Request,
    most: usize,
) -> Result<WholeBody, Response> {
    let too_large = || Bare(StatusCode::PAYLOAD_TOO_LARGE, "too-large").into_response();
    let announced = http_body::Body::size_hint(request.body());
    if announced.lower() > most as u64 {
        return Err(too_large());
    }
    // Without an announced length the largest is set aside.
    let expected = announced.upper().map_or(most, |upper| {
        usize::try_from(upper).map_or(most, |upper| upper.min(most))
    });
    let room = guest.admitted.body_room(expected);
    let room = room.map_err(IntoResponse::into_response)?;
    let body = Limited::new(request.into_body(), most).collect();
    match timeout(hall.gate.limits().body_time, body).await {
        Ok(Ok(body)) => Ok(WholeBody {
            bytes: body.to_bytes(),
            _room: room,
        }),
        Ok(Err(fault)) if fault.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Bare(StatusCode::BAD_REQUEST, "body-broken").into_response()),
        Err(_) => Err(Bare(StatusCode::REQUEST_TIMEOUT, "body-slow").into_response()),
    }
}

/// Bytes under a media type.
fn typed(status: StatusCode, media: &'static str, bytes: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, media)], bytes).into_response()
}
