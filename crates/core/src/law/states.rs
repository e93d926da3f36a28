//! States by code and by position.

use super::table::{NONE, StateIx};
use crate::id::StateCode;

/// States by code and by position.
#[derive(Debug)]
pub(crate) struct StateIndex {
    codes: Vec<StateCode>,
    of: Box<[u16; 26 * 26]>,
}

impl StateIndex {
    pub(crate) fn new(invented: impl Iterator<Item = StateCode>) -> Self {
        let mut codes: Vec<StateCode> = rust_iso3166::ALL
            .iter()
            .filter_map(|country| country.alpha2.parse().ok())
            // The Union signs treaties; XK is not ISO but in real use, so it is never an invented State.
            .chain(["EU", "XK"].iter().filter_map(|code| code.parse().ok()))
            .chain(invented)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let mut of = Box::new([NONE; 26 * 26]);
        for (at, code) in codes.iter().enumerate() {
            if let (Some(slot), Ok(at)) = (slot(code.as_str()), u16::try_from(at)) {
                of[slot] = at;
            }
        }
        Self { codes, of }
    }

    pub(crate) fn of(&self, code: &str) -> Option<StateIx> {
        let at = self.of[slot(code)?];
        (at != NONE).then_some(at)
    }

    pub(crate) fn code(&self, at: StateIx) -> &str {
        self.codes
            .get(usize::from(at))
            .map_or("??", StateCode::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }
}

fn slot(code: &str) -> Option<usize> {
    match code.as_bytes() {
        &[a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
            Some(usize::from(a - b'A') * 26 + usize::from(b - b'A'))
        }
        _ => None,
    }
}
