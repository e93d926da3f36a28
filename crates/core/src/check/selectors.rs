//! Selectors: valid, unique, attributable, and served by the provider that is asked.

use std::collections::BTreeSet;

use super::codes::{Code, Severity};
use super::view::{Case, Selector};
use crate::form::At;
use crate::kind::{Category, Kind};
use crate::selector::{self, Fault, SelectorType};
use crate::time::{Instant, Span};

pub(super) fn check(case: &mut Case<'_>) {
    let selectors = std::mem::take(&mut case.selectors);
    let uses = uses(case, &selectors);
    let mut ids = BTreeSet::new();
    for (n, one) in selectors.iter().enumerate() {
        if !one.id.is_empty() && !ids.insert(one.id) {
            case.out.add(Code::ManifestError, &one.at.key("id"));
        }
        let how = uses.get(n).copied().unwrap_or_default();
        check_value(case, one, how);
        if one.read.is_ok() {
            check_unique(case, one, how);
            check_served(case, one, how);
            check_observed(case, one, how);
        }
    }
    case.selectors = selectors;
}

/// How the items use a selector.
#[derive(Clone, Copy, Default)]
struct Use {
    /// To learn who was behind it.
    identify: bool,
    /// The item asks for accounts that belong to it elsewhere.
    linked: bool,
    /// Another selector of the same item is sufficient by itself.
    accompanied: bool,
}

fn uses(case: &Case<'_>, selectors: &[Selector<'_>]) -> Vec<Use> {
    let mut uses = vec![Use::default(); selectors.len()];
    for item in &case.items {
        let identify = item
            .category
            .is_some_and(|c| matches!(c, Category::Subscriber | Category::Identification))
            || item
                .elements
                .iter()
                .any(|(code, _)| IDENTIFYING.contains(code));
        let linked = item
            .elements
            .iter()
            .any(|(code, _)| *code == "linked_accounts")
            // A bank or an exchange knows its customers by the addresses they gave.
            || item.category == Some(Category::Financial);
        let sufficient: usize = item
            .selectors
            .iter()
            .filter(|n| selectors.get(**n).is_some_and(is_sufficient))
            .count();
        for n in &item.selectors {
            if let (Some(how), Some(one)) = (uses.get_mut(*n), selectors.get(*n)) {
                how.identify |= identify;
                how.linked |= linked;
                how.accompanied |= sufficient > usize::from(is_sufficient(one));
            }
        }
    }
    uses
}

/// Elements that say who used an address.
const IDENTIFYING: &[&str] = &[
    "ip_assignment",
    "name",
    "postal_address",
    "birth_date",
    "contact_email",
    "contact_phone",
    "billing",
    "payment_instrument",
    "verification_data",
];

fn is_sufficient(one: &Selector<'_>) -> bool {
    one.read.is_ok() && !one.kind.is_some_and(SelectorType::is_mere_name) && !is_undated_handle(one)
}

fn is_undated_handle(one: &Selector<'_>) -> bool {
    if one.kind != Some(SelectorType::Username) {
        return false;
    }
    let dated = [
        "seen_at",
        "seen",
        "seen_on",
        "observed_at",
        "date",
        "at",
        "as_of",
        "last_seen",
    ]
    .iter()
    .any(|key| !one.at.key(key).is_empty())
        || one
            .at
            .key("observed")
            .list()
            .iter()
            .any(|seen| !seen.key("at").is_empty());
    // A note such as "seen on 3 May 2026" is a date in the words of a person.
    let noted = one.at.key("note").text().is_some_and(|note| {
        note.as_bytes()
            .windows(4)
            .any(|w| w.starts_with(b"20") && w.iter().all(u8::is_ascii_digit))
    });
    !dated && !noted
}

