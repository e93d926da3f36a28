//! Partners without a node: letters that are carried, and what comes back on paper, by mail and by
//! telephone.

use comity_core::deadline::ClockRule;
use comity_core::id::{NodeId, RequestId};
use comity_core::item::ItemState;
use comity_core::kind::Kind;
use comity_core::next::{Next, next};
use comity_core::refusal::Ground;
use comity_core::road::{Channel, Governs, Proof, Seen};
use comity_core::stage::{Stage, StageName};
use comity_core::time::Span;
use comity_flows::message::{ItemStatus, Status};
use comity_flows::{Arrival, Dispatch, FlowFault, Partner, Registered, Said, Says, Scan};
use serde_json::json;

use crate::common::{World, forms};

/// An authority that has no node, in a State whose other office has one.
const PAPER: &str = "XB/registry/paper";

fn paper() -> NodeId {
    PAPER.parse().expect("a node id")
}

async fn enter_partner(world: &World) {
    let okoye = world.a.person("okoye").at_page();
    let partner = Partner {
        node: paper(),
        kind: "authority".to_owned(),
        name: "Registry of Belmark".to_owned(),
        contacts: vec![
            (Channel::Diplomatic, "Embassy of Belmark".to_owned()),
            (Channel::Email, "registry@justice.xb.example".to_owned()),
            (Channel::Telephone, "+441632960777".to_owned()),
        ],
        languages: vec!["en".to_owned()],
    };
    world
        .a
        .node
        .put_partner(&okoye, partner)
        .await
        .expect("entered");
}

fn arrival(world: &World, channel: Channel, seen: Seen) -> Arrival {
    Arrival {
        channel,
        at: world.now(),
        dated: "2026-11-20".to_owned(),
        pages: 3,
        seen,
        shelf: "B 4".to_owned(),
        tracking: "BAG 77".to_owned(),
        note: "read by the clerk".to_owned(),
        scans: vec![Scan {
            name: "letter.pdf".to_owned(),
            bytes: b"%PDF- a scan of three sheets".as_slice().into(),
        }],
    }
}

const SEALED: Seen = Seen {
    seal: true,
    channel: true,
    call_back: false,
};

fn status(id: RequestId, stage: StageName) -> Box<Status> {
    Box::new(Status {
        request: id,
        stage,
        receiver_number: Some("REG 44/26".to_owned()),
        items: Vec::new(),
        ground: None,
        until: None,
        defects: Vec::new(),
        text: String::new(),
        clocks: Vec::new(),
    })
}

/// A writes to the partner; it is approved and carried in the bag.
async fn write_and_carry(world: &World) -> RequestId {
    enter_partner(world).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let form = forms::preservation(world.now());
    let id = node
        .start_draft(&okoye, Kind::Preservation, &paper(), form)
        .await
        .expect("a partner without a node is an ordinary entry");
    let said = node.submit(&okoye, id).await.expect("signed");
    assert_eq!(said, Said::ToCarry);
    let file = world.a.file(id).await;
    assert_eq!(
        file.stage,
        Stage::Signed,
        "signed, but nobody has carried it"
    );
    assert_eq!(next(&file), Next::Carry);
    assert_eq!(file.form["channel"], "diplomatic");
    world.settle().await;
    world.pass(Span::hours(2));
    let letter = file.road.waiting().next().expect("one letter").id.clone();
    let how = Dispatch {
        channel: Channel::Diplomatic,
        at: world.now() - Span::minutes(10),
        tracking: "BAG 12".to_owned(),
        note: "carried by the courier of the ministry".to_owned(),
    };
    node.carry(&okoye, id, &letter, how.clone())
        .await
        .expect("recorded");
    let again = node.carry(&okoye, id, &letter, how).await;
    assert!(matches!(again, Err(FlowFault::NotFound)), "it left once");
    id
}

