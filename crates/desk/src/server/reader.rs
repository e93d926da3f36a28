//! Who reads: language, colours and session of a request, the shell of its page, and the answer
//! when something could not be done.

use std::collections::BTreeMap;
use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_core::id::OfficerId;
use comity_core::time::Instant;
use comity_flows::{FlowFault, Session};
use comity_wire::context::World;
use comity_wire::directory::NodeKind;
use comity_wire::log::Signed;
use jiff::tz::TimeZone;

use super::Desk;
use super::posted::Posted;
use crate::pages::plain::Problem;
use crate::shell::{Counts, Office, Place, Shell, Theme};
use crate::when::When;
use crate::words::{Lang, Words, choose};

/// The cookie that holds the session's secret.
pub(crate) const SESSION: &str = "comity";

/// Anybody who asks for a page.
pub(crate) struct Visitor {
    pub(crate) desk: Desk,
    pub(crate) t: Words,
    pub(crate) theme: Theme,
    pub(crate) now: Instant,
    pub(crate) path: String,
    pub(crate) cookie: Option<String>,
    pub(crate) session: Option<Session>,
    /// Whether the browser says that another site sent it here.
    pub(crate) foreign: bool,
}

impl FromRequestParts<Desk> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Infallible> {
        let cookies = cookies(&parts.headers);
        let cookie = cookies.get(SESSION).cloned();
        let session = match &cookie {
            Some(cookie) => desk.node.session(cookie).await.ok(),
            None => None,
        };
        let own = session
            .as_ref()
            .map(|session| session.officer.language.clone());
        let setting = cookies.get("lang").cloned().or(own);
        let asked = parts
            .headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let default = Lang::parse(&desk.node.settings.language).unwrap_or(Lang::En);
        let night = cookies
            .get("theme")
            .is_some_and(|theme| theme == Theme::Night.code());
        let site = parts
            .headers
            .get("sec-fetch-site")
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            desk: desk.clone(),
            t: Words::of(choose(setting.as_deref(), asked, default)),
            theme: if night { Theme::Night } else { Theme::Day },
            now: desk.node.now(),
            path: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            cookie,
            session,
            foreign: site.is_some_and(|site| site == "cross-site" || site == "same-site"),
        })
    }
}

/// A person who has signed in.
pub(crate) struct Reader {
    pub(crate) v: Visitor,
    pub(crate) session: Session,
    /// Names of this node's people.
    pub(crate) people: BTreeMap<OfficerId, String>,
}

impl FromRequestParts<Desk> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Response> {
        let Ok(visitor) = Visitor::from_request_parts(parts, desk).await;
        let Some(session) = visitor.session.clone() else {
            let back = if parts.method == axum::http::Method::GET {
                visitor.path.as_str()
            } else {
                "/queue"
            };
            let back: String = url_escape(back);
            return Err(Redirect::to(&format!("/sign-in?back={back}")).into_response());
        };
        let officers = desk.node.ledger().officers().await.unwrap_or_default();
        let people = officers.into_iter().map(|row| (row.id, row.name)).collect();
        Ok(Self {
            v: visitor,
            session,
            people,
        })
    }
}

