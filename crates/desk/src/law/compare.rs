//! Two States side by side: for each measure the answer in both directions.

use comity_core::law::{Glance, QueryRefused, glance, measure_names};

use super::Law;
use super::cache::{Kept, collator};
use crate::field::{Control, Field};
use crate::pages::law::{Compare, Pair, Side};

static KEPT: Kept<Vec<(String, Glance, Glance)>> = Kept::new();

/// The page.
///
/// # Errors
/// [`QueryRefused`] where a State or the day cannot be read.
pub fn compare<'s>(
    law: &Law<'s>,
    a: &str,
    b: &str,
    date: &str,
) -> Result<Compare<'s>, QueryRefused> {
    let t = law.t;
    let rows = if a.is_empty() || b.is_empty() || a == b {
        Vec::new()
    } else {
        rows(law, a, b, date)?
    };
    Ok(Compare {
        s: law.s,
        acts: law.acts("compare"),
        fields: vec![
            Field::new("a", t.law_first_state(), Control::Select(law.states(a))),
            Field::new("b", t.law_second_state(), Control::Select(law.states(b))),
            Field::new("on", t.law_on_day(), Control::Date).value(date),
        ],
        same: !a.is_empty() && a == b,
        a: (law.state(a), format!("/law/{a}")),
        b: (law.state(b), format!("/law/{b}")),
        rows,
        foot: law.foot(),
    })
}

fn rows(law: &Law<'_>, a: &str, b: &str, date: &str) -> Result<Vec<Pair>, QueryRefused> {
    let question = format!("{}|{a}|{b}|{date}", law.pack.hash());
    let found = KEPT.get(&question, || {
        measure_names(law.pack)
            .map(|name| {
                let there = glance(law.pack, a, b, name, date)?;
                let back = glance(law.pack, b, a, name, date)?;
                Ok((name.to_owned(), there, back))
            })
            .collect::<Result<Vec<_>, QueryRefused>>()
    })?;
    let order = collator(law.t.lang());
    let mut out: Vec<Pair> = found
        .iter()
        .map(|(name, there, back)| Pair {
            measure: law.measure(name),
            there: side(law, there, a, b, name, date),
            back: side(law, back, b, a, name, date),
        })
        .collect();
    out.sort_by(|x, y| order(&x.measure, &y.measure));
    Ok(out)
}

fn side(law: &Law<'_>, one: &Glance, from: &str, to: &str, measure: &str, date: &str) -> Side {
    Side {
        chip: law.outcome(one.decision),
        basis: one.leading.as_ref().map_or_else(
            || law.t.basis_none(),
            |it| law.article(&it.instrument, &it.article),
        ),
        way: law.addressee(one.addressee.as_str()),
        unverified: one.unverified,
        href: format!(
            "/law/decide?from={from}&to={to}&addressee={}&m={measure}&data={}&on={date}",
            one.addressee.as_str(),
            one.category.as_str()
        ),
    }
}
