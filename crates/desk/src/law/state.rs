//! One State: its instruments with dates and reservations, what it asks for, its territories.

use comity_core::law::{
    DomesticMeasure, PartyFact, QueryRefused, StateProfile, reservation_entries, state_page,
};

use super::Law;
use crate::pages::law::{Fact, Note, PartyRow, Provision, State, Territory, Way};
use crate::parts::{Chip, Tone};

/// The page.
///
/// # Errors
/// [`QueryRefused`] where the State is not known.
pub fn state<'s>(law: &Law<'s>, code: &str) -> Result<State<'s>, QueryRefused> {
    let t = law.t;
    let page = state_page(law.pack, code)?;
    let mut rows: Vec<PartyRow> = page.rows.iter().map(|row| party(law, row, true)).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let profile = page.profile.as_ref();
    Ok(State {
        s: law.s,
        acts: law.acts(""),
        name: law.state(&page.state),
        code: page.state.clone(),
        ours: page.state == law.ours,
        answered_by: page
            .answered_for_by
            .as_ref()
            .map(|party| (law.state(party), format!("/law/{party}"))),
        unverified: page
            .rows
            .iter()
            .filter(|row| row.confidence < comity_core::basis::Confidence::High)
            .count(),
        rows,
        asks: profile.map(|it| asks(law, it)).unwrap_or_default(),
        ways: profile.map(|it| ways(law, it)).unwrap_or_default(),
        offices: profile
            .map(|it| {
                it.offices
                    .iter()
                    .map(|office| Fact {
                        key: law.addressee(&office.role),
                        value: office.name.clone(),
                        english: true,
                    })
                    .collect()
            })
            .unwrap_or_default(),
        provisions: profile
            .map(|it| it.domestic.iter().map(|row| provision(law, row)).collect())
            .unwrap_or_default(),
        incomplete: profile.is_some_and(|it| !it.domestic_complete && !it.domestic.is_empty()),
        offences: profile.map(|it| offences(law, it)).unwrap_or_default(),
        territories: page
            .territories
            .iter()
            .map(|row| Territory {
                name: law.state(&row.territory),
                href: format!("/law/{}", row.territory),
                code: row.territory.clone(),
                source: law.source(&row.source, &row.source_date, row.confidence),
            })
            .collect(),
        profile_source: profile.map(|it| {
            (
                law.source(&it.source, &it.source_date, it.confidence),
                law.checked(&it.verification),
            )
        }),
        compare: format!("/law/compare?a={}&b={}", law.ours, page.state),
        what_if: format!("/law/what-if?state={}", page.state),
        foot: law.foot(),
        title: t.law_state_lede(),
    })
}

/// A row of parties, named by its instrument or by its State.
pub(crate) fn party(law: &Law<'_>, row: &PartyFact, by_instrument: bool) -> PartyRow {
    let t = law.t;
    let today = law.today();
    let ended = !row.date_to.is_empty() && row.date_to < today;
    let status = if ended {
        Chip::new(Tone::Stop, t.law_ended())
    } else if row.status == "party" {
        Chip::new(Tone::Done, t.law_party())
    } else {
        Chip::new(Tone::Wait, t.law_signatory())
    };
    let in_force = match (row.in_force.is_empty(), row.status.as_str()) {
        (false, _) => law.day(&row.in_force),
        (true, "party") => t.law_day_unknown(),
        (true, _) => t.law_not_bound(),
    };
    let (name, href) = if by_instrument {
        (
            law.instrument(&row.instrument),
            format!("/law/instrument/{}", row.instrument),
        )
    } else {
        (law.state(&row.state), format!("/law/{}", row.state))
    };
    PartyRow {
        code: if by_instrument {
            String::new()
        } else {
            row.state.clone()
        },
        name,
        href,
        status,
        in_force,
        until: if row.date_to.is_empty() {
            String::new()
        } else {
            law.day(&row.date_to)
        },
        territory: reservation_entries(&row.territory)
            .into_iter()
            .map(|token| territory(law, token))
            .collect(),
        notes: notes(law, &row.reservations),
        source: law.source(&row.source, &row.source_date, row.confidence),
    }
}

/// `R 29(4) … [S: …]` as kind, text and source. Silence means unknown, which is said.
fn notes(law: &Law<'_>, cell: &str) -> Vec<Note> {
    let t = law.t;
    if cell.trim().is_empty() {
        return vec![Note {
            kind: t.law_reservations_unknown(),
            text: String::new(),
            source: String::new(),
        }];
    }
    reservation_entries(cell)
        .into_iter()
        .map(|entry| {
            let (text, source) = match entry.split_once('[') {
                Some((text, rest)) => (text.trim(), rest.trim_end_matches(']').trim()),
                None => (entry, ""),
            };
            let (kind, text) = match text.split_once(' ') {
                Some(("R", rest)) => (t.law_reservation(), rest),
                Some(("D", rest)) => (t.law_declaration(), rest),
                Some(("N", rest)) => (t.law_notification(), rest),
                _ if text.starts_with("all read") => (t.law_all_read(), ""),
                _ => (t.law_remark(), text),
            };
            Note {
                kind,
                text: text.to_owned(),
                source: source
                    .trim_start_matches("S:")
                    .trim_start_matches("R:")
                    .trim()
                    .to_owned(),
            }
        })
        .collect()
}

