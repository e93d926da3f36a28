//! A row of an older register, read by the mapping that a person confirmed: either an entry, or the
//! faults of its cells.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use comity_core::id::StateCode;
use comity_core::kind::Kind;
use comity_core::stage::Side;
use comity_formats::sheet::{self, Flaw, Format, Options, Row, SheetFault};
use comity_wire::context::World;

use super::column::{Column, DateOrder, plain};
use crate::law::LawBook;

/// Which column is what, as a person confirmed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Encoding and mark of a text file.
    pub options: Options,
    /// For each column of the file what it is; none keeps it as a note.
    pub columns: Vec<Option<Column>>,
    /// The order of the dates of a column; day first where none is said.
    pub orders: BTreeMap<Column, DateOrder>,
    /// The direction of rows that do not say it.
    pub direction: Option<Side>,
    /// The kind of rows that do not say it.
    pub kind: Option<Kind>,
}

/// What is wrong with a cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFlaw {
    /// The file marks the cell itself: formula, too long, control character, error.
    Cell(Flaw),
    /// Nothing stands where something must.
    Missing,
    /// No such State, or one of the other world.
    State,
    /// No such kind of request.
    Kind,
    /// Neither came nor went.
    Direction,
    /// No date in the order that was named.
    Date,
    /// No such status.
    Status,
}

impl RowFlaw {
    /// The name as used in message ids and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cell(flaw) => flaw.as_str(),
            Self::Missing => "missing",
            Self::State => "state",
            Self::Kind => "kind",
            Self::Direction => "direction",
            Self::Date => "date",
            Self::Status => "status",
        }
    }
}

/// One fault of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Which column; none for one that is kept as a note.
    pub column: Option<Column>,
    /// What stands in the cell.
    pub cell: String,
    /// What is wrong with it.
    pub flaw: RowFlaw,
}

/// Where a row says that its request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Answered,
    Refused,
    Withdrawn,
    Closed,
}

/// A sound row.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) row: u64,
    pub(super) side: Side,
    pub(super) state: StateCode,
    pub(super) kind: Kind,
    pub(super) standing: Standing,
    pub(super) texts: BTreeMap<Column, String>,
    /// All cells that are not empty, by their headings.
    pub(super) cells: Vec<(String, String)>,
}

impl Entry {
    pub(super) fn text(&self, column: Column) -> &str {
        self.texts.get(&column).map_or("", String::as_str)
    }
}

/// What a person sees before anything is taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Whether the file is text, so that its encoding and mark are asked.
    pub is_text: bool,
    /// The encoding in which it was read.
    pub encoding: String,
    /// The mark between its columns.
    pub delimiter: u8,
    /// Its headings.
    pub headings: Vec<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// What each column probably is.
    pub guess: Vec<Option<Column>>,
    /// How each date column reads in each order.
    pub dates: Vec<DatesRead>,
    /// Of the rows looked at, how many are sound and how many are not.
    pub sound: usize,
    /// Faults of the first rows: row and fault.
    pub faults: Vec<(u64, RowFault)>,
}

/// Rows that a preview looks at.
const LOOK: usize = 500;

/// Reads rows by a mapping.
pub(super) struct Reading<'m> {
    mapping: &'m Mapping,
    headings: Vec<String>,
    states: BTreeMap<String, StateCode>,
    world: World,
}

impl<'m> Reading<'m> {
    pub(super) fn new(
        mapping: &'m Mapping,
        headings: Vec<String>,
        law: &LawBook,
        world: World,
    ) -> Self {
        let mut states = BTreeMap::new();
        for profile in law.pack().profiles() {
            if let Ok(code) = profile.iso2.parse::<StateCode>() {
                for name in profile.names.values() {
                    states.insert(plain(name), code);
                }
            }
        }
        Self {
            mapping,
            headings,
            states,
            world,
        }
    }

