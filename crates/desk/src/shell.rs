//! What surrounds every page: who reads, in which language, at which node, with which menu.

use std::borrow::Borrow;

use askama::filters::Safe;
use comity_core::time::Instant;

use crate::parts::{self, Chip};
use crate::when::When;
use crate::words::{Lang, Words};

/// Day or night colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Day,
    /// For the night watch: no pure black or white, no blue glare.
    Night,
}

impl Theme {
    /// The value of the cookie and of `data-theme`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Night => "night",
        }
    }
}

/// A place of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Queue,
    Write,
    Triage,
    Register,
    Evidence,
    Approvals,
    Law,
    Audit,
    Deliveries,
    LawData,
    Elsewhere,
}

/// Numbers beside the places of the menu.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Requests whose next move is the reader's.
    pub queue: u32,
    /// Whether one of them is late.
    pub late: bool,
    /// New requests nobody has looked at.
    pub triage: u32,
    /// Decisions waiting for a second person.
    pub approvals: u32,
    /// Messages that could not be delivered.
    pub undelivered: u32,
}

/// The node a page is read at.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// The State's name in the reader's language.
    pub state: String,
    /// The State's code.
    pub code: String,
    /// The office's name.
    pub unit: String,
    /// The node, `XA/justice/central`.
    pub node: String,
    /// The version of the program.
    pub software: String,
    /// Whether this is the exercise world, where nothing is real.
    pub exercise: bool,
    /// Whether this is a provider's node.
    pub provider: bool,
    /// Last sealed entry of the custody log and whether its proof holds.
    pub sealed: Option<(Instant, bool)>,
    /// Partner nodes that answer, of how many.
    pub peers: Option<(u32, u32)>,
}

/// What surrounds a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The words of the reader's language.
    pub t: Words,
    /// Times as the reader sees them.
    pub when: When,
    /// Now, once for the whole page.
    pub now: Instant,
    /// Day or night.
    pub theme: Theme,
    /// The node.
    pub office: Office,
    /// The reader's name; nobody before sign-in.
    pub user: Option<String>,
    /// Which place is open.
    pub place: Place,
    /// Numbers of the menu.
    pub counts: Counts,
    /// The token every form carries.
    pub csrf: String,
    /// Where this page is, so that a change of language comes back to it.
    pub path: String,
}

impl Shell {
    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.t.lang()
    }

    /// The other languages, for the menu.
    #[must_use]
    pub fn languages(&self) -> [Lang; 6] {
        Lang::ALL
    }

    /// The address of an embedded file.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        crate::assets::url(name)
    }

    /// An icon.
    #[must_use]
    pub fn icon(&self, name: &str) -> Safe<String> {
        parts::icon(name)
    }

    /// An icon of direction.
    #[must_use]
    pub fn flip(&self, name: &str) -> Safe<String> {
        parts::icon_flip(name)
    }

    /// A code, isolated from left to right.
    #[must_use]
    pub fn code(&self, text: &str) -> Safe<String> {
        parts::code(text)
    }

    /// A chip.
    #[must_use]
    pub fn chip(&self, chip: impl Borrow<Chip>) -> Safe<String> {
        chip.borrow().html()
    }

    /// `aria-current` on the open place.
    #[must_use]
    pub fn here(&self, place: impl Borrow<Place>) -> Safe<&'static str> {
        Safe(if self.place == *place.borrow() {
            " aria-current=\"page\""
        } else {
            ""
        })
    }

    /// The hidden field that proves a form came from our own page.
    #[must_use]
    pub fn token(&self) -> Safe<String> {
        let mut out = String::from("<input type=\"hidden\" name=\"csrf\" value=\"");
        parts::escape(&mut out, &self.csrf);
        out.push_str("\">");
        Safe(out)
    }

    /// A moment as `<time>`, UTC, with the date.
    #[must_use]
    pub fn time(&self, at: impl Borrow<Instant>) -> Safe<String> {
        let mut out = format!(
            "<time datetime=\"{}\"><bdi>",
            self.when.machine(at.borrow())
        );
        parts::escape(&mut out, &self.when.stamp(at.borrow()));
        out.push_str("</bdi></time>");
        Safe(out)
    }

    /// A moment as `<time>`, UTC, without the year.
    #[must_use]
    pub fn short_time(&self, at: impl Borrow<Instant>) -> Safe<String> {
        let mut out = format!(
            "<time datetime=\"{}\"><bdi>",
            self.when.machine(at.borrow())
        );
        parts::escape(&mut out, &self.when.short_stamp(at.borrow()));
        out.push_str("</bdi></time>");
        Safe(out)
    }
}
