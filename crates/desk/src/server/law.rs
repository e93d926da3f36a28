//! `/law…`: the law data to be read. Nothing here changes anything; every address can be sent on.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::law::{Pack, QueryRefused, instrument_id, state_page};
use comity_core::role::Act;
use comity_flows::FlowFault;
use comity_flows::ports::{QueueQuery, QueueView};

use super::reader::{Reader, html, url_escape};
use crate::law::{self, Direction, Joining, Law, Question, Wanted};
use crate::pages::law::Touched;
use crate::present::Cases;
use crate::shell::{Place, Shell};

/// The measure that a reader sees first.
const FIRST: &str = "preservation";
/// A name of the law data is short; what is longer was not made by a page of ours.
const LONGEST: usize = 200;
/// At most so many open requests are looked at for "what changes if".
const CASES: u32 = 500;

/// The values of an address, each cut to a length that a name can have.
pub(crate) struct Asked(Vec<(String, String)>);

impl Asked {
    pub(crate) fn read(query: RawQuery) -> Self {
        let text = query.0.unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded(&text);
        Self(
            pairs
                .into_iter()
                .take(100)
                .map(|(name, value)| (name, value.trim().chars().take(LONGEST).collect()))
                .collect(),
        )
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The value, or another one where nothing was said.
    pub(crate) fn or(&self, name: &str, other: &str) -> String {
        match self.text(name) {
            "" => other.to_owned(),
            value => value.to_owned(),
        }
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.clone())
            .collect()
    }
}

/// An address that cannot be read is one that says nothing.
fn serde_urlencoded(text: &str) -> Vec<(String, String)> {
    let address = format!("http://localhost/?{text}");
    address
        .parse::<axum::http::Uri>()
        .ok()
        .and_then(|uri| {
            axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri)
                .ok()
                .map(|it| it.0)
        })
        .unwrap_or_default()
}

/// The law data in force at this reader's node; whoever draws a page keeps it while it is replaced.
pub(crate) fn pack(reader: &Reader) -> Arc<Pack> {
    reader.v.desk.node.law().pack()
}

fn ours(reader: &Reader) -> String {
    reader.v.desk.node.id.state().to_string()
}

/// What was asked cannot be read: which part, and what to do.
pub(crate) fn refused(reader: &Reader, law: &Law<'_>, it: &QueryRefused) -> Response {
    let t = reader.v.t;
    let field = match it.field.as_str() {
        "/state" | "/requesting" | "/requested" => t.law_state(),
        "/instrument" => t.law_instrument(),
        "/measure" => t.law_measure(),
        "/date" | "/from" => t.law_on_day(),
        "/offence" => t.law_offence(),
        _ => law.t.law_question(),
    };
    reader.v.problem(
        StatusCode::NOT_FOUND,
        t.law_field_wrong(&field),
        String::new(),
        t.law_choose_listed(),
        it.code.as_str(),
    )
}

fn wanted(law: &Law<'_>, asked: &Asked) -> Wanted {
    Wanted {
        measure: asked.or("m", FIRST),
        direction: Direction::parse(asked.text("d")),
        date: asked.or("on", &law.today()),
        state: Some(asked.text("s").to_owned()).filter(|code| !code.is_empty()),
        table: asked.text("as") == "table",
    }
}

/// `GET /law`.
pub(crate) async fn atlas(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    match law::atlas(&law, &wanted(&law, &asked)) {
        Ok(page) => html(&page),
        Err(it) => refused(&reader, &law, &it),
    }
}

/// `GET /law/atlas.csv`.
pub(crate) async fn csv(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    match law::csv(&law, &wanted(&law, &asked)) {
        Ok(text) => {
            let headers = [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/csv; charset=utf-8"),
                ),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_static("attachment; filename=\"law.csv\""),
                ),
            ];
            (headers, text).into_response()
        }
        Err(it) => refused(&reader, &law, &it),
    }
}

/// `GET /law/instrument`.
pub(crate) async fn instruments(reader: Reader) -> Response {
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    html(&law::instruments(&Law::new(&shell, &pack, &ours)))
}

