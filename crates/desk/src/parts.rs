//! Small pieces that every page uses: icons, status chips, shortened hashes, visible names.

use std::fmt::Write as _;

use askama::filters::Safe;

use crate::assets;

/// What a status says. Colour is the third signal, after the icon and the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Past its time: the only filled chip.
    Late,
    /// The reader's, and soon.
    Soon,
    /// The reader's, with time.
    Yours,
    /// Under way.
    Run,
    /// Waiting on others.
    Wait,
    /// Done.
    Done,
    /// Stopped, or nobody's.
    Stop,
}

impl Tone {
    /// The class in the stylesheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Yours | Self::Run => "run",
            Self::Wait => "wait",
            Self::Done => "done",
            Self::Stop => "stop",
        }
    }

    /// The symbol in the sprite.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Yours => "todo",
            Self::Run => "run",
            Self::Wait => "wait",
            Self::Done => "done",
            Self::Stop => "stop",
        }
    }
}

/// A status chip: tone and word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What it says in colour and icon.
    pub tone: Tone,
    /// What it says in words.
    pub word: String,
    /// Another icon than the tone's own.
    pub icon: Option<&'static str>,
}

impl Chip {
    /// A chip with its tone's own icon.
    #[must_use]
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self {
            tone,
            word: word.into(),
            icon: None,
        }
    }

    /// The same with another icon.
    #[must_use]
    pub fn with_icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// As HTML.
    #[must_use]
    pub fn html(&self) -> Safe<String> {
        let mut out = format!("<span class=\"st {}\">", self.tone.class());
        out.push_str(&icon(self.icon.unwrap_or(self.tone.icon())).0);
        escape(&mut out, &self.word);
        out.push_str("</span>");
        Safe(out)
    }
}

/// An icon that says nothing by itself: the word stands beside it.
#[must_use]
pub fn icon(name: &str) -> Safe<String> {
    Safe(format!(
        "<svg class=\"i\" aria-hidden=\"true\"><use href=\"{}#i-{name}\"/></svg>",
        assets::url("icons.svg")
    ))
}

/// An icon of direction, which turns with the script.
#[must_use]
pub fn icon_flip(name: &str) -> Safe<String> {
    Safe(format!(
        "<svg class=\"i flip\" aria-hidden=\"true\"><use href=\"{}#i-{name}\"/></svg>",
        assets::url("icons.svg")
    ))
}

/// A reference, hash, address or key: isolated from left to right in every script.
#[must_use]
pub fn code(text: &str) -> Safe<String> {
    let mut out = String::from("<bdi class=\"mono\">");
    escape(&mut out, &visible(text));
    out.push_str("</bdi>");
    Safe(out)
}

/// `4be1 90c7 … e5d3`: four groups are enough to compare by eye; the whole hash is one click away.
#[must_use]
pub fn short_hash(hex: &str) -> String {
    match (
        hex.get(..4),
        hex.get(4..8),
        hex.len().checked_sub(4).and_then(|from| hex.get(from..)),
    ) {
        (Some(a), Some(b), Some(end)) if hex.len() > 16 => format!("{a} {b} … {end}"),
        _ => hex.to_owned(),
    }
}

/// Groups of four, for reading out and for copying whole.
#[must_use]
pub fn grouped_hash(hex: &str) -> String {
    let mut out = String::new();
    for (i, c) in hex.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Shows characters that could disguise a name: a file called `invoice\u{202e}fdp.exe` must not
/// look like a PDF.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200e}'
            | '\u{200f}'
            | '\u{061c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                let _infallible = write!(out, "\\u{{{:04X}}}", u32::from(c));
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Writes `text` so that it is text in HTML and in attributes.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_hides_its_ending_is_shown_as_it_is() {
        assert_eq!(visible("invoice\u{202e}fdp.exe"), "invoice\\u{202E}fdp.exe");
        assert_eq!(visible("تقرير.pdf"), "تقرير.pdf");
    }

    #[test]
    fn a_chip_never_lets_markup_through() {
        let chip = Chip::new(Tone::Late, "<b>42 min</b>").html().0;
        assert!(chip.contains("&lt;b&gt;42 min&lt;/b&gt;"));
        assert!(code("\"><script>").0.contains("&quot;&gt;&lt;script&gt;"));
    }

    #[test]
    fn a_hash_shows_its_ends_and_short_text_stays_whole() {
        assert_eq!(short_hash(&"4be190c7".repeat(8)), "4be1 90c7 … 90c7");
        assert_eq!(short_hash("abc"), "abc");
        assert_eq!(short_hash("ééééééééééééééééé"), "éé éé … éé");
        assert_eq!(grouped_hash("4be190c7"), "4be1 90c7");
    }
}
