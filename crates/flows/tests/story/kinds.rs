//! Every kind of request on its way between two States: written, signed by those who must, sent,
//! accepted, carried out, answered and closed.

use std::collections::BTreeMap;

use comity_core::cycle::{FreezeMove, RemovalMove};
use comity_core::deadline::ClockRule;
use comity_core::form::{GoesTo, sheet};
use comity_core::id::RequestId;
use comity_core::item::{Asked, ItemState, Progress};
use comity_core::kind::Kind;
use comity_core::refusal::{Ground, NonExecution};
use comity_core::request::{Relation, RequestFile, life};
use comity_core::stage::{Stage, StageName};
use comity_core::time::{Instant, Span};
use comity_flows::{FlowFault, ItemAnswer, Said};
use comity_wire::directory::{Desk, Entry, NodeKind};
use serde_json::{Value, json};

use crate::common::{Post, World};

/// The sound request of a kind, as the check of completeness keeps it, without what the node fills in.
pub(crate) fn sound(kind: Kind, now: Instant) -> Value {
    let text = match kind {
        Kind::Preservation => include_str!("../../../../vectors/check/clean/preservation.json"),
        Kind::PartialDisclosure => {
            include_str!("../../../../vectors/check/clean/partial_disclosure.json")
        }
        Kind::DomainRegistration => {
            include_str!("../../../../vectors/check/clean/domain_registration.json")
        }
        Kind::SubscriberDirect => {
            include_str!("../../../../vectors/check/clean/subscriber_direct.json")
        }
        Kind::OrderEffect => include_str!("../../../../vectors/check/clean/order_effect.json"),
        Kind::MlaStored => include_str!("../../../../vectors/check/clean/mla_stored.json"),
        Kind::MlaRealtime => include_str!("../../../../vectors/check/clean/mla_realtime.json"),
        Kind::EmergencyDisclosure => {
            include_str!("../../../../vectors/check/clean/emergency_disclosure.json")
        }
        Kind::EmergencyMla => include_str!("../../../../vectors/check/clean/emergency_mla.json"),
        Kind::Epoc => include_str!("../../../../vectors/check/clean/epoc.json"),
        Kind::EpocPr => include_str!("../../../../vectors/check/clean/epoc_pr.json"),
        Kind::AssetFreeze => include_str!("../../../../vectors/check/clean/asset_freeze.json"),
        Kind::FiuInformation => {
            include_str!("../../../../vectors/check/clean/fiu_information.json")
        }
        Kind::ContentRemoval => {
            include_str!("../../../../vectors/check/clean/content_removal.json")
        }
        Kind::Jit => include_str!("../../../../vectors/check/clean/jit.json"),
        Kind::PoliceInformation => {
            include_str!("../../../../vectors/check/clean/police_information.json")
        }
        Kind::CertAssistance => {
            include_str!("../../../../vectors/check/clean/cert_assistance.json")
        }
    };
    let mut form: Value = serde_json::from_str(text).expect("a request is JSON");
    let fields = form.as_object_mut().expect("an object");
    for filled in [
        "requesting",
        "addressee",
        "channel",
        "return_to",
        "request_id",
        "legal_basis",
        "reference",
        "signature",
        "issued_at",
    ] {
        fields.remove(filled);
    }
    match kind {
        Kind::MlaRealtime => {
            let day = |days: i64| (now + Span::days(days)).to_string();
            form["items"][0]["period"] = json!({"from": day(1), "to": day(20)});
        }
        Kind::Epoc | Kind::EpocPr => {
            form["validating"] = json!({"type": "court", "name": "Regional Court of Aldoria"});
        }
        Kind::ContentRemoval => {
            form["host_state"] = json!("XB");
            form["offences"][0]["category"] = json!("terrorism_related");
        }
        Kind::SubscriberDirect => {
            form["notified_states"] = json!(["XB"]);
            form["order"]["issuing_authority"] = json!("XA-COURT");
            form["domestic_basis"]["order"]["issued_by"] = json!("XA-COURT");
        }
        _ => {}
    }
    form
}

