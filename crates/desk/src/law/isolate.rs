//! Citations in a script that runs from right to left.

use crate::words::Lang;

/// Keeps `29(4)` together where the script runs from right to left: its brackets would turn over.
#[must_use]
pub(crate) fn isolated(text: &str, lang: Lang) -> String {
    if !lang.is_rtl() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let mut depth = 0_i32;
        let end = from
            .find(|c: char| {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                depth < 0 || !(c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '-' | '/'))
            })
            .unwrap_or(from.len());
        let (cite, after) = from.split_at(end.max(1));
        if cite.contains('(') {
            out.push('\u{2066}');
            out.push_str(cite);
            out.push('\u{2069}');
        } else {
            out.push_str(cite);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_a_citation_do_not_turn_over_in_arabic() {
        let text = "(المادة 29(4))، المواد 18(9)-(29) و35.";
        let kept = isolated(text, Lang::Ar);
        assert_eq!(
            kept,
            "(المادة \u{2066}29(4)\u{2069})، المواد \u{2066}18(9)-(29)\u{2069} و35."
        );
        assert_eq!(isolated(text, Lang::En), text);
        assert_eq!(isolated("7((((", Lang::Ar), "\u{2066}7((((\u{2069}");
    }
}
