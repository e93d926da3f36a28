//! From an empty page to a request that the other side has.

use axum::http::StatusCode;
use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::stage::StageName;

use crate::browser::{Browser, Page};
use crate::common::people::{B, P};
use crate::common::{Post, World};

/// The draft that a redirect leads to.
pub(crate) fn draft(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let rest = page.location.strip_prefix("/d/").expect("a draft begins");
    rest.split('/').next().expect("it has a number").to_owned()
}

async fn case(post: &Post, number: &str) -> RequestId {
    let found = post
        .node
        .ledger()
        .cases_by_number(number)
        .await
        .expect("reads");
    found.first().expect("the draft is here").file.id
}

/// Fills the steps, each of which must lead to the next.
async fn fill(browser: &Browser, number: &str, steps: &[(&str, &[(&str, &str)])]) {
    for (n, (step, pairs)) in steps.iter().enumerate() {
        let path = format!("/d/{number}/{step}");
        let shown = browser.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK, "{step}");
        let saved = browser.post(&path, pairs).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{step}: {}",
            saved.text
        );
        // The steps named are a row without a gap; behind the last named comes whatever is next.
        if let Some((next, _)) = steps.get(n + 1) {
            assert_eq!(saved.to(), format!("/d/{number}/{next}"), "after {step}");
        }
    }
}

/// Confirms what only a person can judge, signs, and says where it led.
async fn sign(browser: &Browser, number: &str) -> String {
    let base = format!("/d/{number}");
    let page = browser.get(&format!("{base}/sign")).await;
    assert!(!page.text.contains("class=\"errsum\""), "{}", gaps(&page));
    let keys = page.values("read");
    if !keys.is_empty() {
        // Unread, nothing is signed, whatever is posted.
        let refused = browser.post(&format!("{base}/sign"), &[]).await;
        assert_eq!(refused.to(), format!("{base}/sign"));
        let all: Vec<(&str, &str)> = keys.iter().map(|key| ("read", key.as_str())).collect();
        let confirmed = browser.post(&format!("{base}/confirm"), &all).await;
        assert_eq!(
            confirmed.status,
            StatusCode::SEE_OTHER,
            "{}",
            confirmed.text
        );
    }
    let signed = browser.post(&format!("{base}/sign"), &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    signed.location
}

fn gaps(page: &Page) -> String {
    let from = page.text.find("class=\"errsum\"").unwrap_or(0);
    page.text[from..].chars().take(3000).collect()
}

const OFFENCE: &[(&str, &str)] = &[
    ("/offences/0/title", "Computer-related fraud"),
    ("/offences/0/provision", "Penal Code of Aldoria, s. 214"),
    (
        "/offences/0/text",
        "Whoever, with intent to gain unlawfully, causes loss of property by false electronic communication is punished with imprisonment of up to eight years.",
    ),
    ("/offences/0/max_penalty_months", "96"),
    ("/offences/0/category", "computer_fraud"),
    ("/offences/0/from", "2026-09-01"),
    ("/offences/0/to", "2026-09-17"),
    ("/offences/0/place", "Aldoria"),
];

const FACTS: &str = "Between 1 and 17 September 2026 eleven companies in Aldoria received invoices by electronic mail \
from billing.desk@northwind.example in which the account number of their real supplier had been replaced. Nine paid, in all \
1.9 million. The messages, with full headers, were handed to the cyber unit by the victims; the headers show that they left the \
servers of Northwind Mail in Belmark. The money was moved on within hours.";

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    base.iter().chain(more).copied().collect()
}

const USE: &[(&str, &str)] = &[
    (
        "/use/purpose",
        "Criminal proceeding CY-2026-0417, Regional Court of Aldoria",
    ),
    ("/use/specialty_ack", "yes"),
];

const ROUTINE: &[(&str, &str)] = &[
    ("/urgency/class", "u4_routine"),
    ("/confidentiality/required", "yes"),
    ("/confidentiality/no_user_notice", "no"),
    ("/handling/tlp", "AMBER"),
    ("/handling/pap", "AMBER"),
];

