//! The book as downloads: a table, and whole files with their history.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use comity_flows::{BOOK_COLUMNS, FlowFault};
use comity_formats::table;

use crate::server::reader::Reader;
use crate::server::sent::attachment;

/// `GET /register/book.csv`.
pub(crate) async fn csv(reader: Reader) -> Response {
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let mut rows = vec![BOOK_COLUMNS.iter().map(|name| (*name).to_owned()).collect()];
    let done = node
        .export_register(officer, "csv", &mut |line| {
            rows.push(node.book_row(&line.file));
            Ok(())
        })
        .await;
    match done {
        Ok(_) => answer("register.csv", "text/csv; charset=utf-8", table::csv(rows)),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `GET /register/book.jsonl`.
pub(crate) async fn json(reader: Reader) -> Response {
    match lines(&reader).await {
        Ok(bytes) => answer("register.jsonl", "application/jsonl", bytes),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn lines(reader: &Reader) -> Result<Vec<u8>, FlowFault> {
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let mut ids = Vec::new();
    node.export_register(officer, "jsonl", &mut |line| {
        ids.push(line.file.id);
        Ok(())
    })
    .await?;
    let mut out = Vec::new();
    for id in ids {
        if let Some(line) = node.ledger().case(id).await? {
            out.extend(node.book_json(&line).await?.to_string().into_bytes());
            out.push(b'\n');
        }
    }
    Ok(out)
}

fn answer(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    (StatusCode::OK, attachment(name, media_type), bytes).into_response()
}
