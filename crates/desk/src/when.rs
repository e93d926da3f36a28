//! Times, dates, spans and counts as people read them.
//!
//! UTC comes first, then the reader's own zone, and the zone is always written; 24 hours; the month
//! as a word; European digits in all six languages, so that references match between them.

use std::borrow::Borrow;

use comity_core::time::{Instant, Span};
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{MD, MDE, YMD};
use icu::datetime::input::Date;
use icu::locale::{Locale, locale};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::words::{Lang, Words};

/// How one reader sees time: their language and the zone of their office.
#[derive(Clone, Debug)]
pub struct When {
    words: Words,
    zone: TimeZone,
}

impl When {
    /// For a reader of `words` whose office keeps the time of `zone`.
    #[must_use]
    pub const fn new(words: Words, zone: TimeZone) -> Self {
        Self { words, zone }
    }

    /// `16:42`, in UTC.
    #[must_use]
    pub fn clock(&self, at: impl Borrow<Instant>) -> String {
        hour_minute(&in_zone(*at.borrow(), &TimeZone::UTC))
    }

    /// `17:42`, in the reader's zone.
    #[must_use]
    pub fn clock_here(&self, at: impl Borrow<Instant>) -> String {
        hour_minute(&in_zone(*at.borrow(), &self.zone))
    }

