//! Lines that break, messages that come late, twice, out of order or never.

use comity_core::id::RequestId;
use comity_core::stage::Stage;
use comity_core::time::Span;
use comity_flows::ports::{Change, OutboxRow, OutboxState, ParkedRow, ReceiveAnswer, Write};
use comity_flows::{DeadChoice, Said};

use crate::common::World;
use crate::work::{PROVISION, ask_to_preserve};

/// What waits for A in B's outbox, in the order of its thread.
async fn to_a(world: &World) -> Vec<OutboxRow> {
    let ledger = world.b.node.ledger();
    let mut rows = ledger
        .outbox_in(OutboxState::Queued, 100)
        .await
        .expect("reads");
    rows.retain(|row| row.peer == world.a.node.id);
    rows.sort_by_key(|row| row.seq);
    rows
}

/// A's request that a person at B has taken.
async fn taken(world: &World) -> RequestId {
    let id = ask_to_preserve(world).await;
    let novak = world.b.person("novak").at_page();
    world.b.node.acknowledge(&novak, id).await.expect("taken");
    world.settle().await;
    id
}

#[tokio::test]
async fn a_dead_letter_leaves_its_place_to_a_void_and_the_thread_goes_on() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let (a, novak) = (world.a.node.id.clone(), world.b.person("novak").at_page());
    world.net.cut(&a);
    world.b.node.acknowledge(&novak, id).await.expect("taken");
    world.settle().await;
    world.pass(Span::days(15));
    world.settle().await;
    let dead = world.b.node.dead_letters().await.expect("reads");
    assert_eq!(dead.len(), 2, "the mark of reading and the report");
    world.net.mend(&a);
    world.pass(Span::hours(1));
    world.settle().await;
    world
        .b
        .node
        .accept_request(&novak, id, "")
        .await
        .expect("lawful");
    world.settle().await;
    assert_eq!(world.a.file(id).await.stage, Stage::Accepted);
    let dead = world.b.node.dead_letters().await.expect("reads");
    let first = &dead[0];
    world
        .b
        .node
        .settle_dead(&novak, first.msg_id, &first.peer, DeadChoice::LetRest)
        .await
        .expect("settled");
    assert_eq!(world.b.node.dead_letters().await.expect("reads").len(), 1);
}

#[tokio::test]
async fn what_was_parked_when_a_node_stopped_is_taken_up_without_a_further_message() {
    let world = World::new().await;
    let id = taken(&world).await;
    let (a, novak) = (&world.a.node, world.b.person("novak").at_page());
    world.net.cut(&a.id);
    let node = &world.b.node;
    node.accept_request(&novak, id, "").await.expect("lawful");
    let row = to_a(&world).await.remove(0);
    // As a crash leaves it: parked, and the message before it is accepted already.
    let parked = ParkedRow {
        msg_id: row.msg_id,
        sealed_hash: comity_wire::hash::sha256(&row.sealed),
        from: node.id.clone(),
        thread: row.thread,
        seq: row.seq,
        epoch: row.epoch,
        at: world.now(),
        inner: row.inner.clone(),
        receipt: b"parked".to_vec(),
    };
    let mut change = Change::default();
    change.writes.push(Write::Park(parked));
    a.ledger().commit(change).await.expect("stored");
    assert_eq!(world.a.file(id).await.stage, Stage::Checking);
    a.tick().await.expect("looks");
    assert_eq!(world.a.file(id).await.stage, Stage::Accepted);
    assert!(a.parked_messages().await.expect("reads").is_empty());
}

#[tokio::test]
async fn a_gap_that_lasts_is_told_once() {
    let world = World::new().await;
    let id = taken(&world).await;
    let (a, novak) = (&world.a.node, world.b.person("novak").at_page());
    world.net.cut(&a.id);
    let node = &world.b.node;
    node.accept_request(&novak, id, "").await.expect("lawful");
    let holder = &world.p.node.id;
    node.serve_order(&novak, id, holder, PROVISION)
        .await
        .expect("served");
    let later = to_a(&world).await.remove(1);
    let answer = a.receive(later.sealed.into()).await;
    assert!(matches!(answer, ReceiveAnswer::Parked(_)));
    let told = async || {
        let kinds = world.a.register(id).await;
        kinds.iter().filter(|kind| *kind == "message.gap").count()
    };
    a.tick().await.expect("looks");
    assert_eq!(told().await, 0);
    world.pass(Span::minutes(15));
    for _ in 0..2 {
        a.tick().await.expect("looks");
    }
    assert_eq!(told().await, 1);
    world.net.mend(&a.id);
    world.pass(Span::hours(1));
    world.settle().await;
    assert_eq!(world.a.file(id).await.stage, Stage::Executing);
}

