//! What changes if a State joins an instrument on a day: counted, and by pairs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use comity_core::law::{Answer, Effect, Outcome, QueryRefused, effect, instrument_id};

use super::Law;
use super::cache::{Kept, collator};
use crate::field::{Choice, Control, Field};
use crate::pages::law::{Changed, Touched, WhatIf};

static KEPT: Kept<Effect> = Kept::new();

/// So many leading instruments are named in one cell.
const FEW: usize = 3;

/// What a reader asks.
#[derive(Clone, Debug, Default)]
pub struct Joining {
    /// The State that joins.
    pub state: String,
    /// The instrument.
    pub instrument: String,
    /// From which day.
    pub from: String,
}

/// The effect, remembered: every question was asked twice.
///
/// # Errors
/// [`QueryRefused`] where the State, the instrument or the day cannot be read.
pub fn found(law: &Law<'_>, asked: &Joining) -> Result<Arc<Effect>, QueryRefused> {
    // The key is made of names that the pack knows, so that a stranger cannot fill the memory.
    let id = instrument_id(law.pack, &asked.instrument)?;
    let question = format!("{}|{}|{id}|{}", law.pack.hash(), asked.state, asked.from);
    KEPT.get(&question, || {
        effect(law.pack, &asked.state, id, &asked.from)
    })
}

/// The page; `cases` are the open requests with what each rests on: number, page, kind, from, to.
#[must_use]
pub fn what_if<'s>(
    law: &Law<'s>,
    asked: &Joining,
    effect: Option<Result<Arc<Effect>, QueryRefused>>,
    cases: &[Touched],
) -> WhatIf<'s> {
    let t = law.t;
    let mut error = None;
    let mut page = WhatIf {
        s: law.s,
        acts: law.acts("what-if"),
        fields: Vec::new(),
        error: None,
        summary: None,
        notes: Vec::new(),
        rows: Vec::new(),
        cases: Vec::new(),
        asked: effect.is_some(),
        foot: law.foot(),
    };
    match effect {
        Some(Ok(it)) => {
            page.summary = Some(t.law_effect_summary(
                &it.changes.len().to_string(),
                it.changes.len() as i64,
                &it.partners.to_string(),
            ));
            page.notes.push(t.law_effect_asked(&it.asked.to_string()));
            if !it.in_force {
                page.notes.push(t.law_effect_not_in_force());
            }
            if it.already_party {
                page.notes.push(t.law_effect_already());
            }
            page.rows = kept_rows(law, asked, &it);
            page.cases = touched(&it, cases);
        }
        Some(Err(refused)) => {
            let field = match refused.field.as_str() {
                "/state" => "state",
                "/instrument" => "instrument",
                _ => "from",
            };
            error = Some(field);
            page.error = Some(t.law_field_wrong(&match field {
                "state" => t.law_state(),
                "instrument" => t.law_instrument(),
                _ => t.law_on_day(),
            }));
        }
        None => {}
    }
    let mend = |name: &str| (error == Some(name)).then(|| t.law_choose_listed());
    let with_none = |list: Vec<Choice>| {
        let mut all = vec![Choice::new("", t.law_choose())];
        all.extend(list);
        all
    };
    let known = instrument_id(law.pack, &asked.instrument).unwrap_or_default();
    page.fields = vec![
        Field::new(
            "state",
            t.law_state(),
            Control::Select(with_none(law.states(&asked.state))),
        )
        .error(mend("state")),
        Field::new(
            "instrument",
            t.law_instrument(),
            Control::Select(with_none(law.instrument_choices(known))),
        )
        .error(mend("instrument")),
        Field::new("from", t.law_on_day(), Control::Date)
            .value(asked.from.as_str())
            .error(mend("from")),
    ];
    page
}

