//! Offences and facts: cited and quoted, serious enough where a threshold counts, told well enough.

use super::codes::{Code, Severity};
use super::view::Case;
use crate::kind::{Category, Kind};
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    check_cited(case);
    check_threshold(case);
    check_nature(case);
    check_facts(case);
    check_standard(case);
}

/// Kinds whose sheet does not insist may still be asked by a person; an emergency may add it later.
fn check_cited(case: &mut Case<'_>) {
    let list = case.at("offences");
    let emergency = case.kind == Some(Kind::EmergencyDisclosure);
    if list.is_empty() {
        if emergency {
            case.out.warn(Code::ProvisionMissing, &list);
        } else if case.kind != Some(Kind::CertAssistance) {
            case.out.ask(Code::ProvisionMissing, &list);
        }
        return;
    }
    for offence in list.list() {
        for key in ["provision", "text"] {
            let at = offence.key(key);
            if at.is_empty() {
                if emergency {
                    case.out.warn(Code::ProvisionMissing, &at);
                } else {
                    case.out.ask(Code::ProvisionMissing, &at);
                }
            }
        }
        let penalty = offence.key("max_penalty_months");
        if !penalty.is_empty() && penalty.number().is_none_or(|months| months < 0.0) {
            case.out.add(Code::PenaltyMissing, &penalty);
        }
    }
}

/// What the offence must carry, in months.
fn threshold(case: &Case<'_>) -> Option<f64> {
    let kind = case.kind?;
    match kind {
        // Regulation (EU) 2023/1543 art. 5(4): traffic and content only, and only to produce.
        Kind::Epoc if case.asks_intrusive() => Some(36.0),
        // Budapest Convention art. 21 and 34 leave it to each state; three years is common for content.
        Kind::MlaRealtime if case.asks_for(&[Category::Content]) => Some(36.0),
        Kind::MlaRealtime => Some(12.0),
        // UNTOC art. 2(b), 3: at least four years, unless the Convention itself defines the offence.
        Kind::MlaStored | Kind::EmergencyMla
            if !case.bases.is_empty()
                && case.bases.iter().all(|(name, _)| {
                    matches!(name.to_ascii_lowercase().as_str(), "untoc" | "un-toc")
                }) =>
        {
            Some(48.0)
        }
        _ => None,
    }
}

fn check_threshold(case: &mut Case<'_>) {
    let Some(least) = threshold(case) else { return };
    let offences = case.at("offences").list();
    // Executing a sentence has a threshold of its own, which the form states.
    let sentence = case.at("threshold").value().is_some_and(|value| {
        let text = value.to_string().to_lowercase();
        text.contains("sentence") || text.contains("custod")
    });
    if offences.is_empty() || sentence {
        return;
    }
    let listed = |label: &str| {
        let label = label.trim().to_lowercase();
        match case.kind {
            Some(Kind::Epoc) => case
                .world
                .eu_listed_offences_below_threshold
                .iter()
                .any(|one| one.to_lowercase() == label),
            Some(Kind::MlaStored | Kind::EmergencyMla) => [
                "organized criminal group",
                "organised criminal group",
                "participation",
                "launder",
                "corruption",
                "obstruction",
            ]
            .iter()
            .any(|word| label.contains(word)),
            _ => false,
        }
    };
    let reaches = offences.iter().any(|offence| {
        offence
            .key("max_penalty_months")
            .number()
            .is_some_and(|months| months >= least)
            || offence.key("category").text().is_some_and(listed)
            || offence.key("listed").flag() == Some(true)
    });
    if reaches {
        return;
    }
    for offence in &offences {
        let penalty = offence.key("max_penalty_months");
        let code = if penalty.is_empty() {
            Code::PenaltyMissing
        } else {
            Code::PenaltyTooLow
        };
        case.out.add(code, &penalty);
    }
}

