//! The first table of an OpenDocument sheet, read row by row.
//!
//! The library that reads workbooks holds a whole OpenDocument table with every repeated cell in memory,
//! so a file of a few hundred bytes can make it fill gigabytes. This reader keeps one row and treats a
//! repeated one as the once that it is written.

use std::io::{BufReader, Cursor};
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{CELL, COLUMNS, Cell, Each, Flaw, SheetFault, hand_on};

/// How deep elements may stand in each other.
const DEPTH: usize = 256;

pub(super) fn rows(bytes: &[u8], each: Each<'_>) -> Result<(), SheetFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|why| broken(&why))?;
    let content = archive.by_name("content.xml").map_err(|why| broken(&why))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut table = Table::default();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        let event = xml
            .read_event_into(&mut buffer)
            .map_err(|why| broken(&why))?;
        let done = match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(broken(&"elements stand too deep in each other"));
                }
                table.open(&start)?;
                false
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_vec();
                table.open(&start)?;
                table.close(&name, each)?
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                table.close(end.name().as_ref(), each)?
            }
            Event::Text(text) => {
                table.text(&text.decode().map_err(|why| broken(&why))?);
                false
            }
            Event::GeneralRef(entity) => {
                let name = entity.decode().map_err(|why| broken(&why))?;
                if let Some(c) = entity.resolve_char_ref().map_err(|why| broken(&why))? {
                    table.text(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                    table.text(text);
                }
                false
            }
            Event::CData(data) => {
                table.text(&data.decode().map_err(|why| broken(&why))?);
                false
            }
            Event::DocType(_) => return Err(broken(&"a sheet defines no entities of its own")),
            Event::Eof => true,
            _ => false,
        };
        if done {
            return Ok(());
        }
    }
}

fn broken(why: &dyn std::fmt::Display) -> SheetFault {
    SheetFault::Broken(why.to_string())
}

/// Where the reader stands in the first table.
#[derive(Default)]
struct Table {
    inside: bool,
    number: u64,
    row_times: u64,
    cells: Vec<Cell>,
    cell: Option<Open>,
}

/// A cell that is being read.
struct Open {
    times: usize,
    /// The value as the sheet stores it, where it is better than what it shows.
    value: Option<String>,
    text: String,
    paragraphs: usize,
    formula: bool,
}

impl Table {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), SheetFault> {
        match start.name().as_ref() {
            b"table:table" => self.inside = true,
            b"table:table-row" if self.inside => {
                self.row_times = times(start, b"table:number-rows-repeated")?;
                self.cells.clear();
            }
            b"table:table-cell" | b"table:covered-table-cell" if self.inside => {
                let kind = attribute(start, b"office:value-type")?.unwrap_or_default();
                let value = match kind.as_str() {
                    "date" => attribute(start, b"office:date-value")?.map(whole_day),
                    "float" => attribute(start, b"office:value")?,
                    _ => None,
                };
                let repeated = times(start, b"table:number-columns-repeated")?;
                self.cell = Some(Open {
                    times: usize::try_from(repeated).unwrap_or(usize::MAX),
                    value,
                    text: String::new(),
                    paragraphs: 0,
                    formula: attribute(start, b"table:formula")?.is_some(),
                });
            }
            b"text:p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && cell.paragraphs > 0
            // One byte more than a cell may have is enough to know that it is too long.
            && cell.text.len() <= CELL
        {
            cell.text.push_str(text);
        }
    }

    /// Says whether the reader has seen enough.
    fn close(&mut self, name: &[u8], each: Each<'_>) -> Result<bool, SheetFault> {
        match name {
            b"table:table-cell" | b"table:covered-table-cell" => {
                if let Some(open) = self.cell.take() {
                    self.add(open)?;
                }
                Ok(false)
            }
            b"table:table-row" if self.inside => {
                let number = self.number + 1;
                self.number += self.row_times;
                let cells = std::mem::take(&mut self.cells);
                Ok(hand_on(number, cells, each)? == ControlFlow::Break(()))
            }
            b"table:table" => Ok(self.inside),
            _ => Ok(false),
        }
    }

    fn add(&mut self, open: Open) -> Result<(), SheetFault> {
        let mut cell = Cell::of(open.value.as_deref().unwrap_or(&open.text));
        if open.formula {
            cell.flaw = cell.flaw.or(Some(Flaw::Formula));
        }
        // Empty cells to the end of the sheet are written as one that is repeated thousands of times.
        let room = COLUMNS + 1 - self.cells.len().min(COLUMNS + 1);
        if !cell.is_empty() && open.times > room {
            return Err(SheetFault::TooManyColumns(self.number + 1));
        }
        for _ in 0..open.times.min(room) {
            self.cells.push(cell.clone());
        }
        Ok(())
    }
}

/// A date at midnight is a day.
fn whole_day(value: String) -> String {
    match value.strip_suffix("T00:00:00") {
        Some(day) => day.to_owned(),
        None => value.replacen('T', " ", 1),
    }
}

fn times(start: &BytesStart<'_>, name: &[u8]) -> Result<u64, SheetFault> {
    let Some(text) = attribute(start, name)? else {
        return Ok(1);
    };
    text.parse()
        .map_err(|_| broken(&"a figure of repetition is no figure"))
}

fn attribute(start: &BytesStart<'_>, name: &[u8]) -> Result<Option<String>, SheetFault> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|why| broken(&why))?;
        if attribute.key.as_ref() == name {
            let value = attribute
                .decoded_and_normalized_value(XmlVersion::Implicit1_0, start.decoder())
                .map_err(|why| broken(&why))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
