//! Uploads that survive a broken line: pieces of 8 MiB, each with its own digest, sealed as they
//! come. A small file may come as an ordinary form, for browsers without JavaScript.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::{Digest, ObjectId};
use comity_core::item::ItemState;
use comity_core::request::RequestFile;
use comity_flows::FlowFault;
use comity_wire::hash::sha256;
use serde::Deserialize;
use serde_json::json;

use super::reader::Reader;
use super::request::find;

/// The largest piece.
pub(crate) const PIECE: usize = 8 * 1024 * 1024;
/// The largest file that may come as one form.
pub(crate) const SMALL: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
pub(crate) struct Begin {
    name: String,
    bytes: u64,
    /// The item it answers; the first open one when none is named.
    #[serde(default)]
    item: String,
}

/// `POST /p/{number}/upload?name=&bytes=`: where the pieces go and where the first one begins.
pub(crate) async fn begin(
    reader: Reader,
    Path(number): Path<String>,
    Query(asked): Query<Begin>,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let begun = async {
        let file = find(&reader, &number).await?.file;
        let item = item_of(&file, &asked.item);
        let object = reader
            .v
            .desk
            .node
            .begin_seal(
                &reader.session.officer,
                file.id,
                item,
                &asked.name,
                Some(asked.bytes),
            )
            .await?;
        Ok::<_, FlowFault>(
            json!({"upload": format!("/upload/{object}"), "at": 0, "next": format!("/p/{}", file.number)}),
        )
    };
    answer(begun.await)
}

/// The named item, or the first that is still open.
fn item_of(file: &RequestFile, named: &str) -> Option<String> {
    let open = |id: &str| file.items.iter().any(|item| item.id == id);
    if open(named) {
        return Some(named.to_owned());
    }
    file.items
        .iter()
        .find(|item| matches!(item.state, ItemState::Pending))
        .map(|item| item.id.clone())
}

/// `GET /upload/{object}`: where an interrupted upload goes on.
pub(crate) async fn progress(reader: Reader, Path(object): Path<String>) -> Response {
    let at = id(&object).and_then(|object| reader.v.desk.node.seal_progress(object));
    answer(at.map(|at| json!({"at": at})))
}

#[derive(Deserialize)]
pub(crate) struct At {
    at: u64,
}

/// `PUT /upload/{object}?at=`: one piece; the answer says where the next one begins.
pub(crate) async fn piece(
    reader: Reader,
    Path(object): Path<String>,
    Query(At { at }): Query<At>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let taken = async {
        let digest: Digest = headers
            .get("x-sha256")
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| FlowFault::Input {
                field: "x-sha256".to_owned(),
                why: "64 hexadecimal digits".to_owned(),
            })?;
        let next = reader
            .v
            .desk
            .node
            .seal_piece(&reader.session.officer, id(&object)?, at, body, digest)
            .await?;
        Ok::<_, FlowFault>(json!({"at": next}))
    };
    answer(taken.await)
}

/// `POST /upload/{object}/seal`: the end; name, size and hash of what was sealed.
pub(crate) async fn seal(
    reader: Reader,
    Path(object): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let sealed = async {
        let sealed = reader
            .v
            .desk
            .node
            .finish_seal(&reader.session.officer, id(&object)?, None)
            .await?;
        Ok::<_, FlowFault>(
            json!({"object": sealed.object, "bytes": sealed.bytes, "sha256": sealed.sha256}),
        )
    };
    answer(sealed.await)
}

/// `POST /p/{number}/upload/small`: a whole small file in one form.
pub(crate) async fn small(
    reader: Reader,
    Path(number): Path<String>,
    mut form: Multipart,
) -> Response {
    let mut csrf = String::new();
    let mut found: Option<(String, Bytes)> = None;
    while let Ok(Some(field)) = form.next_field().await {
        match field.name() {
            Some("csrf") => csrf = field.text().await.unwrap_or_default(),
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                if let Ok(bytes) = field.bytes().await {
                    found = Some((name, bytes));
                }
            }
            _ => {}
        }
    }
    if let Some(refused) = reader.forged_key(&csrf) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let sealed = async {
        let (name, bytes) = found.ok_or_else(|| FlowFault::Input {
            field: "file".to_owned(),
            why: "choose a file of at most 64 MiB".to_owned(),
        })?;
        let file = find(&reader, &number).await?.file;
        let item = item_of(&file, "");
        let object = node
            .begin_seal(officer, file.id, item, &name, Some(bytes.len() as u64))
            .await?;
        let mut at = 0;
        while at < bytes.len() {
            let end = (at + PIECE).min(bytes.len());
            let piece = bytes.slice(at..end);
            let digest = sha256(&piece);
            node.seal_piece(officer, object, at as u64, piece, digest)
                .await?;
            at = end;
        }
        node.finish_seal(officer, object, None).await?;
        Ok::<_, FlowFault>(file.number)
    };
    match sealed.await {
        Ok(number) => Redirect::to(&format!("/p/{number}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

fn id(text: &str) -> Result<ObjectId, FlowFault> {
    text.parse().map_err(|_| FlowFault::NotFound)
}

fn key(reader: &Reader, headers: &HeaderMap) -> Option<Response> {
    reader.forged_key(
        headers
            .get("x-csrf")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default(),
    )
}

/// Scripts get JSON; a fault carries its stable code and its sentence.
fn answer(result: Result<serde_json::Value, FlowFault>) -> Response {
    match result {
        Ok(body) => Json(body).into_response(),
        Err(fault) => super::api::fault(&fault, |fault| match fault {
            FlowFault::Evidence(_) => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }),
    }
}
