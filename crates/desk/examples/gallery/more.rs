//! Samples of the pages other than the queue.

use askama::Template;
use comity_core::time::{Instant, Span};
use comity_desk::field::{Action, Choice, Control, Field};
use comity_desk::pages::approvals::{Approvals, Waiting};
use comity_desk::pages::audit::{Audit, Entry, Head};
use comity_desk::pages::deliveries::{Deliveries, Letter};
use comity_desk::pages::duty::{Alarm, Duty};
use comity_desk::pages::evidence::{self, Arriving, Evidence, Exhibit, Piece, SetAside};
use comity_desk::pages::plain::{Accessibility, Keys, Problem, SignIn};
use comity_desk::pages::provider::{Inbox, Order, OrderRow};
use comity_desk::pages::request::{
    BasisLine, Check, ClockCard, Happening, ItemRow, NextCard, Pair, Related, Request, Step,
    TrackStep,
};
use comity_desk::pages::triage::{self, Arrival, Triage};
use comity_desk::pages::writer::New;
use comity_desk::parts::{Chip, Tone, grouped_hash};
use comity_desk::shell::{Place, Theme};
use comity_desk::words::{Lang, Words};

use super::{at, shell, writing};

type Page = Option<askama::Result<String>>;

pub(super) fn page(lang: Lang, theme: Theme, name: &str) -> Page {
    let place = match name {
        "new" | "sign" | "translation" => Place::Write,
        name if name.starts_with("writer") => Place::Write,
        "triage" => Place::Triage,
        "evidence" => Place::Evidence,
        "approvals" => Place::Approvals,
        "audit" => Place::Audit,
        "deliveries" => Place::Deliveries,
        _ => Place::Queue,
    };
    let mut s = shell(
        lang,
        if name == "duty" { Theme::Night } else { theme },
        place,
        "/",
    );
    let t = s.t;
    Some(match name {
        "request" => request(&s).render(),
        "new" => New {
            s: &s,
            fields: new_fields(t),
            errors: vec![],
            from: String::new(),
            drafts: vec![(
                "XA-2027-00915".into(),
                t.kind("preservation"),
                "/d/1".into(),
            )],
        }
        .render(),
        "writer" => writing::step(&s, "data"),
        "sign" => writing::sign(&s),
        "translation" => writing::translation(&s),
        step if step.starts_with("writer-") => writing::step(&s, &step["writer-".len()..]),
        "triage" => triage_page(&s).render(),
        "evidence" => evidence_page(&s).render(),
        "provider" | "order" => {
            s.office.provider = true;
            s.office.unit = "Fernmail Ltd".into();
            if name == "provider" {
                inbox(&s).render()
            } else {
                order(&s).render()
            }
        }
        "duty" => duty(&s).render(),
        "audit" => audit(&s).render(),
        "deliveries" => deliveries(&s).render(),
        "approvals" => approvals(&s).render(),
        "signin" => {
            s.user = None;
            SignIn {
                s: &s,
                fields: vec![
                    Field::code("name", t.signin_name()),
                    Field::new("password", t.signin_password(), Control::Password),
                ],
                failed: true,
                back: "/queue".into(),
            }
            .render()
        }
        "error" => Problem {
            s: &s,
            title: t.error_not_done(),
            safe: t.error_nothing_changed(),
            todo: t.error_file_changed(),
            code: "file.changed".into(),
            href: "/queue".into(),
        }
        .render(),
        "accessibility" => Accessibility { s: &s }.render(),
        "keys" => Keys { s: &s }.render(),
        _ => return None,
    })
}

fn pair(key: String, line: &str) -> Pair {
    Pair {
        key,
        lines: vec![line.into()],
    }
}

fn check(tone: Tone, text: String, note: &str) -> Check {
    Check {
        tone,
        text,
        note: note.into(),
    }
}

fn items(t: Words) -> Vec<ItemRow> {
    vec![
        ItemRow {
            about: vec!["fern-4471@fernmail.example".into()],
            category: t.category("subscriber"),
            elements: format!(
                "{}, {}",
                t.listed("element", "name"),
                t.listed("element", "billing")
            ),
            period: String::new(),
            state: Chip::new(Tone::Done, t.item_produced()),
        },
        ItemRow {
            about: vec!["fern-4471@fernmail.example".into()],
            category: t.category("content"),
            elements: t.listed("element", "mailbox"),
            period: "2027-01-02 – 2027-02-28".into(),
            state: Chip::new(Tone::Run, t.item_pending()),
        },
    ]
}