#[tokio::test]
async fn a_preservation_is_written_step_by_step_without_javascript_and_arrives() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let new = [
        ("kind", "preservation"),
        ("to", B),
        ("reference", "CY-2026-0417"),
    ];
    let number = draft(&browser.post("/new", &new).await);
    let selectors = [
        ("/selectors/0/id", "s1"),
        ("/selectors/0/type", "email"),
        ("/selectors/0/value", "billing.desk@northwind.example"),
        ("add", "/selectors"),
    ];
    // Adding an entry saves what is there and shows one more; nothing is stored for the empty one.
    let added = browser.post(&format!("/d/{number}/data"), &selectors).await;
    assert_eq!(added.to(), format!("/d/{number}/data?more=/selectors"));
    let shown = browser.get(added.to()).await;
    assert!(shown.text.contains("name=\"/selectors/1/value\""));
    let safeguards = with(
        USE,
        &[
            (
                "/necessity",
                "The user of the mailbox is known by this address only.",
            ),
            (
                "/proportionality",
                "One mailbox, the seventeen days of the acts.",
            ),
        ],
    );
    fill(
        &browser,
        &number,
        &[
            ("need", &[("/reference", "CY-2026-0417"), ("/duration_days", "90"), ("/intends_mla/planned_kind", "mla_stored"), ("/intends_mla/planned_by", "2026-12-20")]),
            ("where", &[("/channel", "node"), ("/custodian/provider", "Northwind Mail Ltd"), ("/custodian/how_known", "message headers")]),
            ("basis", &[("/legal_basis", ""), ("/legal_basis", "COE-185|29")]),
            ("offence", OFFENCE),
            (
                "data",
                &[
                    ("/selectors/0/id", "s1"),
                    ("/selectors/0/type", "email"),
                    ("/selectors/0/value", "billing.desk@northwind.example"),
                    ("/selectors/1/id", "s2"),
                    ("/selectors/1/type", "account_id"),
                    ("/selectors/1/value", "4408123377"),
                    ("/items/0/id", "i1"),
                    ("/items/0/selectors", "s1"),
                    ("/items/0/elements", "name"),
                    ("/items/0/elements", "registration_time"),
                    ("/items/1/id", "i2"),
                    ("/items/1/selectors", "s1"),
                    ("/items/1/selectors", "s2"),
                    ("/items/1/elements", "login_history"),
                    ("/items/1/period/from", "2026-09-01"),
                    ("/items/1/period/to", "2026-09-17"),
                ],
            ),
            (
                "facts",
                &[
                    ("/facts", FACTS),
                    ("/items/0/nexus", "Who registered the mailbox that sent the false invoices."),
                    ("/items/1/nexus", "Log-ins on the days of the messages show who used it."),
                    ("/preservation_necessity", "Northwind Mail deletes connection logs after 90 days; the oldest of interest are 84 days old."),
                ],
            ),
            ("safeguards", &safeguards),
            ("urgency", ROUTINE),
        ],
    )
    .await;
    let papers = browser
        .post(&format!("/d/{number}/papers"), &[("/language", "en")])
        .await;
    assert_eq!(papers.to(), format!("/d/{number}/sign"));
    let led = sign(&browser, &number).await;
    assert_eq!(led, format!("/r/{number}?done=sent"));
    world.settle().await;
    let id = case(&world.a, &number).await;
    let there = world.b.find(id).await.expect("it arrived");
    assert_eq!(there.kind, Kind::Preservation);
    assert_eq!(there.items.len(), 2);
    assert_eq!(
        there.items[1].about,
        ["billing.desk@northwind.example", "4408123377"]
    );
}

