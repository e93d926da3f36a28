//! What the targets for other people's files do. The same functions run over a corpus in the ordinary
//! tests (`crates/formats/tests/fuzz_corpus.rs`).

use std::ops::ControlFlow;

use comity_formats::sheet::{COLUMNS, ENCODINGS, Options, rows};
use comity_formats::{mail as letters, table};

/// The file as it guesses itself, and as text in each encoding: every row keeps to its bounds, and what
/// leaves again is no formula.
pub fn register_import(bytes: &[u8]) {
    let mut ways = vec![Options::default()];
    ways.extend(ENCODINGS.iter().map(|encoding| Options {
        encoding: Some((*encoding).to_owned()),
        delimiter: Some(b';'),
    }));
    for options in ways {
        let mut last = 0;
        let _either = rows(bytes, &options, &mut |row| {
            assert!(row.number > last, "rows follow each other");
            last = row.number;
            assert!(row.cells.len() <= COLUMNS);
            for cell in &row.cells {
                let written = table::safe(&cell.text);
                assert!(!written.starts_with(['=', '+', '-', '@']));
                assert_eq!(table::unsafe_again(&written), cell.text);
            }
            ControlFlow::Continue(())
        });
    }
}

/// A mail claims what it likes and hides nothing.
pub fn mail(bytes: &[u8]) {
    if let Ok(read) = letters::read(bytes) {
        assert!(!read.from.is_empty());
        assert!(!read.subject.contains(['\0', '\u{202e}']));
        assert!(read.references().len() <= 50);
        let _listed = read.addresses();
    }
}
