//! What a kind differs in once it is on its way: what is owed, who carries it out, which clocks run,
//! who is told, what may be answered. All of it stands in the form file of the kind, as data.

use serde::Deserialize;
use serde_json::Value;

use crate::approval::Class;
use crate::calendar::Unit;
use crate::deadline::{Bound, ClockRule, StartsAt};
use crate::form::Field;
use crate::item::Asked;
use crate::kind::Category;
use crate::refusal::{Ground, NonExecution};
use crate::request::{Part, RequestFile};

/// The `life` of a form file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Life {
    /// What the executing side owes for each item.
    pub asked: Asked,
    /// The least class of approval.
    pub class: Class,
    /// Neither data nor urgency makes the class higher: nothing is disclosed.
    #[serde(default)]
    pub class_fixed: bool,
    /// Who carries it out.
    pub executes: Executes,
    /// Whether another State is told when it goes to a provider.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// Grounds on which an authority may refuse.
    #[serde(default)]
    pub refusal: Refusals,
    /// Reasons that a holder may give; empty = all.
    #[serde(default)]
    pub non_execution: Vec<NonExecution>,
    /// Fields of the foreign text that a holder needs beside what every order carries.
    #[serde(default)]
    pub for_holder: Vec<String>,
    /// Its clocks; of several rows of one rule the first that applies counts.
    #[serde(default)]
    pub clocks: Vec<ClockRow>,
    /// What is named as the basis where no treaty gives one: the rules of a network of such offices.
    #[serde(default)]
    pub own_basis: Option<String>,
    /// Where the text says this, it compels nobody and no law is asked.
    #[serde(default)]
    pub voluntary: Vec<When>,
    /// What an answer in words says beside its text.
    #[serde(default)]
    pub answer: Vec<Field>,
}

/// Who carries a request out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Executes {
    /// Whoever holds the data: on a domestic order, or addressed directly.
    Holder,
    /// The office that is asked, from what it knows or by its own act.
    Addressee,
    /// The office itself or a holder on its order.
    Either,
}

/// Who else is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// `profile`: where the State's profile asks for it; else a JSON pointer to a field that affirms it.
    pub when: String,
    /// Whether the order waits for the receipt of the notice. What must be answered within hours does
    /// not wait.
    pub first: bool,
}

/// On which grounds an authority refuses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    /// Instruments whose list is closed; under others every ground of the law may be given.
    pub under: Vec<String>,
    /// The closed list.
    pub grounds: Vec<Ground>,
}

impl Refusals {
    /// The grounds that may be given for a request that rests on these instruments.
    pub fn admitted<'a>(&self, mut instruments: impl Iterator<Item = &'a str>) -> &[Ground] {
        if instruments.any(|one| self.under.iter().any(|own| own == one)) {
            &self.grounds
        } else {
            Ground::ALL
        }
    }
}

/// One clock of a kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRow {
    /// Its rule.
    pub rule: ClockRule,
    /// How many units.
    pub value: u32,
    /// Of what.
    pub unit: Unit,
    /// From which event.
    pub starts: StartsAt,
    /// Minimum, maximum or target.
    pub bound: Bound,
    /// The provision it comes from.
    pub source: String,
    /// Whose clock it is.
    #[serde(default)]
    pub whose: Runner,
    /// For a notice instead of the request itself.
    #[serde(default = "request")]
    pub part: Part,
    /// Only where one of these instruments is the basis; empty = whatever the basis.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Only for data of one of these categories; empty = for all.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Only for life, infrastructure and what perishes within days.
    #[serde(default)]
    pub urgent: bool,
    /// Only where these fields say so.
    #[serde(default)]
    pub when: Vec<When>,
}

const fn request() -> Part {
    Part::Request
}

/// Whose move a row times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Runner {
    /// That of whoever was asked.
    #[default]
    Receiver,
    /// That of whoever asks.
    Sender,
}

/// A field and the values of it that count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// JSON pointer.
    pub path: String,
    /// One of these.
    pub is: Vec<Value>,
}

impl When {
    /// Whether a text says so.
    #[must_use]
    pub fn holds(&self, form: &Value) -> bool {
        let said = form.pointer(&self.path);
        said.is_some_and(|value| self.is.contains(value))
    }
}

impl ClockRow {
    /// Whether this row is meant for `file`.
    #[must_use]
    pub fn applies(&self, file: &RequestFile) -> bool {
        let based = |id: &String| file.basis.iter().any(|one| one.instrument == *id);
        let of = |category: &Category| file.items.iter().any(|item| item.category == *category);
        self.part == file.part
            && (self.basis.is_empty() || self.basis.iter().any(based))
            && (self.categories.is_empty() || self.categories.iter().any(of))
            && (!self.urgent || file.urgency.rank() <= 2)
            && self.when.iter().all(|when| when.holds(&file.form))
    }
}

impl Life {
    /// The rows that start with `event`, one for each rule.
    #[must_use]
    pub fn clocks_at(&self, file: &RequestFile, event: StartsAt) -> Vec<&ClockRow> {
        let mut out: Vec<&ClockRow> = Vec::new();
        for row in self.clocks.iter().filter(|row| row.applies(file)) {
            let known = self
                .clocks
                .iter()
                .filter(|other| other.applies(file))
                .find(|other| other.rule == row.rule);
            if row.starts == event && known.is_some_and(|first| std::ptr::eq(first, row)) {
                out.push(row);
            }
        }
        out
    }

    /// The reasons that a holder may give.
    #[must_use]
    pub fn reasons(&self) -> &[NonExecution] {
        if self.non_execution.is_empty() {
            NonExecution::BY_PROVIDERS
        } else {
            &self.non_execution
        }
    }
}
