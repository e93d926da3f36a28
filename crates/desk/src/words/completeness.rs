//! Reads the message files as they are: a look-up would fall back to English without a sign.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

use super::{Lang, messages};

#[derive(Default)]
struct Message {
    variables: BTreeSet<String>,
    /// Plural keys of each selector on `$n`.
    branches: Vec<BTreeSet<String>>,
    text: String,
}

fn read(lang: Lang) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    for source in messages::SOURCES[lang as usize] {
        let resource = parser::parse(*source).unwrap_or_else(|(_, e)| panic!("{lang:?}: {e:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut found = Message::default();
                    let id = message.id.name.to_owned();
                    pattern(
                        &message.value.unwrap_or_else(|| panic!("{id} is empty")),
                        &mut found,
                    );
                    assert!(
                        all.insert(id.clone(), found).is_none(),
                        "{lang:?}: {id} stands twice"
                    );
                }
                Entry::Junk { content } => panic!("{lang:?}: cannot be read: {content}"),
                _ => {}
            }
        }
    }
    all
}

fn pattern(p: &Pattern<&str>, found: &mut Message) {
    for element in &p.elements {
        match element {
            PatternElement::TextElement { value } => found.text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(inline),
            } => variable(inline, found),
            PatternElement::Placeable {
                expression: Expression::Select { selector, variants },
            } => {
                variable(selector, found);
                found.branches.push(
                    variants
                        .iter()
                        .map(|v| match &v.key {
                            VariantKey::Identifier { name } => (*name).to_owned(),
                            VariantKey::NumberLiteral { value } => (*value).to_owned(),
                        })
                        .collect(),
                );
                for variant in variants {
                    pattern(&variant.value, found);
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<&str>, found: &mut Message) {
    if let InlineExpression::VariableReference { id } = inline {
        found.variables.insert(id.name.to_owned());
    }
}

#[test]
fn the_same_messages_with_the_same_variables_stand_in_all_six_languages() {
    let english = read(Lang::En);
    assert!(english.len() > 100);
    for lang in Lang::ALL {
        let other = read(lang);
        let missing: Vec<_> = english
            .keys()
            .filter(|id| !other.contains_key(*id))
            .collect();
        let extra: Vec<_> = other
            .keys()
            .filter(|id| !english.contains_key(*id))
            .collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{lang:?} lacks {missing:?}, has {extra:?}"
        );
        for (id, message) in &english {
            assert_eq!(message.variables, other[id].variables, "{lang:?}: {id}");
            assert_eq!(
                message.branches.len(),
                other[id].branches.len(),
                "{lang:?}: {id}"
            );
        }
    }
}

#[test]
fn every_plural_has_the_categories_of_its_language() {
    for lang in Lang::ALL {
        let needed: &[&str] = match lang {
            Lang::Ar => &["zero", "one", "two", "few", "many", "other"],
            Lang::En | Lang::Es | Lang::Fr => &["one", "other"],
            Lang::Ru => &["one", "few", "many", "other"],
            Lang::Zh => &["other"],
        };
        for (id, message) in read(lang) {
            for branch in &message.branches {
                for category in needed {
                    assert!(
                        branch.contains(*category),
                        "{lang:?}: {id} has no [{category}]"
                    );
                }
            }
        }
    }
}

#[test]
fn no_text_was_left_in_english() {
    // Names, units and words that are spelled alike.
    let english = read(Lang::En);
    for lang in [Lang::Ar, Lang::Ru, Lang::Zh] {
        for (id, message) in read(lang) {
            let letters = english[&id]
                .text
                .chars()
                .filter(|c| c.is_alphabetic())
                .count();
            assert!(
                letters < 4 || message.text != english[&id].text,
                "{lang:?}: {id} is English"
            );
        }
    }
}

#[test]
fn french_chinese_and_spanish_keep_their_typography_and_no_text_hides_a_direction() {
    for lang in Lang::ALL {
        for (id, message) in read(lang) {
            let text = &message.text;
            let hidden = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(
                !text.contains(hidden),
                "{lang:?}: {id} holds a control of direction"
            );
            match lang {
                Lang::Fr => {
                    for wrong in [" :", " ;", " ?", " !", "« ", " »", "'"] {
                        assert!(!text.contains(wrong), "fr: {id} holds {wrong:?}");
                    }
                }
                Lang::Zh => {
                    for wrong in ["。 ", "， ", ", ", "; "] {
                        assert!(!text.contains(wrong), "zh: {id} holds {wrong:?}");
                    }
                }
                Lang::Es => {
                    assert_eq!(text.contains('?'), text.contains('¿'), "es: {id}");
                }
                Lang::Ar => assert!(!text.contains(',') && !text.contains('?'), "ar: {id}"),
                Lang::En | Lang::Ru => {}
            }
        }
    }
}
