//! The kinds of the Second Additional Protocol without emergency, and partial disclosure.
//!
//! # Source
//! Second Additional Protocol (CETS 224) art. 6, 7, 8; Budapest Convention art. 30.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::element;
use crate::kind::Category;
use crate::selector::{self, SelectorType};

const PROTOCOL: &[&str] = &["2ap", "COE-224"];

/// Only what is needed to find the next provider and the path.
pub(super) fn check_partial(case: &mut Case<'_>) {
    let other = case.at("other_provider");
    if !other.is_empty() && other.text().is_none() && other.key("name").is_empty() {
        case.out.add(Code::ProviderUnknown, &other.key("name"));
    }
    let path = case.at("path");
    if path.is_empty() && case.at("withheld_ground").is_empty() {
        case.out.ask(Code::CategoryMissing, &path);
    }
    for hop in path.list() {
        for (name, at) in hop.fields() {
            let lower = name.to_ascii_lowercase();
            if [
                "subject",
                "body",
                "content",
                "message",
                "text",
                "attachment",
                "recording",
            ]
            .contains(&lower.as_str())
            {
                case.out.add(Code::CategoryNotAllowed, &at);
            }
        }
    }
    let withheld = case.at("withheld_ground");
    if let Some(ground) = withheld.text() {
        let lower = ground.to_lowercase();
        // Art. 30(2): a political offence, or sovereignty, security, public order, essential interests.
        let admitted = [
            "rf-01",
            "rf-02",
            "politic",
            "essential",
            "sovereign",
            "security",
            "ordre public",
            "public order",
        ]
        .iter()
        .any(|word| lower.contains(word));
        if !admitted {
            case.out.add(Code::ManifestError, &withheld);
        }
    }
}

pub(super) fn check_domain(case: &mut Case<'_>) {
    let domain = case.at("domain");
    // The domain stands here itself, or here stands which selector it is.
    let chosen = case
        .selectors
        .iter()
        .find(|one| {
            domain.text() == Some(one.id)
                || (domain.is_empty() && one.kind == Some(SelectorType::Domain))
        })
        .map(|one| one.at.key("value"));
    let at = match chosen {
        Some(value) => value,
        None if domain.key("value").is_empty() => domain.clone(),
        None => domain.key("value"),
    };
    if let Some(text) = at.text() {
        match selector::read_domain(text) {
            Err(_) => case.out.add(Code::SelectorInvalid, &at),
            Ok(name) => {
                // One registrar cannot answer for what another registered.
                let managed = case
                    .addressed
                    .map(|p| p.domains_under_management.as_slice())
                    .unwrap_or_default();
                let under = |base: &String| name == *base || name.ends_with(&format!(".{base}"));
                if (!managed.is_empty() && !managed.iter().any(under))
                    || (managed.is_empty()
                        && case
                            .world
                            .providers
                            .values()
                            .any(|p| p.domains_under_management.iter().any(under)))
                {
                    case.out.add(Code::WrongProvider, &at);
                }
            }
        }
    } else if !domain.is_empty() {
        case.out.add(Code::SelectorInvalid, &domain);
    }
    let items = case
        .at("items")
        .list()
        .into_iter()
        .flat_map(|item| item.key("elements").entries());
    for at in case.at("elements").entries().into_iter().chain(items) {
        let Some(code) = at.text() else { continue };
        if element::is_excluded(code) || element::is_everything(code) {
            continue;
        }
        // Art. 6(1): what identifies or reaches the registrant, and nothing more.
        let contact = matches!(
            code,
            "name"
                | "postal_address"
                | "contact_email"
                | "contact_phone"
                | "registration_time"
                | "service_period"
        );
        if element::find(code).is_some_and(|found| found.category != Category::DomainRegistration)
            && !contact
        {
            case.out.add(Code::CategoryNotAllowed, &at);
        }
    }
    let statement = case.at("statement");
    if statement.is_empty() {
        return;
    }
    if !statement.key("protocol").affirms() && case.rests_on(PROTOCOL) {
        case.out.add(Code::BasisMissing, &statement.key("protocol"));
    }
    for key in ["relevance", "only_for_case"] {
        if !statement.key(key).affirms() {
            case.out.add(Code::PurposeMissing, &statement.key(key));
        }
    }
}

pub(super) fn check_subscriber(case: &mut Case<'_>) {
    check_statement(case);
    let order = case.at("order");
    if !order.is_empty() && case.rests_on(PROTOCOL) {
        for key in ["issuing_authority", "date"] {
            if order.key(key).is_empty() {
                case.out.add(Code::DomesticOrderMissing, &order.key(key));
            }
        }
    }
    // Art. 7(2)b: a Party may ask for an order by, or under, a judge or prosecutor.
    let judicial = case
        .addressee_state()
        .and_then(|state| state.art7_judicial_required)
        == Some(true);
    let issuer = case
        .at("requesting/authority/type")
        .text()
        .unwrap_or_default();
    if judicial && !matches!(issuer, "prosecutor" | "judge" | "court") {
        let by = order.key("issuing_authority");
        let supervised = by.text().is_some_and(|name| {
            let upper = name.to_uppercase();
            ["COURT", "PROS", "JUDGE", "TRIBUNAL"]
                .iter()
                .any(|word| upper.contains(word))
        });
        let validation = case.at("validation");
        if !supervised && validation.is_empty() {
            case.out.add(Code::ValidationMissing, &validation);
        }
    }
}

pub(super) fn check_effect(case: &mut Case<'_>) {
    let statement = case.at("statement_protocol");
    if statement.flag() == Some(false) {
        case.out.add(Code::BasisMissing, &statement);
    }
    let kept = case.at("support/preservation");
    let sought = match kept.flag() {
        Some(value) => value,
        None => kept.affirms() && kept.key("sought").flag() != Some(false),
    };
    if sought && kept.text().is_none() && kept.key("reference").is_empty() {
        case.out
            .add(Code::PreviousRefMissing, &kept.key("reference"));
    }
    let named = !case.at("addressee/provider").is_empty()
        || !case.at("custodian").is_empty()
        || !case.at("provider").is_empty()
        || !case.at("order/provider").is_empty()
        || case
            .selectors
            .iter()
            .any(|one| !one.at.key("provider").is_empty());
    if !named {
        let at = case.at("addressee/provider");
        case.out.add(Code::ProviderUnknown, &at);
    }
}

fn check_statement(case: &mut Case<'_>) {
    let statement = case.at("statement_protocol");
    if case.rests_on(PROTOCOL) && !statement.affirms() {
        case.out.add(Code::BasisMissing, &statement);
    }
}
