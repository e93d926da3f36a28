//! `GET /approvals`: every text of this node that waits for another person.

use axum::response::Response;
use comity_core::approval::{Missing, Purpose};
use comity_core::role::Act;
use comity_flows::ports::{CaseLine, QueueQuery, QueueView};
use comity_flows::{FlowFault, Node};

use super::reader::{Reader, html};
use crate::field::{Action, Field};
use crate::pages::approvals::{Approvals, Waiting};
use crate::pages::request::Pair;
use crate::parts::grouped_hash;
use crate::present::Cases;
use crate::shell::Place;

pub(crate) async fn page(reader: Reader) -> Response {
    match draw(&reader).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// The open files in which something waits for another person.
pub(super) async fn pending(node: &Node) -> Result<Vec<CaseLine>, FlowFault> {
    let query = QueueQuery {
        view: QueueView::Open,
        limit: 500,
        ..QueueQuery::default()
    };
    let mut lines = node.ledger().queue(&query).await?.lines;
    lines.retain(|line| !line.file.pending.is_empty());
    Ok(lines)
}

/// How many texts wait in them.
pub(super) fn count(lines: &[CaseLine]) -> u32 {
    let waiting: usize = lines.iter().map(|line| line.file.pending.len()).sum();
    u32::try_from(waiting).unwrap_or(u32::MAX)
}

async fn draw(reader: &Reader) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    officer
        .must(Act::ReadCase)
        .map_err(|_| FlowFault::NotFound)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let mut shell = reader.shell(Place::Approvals).await;
    let lines = pending(node).await?;
    shell.counts.approvals = count(&lines);
    let cases = Cases::new(&shell, node, &reader.people);
    let mut waiting = Vec::new();
    for file in lines.iter().map(|line| &line.file) {
        for act in &file.pending {
            let signed = act.approvals.iter().any(|one| one.officer == officer.id);
            let missing = act
                .quorum()
                .met(&act.approvals, Some(&act.drafter), reader.v.now)
                .err();
            let note = match missing {
                Some(Missing::Native) => format!("{} comity approve", t.approvals_native()),
                _ if signed => t.done_waiting(),
                _ if officer.prover.is_none() => t.act_unlock(),
                _ if !officer.may(Act::Approve) => t.act_not_yours(),
                _ => String::new(),
            };
            let mut acts = Vec::new();
            if note.is_empty() {
                let post = format!("/r/{}/pending/{}/sign", file.number, act.id);
                acts.push(
                    Action::new(post, t.act_sign(), "pri")
                        .icon("key")
                        .field(Field::hidden("back", "/approvals")),
                );
            }
            let what = match act.purpose {
                Purpose::Send => t.approvals_purpose_send(),
                Purpose::Release => t.approvals_purpose_release(),
                Purpose::Refuse => t.approvals_purpose_refuse(),
            };
            let mut says = vec![
                Pair {
                    key: t.queue_col_request(),
                    lines: vec![cases.title(file)],
                },
                Pair {
                    key: t.people_drafter(),
                    lines: vec![reader.name(&act.drafter)],
                },
            ];
            says.extend(cases.asks(file));
            let bytes = act
                .messages
                .first()
                .map_or("", |message| message.action.as_str());
            let hash = hex::decode(bytes)
                .map(|bytes| comity_wire::hash::sha256(&bytes).to_string())
                .unwrap_or_default();
            waiting.push(Waiting {
                number: file.number.clone(),
                href: format!("/r/{}", file.number),
                what,
                says,
                signers: cases.signers(act),
                action: grouped_hash(&hash),
                since: act.since,
                acts,
                note,
            });
        }
    }
    waiting.sort_by_key(|one| one.since);
    Ok(html(&Approvals { s: &shell, waiting }))
}
