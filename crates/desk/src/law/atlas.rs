//! The atlas: one equal tile for each State, and the same as a table.
//!
//! No borders, no flags, no order of rank. A tile says by colour, icon and word what basis there is for
//! one measure, in one direction, on one day.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_core::law::{Glance, Outcome, Pack, QueryRefused, Standing, glance, overview};

use super::Law;
use super::cache::{Kept, collator};
use super::picked::{picked, to_do};
use crate::field::{Choice, Control, Field};
use crate::pages::law::{Atlas, AtlasRow, Group, Leader, Legend, Tile};
use crate::words::states::regions;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// We ask them.
    WeAsk,
    /// They ask us.
    TheyAsk,
}

impl Direction {
    /// The word of the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WeAsk => "we-ask",
            Self::TheyAsk => "they-ask",
        }
    }

    /// Reads it; the other one is the exception.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == Self::TheyAsk.as_str() {
            Self::TheyAsk
        } else {
            Self::WeAsk
        }
    }
}

/// What a reader wants to see.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which measure.
    pub measure: String,
    /// Who asks.
    pub direction: Direction,
    /// On which day.
    pub date: String,
    /// Whose tile is open.
    pub state: Option<String>,
    /// Whether the table is open.
    pub table: bool,
}

/// One answer for each State.
pub(crate) type Answers = BTreeMap<String, Glance>;

static KEPT: Kept<Answers> = Kept::new();

/// The States that have a tile, by their groups; what the law data names besides comes last.
pub(crate) fn groups(pack: &Pack) -> Vec<(String, Vec<String>)> {
    static GROUPS: Kept<Vec<(String, Vec<String>)>> = Kept::new();
    let made = GROUPS.get(pack.hash(), || Ok::<_, ()>(make_groups(pack)));
    made.map_or_else(|()| Vec::new(), |groups| groups.as_ref().clone())
}

fn make_groups(pack: &Pack) -> Vec<(String, Vec<String>)> {
    let mut named = overview(pack).states;
    named.extend(pack.profiles().map(|profile| profile.iso2.clone()));
    named.sort_unstable();
    named.dedup();
    // The Union signs treaties; it is not a State.
    named.retain(|code| code != "EU");
    if pack.is_exercise() {
        return vec![("exercise".to_owned(), named)];
    }
    let mut out: Vec<(String, Vec<String>)> = regions()
        .map(|(group, members)| (group.to_owned(), members.to_vec()))
        .collect();
    named.retain(|code| !out.iter().any(|(_, members)| members.contains(code)));
    if !named.is_empty() {
        out.push(("others".to_owned(), named));
    }
    out
}

/// The answers for all States, remembered.
///
/// # Errors
/// [`QueryRefused`] where the measure or the day cannot be read.
pub(crate) fn answers(
    pack: &Pack,
    ours: &str,
    measure: &str,
    direction: Direction,
    date: &str,
) -> Result<Arc<Answers>, QueryRefused> {
    let question = format!(
        "{}|{ours}|{measure}|{}|{date}",
        pack.hash(),
        direction.as_str()
    );
    KEPT.get(&question, || {
        let mut out = Answers::new();
        for code in groups(pack).into_iter().flat_map(|(_, members)| members) {
            if code == ours {
                continue;
            }
            let found = match direction {
                Direction::WeAsk => glance(pack, ours, &code, measure, date)?,
                Direction::TheyAsk => glance(pack, &code, ours, measure, date)?,
            };
            out.insert(code, found);
        }
        Ok(out)
    })
}

/// The class, the icon and whether the tile is for a State that can only be asked by another way.
const fn look(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Own => ("t4", "team"),
        Standing::Named => ("t3", "law"),
        Standing::General => ("t2", "doc"),
        Standing::Courtesy => ("t1", "ask"),
        Standing::Nothing => ("t0", "stop"),
    }
}

/// The page.
///
/// # Errors
/// [`QueryRefused`] where the measure, the day or the State cannot be read.
pub fn atlas<'s>(law: &Law<'s>, wanted: &Wanted) -> Result<Atlas<'s>, QueryRefused> {
    let t = law.t;
    let found = answers(
        law.pack,
        law.ours,
        &wanted.measure,
        wanted.direction,
        &wanted.date,
    )?;
    let href = |code: &str| format!("/law?{}&s={code}", query(law, wanted));
    let groups = groups(law.pack)
        .into_iter()
        .map(|(group, members)| Group {
            name: t.listed("region", &group),
            count: t.law_states_count(&members.len().to_string(), members.len() as i64),
            tiles: members
                .iter()
                .map(|code| tile(law, code, found.get(code), href(code), wanted))
                .collect(),
        })
        .collect();
    let legend = Standing::ALL
        .into_iter()
        .map(|standing| {
            let (class, icon) = look(standing);
            let n = found
                .values()
                .filter(|one| one.standing == standing)
                .count();
            Legend {
                class,
                icon,
                word: law.standing(standing),
                count: n,
            }
        })
        .collect();
    let picked = match &wanted.state {
        Some(code) if code != law.ours => Some(picked(law, code, wanted)?),
        _ => None,
    };
    Ok(Atlas {
        s: law.s,
        acts: law.acts("atlas"),
        lede: t.law_atlas_lede(&law.state(law.ours)),
        fields: fields(law, wanted),
        legend,
        leaders: leaders(law, &found),
        groups,
        picked,
        to_do: to_do(law, &found, wanted),
        rows: rows(law, &found, &href),
        table: wanted.table,
        as_table: format!("/law?{}&as=table#table", query(law, wanted)),
        as_csv: format!("/law/atlas.csv?{}", query(law, wanted)),
        foot: law.foot(),
    })
}

