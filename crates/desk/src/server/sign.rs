//! Signing in and out, language and colours.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::posted::Posted;
use super::reader::{Reader, SESSION, Visitor, html, own_address};
use crate::field::{Control, Field};
use crate::pages::plain::SignIn;
use crate::shell::{Place, Theme};
use crate::words::Lang;

#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// `GET /sign-in`.
pub(crate) async fn page(v: Visitor, Query(query): Query<Back>) -> Response {
    if v.session.is_some() {
        return Redirect::to(v.home()).into_response();
    }
    let back = if query.back.is_empty() {
        v.home().to_owned()
    } else {
        own_address(&query.back).to_owned()
    };
    form(&v, false, back)
}

fn form(v: &Visitor, failed: bool, back: String) -> Response {
    let shell = v.shell(Place::Elsewhere);
    let mut name = Field::code("name", v.t.signin_name());
    name.complete = "username";
    let mut password = Field::new("password", v.t.signin_password(), Control::Password);
    password.complete = "current-password";
    let mut answer = html(&SignIn {
        s: &shell,
        fields: vec![name, password],
        failed,
        back,
    });
    if failed {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    answer
}

/// `POST /sign-in`: the session's cookie and a redirect, or the same words for every failure.
pub(crate) async fn enter(v: Visitor, Form(posted): Form<Posted>) -> Response {
    if v.foreign {
        return form(&v, true, v.home().to_owned());
    }
    let back = own_address(posted.text("back")).to_owned();
    let back = if back == "/queue" {
        v.home().to_owned()
    } else {
        back
    };
    match v
        .desk
        .node
        .sign_in(posted.text("name"), posted.text("password"))
        .await
    {
        Ok(secret) => with_cookie(
            Redirect::to(&back).into_response(),
            &v.desk,
            SESSION,
            &secret,
            None,
            true,
        ),
        Err(fault) if fault.code() == "session.wrong" => form(&v, true, back),
        Err(fault) => v.fail(&fault),
    }
}

/// `POST /sign-out`.
pub(crate) async fn leave(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    if let Some(cookie) = &reader.v.cookie
        && let Err(fault) = reader.v.desk.node.sign_out(cookie).await
    {
        return reader.v.fail(&fault);
    }
    with_cookie(
        Redirect::to("/sign-in").into_response(),
        &reader.v.desk,
        SESSION,
        "",
        Some(0),
        true,
    )
}

/// `POST /settings/theme`.
pub(crate) async fn theme(reader: Reader, Form(posted): Form<Posted>) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let theme = if posted.text("theme") == Theme::Night.code() {
        Theme::Night
    } else {
        Theme::Day
    };
    let back = Redirect::to(own_address(posted.text("back"))).into_response();
    with_cookie(
        back,
        &reader.v.desk,
        "theme",
        theme.code(),
        Some(YEAR),
        false,
    )
}

/// `GET /language/{code}`: a preference of this browser, without any effect on a case.
pub(crate) async fn language(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Query(query): Query<Back>,
) -> Response {
    let back = Redirect::to(own_address(&query.back)).into_response();
    match Lang::parse(&code) {
        Some(lang) => with_cookie(back, &desk, "lang", lang.code(), Some(YEAR), false),
        None => back,
    }
}

const YEAR: u32 = 31_536_000;

pub(super) fn with_cookie(
    mut answer: Response,
    desk: &Desk,
    name: &str,
    value: &str,
    seconds: Option<u32>,
    strict: bool,
) -> Response {
    let secure = if desk.secure { "; Secure" } else { "" };
    let age = seconds
        .map(|s| format!("; Max-Age={s}"))
        .unwrap_or_default();
    let site = if strict { "Strict" } else { "Lax" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite={site}{secure}{age}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        answer.headers_mut().append(header::SET_COOKIE, line);
    }
    answer
}
