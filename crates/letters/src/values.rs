//! How one value of a request is said: codes in words, days in the letter's language, the rest as
//! its author wrote it.

use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::YMD;
use icu::datetime::input::Date;
use icu::locale::{Locale, locale};
use jiff::civil;
use serde_json::{Number, Value};

use crate::clean;
use crate::lang::Lang;
use crate::model::Said;
use crate::plan::{As, list_of, said_as};
use crate::words::Words;

/// Names that are not in the text but known to the node: States, offices and treaties.
pub trait Names {
    /// A State by its code, as its own entry or an official list names it.
    fn state(&self, code: &str) -> Option<String>;
    /// An office by its id.
    fn office(&self, id: &str) -> Option<String>;
    /// A treaty by its id or short name, with its series number.
    fn instrument(&self, id: &str) -> Option<String>;
}

/// Says values in one language.
pub(crate) struct Speaker<'a> {
    pub(crate) words: Words,
    pub(crate) names: &'a dyn Names,
}

impl Speaker<'_> {
    /// The lines of a value that is no object.
    pub(crate) fn lines(&self, parent: &str, key: &str, value: &Value) -> Vec<Said> {
        match value {
            Value::Null => Vec::new(),
            Value::Bool(yes) => vec![self.word(self.answer(*yes))],
            Value::Number(number) => vec![number_said(key, number)],
            Value::String(text) => self.text(parent, key, text),
            Value::Array(list) => {
                let all: Vec<Said> = list
                    .iter()
                    .flat_map(|one| self.lines(parent, key, one))
                    .collect();
                let short = all
                    .iter()
                    .map(|one| one.text.chars().count())
                    .sum::<usize>()
                    < 90;
                let words = list_of(parent, key).is_some()
                    || matches!(said_as(parent, key), As::Language | As::State);
                if all.len() > 1 && short && words {
                    vec![self.word(self.joined(&all))]
                } else {
                    all
                }
            }
            // Deeper objects are drawn as groups; one that is deeper than any form is shown as it is.
            Value::Object(_) => vec![Said::code(clean::line(&value.to_string()))],
        }
    }

    fn text(&self, parent: &str, key: &str, text: &str) -> Vec<Said> {
        let plain = || {
            clean::paragraphs(text)
                .into_iter()
                .map(Said::text)
                .collect()
        };
        if let Some(list) = list_of(parent, key) {
            return vec![self.word(self.words.listed(list, &clean::line(text)))];
        }
        match said_as(parent, key) {
            // A code that has no word yet reads better without its underscores.
            As::Text if is_code(text) => vec![Said::text(text.replace('_', " "))],
            As::Text => plain(),
            As::Code | As::Moment => vec![Said::code(clean::line(text))],
            As::State => vec![self.word(self.state(text))],
            As::Date => match self.date(text) {
                Some(said) => vec![said],
                None => plain(),
            },
            As::Language => vec![self.word(language(text))],
            As::Office => match self.names.office(text) {
                Some(name) => vec![Said::text(clean::line(&name))],
                None => plain(),
            },
            As::Instrument => vec![self.word(self.instrument(text))],
        }
    }

    /// Words of ours run as the letter runs, whatever letter they begin with.
    pub(crate) fn word(&self, text: String) -> Said {
        Said {
            text,
            code: false,
            rtl: self.words.0.is_rtl(),
        }
    }

    /// A treaty: its full name where it is known.
    pub(crate) fn instrument(&self, id: &str) -> String {
        let name = self.names.instrument(id);
        clean::line(&name.unwrap_or_else(|| self.words.listed("basis", id)))
    }

    /// A State by name; its code where nobody told us a name.
    pub(crate) fn state(&self, code: &str) -> String {
        let name = self.names.state(code);
        clean::line(&name.unwrap_or_else(|| self.words.listed("state", code)))
    }

    pub(crate) fn answer(&self, yes: bool) -> String {
        let id = if yes { "answer-yes" } else { "answer-no" };
        self.words.maybe(id).unwrap_or_else(|| yes.to_string())
    }

    /// Entries in one line, with the comma of the language.
    pub(crate) fn joined(&self, all: &[Said]) -> String {
        let comma = match self.words.0 {
            Lang::Ar => "، ",
            Lang::Zh => "、",
            Lang::En | Lang::Es | Lang::Fr | Lang::Ru => ", ",
        };
        let texts: Vec<&str> = all.iter().map(|one| one.text.as_str()).collect();
        texts.join(comma)
    }

    /// A day in words; an hour as it was written, with its distance from UTC.
    fn date(&self, text: &str) -> Option<Said> {
        let text = text.trim();
        let day: civil::Date = text.get(..10)?.parse().ok()?;
        let rest = &text[10..];
        let said = long_day(self.words.0, day)?;
        if rest.is_empty() {
            return Some(self.word(said));
        }
        let time = rest.strip_prefix(['T', 't', ' '])?;
        let clock = time.get(..5)?;
        let shape = |at: usize, b: u8| {
            if at == 2 {
                b == b':'
            } else {
                b.is_ascii_digit()
            }
        };
        if !clock.bytes().enumerate().all(|(at, b)| shape(at, b)) {
            return None;
        }
        // The begin and the end of a day say no more than the day.
        if matches!(
            time,
            "00:00:00Z" | "23:59:59Z" | "00:00:00+00:00" | "23:59:59+00:00"
        ) {
            return Some(self.word(said));
        }
        let zone = time.find(['Z', 'z', '+', '-']).map(|at| &time[at..])?;
        let zone = match zone {
            "Z" | "z" | "+00:00" => "UTC".to_owned(),
            other => format!("UTC{}", clean::line(other)),
        };
        // Hour and zone stay together from left to right, in Arabic too.
        Some(self.word(format!("{said} \u{2066}{clock} {zone}\u{2069}")))
    }
}

