//! The open tile of the atlas: the whole answer for one State, whom to write to, what would change it.

use comity_core::law::{Outcome, QueryRefused, Standing, glance, overview};

use super::atlas::{Answers, query};
use super::{Direction, Law, Wanted, answer};
use crate::pages::law::{Picked, ToDo};

/// The open tile: the ranked bases with what hangs on them, whom to write to, what they ask.
pub(super) fn picked(law: &Law<'_>, code: &str, wanted: &Wanted) -> Result<Picked, QueryRefused> {
    let t = law.t;
    let (from, to) = match wanted.direction {
        Direction::WeAsk => (law.ours, code),
        Direction::TheyAsk => (code, law.ours),
    };
    let short = glance(law.pack, from, to, &wanted.measure, &wanted.date)?;
    let question = serde_json::json!({
        "requesting": from, "requested": to, "measure": wanted.measure, "date": wanted.date,
        "addressee": short.addressee.as_str(), "data_category": short.category.as_str(),
    });
    let (query, _) = comity_core::law::Query::from_value(law.pack, &question)?;
    let decision = comity_core::law::decide(law.pack, &query, t.lang().code());
    let mut facts = vec![(t.law_send_to(), law.addressee(short.addressee.as_str()))];
    let profile = law.pack.profile(to);
    if let Some(profile) = profile {
        facts.push((t.law_languages(), law.tongues(&profile.languages_accepted)));
        if let Some(days) = profile.preservation_max_days {
            facts.push((
                t.law_keeps_data(),
                t.law_days_most(&days.to_string(), i64::from(days)),
            ));
        }
        let checked = if profile.source_date.is_empty() {
            t.law_no_source_date()
        } else {
            law.day(&profile.source_date)
        };
        facts.push((t.law_checked(), checked));
    } else {
        facts.push((t.law_profile(), t.law_no_profile()));
    }
    // A State that is not a party could become one: what that would change is a question of its own.
    let could = decision
        .excluded
        .iter()
        .filter(|it| it.reason == "not_party" && !it.detail.is_empty())
        .filter(|it| law.is_open_to_many(&it.instrument))
        .take(3)
        .map(|it| ToDo {
            text: t.law_could_join(&law.instrument(&it.instrument), &law.state(&it.detail)),
            href: format!(
                "/law/what-if?state={}&instrument={}&from={}",
                it.detail, it.instrument, wanted.date
            ),
        })
        .collect();
    Ok(Picked {
        code: code.to_owned(),
        name: law.state(code),
        about: format!(
            "{}{} {}",
            law.measure(&wanted.measure),
            t.comma(),
            match wanted.direction {
                Direction::WeAsk => t.law_we_ask(),
                Direction::TheyAsk => t.law_they_ask(),
            }
        ),
        answer: answer(law, &decision),
        facts,
        could,
        write: wanted.direction == Direction::WeAsk && decision.decision != Outcome::Block,
        compare: format!("/law/compare?a={}&b={code}", law.ours),
        whole: format!(
            "/law/decide?from={from}&to={to}&addressee={}&m={}&data={}&on={}",
            short.addressee.as_str(),
            wanted.measure,
            short.category.as_str(),
            wanted.date
        ),
    })
}

/// What is missing in the data.
pub(super) fn to_do(law: &Law<'_>, found: &Answers, wanted: &Wanted) -> Vec<ToDo> {
    let t = law.t;
    let page = overview(law.pack);
    let nothing = found
        .values()
        .filter(|one| matches!(one.standing, Standing::Nothing | Standing::Courtesy))
        .count();
    let unverified = page.party_rows_unverified;
    vec![
        ToDo {
            text: t.law_without_treaty(&nothing.to_string(), nothing as i64),
            href: format!("/law?{}&as=table#table", query(law, wanted)),
        },
        ToDo {
            text: t.law_rows_unverified(
                &page.party_rows.to_string(),
                &unverified.to_string(),
                unverified as i64,
            ),
            href: "/law/instrument".to_owned(),
        },
    ]
}
