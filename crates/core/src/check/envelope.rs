//! The envelope: identity, earlier messages, dates that agree with each other, attachments, exercise.

use std::collections::BTreeSet;

use super::codes::Code;
use super::view::Case;
use crate::form::At;
use crate::kind::Kind;
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    check_identity(case);
    check_exercise(case);
    check_previous(case);
    check_dates(case);
    check_attachments(case);
    check_tags(case);
}

const STATUS: &[&str] = &[
    "new",
    "follow_up",
    "extension",
    "supplement",
    "correction",
    "withdrawal",
    "new_deadline",
    "subsequent_production",
    "end_preservation",
    "consultation",
    "outcome",
    "delivery_ack",
];

fn check_identity(case: &mut Case<'_>) {
    let id = case.at("request_id");
    if id
        .text()
        .is_some_and(|text| uuid::Uuid::try_parse(text).is_err())
    {
        case.out.add(Code::ManifestError, &id);
    }
    let reference = case.at("reference");
    if reference.text().is_some() && !(3..=80).contains(&reference.length()) {
        case.out.add(Code::ManifestError, &reference);
    }
    let status = case.at("status_flag");
    if status.text().is_some_and(|text| !STATUS.contains(&text)) {
        case.out.add(Code::ManifestError, &status);
    }
    let same_id = id.text().is_some_and(|text| {
        case.world
            .known_requests
            .iter()
            .any(|k| k.request_id == text)
    });
    if same_id {
        return case.out.add(Code::Duplicate, &id);
    }
    // The same items under the same number within a month are a second copy, unless the message says
    // that it follows the first.
    let again = case.status() == "new"
        && case.world.known_requests.iter().any(|known| {
            Some(known.reference.as_str()) == reference.text()
                && known.state == case.from
                && case.at("items").value() == Some(&known.items)
                && crate::time::Instant::parse(&known.issued_at)
                    .is_some_and(|at| (case.issued - at).millis().abs() <= Span::days(30).millis())
        });
    if again {
        case.out.add(Code::Duplicate, &reference);
    }
}

/// Invented states exist in exercises only, and an exercise never reaches a real state by accident.
fn check_exercise(case: &mut Case<'_>) {
    let flag = case.at("exercise");
    let states = [case.at("requesting/state"), case.at("addressee/state")];
    let invented: Vec<bool> = states
        .iter()
        .filter_map(At::text)
        .map(is_invented)
        .collect();
    match flag.flag() {
        Some(false) if invented.contains(&true) => case.out.add(Code::ExerciseInLive, &flag),
        Some(true) if invented.contains(&true) && invented.contains(&false) => {
            for at in states
                .iter()
                .filter(|at| at.text().is_some_and(|code| !is_invented(code)))
            {
                // A wrong code is another defect; a real one here is this defect.
                if at.text().and_then(rust_iso3166::from_alpha2).is_some() {
                    case.out.add(Code::ExerciseInLive, at);
                }
            }
        }
        _ => {}
    }
}

/// # Source
/// ISO 3166-1: user-assigned codes. XK is used for Kosovo and is nobody's to play with.
pub(super) fn is_invented(code: &str) -> bool {
    code != "XK" && matches!(code.as_bytes(), [b'X', b'A'..=b'Z'])
}

fn check_previous(case: &mut Case<'_>) {
    let list = case.at("previous");
    let entries = list.list();
    if entries.is_empty() && !matches!(case.status(), "new" | "") {
        return case.out.add(Code::PreviousRefMissing, &list);
    }
    let extension = case.status() == "extension";
    for one in &entries {
        let reference = one.key("reference");
        if reference.is_empty() {
            case.out.add(Code::PreviousRefMissing, &reference);
        }
        let preserved = one.key("type").text() == Some("preservation");
        let relied_on =
            preserved && case.is_one_of(&[Kind::MlaStored, Kind::EmergencyMla, Kind::OrderEffect]);
        if (extension || relied_on) && one.key("receiver_reference").is_empty() {
            case.out
                .add(Code::PreviousRefMissing, &one.key("receiver_reference"));
        }
        let (date, until) = (one.key("date"), one.key("until"));
        if date.earliest().is_some_and(|when| when > case.issued) {
            case.out.add(Code::ManifestError, &date);
        } else if let (Some(first), Some(last)) = (date.earliest(), until.latest())
            && last < first
        {
            case.out.add(Code::ManifestError, &until);
        }
        if extension && preserved {
            check_own_number(case, &reference);
        }
    }
}

