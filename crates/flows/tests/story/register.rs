//! An older register is taken over, corrected, undone, and handed out again.

use std::collections::BTreeMap;

use comity_core::kind::Kind;
use comity_core::stage::{Side, Stage};
use comity_core::time::Span;
use comity_flows::ports::{QueueQuery, QueueView};
use comity_flows::{BOOK_COLUMNS, Column, DateOrder, FlowFault, ImportReport, Mapping, Progress};
use comity_formats::table;

use crate::common::World;

/// Sixty rows, dates in two orders in two columns, three of them without a State.
fn old_register() -> String {
    let mut out = "No.;Foreign number;In/Out;Country;Type;Date;Deadline;Remarks\n".to_owned();
    for n in 1..=60 {
        let state = if n % 20 == 0 { "" } else { "XB" };
        let way = if n % 2 == 0 { "in" } else { "out" };
        let day = n % 28 + 1;
        out.push_str(&format!(
            "A {n}/19;BLM {n};{way};{state};MLA;{day:02}.03.2019;12/{day:02}/2026;row {n}\n"
        ));
    }
    out
}

fn mapping() -> Mapping {
    Mapping {
        columns: vec![
            Some(Column::OurRef),
            Some(Column::TheirRef),
            Some(Column::Direction),
            Some(Column::State),
            Some(Column::Kind),
            Some(Column::Date),
            Some(Column::Due),
            None,
        ],
        orders: BTreeMap::from([
            (Column::Date, DateOrder::Dmy),
            (Column::Due, DateOrder::Mdy),
        ]),
        ..Mapping::default()
    }
}

async fn take_over(world: &World, text: &str) -> ImportReport {
    let okoye = world.a.person("okoye").at_page();
    let bytes = text.to_owned().into_bytes().into();
    world
        .a
        .node
        .import_register(&okoye, "old.csv", bytes, &mapping(), &Progress::default())
        .await
        .expect("taken over")
}

async fn everything(world: &World) -> Vec<comity_core::request::RequestFile> {
    let query = QueueQuery {
        view: QueueView::All,
        limit: 200,
        ..QueueQuery::default()
    };
    let page = world.a.node.ledger().queue(&query).await.expect("reads");
    page.lines.into_iter().map(|line| line.file).collect()
}

#[tokio::test]
async fn sixty_rows_give_fifty_seven_files_and_three_rows_aside_and_again_nothing() {
    let world = World::new().await;
    let report = take_over(&world, &old_register()).await;
    assert_eq!((report.rows, report.added, report.aside), (60, 57, 3));
    let files = everything(&world).await;
    assert_eq!(files.len(), 57);
    let one = files
        .iter()
        .find(|file| file.reference == "A 7/19")
        .expect("our reference names it");
    assert_eq!(one.side, Side::Sender);
    assert_eq!(one.receiver_number.as_deref(), Some("BLM 7"));
    assert_eq!(one.kind, Kind::MlaStored);
    assert_eq!(one.stage, Stage::Sent);
    assert_eq!(one.opened.to_string().get(..10), Some("2019-03-08"));
    assert!(one.deadlines.is_empty(), "no clock starts by itself");
    let taken = one
        .road
        .taken_over
        .as_ref()
        .expect("says where it comes from");
    assert_eq!(taken.row, 8);
    assert!(
        taken
            .cells
            .contains(&("Remarks".to_owned(), "row 7".to_owned())),
        "other columns are kept"
    );
    let coming = files.iter().find(|file| file.reference == "BLM 8");
    assert_eq!(coming.expect("theirs names it").side, Side::Receiver);
    let found = world
        .a
        .node
        .ledger()
        .cases_by_number("BLM 7")
        .await
        .expect("reads");
    assert_eq!(found.len(), 1, "found by their number");

    let okoye = world.a.person("okoye").at_page();
    let aside = world
        .a
        .node
        .import_aside(&okoye, report.number)
        .await
        .expect("is kept");
    let aside = String::from_utf8(aside).expect("text");
    assert_eq!(aside.lines().count(), 4);
    assert!(aside.contains("state: missing"), "{aside}");

    let again = take_over(&world, &old_register()).await;
    assert_eq!((again.added, again.already, again.aside), (0, 57, 3));
    assert_eq!(everything(&world).await.len(), 57);
}

