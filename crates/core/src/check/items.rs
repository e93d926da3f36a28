//! Items: what is asked about which selector, in which category, and whether it may be asked at all.

use std::collections::BTreeSet;

use super::codes::Code;
use super::view::{Case, Item};
use crate::element::{self, Law};
use crate::form;
use crate::kind::{Category, Kind};

pub(super) fn check(case: &mut Case<'_>) {
    let items = std::mem::take(&mut case.items);
    let known: BTreeSet<&str> = case.selectors.iter().map(|one| one.id).collect();
    let mut ids = BTreeSet::new();
    for item in &items {
        if let Some(id) = item.at.key("id").text()
            && !ids.insert(id)
        {
            case.out.add(Code::ManifestError, &item.at.key("id"));
        }
        for reference in item.at.key("selectors").entries() {
            if reference.text().is_some_and(|id| !known.contains(id)) {
                case.out.add(Code::ManifestError, &reference);
            }
        }
        check_elements(case, item);
        check_category(case, item);
    }
    check_holder(case, &items);
    case.items = items;
    // A registrar's form lists its elements by themselves.
    for element in case.at("elements").entries() {
        let Some(code) = element.text() else { continue };
        if element::is_excluded(code) {
            case.out.add(Code::ElementExcluded, &element);
        } else if element::is_everything(code) {
            case.out.add(Code::AllData, &element);
        }
    }
}

fn check_elements(case: &mut Case<'_>, item: &Item<'_>) {
    for (code, at) in &item.elements {
        if element::is_excluded(code) {
            case.out.add(Code::ElementExcluded, at);
        } else if element::is_everything(code) {
            case.out.add(Code::AllData, at);
        }
    }
    for key in ["description", "format", "scope", "what"] {
        let at = item.at.key(key);
        if at
            .text()
            .is_some_and(|text| text.len() < 2_000 && element::is_everything(text))
        {
            case.out.add(Code::AllData, &at);
        }
    }
    // Every sort of content of an account at once is the whole account by another name.
    let content: BTreeSet<&str> = item
        .elements
        .iter()
        .filter(|(code, _)| element::find(code).is_some_and(element::Element::is_content))
        .map(|(code, _)| *code)
        .collect();
    if content.len() >= 5 {
        case.out.add(Code::AllData, &item.at.key("elements"));
    }
}

fn check_category(case: &mut Case<'_>, item: &Item<'_>) {
    let at = item.at.key("category");
    if at.text().is_some() && item.stated.is_none() {
        return case.out.add(Code::CategoryMissing, &at);
    }
    let allowed = case
        .sheet
        .map(|sheet| sheet.categories.as_slice())
        .unwrap_or_default();
    if !allowed.is_empty() {
        if let Some(stated) = item.stated
            && !allowed.contains(&stated)
        {
            // Without a treaty nothing but the provider's goodwill could help, and the law of most
            // providers forbids it for content outside an emergency.
            let code = if stated == Category::Content
                && case.kind == Some(Kind::SubscriberDirect)
                && case.rests_on(&["voluntary"])
            {
                Code::BasisNotCover
            } else {
                Code::CategoryNotAllowed
            };
            return case.out.add(code, &at);
        }
        let law = law_of(case);
        for (code, place) in &item.elements {
            let category = element::find(code).map(|found| found.under(law));
            if category.is_some_and(|c| !allowed.contains(&c)) && !differs_harmlessly(code) {
                case.out.add(Code::CategoryNotAllowed, place);
            }
        }
        if case.out.is_faulty(&item.at.key("elements")) {
            return;
        }
    }
    // A category may be stated stricter than the elements ask for, never laxer.
    let contradicts = item.stated.is_some_and(|stated| {
        item.elements
            .iter()
            .filter_map(|(code, _)| element::find(code))
            .filter(|found| {
                !found.differs && matches!(found.category, Category::Traffic | Category::Content)
            })
            .any(|found| element::strictness(found.category) > element::strictness(stated))
    });
    if contradicts {
        case.out.add(Code::ManifestError, &at);
    }
}

/// Elements about which laws differ so much that only the addressee can say.
fn differs_harmlessly(code: &str) -> bool {
    matches!(
        code,
        "linked_accounts" | "ip_assignment" | "registration_ip" | "last_login_ip"
    )
}

fn law_of(case: &Case<'_>) -> Law {
    case.root.value().map_or(Law::Budapest, form::law)
}

/// Whether the holder offers the service that makes such data.
fn check_holder(case: &mut Case<'_>, items: &[Item<'_>]) {
    let Some(holder) = case.holder else { return };
    let wrong = items
        .iter()
        .flat_map(|item| &item.elements)
        .find(|(code, _)| {
            let makers: &[&str] = match *code {
                "cdr" | "cell_site" | "puk" => &[
                    "phone", "mobile", "telecom", "telefon", "voice", "access", "call",
                ],
                "voicemail" => &[
                    "phone", "mobile", "telecom", "voice", "access", "messag", "call",
                ],
                "mailbox" => &["mail", "messag", "hosting"],
                "statement" | "balance" | "transactions" | "beneficial_owner" | "kyc_file" => &[
                    "bank", "exchange", "payment", "financ", "crypto", "wallet", "broker", "money",
                ],
                "registrant" | "name_servers" | "registrar" => &["domain", "regist", "hosting"],
                _ => return false,
            };
            !holder.offers(makers)
        });
    if let Some((_, element)) = wrong {
        let custodian = case.at("custodian");
        if custodian.is_empty() {
            let element = element.clone();
            case.out.add(Code::WrongProvider, &element);
        } else {
            case.out.add(Code::ProviderUnknown, &custodian);
        }
    }
}
