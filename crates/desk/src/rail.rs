//! The deadline rail: the next two days on one line, nights shaded, each request a mark.
//!
//! It is drawn with SVG attributes alone, because the content policy forbids styles in pages. In
//! Arabic the axis of time runs from right to left. The table below it is its text.

use askama::filters::Safe;
use comity_core::time::{Instant, Span};
use jiff::tz::TimeZone;
use std::fmt::Write as _;

use crate::parts::{Tone, escape};
use crate::when::{When, in_zone};

const WIDTH: i64 = 1_180;
const START: i64 = 73;
const END: i64 = 1_156;
const HOURS: i64 = 48;
const TOP: i64 = 22;
const BOTTOM: i64 = 110;
const LANES: [i64; 4] = [36, 55, 74, 93];
/// About how wide a label such as `XC 01144` is, with its distance from the mark.
const LABEL: i64 = 80;

/// One request on the rail.
#[derive(Clone, Debug)]
pub struct Mark {
    /// When it falls due.
    pub at: Instant,
    /// `XC 01144`.
    pub label: String,
    /// Late, soon, yours or waiting.
    pub tone: Tone,
}

/// The words on the rail.
#[derive(Clone, Debug)]
pub struct Labels {
    /// "now".
    pub now: String,
    /// "night in Aldoria".
    pub night: String,
    /// The State's code, beside the second row of hours.
    pub code: String,
    /// What a screen reader says instead of the picture.
    pub spoken: String,
}

struct Axis {
    from: i64,
    rtl: bool,
}

impl Axis {
    fn x(&self, at: i64) -> i64 {
        let x = START + (at - self.from).saturating_mul(END - START) / (HOURS * 3_600_000);
        // What lies before the rail stays visible at its edge: late is late.
        self.side(x.max(START - 22))
    }

    fn side(&self, x: i64) -> i64 {
        if self.rtl { WIDTH - x } else { x }
    }

    const fn anchor(&self, before: bool) -> &'static str {
        if before == self.rtl { "start" } else { "end" }
    }
}

/// Draws the rail. Marks beyond its end are left to the table.
#[must_use]
pub fn draw(
    now: Instant,
    zone: &TimeZone,
    when: &When,
    rtl: bool,
    marks: &[Mark],
    words: &Labels,
) -> Safe<String> {
    let six_hours = Span::hours(6).millis();
    let from = (now - Span::hours(2)).millis().div_euclid(six_hours) * six_hours;
    let to = from + Span::hours(HOURS).millis();
    let axis = Axis { from, rtl };
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} 148\" role=\"img\" aria-label=\"");
    escape(&mut svg, &words.spoken);
    svg.push_str("\">");
    nights(&mut svg, &axis, from, to, zone, &words.night);
    hours(&mut svg, &axis, from, to, when);
    for (mark, lane, before) in placed(&axis, marks, to) {
        draw_mark(&mut svg, &axis, mark, lane, before);
    }
    let x = axis.x(now.millis());
    line(&mut svg, "now", x, 18);
    text(&mut svg, "axb", x, 13, "middle", false, &words.now);
    let edge = axis.side(8);
    text(
        &mut svg,
        "ax",
        edge,
        126,
        if rtl { "end" } else { "start" },
        true,
        "UTC",
    );
    text(
        &mut svg,
        "ax",
        edge,
        142,
        if rtl { "end" } else { "start" },
        true,
        &words.code,
    );
    svg.push_str("</svg>");
    Safe(svg)
}

/// Night is 20:00 to 07:00 where the office is.
fn nights(svg: &mut String, axis: &Axis, from: i64, to: i64, zone: &TimeZone, word: &str) {
    let step = Span::minutes(30).millis();
    let dark = |at: i64| {
        let hour = in_zone(Instant(at), zone).hour();
        !(7..20).contains(&hour)
    };
    let mut begun = None;
    let mut at = from;
    while at <= to {
        match (begun, at < to && dark(at)) {
            (None, true) => begun = Some(at),
            (Some(start), false) => {
                let (a, b) = (axis.x(start), axis.x(at));
                let (x, width) = (a.min(b), (a - b).abs());
                let _ok = write!(
                    svg,
                    "<rect class=\"nightb\" x=\"{x}\" y=\"{TOP}\" width=\"{width}\" height=\"{}\"/>",
                    BOTTOM - TOP
                );
                if width > 130 {
                    text(svg, "ax", x + width / 2, 16, "middle", false, word);
                }
                begun = None;
            }
            (None, false) | (Some(_), true) => {}
        }
        at += step;
    }
}

fn hours(svg: &mut String, axis: &Axis, from: i64, to: i64, when: &When) {
    let mut at = from;
    while at <= to {
        let x = axis.x(at);
        line(svg, "grid", x, TOP);
        let moment = Instant(at);
        if at % Span::hours(24).millis() == 0 {
            text(svg, "axb", x, 126, "middle", false, &when.weekday(moment));
        } else {
            text(svg, "ax", x, 126, "middle", true, &when.clock(moment));
        }
        text(svg, "ax", x, 142, "middle", true, &when.clock_here(moment));
        at += Span::hours(6).millis();
    }
}

