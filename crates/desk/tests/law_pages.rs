//! The pages of the law over the real router of a node with people, one of whom has signed in.

// The world of the flows' stories: two States, their authorities, a provider, a clock that only a test moves.
#[allow(dead_code, unused_imports)]
#[path = "../../flows/tests/story/common/mod.rs"]
mod common;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_desk::server::{Desk, router};
use common::{Post, World, forms};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A reader with a session at one node.
struct Browser {
    app: Router,
    cookie: String,
}

struct Page {
    status: StatusCode,
    text: String,
    to: String,
}

impl Browser {
    async fn at(post: &Post, login: &str) -> Self {
        let secret = post.node.sign_in(login, "right").await.expect("signs in");
        let (news, _) = tokio::sync::broadcast::channel(8);
        let desk = Desk {
            node: post.node.clone(),
            news,
            secure: false,
            software: "test".to_owned(),
            fonts: "no-fonts".into(),
        };
        Self {
            app: router(desk),
            cookie: format!("comity={secret}"),
        }
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let answer = self.app.clone().oneshot(request).await.expect("answers");
        let status = answer.status();
        let to = answer.headers().get(header::LOCATION);
        let to = to
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let bytes = answer
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        // Values stand between marks of direction, which no reader sees.
        let text = String::from_utf8_lossy(&bytes).replace(['\u{2068}', '\u{2069}'], "");
        Page { status, text, to }
    }

    async fn get(&self, path: &str) -> Page {
        self.get_in(path, "en").await
    }