/// "16 March 2027". Arabic names the month in both ways that are in use.
pub(crate) fn long_day(lang: Lang, day: civil::Date) -> Option<String> {
    let said = |locale: Locale| {
        let date = Date::try_new_iso(
            day.year().into(),
            u8::try_from(day.month()).ok()?,
            u8::try_from(day.day()).ok()?,
        )
        .ok()?;
        let formatter = DateTimeFormatter::try_new(locale.into(), YMD::long()).ok()?;
        Some(formatter.format(&date).to_string())
    };
    match lang {
        Lang::Ar => {
            let (west, east) = (
                said(locale!("ar-u-nu-latn"))?,
                said(locale!("ar-LB-u-nu-latn"))?,
            );
            let month = |text: &str| {
                let words: Vec<&str> = text.split_whitespace().collect();
                Some(words.get(1..words.len().checked_sub(1)?)?.join(" "))
            };
            Some(format!(
                "{} {}/{} {}",
                day.day(),
                month(&east)?,
                month(&west)?,
                day.year()
            ))
        }
        Lang::En => said(locale!("en-GB")),
        Lang::Es => said(locale!("es")),
        Lang::Fr => said(locale!("fr")),
        Lang::Ru => said(locale!("ru")),
        Lang::Zh => said(locale!("zh-Hans")),
    }
}

fn language(tag: &str) -> String {
    Lang::parse(tag).map_or_else(|| clean::line(tag), |lang| lang.own_name().to_owned())
}

/// `computer_fraud`: a name out of a closed list of the law data.
fn is_code(text: &str) -> bool {
    text.contains('_')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Amounts in groups of three; years, ports and the like as they are.
fn number_said(key: &str, number: &Number) -> Said {
    let text = number.to_string();
    let amount = matches!(key, "estimated_value" | "amount");
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
    let (whole, rest) = digits
        .find('.')
        .map_or((digits, ""), |at| digits.split_at(at));
    if !amount || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return Said::text(text);
    }
    let mut grouped = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped.push_str(rest);
    Said::text(grouped)
}