    /// An entry, or all faults of the row at once.
    pub(super) fn read(&self, row: &Row) -> Result<Entry, Vec<RowFault>> {
        let mut faults = Vec::new();
        let mut texts: BTreeMap<Column, String> = BTreeMap::new();
        let mut cells = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let column = self.mapping.columns.get(at).copied().flatten();
            if let Some(flaw) = cell.flaw {
                faults.push(RowFault {
                    column,
                    cell: cell.text.clone(),
                    flaw: RowFlaw::Cell(flaw),
                });
            }
            if cell.text.is_empty() {
                continue;
            }
            let heading = self.headings.get(at).filter(|h| !h.is_empty());
            let heading = heading.cloned().unwrap_or_else(|| format!("{}", at + 1));
            cells.push((heading, cell.text.clone()));
            if let Some(column) = column {
                // Two columns of the same meaning: the first that says something counts.
                texts.entry(column).or_insert_with(|| cell.text.clone());
            }
        }
        let mut fault = |column: Column, flaw: RowFlaw, cell: &str| {
            faults.push(RowFault {
                column: Some(column),
                cell: cell.to_owned(),
                flaw,
            });
        };
        let text = |column: Column| texts.get(&column).map_or("", String::as_str);
        let state = match text(Column::State) {
            "" => {
                fault(Column::State, RowFlaw::Missing, "");
                None
            }
            said => {
                let found = self.state(said);
                if found.is_none() {
                    fault(Column::State, RowFlaw::State, said);
                }
                found
            }
        };
        let side = match text(Column::Direction) {
            "" => self.mapping.direction,
            said => side(said),
        };
        if side.is_none() {
            fault(
                Column::Direction,
                RowFlaw::Direction,
                text(Column::Direction),
            );
        }
        let kind = match text(Column::Kind) {
            "" => self.mapping.kind,
            said => kind(said),
        };
        if kind.is_none() {
            fault(Column::Kind, RowFlaw::Kind, text(Column::Kind));
        }
        let standing = standing(text(Column::Status));
        if standing.is_none() {
            fault(Column::Status, RowFlaw::Status, text(Column::Status));
        }
        if text(Column::OurRef).is_empty() && text(Column::TheirRef).is_empty() {
            fault(Column::OurRef, RowFlaw::Missing, "");
        }
        let mut days = Vec::new();
        for column in [Column::Date, Column::StatusDate, Column::Due] {
            let said = text(column);
            if said.is_empty() {
                continue;
            }
            let order = self
                .mapping
                .orders
                .get(&column)
                .copied()
                .unwrap_or_default();
            match order.read(said) {
                Some(day) => days.push((column, day)),
                None => fault(column, RowFlaw::Date, said),
            }
        }
        match (state, side, kind, standing) {
            (Some(state), Some(side), Some(kind), Some(standing)) if faults.is_empty() => {
                texts.extend(days);
                Ok(Entry {
                    row: row.number,
                    side,
                    state,
                    kind,
                    standing,
                    texts,
                    cells,
                })
            }
            _ => Err(faults),
        }
    }

    fn state(&self, said: &str) -> Option<StateCode> {
        let code = said
            .to_uppercase()
            .parse()
            .ok()
            .or_else(|| self.states.get(&plain(said)).copied())?;
        let belongs = code.is_invented() == (self.world == World::Exercise);
        belongs.then_some(code)
    }
}

/// Words for a request that went or came.
fn side(said: &str) -> Option<Side> {
    const OUT: &[&str] = &[
        "out",
        "outgoing",
        "sent",
        "active",
        "we ask",
        "sortant",
        "saliente",
        "enviada",
        "исходящий",
        "исх",
        "صادر",
        "发出",
    ];
    const IN: &[&str] = &[
        "in",
        "incoming",
        "received",
        "passive",
        "they ask",
        "entrant",
        "entrante",
        "recibida",
        "входящий",
        "вх",
        "وارد",
        "收到",
    ];
    let said = plain(said);
    if OUT.contains(&said.as_str()) {
        Some(Side::Sender)
    } else if IN.contains(&said.as_str()) {
        Some(Side::Receiver)
    } else {
        None
    }
}

/// The kind that a word means: its name in the forms, or what offices call it.
fn kind(said: &str) -> Option<Kind> {
    const WORDS: &[(&str, Kind)] = &[
        ("mla", Kind::MlaStored),
        ("mlat", Kind::MlaStored),
        ("letter rogatory", Kind::MlaStored),
        ("rogatory", Kind::MlaStored),
        ("mutual legal assistance", Kind::MlaStored),
        ("entraide", Kind::MlaStored),
        ("commission rogatoire", Kind::MlaStored),
        ("asistencia judicial", Kind::MlaStored),
        ("exhorto", Kind::MlaStored),
        ("правовая помощь", Kind::MlaStored),
        ("مساعدة قانونية", Kind::MlaStored),
        ("司法协助", Kind::MlaStored),
        ("data preservation", Kind::Preservation),
        ("conservation", Kind::Preservation),
        ("conservación", Kind::Preservation),
        ("сохранение", Kind::Preservation),
        ("حفظ", Kind::Preservation),
        ("保全", Kind::Preservation),
        ("subscriber", Kind::SubscriberDirect),
        ("freezing", Kind::AssetFreeze),
        ("freeze", Kind::AssetFreeze),
        ("police", Kind::PoliceInformation),
        ("removal", Kind::ContentRemoval),
        ("takedown", Kind::ContentRemoval),
        ("emergency", Kind::EmergencyDisclosure),
        ("joint team", Kind::Jit),
        ("fiu", Kind::FiuInformation),
        ("cert", Kind::CertAssistance),
    ];
    let said = plain(said);
    Kind::parse(&said.replace([' ', '-'], "_")).or_else(|| {
        WORDS
            .iter()
            .find(|(word, _)| *word == said)
            .map(|(_, kind)| *kind)
    })
}

