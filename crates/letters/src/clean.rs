//! What others wrote, made safe to stand on paper: nothing hidden, nothing that steers the page.
//!
//! A letter shows what the text holds. A control character, or a mark that would turn the reading
//! direction of what follows, is shown by its number instead of working unseen.

use std::fmt::Write as _;

/// A run without a place to break longer than this gets some.
const LONG: usize = 48;
/// How many characters stand between two such places.
const STEP: usize = 24;

/// One paragraph of foreign text, cleaned.
#[must_use]
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    let unbroken = longest_run(text) > LONG;
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push(' ');
                run = 0;
            }
            c if steers(c) => {
                write!(out, "[U+{:04X}]", u32::from(c)).expect("a string grows");
                run += 8;
            }
            c => {
                out.push(c);
                run = if c.is_whitespace() { 0 } else { run + 1 };
            }
        }
        if unbroken && run >= STEP {
            // A place to break that shows nothing, so that no word leaves the page.
            out.push('\u{200b}');
            run = 0;
        }
    }
    out.trim().to_owned()
}

/// The paragraphs of a longer text.
#[must_use]
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\u{2029}', '\u{c}'])
        .map(line)
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// Characters that act without being seen. Joiners and the plain marks of direction stay: Persian,
/// Urdu and Arabic words need them, and they change nothing but their own neighbourhood.
const fn steers(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}'
        | '\u{e0000}'..='\u{10ffff}')
}

fn longest_run(text: &str) -> usize {
    text.split(char::is_whitespace)
        .map(|word| word.chars().take(LONG + 1).count())
        .max()
        .unwrap_or_default()
}

/// Whether a text is read from right to left: by its first letter, as the Unicode rules say.
///
/// # Source
/// Unicode Standard Annex #9, rules P2 and P3
#[must_use]
pub(crate) fn is_rtl(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_work_unseen_is_shown_by_its_number() {
        assert_eq!(line("a\0b"), "a[U+0000]b");
        assert_eq!(line("pay \u{202e}001\u{202c}"), "pay [U+202E]001[U+202C]");
        assert_eq!(line("\u{feff}x\u{e0041}"), "[U+FEFF]x[U+E0041]");
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn paragraphs_are_kept_and_empty_ones_are_not() {
        assert_eq!(
            paragraphs("one\r\n\r\n two\tthree \n"),
            ["one", "two three"]
        );
    }

    #[test]
    fn a_word_as_long_as_a_book_can_be_broken() {
        let word = "x".repeat(1 << 20);
        let cleaned = line(&word);
        assert!(longest_run(&cleaned.replace('\u{200b}', " ")) <= STEP);
        assert_eq!(cleaned.replace('\u{200b}', ""), word);
        assert_eq!(line("an ordinary sentence"), "an ordinary sentence");
    }

    #[test]
    fn direction_follows_the_first_letter() {
        assert!(is_rtl("… (12) السلطة"));
        assert!(!is_rtl("2027 XA-1 السلطة"));
        assert!(!is_rtl("2027"));
    }
}
