//! Who asks: a real authority, competent for this kind and category, with a person who can be reached.

use super::codes::Code;
use super::view::Case;
use crate::form::At;
use crate::kind::{Category, Kind};
use crate::selector;

pub(super) fn check(case: &mut Case<'_>) {
    check_state(case);
    check_competence(case);
    check_officer(case);
    check_hours(case);
    check_return(case);
}

fn check_state(case: &mut Case<'_>) {
    let at = case.at("requesting/state");
    let Some(code) = at.text() else { return };
    let known = if case.world.states.is_empty() {
        super::envelope::is_invented(code)
            || rust_iso3166::from_alpha2(code).is_some()
            || matches!(code, "EU" | "XK")
    } else {
        case.world.states.contains_key(code)
    };
    if !known {
        return case.out.add(Code::UnverifiedSender, &at);
    }
    let id = case.at("requesting/authority/id");
    if other_state(case, &id, code) {
        case.out.add(Code::UnverifiedSender, &id);
    }
}

/// Directory numbers begin with the state (`XA-PROS`); one of another state does not belong here.
pub(super) fn other_state(case: &Case<'_>, id: &At<'_>, state: &str) -> bool {
    // A state that nobody knows is reported as such; its numbers cannot be compared.
    if !case.world.states.contains_key(state) {
        return false;
    }
    id.text()
        .and_then(|text| text.split_once('-'))
        .is_some_and(|(prefix, _)| prefix != state && case.world.states.contains_key(prefix))
}

const TYPES: &[&str] = &[
    "police",
    "prosecutor",
    "judge",
    "court",
    "central_authority",
    "contact_point_24_7",
    "fiu",
    "cert",
    "other",
];

fn check_competence(case: &mut Case<'_>) {
    let authority = case.at("requesting/authority");
    let at = authority.key("type");
    let Some(kind_of_authority) = at.text() else {
        return;
    };
    if authority.key("id").is_empty() && authority.key("name").is_empty() {
        case.out.add(Code::NotCompetent, &authority);
    }
    if !TYPES.contains(&kind_of_authority) {
        return case.out.add(Code::NotCompetent, &at);
    }
    // The certificate names its issuer itself, and the European rules say who that may be.
    if case.is_one_of(&[Kind::Epoc, Kind::EpocPr]) {
        return;
    }
    let senders = case
        .sheet
        .map(|sheet| sheet.senders.as_slice())
        .unwrap_or_default();
    let spontaneous = case.at("spontaneous").flag() == Some(true);
    let admitted = senders.is_empty()
        || senders.iter().any(|one| one == kind_of_authority)
        || (spontaneous && case.kind == Some(Kind::PoliceInformation));
    if !admitted || !is_mla_sender(case, kind_of_authority) {
        case.out.add(Code::NotCompetent, &at);
    }
}

/// Mutual assistance goes through the authority that the state has named for it.
///
/// # Source
/// UNTOC art. 18(13); Budapest Convention art. 27(2)
fn is_mla_sender(case: &Case<'_>, kind_of_authority: &str) -> bool {
    if !case.is_one_of(&[Kind::MlaStored, Kind::MlaRealtime])
        || case.at("variant").text() == Some("eio")
    {
        return true;
    }
    case.world
        .states
        .get(case.from)
        .and_then(|state| state.mla_sender.as_ref())
        .is_none_or(|senders| senders.iter().any(|one| one == kind_of_authority))
}

fn check_officer(case: &mut Case<'_>) {
    for officer in [
        case.at("requesting/officer"),
        case.at("investigating/officer"),
        case.at("confirm_contact"),
    ] {
        let phone = officer.key("phone");
        let plain = phone
            .text()
            .map(|text| text.replace([' ', '-', '(', ')', '.'], ""));
        if plain.is_some_and(|number| !selector::is_e164(&number)) {
            case.out.add(Code::ContactIncomplete, &phone);
        }
        check_mail(case, &officer.key("email"));
    }
}

/// # Source
/// Providers' guides for law enforcement: requests from private mailboxes are not answered.
fn check_mail(case: &mut Case<'_>, at: &At<'_>) {
    let Some(text) = at.text() else { return };
    let official = match selector::read_email(text) {
        Err(_) => false,
        Ok(address) => {
            let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
            let under = |base: &str| {
                domain == base
                    || domain
                        .strip_suffix(base)
                        .is_some_and(|rest| rest.ends_with('.'))
            };
            if case.world.official_email_domains.is_empty() {
                !FREE_MAIL.iter().any(|free| under(free))
            } else {
                case.world
                    .official_email_domains
                    .iter()
                    .any(|base| under(base))
            }
        }
    };
    if !official {
        case.out.add(Code::ContactIncomplete, at);
    }
}

/// Public mail services, for a node whose directory lists no official domains yet.
const FREE_MAIL: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "ymail.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "bk.ru",
    "list.ru",
    "inbox.ru",
    "rambler.ru",
    "qq.com",
    "163.com",
    "126.com",
    "sina.com",
    "proton.me",
    "protonmail.com",
    "tutanota.com",
    "tuta.com",
    "zoho.com",
    "mail.com",
    "fastmail.com",
    "freemail.example",
];

fn check_hours(case: &mut Case<'_>) {
    let zone = case.at("requesting/time_zone");
    if zone
        .text()
        .is_some_and(|name| jiff::tz::TimeZone::get(name).is_err())
    {
        case.out.add(Code::ContactIncomplete, &zone);
    }
}

/// Where the answer goes. The key of a node is in the directory; over other roads it must be here.
fn check_return(case: &mut Case<'_>) {
    let at = case.at("return_to");
    if at.is_empty() || !case.sheet.is_some_and(|sheet| sheet.asks_data) {
        return;
    }
    let key = at.key("public_key");
    let road = at.key("channel");
    if key.is_empty() && road.text().is_some_and(|road| road != "node") {
        case.out.add(Code::ContactIncomplete, &key);
    }
    check_mail(case, &at.key("email"));
}

/// Whether somebody judicial stands behind the request.
pub(super) fn is_judicial(kind_of_authority: &str) -> bool {
    matches!(kind_of_authority, "judge" | "court" | "investigating_judge")
}

/// Categories that only a judge may order under the European regulation.
pub(super) const JUDGE_ONLY: &[Category] = &[Category::Traffic, Category::Content];
