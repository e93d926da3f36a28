//! Names of things: States, nodes, requests, threads, objects, officers.
//!
//! Each is a type of its own, checked once at the edge, so a request id can never be passed where a
//! thread id is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Not two capital letters.
    #[error("a State is written as two capital letters, not {0:?}")]
    State(String),
    /// Not `STATE/organisation/unit`.
    #[error(
        "a node is written STATE/organisation/unit with lower-case letters, digits and hyphens, not {0:?}"
    )]
    Node(String),
    /// Not the right number of hexadecimal digits.
    #[error("an id of {expected} bytes is written as {digits} hexadecimal digits", digits = expected * 2)]
    Bytes {
        /// How many bytes the id has.
        expected: usize,
    },
    /// An officer's id is empty, too long or holds other characters than letters, digits, `.`, `-`, `_`.
    #[error("an officer's id has 1 to 64 letters, digits, dots, hyphens or underscores, not {0:?}")]
    Officer(String),
}

/// A State or territory by its two-letter code; `EU` and the user-assigned codes are codes too.
///
/// # Source
/// ISO 3166-1 alpha-2; user-assigned range XA to XZ, of which XK is in real use and never invented.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode([u8; 2]);

impl StateCode {
    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII capitals by construction")
    }

    /// Whether this is an invented State of the exercise world: XA to XZ without XK, which is in
    /// real use for Kosovo.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        self.0[0] == b'X' && self.0[1] != b'K'
    }
}

impl FromStr for StateCode {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        match text.as_bytes() {
            &[a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => Ok(Self([a, b])),
            _ => Err(BadName::State(text.to_owned())),
        }
    }
}

/// A node: `STATE/organisation/unit`, for example `XB/justice/central`.
///
/// # Source
/// Our protocol, chapter "Keys and identity": the board says who speaks for a State, and only the
/// State names nodes under its own prefix.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(String);

impl NodeId {
    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The State under whose prefix the node stands.
    #[must_use]
    pub fn state(&self) -> StateCode {
        self.0[..2]
            .parse()
            .expect("checked when the node id was made")
    }

    /// `organisation/unit`, the part after the State.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.0[3..]
    }
}

impl FromStr for NodeId {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let refused = || BadName::Node(text.to_owned());
        if text.len() > 120 {
            return Err(refused());
        }
        let mut parts = text.split('/');
        let (Some(state), Some(organisation), Some(unit), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused());
        };
        state.parse::<StateCode>().map_err(|_| refused())?;
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        if plain(organisation) && plain(unit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(refused())
        }
    }
}

/// An officer by the pseudonymous id of the grant: one for each person, no name in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficerId(String);

impl OfficerId {
    /// The id as written in the grant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OfficerId {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadName::Officer(text.to_owned()))
        }
    }
}

macro_rules! written_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
written_as_text!(StateCode, NodeId, OfficerId);

macro_rules! bytes_id {
    ($($(#[$doc:meta])* $name:ident, $len:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Takes the bytes as they are.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Reads the id from a slice.
            ///
            /// # Errors
            /// [`BadName::Bytes`] when the length is another.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, BadName> {
                bytes.try_into().map(Self).map_err(|_| BadName::Bytes { expected: $len })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
        impl FromStr for $name {
            type Err = BadName;
            fn from_str(text: &str) -> Result<Self, BadName> {
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| BadName::Bytes { expected: $len })?;
                Ok(Self(bytes))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
bytes_id! {
    /// A request, for ever and on every node: the 16 bytes of a UUID, version 7.
    RequestId, 16;
    /// A conversation between fixed members, in which order is kept.
    ThreadId, 16;
    /// A sealed piece of evidence: 16 random bytes.
    ObjectId, 16;
    /// A message: SHA-256 of its payload under the context `comity/msg/1`, signatures left out.
    MsgId, 32;
    /// A SHA-256 digest.
    Digest, 32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_name_has_a_state_an_organisation_and_a_unit() {
        let node: NodeId = "XB/justice/central".parse().expect("well formed");
        assert_eq!(node.state().as_str(), "XB");
        assert_eq!(node.local(), "justice/central");
        for wrong in [
            "",
            "XB",
            "XB/justice",
            "xb/justice/central",
            "XB/Justice/central",
            "XB//central",
            "XB/a/b/c",
            "X\u{411}/a/b",
        ] {
            assert!(
                wrong.parse::<NodeId>().is_err(),
                "{wrong:?} must be refused"
            );
        }
    }

    #[test]
    fn kosovo_is_not_an_invented_state() {
        let code = |text: &str| text.parse::<StateCode>().expect("two capitals");
        assert!(code("XA").is_invented());
        assert!(!code("XK").is_invented());
        assert!(!code("FR").is_invented());
    }
}
