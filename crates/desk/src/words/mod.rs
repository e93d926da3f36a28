//! The six languages: which exist, and the words of one of them.
//!
//! A message is only ever reached through a typed function made from the English file at build
//! time, because a library's look-up by name falls back to English, or to an apology, without a
//! sign. What is missing in another language is found by the tests at the foot of this room.

mod choose;
pub(crate) mod states;
mod vocabulary;

use std::sync::LazyLock;

use comity_letters::Book;
use fluent_bundle::FluentArgs;

pub use choose::choose;
pub use comity_letters::Lang;

mod messages {
    #![allow(missing_docs)]
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

static BOOKS: LazyLock<Vec<Book>> = LazyLock::new(|| {
    Lang::ALL
        .into_iter()
        .map(|lang| Book::new(lang, messages::SOURCES[lang as usize], true))
        .collect()
});

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The words of `lang`.
    #[must_use]
    pub const fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    fn say(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.find(id, args).unwrap_or_else(|| id.to_owned())
    }

    /// A message of a closed list, whose id is made from a code; `vocabulary` holds the lists.
    fn find(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        [self.lang, Lang::En]
            .into_iter()
            .find_map(|lang| BOOKS[lang as usize].find(id, args))
    }
}

#[cfg(test)]
mod codes;
#[cfg(test)]
mod completeness;
