//! `/api/v1/session` and `/api/v1/requests/{number}/pending`: an approval from another machine. The
//! native tool fetches the exact bytes that wait, shows them to its officer, signs them there and
//! brings the proofs; this node only judges them, as it judges those of a foreign officer.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use comity_core::request::Pending;
use comity_flows::FlowFault;
use comity_wire::assertion::Proof;
use comity_wire::cbor;
use comity_wire::context::World;
use comity_wire::hash::sha256;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reader::{Reader, SESSION, Visitor};
use super::super::request::find;
use super::super::sign::with_cookie;
use super::{answer, fault, key, said};

#[derive(Deserialize)]
pub(super) struct SignIn {
    name: String,
    password: String,
}

/// `POST /api/v1/session`: the session's cookie, and what a tool needs to act in it.
pub(super) async fn begin(v: Visitor, Json(who): Json<SignIn>) -> Response {
    let refuse = |found: &FlowFault| fault(found, |_| StatusCode::UNPROCESSABLE_ENTITY);
    if v.foreign {
        return refuse(&FlowFault::NotAllowed);
    }
    let node = &v.desk.node;
    let begun = async {
        let secret = node.sign_in(&who.name, &who.password).await?;
        let session = node.session(&secret).await?;
        let row = node.ledger().officer(&session.officer.id).await?;
        let row = row.ok_or(FlowFault::NotFound)?;
        let said = json!({
            "form_key": session.form_key,
            "officer": session.officer.id,
            "grant": sha256(&row.grant),
            "exercise": node.world == World::Exercise,
        });
        Ok::<_, FlowFault>((secret, said))
    };
    match begun.await {
        Ok((secret, said)) => {
            let body = Json(said).into_response();
            with_cookie(body, &v.desk, SESSION, &secret, None, true)
        }
        Err(found) => refuse(&found),
    }
}

/// `DELETE /api/v1/session`.
pub(super) async fn end(reader: Reader, headers: HeaderMap) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let result = async {
        if let Some(cookie) = &reader.v.cookie {
            reader.v.desk.node.sign_out(cookie).await?;
        }
        Ok(json!({"ended": true}))
    };
    answer(result.await)
}

/// `GET /api/v1/requests/{number}/pending`: what waits, as the bytes that would be signed.
pub(super) async fn waiting(reader: Reader, Path(number): Path<String>) -> Response {
    let result = async {
        let file = find(&reader, &number).await?.file;
        let acts: Vec<Value> = file.pending.iter().map(act).collect();
        Ok(json!({"number": file.number, "kind": file.kind, "pending": acts}))
    };
    answer(result.await)
}

fn act(act: &Pending) -> Value {
    let messages: Vec<Value> = act
        .messages
        .iter()
        .map(|message| json!({"kind": message.kind, "action": message.action}))
        .collect();
    let given: Vec<&str> = act
        .approvals
        .iter()
        .map(|one| one.officer.as_str())
        .collect();
    json!({
        "id": act.id, "purpose": act.purpose, "class": act.class, "drafter": act.drafter,
        "since": act.since.to_string(), "persons": act.quorum().persons,
        "approvals": given, "messages": messages,
    })
}

#[derive(Deserialize)]
pub(super) struct Given {
    /// One for each message, in their order: the proof as it travels, in hexadecimal.
    proofs: Vec<String>,
}

/// `POST /api/v1/requests/{number}/pending/{pending}`: proofs made elsewhere.
pub(super) async fn approve(
    reader: Reader,
    Path((number, pending)): Path<(String, String)>,
    headers: HeaderMap,
    Json(given): Json<Given>,
) -> Response {
    if let Some(refused) = key(&reader, &headers) {
        return refused;
    }
    let result = async {
        let file = find(&reader, &number).await?.file;
        let proofs = given
            .proofs
            .iter()
            .map(|text| proof(text))
            .collect::<Result<Vec<_>, _>>()?;
        let node = &reader.v.desk.node;
        Ok(said(&node.approve_with(file.id, &pending, proofs).await?))
    };
    answer(result.await)
}

fn proof(text: &str) -> Result<Proof, FlowFault> {
    let unreadable = || FlowFault::Proof("it is no proof".to_owned());
    let bytes = hex::decode(text).map_err(|_| unreadable())?;
    let value = cbor::decode(&bytes).map_err(|_| unreadable())?;
    Proof::read(value).map_err(|_| unreadable())
}
