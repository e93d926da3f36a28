//! A question to the law: who asks whom for what, on which day, and what is known of the case.
//!
//! A fact that is absent is unknown, never "no": a basis that hangs on it stays and says so.

use super::pack::Pack;
use super::table::{Holder, InstrumentIx, KindIx, OffenceIx, StateIx};
use super::terms::{Addressee, DataCategory, Day};

/// A question with every name resolved against one pack.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) requesting: StateIx,
    pub(crate) requested: Option<StateIx>,
    pub(crate) addressee: Addressee,
    pub(crate) kind: KindIx,
    pub(crate) category: DataCategory,
    pub(crate) offence: Option<OffenceIx>,
    pub(crate) max_penalty_months: Option<u32>,
    pub(crate) date: Day,
    pub(crate) facts: Facts,
}

/// What is known of the case; each may be unknown.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(crate) organized_group: Option<bool>,
    pub(crate) transnational: Option<bool>,
    pub(crate) emergency: Option<bool>,
    pub(crate) immediate: Option<bool>,
    pub(crate) consent: Option<Consent>,
    pub(crate) target_nationality: Option<StateIx>,
    pub(crate) target_location: Option<StateIx>,
    pub(crate) data_location: Option<Place>,
    pub(crate) holder: Option<Holder>,
    pub(crate) assume: Vec<Assumption>,
}

/// Where data lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    In(StateIx),
    /// Said to be unknown.
    Unknown,
}

impl Place {
    pub(crate) const fn state(self) -> Option<StateIx> {
        match self {
            Self::In(state) => Some(state),
            Self::Unknown => None,
        }
    }
}

/// Consent that a request relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Given, by whoever the measure asks.
    Given,
    /// Given by a State and on file.
    State,
    /// Given by the person with lawful authority to disclose.
    Holder,
    /// Asked and not given, or withdrawn.
    Refused,
}

/// "What if": an instrument taken as in force, for named States.
#[derive(Clone, Debug)]
pub(crate) struct Assumption {
    pub(crate) instrument: InstrumentIx,
    /// From when; from always where it is not said.
    pub(crate) date: Option<Day>,
    /// For whom; for both sides of the question where nobody is named.
    pub(crate) parties: Vec<StateIx>,
}

/// Why a question cannot be asked: which field, and what was found there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct QueryRefused {
    /// Stable code.
    pub code: QueryRefusal,
    /// The field, as a JSON pointer.
    pub field: String,
    /// What is wrong with it, and what would be right.
    pub problem: String,
}

/// The ways in which a question can be unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryRefusal {
    /// The text is not JSON.
    NotJson,
    /// The JSON is not an object, or a field has another type.
    WrongType,
    /// A field is missing.
    Missing,
    /// A name that the pack does not know.
    Unknown,
    /// A day that does not exist.
    BadDate,
    /// A number that cannot be a penalty.
    OutOfRange,
}

impl QueryRefusal {
    /// The stable code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "law.not_json",
            Self::WrongType => "law.wrong_type",
            Self::Missing => "law.field_missing",
            Self::Unknown => "law.unknown_name",
            Self::BadDate => "law.date_invalid",
            Self::OutOfRange => "law.out_of_range",
        }
    }
}

/// The words of a question before they are resolved: what a form or a program hands over.
#[derive(Clone, Debug, Default)]
pub struct LawQuery<'a> {
    /// Asking State.
    pub requesting: &'a str,
    /// Asked State or territory, where known.
    pub requested: Option<&'a str>,
    /// Who receives it.
    pub addressee: &'a str,
    /// Kind of measure.
    pub measure: &'a str,
    /// Category of data.
    pub data_category: &'a str,
    /// Offence type, where known.
    pub offence: Option<&'a str>,
    /// Highest penalty in the asking State, in months, where known.
    pub max_penalty_months: Option<u32>,
    /// The day of sending, or of receipt for the receiver's own check.
    pub date: &'a str,
    /// `traffic` or `content`, for the kind `mla_realtime`.
    pub mode: Option<&'a str>,
}

