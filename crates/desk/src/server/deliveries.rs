//! `GET /deliveries`: what could not be handed over, and what is on its way; `POST
//! /deliveries/{msg}/{act}`: what a person does with a message that was given up.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::{MsgId, NodeId};
use comity_core::role::Act;
use comity_flows::ports::{OutboxRow, OutboxState};
use comity_flows::{DeadChoice, FlowFault};

use super::acts::word;
use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::{Done, done};
use crate::field::{Action, Field};
use crate::pages::deliveries::{Deliveries, Letter};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

pub(crate) async fn page(reader: Reader, Query(said): Query<Done>) -> Response {
    match draw(&reader, &said).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /deliveries/{msg}/{act}`.
pub(crate) async fn settle(
    reader: Reader,
    Path((msg, act)): Path<(String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let settled = async {
        let msg: MsgId = msg.parse().map_err(|_| FlowFault::NotFound)?;
        let peer: NodeId = posted
            .text("peer")
            .parse()
            .map_err(|_| FlowFault::NotFound)?;
        let choice = match act.as_str() {
            "anew" => DeadChoice::SendAnew,
            "rest" => DeadChoice::LetRest,
            _ => return Err(FlowFault::NotFound),
        };
        let node = &reader.v.desk.node;
        let officer = &reader.session.officer;
        let said = node.settle_dead(officer, msg, &peer, choice).await?;
        Ok(said.as_ref().map_or("recorded", word))
    };
    match settled.await {
        Ok(word) => Redirect::to(&format!("/deliveries?done={word}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, said: &Done) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    if !officer.may(Act::ReadCase) && !officer.may(Act::Administer) {
        return Err(FlowFault::NotFound);
    }
    let ledger = reader.v.desk.node.ledger();
    let t = reader.v.t;
    let shell = reader.shell(Place::Deliveries).await;
    let cases = Cases::new(&shell, &reader.v.desk.node, &reader.people);
    let mut dead = Vec::new();
    for row in reader.v.desk.node.dead_letters().await? {
        let chip = Chip::new(Tone::Late, t.delivery_dead());
        dead.push(letter(reader, &cases, row, chip).await?);
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
    let held = reader.v.desk.node.parked_messages().await?;
    let parked = held
        .into_iter()
        .map(|row| (cases.office(&row.from), row.at))
        .collect();
    Ok(html(&Deliveries {
        s: &shell,
        parked,
        notice: done(t, said),
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
    let t = reader.v.t;
    let waits = row.state == OutboxState::Queued;
    let dead = row.is_dead_letter();
    let desk = cases.directory.entry(&row.peer);
    let desk = desk.and_then(|entry| entry.desks.first());
    let why = row.last_fault.clone().unwrap_or_default();
    Ok(Letter {
        case,
        what: t.listed("message", &row.kind),
        to: cases.office(&row.peer),
        call: desk.filter(|_| dead).map(|desk| desk.telephone.clone()),
        state,
        // A code of the other side has words; what the line said has none and stands as it is.
        why: t.maybe("refused", &why).unwrap_or(why),
        tries: row.attempts,
        next: waits.then_some(row.next_attempt),
        since: row.created,
        actions: if dead {
            choices(reader, &row)
        } else {
            Vec::new()
        },
    })
}

/// The two choices of a person whose office deals with it.
fn choices(reader: &Reader, row: &OutboxRow) -> Vec<Action> {
    let t = reader.v.t;
    let officer = &reader.session.officer;
    if ![Act::Approve, Act::AnswerOrder, Act::Triage]
        .iter()
        .any(|act| officer.may(*act))
    {
        return Vec::new();
    }
    let choice = |act: &str, label: String, tone: &'static str, icon: &'static str| {
        Action::new(format!("/deliveries/{}/{act}", row.msg_id), label, tone)
            .icon(icon)
            .field(Field::hidden("peer", row.peer.to_string()))
    };
    vec![
        choice("anew", t.deliveries_anew(), "pri", "retry"),
        choice("rest", t.deliveries_rest(), "", "stop"),
    ]
}
