//! `GET /audit`: the register with its proof; `POST /audit/check` hashes the log again.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use comity_core::id::Digest;
use comity_core::role::Act;
use comity_flows::FlowFault;
use comity_flows::ports::{CheckpointRow, RegisterLine};
use comity_wire::log::{Frontier, Signed, leaf_hash};
use serde::Deserialize;

use super::posted::Posted;
use super::reader::{Reader, html};
use crate::pages::audit::{Audit, Entry, Head};
use crate::pages::request::Check;
use crate::parts::{Chip, Tone, grouped_hash};
use crate::present::Cases;
use crate::shell::Place;
use crate::when::grouped;

/// Entries on one page.
const ENTRIES: usize = 50;
/// Pages of the register read for one page of entries, so that a padded log cannot hold up a reader.
const PAGES_AT_MOST: usize = 20;
/// Leaves read at once when the log is hashed again.
const PAGE: u32 = 4_096;

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    /// Entries before this index.
    before: Option<u64>,
    /// A request's number.
    #[serde(default)]
    q: String,
}

/// `GET /audit`.
pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match draw(&reader, &asked, Vec::new()).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /audit/check`.
pub(crate) async fn check(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let checked = async {
        may_read(&reader)?;
        let checks = prove(&reader).await?;
        draw(&reader, &Asked::default(), checks).await
    };
    match checked.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

fn may_read(reader: &Reader) -> Result<(), FlowFault> {
    let officer = &reader.session.officer;
    if officer.may(Act::ReadLog) || officer.may(Act::ReadCase) {
        Ok(())
    } else {
        Err(FlowFault::NotFound)
    }
}

async fn draw(reader: &Reader, asked: &Asked, checks: Vec<Check>) -> Result<Response, FlowFault> {
    may_read(reader)?;
    let node = &reader.v.desk.node;
    let ledger = node.ledger();
    let shell = reader.shell(Place::Audit).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let head = match ledger.checkpoint().await? {
        Some(row) => Some(head(reader, &row).await?),
        None => None,
    };
    let (lines, more) = lines(reader, asked).await?;
    let mut entries = Vec::new();
    for line in &lines {
        let case = match line.case {
            Some(id) if reader.session.officer.may(Act::ReadCase) => ledger
                .case(id)
                .await?
                .map(|line| (line.file.number.clone(), cases.href(&line.file))),
            _ => None,
        };
        entries.push(Entry {
            index: line.index,
            at: line.at,
            what: cases.event(&line.kind),
            who: cases.actor(&line.actor),
            case,
            hash: hex::encode(line.leaf_hash),
        });
    }
    Ok(html(&Audit {
        s: &shell,
        head,
        checks,
        entries,
        more,
        filter: asked.q.clone(),
    }))
}

async fn lines(
    reader: &Reader,
    asked: &Asked,
) -> Result<(Vec<RegisterLine>, Option<String>), FlowFault> {
    let ledger = reader.v.desk.node.ledger();
    let number = asked.q.trim();
    if number.is_empty() {
        return acts_before(reader, asked.before).await;
    }
    let mut all = Vec::new();
    for line in ledger.cases_by_number(number).await? {
        all.extend(ledger.register(line.file.id).await?);
    }
    all.sort_by_key(|line| std::cmp::Reverse(line.index));
    Ok((all, None))
}

/// Entries that say something. Padding fills the log up to a round size and would drown them; it is
/// counted in the state of the log and proved like the rest.
async fn acts_before(
    reader: &Reader,
    mut before: Option<u64>,
) -> Result<(Vec<RegisterLine>, Option<String>), FlowFault> {
    let mut kept: Vec<RegisterLine> = Vec::new();
    for _ in 0..PAGES_AT_MOST {
        let page = reader
            .v
            .desk
            .node
            .ledger()
            .register_page(before, 256)
            .await?;
        let Some(last) = page.last().map(|line| line.index) else {
            return Ok((kept, None));
        };
        before = Some(last);
        kept.extend(page.into_iter().filter(|line| line.kind != "pad"));
        if kept.len() >= ENTRIES {
            kept.truncate(ENTRIES);
            before = kept.last().map(|line| line.index);
            break;
        }
    }
    let more = before
        .filter(|index| *index > 0)
        .map(|index| format!("/audit?before={index}"));
    Ok((kept, more))
}

async fn head(reader: &Reader, row: &CheckpointRow) -> Result<Head, FlowFault> {
    let node = &reader.v.desk.node;
    let witnesses = node
        .ledger()
        .cosignatures(row.size)
        .await?
        .into_iter()
        .map(|one| one.witness.to_string())
        .collect();
    let holds = Signed::verify(&row.note, node.keys().log.public()).is_ok();
    let t = reader.v.t;
    Ok(Head {
        size: row.size,
        root: grouped_hash(&hex::encode(row.root)),
        at: row.at,
        witnesses,
        proof: if holds {
            Chip::new(Tone::Done, t.audit_holds()).with_icon("shield")
        } else {
            Chip::new(Tone::Late, t.audit_broken())
        },
    })
}

/// Reads every leaf again, hashes what it says rather than what is stored beside it, and compares
/// the root with the signed one.
async fn prove(reader: &Reader) -> Result<Vec<Check>, FlowFault> {
    let node = &reader.v.desk.node;
    let t = reader.v.t;
    let Some(row) = node.ledger().checkpoint().await? else {
        return Ok(vec![Check {
            tone: Tone::Soon,
            text: t.audit_no_witness(),
            note: String::new(),
        }]);
    };
    let broken = |note: String| {
        vec![Check {
            tone: Tone::Late,
            text: t.audit_broken(),
            note,
        }]
    };
    let Ok(signed) = Signed::verify(&row.note, node.keys().log.public()) else {
        return Ok(broken("checkpoint".to_owned()));
    };
    let mut log = Frontier::new();
    while log.size() < row.size {
        let want = u32::try_from(row.size - log.size())
            .unwrap_or(PAGE)
            .min(PAGE);
        let leaves = node.ledger().leaves(log.size(), want).await?;
        if leaves.is_empty() {
            return Ok(broken(format!(
                "{} < {}",
                grouped_u(log.size()),
                grouped_u(row.size)
            )));
        }
        for leaf in leaves {
            let hash = leaf_hash(&leaf.record);
            if hash.as_bytes() != &leaf.hash {
                return Ok(broken(t.history_entry(&grouped_u(leaf.index))));
            }
            log.append(hash)
                .map_err(|fault| FlowFault::Node(fault.to_string()))?;
        }
    }
    let root = log.root();
    let expected = Digest::from_bytes(row.root);
    if root != expected || signed.checkpoint().size != row.size || signed.checkpoint().root != root
    {
        return Ok(broken(format!("{root} ≠ {expected}")));
    }
    let done = |text: String, note: String| Check {
        tone: Tone::Done,
        text,
        note,
    };
    let cosigned = node.ledger().cosignatures(row.size).await?.len();
    Ok(vec![
        done(
            t.audit_holds(),
            format!("{}: {}", t.audit_size(), grouped_u(row.size)),
        ),
        done(t.audit_root(), grouped_hash(&root.to_string())),
        done(t.proof_signature(), shell_time(reader, row.at)),
        Check {
            tone: if cosigned > 0 { Tone::Done } else { Tone::Soon },
            text: t.audit_witnesses(),
            note: cosigned.to_string(),
        },
    ])
}

fn grouped_u(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

fn shell_time(reader: &Reader, at: comity_core::time::Instant) -> String {
    crate::when::When::new(reader.v.t, reader.v.zone()).stamp(at)
}
