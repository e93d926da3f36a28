//! The law of a node: two persons change it, old decisions are run again, consent is given and withdrawn,
//! doubts are confirmed on record, and two packs that disagree say so on both sides.

use std::collections::BTreeSet;

use comity_core::consent::Consent;
use comity_core::id::{RequestId, StateCode};
use comity_core::kind::Kind;
use comity_core::law::{Outcome, Overlay, Pack};
use comity_core::request::Relation;
use comity_core::stage::Stage;
use comity_core::time::Span;
use comity_flows::{FlowFault, LawSaid, Said};
use comity_wire::consent::SignedConsent;
use comity_wire::context;
use comity_wire::keys::SigningKey;
use comity_wire::law_pack::{LawPack, SignedLawPack};
use serde_json::json;

use crate::common::{Post, World, forms};

const EXERCISE: context::World = context::World::Exercise;

/// Rows of a State under an instrument, as an office would bring them.
fn row(state: &str, instrument: &str, confidence: &str, date_to: &str) -> Overlay {
    let mut overlay = Overlay::of("Ministry of Justice");
    let row = json!({"iso2": state, "instrument_id": instrument, "status": "party",
        "date_of_entry_into_force": "2026-06-15", "source": "depositary notification", "confidence": confidence,
        "date_to": date_to, "reservations": "all read [S: exercise]"});
    overlay
        .parties
        .push(serde_json::from_value(row).expect("a row"));
    overlay
}

/// Two persons of an office put rows in force.
async fn enact(post: &Post, persons: [&str; 2], overlay: Overlay) -> usize {
    let [first, second] = persons.map(|login| post.person(login).at_page());
    let said = post
        .node
        .propose_rows(&first, overlay, "notification 7/2026")
        .await;
    let LawSaid::Waiting(id) = said.expect("proposed") else {
        panic!("one person does not suffice");
    };
    match post.node.approve_law(&second, &id).await.expect("agreed") {
        LawSaid::InForce { touched, .. } => touched,
        LawSaid::Waiting(_) => panic!("two persons suffice"),
    }
}

async fn open_books(world: &World) {
    for post in [&world.a, &world.b, &world.p, &world.c] {
        let shipped = Pack::exercise_files();
        post.node.open_law(shipped, true).await.expect("opens");
    }
}

fn direct_order(world: &World) -> serde_json::Value {
    let mut form = forms::preservation(world.now());
    for own in [
        "preservation_necessity",
        "intends_mla",
        "duration_days",
        "partial_disclosure_wanted",
        "custodian",
    ] {
        form.as_object_mut().expect("an object").remove(own);
    }
    forms::complete_production(&mut form, world.now());
    form["items"].as_array_mut().expect("a list").truncate(1);
    form["notified_states"] = json!(["XB"]);
    form["statement_protocol"] = json!(true);
    form["reciprocity_undertaking"] = json!(true);
    form
}

async fn draft(world: &World) -> RequestId {
    let okoye = world.a.person("okoye").at_page();
    let (kind, to) = (Kind::SubscriberDirect, &world.p.node.id);
    let node = &world.a.node;
    node.start_draft(&okoye, kind, to, direct_order(world))
        .await
        .expect("a draft")
}

fn consent(world: &World, id: &str) -> Consent {
    Consent {
        id: id.to_owned(),
        version: 1,
        state: "XB".parse().expect("a State"),
        office: "Attorney General of Belmark".into(),
        to: "XA".parse().expect("a State"),
        kinds: BTreeSet::from([Kind::SubscriberDirect]),
        elements: BTreeSet::from(["subscriber".to_owned()]),
        from: world.now() - Span::days(1),
        until: None,
        reference: "Note verbale 12/2026".into(),
        conditions: String::new(),
        withdrawn_at: None,
    }
}

fn xb() -> StateCode {
    "XB".parse().expect("a State")
}

/// B gives its consent: one person enters, another confirms, the node signs.
async fn given(world: &World, id: &str) -> Vec<u8> {
    let (costa, ito) = (
        world.b.person("costa").at_page(),
        world.b.person("ito").at_page(),
    );
    let node = &world.b.node;
    node.enter_consent(&costa, consent(world, id))
        .await
        .expect("entered");
    let alone = node.confirm_consent(&costa, xb(), id).await;
    assert!(matches!(alone, Err(FlowFault::Proof(_))), "two persons");
    node.confirm_consent(&ito, xb(), id)
        .await
        .expect("confirmed");
    node.consent_file(xb(), id).await.expect("signed")
}

