//! The writer with an invented draft, drawn by the program's own drawer.

use std::collections::BTreeMap;

use comity_core::kind::Kind;
use comity_desk::field::{Action, Choice, Control, Field};
use comity_desk::pages::request::Check;
use comity_desk::pages::writer::{Attached, LetterLang, Reading, Side, Sign, Translate, Writer};
use comity_desk::parts::Tone;
use comity_desk::shell::Shell;
use comity_desk::words::Lang;
use comity_desk::writer::{Advice, Defect, Drawer, Head, Scene, Translation, Way, steps};
use serde_json::{Value, json};

fn draft() -> Value {
    json!({
        "kind": "preservation", "reference": "XA-CA-2027-0415", "channel": "node", "language": "en",
        "duration_days": 90, "intends_mla": {"value": true, "planned_kind": "mla_stored", "planned_by": "2027-05-15"},
        "custodian": {"provider": "Fernmail Ltd", "system_location": "Damara"},
        "legal_basis": [{"instrument": "COE-185", "article": "29"}],
        "offences": [{"title": "Computer-related fraud", "provision": "Criminal Code of Aldoria, Article 331",
            "text": "Whoever alters data to obtain unlawful gain.", "max_penalty_months": 72,
            "category": "computer_fraud", "from": "2027-01-04", "to": "2027-02-20", "place": "Aldoria"}],
        "selectors": [{"id": "s1", "type": "email", "value": "fern-4471"},
            {"id": "s2", "type": "ipv4", "value": "198.51.100.7", "observed": [{"at": "2027-02-01T10:00:00+01:00", "src_port": 50222}]}],
        "items": [{"id": "i1", "selectors": ["s1"], "elements": ["name", "billing", "login_history"], "category": "traffic",
            "period": {"from": "2027-01-02", "to": "2027-02-28"}}],
        "facts": "Since January an unknown person has sent false invoices to four municipal offices.",
        "previous": [{"type": "police", "reference": "XA-P-31", "date": "2027-03-01"}],
        "urgency": {"class": "u4_routine"}, "confidentiality": {"required": true, "no_user_notice": true},
        "handling": {"tlp": "AMBER", "pap": "AMBER"}
    })
}

/// What an example needs to draw a page.
struct Draft {
    form: Value,
    scene: Scene,
    defects: Vec<Defect>,
}

fn prepare(s: &Shell) -> Draft {
    let t = s.t;
    let states = ["XA", "XB", "XC", "XD", "XE"];
    let mut scene = Scene::default();
    scene.addressee = format!("{}{} Fernmail Ltd", t.state("XD"), t.comma());
    scene.states = states
        .iter()
        .map(|code| ((*code).to_owned(), t.state(code)))
        .collect();
    scene.offences = vec![(
        "computer_fraud".into(),
        t.listed("offence", "computer_fraud"),
    )];
    scene.bases = [("COE-185", "29"), ("UN-CC", "42")]
        .iter()
        .map(|(instrument, article)| {
            Choice::new(
                format!("{instrument}|{article}"),
                t.basis(instrument, article),
            )
            .hint(format!(
                "{} · {}",
                t.basis_role_measure(),
                t.confidence_high()
            ))
        })
        .collect();
    scene.add_rule(
        "/selectors",
        t.rule_identifiers(&t.selector_email(), "Fernmail Ltd"),
    );
    scene.add_rule("/duration_days", t.rule_preservation("90", &t.state("XD")));
    scene.add_rule(
        "/language",
        t.rule_languages("English, Español", &t.state("XD")),
    );
    let defect = |path: &str, text: String| Defect {
        code: "SEL.INVALID".into(),
        stops: true,
        path: path.into(),
        text,
    };
    Draft {
        form: draft(),
        scene,
        defects: vec![defect("/selectors/0/value", t.hint_selectors())],
    }
}

fn side(s: &Shell, drawer: &Drawer<'_>, here: &str) -> Side {
    let t = s.t;
    let head = Head {
        kind: t.kind("preservation"),
        to: t.state("XD"),
        from: t.state("XA"),
    };
    let lang = |lang: Lang| LetterLang {
        name: lang.own_name().into(),
        code: lang.code(),
        href: "#".into(),
        here: lang == t.lang(),
    };
    Side {
        letter: drawer.letter(&head, here, &BTreeMap::new()),
        lang: t.lang(),
        langs: vec![
            lang(t.lang()),
            lang(if t.lang() == Lang::Es {
                Lang::En
            } else {
                Lang::Es
            }),
        ],
        score: drawer.score(),
        gaps: drawer.gaps(),
    }
}

