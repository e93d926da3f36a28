//! Files that go with a request: a copy of the order, a certificate, a translation. They travel inside
//! the signed text, so they are small; larger things are evidence and are sealed.

use axum::extract::{Multipart, Path};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, body::Bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use comity_flows::FlowFault;
use comity_wire::hash::sha256;
use serde_json::{Value, json};

use super::Work;
use crate::pages::writer::{Attached, Gap};
use crate::server::posted::Posted;
use crate::server::reader::Reader;
use crate::words::Words;
use crate::writer::{AnswerFault, Drawer, Refused};

/// What a file can be.
pub(super) const ROLES: [&str; 5] = ["order", "translation", "certificate", "exhibit", "other"];

/// All files of a request together: one message carries at most one mebibyte, text and signatures too.
pub(super) const MOST: usize = 480 * 1024;

/// The name under which a refused file is reported.
const PLACE: &str = "/attachments";

/// The files of a text.
pub(super) fn files(t: Words, form: &Value, base: &str) -> Vec<Attached> {
    list(form)
        .iter()
        .enumerate()
        .map(|(n, one)| {
            let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
            Attached {
                n,
                name: crate::parts::visible(text("name")),
                role: t.listed("attach-role", text("role")),
                size: one
                    .get("bytes")
                    .and_then(Value::as_u64)
                    .map_or_else(String::new, size),
                sha256: crate::parts::grouped_hash(text("sha256")),
                href: one.get("data").map(|_| format!("{base}/attachments/{n}")),
            }
        })
        .collect()
}

fn size(bytes: u64) -> String {
    if bytes < 1024 {
        format!("{bytes} B")
    } else {
        format!("{} kB", bytes.div_ceil(1024))
    }
}