fn request(s: &comity_desk::shell::Shell) -> Request<'_> {
    let t = s.t;
    let step = |code: &str, step, note: &str| TrackStep {
        word: t.stage(code),
        step,
        note: note.into(),
    };
    let clock = |label: String, big: &str, lines: &[&str], tone| ClockCard {
        label,
        big: big.into(),
        lines: lines.iter().map(|l| (*l).to_owned()).collect(),
        tone,
    };
    Request {
        s,
        number: "XE-2027-00077".into(),
        way: t.direction_incoming(),
        title: t.writer_title(&t.kind("mla_stored"), &t.state("XE")),
        lede: "Fernmail Ltd · 331/27".into(),
        track: vec![
            step(
                "delivered",
                Step::Was,
                &s.when.short_stamp(at("2027-03-13T12:40:00Z")),
            ),
            step(
                "acknowledged",
                Step::Was,
                &s.when.short_stamp(at("2027-03-13T12:51:00Z")),
            ),
            step("checking", Step::Now, "M. Okoye"),
            step("accepted", Step::Ahead, ""),
            step("with_provider", Step::Ahead, "Fernmail Ltd"),
            step("transmitted", Step::Ahead, ""),
        ],
        clocks: vec![
            clock(
                t.clock_decide(),
                &s.when.span(Span::hours(22)),
                &[
                    &s.when.short_stamp(at("2027-03-17T15:00:00Z")),
                    "UNTOC 18(24)",
                ],
                Tone::Yours,
            ),
            clock(
                t.clock_dl_03(),
                &s.when.span(Span::days(57)),
                &[&s.when.day(at("2027-05-12T12:00:00Z"))],
                Tone::Done,
            ),
            clock(
                t.clock_dl_02(),
                &s.when.span(Span::minutes(11)),
                &[&t.clock_met()],
                Tone::Done,
            ),
        ],
        next: NextCard {
            title: t.next_title(&t.next_decide()),
            chip: Chip::new(Tone::Yours, t.whose_ours()),
            text: vec![t.text_lede()],
            actions: vec![
                Action::new("#", t.next_step("decide"), "pri"),
                Action::new("#", t.next_step("answer_question"), "")
                    .field(Field::area("text", t.provider_say())),
                Action::new("#", t.approvals_purpose_refuse(), "warn")
                    .icon("stop")
                    .field(Field::new(
                        "ground",
                        t.provider_reason(),
                        Control::Select(vec![Choice::new("RF-01", t.ground("RF-01"))]),
                    ))
                    .field(Field::area("text", t.provider_say())),
            ],
            note: t.approvals_lede(),
        },
        items: items(t),
        history: vec![
            Happening {
                tone: Tone::Wait,
                icon: "wait",
                title: t.next_await_answer(),
                at: at("2027-03-16T10:26:00Z"),
                detail: "XE/justice/central · 9F2C 41".into(),
                said: Some(
                    "Почтовый ящик нужен только за период со 2 января по 28 февраля 2027 года."
                        .into(),
                ),
            },
            Happening {
                tone: Tone::Done,
                icon: "shield",
                title: t.stage_preserved(),
                at: at("2027-03-13T14:05:00Z"),
                detail: "Fernmail Ltd".into(),
                said: None,
            },
            Happening {
                tone: Tone::Done,
                icon: "done",
                title: t.proof_proven(),
                at: at("2027-03-13T12:40:00Z"),
                detail: t.proof_signature(),
                said: None,
            },
        ],
        basis: vec![BasisLine {
            name: t.basis("UN-TOC", "18"),
            note: format!("{} · {}", t.basis_role_measure(), t.confidence_high()),
        }],
        dual: Some((t.law_conduct_not_name(), 2, 5)),
        law_differs: false,
        law_checks: vec![],
        safeguards: vec![
            check(Tone::Done, t.ask_necessity(), ""),
            check(Tone::Done, t.ask_use_specialty_ack(), ""),
            check(Tone::Soon, t.ask_privileged(), &t.answer_yes()),
        ],
        people: vec![
            pair(t.whose_ours(), "M. Okoye"),
            pair(t.state("XE"), "A. Rahmani, XE/justice/central"),
        ],
        related: vec![Related {
            relation: t.relation_preservation(),
            number: "XE-2027-00031".into(),
            href: "#".into(),
        }],
        exhibits: 1,
        more: vec![],
        notice: None,
    }
}

