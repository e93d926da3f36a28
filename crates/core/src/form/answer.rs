//! What an answer in words must say, by the form of the kind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::sheet::Need;
use crate::kind::Kind;
use crate::request::life;

/// Whether the facts of an answer are those that the form of the kind asks for.
///
/// # Errors
/// The first field that is missing, of another shape, or none of its options.
pub fn answer_fits(kind: Kind, facts: &BTreeMap<String, Value>) -> Result<(), String> {
    let fields = &life(kind).answer;
    for field in fields {
        let value = facts.get(field.path.trim_start_matches('/'));
        let Some(value) = value.filter(|value| !value.is_null()) else {
            if field.need == Need::Required {
                return Err(field.path.clone());
            }
            continue;
        };
        let known = |one: &Value| {
            field.options.is_empty()
                || one
                    .as_str()
                    .is_some_and(|text| field.options.iter().any(|option| option == text))
        };
        let chosen = match value {
            Value::Array(list) => list.iter().all(known),
            one => known(one),
        };
        if !field.shape.fits(value) || !chosen {
            return Err(field.path.clone());
        }
    }
    let named = |name: &str| {
        let mut paths = fields
            .iter()
            .map(|field| field.path.trim_start_matches('/'));
        paths.any(|path| path == name)
    };
    match facts.keys().find(|name| !named(name)) {
        Some(unknown) => Err(format!("/{unknown}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facts(value: Value) -> BTreeMap<String, Value> {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn a_police_answer_names_its_handling_code_and_nothing_unknown() {
        let fits = |value| answer_fits(Kind::PoliceInformation, &facts(value));
        assert_eq!(
            fits(json!({"handling_code": "H1", "needs_mla": true})),
            Ok(())
        );
        assert_eq!(fits(json!({})), Err("/handling_code".to_owned()));
        assert_eq!(
            fits(json!({"handling_code": "H9"})),
            Err("/handling_code".to_owned())
        );
        assert_eq!(
            fits(json!({"handling_code": "H0", "needs_mla": "yes"})),
            Err("/needs_mla".to_owned())
        );
        assert_eq!(
            fits(json!({"handling_code": "H0", "colour": "red"})),
            Err("/colour".to_owned())
        );
    }
}
