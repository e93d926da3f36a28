//! The invented data of the gallery: the States and persons of the exercise.

use askama::Template;
use comity_core::time::Instant;
use comity_desk::pages::queue::{Queue, Row, View};
use comity_desk::parts::{Chip, Tone};
use comity_desk::shell::{Counts, Office, Place, Shell, Theme};
use comity_desk::when::When;
use comity_desk::words::{Lang, Words};
use jiff::tz::TimeZone;

#[path = "law.rs"]
mod law;
#[path = "more.rs"]
mod more;
#[path = "writing.rs"]
mod writing;

const PAGES: [&str; 33] = [
    "queue",
    "request",
    "new",
    "writer",
    "writer-need",
    "writer-where",
    "writer-basis",
    "writer-offence",
    "writer-facts",
    "writer-safeguards",
    "writer-urgency",
    "sign",
    "translation",
    "triage",
    "evidence",
    "approvals",
    "audit",
    "deliveries",
    "duty",
    "provider",
    "order",
    "signin",
    "error",
    "accessibility",
    "keys",
    "law",
    "law-state",
    "law-instruments",
    "law-instrument",
    "law-compare",
    "law-decide",
    "law-what-if",
    "legal",
];

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(1))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("a sample has a zone")
}

fn shell(lang: Lang, theme: Theme, place: Place, path: &str) -> Shell {
    let t = Words::of(lang);
    Shell {
        t,
        when: When::new(t, zone()),
        now: at("2027-03-16T16:42:00Z"),
        theme,
        office: Office {
            state: t.state("XA"),
            code: "XA".into(),
            unit: t.role("ca_head"),
            node: "XA/justice/central".into(),
            software: "0.1.0".into(),
            exercise: true,
            provider: false,
            sealed: Some((at("2027-03-16T16:40:00Z"), true)),
            peers: Some((31, 33)),
        },
        user: Some("M. Okoye".into()),
        place,
        counts: Counts {
            queue: 9,
            late: true,
            triage: 2,
            approvals: 1,
            undelivered: 0,
        },
        csrf: "sample".into(),
        path: path.into(),
    }
}

/// A page by name.
pub(crate) fn page(lang: Lang, theme: Theme, name: &str) -> Option<askama::Result<String>> {
    Some(match name {
        "queue" => queue(lang, theme),
        _ => return law::page(lang, theme, name).or_else(|| more::page(lang, theme, name)),
    })
}

/// Links to all of them.
pub(crate) fn index(lang: Lang) -> String {
    PAGES
        .iter()
        .map(|page| format!("<p><a href=\"/{}/{page}\">{page}</a></p>", lang.code()))
        .collect()
}

fn queue(lang: Lang, theme: Theme) -> askama::Result<String> {
    let s = shell(lang, theme, Place::Queue, "/queue");
    let t = s.t;
    let zone = zone();
    let row = |number: &str,
               kind: &str,
               from: &str,
               to: &str,
               stage: Chip,
               basis: (&str, &str),
               owner: Option<&str>,
               due: &str,
               ours: bool,
               next: &str| {
        let (partner, way) = if from == "XA" {
            (to, t.direction_outgoing())
        } else {
            (from, t.direction_incoming())
        };
        Row {
            href: format!("/r/{number}"),
            number: number.into(),
            kind: t.kind_short(kind),
            from: from.into(),
            to: to.into(),
            partner: t.queue_partner(&t.state(partner), &way),
            stage,
            basis: t.basis(basis.0, basis.1),
            owner: owner.map(Into::into),
            due: Some(at(due)),
            ours,
            next: t.next_step(next),
        }
    };
    let stage = |tone, code: &str| Chip::new(tone, t.stage(code));
    let rows = vec![
        row(
            "XC-2027-01144",
            "preservation",
            "XC",
            "XA",
            stage(Tone::Run, "delivered"),
            ("COE-185", "29"),
            None,
            "2027-03-16T16:00:00Z",
            true,
            "acknowledge",
        ),
        row(
            "XB-2027-00318",
            "emergency_disclosure",
            "XB",
            "XA",
            stage(Tone::Soon, "checking"),
            ("COE-224", "9"),
            Some("M. Okoye"),
            "2027-03-16T17:30:00Z",
            true,
            "decide",
        ),
        row(
            "XA-2027-00871",
            "preservation",
            "XA",
            "XD",
            stage(Tone::Run, "draft"),
            ("COE-185", "29"),
            Some("M. Okoye"),
            "2027-03-16T20:00:00Z",
            true,
            "approve",
        ),
        row(
            "XA-2027-00902",
            "subscriber_direct",
            "XA",
            "XD",
            stage(Tone::Wait, "with_provider"),
            ("COE-224", "7"),
            Some("M. Okoye"),
            "2027-03-17T12:00:00Z",
            false,
            "await_holder",
        ),
        row(
            "XE-2027-00077",
            "mla_stored",
            "XE",
            "XA",
            stage(Tone::Run, "checking"),
            ("UN-TOC", "18"),
            Some("M. Okoye"),
            "2027-03-17T15:00:00Z",
            true,
            "decide",
        ),
        row(
            "XA-2027-00866",
            "mla_stored",
            "XA",
            "XB",
            stage(Tone::Done, "transmitted"),
            ("COE-185", "31"),
            Some("S. Lindqvist"),
            "2027-03-17T19:00:00Z",
            true,
            "check_seals",
        ),
        row(
            "XC-2027-01139",
            "asset_freeze",
            "XC",
            "XA",
            stage(Tone::Wait, "consulting"),
            ("UN-TOC", "13"),
            Some("R. Haddad"),
            "2027-03-18T08:42:00Z",
            false,
            "await_holder",
        ),
        row(
            "XB-2027-00301",
            "content_removal",
            "XB",
            "XA",
            stage(Tone::Run, "checking"),
            ("reciprocity", ""),
            Some("R. Haddad"),
            "2027-03-22T12:00:00Z",
            true,
            "decide",
        ),
        row(
            "XA-2027-00790",
            "mla_stored",
            "XA",
            "XC",
            stage(Tone::Wait, "executing"),
            ("COE-185", "33"),
            Some("S. Lindqvist"),
            "2027-03-25T12:00:00Z",
            false,
            "await_holder",
        ),
    ];
    Queue {
        s: &s,
        zone: &zone,
        view: View::Mine,
        counts: [Some(9), Some(2), Some(17), Some(1), Some(41), None],
        rows,
        more: None,
        search: String::new(),
    }
    .render()
}
