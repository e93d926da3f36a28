//! A letter as plain text: for a mail, and for a closed network whose terminals take a line at a time.

use crate::lang::Lang;
use crate::model::{Block, Letter, Row, Said};
use crate::words::Words;

/// How wide the lines of a mail are.
const MAIL: usize = 76;
/// How wide the lines of a terminal are that was built for telex.
const TERMINAL: usize = 68;

/// A letter as the text of a mail: the subject in the first line, then an empty one.
#[must_use]
pub fn mail(letter: &Letter) -> String {
    let words = Words(letter.language());
    let subject = words.subject(&letter.title, &letter.mark.number);
    format!(
        "{subject}\n\n{}\n{}\n",
        body(letter, MAIL),
        words.paper("mail-note")
    )
}

/// A letter as text for a closed network: short lines, plain marks, a clear end.
#[must_use]
pub fn network(letter: &Letter) -> String {
    let end = Words(letter.language()).paper("end");
    plain(&format!("{}\n= {end} =\n", body(letter, TERMINAL)))
}

fn body(letter: &Letter, width: usize) -> String {
    let mut out = Vec::new();
    for banner in &letter.banners {
        wrap(&mut out, "", banner, width);
    }
    if !letter.banners.is_empty() {
        out.push(String::new());
    }
    out.extend(letter.from.iter().map(|one| one.text.clone()));
    out.push(String::new());
    let to: Vec<&str> = letter.to.iter().map(|one| one.text.as_str()).collect();
    wrap(
        &mut out,
        "",
        &pair(letter, &letter.to_word, &to.join(", ")),
        width,
    );
    letter
        .facts
        .iter()
        .for_each(|row| answer(letter, row, "", &mut out, width));
    out.extend([String::new(), letter.title.clone()]);
    if !letter.lead.is_empty() {
        wrap(&mut out, "", &letter.lead, width);
    }
    for section in &letter.sections {
        out.extend([String::new(), format!("{}. {}", section.mark, section.head)]);
        blocks(letter, &section.blocks, "   ", &mut out, width);
    }
    out.push(String::new());
    for place in &letter.signatures {
        for (caption, known) in place.lines.iter().filter(|(_, known)| !known.is_empty()) {
            out.push(pair(letter, caption, known));
        }
    }
    out.push(pair(letter, &letter.mark.code_word, &letter.mark.code));
    // The hash is longer than a terminal's line and must not be broken.
    out.extend([
        pair(letter, &letter.mark.hash_word, ""),
        letter.mark.hash.clone(),
    ]);
    out.join("\n")
        .replace(['\u{200b}', '\u{2066}', '\u{2069}'], "")
}

fn blocks(letter: &Letter, all: &[Block], indent: &str, out: &mut Vec<String>, width: usize) {
    for block in all {
        match block {
            Block::Rows { rows } => rows
                .iter()
                .for_each(|row| answer(letter, row, indent, out, width)),
            Block::Prose {
                caption,
                paragraphs,
            } => {
                if !caption.is_empty() {
                    wrap(out, indent, &pair(letter, caption, ""), width);
                }
                paragraphs
                    .iter()
                    .for_each(|one| wrap(out, indent, &one.text, width));
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                for (at, row) in rows.iter().enumerate() {
                    wrap(out, indent, &format!("{caption} {}", at + 1), width);
                    let deeper = format!("{indent}  ");
                    for (word, cell) in head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                        wrap(out, &deeper, &pair(letter, word, &joined(cell)), width);
                    }
                }
            }
            Block::Group {
                title,
                blocks: inner,
            } => {
                wrap(out, indent, title, width);
                blocks(letter, inner, &format!("{indent}  "), out, width);
            }
            Block::Empty { word } => wrap(out, indent, word, width),
        }
    }
}

fn answer(letter: &Letter, row: &Row, indent: &str, out: &mut Vec<String>, width: usize) {
    wrap(
        out,
        indent,
        &pair(letter, &row.caption, &joined(&row.said)),
        width,
    );
}

fn joined(said: &[Said]) -> String {
    let texts: Vec<&str> = said.iter().map(|one| one.text.as_str()).collect();
    texts.join("; ")
}

/// Caption and answer, with the colon of the language.
fn pair(letter: &Letter, caption: &str, answer: &str) -> String {
    let colon = match letter.language() {
        Lang::Zh => "：",
        Lang::Fr => "\u{a0}: ",
        Lang::Ar | Lang::En | Lang::Es | Lang::Ru => ": ",
    };
    format!("{caption}{colon}{answer}").trim_end().to_owned()
}

/// Breaks at blanks; what has none is broken where the line ends.
fn wrap(out: &mut Vec<String>, indent: &str, text: &str, width: usize) {
    let room = width.saturating_sub(indent.chars().count()).max(20);
    let mut line = String::new();
    let mut used = 0;
    let mut flush = |line: &mut String| {
        out.push(format!("{indent}{line}"));
        line.clear();
    };
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word: Vec<char> = word.chars().filter(|c| *c != '\u{200b}').collect();
        if used > 0 && used + 1 + word.len() > room {
            flush(&mut line);
            used = 0;
        }
        while word.len() > room {
            let rest = word.split_off(room);
            line.extend(word);
            flush(&mut line);
            word = rest;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        used += word.len();
        line.extend(word);
    }
    if used > 0 {
        flush(&mut line);
    }
}

/// Marks that old terminals do not have, by those that they have.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2002}' => ' ',
            '–' | '—' | '\u{2212}' => '-',
            '“' | '”' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            other => other,
        })
        .collect()
}
