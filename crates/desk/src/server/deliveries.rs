//! `GET /deliveries`: what could not be handed over, and what is on its way.

use axum::response::Response;
use comity_core::role::Act;
use comity_flows::FlowFault;
use comity_flows::ports::{OutboxRow, OutboxState};

use super::reader::{Reader, html};
use crate::pages::deliveries::{Deliveries, Letter};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

pub(crate) async fn page(reader: Reader) -> Response {
    match draw(&reader).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    if !officer.may(Act::ReadCase) && !officer.may(Act::Administer) {
        return Err(FlowFault::NotFound);
    }
    let ledger = reader.v.desk.node.ledger();
    let t = reader.v.t;
    let shell = reader.shell(Place::Deliveries).await;
    let cases = Cases::new(&shell, &reader.v.desk.node, &reader.people);
    let mut dead = Vec::new();
    for state in [OutboxState::Dead, OutboxState::Refused] {
        for row in ledger.outbox_in(state, 50).await? {
            dead.push(
                letter(
                    reader,
                    &cases,
                    row,
                    Chip::new(Tone::Late, t.delivery_dead()),
                )
                .await?,
            );
        }
    }
    let mut waiting = Vec::new();
    for state in [OutboxState::Queued, OutboxState::Waiting] {
        for row in ledger.outbox_in(state, 50).await? {
            waiting.push(
                letter(
                    reader,
                    &cases,
                    row,
                    Chip::new(Tone::Wait, t.delivery_queued()),
                )
                .await?,
            );
        }
    }
    Ok(html(&Deliveries {
        s: &shell,
        dead,
        waiting,
    }))
}

async fn letter(
    reader: &Reader,
    cases: &Cases<'_>,
    row: OutboxRow,
    state: Chip,
) -> Result<Letter, FlowFault> {
    // The number is case data: only who may read cases sees it.
    let case = if reader.session.officer.may(Act::ReadCase) {
        let line = reader.v.desk.node.ledger().case(row.case).await?;
        line.map(|line| (line.file.number.clone(), format!("/r/{}", line.file.number)))
    } else {
        None
    };
    let waits = row.state == OutboxState::Queued;
    Ok(Letter {
        case,
        what: reader.v.t.listed("message", &row.kind),
        to: cases.office(&row.peer),
        state,
        why: row.last_fault.unwrap_or_default(),
        tries: row.attempts,
        next: waits.then_some(row.next_attempt),
        since: row.created,
        actions: Vec::new(),
    })
}
