//! The atlas as a file of comma-separated values.

use comity_core::law::QueryRefused;

use super::atlas::answers;
use super::{Law, Wanted};

/// The table as a file.
///
/// # Errors
/// [`QueryRefused`] where the measure or the day cannot be read.
pub fn csv(law: &Law<'_>, wanted: &Wanted) -> Result<String, QueryRefused> {
    let found = answers(
        law.pack,
        law.ours,
        &wanted.measure,
        wanted.direction,
        &wanted.date,
    )?;
    let mut out = String::from(
        "state,name,measure,direction,date,standing,decision,addressee,instrument,article,confidence,unverified,pack\r\n",
    );
    for (code, one) in found.iter() {
        let (instrument, article, confidence) = one.leading.as_ref().map_or_else(
            || (String::new(), String::new(), String::new()),
            |it| {
                (
                    it.instrument.clone(),
                    it.article.clone(),
                    crate::present::code_of(&it.confidence),
                )
            },
        );
        let cells = [
            code.as_str(),
            &law.state(code),
            &wanted.measure,
            wanted.direction.as_str(),
            &wanted.date,
            one.standing.as_str(),
            one.decision.as_str(),
            one.addressee.as_str(),
            &instrument,
            &article,
            &confidence,
            if one.unverified { "true" } else { "false" },
            law.pack.hash(),
        ];
        let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

/// A cell of RFC 4180; what a spreadsheet would take for a formula is kept as text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula || cell.contains([',', '"', '\n', '\r']) {
        format!(
            "\"{}{}\"",
            if formula { "'" } else { "" },
            cell.replace('"', "\"\"")
        )
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_kept_as_text() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("18(9)-(29)"), "18(9)-(29)");
    }
}