impl<'a> LawQuery<'a> {
    /// Resolves every name against a pack.
    ///
    /// # Errors
    /// [`QueryRefused`] names the first field that cannot be read.
    pub fn resolve(&self, pack: &Pack) -> Result<Query, QueryRefused> {
        let requesting = state(pack, "/requesting", self.requesting)?;
        let requested = match self.requested {
            Some(code) => Some(state(pack, "/requested", code)?),
            None => None,
        };
        let addressee = pack
            .aliases
            .addressees
            .get(self.addressee)
            .copied()
            .or_else(|| Addressee::parse(self.addressee))
            .ok_or_else(|| unknown("/addressee", self.addressee, "an addressee"))?;
        let category = if self.data_category.is_empty() {
            DataCategory::None
        } else {
            DataCategory::parse(self.data_category)
                .ok_or_else(|| unknown("/data_category", self.data_category, "a data category"))?
        };
        let kind = kind(pack, self.measure, category, self.mode)?;
        let offence = match self.offence {
            Some(id) => Some(
                *pack
                    .offence_names
                    .get(id)
                    .ok_or_else(|| unknown("/offence", id, "an offence type of the pack"))?,
            ),
            None => None,
        };
        let date = Day::parse(self.date).ok_or_else(|| QueryRefused {
            code: QueryRefusal::BadDate,
            field: "/date".into(),
            problem: format!("{:?} is not a day written 2027-03-16", shown(self.date)),
        })?;
        Ok(Query {
            requesting,
            requested,
            addressee,
            kind,
            category,
            offence,
            max_penalty_months: self.max_penalty_months,
            date,
            facts: Facts::default(),
        })
    }
}

impl Query {
    /// Says whether the case is an emergency.
    #[must_use]
    pub fn with_emergency(mut self, known: Option<bool>) -> Self {
        self.facts.emergency = known;
        self
    }

    /// Says whether an organized criminal group and a border are involved.
    #[must_use]
    pub fn with_group(mut self, group: Option<bool>, transnational: Option<bool>) -> Self {
        self.facts.organized_group = group;
        self.facts.transnational = transnational;
        self
    }

    /// Says that the State has consented to direct requests and that its consent is on file.
    #[must_use]
    pub fn with_state_consent(mut self, on_file: bool) -> Self {
        self.facts.consent = on_file.then_some(Consent::State);
        self
    }
}

/// Resolves a State. Invented and real States never meet: each world has its own pack.
pub(crate) fn state(pack: &Pack, field: &str, code: &str) -> Result<StateIx, QueryRefused> {
    let invented = code
        .parse::<crate::id::StateCode>()
        .is_ok_and(|it| it.is_invented());
    pack.states
        .of(code)
        .filter(|_| pack.exercise == invented)
        .ok_or_else(|| {
            let wanted = if pack.exercise {
                "a State of the exercise world (XA to XZ)"
            } else {
                "a State or territory (ISO 3166-1 alpha-2)"
            };
            unknown(field, code, wanted)
        })
}

fn kind(
    pack: &Pack,
    name: &str,
    category: DataCategory,
    mode: Option<&str>,
) -> Result<KindIx, QueryRefused> {
    let name = match pack.aliases.by_mode.get(name) {
        Some(by_mode) => {
            let mode = match mode {
                Some(word) => DataCategory::parse(word),
                None => Some(category),
            };
            mode.and_then(|mode| by_mode.get(&mode))
                .ok_or_else(|| QueryRefused {
                    code: QueryRefusal::Unknown,
                    field: "/data_category".into(),
                    problem: format!("{name} is either of traffic or of content"),
                })?
        }
        None => pack.aliases.measures.get(name).map_or(name, String::as_str),
    };
    pack.kind_names
        .get(name)
        .copied()
        .ok_or_else(|| unknown("/measure", name, "a measure of the pack"))
}

pub(crate) fn unknown(field: &str, found: &str, wanted: &str) -> QueryRefused {
    QueryRefused {
        code: QueryRefusal::Unknown,
        field: field.to_owned(),
        problem: format!("{:?} is not {wanted}", shown(found)),
    }
}

/// Text from outside, short enough to print.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}
