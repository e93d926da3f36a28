//! Consent of a State: what lets a request go directly to one of its providers where no treaty does.
//!
//! A record is given by an office of the consenting State, for one asking State, some kinds and some
//! data, for a time. It can be withdrawn at any moment and counts no more from then on: at signing, at
//! sending and at receipt the same question is asked again.
//!
//! # Source
//! Recommendation 4 of the expert group: sovereignty, cross-border access with the consent of the State.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::StateCode;
use crate::kind::Kind;
use crate::request::Item;
use crate::time::Instant;

/// One consent on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Its id, unique for the consenting State.
    pub id: String,
    /// Rises with each change of this record; an older one never replaces a newer.
    pub version: u32,
    /// The consenting State.
    pub state: StateCode,
    /// Its office.
    pub office: String,
    /// The State whose authorities may ask.
    pub to: StateCode,
    /// The kinds of request it covers; none is covered that is not named.
    pub kinds: BTreeSet<Kind>,
    /// Categories of data or single elements it covers; none is covered that is not named.
    pub elements: BTreeSet<String>,
    /// From when.
    pub from: Instant,
    /// First instant at which it no longer counts; without one it holds until withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Number and date of the paper, note or law by which it was given.
    pub reference: String,
    /// On what conditions, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Instant>,
}

/// Why a record of consent cannot stand: the field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadConsent {
    /// Which field.
    pub field: &'static str,
    /// What is wrong, and what would be right.
    pub why: &'static str,
}

/// What the register says to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFile<'a> {
    /// A consent covers it.
    Given(&'a Consent),
    /// One would have covered it and was withdrawn or has ended.
    Gone(&'a Consent),
    /// None speaks of it.
    Silent,
}

impl Consent {
    /// Whether the record can stand by itself.
    ///
    /// # Errors
    /// [`BadConsent`] names the first field that is wrong.
    pub fn sound(&self) -> Result<(), BadConsent> {
        let wrong = |field, why| Err(BadConsent { field, why });
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        if self.id.is_empty() || self.id.len() > 64 || !self.id.chars().all(plain) {
            return wrong("id", "up to 64 letters, digits and - _ . /");
        }
        if self.version == 0 {
            return wrong("version", "versions begin at 1");
        }
        if self.state == self.to {
            return wrong("to", "a State needs no consent of its own");
        }
        if self.state.is_invented() != self.to.is_invented() {
            return wrong("to", "real and invented States never meet");
        }
        if self.kinds.is_empty() {
            return wrong("kinds", "name each kind of request it covers");
        }
        if self.elements.is_empty() {
            return wrong("elements", "name each category or element it covers");
        }
        let known = |name: &String| {
            crate::kind::Category::parse(name).is_some() || crate::element::find(name).is_some()
        };
        if !self.elements.iter().all(known) {
            return wrong("elements", "a category or an element of the forms");
        }
        if self.until.is_some_and(|until| until <= self.from) {
            return wrong("until", "after the beginning");
        }
        if self.withdrawn_at.is_some_and(|at| at < self.from) {
            return wrong("withdrawn_at", "not before the beginning");
        }
        if self.office.trim().is_empty() {
            return wrong("office", "which office gave it");
        }
        if self.reference.trim().is_empty() {
            return wrong(
                "reference",
                "number and date of the paper by which it was given",
            );
        }
        Ok(())
    }

    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from <= at
            && self.until.is_none_or(|until| at < until)
            && self.withdrawn_at.is_none_or(|gone| at < gone)
    }

    /// Whether it speaks of this request at all, whatever the time: every item must be covered, by its
    /// category or by each of its elements.
    #[must_use]
    pub fn speaks_of(&self, from: StateCode, to: StateCode, kind: Kind, items: &[Item]) -> bool {
        let covered = |item: &Item| {
            let by_element = !item.elements.is_empty()
                && item.elements.iter().all(|one| self.elements.contains(one));
            by_element || self.elements.contains(item.category.as_str())
        };
        self.to == from
            && self.state == to
            && self.kinds.contains(&kind)
            && !items.is_empty()
            && items.iter().all(covered)
    }
}

