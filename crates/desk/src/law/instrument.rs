//! One instrument: its measures with their articles, its parties with dates, what it makes an offence;
//! and the list of all.

use comity_core::basis::Confidence;
use comity_core::law::{Limit, QueryRefused, Words as Sentences, instrument_page, overview};
use serde_json::Value;

use super::cache::Kept;
use super::state::party;
use super::{Law, answer};
use crate::pages::law::{
    Fact, Instrument, InstrumentRow, Instruments, Line, MeasureRow, OffenceRow,
};
use crate::parts::{Chip, Tone};

/// Facts of an instrument that stand in its head, in this order, with the message of their name.
const HEAD: [&str; 14] = [
    "series",
    "depositary",
    "adopted",
    "opened",
    "in_force",
    "applies_from",
    "entry_rule",
    "open_to",
    "status_note",
    "domestic_implementation",
    "territorial",
    "denunciation",
    "reservations_closed",
    "version_note",
];

/// The page.
///
/// # Errors
/// [`QueryRefused`] where the instrument is not known.
pub fn instrument<'s>(law: &Law<'s>, name: &str) -> Result<Instrument<'s>, QueryRefused> {
    let t = law.t;
    let page = instrument_page(law.pack, name)?;
    let one = &page.instrument;
    let id = text(one, "id").to_owned();
    let title = &one["title"];
    let own = title[t.lang().code()].as_str();
    let mut rows: Vec<_> = page.rows.iter().map(|row| party(law, row, false)).collect();
    let order = super::cache::collator(t.lang());
    rows.sort_by(|a, b| order(&a.name, &b.name));
    let parties = page.rows.iter().filter(|row| row.status == "party").count();
    Ok(Instrument {
        s: law.s,
        acts: law.acts(""),
        short: law.instrument(&id),
        title: own
            .or_else(|| title["en"].as_str())
            .unwrap_or_default()
            .to_owned(),
        title_english: own.is_none(),
        kind: t.listed("instrument-kind", text(one, "kind")),
        status: status(law, one),
        sure: law.sure(confidence(one)),
        facts: head(law, one),
        relation: one["relation_to_other_treaties"]["rule"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        sources: strings(&one["sources"]),
        measures: one["measures"]
            .as_array()
            .map(|list| list.iter().map(|it| measure(law, &id, it)).collect())
            .unwrap_or_default(),
        reservable: strings(&one["reservation_articles"]).join(", "),
        declarable: strings(&one["declaration_articles"]).join(", "),
        known: one["known_declarations"]
            .as_array()
            .map(|list| {
                list.iter()
                    .map(|it| Line {
                        text: text(it, "text").to_owned(),
                        from: law.state(text(it, "iso2")),
                    })
                    .collect()
            })
            .unwrap_or_default(),
        parties: t.law_parties_count(
            &parties.to_string(),
            parties as i64,
            &(page.rows.len() - parties).to_string(),
        ),
        rows,
        offences: page
            .offences
            .iter()
            .map(|(offence, mode, article)| OffenceRow {
                name: law.offence(offence),
                mode: t.listed("offence-mode", mode.as_str()),
                article: article.clone(),
            })
            .collect(),
        what_if: format!("/law/what-if?instrument={id}"),
        id,
        foot: law.foot(),
    })
}

/// The list of all instruments.
#[must_use]
pub fn instruments<'s>(law: &Law<'s>) -> Instruments<'s> {
    static KEPT: Kept<Vec<InstrumentRow>> = Kept::new();
    let question = format!("{}|{}", law.pack.hash(), law.t.lang().code());
    let rows = KEPT.get(&question, || Ok::<_, QueryRefused>(list(law)));
    let page = overview(law.pack);
    Instruments {
        s: law.s,
        acts: law.acts("instruments"),
        lede: law.t.law_instruments_lede(
            &page.measures.to_string(),
            &page.instruments.len().to_string(),
            &page.party_rows.to_string(),
            &page.measures_text_seen.to_string(),
        ),
        rows: rows.map_or_else(|_| Vec::new(), |rows| rows.as_ref().clone()),
        foot: law.foot(),
    }
}

fn list(law: &Law<'_>) -> Vec<InstrumentRow> {
    let mut out = Vec::new();
    for (id, short) in overview(law.pack).instruments {
        let Ok(page) = instrument_page(law.pack, &id) else {
            continue;
        };
        let one = &page.instrument;
        out.push(InstrumentRow {
            href: format!("/law/instrument/{id}"),
            kind: law.t.listed("instrument-kind", text(one, "kind")),
            status: status(law, one),
            parties: page.rows.iter().filter(|row| row.status == "party").count(),
            measures: one["measures"].as_array().map_or(0, Vec::len),
            sure: law.sure(confidence(one)),
            id,
            name: short,
        });
    }
    let order = super::cache::collator(law.t.lang());
    out.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| order(&a.name, &b.name)));
    out
}

