//! The main job and its side ways.

use comity_core::deadline::{ClockRule, Whose};
use comity_core::id::RequestId;
use comity_core::item::ItemState;
use comity_core::kind::Kind;
use comity_core::next::{Next, next};
use comity_core::refusal::Ground;
use comity_core::request::{Relation, RequestFile};
use comity_core::stage::Stage;
use comity_core::time::Span;
use comity_flows::message::DefectLine;
use comity_flows::{ItemAnswer, Said};

use crate::common::{World, forms};

pub(crate) const PROVISION: &str = "Code of Criminal Procedure of Belmark, art. 211";

/// A asks B to preserve; it is delivered.
pub(crate) async fn ask_to_preserve(world: &World) -> RequestId {
    let okoye = world.a.person("okoye").at_page();
    let node = &world.a.node;
    let form = forms::preservation(world.now());
    let id = node
        .start_draft(&okoye, Kind::Preservation, &world.b.node.id, form)
        .await
        .expect("a draft");
    let said = node.submit(&okoye, id).await.expect("signed");
    assert!(matches!(said, Said::Queued(_)), "one person suffices");
    world.settle().await;
    id
}

/// B accepts it and orders the provider; the order is delivered. Returns the order.
pub(crate) async fn order_to_keep(world: &World, id: RequestId) -> RequestId {
    let novak = world.b.person("novak").at_page();
    let node = &world.b.node;
    node.acknowledge(&novak, id).await.expect("taken");
    node.accept_request(&novak, id, "").await.expect("lawful");
    let said = node
        .serve_order(&novak, id, &world.p.node.id, PROVISION)
        .await
        .expect("served");
    assert!(matches!(said, Said::Queued(_)), "one person suffices");
    world.settle().await;
    world.b.linked(id, Relation::Order).await
}

/// The provider keeps every item; everybody learns it.
pub(crate) async fn keep(world: &World, order: RequestId) {
    let silva = world.p.person("silva").at_page();
    let file = world.p.file(order).await;
    let answers = file
        .items
        .iter()
        .map(|item| (item.id.clone(), ItemAnswer::Kept))
        .collect();
    world
        .p
        .node
        .answer_order(&silva, order, answers, "kept")
        .await
        .expect("answered");
    world.settle().await;
}

#[tokio::test]
async fn a_preservation_ends_with_a_clock_that_both_states_and_the_holder_see() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    assert_eq!(world.a.file(id).await.stage, Stage::Delivered);
    let order = order_to_keep(&world, id).await;
    let served = world.p.file(order).await;
    let until = served
        .deadlines
        .iter()
        .find(|clock| clock.rule == ClockRule::Preservation)
        .expect("the term of the order")
        .due;
    keep(&world, order).await;
    for (post, file) in [(&world.a, id), (&world.b, id), (&world.p, order)] {
        let file = post.file(file).await;
        assert_eq!(file.stage, Stage::Executed);
        let kept = file.deadlines.iter().filter(|clock| {
            clock.rule == ClockRule::Preservation && clock.is_open() && clock.due == until
        });
        assert_eq!(kept.count(), file.items.len(), "one clock for each item");
    }
    let draft = world.a.linked(id, Relation::FollowUp).await;
    assert_eq!(world.a.file(draft).await.stage, Stage::Draft);
}

async fn checking(world: &World) -> RequestId {
    let id = ask_to_preserve(world).await;
    let novak = world.b.person("novak").at_page();
    world.b.node.acknowledge(&novak, id).await.expect("taken");
    world.settle().await;
    id
}

#[tokio::test]
async fn a_question_goes_over_and_its_answer_lets_the_check_go_on() {
    let world = World::new().await;
    let id = checking(&world).await;
    let costa = world.b.person("costa").at_page();
    let okoye = world.a.person("okoye").at_page();
    let question = "Which of the two mailboxes is meant?";
    world.b.node.ask(&costa, id, question).await.expect("asked");
    world.settle().await;
    let asked = world.a.file(id).await;
    assert!(matches!(asked.stage, Stage::Consulting { .. }));
    let clock = asked
        .deadlines
        .iter()
        .find(|clock| clock.rule == ClockRule::Consultation)
        .expect("a clock of ours");
    assert_eq!(clock.whose, Whose::Ours);
    let node = &world.a.node;
    node.answer_question(&okoye, id, "The one named.")
        .await
        .expect("answered");
    world.settle().await;
    for post in [&world.a, &world.b] {
        let file = post.file(id).await;
        assert_eq!(file.stage, Stage::Checking);
        assert!(
            !file
                .deadlines
                .iter()
                .any(|clock| { clock.rule == ClockRule::Consultation && clock.is_open() })
        );
    }
}

