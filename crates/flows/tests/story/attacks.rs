//! What an attacker tries who holds a node's keys, or an officer who goes alone.

use std::sync::Arc;

use comity_core::id::{MsgId, ObjectId, RequestId};
use comity_core::item::{Asked, ItemState};
use comity_core::kind::Kind;
use comity_core::request::{Part, RequestFile};
use comity_core::stage::{Stage, StageName};
use comity_core::time::Span;
use comity_flows::message::{Body, ItemStatus, OrderServe, Read, RequestNew, Status};
use comity_flows::{Officer, Said};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::context;
use comity_wire::grant::{Grant, NATIVE, SignedGrant};
use comity_wire::hash::sha256;
use comity_wire::keys::SigningKey;
use comity_wire::refusal::RefusalCode;
use comity_wire::revocation::{Revocation, Revoked, SignedRevocation};

use zeroize::Zeroizing;

use crate::common::forge::{Letter, refused};
use crate::common::people::Device;
use crate::common::{World, forms};
use crate::work::ask_to_preserve;

const MISSING: Option<RefusalCode> = Some(RefusalCode::AuthorityMissing);
const SCOPE: Option<RefusalCode> = Some(RefusalCode::OutOfScope);

fn opening(file: &RequestFile) -> Body {
    Body::RequestNew(RequestNew {
        request: file.id,
        part: Part::Request,
        kind: file.kind,
        number: file.number.clone(),
        reference: file.reference.clone(),
        form: file.form.clone(),
        basis: file.basis.clone(),
        law_pack: file.law_pack.clone(),
        follows: None,
        provider: None,
    })
}

/// A lawful text of A for B, signed off and waiting; class M3 unless it only preserves.
async fn written(world: &World, kind: Kind) -> Letter {
    let okoye = world.a.person("okoye").at_page();
    let mut form = forms::preservation(world.now());
    if kind != Kind::Preservation {
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
    }
    let node = &world.a.node;
    world.net.cut(&world.b.node.id);
    let id = node
        .start_draft(&okoye, kind, &world.b.node.id, form)
        .await
        .expect("a draft");
    node.submit(&okoye, id).await.expect("signed");
    let file = world.a.file(id).await;
    Letter::first(file.urgency, opening(&file))
}

#[tokio::test]
async fn traffic_data_is_not_asked_for_by_one_officer_with_two_devices() {
    let world = World::new().await;
    let letter = written(&world, Kind::MlaStored).await;
    let prosecutor = world.a.person("lindqvist");
    let twice = [prosecutor.at_page(), prosecutor.at_machine()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &twice).await,
        MISSING
    );
}

#[tokio::test]
async fn traffic_data_is_not_asked_for_without_a_native_proof_or_an_authority() {
    let world = World::new().await;
    let letter = written(&world, Kind::MlaStored).await;
    let (okoye, lindqvist) = (world.a.person("okoye"), world.a.person("lindqvist"));
    let pages = [okoye.at_page(), lindqvist.at_page()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &pages).await,
        MISSING
    );
    let alone = [okoye.at_machine()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &alone).await,
        MISSING
    );
    let whole = [okoye.at_page(), lindqvist.at_machine()];
    assert_eq!(letter.send(&world, &world.a, &world.b, &whole).await, None);
}

#[tokio::test]
async fn an_approval_does_not_move_to_another_text() {
    let world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let okoye = [world.a.person("okoye").at_page()];
    let proofs = letter.proofs(&world, &world.a, &world.b, &okoye);
    let mut other = letter.clone();
    if let Body::RequestNew(body) = &mut other.body {
        body.form["facts"] = "Something else.".into();
    }
    let sealed = other.sealed(&world, &world.a, &world.b, proofs);
    assert_eq!(refused(&world.b, sealed).await, MISSING);
}

