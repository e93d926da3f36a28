//! The log and the directory, for listed peers: witnessing, heads, tiles, proofs, State files.
//!
//! # Source
//! C2SP tlog-witness, tlog-checkpoint and tlog-tiles.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use comity_core::id::StateCode;
use http::StatusCode;

use super::{Bare, Guest, Hall, MAX_LOG_BYTES, typed, whole_body};

const TEXT_TYPE: &str = "text/plain; charset=utf-8";
const BYTES_TYPE: &str = "application/octet-stream";

/// `POST /comity/v1/witness/add-checkpoint`: status and body as C2SP has them.
pub(super) async fn add_checkpoint(
    State(hall): State<Hall>,
    guest: Guest,
    request: Request,
) -> Response {
    let peer = match guest.peer() {
        Ok(peer) => peer,
        Err(answer) => return answer.into_response(),
    };
    match whole_body(&hall, &guest, request, MAX_LOG_BYTES).await {
        Ok(body) => passed_on(hall.desk.add_checkpoint(peer, body.bytes.clone()).await),
        Err(answer) => answer,
    }
}

/// `POST /comity/v1/log/prove`.
pub(super) async fn prove(State(hall): State<Hall>, guest: Guest, request: Request) -> Response {
    let peer = match guest.peer() {
        Ok(peer) => peer,
        Err(answer) => return answer.into_response(),
    };
    match whole_body(&hall, &guest, request, MAX_LOG_BYTES).await {
        Ok(body) => passed_on(hall.desk.prove(peer, body.bytes.clone()).await),
        Err(answer) => answer,
    }
}

/// `GET /comity/v1/log/checkpoint`.
pub(super) async fn checkpoint(State(hall): State<Hall>, guest: Guest) -> Response {
    if let Err(answer) = guest.peer() {
        return answer.into_response();
    }
    found(hall.desk.checkpoint().await, TEXT_TYPE)
}

/// `GET /comity/v1/log/tile/{level}/{number}`, the number as C2SP writes it.
pub(super) async fn tile(
    State(hall): State<Hall>,
    guest: Guest,
    Path((level, number)): Path<(String, String)>,
) -> Response {
    if let Err(answer) = guest.peer() {
        return answer.into_response();
    }
    match tile_place(&level, &number) {
        Some((level, number, width)) => {
            found(hall.desk.tile(level, number, width).await, BYTES_TYPE)
        }
        None => Bare(StatusCode::NOT_FOUND, "no-such-tile").into_response(),
    }
}

/// `GET /comity/v1/dir/{state}`.
pub(super) async fn directory(
    State(hall): State<Hall>,
    guest: Guest,
    Path(state): Path<String>,
) -> Response {
    if let Err(answer) = guest.peer() {
        return answer.into_response();
    }
    match state.parse::<StateCode>() {
        Ok(state) => found(hall.desk.directory(state).await, BYTES_TYPE),
        Err(_) => Bare(StatusCode::NOT_FOUND, "no-such-state").into_response(),
    }
}

fn found(bytes: Option<Bytes>, media: &'static str) -> Response {
    match bytes {
        Some(bytes) => typed(StatusCode::OK, media, bytes),
        None => Bare(StatusCode::NOT_FOUND, "not-here").into_response(),
    }
}

fn passed_on((status, body): (u16, Bytes)) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    typed(status, TEXT_TYPE, body)
}

/// Reads `L` and `x001/x234/067` or `x001/x234/067.p/17` into level, number and width. Each place
/// has one spelling.
fn tile_place(level: &str, number: &str) -> Option<(u8, u64, u16)> {
    let level = plain_number(level).filter(|level| *level < 64)?;
    let (number, width) = match number.split_once(".p/") {
        Some((number, width)) => {
            let width = plain_number(width).filter(|width| (1..256).contains(width))?;
            (number, width)
        }
        None => (number, 256),
    };
    let groups: Vec<&str> = number.split('/').collect();
    let (last, upper) = groups.split_last()?;
    let mut value = 0u64;
    for (place, group) in upper.iter().enumerate() {
        let group = three_digits(group.strip_prefix('x')?)?;
        if place == 0 && group == 0 {
            return None;
        }
        value = value.checked_mul(1000)?.checked_add(group)?;
    }
    value = value.checked_mul(1000)?.checked_add(three_digits(last)?)?;
    Some((u8::try_from(level).ok()?, value, u16::try_from(width).ok()?))
}

fn three_digits(text: &str) -> Option<u64> {
    let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn plain_number(text: &str) -> Option<u64> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    (digits && !padded).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tile_path_that_is_taken_has_the_one_spelling(
            level in "[0-9]{1,3}|.{0,4}",
            number in "(x[0-9]{3}/){0,7}[0-9]{3}(\\.p/[0-9]{1,3})?|.{0,30}",
        ) {
            if let Some((read, place, width)) = tile_place(&level, &number) {
                prop_assert_eq!(read.to_string(), level);
                let mut groups = vec![format!("{:03}", place % 1000)];
                let mut upper = place / 1000;
                while upper > 0 {
                    groups.insert(0, format!("x{:03}", upper % 1000));
                    upper /= 1000;
                }
                let part = if width < 256 { format!(".p/{width}") } else { String::new() };
                prop_assert_eq!(groups.join("/") + &part, number);
            }
        }
    }

    #[test]
    fn a_tile_path_reads_as_c2sp_writes_it() {
        assert_eq!(tile_place("0", "x001/x234/067"), Some((0, 1_234_067, 256)));
        assert_eq!(tile_place("1", "000"), Some((1, 0, 256)));
        assert_eq!(tile_place("63", "012.p/17"), Some((63, 12, 17)));
    }

    #[test]
    fn other_spellings_of_a_tile_are_refused() {
        for (level, number) in [
            ("64", "000"),
            ("00", "000"),
            ("-1", "000"),
            ("", "000"),
            ("0", ""),
            ("0", "1"),
            ("0", "x000/001"),
            ("0", "001/002"),
            ("0", "x001/x002"),
            ("0", "000.p/0"),
            ("0", "000.p/256"),
            ("0", "000.p/007"),
            ("0", "000.p/"),
            ("0", "..%2f"),
            ("0", "x999/x999/x999/x999/x999/x999/x999/999"),
            ("0", "\u{661}\u{662}\u{663}"),
        ] {
            assert_eq!(tile_place(level, number), None, "{level}/{number}");
        }
    }
}