#[tokio::test]
async fn a_returned_request_is_completed_and_checked_again_on_the_new_text() {
    let world = World::new().await;
    let id = checking(&world).await;
    let novak = world.b.person("novak").at_page();
    let defects = vec![DefectLine {
        code: "FACTS-SHORT".to_owned(),
        path: "/facts".to_owned(),
    }];
    let node = &world.b.node;
    node.return_request(&novak, id, defects, "say more")
        .await
        .expect("returned");
    world.settle().await;
    let returned = world.a.file(id).await;
    assert!(matches!(returned.stage, Stage::Returned { .. }));
    let okoye = world.a.person("okoye").at_page();
    let mut form = returned.form.clone();
    let facts = format!(
        "{} More is known now.",
        form["facts"].as_str().expect("text")
    );
    form["facts"] = facts.clone().into();
    world
        .a
        .node
        .complete(&okoye, id, form)
        .await
        .expect("completed");
    world.settle().await;
    for post in [&world.a, &world.b] {
        let file = post.file(id).await;
        assert_eq!(file.stage, Stage::Checking);
        assert_eq!(file.form["facts"], facts.as_str());
    }
}

#[tokio::test]
async fn two_persons_refuse_with_a_ground_and_one_does_not() {
    let world = World::new().await;
    let id = checking(&world).await;
    let (costa, ito) = (world.b.person("costa"), world.b.person("ito"));
    let node = &world.b.node;
    let ground = Ground::EssentialInterests;
    let said = node
        .refuse_request(
            &costa.at_page(),
            id,
            ground,
            "it would harm a case of our own",
        )
        .await
        .expect("proposed");
    let Said::Waiting(pending) = said else {
        panic!("one person does not refuse");
    };
    world.settle().await;
    assert_eq!(world.a.file(id).await.stage, Stage::Checking);
    node.approve(&ito.at_page(), id, &pending)
        .await
        .expect("approved");
    world.settle().await;
    for post in [&world.a, &world.b] {
        assert_eq!(post.file(id).await.stage, Stage::Refused { ground });
    }
}

#[tokio::test]
async fn a_request_that_is_taken_back_ends_at_both_sides() {
    let world = World::new().await;
    let id = checking(&world).await;
    let okoye = world.a.person("okoye").at_page();
    world
        .a
        .node
        .withdraw(&okoye, id, "solved otherwise")
        .await
        .expect("withdrawn");
    world.settle().await;
    for post in [&world.a, &world.b] {
        assert_eq!(post.file(id).await.stage, Stage::Withdrawn);
    }
    let novak = world.b.person("novak").at_page();
    assert!(world.b.node.accept_request(&novak, id, "").await.is_err());
}

#[tokio::test]
async fn a_longer_term_is_asked_decided_ordered_and_confirmed() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let order = order_to_keep(&world, id).await;
    keep(&world, order).await;
    let end = |file: &RequestFile| {
        let ends = file.items.iter().map(|item| match item.state {
            ItemState::Preserved { until, .. } => until,
            _ => panic!("every item is kept"),
        });
        ends.max().expect("there are items")
    };
    let before = end(&world.a.file(id).await);
    let okoye = world.a.person("okoye").at_page();
    let novak = world.b.person("novak").at_page();
    let node = &world.b.node;
    assert!(
        node.decide_extension(&novak, id, 30).await.is_err(),
        "nobody asked"
    );
    world
        .a
        .node
        .extend(&okoye, id, 30, "the court needs longer")
        .await
        .expect("asked");
    world.settle().await;
    assert_eq!(next(&world.b.file(id).await), Next::DecideLonger);
    node.decide_extension(&novak, id, 30)
        .await
        .expect("decided");
    assert_eq!(next(&world.b.file(id).await), Next::Nothing);
    world.settle().await;
    assert_eq!(next(&world.p.file(order).await), Next::AnswerOrder);
    assert_eq!(
        end(&world.a.file(id).await),
        before,
        "the holder has not confirmed it"
    );
    keep(&world, order).await;
    let after = end(&world.a.file(id).await);
    assert_eq!(after - before, Span::days(30));
    for (post, file) in [(&world.a, id), (&world.b, id), (&world.p, order)] {
        let file = post.file(file).await;
        assert_eq!(end(&file), after);
        let open = file
            .deadlines
            .iter()
            .filter(|clock| clock.rule == ClockRule::Preservation && clock.is_open());
        assert_eq!(open.count(), file.items.len(), "one clock for each item");
    }
    world.pass(Span::days(400));
    let late = world.a.node.extend(&okoye, id, 30, "too late").await;
    assert!(late.is_err(), "the term has ended");
}
