//! The inbox, and the two documents anyone may fetch: signed caps and node certificate.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use comity_flows::ports::ReceiveAnswer;
use comity_wire::limits;
use http::{HeaderValue, StatusCode, header};

use super::{Bare, Guest, Hall, RECEIPT_TYPE, REFUSAL_TYPE, typed, whole_body};

const COSE_TYPE: &str = "application/cose";

/// `POST /comity/v1/inbox`: a sealed message in, a signed answer out.
pub(super) async fn inbox(State(hall): State<Hall>, guest: Guest, request: Request) -> Response {
    let body = match whole_body(&hall, &guest, request, limits::SEALED).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let _worker = match guest.admitted.worker().await {
        Ok(worker) => worker,
        Err(busy) => return busy.into_response(),
    };
    let key = guest.caller.tls_key;
    match hall.desk.receive(body.bytes.clone(), key).await {
        ReceiveAnswer::Receipt(receipt) => typed(StatusCode::OK, RECEIPT_TYPE, receipt),
        ReceiveAnswer::Parked(receipt) => typed(StatusCode::ACCEPTED, RECEIPT_TYPE, receipt),
        ReceiveAnswer::Refusal(refusal) => {
            typed(StatusCode::UNPROCESSABLE_ENTITY, REFUSAL_TYPE, refusal)
        }
        ReceiveAnswer::Transient {
            status,
            retry_after,
        } => {
            let status = StatusCode::from_u16(status)
                .ok()
                .filter(|status| status.is_client_error() || status.is_server_error())
                .unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            let mut answer = Bare(status, "not-now").into_response();
            if let Some(seconds) = retry_after {
                let value = HeaderValue::from(seconds);
                answer.headers_mut().insert(header::RETRY_AFTER, value);
            }
            answer
        }
    }
}

/// `GET /comity/v1/caps`.
pub(super) async fn caps(State(hall): State<Hall>, guest: Guest) -> Response {
    let _worker = match guest.admitted.worker().await {
        Ok(worker) => worker,
        Err(busy) => return busy.into_response(),
    };
    match hall.desk.caps().await {
        Some(caps) => typed(StatusCode::OK, COSE_TYPE, caps),
        None => Bare(StatusCode::SERVICE_UNAVAILABLE, "not-ready").into_response(),
    }
}

/// `GET /comity/v1/cert`.
pub(super) async fn certificate(State(hall): State<Hall>, guest: Guest) -> Response {
    let _worker = match guest.admitted.worker().await {
        Ok(worker) => worker,
        Err(busy) => return busy.into_response(),
    };
    match hall.desk.certificate().await {
        Some(certificate) => typed(StatusCode::OK, COSE_TYPE, certificate),
        None => Bare(StatusCode::SERVICE_UNAVAILABLE, "not-ready").into_response(),
    }
}
