//! The `Range` header: one range of bytes, or nothing.
//!
//! # Source
//! RFC 9110 section 14: a server may reject what is malformed or names several ranges; a range past
//! the end is answered 416 with the length.

/// Which bytes to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// No `Range`: all of them. 200.
    All,
    /// From the first to the last, both inclusive and inside. 206.
    Part {
        /// First byte.
        first: u64,
        /// Last byte.
        last: u64,
    },
}

/// Why no byte is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadRange {
    /// Not `bytes=` with one range. 400.
    Malformed,
    /// More than one range. 400.
    Several,
    /// Begins past the end, or asks for nothing. 416.
    Outside,
}

/// Reads a `Range` header against `size` bytes.
pub(super) fn wanted(header: Option<&[u8]>, size: u64) -> Result<Wanted, BadRange> {
    let Some(header) = header else {
        return Ok(Wanted::All);
    };
    let text = std::str::from_utf8(header).map_err(|_| BadRange::Malformed)?;
    let (unit, range) = text.split_once('=').ok_or(BadRange::Malformed)?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return Err(BadRange::Malformed);
    }
    if range.contains(',') {
        return Err(BadRange::Several);
    }
    let (first, last) = range.trim().split_once('-').ok_or(BadRange::Malformed)?;
    let (first, last) = match (place(first)?, place(last)?) {
        (Some(first), Some(last)) if first > last => return Err(BadRange::Malformed),
        (Some(first), Some(last)) => (first, last.min(size.saturating_sub(1))),
        (Some(first), None) => (first, size.saturating_sub(1)),
        (None, Some(0)) => return Err(BadRange::Outside),
        (None, Some(count)) => (size.saturating_sub(count), size.saturating_sub(1)),
        (None, None) => return Err(BadRange::Malformed),
    };
    if first >= size {
        return Err(BadRange::Outside);
    }
    Ok(Wanted::Part { first, last })
}

/// A number without sign; too large a one stands for "beyond any end".
fn place(digits: &str) -> Result<Option<u64>, BadRange> {
    if digits.is_empty() {
        return Ok(None);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.len() > 40 {
        return Err(BadRange::Malformed);
    }
    Ok(Some(digits.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn whatever_comes_a_part_lies_inside(
            header in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..60),
                "bytes=[-0-9, ]{0,24}".prop_map(String::into_bytes),
                "[bB]ytes=[0-9]{0,21}-[0-9]{0,21}".prop_map(String::into_bytes),
            ],
            size in prop_oneof![0_u64..100, any::<u64>()],
        ) {
            if let Ok(Wanted::Part { first, last }) = wanted(Some(&header), size) {
                prop_assert!(first <= last && last < size);
            }
        }

        #[test]
        fn a_plain_range_inside_is_taken_as_it_is(first in 0_u64..1 << 42, more in 0_u64..1 << 42) {
            let (last, size) = (first + more, first + more + 1);
            let header = format!("bytes={first}-{last}");
            prop_assert_eq!(wanted(Some(header.as_bytes()), size), Ok(Wanted::Part { first, last }));
        }
    }

    fn read(header: &str, size: u64) -> Result<Wanted, BadRange> {
        wanted(Some(header.as_bytes()), size)
    }

    #[test]
    fn one_range_is_cut_to_what_is_there() {
        let part = |first, last| Ok(Wanted::Part { first, last });
        assert_eq!(wanted(None, 10), Ok(Wanted::All));
        assert_eq!(read("bytes=0-0", 10), part(0, 0));
        assert_eq!(read("bytes=3-", 10), part(3, 9));
        assert_eq!(read("bytes=3-99", 10), part(3, 9));
        assert_eq!(read("bytes=-4", 10), part(6, 9));
        assert_eq!(read("bytes=-400", 10), part(0, 9));
        assert_eq!(read("Bytes=1-2", 10), part(1, 2));
        assert_eq!(read("bytes=0-99999999999999999999999", 10), part(0, 9));
    }

    #[test]
    fn a_range_past_the_end_or_of_nothing_is_outside() {
        for header in [
            "bytes=10-",
            "bytes=10-11",
            "bytes=-0",
            "bytes=99999999999999999999999-",
        ] {
            assert_eq!(read(header, 10), Err(BadRange::Outside), "{header}");
        }
        assert_eq!(read("bytes=0-", 0), Err(BadRange::Outside));
        assert_eq!(read("bytes=-1", 0), Err(BadRange::Outside));
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        assert_eq!(read("bytes=0-1,3-4", 10), Err(BadRange::Several));
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "bytes=+1-2",
            "bytes=1--2",
            "items=0-1",
            "bytes=1 - 2",
            "bytes=0x1-2",
            "bytes=\u{661}-2",
        ] {
            assert_eq!(read(header, 10), Err(BadRange::Malformed), "{header}");
        }
        assert_eq!(wanted(Some(b"bytes=\xff-"), 10), Err(BadRange::Malformed));
        let long = format!("bytes={}-", "9".repeat(5000));
        assert_eq!(read(&long, 10), Err(BadRange::Malformed));
    }
}
