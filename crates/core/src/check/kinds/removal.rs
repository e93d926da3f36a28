//! Removal orders and referrals: exact pages, a reason and a law, no wider than needed, and a way to
//! contest them.
//!
//! # Source
//! Regulation (EU) 2021/784 art. 1(3), 3, 4, 6, 11 and annex I; Regulation (EU) 2022/2065 art. 9.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::selector::{self, Fault};
use crate::time::Span;

pub(super) fn check(case: &mut Case<'_>) {
    check_urls(case);
    let mode = case.at("mode");
    match mode.text() {
        Some("removal_order") => check_order(case),
        Some("referral") => check_referral(case),
        Some(_) => case.out.add(Code::BasisMissing, &mode),
        None => {}
    }
    let preserve = case.at("preserve_before_removal");
    if preserve.flag() == Some(false) {
        case.out.warn(Code::PreserveFirst, &preserve);
    }
    check_secrecy(case);
    check_speech(case);
}

fn check_urls(case: &mut Case<'_>) {
    for one in case.at("urls").list() {
        let at = ["url", "value", "href"]
            .iter()
            .map(|key| one.key(key))
            .find(|at| !at.is_empty())
            .unwrap_or(one);
        match at.text().map(selector::read_url) {
            None => case.out.add(Code::UrlMissing, &at),
            Some(Err(Fault::HomePage)) => case.out.add(Code::UrlMissing, &at),
            Some(Err(_)) => case.out.add(Code::SelectorInvalid, &at),
            Some(Ok(_)) => {}
        }
    }
}

fn check_order(case: &mut Case<'_>) {
    for (path, code) in [
        ("contact_point", Code::ContactIncomplete),
        ("host_state", Code::ContactIncomplete),
        ("territory", Code::ScopeTerritory),
        ("redress", Code::RedressMissing),
    ] {
        let at = case.at(path);
        if at.is_empty() {
            case.out.add(code, &at);
        }
    }
    let territory = case.at("territory");
    let wide = territory.entries().iter().any(|one| {
        one.text().is_some_and(|text| {
            let lower = text.to_lowercase();
            [
                "worldwide",
                "world-wide",
                "world",
                "global",
                "everywhere",
                "all countries",
                "*",
            ]
            .iter()
            .any(|word| lower.trim() == *word || lower.contains("worldwide"))
        })
    });
    let explained = ["territory_reason", "territory_justification"]
        .iter()
        .any(|key| case.at(key).length() > 10);
    if wide && !explained {
        case.out.add(Code::ScopeTerritory, &territory);
    }
    let host = case.at("host_state").text().unwrap_or(case.to);
    let copy = case.at("copy_to_host_state");
    let told = copy.affirms()
        || case
            .at("notified_states")
            .list()
            .iter()
            .any(|one| one.key("state").text() == Some(host));
    if host != case.from && !host.is_empty() && !told {
        case.out.add(Code::NotificationMissing, &copy);
    }
    if case.rests_on(&["voluntary"])
        && case.bases.len() == 1
        && let Some((_, basis)) = case.bases.first()
    {
        // Goodwill is the basis of a referral; an order needs a law.
        let basis = basis.clone();
        case.out.add(Code::BasisNotCover, &basis);
    }
}

/// A referral asks the host to look at its own terms and must not look like an order.
fn check_referral(case: &mut Case<'_>) {
    for key in ["is_order", "binding"] {
        let at = case.at(key);
        if at.flag() == Some(true) {
            case.out.add(Code::BasisMissing, &at);
        }
    }
}

fn check_secrecy(case: &mut Case<'_>) {
    let until = case.at("confidentiality/until");
    // Six weeks, once more six.
    let limit = case.issued + Span::days(85);
    if case.at("confidentiality/no_user_notice").flag() == Some(true)
        && until.latest().is_some_and(|end| end > limit)
    {
        case.out.add(Code::SecrecyNoGround, &until);
    }
}

/// Journalism, research, art and counter-speech are looked at by a second person.
fn check_speech(case: &mut Case<'_>) {
    let review = case.at("speech_review");
    let done = review.affirms() && !review.key("second_person").is_empty();
    if done {
        return;
    }
    let protected = [
        "material_type",
        "context",
        "speech_context",
        "material_context",
    ]
    .iter()
    .any(|path| {
        case.at(path).entries().iter().any(|one| {
            one.text().is_some_and(|text| {
                let lower = text.to_lowercase();
                [
                    "journalis",
                    "research",
                    "academic",
                    "artistic",
                    "satire",
                    "counter-narrative",
                    "counter_narrative",
                    "education",
                    "news report",
                    "political speech",
                    "protest",
                ]
                .iter()
                .any(|word| lower.contains(word))
            })
        })
    });
    let begun = review
        .fields()
        .iter()
        .any(|(name, _)| *name == "second_person")
        || ["needed", "required"]
            .iter()
            .any(|key| review.key(key).flag() == Some(true));
    if protected || begun {
        let at = if review.is_empty() {
            review
        } else {
            review.key("second_person")
        };
        case.out.add(Code::Disproportionate, &at);
    } else {
        let reasons = case.at("reasons");
        case.out.ask(Code::Disproportionate, &reasons);
    }
}
