//! Samples of the pages of the law: the real data, asked by one State; the law of an invented request.

use askama::Template;
use comity_core::law::{Pack, Query, offence};
use comity_desk::field::{Choice, Control, Field};
use comity_desk::law::{
    Direction, Joining, Law, Question, Wanted, answer, atlas, compare, decide, effect_of,
    instrument, instruments, state, what_if,
};
use comity_desk::pages::law::{Conduct, ElementRow, FactRow, Legal, Theirs, Touched};
use comity_desk::pages::request::Check;
use comity_desk::parts::{Chip, Tone};
use comity_desk::shell::{Place, Theme};
use comity_desk::words::Lang;

use super::{at, shell};

const OURS: &str = "CL";
const DAY: &str = "2027-03-16";

pub(super) fn page(lang: Lang, theme: Theme, name: &str) -> Option<askama::Result<String>> {
    let mut s = shell(lang, theme, Place::Law, "/law");
    if name == "legal" {
        return Some(legal(&s).render());
    }
    s.office.exercise = false;
    s.office.state = s.t.state(OURS);
    s.office.code = OURS.into();
    let law = Law::new(&s, Pack::builtin(), OURS);
    let read = "the data of the program holds this";
    Some(match name {
        "law" => {
            let wanted = Wanted {
                measure: "preservation".into(),
                direction: Direction::WeAsk,
                date: DAY.into(),
                state: Some("JP".into()),
                table: false,
            };
            atlas(&law, &wanted).expect(read).render()
        }
        "law-state" => state(&law, "NL").expect(read).render(),
        "law-instruments" => instruments(&law).render(),
        "law-instrument" => instrument(&law, "COE-185").expect(read).render(),
        "law-compare" => compare(&law, OURS, "JP", DAY).expect(read).render(),
        "law-what-if" => {
            let asked = Joining {
                state: "UY".into(),
                instrument: "COE-185".into(),
                from: DAY.into(),
            };
            let found = effect_of(&law, &asked);
            let case = Touched {
                number: "CL-2027-00021".into(),
                href: "/r/CL-2027-00021".into(),
                title: s.t.writer_title(&s.t.kind("mla_stored"), &law.state("JP")),
                kind: "mla_stored".into(),
                from: "UY".into(),
                to: "JP".into(),
            };
            what_if(&law, &asked, Some(found), &[case]).render()
        }
        "law-decide" => {
            let question = Question {
                from: OURS.into(),
                to: "US".into(),
                addressee: "central_authority".into(),
                measure: "mla_stored".into(),
                data: "content".into(),
                offence: "computer_fraud".into(),
                months: "60".into(),
                date: DAY.into(),
                transnational: "yes".into(),
                ..Question::default()
            };
            decide(&law, &question, true).render()
        }
        _ => return None,
    })
}

fn legal(s: &comity_desk::shell::Shell) -> Legal<'_> {
    let t = s.t;
    let pack = Pack::exercise();
    let law = Law::new(s, pack, "XA");
    let question = serde_json::json!({
        "requesting": "XE", "requested": "XA", "addressee": "central_authority",
        "measure": "mla_stored", "data_category": "content", "offence": "computer_fraud",
        "max_penalty_months": 84, "date": DAY, "facts": {"organized_group": true, "transnational": true},
    });
    let (query, _) = Query::from_value(pack, &question).expect("a sample is a question");
    let decision = comity_core::law::decide(pack, &query, t.lang().code());
    let fact = offence(pack, "computer_fraud").expect("it is in the data");
    let words = pack.words(t.lang().code());
    let choices = |found: &str| -> Vec<Choice> {
        let mut list = vec![Choice::new("", t.law_not_yet())];
        list.extend(
            ["yes", "no", "unclear"]
                .map(|one| Choice::new(one, t.listed("same", one)).chosen(one == found)),
        );
        list
    };
    let by = || {
        format!(
            "M. Okoye · {}",
            s.when.short_stamp(at("2027-03-16T15:20:00Z"))
        )
    };
    let yes = || Some(Chip::new(Tone::Done, t.listed("same", "yes")));
    let mut rows: Vec<ElementRow> = fact
        .elements
        .iter()
        .enumerate()
        .map(|(n, code)| ElementRow {
            code: code.clone(),
            name: words.say(&format!("element.{code}"), &[]),
            theirs: t.law_asks_for_it(),
            ours: t.law_asks_for_it(),
            found: (n < 2).then(yes).flatten(),
            by: if n < 2 { by() } else { String::new() },
            choices: choices(if n < 2 { "yes" } else { "" }),
        })
        .collect();
    rows.push(ElementRow {
        code: "penalty".into(),
        name: t.law_col_most(),
        theirs: t.law_months("84", 84),
        ours: format!(
            "{} · {}",
            t.law_months("72", 72),
            t.law_only_where("loss above 5,000")
        ),
        found: None,
        by: String::new(),
        choices: choices(""),
    });
    let types = vec![Choice::new("computer_fraud", law.offence("computer_fraud")).chosen(true)];
    Legal {
        s,
        number: "XE-2027-00077".into(),
        title: t.writer_title(&t.kind("mla_stored"), &t.state("XE")),
        exhibits: 0,
        notice: Some(Chip::new(Tone::Done, t.done_recorded())),
        lacking: None,
        answer: Some(answer(&law, &decision)),
        about: t.law_case_lede(&t.state("XE"), &t.state("XA")),
        theirs: Some(Theirs {
            chip: Chip::new(Tone::Soon, t.law_differ()),
            who: t.listed("addressee", "central_authority"),
            bases: vec![
                (law.article("UN-TOC", "18"), t.listed("role-of", "measure"), true),
                (law.article("UN-CC", "40"), t.listed("role-of", "parallel"), false),
            ],
            only_ours: vec![law.article("COE-185", "31")],
            pack: "4be1 90c7 … e5d3".into(),
            same_pack: false,
        }),
        conduct: Some(Conduct {
            offence: law.offence("computer_fraud"),
            code: "computer_fraud".into(),
            conduct: fact.conduct.clone(),
            charged: "Fraud by means of electronic communication · Penal Code, s. 214".into(),
            said: "A false invoice was sent by e-mail so that a payment of 1.9 million went to another account.".into(),
            theirs: format!("{}, s. 214", t.state("XE")),
            ours: format!("{}, art. 337", t.state("XA")),
            provision: "Aldoria, Penal Code, art. 337".into(),
            settled: 2,
            rows,
            articles: vec![(
                law.article("COE-185", "8"),
                "/law/instrument/COE-185".into(),
                t.listed("offence-mode", "criminalises"),
                String::new(),
            )],
            notes: vec![],
            types: Field::new("offence", t.law_offence(), Control::Select(types)),
        }),
        facts: vec![FactRow {
            name: law.article("UN-TOC", "18"),
            sure: law.sure(comity_core::basis::Confidence::Medium),
        }],
        confirmed: None,
        may_confirm: true,
        safeguards: vec![Check {
            tone: Tone::Done,
            text: t.request_safeguards(),
            note: t.answer_yes(),
        }],
        may_decide: true,
        compare: "/law/compare?a=XA&b=XE".into(),
        refuse: "/r/XE-2027-00077#next".into(),
        foot: law.foot(),
    }
}
