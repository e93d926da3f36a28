//! How a place of the text is drawn: short answers as rows, long ones as text, lists as tables or
//! groups. One rule for every form, so a new field needs a caption and nothing else.

use serde_json::{Map, Value};

use crate::clean;
use crate::model::{Block, Row, Said};
use crate::values::Speaker;

/// A longer answer stands beneath its caption and has the width of the page.
const LONG: usize = 240;
/// What a cell of a table may hold.
const CELL: usize = 44;
/// Wider tables do not fit a page.
const COLUMNS: usize = 4;
/// Forms are less deep than this; what is deeper is shown as it is.
const DEEP: usize = 6;

/// Draws places of the text.
pub(crate) struct Drawer<'a> {
    pub(crate) speaker: &'a Speaker<'a>,
    /// The heading of the section that is drawn.
    pub(crate) head: String,
}

impl Drawer<'_> {
    /// The blocks of the value at `place`; `alone` where the section's heading is its caption.
    pub(crate) fn draw(&self, place: &str, value: &Value, alone: bool) -> Vec<Block> {
        let path = place.split('[').next().unwrap_or(place);
        let mut names = path.rsplit('/');
        let key = names.next().unwrap_or_default();
        let parent = names.next().unwrap_or_default();
        self.value(parent, key, value, alone, 0)
    }

    fn value(
        &self,
        parent: &str,
        key: &str,
        value: &Value,
        alone: bool,
        deep: usize,
    ) -> Vec<Block> {
        match value {
            Value::Null => Vec::new(),
            Value::Object(map) if deep < DEEP => self.object(parent, key, map, alone, deep),
            Value::Array(list) if deep < DEEP && list.iter().any(Value::is_object) => {
                self.list(parent, key, list, alone, deep)
            }
            other => self.answer(parent, key, other, alone),
        }
    }

    fn answer(&self, parent: &str, key: &str, value: &Value, alone: bool) -> Vec<Block> {
        let said = self.speaker.lines(parent, key, value);
        if said.is_empty() {
            return Vec::new();
        }
        let caption = self.speaker.words.key(parent, key);
        let long = said
            .iter()
            .any(|one| !one.code && one.text.chars().count() > LONG);
        let prose = value.is_string() && alone && !said.iter().any(|one| one.code);
        if long || prose {
            let caption = if alone { String::new() } else { caption };
            return vec![Block::Prose {
                caption,
                paragraphs: said,
            }];
        }
        vec![Block::Rows {
            rows: vec![Row { caption, said }],
        }]
    }

    /// An object's fields stand as rows of their own; one that names a span stands in one row.
    fn object(
        &self,
        parent: &str,
        key: &str,
        map: &Map<String, Value>,
        alone: bool,
        deep: usize,
    ) -> Vec<Block> {
        if let Some(span) = self.span(key, map) {
            let caption = self.speaker.words.key(parent, key);
            return vec![Block::Rows {
                rows: vec![Row {
                    caption,
                    said: vec![span],
                }],
            }];
        }
        let blocks = self.fields(key, map, deep);
        let title = self.speaker.words.key(parent, key);
        // Where the section's heading says it already, a small heading would say it twice.
        if alone || blocks.is_empty() || deep == 0 && title == self.head {
            return blocks;
        }
        vec![Block::Group { title, blocks }]
    }

    fn fields(&self, parent: &str, map: &Map<String, Value>, deep: usize) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        for (key, value) in map {
            for block in self.value(parent, key, value, false, deep + 1) {
                match (out.last_mut(), block) {
                    (Some(Block::Rows { rows }), Block::Rows { rows: more }) => rows.extend(more),
                    (_, block) => out.push(block),
                }
            }
        }
        out
    }

    /// "1 March 2027 – 2 March 2027" for an object that holds nothing but its two ends.
    fn span(&self, key: &str, map: &Map<String, Value>) -> Option<Said> {
        if map.len() != 2 || key == "path" {
            return None;
        }
        let (from, to) = (map.get("from")?, map.get("to")?);
        let from = self.speaker.lines(key, "from", from);
        let to = self.speaker.lines(key, "to", to);
        let ([from], [to]) = (from.as_slice(), to.as_slice()) else {
            return None;
        };
        Some(self.speaker.word(format!("{} – {}", from.text, to.text)))
    }

    fn list(
        &self,
        parent: &str,
        key: &str,
        list: &[Value],
        alone: bool,
        deep: usize,
    ) -> Vec<Block> {
        if key == "legal_basis" {
            return self.bases(parent, list);
        }
        let caption = self.speaker.words.key(parent, key);
        if let Some(table) = self.table(key, &caption, list) {
            return vec![table];
        }
        let one = list.len() == 1;
        let mut out = Vec::new();
        for (at, entry) in list.iter().enumerate() {
            let blocks = match entry {
                // Its own id stands in the heading above it.
                Value::Object(map) => {
                    let mut map = map.clone();
                    if map
                        .get("id")
                        .is_some_and(|id| id.as_str().is_some_and(|id| id.len() < 20))
                    {
                        map.shift_remove("id");
                    }
                    self.fields(key, &map, deep + 1)
                }
                other => self.answer(parent, key, other, false),
            };
            if one && alone {
                return blocks;
            }
            let named = entry
                .get("id")
                .and_then(Value::as_str)
                .filter(|id| id.len() < 20);
            let title = match named {
                Some(id) => format!("{caption} {}", clean::line(id)),
                None if one => caption.clone(),
                None => format!("{caption} {}", at + 1),
            };
            out.push(Block::Group { title, blocks });
        }
        out
    }

    /// Treaties with their articles, one line each, the leading one first.
    fn bases(&self, parent: &str, list: &[Value]) -> Vec<Block> {
        let mut rows = Vec::new();
        for entry in list {
            let (Some(instrument), article) = (
                entry.get("instrument").and_then(Value::as_str),
                entry.get("article").filter(|article| !article.is_null()),
            ) else {
                rows.push(Row {
                    caption: self.speaker.words.key(parent, "legal_basis"),
                    said: self.speaker.lines("legal_basis", "legal_basis", entry),
                });
                continue;
            };
            let mut caption = self.speaker.words.key(parent, "legal_basis");
            if let Some(article) = article {
                let said = self.speaker.lines("legal_basis", "article", article);
                let word = self.speaker.words.key("legal_basis", "article");
                caption = format!("{word}\u{a0}{}", self.speaker.joined(&said));
            }
            rows.push(Row {
                caption,
                said: vec![self.speaker.word(self.speaker.instrument(instrument))],
            });
        }
        vec![Block::Rows { rows }]
    }

    /// A table, where every entry is flat and short.
    fn table(&self, key: &str, caption: &str, list: &[Value]) -> Option<Block> {
        let mut columns: Vec<&String> = Vec::new();
        for entry in list {
            for (name, value) in entry.as_object()? {
                if value.is_object()
                    || value
                        .as_array()
                        .is_some_and(|v| v.iter().any(|one| one.is_object()))
                {
                    return None;
                }
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
        }
        if columns.is_empty() || columns.len() > COLUMNS || list.len() < 2 && key != "selectors" {
            return None;
        }
        let mut rows = Vec::new();
        for entry in list {
            let mut row = Vec::new();
            for name in &columns {
                let said = entry
                    .get(*name)
                    .map(|value| self.speaker.lines(key, name, value))
                    .unwrap_or_default();
                if said
                    .iter()
                    .map(|one| one.text.chars().count())
                    .max()
                    .unwrap_or_default()
                    > CELL
                {
                    return None;
                }
                row.push(said);
            }
            rows.push(row);
        }
        let head = columns
            .iter()
            .map(|name| self.speaker.words.key(key, name))
            .collect();
        Some(Block::Table {
            caption: caption.to_owned(),
            head,
            rows,
        })
    }
}
