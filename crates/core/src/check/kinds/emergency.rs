//! Emergencies: a person's life or safety is at risk, and this data averts it.
//!
//! # Source
//! Second Additional Protocol (CETS 224) art. 3(2)c, 9, 10.

use crate::check::codes::Code;
use crate::check::view::Case;
use crate::form;
use crate::kind::Urgency;
use crate::selector;

const PROTOCOL: &[&str] = &["2ap", "COE-224"];

pub(super) fn check_common(case: &mut Case<'_>) {
    let class = case.at("urgency/class");
    let read = case.root.value().map(form::urgency);
    if class.text().and_then(Urgency::parse).is_some()
        && read.is_some_and(|one| !one.is_emergency())
    {
        case.out.add(Code::NotEmergency, &class);
    }
    // Whether a natural person is at risk, now, is for a person to read.
    let facts = case.at("emergency_facts");
    if !facts.is_empty() {
        case.out.ask(Code::NotEmergency, &facts);
    }
}

pub(super) fn check_disclosure(case: &mut Case<'_>) {
    check_common(case);
    let protocol = case.rests_on(PROTOCOL);
    let statement = case.at("statement_protocol");
    if protocol && !statement.affirms() {
        case.out.add(Code::BasisMissing, &statement);
    }
    // Art. 9 goes from contact point to contact point; straight to a provider is goodwill.
    let addressee = case.at("addressee");
    if protocol
        && !case.rests_on(&["voluntary"])
        && !addressee.is_empty()
        && addressee.key("authority").is_empty()
    {
        case.out.add(Code::WrongAddressee, &addressee);
    }
    let post = case.at("post_mla");
    let demanded = case.addressee_state().and_then(|state| state.art9_post_mla) == Some(true);
    let undertaken = post.affirms() && post.key("undertaken").flag() != Some(false);
    if protocol && demanded && !undertaken {
        case.out.warn(Code::PostMlaMissing, &post);
    }
    check_callback(case);
}

/// Forged emergency requests are a known fraud; a call to the number in the directory ends it.
fn check_callback(case: &mut Case<'_>) {
    let callback = case.at("callback");
    if callback.is_empty() {
        return;
    }
    let phone = callback.key("phone");
    let plain = phone
        .text()
        .map(|text| text.replace([' ', '-', '(', ')', '.'], ""));
    if plain.is_some_and(|number| !selector::is_e164(&number)) {
        case.out.add(Code::UnverifiedSender, &phone);
    }
    let verified = callback.key("verified_in_directory");
    if !verified.affirms() {
        case.out.add(Code::UnverifiedSender, &verified);
    }
}
