//! A direct order to a provider abroad, of which its State is told first.

use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::request::{Part, Relation};
use comity_core::stage::Stage;
use comity_core::time::Span;
use comity_flows::{DeadChoice, FlowFault, Said};
use serde_json::json;

use crate::common::{World, forms};

/// A orders subscriber data from the provider directly; B's State wants to be told.
async fn ordered_directly(world: &World) -> RequestId {
    let okoye = world.a.person("okoye").at_page();
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
    let node = &world.a.node;
    let id = node
        .start_draft(&okoye, Kind::SubscriberDirect, &world.p.node.id, form)
        .await
        .expect("a draft");
    // The articles of the Second Protocol were not read in its text: a person says that they were looked at.
    node.confirm_law(&okoye, id, "exercise")
        .await
        .expect("confirmed");
    let said = node.submit(&okoye, id).await.expect("signed");
    let Said::Waiting(pending) = said else {
        panic!("the drafter does not suffice");
    };
    let lindqvist = world.a.person("lindqvist").at_page();
    node.approve(&lindqvist, id, &pending)
        .await
        .expect("approved");
    id
}

#[tokio::test]
async fn a_direct_order_leaves_when_the_notice_has_its_receipt_and_not_before() {
    let world = World::new().await;
    let b = world.b.node.id.clone();
    world.net.cut(&b);
    let id = ordered_directly(&world).await;
    world.settle().await;
    assert!(
        world.p.find(id).await.is_none(),
        "the State knows nothing yet"
    );
    assert_eq!(world.a.file(id).await.stage, Stage::Sent);
    world.net.mend(&b);
    world.pass(Span::hours(1));
    world.settle().await;
    let notice = world.a.linked(id, Relation::Notice).await;
    assert_eq!(world.a.file(notice).await.stage, Stage::Delivered);
    assert_eq!(world.b.file(notice).await.part, Part::Notice);
    assert_eq!(world.p.file(id).await.stage, Stage::Delivered);
    assert_eq!(world.a.file(id).await.stage, Stage::Delivered);
}

#[tokio::test]
async fn a_direct_order_dies_with_its_notice_and_is_sent_anew_after_it() {
    let world = World::new().await;
    let b = world.b.node.id.clone();
    world.net.cut(&b);
    let id = ordered_directly(&world).await;
    world.settle().await;
    world.pass(Span::days(15));
    world.settle().await;
    world.net.mend(&b);
    world.pass(Span::hours(1));
    world.settle().await;
    assert!(world.p.find(id).await.is_none(), "the holder heard nothing");
    let node = &world.a.node;
    let dead = node.dead_letters().await.expect("reads");
    let find = |peer: &comity_core::id::NodeId| {
        let mut letters = dead.iter();
        letters
            .find(|row| row.peer == *peer)
            .expect("it died")
            .msg_id
    };
    let p = &world.p.node.id;
    let lindqvist = world.a.person("lindqvist").at_page();
    let early = node
        .settle_dead(&lindqvist, find(p), p, DeadChoice::SendAnew)
        .await;
    assert!(
        matches!(early, Err(FlowFault::Input { .. })),
        "notice first"
    );
    for peer in [&b, p] {
        node.settle_dead(&lindqvist, find(peer), peer, DeadChoice::SendAnew)
            .await
            .expect("sent anew");
        world.settle().await;
    }
    let notice = world.a.linked(id, Relation::Notice).await;
    assert_eq!(world.b.file(notice).await.part, Part::Notice);
    assert_eq!(world.p.file(id).await.stage, Stage::Delivered);
}
