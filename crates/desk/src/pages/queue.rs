//! The queue: what is due, from whom, and by when. It never moves under the reader.

use askama::Template;
use askama::filters::Safe;
use comity_core::time::{Instant, Span};
use jiff::tz::TimeZone;

use crate::parts::{Chip, Tone};
use crate::rail::{self, Labels, Mark};
use crate::shell::Shell;

/// Which part of the open requests is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The reader's own.
    #[default]
    Mine,
    /// Not yet anybody's.
    Nobody,
    /// The next move is another's.
    Waiting,
    /// Urgent by the form's own classes.
    Emergencies,
    /// All that is open.
    All,
    /// What is closed.
    Closed,
}

impl View {
    /// All views, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Mine,
        Self::Nobody,
        Self::Waiting,
        Self::Emergencies,
        Self::All,
        Self::Closed,
    ];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Nobody => "nobody",
            Self::Waiting => "waiting",
            Self::Emergencies => "emergencies",
            Self::All => "all",
            Self::Closed => "closed",
        }
    }

    /// Reads the word of the address; anything else is the reader's own desk.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|view| view.code() == text)
            .unwrap_or_default()
    }
}

/// One request in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where its page is, `/r/XC-2027-01144`.
    pub href: String,
    /// `XC-2027-01144`.
    pub number: String,
    /// The kind in words.
    pub kind: String,
    /// The asking State.
    pub from: String,
    /// The asked State.
    pub to: String,
    /// "Corvania, incoming".
    pub partner: String,
    /// The stage.
    pub stage: Chip,
    /// "Budapest, Art. 29".
    pub basis: String,
    /// Who has it; nobody yet.
    pub owner: Option<String>,
    /// When something falls due.
    pub due: Option<Instant>,
    /// Whether the next move is ours.
    pub ours: bool,
    /// The next step in words.
    pub next: String,
}

impl Row {
    fn tone(&self, now: Instant) -> Tone {
        match self.due {
            Some(due) if self.ours && due < now => Tone::Late,
            Some(due) if self.ours && due - now < Span::hours(4) => Tone::Soon,
            _ if self.ours => Tone::Yours,
            _ => Tone::Wait,
        }
    }

    fn group(&self, now: Instant) -> Group {
        match self.due {
            Some(due) if due < now => Group::Overdue,
            Some(due) if due - now < Span::hours(4) => Group::FourHours,
            Some(due) if due - now < Span::hours(48) => Group::TwoDays,
            Some(_) => Group::Later,
            None => Group::NoClock,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Overdue,
    FourHours,
    TwoDays,
    Later,
    NoClock,
}

/// The page.
#[derive(Template)]
#[template(path = "queue.html")]
pub struct Queue<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The zone of the rail's second row.
    pub zone: &'a TimeZone,
    /// Which view is open.
    pub view: View,
    /// How many each view holds, in the order of [`View::ALL`]; closed ones are not counted.
    pub counts: [Option<i64>; 6],
    /// The rows, by deadline.
    pub rows: Vec<Row>,
    /// The address of the next page of rows.
    pub more: Option<String>,
    /// What was searched for.
    pub search: String,
}

impl Queue<'_> {
    fn late(&self) -> i64 {
        count(
            self.rows
                .iter()
                .filter(|row| row.tone(self.s.now) == Tone::Late),
        )
    }

    fn soon(&self) -> i64 {
        count(
            self.rows
                .iter()
                .filter(|row| row.tone(self.s.now) == Tone::Soon),
        )
    }

    fn waiting(&self) -> i64 {
        self.counts[2].unwrap_or(0)
    }

    fn view_name(&self, view: View) -> String {
        match view {
            View::Mine => self.s.t.queue_view_mine(),
            View::Nobody => self.s.t.queue_view_nobody(),
            View::Waiting => self.s.t.queue_view_waiting(),
            View::Emergencies => self.s.t.queue_view_emergencies(),
            View::All => self.s.t.queue_view_all(),
            View::Closed => self.s.t.queue_view_closed(),
        }
    }

    fn views(&self) -> Vec<(View, String, Option<i64>)> {
        View::ALL
            .into_iter()
            .zip(self.counts)
            .map(|(view, n)| (view, self.view_name(view), n))
            .collect()
    }

    fn groups(&self) -> Vec<(String, Vec<&Row>)> {
        let mut out: Vec<(Group, Vec<&Row>)> = Vec::new();
        for row in &self.rows {
            let group = row.group(self.s.now);
            match out.iter_mut().find(|(g, _)| *g == group) {
                Some((_, rows)) => rows.push(row),
                None => out.push((group, vec![row])),
            }
        }
        out.sort_by_key(|(group, _)| *group);
        out.into_iter()
            .map(|(group, rows)| (self.group_name(group), rows))
            .collect()
    }

    fn group_name(&self, group: Group) -> String {
        match group {
            Group::Overdue => self.s.t.queue_group_overdue(),
            Group::FourHours => self.s.t.queue_group_four_hours(),
            Group::TwoDays => self.s.t.queue_group_two_days(),
            Group::Later => self.s.t.queue_group_later(),
            Group::NoClock => self.s.t.queue_group_no_clock(),
        }
    }

    fn due_class(&self, row: &Row) -> &'static str {
        row.tone(self.s.now).class()
    }

    fn due_chip(&self, row: &Row, due: &Instant) -> Safe<String> {
        let now = self.s.now;
        let span = self.s.when.span(*due - now);
        let word = if *due < now {
            self.s.t.when_late(&span)
        } else {
            self.s.t.when_in(&span)
        };
        Chip::new(row.tone(now), word).html()
    }

    fn is_near(&self, due: &Instant) -> bool {
        (*due - self.s.now).millis().abs() < Span::days(2).millis()
    }

    fn rail(&self) -> Safe<String> {
        let marks: Vec<Mark> = self
            .rows
            .iter()
            .filter_map(|row| {
                let partner = if row.from == self.s.office.code {
                    &row.to
                } else {
                    &row.from
                };
                let serial = row.number.rsplit('-').next().unwrap_or(&row.number);
                Some(Mark {
                    at: row.due?,
                    label: format!("{partner} {serial}"),
                    tone: row.tone(self.s.now),
                })
            })
            .collect();
        let labels = Labels {
            now: self.s.t.rail_now(),
            night: self.s.t.rail_night(&self.s.office.state),
            code: self.s.office.code.clone(),
            spoken: self.s.t.rail_spoken(),
        };
        rail::draw(
            self.s.now,
            self.zone,
            &self.s.when,
            self.s.lang().is_rtl(),
            &marks,
            &labels,
        )
    }
}

fn count<'a>(rows: impl Iterator<Item = &'a Row>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}