#[tokio::test]
async fn a_change_of_law_takes_two_persons_and_shows_what_it_changes() {
    let world = World::new().await;
    open_books(&world).await;
    let node = &world.a.node;
    let okoye = world.a.person("okoye").at_page();
    let marin = world.a.person("marin").at_page();
    let haddad = world.a.person("haddad").at_page();
    let before = node.law().hash();
    let ends = || row("XB", "COE-224", "high", "2026-07-01");

    let outsider = node.propose_rows(&marin, ends(), "why not").await;
    assert!(matches!(outsider, Err(FlowFault::NotAllowed)));
    let mute = node.propose_rows(&okoye, ends(), " ").await;
    assert!(
        matches!(mute, Err(FlowFault::Input { .. })),
        "a reason is asked"
    );
    let said = node
        .propose_rows(&okoye, ends(), "denounced")
        .await
        .expect("proposed");
    let LawSaid::Waiting(id) = said else {
        panic!("it waits")
    };
    assert_eq!(node.law().hash(), before, "a proposal changes nothing");
    let book = node.law_book().await.expect("reads");
    let shown = &book.proposal(&id).expect("is listed").effect;
    assert_eq!(shown.states, ["XB"]);
    assert!(
        shown.changed > 0
            && shown
                .changes
                .iter()
                .all(|one| { [&one.requesting, &one.requested].contains(&&"XB".to_owned()) })
    );
    let again = node.approve_law(&okoye, &id).await;
    assert!(
        matches!(again, Err(FlowFault::Proof(_))),
        "the same person twice"
    );
    let said = node.approve_law(&haddad, &id).await.expect("agreed");
    let LawSaid::InForce { hash, .. } = said else {
        panic!("two persons suffice")
    };
    assert_eq!(node.law().hash(), hash);

    // The old pack stays, and answers as it did.
    let old = node.pack_of(&before).await.expect("is kept");
    let question = json!({"requesting": "XA", "requested": "XB", "addressee": "service_provider",
        "measure": "subscriber_direct", "data_category": "subscriber", "date": "2026-11-24"});
    let ask = |pack: &Pack| {
        comity_core::law::decide_json(pack, &question.to_string(), "en").expect("a question")
    };
    assert_ne!(ask(&old).decision, Outcome::Block);
    assert_eq!(ask(&old).pack, before);
    assert_eq!(ask(&node.law().pack()).decision, Outcome::Block);
    assert!(matches!(node.pack_of("00").await, Err(FlowFault::NotFound)));

    // And one can go back to it, again by two.
    let back = node
        .propose_back(&haddad, &before, "it was an error")
        .await
        .expect("proposed");
    let LawSaid::Waiting(id) = back else {
        panic!("it waits")
    };
    node.approve_law(&okoye, &id).await.expect("agreed");
    assert_eq!(node.law().hash(), before);
}

#[tokio::test]
async fn a_proposal_made_over_another_law_is_shown_anew_before_it_counts() {
    let world = World::new().await;
    open_books(&world).await;
    let node = &world.a.node;
    let (okoye, haddad) = (
        world.a.person("okoye").at_page(),
        world.a.person("haddad").at_page(),
    );
    let first = row("XB", "COE-224", "high", "2026-07-01");
    let LawSaid::Waiting(late) = node
        .propose_rows(&okoye, row("XC", "COE-224", "high", ""), "joins")
        .await
        .expect("proposed")
    else {
        panic!("it waits")
    };
    enact(&world.a, ["okoye", "haddad"], first).await;
    let stale = node.approve_law(&haddad, &late).await;
    assert!(
        matches!(stale, Err(FlowFault::Stale)),
        "nobody has seen that effect"
    );
    let book = node.law_book().await.expect("reads");
    let renewed = book.proposal(&late).expect("it stays");
    assert!(
        renewed.approvals.is_empty(),
        "nobody agreed to the new one yet"
    );
    node.approve_law(&okoye, &late).await.expect("one");
    node.approve_law(&haddad, &late).await.expect("two");
    let active = node.law_book().await.expect("reads");
    let overlay = active
        .active()
        .and_then(|one| one.overlay.clone())
        .expect("rows");
    assert_eq!(
        overlay.about(),
        ["XB COE-224", "XC COE-224"],
        "both changes hold"
    );
}

