//! Clocks in words: what is counted, how much is left, and by which rule.

use comity_core::deadline::{Bound, Deadline, Whose};
use comity_core::request::RequestFile;
use comity_core::time::Span;

use super::Cases;
use crate::pages::request::ClockCard;
use crate::parts::Tone;

impl Cases<'_> {
    /// The open clocks by their end, then those that were met.
    pub(crate) fn clocks(&self, file: &RequestFile) -> Vec<ClockCard> {
        let mut clocks: Vec<&Deadline> = file.deadlines.iter().collect();
        clocks.sort_by_key(|clock| (!clock.is_open(), clock.due));
        clocks
            .into_iter()
            .take(8)
            .map(|clock| self.clock(clock))
            .collect()
    }

    fn clock(&self, clock: &Deadline) -> ClockCard {
        let when = &self.s.when;
        let label = self.t.listed("clock", clock.rule.code());
        if let Some(met) = clock.met {
            return ClockCard {
                label,
                big: when.span(met - clock.started),
                lines: vec![self.t.clock_met(), when.short_stamp(met)],
                tone: Tone::Done,
            };
        }
        let left = clock.due - self.now;
        let late = clock.is_late(self.now);
        let span = when.span(left);
        let bound = match clock.bound {
            Bound::Min => self.t.bound_min(),
            Bound::Max => self.t.bound_max(),
            Bound::Target => self.t.bound_target(),
        };
        let mut lines = vec![
            when.stamp(clock.due),
            self.t.when_here(&when.clock_here(clock.due)),
        ];
        lines.push(match &clock.source {
            Some(source) => format!("{bound} · {source}"),
            None => bound,
        });
        ClockCard {
            label,
            big: if late { self.t.when_late(&span) } else { span },
            lines,
            tone: match (late, clock.whose) {
                (true, Whose::Ours) => Tone::Late,
                (false, Whose::Ours) if left < Span::hours(4) => Tone::Soon,
                (false, Whose::Ours) => Tone::Yours,
                (_, Whose::Theirs) => Tone::Wait,
            },
        }
    }
}
