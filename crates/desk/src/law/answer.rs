//! One decision of the law in words: bases by rank, what is excluded and why, limits, grounds, conditions.

use std::collections::BTreeSet;

use comity_core::basis::BasisRole;
use comity_core::law::{Decision, Limit};

use super::Law;
use super::isolate::isolated;
use crate::pages::law::{Answer, BasisRow, Line, NotThis};

/// Puts a decision into words.
#[must_use]
pub fn answer(law: &Law<'_>, decision: &Decision) -> Answer {
    let t = law.t;
    let words = law.pack.words(t.lang().code());
    let bases = decision
        .bases
        .iter()
        .map(|one| BasisRow {
            name: law.article(&one.instrument, &one.article),
            href: format!("/law/instrument/{}", one.instrument),
            role: t.listed("role-of", role(one.role)),
            note: t.listed("basis-role", role(one.role)),
            sure: law.sure(one.confidence),
            leads: one.role != BasisRole::Parallel,
        })
        .collect();
    let excluded = decision
        .excluded
        .iter()
        .map(|one| {
            let (name, place) = (law.instrument(&one.instrument), law.state(&one.detail));
            let values = [
                ("instrument", name.as_str()),
                ("state", place.as_str()),
                ("date", one.detail.as_str()),
            ];
            NotThis {
                href: format!("/law/instrument/{}", one.instrument),
                reason: without_name(
                    &words.say(&format!("excluded.{}", one.reason), &values),
                    &name,
                ),
                name,
            }
        })
        .collect();
    let mut risks: (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut conditions: (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    // One sentence may stand for several codes; it is said once.
    let mut said = BTreeSet::new();
    for note in &decision.notes {
        if !said.insert((note.about.clone(), note.strict, note.sentence.clone())) {
            continue;
        }
        let line = Line {
            text: isolated(&note.sentence, t.lang()),
            from: note
                .instrument
                .as_ref()
                .map(|id| law.article(id, &note.article))
                .unwrap_or_default(),
        };
        let (strict, other) = if note.about == "refusal_risk" {
            (&mut risks.0, &mut risks.1)
        } else {
            (&mut conditions.0, &mut conditions.1)
        };
        if note.strict {
            strict.push(line);
        } else {
            other.push(line);
        }
    }
    Answer {
        chip: law.outcome(decision.decision),
        sentences: decision
            .explanation
            .iter()
            .map(|one| isolated(one, t.lang()))
            .collect(),
        bases,
        excluded,
        limits: decision
            .time_limits
            .iter()
            .map(|one| limit(law, one))
            .collect(),
        later: decision
            .later_limits
            .iter()
            .map(|one| limit(law, one))
            .collect(),
        closed: risks.0,
        open: risks.1,
        hangs: conditions.0,
        ordinary: conditions.1,
        safeguards: decision.safeguards.clone(),
        dual: words.say(
            &format!("dual_criminality.{}", decision.dual_criminality.as_str()),
            &[],
        ),
        presumed: decision
            .dual_criminality_presumed
            .as_ref()
            .map(|one| t.law_presumed(&law.article(&one.instrument, &one.article))),
        route: decision
            .route_to
            .as_ref()
            .map(|code| words.say(&format!("route_to.{code}"), &[])),
        unverified: decision.unverified,
        not_read: decision.facts_not_read.clone(),
    }
}

/// The stable word of a role.
pub(crate) const fn role(role: BasisRole) -> &'static str {
    match role {
        BasisRole::Measure => "measure",
        BasisRole::Procedure => "procedure",
        BasisRole::Channel => "channel",
        BasisRole::Parallel => "parallel",
        BasisRole::Fallback => "fallback",
    }
}

/// A limit as a sentence with its bound, and the event from which it runs.
pub(crate) fn limit(law: &Law<'_>, one: &Limit) -> Line {
    let words = law.pack.words(law.t.lang().code());
    let what = words.say(&format!("limit.{}", one.what), &[]);
    let value = one.value.map(|n| n.to_string()).unwrap_or_default();
    let unit = one
        .unit
        .as_ref()
        .map(|unit| words.say(&format!("unit.{unit}"), &[]))
        .unwrap_or_default();
    let name = law.instrument(&one.instrument);
    let mut text = words.say(
        &format!("bound.{}", one.bound),
        &[
            ("what", what.as_str()),
            ("value", &value),
            ("unit", &unit),
            ("instrument", &name),
            ("article", &one.article),
        ],
    );
    if one.working_days {
        text.push_str(&format!(" {}", law.t.law_working_days_only()));
    }
    Line {
        text: isolated(&text, law.t.lang()),
        from: one.starts.clone().unwrap_or_default(),
    }
}

/// The sentences of the data begin with the instrument; in a list its name stands before them already.
fn without_name(sentence: &str, name: &str) -> String {
    let rest = sentence
        .strip_prefix(name)
        .map(|rest| rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', ':', '：']));
    rest.unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_does_not_say_the_name_twice() {
        assert_eq!(
            without_name("UNTOC\u{a0}: not a Party (XA).", "UNTOC"),
            "not a Party (XA)."
        );
        assert_eq!(without_name("not a Party", "UNTOC"), "not a Party");
    }
}