/// The rows in the words of one language, remembered: an effect has thousands of changes.
fn kept_rows(law: &Law<'_>, asked: &Joining, it: &Effect) -> Vec<Changed> {
    static ROWS: Kept<Vec<Changed>> = Kept::new();
    let question = format!(
        "{}|{}|{}|{}|{}",
        law.pack.hash(),
        it.state,
        it.instrument,
        asked.from,
        law.t.lang().code()
    );
    ROWS.get(&question, || Ok::<_, QueryRefused>(rows(law, it)))
        .map_or_else(|_| Vec::new(), |rows| rows.as_ref().clone())
}

/// What several changes share.
#[derive(Default)]
struct Sum {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
    data: BTreeSet<String>,
    ways: BTreeSet<String>,
    partners: BTreeSet<String>,
}

/// Changes of one measure in one direction from one answer to another stand in one row.
fn rows(law: &Law<'_>, it: &Effect) -> Vec<Changed> {
    let mut by: BTreeMap<(&str, bool, Outcome, Outcome), Sum> = BTreeMap::new();
    for change in &it.changes {
        let asks = change.requesting == it.state;
        let partner = if asks {
            &change.requested
        } else {
            &change.requesting
        };
        let key = (
            change.measure.as_str(),
            asks,
            change.before.decision,
            change.after.decision,
        );
        let sum = by.entry(key).or_default();
        sum.before.insert(leading(law, &change.before));
        sum.after.insert(leading(law, &change.after));
        sum.ways.insert(law.addressee(change.addressee.as_str()));
        sum.partners.insert(partner.clone());
        if change.data_category.as_str() != "none" {
            sum.data
                .insert(law.t.category(change.data_category.as_str()));
        }
    }
    let order = collator(law.t.lang());
    let together = |words: BTreeSet<String>| {
        let list: Vec<String> = words.into_iter().collect();
        list.join(&format!("{} ", law.t.comma()))
    };
    let mut out: Vec<Changed> = by
        .into_iter()
        .map(|((measure, asks, before, after), sum)| {
            let mut partners: Vec<(String, String)> = sum
                .partners
                .into_iter()
                .map(|code| (law.state(&code), code))
                .collect();
            partners.sort_by(|a, b| order(&a.0, &b.0));
            Changed {
                measure: law.measure(measure),
                data: together(sum.data),
                way: together(sum.ways),
                direction: if asks {
                    law.t.law_it_asks(&law.state(&it.state))
                } else {
                    law.t.law_it_is_asked(&law.state(&it.state))
                },
                before: (law.outcome(before), few(law, sum.before)),
                after: (law.outcome(after), few(law, sum.after)),
                partners,
            }
        })
        .collect();
    out.sort_by(|a, b| {
        order(&a.measure, &b.measure)
            .then_with(|| a.direction.cmp(&b.direction))
            .then_with(|| b.partners.len().cmp(&a.partners.len()))
    });
    out
}

/// The basis that leads an answer.
fn leading(law: &Law<'_>, one: &Answer) -> String {
    one.bases.first().map_or_else(
        || law.t.basis_none(),
        |(id, article, _)| law.article(id, article),
    )
}

/// A few names, and how many more there are.
fn few(law: &Law<'_>, names: BTreeSet<String>) -> Vec<String> {
    let more = names.len().saturating_sub(FEW);
    let mut out: Vec<String> = names.into_iter().take(FEW).collect();
    if more > 0 {
        out.push(law.t.law_and_more(&more.to_string()));
    }
    out
}

/// Open requests whose question is among those that change.
fn touched(it: &Effect, cases: &[Touched]) -> Vec<Touched> {
    let changed: BTreeSet<(&str, &str, &str)> = it
        .changes
        .iter()
        .map(|one| {
            (
                one.requesting.as_str(),
                one.requested.as_str(),
                one.measure.as_str(),
            )
        })
        .collect();
    cases
        .iter()
        .filter(|one| changed.contains(&(one.from.as_str(), one.to.as_str(), one.kind.as_str())))
        .cloned()
        .collect()
}
