//! What an office sees of itself and of its partners.

use comity_core::approval::{Class, Missing, Purpose};
use comity_core::time::Span;
use comity_flows::{Means, Node};

use crate::common::World;
use crate::work::ask_to_preserve;

fn reach(from: &Node, to: &Node) -> Option<bool> {
    let partners = from.partners();
    let mut found = partners.iter().filter(|(node, _)| *node == to.id);
    let (_, contact) = found.next().expect("the directory lists it");
    contact.map(|contact| contact.is_reachable())
}

#[tokio::test]
async fn a_partner_counts_as_reachable_by_its_last_answer() {
    let world = World::new().await;
    let (a, b) = (&world.a.node, &world.b.node);
    assert_eq!(reach(a, b), None, "nobody called yet");
    ask_to_preserve(&world).await;
    assert_eq!(reach(a, b), Some(true));
    world.net.cut(&b.id);
    world.pass(Span::minutes(11));
    a.look_at_partners().await;
    assert_eq!(reach(a, b), Some(false));
    world.net.mend(&b.id);
    a.look_at_partners().await;
    assert_eq!(reach(a, b), Some(false), "not called again so soon");
    world.pass(Span::minutes(2));
    a.look_at_partners().await;
    assert_eq!(reach(a, b), Some(true));
}

async fn missing(node: &Node, class: Class, purpose: Purpose) -> Option<Missing> {
    let means = node.means().await.expect("reads");
    let same = |one: &&Means| (one.class, one.purpose) == (class, purpose);
    means.iter().find(same).expect("listed").missing
}

#[tokio::test]
async fn an_office_sees_what_it_could_not_do_before_it_has_to() {
    let world = World::new().await;
    let (a, c) = (&world.a.node, &world.c.node);
    assert_eq!(missing(a, Class::M4, Purpose::Send).await, None);
    assert_eq!(missing(c, Class::M1, Purpose::Send).await, None);
    let alone = Some(Missing::Persons { have: 1, need: 2 });
    assert_eq!(missing(c, Class::M3, Purpose::Send).await, alone);
    assert_eq!(missing(c, Class::M2, Purpose::Release).await, alone);
}
