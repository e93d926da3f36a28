//! The writer: `/new`, `/d/{draft}/{step}`, `/d/{draft}/sign`.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_core::check::Severity;
use comity_core::check::words::message;
use comity_core::id::NodeId;
use comity_core::kind::Kind;
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_core::stage::{Side, StageName};
use comity_flows::ports::{CaseLine, QueueQuery, QueueView};
use comity_flows::{FlowFault, Reviewed};
use comity_wire::directory::NodeKind;
use serde::Deserialize;
use serde_json::json;

use super::acts::word;
use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::find;
use crate::field::{Action, Choice, Control, Field};
use crate::pages::request::Check;
use crate::pages::writer::{Gap, New, Sign, Writer};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;
use crate::words::Words;
use crate::writer::{Defect, Drawer, is_open, letter, steps, store};

/// `GET /new`.
pub(crate) async fn new(reader: Reader) -> Response {
    match draw_new(&reader, &Posted::default(), Vec::new()).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw_new(
    reader: &Reader,
    posted: &Posted,
    errors: Vec<Gap>,
) -> Result<Response, FlowFault> {
    reader.session.officer.must(Act::Draft)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let chosen = if posted.text("kind").is_empty() {
        Kind::Preservation.as_str()
    } else {
        posted.text("kind")
    };
    let kinds = Kind::ALL.iter().map(|kind| {
        let open = is_open(*kind);
        let hint = if open {
            t.listed("new-kind", kind.as_str())
        } else {
            t.new_not_open()
        };
        let mut choice = Choice::new(kind.as_str(), t.kind(kind.as_str()))
            .hint(hint)
            .chosen(open && kind.as_str() == chosen);
        choice.closed = !open;
        choice
    });
    // What can be written stands first; the rest is announced below it.
    let (open, closed): (Vec<_>, Vec<_>) = kinds.partition(|choice| !choice.closed);
    let directory = node.directory();
    let mut to: Vec<Choice> = directory
        .entries()
        .filter(|entry| entry.node.state() != node.id.state())
        .map(|entry| {
            let label = format!(
                "{}: {}",
                t.state(entry.node.state().as_str()),
                entry.name(t.lang().code())
            );
            Choice::new(entry.node.to_string(), label)
                .chosen(entry.node.to_string() == posted.text("to"))
        })
        .collect();
    to.sort_by(|a, b| a.label.cmp(&b.label));
    let error = |name: &str| {
        errors
            .iter()
            .find(|gap| gap.href == format!("#f{name}"))
            .map(|gap| gap.text.clone())
    };
    let fields = vec![
        Field::new(
            "kind",
            t.new_kind(),
            Control::Radios(open.into_iter().chain(closed).collect()),
        )
        .error(error("kind")),
        Field::new("to", t.new_to_node(), Control::Select(to)).error(error("to")),
        Field::code("reference", t.new_reference())
            .hint(t.new_reference_hint())
            .value(posted.text("reference"))
            .error(error("reference")),
    ];
    let query = QueueQuery {
        view: QueueView::Open,
        stage: Some(StageName::Draft),
        limit: 50,
        ..QueueQuery::default()
    };
    let drafts = node.ledger().queue(&query).await?.lines;
    let drafts = drafts
        .iter()
        .filter(|line| line.file.side == Side::Sender)
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
        drafts,
    }))
}

