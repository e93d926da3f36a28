//! A request is taken back while others work on it.

use comity_core::item::ItemState;
use comity_core::next::{Next, next};
use comity_core::stage::Stage;
use comity_flows::Said;

use crate::common::World;
use crate::evidence::drawn_up;
use crate::work::{ask_to_preserve, keep, order_to_keep};

#[tokio::test]
async fn an_order_is_taken_back_from_the_holder_when_its_request_is_withdrawn() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let order = order_to_keep(&world, id).await;
    keep(&world, order).await;
    let okoye = world.a.person("okoye").at_page();
    let node = &world.a.node;
    node.withdraw(&okoye, id, "solved otherwise")
        .await
        .expect("withdrawn");
    world.settle().await;
    assert_eq!(world.b.file(id).await.stage, Stage::Withdrawn);
    let kept = world.p.file(order).await;
    assert_eq!(kept.stage, Stage::Executed, "no machine lets data go");
    let waiting = world.b.file(order).await;
    assert_eq!(next(&waiting), Next::Approve);
    let costa = world.b.person("costa").at_page();
    let pending = &waiting.pending[0].id;
    let said = world.b.node.approve(&costa, order, pending).await;
    assert!(matches!(said, Ok(Said::Queued(_))), "one person suffices");
    world.settle().await;
    for post in [&world.b, &world.p] {
        let file = post.file(order).await;
        assert_eq!(file.stage, Stage::Withdrawn);
        assert!(
            file.items
                .iter()
                .all(|item| item.state == ItemState::Withdrawn)
        );
        assert!(!file.deadlines.iter().any(|clock| clock.is_open()));
    }
}

#[tokio::test]
async fn an_order_under_way_is_taken_back_by_a_message_behind_it() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    world.net.cut(&world.p.node.id);
    let order = order_to_keep(&world, id).await;
    assert_eq!(world.b.file(order).await.stage, Stage::Sent);
    let okoye = world.a.person("okoye").at_page();
    let node = &world.a.node;
    node.withdraw(&okoye, id, "").await.expect("withdrawn");
    world.settle().await;
    let waiting = world.b.file(order).await;
    assert_eq!(next(&waiting), Next::Approve, "it may have arrived");
}

#[tokio::test]
async fn an_order_that_still_waits_for_a_signature_ends_with_its_request() {
    let world = World::new().await;
    let (id, order, said) = drawn_up(&world).await;
    let Said::Waiting(pending) = said else {
        panic!("traffic data takes two");
    };
    let okoye = world.a.person("okoye").at_page();
    let node = &world.a.node;
    node.withdraw(&okoye, id, "").await.expect("withdrawn");
    world.settle().await;
    assert_eq!(world.b.file(order).await.stage, Stage::Withdrawn);
    let ito = world.b.person("ito").at_machine();
    assert!(world.b.node.approve(&ito, order, &pending).await.is_err());
    world.settle().await;
    assert!(
        world.p.find(order).await.is_none(),
        "the holder never heard of it"
    );
}
