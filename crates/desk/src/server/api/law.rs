//! The law data as JSON: the same questions as the pages, the same answers as `comity law`.

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use comity_core::law::{
    Pack, Query, QueryRefusal, QueryRefused, decide, effect, glance, instrument_page,
    measure_names, offences, overview, state_page,
};
use comity_flows::Compared;
use serde::Serialize;
use serde_json::{Value, json};

use super::{answer, find};
use crate::law::{Direction, each_state};
use crate::server::Desk;
use crate::server::law::Asked;
use crate::server::reader::Reader;

/// A question is a few names; what is longer is none.
const LONGEST: usize = 64 * 1024;

pub(super) fn router() -> axum::Router<Desk> {
    axum::Router::new()
        .route("/law", get(whole))
        .route("/law/states/{code}", get(state))
        .route("/law/instruments/{id}", get(instrument))
        .route("/law/offences", get(all_offences))
        .route("/law/atlas", get(atlas))
        .route("/law/compare", get(compare))
        .route("/law/effect", get(joining))
        .route("/law/decide", post(question))
        .route("/requests/{number}/law", get(of_request))
}

/// What could not be read: its code, its field, and what would be right.
fn refused(it: &QueryRefused) -> Response {
    let status = match it.code {
        QueryRefusal::NotJson => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let body = json!({"code": it.code.as_str(), "message": it.to_string(), "field": it.field});
    (status, Json(body)).into_response()
}

fn told<T: Serialize>(result: Result<T, QueryRefused>) -> Response {
    match result {
        Ok(body) => Json(body).into_response(),
        Err(it) => refused(&it),
    }
}

fn today(reader: &Reader) -> String {
    reader.v.now.to_string().chars().take(10).collect()
}

/// `GET /api/v1/law`.
async fn whole(reader: Reader) -> Response {
    let pack = reader.v.desk.node.law().pack();
    let mut body = json!(overview(&pack));
    body["measure_names"] = measure_names(&pack).collect();
    Json(body).into_response()
}

/// `GET /api/v1/law/states/{code}`.
async fn state(reader: Reader, Path(code): Path<String>) -> Response {
    told(state_page(&reader.v.desk.node.law().pack(), &code))
}

/// `GET /api/v1/law/instruments/{id}`.
async fn instrument(reader: Reader, Path(id): Path<String>) -> Response {
    told(instrument_page(&reader.v.desk.node.law().pack(), &id))
}

/// `GET /api/v1/law/offences`.
async fn all_offences(reader: Reader) -> Response {
    let pack = reader.v.desk.node.law().pack();
    let list: Vec<Value> = offences(&pack).map(|one| json!(one)).collect();
    Json(json!({"offences": list, "pack": pack.hash()})).into_response()
}

/// `GET /api/v1/law/atlas?measure=&direction=&date=`.
async fn atlas(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let node = &reader.v.desk.node;
    let pack = node.law().pack();
    let measure = asked.or("measure", "preservation");
    let direction = Direction::parse(asked.text("direction"));
    let date = asked.or("date", &today(&reader));
    let ours = node.id.state().to_string();
    let found = each_state(&pack, &ours, &measure, direction, &date);
    told(found.map(|found| {
        json!({"state": ours, "measure": measure, "direction": direction.as_str(), "date": date,
            "states": *found, "pack": pack.hash()})
    }))
}

/// `GET /api/v1/law/compare?a=&b=&date=`.
async fn compare(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let pack = reader.v.desk.node.law().pack();
    let date = asked.or("date", &today(&reader));
    told(both_ways(&pack, asked.text("a"), asked.text("b"), &date))
}

fn both_ways(pack: &Pack, a: &str, b: &str, date: &str) -> Result<Value, QueryRefused> {
    let measures = measure_names(pack)
        .map(|name| {
            let there = glance(pack, a, b, name, date)?;
            let back = glance(pack, b, a, name, date)?;
            Ok(json!({"measure": name, "a_asks_b": there, "b_asks_a": back}))
        })
        .collect::<Result<Vec<Value>, QueryRefused>>()?;
    Ok(json!({"a": a, "b": b, "date": date, "measures": measures, "pack": pack.hash()}))
}

/// `GET /api/v1/law/effect?state=&instrument=&from=`.
async fn joining(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let pack = reader.v.desk.node.law().pack();
    let from = asked.or("from", &today(&reader));
    told(effect(
        &pack,
        asked.text("state"),
        asked.text("instrument"),
        &from,
    ))
}

/// `POST /api/v1/law/decide?lang=`: one question as `comity law decide` reads it. It changes nothing.
async fn question(reader: Reader, query: RawQuery, body: String) -> Response {
    let asked = Asked::read(query);
    let pack = reader.v.desk.node.law().pack();
    if body.len() > LONGEST {
        return refused(&QueryRefused {
            code: QueryRefusal::NotJson,
            field: String::new(),
            problem: format!("a question has at most {LONGEST} bytes"),
        });
    }
    let language = asked.or("lang", reader.v.t.lang().code());
    told(Query::from_json(&pack, &body).map(|(query, unread)| {
        let mut decision = decide(&pack, &query, &language);
        decision.facts_not_read = unread;
        decision
    }))
}

/// `GET /api/v1/requests/{number}/law`: our answer, the other side's where it differs, what a person found.
async fn of_request(reader: Reader, Path(number): Path<String>) -> Response {
    let result = async {
        let file = find(&reader, &number).await?.file;
        let node = &reader.v.desk.node;
        let lines = node.ledger().register(file.id).await?;
        let compared = Compared::of(&lines);
        let found: Vec<Value> = compared
            .elements
            .iter()
            .map(|((offence, element), one)| {
                json!({"offence": offence, "element": element, "same": one.same, "by": one.by, "at": one.at.to_string()})
            })
            .collect();
        let reviewed = node.review(&file, reader.v.now);
        Ok(json!({
            "number": file.number, "decision": reviewed.law.decision, "lacking": reviewed.law.lacking,
            "doubts": node.law_doubts(&file).await?, "conduct": found,
        }))
    };
    answer(result.await)
}