fn check_value(case: &mut Case<'_>, one: &Selector<'_>, how: Use) {
    let value = one.at.key("value");
    let Some(kind) = one.kind else {
        // An unknown type is reported at the type, and its value cannot be judged.
        if one.at.key("type").text().is_some() {
            case.out.add(Code::SelectorInvalid, &one.at.key("type"));
        }
        return;
    };
    match one.read {
        Ok(_) => {}
        Err(_) if value.is_empty() => case.out.add(Code::SelectorInvalid, &value),
        Err(Fault::Invalid) => case.out.add(Code::SelectorInvalid, &value),
        Err(Fault::NotAttributable) => case.out.add(Code::NotAttributable, &value),
        Err(Fault::ExerciseOnly) => case.out.add(Code::ExerciseInLive, &value),
        Err(Fault::HomePage) if kind == SelectorType::Url => case.out.add(Code::UrlMissing, &value),
        Err(Fault::HomePage) => case.out.add(Code::SelectorInvalid, &value),
        // A random hardware address is a hint beside something better, and nothing alone.
        Err(Fault::NotUnique) if how.accompanied => case.out.warn(Code::SelectorNotUnique, &value),
        Err(Fault::NotUnique) => case.out.warn(Code::SelectorNotUnique, &value),
        Err(Fault::Leak) => case.out.add(Code::Leak, &value),
    }
}

fn check_unique(case: &mut Case<'_>, one: &Selector<'_>, how: Use) {
    let Some(kind) = one.kind else { return };
    let value = one.at.key("value");
    let named = !one.at.key("provider").is_empty()
        || one.provider.is_some()
        || !case.at("addressee/provider").is_empty()
        || !case.at("custodian/provider").is_empty();
    match kind {
        SelectorType::DisplayName | SelectorType::RealName if !how.accompanied => {
            case.out.add(Code::SelectorNotUnique, &value);
        }
        SelectorType::Username if is_undated_handle(one) => {
            case.out.add(Code::SelectorNotUnique, &value);
        }
        SelectorType::Username | SelectorType::AccountId if !named => {
            case.out.add(Code::SelectorNotUnique, &value);
        }
        SelectorType::IpRange => {
            let wide = selector::read_range(
                value.text().unwrap_or_default(),
                &selector::Context {
                    exercise: true,
                    ..Default::default()
                },
            )
            .is_ok_and(|(block, length)| length < if block.contains(':') { 48 } else { 24 });
            let explained = ["note", "reason", "proportionality"]
                .iter()
                .any(|key| one.at.key(key).length() > 20);
            if wide && !explained {
                case.out.add(Code::Disproportionate, &value);
            }
        }
        SelectorType::FileHash if one.read.as_deref().is_ok_and(selector::is_weak_hash) => {
            case.out.warn(Code::SelectorNotUnique, &value);
        }
        _ => {}
    }
}

fn check_served(case: &mut Case<'_>, one: &Selector<'_>, how: Use) {
    let (Ok(canonical), Some(kind)) = (&one.read, one.kind) else {
        return;
    };
    // In kinds that ask no provider, an identifier is a fact of the case and not a key to an account.
    if !case.sheet.is_some_and(|sheet| sheet.asks_data) {
        return;
    }
    let value = one.at.key("value");
    // A provider other than the one addressed cannot answer, however good the identifier.
    if let (Some(own), Some(addressed)) = (one.provider, case.addressed)
        && own.entity_id != addressed.entity_id
    {
        case.out.add(Code::WrongProvider, &one.at.key("provider"));
        return;
    }
    let Some(provider) = one.provider else { return };
    let wrong = match kind {
        SelectorType::Ipv4 => {
            how.identify && !provider.ipv4.is_empty() && !selector::is_in(canonical, &provider.ipv4)
        }
        SelectorType::Ipv6 => {
            how.identify && !provider.ipv6.is_empty() && !selector::is_in(canonical, &provider.ipv6)
        }
        SelectorType::Email => !how.linked && is_hosted_elsewhere(case, provider, canonical),
        _ => false,
    };
    if wrong {
        case.out.add(Code::WrongProvider, &value);
    }
}

