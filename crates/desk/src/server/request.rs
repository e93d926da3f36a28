//! `GET /r/{number}`: one request, and its text as it was signed.

use axum::extract::{Path, Query};
use axum::response::Response;
use comity_core::item::ItemState;
use comity_core::request::{Part, RequestFile};
use comity_core::role::Act;
use comity_flows::ports::{CaseLine, ObjectRow};
use comity_flows::{Compared, FlowFault};
use serde::Deserialize;

use super::reader::{Reader, html};
use crate::field::Action;
use crate::law::Law;
use crate::pages::request::{Request, Text};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;
use crate::words::Words;

#[derive(Deserialize)]
pub(crate) struct Done {
    #[serde(default)]
    done: String,
}

/// What became of the act that led to this page.
pub(crate) fn done(t: Words, said: &Done) -> Option<Chip> {
    match said.done.as_str() {
        "sent" => Some(Chip::new(Tone::Done, t.done_sent())),
        "waiting" => Some(Chip::new(Tone::Wait, t.done_waiting())),
        "to_carry" => Some(Chip::new(Tone::Yours, t.done_to_carry())),
        "recorded" => Some(Chip::new(Tone::Done, t.done_recorded())),
        _ => None,
    }
}

/// The file with this number, ours or theirs, if this reader may read cases.
pub(crate) async fn find(reader: &Reader, number: &str) -> Result<CaseLine, FlowFault> {
    let officer = &reader.session.officer;
    // A hidden page answers as one that is not there.
    if !officer.may(Act::ReadCase) {
        return Err(FlowFault::NotFound);
    }
    let ledger = reader.v.desk.node.ledger();
    if let Ok(id) = number.parse() {
        return ledger.case(id).await?.ok_or(FlowFault::NotFound);
    }
    let mut found = ledger.cases_by_number(number).await?;
    // A State with several nodes may give the same number twice; ours comes first. A notice bears the
    // number of the request it tells of, and is found by its id where both are here.
    found.sort_by_key(|line| (line.file.number != number, line.file.part == Part::Notice));
    found.into_iter().next().ok_or(FlowFault::NotFound)
}

/// The sealed objects of a file. What an order produced lies with the order; the request that it
/// executes shows it too.
pub(crate) async fn objects_of(
    reader: &Reader,
    file: &RequestFile,
) -> Result<Vec<ObjectRow>, FlowFault> {
    let ledger = reader.v.desk.node.ledger();
    let mut rows = ledger.objects(file.id).await?;
    let produced = file.items.iter().filter_map(|item| match item.state {
        ItemState::Produced { object } => Some(object),
        _ => None,
    });
    for id in produced.chain(file.objects.iter().copied()) {
        if rows.iter().all(|row| row.id != id)
            && let Some(row) = ledger.object(id).await?
        {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// `GET /r/{number}`.
pub(crate) async fn page(
    reader: Reader,
    Path(number): Path<String>,
    Query(said): Query<Done>,
) -> Response {
    match draw(&reader, &number, &said).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, number: &str, said: &Done) -> Result<Response, FlowFault> {
    let file = find(reader, number).await?.file;
    let node = &reader.v.desk.node;
    let register = node.ledger().register(file.id).await?;
    let objects = objects_of(reader, &file).await?;
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let reviewed = node.review(&file, reader.v.now);
    let t = reader.v.t;
    let mut next = cases.next_card(&file, &reader.session.officer, &reviewed);
    let mut more = cases.more(&file, &reader.session.officer);
    if let Some((days, longer)) = cases.longer(&file, &reader.session.officer, &register) {
        next.text.push(days);
        next.actions.extend(longer);
    }
    let stuck = node.dead_letters().await?;
    if stuck.iter().any(|row| row.case == file.id) {
        let label = t.deliveries_stuck();
        more.insert(0, Action::link("/deliveries", label, "warn").icon("late"));
    }
    let mut law_checks = cases.law(&reviewed);
    law_checks.truncate(8);
    let pack = node.law().pack();
    let ours = node.id.state().to_string();
    let law = Law::new(&shell, &pack, &ours);
    let doubts = node.law_doubts(&file).await?;
    let dual = cases.dual(&file, &reviewed, &law, &Compared::of(&register));
    if let Some((_, settled, all)) = &dual
        && settled < all
        && comity_core::next::next(&file) == comity_core::next::Next::Decide
    {
        let to = format!("/r/{}/legal#dc", file.number);
        next.text.push(t.law_conduct_not_name());
        next.actions
            .push(Action::link(to, t.law_settle(), "").icon("law"));
    }
    let theirs = file.receiver_number.as_ref().filter(|n| **n != file.number);
    let lede = [
        Some(file.reference.clone()).filter(|r| *r != file.number),
        theirs.cloned(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ");
    Ok(html(&Request {
        s: &shell,
        number: file.number.clone(),
        way: cases.way(&file),
        title: cases.title(&file),
        lede,
        track: cases.track(&file, &register),
        clocks: cases.clocks(&file),
        next,
        items: cases.items(&file),
        history: cases.history(&register),
        basis: cases.bases(&file),
        law_checks,
        dual,
        law_differs: doubts.other.is_some(),
        safeguards: cases.safeguards(&file),
        people: cases.people(&file),
        related: cases.related(&file),
        exhibits: objects.len(),
        more,
        notice: done(t, said),
    }))
}

/// `GET /r/{number}/text`.
pub(crate) async fn text(reader: Reader, Path(number): Path<String>) -> Response {
    let drawn = async {
        let file = find(&reader, &number).await?.file;
        let node = &reader.v.desk.node;
        let objects = objects_of(&reader, &file).await?;
        let shell = reader.shell(Place::Queue).await;
        let cases = Cases::new(&shell, node, &reader.people);
        Ok::<_, FlowFault>(html(&Text {
            s: &shell,
            number: file.number.clone(),
            title: cases.title(&file),
            exhibits: objects.len(),
            parts: cases.text_parts(&file),
        }))
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}
