//! The JSON API beside the screens: the same flows, the same rights, `/api/v1`.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use comity_core::id::NodeId;
use comity_core::kind::Kind;
use comity_core::next::next;
use comity_core::role::Act;
use comity_flows::ports::{CaseLine, QueueQuery, QueueView};
use comity_flows::{FlowFault, Said};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Desk;
use super::reader::Reader;
use super::request::find;

mod approvals;
mod law;
mod openapi;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/openapi.json", get(openapi::document))
        .route("/session", post(approvals::begin).delete(approvals::end))
        .route("/requests", get(list).post(begin))
        .route("/requests/{number}", get(one).put(save))
        .route("/requests/{number}/register", get(register))
        .route("/requests/{number}/pending", get(approvals::waiting))
        .route(
            "/requests/{number}/pending/{pending}",
            post(approvals::approve),
        )
        .route("/requests/{number}/submit", post(submit))
        .route("/requests/{number}/acknowledge", post(acknowledge))
        .merge(law::router())
}

/// A fault as programs read it: stable code, sentence, no case data.
pub(super) fn fault(fault: &FlowFault, other: impl Fn(&FlowFault) -> StatusCode) -> Response {
    let status = match fault {
        FlowFault::NotFound => StatusCode::NOT_FOUND,
        FlowFault::NotAllowed => StatusCode::FORBIDDEN,
        FlowFault::SignIn | FlowFault::WrongSignIn => StatusCode::UNAUTHORIZED,
        FlowFault::Stale | FlowFault::OutOfOrder(_) | FlowFault::Missing(_) => StatusCode::CONFLICT,
        FlowFault::Ledger(_) | FlowFault::Blobs(_) | FlowFault::Node(_) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        rest => other(rest),
    };
    (
        status,
        Json(json!({"code": fault.code(), "message": fault.to_string()})),
    )
        .into_response()
}

fn answer(result: Result<Value, FlowFault>) -> Response {
    match result {
        Ok(body) => Json(body).into_response(),
        Err(found) => fault(&found, |_| StatusCode::UNPROCESSABLE_ENTITY),
    }
}

#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    view: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    limit: u32,
}

/// `GET /api/v1/requests?view=&after=&limit=`.
async fn list(reader: Reader, Query(asked): Query<Listed>) -> Response {
    let view = match asked.view.as_str() {
        "ours" => QueueView::Ours,
        "theirs" => QueueView::Theirs,
        "nobody" => QueueView::Nobody,
        "emergencies" => QueueView::Emergencies,
        "all" => QueueView::All,
        _ => QueueView::Open,
    };
    let after = asked
        .after
        .split_once('.')
        .and_then(|(deadline, id)| Some((deadline.parse().ok()?, id.parse().ok()?)));
    let limit = if asked.limit == 0 {
        50
    } else {
        asked.limit.min(500)
    };
    let result = async {
        reader.session.officer.must(Act::ReadCase)?;
        let page = reader
            .v
            .desk
            .node
            .ledger()
            .queue(&QueueQuery {
                view,
                after,
                limit,
                ..QueueQuery::default()
            })
            .await?;
        let requests: Vec<Value> = page.lines.iter().map(summary).collect();
        Ok(
            json!({"requests": requests, "next": page.next.map(|(deadline, id)| format!("{deadline}.{id}"))}),
        )
    };
    answer(result.await)
}

fn summary(line: &CaseLine) -> Value {
    let file = &line.file;
    let step = next(file);
    json!({
        "id": file.id, "number": file.number, "reference": file.reference, "receiver_number": file.receiver_number,
        "kind": file.kind, "part": file.part, "side": file.side, "from": file.from, "to": file.to,
        "stage": file.stage_name(), "urgency": file.urgency, "class": file.class, "basis": file.basis,
        "due": file.due().map(|clock| clock.due.to_string()), "next": step.as_str(), "whose": step.whose(),
        "owner": file.owner, "version": line.version,
    })
}

