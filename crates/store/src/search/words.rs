//! What a text is found by: words, the beginnings of words, pairs of Chinese characters.
//!
//! Text is brought to one spelling first (compatibility forms, case, ё as е), then split where
//! Unicode splits words. Inside of words nothing is found.
//!
//! # Source
//! Unicode Standard Annexes 15 (normal forms) and 29 (word boundaries); case folding of chapter 3.13.

use std::collections::BTreeSet;

use aws_lc_rs::hmac;
use icu::casemap::CaseMapper;
use icu::normalizer::ComposingNormalizerBorrowed;
use icu::properties::CodePointMapData;
use icu::properties::props::Script;
use icu::segmenter::WordSegmenter;
use icu::segmenter::options::WordBreakInvariantOptions;

use crate::table::first_eight;

/// Beginnings of words are indexed from this many characters …
const PREFIX_FROM: usize = 3;
/// … to this many; a longer word is also indexed whole.
pub(crate) const PREFIX_TO: usize = 8;
/// Longer words are cut: nobody types them whole.
const WORD_MOST: usize = 128;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    Word(String),
    /// Two Chinese characters that stand side by side.
    Pair(String),
}

/// One spelling for all ways to write the same.
pub(crate) fn plain(text: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let once = nfkc.normalize(text);
    let folded = CaseMapper::new().fold_string(&once).into_owned();
    nfkc.normalize(&folded)
        .chars()
        // Tatweel only stretches a word; Arabic vowel signs are written or not as one likes.
        .filter(|c| !matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{ad}' | '\u{200b}'..='\u{200f}'))
        .map(|c| match c {
            'ё' => 'е',
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            other => other,
        })
        .collect()
}

/// The pieces of a text.
pub(crate) fn pieces(text: &str) -> BTreeSet<Piece> {
    let text = plain(text);
    let script = CodePointMapData::<Script>::new();
    let is_han = |c: char| script.get(c) == Script::Han;
    let mut out = BTreeSet::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let han = is_han(first);
        let end = rest.find(|c| is_han(c) != han).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if han {
            let characters: Vec<char> = run.chars().collect();
            out.extend(
                characters
                    .windows(2)
                    .map(|two| Piece::Pair(two.iter().collect())),
            );
        } else {
            words_of(run, &mut out);
        }
        rest = after;
    }
    out
}

/// Words of scripts that put something between them.
fn words_of(text: &str, out: &mut BTreeSet<Piece>) {
    let segmenter =
        WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
    let mut begin = 0;
    for (end, kind) in segmenter.segment_str(text).iter_with_word_type() {
        if kind.is_word_like() {
            out.insert(Piece::Word(
                text[begin..end].chars().take(WORD_MOST).collect(),
            ));
        }
        begin = end;
    }
}

/// Makes the tokens of one desk: an absent desk or word costs one look-up, never a scan.
#[derive(Clone)]
pub(crate) struct Tokens<'a> {
    key: &'a hmac::Key,
    desk: i64,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(key: &'a hmac::Key, desk: i64) -> Self {
        Self { key, desk }
    }

    fn hash(&self, kind: u8, text: &str) -> i64 {
        let mut context = hmac::Context::with_key(self.key);
        context.update(&[kind]);
        context.update(&self.desk.to_be_bytes());
        context.update(text.as_bytes());
        first_eight(context.sign().as_ref())
    }

    pub(crate) fn word(&self, word: &str) -> i64 {
        self.hash(b'w', word)
    }

    pub(crate) fn prefix(&self, prefix: &str) -> i64 {
        self.hash(b'p', prefix)
    }

    pub(crate) fn pair(&self, pair: &str) -> i64 {
        self.hash(b'c', pair)
    }

    /// All tokens under which words are found.
    pub(crate) fn of(&self, words: &[String]) -> BTreeSet<i64> {
        let mut out = BTreeSet::new();
        for piece in words.iter().flat_map(|text| pieces(text)) {
            match piece {
                Piece::Pair(pair) => drop(out.insert(self.pair(&pair))),
                Piece::Word(word) => {
                    let ends: Vec<usize> = word
                        .char_indices()
                        .map(|(at, c)| at + c.len_utf8())
                        .collect();
                    for length in PREFIX_FROM..=PREFIX_TO.min(ends.len()) {
                        out.insert(self.prefix(&word[..ends[length - 1]]));
                    }
                    if !(PREFIX_FROM..=PREFIX_TO).contains(&ends.len()) {
                        out.insert(self.word(&word));
                    }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Word(word) => word,
                Piece::Pair(pair) => format!("({pair})"),
            })
            .collect()
    }

    #[test]
    fn spelling_does_not_matter() {
        assert_eq!(plain("ЁЛКА"), plain("елка"));
        assert_eq!(plain("ＡＢＣ Straße"), plain("abc STRASSE"));
        assert_eq!(plain("أَحْمَد"), plain("احمد"));
    }

    #[test]
    fn references_addresses_and_numbers_split_where_people_expect() {
        assert_eq!(words("XA-2027-00915"), ["00915", "2027", "xa"]);
        assert_eq!(words("203.0.113.7"), ["203.0.113.7"]);
        assert_eq!(words("anna@example.org"), ["anna", "example.org"]);
    }

    #[test]
    fn chinese_is_found_by_two_characters_and_not_across_a_break() {
        assert_eq!(words("网络犯罪"), ["(犯罪)", "(络犯)", "(网络)"]);
        assert_eq!(words("中 国"), Vec::<String>::new());
    }

    #[test]
    fn another_desk_has_other_tokens() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[3; 32]);
        let some = ["Preservation".to_owned()];
        let here = Tokens::new(&key, 1).of(&some);
        assert_eq!(here.len(), 7, "six beginnings and the whole word");
        assert!(here.is_disjoint(&Tokens::new(&key, 2).of(&some)));
    }
}
