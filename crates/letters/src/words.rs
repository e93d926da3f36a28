//! The words that stand on paper around a text: captions, headings, closed lists.
//!
//! A letter is signed, so a word that is missing is never replaced by English without a sign: the
//! look-up answers nothing, and the tests read every word that a letter can need in six languages.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::clean;
use crate::lang::Lang;

/// The message files of one language, ready to be asked.
pub struct Book {
    bundle: FluentBundle<FluentResource>,
}

impl Book {
    /// Reads the files. A damaged line costs its own message only; the tests read every file strictly.
    /// `isolating` puts marks of direction around variables, which pages need and letters do not.
    #[must_use]
    pub fn new(lang: Lang, sources: &[&str], isolating: bool) -> Self {
        let id = lang
            .code()
            .parse()
            .expect("a two-letter code is a language");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(isolating);
        for source in sources {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            let _already_there = bundle.add_resource(resource);
        }
        Self { bundle }
    }

    /// Whether there is a message of this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A message with its variables filled, if it is there and whole.
    #[must_use]
    pub fn find(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, args, &mut errors)
            .into_owned();
        errors.is_empty().then_some(text)
    }
}

/// The files that letters read: their own, and those of the screens for the closed lists.
const SOURCES: [&[&str]; 6] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

static BOOKS: LazyLock<Vec<Book>> = LazyLock::new(|| {
    Lang::ALL
        .into_iter()
        .map(|lang| Book::new(lang, SOURCES[lang as usize], false))
        .collect()
});

/// The words of letters in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// The message of this id, or nothing.
    #[must_use]
    pub fn maybe(self, id: &str) -> Option<String> {
        BOOKS[self.0 as usize].find(id, None)
    }

    /// A word of the frame: `paper-seal`.
    #[must_use]
    pub fn paper(self, id: &str) -> String {
        self.must(&format!("paper-{id}"))
    }

    /// The heading of a section.
    #[must_use]
    pub fn head(self, id: &str) -> String {
        self.must(&format!("head-{id}"))
    }

    /// The caption of a field; a field that is not known yet shows its own name, never nothing.
    #[must_use]
    pub fn key(self, parent: &str, key: &str) -> String {
        let (parent, slug) = (slug(parent), slug(key));
        self.maybe(&format!("key-{parent}-{slug}"))
            .or_else(|| self.maybe(&format!("key-{slug}")))
            .unwrap_or_else(|| clean::line(&key.replace('_', " ")))
    }

    /// A code of a closed list in words; a code without a word is shown as it is.
    #[must_use]
    pub fn listed(self, list: &str, code: &str) -> String {
        let code_slug = slug(code);
        self.maybe(&format!("said-{list}-{code_slug}"))
            .or_else(|| self.maybe(&format!("{list}-{code_slug}")))
            .unwrap_or_else(|| clean::line(code))
    }

    /// "Page 1 of 4", with its two numbers.
    #[must_use]
    pub fn page(self, page: &str, pages: &str) -> String {
        self.with("paper-page", &[("page", page), ("pages", pages)])
    }

    /// The subject of a mail.
    #[must_use]
    pub fn subject(self, kind: &str, number: &str) -> String {
        self.with("paper-subject", &[("kind", kind), ("number", number)])
    }

    fn must(self, id: &str) -> String {
        self.maybe(id).unwrap_or_else(|| id.to_owned())
    }

    fn with(self, id: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), (*value).to_owned());
        }
        BOOKS[self.0 as usize]
            .find(id, Some(&args))
            .unwrap_or_else(|| id.to_owned())
    }
}

/// Codes have underscores, dots or capitals; message ids have none of these.
fn slug(code: &str) -> String {
    code.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}
