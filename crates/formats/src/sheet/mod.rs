//! Rows of a CSV, XLSX or ODS file, one after the other, as text.
//!
//! A row is handed on as soon as it is read, so that a file of a hundred thousand rows needs the memory
//! of its bytes and of one row. Dates of a sheet come as `2026-11-24`; what a cell computes is its last
//! value, marked as a formula, because a formula may say something else on another machine.

mod delimited;
mod guard;
mod ods;
mod xlsx;

use std::ops::ControlFlow;

pub use delimited::{DELIMITERS, ENCODINGS, guess_delimiter, guess_encoding, legible};

/// The largest file that is read.
pub const FILE: usize = 64 * 1024 * 1024;
/// The most rows that are read.
pub const ROWS: u64 = 300_000;
/// The most columns of a row.
pub const COLUMNS: usize = 200;
/// The most bytes of one cell; what is longer is marked and left out.
pub const CELL: usize = 32 * 1024;
/// What a packed file may unfold to.
pub const UNPACKED: u64 = 512 * 1024 * 1024;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a mark between the columns.
    Delimited,
    /// Office Open XML.
    Xlsx,
    /// OpenDocument.
    Ods,
}

/// How a text file is to be read; sheets say it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// A name of [`ENCODINGS`]; guessed when none is said.
    pub encoding: Option<String>,
    /// A byte of [`DELIMITERS`]; guessed when none is said.
    pub delimiter: Option<u8>,
}

/// Why a cell cannot be taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It is computed, or would be when opened in a spreadsheet.
    Formula,
    /// It is longer than [`CELL`].
    TooLong,
    /// It holds NUL or another control character, or turns the direction of text.
    Control,
    /// The sheet itself says that its value is an error.
    Error,
}

impl Flaw {
    /// The name as used in message ids and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Formula => "formula",
            Self::TooLong => "too_long",
            Self::Control => "control",
            Self::Error => "error",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text without white space at its ends.
    pub text: String,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

impl Cell {
    /// A cell of a text, with what is wrong with it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        let hides = |c: char| {
            (c.is_control() && c != '\n' && c != '\t' && c != '\r')
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let flaw = if text.len() > CELL {
            Some(Flaw::TooLong)
        } else if text.contains(hides) {
            Some(Flaw::Control)
        } else if text.starts_with(['=', '@']) {
            Some(Flaw::Formula)
        } else {
            None
        };
        let kept = if flaw == Some(Flaw::TooLong) {
            let end = (0..=80).rev().find(|at| text.is_char_boundary(*at));
            &text[..end.unwrap_or(0)]
        } else {
            text
        };
        Self {
            text: kept.to_owned(),
            flaw,
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty() && self.flaw.is_none()
    }
}

/// One row that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 1, the heading counted.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`FILE`].
    #[error("the file is larger than 64 MiB: save the register in parts")]
    FileTooLarge,
    /// Unfolds to more than [`UNPACKED`].
    #[error("the packed file unfolds to more than 512 MiB: this is no register")]
    Unfolds,
    /// More than [`ROWS`].
    #[error("the file has more than 300,000 rows: save the register in parts")]
    TooManyRows,
    /// More than [`COLUMNS`].
    #[error("row {0} has more than 200 columns")]
    TooManyColumns(u64),
    /// A packed file that is neither XLSX nor ODS.
    #[error("this packed file is neither XLSX nor ODS; save the register as CSV, XLSX or ODS")]
    Unknown,
    /// The text is not written in the encoding that was named.
    #[error("the text is not written as {0}: choose another encoding")]
    Encoding(String),
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Broken(String),
}

impl SheetFault {
    /// Stable code: screens translate it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet.empty",
            Self::FileTooLarge => "sheet.file_too_large",
            Self::Unfolds => "sheet.unfolds",
            Self::TooManyRows => "sheet.too_many_rows",
            Self::TooManyColumns(_) => "sheet.too_many_columns",
            Self::Unknown => "sheet.unknown",
            Self::Encoding(_) => "sheet.encoding",
            Self::Broken(_) => "sheet.broken",
        }
    }
}

/// Takes each row; may say that it has seen enough.
pub type Each<'e> = &'e mut dyn FnMut(Row) -> ControlFlow<()>;

/// The format of a file, by its first bytes.
///
/// # Errors
/// [`SheetFault`] for what is empty, too large or packed otherwise.
pub fn format(bytes: &[u8]) -> Result<Format, SheetFault> {
    if bytes.is_empty() {
        return Err(SheetFault::Empty);
    }
    if bytes.len() > FILE {
        return Err(SheetFault::FileTooLarge);
    }
    match bytes {
        [b'P', b'K', 3 | 5 | 7, ..] => guard::packed(bytes),
        // An older binary sheet, or one that is locked with a password.
        [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'%', b'P', b'D', b'F', ..] => Err(SheetFault::Unknown),
        _ => Ok(Format::Delimited),
    }
}

/// Reads the rows of a file; of a sheet, those of its first table.
///
/// # Errors
/// [`SheetFault`]; rows read before it were handed on.
pub fn rows(bytes: &[u8], options: &Options, each: Each<'_>) -> Result<(), SheetFault> {
    let mut seen = 0;
    let mut limited = |row: Row| {
        seen = row.number;
        if row.number > ROWS + 1 {
            return ControlFlow::Break(());
        }
        each(row)
    };
    match format(bytes)? {
        Format::Delimited => delimited::rows(bytes, options, &mut limited)?,
        Format::Xlsx => caught(|| xlsx::rows(bytes, &mut limited))?,
        Format::Ods => ods::rows(bytes, &mut limited)?,
    }
    if seen > ROWS + 1 {
        return Err(SheetFault::TooManyRows);
    }
    Ok(())
}

/// A library that gives up on bytes from outside is a refusal like any other.
fn caught(read: impl FnOnce() -> Result<(), SheetFault>) -> Result<(), SheetFault> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(SheetFault::Broken("its layout is not sound".to_owned())))
}

/// Hands a row on, if anything stands in it.
fn hand_on(
    number: u64,
    mut cells: Vec<Cell>,
    each: Each<'_>,
) -> Result<ControlFlow<()>, SheetFault> {
    while cells.last().is_some_and(Cell::is_empty) {
        cells.pop();
    }
    if cells.len() > COLUMNS {
        return Err(SheetFault::TooManyColumns(number));
    }
    if cells.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    Ok(each(Row { number, cells }))
}