/// Offices that one house holds for the whole State.
pub(crate) fn all_offices(entry: &mut Entry) {
    if entry.kind == NodeKind::Authority {
        let duty = entry.desks[0].clone();
        for role in ["police", "contact_point_24_7", "fiu", "cert", "prosecutor"] {
            entry.desks.push(Desk {
                role: role.to_owned(),
                ..duty.clone()
            });
        }
    }
}

/// A person of the office starts an act, a second one with the native tool approves it where needed.
pub(crate) async fn second(post: &Post, login: &str, case: RequestId, said: Said) {
    if let Said::Waiting(pending) = said {
        let person = post.person(login).at_machine();
        let said = post.node.approve(&person, case, &pending).await;
        assert!(matches!(said, Ok(Said::Queued(_))), "{said:?}");
    }
}

/// A State whose desks take all kinds, and a European neighbour where the kind is one of the Union.
async fn world_for(kind: Kind) -> World {
    match kind {
        Kind::Epoc | Kind::EpocPr | Kind::ContentRemoval => World::european(all_offices).await,
        _ => World::with(all_offices).await,
    }
}

/// A asks for it: drafted, signed and delivered.
async fn asked(world: &World, kind: Kind, form: Value) -> RequestId {
    let okoye = world.a.person("okoye").at_page();
    let to = addressee(world, kind);
    let node = &world.a.node;
    let id = node
        .start_draft(&okoye, kind, &to.node.id, form)
        .await
        .expect("a draft");
    let looked = node.confirm_law(&okoye, id, "read again").await;
    looked.expect("confirmed");
    let said = node.submit(&okoye, id).await;
    let said = said.unwrap_or_else(|fault| panic!("{kind:?}: {fault}"));
    second(&world.a, "lindqvist", id, said).await;
    world.settle().await;
    let file = to.find(id).await;
    let file = file.unwrap_or_else(|| panic!("{kind:?} did not arrive"));
    assert_eq!(file.stage, Stage::Delivered, "{kind:?}");
    assert_eq!(file.class, world.a.file(id).await.class, "{kind:?}");
    id
}

fn addressee(world: &World, kind: Kind) -> &Post {
    if sheet(kind).goes_to == Some(GoesTo::Provider) {
        &world.p
    } else {
        &world.b
    }
}

/// What may be said of every item of a kind.
fn done(kind: Kind, now: Instant) -> ItemAnswer {
    match life(kind).asked {
        Asked::Preserve => ItemAnswer::Kept,
        Asked::Produce => ItemAnswer::NotFound,
        Asked::Tell => ItemAnswer::Told {
            text: "as far as known here".to_owned(),
            facts: facts(kind),
        },
        Asked::Freeze => ItemAnswer::Property(FreezeMove::Freeze {
            until: Some(now + Span::days(90)),
            order: "Regional Court of Belmark, 4 Gs 17/26".to_owned(),
            found: None,
        }),
        Asked::Remove => ItemAnswer::Page(RemovalMove::Remove),
        Asked::Agree => ItemAnswer::Signed,
    }
}

/// What the form asks an answer in words to say.
fn facts(kind: Kind) -> BTreeMap<String, Value> {
    let told = match kind {
        Kind::PoliceInformation => json!({"handling_code": "H1", "evidence_use": false}),
        Kind::FiuInformation => json!({"dissemination": "intelligence_only"}),
        Kind::CertAssistance => json!({"tlp": "AMBER"}),
        _ => json!({}),
    };
    serde_json::from_value(told).expect("an object")
}

