//! What is looked at before a packed sheet is read: how much it unfolds to, and the figures in it for
//! which a reader would reserve memory unseen.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Format, SheetFault, UNPACKED};

/// Members of a sheet at most: a workbook has a few dozen.
const MEMBERS: usize = 5_000;
/// The most strings that a workbook may announce.
const STRINGS: u64 = 10_000_000;
/// The highest number of a shared formula.
const SHARED: u64 = 100_000;
/// Bytes looked at together; the end of one window is the start of the next.
const WINDOW: usize = 64 * 1024;
/// As much of a window is looked at again: an attribute with its figure fits.
const OVERLAP: usize = 128;

pub(super) fn packed(bytes: &[u8]) -> Result<Format, SheetFault> {
    let broken = |why: &dyn std::fmt::Display| SheetFault::Broken(why.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|why| broken(&why))?;
    if archive.len() > MEMBERS {
        return Err(SheetFault::Unfolds);
    }
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let has = |name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let format = if has("xl/workbook.xml") {
        Format::Xlsx
    } else if has("content.xml") {
        Format::Ods
    } else {
        return Err(SheetFault::Unknown);
    };
    let stated = archive.decompressed_size().unwrap_or(u128::MAX);
    if stated > u128::from(UNPACKED) {
        return Err(SheetFault::Unfolds);
    }
    // The sizes that a file states about itself may lie: it is unfolded once and counted.
    let mut left = UNPACKED;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|why| broken(&why))?;
        let mut member = member.take(left + 1);
        let mut window = vec![0; WINDOW];
        let mut held = 0;
        loop {
            let read = member
                .read(&mut window[held..])
                .map_err(|why| broken(&why))?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(SheetFault::Unfolds)?;
            let filled = held + read;
            announces(&window[..filled], b"uniqueCount", STRINGS)?;
            announces(&window[..filled], b" si", SHARED)?;
            let keep = filled.min(OVERLAP);
            window.copy_within(filled - keep..filled, 0);
            held = keep;
        }
    }
    Ok(format)
}

/// Refuses an attribute whose figure is above `most`.
fn announces(window: &[u8], name: &[u8], most: u64) -> Result<(), SheetFault> {
    for at in memchr::memmem::find_iter(window, name) {
        let rest = &window[at + name.len()..];
        let figure = rest
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_digit())
            .fold(0_u64, |sum, digit| {
                sum.saturating_mul(10)
                    .saturating_add(u64::from(digit - b'0'))
            });
        if figure > most {
            return Err(SheetFault::Broken(
                "it announces more than a sheet can hold".to_owned(),
            ));
        }
    }
    Ok(())
}
