//! Text with a mark between the columns. Encoding and mark are shown with examples and asked; a guess
//! is only the first offer.

use std::ops::ControlFlow;

use encoding_rs::Encoding;

use super::{Cell, Each, Options, SheetFault, hand_on};

/// The encodings that are offered, by their names of the WHATWG list.
pub const ENCODINGS: [&str; 9] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "windows-1251",
    "windows-1256",
    "iso-8859-2",
    "koi8-r",
    "gb18030",
];

/// The marks between columns that are offered.
pub const DELIMITERS: [u8; 4] = *b",;\t|";

/// The encoding that the bytes themselves show; none where a person must look.
#[must_use]
pub fn guess_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => return Some("utf-8"),
        [0xff, 0xfe, ..] => return Some("utf-16le"),
        [0xfe, 0xff, ..] => return Some("utf-16be"),
        _ => {}
    }
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    if start.len() >= 8 {
        // Latin text in sixteen bits has a zero in every second byte.
        if zeros(1) * 5 > start.len() * 2 {
            return Some("utf-16le");
        }
        if zeros(0) * 5 > start.len() * 2 {
            return Some("utf-16be");
        }
    }
    std::str::from_utf8(bytes).is_ok().then_some("utf-8")
}

/// The text in an encoding, if every byte means something there.
#[must_use]
pub fn legible(bytes: &[u8], encoding: &str) -> Option<String> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    (!faulty).then(|| text.into_owned())
}

/// The mark that stands most often, and equally often, in the first lines.
#[must_use]
pub fn guess_delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty())
        .take(10)
        .collect();
    let score = |mark: &u8| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| line.bytes().filter(|byte| byte == mark).count())
            .collect();
        let least = counts.iter().copied().min().unwrap_or(0);
        (least, counts.iter().sum::<usize>())
    };
    DELIMITERS.into_iter().max_by_key(score).unwrap_or(b',')
}

pub(super) fn rows(bytes: &[u8], options: &Options, each: Each<'_>) -> Result<(), SheetFault> {
    let encoding = options
        .encoding
        .as_deref()
        .or_else(|| guess_encoding(bytes))
        .unwrap_or("windows-1252");
    let text = legible(bytes, encoding).ok_or_else(|| SheetFault::Encoding(encoding.to_owned()))?;
    let delimiter = options.delimiter.unwrap_or_else(|| guess_delimiter(&text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader
        .read_record(&mut record)
        .map_err(|why| SheetFault::Broken(why.to_string()))?
    {
        number += 1;
        if record.len() > 10 * super::COLUMNS {
            return Err(SheetFault::TooManyColumns(number));
        }
        let cells = record.iter().map(Cell::of).collect();
        if hand_on(number, cells, each)? == ControlFlow::Break(()) {
            break;
        }
    }
    Ok(())
}