/// `GET /api/v1/requests/{number}`.
async fn one(reader: Reader, Path(number): Path<String>) -> Response {
    let result = async {
        let line = find(&reader, &number).await?;
        let reviewed = reader.v.desk.node.review(&line.file, reader.v.now);
        let mut body = summary(&line);
        body["form"] = line.file.form.clone();
        body["items"] = json!(line.file.items);
        body["deadlines"] = json!(line.file.deadlines);
        body["links"] = json!(line.file.links);
        body["objects"] = json!(line.file.objects);
        body["defects"] = reviewed
            .check
            .defects
            .iter()
            .map(|d| json!({"code": d.code.as_str(), "path": d.path, "severity": d.severity}))
            .collect();
        Ok(body)
    };
    answer(result.await)
}

/// `GET /api/v1/requests/{number}/register`.
async fn register(reader: Reader, Path(number): Path<String>) -> Response {
    let result = async {
        let file = find(&reader, &number).await?.file;
        let lines = reader.v.desk.node.ledger().register(file.id).await?;
        Ok(lines
            .iter()
            .map(|line| json!({"index": line.index, "at": line.at.to_string(), "kind": line.kind, "actor": line.actor, "leaf": hex::encode(line.leaf_hash)}))
            .collect())
    };
    answer(result.await)
}

#[derive(Deserialize)]
struct Begun {
    kind: Kind,
    to: NodeId,
    #[serde(default)]
    form: Value,
}

/// `POST /api/v1/requests`.
async fn begin(reader: Reader, headers: HeaderMap, Json(begun): Json<Begun>) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let node = &reader.v.desk.node;
    let result = async {
        let id = node
            .start_draft(&reader.session.officer, begun.kind, &begun.to, begun.form)
            .await?;
        let line = node.ledger().case(id).await?.ok_or(FlowFault::NotFound)?;
        Ok(summary(&line))
    };
    answer(result.await)
}

#[derive(Deserialize)]
struct Saved {
    version: u64,
    form: Value,
}

/// `PUT /api/v1/requests/{number}`.
async fn save(
    reader: Reader,
    Path(number): Path<String>,
    headers: HeaderMap,
    Json(saved): Json<Saved>,
) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let result = async {
        let file = find(&reader, &number).await?.file;
        reader
            .v
            .desk
            .node
            .save_draft(&reader.session.officer, file.id, saved.version, saved.form)
            .await?;
        let line = reader
            .v
            .desk
            .node
            .ledger()
            .case(file.id)
            .await?
            .ok_or(FlowFault::NotFound)?;
        Ok(summary(&line))
    };
    answer(result.await)
}

/// `POST /api/v1/requests/{number}/submit`.
async fn submit(reader: Reader, Path(number): Path<String>, headers: HeaderMap) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let result = async {
        let file = find(&reader, &number).await?.file;
        Ok(said(
            &reader
                .v
                .desk
                .node
                .submit(&reader.session.officer, file.id)
                .await?,
        ))
    };
    answer(result.await)
}

/// `POST /api/v1/requests/{number}/acknowledge`.
async fn acknowledge(reader: Reader, Path(number): Path<String>, headers: HeaderMap) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let result = async {
        let file = find(&reader, &number).await?.file;
        reader
            .v
            .desk
            .node
            .acknowledge(&reader.session.officer, file.id)
            .await?;
        Ok(json!({"acknowledged": true}))
    };
    answer(result.await)
}

fn said(said: &Said) -> Value {
    match said {
        Said::Queued(message) => json!({"queued": message}),
        Said::Waiting(pending) => json!({"waiting": pending}),
        Said::ToCarry => json!({"to_carry": true}),
    }
}

fn key(reader: &Reader, headers: &HeaderMap) -> Option<Response> {
    reader.forged_key(
        headers
            .get("x-csrf")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default(),
    )
}
