//! `/new`: what is needed, from whom, and where to begin: blank, from a model form, from a case.

use axum::Form;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::{NodeId, RequestId};
use comity_core::kind::Kind;
use comity_core::role::Act;
use comity_core::stage::{Side, StageName};
use comity_flows::FlowFault;
use comity_flows::ports::{QueueQuery, QueueView};
use serde::Deserialize;
use serde_json::json;

use crate::field::{Choice, Control, Field};
use crate::pages::writer::{Gap, New};
use crate::present::Cases;
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::server::request::find;
use crate::shell::Place;
use crate::words::Words;
use crate::writer::models;

/// What an address may fill in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    from: String,
}

/// What the form holds.
#[derive(Default)]
struct Wish {
    kind: String,
    to: String,
    reference: String,
    from: String,
}

/// `GET /new`.
pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let drawn = async {
        let mut wish = Wish {
            kind: asked.kind,
            from: asked.from,
            ..Wish::default()
        };
        if !wish.from.is_empty()
            && let Ok(line) = find(&reader, &wish.from).await
        {
            wish.to = line.file.to.to_string();
            wish.reference.clone_from(&line.file.reference);
        }
        draw(&reader, &wish, Vec::new()).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, wish: &Wish, errors: Vec<Gap>) -> Result<Response, FlowFault> {
    reader.session.officer.must(Act::Draft)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let error = |name: &str| {
        let found = errors.iter().find(|gap| gap.href == format!("#f{name}"));
        found.map(|gap| gap.text.clone())
    };
    let query = QueueQuery {
        view: QueueView::All,
        limit: 60,
        ..QueueQuery::default()
    };
    let lines = node.ledger().queue(&query).await?.lines;
    let ours: Vec<_> = lines
        .iter()
        .filter(|line| line.file.side == Side::Sender)
        .collect();
    let (drafts, sent): (Vec<_>, Vec<_>) = ours
        .into_iter()
        .partition(|line| line.file.stage_name() == StageName::Draft);
    let mut begin = vec![Choice::new("", t.new_blank())];
    begin.extend(models().iter().map(|model| {
        let label = t.new_model(
            &t.listed("model", &model.id),
            &t.kind_short(model.kind.as_str()),
        );
        Choice::new(format!("model:{}", model.id), label)
    }));
    begin.extend(sent.iter().chain(&drafts).map(|line| {
        let label = t.new_case(&line.file.number, &cases.title(&line.file));
        Choice::new(&*line.file.number, label)
    }));
    if !wish.from.is_empty() && !begin.iter().any(|one| one.value == wish.from) {
        begin.push(Choice::new(&*wish.from, &*wish.from));
    }
    let begin = begin
        .into_iter()
        .map(|one| {
            let chosen = one.value == wish.from;
            one.chosen(chosen)
        })
        .collect();
    let fields = vec![
        Field::new("kind", t.new_kind(), Control::Radios(kinds(t, &wish.kind)))
            .error(error("kind")),
        Field::new(
            "to",
            t.new_to_node(),
            Control::Select(offices(reader, &wish.to)),
        )
        .error(error("to")),
        Field::code("reference", t.new_reference())
            .hint(t.new_reference_hint())
            .value(&*wish.reference)
            .error(error("reference")),
        Field::new("from", t.new_from(), Control::Select(begin)).hint(t.new_from_hint()),
    ];
    let drafts = drafts
        .iter()
        .map(|line| {
            (
                line.file.number.clone(),
                cases.title(&line.file),
                cases.href(&line.file),
            )
        })
        .collect();
    Ok(html(&New {
        s: &shell,
        fields,
        errors,
        from: if wish.from.starts_with("model:") {
            String::new()
        } else {
            wish.from.clone()
        },
        drafts,
    }))
}

