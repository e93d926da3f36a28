//! Does an instrument bind both sides on the day? Dates, signatures, denunciations, territories.
//!
//! Each failure has a name, in the order in which it is found; the first one is shown.

use super::pack::Pack;
use super::query::{Assumption, Query};
use super::table::{Coverage, InstrumentIx, Row, StateIx};
use super::terms::{Day, InstrumentKind};
use crate::basis::Confidence;

/// Why an instrument does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failed<'p> {
    pub(crate) reason: &'p str,
    /// The State or the day that it concerns.
    pub(crate) about: About,
}

/// What a reason concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Nothing,
    State(StateIx),
    Day(Day),
}

impl<'p> Failed<'p> {
    pub(crate) const fn plain(reason: &'p str) -> Self {
        Self {
            reason,
            about: About::Nothing,
        }
    }
    const fn of(reason: &'p str, state: StateIx) -> Self {
        Self {
            reason,
            about: About::State(state),
        }
    }
    const fn from(reason: &'p str, day: Day) -> Self {
        Self {
            reason,
            about: About::Day(day),
        }
    }
}

/// Whether `instrument` binds the two sides of the query on its day.
///
/// # Source
/// Entry into force, accession, territory and denunciation as each treaty rules them; the dates are
/// rows of the pack.
pub(crate) fn binds<'p>(
    pack: &'p Pack,
    query: &Query,
    instrument: InstrumentIx,
    requested: StateIx,
) -> Result<Confidence, Failed<'p>> {
    let one = &pack.law.instruments[usize::from(instrument)];
    let assumed = query
        .facts
        .assume
        .iter()
        .find(|it| it.instrument == instrument);
    let day = query.date;
    match assumed {
        Some(Assumption {
            date: Some(from), ..
        }) if *from > day => {
            return Err(Failed::from("not_yet_in_force", *from));
        }
        Some(_) => {}
        None => {
            let Some(from) = one.in_force else {
                return Err(Failed::plain("not_in_force"));
            };
            if from > day {
                return Err(Failed::from("not_yet_in_force", from));
            }
            if let Some(from) = one.applies_from.filter(|from| *from > day) {
                return Err(Failed::from("not_yet_applicable", from));
            }
        }
    }
    let party = |state: StateIx| pack.answers_for[usize::from(state)];
    if one.kind == InstrumentKind::Fallback {
        return Ok(one.confidence);
    }
    if let Some(state) = one.state {
        // A State's own law speaks for that State alone.
        return if party(requested) == state {
            Ok(one.confidence)
        } else {
            Err(Failed::of("other_state_law", requested))
        };
    }
    let not_member = if one.kind == InstrumentKind::EuAct {
        "not_bound"
    } else {
        "not_party"
    };
    if let Some([a, b]) = one.sides {
        // One side may be the Union, for its members; two members are not the two sides.
        let (asking, asked) = (party(query.requesting), party(requested));
        let union = pack.states.of("EU");
        let outside = if Some(a) == union { b } else { a };
        if Some(a) == union || Some(b) == union {
            if asking != outside && asked != outside {
                return Err(Failed::of(not_member, query.requesting));
            }
        } else if !(asking == a && asked == b || asking == b && asked == a) {
            let stranger = if asking == a || asking == b {
                requested
            } else {
                query.requesting
            };
            return Err(Failed::of(not_member, stranger));
        }
    }
    let both = [query.requesting, requested];
    let sides = if one.requested_only {
        &both[1..]
    } else {
        &both[..]
    };
    let mut confidence = one.confidence;
    let mut found: [Option<&Row>; 2] = [None, None];
    for (slot, state) in found.iter_mut().zip(sides) {
        *slot = match assumed {
            Some(it) if it.parties.is_empty() || it.parties.contains(&party(*state)) => None,
            _ => match row_on(pack, instrument, party(*state), day) {
                Some(row) if row.party => Some(row),
                _ => return Err(Failed::of(not_member, *state)),
            },
        };
    }
    for (row, state) in found.iter().zip(sides) {
        let Some(row) = row else { continue };
        if row.from > day {
            return Err(Failed::from("not_yet_in_force_for_party", row.from));
        }
        if row.to < day {
            return Err(Failed::from("denounced", row.to));
        }
        covered(pack, row, *state, day)?;
        let certain = if row.from == Day::UNKNOWN {
            Confidence::Low
        } else {
            row.confidence
        };
        confidence = confidence.min(certain);
    }
    Ok(confidence)
}

/// The row that speaks on the day: the one in force then, else the newest.
pub(crate) fn row_on(
    pack: &Pack,
    instrument: InstrumentIx,
    state: StateIx,
    day: Day,
) -> Option<&Row> {
    let mut first = None;
    for row in pack.rows_of(instrument, state) {
        if row.party && row.from <= day && day <= row.to {
            return Some(row);
        }
        first = first.or(Some(row));
    }
    first
}

/// Whether a row covers this part of the State. Nothing recorded is not "everywhere": a part of a
/// State that no row names is not covered.
fn covered<'p>(pack: &Pack, row: &Row, place: StateIx, day: Day) -> Result<(), Failed<'p>> {
    if pack.answers_for[usize::from(place)] == place {
        return Ok(());
    }
    for token in &row.territory {
        match *token {
            Coverage::Excluded(part) if part == place => {
                return Err(Failed::of("territory_excluded", place));
            }
            Coverage::From(part, from) if part == place => {
                return if from <= day {
                    Ok(())
                } else {
                    Err(Failed::from("territory_not_yet_covered", from))
                };
            }
            _ => {}
        }
    }
    Err(Failed::of("territory_not_covered", place))
}

/// Whether a place is a part of a State other than its main territory.
pub(crate) fn is_part(pack: &Pack, place: StateIx) -> bool {
    pack.answers_for[usize::from(place)] != place
}
