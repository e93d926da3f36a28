//! One word for each way to hand a letter out, and the file it becomes.

use sha2::{Digest as _, Sha256};

use crate::compose::{Case, Copy, compose, copy_for};
use crate::cover::cover;
use crate::fault::LetterFault;
use crate::lang::Lang;
use crate::{Fonts, docx, mail, network, pdf};

/// How a letter is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages to sign.
    Pdf,
    /// A document to finish by hand.
    Docx,
    /// The text of a mail.
    Text,
    /// Text for a closed network.
    Network,
    /// The cover note for the diplomatic bag, as pages.
    Cover,
}

/// A file to hand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub sha256: String,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Pdf,
        Self::Docx,
        Self::Text,
        Self::Network,
        Self::Cover,
    ];

    /// The code of forms and registers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Text => "text",
            Self::Network => "network",
            Self::Cover => "cover",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    const fn ending(self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf => (".pdf", "application/pdf"),
            Self::Docx => (
                ".docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            Self::Text => (".txt", "text/plain; charset=utf-8"),
            Self::Network => ("-network.txt", "text/plain; charset=utf-8"),
            Self::Cover => ("-cover.pdf", "application/pdf"),
        }
    }
}

/// Makes the file of a letter.
///
/// # Errors
/// [`LetterFault`] says what to do.
pub fn make(
    case: &Case<'_>,
    lang: Lang,
    copy: Option<Copy>,
    format: Format,
    fonts: &Fonts,
) -> Result<Made, LetterFault> {
    let letter = match format {
        Format::Cover => cover(case, lang),
        _ => compose(case, lang, copy.unwrap_or_else(|| copy_for(case.form))),
    };
    let bytes = match format {
        Format::Pdf | Format::Cover => pdf(&letter, fonts)?,
        Format::Docx => docx(&letter)?,
        Format::Text => mail(&letter).into_bytes(),
        Format::Network => network(&letter).into_bytes(),
    };
    let (ending, media_type) = format.ending();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let number: String = case.number.chars().take(60).map(plain).collect();
    Ok(Made {
        name: format!("{number}-{}{ending}", lang.code()),
        media_type,
        sha256: hex::encode(Sha256::digest(&bytes)),
        bytes,
    })
}