#[tokio::test]
async fn open_requests_are_asked_again_when_the_law_changes() {
    let world = World::new().await;
    open_books(&world).await;
    let id = draft(&world).await;
    let touched = enact(
        &world.a,
        ["okoye", "haddad"],
        row("XB", "COE-224", "high", "2026-07-01"),
    )
    .await;
    assert_eq!(touched, 1);
    assert!(
        world
            .a
            .register(id)
            .await
            .contains(&"law.other_answer".to_owned())
    );
    let okoye = world.a.person("okoye").at_page();
    let refused = world.a.node.submit(&okoye, id).await;
    assert!(matches!(refused, Err(FlowFault::NoBasis(_))), "{refused:?}");
}

#[tokio::test]
async fn a_pack_is_taken_from_those_who_may_seal_it_and_from_nobody_else() {
    let world = World::new().await;
    open_books(&world).await;
    let node = &world.a.node;
    let okoye = world.a.person("okoye").at_page();
    let files = |version: u64| {
        let mut files = Pack::exercise_files();
        let head = format!(
            r#"{{"schema":"pack/1","name":"comity-law-exercise","version":{version},"as_of":"2026-11-24","exercise":true}}"#
        );
        files.insert("pack.json".into(), head.into_bytes());
        files
    };
    let seal = |files, key: &SigningKey, kid, kind| {
        let pack = LawPack {
            sealed_by: "Ministry of Justice".into(),
            sealed_at: world.now(),
            files,
        };
        SignedLawPack::issue(pack, key, kid, kind)
            .expect("signs")
            .bytes()
            .to_vec()
    };
    let c = (&world.c.signing, world.c.node.keys().kid());
    let p = (&world.p.signing, world.p.node.keys().kid());
    let b = (&world.b.signing, world.b.node.keys().kid());
    let stranger = SigningKey::generate().expect("a key");

    let good = seal(files(2), c.0, c.1, EXERCISE);
    let mut bent = good.clone();
    let at = bent.len() / 2;
    bent[at] ^= 1;
    let mut broken = files(3);
    broken.insert("parties.csv".into(), b"iso2\nXA\n".to_vec());
    let mut local = files(3);
    local.insert("local.json".into(), Overlay::of("nobody").to_bytes());
    let refused = [
        ("a bit is bent", bent),
        ("a provider", seal(files(2), p.0, p.1, EXERCISE)),
        ("another State", seal(files(2), b.0, b.1, EXERCISE)),
        (
            "a stranger",
            seal(files(2), &stranger, stranger.verifying().id(), EXERCISE),
        ),
        (
            "of the live world",
            seal(files(2), c.0, c.1, context::World::Live),
        ),
        (
            "real States",
            seal(Pack::builtin_files(), c.0, c.1, EXERCISE),
        ),
        ("broken rows", seal(broken, c.0, c.1, EXERCISE)),
        ("somebody's own rows", seal(local, c.0, c.1, EXERCISE)),
        ("no newer version", seal(files(1), c.0, c.1, EXERCISE)),
        ("rubbish", b"rubbish".to_vec()),
    ];
    for (why, bytes) in refused {
        let said = node.propose_pack(&okoye, &bytes, "newer").await;
        assert!(
            matches!(said, Err(FlowFault::Input { .. })),
            "{why}: {said:?}"
        );
    }
    let Err(FlowFault::Input { why, .. }) = node
        .propose_pack(&okoye, &seal(files(2), b.0, b.1, EXERCISE), "newer")
        .await
    else {
        panic!("refused")
    };
    assert!(why.contains("cose.unknown_key"), "{why}");
    let LawSaid::Waiting(id) = node
        .propose_pack(&okoye, &good, "newer")
        .await
        .expect("taken")
    else {
        panic!("it waits")
    };
    let haddad = world.a.person("haddad").at_page();
    node.approve_law(&haddad, &id).await.expect("agreed");
    assert_eq!(node.law().pack().version(), 2);
}

