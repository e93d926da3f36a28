//! The first table of an Office Open XML workbook, read cell by cell.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx};

use super::{COLUMNS, Cell, Each, Flaw, SheetFault, hand_on};

pub(super) fn rows(bytes: &[u8], each: Each<'_>) -> Result<(), SheetFault> {
    let broken = |why: calamine::XlsxError| SheetFault::Broken(why.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let first = book
        .sheet_names()
        .first()
        .cloned()
        .ok_or(SheetFault::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(broken)?;
    let mut row: u32 = 0;
    let mut held: Vec<Cell> = Vec::new();
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (at, column) = found.pos;
        if at < row {
            return Err(SheetFault::Broken(
                "its rows do not follow each other".to_owned(),
            ));
        }
        if at > row {
            let whole = std::mem::take(&mut held);
            if hand_on(u64::from(row) + 1, whole, each)? == ControlFlow::Break(()) {
                return Ok(());
            }
            row = at;
        }
        let column = column as usize;
        let mut cell = read(&found.value);
        if found.formula.is_some() {
            cell.flaw = cell.flaw.or(Some(Flaw::Formula));
        }
        if cell.is_empty() {
            continue;
        }
        if column >= COLUMNS {
            return Err(SheetFault::TooManyColumns(u64::from(row) + 1));
        }
        if held.len() <= column {
            held.resize(column + 1, Cell::default());
        }
        held[column] = cell;
    }
    hand_on(u64::from(row) + 1, held, each).map(|_| ())
}

fn read(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(n) => Cell::of(&n.to_string()),
        // Whole figures are case numbers as often as amounts: no point, no exponent.
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => Cell::of(&format!("{n:.0}")),
        DataRef::Float(n) => Cell::of(&n.to_string()),
        DataRef::String(text) => Cell::of(text),
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::Bool(flag) => Cell::of(if *flag { "1" } else { "0" }),
        DataRef::DateTime(at) => date(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of(text),
        DataRef::Error(_) => Cell {
            text: String::new(),
            flaw: Some(Flaw::Error),
        },
        DataRef::Empty => Cell::default(),
    }
}

/// A day count as a date. What lies outside the years 1900 to 9999 is shown as the figure it is.
fn date(at: &ExcelDateTime) -> Cell {
    let days = at.as_f64();
    if !(1.0..2_958_466.0).contains(&days) || at.is_duration() {
        return Cell::of(&days.to_string());
    }
    let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute) != (0, 0) {
        text.push_str(&format!(" {hour:02}:{minute:02}"));
    }
    Cell::of(&text)
}