/// An extension continues a request under its own number. A number that is the same but for two digits
/// in each other's place, or one other digit, is a slip; a quite different one may be meant.
fn check_own_number(case: &mut Case<'_>, quoted: &At<'_>) {
    let own = case.at("reference");
    let (Some(own), Some(other)) = (own.text(), quoted.text()) else {
        return;
    };
    if own == other || own.starts_with(other) || other.starts_with(own) {
        return;
    }
    if is_slip(own, other) {
        case.out.add(Code::ManifestError, quoted);
    } else {
        case.out.ask(Code::ManifestError, quoted);
    }
}

fn is_slip(a: &str, b: &str) -> bool {
    if a.len() != b.len() || a.len() > 80 {
        return false;
    }
    let differing: Vec<(u8, u8)> = a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).collect();
    match differing.as_slice() {
        [_] => true,
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}

fn check_dates(case: &mut Case<'_>) {
    let issued = case.at("issued_at");
    if issued.text().is_some() && issued.instant().is_none() {
        case.out.add(Code::ManifestError, &issued);
    }
    if issued
        .instant()
        .is_some_and(|when| when > case.now + Span::minutes(5))
    {
        case.out.add(Code::ManifestError, &issued);
    }
    for order in [case.at("domestic_basis/order"), case.at("order")] {
        let date = order.key("date");
        if let (Some(order), Some(issued)) = (date.day(), issued.day())
            && order > issued
        {
            case.out.add(Code::ManifestError, &date);
        }
        for key in ["issued_by", "issuing_authority", "court"] {
            let by = order.key(key);
            if super::sender::other_state(case, &by, case.from) {
                case.out.add(Code::ManifestError, &by);
            }
        }
    }
    check_two_orders(case);
    check_acts(case);
}

/// Where a form names the order twice, both must be the same order.
fn check_two_orders(case: &mut Case<'_>) {
    if !case.is_one_of(&[Kind::SubscriberDirect, Kind::OrderEffect]) {
        return;
    }
    let (order, basis) = (case.at("order"), case.at("domestic_basis/order"));
    for key in ["number", "date"] {
        if let (Some(a), Some(b)) = (order.key(key).text(), basis.key(key).text())
            && a.trim() != b.trim()
        {
            case.out.add(Code::ManifestError, &order.key(key));
        }
    }
}

fn check_acts(case: &mut Case<'_>) {
    let order = case.at("domestic_basis/order/date");
    let mut first = None;
    for offence in case.at("offences").list() {
        let (from, to) = (offence.key("from"), offence.key("to"));
        if let (Some(begin), Some(end)) = (from.earliest(), to.latest())
            && begin > end
        {
            case.out.add(Code::ManifestError, &from);
        } else if from.earliest().is_some_and(|begin| begin > case.issued) {
            case.out.add(Code::ManifestError, &from);
        }
        first = match (first, from.day()) {
            (Some(a), Some(b)) => Some(std::cmp::min(a, b)),
            (a, b) => a.or(b),
        };
    }
    if let (Some(first), Some(ordered)) = (first, order.day())
        && ordered < first
    {
        case.out.add(Code::ManifestError, &order);
    }
}

fn check_attachments(case: &mut Case<'_>) {
    let mut names = BTreeSet::new();
    for one in case.at("attachments").list() {
        names.extend(one.key("name").text());
        names.extend(one.key("id").text());
        names.extend(one.key("role").text());
        let hash = one.key("sha256");
        let good = hash
            .text()
            .is_some_and(|h| h.len() == 64 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hash.is_empty() && !good {
            case.out.add(Code::AttachmentMissing, &hash);
        }
        if one.key("present").flag() == Some(false) || one.key("received").flag() == Some(false) {
            case.out.add(Code::AttachmentMissing, &one);
        }
        for found in [
            "received_sha256",
            "actual_sha256",
            "computed_sha256",
            "found_sha256",
        ] {
            if let (Some(a), Some(b)) = (hash.text(), one.key(found).text())
                && !a.eq_ignore_ascii_case(b)
            {
                case.out.add(Code::AttachmentMissing, &hash);
            }
        }
    }
    let mut named = vec![
        case.at("domestic_basis/order/attachment"),
        case.at("order/attachment"),
        case.at("order/certified_copy"),
    ];
    named.extend(
        case.at("translations")
            .list()
            .iter()
            .map(|one| one.key("attachment")),
    );
    for at in named {
        // Words such as "yes" or "to follow" name no file.
        if at
            .text()
            .is_some_and(|name| name.contains('.') && !name.contains(' ') && !names.contains(name))
        {
            case.out.add(Code::AttachmentMissing, &at);
        }
    }
}

fn check_tags(case: &mut Case<'_>) {
    for tag in case.at("deconfliction/keys").list() {
        if tag
            .text()
            .is_some_and(|text| case.world.deconfliction_hits.contains(text))
        {
            case.out.add(Code::DeconflictionHit, &tag);
        }
    }
}