#[tokio::test]
async fn every_kind_is_sent_accepted_carried_out_answered_and_closed() {
    for kind in Kind::ALL.iter().copied() {
        let world = world_for(kind).await;
        let id = asked(&world, kind, sound(kind, world.now())).await;
        let to = addressee(&world, kind);
        let (costa, ito) = (world.b.person("costa").at_page(), "ito");
        let there = to.file(id).await;
        if !there.is_direct() {
            let node = &world.b.node;
            node.acknowledge(&costa, id).await.expect("taken");
            node.accept_request(&costa, id, "").await.expect("lawful");
            world.settle().await;
            assert_eq!(world.a.file(id).await.stage, Stage::Accepted, "{kind:?}");
        }
        let there = to.file(id).await;
        let (who, login, case) = if there.is_direct() {
            (&world.p, "silva", id)
        } else if there.may_execute() {
            (&world.b, "costa", id)
        } else {
            let node = &world.b.node;
            let said = node
                .serve_order(&costa, id, &world.p.node.id, "Code of Belmark, art. 211")
                .await
                .expect("served");
            let order = world.b.linked(id, Relation::Order).await;
            second(&world.b, ito, order, said).await;
            world.settle().await;
            (&world.p, "silva", order)
        };
        let answers = who.file(case).await.items;
        assert!(!answers.is_empty(), "{kind:?} has parts");
        let answers = answers
            .into_iter()
            .filter(|item| item.state == ItemState::Pending)
            .map(|item| (item.id, done(kind, world.now())))
            .collect();
        let person = who.person(login).at_page();
        let said = who.node.answer_order(&person, case, answers, "").await;
        let said = said.unwrap_or_else(|fault| panic!("{kind:?}: {fault}"));
        second(who, ito, case, said).await;
        world.settle().await;
        for post in [&world.a, to] {
            let file = post.file(id).await;
            assert_eq!(file.stage, Stage::Executed, "{kind:?}");
            assert_eq!(file.progress(), Progress::All, "{kind:?}");
            let late = file
                .deadlines
                .iter()
                .find(|clock| clock.is_open() && clock.rule.met_by(StageName::Executed));
            assert_eq!(late, None, "{kind:?}: what was owed is met");
        }
        let lindqvist = world.a.person("lindqvist").at_page();
        world
            .a
            .node
            .close(&lindqvist, id, "done")
            .await
            .expect("closed");
        assert_eq!(world.a.file(id).await.stage, Stage::Closed);
    }
}

