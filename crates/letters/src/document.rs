//! A letter as DOCX, for offices that put it on their own paper or finish it by hand.
//!
//! docx-rs knows no runs and tables from right to left. Two of its elements that letters never use
//! stand in for them and are exchanged in the finished parts; text is escaped there, so it can never
//! look like an element.

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, Header, HeightRule, LineSpacing, NumPages, PageMargin,
    PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts,
    SpecVanish, Style, StyleType, Tab, TabValueType, Table, TableCell, TableLayoutType, TableRow,
    WidthType,
};

use crate::fault::{LONGEST, LetterFault};
use crate::lang::Lang;
use crate::model::{Block, Letter, Row, Said};

/// Twentieths of a point: the width of the text, of a caption, and 96 millimetres.
const WIDE: usize = 9184;
const CAPTION: usize = 3000;
const APOSTILLE: usize = 5443;
const BLUE: &str = "1D4468";
const SOFT: &str = "53606C";

const STAND_INS: [(&str, &str); 2] = [
    ("<w:specVanish />", "<w:rtl />"),
    ("<w:tblStyle w:val=\"right-to-left\" />", "<w:bidiVisual />"),
];

/// A letter as the bytes of a DOCX file.
///
/// # Errors
/// [`LetterFault::TooLong`] for a text that is an enclosure.
pub fn docx(letter: &Letter) -> Result<Vec<u8>, LetterFault> {
    let length = letter.length();
    if length > LONGEST {
        return Err(LetterFault::TooLong {
            length,
            most: LONGEST,
        });
    }
    let mut parts = Writer { letter }.whole().build();
    let exchanged = [&mut parts.document, &mut parts.styles].into_iter();
    for part in exchanged
        .chain(&mut parts.headers)
        .chain(&mut parts.footers)
    {
        let text = String::from_utf8_lossy(part);
        let text = STAND_INS
            .iter()
            .fold(text.into_owned(), |text, (from, to)| text.replace(from, to));
        *part = text.into_bytes();
    }
    let mut out = std::io::Cursor::new(Vec::new());
    parts
        .pack(&mut out)
        .map_err(|why| LetterFault::Typeset(why.to_string()))?;
    Ok(out.into_inner())
}

struct Writer<'a> {
    letter: &'a Letter,
}

