//! One letter, as data: what every renderer draws, in the order in which it stands on paper.
//!
//! All text in here is final and clean; a renderer decides about lines and pages, never about words.

use serde::Serialize;

use crate::lang::Lang;

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// `ar`.
    pub lang: &'static str,
    /// Whether the page runs from right to left.
    pub rtl: bool,
    /// What it is, in one line.
    pub title: String,
    /// What must be seen before anything else: an exercise, a draft, a provider's copy.
    pub banners: Vec<String>,
    /// Who writes: name first, then the lines beneath it.
    pub from: Vec<Said>,
    /// "To".
    pub to_word: String,
    /// Who is addressed.
    pub to: Vec<Said>,
    /// Number, reference, date and whatever a hurried reader needs first.
    pub facts: Vec<Row>,
    /// One sentence before the first section, or nothing.
    pub lead: String,
    /// The sections.
    pub sections: Vec<Section>,
    /// Where it is signed; a cover note has one place, a certificate two.
    pub signatures: Vec<Signature>,
    /// Room for an apostille, with its caption; none on a cover note.
    pub apostille: Option<String>,
    /// What stands on every page.
    pub mark: Mark,
    /// The day that the letter bears, as year, month and day.
    pub day: (i16, i8, i8),
}

/// A numbered part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// `4`, or `F` in forms that count by letters.
    pub mark: String,
    /// Its heading.
    pub head: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Block {
    /// Captions with their answers.
    Rows {
        /// The rows.
        rows: Vec<Row>,
    },
    /// Running text, with a caption unless the heading says it already.
    Prose {
        /// Its caption, or nothing.
        caption: String,
        /// Its paragraphs.
        paragraphs: Vec<Said>,
    },
    /// Rows and columns.
    Table {
        /// What it shows.
        caption: String,
        /// The head of each column.
        head: Vec<String>,
        /// The cells.
        rows: Vec<Vec<Vec<Said>>>,
    },
    /// Blocks that belong together, beneath a small heading.
    Group {
        /// The small heading.
        title: String,
        /// What stands beneath it.
        blocks: Vec<Block>,
    },
    /// A part of the form that has no answer and says so.
    Empty {
        /// "None".
        word: String,
    },
}

/// A caption and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The caption.
    pub caption: String,
    /// The answer, one entry for each line.
    pub said: Vec<Said>,
}

/// A line or paragraph of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Whether it is a name for machines: an address, a number, a hash. It runs from left to right.
    pub code: bool,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// A place to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// "Signature".
    pub caption: String,
    /// Name, function, place and date: a caption and what is known already.
    pub lines: Vec<(String, String)>,
    /// "Seal".
    pub seal: String,
}

/// What stands on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The request's number.
    pub number: String,
    /// "Code".
    pub code_word: String,
    /// The code by which a page finds its file.
    pub code: String,
    /// "SHA-256 of the text".
    pub hash_word: String,
    /// The hash in hexadecimal.
    pub hash: String,
    /// "Page ", " of ", "": what stands around the two numbers.
    pub page: [String; 3],
    /// What code and hash are for.
    pub check: String,
}

impl Said {
    /// Ordinary text; its direction follows its first letter.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            rtl: crate::clean::is_rtl(&text),
            text,
            code: false,
        }
    }

    /// A name for machines.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: true,
            rtl: false,
        }
    }
}

impl Letter {
    /// The language.
    #[must_use]
    pub fn language(&self) -> Lang {
        Lang::parse(self.lang).unwrap_or(Lang::En)
    }

    /// How many characters it holds, to refuse what no printer should get.
    #[must_use]
    pub fn length(&self) -> usize {
        let mut sum = 0;
        self.each_text(&mut |text| sum += text.len());
        sum
    }

    /// Shows every text of the letter to `see`.
    pub fn each_text(&self, see: &mut dyn FnMut(&str)) {
        see(&self.title);
        see(&self.lead);
        self.banners.iter().for_each(|one| see(one));
        self.from
            .iter()
            .chain(&self.to)
            .for_each(|one| see(&one.text));
        self.facts.iter().for_each(|row| each_row(row, see));
        for section in &self.sections {
            see(&section.head);
            section
                .blocks
                .iter()
                .for_each(|block| each_block(block, see));
        }
        for place in &self.signatures {
            place.lines.iter().for_each(|(caption, known)| {
                see(caption);
                see(known);
            });
        }
        see(&self.mark.number);
        see(&self.mark.check);
    }
}

fn each_row(row: &Row, see: &mut dyn FnMut(&str)) {
    see(&row.caption);
    row.said.iter().for_each(|one| see(&one.text));
}

fn each_block(block: &Block, see: &mut dyn FnMut(&str)) {
    match block {
        Block::Rows { rows } => rows.iter().for_each(|row| each_row(row, see)),
        Block::Prose {
            caption,
            paragraphs,
        } => {
            see(caption);
            paragraphs.iter().for_each(|one| see(&one.text));
        }
        Block::Table {
            caption,
            head,
            rows,
        } => {
            see(caption);
            head.iter().for_each(|one| see(one));
            rows.iter()
                .flatten()
                .flatten()
                .for_each(|one| see(&one.text));
        }
        Block::Group { title, blocks } => {
            see(title);
            blocks.iter().for_each(|one| each_block(one, see));
        }
        Block::Empty { word } => see(word),
    }
}
