//! Writing tables for others: what leaves as CSV must not become a formula where it is opened.

/// A cell as it is written: text that a spreadsheet would compute gets an apostrophe in front, which
/// spreadsheets hide and a reader takes off again.
///
/// # Source
/// OWASP, "CSV Injection".
#[must_use]
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Reads what [`safe`] wrote.
#[must_use]
pub fn unsafe_again(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) => rest,
        _ => text,
    }
}

/// Rows as CSV with a byte-order mark, so that spreadsheets read them as UTF-8.
#[must_use]
pub fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        // A vector takes every record.
        let _always = writer.write_record(row.iter().map(|cell| safe(cell)));
    }
    out.extend(writer.into_inner().unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_leaves_is_a_formula_and_everything_reads_back() {
        for text in ["=1+1", "+44 16", "-3", "@SUM(A1)", "'x", "plain", ""] {
            let written = safe(text);
            assert!(!written.starts_with(['=', '+', '-', '@']), "{written}");
            assert_eq!(unsafe_again(&written), text);
        }
        let bytes = csv([vec!["a;\"b\"".to_owned(), "=cmd".to_owned()]]);
        assert_eq!(bytes, "\u{feff}\"a;\"\"b\"\"\",'=cmd\n".as_bytes());
    }
}