#[tokio::test]
async fn an_office_that_answers_from_its_own_holdings_needs_two_persons_and_a_lawful_look() {
    let world = World::with(all_offices).await;
    let kind = Kind::FiuInformation;
    let id = asked(&world, kind, sound(kind, world.now())).await;
    let (costa, node) = (world.b.person("costa").at_page(), &world.b.node);
    let item = world.b.file(id).await.items[0].id.clone();
    let answers = vec![(item, done(kind, world.now()))];
    let early = node.answer_order(&costa, id, answers.clone(), "").await;
    assert!(
        matches!(early, Err(FlowFault::OutOfOrder(_))),
        "not accepted"
    );
    node.acknowledge(&costa, id).await.expect("taken");
    node.accept_request(&costa, id, "").await.expect("lawful");
    let said = node.answer_order(&costa, id, answers, "").await;
    assert!(
        matches!(said, Ok(Said::Waiting(_))),
        "one person tells nothing"
    );
    world.settle().await;
    for post in [&world.a, &world.b] {
        let file = post.file(id).await;
        assert_eq!(file.progress(), Progress::None, "nothing was said yet");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_told_where() {
    let world = World::with(all_offices).await;
    let kind = Kind::PoliceInformation;
    let id = asked(&world, kind, sound(kind, world.now())).await;
    let (costa, node) = (world.b.person("costa").at_page(), &world.b.node);
    let item = world.b.file(id).await.items[0].id.clone();
    let told = |facts: Value| ItemAnswer::Told {
        text: "known".to_owned(),
        facts: serde_json::from_value(facts).expect("an object"),
    };
    for (answer, field) in [
        (told(json!({})), "/handling_code"),
        (told(json!({"handling_code": "H7"})), "/handling_code"),
        (ItemAnswer::Signed, item.as_str()),
        (ItemAnswer::Page(RemovalMove::Reinstate), item.as_str()),
        (
            ItemAnswer::NotExecuted(NonExecution::RemovalErrors),
            item.as_str(),
        ),
    ] {
        let answers = vec![(item.clone(), answer)];
        let said = node.answer_order(&costa, id, answers, "").await;
        let Err(FlowFault::Input { field: at, .. }) = said else {
            panic!("{field}: {said:?}");
        };
        assert_eq!(at, field);
    }
}

/// B freezes what A asked it to freeze. Returns the request.
async fn frozen(world: &World, until: Instant) -> RequestId {
    let kind = Kind::AssetFreeze;
    let id = asked(world, kind, sound(kind, world.now())).await;
    let (costa, node) = (world.b.person("costa").at_page(), &world.b.node);
    node.acknowledge(&costa, id).await.expect("taken");
    node.accept_request(&costa, id, "").await.expect("lawful");
    let order = FreezeMove::Freeze {
        until: Some(until),
        order: "Regional Court of Belmark, 4 Gs 17/26".to_owned(),
        found: None,
    };
    moved(world, id, order).await;
    id
}

/// B takes the same step with every property of a request; two persons sign it.
async fn moved(world: &World, id: RequestId, step: FreezeMove) {
    let (costa, node) = (world.b.person("costa").at_page(), &world.b.node);
    let items = world.b.file(id).await.items.into_iter();
    let answers = items.map(|item| (item.id, ItemAnswer::Property(step.clone())));
    let said = node.answer_order(&costa, id, answers.collect(), "").await;
    let said = said.expect("the step fits");
    assert!(
        matches!(said, Said::Waiting(_)),
        "one person moves no property"
    );
    second(&world.b, "ito", id, said).await;
    world.settle().await;
}

#[tokio::test]
async fn frozen_property_is_prolonged_and_let_go_and_both_states_see_each_step() {
    let world = World::with(all_offices).await;
    let (first, later) = (world.now() + Span::days(30), world.now() + Span::days(60));
    let id = frozen(&world, first).await;
    let ends = |file: &RequestFile| {
        let mut open = file
            .deadlines
            .iter()
            .filter(|clock| clock.rule == ClockRule::FreezeEnds && clock.is_open());
        open.next().map(|clock| clock.due)
    };
    for post in [&world.a, &world.b] {
        assert_eq!(ends(&post.file(id).await), Some(first));
    }
    moved(&world, id, FreezeMove::Prolong { until: later }).await;
    for post in [&world.a, &world.b] {
        assert_eq!(ends(&post.file(id).await), Some(later));
    }
    let why = "the court found no link".to_owned();
    moved(&world, id, FreezeMove::Lift { why }).await;
    for post in [&world.a, &world.b] {
        let file = post.file(id).await;
        assert_eq!(file.items[0].state.name(), "lifted");
    }
}

#[tokio::test]
async fn a_freezing_that_nobody_prolongs_is_announced_and_ends_by_itself_on_both_sides() {
    let world = World::with(all_offices).await;
    let id = frozen(&world, world.now() + Span::days(10)).await;
    world.pass(Span::days(9));
    world.a.node.sweep().await.expect("looked at");
    let told = world.a.register(id).await;
    assert!(
        told.iter().any(|kind| kind == "freeze.ends_soon"),
        "{told:?}"
    );
    world.pass(Span::days(2));
    for post in [&world.a, &world.b] {
        post.node.sweep().await.expect("looked at");
        let file = post.file(id).await;
        assert_eq!(file.items[0].state.name(), "lifted");
        let open = file
            .deadlines
            .iter()
            .any(|clock| clock.rule == ClockRule::FreezeEnds && clock.is_open());
        assert!(!open);
    }
}

#[tokio::test]
async fn a_closed_list_of_grounds_admits_no_other() {
    let world = World::with(all_offices).await;
    let kind = Kind::Preservation;
    let id = asked(&world, kind, sound(kind, world.now())).await;
    let (ito, node) = (world.b.person("ito").at_page(), &world.b.node);
    node.acknowledge(&ito, id).await.expect("taken");
    let refused = node
        .refuse_request(&ito, id, Ground::DeMinimis, "too small")
        .await;
    assert!(
        matches!(refused, Err(FlowFault::Input { .. })),
        "{refused:?}"
    );
    let ground = Ground::PoliticalOffence;
    let said = node
        .refuse_request(&ito, id, ground, "a political offence")
        .await;
    assert!(said.is_ok(), "{said:?}");
}