#[tokio::test]
async fn a_consent_opens_the_direct_way_and_its_withdrawal_stops_what_has_not_arrived() {
    let world = World::new().await;
    open_books(&world).await;
    // No treaty opens the way any more.
    enact(
        &world.a,
        ["okoye", "haddad"],
        row("XB", "COE-224", "high", "2026-07-01"),
    )
    .await;
    let okoye = world.a.person("okoye").at_page();
    let id = draft(&world).await;
    let node = &world.a.node;
    let refused = node.submit(&okoye, id).await;
    assert!(matches!(refused, Err(FlowFault::NoBasis(_))), "{refused:?}");

    let file = given(&world, "XB-7").await;
    node.take_consent(&file, "okoye")
        .await
        .expect("B speaks for B");
    node.confirm_law(&okoye, id, "the note was read")
        .await
        .expect("confirmed");
    let Said::Waiting(pending) = node.submit(&okoye, id).await.expect("signed") else {
        panic!("two persons")
    };
    let lindqvist = world.a.person("lindqvist").at_page();
    world.net.cut(&world.p.node.id);
    node.approve(&lindqvist, id, &pending)
        .await
        .expect("approved");
    world.settle().await;
    assert!(world.p.find(id).await.is_none(), "the line is cut");

    // B withdraws; what waits in the outbox of A never leaves.
    let ito = world.b.person("ito").at_page();
    let withdraws = world
        .b
        .node
        .withdraw_consent(&ito, xb(), "XB-7", "new policy");
    withdraws.await.expect("withdrawn");
    let file = world
        .b
        .node
        .consent_file(xb(), "XB-7")
        .await
        .expect("signed anew");
    node.take_consent(&file, "okoye")
        .await
        .expect("the withdrawal is taken");
    world.net.mend(&world.p.node.id);
    world.pass(Span::hours(1));
    world.settle().await;
    assert!(world.p.find(id).await.is_none(), "it stopped");
    assert!(
        world
            .a
            .register(id)
            .await
            .contains(&"law.stopped".to_owned())
    );
    assert_eq!(
        world.a.file(id).await.stage,
        Stage::Sent,
        "and a person decides what follows"
    );
}

#[tokio::test]
async fn the_consenting_state_stops_an_order_whose_sender_has_not_heard_of_the_withdrawal() {
    let world = World::new().await;
    open_books(&world).await;
    let ends = || row("XB", "COE-224", "high", "2026-07-01");
    enact(&world.a, ["okoye", "haddad"], ends()).await;
    enact(&world.b, ["costa", "ito"], ends()).await;
    let node = &world.a.node;
    let okoye = world.a.person("okoye").at_page();
    let file = given(&world, "XB-12").await;
    node.take_consent(&file, "okoye").await.expect("taken");
    let id = draft(&world).await;
    node.confirm_law(&okoye, id, "read")
        .await
        .expect("confirmed");
    let Said::Waiting(pending) = node.submit(&okoye, id).await.expect("signed") else {
        panic!("two persons")
    };
    let ito = world.b.person("ito").at_page();
    let withdraws = world
        .b
        .node
        .withdraw_consent(&ito, xb(), "XB-12", "new policy");
    withdraws.await.expect("withdrawn");
    let lindqvist = world.a.person("lindqvist").at_page();
    node.approve(&lindqvist, id, &pending)
        .await
        .expect("A knows of no withdrawal");
    world.settle().await;
    world.pass(Span::hours(1));
    world.settle().await;
    let notice = world.a.linked(id, Relation::Notice).await;
    assert!(world.b.find(notice).await.is_none(), "B refuses the notice");
    assert!(
        world.p.find(id).await.is_none(),
        "and the order never leaves"
    );
}

#[tokio::test]
async fn a_consent_withdrawn_while_a_signature_is_missing_stops_the_signing() {
    let world = World::new().await;
    open_books(&world).await;
    enact(
        &world.a,
        ["okoye", "haddad"],
        row("XB", "COE-224", "high", "2026-07-01"),
    )
    .await;
    let node = &world.a.node;
    let okoye = world.a.person("okoye").at_page();
    let file = given(&world, "XB-8").await;
    node.take_consent(&file, "okoye").await.expect("taken");
    let id = draft(&world).await;
    node.confirm_law(&okoye, id, "read")
        .await
        .expect("confirmed");
    let Said::Waiting(pending) = node.submit(&okoye, id).await.expect("signed") else {
        panic!("two persons")
    };
    // Here the paper says that it is withdrawn; one person suffices to stop.
    let by_hand = node.withdraw_consent(&okoye, xb(), "XB-8", "note 13/2026");
    by_hand.await.expect("withdrawn");
    let lindqvist = world.a.person("lindqvist").at_page();
    let said = node.approve(&lindqvist, id, &pending).await;
    assert!(matches!(said, Err(FlowFault::NoBasis(_))), "{said:?}");
}

