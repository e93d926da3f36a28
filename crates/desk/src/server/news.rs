//! News for open pages: one line of text when something arrived. The page never moves by itself.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

use super::reader::Reader;
use crate::words::Words;

/// What a reader of the queue wants to hear of; the rest is the work of the machine.
const WORTH_TELLING: [&str; 12] = [
    "request.delivered",
    "order.delivered",
    "order.answered",
    "status.received",
    "supplement.received",
    "question.asked",
    "question.answered",
    "request.withdrawn",
    "evidence.verified",
    "evidence.set_aside",
    "approval.waiting",
    "message.dead",
];

/// `GET /news`: server-sent events.
pub(crate) async fn stream(reader: Reader) -> Response {
    let words = reader.v.t;
    let mut seen = 0_i64;
    let items = BroadcastStream::new(reader.v.desk.news.subscribe());
    let events = items.filter_map(move |item| {
        let told = match item {
            Ok(item) => i64::from(WORTH_TELLING.contains(&item.kind.as_str())),
            Err(_missed) => 1,
        };
        seen += told;
        let event = (told > 0).then(|| Ok::<_, Infallible>(arrived(words, seen)));
        async move { event }
    });
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}

fn arrived(words: Words, n: i64) -> Event {
    let text = words
        .news_arrived(&n.to_string(), n)
        .replace(['\u{2068}', '\u{2069}'], "");
    Event::default().event("arrived").data(text)
}
