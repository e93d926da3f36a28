//! `/r/{number}/letter`: the request as a letter, in six languages and five forms; `/code/{code}`: a
//! page that comes back finds its file.

use axum::Form;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::code::LetterCode;
use comity_core::request::RequestFile;
use comity_flows::FlowFault;
use comity_letters::{Copy, Fonts, Format, Lang, LetterFault, Made, copy_for, text_hash};

use super::posted::Posted;
use super::reader::{Reader, html};
use super::request::{find, objects_of};
use crate::field::{Choice, Control, Field};
use crate::letters::{entry, language, letter};
use crate::pages::letter::Letter;
use crate::parts::grouped_hash;
use crate::present::Cases;
use crate::shell::Place;
use crate::words::Words;

/// `GET /r/{number}/letter`.
pub(crate) async fn page(reader: Reader, Path(number): Path<String>) -> Response {
    let drawn = async {
        let file = find(&reader, &number).await?.file;
        draw(&reader, &file, None).await
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /r/{number}/letter`: enters it into the register, then hands the file out.
pub(crate) async fn hand_out(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        let lang = Lang::parse(posted.text("language"))
            .unwrap_or_else(|| language(&reader.v.desk.node, &file));
        let format = Format::parse(posted.text("format")).unwrap_or(Format::Pdf);
        let copy = match posted.text("copy") {
            "authority" => Some(Copy::Authority),
            "provider" => Some(Copy::Provider),
            _ => None,
        };
        match set(&reader, &file, lang, copy, format).await? {
            Ok(made) => {
                let kept = entry(&file, lang, format, &made);
                let node = &reader.v.desk.node;
                node.letter_made(&reader.session.officer, file.id, &kept)
                    .await?;
                Ok(download(made))
            }
            Err(fault) => draw(&reader, &file, Some(&fault)).await,
        }
    };
    match done.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

/// Sets the pages beside the threads that answer others.
async fn set(
    reader: &Reader,
    file: &RequestFile,
    lang: Lang,
    copy: Option<Copy>,
    format: Format,
) -> Result<Result<Made, LetterFault>, FlowFault> {
    let (node, file) = (reader.v.desk.node.clone(), file.clone());
    let folder = reader.v.desk.fonts.clone();
    let work = move || letter(&node, &file, lang, copy, format, &Fonts::kept(&folder));
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|why| FlowFault::Node(why.to_string()))
}

fn download(made: Made) -> Response {
    let name = format!("attachment; filename=\"{}\"", made.name);
    (
        [
            (header::CONTENT_TYPE, made.media_type.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        made.bytes,
    )
        .into_response()
}

async fn draw(
    reader: &Reader,
    file: &RequestFile,
    fault: Option<&LetterFault>,
) -> Result<Response, FlowFault> {
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Queue).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let written = language(node, file);
    let languages = Lang::ALL
        .into_iter()
        .map(|lang| Choice::new(lang.code(), lang.own_name()).chosen(lang == written))
        .collect();
    let formats = Format::ALL
        .into_iter()
        .map(|format| {
            let word = t.listed("letters-format", format.code());
            Choice::new(format.code(), word).chosen(format == Format::Pdf)
        })
        .collect();
    let whole = copy_for(&file.form) == Copy::Authority;
    let copies = vec![
        Choice::new("authority", t.letters_copy_authority()).chosen(whole),
        Choice::new("provider", t.letters_copy_provider()).chosen(!whole),
    ];
    let mut answer = html(&Letter {
        s: &shell,
        number: file.number.clone(),
        title: cases.title(file),
        draft: cases.href(file).starts_with("/d/"),
        exhibits: objects_of(reader, file).await?.len(),
        fields: vec![
            Field::new("language", t.letters_language(), Control::Select(languages))
                .hint(t.letters_language_hint()),
            Field::new("format", t.letters_format(), Control::Radios(formats)),
            Field::new("copy", t.letters_copy(), Control::Radios(copies)),
        ],
        code: LetterCode::of(file.id).to_string(),
        hash: grouped_hash(&text_hash(&file.form)),
        fault: fault.map(|fault| (said(t, fault), fault.code())),
    });
    if fault.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn said(t: Words, fault: &LetterFault) -> String {
    match fault {
        LetterFault::NoFont { shown, folder } => t.letters_no_font(folder, shown),
        LetterFault::TooLong { length, most } => {
            t.letters_too_long(&length.to_string(), &most.to_string())
        }
        LetterFault::NotBuilt(_) => t.letters_not_built(),
        LetterFault::Typeset(why) => {
            tracing::error!(%why, "a letter could not be set");
            t.letters_failed()
        }
    }
}

/// `GET /code/{code}`: leads to the file whose letters bear this code.
pub(crate) async fn find_by_code(reader: Reader, Path(text): Path<String>) -> Response {
    let t = reader.v.t;
    let code = match text.parse::<LetterCode>() {
        Ok(code) => code,
        Err(_) => {
            return reader.v.problem(
                StatusCode::BAD_REQUEST,
                t.letters_code_misread(),
                String::new(),
                t.letters_code_todo(),
                "letter.code",
            );
        }
    };
    let node = &reader.v.desk.node;
    match node.file_of_code(&reader.session.officer, code).await {
        Ok(line) => Redirect::to(&format!("/r/{}", line.file.number)).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}