    /// `UTC+1`: the reader's distance from UTC at that moment.
    #[must_use]
    pub fn offset(&self, at: impl Borrow<Instant>) -> String {
        let minutes = in_zone(*at.borrow(), &self.zone).offset().seconds() / 60;
        let (sign, minutes) = if minutes < 0 {
            ('\u{2212}', -minutes)
        } else {
            ('+', minutes)
        };
        match (minutes / 60, minutes % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    /// `16:42:00 UTC`, for seals and other moments that are compared.
    #[must_use]
    pub fn second(&self, at: impl Borrow<Instant>) -> String {
        let at = in_zone(*at.borrow(), &TimeZone::UTC);
        format!("{:02}:{:02}:{:02} UTC", at.hour(), at.minute(), at.second())
    }

    /// `16 Mar 2027`, in UTC.
    #[must_use]
    pub fn day(&self, at: impl Borrow<Instant>) -> String {
        self.date(at.borrow(), |locale, date| {
            Some(
                DateTimeFormatter::try_new(locale.into(), year_month_day(self.words.lang()))
                    .ok()?
                    .format(&date)
                    .to_string(),
            )
        })
    }

    /// `16 Mar`, in UTC; the year is said elsewhere on the page.
    #[must_use]
    pub fn short_day(&self, at: impl Borrow<Instant>) -> String {
        self.date(at.borrow(), |locale, date| {
            Some(
                DateTimeFormatter::try_new(locale.into(), MD::medium())
                    .ok()?
                    .format(&date)
                    .to_string(),
            )
        })
    }

    /// `Tue 16 Mar`, in UTC, for the deadline rail.
    #[must_use]
    pub fn weekday(&self, at: impl Borrow<Instant>) -> String {
        self.date(at.borrow(), |locale, date| {
            Some(
                DateTimeFormatter::try_new(locale.into(), MDE::medium())
                    .ok()?
                    .format(&date)
                    .to_string(),
            )
        })
    }

    /// `16 Mar 2027, 16:42 UTC`.
    #[must_use]
    pub fn stamp(&self, at: impl Borrow<Instant>) -> String {
        self.words.when_stamp(
            &self.day(at.borrow()),
            &format!("{} UTC", self.clock(at.borrow())),
        )
    }

    /// `16 Mar, 16:42 UTC`.
    #[must_use]
    pub fn short_stamp(&self, at: impl Borrow<Instant>) -> String {
        self.words.when_stamp(
            &self.short_day(at.borrow()),
            &format!("{} UTC", self.clock(at.borrow())),
        )
    }

    /// `2027-03-16T16:42:00Z`, for `datetime` attributes.
    #[must_use]
    pub fn machine(&self, at: impl Borrow<Instant>) -> String {
        at.borrow().to_string()
    }

    /// `48 min`, `3 h 18 min`, `1 d 2 h`, `6 d`: the two largest units that say something.
    #[must_use]
    pub fn span(&self, span: impl Borrow<Span>) -> String {
        let minutes = span.borrow().millis().unsigned_abs() / 60_000;
        let minutes = i64::try_from(minutes).unwrap_or(i64::MAX);
        let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        let text = |n: i64| n.to_string();
        match (days, hours, rest) {
            (0, 0, rest) => self.words.span_minutes(&text(rest), rest),
            (0, hours, 0) => self.words.span_hours(&text(hours), hours),
            (0, hours, rest) if hours < 12 => {
                self.words.span_hours_minutes(&text(hours), &text(rest))
            }
            (0, hours, _) => self.words.span_hours(&text(hours), hours),
            (days, hours, _) if days < 4 && hours > 0 => {
                self.words.span_days_hours(&text(days), &text(hours))
            }
            (days, ..) => self.words.span_days(&self.count(days), days),
        }
    }

    /// `1 234 567`, with a narrow space that no language reads as a decimal point.
    #[must_use]
    pub fn count(&self, n: impl Borrow<i64>) -> String {
        grouped(*n.borrow())
    }

    /// `41.8 GB`: decimal units, as disks and courts count.
    #[must_use]
    pub fn bytes(&self, bytes: impl Borrow<u64>) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"];
        let mut tenths = u128::from(*bytes.borrow()) * 10;
        let mut unit = 0;
        while tenths >= 9_995 && unit + 1 < units.len() {
            tenths = (tenths + 500) / 1_000;
            unit += 1;
        }
        let comma = if self.words.lang() == Lang::En
            || self.words.lang() == Lang::Zh
            || self.words.lang() == Lang::Ar
        {
            '.'
        } else {
            ','
        };
        let number = if unit == 0 || tenths >= 1_000 || tenths % 10 == 0 {
            (tenths / 10).to_string()
        } else {
            format!("{}{comma}{}", tenths / 10, tenths % 10)
        };
        // A no-break space keeps number and unit on one line.
        format!("{number}\u{a0}{}", units[unit])
    }

    fn date(
        &self,
        at: &Instant,
        write: impl FnOnce(Locale, Date<icu::calendar::Iso>) -> Option<String>,
    ) -> String {
        let day = in_zone(*at, &TimeZone::UTC);
        Date::try_new_iso(
            i32::from(day.year()),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
        .ok()
        .and_then(|date| write(locale_of(self.words.lang()), date))
        .unwrap_or_else(|| day.date().to_string())
    }
}

/// Where an instant falls in a zone. An instant outside of jiff's years shows as the epoch.
pub(crate) fn in_zone(at: Instant, zone: &TimeZone) -> ZonedDateTime {
    Timestamp::from_millisecond(at.millis())
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone.clone())
}

fn hour_minute(at: &ZonedDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

pub(crate) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if n < 0 { format!("\u{2212}{out}") } else { out }
}

/// The medium Arabic form is all numbers, and a date must never be: there the long form is taken.
fn year_month_day(lang: Lang) -> YMD {
    if lang == Lang::Ar {
        YMD::long()
    } else {
        YMD::medium()
    }
}

const fn locale_of(lang: Lang) -> Locale {
    match lang {
        Lang::Ar => locale!("ar-u-nu-latn"),
        Lang::En => locale!("en-GB"),
        Lang::Es => locale!("es"),
        Lang::Fr => locale!("fr"),
        Lang::Ru => locale!("ru"),
        Lang::Zh => locale!("zh-Hans"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(lang: Lang) -> When {
        When::new(Words::of(lang), TimeZone::fixed(jiff::tz::offset(1)))
    }

    fn moment() -> Instant {
        Instant::parse("2027-03-16T16:05:00Z").expect("has a zone")
    }

    fn plain(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn utc_comes_first_and_the_office_follows() {
        let when = reader(Lang::En);
        assert_eq!(when.clock(moment()), "16:05");
        assert_eq!(when.clock_here(moment()), "17:05");
        assert_eq!(when.offset(moment()), "UTC+1");
        assert_eq!(plain(&when.stamp(moment())), "16 Mar 2027, 16:05 UTC");
    }

    #[test]
    fn the_month_is_a_word_and_digits_are_european_in_all_six_languages() {
        for (lang, day) in [
            (Lang::Ar, "16 مارس 2027"),
            (Lang::En, "16 Mar 2027"),
            (Lang::Es, "16 mar 2027"),
            (Lang::Fr, "16 mars 2027"),
            (Lang::Ru, "16 мар. 2027 г."),
            (Lang::Zh, "2027年3月16日"),
        ] {
            let shown = reader(lang)
                .day(moment())
                .replace(['\u{a0}', '\u{202f}', '\u{200f}'], " ");
            assert_eq!(shown, day);
        }
    }

    #[test]
    fn spans_say_their_two_largest_units() {
        let when = reader(Lang::En);
        for (minutes, text) in [
            (0, "0 min"),
            (48, "48 min"),
            (60, "1 h"),
            (198, "3 h 18 min"),
            (22 * 60 + 18, "22 h"),
            (26 * 60, "1 d 2 h"),
            (6 * 1_440 + 5, "6 d"),
            (-42, "42 min"),
        ] {
            assert_eq!(plain(&when.span(Span::minutes(minutes))), text);
        }
        assert!(!when.span(Span(i64::MIN)).is_empty());
    }

    #[test]
    fn counts_and_sizes_read_the_same_everywhere() {
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped(-999), "\u{2212}999");
        let when = reader(Lang::En);
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (14_200, "14.2 kB"),
            (41_800_000_000, "41.8 GB"),
            (u64::MAX, "18446 PB"),
        ] {
            assert_eq!(when.bytes(bytes).replace('\u{a0}', " "), text);
        }
    }
}
