//! A letter as PDF/A-2a and PDF/UA-1: tagged, fonts embedded, the same bytes for the same letter.
//!
//! The page is a fixed template (`letter.typ`) that reads the letter as JSON. Text from outside is
//! only ever data there, never markup, so nothing that an author writes can act on the page.

mod fonts;

use std::sync::LazyLock;

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use fonts::Fonts;

use crate::fault::{LONGEST, LetterFault};
use crate::model::Letter;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("letter.typ"), include_str!("letter.typ").to_owned()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file("letter.json"));

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a path");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// A letter as the bytes of a PDF file.
///
/// # Errors
/// [`LetterFault::TooLong`] and [`LetterFault::NoFont`] say what to do.
pub fn render(letter: &Letter, fonts: &Fonts) -> Result<Vec<u8>, LetterFault> {
    let length = letter.length();
    if length > LONGEST {
        return Err(LetterFault::TooLong {
            length,
            most: LONGEST,
        });
    }
    fonts.covers(letter)?;
    let mut data =
        serde_json::to_value(letter).map_err(|why| LetterFault::Typeset(why.to_string()))?;
    each_string(&mut data, &|text| fonts.shown(text));
    data["short-end"] = json!(short_end(letter));
    data["fonts"] = json!(fonts.extra());
    let room = Room {
        fonts,
        data: Bytes::from_string(data.to_string()),
    };
    let document: PagedDocument = typst::compile(&room).output.map_err(fault)?;
    let (year, month, day) = letter.day;
    let date = Datetime::from_ymd(
        year.into(),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    );
    let options = PdfOptions {
        ident: Smart::Custom(format!(
            "{} {} {}",
            letter.mark.code, letter.mark.hash, letter.lang
        )),
        creator: Smart::Custom(Some("Comity".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|why| LetterFault::Typeset(why.message().to_string()))?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(fault);
    // What the typesetter remembers of other letters is let go after a while.
    typst::comemo::evict(8);
    pdf
}

/// Whether the last section is short enough to be kept on one page with the signatures.
fn short_end(letter: &Letter) -> bool {
    letter
        .sections
        .last()
        .is_some_and(|last| serde_json::to_string(last).is_ok_and(|text| text.len() < 1_600))
}

fn fault(all: impl IntoIterator<Item = SourceDiagnostic>) -> LetterFault {
    let texts: Vec<String> = all.into_iter().map(|one| one.message.to_string()).collect();
    LetterFault::Typeset(texts.join("; "))
}

fn each_string(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(list) => list.iter_mut().for_each(|one| each_string(one, change)),
        Value::Object(map) => map.values_mut().for_each(|one| each_string(one, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// All that the typesetter can reach: the template, one letter, the fonts. No disk, no network, no clock.
struct Room<'a> {
    fonts: &'a Fonts,
    data: Bytes,
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() {
            Ok(TEMPLATE.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
