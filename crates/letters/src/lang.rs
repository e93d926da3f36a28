//! The six languages of the United Nations.

/// A language of letters and screens.
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