/// `+CW@2024-10-01`, `-FO`, `only:NL-Europe`.
fn territory(law: &Law<'_>, token: &str) -> String {
    let t = law.t;
    if let Some(part) = token.strip_prefix("only:") {
        return t.law_only_part(part);
    }
    let (code, day) = token.get(1..).map_or(("", None), |rest| {
        rest.split_once('@')
            .map_or((rest, None), |(code, day)| (code, Some(day)))
    });
    let name = law.state(code);
    match (token.starts_with('-'), day) {
        (true, _) => t.law_left_out(&name),
        (false, Some(day)) => t.law_covered_from(&law.day(day), &name),
        (false, None) => t.law_covered(&name),
    }
}

fn asks(law: &Law<'_>, it: &StateProfile) -> Vec<Fact> {
    let t = law.t;
    let yes_no = |said: Option<bool>| match said {
        Some(true) => t.answer_yes(),
        Some(false) => t.answer_no(),
        None => t.law_not_known(),
    };
    let listed = |list: &str, codes: &[String]| -> String {
        if codes.is_empty() {
            return t.law_none();
        }
        let words: Vec<String> = codes.iter().map(|one| t.listed(list, one)).collect();
        words.join(&format!("{} ", t.comma()))
    };
    let fact = |key: String, value: String| Fact {
        key,
        value,
        english: false,
    };
    let weekdays: Vec<String> = it.working_days.iter().map(ToString::to_string).collect();
    let mut out = vec![
        fact(t.law_languages(), law.tongues(&it.languages_accepted)),
        fact(t.law_channels(), listed("way", &it.channels)),
        fact(
            t.law_direct_requests(),
            it.direct_requests
                .as_ref()
                .map_or_else(|| t.law_not_known(), |one| t.listed("direct", one)),
        ),
        fact(
            t.law_keeps_data(),
            it.preservation_max_days.map_or_else(
                || t.law_not_said(),
                |days| t.law_days_most(&days.to_string(), i64::from(days)),
            ),
        ),
        fact(t.law_notice(), yes_no(it.notice_required)),
        fact(t.law_order_copy(), yes_no(it.order_copy_required)),
        fact(t.law_after_emergency(), yes_no(it.mla_after_emergency)),
        fact(
            t.law_standard(),
            it.content_standard
                .as_ref()
                .map_or_else(|| t.law_not_said(), |one| t.listed("standard", one)),
        ),
        fact(t.law_assurances(), listed("assurance", &it.assurances)),
        fact(
            t.law_certificates(),
            listed("certificate", &it.certificates),
        ),
        fact(t.law_zone(), it.time_zone.clone()),
        fact(t.law_working_week(), listed("weekday", &weekdays)),
    ];
    if !it.holidays.is_empty() {
        let days = coming(law, it);
        let key = it.holidays_until.map_or_else(
            || t.law_holidays(),
            |year| {
                let until = t.law_holidays_until(&year.to_string());
                format!("{}{} {until}", t.law_holidays(), t.comma())
            },
        );
        out.push(Fact {
            key,
            value: days,
            english: true,
        });
    }
    if !it.note.is_empty() {
        out.push(Fact {
            key: t.law_remark(),
            value: it.note.clone(),
            english: true,
        });
    }
    out
}

/// The holidays of the next twelve months in their order; those that return each year take their next day.
fn coming(law: &Law<'_>, it: &StateProfile) -> String {
    let today = law.today();
    let year: i32 = today.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
    let end = format!("{}{}", year + 1, today.get(4..).unwrap_or_default());
    let mut days: Vec<(String, &str)> = it
        .holidays
        .iter()
        .flat_map(|day| {
            let dates = if day.date.len() == 5 {
                vec![
                    format!("{year}-{}", day.date),
                    format!("{}-{}", year + 1, day.date),
                ]
            } else {
                vec![day.date.clone()]
            };
            dates.into_iter().map(|date| (date, day.name.as_str()))
        })
        .filter(|(date, _)| *date >= today && *date < end)
        .collect();
    days.sort_unstable();
    days.iter()
        .map(|(date, name)| format!("{}\u{a0}{name}", law.day(date)))
        .collect::<Vec<_>>()
        .join(" · ")
}

fn ways(law: &Law<'_>, it: &StateProfile) -> Vec<Way> {
    let t = law.t;
    it.transmission
        .iter()
        .map(|row| Way {
            measure: if row.measure.is_empty() {
                t.law_every_measure()
            } else {
                law.measure(&row.measure)
            },
            electronic: t.listed("electronic", &row.electronic),
            confirm: row
                .confirm_by_days
                .map(|days| t.law_paper_within(&days.to_string(), i64::from(days)))
                .unwrap_or_default(),
            starts: t.listed("starts", &row.clock_starts),
            signature: t.listed("signature", &row.signature),
            translation: t.listed("translation", &row.translation),
            legalisation: t.listed("legalisation", &row.legalisation),
        })
        .collect()
}

fn provision(law: &Law<'_>, row: &DomesticMeasure) -> Provision {
    let join = |words: Vec<String>| words.join(&format!("{} ", law.t.comma()));
    Provision {
        measure: law.measure(&row.measure),
        data: join(
            row.categories
                .iter()
                .map(|one| law.t.category(one))
                .collect(),
        ),
        provision: row.provision.clone(),
        by: join(
            row.authorised_by
                .iter()
                .map(|one| law.t.listed("authorised", one))
                .collect(),
        ),
    }
}

fn offences(law: &Law<'_>, it: &StateProfile) -> Vec<Provision> {
    it.offences
        .iter()
        .map(|row| Provision {
            measure: law.offence(&row.offence),
            data: row.narrower.clone(),
            provision: row.provision.clone(),
            by: row
                .max_penalty_months
                .map(|months| law.t.law_months(&months.to_string(), i64::from(months)))
                .unwrap_or_default(),
        })
        .collect()
}
