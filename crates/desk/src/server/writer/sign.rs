//! `/d/{draft}/sign`: what is missing, the formalities, what a person must read, who signs, the letter.

use std::collections::BTreeSet;

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::approval::{Purpose, Quorum};
use comity_core::check::words::question;
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_flows::FlowFault;
use serde::Deserialize;

use super::Work;
use super::attach;
use crate::field::{Action, Choice};
use crate::pages::request::Check;
use crate::pages::writer::{Reading, Sign};
use crate::parts::Tone;
use crate::present::Cases;
use crate::server::acts::word;
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::shell::Place;
use crate::words::{Lang, Words};
use crate::writer::{Drawer, Refused, Translation, join};

/// What the confirmation of unverified law is posted as.
const LAW: &str = "law";

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Look {
    #[serde(default)]
    letter: String,
}

/// `GET /d/{draft}/sign`.
pub(crate) async fn page(
    reader: Reader,
    Path(number): Path<String>,
    Query(look): Query<Look>,
) -> Response {
    let drawn = async {
        let work = Work::open(&reader, &number).await?;
        draw(&reader, &work, &look.letter, &[]).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

pub(super) async fn draw(
    reader: &Reader,
    work: &Work,
    letter: &str,
    refused: &[Refused],
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let (_, step) = work.step("sign")?;
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let mut drawer = work.drawer(t);
    drawer.refused = refused;
    let fields = drawer.fields(step);
    let mut errors = drawer.errors(&fields);
    errors.extend(attach::errors(t, &drawer, refused));
    let (readings, confirmed) = readings(reader, work, &cases, &drawer).await?;
    let (signers, actions) = signers(reader, t, &work.file, &work.base());
    let mut answer = html(&Sign {
        s: &shell,
        base: work.base(),
        number: work.file.number.clone(),
        title: cases.title(&work.file),
        steps: drawer.step_lines("sign"),
        errors,
        fields,
        files: attach::files(t, &work.file.form, &work.base()),
        roles: attach::ROLES
            .iter()
            .map(|code| Choice::new(*code, t.listed("attach-role", code)))
            .collect(),
        translation: translation(t, &Translation::of(&work.file.form)),
        readings,
        confirmed,
        side: work.side(&cases, &drawer, "sign", letter),
        signers,
        actions,
        note: t.sign_note(),
    });
    if !refused.is_empty() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// What a person must read, and who has confirmed all of it.
async fn readings(
    reader: &Reader,
    work: &Work,
    cases: &Cases<'_>,
    drawer: &Drawer<'_>,
) -> Result<(Vec<Reading>, Option<String>), FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let doubts = node.law_doubts(&work.file).await?;
    let wanted = node.to_read(&work.file, &work.reviewed);
    let mut all = Vec::new();
    if !doubts.unverified.is_empty() {
        let names = doubts
            .unverified
            .iter()
            .map(|one| t.basis(&one.instrument, &one.article));
        all.push(Reading {
            key: LAW.to_owned(),
            text: format!(
                "{} {}",
                t.lawdoubt_field(&join(t, names)),
                t.lawdoubt_hint()
            ),
            href: format!("{}/basis", work.base()),
        });
    }
    all.extend(wanted.iter().map(|one| Reading {
        key: one.key.clone(),
        text: question(one.code, t.lang().code()),
        href: drawer.href_of(&one.path),
    }));
    let read = match wanted.is_empty() {
        true => None,
        false => node.confirmation(work.file.id, &wanted).await?,
    };
    if doubts.must_confirm() || (!wanted.is_empty() && read.is_none()) {
        return Ok((all, None));
    }
    let when = crate::when::When::new(t, reader.v.zone());
    let law = doubts.confirmed.map(|(by, at)| (by.to_string(), at));
    let last = read.map(|one| (one.by, one.at)).or(law);
    let by = last.map(|(by, at)| t.reading_by(&cases.actor(&by), &when.stamp(at)));
    Ok((all, by))
}

fn translation(t: Words, one: &Translation) -> String {
    let Some(lang) = Lang::parse(&one.language).filter(|_| !one.language.is_empty()) else {
        return t.second_none();
    };
    let certified = match one.certified {
        Some(true) => t.second_certified(),
        Some(false) | None => t.second_plain(),
    };
    t.translation_is(&one.texts.len().to_string(), lang.own_name(), &certified)
}

/// Who must sign, and the button that hands it on.
fn signers(reader: &Reader, t: Words, file: &RequestFile, base: &str) -> (Vec<Check>, Vec<Action>) {
    let officer = &reader.session.officer;
    let quorum = Quorum::of(file.class, Purpose::Send);
    let mut signers = vec![Check {
        tone: Tone::Run,
        text: officer.name.clone(),
        note: officer.office.clone(),
    }];
    let mut more = |needed: bool, text: String| {
        if needed {
            signers.push(Check {
                tone: Tone::Yours,
                text,
                note: String::new(),
            });
        }
    };
    more(
        quorum.persons > 1 || !quorum.drafter_alone,
        t.approvals_need_person(),
    );
    more(quorum.authority, t.approvals_need_authority());
    more(
        quorum.native,
        format!("{} comity approve", t.approvals_native()),
    );
    let alone = quorum.persons == 1 && quorum.drafter_alone && officer.may(Act::Approve);
    let label = if alone {
        t.sign_button()
    } else {
        t.sign_hand_over()
    };
    let action = Action::new(format!("{base}/sign"), label, "pri").icon("key");
    (signers, vec![action])
}

/// `POST /d/{draft}/papers`: the formalities.
pub(crate) async fn papers(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let work = Work::open(&reader, &number).await?;
        let (_, step) = work.step("sign")?;
        let (work, refused) = super::step::keep(&reader, work, &step.questions, &posted).await?;
        if refused.is_empty() {
            Ok(Redirect::to(&format!("{}/sign", work.base())).into_response())
        } else {
            draw(&reader, &work, "", &refused).await
        }
    };
    match done.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /d/{draft}/confirm`: a person has read what only a person can judge.
pub(crate) async fn confirm(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let work = Work::open(&reader, &number).await?;
        let keys: BTreeSet<String> = posted.all("read").into_iter().map(str::to_owned).collect();
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        if node.law_doubts(&work.file).await?.must_confirm() {
            if !keys.contains(LAW) {
                return Err(FlowFault::Input {
                    field: "/legal_basis".to_owned(),
                    why: "read it and confirm it".to_owned(),
                });
            }
            node.confirm_law(officer, work.file.id, "").await?;
        }
        if !node.to_read(&work.file, &work.reviewed).is_empty() {
            node.confirm_reading(officer, work.file.id, &keys).await?;
        }
        Ok::<_, FlowFault>(format!("{}/sign#rd", work.base()))
    };
    match done.await {
        Ok(href) => Redirect::to(&href).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /d/{draft}/sign`.
pub(crate) async fn submit(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let work = Work::open(&reader, &number).await?;
        let node = &reader.v.desk.node;
        // What the page would not offer is not done by a crafted post either.
        let wanted = node.to_read(&work.file, &work.reviewed);
        let unread =
            !wanted.is_empty() && node.confirmation(work.file.id, &wanted).await?.is_none();
        let open = unread || node.law_doubts(&work.file).await?.must_confirm();
        let gaps = work.drawer(reader.v.t).gaps();
        if open || gaps.iter().any(|gap| gap.stops) {
            return Ok(Redirect::to(&format!("{}/sign", work.base())).into_response());
        }
        let said = node.submit(&reader.session.officer, work.file.id).await?;
        let href = format!("/r/{}?done={}", work.file.number, word(&said));
        Ok::<_, FlowFault>(Redirect::to(&href).into_response())
    };
    match done.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}