fn list(form: &Value) -> &[Value] {
    form.get("attachments")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What was wrong with a posted file, for the summary of the page.
pub(super) fn errors(t: Words, drawer: &Drawer<'_>, refused: &[Refused]) -> Vec<Gap> {
    refused
        .iter()
        .filter(|one| one.pointer == PLACE)
        .map(|one| Gap {
            href: "#fa".to_owned(),
            text: match one.fault {
                AnswerFault::TooLong => t.attach_too_large(&(MOST / 1024).to_string()),
                fault => drawer.says(fault),
            },
            stops: true,
        })
        .collect()
}

/// `POST /d/{draft}/attachments`.
pub(crate) async fn add(
    reader: Reader,
    Path(number): Path<String>,
    mut parts: Multipart,
) -> Response {
    let (mut key, mut role, mut file) = (String::new(), String::new(), None);
    while let Ok(Some(part)) = parts.next_field().await {
        let (name, file_name) = (
            part.name().unwrap_or_default().to_owned(),
            part.file_name().map(str::to_owned),
        );
        let kind = part.content_type().map(str::to_owned);
        let Ok(bytes) = part.bytes().await else { break };
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "csrf" => key = text(),
            "role" => role = text(),
            "file" => file = Some((file_name.unwrap_or_default(), kind, bytes)),
            _ => {}
        }
    }
    if let Some(refused) = reader.forged_key(&key) {
        return refused;
    }
    match added(&reader, &number, &role, file).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn added(
    reader: &Reader,
    number: &str,
    role: &str,
    file: Option<(String, Option<String>, Bytes)>,
) -> Result<Response, FlowFault> {
    let work = Work::open(reader, number).await?;
    let fault = |fault: AnswerFault| Refused {
        pointer: PLACE.to_owned(),
        fault,
        text: String::new(),
    };
    let taken: u64 = list(&work.file.form)
        .iter()
        .filter_map(|one| one.get("bytes").and_then(Value::as_u64))
        .sum();
    let refused = match &file {
        // Nothing chosen, or an empty file: its hash would be the hash of nothing.
        None => Some(fault(AnswerFault::Choice)),
        Some((name, _, bytes)) if name.is_empty() || bytes.is_empty() => {
            Some(fault(AnswerFault::Choice))
        }
        Some((name, ..)) if name.chars().count() > 200 || crate::parts::visible(name) != *name => {
            Some(fault(AnswerFault::Hidden))
        }
        Some((_, _, bytes)) if bytes.len() as u64 + taken > MOST as u64 => {
            Some(fault(AnswerFault::TooLong))
        }
        Some(_) if !ROLES.contains(&role) => Some(fault(AnswerFault::Choice)),
        Some(_) => None,
    };
    if let Some(refused) = refused {
        return super::sign::draw(reader, &work, "", &[refused]).await;
    }
    let Some((name, kind, bytes)) = file else {
        return Err(FlowFault::NotFound);
    };
    // A path that a browser sends along is none of our business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
    let kind = kind.filter(|kind| kind.len() < 100 && kind.is_ascii());
    let mut form = work.file.form.clone();
    let entry = json!({
        "name": name,
        "media_type": kind.unwrap_or_else(|| "application/octet-stream".to_owned()),
        "role": role,
        "bytes": bytes.len(),
        "sha256": hex::encode(sha256(&bytes).as_bytes()),
        "data": STANDARD.encode(&bytes),
    });
    let mut all = list(&form).to_vec();
    all.push(entry);
    form["attachments"] = Value::Array(all);
    if role == "order" {
        name_the_order(&mut form, &name);
    }
    let node = &reader.v.desk.node;
    node.save_draft(&reader.session.officer, work.file.id, work.version, form)
        .await?;
    Ok(Redirect::to(&format!("{}/sign#at", work.base())).into_response())
}

/// The copy of the order is named where the order is.
fn name_the_order(form: &mut Value, name: &str) {
    for pointer in ["/domestic_basis/order", "/order"] {
        if let Some(Value::Object(order)) = form.pointer_mut(pointer) {
            order.entry("attachment").or_insert_with(|| json!(name));
        }
    }
}

/// `POST /d/{draft}/attachments/{n}/remove`.
pub(crate) async fn remove(
    reader: Reader,
    Path((number, n)): Path<(String, usize)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let work = Work::open(&reader, &number).await?;
        let mut form = work.file.form.clone();
        let mut all = list(&form).to_vec();
        if n >= all.len() {
            return Err(FlowFault::NotFound);
        }
        let gone = all.remove(n);
        form["attachments"] = Value::Array(all);
        for pointer in ["/domestic_basis/order", "/order"] {
            if let Some(Value::Object(order)) = form.pointer_mut(pointer)
                && order.get("attachment") == gone.get("name")
            {
                order.remove("attachment");
            }
        }
        let node = &reader.v.desk.node;
        node.save_draft(&reader.session.officer, work.file.id, work.version, form)
            .await?;
        Ok::<_, FlowFault>(work.base())
    };
    match done.await {
        Ok(base) => Redirect::to(&format!("{base}/sign#at")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `GET /d/{draft}/attachments/{n}`: the bytes again, always as a download.
pub(crate) async fn fetch(reader: Reader, Path((number, n)): Path<(String, usize)>) -> Response {
    let read = async {
        let work = Work::open(&reader, &number).await?;
        let one = list(&work.file.form).get(n).ok_or(FlowFault::NotFound)?;
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let bytes = STANDARD
            .decode(text("data"))
            .map_err(|_| FlowFault::NotFound)?;
        if hex::encode(sha256(&bytes).as_bytes()) != text("sha256") {
            return Err(FlowFault::Evidence(text("name").to_owned()));
        }
        let name = crate::server::reader::url_escape(text("name"));
        Ok::<_, FlowFault>((bytes, format!("attachment; filename*=UTF-8''{name}")))
    };
    match read.await {
        Ok((bytes, name)) => (
            [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ],
            bytes,
        )
            .into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}