/// What a register says to a request at an instant.
#[must_use]
pub fn on_file<'a>(
    register: impl IntoIterator<Item = &'a Consent>,
    from: StateCode,
    to: StateCode,
    kind: Kind,
    items: &[Item],
    at: Instant,
) -> OnFile<'a> {
    let mut answer = OnFile::Silent;
    for one in register {
        if !one.speaks_of(from, to, kind, items) {
            continue;
        }
        if one.holds_at(at) {
            return OnFile::Given(one);
        }
        answer = OnFile::Gone(one);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ItemState;
    use crate::kind::Category;

    fn record() -> Consent {
        Consent {
            id: "XB-1".into(),
            version: 1,
            state: "XB".parse().expect("a State"),
            office: "Attorney General".into(),
            to: "XA".parse().expect("a State"),
            kinds: BTreeSet::from([Kind::SubscriberDirect]),
            elements: BTreeSet::from(["subscriber".to_owned()]),
            from: Instant(1_000),
            until: Some(Instant(9_000)),
            reference: "Note 12/2027".into(),
            conditions: String::new(),
            withdrawn_at: None,
        }
    }

    fn item(category: Category) -> Item {
        Item {
            id: "i1".into(),
            about: Vec::new(),
            category,
            elements: Vec::new(),
            period: None,
            nexus: String::new(),
            state: ItemState::Pending,
        }
    }

    fn asks(
        register: &[Consent],
        from: &str,
        to: &str,
        kind: Kind,
        what: Category,
        at: i64,
    ) -> bool {
        let (from, to) = (from.parse().expect("a State"), to.parse().expect("a State"));
        let found = on_file(register, from, to, kind, &[item(what)], Instant(at));
        matches!(found, OnFile::Given(_))
    }

    #[test]
    fn a_consent_covers_what_it_names_and_nothing_beside() {
        let held = [record()];
        let (kind, what) = (Kind::SubscriberDirect, Category::Subscriber);
        assert!(asks(&held, "XA", "XB", kind, what, 5_000));
        assert!(
            !asks(&held, "XC", "XB", kind, what, 5_000),
            "another State asks"
        );
        assert!(
            !asks(&held, "XA", "XC", kind, what, 5_000),
            "another State is asked"
        );
        assert!(
            !asks(&held, "XB", "XA", kind, what, 5_000),
            "the other way round"
        );
        assert!(
            !asks(&held, "XA", "XB", Kind::OrderEffect, what, 5_000),
            "another kind"
        );
        assert!(
            !asks(&held, "XA", "XB", kind, Category::Content, 5_000),
            "other data"
        );
        assert!(
            !asks(&held, "XA", "XB", kind, what, 999),
            "a moment too early"
        );
        assert!(
            !asks(&held, "XA", "XB", kind, what, 9_000),
            "a moment too late"
        );
    }

    #[test]
    fn a_withdrawn_consent_stops_at_that_very_moment() {
        let mut held = record();
        held.withdrawn_at = Some(Instant(4_000));
        let (kind, what) = (Kind::SubscriberDirect, Category::Subscriber);
        assert!(asks(&[held.clone()], "XA", "XB", kind, what, 3_999));
        assert!(!asks(&[held.clone()], "XA", "XB", kind, what, 4_000));
        let (from, to) = (held.to, held.state);
        let all = [item(what)];
        let gone = on_file([&held], from, to, kind, &all, Instant(4_000));
        assert_eq!(gone, OnFile::Gone(&held), "and one can say why");
    }

    #[test]
    fn a_record_that_names_nothing_or_contradicts_itself_is_refused_with_its_field() {
        type Spoil = fn(&mut Consent);
        let wrong: [(&str, Spoil); 9] = [
            ("id", |it| it.id = "a\u{202e}b".into()),
            ("version", |it| it.version = 0),
            ("to", |it| it.to = it.state),
            ("to", |it| it.to = "DE".parse().expect("a State")),
            ("kinds", |it| it.kinds.clear()),
            ("elements", |it| it.elements.clear()),
            ("elements", |it| {
                it.elements.insert("everything".into());
            }),
            ("until", |it| it.until = Some(it.from)),
            ("reference", |it| it.reference = " ".into()),
        ];
        for (field, spoil) in wrong {
            let mut one = record();
            spoil(&mut one);
            assert_eq!(one.sound().map_err(|bad| bad.field), Err(field));
        }
        assert_eq!(record().sound(), Ok(()));
    }
}
