//! Who is asked, over which road, in which language, and who must be told.

use super::codes::Code;
use super::sender::other_state;
use super::view::Case;
use crate::form::{At, GoesTo};
use crate::kind::Kind;
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    check_parties(case);
    check_provider(case);
    check_holder(case);
    check_channel(case);
    check_notice(case);
    check_language(case);
}

fn check_parties(case: &mut Case<'_>) {
    let addressee = case.at("addressee");
    if addressee.is_empty() {
        return;
    }
    let (authority, provider) = (addressee.key("authority"), addressee.key("provider"));
    match case.sheet.and_then(|sheet| sheet.goes_to) {
        _ if authority.is_empty() && provider.is_empty() => {
            case.out.add(Code::WrongAddressee, &addressee)
        }
        Some(GoesTo::Provider) if provider.is_empty() => {
            case.out.add(Code::WrongAddressee, &addressee)
        }
        Some(GoesTo::Authority) if authority.is_empty() => {
            case.out.add(Code::WrongAddressee, &provider)
        }
        _ => {}
    }
    let state = addressee.key("state");
    if !case.to.is_empty() {
        let unknown = if case.world.states.is_empty() {
            !super::envelope::is_invented(case.to) && rust_iso3166::from_alpha2(case.to).is_none()
        } else {
            !case.world.states.contains_key(case.to)
        };
        let home = case.to == case.from
            && case.is_one_of(&[
                Kind::MlaStored,
                Kind::MlaRealtime,
                Kind::EmergencyMla,
                Kind::OrderEffect,
                Kind::SubscriberDirect,
            ]);
        if unknown || home {
            case.out.add(Code::WrongAddressee, &state);
        }
    }
    check_receiver(case, &authority);
}

fn check_receiver(case: &mut Case<'_>, authority: &At<'_>) {
    let kind_of_authority = authority.key("type");
    let receivers = case
        .sheet
        .map(|sheet| sheet.receivers.as_slice())
        .unwrap_or_default();
    if let Some(found) = kind_of_authority.text() {
        let direct = case.kind == Some(Kind::PoliceInformation)
            && case.at("spontaneous").flag() == Some(true);
        if !receivers.is_empty() && !direct && !receivers.iter().any(|one| one == found) {
            case.out.add(Code::WrongAddressee, &kind_of_authority);
        }
        // Between states that have named a central authority, assistance goes to that one.
        let named = case
            .addressee_state()
            .and_then(|state| state.mla_sender.as_ref());
        let mla = case.is_one_of(&[Kind::MlaStored, Kind::MlaRealtime])
            && case.at("variant").text() != Some("eio");
        if mla && named.is_some_and(|list| !list.iter().any(|one| one == found)) {
            case.out.add(Code::WrongAddressee, &kind_of_authority);
        }
    }
    let id = authority.key("id");
    if other_state(case, &id, case.to) {
        case.out.add(Code::WrongAddressee, &id);
    }
}

/// The legal entity, its seat and the state asked must belong together.
fn check_provider(case: &mut Case<'_>) {
    let at = case.at("addressee/provider");
    if at.is_empty() {
        return;
    }
    let name = at.key("legal_name");
    if name.is_empty() && at.key("entity_id").is_empty() && at.text().is_none() {
        return case.out.add(Code::ProviderUnknown, &at);
    }
    let Some(profile) = case.addressed else {
        return;
    };
    let by_number = at.key("entity_id");
    if by_number
        .text()
        .is_some_and(|id| !id.eq_ignore_ascii_case(&profile.entity_id))
    {
        case.out.add(Code::WrongAddressee, &by_number);
    } else if name
        .text()
        .is_some_and(|n| !n.trim().eq_ignore_ascii_case(&profile.legal_name))
    {
        case.out.add(Code::WrongAddressee, &name);
    }
    let seat = &profile.establishment_state;
    if seat.is_empty() {
        return;
    }
    let stated = at.key("establishment_state");
    if stated.text().is_some_and(|state| state != seat) {
        case.out.add(Code::WrongAddressee, &stated);
    } else if !case.to.is_empty() && case.to != seat && case.at("addressee/authority").is_empty() {
        let state = case.at("addressee/state");
        case.out.add(Code::WrongAddressee, &state);
    }
}

/// An authority can act only on data held where it has power.
fn check_holder(case: &mut Case<'_>) {
    if case.at("addressee/authority").is_empty() || !case.sheet.is_some_and(|sheet| sheet.asks_data)
    {
        return;
    }
    let state = case.at("addressee/state");
    let place = case.at("custodian/system_location");
    // Systems may stand in the state asked although the company has its seat elsewhere.
    if let Some(place) = place.text()
        && (case.world.state_of_place(place) == Some(case.to) || mentions(case, place))
    {
        return;
    }
    let seats: Vec<(usize, &str)> = case
        .selectors
        .iter()
        .enumerate()
        .filter_map(|(n, one)| Some((n, one.provider?.establishment_state.as_str())))
        .filter(|(_, seat)| !seat.is_empty())
        .collect();
    let own_seat = case
        .holder
        .map(|holder| holder.establishment_state.as_str())
        .filter(|seat| !seat.is_empty());
    let away = |seat: &str| !case.to.is_empty() && seat != case.to;
    if own_seat.is_some_and(away) || (!seats.is_empty() && seats.iter().all(|(_, seat)| away(seat)))
    {
        case.out.add(Code::WrongAddressee, &state);
    } else {
        let wrong: Vec<At<'_>> = seats
            .iter()
            .filter(|(_, seat)| away(seat))
            .filter_map(|(n, _)| Some(case.selectors.get(*n)?.at.key("provider")))
            .collect();
        for at in wrong {
            case.out.add(Code::WrongProvider, &at);
        }
    }
}

