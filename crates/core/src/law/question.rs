//! Reading a question from JSON: hostile text gives a refusal with its place, never a panic.

use serde_json::{Map, Value};

use super::pack::Pack;
use super::query::{
    Assumption, Consent, LawQuery, Place, Query, QueryRefusal, QueryRefused, shown, state, unknown,
};
use super::table::Holder;
use super::terms::Day;

/// Facts that are read; others are named in the answer as not understood.
const KNOWN_FACTS: [&str; 11] = [
    "organized_group",
    "transnational",
    "emergency",
    "immediate",
    "target_nationality",
    "target_location",
    "data_location",
    "consent",
    "holder",
    "assume_in_force",
    "mode",
];

/// No penalty known to us is written with more months; life is written by the forms as 1200.
const MOST_MONTHS: u64 = 12_000;

impl Query {
    /// Reads one question from JSON text.
    ///
    /// # Errors
    /// [`QueryRefused`] names the field and what is wrong with it.
    pub fn from_json(pack: &Pack, text: &str) -> Result<(Self, Vec<String>), QueryRefused> {
        let value: Value = serde_json::from_str(text).map_err(|wrong| QueryRefused {
            code: QueryRefusal::NotJson,
            field: String::new(),
            problem: format!("line {} column {}: not JSON", wrong.line(), wrong.column()),
        })?;
        Self::from_value(pack, &value)
    }

    /// Reads one question; also returns the facts that were not understood.
    ///
    /// # Errors
    /// [`QueryRefused`] names the field and what is wrong with it.
    pub fn from_value(pack: &Pack, value: &Value) -> Result<(Self, Vec<String>), QueryRefused> {
        let Value::Object(fields) = value else {
            return Err(wrong("", "a question is a JSON object"));
        };
        let nothing = Map::new();
        let facts = match fields.get("facts") {
            None | Some(Value::Null) => &nothing,
            Some(Value::Object(facts)) => facts,
            Some(_) => return Err(wrong("/facts", "an object")),
        };
        let words = LawQuery {
            requesting: text(fields, "requesting")?
                .ok_or_else(|| missing("/requesting", "the asking State"))?,
            requested: text(fields, "requested")?,
            addressee: text(fields, "addressee")?
                .ok_or_else(|| missing("/addressee", "who receives the request"))?,
            measure: text(fields, "measure")?
                .ok_or_else(|| missing("/measure", "the measure asked for"))?,
            data_category: text(fields, "data_category")?.unwrap_or(""),
            offence: text(fields, "offence")?,
            max_penalty_months: months(fields)?,
            date: text(fields, "date")?.ok_or_else(|| missing("/date", "the day of sending"))?,
            mode: match text(facts, "mode")? {
                Some(mode) => Some(mode),
                None => text(fields, "mode")?,
            },
        };
        let mut query = words.resolve(pack)?;
        query.facts.organized_group = truth(facts, "organized_group")?;
        query.facts.transnational = truth(facts, "transnational")?;
        query.facts.emergency = truth(facts, "emergency")?;
        query.facts.immediate = truth(facts, "immediate")?;
        query.facts.consent = consent(facts)?;
        let mut unread: Vec<String> = facts
            .keys()
            .filter(|name| !KNOWN_FACTS.contains(&name.as_str()))
            .map(|name| shown(name))
            .collect();
        unread.truncate(32);
        query.facts.target_nationality =
            place(pack, facts, "target_nationality", &mut unread)?.and_then(Place::state);
        query.facts.target_location =
            place(pack, facts, "target_location", &mut unread)?.and_then(Place::state);
        query.facts.data_location = place(pack, facts, "data_location", &mut unread)?;
        query.facts.holder = text(facts, "holder")
            .map_err(|_| wrong("/facts/holder", "text"))?
            .map(Holder::parse);
        query.facts.assume = assumptions(pack, facts)?;
        Ok((query, unread))
    }
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, QueryRefused> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(&format!("/{name}"), "text")),
    }
}

fn truth(facts: &Map<String, Value>, name: &str) -> Result<Option<bool>, QueryRefused> {
    match facts.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(yes)) => Ok(Some(*yes)),
        Some(Value::String(word)) if word == "unknown" => Ok(None),
        // An emergency is often given as its reason.
        Some(Value::String(reason)) if name == "emergency" && !reason.trim().is_empty() => {
            Ok(Some(true))
        }
        Some(Value::Object(_)) if name == "emergency" => Ok(Some(true)),
        Some(_) => Err(wrong(&format!("/facts/{name}"), "true, false or null")),
    }
}

