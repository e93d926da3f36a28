//! `GET /duty`: the one thing that cannot wait.

use axum::response::Response;
use comity_core::approval::{Class, Missing, Purpose};
use comity_core::deadline::{ClockRule, Whose};
use comity_core::next::{Next, next};
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_core::time::Span;
use comity_flows::ports::{QueueQuery, QueueView};
use comity_flows::{FlowFault, Means};

use super::approvals;
use super::reader::{Reader, html};
use crate::field::{Action, Field};
use crate::pages::duty::{Alarm, Duty};
use crate::pages::request::Check;
use crate::parts::Tone;
use crate::present::Cases;
use crate::shell::{Place, Shell, Theme};
use crate::words::Words;

/// Rings after arrival: again, the deputy, the head, then the other side is told.
///
/// # Source
/// Our choice for emergencies: acknowledged within half an hour at the latest.
const LADDER_MINUTES: [i64; 4] = [3, 8, 13, 15];

pub(crate) async fn page(reader: Reader) -> Response {
    match draw(&reader).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader) -> Result<Response, FlowFault> {
    let officer = &reader.session.officer;
    officer
        .must(Act::ReadCase)
        .map_err(|_| FlowFault::NotFound)?;
    let node = &reader.v.desk.node;
    let mut shell = reader.shell(Place::Elsewhere).await;
    shell.theme = Theme::Night;
    let emergencies = QueueQuery {
        view: QueueView::Emergencies,
        limit: 20,
        ..QueueQuery::default()
    };
    let mut files: Vec<RequestFile> = node
        .ledger()
        .queue(&emergencies)
        .await?
        .lines
        .into_iter()
        .map(|line| line.file)
        .collect();
    files.extend(
        node.ledger()
            .due(reader.v.now + Span::hours(1), 20)
            .await?
            .into_iter()
            .map(|line| line.file),
    );
    let urgent = files
        .into_iter()
        .find(|file| next(file).whose() == Whose::Ours);
    let cases = Cases::new(&shell, node, &reader.people);
    let alarm = urgent
        .as_ref()
        .map(|file| alarm(reader, &shell, &cases, file));
    let ours = i64::from(shell.counts.queue);
    let rest = ours - i64::from(alarm.is_some() && ours > 0);
    let approvals = approvals::count(&approvals::pending(node).await?);
    let silent = node
        .partners()
        .into_iter()
        .filter_map(|(peer, contact)| Some((peer, contact?)))
        .filter(|(_, contact)| !contact.is_reachable())
        .map(|(peer, contact)| (cases.office(&peer), contact.answered))
        .collect();
    // A provider is addressed; it sends and releases nothing of its own.
    let means = if shell.office.provider {
        Vec::new()
    } else {
        node.means()
            .await?
            .iter()
            .map(|one| means(reader, one))
            .collect()
    };
    Ok(html(&Duty {
        s: &shell,
        alarm,
        approvals,
        silent,
        means,
        rest,
    }))
}

/// An act in words, and whether the people of this office suffice for it.
fn means(reader: &Reader, one: &Means) -> Check {
    let t = reader.v.t;
    let what = match one.purpose {
        Purpose::Refuse => t.approvals_purpose_refuse(),
        Purpose::Release => format!("{}: {}", t.approvals_purpose_release(), class(t, one.class)),
        Purpose::Send => format!("{}: {}", t.approvals_purpose_send(), class(t, one.class)),
    };
    let note = match one.missing {
        None => String::new(),
        Some(Missing::Persons { .. } | Missing::SomebodyElse) => t.duty_missing_person(),
        Some(Missing::Authority) => t.duty_missing_authority(),
        Some(Missing::Native) => t.duty_missing_native(),
    };
    Check {
        tone: if one.missing.is_none() {
            Tone::Done
        } else {
            Tone::Late
        },
        text: what,
        note,
    }
}

/// What a class stands for.
fn class(t: Words, class: Class) -> String {
    match class {
        Class::M0 | Class::M1 => t.kind_short("preservation"),
        Class::M2 => t.category("subscriber"),
        Class::M3 => t.category("traffic"),
        Class::M4 => t.category("content"),
    }
}

fn alarm(reader: &Reader, shell: &Shell, cases: &Cases<'_>, file: &RequestFile) -> Alarm {
    let (t, now) = (reader.v.t, reader.v.now);
    let due = file.due().map_or(now, |clock| clock.due);
    let seconds = (due - now).millis() / 1_000;
    let (sign, seconds) = if seconds < 0 {
        ("\u{2212}", -seconds)
    } else {
        ("", seconds)
    };
    let hours = seconds / 3_600;
    let head = if hours > 0 {
        format!("{hours}:")
    } else {
        String::new()
    };
    let waits = next(file) == Next::Acknowledge;
    let may = reader.session.officer.may(Act::Triage);
    let acknowledge = (waits && may).then(|| {
        Action::new(
            format!("/r/{}/act/acknowledge", file.number),
            t.duty_acknowledge(),
            "pri",
        )
        .icon("done")
        .field(Field::hidden("back", "/duty"))
    });
    let emergency = file
        .deadlines
        .iter()
        .any(|clock| clock.rule == ClockRule::AcknowledgeEmergency && clock.is_open());
    let words = [
        t.duty_ladder_again(),
        t.duty_ladder_deputy(),
        t.duty_ladder_head(),
        t.duty_ladder_partner(),
    ];
    let ladder = LADDER_MINUTES
        .iter()
        .zip(words)
        .filter(|_| emergency)
        .map(|(minutes, word)| {
            (
                format!(
                    "{} UTC",
                    shell.when.clock(file.opened + Span::minutes(*minutes))
                ),
                word,
            )
        })
        .collect();
    let mut asks = cases.asks(file);
    asks.insert(
        0,
        crate::pages::request::Pair {
            key: t.queue_col_request(),
            lines: vec![file.number.clone()],
        },
    );
    let call = cases
        .directory
        .entry(file.peer())
        .and_then(|entry| entry.desks.first());
    if let Some(desk) = call {
        asks.push(crate::pages::request::Pair {
            key: t.people_telephone(),
            lines: vec![desk.telephone.clone()],
        });
    }
    Alarm {
        title: if file.urgency.is_emergency() {
            t.urgency(file.urgency.as_str())
        } else {
            t.next_step(next(file).as_str())
        },
        line: cases.title(file),
        due,
        left: format!("{sign}{head}{:02}:{:02}", seconds / 60 % 60, seconds % 60),
        acknowledge,
        others: vec![Action::link(format!("/r/{}", file.number), t.duty_whole(), "").icon("go")],
        asks,
        href: format!("/r/{}", file.number),
        ladder,
    }
}