fn is_hosted_elsewhere(case: &Case<'_>, provider: &super::world::Provider, address: &str) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let hosts = |one: &super::world::Provider| {
        one.email_domains
            .iter()
            .any(|d| d.eq_ignore_ascii_case(domain))
    };
    !hosts(provider)
        && (!provider.email_domains.is_empty() || case.world.providers.values().any(hosts))
}

/// An address that many customers share in turn names one of them only together with the second and,
/// where they share it at the same time, the port.
///
/// # Source
/// RFC 6302; Budapest Convention art. 29(2)c asks to identify what is to be preserved.
fn check_observed(case: &mut Case<'_>, one: &Selector<'_>, how: Use) {
    let Some(kind) = one.kind else { return };
    let seen = one.at.key("observed").list();
    for observation in &seen {
        check_time(case, &observation.key("at"));
        let port = observation.key("src_port");
        let valid = port.whole().is_some_and(|n| (1..=65_535).contains(&n));
        if !port.is_empty() && !valid {
            case.out.add(Code::SelectorInvalid, &port);
        } else if port.is_empty() && kind == SelectorType::Ipv4 && how.identify {
            match one.provider.and_then(|p| p.shares_ipv4) {
                Some(true) => case.out.add_as(Code::PortMissing, Severity::Block, &port),
                Some(false) => {}
                None => case.out.warn(Code::PortMissing, &port),
            }
        }
        check_retention(case, one, observation);
    }
    if !kind.is_address() || !seen.is_empty() {
        return;
    }
    let access = one
        .provider
        .is_some_and(|p| !p.services.is_empty() && p.offers(&["access", "mobile", "telecom"]));
    if how.identify
        || (access
            && case.sheet.is_some_and(|sheet| sheet.asks_data)
            && case.kind != Some(Kind::MlaRealtime))
    {
        case.out.add(Code::IpTimeMissing, &one.at.key("observed"));
    } else if case.kind == Some(Kind::PoliceInformation) {
        case.out.ask(Code::IpTimeMissing, &one.at.key("observed"));
    }
}

/// A time to the second, with its offset, and not after the request.
fn check_time(case: &mut Case<'_>, at: &At<'_>) {
    let Some(text) = at.text() else {
        return case.out.add(Code::IpTimeMissing, at);
    };
    match read_time(text) {
        Time::Exact(instant) => {
            let limit = case.issued.max(Instant(0)) + Span::minutes(5);
            if instant > limit {
                case.out.add(Code::TimeFuture, at);
            }
        }
        Time::NoZone => case.out.add(Code::TimezoneMissing, at),
        Time::Imprecise => case.out.add(Code::IpTimeMissing, at),
    }
}

enum Time {
    Exact(Instant),
    NoZone,
    Imprecise,
}

/// # Source
/// RFC 3339, with seconds: an offset of one minute is another customer.
fn read_time(text: &str) -> Time {
    let text = text.trim();
    let bytes = text.as_bytes();
    let clock = text.get(11..).unwrap_or_default();
    if text.len() < 16 || !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        return Time::Imprecise;
    }
    let zoned = clock.ends_with(['Z', 'z'])
        || clock
            .get(5..)
            .is_some_and(|rest| rest.contains(['+', '-']) && !rest.ends_with(['+', '-']));
    if !zoned {
        return Time::NoZone;
    }
    if clock.as_bytes().get(5) != Some(&b':') {
        return Time::Imprecise;
    }
    // The zone may be a name in brackets only; then the offset is a matter of daylight rules.
    Instant::parse(text).map_or(Time::NoZone, Time::Exact)
}

fn check_retention(case: &mut Case<'_>, one: &Selector<'_>, observation: &At<'_>) {
    let at = observation.key("at");
    let kept = one.provider.and_then(|p| p.retention_days);
    if let (Some(days), Some(when)) = (kept, at.earliest())
        && when < case.now - Span::days(days)
    {
        case.out.warn(Code::RetentionPassed, &at);
    }
}
