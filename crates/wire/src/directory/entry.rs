//! What a State says about one of its nodes, or about a partner that has no node yet.
//!
//! ```text
//! { 1: node, 2: { language: name }, 3: kind, 4: A public (1984), 5: [ signed certificates ],
//!   6: [ URLs ], 7: [ desk ], 8: [ measures it sends ], 9: [ measures it accepts ],
//!   10: [ signed grants ], 11: [ providers it vouches for ], 12: lowest suite,
//!   13: true if offline, 14: true if it witnesses, 15: [ contact ] }
//! desk = { 1: role, 2: telephone, 3: hours, 4: time zone, 5: [ languages ] }
//! contact = { 1: channel, 2: address }
//! ```
//! A partner without a node has no 4, 5, 6 and 10, and 15 says how letters reach it. Empty lists are
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::NodeId;
use comity_core::road::Channel;

use crate::caps::ascending;
use crate::cbor::{Fields, Key, Map, ShapeFault, Value, Wrong};
use crate::keys::VerifyingKey;

/// What kind of office or company a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A central, judicial or police authority.
    Authority,
    /// A contact point of a 24/7 network.
    ContactPoint,
    /// A service provider.
    Provider,
    /// A CERT or CSIRT.
    Cert,
    /// A financial intelligence unit.
    Fiu,
    /// An oversight body.
    Oversight,
}

impl NodeKind {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Authority, "authority"),
        (Self::ContactPoint, "contact_point"),
        (Self::Provider, "provider"),
        (Self::Cert, "cert"),
        (Self::Fiu, "fiu"),
        (Self::Oversight, "oversight"),
    ];

    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(kind, _)| *kind)
    }
}

/// A desk that people reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// What it is for, for example `duty` or `central`.
    pub role: String,
    /// The number to call back; never one that a message brings along.
    pub telephone: String,
    /// Hours of service, as text that people read, for example `24/7`.
    pub hours: String,
    /// IANA time zone of the hours.
    pub zone: String,
    /// Languages spoken.
    pub languages: Vec<String>,
}

/// Where letters, mail and calls reach a partner without a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// How.
    pub channel: Channel,
    /// Postal address, mail address, number, or the name in a closed network.
    pub address: String,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The node.
    pub node: NodeId,
    /// Names by language tag.
    pub names: BTreeMap<String, String>,
    /// What it is.
    pub kind: NodeKind,
    /// The authority's key A, which signs certificates and grants.
    pub authority: Option<VerifyingKey>,
    /// Node certificates signed by A: one, or two while one follows another.
    pub certificates: Vec<Vec<u8>>,
    /// Where the node answers.
    pub urls: Vec<String>,
    /// Desks.
    pub desks: Vec<Desk>,
    /// Measures it may ask for.
    pub sends: BTreeSet<String>,
    /// Measures it takes requests for.
    pub accepts: BTreeSet<String>,
    /// Officers' grants signed by A.
    pub grants: Vec<Vec<u8>>,
    /// Providers it vouches for.
    pub vouches: BTreeSet<NodeId>,
    /// The lowest suite it takes, so that a lower one in transit is noticed.
    pub min_suite: u64,
    /// Reached only by bundles carried by hand.
    pub offline: bool,
    /// Cosigns the checkpoints of others.
    pub witness: bool,
    /// Where letters reach it, the usual way first.
    pub contacts: Vec<Contact>,
}

