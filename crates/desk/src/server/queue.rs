//! `GET /queue`: what is due, from whom, and by when.

use axum::extract::Query;
use axum::response::Response;
use comity_core::code::LetterCode;
use comity_core::id::RequestId;
use comity_flows::FlowFault;
use comity_flows::ports::{CaseLine, QueuePage, QueueQuery, QueueView, SearchQuery};
use serde::Deserialize;

use super::reader::{Reader, html, url_escape};
use crate::pages::queue::{Queue, View};
use crate::present::Cases;
use crate::shell::Place;

/// Rows on one page.
const ROWS: u32 = 50;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    q: String,
    /// Where the page before ended: `deadline.id`.
    #[serde(default)]
    after: String,
}

pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match draw(&reader, &asked).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, asked: &Asked) -> Result<Response, FlowFault> {
    let view = View::parse(&asked.view);
    let node = &reader.v.desk.node;
    let search = asked.q.trim();
    let found = lines(reader, view, search, read_after(&asked.after)).await?;
    let counts = node.ledger().counts(0).await?;
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let count = |n: u64| Some(i64::try_from(n).unwrap_or(i64::MAX));
    let more = found.next.map(|(deadline, id)| {
        let q = if search.is_empty() {
            String::new()
        } else {
            format!("&q={}", url_escape(search))
        };
        format!("/queue?view={}&after={deadline}.{id}{q}", view.code())
    });
    let zone = reader.v.zone();
    let page = Queue {
        s: &shell,
        zone: &zone,
        view,
        counts: [
            count(counts.ours),
            count(counts.nobody),
            count(counts.theirs),
            count(counts.emergencies),
            count(counts.open),
            None,
        ],
        rows: found
            .lines
            .iter()
            .map(|line| cases.row(&line.file))
            .collect(),
        more,
        search: search.to_owned(),
    };
    Ok(html(&page))
}

async fn lines(
    reader: &Reader,
    view: View,
    search: &str,
    after: Option<(i64, RequestId)>,
) -> Result<QueuePage, FlowFault> {
    let ledger = reader.v.desk.node.ledger();
    if !search.is_empty() {
        // The code of a letter may be typed in any way.
        let code = search.parse::<LetterCode>().map(|code| code.to_string());
        return Ok(ledger
            .search(&SearchQuery {
                desk: 0,
                text: code.unwrap_or_else(|_| search.to_owned()),
                after,
                limit: ROWS,
            })
            .await?);
    }
    let (part, ended) = match view {
        View::Mine => (QueueView::Ours, false),
        View::Nobody => (QueueView::Nobody, false),
        View::Waiting => (QueueView::Theirs, false),
        View::Emergencies => (QueueView::Emergencies, false),
        View::All => (QueueView::Open, false),
        View::Closed => (QueueView::All, true),
    };
    let mut page = ledger
        .queue(&QueueQuery {
            view: part,
            after,
            limit: ROWS,
            ..QueueQuery::default()
        })
        .await?;
    if ended {
        // What was taken over and given back stands in no list.
        let undone = |line: &CaseLine| {
            let taken = line.file.road.taken_over.as_ref();
            taken.is_some_and(|taken| taken.undone)
        };
        page.lines
            .retain(|line| !line.file.is_open() && !undone(line));
    }
    Ok(page)
}

fn read_after(text: &str) -> Option<(i64, RequestId)> {
    let (deadline, id) = text.split_once('.')?;
    Some((deadline.parse().ok()?, id.parse().ok()?))
}