/// `GET /law/instrument/{id}`. The short names of requests lead to the page.
pub(crate) async fn instrument(reader: Reader, Path(name): Path<String>) -> Response {
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    match instrument_id(law.pack, &name) {
        Ok(id) if id != name => {
            return Redirect::to(&format!("/law/instrument/{}", url_escape(id))).into_response();
        }
        Ok(_) => {}
        Err(it) => return refused(&reader, &law, &it),
    }
    match law::instrument(&law, &name) {
        Ok(page) => html(&page),
        Err(it) => refused(&reader, &law, &it),
    }
}

/// `GET /law/{State}`.
pub(crate) async fn state(reader: Reader, Path(code): Path<String>) -> Response {
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    let upper = code.to_ascii_uppercase();
    if upper != code && state_page(law.pack, &upper).is_ok() {
        return Redirect::to(&format!("/law/{}", url_escape(&upper))).into_response();
    }
    match law::state(&law, &code) {
        Ok(page) => html(&page),
        Err(it) => refused(&reader, &law, &it),
    }
}

/// `GET /law/compare?a=&b=&on=`.
pub(crate) async fn compare(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    let a = asked.or("a", &ours);
    let date = asked.or("on", &law.today());
    match law::compare(&law, &a, asked.text("b"), &date) {
        Ok(page) => html(&page),
        Err(it) => refused(&reader, &law, &it),
    }
}

/// `GET /law/decide?…`.
pub(crate) async fn decide(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    let sent = !asked.text("m").is_empty();
    let question = question(&asked, &ours, &law.today());
    html(&law::decide(&law, &question, sent))
}

fn question(asked: &Asked, ours: &str, today: &str) -> Question {
    Question {
        from: asked.or("from", ours),
        to: asked.text("to").to_owned(),
        addressee: asked.or("addressee", "central_authority"),
        measure: asked.or("m", FIRST),
        data: asked.or("data", "content"),
        elements: asked.all("e"),
        offence: asked.text("offence").to_owned(),
        months: asked.text("months").to_owned(),
        date: asked.or("on", today),
        emergency: asked.text("emergency").to_owned(),
        group: asked.text("group").to_owned(),
        transnational: asked.text("transnational").to_owned(),
    }
}

/// `GET /law/what-if?state=&instrument=&from=`.
pub(crate) async fn what_if(reader: Reader, query: RawQuery) -> Response {
    let asked = Asked::read(query);
    let shell = reader.shell(Place::Law).await;
    let ours = ours(&reader);
    let pack = pack(&reader);
    let law = Law::new(&shell, &pack, &ours);
    let joining = Joining {
        state: asked.text("state").to_owned(),
        instrument: asked.text("instrument").to_owned(),
        from: asked.or("from", &law.today()),
    };
    let complete = !joining.state.is_empty() && !joining.instrument.is_empty();
    let found = complete.then(|| law::effect_of(&law, &joining));
    let cases = if matches!(found, Some(Ok(_))) {
        match open_cases(&reader, &shell).await {
            Ok(cases) => cases,
            Err(fault) => return reader.v.fail(&fault),
        }
    } else {
        Vec::new()
    };
    html(&law::what_if(&law, &joining, found, &cases))
}

/// Open requests that this reader may see, with what they ask of whom.
async fn open_cases(reader: &Reader, shell: &Shell) -> Result<Vec<Touched>, FlowFault> {
    if !reader.session.officer.may(Act::ReadCase) {
        return Ok(Vec::new());
    }
    let node = &reader.v.desk.node;
    let query = QueueQuery {
        view: QueueView::Open,
        limit: CASES,
        ..QueueQuery::default()
    };
    let lines = node.ledger().queue(&query).await?.lines;
    let cases = Cases::new(shell, node, &reader.people);
    Ok(lines
        .iter()
        .map(|line| Touched {
            number: line.file.number.clone(),
            href: cases.href(&line.file),
            title: cases.title(&line.file),
            kind: line.file.kind.as_str().to_owned(),
            from: line.file.from.state().to_string(),
            to: line.file.to.state().to_string(),
        })
        .collect())
}