fn status(law: &Law<'_>, one: &Value) -> Chip {
    let day = one["applies_from"]
        .as_str()
        .or_else(|| one["in_force"].as_str());
    let Some(day) = day else {
        return Chip::new(Tone::Stop, law.t.law_not_in_force());
    };
    if day <= law.today().as_str() {
        Chip::new(Tone::Done, law.t.law_in_force_since(&law.day(day)))
    } else {
        Chip::new(Tone::Wait, law.t.law_in_force_from(&law.day(day)))
    }
}

fn head(law: &Law<'_>, one: &Value) -> Vec<Fact> {
    let mut out: Vec<Fact> = HEAD
        .iter()
        .filter_map(|name| {
            let value = one[*name].as_str().filter(|value| !value.is_empty())?;
            let day = law.day(value);
            Some(Fact {
                key: law.t.listed("instrument-fact", name),
                english: day == value,
                value: day,
            })
        })
        .collect();
    for (name, value) in [
        ("scope_offences", one["scope"]["offences"].as_str()),
        ("scope_penalty", one["scope"]["min_penalty"].as_str()),
    ] {
        if let Some(value) = value {
            out.push(Fact {
                key: law.t.listed("instrument-fact", name),
                value: value.to_owned(),
                english: true,
            });
        }
    }
    out
}

fn measure(law: &Law<'_>, id: &str, one: &Value) -> MeasureRow {
    let t = law.t;
    let words = law.pack.words(t.lang().code());
    let join = |list: Vec<String>| list.join(&format!("{} ", t.comma()));
    let limits = one["time_limits"]
        .as_array()
        .map(|list| list.iter().filter_map(|it| limit(law, id, it)).collect())
        .unwrap_or_default();
    MeasureRow {
        name: law.measure(text(one, "kind")),
        article: text(one, "article").to_owned(),
        data: join(
            strings(&one["data_categories"])
                .iter()
                .map(|it| t.category(it))
                .collect(),
        ),
        channels: join(
            strings(&one["channels"])
                .iter()
                .map(|it| t.listed("channel", it))
                .collect(),
        ),
        effect: t.listed("effect", text(one, "effect")),
        limits,
        dual: dual(law, words, one),
        conditions: coded(words, &one["condition_codes"], "condition"),
        refusals: coded(words, &one["refusal_codes"], "refusal_risk"),
        closed: one["closed_list"] == true,
        note: text(one, "note").to_owned(),
        checked: law.checked(text(one, "verification")),
        seen_in: text(one, "verified_in").to_owned(),
    }
}

fn limit(law: &Law<'_>, id: &str, one: &Value) -> Option<Line> {
    let read = Limit {
        value: one["value"].as_u64().and_then(|n| u32::try_from(n).ok()),
        unit: one["unit"].as_str().map(str::to_owned),
        bound: one["bound"].as_str()?.to_owned(),
        instrument: id.to_owned(),
        article: text(one, "article").to_owned(),
        what: one["word"].as_str()?.to_owned(),
        starts: one["starts"].as_str().map(str::to_owned),
        working_days: one["working_days"] == true,
    };
    Some(answer::limit(law, &read))
}

/// The rule in the words of the data; its article where there is one.
fn dual(law: &Law<'_>, words: &Sentences, one: &Value) -> String {
    let rule = text(&one["dual_criminality"], "rule");
    let sentence = words.get(&format!("dual_criminality.{rule}"));
    let said = sentence.map_or_else(|| law.t.listed("dual-rule", rule), str::to_owned);
    match text(&one["dual_criminality"], "article") {
        "" => said,
        article => format!("{said} ({article})"),
    }
}

/// Codes with their sentences; one that is its own citation says its article.
fn coded(words: &Sentences, list: &Value, about: &str) -> Vec<String> {
    let mut out = Vec::new();
    for one in list.as_array().into_iter().flatten() {
        let key = format!("{about}.{}", text(one, "code"));
        let said = match words.get(&key) {
            Some(_) => words.say(&key, &[("article", text(one, "article"))]),
            // A ground cited by its article alone repeats those that have a sentence.
            None => continue,
        };
        if !out.contains(&said) {
            out.push(said);
        }
    }
    out
}

fn confidence(one: &Value) -> Confidence {
    serde_json::from_value(one["confidence"].clone()).unwrap_or(Confidence::Low)
}

fn text<'v>(one: &'v Value, name: &str) -> &'v str {
    one[name].as_str().unwrap_or_default()
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}