fn new_fields(t: Words) -> Vec<Field> {
    let kinds = ["preservation", "mla_stored", "subscriber_direct"];
    let open = kinds.iter().enumerate().map(|(i, kind)| {
        Choice::new(*kind, t.kind(kind))
            .hint(t.listed("new-kind", kind))
            .chosen(i == 0)
    });
    vec![
        Field::new("kind", t.new_kind(), Control::Radios(open.collect())),
        Field::new(
            "to",
            t.new_to_node(),
            Control::Select(vec![Choice::new("XD", t.state("XD"))]),
        ),
        Field::code("reference", t.new_reference()).hint(t.new_reference_hint()),
    ]
}

fn proofs(t: Words) -> Vec<Check> {
    vec![
        check(
            Tone::Done,
            t.proof_signature(),
            "Ed25519 + ML-DSA-65 · 9F2C 41",
        ),
        check(Tone::Done, t.proof_directory(), "XB"),
        check(Tone::Done, t.proof_officers(), "M1"),
        check(Tone::Done, t.proof_sequence(), ""),
    ]
}

fn triage_page(s: &comity_desk::shell::Shell) -> Triage<'_> {
    let t = s.t;
    let arrival =
        |number: &str, kind: &str, from: &str, tone, urgency: &str, time: &str, here| Arrival {
            number: number.into(),
            href: "#".into(),
            kind: t.kind_short(kind),
            from: t.state(from),
            urgency: Chip::new(tone, t.urgency(urgency)),
            at: at(time),
            here,
        };
    Triage {
        s,
        arrivals: vec![
            arrival(
                "XC-2027-01144",
                "preservation",
                "XC",
                Tone::Soon,
                "u2_perishable",
                "2027-03-16T16:00:00Z",
                true,
            ),
            arrival(
                "XB-2027-00322",
                "mla_stored",
                "XB",
                Tone::Stop,
                "u4_routine",
                "2027-03-16T15:10:00Z",
                false,
            ),
        ],
        opened: Some(triage::Opened {
            number: "XC-2027-01144".into(),
            title: t.writer_title(&t.kind("preservation"), &t.state("XC")),
            proofs: proofs(t),
            proven: true,
            asks: vec![
                pair(t.request_basis(), &t.basis("COE-185", "29")),
                pair(t.ask_selector_value(), "fern-4471@fernmail.example"),
                pair(
                    t.ask_preservation_necessity(),
                    "Account closure announced for this week.",
                ),
            ],
            actions: vec![Action::new("#", t.duty_acknowledge(), "pri").icon("done")],
        }),
        last: None,
    }
}