fn mentions(case: &Case<'_>, place: &str) -> bool {
    case.addressee_state().is_some_and(|state| {
        !state.name.is_empty() && place.to_lowercase().contains(&state.name.to_lowercase())
    })
}

const CHANNELS: &[&str] = &[
    "node",
    "i247",
    "siena",
    "esw",
    "decentralised_it",
    "provider_portal",
    "diplomatic",
    "oral",
    "post",
    "email",
];

fn check_channel(case: &mut Case<'_>) {
    let at = case.at("channel");
    let Some(channel) = at.text() else { return };
    let barred = case
        .sheet
        .is_some_and(|sheet| sheet.no_channels.iter().any(|one| one == channel));
    // The portal is the provider's, and the closed road of the Union serves its own instruments.
    let portal = channel == "provider_portal" && case.at("addressee/provider").is_empty();
    let union = channel == "decentralised_it"
        && !case.is_one_of(&[Kind::Epoc, Kind::EpocPr])
        && !case
            .bases
            .iter()
            .any(|(name, _)| name.to_ascii_lowercase().starts_with("eu"));
    // Interpol carries requests for assistance only when they are urgent.
    let routine_i247 = channel == "i247"
        && case.is_one_of(&[Kind::MlaStored, Kind::MlaRealtime, Kind::AssetFreeze])
        && case
            .root
            .value()
            .is_some_and(|form| crate::form::urgency(form).rank() > 2);
    if !CHANNELS.contains(&channel) || barred || portal || union || routine_i247 {
        return case.out.add(Code::WrongChannel, &at);
    }
    if channel == "oral" {
        check_oral(case);
    }
}

/// What is asked on the telephone is confirmed in writing within a day.
fn check_oral(case: &mut Case<'_>) {
    let call = case.at("oral_first");
    if call.is_empty() {
        return case.out.add(Code::WrongChannel, &call);
    }
    let (at, confirmed) = (call.key("at"), call.key("confirmed_in_writing_at"));
    let late = match (at.earliest(), confirmed.latest()) {
        (Some(called), Some(written)) => written > called + Span::hours(24),
        // Not yet confirmed is no fault while the day lasts.
        (Some(called), None) => case.now > called + Span::hours(24),
        _ => true,
    };
    if late {
        case.out.add(Code::WrongChannel, &confirmed);
    }
}

/// # Source
/// Second Additional Protocol art. 7(5): a Party may ask to be told of orders to its providers.
fn check_notice(case: &mut Case<'_>) {
    let direct = case.kind == Some(Kind::SubscriberDirect) && case.rests_on(&["2ap", "COE-224"]);
    let required = case
        .addressee_state()
        .and_then(|state| state.art7_notice_required)
        == Some(true);
    if !direct || !required {
        return;
    }
    let list = case.at("notified_states");
    let told = list
        .list()
        .into_iter()
        .find(|one| one.text() == Some(case.to) || one.key("state").text() == Some(case.to));
    match told {
        None => case.out.add(Code::NotificationMissing, &list),
        Some(one)
            if one.text().is_none() && one.key("at").is_empty() && one.key("date").is_empty() =>
        {
            case.out.add(Code::NotificationMissing, &one.key("at"));
        }
        Some(_) => {}
    }
}

fn check_language(case: &mut Case<'_>) {
    let at = case.at("language");
    let Some(language) = at.text() else { return };
    if !is_tag(language) {
        return case.out.add(Code::WrongLanguage, &at);
    }
    let accepted: &[String] = match case.addressed {
        Some(provider) if !provider.languages.is_empty() => &provider.languages,
        _ => case
            .addressee_state()
            .map(|state| state.languages.as_slice())
            .unwrap_or_default(),
    };
    let reads = |tag: &str| accepted.iter().any(|one| primary(one) == primary(tag));
    if accepted.is_empty() || reads(language) {
        return;
    }
    let translations = case.at("translations");
    let translated = translations.entries().iter().any(|one| {
        one.text().is_some_and(reads)
            || ["language", "lang", "to", "tag"]
                .iter()
                .any(|key| one.key(key).text().is_some_and(reads))
    });
    if !translated {
        if case.is_one_of(&[Kind::Epoc, Kind::EpocPr]) {
            case.out.add(Code::WrongLanguage, &at);
        } else {
            case.out.add(Code::TranslationMissing, &translations);
        }
    }
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// # Source
/// BCP 47, as far as its shape goes.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|p| matches!(p.len(), 2 | 3) && p.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}
