//! Which lawful ways there are: the bases of this request with their reasons, what gives none and why,
//! and other kinds of request that would do, the police channel first.
//!
//! # Source
//! Recommendation 18: ask the police first where it is lawful and enough.

use comity_core::check::Report;
use comity_core::kind::{Category, Kind};
use comity_core::law::{Decision, Limit, Outcome, Pack, Words as Sentences, decide_json};
use comity_core::request::RequestFile;
use comity_core::time::Instant;
use comity_flows::{Found, LawBook};
use serde_json::{Value, json};

use super::draw::Defect;
use crate::field::Choice;
use crate::words::Words;

/// Another kind of request that the law admits between the two States.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its kind in words.
    pub name: String,
    /// Its basis in words.
    pub basis: String,
    /// Why it may be better.
    pub why: String,
    /// Where it begins, filled from this draft.
    pub href: String,
    /// The police channel, which is suggested first.
    pub first: bool,
}

/// What the law says to a draft.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Whether it may go, in a sentence.
    pub outcome: String,
    /// Whether nothing may leave on it.
    pub stops: bool,
    /// A fact of law is not certain: a person confirms it.
    pub unverified: bool,
    /// Conditions and grounds of refusal, each a sentence.
    pub conditions: Vec<String>,
    /// Grounds that may be raised.
    pub risks: Vec<String>,
    /// What gives no basis, and why.
    pub excluded: Vec<String>,
    /// Other ways.
    pub ways: Vec<Way>,
    /// The law data: its day and hash.
    pub pack: String,
}

impl Advice {
    /// Asks the law in the reader's language.
    #[must_use]
    pub fn of(t: Words, law: &LawBook, file: &RequestFile, now: Instant) -> (Self, Vec<Choice>) {
        let found = law.find_in(&file.form, file.kind, now, t.lang().code());
        let pack = law.pack();
        let hash: String = law.hash().chars().take(8).collect();
        let mut advice = Self {
            ways: ways(t, law, file, now),
            pack: t.law_pack_of(pack.as_of(), &hash),
            stops: found.bases.is_empty() || found.is_blocked(),
            ..Self::default()
        };
        let Some(decision) = &found.decision else {
            let voluntary = found.voluntary.then(|| t.basis("voluntary", ""));
            advice.outcome = voluntary.unwrap_or_else(|| found.lacking.clone());
            return (advice, bases(t, &found, &pack));
        };
        let words = pack.words(t.lang().code());
        let code = crate::present::code_of(&decision.decision);
        advice.outcome = words
            .get(&format!("decision.{code}"))
            .unwrap_or(&code)
            .to_owned();
        advice.unverified = decision.unverified;
        for note in &decision.notes {
            let list = match note.about.as_str() {
                "condition" => &mut advice.conditions,
                _ => &mut advice.risks,
            };
            if !list.contains(&note.sentence) {
                list.push(note.sentence.clone());
            }
        }
        advice.excluded = decision
            .excluded
            .iter()
            .map(|one| {
                let name = t.basis(&one.instrument, "");
                let values = [
                    ("instrument", name.as_str()),
                    ("state", one.detail.as_str()),
                    ("date", one.detail.as_str()),
                ];
                words.say(&format!("excluded.{}", one.reason), &values)
            })
            .collect();
        let bases = bases(t, &found, &pack);
        (advice, bases)
    }
}

/// The bases, ranked, each with its part, its certainty and the law's own remarks on it.
fn bases(t: Words, found: &Found, pack: &Pack) -> Vec<Choice> {
    let words = pack.words(t.lang().code());
    let limits = found
        .decision
        .as_ref()
        .map_or(&[][..], |one| &one.time_limits);
    found
        .bases
        .iter()
        .map(|basis| {
            let role = t.listed("basis-role", &crate::present::code_of(&basis.role));
            let sure = t.listed("confidence", &crate::present::code_of(&basis.confidence));
            let limits = limits
                .iter()
                .find(|limit| {
                    limit.instrument == basis.instrument && limit.article == basis.article
                })
                .map(|limit| limit_in_words(t, words, limit));
            let mut parts = vec![role, sure];
            parts.extend(limits);
            Choice::new(
                format!("{}|{}", basis.instrument, basis.article),
                t.basis(&basis.instrument, &basis.article),
            )
            .hint(parts.join(" · "))
        })
        .collect()
}

