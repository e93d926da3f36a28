//! The bridge to JSON: forms and message bodies are JSON-shaped, what we sign is CBOR.
//!
//! Objects are maps with text keys and the other way round. Numbers are integers only: a float has
//! more than one spelling, so it cannot be signed. Bytes have no JSON form and are refused.

use super::value::{Key, Map, Value};

/// Why something does not cross the bridge. `path` is a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// A number with a fraction or exponent, or beyond 64 bits.
    #[error("{path}: only whole numbers of 64 bits can be signed")]
    Float {
        /// Where.
        path: String,
    },
    /// Bytes, or a key that is not text.
    #[error("{path}: has no form in JSON")]
    NoJsonForm {
        /// Where.
        path: String,
    },
    /// Nested more than 16 deep.
    #[error("{path}: nested too deeply")]
    TooDeep {
        /// Where.
        path: String,
    },
}

impl JsonFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Float { .. } => "json.float",
            Self::NoJsonForm { .. } => "json.no_form",
            Self::TooDeep { .. } => "json.too_deep",
        }
    }
}

/// Takes a JSON value into CBOR.
///
/// # Errors
/// [`JsonFault`] names the place.
pub fn from_json(json: &serde_json::Value) -> Result<Value, JsonFault> {
    into_cbor(json, &mut Vec::new())
}

/// Takes a CBOR value into JSON.
///
/// # Errors
/// [`JsonFault::NoJsonForm`] for bytes, integer keys and numbers below −2⁶³.
pub fn to_json(value: &Value) -> Result<serde_json::Value, JsonFault> {
    into_json(value, &mut Vec::new())
}

type Path = Vec<String>;

fn pointer(path: &Path) -> String {
    let mut text = String::new();
    for step in path {
        text.push('/');
        text.push_str(&step.replace('~', "~0").replace('/', "~1"));
    }
    text
}

fn into_cbor(json: &serde_json::Value, path: &mut Path) -> Result<Value, JsonFault> {
    use serde_json::Value as Json;
    if path.len() > super::Limits::MESSAGE.depth {
        return Err(JsonFault::TooDeep {
            path: pointer(path),
        });
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(*b),
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(n), _) => Value::Uint(n),
            (None, Some(n)) => Value::from(n),
            (None, None) => {
                return Err(JsonFault::Float {
                    path: pointer(path),
                });
            }
        },
        Json::Array(items) => {
            let mut list = Vec::with_capacity(items.len());
            for (place, item) in items.iter().enumerate() {
                list.push(step(path, place.to_string(), |path| into_cbor(item, path))?);
            }
            Value::Array(list)
        }
        Json::Object(object) => {
            let mut map = Map::new();
            for (key, item) in object {
                let item = step(path, key.clone(), |path| into_cbor(item, path))?;
                map.insert(Key::Text(key.clone()), item);
            }
            Value::Map(map)
        }
    })
}

fn into_json(value: &Value, path: &mut Path) -> Result<serde_json::Value, JsonFault> {
    use serde_json::Value as Json;
    let no_form = |path: &Path| JsonFault::NoJsonForm {
        path: pointer(path),
    };
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Text(text) => Json::String(text.clone()),
        Value::Uint(n) => Json::from(*n),
        Value::Nint(_) => Json::from(value.as_i64().ok_or_else(|| no_form(path))?),
        Value::Bytes(_) => return Err(no_form(path)),
        Value::Array(items) => {
            let mut list = Vec::with_capacity(items.len());
            for (place, item) in items.iter().enumerate() {
                list.push(step(path, place.to_string(), |path| into_json(item, path))?);
            }
            Json::Array(list)
        }
        Value::Map(map) => {
            let mut object = serde_json::Map::new();
            for (key, item) in map {
                let item = step(path, key.to_string(), |path| match key {
                    Key::Text(_) => into_json(item, path),
                    Key::Uint(_) | Key::Nint(_) => Err(no_form(path)),
                })?;
                object.insert(key.to_string(), item);
            }
            Json::Object(object)
        }
    })
}

fn step<T>(
    path: &mut Path,
    name: String,
    inner: impl FnOnce(&mut Path) -> Result<T, JsonFault>,
) -> Result<T, JsonFault> {
    path.push(name);
    let result = inner(path);
    path.pop();
    result
}
