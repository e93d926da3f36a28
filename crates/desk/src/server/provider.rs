//! The provider's page: `/p`, `/p/{number}` and its answers.

use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::item::{Asked, ItemState};
use comity_core::refusal::NonExecution;
use comity_core::request::{Item, Part, RequestFile, life};
use comity_core::role::Act;
use comity_core::time::Span;
use comity_flows::ports::{ObjectRow, ObjectState, QueueQuery, QueueView};
use comity_flows::{FlowFault, ItemAnswer};

use super::answers::{own_answer, own_answers};
use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::find;
use crate::field::{Action, Choice, Control, Field};
use crate::pages::provider::{Inbox, Order, OrderRow};
use crate::pages::request::Pair;
use crate::parts::{Chip, Tone, grouped_hash};
use crate::present::Cases;
use crate::shell::Place;

/// `GET /p`.
pub(crate) async fn inbox(reader: Reader) -> Response {
    let drawn = async {
        reader
            .session
            .officer
            .must(Act::AnswerOrder)
            .map_err(|_| FlowFault::NotFound)?;
        let node = &reader.v.desk.node;
        let lines = node
            .ledger()
            .queue(&QueueQuery {
                view: QueueView::Open,
                limit: 200,
                ..QueueQuery::default()
            })
            .await?
            .lines;
        let shell = reader.shell(Place::Queue).await;
        let cases = Cases::new(&shell, node, &reader.people);
        let orders = lines
            .iter()
            .map(|line| &line.file)
            .filter(|file| is_order(file))
            .map(|file| OrderRow {
                href: format!("/p/{}", file.number),
                number: file.number.clone(),
                asks: asks(&cases, file),
                authority: cases.office(&file.from),
                due: due(&cases, file),
                state: cases.stage(file),
            })
            .collect();
        Ok::<_, FlowFault>(html(&Inbox { s: &shell, orders }))
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

fn is_order(file: &RequestFile) -> bool {
    file.may_execute()
}

/// Whether an item waits for the holder's answer: it has none yet, or is to be kept longer.
fn waits(file: &RequestFile, item: &Item) -> bool {
    match item.state {
        ItemState::Pending => true,
        ItemState::Preserved { .. } => file.is_ordered_longer(),
        _ => false,
    }
}

fn asks(cases: &Cases<'_>, file: &RequestFile) -> String {
    match file.asked() {
        Asked::Preserve => cases.t.listed("order", "preservation"),
        Asked::Produce => cases.t.listed("order", "production"),
        other => cases.t.listed("order", other.as_str()),
    }
}

fn due(cases: &Cases<'_>, file: &RequestFile) -> Option<(comity_core::time::Instant, Chip)> {
    let at = file.due()?.due;
    let left = at - cases.now;
    let span = cases.s.when.span(left);
    let chip = if left.millis() < 0 {
        Chip::new(Tone::Late, cases.t.when_late(&span))
    } else if left < Span::hours(24) {
        Chip::new(Tone::Soon, cases.t.when_in(&span))
    } else {
        Chip::new(Tone::Yours, cases.t.when_in(&span))
    };
    Some((at, chip))
}

/// `GET /p/{number}`.
pub(crate) async fn order(reader: Reader, Path(number): Path<String>) -> Response {
    match draw(&reader, &number).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, number: &str) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    if !officer.may(Act::AnswerOrder) {
        officer.must(Act::Accept).map_err(|_| FlowFault::NotFound)?;
    }
    let file = find(reader, number).await?.file;
    if !is_order(&file) {
        return Err(FlowFault::NotFound);
    }
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let objects = node.ledger().objects(file.id).await?;
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let open: Vec<_> = file
        .items
        .iter()
        .filter(|item| waits(&file, item))
        .collect();
    let produce = file.asked() == Asked::Produce;
    // Property and pages go on after the first answer.
    let cycles = file.items.iter().any(|item| {
        matches!(
            item.state,
            ItemState::Property { .. } | ItemState::Page { .. }
        )
    });
    let answers = if open.is_empty() && !cycles {
        Vec::new()
    } else {
        answers(reader, &file, &objects)
    };
    let text = |pointer: &str| {
        file.form
            .pointer(pointer)
            .and_then(|v| v.as_str())
            .map(str::to_owned)
    };
    let mut facts = vec![
        Pair {
            key: t.provider_authority(),
            lines: vec![cases.office(&file.from), file.from.to_string()],
        },
        Pair {
            key: t.request_reference(),
            lines: vec![file.reference.clone()],
        },
    ];
    if let Some(provision) = text("/provision").or_else(|| text("/domestic_basis/provision")) {
        facts.push(Pair {
            key: t.act_provision(),
            lines: vec![provision],
        });
    }
    let until = file.deadlines.iter().find(|clock| clock.is_term());
    if let Some(clock) = until.filter(|_| !open.is_empty()) {
        facts.push(Pair {
            key: t.listed("clock", clock.rule.code()),
            lines: vec![shell.when.stamp(clock.due)],
        });
    }
    let quiet = file
        .form
        .pointer("/confidentiality/no_user_notice")
        .and_then(serde_json::Value::as_bool);
    if quiet == Some(true) {
        facts.push(Pair {
            key: t.ask_confidentiality_no_user_notice(),
            lines: vec![t.answer_yes()],
        });
    }
    let sealed = objects
        .iter()
        .map(|row| Pair {
            key: row.name.clone(),
            lines: vec![
                sha256(row)
                    .map(|hash| grouped_hash(&hash))
                    .unwrap_or_default(),
                shell.when.bytes(row.bytes),
            ],
        })
        .collect();
    Ok(html(&Order {
        s: &shell,
        number: file.number.clone(),
        title: format!("{}: {}", asks(&cases, &file), cases.office(&file.from)),
        due: due(&cases, &file),
        proofs: cases.proofs(&file),
        facts,
        items: cases.items(&file),
        answers,
        upload: (produce && !open.is_empty()).then(|| format!("/p/{}/upload", file.number)),
        sealed,
        done: open.is_empty().then(|| cases.stage(&file)),
    }))
}

fn answers(reader: &Reader, file: &RequestFile, objects: &[ObjectRow]) -> Vec<Action> {
    let t = reader.v.t;
    let post = format!("/p/{}/answer", file.number);
    let open = || file.items.iter().filter(|item| waits(file, item));
    let moves = |item: &&Item| {
        let cycles = matches!(
            item.state,
            ItemState::Property { .. } | ItemState::Page { .. }
        );
        waits(file, item) || cycles
    };
    let which = || {
        let parts = file.items.iter().filter(moves);
        let choices = parts
            .map(|item| {
                Choice::new(
                    item.id.clone(),
                    format!(
                        "{}: {}",
                        t.category(item.category.as_str()),
                        item.about.join(" ")
                    ),
                )
                .chosen(true)
            })
            .collect();
        Field::new("items", t.act_items(), Control::Checks(choices))
    };
    let answer = |code: &str, label: String, tone| {
        Action::new(post.clone(), label, tone).field(Field::hidden("answer", code))
    };
    let mut out = Vec::new();
    match file.asked() {
        Asked::Preserve => out.push(
            answer("kept", t.provider_kept(), "pri")
                .icon("shield")
                .field(which()),
        ),
        Asked::Produce => {
            let sealed = objects.iter().any(|row| {
                row.state == ObjectState::Here
                    && open().any(|item| row.item.as_ref() == Some(&item.id))
            });
            if sealed {
                out.push(answer("sealed", t.provider_produced(), "pri").icon("out"));
            }
        }
        Asked::Tell | Asked::Freeze | Asked::Remove | Asked::Agree => {
            out.extend(own_answers(t, file, &which, &answer));
        }
    }
    if open().next().is_none() {
        return out;
    }
    out.push(answer("not_found", t.provider_not_found(), "").field(which()));
    let reasons = |codes: &[NonExecution]| {
        codes
            .iter()
            .map(|reason| Choice::new(reason.code(), t.listed("reason", reason.code())))
            .collect::<Vec<_>>()
    };
    let object = |known: &[NonExecution]| {
        answer("refused", t.provider_object(), "warn")
            .icon("stop")
            .field(Field::new(
                "reason",
                t.provider_reason(),
                Control::Select(reasons(known)),
            ))
            .field(which())
            .field(Field::area("text", t.provider_say()))
    };
    let known = life(file.kind).reasons();
    if known != NonExecution::BY_PROVIDERS || !file.is_direct() && file.part == Part::Request {
        out.push(object(known));
        return out;
    }
    // "Not ours" and "narrow it" are answers with a reason of their own, one click away.
    out.push(
        answer("refused", t.provider_not_ours(), "")
            .field(Field::hidden(
                "reason",
                NonExecution::ServiceNotCovered.code(),
            ))
            .field(which()),
    );
    out.push(
        answer("refused", t.provider_narrow(), "")
            .field(Field::hidden(
                "reason",
                NonExecution::InsufficientInformation.code(),
            ))
            .field(which())
            .field(Field::area("text", t.provider_say())),
    );
    out.push(object(known));
    out
}

fn sha256(row: &ObjectRow) -> Option<String> {
    let facts: serde_json::Value = serde_json::from_slice(&row.facts).ok()?;
    facts
        .get("sha256")
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned)
}