fn evidence_page(s: &comity_desk::shell::Shell) -> Evidence<'_> {
    let t = s.t;
    let hash = "4be190c7a07d5512c3f817aa9f2c41d84be190c7a07d5512c3f817aa9f2ce5d3";
    let exhibit = |mark: &str, name: &str, category: &str, bytes, seal, here| Exhibit {
        href: "#".into(),
        mark: mark.into(),
        name: name.into(),
        kind: t.category(category),
        bytes,
        seal,
        note: t.seal_checked("16:12 UTC"),
        sha256: Some(hash.into()),
        here,
    };
    let held = |tone, icon, title: String, time: &str, detail: &str| Happening {
        tone,
        icon,
        title,
        at: at(time),
        detail: detail.into(),
        said: None,
    };
    let mut pieces = vec![Piece::Held; 103];
    pieces[71] = Piece::Again;
    pieces.extend([Piece::Going; 4]);
    pieces.extend([Piece::ToCome; 61]);
    Evidence {
        s,
        number: Some("XA-2027-00866".into()),
        lede: t.queue_partner(&t.state("XB"), &t.stage_transmitted()),
        arriving: vec![Arriving {
            name: "mailbox-export.tar".into(),
            done: 25_900_000_000,
            all: 41_800_000_000,
            pieces,
            pieces_done: 3_089,
            pieces_all: 4_983,
            line: String::new(),
        }],
        exhibits: vec![
            exhibit(
                "XB/1",
                "subscriber-record.json",
                "subscriber",
                14_200,
                Chip::new(Tone::Done, t.seal_intact()).with_icon("seal"),
                true,
            ),
            exhibit(
                "XB/2",
                "login-history.csv",
                "traffic",
                3_100_000,
                Chip::new(Tone::Done, t.seal_intact()).with_icon("seal"),
                false,
            ),
            exhibit(
                "XB/4",
                "statement\u{202e}fdp.exe",
                "content",
                212_000,
                Chip::new(Tone::Late, t.seal_mismatch()),
                false,
            ),
        ],
        aside: vec![SetAside {
            title: t.seal_mismatch(),
            text: t.error_evidence_mismatch(),
        }],
        opened: Some(evidence::Opened {
            mark: "XB/1".into(),
            sha256: grouped_hash(hash),
            checks: proofs(t),
            held: vec![
                held(
                    Tone::Done,
                    "seal",
                    t.seal_intact(),
                    "2027-03-16T16:12:00Z",
                    "XA/justice/central",
                ),
                held(
                    Tone::Done,
                    "in",
                    t.stage_received(),
                    "2027-03-16T13:51:00Z",
                    "XA",
                ),
                held(
                    Tone::Done,
                    "seal",
                    t.seal_here(),
                    "2027-03-16T08:31:00Z",
                    "XB",
                ),
            ],
            chain: Chip::new(Tone::Done, t.evidence_no_gap()),
            rules: vec![
                pair(t.evidence_rule_use(), "331/27"),
                pair(t.evidence_rule_share(), &t.state("XB")),
            ],
            actions: vec![
                Action::new("#", t.evidence_open(), "sm")
                    .field(Field::text("reason", t.evidence_open_reason())),
            ],
        }),
        actions: vec![
            Action::new("#", t.evidence_proof_pack(), "").icon("dl"),
            Action::new("#", t.evidence_verify_all(), "pri").icon("seal"),
        ],
        upload: Some("/r/XA-2027-00866/upload".into()),
        published: None,
    }
}

fn inbox(s: &comity_desk::shell::Shell) -> Inbox<'_> {
    let t = s.t;
    let row = |number: &str, asks: String, time: &str, tone, word: String| OrderRow {
        href: "#".into(),
        number: number.into(),
        asks,
        authority: t.state("XA"),
        due: Some((at(time), Chip::new(tone, word))),
        state: Chip::new(Tone::Run, t.item_pending()),
    };
    Inbox {
        s,
        orders: vec![
            row(
                "XA-2027-00912",
                t.kind("preservation"),
                "2027-03-16T20:00:00Z",
                Tone::Soon,
                t.when_in("3 h 18 min"),
            ),
            row(
                "XA-2027-00914",
                t.kind("production_order"),
                "2027-03-20T20:00:00Z",
                Tone::Yours,
                t.when_in("4 d"),
            ),
        ],
    }
}

fn order(s: &comity_desk::shell::Shell) -> Order<'_> {
    let t = s.t;
    Order {
        s,
        number: "XA-2027-00912".into(),
        title: t.kind("preservation"),
        due: Some((
            at("2027-03-16T20:00:00Z"),
            Chip::new(Tone::Soon, t.when_in("3 h 18 min")),
        )),
        proofs: proofs(t),
        facts: vec![
            pair(t.provider_authority(), "XA/justice/central"),
            pair(t.ask_domestic_basis_provision(), "Art. 88"),
        ],
        items: items(t),
        answers: vec![
            Action::new("#", t.provider_kept(), "pri"),
            Action::new("#", t.provider_not_found(), ""),
            Action::new("#", t.provider_object(), "warn")
                .field(Field::new(
                    "reason",
                    t.provider_reason(),
                    Control::Select(
                        (1..=10)
                            .map(|n| {
                                Choice::new(
                                    format!("NE-{n:02}"),
                                    t.listed("reason", &format!("NE-{n:02}")),
                                )
                            })
                            .collect(),
                    ),
                ))
                .field(Field::area("text", t.provider_say())),
        ],
        upload: Some("/p/1/upload".into()),
        sealed: vec![pair("subscriber-record.json".into(), "4be1 90c7 … e5d3")],
        done: None,
    }
}

