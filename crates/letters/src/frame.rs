//! What stands around the sections: letterhead, addressee, references, banners, places to sign, and
//! the line on every page.

use jiff::civil;
use serde_json::Value;

use crate::clean;
use crate::compose::{Case, language_of, text_hash};
use crate::lang::Lang;
use crate::model::{Mark, Row, Said, Signature};
use crate::plan::Plan;
use crate::values::{Speaker, long_day};
use crate::words::Words;

/// The title of a request's letter.
pub(crate) fn title(words: Words, plan: &Plan, case: &Case<'_>) -> String {
    match (&case.title, &plan.title) {
        (Some(title), _) => clean::line(title),
        (None, Some(id)) => words.paper(id),
        (None, None) => words.listed("kind", case.kind.as_str()),
    }
}

/// What stands on every page of a case's letters.
pub(crate) fn page_mark(words: Words, case: &Case<'_>) -> Mark {
    let page = words.page("\u{1}", "\u{2}");
    let mut pieces = page.split(['\u{1}', '\u{2}']).map(str::to_owned);
    let mut next = || pieces.next().unwrap_or_default();
    Mark {
        number: clean::line(case.number),
        code_word: words.paper("code"),
        code: case.code.to_string(),
        hash_word: words.paper("hash"),
        hash: text_hash(case.form),
        page: [next(), next(), next()],
        check: words.paper("check"),
    }
}

pub(crate) fn banners(words: Words, case: &Case<'_>, lang: Lang, withheld: bool) -> Vec<String> {
    let written = language_of(case.form);
    let mut all = Vec::new();
    if case.exercise {
        all.push(words.paper("exercise"));
    }
    if case.draft {
        all.push(words.paper("draft"));
    }
    if withheld {
        all.push(words.paper("provider-copy"));
    }
    if written.is_some_and(|written| written != lang) {
        all.push(words.paper("continued-other-language"));
    }
    all
}

/// The day on the letter: of its signature, else of its issue, else today.
pub(crate) fn day_of(case: &Case<'_>) -> civil::Date {
    ["/signature/at", "/issued_at"]
        .into_iter()
        .filter_map(|place| case.form.pointer(place)?.as_str()?.get(..10)?.parse().ok())
        .next()
        .unwrap_or(case.today)
}

pub(crate) fn office(
    speaker: &Speaker<'_>,
    known: &(String, String),
    written: Option<&Value>,
) -> Vec<Said> {
    let text = |place: &str| {
        let found = written
            .and_then(|one| one.pointer(place))
            .and_then(Value::as_str);
        found.map(clean::line).filter(|text| !text.is_empty())
    };
    let name = Some(clean::line(&known.0))
        .filter(|name| !name.is_empty())
        .or_else(|| text("/authority/name"))
        .or_else(|| text("/provider/legal_name"))
        .or_else(|| text("/authority/id"));
    let state = Some(clean::line(&known.1))
        .filter(|name| !name.is_empty())
        .or_else(|| text("/state").map(|code| speaker.state(&code)));
    [
        name,
        text("/authority/address").or_else(|| text("/provider/address")),
        state,
    ]
    .into_iter()
    .flatten()
    .map(Said::text)
    .collect()
}

pub(crate) fn facts(speaker: &Speaker<'_>, case: &Case<'_>, day: civil::Date) -> Vec<Row> {
    let words = speaker.words;
    let row = |caption: String, said: Vec<Said>| Row { caption, said };
    let mut rows = vec![row(
        words.paper("number"),
        vec![Said::code(clean::line(case.number))],
    )];
    if !case.reference.is_empty() && case.reference != case.number {
        rows.push(row(
            words.paper("reference"),
            vec![Said::code(clean::line(case.reference))],
        ));
    }
    if let Some(theirs) = case.their_number.filter(|theirs| *theirs != case.number) {
        rows.push(row(
            words.paper("their-number"),
            vec![Said::code(clean::line(theirs))],
        ));
    }
    let said_day = long_day(words.0, day).unwrap_or_else(|| day.to_string());
    rows.push(row(words.paper("date"), vec![speaker.word(said_day)]));
    for place in ["/status_flag", "/urgency/class", "/urgency/needed_by"] {
        let Some(value) = case.form.pointer(place) else {
            continue;
        };
        // A new request says so by being one; routine is what nobody needs to be told.
        if matches!(value.as_str(), Some("new" | "u4_routine")) {
            continue;
        }
        let key = place.rsplit('/').next().unwrap_or_default();
        let said = speaker.lines("", key, value);
        if !said.is_empty() {
            rows.push(row(words.key("", key), said));
        }
    }
    if let Some(tlp) = case.form.pointer("/handling/tlp").and_then(Value::as_str) {
        rows.push(row(
            words.key("", "handling"),
            vec![Said::code(format!("TLP:{}", clean::line(tlp)))],
        ));
    }
    rows
}

pub(crate) fn signatures(words: Words, case: &Case<'_>) -> Vec<Signature> {
    let place = |caption: &str, at: &str| {
        let known = |field: &str| {
            let found = case
                .form
                .pointer(&format!("{at}/{field}"))
                .and_then(Value::as_str);
            found.map(clean::line).unwrap_or_default()
        };
        Signature {
            caption: words.paper(caption),
            lines: vec![
                (words.paper("name"), known("signer")),
                (words.paper("function"), known("function")),
                (words.paper("place-date"), String::new()),
            ],
            seal: words.paper("seal"),
        }
    };
    let mut all = vec![place("sign", "/signature")];
    let validated = |field: &str| case.form.get(field).is_some_and(Value::is_object);
    if validated("validation") || validated("validating") {
        all.push(place("sign-validating", "/validation"));
    }
    all
}
