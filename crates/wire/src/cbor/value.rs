//! What a CBOR item can be here.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

/// One CBOR item. An integer has two variants because CBOR reaches from −2⁶⁴ to 2⁶⁴ − 1.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// 0 to 2⁶⁴ − 1.
    Uint(u64),
    /// −1 − n.
    Nint(u64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// UTF-8 text.
    Text(String),
    /// A list.
    Array(Vec<Value>),
    /// A map in encoding order; a key cannot stand in it twice.
    Map(Map),
    /// True or false.
    Bool(bool),
    /// Null.
    Null,
}

/// A map whose order is that of its encoding.
pub type Map = BTreeMap<Key, Value>;

/// A map key: an integer or text, ordered as RFC 8949 orders their encodings.
#[derive(Clone, PartialEq, Eq)]
pub enum Key {
    /// 0 to 2⁶⁴ − 1.
    Uint(u64),
    /// −1 − n.
    Nint(u64),
    /// Text.
    Text(String),
}

impl Ord for Key {
    /// Bytewise order of the encodings: the major type leads, then the length, which in the
    /// shortest spelling grows with the value, then the bytes.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Uint(a), Self::Uint(b)) | (Self::Nint(a), Self::Nint(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => (a.len(), a.as_bytes()).cmp(&(b.len(), b.as_bytes())),
            (Self::Uint(_), _) | (Self::Nint(_), Self::Text(_)) => Ordering::Less,
            (Self::Nint(_), Self::Uint(_)) | (Self::Text(_), _) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uint(n) => write!(f, "{n}"),
            Self::Nint(n) => write!(f, "{}", -1 - i128::from(*n)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            number => write!(f, "{number}"),
        }
    }
}

impl fmt::Debug for Value {
    /// Diagnostic notation of RFC 8949, 8: readable in a failed test.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uint(n) => write!(f, "{n}"),
            Self::Nint(n) => write!(f, "{}", -1 - i128::from(*n)),
            Self::Bytes(bytes) => write!(f, "h'{}'", hex::encode(bytes)),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Map(map) => f.debug_map().entries(map).finish(),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Null => f.write_str("null"),
        }
    }
}

impl Value {
    /// A map from pairs; of two equal keys the later wins, as in any map.
    #[must_use]
    pub fn map<K: Into<Key>, V: Into<Self>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Map(
            pairs
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }

    /// A list.
    #[must_use]
    pub fn array<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(bytes.into())
    }

    /// The bytes, when it is bytes.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text, when it is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is one that is not negative.
    #[must_use]
    pub const fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Uint(n) => Some(*n),
            _ => None,
        }
    }

    /// The number, when it is one that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Uint(n) => i64::try_from(*n).ok(),
            Self::Nint(n) => i64::try_from(*n).ok().map(|n| -1 - n),
            _ => None,
        }
    }

    /// The list, when it is one.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The map, when it is one.
    #[must_use]
    pub const fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// What stands under a text key of a map; `None` for anything else.
    #[must_use]
    pub fn at(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(&Key::from(key))
    }

    /// How many lists and maps lie inside each other: 0 for a number or text.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::Array(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Map(map) => 1 + map.values().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Self::Uint(n)
    }
}
impl From<i64> for Value {
    fn from(n: i64) -> Self {
        match u64::try_from(n) {
            Ok(n) => Self::Uint(n),
            // −1 − n, computed without overflow at i64::MIN.
            Err(_) => Self::Nint(!n.cast_unsigned()),
        }
    }
}
impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}
impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::Array(items)
    }
}
impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}
impl From<u64> for Key {
    fn from(n: u64) -> Self {
        Self::Uint(n)
    }
}
impl From<i64> for Key {
    fn from(n: i64) -> Self {
        match u64::try_from(n) {
            Ok(n) => Self::Uint(n),
            Err(_) => Self::Nint(!n.cast_unsigned()),
        }
    }
}
impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