/// What can be written, in the order in which it is usually tried.
fn kinds(t: Words, wanted: &str) -> Vec<Choice> {
    const ORDER: [Kind; 17] = [
        Kind::Preservation,
        Kind::PoliceInformation,
        Kind::SubscriberDirect,
        Kind::OrderEffect,
        Kind::MlaStored,
        Kind::EmergencyDisclosure,
        Kind::EmergencyMla,
        Kind::DomainRegistration,
        Kind::PartialDisclosure,
        Kind::MlaRealtime,
        Kind::Epoc,
        Kind::EpocPr,
        Kind::AssetFreeze,
        Kind::FiuInformation,
        Kind::ContentRemoval,
        Kind::Jit,
        Kind::CertAssistance,
    ];
    let choices = ORDER.iter().map(|kind| {
        Choice::new(kind.as_str(), t.kind(kind.as_str()))
            .hint(t.listed("new-kind", kind.as_str()))
            .chosen(kind.as_str() == wanted)
    });
    choices.collect()
}

/// Offices abroad, by State.
fn offices(reader: &Reader, wanted: &str) -> Vec<Choice> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let directory = node.directory();
    let mut all: Vec<Choice> = directory
        .entries()
        .filter(|entry| entry.node.state() != node.id.state())
        .map(|entry| {
            let name = entry.name(t.lang().code());
            let label = format!("{}: {name}", t.state(entry.node.state().as_str()));
            Choice::new(entry.node.to_string(), label).chosen(entry.node.to_string() == wanted)
        })
        .collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

/// `POST /new`: opens a draft and leads into it.
pub(crate) async fn begin(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        match wanted(&reader, &posted).await? {
            Ok(id) => {
                let line = reader.v.desk.node.ledger().case(id).await?;
                let number = line.ok_or(FlowFault::NotFound)?.file.number;
                Ok::<_, FlowFault>(Redirect::to(&format!("/d/{number}/need")).into_response())
            }
            Err((wish, errors)) => draw(&reader, &wish, errors).await,
        }
    };
    match done.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// Starts what is wished, or says what the wish lacks.
async fn wanted(
    reader: &Reader,
    posted: &Posted,
) -> Result<Result<RequestId, (Wish, Vec<Gap>)>, FlowFault> {
    let t = reader.v.t;
    let wish = Wish {
        kind: posted.text("kind").to_owned(),
        to: posted.text("to").to_owned(),
        reference: posted.text("reference").to_owned(),
        from: posted.text("from").to_owned(),
    };
    let mut errors = Vec::new();
    let mut lacks = |name: &str, label: String| {
        errors.push(Gap {
            href: format!("#f{name}"),
            text: t.letter_missing(&label),
            stops: true,
        });
    };
    let model = wish.from.strip_prefix("model:");
    let model = model.and_then(|id| models().iter().find(|one| one.id == id));
    // A model form brings its own kind.
    let kind = model
        .map(|model| model.kind)
        .or_else(|| Kind::parse(&wish.kind));
    let to = wish.to.parse::<NodeId>().ok();
    if kind.is_none() {
        lacks("kind", t.new_kind());
    }
    if to.is_none() {
        lacks("to", t.new_to_node());
    }
    let hidden = crate::parts::visible(&wish.reference) != wish.reference;
    if hidden || wish.reference.chars().count() > 80 {
        lacks("reference", t.new_reference());
    }
    let (Some(kind), Some(to), true) = (kind, to, errors.is_empty()) else {
        return Ok(Err((wish, errors)));
    };
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    if model.is_none() && !wish.from.is_empty() {
        let source = find(reader, &wish.from).await?;
        return Ok(Ok(node
            .start_from(officer, kind, &to, source.file.id)
            .await?));
    }
    let mut form = model.map_or_else(|| json!({}), |model| model.form.clone());
    if !wish.reference.is_empty() {
        form["reference"] = json!(wish.reference);
    }
    // Who writes begins in the language that the screen has.
    form["language"] = json!(t.lang().code());
    Ok(Ok(node.start_draft(officer, kind, &to, form).await?))
}