fn duty(s: &comity_desk::shell::Shell) -> Duty<'_> {
    let t = s.t;
    Duty {
        s,
        alarm: Some(Alarm {
            title: t.urgency("u0_life"),
            line: t.writer_title(&t.kind("emergency_disclosure"), &t.state("XB")),
            // The page counts down by the reader's own clock.
            due: Instant(jiff::Timestamp::now().as_millisecond()) + Span::minutes(12),
            left: "12:00".into(),
            acknowledge: Some(Action::new("#", t.duty_acknowledge(), "pri").icon("done")),
            others: vec![],
            asks: vec![
                pair(t.request_item_about(), "fern-4471@fernmail.example"),
                pair(t.request_basis(), &t.basis("COE-224", "9")),
                pair(t.triage_proof(), &t.proof_proven()),
            ],
            href: "#".into(),
            ladder: vec![
                ("16:45".into(), t.duty_ladder_again()),
                ("16:50".into(), t.duty_ladder_deputy()),
                ("16:55".into(), t.duty_ladder_head()),
                ("16:57".into(), t.duty_ladder_partner()),
            ],
        }),
        approvals: 2,
        silent: Vec::new(),
        means: Vec::new(),
        rest: 3,
    }
}

fn audit(s: &comity_desk::shell::Shell) -> Audit<'_> {
    let t = s.t;
    let hash = "4be190c7a07d5512c3f817aa9f2c41d84be190c7a07d5512c3f817aa9f2ce5d3";
    let entry = |index, time: &str, what: String| Entry {
        index,
        at: at(time),
        what,
        who: "M. Okoye".into(),
        case: Some(("XE-2027-00077".into(), "#".into())),
        hash: hash.into(),
    };
    Audit {
        s,
        head: Some(Head {
            size: 88_214,
            root: grouped_hash(hash),
            at: at("2027-03-16T16:40:00Z"),
            witnesses: vec!["XB/justice/central".into(), "XD/justice/central".into()],
            proof: Chip::new(Tone::Done, t.audit_holds()),
        }),
        checks: vec![check(Tone::Done, t.audit_holds(), "88 214 = 88 214")],
        entries: vec![
            entry(88_213, "2027-03-16T16:20:00Z", t.stage_received()),
            entry(88_212, "2027-03-16T16:12:00Z", t.seal_intact()),
        ],
        more: None,
        filter: String::new(),
    }
}

fn deliveries(s: &comity_desk::shell::Shell) -> Deliveries<'_> {
    let t = s.t;
    let letter = |state, tries| Letter {
        case: Some(("XA-2027-00790".into(), "#".into())),
        what: t.kind("mla_stored"),
        to: "XC/justice/central".into(),
        state,
        why: t.error_peer_unknown(),
        tries,
        next: Some(at("2027-03-16T17:00:00Z")),
        since: at("2027-03-16T09:00:00Z"),
        call: None,
        actions: vec![Action::new("#", t.deliveries_anew(), "sm")],
    };
    Deliveries {
        s,
        notice: None,
        parked: Vec::new(),
        dead: vec![letter(Chip::new(Tone::Late, t.delivery_dead()), 9)],
        waiting: vec![letter(Chip::new(Tone::Wait, t.delivery_queued()), 1)],
    }
}

fn approvals(s: &comity_desk::shell::Shell) -> Approvals<'_> {
    let t = s.t;
    Approvals {
        s,
        waiting: vec![Waiting {
            number: "XA-2027-00866".into(),
            href: "#".into(),
            what: t.approvals_purpose_send(),
            says: vec![
                pair(t.new_to_node(), &t.state("XB")),
                pair(t.request_item_data(), &t.category("content")),
            ],
            signers: vec![
                check(Tone::Done, "S. Lindqvist".into(), &t.approvals_have()),
                check(Tone::Yours, t.approvals_need_authority(), ""),
            ],
            action: "4be1 90c7 a07d 5512 … e5d3".into(),
            since: at("2027-03-16T12:00:00Z"),
            acts: vec![
                Action::new("#", t.approvals_sign(), "pri")
                    .icon("key")
                    .field(Field::new(
                        "password",
                        t.approvals_password(),
                        Control::Password,
                    )),
            ],
            note: format!("{} comity approve", t.approvals_native()),
        }],
    }
}