impl Visitor {
    /// The zone of the office.
    pub(crate) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.desk.node.settings.zone).unwrap_or(TimeZone::UTC)
    }

    /// Whether this node is a provider's.
    pub(crate) fn is_provider(&self) -> bool {
        let node = &self.desk.node;
        node.directory()
            .entry(&node.id)
            .is_some_and(|entry| entry.kind == NodeKind::Provider)
    }

    /// The shell of a page that needs no session.
    pub(crate) fn shell(&self, place: Place) -> Shell {
        let node = &self.desk.node;
        let directory = node.directory();
        let unit = directory.entry(&node.id).map_or_else(
            || node.id.to_string(),
            |entry| entry.name(self.t.lang().code()).to_owned(),
        );
        Shell {
            t: self.t,
            when: When::new(self.t, self.zone()),
            now: self.now,
            theme: self.theme,
            office: Office {
                state: self.t.state(node.id.state().as_str()),
                code: node.id.state().to_string(),
                unit,
                node: node.id.to_string(),
                software: self.desk.software.clone(),
                exercise: node.world == World::Exercise,
                provider: self.is_provider(),
                sealed: None,
                peers: None,
            },
            user: self
                .session
                .as_ref()
                .map(|session| session.officer.name.clone()),
            place,
            counts: Counts::default(),
            csrf: self
                .session
                .as_ref()
                .map(|session| session.form_key.clone())
                .unwrap_or_default(),
            path: self.path.clone(),
        }
    }

    /// A page that says what was not done, what is safe and what to do.
    pub(crate) fn problem(
        &self,
        status: StatusCode,
        title: String,
        safe: String,
        todo: String,
        code: &str,
    ) -> Response {
        let shell = self.shell(Place::Elsewhere);
        let href = if shell.user.is_some() {
            self.home()
        } else {
            "/sign-in"
        };
        let page = Problem {
            s: &shell,
            title,
            safe,
            todo,
            code: code.to_owned(),
            href: href.to_owned(),
        };
        let mut answer = html(&page);
        *answer.status_mut() = status;
        answer
    }

    /// Where this node's people begin.
    pub(crate) fn home(&self) -> &'static str {
        if self.is_provider() { "/p" } else { "/queue" }
    }

    /// What is not here, or not for this reader: both look the same.
    pub(crate) fn absent(&self) -> Response {
        self.problem(
            StatusCode::NOT_FOUND,
            self.t.error_not_found(),
            String::new(),
            self.t.error_not_found_todo(),
            "file.not_found",
        )
    }

    /// The answer to a fault.
    pub(crate) fn fail(&self, fault: &FlowFault) -> Response {
        let code = fault.code();
        if code == "file.not_found" {
            return self.absent();
        }
        if code == "session.ended" {
            let text = self.t.act_unlock();
            return self.problem(
                StatusCode::FORBIDDEN,
                self.t.error_not_done(),
                self.t.error_nothing_changed(),
                text,
                code,
            );
        }
        let status = match fault {
            FlowFault::NotAllowed => StatusCode::FORBIDDEN,
            FlowFault::Stale | FlowFault::OutOfOrder(_) | FlowFault::Missing(_) => {
                StatusCode::CONFLICT
            }
            FlowFault::Ledger(_) | FlowFault::Blobs(_) | FlowFault::Node(_) => {
                // The log keeps the cause; the page shows none of it.
                tracing::error!(code, %fault, "a page could not be answered");
                StatusCode::SERVICE_UNAVAILABLE
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let todo = self
            .t
            .maybe("error", code)
            .unwrap_or_else(|| self.t.error_node_failed());
        let todo = match fault {
            FlowFault::Input { field, why } => format!("{todo} {field}: {why}"),
            FlowFault::NoBasis(advice) => format!("{todo} {advice}"),
            FlowFault::Evidence(why) => format!("{todo} {why}"),
            _ => todo,
        };
        self.problem(
            status,
            self.t.error_not_done(),
            self.t.error_nothing_changed(),
            todo,
            code,
        )
    }
}

impl Reader {
    /// The shell with its numbers.
    pub(crate) async fn shell(&self, place: Place) -> Shell {
        let mut shell = self.v.shell(place);
        let ledger = self.v.desk.node.ledger();
        if let Ok(counts) = ledger.counts(0).await {
            let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
            shell.counts.queue = small(counts.ours);
            shell.counts.triage = small(counts.arrived);
        }
        if let Ok(due) = ledger.due(self.v.now, 20).await {
            shell.counts.late = due.iter().any(|line| {
                comity_core::next::next(&line.file).whose() == comity_core::deadline::Whose::Ours
            });
        }
        if let Ok(dead) = self.v.desk.node.dead_letters().await {
            shell.counts.undelivered = u32::try_from(dead.len()).unwrap_or(99);
        }
        let partners = self.v.desk.node.partners();
        let tried = partners.iter().filter_map(|(_, contact)| *contact);
        let up = tried.clone().filter(|one| one.is_reachable()).count();
        if tried.count() > 0 {
            let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            shell.office.peers = Some((small(up), small(partners.len())));
        }
        if let Ok(Some(row)) = ledger.checkpoint().await {
            let holds = Signed::verify(&row.note, self.v.desk.node.keys().log.public()).is_ok();
            shell.office.sealed = Some((row.at, holds));
        }
        shell
    }

    /// The answer to a form that did not come from a page of this session.
    pub(crate) fn forged(&self, posted: &Posted) -> Option<Response> {
        self.forged_key(posted.text("csrf"))
    }

    /// The same for requests that carry the key in a header.
    pub(crate) fn forged_key(&self, key: &str) -> Option<Response> {
        if !self.v.foreign && same(key, &self.session.form_key) {
            return None;
        }
        let v = &self.v;
        Some(v.problem(
            StatusCode::FORBIDDEN,
            v.t.error_not_done(),
            v.t.error_nothing_changed(),
            v.t.error_form_token(),
            "form.token",
        ))
    }

    /// A person's name by id.
    pub(crate) fn name(&self, id: &OfficerId) -> String {
        self.people
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }
}

/// Compares in a time that does not tell how much agreed.
fn same(a: &str, b: &str) -> bool {
    !b.is_empty()
        && a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .fold(0, |bits, (x, y)| bits | (x ^ y))
            == 0
}

/// Renders a page.
pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a template failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Only addresses of our own: a link must not be able to lead away.
pub(crate) fn own_address(text: &str) -> &str {
    let plain = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !text.chars().any(char::is_control);
    if plain { text } else { "/queue" }
}

pub(crate) fn url_escape(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

pub(crate) fn cookies(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leads_to_another_host() {
        assert_eq!(own_address("/r/XA-1?x=1"), "/r/XA-1?x=1");
        for evil in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nset-cookie: x",
            "",
        ] {
            assert_eq!(own_address(evil), "/queue", "{evil:?}");
        }
    }

    #[test]
    fn an_empty_key_never_agrees() {
        assert!(!same("", ""));
        assert!(!same("abc", "abd"));
        assert!(same("abc", "abc"));
    }
}
