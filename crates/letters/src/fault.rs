//! Why a letter could not be made, in words for the person who asked for it.

/// Why a letter could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// More text than a letter can carry.
    #[error(
        "the text has {length} bytes and a letter carries at most {most}: attach long material as an enclosure"
    )]
    TooLong {
        /// How long it is.
        length: usize,
        /// The most that is taken.
        most: usize,
    },
    /// Letters of a script for which no font is here.
    #[error(
        "no font here has {shown}: put a font file with these characters into {folder}, \
         for Chinese NotoSansCJK-Regular.ttc of the package fonts-noto-cjk, or take the letter as DOCX or text"
    )]
    NoFont {
        /// Some of the characters.
        shown: String,
        /// Where fonts are looked for.
        folder: String,
    },
    /// The program was built without this format.
    #[error("this program was built without letters as {0}: take another format")]
    NotBuilt(&'static str),
    /// The typesetter failed: a fault of ours.
    #[error("the page could not be set: {0}")]
    Typeset(String),
}

impl LetterFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "letter.too_long",
            Self::NoFont { .. } => "letter.no_font",
            Self::NotBuilt(_) => "letter.not_built",
            Self::Typeset(_) => "letter.typeset",
        }
    }
}

/// More than this is no letter but an enclosure: some 150 pages.
pub const LONGEST: usize = 400_000;