/// Where a request stands, by the words that offices use; nothing written means open.
fn standing(said: &str) -> Option<Standing> {
    const WORDS: &[(Standing, &[&str])] = &[
        (
            Standing::Open,
            &[
                "",
                "open",
                "pending",
                "sent",
                "received",
                "new",
                "in progress",
                "en cours",
                "pendiente",
                "abierta",
                "в работе",
                "открыто",
                "مفتوح",
                "قيد النظر",
                "办理中",
                "未结",
            ],
        ),
        (
            Standing::Answered,
            &[
                "answered",
                "executed",
                "done",
                "completed",
                "exécutée",
                "ejecutada",
                "исполнено",
                "منفذ",
                "已执行",
            ],
        ),
        (
            Standing::Refused,
            &[
                "refused",
                "rejected",
                "refusée",
                "denegada",
                "отказано",
                "مرفوض",
                "已拒绝",
            ],
        ),
        (
            Standing::Withdrawn,
            &[
                "withdrawn",
                "retirée",
                "retirada",
                "отозвано",
                "مسحوب",
                "已撤回",
            ],
        ),
        (
            Standing::Closed,
            &[
                "closed",
                "close",
                "filed",
                "clos",
                "clôturée",
                "cerrada",
                "закрыто",
                "مغلق",
                "已结",
            ],
        ),
    ];
    let said = plain(said);
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&said.as_str()))
        .map(|(standing, _)| *standing)
}

/// What a file says before anything is taken over. With no columns in `mapping`, they are guessed.
pub(super) fn preview(
    bytes: &[u8],
    mapping: &Mapping,
    law: &LawBook,
    world: World,
) -> Result<Preview, SheetFault> {
    let mut rows: Vec<Row> = Vec::new();
    sheet::rows(bytes, &mapping.options, &mut |row| {
        rows.push(row);
        if rows.len() > LOOK {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    let mut rows = rows.into_iter();
    let first = rows.next().ok_or(SheetFault::Empty)?;
    let headings: Vec<String> = first.cells.into_iter().map(|cell| cell.text).collect();
    let rows: Vec<Row> = rows.collect();
    let mut seen = BTreeSet::new();
    // A second column of the same meaning is kept as a note until a person says otherwise.
    let guess: Vec<Option<Column>> = headings
        .iter()
        .map(|heading| Column::guess(heading).filter(|column| seen.insert(*column)))
        .collect();
    let mut mapping = mapping.clone();
    if mapping.columns.is_empty() {
        mapping.columns.clone_from(&guess);
    }
    let is_text = sheet::format(bytes)? == Format::Delimited;
    let encoding = mapping.options.encoding.clone().unwrap_or_else(|| {
        sheet::guess_encoding(bytes)
            .unwrap_or("windows-1252")
            .to_owned()
    });
    let delimiter = mapping.options.delimiter.unwrap_or_else(|| {
        let start = &bytes[..bytes.len().min(16_384)];
        sheet::guess_delimiter(&sheet::legible(start, &encoding).unwrap_or_default())
    });
    let reading = Reading::new(&mapping, headings.clone(), law, world);
    let mut sound = 0;
    let mut faults = Vec::new();
    for row in &rows {
        match reading.read(row) {
            Ok(_) => sound += 1,
            Err(found) => faults.extend(found.into_iter().map(|fault| (row.number, fault))),
        }
    }
    faults.truncate(50);
    let dates = dates(&mapping, &rows);
    let shown = rows.iter().take(5).map(|row| {
        let cells = row.cells.iter();
        cells
            .map(|cell| cell.text.chars().take(60).collect())
            .collect()
    });
    Ok(Preview {
        is_text,
        encoding,
        delimiter,
        rows: shown.collect(),
        headings,
        guess,
        dates,
        sound,
        faults,
    })
}

/// How the first cells of a date column read in one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatesRead {
    /// The column.
    pub column: Column,
    /// The order tried.
    pub order: DateOrder,
    /// How many cells are dates in it.
    pub fits: usize,
    /// Of how many that are not empty.
    pub all: usize,
    /// Up to three cells, as written and as read.
    pub examples: Vec<(String, String)>,
}

/// How the dates of each column read in each order, with examples in which the orders differ.
fn dates(mapping: &Mapping, rows: &[Row]) -> Vec<DatesRead> {
    let mut out = Vec::new();
    for (at, column) in mapping.columns.iter().enumerate() {
        let Some(column) = column.filter(|column| column.is_date()) else {
            continue;
        };
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .map(|cell| cell.text.as_str())
            .filter(|text| !text.is_empty())
            .collect();
        for order in [DateOrder::Dmy, DateOrder::Mdy] {
            let read: Vec<(String, String)> = cells
                .iter()
                .filter_map(|text| Some(((*text).to_owned(), order.read(text)?)))
                .collect();
            let mut examples = read.clone();
            examples.truncate(3);
            out.push(DatesRead {
                column,
                order,
                fits: read.len(),
                all: cells.len(),
                examples,
            });
        }
    }
    out
}