#[tokio::test]
async fn a_void_for_a_message_that_did_arrive_is_answered_with_its_receipt() {
    let world = World::new().await;
    let id = taken(&world).await;
    let (a, novak) = (world.a.node.id.clone(), world.b.person("novak").at_page());
    world.net.cut(&a);
    let node = &world.b.node;
    node.accept_request(&novak, id, "").await.expect("lawful");
    // It arrives, but no receipt comes back.
    world.settle().await;
    for row in to_a(&world).await {
        let answer = world.a.node.receive(row.sealed.clone().into()).await;
        assert!(matches!(answer, ReceiveAnswer::Receipt(_)));
    }
    world.pass(Span::days(15));
    world.settle().await;
    assert_eq!(node.dead_letters().await.expect("reads").len(), 1);
    world.net.mend(&a);
    world.pass(Span::hours(1));
    world.settle().await;
    assert!(node.dead_letters().await.expect("reads").is_empty());
    let told = world.b.register(id).await;
    assert!(told.iter().any(|kind| kind == "message.arrived_after_all"));
    assert_eq!(world.a.file(id).await.stage, Stage::Accepted);
}

#[tokio::test]
async fn a_request_that_died_is_sent_anew_in_its_thread() {
    let world = World::new().await;
    let b = world.b.node.id.clone();
    world.net.cut(&b);
    let id = ask_to_preserve(&world).await;
    world.pass(Span::days(15));
    world.settle().await;
    let dead = world.a.node.dead_letters().await.expect("reads");
    assert_eq!(dead.len(), 1);
    world.net.mend(&b);
    let okoye = world.a.person("okoye").at_page();
    let said = world
        .a
        .node
        .settle_dead(&okoye, dead[0].msg_id, &b, DeadChoice::SendAnew)
        .await
        .expect("sent anew");
    assert!(matches!(said, Some(Said::Queued(_))));
    world.pass(Span::hours(1));
    world.settle().await;
    assert_eq!(world.a.file(id).await.stage, Stage::Delivered);
    assert_eq!(world.b.file(id).await.stage, Stage::Delivered);
}

#[tokio::test]
async fn a_message_ahead_of_its_turn_waits_and_takes_effect_when_the_gap_is_filled() {
    let world = World::new().await;
    let id = taken(&world).await;
    world.net.cut(&world.a.node.id);
    let novak = world.b.person("novak").at_page();
    let node = &world.b.node;
    node.accept_request(&novak, id, "").await.expect("lawful");
    node.serve_order(&novak, id, &world.p.node.id, PROVISION)
        .await
        .expect("served");
    let rows = to_a(&world).await;
    let [first, second] = rows.as_slice() else {
        panic!("two messages wait");
    };
    let early = world.a.node.receive(second.sealed.clone().into()).await;
    assert!(matches!(early, ReceiveAnswer::Parked(_)));
    assert_eq!(world.a.file(id).await.stage, Stage::Checking);
    let again = world.a.node.receive(second.sealed.clone().into()).await;
    assert_eq!(early, again, "the stored receipt");
    let gap = world.a.node.receive(first.sealed.clone().into()).await;
    assert!(matches!(gap, ReceiveAnswer::Receipt(_)));
    assert_eq!(world.a.file(id).await.stage, Stage::Executing);
}

#[tokio::test]
async fn a_message_that_comes_twice_has_one_effect_and_one_receipt() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let (to, sealed) = world.net.sent().into_iter().next().expect("it was sent");
    assert_eq!(to, world.b.node.id);
    let before = world.b.register(id).await;
    let first = world.b.node.receive(sealed.clone()).await;
    let second = world.b.node.receive(sealed).await;
    assert!(matches!(first, ReceiveAnswer::Receipt(_)));
    assert_eq!(first, second);
    assert_eq!(world.b.register(id).await, before, "nothing happened again");
}
