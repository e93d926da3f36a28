//! `/r/{number}/legal`: the law of one request. What a person finds there is put into the register by a
//! flow; the page itself decides nothing.

use axum::Form;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::role::Act;
use comity_core::stage::Side;
use comity_flows::{Compared, Comparison, FlowFault, Same};

use super::law::{Asked, pack};
use super::posted::Posted;
use super::reader::{Reader, html, url_escape};
use super::request::{find, objects_of};
use crate::law::Law;
use crate::pages::law::Legal;
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

/// `GET /r/{number}/legal`.
pub(crate) async fn page(reader: Reader, Path(number): Path<String>, query: RawQuery) -> Response {
    match draw(&reader, &number, &Asked::read(query)).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, number: &str, asked: &Asked) -> Result<Response, FlowFault> {
    let file = find(reader, number).await?.file;
    let node = &reader.v.desk.node;
    let lines = node.ledger().register(file.id).await?;
    let objects = objects_of(reader, &file).await?;
    let shell = reader.shell(Place::Queue).await;
    let ours = node.id.state().to_string();
    let pack = pack(reader);
    let law = Law::new(&shell, &pack, &ours);
    let doubts = node.law_doubts(&file).await?;
    let cases = Cases::new(&shell, node, &reader.people);
    let reviewed = node.review(&file, reader.v.now);
    let compared = Compared::of(&lines);
    let officer = &reader.session.officer;
    let may_decide = file.is_open()
        && officer.may(match file.side {
            Side::Receiver => Act::Accept,
            Side::Sender => Act::Draft,
        });
    // Said in the reader's language, where the flow asks in English.
    let decision = cases.decision(&file, &law);
    let answer = decision.as_ref().map(|it| crate::law::answer(&law, it));
    let notice = (asked.text("done") == "recorded")
        .then(|| Chip::new(Tone::Done, reader.v.t.done_recorded()));
    let other = if file.from.state() == node.id.state() {
        file.to.state()
    } else {
        file.from.state()
    };
    let refuse = if file.side == Side::Receiver && file.is_open() {
        format!("/r/{}#next", file.number)
    } else {
        String::new()
    };
    Ok(html(&Legal {
        s: &shell,
        number: file.number.clone(),
        title: cases.title(&file),
        exhibits: objects.len(),
        notice,
        lacking: decision.is_none().then(|| reviewed.law.lacking.clone()),
        answer,
        about: reader.v.t.law_case_lede(
            &law.state(file.from.state().as_str()),
            &law.state(file.to.state().as_str()),
        ),
        theirs: cases.theirs(&file, &doubts, &law),
        conduct: cases.conduct(&file, &law, &compared, asked.text("offence"), may_decide),
        facts: cases.uncertain(&doubts, &law),
        confirmed: doubts
            .confirmed
            .as_ref()
            .map(|(by, at)| format!("{} · {}", cases.person(by), shell.when.short_stamp(at))),
        may_confirm: doubts.must_confirm()
            && (officer.may(Act::Draft) || officer.may(Act::Approve)),
        safeguards: cases.safeguards(&file),
        may_decide,
        compare: format!("/law/compare?a={ours}&b={other}"),
        refuse,
        foot: law.foot(),
    }))
}

/// `POST /r/{number}/legal/{act}`: `conduct` or `facts`.
pub(crate) async fn record(
    reader: Reader,
    Path((number, act)): Path<(String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let done = async {
        let file = find(&reader, &number).await?.file;
        match act.as_str() {
            "conduct" => {
                node.compare_conduct(officer, file.id, &comparison(&posted))
                    .await?;
            }
            "facts" => {
                let text = posted.text("text");
                if text.is_empty() {
                    return Err(FlowFault::Input {
                        field: "text".to_owned(),
                        why: "say where you checked it".to_owned(),
                    });
                }
                let short: String = text.chars().take(4_000).collect();
                node.confirm_law(officer, file.id, &short).await?;
            }
            _ => return Err(FlowFault::NotFound),
        }
        Ok(file.number)
    };
    match done.await {
        Ok(number) => {
            let back = match posted.text("offence") {
                "" => String::new(),
                offence => format!("&offence={}", url_escape(offence)),
            };
            Redirect::to(&format!("/r/{number}/legal?done=recorded{back}")).into_response()
        }
        Err(fault) => reader.v.fail(&fault),
    }
}

/// Elements that were left at "not yet" are not part of what is recorded.
fn comparison(posted: &Posted) -> Comparison {
    Comparison {
        offence: posted.text("offence").to_owned(),
        provision: posted.text("provision").to_owned(),
        elements: posted
            .pairs()
            .iter()
            .filter_map(|(name, value)| {
                let element = name.strip_prefix("e-")?;
                Some((element.to_owned(), Same::parse(value)?))
            })
            .collect(),
        text: posted.text("text").to_owned(),
    }
}
