//! What a table cannot say about a kind: rules that compare fields with each other or with the world.

mod cert;
mod direct;
mod emergency;
mod european;
mod financial;
mod freeze;
mod indicator;
mod jit;
mod mla;
mod police;
mod preservation;
mod removal;

use super::view::Case;
use crate::kind::Kind;

pub(super) fn check(case: &mut Case<'_>) {
    let Some(kind) = case.kind else { return };
    match kind {
        Kind::Preservation => preservation::check(case),
        Kind::PartialDisclosure => direct::check_partial(case),
        Kind::DomainRegistration => direct::check_domain(case),
        Kind::SubscriberDirect => direct::check_subscriber(case),
        Kind::OrderEffect => direct::check_effect(case),
        Kind::MlaStored => mla::check_stored(case),
        Kind::MlaRealtime => mla::check_realtime(case),
        Kind::EmergencyDisclosure => emergency::check_disclosure(case),
        Kind::EmergencyMla => {
            emergency::check_common(case);
            mla::check_stored(case);
        }
        Kind::Epoc | Kind::EpocPr => european::check(case),
        Kind::AssetFreeze => freeze::check(case),
        Kind::FiuInformation => financial::check(case),
        Kind::ContentRemoval => removal::check(case),
        Kind::Jit => jit::check(case),
        Kind::PoliceInformation => police::check(case),
        Kind::CertAssistance => cert::check(case),
    }
}