fn advice(s: &Shell) -> Advice {
    let t = s.t;
    let way = |kind: Kind, instrument: &str, article: &str, first: bool| Way {
        name: t.kind(kind.as_str()),
        basis: t.basis(instrument, article),
        why: t.listed("way", kind.as_str()),
        href: "#".into(),
        first,
    };
    Advice {
        outcome: t.law_settled(),
        conditions: vec![t.rule_post_mla(&t.state("XD"))],
        excluded: vec![t.basis_not_found()],
        ways: vec![
            way(Kind::PoliceInformation, "UN-TOC", "27", true),
            way(Kind::MlaStored, "COE-185", "31", false),
        ],
        pack: t.law_pack_of("2026-11-24", "4be190c7"),
        ..Advice::default()
    }
}

/// `writer` is the step on data; `writer-basis` and the like are the others.
pub(super) fn step(s: &Shell, code: &str) -> askama::Result<String> {
    use askama::Template as _;
    let (t, draft) = (s.t, prepare(s));
    let steps = steps(Kind::Preservation);
    let drawer = Drawer::new(
        t,
        "/d/1".into(),
        &draft.form,
        steps,
        &draft.defects,
        &draft.scene,
    );
    let step = steps
        .iter()
        .find(|step| step.code == code)
        .unwrap_or(&steps[0]);
    let fields = drawer.fields(step);
    Writer {
        s,
        number: "XA-2027-00915".into(),
        title: t.writer_title(&t.kind("preservation"), &t.state("XD")),
        lede: format!("{}. {}", t.basis("COE-185", "29"), t.new_lede()),
        saved: "16:41:58 UTC".into(),
        steps: drawer.step_lines(code),
        heading: t.listed("step", code),
        action: "#".into(),
        errors: drawer.errors(&fields),
        advice: (code == "basis").then(|| advice(s)),
        why: draft.scene.rules_of(&step.questions),
        why_source: t.rule_source("exercise"),
        back: Some("#".into()),
        side: side(s, &drawer, code),
        fields,
    }
    .render()
}

pub(super) fn sign(s: &Shell) -> askama::Result<String> {
    use askama::Template as _;
    let (t, draft) = (s.t, prepare(s));
    let steps = steps(Kind::Preservation);
    let drawer = Drawer::new(
        t,
        "/d/1".into(),
        &draft.form,
        steps,
        &draft.defects,
        &draft.scene,
    );
    let check = |tone, text: String, note: &str| Check {
        tone,
        text,
        note: note.into(),
    };
    Sign {
        s,
        base: "/d/1".into(),
        number: "XA-2027-00915".into(),
        title: t.writer_title(&t.kind("preservation"), &t.state("XD")),
        steps: drawer.step_lines("sign"),
        errors: vec![],
        fields: drawer.fields(&steps[8]),
        files: vec![Attached {
            n: 0,
            name: "order.pdf".into(),
            role: t.attach_role_order(),
            size: "38 kB".into(),
            sha256: comity_desk::parts::grouped_hash(&"4be190c7".repeat(8)),
            href: Some("#".into()),
        }],
        roles: vec![Choice::new("order", t.attach_role_order())],
        translation: t.second_none(),
        readings: vec![Reading {
            key: "k".into(),
            text: t.lawdoubt_hint(),
            href: "#".into(),
        }],
        confirmed: None,
        side: side(s, &drawer, "sign"),
        signers: vec![
            check(Tone::Done, "M. Okoye".into(), &t.approvals_have()),
            check(Tone::Yours, t.approvals_need_person(), ""),
        ],
        actions: vec![Action::new("#", t.sign_button(), "pri").icon("key")],
        note: t.sign_note(),
    }
    .render()
}

pub(super) fn translation(s: &Shell) -> askama::Result<String> {
    use askama::Template as _;
    let (t, draft) = (s.t, prepare(s));
    let steps = steps(Kind::Preservation);
    let drawer = Drawer::new(t, "/d/1".into(), &draft.form, steps, &[], &draft.scene);
    let lang = Choice::new("es", Lang::Es.own_name()).chosen(true);
    Translate {
        s,
        base: "/d/1".into(),
        number: "XA-2027-00915".into(),
        title: t.writer_title(&t.kind("preservation"), &t.state("XD")),
        steps: drawer.step_lines("sign"),
        errors: vec![],
        fields: vec![
            Field::new(
                "language",
                t.translation_language(),
                Control::Select(vec![lang]),
            ),
            Field::text("translator", t.translation_translator()),
        ],
        pairs: drawer.pairs(&Translation::default()),
        lang: "es".into(),
    }
    .render()
}
