//! The columns of a register, the words that offices write over them, and the order of a date.

use serde::{Deserialize, Serialize};

/// A column that the book knows. Everything else is kept as a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Our own case number.
    OurRef,
    /// The other side's case number.
    TheirRef,
    /// Whether it came or went.
    Direction,
    /// The other State.
    State,
    /// The other authority.
    Authority,
    /// Which kind of request.
    Kind,
    /// The offence.
    Offence,
    /// The date of the request.
    Date,
    /// How it travelled.
    Channel,
    /// The legal basis.
    Basis,
    /// Where it stands.
    Status,
    /// Since when.
    StatusDate,
    /// When something is due.
    Due,
    /// Who has it.
    Officer,
    /// Anything else.
    Note,
}

impl Column {
    /// All, in the order in which they are handed out.
    pub const ALL: [Self; 15] = [
        Self::OurRef,
        Self::TheirRef,
        Self::Direction,
        Self::State,
        Self::Authority,
        Self::Kind,
        Self::Offence,
        Self::Date,
        Self::Channel,
        Self::Basis,
        Self::Status,
        Self::StatusDate,
        Self::Due,
        Self::Officer,
        Self::Note,
    ];

    /// The name as written over the column.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OurRef => "our_ref",
            Self::TheirRef => "their_ref",
            Self::Direction => "direction",
            Self::State => "state",
            Self::Authority => "authority",
            Self::Kind => "kind",
            Self::Offence => "offence",
            Self::Date => "date",
            Self::Channel => "channel",
            Self::Basis => "basis",
            Self::Status => "status",
            Self::StatusDate => "status_date",
            Self::Due => "due",
            Self::Officer => "officer",
            Self::Note => "note",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Whether its cells are dates.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::StatusDate | Self::Due)
    }

    /// The column that a heading probably means; a person confirms it.
    #[must_use]
    pub fn guess(heading: &str) -> Option<Self> {
        let plain = plain(heading);
        Self::parse(&plain.replace([' ', '-', '.'], "_")).or_else(|| {
            HEADINGS
                .iter()
                .find(|(_, words)| words.contains(&plain.as_str()))
                .map(|(column, _)| *column)
        })
    }
}

/// Headings as offices write them, in six languages.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::OurRef,
        &[
            "our reference",
            "our number",
            "case number",
            "file",
            "reference",
            "notre référence",
            "nuestra referencia",
            "наш номер",
            "رقمنا",
            "我方编号",
        ],
    ),
    (
        Column::TheirRef,
        &[
            "their reference",
            "their number",
            "foreign reference",
            "leur référence",
            "su referencia",
            "их номер",
            "رقمهم",
            "对方编号",
        ],
    ),
    (
        Column::Direction,
        &[
            "in/out",
            "way",
            "sens",
            "dirección",
            "направление",
            "الاتجاه",
            "方向",
        ],
    ),
    (
        Column::State,
        &[
            "country",
            "pays",
            "état",
            "país",
            "estado",
            "государство",
            "страна",
            "الدولة",
            "国家",
        ],
    ),
    (
        Column::Authority,
        &["office", "autorité", "autoridad", "орган", "السلطة", "机关"],
    ),
    (
        Column::Kind,
        &[
            "type",
            "request type",
            "nature",
            "tipo",
            "вид",
            "النوع",
            "种类",
        ],
    ),
    (
        Column::Offence,
        &[
            "crime",
            "infraction",
            "delito",
            "преступление",
            "الجريمة",
            "罪名",
        ],
    ),
    (
        Column::Date,
        &[
            "request date",
            "date of request",
            "fecha",
            "дата",
            "التاريخ",
            "日期",
        ],
    ),
    (
        Column::Channel,
        &["canal", "via", "канал", "القناة", "渠道"],
    ),
    (
        Column::Basis,
        &[
            "legal basis",
            "treaty",
            "base légale",
            "base jurídica",
            "основание",
            "الأساس",
            "依据",
        ],
    ),
    (
        Column::Status,
        &[
            "state of play",
            "stage",
            "statut",
            "situación",
            "статус",
            "الحالة",
            "状态",
        ],
    ),
    (
        Column::StatusDate,
        &[
            "status date",
            "date of status",
            "date du statut",
            "дата статуса",
        ],
    ),
    (
        Column::Due,
        &[
            "deadline",
            "due date",
            "échéance",
            "plazo",
            "срок",
            "الأجل",
            "期限",
        ],
    ),
    (
        Column::Officer,
        &[
            "handled by",
            "responsible",
            "agent",
            "responsable",
            "исполнитель",
            "الموظف",
            "承办人",
        ],
    ),
    (
        Column::Note,
        &[
            "notes",
            "remarks",
            "remarques",
            "observaciones",
            "примечание",
            "ملاحظات",
            "备注",
        ],
    ),
];

/// A word as it is compared: lower case, one space between its parts.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// In which order the parts of a date stand. Year first is always read; the order is asked for the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 31.12.2026
    #[default]
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026-12-31
    Ymd,
}

impl DateOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::Dmy, Self::Mdy, Self::Ymd];

    /// The name in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// The day that a text names in this order, as `2026-12-31`. A year has four figures: of two, nobody
    /// knows the century.
    #[must_use]
    pub fn read(self, text: &str) -> Option<String> {
        let day = text.split([' ', 'T']).next()?;
        let parts: Vec<&str> = day.split(['.', '/', '-', '年', '月']).collect();
        let [a, b, c] = parts.as_slice() else {
            return None;
        };
        let c = c.trim_end_matches('日');
        let number = |text: &str| -> Option<u32> {
            (text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse().ok())?
        };
        let (a, b, c) = (number(a)?, number(b)?, number(c)?);
        let (year, month, day) = if parts[0].len() == 4 {
            (a, b, c)
        } else {
            match self {
                Self::Dmy => (c, b, a),
                Self::Mdy => (c, a, b),
                Self::Ymd => return None,
            }
        };
        if !(1900..=2200).contains(&year) {
            return None;
        }
        let text = format!("{year:04}-{month:02}-{day:02}");
        let at = comity_core::time::Instant::parse(&format!("{text}T00:00:00Z"))?;
        (at.to_string().get(..10) == Some(text.as_str())).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_the_order_that_was_asked_and_year_first_always() {
        assert_eq!(
            DateOrder::Dmy.read("03.04.2026").as_deref(),
            Some("2026-04-03")
        );
        assert_eq!(
            DateOrder::Mdy.read("03/04/2026").as_deref(),
            Some("2026-03-04")
        );
        assert_eq!(
            DateOrder::Dmy.read("2026-04-03 14:00").as_deref(),
            Some("2026-04-03")
        );
        assert_eq!(DateOrder::Ymd.read("03.04.2026"), None);
        for wrong in [
            "31.02.2026",
            "31/12/26",
            "12.2026",
            "",
            "1e9.1.2026",
            "01.01.0001",
        ] {
            assert_eq!(DateOrder::Dmy.read(wrong), None, "{wrong}");
        }
        assert_eq!(
            DateOrder::Mdy.read("31/12/2026"),
            None,
            "no thirty-first month"
        );
    }

    #[test]
    fn headings_of_offices_are_recognised_and_others_are_not() {
        assert_eq!(Column::guess("Our Reference"), Some(Column::OurRef));
        assert_eq!(Column::guess("their_ref"), Some(Column::TheirRef));
        assert_eq!(Column::guess("Государство"), Some(Column::State));
        assert_eq!(Column::guess("favourite colour"), None);
    }
}
