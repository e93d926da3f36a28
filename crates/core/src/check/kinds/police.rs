//! Police information: what the other police already hold, under the marks of those who gave it.
//!
//! # Source
//! Directive (EU) 2023/977; Budapest Convention art. 26; Europol handling and evaluation codes.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form::At;
use crate::kind::Category;

pub(super) fn check(case: &mut Case<'_>) {
    let spontaneous = case.at("spontaneous").flag() == Some(true);
    let question = case.at("question");
    if question.is_empty() && !spontaneous {
        case.out.add(Code::ManifestError, &question);
    }
    // Whether the police can answer from what they hold is for a person to judge.
    for one in question.entries() {
        case.out.ask(Code::WrongChannel, &one);
    }
    let reasons = case.at("reasons");
    if reasons.is_empty() && !spontaneous {
        case.out.add(Code::NexusMissing, &reasons);
    }
    check_coercion(case);
    check_codes(case, spontaneous);
    check_received(case);
}

/// Data that a provider must be compelled to give does not travel by this road.
fn check_coercion(case: &mut Case<'_>) {
    let coerced: Vec<At<'_>> = case
        .items
        .iter()
        .filter(|item| matches!(item.category, Some(Category::Traffic | Category::Content)))
        .map(|item| item.at.key("category"))
        .collect();
    for at in coerced {
        case.out.add(Code::WrongChannel, &at);
    }
}

fn check_codes(case: &mut Case<'_>, spontaneous: bool) {
    for path in [
        "handling_code",
        "handling/code",
        "handling/handling_code",
        "handling/europol",
    ] {
        let at = case.at(path);
        if at.text().is_some() && strength(&at).is_none() {
            case.out.add(Code::HandlingMissing, &at);
        }
    }
    let evaluation = case.at("evaluation");
    if evaluation.is_empty() {
        if spontaneous {
            case.out.add(Code::HandlingMissing, &evaluation);
        }
        return;
    }
    let (source, information) = match evaluation.text() {
        Some(text) => (
            text.get(..1).map(str::to_owned),
            text.get(1..).map(str::to_owned),
        ),
        None => (
            word(&evaluation, &["source", "source_code"]),
            word(&evaluation, &["information", "info", "information_code"]),
        ),
    };
    let source_good = source
        .as_deref()
        .is_some_and(|s| matches!(s.trim(), "A" | "B" | "C" | "X" | "a" | "b" | "c" | "x"));
    let information_good = information
        .as_deref()
        .is_some_and(|i| matches!(i.trim(), "1" | "2" | "3" | "4"));
    if !source_good || !information_good {
        case.out.add(Code::HandlingMissing, &evaluation);
    }
}

fn word(at: &At<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().map(|key| at.key(key)).find_map(|one| {
        one.text()
            .map(str::to_owned)
            .or_else(|| one.whole().map(|n| n.to_string()))
    })
}

/// H0 binds least. H3 carries its own text and is compared by nobody.
fn strength(at: &At<'_>) -> Option<u8> {
    match at.text()?.trim().to_ascii_uppercase().as_str() {
        "H0" => Some(0),
        "H1" => Some(1),
        "H2" => Some(2),
        "H3" => Some(3),
        _ => None,
    }
}

/// What others gave keeps their mark: H2 is passed on with consent only, H1 stays out of court, and
/// nobody downgrades.
fn check_received(case: &mut Case<'_>) {
    let evidence = case.at("evidence_use");
    let wants_evidence = evidence.affirms();
    let own = ["handling_code", "handling/code", "handling/handling_code"]
        .iter()
        .map(|path| case.at(path))
        .find(|at| strength(at).is_some());
    let mut strictest = own.as_ref().and_then(strength).filter(|code| *code < 3);
    for received in case.at("received_information").list() {
        let code = received.key("code");
        let consent = received.key("consent_to_forward");
        if strength(&code) == Some(2) && !consent.affirms() {
            case.out.add(Code::HandlingConflict, &consent);
        }
        // Each mark forbids something else; only the open one takes all of it away.
        if let Some(at) = own.as_ref().filter(|at| strength(at) == Some(0))
            && strength(&code).is_some_and(|theirs| theirs > 0)
        {
            case.out.add(Code::HandlingConflict, at);
        }
        strictest = strictest.max(strength(&code).filter(|code| *code < 3));
    }
    // H1 and above: not before a court without the permission of whoever gave it.
    if wants_evidence
        && strictest.is_some_and(|code| code >= 1)
        && case.at("evidence_consent").is_empty()
    {
        case.out.add(Code::HandlingConflict, &evidence);
    }
}