#[tokio::test]
async fn nobody_speaks_for_a_state_but_its_authority_and_nothing_old_comes_back() {
    let world = World::new().await;
    open_books(&world).await;
    let node = &world.a.node;
    let first = given(&world, "XB-9").await;
    let forged = |key: &SigningKey, kid, record: Consent| {
        SignedConsent::issue(record, key, kid, EXERCISE)
            .expect("signs")
            .bytes()
            .to_vec()
    };
    let (a, b, p) = (&world.a, &world.b, &world.p);
    let mut to_another = consent(&world, "XB-10");
    to_another.to = "XC".parse().expect("a State");
    let mut unbounded = consent(&world, "XB-11");
    unbounded.kinds.clear();
    let mut bent = first.clone();
    let at = bent.len() / 2;
    bent[at] ^= 1;
    let refused = [
        (
            "its provider",
            forged(&p.signing, p.node.keys().kid(), consent(&world, "XB-10")),
        ),
        (
            "the asking State itself",
            forged(&a.signing, a.node.keys().kid(), consent(&world, "XB-10")),
        ),
        (
            "for somebody else",
            forged(&b.signing, b.node.keys().kid(), to_another),
        ),
        (
            "for everything",
            forged(&b.signing, b.node.keys().kid(), unbounded),
        ),
        ("bent", bent),
    ];
    for (why, bytes) in refused {
        let said = node.take_consent(&bytes, "okoye").await;
        assert!(
            matches!(said, Err(FlowFault::Input { .. })),
            "{why}: {said:?}"
        );
    }
    node.take_consent(&first, "okoye").await.expect("taken");
    node.take_consent(&first, "okoye")
        .await
        .expect("again is no change");
    let ito = world.b.person("ito").at_page();
    b.node
        .withdraw_consent(&ito, xb(), "XB-9", "why")
        .await
        .expect("withdrawn");
    let gone = b.node.consent_file(xb(), "XB-9").await.expect("signed");
    node.take_consent(&gone, "okoye").await.expect("taken");
    let replayed = node.take_consent(&first, "okoye").await;
    assert!(
        matches!(replayed, Err(FlowFault::Input { .. })),
        "an old one replayed"
    );
    let mut revived = consent(&world, "XB-9");
    revived.version = 3;
    let revived = forged(&b.signing, b.node.keys().kid(), revived);
    let said = node.take_consent(&revived, "okoye").await;
    assert!(
        matches!(said, Err(FlowFault::Input { .. })),
        "a withdrawn one revived"
    );
}

#[tokio::test]
async fn unverified_facts_need_a_persons_confirmation_on_record() {
    let world = World::new().await;
    open_books(&world).await;
    enact(
        &world.a,
        ["okoye", "haddad"],
        row("XB", "COE-224", "low", ""),
    )
    .await;
    let node = &world.a.node;
    let okoye = world.a.person("okoye").at_page();
    let id = draft(&world).await;
    let doubts = node
        .law_doubts(&world.a.file(id).await)
        .await
        .expect("reads");
    assert!(doubts.must_confirm());
    assert!(
        doubts
            .unverified
            .iter()
            .any(|one| one.instrument == "COE-224")
    );
    let refused = node.submit(&okoye, id).await;
    assert!(
        matches!(refused, Err(FlowFault::Unverified(_))),
        "{refused:?}"
    );
    node.confirm_law(&okoye, id, "read at the depositary")
        .await
        .expect("confirmed");
    let doubts = node
        .law_doubts(&world.a.file(id).await)
        .await
        .expect("reads");
    assert_eq!(doubts.confirmed.map(|it| it.0), Some(okoye.id.clone()));
    node.submit(&okoye, id).await.expect("now it goes on");
}

#[tokio::test]
async fn two_packs_that_disagree_say_so_on_both_sides() {
    let world = World::new().await;
    open_books(&world).await;
    enact(
        &world.b,
        ["costa", "ito"],
        row("XA", "COE-185", "high", "2026-07-01"),
    )
    .await;
    let okoye = world.a.person("okoye").at_page();
    let node = &world.a.node;
    let form = forms::preservation(world.now());
    let (kind, to) = (Kind::Preservation, &world.b.node.id);
    let id = node
        .start_draft(&okoye, kind, to, form)
        .await
        .expect("a draft");
    let Said::Queued(_) = node.submit(&okoye, id).await.expect("signed") else {
        panic!("a preservation takes one person")
    };
    world.settle().await;
    let there = world
        .b
        .node
        .law_doubts(&world.b.file(id).await)
        .await
        .expect("reads");
    let here = node
        .law_doubts(&world.a.file(id).await)
        .await
        .expect("reads");
    let (there, here) = (there.other.expect("seen"), here.other.expect("told"));
    assert!(
        there.only_theirs.contains(&"COE-185".to_owned()),
        "{there:?}"
    );
    assert!(here.only_ours.contains(&"COE-185".to_owned()), "{here:?}");
    assert_eq!(
        (there.pack, here.pack),
        (node.law().hash(), world.b.node.law().hash())
    );
    assert_eq!(
        world.b.file(id).await.stage,
        Stage::Delivered,
        "never silently resolved"
    );
}