#[tokio::test]
async fn a_nonce_counts_once_also_under_another_message() {
    let world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let device = &world.a.person("okoye").page;
    let approve = |letter: &Letter| {
        let action = letter.action(&world, &world.a, &world.b).bytes();
        let exercise = context::World::Exercise;
        let made =
            device
                .authenticator
                .approve(device.grant, [9; 32], world.now(), exercise, &action);
        vec![made.expect("signs")]
    };
    let first = letter.sealed(&world, &world.a, &world.b, approve(&letter));
    assert_eq!(refused(&world.b, first).await, None);
    let mut second = letter.clone();
    second.thread = comity_core::id::ThreadId::from_bytes([8; 16]);
    if let Body::RequestNew(body) = &mut second.body {
        body.request = RequestId::from_bytes([3; 16]);
    }
    let sealed = second.sealed(&world, &world.a, &world.b, approve(&second));
    assert_eq!(refused(&world.b, sealed).await, MISSING);
}

#[tokio::test]
async fn officers_of_another_state_and_revoked_ones_do_not_count() {
    let mut world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let foreign = [world.b.person("novak").at_page()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &foreign).await,
        MISSING
    );
    let okoye = world.a.person("okoye");
    let revocation = Revocation {
        what: Revoked::Grant(okoye.page.grant),
        since: None,
        issued: world.now(),
        reason: "left the office".to_owned(),
    };
    let key = &world.a.authority;
    let exercise = context::World::Exercise;
    let signed = SignedRevocation::issue(revocation, key, key.verifying().id(), exercise);
    let revocations = vec![signed.expect("signs").bytes().to_vec()];
    let file = world.issue_with("XA", 2, revocations, |_| {});
    world
        .b
        .node
        .take_directory_file(&file)
        .await
        .expect("holds");
    let gone = [world.a.person("okoye").at_page()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &gone).await,
        MISSING
    );
}

#[tokio::test]
async fn a_newer_directory_is_fetched_before_a_message_is_judged() {
    let mut world = World::new().await;
    let file = world.issue("XA", 2, |_| {});
    world
        .a
        .node
        .take_directory_file(&file)
        .await
        .expect("holds");
    let id = ask_to_preserve(&world).await;
    let state = world.a.node.id.state();
    let known = world.b.node.directory().version(state).expect("pinned");
    assert_eq!(known.version, 2);
    assert_eq!(world.b.file(id).await.stage, Stage::Delivered);
}

#[tokio::test]
async fn nobody_speaks_with_a_key_that_no_state_lists_or_to_another_node() {
    let mut world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let okoye = [world.a.person("okoye").at_page()];
    let proofs = letter.proofs(&world, &world.a, &world.b, &okoye);
    let sealed = letter.sealed(&world, &world.a, &world.b, proofs);
    let elsewhere = Some(RefusalCode::NotForMe);
    assert_eq!(refused(&world.p, sealed).await, elsewhere);
    world.a.signing = SigningKey::generate().expect("a key");
    let bad = Some(RefusalCode::BadSignature);
    assert_eq!(letter.send(&world, &world.a, &world.b, &okoye).await, bad);
}

#[tokio::test]
async fn an_office_asks_only_for_what_its_state_lists_it_for() {
    let world = World::with(|entry| {
        if entry.node.state().as_str() == "XA" {
            entry.sends.remove("preservation");
        }
    })
    .await;
    let letter = written(&world, Kind::Preservation).await;
    let okoye = [world.a.person("okoye").at_page()];
    assert_eq!(letter.send(&world, &world.a, &world.b, &okoye).await, SCOPE);
}

#[tokio::test]
async fn a_provider_takes_no_order_from_abroad() {
    let world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let Body::RequestNew(body) = &letter.body else {
        panic!("a request");
    };
    let order = OrderServe {
        order: RequestId::from_bytes([4; 16]),
        kind: Kind::Preservation,
        asked: Asked::Preserve,
        number: "XA-2026-00009".to_owned(),
        reference: "9".to_owned(),
        form: body.form.clone(),
        provision: "art. 1".to_owned(),
        due: world.now(),
    };
    let okoye = [world.a.person("okoye").at_page()];
    let served = Letter::first(letter.urgency, Body::OrderServe(order));
    assert_eq!(served.send(&world, &world.a, &world.p, &okoye).await, SCOPE);
    assert_eq!(letter.send(&world, &world.a, &world.p, &okoye).await, SCOPE);
}

