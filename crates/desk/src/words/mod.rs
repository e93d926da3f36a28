//! The six languages: which exist, and the words of one of them.
//!
//! A message is only ever reached through a typed function made from the English file at build
//! time, because a library's look-up by name falls back to English, or to an apology, without a
//! sign. What is missing in another language is found by the tests at the foot of this room.

mod choose;
pub(crate) mod states;
mod vocabulary;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use choose::choose;

mod messages {
    #![allow(missing_docs)]
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// Arabic, from right to left.
    Ar,
    /// English as the United Nations writes it.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Russian.
    Ru,
    /// Chinese in simplified script.
    Zh,
}

impl Lang {
    /// All six, in the order of their codes.
    pub const ALL: [Self; 6] = [Self::Ar, Self::En, Self::Es, Self::Fr, Self::Ru, Self::Zh];

    /// The code of folders, cookies and settings: `ar`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Ru => "ru",
            Self::Zh => "zh",
        }
    }

    /// What `lang="…"` says: Chinese names its script.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            other => other.code(),
        }
    }

    /// What `dir="…"` says.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En | Self::Es | Self::Fr | Self::Ru | Self::Zh => "ltr",
        }
    }

    /// Whether text and the time axis run from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Ar)
    }

    /// The language's name in itself, for the menu.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::En => "English",
            Self::Es => "Español",
            Self::Fr => "Français",
            Self::Ru => "Русский",
            Self::Zh => "中文",
        }
    }

    /// Reads a code such as `fr`; `zh-Hans` counts as `zh`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let primary = text.split(['-', '_']).next().unwrap_or(text);
        Self::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<Bundle>> =
    LazyLock::new(|| Lang::ALL.into_iter().map(bundle).collect());

fn bundle(lang: Lang) -> Bundle {
    let id = lang
        .code()
        .parse()
        .expect("a two-letter code is a language");
    let mut bundle = Bundle::new_concurrent(vec![id]);
    for source in messages::SOURCES[lang as usize] {
        // The tests read every file strictly; a damaged line costs its own message only.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _already_there = bundle.add_resource(resource);
    }
    bundle
}

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
        [self.lang, Lang::En].into_iter().find_map(|lang| {
            let bundle = &BUNDLES[lang as usize];
            let pattern = bundle.get_message(id)?.value()?;
            let mut errors = Vec::new();
            let text = bundle
                .format_pattern(pattern, args, &mut errors)
                .into_owned();
            errors.is_empty().then_some(text)
        })
    }
}

#[cfg(test)]
mod codes;
#[cfg(test)]
mod completeness;