fn months(fields: &Map<String, Value>) -> Result<Option<u32>, QueryRefused> {
    let value = match fields.get("max_penalty_months") {
        None | Some(Value::Null) => return Ok(None),
        Some(value) => value,
    };
    let Some(number) = value.as_u64() else {
        return Err(wrong(
            "/max_penalty_months",
            "a whole number of months, or null",
        ));
    };
    match u32::try_from(number) {
        Ok(months) if number <= MOST_MONTHS => Ok(Some(months)),
        _ => Err(QueryRefused {
            code: QueryRefusal::OutOfRange,
            field: "/max_penalty_months".into(),
            problem: format!("{number} months cannot be a penalty; at most {MOST_MONTHS}"),
        }),
    }
}

fn consent(facts: &Map<String, Value>) -> Result<Option<Consent>, QueryRefused> {
    let word = match facts.get("consent") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Bool(true)) => return Ok(Some(Consent::Given)),
        Some(Value::Bool(false)) => return Ok(Some(Consent::Refused)),
        Some(Value::String(word)) => word.as_str(),
        // A record of consent: by a State, or by a person.
        Some(Value::Object(record)) if record.contains_key("state") => "state",
        Some(Value::Object(_)) => "given",
        Some(_) => return Err(wrong("/facts/consent", "true, false, null or who gave it")),
    };
    Ok(match word {
        "given" | "recorded" | "yes" => Some(Consent::Given),
        "state" => Some(Consent::State),
        "holder" | "person" | "user" | "account_holder" | "lawful_holder" => Some(Consent::Holder),
        "refused" | "withdrawn" | "no" | "none" => Some(Consent::Refused),
        "unknown" | "" => None,
        other => {
            return Err(unknown(
                "/facts/consent",
                other,
                "given, state, holder, refused or unknown",
            ));
        }
    })
}

/// A place that is no State we know is an unknown place, and the answer says that it was not read.
fn place(
    pack: &Pack,
    facts: &Map<String, Value>,
    name: &str,
    unread: &mut Vec<String>,
) -> Result<Option<Place>, QueryRefused> {
    match facts.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(word)) if word == "unknown" || word.is_empty() => {
            Ok(Some(Place::Unknown))
        }
        Some(Value::String(code)) => match pack.states.of(code) {
            Some(state) => Ok(Some(Place::In(state))),
            None => {
                unread.push(format!("{name}: {}", shown(code)));
                Ok(Some(Place::Unknown))
            }
        },
        Some(_) => Err(wrong(&format!("/facts/{name}"), "a State or \"unknown\"")),
    }
}

fn assumptions(pack: &Pack, facts: &Map<String, Value>) -> Result<Vec<Assumption>, QueryRefused> {
    let list = match facts.get("assume_in_force") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(list)) => list,
        Some(_) => return Err(wrong("/facts/assume_in_force", "an object by instrument")),
    };
    let mut out = Vec::with_capacity(list.len());
    for (name, value) in list {
        let field = format!("/facts/assume_in_force/{}", shown(name));
        let id = pack
            .aliases
            .instruments
            .get(name)
            .map_or(name.as_str(), String::as_str);
        let instrument = *pack
            .instrument_names
            .get(id)
            .ok_or_else(|| unknown(&field, name, "an instrument of the pack"))?;
        let nothing = Map::new();
        let (date, parties) = match value {
            Value::Object(one) => (one.get("date"), one.get("parties")),
            Value::Bool(true) | Value::Null => (nothing.get("date"), None),
            Value::String(_) => (Some(value), None),
            Value::Array(_) => (None, Some(value)),
            _ => return Err(wrong(&field, "an object with date and parties")),
        };
        let date = match date {
            None | Some(Value::Null) => None,
            Some(Value::String(day)) => Some(Day::parse(day).ok_or_else(|| QueryRefused {
                code: QueryRefusal::BadDate,
                field: format!("{field}/date"),
                problem: format!("{:?} is not a day written 2027-03-16", shown(day)),
            })?),
            Some(_) => return Err(wrong(&format!("{field}/date"), "a day")),
        };
        let parties = match parties {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(codes)) => codes
                .iter()
                .map(|code| match code {
                    Value::String(code) => state(pack, &format!("{field}/parties"), code),
                    _ => Err(wrong(&format!("{field}/parties"), "a list of States")),
                })
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(wrong(&format!("{field}/parties"), "a list of States")),
        };
        out.push(Assumption {
            instrument,
            date,
            parties,
        });
    }
    Ok(out)
}

fn wrong(field: &str, wanted: &str) -> QueryRefused {
    QueryRefused {
        code: QueryRefusal::WrongType,
        field: field.to_owned(),
        problem: format!("expected {wanted}"),
    }
}

fn missing(field: &str, what: &str) -> QueryRefused {
    QueryRefused {
        code: QueryRefusal::Missing,
        field: field.to_owned(),
        problem: format!("missing: {what}"),
    }
}
