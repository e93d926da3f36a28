//! Data that is handed over: in part, released by two, pulled, verified; and what is tried with it.

use std::sync::Arc;

use bytes::Bytes;
use comity_core::id::{ObjectId, RequestId};
use comity_core::item::ItemState;
use comity_core::kind::Kind;
use comity_core::refusal::NonExecution;
use comity_core::request::{Relation, RequestFile};
use comity_core::stage::Stage;
use comity_flows::message::{Body, EvidenceReady};
use comity_flows::ports::{BlobPart, ObjectState};
use comity_flows::{ItemAnswer, Node, Officer, Outflow, Said};
use comity_wire::context;
use comity_wire::evidence::file::SealedFile;
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::hash::sha256;
use comity_wire::payload::Attachment;
use comity_wire::refusal::RefusalCode;
use serde_json::json;

use crate::common::forge::Letter;
use crate::common::{Post, World, forms};

/// A second person approves what waits.
async fn second(node: &Node, officer: &Officer, case: RequestId, said: Said) {
    let Said::Waiting(pending) = said else {
        panic!("a second person is needed");
    };
    let said = node
        .approve(officer, case, &pending)
        .await
        .expect("approved");
    assert!(matches!(said, Said::Queued(_)));
}

/// A asks B for three items; B finds it lawful and draws the order up, which waits for a second
/// person. Returns request and order.
pub(crate) async fn drawn_up(world: &World) -> (RequestId, RequestId, Said) {
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
    let mut third = form["items"][1].clone();
    third["id"] = json!("i3");
    third["elements"] = json!(["connection_log"]);
    form["items"].as_array_mut().expect("a list").push(third);
    let node = &world.a.node;
    let id = node
        .start_draft(&okoye, Kind::MlaStored, &world.b.node.id, form)
        .await
        .expect("a draft");
    let said = node.submit(&okoye, id).await.expect("signed");
    let lindqvist = world.a.person("lindqvist").at_machine();
    second(node, &lindqvist, id, said).await;
    world.settle().await;
    let node = &world.b.node;
    let costa = world.b.person("costa").at_page();
    node.acknowledge(&costa, id).await.expect("taken");
    node.accept_request(&costa, id, "").await.expect("lawful");
    let said = node
        .serve_order(&costa, id, &world.p.node.id, "art. 219")
        .await
        .expect("drawn up");
    let order = world.b.linked(id, Relation::Order).await;
    (id, order, said)
}

/// The same, and the order reaches the provider.
async fn ordered(world: &World) -> (RequestId, RequestId) {
    let (id, order, said) = drawn_up(world).await;
    let ito = world.b.person("ito").at_machine();
    second(&world.b.node, &ito, order, said).await;
    world.settle().await;
    (id, order)
}

async fn seal(world: &World, order: RequestId, item: &str, data: &'static [u8]) -> ObjectId {
    let silva = world.p.person("silva").at_page();
    let node = &world.p.node;
    let object = node
        .begin_seal(&silva, order, Some(item.to_owned()), "data.csv", None)
        .await
        .expect("begun");
    let piece = Bytes::from_static(data);
    let digest = sha256(&piece);
    node.seal_piece(&silva, object, 0, piece, digest)
        .await
        .expect("taken");
    node.finish_seal(&silva, object, None)
        .await
        .expect("sealed");
    object
}

/// The provider hands over the first item, has not the second and may not give the third.
async fn answered(world: &World, order: RequestId) -> ObjectId {
    let object = seal(world, order, "i1", b"name,registered\nJ. Doe,2026-01-01\n").await;
    let silva = world.p.person("silva").at_page();
    let conflict = NonExecution::ConflictOfLaw;
    let answers = vec![
        ("i1".to_owned(), ItemAnswer::Sealed(object)),
        ("i2".to_owned(), ItemAnswer::NotFound),
        ("i3".to_owned(), ItemAnswer::NotExecuted(conflict)),
    ];
    world
        .p
        .node
        .answer_order(&silva, order, answers, "as far as held")
        .await
        .expect("answered");
    world.settle().await;
    object
}