#[tokio::test]
async fn a_production_begins_from_its_preservation_and_waits_for_the_second_person() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let form = crate::common::forms::preservation(world.now());
    let officer = world.a.person("okoye").at_page();
    let to = B.parse().expect("a node");
    let kept = world
        .a
        .node
        .start_draft(&officer, Kind::Preservation, &to, form)
        .await
        .expect("starts");
    world.a.node.submit(&officer, kept).await.expect("leaves");
    let source = world.a.file(kept).await.number;
    let new = browser
        .get(&format!("/new?kind=mla_stored&from={source}"))
        .await;
    assert!(
        new.text.contains(&format!("value=\"{source}\" selected")),
        "the case is offered"
    );
    let begun = browser
        .post(
            "/new",
            &[("kind", "mla_stored"), ("to", B), ("from", &source)],
        )
        .await;
    let number = draft(&begun);
    // What both ask is there, what belongs to the preservation alone is not.
    let need = browser.get(&format!("/d/{number}/need")).await;
    assert!(need.text.contains("name=\"/previous/0/reference\""));
    assert!(!need.text.contains("/duration_days"));
    let facts = browser.get(&format!("/d/{number}/facts")).await;
    assert!(facts.text.contains("eleven companies in Aldoria"));
    fill(
        &browser,
        &number,
        &[
            (
                "need",
                &[
                    (
                        "/assistance",
                        "production of the log-in data of one mailbox",
                    ),
                    (
                        "/subject_matter",
                        "Invoice fraud against eleven companies, investigation stage",
                    ),
                    ("/previous/0/type", "preservation"),
                    ("/previous/0/reference", &source),
                    ("/previous/0/receiver_reference", "XB-2026-7"),
                    ("/previous/0/date", "2026-11-24"),
                ],
            ),
            ("where", &[("/channel", "node")]),
            (
                "basis",
                &[
                    (
                        "/domestic_basis/provision",
                        "Code of Criminal Procedure of Aldoria, s. 205",
                    ),
                    ("/domestic_basis/order/number", "A-41"),
                    (
                        "/domestic_basis/order/issued_by",
                        "Regional Court of Aldoria",
                    ),
                    ("/domestic_basis/order/date", "2026-11-20"),
                ],
            ),
        ],
    )
    .await;
    let conduct = "A person sent invoices with a false account number and took the money that the victims paid.";
    let offence = browser
        .post(
            &format!("/d/{number}/offence"),
            &[("/dual_criminality/conduct", conduct)],
        )
        .await;
    assert_eq!(offence.to(), format!("/d/{number}/data"));
    let safe = browser
        .post(
            &format!("/d/{number}/safeguards"),
            &[("/privilege/privileged", "no")],
        )
        .await;
    assert_eq!(safe.to(), format!("/d/{number}/urgency"));
    // A file goes with it, and comes back byte for byte.
    let order = b"%PDF-1.7 the order";
    let attached = browser
        .upload(
            &format!("/d/{number}/attachments"),
            "order",
            "order.pdf",
            order,
        )
        .await;
    assert_eq!(attached.to(), format!("/d/{number}/sign"));
    let again = browser.get(&format!("/d/{number}/attachments/0")).await;
    assert_eq!(again.text.as_bytes(), order);
    let led = sign(&browser, &number).await;
    assert_eq!(
        led,
        format!("/r/{number}?done=waiting"),
        "traffic data needs a second person"
    );
    let id = case(&world.a, &number).await;
    assert_eq!(world.a.file(id).await.stage_name(), StageName::Review);
}

#[tokio::test]
async fn a_direct_order_to_a_provider_is_written_from_a_model_form() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = draft(
        &browser
            .post("/new", &[("from", "model:who_used_address"), ("to", P)])
            .await,
    );
    let data = browser.get(&format!("/d/{number}/data")).await;
    assert!(data.text.contains("value=\"ip_assignment\" checked"));
    assert!(
        !data.text.contains("value=\"mailbox\""),
        "content is not even offered"
    );
    // The address alone is no answer: a moment without a zone stays on the page and says why.
    let line = [
        ("/selectors/0/id", "s1"),
        ("/selectors/0/type", "ipv4"),
        ("/selectors/0/value", "198.51.100.7"),
        ("/selectors/0/observed/0/at", "2026-09-10 21:07:55"),
        ("/items/0/id", "i1"),
        ("/items/0/selectors", "s1"),
        ("/items/0/elements", "ip_assignment"),
        ("/items/0/elements", "name"),
    ];
    let kept = browser.post(&format!("/d/{number}/data"), &line).await;
    assert_eq!(kept.to(), format!("/d/{number}/data"));
    let page = browser.get(kept.to()).await;
    assert!(
        page.text.contains("2026-09-10 21:07:55"),
        "nothing typed is lost"
    );
    assert!(
        page.text.contains("href=\"#f-selectors-0-observed-0-at\""),
        "the error has its place"
    );
    let mended = with(
        &line,
        &[
            ("/selectors/0/observed/0/at", "2026-09-10T21:07:55+02:00"),
            ("/selectors/0/observed/0/src_port", "50222"),
        ],
    );
    let mended: Vec<_> = mended
        .into_iter()
        .filter(|(_, value)| *value != "2026-09-10 21:07:55")
        .collect();
    let safeguards = with(
        USE,
        &[
            (
                "/necessity",
                "The user of the address is not known otherwise.",
            ),
            ("/proportionality", "One address at one moment."),
        ],
    );
    let urgent = with(
        ROUTINE,
        &[
            ("/urgency/needed_by", "2027-01-31"),
            ("/urgency/reason", "end of the investigation"),
        ],
    );
    fill(
        &browser,
        &number,
        &[
            ("need", &[("/reference", "CY-2026-0500")]),
            (
                "where",
                &[
                    ("/channel", "node"),
                    ("/notified_states/0/state", "XB"),
                    ("/notified_states/0/at", "2026-11-24T09:00:00Z"),
                ],
            ),
            (
                "basis",
                &[
                    ("/legal_basis", "COE-224|7"),
                    ("/statement_protocol", "yes"),
                    (
                        "/domestic_basis/provision",
                        "Code of Criminal Procedure of Aldoria, s. 202",
                    ),
                    ("/order/number", "P-7"),
                    ("/order/issuing_authority", "Prosecution Office of Aldoria"),
                    ("/order/date", "2026-11-20"),
                ],
            ),
            ("offence", OFFENCE),
            ("data", &mended),
            (
                "facts",
                &[
                    ("/facts", FACTS),
                    (
                        "/items/0/nexus",
                        "The line from which the false invoices were sent.",
                    ),
                ],
            ),
            ("safeguards", &safeguards),
            ("urgency", &urgent),
        ],
    )
    .await;
    let led = sign(&browser, &number).await;
    assert!(led.starts_with(&format!("/r/{number}?done=")), "{led}");
}

