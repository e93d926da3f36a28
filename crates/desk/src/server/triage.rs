//! `GET /triage`: what arrived and nobody has taken yet.

use axum::extract::Query;
use axum::response::Response;
use comity_core::road::Proof;
use comity_core::role::Act;
use comity_core::stage::{Side, StageName};
use comity_flows::FlowFault;
use comity_flows::ports::{QueueQuery, QueueView};
use serde::Deserialize;

use super::reader::{Reader, html};
use crate::field::Action;
use crate::pages::triage::{Arrival, Opened, Triage};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The number of the opened one.
    #[serde(default)]
    open: String,
}

pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match draw(&reader, &asked.open).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, open: &str) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    officer
        .must(Act::ReadCase)
        .map_err(|_| FlowFault::NotFound)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let query = QueueQuery {
        view: QueueView::Open,
        stage: Some(StageName::Delivered),
        limit: 100,
        ..QueueQuery::default()
    };
    let lines = node.ledger().queue(&query).await?.lines;
    let files: Vec<_> = lines
        .into_iter()
        .map(|line| line.file)
        .filter(|file| file.side == Side::Receiver)
        .collect();
    let shell = reader.shell(Place::Triage).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let chosen = files
        .iter()
        .find(|file| file.number == open)
        .or(files.first());
    let arrivals = files
        .iter()
        .map(|file| Arrival {
            number: file.number.clone(),
            href: format!("/triage?open={}", file.number),
            kind: t.kind_short(file.kind.as_str()),
            from: cases.office(&file.from),
            urgency: Chip::new(
                if file.urgency.is_emergency() {
                    Tone::Late
                } else if file.urgency.rank() == 2 {
                    Tone::Soon
                } else {
                    Tone::Stop
                },
                t.urgency(file.urgency.as_str()),
            ),
            at: file.opened,
            here: chosen.is_some_and(|one| one.id == file.id),
        })
        .collect();
    let opened = chosen.map(|file| {
        let mut actions = Vec::new();
        if officer.may(Act::Triage) || officer.may(Act::AnswerOrder) {
            let acknowledge = Action::new(
                format!("/r/{}/act/acknowledge", file.number),
                t.duty_acknowledge(),
                "pri",
            )
            .icon("done");
            actions.push(acknowledge.note(t.duty_ack_note()));
        }
        Opened {
            number: file.number.clone(),
            title: cases.title(file),
            proofs: cases.proofs(file),
            proven: file.road.proof() > Proof::NotProven,
            asks: cases.asks(file),
            actions,
        }
    });
    Ok(html(&Triage {
        s: &shell,
        arrivals,
        opened,
        last: None,
    }))
}