fn state<'f>(file: &'f RequestFile, item: &str) -> &'f ItemState {
    let found = file.items.iter().find(|one| one.id == item);
    &found.expect("the item is there").state
}

/// Offers `object` to B as the provider would, under this manifest.
async fn offered(
    world: &World,
    order: RequestId,
    object: ObjectId,
    manifest: Vec<u8>,
) -> Option<RefusalCode> {
    let file = world.p.file(order).await;
    let body = Body::Evidence(EvidenceReady {
        request: order,
        item: "i1".to_owned(),
        object,
        released_by: Vec::new(),
    });
    let mut letter = Letter::next(&world.p, &file, body).await;
    letter.objects = vec![Attachment {
        object,
        manifest,
        wraps: Vec::new(),
        token: [5; 32],
    }];
    let silva = [world.p.person("silva").at_page()];
    letter.send(world, &world.p, &world.b, &silva).await
}

async fn manifest_of(post: &Post, object: ObjectId) -> Vec<u8> {
    let row = post.node.ledger().object(object).await.expect("reads");
    row.expect("the object is here").manifest
}

#[tokio::test]
async fn what_is_held_is_released_by_two_and_arrives_verified_beside_what_is_not() {
    let world = World::new().await;
    let (id, order) = ordered(&world).await;
    let object = answered(&world, order).await;
    let executed = world.b.file(id).await;
    assert_eq!(executed.stage, Stage::Executed);
    let before = world.a.file(id).await;
    assert_eq!(
        *state(&before, "i1"),
        ItemState::Pending,
        "not released yet"
    );
    assert_eq!(*state(&before, "i2"), ItemState::NotFound);
    let reason = NonExecution::ConflictOfLaw;
    assert_eq!(*state(&before, "i3"), ItemState::NotExecuted { reason });
    let node = &world.b.node;
    let costa = world.b.person("costa").at_page();
    let items = ["i1".to_owned()];
    let said = node.release(&costa, id, &items).await.expect("proposed");
    world.settle().await;
    assert!(
        world.a.file(id).await.objects.is_empty(),
        "one person releases nothing"
    );
    second(node, &world.b.person("ito").at_machine(), id, said).await;
    world.settle().await;
    for post in [&world.a, &world.b] {
        assert_eq!(post.file(id).await.stage, Stage::Received);
    }
    let arrived = world.a.file(id).await;
    assert_eq!(*state(&arrived, "i1"), ItemState::Produced { object });
    let row = world.a.node.ledger().object(object).await.expect("reads");
    assert_eq!(row.expect("here").state, ObjectState::Here);
}

#[tokio::test]
async fn a_second_manifest_for_one_object_and_a_swapped_one_are_refused() {
    let world = World::new().await;
    let (_, order) = ordered(&world).await;
    let object = answered(&world, order).await;
    let bytes = manifest_of(&world.p, object).await;
    let exercise = context::World::Exercise;
    let first = SignedManifest::read(&bytes, exercise).expect("reads");
    let mut other = first.manifest().clone();
    other.bytes += 1;
    let second = SignedManifest::sign(other, &world.p.signing, exercise).expect("signs");
    let forged = second.bytes().to_vec();
    let forked = Some(RefusalCode::Forked);
    assert_eq!(offered(&world, order, object, forged).await, forked);
    let told = world.b.register(order).await;
    assert!(told.iter().any(|kind| kind == "evidence.second_manifest"));
    let unknown = ObjectId::from_bytes([6; 16]);
    let bad = Some(RefusalCode::BadSignature);
    assert_eq!(offered(&world, order, unknown, bytes).await, bad);
}

