//! `/law/consents`: which State lets another address its providers directly.

use axum::Form;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::consent::Consent;
use comity_core::id::StateCode;
use comity_core::kind::{Category, Kind};
use comity_core::role::Act;
use comity_core::time::Instant;
use comity_flows::{FlowFault, How};

use super::posted::Posted;
use super::reader::{Reader, html};
use crate::field::{Action, Choice, Control, Field};
use crate::pages::law_change::{ConsentPage, Line};
use crate::pages::request::Pair;
use crate::parts::{Chip, Tone};
use crate::shell::{Place, Shell};

/// `GET /law/consents`.
pub(crate) async fn page(reader: Reader) -> Response {
    match draw(&reader, Vec::new()).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `GET /law/consents/{state}/{id}`: the signed text, for the other office.
pub(crate) async fn file(reader: Reader, Path((state, id)): Path<(String, String)>) -> Response {
    let found = async {
        reader.session.officer.must(Act::ReadCase)?;
        let state = code(&state, "state")?;
        reader.v.desk.node.consent_file(state, &id).await
    };
    match found.await {
        Ok(bytes) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (kind, hex::encode(bytes)).into_response()
        }
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /law/consents/{act}`: enter, or take what was signed elsewhere.
pub(crate) async fn add(
    reader: Reader,
    Path(act): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let done = async {
        match act.as_str() {
            "enter" => node.enter_consent(officer, record(&posted)?).await,
            "take" => {
                officer.must(Act::ChangeLaw)?;
                let text: String = posted.text("signed").split_whitespace().collect();
                let bytes = hex::decode(text).map_err(|fault| wrong("signed", fault))?;
                let by = officer.id.as_str();
                node.take_consent(&bytes, by).await.map(|_| ())
            }
            _ => Err(FlowFault::NotFound),
        }
    };
    after(&reader, done.await).await
}

/// `POST /law/consents/{state}/{id}/{act}`: confirm, discard, withdraw.
pub(crate) async fn act(
    reader: Reader,
    Path((state, id, act)): Path<(String, String, String)>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let done = async {
        let state = code(&state, "state")?;
        match act.as_str() {
            "confirm" => node.confirm_consent(officer, state, &id).await,
            "discard" => node.discard_consent(officer, state, &id).await,
            "withdraw" => {
                let reason = posted.text(&format!("reason.{state}.{id}"));
                node.withdraw_consent(officer, state, &id, reason).await
            }
            _ => Err(FlowFault::NotFound),
        }
    };
    after(&reader, done.await).await
}

async fn after(reader: &Reader, done: Result<(), FlowFault>) -> Response {
    match done {
        Ok(()) => Redirect::to("/law/consents").into_response(),
        Err(FlowFault::Input { field, why }) => {
            match draw(reader, vec![format!("{field}: {why}")]).await {
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

fn record(posted: &Posted) -> Result<Consent, FlowFault> {
    let day = |name: &str| {
        let text = posted.text(name);
        Instant::parse(&format!("{text}T00:00:00Z")).ok_or_else(|| wrong(name, "YYYY-MM-DD"))
    };
    let until = posted.text("until");
    Ok(Consent {
        id: posted.text("id").to_owned(),
        version: 1,
        state: code(&posted.text("state").to_uppercase(), "state")?,
        office: posted.text("office").to_owned(),
        to: code(&posted.text("to").to_uppercase(), "to")?,
        kinds: posted
            .all("kinds")
            .into_iter()
            .filter_map(Kind::parse)
            .collect(),
        elements: posted
            .all("elements")
            .into_iter()
            .map(str::to_owned)
            .collect(),
        from: day("from")?,
        until: if until.is_empty() {
            None
        } else {
            Some(day("until")?)
        },
        reference: posted.text("reference").to_owned(),
        conditions: posted.text("conditions").to_owned(),
        withdrawn_at: None,
    })
}

async fn draw(reader: &Reader, problems: Vec<String>) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    if !officer.may(Act::ReadCase) {
        officer
            .must(Act::ReadLog)
            .map_err(|_| FlowFault::NotFound)?;
    }
    let shell = reader.shell(Place::LawData).await;
    let register = reader.v.desk.node.consents().await?;
    let t = reader.v.t;
    let may = officer.may(Act::ChangeLaw);
    let mut lines = Vec::new();
    for one in &register.waiting {
        let mut acts = Vec::new();
        let at = format!("/law/consents/{}/{}", one.record.state, one.record.id);
        if may && one.by != officer.id {
            let post = format!("{at}/confirm");
            acts.push(Action::new(post, t.consent_confirm(), "pri").icon("key"));
        }
        if may {
            acts.push(Action::new(
                format!("{at}/discard"),
                t.consent_discard(),
                "",
            ));
        }
        let standing = Chip::new(Tone::Soon, t.consent_waits());
        let how = reader.name(&one.by);
        lines.push(line(reader, &shell, &one.record, standing, how, acts));
    }
    for one in &register.held {
        let record = &one.record;
        let standing = if record.withdrawn_at.is_some() {
            Chip::new(Tone::Stop, t.consent_withdrawn())
        } else if record.holds_at(reader.v.now) {
            Chip::new(Tone::Done, t.consent_holds())
        } else {
            Chip::new(Tone::Wait, t.consent_ended())
        };
        let at = format!("/law/consents/{}/{}", record.state, record.id);
        let mut acts = Vec::new();
        if may && record.withdrawn_at.is_none() {
            let name = format!("reason.{}.{}", record.state, record.id);
            acts.push(
                Action::new(format!("{at}/withdraw"), t.consent_withdraw(), "warn")
                    .field(Field::text(name, t.lawchg_reason()))
                    .note(t.consent_withdraw_note()),
            );
        }
        let how = match &one.how {
            How::Signed { node, .. } => {
                acts.push(Action::link(at, t.consent_file(), ""));
                format!("{} ({node})", t.consent_signed())
            }
            How::Paper { by } => {
                let [first, second] = by;
                let (a, b) = (reader.name(first), reader.name(second));
                format!("{} ({a}, {b})", t.consent_paper())
            }
        };
        lines.push(line(reader, &shell, record, standing, how, acts));
    }
    Ok(html(&ConsentPage {
        s: &shell,
        problems,
        lines,
        acts: if may { ways(reader) } else { Vec::new() },
    }))
}

fn line(
    reader: &Reader,
    shell: &Shell,
    one: &Consent,
    standing: Chip,
    how: String,
    acts: Vec<Action>,
) -> Line {
    let (t, when) = (reader.v.t, &shell.when);
    let state = |code: StateCode| t.state(code.as_str());
    let until = match (one.withdrawn_at, one.until) {
        (Some(at), _) => format!("{} {}", t.consent_withdrawn(), when.day(at)),
        (None, Some(until)) => when.day(until),
        (None, None) => t.consent_until_withdrawn(),
    };
    let pair = |key: String, lines: Vec<String>| Pair { key, lines };
    let kinds = one.kinds.iter().map(|kind| t.listed("kind", kind.as_str()));
    let elements = one.elements.iter().map(|name| {
        t.maybe("category", name)
            .unwrap_or_else(|| t.listed("element", name))
    });
    let mut says = vec![
        pair(t.consent_covers(), kinds.chain(elements).collect()),
        pair(
            t.consent_time(),
            vec![format!("{} – {until}", when.day(one.from))],
        ),
        pair(
            t.consent_how(),
            vec![one.office.clone(), one.reference.clone(), how],
        ),
    ];
    if !one.conditions.is_empty() {
        says.push(pair(
            t.consent_field_conditions(),
            vec![one.conditions.clone()],
        ));
    }
    Line {
        title: format!("{} → {} · {}", state(one.state), state(one.to), one.id),
        standing,
        says,
        acts,
    }
}

fn ways(reader: &Reader) -> Vec<Action> {
    let t = reader.v.t;
    let own = reader.v.desk.node.id.state();
    let direct = [
        Kind::SubscriberDirect,
        Kind::DomainRegistration,
        Kind::EmergencyDisclosure,
        Kind::Preservation,
    ];
    let kinds = direct.map(|kind| Choice::new(kind.as_str(), t.listed("kind", kind.as_str())));
    let elements = Category::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), t.listed("category", one.as_str())));
    let enter = Action::new("/law/consents/enter", t.consent_enter(), "pri")
        .icon("new")
        .field(Field::code("id", t.consent_id()))
        .field(Field::code("state", t.consent_field_state()))
        .field(Field::code("to", t.consent_field_to()).value(own.to_string()))
        .field(Field::text("office", t.consent_field_office()))
        .field(Field::new(
            "kinds",
            t.consent_field_kinds(),
            Control::Checks(kinds.to_vec()),
        ))
        .field(Field::new(
            "elements",
            t.consent_field_elements(),
            Control::Checks(elements.collect()),
        ))
        .field(Field::new("from", t.consent_field_from(), Control::Date))
        .field(Field::new("until", t.consent_field_until(), Control::Date))
        .field(Field::text("reference", t.consent_field_reference()))
        .field(Field::text("conditions", t.consent_field_conditions()))
        .note(t.consent_waits());
    let take = Action::new("/law/consents/take", t.consent_take(), "")
        .field(Field::area("signed", t.consent_take_field()));
    vec![enter, take]
}

fn code(text: &str, field: &str) -> Result<StateCode, FlowFault> {
    text.parse().map_err(|fault| wrong(field, fault))
}

fn wrong(field: &str, why: impl std::fmt::Display) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: why.to_string(),
    }
}