#[tokio::test]
async fn only_the_receiver_says_where_a_request_stands() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let file = world.a.file(id).await;
    let status = Status {
        request: id,
        stage: StageName::Executed,
        receiver_number: None,
        items: Vec::new(),
        ground: None,
        until: None,
        defects: Vec::new(),
        text: String::new(),
        clocks: Vec::new(),
    };
    let letter = Letter::next(&world.a, &file, Body::Decision(status)).await;
    let okoye = [world.a.person("okoye").at_page()];
    assert_eq!(letter.send(&world, &world.a, &world.b, &okoye).await, SCOPE);
}

#[tokio::test]
async fn one_person_does_not_refuse_and_a_drafter_does_not_send_traffic_data_alone() {
    let world = World::new().await;
    let okoye = world.a.person("okoye").at_page();
    let mut form = forms::preservation(world.now());
    forms::complete_production(&mut form, world.now());
    let node = &world.a.node;
    let id = node
        .start_draft(&okoye, Kind::MlaStored, &world.b.node.id, form)
        .await
        .expect("a draft");
    let said = node.submit(&okoye, id).await.expect("signed");
    assert!(matches!(said, Said::Waiting(_)));
    world.settle().await;
    assert!(world.b.find(id).await.is_none(), "nothing has left");
}

/// A report of B about A's request, as B's stolen server would write it.
async fn report(world: &World, id: RequestId, stage: StageName, items: Vec<ItemStatus>) -> Letter {
    let status = Status {
        request: id,
        stage,
        receiver_number: None,
        items,
        ground: None,
        until: None,
        defects: Vec::new(),
        text: String::new(),
        clocks: Vec::new(),
    };
    Letter::next(&world.b, &world.b.file(id).await, Body::Status(status)).await
}

#[tokio::test]
async fn a_stolen_server_ends_no_request_and_invents_no_evidence() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let produced = vec![ItemStatus {
        id: "i1".to_owned(),
        state: ItemState::Produced {
            object: ObjectId::from_bytes([5; 16]),
        },
    }];
    for (stage, items, code) in [
        (StageName::Closed, Vec::new(), MISSING),
        (StageName::Lapsed, Vec::new(), MISSING),
        (StageName::Refused, Vec::new(), MISSING),
        (StageName::Consulting, Vec::new(), MISSING),
        (StageName::Executed, produced, SCOPE),
    ] {
        let letter = report(&world, id, stage, items).await;
        let answer = letter.send(&world, &world.b, &world.a, &[]).await;
        assert_eq!(answer, code, "{stage:?}");
    }
    let read = Body::Read(Read {
        request: id,
        msg: MsgId::from_bytes([1; 32]),
    });
    let letter = Letter::next(&world.b, &world.b.file(id).await, read).await;
    assert_eq!(letter.send(&world, &world.b, &world.a, &[]).await, MISSING);
    let progress = report(&world, id, StageName::Checking, Vec::new()).await;
    assert_eq!(progress.send(&world, &world.b, &world.a, &[]).await, None);
}

#[tokio::test]
async fn an_investigators_device_sends_nothing() {
    let world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let marin = [world.a.person("marin").at_page()];
    assert_eq!(
        letter.send(&world, &world.a, &world.b, &marin).await,
        MISSING
    );
}

#[tokio::test]
async fn a_providers_people_do_not_decide_for_an_authority_of_their_state() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let decided = report(&world, id, StageName::Accepted, Vec::new()).await;
    let Body::Status(status) = decided.body.clone() else {
        panic!("a report");
    };
    let decided = Letter {
        body: Body::Decision(status),
        ..decided
    };
    let silva = [world.p.person("silva").at_page()];
    assert_eq!(
        decided.send(&world, &world.b, &world.a, &silva).await,
        MISSING
    );
}

