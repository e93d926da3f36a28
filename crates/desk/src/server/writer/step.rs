//! `/d/{draft}/{step}`: one topic a page. Saves on every post, and quietly while somebody writes.

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_flows::FlowFault;
use serde::Deserialize;

use super::Work;
use crate::field::Field;
use crate::pages::writer::{Quiet, Writer};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::shell::Place;
use crate::writer::{Refused, is_answered, is_list, places, remove, rows_of, store};

/// What an address may carry.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Look {
    /// The list that shows one entry more.
    #[serde(default)]
    more: String,
    /// The language of the letter.
    #[serde(default)]
    letter: String,
    /// Only saves.
    #[serde(default)]
    quiet: u8,
}

/// `GET /d/{draft}/{step}`.
pub(crate) async fn page(
    reader: Reader,
    Path((number, code)): Path<(String, String)>,
    Query(look): Query<Look>,
) -> Response {
    let drawn = async {
        let work = Work::open(&reader, &number).await?;
        draw(&reader, &work, &code, &look, &[]).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(
    reader: &Reader,
    work: &Work,
    code: &str,
    look: &Look,
    refused: &[Refused],
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let (at, step) = work.step(code)?;
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let mut drawer = work.drawer(t);
    drawer.refused = refused;
    drawer.more.clone_from(&look.more);
    let fields = drawer.fields(step);
    let base = work.base();
    let pack = node.law().pack();
    let profile = pack.profile(work.file.to.state().as_str());
    let mut answer = html(&Writer {
        s: &shell,
        number: work.file.number.clone(),
        title: cases.title(&work.file),
        lede: format!("{}. {}", cases.basis(&work.file), t.new_lede()),
        saved: crate::when::When::new(t, reader.v.zone()).second(work.file.changed),
        steps: drawer.step_lines(code),
        heading: t.listed("step", code),
        action: format!("{base}/{code}"),
        errors: drawer.errors(&fields),
        why: work.scene.rules_of(&step.questions),
        why_source: profile.map_or_else(String::new, |one| t.rule_source(&one.source)),
        advice: (code == "basis").then(|| work.advice.clone()),
        back: at
            .checked_sub(1)
            .map(|before| format!("{base}/{}", work.steps[before].code)),
        side: work.side(&cases, &drawer, code, &look.letter),
        fields,
    });
    if !refused.is_empty() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// `POST /d/{draft}/{step}`: saves and goes on; quietly it only saves and says when.
pub(crate) async fn save(
    reader: Reader,
    Path((number, code)): Path<(String, String)>,
    Query(look): Query<Look>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    match saved(&reader, &number, &code, &look, &posted).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn saved(
    reader: &Reader,
    number: &str,
    code: &str,
    look: &Look,
    posted: &Posted,
) -> Result<Response, FlowFault> {
    let work = Work::open(reader, number).await?;
    let (at, step) = work.step(code)?;
    let (work, refused) = keep(reader, work, &step.questions, posted).await?;
    if look.quiet == 1 {
        return quiet(reader, &work, code, &refused).await;
    }
    if !refused.is_empty() {
        return draw(reader, &work, code, look, &refused).await;
    }
    let base = work.base();
    let add = posted.text("add");
    if !add.is_empty() && is_list(&step.questions, add) {
        let last = rows_of(&work.file.form, add);
        let id = Field::text(format!("{add}/{last}"), "").id();
        let more = crate::server::reader::url_escape(add);
        return Ok(Redirect::to(&format!("{base}/{code}?more={more}#{id}")).into_response());
    }
    let gone = posted.text("remove");
    if !gone.is_empty() {
        let list = gone.rsplit_once('/').map_or("", |(list, _)| list);
        let id = Field::text(list, "").id();
        return Ok(Redirect::to(&format!("{base}/{code}#{id}")).into_response());
    }
    let drawer = work.drawer(reader.v.t);
    let fields = drawer.fields(step);
    // A page with errors comes back with them; so does one on which an answer has opened a question.
    let opened = places(&work.file.form, &step.questions)
        .into_iter()
        .find(|place| {
            place.needed
                && !is_answered(&work.file.form, &place.pointer)
                && !posted
                    .pairs()
                    .iter()
                    .any(|(name, _)| *name == place.pointer)
        });
    if let Some(place) = opened {
        let id = Field::text(place.pointer, "").id();
        return Ok(Redirect::to(&format!("{base}/{code}#{id}")).into_response());
    }
    if !drawer.errors(&fields).is_empty() {
        return Ok(Redirect::to(&format!("{base}/{code}")).into_response());
    }
    let next = work.steps.get(at + 1).map_or("sign", |step| step.code);
    Ok(Redirect::to(&format!("{base}/{next}")).into_response())
}

/// Stores what was posted for these questions; the text as it is afterwards, and what was not taken.
pub(super) async fn keep(
    reader: &Reader,
    work: Work,
    questions: &[crate::writer::Question],
    posted: &Posted,
) -> Result<(Work, Vec<Refused>), FlowFault> {
    let node = &reader.v.desk.node;
    let mut form = work.file.form.clone();
    let refused = store(&mut form, questions, posted.pairs());
    let gone = posted.text("remove");
    if !gone.is_empty() {
        remove(&mut form, questions, gone);
    }
    if form == work.file.form {
        return Ok((work, refused));
    }
    node.save_draft(&reader.session.officer, work.file.id, work.version, form)
        .await?;
    let line = node
        .ledger()
        .case(work.file.id)
        .await?
        .ok_or(FlowFault::NotFound)?;
    Ok((Work::of(reader, line.file, line.version), refused))
}

/// The answer to an autosave.
async fn quiet(
    reader: &Reader,
    work: &Work,
    code: &str,
    refused: &[Refused],
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.v.shell(Place::Write);
    let cases = Cases::new(&shell, node, &reader.people);
    let drawer = work.drawer(t);
    let chip = match refused.first() {
        Some(first) => Chip::new(Tone::Late, drawer.says(first.fault)),
        None => {
            let time = crate::when::When::new(t, reader.v.zone()).second(reader.v.now);
            Chip::new(Tone::Done, t.writer_saved(&time))
        }
    };
    Ok(html(&Quiet {
        s: &shell,
        chip,
        steps: drawer.step_lines(code),
        side: work.side(&cases, &drawer, code, ""),
    }))
}
