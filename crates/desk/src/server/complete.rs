//! `/r/{number}/complete`: a returned text, all questions on one page with what was found wrong.

use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::stage::{Side, StageName};
use comity_flows::FlowFault;

use super::acts::word;
use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::find;
use super::writer::{bases, defects};
use crate::pages::writer::Complete;
use crate::present::Cases;
use crate::shell::Place;
use crate::writer::{Drawer, steps, store};

/// `GET /r/{number}/complete`.
pub(crate) async fn page(reader: Reader, Path(number): Path<String>) -> Response {
    match draw(&reader, &number).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, number: &str) -> Result<Response, FlowFault> {
    let file = find(reader, number).await?.file;
    if file.side != Side::Sender || file.stage_name() != StageName::Returned {
        return Err(FlowFault::NotFound);
    }
    let node = &reader.v.desk.node;
    let reviewed = node.review(&file, reader.v.now);
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let steps = steps(file.kind);
    let found = defects(reader.v.t, &reviewed);
    let bases = bases(reader.v.t, &reviewed);
    let drawer = Drawer {
        t: reader.v.t,
        base: String::new(),
        form: &file.form,
        steps: &steps,
        defects: &found,
        bases: &bases,
    };
    let fields: Vec<_> = steps.iter().flat_map(|step| drawer.fields(step)).collect();
    let register = node.ledger().register(file.id).await?;
    let said = cases
        .history(&register)
        .into_iter()
        .filter_map(|h| h.said)
        .next()
        .unwrap_or_default();
    Ok(html(&Complete {
        s: &shell,
        number: file.number.clone(),
        title: cases.title(&file),
        said,
        errors: drawer.errors(&fields),
        fields,
    }))
}

/// `POST /r/{number}/complete`.
pub(crate) async fn send(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        let mut form = file.form.clone();
        let questions: Vec<_> = steps(file.kind)
            .into_iter()
            .flat_map(|step| step.questions)
            .collect();
        store(&mut form, &questions, posted.pairs());
        let said = reader
            .v
            .desk
            .node
            .complete(&reader.session.officer, file.id, form)
            .await?;
        Ok::<_, FlowFault>((file.number, word(&said)))
    };
    match done.await {
        Ok((number, word)) => Redirect::to(&format!("/r/{number}?done={word}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}