#[tokio::test]
async fn a_guesser_gets_ten_tries_and_learns_nothing_from_the_answers() {
    let world = World::new().await;
    let node = &world.a.node;
    let wrong = |login: &'static str, password: &'static str| async move {
        let refused = node.sign_in(login, password).await;
        refused.expect_err("not signed in").to_string()
    };
    let unknown = wrong("nobody", "guess").await;
    for _ in 0..10 {
        assert_eq!(wrong("okoye", "guess").await, unknown);
    }
    assert_eq!(wrong("okoye", "right").await, unknown, "the name is closed");
    node.sign_in("lindqvist", "right")
        .await
        .expect("others go on");
    world.pass(Span::minutes(16));
    node.sign_in("okoye", "right").await.expect("open again");
}

#[tokio::test]
async fn a_message_of_the_other_world_is_refused_in_either_of_its_layers() {
    let world = World::new().await;
    let letter = written(&world, Kind::Preservation).await;
    let okoye = [world.a.person("okoye").at_page()];
    let (exercise, live) = (context::World::Exercise, context::World::Live);
    for worlds in [(live, live), (live, exercise), (exercise, live)] {
        let proofs = letter.proofs(&world, &world.a, &world.b, &okoye);
        let sealed = letter.sealed_in(worlds, &world, &world.a, &world.b, proofs);
        let code = refused(&world.b, sealed).await;
        assert_eq!(code, Some(RefusalCode::BadSignature), "{worlds:?}");
    }
    let whole = letter.send(&world, &world.a, &world.b, &okoye).await;
    assert_eq!(whole, None, "the same in one world");
}

/// An officer of A whose grant covers these measures only.
async fn narrow(world: &mut World, measures: &[&str]) -> Officer {
    let seed = Zeroizing::new([5; 32]);
    let authenticator = SoftwareAuthenticator::from_seed(&seed, NATIVE, NATIVE).expect("a device");
    let grant = Grant {
        officer: "xa.narrow".parse().expect("an officer id"),
        node: world.a.node.id.clone(),
        credentials: vec![authenticator.credential().clone()],
        sealing: None,
        signing: None,
        roles: ["prosecutor".to_owned()].into(),
        measures: measures.iter().map(|kind| (*kind).to_owned()).collect(),
        from: world.now() - Span::hours(1),
        until: world.now() + Span::days(30),
    };
    let key = &world.a.authority;
    let exercise = context::World::Exercise;
    let signed = SignedGrant::issue(grant, key, key.verifying().id(), exercise).expect("signs");
    let bytes = signed.bytes().to_vec();
    let a = world.a.node.id.clone();
    let file = world.issue("XA", 2, |entry| {
        if entry.node == a {
            entry.grants.push(bytes.clone());
        }
    });
    let taken = world.b.node.take_directory_file(&file).await;
    taken.expect("the file holds");
    let device = Device {
        authenticator,
        grant: sha256(&bytes),
    };
    Officer {
        prover: Some(Arc::new(device)),
        ..world.a.person("lindqvist").officer.clone()
    }
}

#[tokio::test]
async fn an_officer_does_not_sign_for_a_measure_that_the_grant_does_not_cover() {
    let mut world = World::new().await;
    let narrow = narrow(&mut world, &["preservation"]).await;
    let okoye = world.a.person("okoye").at_page();
    let asks = written(&world, Kind::MlaStored).await;
    let both = [okoye, narrow.clone()];
    let code = asks.send(&world, &world.a, &world.b, &both).await;
    assert_eq!(code, MISSING, "stored data is not in the grant");
    let mut keeps = written(&world, Kind::Preservation).await;
    keeps.thread = comity_core::id::ThreadId::from_bytes([9; 16]);
    let code = keeps.send(&world, &world.a, &world.b, &[narrow]).await;
    assert_eq!(code, None, "preserving is");
}
