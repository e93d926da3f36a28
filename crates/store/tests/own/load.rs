//! A bulk load stores and indexes like single changes do.

use comity_flows::ports::{Ledger as _, SearchQuery, Write};
use comity_testkit::contract::sample::{case, request, writes};

use crate::common::{file_in, open};

#[tokio::test]
async fn loaded_cases_are_found_and_changed_like_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(&file_in(folder.path())).await;
    let parts = (0..10).map(|part| {
        writes(
            (0..10)
                .map(|n| Write::Case(Box::new(case(part * 10 + n))))
                .collect(),
        )
    });
    assert_eq!(store.load(parts).await.expect("loads"), 10);
    store.search_is_settled().await.expect("indexed");
    let find = async |text: &str| {
        let query = SearchQuery {
            text: text.to_owned(),
            limit: 200,
            ..SearchQuery::default()
        };
        let page = store.search(&query).await.expect("reads");
        page.lines
            .into_iter()
            .map(|line| line.file.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(find("matter").await.len(), 100);
    assert_eq!(find("XA-2027-00042").await, [request(42)]);
    let mut row = case(42);
    row.index.words = vec!["closed".to_owned()];
    row.expect = Some(1);
    store
        .commit(writes(vec![Write::Case(Box::new(row))]))
        .await
        .expect("commits");
    store.search_is_settled().await.expect("indexed");
    assert_eq!(find("closed").await, [request(42)]);
    assert_eq!(find("matter").await.len(), 99);
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("reads").count(),
        3,
        "no part of the index is left behind"
    );
}