/// "Preservation: at least 60 days (Budapest, art. 29(7))."
fn limit_in_words(t: Words, words: &Sentences, limit: &Limit) -> String {
    let get = |list: &str, code: &str| {
        let key = format!("{list}.{code}");
        words.get(&key).unwrap_or(code).to_owned()
    };
    let value = limit
        .value
        .map(|value| value.to_string())
        .unwrap_or_default();
    let unit = limit
        .unit
        .as_deref()
        .map(|unit| get("unit", unit))
        .unwrap_or_default();
    words.say(
        &format!("bound.{}", limit.bound),
        &[
            ("what", &get("limit", &limit.what)),
            ("value", &value),
            ("unit", &unit),
            ("instrument", &t.basis(&limit.instrument, "")),
            ("article", &limit.article),
        ],
    )
}

/// Other kinds in the order in which they are tried: police, keep, ask the provider, ask the State.
fn ways(t: Words, law: &LawBook, file: &RequestFile, now: Instant) -> Vec<Way> {
    const LADDER: [(Kind, &str); 5] = [
        (Kind::PoliceInformation, "police"),
        (Kind::Preservation, "contact_24_7"),
        (Kind::SubscriberDirect, "service_provider"),
        (Kind::OrderEffect, "central_authority"),
        (Kind::MlaStored, "central_authority"),
    ];
    let asked: Vec<Category> = law
        .items(&file.form)
        .iter()
        .map(|item| item.category)
        .collect();
    let only = |allowed: &[Category]| {
        !asked.is_empty() && asked.iter().all(|category| allowed.contains(category))
    };
    LADDER
        .iter()
        .filter(|(kind, _)| *kind != file.kind && rank(*kind) != rank(file.kind))
        .filter(|(kind, _)| match kind {
            Kind::PoliceInformation => asks_somebody(file.kind),
            Kind::Preservation => matches!(
                file.kind,
                Kind::MlaStored | Kind::OrderEffect | Kind::SubscriberDirect
            ),
            Kind::SubscriberDirect => {
                file.kind == Kind::MlaStored
                    && only(&[Category::Subscriber, Category::Identification])
            }
            Kind::OrderEffect => {
                file.kind == Kind::MlaStored
                    && only(&[
                        Category::Subscriber,
                        Category::Identification,
                        Category::Traffic,
                    ])
            }
            _ => matches!(file.kind, Kind::SubscriberDirect | Kind::PoliceInformation),
        })
        .filter_map(|(kind, addressee)| {
            let decision = ask(law, &file.form, *kind, addressee, now)?;
            let basis = decision.bases.first()?;
            Some(Way {
                name: t.kind(kind.as_str()),
                basis: t.basis(&basis.instrument, &basis.article),
                why: t.listed("way", kind.as_str()),
                href: format!("/new?kind={}&from={}", kind.as_str(), file.number),
                first: *kind == Kind::PoliceInformation,
            })
        })
        .collect()
}

/// Kinds in which somebody is compelled or asked for data that the police there may hold already.
const fn asks_somebody(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::MlaStored | Kind::SubscriberDirect | Kind::OrderEffect | Kind::DomainRegistration
    )
}

const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::PoliceInformation => 0,
        Kind::Preservation => 1,
        Kind::SubscriberDirect => 2,
        Kind::OrderEffect => 3,
        Kind::MlaStored => 4,
        _ => 9,
    }
}

/// Whether the law admits another kind between the same two States.
fn ask(law: &LawBook, text: &Value, kind: Kind, addressee: &str, now: Instant) -> Option<Decision> {
    let mut question = law.question(text, kind, now);
    question["addressee"] = json!(addressee);
    if kind == Kind::PoliceInformation {
        question["data_category"] = json!("none");
    }
    // Whether the label of the offence is known matters to the request itself, not to this hint.
    question["offence"] = json!("any_offence_electronic_evidence");
    let decision = decide_json(&law.pack(), &question.to_string(), "en").ok()?;
    let open = matches!(
        decision.decision,
        Outcome::Proceed | Outcome::ProceedWithConditions
    );
    open.then_some(decision)
}

/// What the check found, in the reader's words; the same code at the same place once.
#[must_use]
pub fn defects(t: Words, report: &Report) -> Vec<Defect> {
    let mut once: std::collections::BTreeMap<(String, &'static str), Defect> = Default::default();
    // Date and signature are put in when it is signed; nobody is scolded for them before.
    let later = |path: &str| {
        ["/signature", "/issued_at"]
            .iter()
            .any(|one| path.starts_with(one))
    };
    for found in report.defects.iter().filter(|found| !later(&found.path)) {
        let code = found.code.as_str();
        let defect = Defect {
            code: code.to_owned(),
            stops: found.severity == comity_core::check::Severity::Block,
            path: found.path.clone(),
            text: comity_core::check::words::message(found.code, t.lang().code()),
        };
        once.insert((found.path.clone(), code), defect);
    }
    once.into_values().collect()
}