    async fn get_in(&self, path: &str, language: &str) -> Page {
        let request =
            Request::get(path).header(header::COOKIE, format!("{}; lang={language}", self.cookie));
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    async fn post(&self, path: &str, kind: &str, body: String) -> Page {
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie.as_str())
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    async fn form(&self, path: &str, body: String) -> Page {
        self.post(path, "application/x-www-form-urlencoded", body)
            .await
    }

    async fn json(&self, path: &str) -> (StatusCode, Value) {
        let page = self.get(path).await;
        let value = serde_json::from_str(&page.text).expect("an answer in JSON");
        (page.status, value)
    }
}

/// The key that every form of a page carries.
fn key(page: &Page) -> String {
    let from = "name=\"csrf\" value=\"";
    let rest = page.text.split_once(from).expect("the page has a form").1;
    rest.split('"').next().expect("a key").to_owned()
}

/// A asks B to preserve; B has it.
async fn asked(world: &World) -> (RequestId, String) {
    let okoye = world.a.person("okoye").at_page();
    let form = forms::preservation(world.now());
    let node = &world.a.node;
    let id = node
        .start_draft(&okoye, Kind::Preservation, &world.b.node.id, form)
        .await
        .expect("a draft");
    node.submit(&okoye, id).await.expect("signed");
    world.settle().await;
    (id, world.b.file(id).await.number)
}

#[tokio::test]
async fn every_page_of_the_law_opens_in_six_languages() {
    let world = World::new().await;
    let reader = Browser::at(&world.a, "okoye").await;
    let pages = [
        "/law",
        "/law?m=mla_stored&d=they-ask&on=2027-03-16&s=XB&as=table",
        "/law/XB",
        "/law/instrument",
        "/law/instrument/COE-185",
        "/law/compare?a=XA&b=XC",
        "/law/decide",
        "/law/decide?from=XA&to=XB&addressee=central_authority&m=mla_stored&e=mailbox&offence=computer_fraud&months=60",
        "/law/what-if",
        "/law/what-if?state=XC&instrument=COE-185&from=2027-01-01",
    ];
    for path in pages {
        for language in ["ar", "en", "es", "fr", "ru", "zh"] {
            let page = reader.get_in(path, language).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.text.contains("dir=\"rtl\""), language == "ar");
            // A message that was not found would show its id.
            for id in [
                "law-",
                "standing-",
                "measure-",
                "addressee-",
                "offence-mode-",
            ] {
                let shown = format!(">{id}");
                assert!(!page.text.contains(&shown), "{path} in {language}: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn the_atlas_has_one_tile_for_each_state_and_the_same_as_table_and_file() {
    let world = World::new().await;
    let reader = Browser::at(&world.a, "okoye").await;
    let page = reader.get("/law?m=preservation&s=XB").await;
    for code in ["XA", "XB", "XC", "XD", "XE"] {
        let tiles = page.text.matches(&format!(">{code}<svg")).count();
        assert_eq!(tiles, 1, "{code}");
    }
    assert!(
        page.text
            .contains("Belmark: treaty that names this measure")
    );
    assert!(
        page.text.contains("Budapest Convention, Art. 29")
            || page.text.contains("Budapest Convention")
    );
    assert!(page.text.contains("data-atlas"), "arrow keys find it");
    let file = reader.get("/law/atlas.csv?m=preservation").await;
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 5, "a heading and four other States");
    assert!(lines[1].starts_with("XB,Belmark,preservation,we-ask,"));
}

#[tokio::test]
async fn what_the_law_data_does_not_know_is_answered_plainly_and_never_repeated() {
    let world = World::new().await;
    let reader = Browser::at(&world.a, "okoye").await;
    let long = "x".repeat(20_000);
    let bidi = "%E2%80%AEXB";
    let script = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let not_found = [
        "/law/QQ".to_owned(),
        "/law/FR".to_owned(),
        format!("/law/{bidi}"),
        format!("/law/{long}"),
        format!("/law/instrument/{script}"),
        "/law/instrument/COE-999".to_owned(),
        "/law?m=telepathy".to_owned(),
        "/law?on=2027-02-30".to_owned(),
        format!("/law?s={bidi}"),
        format!("/law/compare?a=XA&b={script}"),
        format!("/law/atlas.csv?m={long}"),
    ];
    for path in not_found {
        let page = reader.get(&path).await;
        let short: String = path.chars().take(60).collect();
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{short}");
        assert!(page.text.contains("This cannot be read"), "{short}");
        assert!(
            !page.text.contains("<script>alert") && !page.text.contains('\u{202e}'),
            "{short}"
        );
    }
    // In a form the field says what is wrong, and what was chosen stays.
    for path in [
        "/law/decide?m=telepathy".to_owned(),
        format!("/law/decide?m=preservation&to={bidi}"),
        "/law/decide?m=preservation&months=-1".to_owned(),
        format!("/law/decide?m=preservation&months={long}"),
        "/law/decide?m=preservation&on=yesterday".to_owned(),
        "/law/what-if?state=XB&instrument=nothing".to_owned(),
        format!("/law/what-if?state={script}&instrument=COE-185"),
    ] {
        let page = reader.get(&path).await;
        let short: String = path.chars().take(60).collect();
        assert_eq!(page.status, StatusCode::OK, "{short}");
        assert!(page.text.contains("role=\"alert\""), "{short}");
        assert!(!page.text.contains("<script>alert"), "{short}");
    }
    // A query that is no query says nothing, as if it were not there.
    for query in ["%ff=%fe&&&=", "m", &"a=b&".repeat(5_000)] {
        let page = reader.get(&format!("/law?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let stranger = reader.app.clone();
    let nobody = Request::get("/law/XB")
        .body(Body::empty())
        .expect("a request");
    let answer = stranger.oneshot(nobody).await.expect("answers");
    assert_eq!(
        answer.status(),
        StatusCode::SEE_OTHER,
        "who has not signed in is led to the door"
    );
}

#[tokio::test]
async fn short_names_and_small_letters_lead_to_the_page() {
    let world = World::new().await;
    let reader = Browser::at(&world.a, "okoye").await;
    let page = reader.get("/law/instrument/budapest").await;
    assert_eq!(page.to, "/law/instrument/COE-185");
    assert_eq!(reader.get("/law/xb").await.to, "/law/XB");
}

#[tokio::test]
async fn a_person_confirms_the_conduct_element_by_element_and_the_register_knows_who_and_when() {
    let world = World::new().await;
    let (id, number) = asked(&world).await;
    let costa = Browser::at(&world.b, "costa").await;
    let path = format!("/r/{number}/legal");
    let page = costa.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("Aldoria, Penal Code, art. 337"),
        "the asking law stands beside ours"
    );
    assert!(page.text.contains("Belmark, Criminal Code, s. 217"));
    assert!(page.text.contains("0 of 5"));
    let act = format!("{path}/conduct");
    let csrf = key(&page);
    let body = |element: &str| {
        format!(
            "csrf={csrf}&offence=computer_fraud&provision=s.+217&{element}=yes&e-property_x=&text=same+deceit"
        )
    };
    let forged = costa
        .form(&act, body("e-manipulation").replace(&csrf, "0"))
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let strange = costa.form(&act, body("e-telepathy")).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = costa.form(&act, body("f")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !world
            .b
            .register(id)
            .await
            .iter()
            .any(|kind| kind == "law.conduct_compared")
    );
    let done = costa.form(&act, body("e-manipulation")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = costa.get(&done.to).await;
    assert!(page.text.contains("1 of 5") && page.text.contains("costa · 24 Nov, 09:00 UTC"));
    let kinds = world.b.register(id).await;
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| *kind == "law.conduct_compared")
            .count(),
        1
    );
    let story = costa.get(&format!("/r/{number}")).await;
    assert!(
        story.text.contains("Conduct compared in both laws") && story.text.contains("same deceit")
    );
    let (status, law) = costa.json(&format!("/api/v1/requests/{number}/law")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(law["conduct"][0]["element"], "manipulation");
    assert_eq!(law["conduct"][0]["same"], "yes");
}

#[tokio::test]
async fn programs_ask_the_same_law_and_are_told_which_field_is_wrong() {
    let world = World::new().await;
    let reader = Browser::at(&world.a, "okoye").await;
    let (status, whole) = reader.json("/api/v1/law").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        whole["measure_names"]
            .as_array()
            .is_some_and(|list| list.len() > 20)
    );
    let (_, state) = reader.json("/api/v1/law/states/XE").await;
    assert_eq!(state["profile"]["names"]["en"], "Elvenia");
    let (_, atlas) = reader
        .json("/api/v1/law/atlas?measure=preservation&date=2027-03-16")
        .await;
    assert_eq!(atlas["states"]["XB"]["standing"], "named");
    let (_, both) = reader.json("/api/v1/law/compare?a=XA&b=XC").await;
    assert_eq!(
        both["measures"].as_array().map(Vec::len),
        whole["measure_names"].as_array().map(Vec::len)
    );
    let (_, effect) = reader
        .json("/api/v1/law/effect?state=XC&instrument=COE-185&from=2027-01-01")
        .await;
    assert!(
        effect["changes"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
    );
    let question = json!({"requesting": "XA", "requested": "XB", "addressee": "contact_24_7",
        "measure": "preservation", "date": "2027-03-16"});
    let asked = |body: String| reader.post("/api/v1/law/decide?lang=fr", "application/json", body);
    let decision: Value =
        serde_json::from_str(&asked(question.to_string()).await.text).expect("JSON");
    assert_eq!(decision["decision"], "proceed");
    assert!(
        decision["explanation"][0]
            .as_str()
            .is_some_and(|it| it.contains("voie"))
    );
    for (path, field) in [
        ("/api/v1/law/states/QQ", "/state"),
        ("/api/v1/law/instruments/COE-999", "/instrument"),
        ("/api/v1/law/atlas?measure=telepathy", "/measure"),
        ("/api/v1/law/compare?a=XA&b=%E2%80%AEXB", "/requested"),
        (
            "/api/v1/law/effect?state=XA&instrument=COE-185&from=soon",
            "/from",
        ),
    ] {
        let (status, wrong) = reader.json(path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(wrong["field"], field, "{path}");
        assert!(
            wrong["code"]
                .as_str()
                .is_some_and(|code| code.starts_with("law."))
        );
    }
    for body in [
        "{".to_owned(),
        "[]".to_owned(),
        "{\"a\":".repeat(9_000),
        "x".repeat(100_000),
    ] {
        assert!(asked(body).await.status.is_client_error());
    }
}