/// `POST /p/{number}/answer`.
pub(crate) async fn answer(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        let told = told(&reader, &file, &posted).await?;
        reader
            .v
            .desk
            .node
            .answer_order(&reader.session.officer, file.id, told, posted.text("text"))
            .await?;
        Ok::<_, FlowFault>(file.number)
    };
    match done.await {
        Ok(number) => Redirect::to(&format!("/p/{number}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn told(
    reader: &Reader,
    file: &RequestFile,
    posted: &Posted,
) -> Result<Vec<(String, ItemAnswer)>, FlowFault> {
    let items = posted.all("items");
    let each = |answer: ItemAnswer| {
        items
            .iter()
            .map(|item| ((*item).to_owned(), answer.clone()))
            .collect()
    };
    Ok(match posted.text("answer") {
        "kept" => each(ItemAnswer::Kept),
        "not_found" => each(ItemAnswer::NotFound),
        "refused" => {
            let reason =
                NonExecution::parse(posted.text("reason")).ok_or_else(|| FlowFault::Input {
                    field: "reason".to_owned(),
                    why: "choose one of the list".to_owned(),
                })?;
            each(ItemAnswer::NotExecuted(reason))
        }
        "sealed" => {
            let objects = reader.v.desk.node.ledger().objects(file.id).await?;
            let pending = |id: &str| {
                file.items
                    .iter()
                    .any(|item| item.id == id && matches!(item.state, ItemState::Pending))
            };
            objects
                .into_iter()
                .filter(|row| row.state == ObjectState::Here)
                .filter_map(|row| {
                    row.item
                        .filter(|item| pending(item))
                        .map(|item| (item, ItemAnswer::Sealed(row.id)))
                })
                .collect()
        }
        _ => match own_answer(file, posted)? {
            Some(answer) => each(answer),
            None => return Err(FlowFault::NotFound),
        },
    })
}
