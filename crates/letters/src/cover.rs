//! The note that goes with a letter in the diplomatic bag: what is enclosed, and who has received it.

use serde_json::Value;

use crate::clean;
use crate::compose::{Case, section};
use crate::frame::{banners, day_of, facts, office, page_mark, title};
use crate::lang::Lang;
use crate::model::{Block, Letter, Said, Signature};
use crate::plan::plan;
use crate::values::Speaker;
use crate::words::Words;

/// Writes the cover note of a request's letter.
#[must_use]
pub fn cover(case: &Case<'_>, lang: Lang) -> Letter {
    let words = Words(lang);
    let speaker = Speaker {
        words,
        names: case.names,
    };
    let day = day_of(case);
    let mut rows = vec![line(&format!(
        "{}: {}",
        words.paper("cover-request"),
        title(words, plan(case.kind, case.form), case)
    ))];
    rows.extend(enclosed(words, case.form));
    let table = Block::Table {
        caption: words.paper("cover-list"),
        head: ["cover-document", "cover-pages", "cover-copies"]
            .map(|id| words.paper(id))
            .to_vec(),
        rows,
    };
    let place = |caption: &str| Signature {
        caption: words.paper(caption),
        lines: ["name", "function", "place-date"]
            .map(|id| (words.paper(id), String::new()))
            .to_vec(),
        seal: words.paper("seal"),
    };
    let mut all = vec![words.paper("cover-bag")];
    all.extend(banners(words, case, lang, false));
    let mut list = section(words, "enclosures", vec![table]);
    list.mark = "1".to_owned();
    Letter {
        lang: lang.code(),
        rtl: lang.is_rtl(),
        title: words.paper("title-cover"),
        banners: all,
        from: office(&speaker, &case.from, case.form.get("requesting")),
        to_word: words.paper("to"),
        to: office(&speaker, &case.to, case.form.get("addressee")),
        facts: facts(&speaker, case, day),
        lead: words.paper("cover-lead"),
        sections: vec![list],
        signatures: vec![place("sign"), place("cover-received")],
        apostille: None,
        mark: page_mark(words, case),
        day: (day.year(), day.month(), day.day()),
    }
}

/// What the text says is enclosed: translations, the domestic order, other files. How many pages each
/// has is written in by whoever packs the bag.
fn enclosed(words: Words, form: &Value) -> Vec<Vec<Vec<Said>>> {
    let entries = |field: &str| {
        form.get(field)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let text = |one: &Value, field: &str| {
        let found = one.get(field).and_then(Value::as_str).map(clean::line);
        found.filter(|text| !text.is_empty())
    };
    let named = |caption: String, name: Option<String>| match name {
        Some(name) => line(&format!("{caption}: {name}")),
        None => line(&caption),
    };
    let mut rows: Vec<_> = entries("translations")
        .map(|one| {
            let language = text(one, "language")
                .map(|tag| Lang::parse(&tag).map_or(tag, |lang| lang.own_name().to_owned()));
            named(words.paper("cover-translation"), language)
        })
        .collect();
    let order = ["/domestic_basis/order", "/order"]
        .into_iter()
        .filter_map(|place| form.pointer(place))
        .find(|order| order.is_object());
    if let Some(order) = order {
        rows.push(named(words.paper("cover-order"), text(order, "number")));
    }
    rows.extend(
        entries("attachments")
            .filter_map(|one| text(one, "name"))
            .map(|name| line(&name)),
    );
    rows
}

fn line(text: &str) -> Vec<Vec<Said>> {
    vec![vec![Said::text(text)], Vec::new(), Vec::new()]
}
