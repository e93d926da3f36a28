//! The main job and its side ways.

use comity_core::deadline::ClockRule;
use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::request::Relation;
use comity_core::stage::Stage;
use comity_flows::{ItemAnswer, Said};

use crate::common::{World, forms};

const PROVISION: &str = "Code of Criminal Procedure of Belmark, art. 211";

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
