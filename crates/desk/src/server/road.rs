//! `/r/{number}/road`: what went and came for one request beside the wire, what waits to be carried, and
//! the form with which a person registers an answer.

use axum::extract::{Multipart, Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::RequestId;
use comity_core::item::{Asked, ItemState};
use comity_core::refusal::Ground;
use comity_core::request::RequestFile;
use comity_core::road::{Channel, Governs, Seen};
use comity_core::stage::{Side, StageName};
use comity_core::time::Instant;
use comity_flows::message::{ItemStatus, Status};
use comity_flows::{Arrival, COMPARED, Dispatch, FlowFault, Says, Scan};
use serde::Deserialize;

use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::{find, objects_of};
use super::sent::Sent;
use crate::pages::cards::Cards;
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

#[derive(Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
    /// A mail that was read and waits to be registered.
    #[serde(default)]
    mail: String,
}

/// `GET /r/{number}/road`.
pub(crate) async fn page(
    reader: Reader,
    Path(number): Path<String>,
    Query(asked): Query<Shown>,
) -> Response {
    let drawn = async {
        let file = find(&reader, &number).await?.file;
        let objects = objects_of(&reader, &file).await?;
        let mail = match asked.mail.as_str() {
            "" => None,
            token => Some(reader.v.desk.node.staged(&reader.session.officer, token)?),
        };
        let shell = reader.shell(Place::Register).await;
        let cases = Cases::new(&shell, &reader.v.desk.node, &reader.people);
        let officer = &reader.session.officer;
        let mut cards = cases.waiting_letters(&file, officer);
        cards.extend(cases.compare_cards(&file, officer));
        cards.push(cases.papers_card(&file, &objects, officer));
        cards.extend(cases.arrival_card(&file, officer, mail.as_deref(), &asked.mail));
        let notice = match asked.done.as_str() {
            "" => cases.road_notice(&file),
            _ => Some(Chip::new(Tone::Done, reader.v.t.done_recorded())),
        };
        Ok::<_, FlowFault>(html(&Cards {
            s: &shell,
            above: Some((format!("/r/{}", file.number), file.number.clone())),
            title: cases.title(&file),
            lede: reader.v.t.road_lede(),
            notice,
            refresh: false,
            file: Some((file.number.clone(), objects.len())),
            cards,
            beside: cases.address_cards(&file),
        }))
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /r/{number}/road/{act}`: carry, arrive, confirm or settle.
pub(crate) async fn act(
    reader: Reader,
    Path((number, act)): Path<(String, String)>,
    form: Multipart,
) -> Response {
    let mut sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        run(&reader, &file, &act, &mut sent).await?;
        Ok::<_, FlowFault>(file.number)
    };
    match done.await {
        Ok(number) => Redirect::to(&format!("/r/{number}/road?done={act}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn run(
    reader: &Reader,
    file: &RequestFile,
    act: &str,
    sent: &mut Sent,
) -> Result<(), FlowFault> {
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    match act {
        "carry" => {
            let posted = &sent.fields;
            let how = Dispatch {
                channel: channel(posted)?,
                at: instant(posted, "at")?,
                tracking: posted.text("tracking").to_owned(),
                note: posted.text("note").to_owned(),
            };
            node.carry(officer, file.id, posted.text("letter"), how)
                .await
        }
        "arrive" => {
            let arrival = arrival(reader, sent)?;
            let says = says(file, &sent.fields, arrival.at)?;
            let token = sent.fields.text("mail").to_owned();
            node.register_arrival(officer, file.id, arrival, says)
                .await?;
            node.drop_staged(officer, &token);
            Ok(())
        }
        "confirm" => {
            let posted = &sent.fields;
            let (paper, how) = (posted.text("paper"), posted.text("how"));
            node.confirm_sender(officer, file.id, paper, seen(posted), how)
                .await
                .map(|_| ())
        }
        "settle" => {
            let posted = &sent.fields;
            let governs = match posted.text("governs") {
                "first" => Governs::First,
                "second" => Governs::Second,
                _ => return Err(wrong("governs")),
            };
            node.settle_difference(officer, file.id, posted.text("paper"), governs)
                .await
        }
        _ => Err(FlowFault::NotFound),
    }
}

/// How and when something arrived, from the fields that every form of arrival has.
pub(crate) fn arrival(reader: &Reader, sent: &mut Sent) -> Result<Arrival, FlowFault> {
    let mut scans = sent.take("scan");
    let posted = &sent.fields;
    let token = posted.text("mail");
    if !token.is_empty() {
        let mail = reader.v.desk.node.staged(&reader.session.officer, token)?;
        scans.push(Scan {
            name: mail.name.clone(),
            bytes: mail.bytes.clone(),
        });
    }
    Ok(Arrival {
        channel: channel(posted)?,
        at: instant(posted, "at")?,
        dated: posted.text("dated").to_owned(),
        pages: match posted.text("pages") {
            "" => 0,
            pages => pages.parse().map_err(|_| wrong("pages"))?,
        },
        seen: seen(posted),
        shelf: posted.text("shelf").to_owned(),
        tracking: posted.text("tracking").to_owned(),
        note: posted.text("note").to_owned(),
        scans,
    })
}

fn seen(posted: &Posted) -> Seen {
    let said = posted.all("seen");
    Seen {
        seal: said.contains(&"seal"),
        channel: said.contains(&"channel"),
        call_back: said.contains(&"call_back"),
    }
}

fn channel(posted: &Posted) -> Result<Channel, FlowFault> {
    Channel::parse(posted.text("channel")).ok_or_else(|| wrong("channel"))
}

/// `2026-11-24 14:30`, UTC; the day alone is its beginning.
pub(crate) fn instant(posted: &Posted, name: &str) -> Result<Instant, FlowFault> {
    let text = posted.text(name).replace('T', " ");
    let text = text.trim_end_matches('Z');
    let whole = match text.split_once(' ') {
        Some((day, time)) if time.len() == 5 => format!("{day}T{time}:00Z"),
        Some((day, time)) => format!("{day}T{time}Z"),
        None => format!("{text}T00:00:00Z"),
    };
    Instant::parse(&whole).ok_or_else(|| FlowFault::Input {
        field: name.to_owned(),
        why: "write year-month-day and the time in UTC, for example 2026-11-24 14:30".to_owned(),
    })
}

/// What an arrival says, as the person chose it.
fn says(file: &RequestFile, posted: &Posted, at: Instant) -> Result<Says, FlowFault> {
    let words = || {
        COMPARED
            .iter()
            .map(|path| {
                (
                    (*path).to_owned(),
                    posted.text(&format!("as.{path}")).to_owned(),
                )
            })
            .filter(|(_, said)| !said.is_empty())
            .collect::<Vec<_>>()
    };
    let until = || -> Result<Instant, FlowFault> {
        let day = posted.text("until");
        Instant::parse(&format!("{day}T23:59:59Z")).ok_or_else(|| FlowFault::Input {
            field: "until".to_owned(),
            why: "write the day, for example 2026-11-24".to_owned(),
        })
    };
    let mut status = Status {
        request: file.id,
        stage: StageName::Checking,
        receiver_number: Some(posted.text("their_number").to_owned()).filter(|n| !n.is_empty()),
        items: Vec::new(),
        ground: None,
        until: None,
        defects: Vec::new(),
        text: posted.text("note").to_owned(),
        clocks: Vec::new(),
    };
    let mut produced = Vec::new();
    let pending = || {
        file.items
            .iter()
            .filter(|item| matches!(item.state, ItemState::Pending))
            .map(|item| item.id.clone())
    };
    let all = |state: ItemState| {
        pending()
            .map(|id| ItemStatus {
                id,
                state: state.clone(),
            })
            .collect()
    };
    match posted.text("says") {
        "note" => return Ok(Says::Note),
        "again" => return Ok(Says::Again(words())),
        "reply" => return Ok(Says::Reply),
        "completed" => return Ok(Says::Completed(words())),
        "withdrawn" => return Ok(Says::Withdrawn),
        "checking" => {}
        "question" => status.stage = StageName::Consulting,
        "accepted" => status.stage = StageName::Accepted,
        "kept" => {
            status.stage = StageName::Executed;
            status.items = all(ItemState::Preserved {
                since: at,
                until: until()?,
            });
        }
        "not_found" => {
            status.stage = StageName::Executed;
            status.items = all(ItemState::NotFound);
        }
        "produced" => {
            status.stage = StageName::Executed;
            let named = posted.all("items");
            produced = if named.is_empty() {
                pending().collect()
            } else {
                named.into_iter().map(str::to_owned).collect()
            };
        }
        "returned" => {
            status.stage = StageName::Returned;
            status.until = Some(until()?);
        }
        "refused" => {
            status.stage = StageName::Refused;
            status.ground =
                Some(Ground::parse(posted.text("ground")).ok_or_else(|| wrong("ground"))?);
        }
        _ => return Err(wrong("says")),
    }
    Ok(Says::Answer {
        status: Box::new(status),
        produced,
    })
}

/// What may be said by the other side of a file now.
pub(crate) fn sayings(file: &RequestFile) -> Vec<&'static str> {
    let name = file.stage_name();
    let mut out = vec!["note", "again"];
    match file.side {
        Side::Sender if name >= StageName::Sent && !name.is_terminal() => {
            out.extend(["checking", "question", "accepted"]);
            if file.asked() == Asked::Preserve {
                out.push("kept");
            } else {
                out.push("produced");
            }
            out.extend(["not_found", "returned", "refused"]);
        }
        Side::Receiver if !name.is_terminal() => {
            if name == StageName::Consulting {
                out.push("reply");
            }
            if name == StageName::Returned {
                out.push("completed");
            }
            out.push("withdrawn");
        }
        Side::Sender | Side::Receiver => {}
    }
    out
}

pub(crate) fn wrong(field: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: "choose one of the list".to_owned(),
    }
}

/// The file of an id, for links.
pub(crate) async fn number_of(reader: &Reader, id: RequestId) -> Result<String, FlowFault> {
    let line = reader.v.desk.node.ledger().case(id).await?;
    Ok(line.map_or_else(|| id.to_string(), |line| line.file.number))
}