#[tokio::test]
async fn a_request_to_a_partner_without_a_node_is_carried_and_its_answer_registered() {
    let world = World::new().await;
    let id = write_and_carry(&world).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let sent = world.a.file(id).await;
    assert_eq!(sent.stage, Stage::Sent);
    let mut clocks = sent.deadlines.iter();
    let clock = clocks
        .find(|one| one.rule == ClockRule::Acknowledge)
        .expect("the partner's clock runs");
    assert!(
        clock.due > world.now() + Span::days(20),
        "a bag takes its time"
    );
    assert_eq!(
        world.a.register(id).await.last().map(String::as_str),
        Some("letter.left")
    );

    world.pass(Span::days(9));
    let until = world.now() + Span::days(60);
    let mut says = status(id, StageName::Executed);
    for item in &sent.items {
        says.items.push(ItemStatus {
            id: item.id.clone(),
            state: ItemState::Preserved {
                since: world.now(),
                until,
            },
        });
    }
    let says = Says::Answer {
        status: says,
        produced: Vec::new(),
    };
    node.register_arrival(&okoye, id, arrival(&world, Channel::Email, SEALED), says)
        .await
        .expect("registered");
    let answered = world.a.file(id).await;
    assert_eq!(answered.stage, Stage::Executed);
    assert_eq!(answered.receiver_number.as_deref(), Some("REG 44/26"));
    assert_eq!(
        next(&answered),
        Next::FollowUp,
        "the formal request must follow"
    );
    let came = answered.road.papers.last().expect("the mail");
    assert_eq!(came.proof, Some(Proof::NotProven), "a mail proves nothing");
    assert_eq!(came.scans.len(), 1);
    let kept = node.ledger().object(came.scans[0]).await.expect("reads");
    assert_eq!(kept.expect("the scan is kept").name, "letter.pdf");
    let clocks = answered.deadlines.iter();
    assert_eq!(
        clocks
            .filter(|one| one.rule == ClockRule::Preservation)
            .count(),
        sent.items.len(),
        "each item counts down"
    );
}

#[tokio::test]
async fn a_letter_does_not_leave_before_it_is_approved_nor_in_the_future() {
    let world = World::new().await;
    enter_partner(&world).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let form = forms::preservation(world.now());
    let id = node
        .start_draft(&okoye, Kind::Preservation, &paper(), form)
        .await
        .expect("a draft");
    node.submit(&okoye, id).await.expect("signed");
    let letter = world.a.file(id).await.road.papers[0].id.clone();
    for at in [world.now() + Span::hours(1), world.now() - Span::days(2)] {
        let how = Dispatch {
            channel: Channel::Post,
            at,
            tracking: String::new(),
            note: String::new(),
        };
        let refused = node.carry(&okoye, id, &letter, how).await;
        assert!(matches!(refused, Err(FlowFault::Input { ref field, .. }) if field == "at"));
    }
    let marin = world.a.person("marin").at_page();
    let how = Dispatch {
        channel: Channel::Post,
        at: world.now(),
        tracking: String::new(),
        note: String::new(),
    };
    let refused = node.carry(&marin, id, &letter, how).await;
    assert!(
        matches!(refused, Err(FlowFault::NotAllowed)),
        "an investigator keeps no register"
    );
}

async fn letter_rogatory(world: &World, channel: Channel, seen: Seen) -> RequestId {
    enter_partner(world).await;
    let okoye = world.a.person("okoye").at_page();
    let mut form = forms::preservation(world.now());
    form["reference"] = json!("PS 12/2026");
    let done = world
        .a
        .node
        .register_request(
            &okoye,
            &paper(),
            Kind::MlaStored,
            form,
            arrival(world, channel, seen),
        )
        .await
        .expect("registered");
    match done {
        Registered::New(id) => id,
        Registered::Joined(..) => panic!("nothing was here to join"),
    }
}

#[tokio::test]
async fn a_letter_rogatory_in_the_bag_is_checked_and_timed_like_any_other() {
    let world = World::new().await;
    let id = letter_rogatory(&world, Channel::Diplomatic, SEALED).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let file = world.a.file(id).await;
    assert_eq!(file.stage, Stage::Delivered);
    assert_eq!(file.road.proof(), Proof::SealAndChannel);
    assert_eq!(next(&file), Next::Acknowledge);
    assert!(file.due().is_some(), "its clock runs");
    assert!(file.number.starts_with("XA-2026-"));
    let found = node
        .ledger()
        .cases_by_number("PS 12/2026")
        .await
        .expect("reads");
    assert_eq!(found.len(), 1, "found by the sender's reference");

    node.acknowledge(&okoye, id).await.expect("taken");
    let file = world.a.file(id).await;
    assert_eq!(file.stage, Stage::Checking);
    let letter = file.road.waiting().next().expect("the acknowledgement");
    assert_eq!(letter.what, "status");
    assert!(node.pump_once().await.is_ok());
    let out = node
        .ledger()
        .outbox_in(comity_flows::ports::OutboxState::Queued, 10)
        .await
        .expect("reads");
    assert!(
        out.is_empty(),
        "nothing goes by wire to a partner without a node"
    );
}

