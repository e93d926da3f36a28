//! The people of the world, and the devices that prove what they do.

use std::sync::Arc;

use comity_core::id::Digest;
use comity_core::role::Role;
use comity_core::time::Instant;
use comity_flows::{FlowFault, Officer, Prover};
use comity_wire::assertion::Proof;
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::context;
use comity_wire::keys::random;

/// Node, sign-in name and offices of everybody.
pub(crate) fn plan() -> [(&'static str, &'static str, &'static [Role]); 10] {
    [
        (A, "okoye", &[Role::CaOfficer, Role::DutyOfficer]),
        (A, "lindqvist", &[Role::Prosecutor]),
        (A, "haddad", &[Role::CaHead]),
        (A, "marin", &[Role::Investigator]),
        (B, "novak", &[Role::DutyOfficer]),
        (B, "costa", &[Role::CaOfficer, Role::Executor]),
        (B, "ito", &[Role::CaHead]),
        (P, "silva", &[Role::ProviderAgent]),
        (P, "weber", &[Role::ProviderCounsel, Role::ProviderAgent]),
        (C, "abara", &[Role::CaOfficer, Role::DutyOfficer]),
    ]
}

/// The asking authority.
pub(crate) const A: &str = "XA/justice/central";
/// The asked authority.
pub(crate) const B: &str = "XB/justice/central";
/// A provider in the asked State.
pub(crate) const P: &str = "XB/northwind/mail";
/// A second authority of the asking State.
pub(crate) const C: &str = "XA/police/cyber";

/// A person with the devices of the exercise: one for pages, one for the native tool.
pub(crate) struct Person {
    /// As the node knows the person.
    pub(crate) officer: Officer,
    /// Signs at a page.
    pub(crate) page: Arc<Device>,
    /// Signs with the native tool.
    pub(crate) native: Arc<Device>,
}

impl Person {
    /// At a page.
    pub(crate) fn at_page(&self) -> Officer {
        self.with(self.page.clone())
    }

    /// At the own machine, with the native tool.
    pub(crate) fn at_machine(&self) -> Officer {
        self.with(self.native.clone())
    }

    fn with(&self, device: Arc<Device>) -> Officer {
        Officer {
            prover: Some(device),
            ..self.officer.clone()
        }
    }
}

/// A device that proves under a grant.
pub(crate) struct Device {
    /// The device.
    pub(crate) authenticator: SoftwareAuthenticator,
    /// The grant it stands in.
    pub(crate) grant: Digest,
}

impl Prover for Device {
    fn prove(&self, action: &[u8], now: Instant) -> Result<Proof, FlowFault> {
        let refused = |fault: comity_wire::keys::KeyFault| FlowFault::Proof(fault.to_string());
        let nonce = random().map_err(refused)?;
        self.authenticator
            .approve(self.grant, nonce, now, context::World::Exercise, action)
            .map_err(refused)
    }
}
