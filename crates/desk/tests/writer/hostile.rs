//! Broken and hostile input: a typed answer with its place, nothing stored, nothing lost.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::common::World;
use crate::common::people::B;
use crate::whole::draft;

async fn begin(browser: &Browser) -> String {
    draft(
        &browser
            .post("/new", &[("kind", "mla_stored"), ("to", B)])
            .await,
    )
}

#[tokio::test]
async fn a_hostile_answer_gets_its_code_and_its_place_and_the_old_text_stays() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = begin(&browser).await;
    let facts = format!("/d/{number}/facts");
    browser
        .post(&facts, &[("/facts", "The first words.")])
        .await;
    let huge = "x".repeat(1 << 20);
    let cases = [
        ("facts", "/facts", huge.as_str(), "longer than its place"),
        ("facts", "/facts", "a\0b", "nobody can see"),
        ("facts", "/facts", "invoice\u{202e}fdp", "nobody can see"),
        (
            "data",
            "/selectors/0/value",
            "a\u{200f}b@northwind.example",
            "nobody can see",
        ),
        ("urgency", "/urgency/class", "u9", "not one of the choices"),
        (
            "data",
            "/items/0/elements",
            "password",
            "not one of the choices",
        ),
        ("need", "/previous/900/reference", "x", "Too many entries"),
    ];
    for (step, pointer, text, said) in cases {
        let page = browser
            .post(&format!("/d/{number}/{step}"), &[(pointer, text)])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
        assert!(page.text.contains(said), "{pointer}: {said}");
        assert!(page.text.contains("class=\"errsum\""), "{pointer}");
        assert!(
            page.text.len() < 200_000,
            "the page does not grow with what was posted"
        );
    }
    let page = browser.get(&facts).await;
    assert!(page.text.contains("The first words."));
}

#[tokio::test]
async fn a_wrong_type_is_kept_as_typed_and_named_where_it_stands() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = begin(&browser).await;
    let offence = format!("/d/{number}/offence");
    let posted = [
        ("/offences/0/title", "Fraud"),
        ("/offences/0/max_penalty_months", "six years"),
        ("/offences/0/from", "2026-02-30"),
    ];
    let kept = browser.post(&offence, &posted).await;
    assert_eq!(kept.to(), offence);
    let page = browser.get(&offence).await;
    for said in [
        "six years",
        "whole number",
        "2026-02-30",
        "day of the calendar",
        "href=\"#f-offences-0-from\"",
    ] {
        assert!(page.text.contains(said), "{said}");
    }
    let sign = browser.get(&format!("/d/{number}/sign")).await;
    assert!(sign.text.contains(&format!(
        "/d/{number}/offence#f-offences-0-max-penalty-months"
    )));
}

#[tokio::test]
async fn forged_foreign_and_absent_things_are_refused() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = begin(&browser).await;
    // What the node fills cannot be written, by no name.
    let crafted = [
        ("/exercise", "false"),
        ("/requesting/state", "XB"),
        ("/kind", "jit"),
        ("/signature/signer", "me"),
    ];
    browser.post(&format!("/d/{number}/need"), &crafted).await;
    let found = world
        .a
        .node
        .ledger()
        .cases_by_number(&number)
        .await
        .expect("reads");
    let form = &found.first().expect("is here").file.form;
    assert_eq!(form["exercise"], true);
    assert_eq!(form["requesting"]["state"], "XA");
    assert!(form.get("signature").is_none());
    for path in [
        format!("/d/{number}/nowhere"),
        "/d/XA-2026-99999/need".to_owned(),
        format!("/d/{number}/attachments/7"),
    ] {
        assert_eq!(
            browser.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let blank = browser
        .post(
            "/new",
            &[("kind", "soul"), ("to", "nobody"), ("from", "model:none")],
        )
        .await;
    assert!(blank.text.contains("class=\"errsum\""));
    let provider = Browser::open(&world.p, "silva").await;
    assert_eq!(
        provider.get(&format!("/d/{number}/need")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_file_that_is_empty_too_large_or_named_to_deceive_is_refused() {
    let world = World::new().await;
    let browser = Browser::open(&world.a, "okoye").await;
    let number = begin(&browser).await;
    let path = format!("/d/{number}/attachments");
    let large = vec![7_u8; 500 * 1024];
    let cases: [(&str, &str, &[u8], &str); 4] = [
        ("order", "empty.pdf", b"", "not one of the choices"),
        ("order", "large.pdf", &large, "480 kB"),
        ("order", "order\u{202e}fdp.exe", b"x", "nobody can see"),
        ("weapon", "a.pdf", b"x", "not one of the choices"),
    ];
    for (role, name, bytes, said) in cases {
        let page = browser.upload(&path, role, name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.text.contains(said), "{name}: {said}");
    }
    let found = world
        .a
        .node
        .ledger()
        .cases_by_number(&number)
        .await
        .expect("reads");
    assert!(
        found
            .first()
            .expect("is here")
            .file
            .form
            .get("attachments")
            .is_none()
    );
}