#[tokio::test]
async fn a_mail_from_a_stolen_mailbox_freezes_and_never_releases() {
    let world = World::new().await;
    let id = letter_rogatory(&world, Channel::Email, SEALED).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    node.acknowledge(&okoye, id).await.expect("taken");
    let refused = node.accept_request(&okoye, id, "").await;
    assert!(matches!(refused, Err(FlowFault::NotProven)), "{refused:?}");
    let mail = world.a.file(id).await.road.papers[0].id.clone();
    let called = Seen {
        call_back: true,
        ..Seen::default()
    };
    let proof = node
        .confirm_sender(
            &okoye,
            id,
            &mail,
            called,
            "reached Ms Reiner at +441632960777, 10:05",
        )
        .await
        .expect("called back");
    assert_eq!(proof, Proof::SealAndChannel);
    let again = node.accept_request(&okoye, id, "").await;
    assert!(!matches!(again, Err(FlowFault::NotProven)), "{again:?}");
}

#[tokio::test]
async fn the_same_letter_by_another_road_joins_its_file_and_one_changed_date_is_shown() {
    let world = World::new().await;
    let id = letter_rogatory(&world, Channel::Email, Seen::default()).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let mut form = world.a.file(id).await.form;
    let first = form["offences"][0]["provision"].clone();
    form["offences"][0]["provision"] = json!("Penal Code of Belmark, s. 9");
    let joined = node
        .register_request(
            &okoye,
            &paper(),
            Kind::MlaStored,
            form,
            arrival(&world, Channel::Diplomatic, SEALED),
        )
        .await
        .expect("registered");
    let Registered::Joined(file, sheet) = joined else {
        panic!("the paper is not a second request");
    };
    assert_eq!(file, id);
    let file = world.a.file(id).await;
    assert_eq!(
        file.road.proof(),
        Proof::SealAndChannel,
        "the better proof counts"
    );
    assert_eq!(next(&file), Next::Compare);
    let differs = &file.road.papers[1].differs;
    assert_eq!(differs.len(), 1, "{differs:?}");
    assert_eq!(json!(differs[0].first), first);
    node.settle_difference(&okoye, id, &sheet, Governs::Second)
        .await
        .expect("said");
    let file = world.a.file(id).await;
    assert_eq!(
        file.form["offences"][0]["provision"],
        "Penal Code of Belmark, s. 9"
    );
    assert_eq!(next(&file), Next::Acknowledge);
}

#[tokio::test]
async fn a_telephone_note_needs_words_and_a_refusal_on_paper_its_ground() {
    let world = World::new().await;
    let id = write_and_carry(&world).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let silent = Arrival {
        note: String::new(),
        scans: Vec::new(),
        ..arrival(&world, Channel::Telephone, Seen::default())
    };
    let refused = node.register_arrival(&okoye, id, silent, Says::Note).await;
    assert!(matches!(refused, Err(FlowFault::Input { ref field, .. }) if field == "note"));
    let answer = |ground| Says::Answer {
        status: Box::new(Status {
            ground,
            ..*status(id, StageName::Refused)
        }),
        produced: Vec::new(),
    };
    let letter = || arrival(&world, Channel::Post, SEALED);
    let refused = node
        .register_arrival(&okoye, id, letter(), answer(None))
        .await;
    assert!(refused.is_err(), "a refusal names its ground");
    node.register_arrival(&okoye, id, letter(), answer(Some(Ground::PoliticalOffence)))
        .await
        .expect("registered");
    let file = world.a.file(id).await;
    assert_eq!(file.stage_name(), StageName::Refused);
}
