//! One question to the law, asked by hand: what lets these two do this, and what will be said against it.

use comity_core::element;
use comity_core::kind::Category;
use comity_core::law::{Addressee, DataCategory, Decision, Query, QueryRefused, offences};
use serde_json::{Value, json};

use super::{Law, answer};
use crate::field::{Choice, Control, Field};
use crate::pages::law::Decide;

/// What was put into the form, as it was written.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Asking State.
    pub from: String,
    /// Asked State.
    pub to: String,
    /// Who receives it.
    pub addressee: String,
    /// Measure.
    pub measure: String,
    /// Category, where it is said rather than computed.
    pub data: String,
    /// Elements of data.
    pub elements: Vec<String>,
    /// Offence type.
    pub offence: String,
    /// Highest penalty in months.
    pub months: String,
    /// Day.
    pub date: String,
    /// `yes`, `no` or nothing.
    pub emergency: String,
    /// `yes`, `no` or nothing.
    pub group: String,
    /// `yes`, `no` or nothing.
    pub transnational: String,
}

impl Question {
    /// The category that is asked about: the strictest of the elements, else the one that was said.
    #[must_use]
    pub fn category(&self) -> String {
        let computed = element::category(
            self.elements.iter().map(String::as_str),
            element::Law::Budapest,
            None,
        );
        match computed {
            Some(Category::Identification) => DataCategory::Subscriber.as_str().to_owned(),
            Some(found) => found.as_str().to_owned(),
            None if self.data.is_empty() => DataCategory::None.as_str().to_owned(),
            None => self.data.clone(),
        }
    }

    /// The question as the law reads it. What was left open stays unknown.
    ///
    /// # Errors
    /// [`QueryRefused`] where the penalty is no number.
    pub fn value(&self) -> Result<Value, QueryRefused> {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let truth = |text: &str| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let months = match self.months.trim() {
            "" => Value::Null,
            // What is no number is handed on as it is: the law says what is wrong with it.
            text => text
                .parse::<u64>()
                .map_or_else(|_| json!(text), |n| json!(n)),
        };
        Ok(json!({
            "requesting": self.from, "requested": known(&self.to), "addressee": self.addressee,
            "measure": self.measure, "data_category": self.category(),
            "offence": known(&self.offence), "max_penalty_months": months, "date": self.date,
            "facts": {
                "emergency": truth(&self.emergency), "organized_group": truth(&self.group),
                "transnational": truth(&self.transnational),
            },
        }))
    }

    /// Asks it.
    ///
    /// # Errors
    /// [`QueryRefused`] names the field that cannot be read.
    pub fn ask(&self, law: &Law<'_>) -> Result<Decision, QueryRefused> {
        let (query, _) = Query::from_value(law.pack, &self.value()?)?;
        Ok(comity_core::law::decide(
            law.pack,
            &query,
            law.t.lang().code(),
        ))
    }
}

/// The page: the form, and below it the answer once a question was asked.
#[must_use]
pub fn decide<'s>(law: &Law<'s>, asked: &Question, sent: bool) -> Decide<'s> {
    let t = law.t;
    let found = sent.then(|| asked.ask(law));
    let wrong = match &found {
        Some(Err(refused)) => Some(refused.clone()),
        _ => None,
    };
    let decision = found.and_then(Result::ok);
    Decide {
        s: law.s,
        acts: law.acts("decide"),
        fields: fields(law, asked, wrong.as_ref()),
        facts: facts(law, asked),
        elements: elements(law, asked),
        error: wrong.map(|it| t.law_field_wrong(&place_name(law, &it.field))),
        about: decision.as_ref().map(|_| {
            t.law_answer_for(
                &t.category(&asked.category()),
                &law.day(&asked.date),
                &law.measure(&asked.measure),
            )
        }),
        between: (law.state(&asked.from), law.state(&asked.to)),
        answer: decision.as_ref().map(|it| answer(law, it)),
        foot: law.foot(),
    }
}

