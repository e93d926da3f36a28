//! `/register`: what comes and goes beside the wire, and the book of every request.

pub(crate) mod arrival;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod mail;
pub(crate) mod partners;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use comity_core::role::Act;
use comity_flows::FlowFault;
use comity_flows::ports::{QueueQuery, QueueView};

use super::Desk;
use super::reader::{Reader, html};
use super::road;
use super::sent::FORM;
use crate::field::Action;
use crate::pages::cards::{Card, Cards, Line};
use crate::parts::{Chip, Tone};
use crate::present::Cases;
use crate::shell::Place;

/// Open files looked at for letters that wait.
const LOOKED_AT: u32 = 500;

/// The addresses of the register.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/register", get(home))
        .route("/register/arrival", get(arrival::page).post(arrival::take))
        .route("/register/mail", get(mail::page).post(mail::read))
        .route(
            "/register/partners",
            get(partners::page).post(partners::put),
        )
        .route("/register/import", get(import::page).post(import::begin))
        .route(
            "/register/import/{token}",
            get(import::map).post(import::run),
        )
        .route("/register/imports/{number}", get(import::done))
        .route("/register/imports/{number}/aside.csv", get(import::aside))
        .route("/register/imports/{number}/undo", post(import::undo))
        .route("/register/due/{number}", post(import::due))
        .route("/register/book.csv", get(export::csv))
        .route("/register/book.jsonl", get(export::json))
        .route("/r/{number}/road", get(road::page))
        .route("/r/{number}/road/{act}", post(road::act))
        .layer(DefaultBodyLimit::max(FORM))
}

/// Fails unless the reader keeps the register.
pub(crate) fn must_keep(reader: &Reader) -> Result<(), FlowFault> {
    // A hidden page answers as one that is not there.
    let keeps = reader.session.officer.may(Act::Register);
    keeps.then_some(()).ok_or(FlowFault::NotFound)
}

async fn home(reader: Reader) -> Response {
    match draw(&reader).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader) -> Result<Response, FlowFault> {
    must_keep(reader)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let shell = reader.shell(Place::Register).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let mut waiting = Card::new("carry", t.register_carry());
    let mut query = QueueQuery {
        view: QueueView::Ours,
        limit: 100,
        ..QueueQuery::default()
    };
    let mut looked_at = 0;
    while looked_at < LOOKED_AT {
        let page = node.ledger().queue(&query).await?;
        looked_at += query.limit;
        for line in &page.lines {
            let file = &line.file;
            for paper in file.road.waiting() {
                waiting.lines.push(Line {
                    href: format!("/r/{}/road", file.number),
                    word: file.number.clone(),
                    sub: format!(
                        "{} · {} · {}",
                        t.listed("message", &paper.what),
                        cases.office(file.peer()),
                        t.road_waits(&shell.when.stamp(paper.since))
                    ),
                    chip: None,
                });
            }
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    if waiting.lines.is_empty() {
        waiting.text.push(t.register_carry_none());
    } else {
        let count = shell
            .when
            .count(i64::try_from(waiting.lines.len()).unwrap_or(i64::MAX));
        waiting.chip = Some(Chip::new(Tone::Yours, count));
    }
    let mut come = Card::new("come", t.register_come());
    come.text.push(t.register_come_lede());
    come.actions = vec![
        Action::link("/register/arrival", t.register_arrival(), "pri").icon("in"),
        Action::link("/register/mail", t.register_mail(), "").icon("doc"),
    ];
    let mut book = Card::new("book", t.register_book());
    book.text.push(t.register_book_lede());
    book.actions = vec![
        Action::link("/register/import", t.register_import(), "").icon("in"),
        Action::link("/register/book.csv", t.register_csv(), "").icon("out"),
        Action::link("/register/book.jsonl", t.register_jsonl(), "").icon("out"),
    ];
    let mut taken = Card::new("taken", t.register_taken());
    for report in node.imports().await? {
        taken.lines.push(Line {
            href: format!("/register/imports/{}", report.number),
            word: format!("{} · {}", report.number, report.name),
            sub: format!(
                "{} · {}",
                shell.when.stamp(report.at),
                t.import_counts(
                    &report.added.to_string(),
                    &report.already.to_string(),
                    &report.aside.to_string()
                )
            ),
            chip: report
                .undone
                .map(|_| Chip::new(Tone::Stop, t.import_was_undone())),
        });
    }
    if taken.lines.is_empty() {
        taken.text.push(t.register_taken_none());
    }
    let mut partners = Card::new("partners", t.register_partners());
    for partner in node.paper_partners().await? {
        partners.lines.push(Line {
            href: format!("/register/partners?node={}", partner.node),
            word: partner.name.clone(),
            sub: partner.node.to_string(),
            chip: None,
        });
    }
    partners.actions = vec![Action::link("/register/partners", t.partner_add(), "").icon("new")];
    Ok(html(&Cards {
        s: &shell,
        above: None,
        title: t.register_title(),
        lede: t.register_lede(),
        notice: None,
        refresh: false,
        file: None,
        cards: vec![waiting, come, book],
        beside: vec![partners, taken],
    }))
}