/// Gives each mark a lane and a side for its label, so that no two labels lie on each other.
fn placed<'a>(axis: &Axis, marks: &'a [Mark], to: i64) -> Vec<(&'a Mark, i64, bool)> {
    // Distances are measured along the reading direction, so one rule serves both scripts.
    let mut taken: [Vec<(i64, i64)>; 4] = Default::default();
    let mut out = Vec::new();
    let mut shown: Vec<&Mark> = marks.iter().filter(|mark| mark.at.millis() <= to).collect();
    shown.sort_by_key(|mark| mark.at);
    for mark in shown {
        let x = axis.side(axis.x(mark.at.millis()));
        let spot = LANES.iter().enumerate().find_map(|(lane, y)| {
            let sides = if matches!(mark.tone, Tone::Late) {
                [true, false]
            } else {
                [false, true]
            };
            sides.into_iter().find_map(|before| {
                let (a, b) = if before {
                    (x - 12 - LABEL, x + 12)
                } else {
                    (x - 12, x + 12 + LABEL)
                };
                let free = a >= 0 && b <= WIDTH && taken[lane].iter().all(|&(c, d)| b < c || d < a);
                free.then_some((lane, *y, before, a, b))
            })
        });
        // A crowd too dense to label is drawn without labels rather than left out.
        match spot {
            Some((lane, y, before, a, b)) => {
                taken[lane].push((a, b));
                out.push((mark, y, before));
            }
            None => out.push((mark, LANES[3] + 8, x > WIDTH / 2)),
        }
    }
    out
}

fn draw_mark(svg: &mut String, axis: &Axis, mark: &Mark, y: i64, before: bool) {
    let x = axis.x(mark.at.millis());
    let class = mark.tone.class();
    line(svg, &format!("k-line s-{class}"), x, y);
    let _ok = match mark.tone {
        Tone::Late => write!(
            svg,
            "<path class=\"k-late\" d=\"M{x} {} l9 16h-18z\"/>",
            y - 9
        ),
        Tone::Soon => write!(
            svg,
            "<circle class=\"k-soon\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>"
        ),
        Tone::Wait => write!(
            svg,
            "<path class=\"k-wait\" d=\"M{x} {}l9 9-9 9-9-9z\"/>",
            y - 9
        ),
        Tone::Yours | Tone::Run | Tone::Done | Tone::Stop => write!(
            svg,
            "<rect class=\"k-run\" x=\"{}\" y=\"{}\" width=\"14\" height=\"14\" rx=\"2\"/>",
            x - 7,
            y - 7
        ),
    };
    if y <= LANES[3] {
        let offset = if before == axis.rtl { 14 } else { -14 };
        text(
            svg,
            "axb",
            x + offset,
            y + 4,
            axis.anchor(before),
            true,
            &mark.label,
        );
    }
}

fn line(svg: &mut String, class: &str, x: i64, y: i64) {
    let _ok = write!(svg, "<path class=\"{class}\" d=\"M{x} {y}V{BOTTOM}\"/>");
}

fn text(svg: &mut String, class: &str, x: i64, y: i64, anchor: &str, ltr: bool, words: &str) {
    let direction = if ltr { " direction=\"ltr\"" } else { "" };
    let _ok = write!(
        svg,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{direction}>"
    );
    escape(svg, words);
    svg.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, Words};

    fn rail(rtl: bool, marks: &[Mark]) -> String {
        let zone = TimeZone::UTC;
        let when = When::new(Words::of(Lang::En), zone.clone());
        let words = Labels {
            now: "now".into(),
            night: "night".into(),
            code: "XA".into(),
            spoken: "rail".into(),
        };
        draw(at("2027-03-16T16:42:00Z"), &zone, &when, rtl, marks, &words).0
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("has a zone")
    }

    fn mark(text: &str, tone: Tone) -> Mark {
        Mark {
            at: at(text),
            label: "XB 00001".into(),
            tone,
        }
    }

    #[test]
    fn time_runs_from_right_to_left_in_arabic() {
        let marks = [mark("2027-03-16T18:00:00Z", Tone::Soon)];
        assert!(rail(false, &marks).contains("cx=\"208\""));
        assert!(rail(true, &marks).contains("cx=\"972\""));
    }

    #[test]
    fn what_is_long_overdue_stays_at_the_edge_and_what_is_far_off_is_left_to_the_table() {
        let drawn = rail(
            false,
            &[
                mark("2027-01-01T00:00:00Z", Tone::Late),
                mark("2027-06-01T00:00:00Z", Tone::Yours),
            ],
        );
        assert!(drawn.contains("class=\"k-late\""));
        assert!(!drawn.contains("k-run"));
    }

    #[test]
    fn a_hundred_deadlines_in_one_hour_do_not_lie_on_each_other_or_vanish() {
        let marks: Vec<Mark> = (0..100)
            .map(|_| mark("2027-03-17T12:00:00Z", Tone::Wait))
            .collect();
        let drawn = rail(false, &marks);
        assert_eq!(drawn.matches("class=\"k-wait\"").count(), 100);
        assert!(drawn.matches("XB 00001").count() <= 8);
    }
}
