//! A request goes out on paper, and a signed page comes back.

use comity_core::code::LetterCode;
use comity_core::id::RequestId;
use comity_flows::{FlowFault, LetterMade};

use crate::common::World;
use crate::work::ask_to_preserve;

fn made(id: RequestId) -> LetterMade {
    LetterMade {
        format: "pdf",
        language: "ar",
        code: LetterCode::of(id),
        text_sha256: "00".repeat(32),
        file_sha256: "11".repeat(32),
    }
}

#[tokio::test]
async fn a_letter_is_an_entry_of_the_register_and_its_page_finds_the_file_on_both_sides() {
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let okoye = world.a.person("okoye").at_page();
    world
        .a
        .node
        .letter_made(&okoye, id, &made(id))
        .await
        .expect("entered");
    assert_eq!(
        world.a.register(id).await.last().map(String::as_str),
        Some("letter.made")
    );
    let novak = world.b.person("novak").at_page();
    for (party, officer) in [(&world.a, okoye), (&world.b, novak)] {
        // The index is written a moment after the case.
        let mut found = party.node.file_of_code(&officer, LetterCode::of(id)).await;
        for _ in 0..200 {
            if found.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            found = party.node.file_of_code(&officer, LetterCode::of(id)).await;
        }
        assert_eq!(found.expect("the file of the page").file.id, id);
    }
}

#[tokio::test]
async fn the_code_of_another_file_finds_nothing_and_an_administrator_gets_neither_letter_nor_file()
{
    let world = World::new().await;
    let id = ask_to_preserve(&world).await;
    let okoye = world.a.person("okoye").at_page();
    let other = LetterCode::of(RequestId::from_bytes([7; 16]));
    let found = world.a.node.file_of_code(&okoye, other).await;
    assert!(matches!(found, Err(FlowFault::NotFound)));
    let mut admin = okoye;
    admin.roles = vec![comity_core::role::Role::Admin];
    let entered = world.a.node.letter_made(&admin, id, &made(id)).await;
    assert!(entered.is_err());
    let found = world.a.node.file_of_code(&admin, LetterCode::of(id)).await;
    assert!(matches!(found, Err(FlowFault::NotFound)));
}
