//! Party rows: dates, territories, and what a State reserved or declared.

use super::table::Coverage;
use super::terms::Day;

/// Splits a cell of territories, reservations and declarations at `;`, except inside square brackets,
/// where a source may hold one.
#[must_use]
pub fn entries(cell: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0_u32, 0, Vec::new());
    for (at, byte) in cell.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => {
                out.push(cell[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(cell[from..].trim());
    out.retain(|entry| !entry.is_empty());
    out
}

/// The articles that a cell of reservations and declarations names, and whether the whole list was
/// read (`all read`): then what is not there was not made.
pub(crate) fn reserved(cell: &str) -> (Vec<String>, bool) {
    let (mut articles, mut complete) = (Vec::new(), false);
    for entry in entries(cell) {
        complete |= entry.starts_with("all read");
        let Some(rest) = entry
            .strip_prefix("R ")
            .or_else(|| entry.strip_prefix("D "))
        else {
            continue;
        };
        for token in rest.split_whitespace() {
            let token = token.trim_end_matches(',');
            if !token.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            articles.push(token.to_owned());
        }
    }
    (articles, complete)
}

/// One token of the column `territory`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    MainOnly,
    Excluded(&'a str),
    From(&'a str, Day),
}

impl<'a> Token<'a> {
    /// Reads `only:NL-Europe`, `+CW@2024-10-01`, `+AW` or `-FO`.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        if let Some(part) = text.strip_prefix("only:") {
            return (!part.is_empty()).then_some(Self::MainOnly);
        }
        if let Some(code) = text.strip_prefix('-') {
            return (code.len() == 2).then_some(Self::Excluded(code));
        }
        let rest = text.strip_prefix('+')?;
        let (code, day) = match rest.split_once('@') {
            Some((code, day)) => (code, Day::parse(day)?),
            None => (rest, Day::UNKNOWN),
        };
        (code.len() == 2).then_some(Self::From(code, day))
    }
}

/// The tokens of a cell, with their codes resolved.
pub(crate) fn coverage(cell: &str, of: impl Fn(&str) -> Option<u16>) -> Vec<Coverage> {
    cell.split(';')
        .filter_map(|token| {
            Some(match Token::parse(token.trim())? {
                Token::MainOnly => Coverage::MainOnly,
                Token::Excluded(code) => Coverage::Excluded(of(code)?),
                Token::From(code, day) => Coverage::From(of(code)?, day),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_inside_brackets_does_not_split_an_entry() {
        let cell = "R 29(4) kept [S: database; chart]; N 24(7), 27(2) Ministry [S: same]; D 7(5), 8(4) notice [S: x]";
        assert_eq!(entries(cell).len(), 3);
        let (articles, complete) = reserved(cell);
        assert_eq!(articles, ["29(4)", "7(5)", "8(4)"]);
        assert!(!complete);
        assert!(reserved("all read [S: exercise]").1);
    }

    #[test]
    fn territory_tokens_are_read_or_refused() {
        assert_eq!(Token::parse("only:NL-Europe"), Some(Token::MainOnly));
        assert_eq!(Token::parse("-FO"), Some(Token::Excluded("FO")));
        assert!(matches!(
            Token::parse("+CW@2024-10-01"),
            Some(Token::From("CW", _))
        ));
        for wrong in ["CW", "+CW@2024-13-01", "+", "-", "only:", "+ABC"] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }
}
