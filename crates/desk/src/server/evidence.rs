//! The evidence locker: of one request, of the whole node, and one exhibit with its checks.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use comity_core::id::ObjectId;
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_flows::FlowFault;
use comity_flows::ports::{ObjectRow, ObjectState, RegisterLine};
use comity_wire::evidence::manifest::SignedManifest;
use serde_json::Value;

use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::{find, objects_of};
use crate::field::{Action, Field};
use crate::pages::evidence::{Arriving, Evidence, Exhibit, Opened, Piece, SetAside};
use crate::pages::request::{Check, Pair};
use crate::parts::{Chip, Tone, grouped_hash};
use crate::present::Cases;
use crate::shell::Place;

/// `GET /r/{number}/evidence`.
pub(crate) async fn of_request(reader: Reader, Path(number): Path<String>) -> Response {
    let drawn = async {
        let file = find(&reader, &number).await?.file;
        let rows = objects_of(&reader, &file).await?;
        draw(&reader, Some(&file), rows, None, Vec::new()).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `GET /evidence`.
pub(crate) async fn all(reader: Reader) -> Response {
    let drawn = async {
        reader
            .session
            .officer
            .must(Act::ReadCase)
            .map_err(|_| FlowFault::NotFound)?;
        let rows = reader.v.desk.node.ledger().objects_page(200).await?;
        draw(&reader, None, rows, None, Vec::new()).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `GET /evidence/{object}`.
pub(crate) async fn one(reader: Reader, Path(object): Path<String>) -> Response {
    match show(&reader, &object, Vec::new()).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /evidence/{object}/check`: opens the object to its end, without writing its plaintext
/// anywhere, and says what agreed.
pub(crate) async fn check(
    reader: Reader,
    Path(object): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let checked = async {
        let (row, _) = opened(&reader, &object).await?;
        let t = reader.v.t;
        let manifest = manifest(&reader, &row)?;
        let started = reader.v.desk.node.now();
        let found = reader.v.desk.node.verify_object(&row, &manifest).await;
        let took = (reader.v.desk.node.now() - started).millis();
        let checks = match found {
            Ok((name, digest)) => vec![
                Check {
                    tone: Tone::Done,
                    text: t.seal_intact(),
                    note: format!("{name} · {took} ms"),
                },
                Check {
                    tone: Tone::Done,
                    text: "SHA-256".to_owned(),
                    note: grouped_hash(&digest.to_string()),
                },
            ],
            Err(FlowFault::Evidence(why)) => vec![Check {
                tone: Tone::Late,
                text: t.seal_mismatch(),
                note: why,
            }],
            Err(other) => return Err(other),
        };
        show(&reader, &object, checks).await
    };
    match checked.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

pub(super) async fn opened(
    reader: &Reader,
    object: &str,
) -> Result<(ObjectRow, RequestFile), FlowFault> {
    let id: ObjectId = object.parse().map_err(|_| FlowFault::NotFound)?;
    let row = reader
        .v
        .desk
        .node
        .ledger()
        .object(id)
        .await?
        .ok_or(FlowFault::NotFound)?;
    let file = find(reader, &row.case.to_string()).await?.file;
    Ok((row, file))
}

async fn show(reader: &Reader, object: &str, checks: Vec<Check>) -> Result<Response, FlowFault> {
    let (row, file) = opened(reader, object).await?;
    let rows = objects_of(reader, &file).await?;
    draw(reader, Some(&file), rows, Some(row), checks).await
}

fn manifest(reader: &Reader, row: &ObjectRow) -> Result<SignedManifest, FlowFault> {
    SignedManifest::read(&row.manifest, reader.v.desk.node.world)
        .map_err(|fault| FlowFault::Evidence(fault.to_string()))
}

async fn draw(
    reader: &Reader,
    file: Option<&RequestFile>,
    rows: Vec<ObjectRow>,
    open: Option<ObjectRow>,
    checks: Vec<Check>,
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Evidence).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let mut arriving = Vec::new();
    for transfer in node.ledger().transfers_open().await? {
        if let Some(row) = rows.iter().find(|row| row.id == transfer.object) {
            arriving.push(on_the_way(
                reader,
                row,
                &transfer.bitmap,
                transfer.last_fault.unwrap_or_default(),
            ));
        }
    }
    let here = open.as_ref().map(|row| row.id);
    let exhibits: Vec<Exhibit> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| exhibit(reader, &cases, file, row, i + 1, here))
        .collect();
    let aside = rows
        .iter()
        .filter(|row| row.state == ObjectState::SetAside)
        .map(|row| SetAside {
            title: format!("{}: {}", row.name, t.seal_mismatch()),
            text: t.error_evidence_mismatch(),
        })
        .collect();
    let total: u64 = rows.iter().map(|row| row.bytes).sum();
    let mut lede = format!("{} · {}", rows.len(), shell.when.bytes(total));
    if let Some(file) = file {
        lede = format!("{} · {lede}", cases.office(file.peer()));
    }
    let opened = match (&open, file) {
        (Some(row), Some(file)) => {
            let mark = exhibits
                .iter()
                .find(|one| one.here)
                .map_or_else(String::new, |one| one.mark.clone());
            let register = node.ledger().register(file.id).await?;
            Some(exhibit_page(
                reader, &cases, file, row, mark, &register, checks,
            ))
        }
        _ => None,
    };
    Ok(html(&Evidence {
        s: &shell,
        number: file.map(|file| file.number.clone()),
        lede,
        arriving,
        exhibits,
        aside,
        opened,
        actions: file
            .map(|file| {
                let post = format!("/r/{}/proof", file.number);
                Action::new(post, t.evidence_proof_pack(), "").icon("doc")
            })
            .into_iter()
            .collect(),
        upload: None,
        published: None,
    }))
}

/// Taking it out: opened by whose office opens evidence, for a reason; sealed by whoever reads the case.
fn taking(reader: &Reader, id: &str) -> Vec<Action> {
    let t = reader.v.t;
    let mut actions = Vec::new();
    if reader.session.officer.may(Act::OpenEvidence) {
        let content = Action::new(format!("/evidence/{id}/content"), t.evidence_open(), "")
            .icon("out")
            .field(Field::area("reason", t.evidence_open_reason()))
            .note(t.evidence_open_note());
        actions.push(content);
    }
    let sealed = Action::new(
        format!("/evidence/{id}/sealed"),
        t.evidence_take_sealed(),
        "",
    );
    actions.push(sealed.icon("seal"));
    actions
}

fn on_the_way(reader: &Reader, row: &ObjectRow, bitmap: &[u8], line: String) -> Arriving {
    let all = manifest(reader, row).map_or(0, |manifest| manifest.manifest().chunks);
    let held: u64 = bitmap.iter().map(|byte| u64::from(byte.count_ones())).sum();
    let bytes = manifest(reader, row).map_or(row.bytes, |manifest| manifest.manifest().bytes);
    let done = (u128::from(bytes) * u128::from(held) / u128::from(all.max(1))) as u64;
    // One square stands for a group when there are more than two hundred chunks.
    let group = all.div_ceil(200).max(1);
    let pieces = (0..all.div_ceil(group))
        .map(|g| {
            let span = (g * group)..((g + 1) * group).min(all);
            let count = span.clone().filter(|i| bit(bitmap, *i)).count() as u64;
            match count {
                n if n == span.end - span.start => Piece::Held,
                0 => Piece::ToCome,
                _ => Piece::Going,
            }
        })
        .collect();
    Arriving {
        name: row.name.clone(),
        done,
        all: bytes,
        pieces,
        pieces_done: held,
        pieces_all: all,
        line,
    }
}

fn bit(bitmap: &[u8], i: u64) -> bool {
    usize::try_from(i / 8)
        .ok()
        .and_then(|at| bitmap.get(at))
        .is_some_and(|byte| byte >> (i % 8) & 1 == 1)
}

fn exhibit(
    reader: &Reader,
    cases: &Cases<'_>,
    file: Option<&RequestFile>,
    row: &ObjectRow,
    n: usize,
    here: Option<ObjectId>,
) -> Exhibit {
    let t = reader.v.t;
    let (seal, note) = match row.state {
        ObjectState::Here if row.producer == reader.v.desk.node.id => (
            Chip::new(Tone::Done, t.seal_here()).with_icon("seal"),
            row.created,
        ),
        ObjectState::Here => (
            Chip::new(Tone::Done, t.seal_intact()).with_icon("seal"),
            row.changed,
        ),
        ObjectState::Arriving | ObjectState::Sealing => {
            (Chip::new(Tone::Run, t.seal_arriving()), row.created)
        }
        ObjectState::SetAside => (Chip::new(Tone::Late, t.seal_mismatch()), row.changed),
    };
    let item = file.and_then(|file| {
        file.items
            .iter()
            .find(|item| Some(&item.id) == row.item.as_ref())
    });
    Exhibit {
        href: format!("/evidence/{}", row.id),
        mark: format!("{}/{n}", row.producer.state()),
        name: row.name.clone(),
        kind: item.map_or_else(String::new, |item| t.category(item.category.as_str())),
        bytes: row.bytes,
        seal,
        note: t.seal_checked(&cases.s.when.short_stamp(note)),
        sha256: plain_hash(row),
        here: here == Some(row.id),
    }
}

/// The SHA-256 that courts expect, once this node could open the object.
fn plain_hash(row: &ObjectRow) -> Option<String> {
    let facts: Value = serde_json::from_slice(&row.facts).ok()?;
    facts
        .get("sha256")
        .and_then(Value::as_str)
        .map(str::to_owned)
}

fn exhibit_page(
    reader: &Reader,
    cases: &Cases<'_>,
    file: &RequestFile,
    row: &ObjectRow,
    mark: String,
    register: &[RegisterLine],
    mut checks: Vec<Check>,
) -> Opened {
    let t = reader.v.t;
    if checks.is_empty() {
        let signed = manifest(reader, row).is_ok();
        checks.push(match row.state {
            ObjectState::Here => Check {
                tone: Tone::Done,
                text: t.seal_intact(),
                note: t.seal_checked(&cases.s.when.stamp(row.changed)),
            },
            ObjectState::SetAside => Check {
                tone: Tone::Late,
                text: t.seal_mismatch(),
                note: t.error_evidence_mismatch(),
            },
            _ => Check {
                tone: Tone::Run,
                text: t.seal_unchecked(),
                note: String::new(),
            },
        });
        if signed {
            checks.push(Check {
                tone: Tone::Done,
                text: t.proof_signature(),
                note: row.producer.to_string(),
            });
        }
    }
    let id = row.id.to_string();
    let own: Vec<RegisterLine> = register
        .iter()
        .filter(|line| {
            line.kind.starts_with("evidence.") && String::from_utf8_lossy(&line.body).contains(&id)
        })
        .cloned()
        .collect();
    // Without a gap means: it was sealed or offered here and verified here, each as an entry of the log.
    let has = |kinds: &[&str]| own.iter().any(|line| kinds.contains(&line.kind.as_str()));
    let whole =
        has(&["evidence.sealed"]) || has(&["evidence.offered"]) && has(&["evidence.verified"]);
    let chain = if whole && row.state == ObjectState::Here {
        Chip::new(Tone::Done, t.evidence_no_gap())
    } else {
        Chip::new(Tone::Soon, t.seal_unchecked())
    };
    let purpose = file
        .form
        .pointer("/use/purpose")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let mut rules = vec![
        Pair {
            key: t.evidence_rule_use(),
            lines: vec![purpose],
        },
        Pair {
            key: t.evidence_rule_share(),
            lines: vec![cases.office(&row.producer)],
        },
    ];
    rules.retain(|pair| pair.lines.iter().any(|line| !line.is_empty()));
    let check = Action::new(
        format!("/evidence/{id}/check"),
        t.evidence_verify_all(),
        "pri",
    )
    .icon("seal");
    Opened {
        mark,
        sha256: plain_hash(row)
            .map(|hash| grouped_hash(&hash))
            .unwrap_or_else(|| t.evidence_hash_later()),
        checks,
        held: cases.history(&own),
        chain,
        rules,
        actions: if row.state == ObjectState::Here {
            let mut actions = vec![check];
            actions.extend(taking(reader, &id));
            actions
        } else {
            Vec::new()
        },
    }
}
