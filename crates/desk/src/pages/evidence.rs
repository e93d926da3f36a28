//! The evidence locker: what is arriving, what is held, its seals, and who held it.

use askama::Template;
use comity_core::time::Instant;

use super::request::{Happening, Pair};
use crate::field::Action;
use crate::parts::{self, Chip};
use crate::shell::Shell;

/// Something on its way.
#[derive(Clone, Debug)]
pub struct Arriving {
    /// The file's name.
    pub name: String,
    /// Bytes checked so far.
    pub done: u64,
    /// Bytes in all.
    pub all: u64,
    /// Pieces: checked, on the way, to come; drawn as squares.
    pub pieces: Vec<Piece>,
    /// Pieces checked.
    pub pieces_done: u64,
    /// Pieces in all.
    pub pieces_all: u64,
    /// What the line did: dropped, went on.
    pub line: String,
}

/// The state of a piece, or of a group of pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Checked on arrival.
    Held,
    /// On the way.
    Going,
    /// Failed its check, sent again.
    Again,
    /// To come.
    ToCome,
}

impl Piece {
    const fn class(self) -> &'static str {
        match self {
            Self::Held => "ok",
            Self::Going => "go",
            Self::Again => "re",
            Self::ToCome => "no",
        }
    }
}

impl Arriving {
    fn percent(&self) -> u64 {
        // "Received and checked" is never rounded up to a hundred.
        (u128::from(self.done) * 100 / u128::from(self.all.max(1))) as u64
    }
}

/// One sealed object.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Its page.
    pub href: String,
    /// Its mark, `XB/1`.
    pub mark: String,
    /// The file's name.
    pub name: String,
    /// The category in words.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
    /// The seal.
    pub seal: Chip,
    /// When the seal was checked, or why not.
    pub note: String,
    /// SHA-256 of the content.
    pub sha256: Option<String>,
    /// Whether it is the opened one.
    pub here: bool,
}

impl Exhibit {
    fn hash(&self) -> Option<String> {
        self.sha256.as_deref().map(parts::short_hash)
    }
}

/// The opened exhibit.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its mark.
    pub mark: String,
    /// The whole SHA-256, in groups.
    pub sha256: String,
    /// Each check: value expected and found.
    pub checks: Vec<super::request::Check>,
    /// Who held it, newest first.
    pub held: Vec<Happening>,
    /// Whether the chain has no gap.
    pub chain: Chip,
    /// Use, sharing, retention.
    pub rules: Vec<Pair>,
    /// Open, download, with reason.
    pub actions: Vec<Action>,
}

/// Something set aside, and what is safe.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// What happened.
    pub title: String,
    /// What was expected and found, what is safe.
    pub text: String,
}

/// The page.
#[derive(Template)]
#[template(path = "evidence.html")]
pub struct Evidence<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The request it belongs to; none for the whole locker.
    pub number: Option<String>,
    /// Where it came from, how much, what it may be used for.
    pub lede: String,
    /// What is arriving.
    pub arriving: Vec<Arriving>,
    /// What is held.
    pub exhibits: Vec<Exhibit>,
    /// What was set aside.
    pub aside: Vec<SetAside>,
    /// The opened exhibit.
    pub opened: Option<Opened>,
    /// Verify everything, download the proof pack.
    pub actions: Vec<Action>,
    /// Where a file can be uploaded; none when nothing is to be sealed here.
    pub upload: Option<String>,
    /// When this was written.
    pub published: Option<Instant>,
}