impl Entry {
    /// The name in a language, else in English, else the first, else the id.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.names
            .get(language)
            .or_else(|| self.names.get("en"))
            .or_else(|| self.names.values().next())
            .map_or(self.node.as_str(), String::as_str)
    }

    /// Whether this partner runs a node.
    #[must_use]
    pub const fn has_node(&self) -> bool {
        !self.certificates.is_empty()
    }

    pub(super) fn to_value(&self) -> Value {
        let mut map = Map::new();
        let mut put = |key: u64, value: Value| drop(map.insert(Key::Uint(key), value));
        let texts = |set: &BTreeSet<String>| Value::array(set.iter().map(String::as_str));
        let blobs = |list: &[Vec<u8>]| Value::array(list.iter().map(|b| Value::bytes(b.clone())));
        put(1, Value::from(self.node.as_str()));
        let names = self.names.iter();
        put(2, Value::map(names.map(|(l, n)| (l.as_str(), n.as_str()))));
        put(3, Value::from(self.kind.as_str()));
        if let Some(key) = &self.authority {
            put(4, Value::bytes(*key.as_bytes()));
        }
        for (key, list) in [(5, &self.certificates), (10, &self.grants)] {
            if !list.is_empty() {
                put(key, blobs(list));
            }
        }
        if !self.urls.is_empty() {
            put(6, Value::array(self.urls.iter().map(String::as_str)));
        }
        if !self.desks.is_empty() {
            put(7, Value::array(self.desks.iter().map(Desk::to_value)));
        }
        for (key, set) in [(8, &self.sends), (9, &self.accepts)] {
            if !set.is_empty() {
                put(key, texts(set));
            }
        }
        if !self.vouches.is_empty() {
            put(11, Value::array(self.vouches.iter().map(NodeId::as_str)));
        }
        put(12, Value::Uint(self.min_suite));
        for (key, flag) in [(13, self.offline), (14, self.witness)] {
            if flag {
                put(key, Value::Bool(true));
            }
        }
        if !self.contacts.is_empty() {
            let contacts = self.contacts.iter().map(Contact::to_value);
            map.insert(Key::Uint(15), Value::array(contacts));
        }
        Value::Map(map)
    }

    pub(super) fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("directory.entry", value)?;
        let f = &mut fields;
        let blob = |item| match item {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        let text = |item| match item {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let node = f.node(1_u64)?;
        let names = names(f)?;
        let kind = f.text(3_u64)?;
        let kind = NodeKind::parse(&kind).ok_or_else(|| f.fault(3, Wrong::Value))?;
        let authority = f
            .optional(4_u64, Fields::bytes)?
            .map(|bytes| VerifyingKey::from_bytes(&bytes))
            .transpose()
            .map_err(|_| f.fault(4, Wrong::Value))?;
        let certificates = present(f, 5, blob)?;
        let urls = present(f, 6, text)?;
        let desks = present(f, 7, |item| Desk::read(item).ok())?;
        let sends = present(f, 8, text)?;
        let accepts = present(f, 9, text)?;
        let grants = present(f, 10, blob)?;
        let vouches = present(f, 11, |item| item.as_text()?.parse().ok())?;
        let entry = Self {
            node,
            names,
            kind,
            authority,
            certificates,
            urls,
            desks,
            sends: ascending(f, 8, sends)?,
            accepts: ascending(f, 9, accepts)?,
            grants,
            vouches: ascending(f, 11, vouches)?,
            min_suite: f.uint(12_u64)?,
            offline: flag(f, 13)?,
            witness: flag(f, 14)?,
            contacts: present(f, 15, |item| Contact::read(item).ok())?,
        };
        let signed = !entry.certificates.is_empty() || !entry.grants.is_empty();
        if signed && entry.authority.is_none() {
            return Err(f.fault(4, Wrong::Missing));
        }
        fields.end()?;
        Ok(entry)
    }
}

impl Desk {
    fn to_value(&self) -> Value {
        Value::map([
            (1_u64, Value::from(self.role.as_str())),
            (2, Value::from(self.telephone.as_str())),
            (3, Value::from(self.hours.as_str())),
            (4, Value::from(self.zone.as_str())),
            (5, Value::array(self.languages.iter().map(String::as_str))),
        ])
    }

    fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("directory.desk", value)?;
        let desk = Self {
            role: fields.text(1_u64)?,
            telephone: fields.text(2_u64)?,
            hours: fields.text(3_u64)?,
            zone: fields.text(4_u64)?,
            languages: fields.texts(5_u64)?,
        };
        fields.end()?;
        Ok(desk)
    }
}

impl Contact {
    fn to_value(&self) -> Value {
        Value::map([
            (1_u64, Value::from(self.channel.as_str())),
            (2, Value::from(self.address.as_str())),
        ])
    }

    fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("directory.contact", value)?;
        let word = fields.text(1_u64)?;
        let contact = Self {
            channel: Channel::parse(&word).ok_or_else(|| fields.fault(1, Wrong::Value))?,
            address: fields.text(2_u64)?,
        };
        fields.end()?;
        Ok(contact)
    }
}

fn names(fields: &mut Fields) -> Result<BTreeMap<String, String>, ShapeFault> {
    fields
        .map(2_u64)?
        .into_iter()
        .map(|pair| match pair {
            (Key::Text(language), Value::Text(name)) => Some((language, name)),
            _ => None,
        })
        .collect::<Option<_>>()
        .ok_or_else(|| fields.fault(2, Wrong::Value))
}

/// A list that is left out when empty.
fn present<T>(
    fields: &mut Fields,
    key: u64,
    each: impl Fn(Value) -> Option<T>,
) -> Result<Vec<T>, ShapeFault> {
    match fields.optional(key, |f, k| f.list(k, each))? {
        None => Ok(Vec::new()),
        Some(list) if list.is_empty() => Err(fields.fault(key, Wrong::Value)),
        Some(list) => Ok(list),
    }
}

/// A mark that is left out when it is not set.
fn flag(fields: &mut Fields, key: u64) -> Result<bool, ShapeFault> {
    match fields.maybe(key) {
        None => Ok(false),
        Some(Value::Bool(true)) => Ok(true),
        Some(_) => Err(fields.fault(key, Wrong::Value)),
    }
}