impl Writer<'_> {
    fn whole(&self) -> Docx {
        let letter = self.letter;
        let (year, month, day) = letter.day;
        let day = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        let mut docx = Docx::new()
            .created_at(&day)
            .updated_at(&day)
            .page_size(11906, 16838)
            .page_margin(PageMargin {
                top: 1247,
                bottom: 1531,
                left: 1361,
                right: 1361,
                header: 600,
                footer: 600,
                gutter: 0,
            })
            .default_fonts(fonts(letter.language()))
            .default_size(20)
            .add_style(heading("Heading1", "heading 1", 0, 30))
            .add_style(heading("Heading2", "heading 2", 1, 22))
            .add_style(heading("Heading3", "heading 3", 2, 20))
            .header(Header::new().add_paragraph(self.page_head()))
            .footer(self.page_foot());
        for banner in &letter.banners {
            docx = docx.add_paragraph(
                self.paragraph(&Said::text(banner.clone()), true, None)
                    .align(AlignmentType::Center),
            );
        }
        for (at, said) in letter.from.iter().enumerate() {
            docx = docx.add_paragraph(self.paragraph(said, at == 0, (at == 0).then_some(26)));
        }
        docx = docx
            .add_paragraph(Paragraph::new())
            .add_table(self.rows(&letter.facts))
            .add_paragraph(self.paragraph(&Said::text(letter.to_word.clone()), false, None));
        for (at, said) in letter.to.iter().enumerate() {
            docx = docx.add_paragraph(self.paragraph(said, at == 0, None));
        }
        docx = docx.add_paragraph(self.headed(&letter.title, "Heading1"));
        if !letter.lead.is_empty() {
            docx =
                docx.add_paragraph(self.paragraph(&Said::text(letter.lead.clone()), false, None));
        }
        for section in &letter.sections {
            let head = format!("{}\u{2002}{}", section.mark, section.head);
            docx = docx.add_paragraph(self.headed(&head, "Heading2"));
            docx = self.blocks(docx, &section.blocks);
        }
        docx.add_paragraph(Paragraph::new())
            .add_table(self.places())
            .add_paragraph(self.paragraph(&Said::text(letter.mark.check.clone()), false, Some(15)))
    }

    fn blocks(&self, mut docx: Docx, blocks: &[Block]) -> Docx {
        for block in blocks {
            docx = match block {
                Block::Rows { rows } => docx.add_table(self.rows(rows)).add_paragraph(small_gap()),
                Block::Prose {
                    caption,
                    paragraphs,
                } => {
                    let mut docx = if caption.is_empty() {
                        docx
                    } else {
                        docx.add_paragraph(self.headed(caption, "Heading3"))
                    };
                    for said in paragraphs {
                        docx = docx.add_paragraph(self.paragraph(said, false, None));
                    }
                    docx
                }
                Block::Table {
                    caption,
                    head,
                    rows,
                } => docx
                    .add_paragraph(self.headed(caption, "Heading3"))
                    .add_table(self.table(head, rows))
                    .add_paragraph(small_gap()),
                Block::Group { title, blocks } => {
                    let docx = docx.add_paragraph(self.headed(title, "Heading3"));
                    self.blocks(docx, blocks)
                }
                Block::Empty { word } => {
                    docx.add_paragraph(self.paragraph(&Said::text(word.clone()), false, None))
                }
            };
        }
        docx
    }

    fn rows(&self, rows: &[Row]) -> Table {
        let rows = rows
            .iter()
            .map(|row| {
                let caption = self.paragraph_of(
                    self.run(&Said::text(row.caption.clone())).color(SOFT),
                    self.letter.rtl,
                );
                TableRow::new(vec![
                    TableCell::new()
                        .width(CAPTION, WidthType::Dxa)
                        .add_paragraph(caption),
                    self.cell(&row.said, WIDE - CAPTION),
                ])
            })
            .collect();
        self.directed(Table::without_borders(rows).set_grid(vec![CAPTION, WIDE - CAPTION]))
    }

    fn table(&self, head: &[String], rows: &[Vec<Vec<Said>>]) -> Table {
        let width = WIDE / head.len().max(1);
        let heads = head
            .iter()
            .map(|word| {
                let said = Said::text(word.clone());
                TableCell::new()
                    .width(width, WidthType::Dxa)
                    .add_paragraph(self.paragraph(&said, true, None))
            })
            .collect();
        let mut all = vec![TableRow::new(heads).cant_split()];
        all.extend(
            rows.iter()
                .map(|row| TableRow::new(row.iter().map(|cell| self.cell(cell, width)).collect())),
        );
        self.directed(Table::new(all).set_grid(vec![width; head.len()]))
    }

    /// Room for signatures and seal, and for an apostille beside them.
    fn places(&self) -> Table {
        let letter = self.letter;
        let mut left = TableCell::new().width(WIDE - APOSTILLE, WidthType::Dxa);
        for place in &letter.signatures {
            left =
                left.add_paragraph(self.paragraph(&Said::text(place.caption.clone()), true, None));
            left = left
                .add_paragraph(Paragraph::new())
                .add_paragraph(Paragraph::new())
                .add_paragraph(Paragraph::new());
            for (caption, known) in &place.lines {
                let line = if known.is_empty() {
                    format!("{caption}: ____________")
                } else {
                    format!("{caption}: {known}")
                };
                left = left.add_paragraph(self.paragraph(&Said::text(line), false, None));
            }
            left = left
                .add_paragraph(self.paragraph(&Said::text(place.seal.clone()), false, None))
                .add_paragraph(Paragraph::new());
        }
        let mut cells = vec![left];
        if let Some(apostille) = &letter.apostille {
            let said = Said::text(apostille.clone());
            cells.push(
                TableCell::new()
                    .width(APOSTILLE, WidthType::Dxa)
                    .add_paragraph(self.paragraph(&said, false, None)),
            );
        }
        let row = TableRow::new(cells)
            .row_height(APOSTILLE as f32)
            .height_rule(HeightRule::AtLeast)
            .cant_split();
        let grid = if letter.apostille.is_some() {
            vec![WIDE - APOSTILLE, APOSTILLE]
        } else {
            vec![WIDE]
        };
        self.directed(Table::new(vec![row]).set_grid(grid))
    }

    fn cell(&self, said: &[Said], width: usize) -> TableCell {
        let cell = TableCell::new().width(width, WidthType::Dxa);
        if said.is_empty() {
            return cell.add_paragraph(Paragraph::new());
        }
        said.iter().fold(cell, |cell, one| {
            cell.add_paragraph(self.paragraph(one, false, None))
        })
    }

    fn directed(&self, table: Table) -> Table {
        let table = table
            .width(WIDE, WidthType::Dxa)
            .layout(TableLayoutType::Fixed);
        if self.letter.rtl {
            table.style("right-to-left")
        } else {
            table
        }
    }

    fn headed(&self, text: &str, style: &str) -> Paragraph {
        self.paragraph_of(self.run(&Said::text(text)), self.letter.rtl)
            .style(style)
            .keep_next(true)
    }

    fn paragraph(&self, said: &Said, bold: bool, size: Option<usize>) -> Paragraph {
        let run = self.run(said);
        let run = if bold { run.bold() } else { run };
        let run = match size {
            Some(size) => run.size(size),
            None => run,
        };
        // A code stands at the side where the page begins, but runs from left to right by itself.
        self.paragraph_of(run, if said.code { self.letter.rtl } else { said.rtl })
    }

    fn paragraph_of(&self, run: Run, rtl: bool) -> Paragraph {
        let mut paragraph = Paragraph::new()
            .add_run(run)
            .line_spacing(LineSpacing::new().after(60));
        if rtl {
            paragraph.property = paragraph.property.bidi(true);
        }
        paragraph
    }

    fn run(&self, said: &Said) -> Run {
        let mut run = Run::new().add_text(&said.text);
        if said.code {
            run = run.fonts(
                RunFonts::new()
                    .ascii("Courier New")
                    .hi_ansi("Courier New")
                    .cs("Courier New"),
            );
        }
        if said.rtl {
            run.run_property.spec_vanish = Some(SpecVanish::new());
        }
        run
    }

    fn page_head(&self) -> Paragraph {
        let letter = self.letter;
        let mut words = vec![letter.title.as_str()];
        words.extend(letter.banners.first().map(String::as_str));
        let said = Said::text(words.join(" · "));
        self.paragraph_of(self.run(&said).size(15).color(SOFT), letter.rtl)
    }

    fn page_foot(&self) -> Footer {
        let mark = &self.letter.mark;
        let plain = |text: &str| self.run(&Said::text(text)).size(15);
        let mut first =
            self.paragraph_of(plain(&format!("{}\u{a0}", mark.code_word)), self.letter.rtl);
        first = first
            .add_run(self.run(&Said::code(mark.code.clone())).size(18).bold())
            .add_run(Run::new().add_tab())
            .add_run(plain(&mark.page[0]))
            .add_page_num(PageNum::new())
            .add_run(plain(&mark.page[1]))
            .add_num_pages(NumPages::new())
            .add_run(plain(&mark.page[2]))
            .add_tab(Tab::new().val(TabValueType::Right).pos(WIDE));
        let mut borders = ParagraphBorders::with_empty();
        borders = borders.set(
            ParagraphBorder::new(ParagraphBorderPosition::Top)
                .val(BorderType::Single)
                .size(4)
                .color("C3CBD2"),
        );
        first.property = first.property.set_borders(borders);
        let second = self
            .paragraph_of(plain(&format!("{}\u{a0}", mark.hash_word)), self.letter.rtl)
            .add_run(self.run(&Said::code(mark.hash.clone())).size(13));
        Footer::new().add_paragraph(first).add_paragraph(second)
    }
}

fn small_gap() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().after(0).line(120))
}

fn heading(id: &str, name: &str, level: usize, size: usize) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .outline_lvl(level)
        .size(size)
        .bold()
        .color(BLUE)
        .line_spacing(LineSpacing::new().before(240).after(100))
}

/// Faces that every office has.
fn fonts(lang: Lang) -> RunFonts {
    let east = if lang == Lang::Zh {
        "Microsoft YaHei"
    } else {
        "Arial"
    };
    RunFonts::new()
        .ascii("Arial")
        .hi_ansi("Arial")
        .cs("Arial")
        .east_asia(east)
}
