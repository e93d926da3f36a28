//! Legal time of one State: days that end at midnight where its offices are, working days, months.
//!
//! # Source
//! Hours run through nights and weekends. Days are calendar days unless the instrument says working
//! days; a period of days ends at 24:00 of its last day, one of months on the day with the same number
//! or, where the month is shorter, on its last day.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::deadline::{day_ending_at, end_of_day_after};
use crate::time::{Instant, Span};

/// What a period is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes.
    Minute,
    /// Hours, which run through nights, weekends and changes of the clock.
    Hour,
    /// Calendar days.
    Day,
    /// Days on which the State's offices work.
    WorkingDay,
    /// Calendar months.
    Month,
}

/// Zone, working week and holidays of a State.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: String,
    working: BTreeSet<u8>,
    closed: BTreeSet<String>,
}

/// No run of closed days is longer; a calendar that closes every day counts plain days instead.
const LONGEST_CLOSURE: i64 = 400;

impl Calendar {
    /// A calendar. `working` are the days of the week, 1 Monday to 7 Sunday, none = all; `closed` are
    /// holidays, `2027-05-09` or `05-09` for every year.
    #[must_use]
    pub fn new(
        zone: &str,
        working: impl IntoIterator<Item = u8>,
        closed: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            zone: zone.to_owned(),
            working: working.into_iter().collect(),
            closed: closed.into_iter().collect(),
        }
    }

    /// Days of the world's clock in UTC, each of them a working day.
    #[must_use]
    pub fn plain() -> Self {
        Self::new("UTC", [], [])
    }

    /// The IANA zone in which its days end.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// When a period that begins at `start` ends.
    #[must_use]
    pub fn after(&self, start: Instant, value: u32, unit: Unit) -> Instant {
        let n = i64::from(value);
        match unit {
            Unit::Minute => start + Span::minutes(n),
            Unit::Hour => start + Span::hours(n),
            Unit::Day => end_of_day_after(start, n, &self.zone),
            Unit::WorkingDay => self.end_of_working_day(start, value),
            Unit::Month => self.end_of_month_day(start, value),
        }
    }

    /// Whether the day that ends at `end` is one on which the offices work.
    #[must_use]
    pub fn is_working_day(&self, end: Instant) -> bool {
        let Some((date, weekday)) = day_ending_at(end, &self.zone) else {
            return true;
        };
        let every_year = date.get(5..).unwrap_or_default();
        (self.working.is_empty() || self.working.contains(&weekday))
            && !self.closed.contains(&date)
            && !self.closed.contains(every_year)
    }

    fn end_of_working_day(&self, start: Instant, n: u32) -> Instant {
        let mut left = n.max(1);
        let mut idle = 0;
        for days in 1.. {
            let end = end_of_day_after(start, days, &self.zone);
            if self.is_working_day(end) {
                (left, idle) = (left - 1, 0);
            } else {
                idle += 1;
            }
            if left == 0 {
                return end;
            }
            if idle > LONGEST_CLOSURE {
                break;
            }
        }
        end_of_day_after(start, i64::from(n), &self.zone)
    }

    /// 24:00 of the day with the same number, so many months later.
    fn end_of_month_day(&self, start: Instant, months: u32) -> Instant {
        let tz = jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let ends = jiff::Timestamp::from_millisecond(start.millis())
            .ok()
            .and_then(|at| {
                let day = at.to_zoned_datetime(tz.clone()).date();
                let months = jiff::Span::new().try_months(i64::from(months)).ok()?;
                let last = day.checked_add(months).ok()?;
                let after = last.tomorrow().ok()?;
                let midnight = after.to_zoned_datetime(tz).ok()?;
                Some(Instant(midnight.timestamp().as_millisecond()))
            });
        ends.unwrap_or(start + Span::days(30 * i64::from(months)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a test instant")
    }

    fn berlin() -> Calendar {
        let closed = ["12-25", "12-26", "01-01", "2027-03-26"].map(str::to_owned);
        Calendar::new("Europe/Berlin", 1..=5, closed)
    }

    #[test]
    fn a_working_day_after_christmas_eve_skips_the_feast_and_the_weekend() {
        // Thursday 24 December 2026; the 25th is a Friday, the 26th a Saturday.
        let ends = berlin().after(at("2026-12-24T10:00:00Z"), 1, Unit::WorkingDay);
        assert_eq!(ends, at("2026-12-28T23:00:00Z"));
    }

    #[test]
    fn a_holiday_of_one_year_is_open_in_the_next() {
        let (this, next) = (at("2027-03-25T09:00:00Z"), at("2029-03-25T09:00:00Z"));
        assert_eq!(
            berlin().after(this, 1, Unit::WorkingDay),
            at("2027-03-29T22:00:00Z"),
            "Friday the 26th is closed, then comes the weekend"
        );
        assert_eq!(
            berlin().after(next, 1, Unit::WorkingDay),
            at("2029-03-26T22:00:00Z")
        );
    }

    #[test]
    fn hours_run_through_weekend_and_daylight_change_while_days_end_at_midnight() {
        // Summer time starts in Berlin on Sunday 28 March 2027.
        let friday = at("2027-03-26T17:00:00Z");
        assert_eq!(
            berlin().after(friday, 72, Unit::Hour),
            at("2027-03-29T17:00:00Z")
        );
        assert_eq!(
            berlin().after(friday, 3, Unit::Day),
            at("2027-03-29T22:00:00Z")
        );
    }

    #[test]
    fn a_month_ends_on_its_own_last_day() {
        let utc = Calendar::plain();
        let after = |start: &str, n| utc.after(at(start), n, Unit::Month).to_string();
        assert_eq!(after("2027-01-31T08:00:00Z", 1), "2027-03-01T00:00:00Z");
        assert_eq!(after("2028-01-31T08:00:00Z", 1), "2028-03-01T00:00:00Z");
        assert_eq!(after("2028-02-29T08:00:00Z", 12), "2029-03-01T00:00:00Z");
        assert_eq!(after("2027-11-30T23:59:59Z", 3), "2028-03-01T00:00:00Z");
    }

    #[test]
    fn a_calendar_that_is_always_closed_still_ends() {
        let never = Calendar::new("UTC", [9], []);
        assert_eq!(
            never.after(at("2027-01-01T12:00:00Z"), 2, Unit::WorkingDay),
            at("2027-01-04T00:00:00Z")
        );
    }

    #[test]
    fn an_unknown_zone_counts_in_utc() {
        let lost = Calendar::new("Mars/Olympus", [], []);
        assert_eq!(
            lost.after(at("2027-01-01T12:00:00Z"), 1, Unit::Day),
            at("2027-01-03T00:00:00Z")
        );
        assert_eq!(
            lost.after(at("2027-01-01T12:00:00Z"), 1, Unit::Month),
            at("2027-02-02T00:00:00Z")
        );
    }
}
