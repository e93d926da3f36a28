//! `/law/changes`: the law data of this office, proposed by one person and put in force by a second.

use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::OfficerId;
use comity_core::law::{Answer, Change, DataCategory, Overlay, PartyRow};
use comity_core::role::Act;
use comity_flows::{FlowFault, Proposed as What};
use serde_json::json;

use super::posted::Posted;
use super::reader::{Reader, html};
use crate::field::{Action, Choice, Control, Field};
use crate::pages::law_change::{Edition, LawChange, Proposed, Row};
use crate::pages::request::Pair;
use crate::parts::{Chip, Tone, grouped_hash};
use crate::shell::{Place, Shell};

/// Answers that the page shows of a proposal; the program and the command line have all of them.
const SHOWN: usize = 40;

/// `GET /law/changes`.
pub(crate) async fn page(reader: Reader) -> Response {
    match draw(&reader, Vec::new()).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /law/changes/propose`: one row from the form, or more as a file's text.
pub(crate) async fn propose(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        let overlay = overlay_of(&posted, officer.office.as_str())?;
        let reason = match posted.text("why") {
            "" => posted.text("reason"),
            why => why,
        };
        node.propose_rows(officer, overlay, reason)
            .await
            .map(|_| ())
    };
    after(&reader, done.await).await
}

/// `POST /law/changes/{id}/{act}`: agree, or take from the list.
pub(crate) async fn act(
    reader: Reader,
    Path((id, act)): Path<(String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let reason = posted.text(&format!("reason.{id}")).to_owned();
    let done = match act.as_str() {
        "agree" => node.approve_law(officer, &id).await.map(|_| ()),
        "reject" => node.reject_law(officer, &id, &reason).await,
        "back" => node.propose_back(officer, &id, &reason).await.map(|_| ()),
        _ => Err(FlowFault::NotFound),
    };
    after(&reader, done).await
}

/// The list again; what was wrong with a proposal is said above it, with row and rule.
async fn after(reader: &Reader, done: Result<(), FlowFault>) -> Response {
    match done {
        Ok(()) => Redirect::to("/law/changes").into_response(),
        Err(FlowFault::Input { why, .. }) => {
            let lines = why.lines().map(str::to_owned).collect();
            match draw(reader, lines).await {
                Ok(mut answer) => {
                    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                    answer
                }
                Err(fault) => reader.v.fail(&fault),
            }
        }
        Err(fault) => reader.v.fail(&fault),
    }
}

fn overlay_of(posted: &Posted, by: &str) -> Result<Overlay, FlowFault> {
    let wrong = |why: String| FlowFault::Input {
        field: "rows".to_owned(),
        why,
    };
    let text = posted.text("rows");
    if !text.is_empty() {
        return serde_json::from_str(text).map_err(|fault| wrong(fault.to_string()));
    }
    let row = json!({
        "iso2": posted.text("state").to_uppercase(),
        "instrument_id": posted.text("instrument"),
        "status": posted.text("status"),
        "date_of_entry_into_force": posted.text("from"),
        "date_to": posted.text("until"),
        "source": posted.text("source"),
        "source_date": posted.text("seen"),
        "confidence": posted.text("sure"),
        "territory": posted.text("territory"),
        "reservations": posted.text("reservations"),
    });
    let row: PartyRow = serde_json::from_value(row).map_err(|fault| wrong(fault.to_string()))?;
    let mut overlay = Overlay::of(by);
    overlay.parties.push(row);
    Ok(overlay)
}

async fn draw(reader: &Reader, problems: Vec<String>) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    if !officer.may(Act::ReadCase) {
        officer
            .must(Act::ReadLog)
            .map_err(|_| FlowFault::NotFound)?;
    }
    let shell = reader.shell(Place::LawData).await;
    let book = reader.v.desk.node.law_book().await?;
    let may = officer.may(Act::ChangeLaw);
    let waiting = book
        .proposals
        .iter()
        .map(|one| proposal(reader, &shell, one, may));
    let waiting = waiting.collect();
    let mut editions: Vec<Edition> = book
        .editions
        .iter()
        .map(|one| edition(reader, one, may))
        .collect();
    let active = editions.pop().map(|mut one| {
        one.acts.clear();
        one
    });
    editions.reverse();
    Ok(html(&LawChange {
        s: &shell,
        problems,
        active,
        waiting,
        acts: if may { ways(reader) } else { Vec::new() },
        earlier: editions,
    }))
}

fn pair(key: String, line: impl Into<String>) -> Pair {
    Pair {
        key,
        lines: vec![line.into()],
    }
}

fn names(reader: &Reader, people: &[OfficerId], nobody: String) -> Vec<String> {
    if people.is_empty() {
        return vec![nobody];
    }
    people.iter().map(|one| reader.name(one)).collect()
}

fn edition(reader: &Reader, one: &comity_flows::Edition, may: bool) -> Edition {
    let t = reader.v.t;
    let mut says = vec![
        pair(t.lawchg_sealed(), one.sealed_by.clone()),
        pair(t.lawchg_key(), one.key.clone()),
        Pair {
            key: t.lawchg_by(),
            lines: names(reader, &one.by, t.lawchg_by_program()),
        },
    ];
    if !one.reason.is_empty() {
        says.push(pair(t.lawchg_reason(), one.reason.clone()));
    }
    if let Some(own) = one.overlay.as_ref().filter(|own| !own.is_empty()) {
        says.push(Pair {
            key: t.lawchg_own_rows(),
            lines: own.about(),
        });
    }
    let mut acts = Vec::new();
    if may {
        let post = format!("/law/changes/{}/back", one.hash);
        let reason = Field::text(format!("reason.{}", one.hash), t.lawchg_reason());
        acts.push(
            Action::new(post, t.lawchg_back(), "")
                .field(reason)
                .note(t.lawchg_propose_note()),
        );
    }
    Edition {
        name: one.name.clone(),
        version: t.lawchg_version(&one.as_of, &one.version.to_string()),
        says,
        hash: grouped_hash(&one.hash),
        since: one.since,
        acts,
    }
}

fn proposal(reader: &Reader, shell: &Shell, one: &comity_flows::Proposal, may: bool) -> Proposed {
    let t = reader.v.t;
    let count = |n: usize| shell.when.count(i64::try_from(n).unwrap_or(i64::MAX));
    let effect = &one.effect;
    let about = match &one.what {
        What::Pack { .. } => format!("{} {}", one.edition.name, one.edition.version),
        What::Rows { overlay } => overlay.about().join(", "),
        What::Back { .. } => t.lawchg_back(),
    };
    let mut says = vec![
        pair(t.lawchg_reason(), one.edition.reason.clone()),
        Pair {
            key: t.lawchg_agreed(),
            lines: names(reader, &one.approvals, t.lawchg_nobody()),
        },
    ];
    if matches!(one.what, What::Pack { .. }) {
        says.push(pair(t.lawchg_sealed(), one.edition.sealed_by.clone()));
        says.push(pair(t.lawchg_key(), one.edition.key.clone()));
    }
    let rows: Vec<Row> = effect
        .changes
        .iter()
        .take(SHOWN)
        .map(|it| Row {
            from: it.requesting.clone(),
            to: it.requested.clone(),
            measure: measure(reader, it),
            before: said(reader, &it.before),
            after: said(reader, &it.after),
        })
        .collect();
    let mut more = String::new();
    if effect.changed > rows.len() {
        more = t.lawchg_first(&count(rows.len()));
    }
    if effect.verification > 0 {
        more = format!(
            "{more} {}",
            t.lawchg_verification(&count(effect.verification))
        );
    }
    let agreed = one.approvals.contains(&reader.session.officer.id);
    let mut acts = Vec::new();
    if may {
        if !agreed {
            let post = format!("/law/changes/{}/agree", one.id);
            acts.push(Action::new(post, t.lawchg_agree(), "pri").icon("key"));
        }
        let post = format!("/law/changes/{}/reject", one.id);
        let reason = Field::text(format!("reason.{}", one.id), t.lawchg_reason());
        acts.push(Action::new(post, t.lawchg_reject(), "").field(reason));
    }
    Proposed {
        about,
        effect: Chip::new(
            if effect.changed > 0 {
                Tone::Soon
            } else {
                Tone::Done
            },
            t.lawchg_effect(&count(effect.asked), &count(effect.changed)),
        ),
        says,
        rows,
        more: more.trim().to_owned(),
        acts,
        note: if agreed {
            t.lawchg_agreed_already()
        } else {
            t.lawchg_agree_note()
        },
    }
}

/// The measure, with the data where it says more than the measure does.
fn measure(reader: &Reader, it: &Change) -> String {
    let t = reader.v.t;
    let name = t
        .maybe("measure", &it.measure)
        .unwrap_or_else(|| t.listed("kind", &it.measure));
    let data = t.listed("category", it.data_category.as_str());
    if it.data_category == DataCategory::None || data == name {
        name
    } else {
        format!("{name} · {data}")
    }
}

/// An answer and the instruments that it rests on: two answers of one kind may rest on others.
fn said(reader: &Reader, answer: &Answer) -> String {
    let mut out = reader
        .v
        .t
        .listed("lawchg-outcome", answer.decision.as_str());
    let mut named: Vec<&str> = Vec::new();
    for (instrument, ..) in &answer.bases {
        if !named.contains(&instrument.as_str()) {
            named.push(instrument);
        }
    }
    if !named.is_empty() {
        out.push_str(" · ");
        out.push_str(&named.join(", "));
    }
    out
}

/// One row by form, or any rows as text.
fn ways(reader: &Reader) -> Vec<Action> {
    let t = reader.v.t;
    let pack = reader.v.desk.node.law().pack();
    let instruments = comity_core::law::overview(&pack)
        .instruments
        .into_iter()
        .map(|(id, short)| Choice::new(id, short));
    let status = vec![
        Choice::new("party", t.lawchg_party()).chosen(true),
        Choice::new("signatory", t.lawchg_signatory()),
    ];
    let sure = vec![
        Choice::new("high", t.lawchg_sure_high()).chosen(true),
        Choice::new("medium", t.lawchg_sure_medium()),
        Choice::new("low", t.lawchg_sure_low()),
    ];
    let post = "/law/changes/propose";
    let row = Action::new(post, t.lawchg_propose(), "pri")
        .icon("new")
        .field(Field::code("state", t.lawchg_state()))
        .field(Field::new(
            "instrument",
            t.lawchg_instrument(),
            Control::Select(instruments.collect()),
        ))
        .field(Field::new(
            "status",
            t.lawchg_status(),
            Control::Select(status),
        ))
        .field(Field::new("from", t.lawchg_from(), Control::Date))
        .field(Field::new("until", t.lawchg_until(), Control::Date))
        .field(Field::text("source", t.lawchg_source()))
        .field(Field::new("seen", t.lawchg_source_date(), Control::Date))
        .field(Field::new("sure", t.lawchg_sure(), Control::Select(sure)))
        .field(Field::code("territory", t.lawchg_territory()))
        .field(Field::text("reservations", t.lawchg_reservations()))
        .field(Field::text("reason", t.lawchg_reason()))
        .note(t.lawchg_propose_note());
    // Two forms of one page ask the same; their labels need places of their own.
    let rows = Action::new(post, t.lawchg_file(), "")
        .field(Field::area("rows", t.lawchg_file()).hint(t.lawchg_file_hint()))
        .field(Field::text("why", t.lawchg_reason()))
        .note(t.lawchg_propose_note());
    vec![row, rows]
}