/// # Source
/// Budapest Convention art. 27(4)a; Constitution of Interpol art. 3.
fn check_nature(case: &mut Case<'_>) {
    for offence in case.at("offences").list() {
        let told = |key: &str| {
            offence
                .key(key)
                .text()
                .map(|text| text.chars().take(200).collect::<String>().to_lowercase())
        };
        let words = format!(
            "{} {}",
            told("category").unwrap_or_default(),
            told("title").unwrap_or_default()
        );
        if EXEMPT.iter().any(|word| words.contains(word)) {
            case.out.warn(Code::ExemptNature, &offence);
        }
    }
    for key in ["political", "military", "religious", "racial"] {
        let at = case.at("neutrality").key(key);
        if at.flag() == Some(true) {
            case.out.warn(Code::ExemptNature, &at);
        }
    }
}

const EXEMPT: &[&str] = &[
    "politic",
    "military",
    "desert",
    "treason",
    "sedition",
    "religio",
    "blasphem",
    "apostasy",
    "defam",
    "libel",
    "slander",
    "insult",
    "speech",
    "dissemination of false",
    "propaganda",
    "assembly",
    "extremis",
    "discredit",
    "disrespect",
];

fn check_facts(case: &mut Case<'_>) {
    let Some(kind) = case.kind else { return };
    if kind == Kind::CertAssistance {
        return;
    }
    let minimum = &case.world.policy.min_facts_chars;
    let least = minimum
        .get(kind.as_str())
        .or_else(|| minimum.get("default"))
        .copied()
        .unwrap_or(200);
    // Some forms tell the story in other fields; what counts is whether it is told.
    let (own, others): (&str, &[&str]) = match kind {
        Kind::EmergencyDisclosure => ("facts", &["emergency_facts", "data_emergency_link"]),
        Kind::EmergencyMla => ("facts", &["emergency_facts"]),
        Kind::OrderEffect => ("facts", &["support/facts"]),
        Kind::Epoc | Kind::EpocPr => ("facts", &["case_summary"]),
        Kind::FiuInformation => ("facts", &["background", "suspected_activity"]),
        Kind::ContentRemoval => ("facts", &["reasons"]),
        Kind::PoliceInformation => ("facts", &["reasons", "question"]),
        Kind::Jit => ("facts", &["jit_purpose", "jit_purpose/facts"]),
        Kind::DomainRegistration => ("facts", &["statement/relevance"]),
        _ => ("facts", &[]),
    };
    let told: usize = case.at(own).length()
        + others
            .iter()
            .flat_map(|path| case.at(path).entries())
            .map(|one| one.length())
            .sum::<usize>();
    if told >= least || kind == Kind::PartialDisclosure {
        return;
    }
    let at = case.at(own);
    let strict = case.sheet.is_some_and(|sheet| sheet.asks_data) || kind == Kind::AssetFreeze;
    if strict || told == 0 {
        case.out.add_as(Code::SummaryThin, Severity::Block, &at);
    } else {
        case.out.ask(Code::SummaryThin, &at);
    }
}

/// A state that asks for probable cause wants specific, recent facts with their source for each account.
fn check_standard(case: &mut Case<'_>) {
    let content = case.asks_for(&[Category::Content]);
    if !content || !case.is_one_of(&[Kind::MlaStored, Kind::EmergencyMla, Kind::MlaRealtime]) {
        return;
    }
    let facts = case.at("facts");
    if case
        .addressee_state()
        .and_then(|state| state.content_standard.as_deref())
        == Some("probable_cause")
    {
        case.out.ask(Code::StandardNotMet, &facts);
    }
    let petty = case.at("offences").list().iter().all(|one| {
        one.key("max_penalty_months")
            .number()
            .is_some_and(|months| months < 12.0)
    });
    if petty && !case.at("offences").is_empty() {
        let at = case.at("proportionality");
        case.out.ask(Code::Disproportionate, &at);
    }
    let last = case
        .at("offences")
        .list()
        .iter()
        .filter_map(|one| one.key("to").latest())
        .max();
    if last.is_some_and(|last| last < case.issued - Span::days(180)) {
        case.out.warn(Code::FactsStale, &facts);
    }
}
