//! `POST /r/{number}/act/{act}`: each act is one flow; the page comes back with what became of it.

use axum::Form;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::NodeId;
use comity_core::refusal::Ground;
use comity_core::request::RequestFile;
use comity_flows::message::DefectLine;
use comity_flows::{FlowFault, Said};

use super::posted::Posted;
use super::reader::{Reader, own_address};
use super::request::find;

/// `POST /r/{number}/act/{act}`.
pub(crate) async fn act(
    reader: Reader,
    Path((number, act)): Path<(String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        run(&reader, &file, &act, &posted)
            .await
            .map(|word| (file.number, word))
    };
    match done.await {
        Ok((number, word)) => back(&posted, &number, word),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /r/{number}/pending/{pending}/{act}`: sign what waits, or take it back.
pub(crate) async fn pending(
    reader: Reader,
    Path((number, pending, act)): Path<(String, String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let done = async {
        let file = find(&reader, &number).await?.file;
        let word = match act.as_str() {
            "sign" => word(&node.approve(officer, file.id, &pending).await?),
            "discard" => {
                node.discard_pending(officer, file.id, &pending).await?;
                "recorded"
            }
            _ => return Err(FlowFault::NotFound),
        };
        Ok((file.number, word))
    };
    match done.await {
        Ok((number, word)) => back(&posted, &number, word),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn run(
    reader: &Reader,
    file: &RequestFile,
    act: &str,
    posted: &Posted,
) -> Result<&'static str, FlowFault> {
    let (node, officer, id) = (&reader.v.desk.node, &reader.session.officer, file.id);
    Ok(match act {
        "acknowledge" => {
            node.acknowledge(officer, id).await?;
            "sent"
        }
        "take" => {
            node.assign(officer, id, &officer.id).await?;
            "recorded"
        }
        "accept" => word(
            &node
                .accept_request(officer, id, posted.text("conditions"))
                .await?,
        ),
        "return" => {
            // What our own check found goes with the words, so that all defects are told at once.
            let found = node.review(file, reader.v.now).check.defects;
            let defects = found
                .into_iter()
                .filter(|d| d.severity == comity_core::check::Severity::Block)
                .map(|d| DefectLine {
                    code: d.code.as_str().to_owned(),
                    path: d.path,
                })
                .collect();
            word(
                &node
                    .return_request(officer, id, defects, posted.text("text"))
                    .await?,
            )
        }
        "ask" => {
            node.ask(officer, id, posted.text("question")).await?;
            "sent"
        }
        "refuse" => {
            let ground = Ground::parse(posted.text("ground")).ok_or_else(|| wrong("ground"))?;
            word(
                &node
                    .refuse_request(officer, id, ground, posted.text("reason"))
                    .await?,
            )
        }
        "serve" => {
            let holder: NodeId = posted.text("holder").parse().map_err(|_| wrong("holder"))?;
            word(
                &node
                    .serve_order(officer, id, &holder, posted.text("provision"))
                    .await?,
            )
        }
        "release" => {
            let items: Vec<String> = posted.all("items").into_iter().map(str::to_owned).collect();
            word(&node.release(officer, id, &items).await?)
        }
        "answer" => word(
            &node
                .answer_question(officer, id, posted.text("text"))
                .await?,
        ),
        "extend" => {
            let days = posted.text("days").parse().map_err(|_| wrong("days"))?;
            word(
                &node
                    .extend(officer, id, days, posted.text("reason"))
                    .await?,
            )
        }
        "longer" => {
            let days = posted.text("days").parse().map_err(|_| wrong("days"))?;
            let said = node.decide_extension(officer, id, days).await?;
            said.as_ref().map_or("sent", word)
        }
        "withdraw" => {
            node.withdraw(officer, id, posted.text("reason")).await?;
            "sent"
        }
        "close" => {
            node.close(officer, id, posted.text("outcome")).await?;
            "recorded"
        }
        _ => return Err(FlowFault::NotFound),
    })
}

/// What became of an act, as the next page says it.
pub(crate) const fn word(said: &Said) -> &'static str {
    match said {
        Said::Queued(_) => "sent",
        Said::Waiting(_) => "waiting",
        Said::ToCarry => "to_carry",
    }
}

fn wrong(field: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: "choose one of the list".to_owned(),
    }
}

fn back(posted: &Posted, number: &str, word: &str) -> Response {
    match posted.text("back") {
        "" => Redirect::to(&format!("/r/{number}?done={word}")).into_response(),
        place => Redirect::to(own_address(place)).into_response(),
    }
}
