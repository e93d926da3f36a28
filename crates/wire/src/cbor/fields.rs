//! Taking a map apart field by field, so that each parser reads like the table of its fields.

use comity_core::id::{BadName, Digest, NodeId};
use comity_core::time::Instant;

use super::value::{Key, Map, Value};

/// What is wrong with the shape of a document that is good CBOR.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}.{field}: {wrong}")]
pub struct ShapeFault {
    /// The document, for example `payload`.
    pub what: &'static str,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// Another kind of value stands there.
    #[error("is of another type")]
    Type,
    /// The type is right, the value is not allowed.
    #[error("has a value that is not allowed")]
    Value,
    /// Nobody defined this field here.
    #[error("is not known here")]
    Unknown,
}

impl ShapeFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.wrong {
            Wrong::Missing => "shape.missing",
            Wrong::Type => "shape.type",
            Wrong::Value => "shape.value",
            Wrong::Unknown => "shape.unknown",
        }
    }
}

/// A map being taken apart: each field is removed as it is read, so what is left is unknown.
pub struct Fields {
    what: &'static str,
    map: Map,
}

impl Fields {
    /// Opens a map.
    ///
    /// # Errors
    /// [`Wrong::Type`] when the value is no map.
    pub fn open(what: &'static str, value: Value) -> Result<Self, ShapeFault> {
        match value {
            Value::Map(map) => Ok(Self { what, map }),
            _ => Err(ShapeFault {
                what,
                field: String::new(),
                wrong: Wrong::Type,
            }),
        }
    }

    /// A fault of this document, for checks that the caller makes itself.
    #[must_use]
    pub fn fault(&self, field: impl ToString, wrong: Wrong) -> ShapeFault {
        ShapeFault {
            what: self.what,
            field: field.to_string(),
            wrong,
        }
    }

    /// Takes a field that may be absent.
    pub fn maybe(&mut self, key: impl Into<Key>) -> Option<Value> {
        self.map.remove(&key.into())
    }

    /// Takes a field that must be there.
    ///
    /// # Errors
    /// [`Wrong::Missing`].
    pub fn value(&mut self, key: impl Into<Key>) -> Result<Value, ShapeFault> {
        let key = key.into();
        self.map
            .remove(&key)
            .ok_or_else(|| self.fault(&key, Wrong::Missing))
    }

    /// A number that is not negative.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn uint(&mut self, key: impl Into<Key>) -> Result<u64, ShapeFault> {
        self.typed(key, |value| value.as_u64())
    }

    /// Text.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn text(&mut self, key: impl Into<Key>) -> Result<String, ShapeFault> {
        self.typed(key, |value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Bytes.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn bytes(&mut self, key: impl Into<Key>) -> Result<Vec<u8>, ShapeFault> {
        self.typed(key, |value| match value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        })
    }

    /// True or false.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn flag(&mut self, key: impl Into<Key>) -> Result<bool, ShapeFault> {
        self.typed(key, |value| match value {
            Value::Bool(b) => Some(b),
            _ => None,
        })
    }

    /// A list.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn array(&mut self, key: impl Into<Key>) -> Result<Vec<Value>, ShapeFault> {
        self.typed(key, |value| match value {
            Value::Array(items) => Some(items),
            _ => None,
        })
    }

    /// A map, whatever its keys.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn map(&mut self, key: impl Into<Key>) -> Result<Map, ShapeFault> {
        self.typed(key, |value| match value {
            Value::Map(map) => Some(map),
            _ => None,
        })
    }

    /// A list, each item of which `each` takes.
    ///
    /// # Errors
    /// [`Wrong::Value`] when `each` takes one not.
    pub fn list<T>(
        &mut self,
        key: impl Into<Key>,
        each: impl Fn(Value) -> Option<T>,
    ) -> Result<Vec<T>, ShapeFault> {
        let key = key.into();
        self.array(key.clone())?
            .into_iter()
            .map(|item| each(item).ok_or_else(|| self.fault(&key, Wrong::Value)))
            .collect()
    }

    /// A list of texts.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn texts(&mut self, key: impl Into<Key>) -> Result<Vec<String>, ShapeFault> {
        self.list(key, |value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Milliseconds since 1970.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn instant(&mut self, key: impl Into<Key>) -> Result<Instant, ShapeFault> {
        self.typed(key, |value| value.as_i64().map(Instant))
    }

    /// A node's name.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn node(&mut self, key: impl Into<Key>) -> Result<NodeId, ShapeFault> {
        self.named(key)
    }

    /// Text that reads as a `T`.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn named<T: std::str::FromStr>(&mut self, key: impl Into<Key>) -> Result<T, ShapeFault> {
        let key = key.into();
        self.text(key.clone())?
            .parse()
            .map_err(|_| self.fault(&key, Wrong::Value))
    }

    /// A SHA-256 digest.
    ///
    /// # Errors
    /// [`ShapeFault`].
    pub fn digest(&mut self, key: impl Into<Key>) -> Result<Digest, ShapeFault> {
        self.id(key, Digest::from_slice)
    }

    /// Bytes of a fixed length that make an id.
    ///
    /// # Errors
    /// [`Wrong::Value`] when the length is another.
    pub fn id<T>(
        &mut self,
        key: impl Into<Key>,
        make: impl Fn(&[u8]) -> Result<T, BadName>,
    ) -> Result<T, ShapeFault> {
        let key = key.into();
        make(&self.bytes(key.clone())?).map_err(|_| self.fault(&key, Wrong::Value))
    }

    /// `None` when the field is absent, else what `read` makes of it.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn optional<T>(
        &mut self,
        key: impl Into<Key>,
        read: impl FnOnce(&mut Self, Key) -> Result<T, ShapeFault>,
    ) -> Result<Option<T>, ShapeFault> {
        let key = key.into();
        if self.map.contains_key(&key) {
            read(self, key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Refuses fields nobody asked for.
    ///
    /// # Errors
    /// [`Wrong::Unknown`] names the first.
    pub fn end(self) -> Result<(), ShapeFault> {
        match self.map.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.fault(key, Wrong::Unknown)),
        }
    }

    /// What is left: fields that this version does not know and that travel on unchanged.
    #[must_use]
    pub fn rest(self) -> Map {
        self.map
    }

    fn typed<T>(
        &mut self,
        key: impl Into<Key>,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<T, ShapeFault> {
        let key = key.into();
        let value = self.value(key.clone())?;
        read(value).ok_or_else(|| self.fault(&key, Wrong::Type))
    }
}
