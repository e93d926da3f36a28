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
use super::writer::Work;
use crate::field::Field;
use crate::pages::writer::Complete;
use crate::present::Cases;
use crate::shell::Place;
use crate::writer::{steps, store};

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
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let work = Work::of(reader, file, 0);
    let file = &work.file;
    let drawer = work.drawer(reader.v.t);
    let fields: Vec<_> = work
        .steps
        .iter()
        .flat_map(|step| drawer.fields(step))
        // Every button of this page sends the text: none that adds or takes out stands here.
        .map(Field::whole)
        .collect();
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
        title: cases.title(file),
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
        for step in steps(file.kind) {
            let refused = store(&mut form, &step.questions, posted.pairs());
            if let Some(one) = refused.first() {
                return Err(FlowFault::Input {
                    field: one.pointer.clone(),
                    why: one.fault.code().to_owned(),
                });
            }
        }
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