/// The field of the form that a pointer of the question belongs to.
const fn field_of(pointer: &str) -> &'static str {
    match pointer.as_bytes() {
        b"/requesting" => "from",
        b"/requested" => "to",
        b"/addressee" => "addressee",
        b"/measure" => "m",
        b"/data_category" => "data",
        b"/offence" => "offence",
        b"/max_penalty_months" => "months",
        b"/date" => "on",
        _ => "",
    }
}

fn place_name(law: &Law<'_>, pointer: &str) -> String {
    let t = law.t;
    match field_of(pointer) {
        "from" => t.law_from(),
        "to" => t.law_to(),
        "addressee" => t.law_addressee(),
        "m" => t.law_measure(),
        "data" => t.law_data(),
        "offence" => t.law_offence(),
        "months" => t.law_penalty(),
        "on" => t.law_on_day(),
        _ => pointer.chars().take(40).collect(),
    }
}

fn fields(law: &Law<'_>, asked: &Question, wrong: Option<&QueryRefused>) -> Vec<Field> {
    let t = law.t;
    let error = |name: &str| {
        wrong
            .filter(|it| field_of(&it.field) == name)
            .map(|_| t.law_choose_listed())
    };
    let open = |label: String, list: Vec<Choice>| {
        let mut all = vec![Choice::new("", label)];
        all.extend(list);
        all
    };
    let addressees = Addressee::ALL
        .iter()
        .map(|it| {
            Choice::new(it.as_str(), law.addressee(it.as_str()))
                .chosen(it.as_str() == asked.addressee)
        })
        .collect();
    let data = DataCategory::ALL
        .iter()
        .filter(|it| **it != DataCategory::Identification)
        .map(|it| {
            let label = if *it == DataCategory::None {
                t.law_no_data()
            } else {
                t.category(it.as_str())
            };
            Choice::new(it.as_str(), label).chosen(it.as_str() == asked.data)
        })
        .collect();
    let types = law.sorted(
        offences(law.pack)
            .map(|one| {
                Choice::new(one.id.clone(), law.offence(&one.id)).chosen(one.id == asked.offence)
            })
            .collect(),
    );
    let select = |name: &str, label: String, list: Vec<Choice>| {
        Field::new(name, label, Control::Select(list)).error(error(name))
    };
    vec![
        select("from", t.law_from(), law.states(&asked.from)),
        select(
            "to",
            t.law_to(),
            open(t.law_not_known(), law.states(&asked.to)),
        ),
        select("m", t.law_measure(), law.measures(&asked.measure)),
        select("addressee", t.law_addressee(), addressees),
        select("data", t.law_data(), data),
        select("offence", t.law_offence(), open(t.law_not_known(), types)),
        Field::new("months", t.law_penalty(), Control::Number)
            .value(asked.months.as_str())
            .hint(t.law_penalty_hint())
            .error(error("months")),
        Field::new("on", t.law_on_day(), Control::Date)
            .value(asked.date.as_str())
            .hint(t.law_on_day_hint())
            .error(error("on")),
    ]
}

fn facts(law: &Law<'_>, asked: &Question) -> Vec<Field> {
    let t = law.t;
    [
        ("emergency", t.law_fact_emergency(), &asked.emergency),
        ("group", t.law_fact_group(), &asked.group),
        ("transnational", t.law_fact_border(), &asked.transnational),
    ]
    .into_iter()
    .map(|(name, label, value)| {
        let list = vec![
            Choice::new("", t.law_not_known()),
            Choice::new("yes", t.answer_yes()).chosen(value == "yes"),
            Choice::new("no", t.answer_no()).chosen(value == "no"),
        ];
        Field::new(name, label, Control::Select(list))
    })
    .collect()
}

fn elements(law: &Law<'_>, asked: &Question) -> Field {
    let t = law.t;
    let list = element::ELEMENTS
        .iter()
        .map(|one| {
            Choice::new(one.code, t.listed("element", one.code))
                .chosen(asked.elements.iter().any(|it| it == one.code))
        })
        .collect();
    Field::new("e", t.law_elements(), Control::Checks(list)).hint(t.law_elements_hint())
}