#[tokio::test]
async fn every_kind_shows_its_nine_steps_and_says_what_is_missing() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    for kind in Kind::ALL {
        let begun = browser
            .post("/new", &[("kind", kind.as_str()), ("to", B)])
            .await;
        if begun.status != StatusCode::SEE_OTHER {
            // Some kinds go to offices that are not in this world; the page says so.
            assert_eq!(begun.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind:?}");
            continue;
        }
        let number = draft(&begun);
        for step in [
            "need",
            "where",
            "basis",
            "offence",
            "data",
            "facts",
            "safeguards",
            "urgency",
            "sign",
        ] {
            let page = browser.get(&format!("/d/{number}/{step}")).await;
            assert_eq!(page.status, StatusCode::OK, "{kind:?} {step}");
            assert_eq!(page.text.matches("aria-current=\"step\"").count(), 1);
        }
        let page = browser.get(&format!("/d/{number}/sign")).await;
        assert!(
            page.text.contains("class=\"errsum\""),
            "{kind:?}: an empty request has gaps"
        );
        assert!(!page.text.contains("sign-waits"), "every word has a text");
    }
}

#[tokio::test]
async fn the_police_channel_is_suggested_first_and_an_autosave_refreshes_the_letter() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = draft(
        &browser
            .post("/new", &[("kind", "mla_stored"), ("to", B)])
            .await,
    );
    let basis = browser.get(&format!("/d/{number}/basis")).await;
    let police = basis
        .text
        .find("kind=police_information")
        .expect("it is lawful and suggested");
    let other = basis
        .text
        .find("kind=preservation")
        .expect("so is a preservation");
    assert!(police < other);
    let quiet = browser
        .post(
            &format!("/d/{number}/facts?quiet=1"),
            &[("/facts", "Autosaved words")],
        )
        .await;
    assert_eq!(quiet.status, StatusCode::OK);
    assert!(
        quiet.text.contains("<ins>Autosaved words.</ins>") && quiet.text.contains("hx-swap-oob")
    );
    let other = browser.get(&format!("/d/{number}/facts?letter=fr")).await;
    assert!(other.text.contains("lang=\"fr\" dir=\"ltr\""));
    let texts = [
        ("language", "fr"),
        ("translator", "J. Martin"),
        ("certified", "yes"),
        ("/facts", "Mots enregistrés"),
    ];
    let saved = browser
        .post(&format!("/d/{number}/translation"), &texts)
        .await;
    assert_eq!(saved.to(), format!("/d/{number}/sign"));
    let other = browser.get(&format!("/d/{number}/facts?letter=fr")).await;
    assert!(other.text.contains("<ins>Mots enregistrés.</ins>"));
}
