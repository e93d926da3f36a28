//! A value together with the place where it stands.
//!
//! Nothing here fails: a missing field, or one of another type, reads as absent. Whether absence or a
//! wrong type is a defect is the checker's question, and it has the pointer to name it by.

use serde_json::Value;

use crate::time::Instant;

/// A place in a request, whether or not something stands there.
#[derive(Clone, Debug)]
pub struct At<'a> {
    value: Option<&'a Value>,
    pointer: String,
}

impl<'a> At<'a> {
    /// The request itself.
    #[must_use]
    pub const fn root(value: &'a Value) -> Self {
        Self {
            value: Some(value),
            pointer: String::new(),
        }
    }

    /// The JSON pointer of this place.
    ///
    /// # Source
    /// RFC 6901
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What stands here; `null` counts as nothing.
    #[must_use]
    pub fn value(&self) -> Option<&'a Value> {
        self.value.filter(|value| !value.is_null())
    }

    /// The field of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> At<'a> {
        let mut pointer = String::with_capacity(self.pointer.len() + name.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        for c in name.chars() {
            match c {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                _ => pointer.push(c),
            }
        }
        let value = match self.value {
            Some(Value::Object(map)) => map.get(name),
            _ => None,
        };
        At { value, pointer }
    }

    /// The entry at this position.
    #[must_use]
    pub fn nth(&self, n: usize) -> At<'a> {
        let value = match self.value {
            Some(Value::Array(list)) => list.get(n),
            _ => None,
        };
        At {
            value,
            pointer: format!("{}/{n}", self.pointer),
        }
    }

    /// The field behind a path such as `requesting/officer/email`.
    #[must_use]
    pub fn path(&self, path: &str) -> At<'a> {
        path.split('/')
            .filter(|part| !part.is_empty())
            .fold(self.clone(), |at, part| at.key(part))
    }

    /// The entries of a list; none where this is no list.
    #[must_use]
    pub fn list(&self) -> Vec<At<'a>> {
        match self.value {
            Some(Value::Array(list)) => (0..list.len()).map(|n| self.nth(n)).collect(),
            _ => Vec::new(),
        }
    }

    /// The entries of a list, or the one value that stands in place of a list of one.
    #[must_use]
    pub fn entries(&self) -> Vec<At<'a>> {
        match self.value {
            Some(Value::Array(_)) => self.list(),
            Some(Value::Null) | None => Vec::new(),
            Some(_) => vec![self.clone()],
        }
    }

    /// The fields of an object, by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'a str, At<'a>)> {
        match self.value {
            Some(Value::Object(map)) => map
                .keys()
                .map(|name| (name.as_str(), self.key(name)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Text with something in it.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        self.value
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    }

    /// How many characters of text stand here, without the blanks around them.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text().map_or(0, |text| text.trim().chars().count())
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        self.value.and_then(Value::as_bool)
    }

    /// A whole number.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        self.value.and_then(Value::as_i64)
    }

    /// Any number, also one written as text.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Some(Value::Number(n)) => n.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }

    /// A point in time with its zone.
    #[must_use]
    pub fn instant(&self) -> Option<Instant> {
        self.text().and_then(Instant::parse)
    }

    /// A day: a bare date, or the date of a time as its writer saw it.
    #[must_use]
    pub fn day(&self) -> Option<jiff::civil::Date> {
        let text = self.text()?.trim();
        text.get(..10)?.parse().ok().filter(|_| {
            text.len() == 10 || matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' '))
        })
    }

    /// The first moment that this date or time can mean: a bare date begins at midnight UTC.
    #[must_use]
    pub fn earliest(&self) -> Option<Instant> {
        self.instant().or_else(|| self.midnight(0))
    }

    /// The last moment that this date or time can mean: a bare date lasts all day.
    #[must_use]
    pub fn latest(&self) -> Option<Instant> {
        let bare = self.text().is_some_and(|text| text.trim().len() == 10);
        self.instant()
            .or_else(|| self.midnight(if bare { 86_399_999 } else { 0 }))
    }

    fn midnight(&self, more_millis: i64) -> Option<Instant> {
        let day = self.day()?;
        let text = self.text()?.trim();
        // A time without zone is read as UTC here; where the zone matters, the checker asks for it.
        let civil: jiff::civil::DateTime = if text.len() == 10 {
            day.into()
        } else {
            text.replacen(' ', "T", 1).parse().ok()?
        };
        let at = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?;
        Some(Instant(at.as_millisecond().saturating_add(more_millis)))
    }

    /// Nothing, blank text, an empty list or an empty object.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.value {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(Value::Array(list)) => list.is_empty(),
            Some(Value::Object(map)) => map.is_empty(),
            Some(_) => false,
        }
    }

    /// Whether the writer said yes: `true`, or text or an object that explains.
    #[must_use]
    pub fn affirms(&self) -> bool {
        match self.value {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::Object(map)) => {
                !map.is_empty()
                    && ![
                        "value",
                        "given",
                        "wanted",
                        "undertaken",
                        "required",
                        "checked",
                    ]
                    .iter()
                    .any(|name| map.get(*name) == Some(&Value::Bool(false)))
            }
            Some(Value::String(text)) => !matches!(
                text.trim().to_ascii_lowercase().as_str(),
                "" | "no" | "none" | "false" | "n/a" | "-"
            ),
            _ => !self.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_place_names_itself_also_where_nothing_stands() {
        let form = json!({"a/b": [{"c~d": 1}]});
        let at = At::root(&form).key("a/b").nth(0).key("c~d");
        assert_eq!((at.pointer(), at.whole()), ("/a~1b/0/c~0d", Some(1)));
        assert_eq!(form.pointer(at.pointer()), Some(&json!(1)));
        let nowhere = At::root(&form).path("x/y");
        assert_eq!((nowhere.pointer(), nowhere.is_empty()), ("/x/y", true));
    }

    #[test]
    fn a_bare_date_lasts_all_day() {
        let form = json!({"d": "2026-10-01", "t": "2026-10-01T10:00:00+02:00", "n": "2026-10-01 10:00:00", "bad": "2026-13-01"});
        let root = At::root(&form);
        let show = |at: Option<Instant>| at.map(|i| i.to_string());
        assert_eq!(
            show(root.key("d").earliest()).as_deref(),
            Some("2026-10-01T00:00:00Z")
        );
        assert_eq!(
            show(root.key("d").latest()).as_deref(),
            Some("2026-10-01T23:59:59.999Z")
        );
        assert_eq!(
            show(root.key("t").latest()).as_deref(),
            Some("2026-10-01T08:00:00Z")
        );
        assert_eq!(
            show(root.key("n").earliest()).as_deref(),
            Some("2026-10-01T10:00:00Z")
        );
        assert_eq!(root.key("bad").earliest(), None);
    }
}
