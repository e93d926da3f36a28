//! `/d/{draft}/translation`: the second language beside the first.

use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_flows::FlowFault;

use super::Work;
use crate::field::{Choice, Control, Field};
use crate::pages::writer::{Gap, Translate};
use crate::present::Cases;
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::shell::Place;
use crate::words::{Lang, Words};
use crate::writer::{Refused, Translation};

/// `GET /d/{draft}/translation`.
pub(crate) async fn page(reader: Reader, Path(number): Path<String>) -> Response {
    let drawn = async {
        let work = Work::open(&reader, &number).await?;
        let translation = Translation::of(&work.file.form);
        draw(&reader, &work, &translation, &[]).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(
    reader: &Reader,
    work: &Work,
    translation: &Translation,
    refused: &[Refused],
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Write).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let drawer = work.drawer(t);
    let pairs = drawer.pairs(translation);
    let errors = refused
        .iter()
        .map(|one| Gap {
            href: pairs
                .iter()
                .position(|pair| pair.pointer == one.pointer)
                .map_or_else(|| "#ftranslator".to_owned(), |n| format!("#t{}", n + 1)),
            text: drawer.says(one.fault),
            stops: true,
        })
        .collect();
    let lang = Lang::parse(&translation.language).map_or("", |lang| lang.tag());
    let mut answer = html(&Translate {
        s: &shell,
        base: work.base(),
        number: work.file.number.clone(),
        title: cases.title(&work.file),
        steps: drawer.step_lines("sign"),
        errors,
        fields: fields(t, translation),
        pairs,
        lang: if translation.language.is_empty() {
            String::new()
        } else {
            lang.to_owned()
        },
    });
    if !refused.is_empty() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn fields(t: Words, one: &Translation) -> Vec<Field> {
    let mut langs = vec![Choice::new("", "–")];
    langs.extend(
        Lang::ALL.iter().map(|lang| {
            Choice::new(lang.code(), lang.own_name()).chosen(lang.code() == one.language)
        }),
    );
    let said = |yes: bool| one.certified == Some(yes);
    vec![
        Field::new("language", t.translation_language(), Control::Select(langs)),
        Field::text("translator", t.translation_translator()).value(&*one.translator),
        Field::new(
            "certified",
            t.translation_is_certified(),
            Control::YesNo(vec![
                Choice::new("yes", t.answer_yes()).chosen(said(true)),
                Choice::new("no", t.answer_no()).chosen(said(false)),
            ]),
        ),
    ]
}

/// `POST /d/{draft}/translation`.
pub(crate) async fn save(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let work = Work::open(&reader, &number).await?;
        let mut translation = Translation::of(&work.file.form);
        let pairs = work.drawer(reader.v.t).pairs(&translation);
        let refused = translation.take(&pairs, posted.pairs());
        let mut form = work.file.form.clone();
        translation.write(&mut form);
        let node = &reader.v.desk.node;
        node.save_draft(&reader.session.officer, work.file.id, work.version, form)
            .await?;
        if refused.is_empty() {
            return Ok(Redirect::to(&format!("{}/sign#tr", work.base())).into_response());
        }
        draw(&reader, &work, &translation, &refused).await
    };
    match done.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}