#[tokio::test]
async fn nothing_is_sent_for_a_request_that_was_taken_back() {
    let world = World::new().await;
    let (id, order) = ordered(&world).await;
    answered(&world, order).await;
    let node = &world.b.node;
    let costa = world.b.person("costa").at_page();
    let items = ["i1".to_owned()];
    let said = node.release(&costa, id, &items).await.expect("proposed");
    let okoye = world.a.person("okoye").at_page();
    let taken_back = world.a.node.withdraw(&okoye, id, "solved otherwise").await;
    taken_back.expect("withdrawn");
    world.settle().await;
    let Said::Waiting(pending) = said else {
        panic!("a second person is needed");
    };
    let ito = world.b.person("ito").at_machine();
    assert!(node.approve(&ito, id, &pending).await.is_err());
    assert!(node.release(&costa, id, &items).await.is_err());
}

/// Everything that flows out, and whether it came to its end.
async fn drain(mut out: Outflow) -> (Vec<u8>, bool) {
    let mut all = Vec::new();
    while let Some(page) = out.pages.recv().await {
        match page {
            Ok(page) => all.extend_from_slice(&page),
            Err(_) => return (all, false),
        }
    }
    let whole = all.len() as u64 == out.bytes;
    (all, whole)
}

#[tokio::test]
async fn evidence_is_taken_out_opened_with_a_reason_or_sealed_and_both_are_on_record() {
    let world = World::new().await;
    let (_, order) = ordered(&world).await;
    let data = b"2026-02-03;198.51.100.7;login";
    let object = seal(&world, order, "i1", data).await;
    // At the provider lies the wrap of the authority only; the authority holds it after the answer.
    let silva = world.p.person("silva").at_page();
    let answers = vec![("i1".to_owned(), ItemAnswer::Sealed(object))];
    let node = &world.p.node;
    node.answer_order(&silva, order, answers, "")
        .await
        .expect("answered");
    world.settle().await;
    let node = &world.b.node;
    let (costa, novak) = (
        world.b.person("costa").at_page(),
        world.b.person("novak").at_page(),
    );
    assert!(
        node.take_content(&costa, object, " ").await.is_err(),
        "no reason, no content"
    );
    assert!(
        node.take_content(&novak, object, "to read it")
            .await
            .is_err(),
        "a duty officer opens no evidence"
    );
    let out = node.take_content(&costa, object, "safeguards check").await;
    let out = out.expect("opened");
    assert_eq!(out.name, "data.csv");
    assert_eq!(drain(out).await, (data.to_vec(), true));
    let sealed = node.take_sealed(&novak, object).await.expect("taken");
    let (bytes, whole) = drain(sealed).await;
    assert!(whole);
    let len = bytes.len() as u64;
    let file = SealedFile::read(Arc::new(bytes), len).expect("a sealed file");
    file.verify_trailer().expect("signed by who handed it on");
    file.verify_manifest().expect("signed by who sealed it");
    file.source().expect("the list agrees with the root");
    let told = world.b.register(order).await;
    for kind in ["evidence.opened", "evidence.taken"] {
        assert_eq!(told.iter().filter(|one| *one == kind).count(), 1, "{kind}");
    }
}

#[tokio::test]
async fn damaged_content_never_leaves_whole() {
    let world = World::new().await;
    let (_, order) = ordered(&world).await;
    let object = seal(&world, order, "i1", b"as it was").await;
    let silva = world.p.person("silva").at_page();
    let answers = vec![("i1".to_owned(), ItemAnswer::Sealed(object))];
    let node = &world.p.node;
    node.answer_order(&silva, order, answers, "")
        .await
        .expect("answered");
    world.settle().await;
    let node = &world.b.node;
    let chunks = node.blobs().local(object, BlobPart::Chunks).expect("here");
    let mut bytes = std::fs::read(&chunks).expect("reads");
    bytes[3] ^= 1;
    std::fs::remove_file(&chunks).expect("ours");
    std::fs::write(&chunks, bytes).expect("writes");
    let costa = world.b.person("costa").at_page();
    let out = node.take_content(&costa, object, "safeguards check").await;
    let (_, whole) = drain(out.expect("begins")).await;
    assert!(!whole);
}
