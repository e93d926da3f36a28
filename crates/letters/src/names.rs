//! The names that a node knows: treaties from its law data, States and offices from whoever asks.

use comity_core::law::{Pack, instrument_page};
use serde_json::Value;

use crate::lang::Lang;
use crate::values::Names;
use crate::words::Words;

/// A way to a name: a State by its code, an office by its id.
pub type Known<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Names for one letter.
pub struct NodeNames<'a> {
    /// The law data.
    pub pack: &'a Pack,
    /// The language of the letter.
    pub lang: Lang,
    /// States, as their own entries name them.
    pub states: Known<'a>,
    /// Offices, as the directory names them.
    pub offices: Known<'a>,
}

impl Names for NodeNames<'_> {
    fn state(&self, code: &str) -> Option<String> {
        (self.states)(code)
    }

    fn office(&self, id: &str) -> Option<String> {
        (self.offices)(id)
    }

    /// The full name in the letter's language: ours where we have it, else as the law data has it.
    fn instrument(&self, id: &str) -> Option<String> {
        let words = Words(self.lang);
        let named = |id: &str| words.maybe(&format!("treaty-{}", id.to_ascii_lowercase()));
        let Ok(page) = instrument_page(self.pack, id) else {
            return named(id);
        };
        let text = |place: &str| page.instrument.pointer(place).and_then(Value::as_str);
        let id = text("/id").unwrap_or(id);
        named(id).or_else(|| {
            let title =
                text(&format!("/title/{}", self.lang.code())).or_else(|| text("/title/en"))?;
            Some(match text("/series") {
                Some(series) => format!("{title} ({series})"),
                None => title.to_owned(),
            })
        })
    }
}
