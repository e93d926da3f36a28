//! Secrecy, use and markings: every secret has a ground and an end, every use a purpose, every marking
//! binds.

use super::codes::Code;
use super::view::Case;
use crate::form::At;
use crate::kind::Kind;
use crate::selector;

pub(super) fn check(case: &mut Case<'_>) {
    check_notice(case);
    check_use(case);
    check_markings(case);
    check_persons(case);
}

/// # Source
/// Budapest Convention art. 27(8), 29(6)
fn check_notice(case: &mut Case<'_>) {
    let at = case.at("confidentiality");
    if at.key("no_user_notice").flag() != Some(true) {
        return;
    }
    let ground = at.key("ground");
    if ground.is_empty() {
        case.out.add(Code::SecrecyNoGround, &ground);
    }
    let until = ["until", "review", "review_at", "review_date", "review_by"]
        .iter()
        .map(|key| at.key(key))
        .find(|one| !one.is_empty());
    match until {
        None => case.out.add(Code::SecrecyNoGround, &at.key("until")),
        Some(end) if end.latest().is_none_or(|when| when < case.issued) => {
            case.out.add(Code::SecrecyNoGround, &end);
        }
        Some(_) => {}
    }
}

fn check_use(case: &mut Case<'_>) {
    let ack = case.at("use/specialty_ack");
    let treaty = case.is_one_of(&[
        Kind::Preservation,
        Kind::SubscriberDirect,
        Kind::OrderEffect,
        Kind::MlaStored,
        Kind::MlaRealtime,
        Kind::EmergencyMla,
    ]);
    let refused = ack.flag() == Some(false)
        && !matches!(case.kind, Some(Kind::CertAssistance | Kind::ContentRemoval));
    let missing = treaty && ack.is_empty() && !case.at("use").is_empty();
    if refused || missing {
        case.out.add(Code::PurposeMissing, &ack);
    }
    let purpose = case.at("use/purpose");
    if purpose.text().is_some() && purpose.length() < 12 {
        case.out.ask(Code::PurposeMissing, &purpose);
    }
}

const TLP: &[&str] = &["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR", "WHITE"];
const PAP: &[&str] = &["RED", "AMBER", "GREEN", "CLEAR", "WHITE"];

/// A marking as written: `TLP:AMBER` and `amber` mean the same.
pub(super) fn marking(at: &At<'_>) -> Option<String> {
    let upper = at.text()?.trim().to_ascii_uppercase();
    let bare = upper
        .strip_prefix("TLP:")
        .or_else(|| upper.strip_prefix("PAP:"))
        .unwrap_or(&upper);
    Some(bare.trim().to_owned())
}

/// The traffic light that governs the request, wherever the form puts it.
pub(super) fn tlp(case: &Case<'_>) -> Option<String> {
    marking(&case.at("tlp")).or_else(|| marking(&case.at("handling/tlp")))
}

/// # Source
/// FIRST, Traffic Light Protocol 2.0; MISP, permissible actions protocol
fn check_markings(case: &mut Case<'_>) {
    for (path, known) in [
        ("tlp", TLP),
        ("handling/tlp", TLP),
        ("pap", PAP),
        ("handling/pap", PAP),
    ] {
        let at = case.at(path);
        if marking(&at).is_some_and(|mark| !known.contains(&mark.as_str())) {
            case.out.add(Code::HandlingMissing, &at);
        }
    }
    let handling = case.at("handling");
    let marked = [
        "tlp",
        "pap",
        "code",
        "handling_code",
        "europol",
        "interpol",
        "marking",
        "classification",
    ]
    .iter()
    .any(|key| !handling.key(key).is_empty())
        || case.at("tlp").text().is_some()
        || case.at("handling_code").text().is_some();
    if !handling.is_empty() && !marked {
        case.out.add(Code::HandlingMissing, &handling);
    }
    for received in case.at("received_information").list() {
        let (theirs, ours) = (
            marking(&received.key("tlp")),
            marking(&case.at("handling/tlp")),
        );
        let rank = |mark: &Option<String>| TLP.iter().position(|one| Some(*one) == mark.as_deref());
        if let (Some(theirs), Some(ours)) = (rank(&theirs), rank(&ours))
            && ours > theirs
        {
            let at = case.at("handling/tlp");
            case.out.add(Code::HandlingConflict, &at);
        }
    }
}

/// Children and vulnerable persons are masked; so are card numbers.
///
/// # Source
/// Recommendation 11
fn check_persons(case: &mut Case<'_>) {
    let tlp = tlp(case);
    let open = matches!(tlp.as_deref(), Some("GREEN" | "CLEAR" | "WHITE"));
    let closed = matches!(tlp.as_deref(), Some("RED" | "AMBER+STRICT"));
    for person in case.at("persons").list() {
        let minor = person.key("dob").day().is_some_and(|born| {
            case.at("issued_at")
                .day()
                .is_some_and(|today| years_between(born, today) < 18)
        }) || person.key("minor").flag() == Some(true);
        let name = person.key("name");
        if !(minor || person.key("vulnerable").affirms()) || !name.text().is_some_and(is_full_name)
        {
            continue;
        }
        if open {
            case.out.add(Code::Leak, &name);
        } else if !closed {
            case.out.ask(Code::Leak, &name);
        }
    }
    let facts = case.at("facts");
    if facts.text().is_some_and(holds_card_number) {
        case.out.ask(Code::Leak, &facts);
    }
}

fn years_between(born: jiff::civil::Date, today: jiff::civil::Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// Two words of letters that are no mask: not `V1`, `A. B.`, `[masked]`, `Victim 2`.
fn is_full_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let masked =
        name.contains(['[', '*', '#', '.', '_']) || name.chars().any(|c| c.is_ascii_digit());
    let role = [
        "victim",
        "child",
        "minor",
        "witness",
        "person",
        "masked",
        "withheld",
        "unknown",
        "anonym",
        "pseudonym",
    ]
    .iter()
    .any(|word| lower.contains(word));
    !masked
        && !role
        && name
            .split_whitespace()
            .filter(|word| word.chars().count() >= 2)
            .count()
            >= 2
}

fn holds_card_number(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit() && c != ' ' && c != '-')
        .any(|run| {
            let digits: String = run.chars().filter(char::is_ascii_digit).collect();
            selector::is_card_number(&digits)
        })
}