/// `POST /new`: opens a draft and leads into it.
pub(crate) async fn begin(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let t = reader.v.t;
    let mut errors = Vec::new();
    let mut wants = |name: &str, label: String| {
        errors.push(Gap {
            href: format!("#f{name}"),
            text: t.letter_missing(&label),
            stops: true,
        })
    };
    let kind = Kind::parse(posted.text("kind")).filter(|kind| is_open(*kind));
    if kind.is_none() {
        wants("kind", t.new_kind());
    }
    let to = posted.text("to").parse::<NodeId>().ok();
    if to.is_none() {
        wants("to", t.new_to_node());
    }
    let (Some(kind), Some(to)) = (kind, to) else {
        return match draw_new(&reader, &posted, errors).await {
            Ok(answer) => answer,
            Err(fault) => reader.v.fail(&fault),
        };
    };
    let mut form = json!({});
    if !posted.text("reference").is_empty() {
        form["reference"] = json!(posted.text("reference"));
    }
    let node = &reader.v.desk.node;
    let begun = async {
        let id = node
            .start_draft(&reader.session.officer, kind, &to, form)
            .await?;
        node.ledger().case(id).await?.ok_or(FlowFault::NotFound)
    };
    match begun.await {
        Ok(line) => Redirect::to(&format!("/d/{}/need", line.file.number)).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draft(reader: &Reader, number: &str) -> Result<CaseLine, FlowFault> {
    reader
        .session
        .officer
        .must(Act::Draft)
        .map_err(|_| FlowFault::NotFound)?;
    let line = find(reader, number).await?;
    if line.file.stage_name() == StageName::Draft && line.file.side == Side::Sender {
        Ok(line)
    } else {
        Err(FlowFault::NotFound)
    }
}

/// `GET /d/{draft}/{step}`.
pub(crate) async fn step(reader: Reader, Path((number, step)): Path<(String, String)>) -> Response {
    let drawn = async {
        let line = draft(&reader, &number).await?;
        draw_step(&reader, &line.file, &step, None).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw_step(
    reader: &Reader,
    file: &RequestFile,
    code: &str,
    saved: Option<String>,
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let steps = steps(file.kind);
    let at = steps
        .iter()
        .position(|step| step.code == code)
        .ok_or(FlowFault::NotFound)?;
    let reviewed = node.review(file, reader.v.now);
    let (found, bases) = (defects(t, &reviewed), bases(t, &reviewed));
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let base = format!("/d/{}", file.number);
    let drawer = Drawer {
        t,
        base: base.clone(),
        form: &file.form,
        steps: &steps,
        defects: &found,
        bases: &bases,
    };
    let mut fields = drawer.fields(&steps[at]);
    if code == "where" {
        providers(t, node, file, &mut fields);
    }
    let why = if code == "basis" {
        reviewed.law.advice()
    } else {
        String::new()
    };
    Ok(html(&Writer {
        s: &shell,
        number: file.number.clone(),
        title: cases.title(file),
        lede: format!("{}. {}", cases.basis(file), t.new_lede()),
        saved,
        steps: drawer.step_lines(code),
        heading: t.listed("step", code),
        action: format!("{base}/{code}"),
        errors: drawer.errors(&fields),
        fields,
        why,
        back: at
            .checked_sub(1)
            .map(|before| format!("{base}/{}", steps[before].code)),
        letter: letter(
            t,
            &cases.office(&file.to),
            &cases.office(&file.from),
            file.kind.as_str(),
            &file.form,
            &steps,
            code,
        ),
        score: drawer.score(),
        gaps: drawer.gaps(),
    }))
}

/// The providers that the directory lists in the asked State, as a hint beneath the question.
fn providers(t: Words, node: &comity_flows::Node, file: &RequestFile, fields: &mut [Field]) {
    let directory = node.directory();
    let names: Vec<String> = directory
        .entries()
        .filter(|entry| entry.kind == NodeKind::Provider && entry.node.state() == file.to.state())
        .map(|entry| entry.name(t.lang().code()).to_owned())
        .collect();
    if let Some(field) = fields.first_mut().filter(|_| !names.is_empty()) {
        field.hint = names.join(" · ");
    }
}

#[derive(Deserialize)]
pub(crate) struct Quiet {
    #[serde(default)]
    quiet: u8,
}

/// `POST /d/{draft}/{step}`: saves and goes on; quietly it only saves and says when.
pub(crate) async fn save(
    reader: Reader,
    Path((number, code)): Path<(String, String)>,
    Query(quiet): Query<Quiet>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let saved = async {
        let line = draft(&reader, &number).await?;
        let steps = steps(line.file.kind);
        let at = steps
            .iter()
            .position(|step| step.code == code)
            .ok_or(FlowFault::NotFound)?;
        let mut form = line.file.form.clone();
        store(&mut form, &steps[at].questions, posted.pairs());
        node.save_draft(
            &reader.session.officer,
            line.file.id,
            line.version,
            form.clone(),
        )
        .await?;
        let mut file = line.file;
        file.form = form;
        let next = steps.get(at + 1).map_or("sign", |step| step.code);
        Ok::<_, FlowFault>((file, next))
    };
    let (file, next) = match saved.await {
        Ok(saved) => saved,
        Err(fault) => return reader.v.fail(&fault),
    };
    let time = crate::when::When::new(t, reader.v.zone()).second(reader.v.now);
    if quiet.quiet == 1 {
        return Html(Chip::new(Tone::Done, t.writer_saved(&time)).html().0).into_response();
    }
    // A page with errors comes back with them; the text is saved all the same.
    let reviewed = node.review(&file, reader.v.now);
    let (found, steps) = (defects(t, &reviewed), steps(file.kind));
    let drawer = Drawer {
        t,
        base: String::new(),
        form: &file.form,
        steps: &steps,
        defects: &found,
        bases: &[],
    };
    let wrong = steps
        .iter()
        .find(|step| step.code == code)
        .is_some_and(|step| !drawer.errors(&drawer.fields(step)).is_empty());
    if wrong {
        return match draw_step(&reader, &file, &code, Some(time)).await {
            Ok(answer) => answer,
            Err(fault) => reader.v.fail(&fault),
        };
    }
    Redirect::to(&format!("/d/{}/{next}", file.number)).into_response()
}

/// `GET /d/{draft}/sign`: the whole letter, what is missing, who must sign.
pub(crate) async fn sign(reader: Reader, Path(number): Path<String>) -> Response {
    let drawn = async {
        let file = draft(&reader, &number).await?.file;
        let (t, node) = (reader.v.t, &reader.v.desk.node);
        let reviewed = node.review(&file, reader.v.now);
        let (found, bases, steps) = (defects(t, &reviewed), bases(t, &reviewed), steps(file.kind));
        let shell = reader.shell(Place::Write).await;
        let cases = Cases::new(&shell, node, &reader.people);
        let base = format!("/d/{}", file.number);
        let drawer = Drawer {
            t,
            base: base.clone(),
            form: &file.form,
            steps: &steps,
            defects: &found,
            bases: &bases,
        };
        let mut gaps = drawer.gaps();
        if reviewed.law.bases.is_empty() || reviewed.law.is_blocked() {
            gaps.push(Gap {
                href: format!("{base}/basis"),
                text: format!("{} {}", t.error_law_no_basis(), reviewed.law.advice()),
                stops: true,
            });
        }
        let quorum =
            comity_core::approval::Quorum::of(file.class, comity_core::approval::Purpose::Send);
        let mut signers = vec![Check {
            tone: Tone::Run,
            text: reader.session.officer.name.clone(),
            note: reader.session.officer.office.clone(),
        }];
        if quorum.persons > 1 || !quorum.drafter_alone {
            signers.push(Check {
                tone: Tone::Yours,
                text: t.approvals_need_person(),
                note: String::new(),
            });
        }
        if quorum.authority {
            signers.push(Check {
                tone: Tone::Yours,
                text: t.approvals_need_authority(),
                note: String::new(),
            });
        }
        if quorum.native {
            signers.push(Check {
                tone: Tone::Yours,
                text: format!("{} comity approve", t.approvals_native()),
                note: String::new(),
            });
        }
        let alone =
            quorum.persons == 1 && quorum.drafter_alone && reader.session.officer.may(Act::Approve);
        let label = if alone {
            t.sign_button()
        } else {
            t.sign_hand_over()
        };
        let mut go = Action::new(format!("{base}/sign"), label, "pri").icon("key");
        let doubts = node.law_doubts(&file).await?;
        if doubts.must_confirm() {
            let what: Vec<String> = doubts
                .unverified
                .iter()
                .map(|one| t.basis(&one.instrument, &one.article))
                .collect();
            let yes = Choice::new("yes", t.lawdoubt_confirm());
            let label = t.lawdoubt_field(&what.join(", "));
            let field = Field::new("law_confirmed", label, Control::Checks(vec![yes]));
            go = go.field(field.hint(t.lawdoubt_hint()));
        }
        Ok::<_, FlowFault>(html(&Sign {
            s: &shell,
            number: file.number.clone(),
            title: cases.title(&file),
            steps: drawer.step_lines("sign"),
            letter: letter(
                t,
                &cases.office(&file.to),
                &cases.office(&file.from),
                file.kind.as_str(),
                &file.form,
                &steps,
                "",
            ),
            gaps,
            signers,
            actions: vec![go],
            note: t.sign_note(),
        }))
    };
    match drawn.await {
        Ok(answer) => answer,
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
        let file = draft(&reader, &number).await?.file;
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        if posted.all("law_confirmed").contains(&"yes") {
            node.confirm_law(officer, file.id, "").await?;
        }
        let said = node.submit(officer, file.id).await?;
        Ok::<_, FlowFault>((file.number, word(&said)))
    };
    match done.await {
        Ok((number, word)) => Redirect::to(&format!("/r/{number}?done={word}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// What the check found, in the reader's words; the same code at the same place once.
pub(crate) fn defects(t: Words, reviewed: &Reviewed) -> Vec<Defect> {
    let mut once: BTreeMap<(String, &'static str), Defect> = BTreeMap::new();
    // Date and signature are put in when it is signed; nobody is scolded for them before.
    let later = |path: &str| {
        ["/signature", "/issued_at"]
            .iter()
            .any(|one| path.starts_with(one))
    };
    for found in reviewed
        .check
        .defects
        .iter()
        .filter(|found| !later(&found.path))
    {
        let code = found.code.as_str();
        let defect = Defect {
            code: code.to_owned(),
            stops: found.severity == Severity::Block,
            path: found.path.clone(),
            text: message(found.code, t.lang().code()),
        };
        once.insert((found.path.clone(), code), defect);
    }
    once.into_values().collect()
}

/// The bases that the law data gives, ranked.
pub(crate) fn bases(t: Words, reviewed: &Reviewed) -> Vec<Choice> {
    reviewed
        .law
        .bases
        .iter()
        .map(|basis| {
            let role = crate::present::code_of(&basis.role);
            let confidence = crate::present::code_of(&basis.confidence);
            let hint = format!(
                "{} · {}",
                t.listed("basis-role", &role),
                t.listed("confidence", &confidence)
            );
            Choice::new(
                format!("{}|{}", basis.instrument, basis.article),
                t.basis(&basis.instrument, &basis.article),
            )
            .hint(hint)
        })
        .collect()
}