pub(super) fn query(law: &Law<'_>, wanted: &Wanted) -> String {
    let mut out = format!("m={}&d={}", wanted.measure, wanted.direction.as_str());
    if wanted.date != law.today() {
        out.push_str(&format!("&on={}", wanted.date));
    }
    out
}

fn fields(law: &Law<'_>, wanted: &Wanted) -> Vec<Field> {
    let t = law.t;
    let ways = [
        (Direction::WeAsk, t.law_we_ask()),
        (Direction::TheyAsk, t.law_they_ask()),
    ]
    .map(|(way, label)| Choice::new(way.as_str(), label).chosen(way == wanted.direction));
    vec![
        Field::new(
            "m",
            t.law_measure(),
            Control::Select(law.measures(&wanted.measure)),
        ),
        Field::new("d", t.law_direction(), Control::Select(ways.to_vec())),
        Field::new("on", t.law_on_day(), Control::Date).value(wanted.date.as_str()),
    ]
}

fn tile(law: &Law<'_>, code: &str, found: Option<&Glance>, href: String, wanted: &Wanted) -> Tile {
    let name = law.state(code);
    let Some(found) = found else {
        return Tile {
            code: code.to_owned(),
            class: "me".to_owned(),
            icon: "user",
            title: format!("{name}: {}", law.t.law_this_is_us()),
            href: format!("/law/{code}"),
            open: false,
        };
    };
    let (class, icon) = look(found.standing);
    let mut title = format!("{name}: {}", law.standing(found.standing));
    if found.decision == Outcome::RouteElsewhere {
        title.push_str(&format!(" ({})", law.t.law_other_way()));
    }
    if found.unverified {
        title.push_str(&format!(" ({})", law.t.law_unverified_short()));
    }
    Tile {
        code: code.to_owned(),
        class: format!("{class}{}", if found.unverified { " unv" } else { "" }),
        icon,
        title,
        href,
        open: wanted.state.as_deref() == Some(code),
    }
}

/// Which instruments lead, for how many States.
fn leaders(law: &Law<'_>, found: &Answers) -> Vec<Leader> {
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    for basis in found.values().filter_map(|one| one.leading.as_ref()) {
        *by.entry(basis.instrument.as_str()).or_default() += 1;
    }
    let mut out: Vec<Leader> = by
        .into_iter()
        .map(|(id, count)| Leader {
            name: law.instrument(id),
            href: format!("/law/instrument/{id}"),
            count,
        })
        .collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    out.truncate(6);
    out
}

fn rows(law: &Law<'_>, found: &Answers, href: &dyn Fn(&str) -> String) -> Vec<AtlasRow> {
    let order = collator(law.t.lang());
    let mut out: Vec<AtlasRow> = found
        .iter()
        .map(|(code, one)| {
            let (class, icon) = look(one.standing);
            AtlasRow {
                code: code.clone(),
                name: law.state(code),
                href: href(code),
                class,
                icon,
                standing: law.standing(one.standing),
                decision: law.outcome(one.decision),
                basis: one
                    .leading
                    .as_ref()
                    .map_or_else(String::new, |it| law.article(&it.instrument, &it.article)),
                way: law.addressee(one.addressee.as_str()),
                sure: one.leading.as_ref().map(|it| law.sure(it.confidence)),
            }
        })
        .collect();
    out.sort_by(|a, b| order(&a.name, &b.name));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_the_data_has_one_tile_and_the_union_has_none() {
        let pack = Pack::builtin();
        let all: Vec<String> = groups(pack)
            .into_iter()
            .flat_map(|(_, list)| list)
            .collect();
        assert!(all.len() >= 193 && !all.contains(&"EU".to_owned()));
        for code in overview(pack).states.iter().filter(|code| *code != "EU") {
            assert_eq!(all.iter().filter(|one| *one == code).count(), 1, "{code}");
        }
        let exercise = groups(Pack::exercise());
        assert_eq!(exercise.len(), 1);
        assert_eq!(exercise[0].1, ["XA", "XB", "XC", "XD", "XE"]);
    }
}