#[tokio::test]
async fn an_import_is_undone_but_for_files_in_which_somebody_acted_and_can_be_repeated() {
    let world = World::new().await;
    let report = take_over(&world, &old_register()).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let files = everything(&world).await;
    let touched = files
        .iter()
        .find(|file| file.is_open())
        .expect("one is open");
    world.pass(Span::minutes(1));
    node.confirm_due(&okoye, touched.id)
        .await
        .expect("confirmed");
    let due = world.a.file(touched.id).await.deadlines;
    assert_eq!(due.len(), 1, "now it counts down");
    let twice = node.confirm_due(&okoye, touched.id).await;
    assert!(matches!(twice, Err(FlowFault::NotFound)));

    let undone = node
        .undo_import(&okoye, report.number)
        .await
        .expect("undone");
    assert_eq!(undone.kept, 1);
    let open = everything(&world)
        .await
        .into_iter()
        .filter(comity_core::request::RequestFile::is_open)
        .count();
    assert_eq!(open, 1);
    let empty = files
        .iter()
        .find(|file| file.id != touched.id)
        .expect("another");
    let empty = world.a.file(empty.id).await;
    assert!(empty.reference.is_empty() && !empty.form.to_string().contains("BLM"));
    let twice = node.undo_import(&okoye, report.number).await;
    assert!(matches!(twice, Err(FlowFault::NotFound)));

    let again = take_over(&world, &old_register()).await;
    assert_eq!((again.added, again.already), (56, 1));
}

#[tokio::test]
async fn what_is_handed_out_is_taken_in_again_by_another_node() {
    let world = World::new().await;
    take_over(&world, &old_register()).await;
    let (node, okoye) = (&world.a.node, world.a.person("okoye").at_page());
    let mut rows: Vec<Vec<String>> = vec![BOOK_COLUMNS.iter().map(|c| (*c).to_owned()).collect()];
    let count = node
        .export_register(&okoye, "csv", &mut |line| {
            rows.push(node.book_row(&line.file));
            Ok(())
        })
        .await
        .expect("handed out");
    assert_eq!(count, 57);
    let line = node.ledger().cases_by_number("BLM 7").await.expect("reads");
    let whole = node.book_json(&line[0]).await.expect("reads");
    assert_eq!(whole["file"]["reference"], "A 7/19");
    assert_eq!(whole["history"][0]["entry"]["kind"], "file.taken_over");

    let abara = world.c.person("abara").at_page();
    let mapping = Mapping {
        columns: Column::ALL.iter().copied().map(Some).collect(),
        orders: [Column::Date, Column::StatusDate, Column::Due]
            .map(|column| (column, DateOrder::Ymd))
            .into(),
        ..Mapping::default()
    };
    let report = world
        .c
        .node
        .import_register(
            &abara,
            "book.csv",
            table::csv(rows).into(),
            &mapping,
            &Progress::default(),
        )
        .await
        .expect("the same columns come in again");
    assert_eq!((report.added, report.aside), (57, 0));
}

#[tokio::test]
async fn rows_that_hide_something_lie_aside_and_the_rest_is_taken() {
    let world = World::new().await;
    let text = "No.;Foreign number;In/Out;Country;Type;Date;Deadline;Remarks\n\
        1;=cmd;out;XB;MLA;01.02.2019;;\n\
        2;ok;out;DE;MLA;01.02.2019;;real State in an exercise\n\
        3;ok;out;XB;love letter;31.02.2019;;\n\
        ;;out;XB;MLA;01.02.2019;;nobody's\n\
        5;nul\0;out;XB;MLA;;;\n\
        6;fine;out;XB;MLA;01.02.2019;;\n\
        6;fine;out;XB;MLA;01.02.2019;;twice\n";
    let report = take_over(&world, text).await;
    assert_eq!((report.added, report.already, report.aside), (1, 1, 5));
    let okoye = world.a.person("okoye").at_page();
    let aside = world
        .a
        .node
        .import_aside(&okoye, report.number)
        .await
        .expect("kept");
    let aside = String::from_utf8(aside).expect("text");
    for reason in [
        "their_ref: formula",
        "state: state",
        "kind: kind; date: date",
        "our_ref: missing",
        "their_ref: control",
    ] {
        assert!(aside.contains(reason), "{reason} in {aside}");
    }
    assert!(aside.contains("'=cmd"), "a formula leaves as text");
    let marin = world.a.person("marin").at_page();
    let refused = world
        .a
        .node
        .import_register(
            &marin,
            "x",
            text.as_bytes().to_vec().into(),
            &mapping(),
            &Progress::default(),
        )
        .await;
    assert!(matches!(refused, Err(FlowFault::NotAllowed)));
}

#[tokio::test]
async fn a_file_that_breaks_in_the_middle_leaves_nothing_behind() {
    let world = World::new().await;
    let mut text = old_register();
    text.push_str(&";".repeat(300));
    text.push_str("x\n");
    let okoye = world.a.person("okoye").at_page();
    let broken = world
        .a
        .node
        .import_register(
            &okoye,
            "x",
            text.into_bytes().into(),
            &mapping(),
            &Progress::default(),
        )
        .await;
    assert!(matches!(broken, Err(FlowFault::Input { ref field, .. }) if field == "file"));
    let open = everything(&world).await;
    assert!(open.iter().all(|file| !file.is_open()));
}
