//! Sealed objects in ranges: chunks, tags and leaf hashes, for the holder of a transfer token.
//!
//! Whether the token is unknown, ended, meant for another object or shown over another TLS key, the
//! answer is the same 404, so that nothing can be learned by trying.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use comity_core::id::{Digest, ObjectId};
use comity_flows::ports::{BlobFault, BlobPart};
use comity_wire::evidence::layout::{LEAF_BYTES, TAG_BYTES};
use comity_wire::transfer::TOKEN_BYTES;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tracing::warn;

use super::pieces::pieces;
use super::range::{BadRange, Wanted, wanted};
use super::{Bare, Guest, Hall, TRANSFER_SCHEME};

/// `GET /comity/v1/obj/{id}`: the chunks end to end.
pub(super) async fn chunks(
    State(hall): State<Hall>,
    guest: Guest,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    part(&hall, &guest, &id, &headers, BlobPart::Chunks).await
}

/// `GET /comity/v1/obj/{id}/leaves`: 32 bytes a chunk.
pub(super) async fn leaves(
    State(hall): State<Hall>,
    guest: Guest,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    part(&hall, &guest, &id, &headers, BlobPart::Leaves).await
}

/// `GET /comity/v1/obj/{id}/tags`: 16 bytes a chunk.
pub(super) async fn tags(
    State(hall): State<Hall>,
    guest: Guest,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    part(&hall, &guest, &id, &headers, BlobPart::Tags).await
}

async fn part(
    hall: &Hall,
    guest: &Guest,
    id: &str,
    headers: &HeaderMap,
    part: BlobPart,
) -> Response {
    match serve_part(hall, guest, id, headers, part).await {
        Ok(answer) | Err(answer) => answer,
    }
}

async fn serve_part(
    hall: &Hall,
    guest: &Guest,
    id: &str,
    headers: &HeaderMap,
    part: BlobPart,
) -> Result<Response, Response> {
    let unknown = || Bare(StatusCode::NOT_FOUND, "no-such-transfer").into_response();
    let token_hash = token_hash(headers).map_err(IntoResponse::into_response)?;
    let id: ObjectId = id.parse().map_err(|_| unknown())?;
    // A transfer is bound to a key that a listed node's capabilities carry.
    guest.peer().map_err(|_| unknown())?;
    let key = guest.caller.tls_key;
    let granted = hall.desk.serve_object(token_hash, id, key).await;
    let granted = granted.ok_or_else(unknown)?;
    let size = match part {
        BlobPart::Chunks => granted.bytes,
        BlobPart::Tags => granted.chunks.saturating_mul(TAG_BYTES as u64),
        BlobPart::Leaves => granted.chunks.saturating_mul(LEAF_BYTES as u64),
    };
    let (status, first, len) = match wanted(range_of(headers, id), size) {
        Ok(Wanted::All) => (StatusCode::OK, 0, size),
        Ok(Wanted::Part { first, last }) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Err(bad) => return Err(refused_range(bad, size)),
    };
    let seat = hall.gate.stream(key, token_hash);
    let seat = seat.map_err(IntoResponse::into_response)?;
    stored(hall, id, part, size).await?;
    let body = Body::from_stream(pieces(&hall.blobs, id, part, first, len, seat));
    let mut answer = (status, body).into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, tag_of(id));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {first}-{}/{size}", first + len - 1);
        headers.insert(header::CONTENT_RANGE, ascii(&range));
    }
    Ok(answer)
}

/// The hash of the token that was shown; the token itself goes no further.
fn token_hash(headers: &HeaderMap) -> Result<Digest, Bare> {
    let missing = Bare(StatusCode::UNAUTHORIZED, "token-missing");
    let shown = headers.get(header::AUTHORIZATION).ok_or(missing)?;
    let shown = shown.to_str().map_err(|_| missing)?;
    let (scheme, token) = shown.split_once(' ').ok_or(missing)?;
    if !scheme.eq_ignore_ascii_case(TRANSFER_SCHEME) {
        return Err(missing);
    }
    let mut bytes = [0; TOKEN_BYTES];
    hex::decode_to_slice(token.trim(), &mut bytes).map_err(|_| missing)?;
    Ok(comity_wire::transfer::token_hash(&bytes))
}

/// The `Range` that counts. An object never changes, so `If-Range` holds for its own tag only.
fn range_of(headers: &HeaderMap, id: ObjectId) -> Option<&[u8]> {
    match headers.get(header::IF_RANGE) {
        Some(tag) if *tag != tag_of(id) => None,
        Some(_) | None => headers.get(header::RANGE).map(HeaderValue::as_bytes),
    }
}

fn refused_range(bad: BadRange, size: u64) -> Response {
    let bare = match bad {
        BadRange::Malformed => Bare(StatusCode::BAD_REQUEST, "range-malformed"),
        BadRange::Several => Bare(StatusCode::BAD_REQUEST, "range-several"),
        BadRange::Outside => Bare(StatusCode::RANGE_NOT_SATISFIABLE, "range-outside"),
    };
    let mut answer = bare.into_response();
    if bad == BadRange::Outside {
        let range = ascii(&format!("bytes */{size}"));
        answer.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    answer
}

/// Checks that the stored part has the length that the manifest gives it, before a status is sent.
async fn stored(hall: &Hall, id: ObjectId, part: BlobPart, size: u64) -> Result<(), Response> {
    let not_now = || Bare(StatusCode::SERVICE_UNAVAILABLE, "not-here-now").into_response();
    match hall.blobs.size(id, part).await {
        Ok(found) if found == size => Ok(()),
        Ok(found) => {
            warn!(%id, part = part.extension(), found, size, "a stored object has a wrong length");
            Err(not_now())
        }
        Err(BlobFault::Absent) => Err(not_now()),
        Err(fault) => {
            warn!(%id, %fault, "a stored object cannot be read");
            Err(not_now())
        }
    }
}

fn tag_of(id: ObjectId) -> HeaderValue {
    ascii(&format!("\"{id}\""))
}

fn ascii(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("digits, letters and quotes are header text")
}
