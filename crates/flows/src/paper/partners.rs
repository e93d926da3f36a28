//! Partners without a node that this office enters itself: where no State signs an entry for them, an
//! office still has their addresses. Such an entry carries no key and proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::NodeId;
use comity_core::road::Channel;
use comity_core::role::Act;
use comity_wire::context::World;
use comity_wire::directory::{Contact, Desk, Entry, NodeKind};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::send::short;
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, Write};

/// The setting under which they are kept.
const SETTING: &str = "partners";

/// A partner without a node, as a person enters it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Its name in the directory, `XC/justice/central`.
    pub node: NodeId,
    /// What it is: `authority`, `contact_point`, `provider`, `cert`, `fiu`.
    pub kind: String,
    /// Its name in its own words.
    pub name: String,
    /// Channel and address, the usual way first.
    pub contacts: Vec<(Channel, String)>,
    /// Languages it takes.
    pub languages: Vec<String>,
}

/// Why a partner was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerFault {
    /// A State of the other world.
    World,
    /// Its own State signs an entry for it.
    Signed,
    /// No name.
    Name,
    /// No kind of office.
    Kind,
    /// No address at all.
    Contacts,
}

impl PartnerFault {
    fn input(self) -> FlowFault {
        let (field, why) = match self {
            Self::World => (
                "node",
                "exercises have invented States only, live nodes have none",
            ),
            Self::Signed => (
                "node",
                "its own State has signed an entry for it: that one stands",
            ),
            Self::Name => ("name", "write its name"),
            Self::Kind => ("kind", "choose one of the list"),
            Self::Contacts => ("contacts", "write at least one address that letters reach"),
        };
        FlowFault::Input {
            field: field.to_owned(),
            why: why.to_owned(),
        }
    }
}

impl Partner {
    fn entry(&self) -> Option<Entry> {
        let telephone = self
            .contacts
            .iter()
            .find(|(channel, _)| *channel == Channel::Telephone);
        Some(Entry {
            node: self.node.clone(),
            names: BTreeMap::from([("en".to_owned(), self.name.clone())]),
            kind: NodeKind::parse(&self.kind)?,
            authority: None,
            certificates: Vec::new(),
            urls: Vec::new(),
            desks: telephone
                .map(|(_, number)| Desk {
                    role: "central".to_owned(),
                    telephone: number.clone(),
                    hours: String::new(),
                    zone: "UTC".to_owned(),
                    languages: self.languages.clone(),
                })
                .into_iter()
                .collect(),
            sends: BTreeSet::new(),
            accepts: BTreeSet::new(),
            grants: Vec::new(),
            vouches: BTreeSet::new(),
            min_suite: 0,
            offline: true,
            witness: false,
            contacts: self
                .contacts
                .iter()
                .map(|(channel, address)| Contact {
                    channel: *channel,
                    address: address.clone(),
                })
                .collect(),
        })
    }
}

impl Node {
    /// The partners without a node that this office has entered.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn paper_partners(&self) -> Result<Vec<Partner>, FlowFault> {
        match self.ports.ledger.setting(SETTING).await? {
            Some(bytes) => serde_json::from_slice(&bytes).map_err(node_fault),
            None => Ok(Vec::new()),
        }
    }

    /// Enters a partner without a node, or changes it.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names the field.
    pub async fn put_partner(&self, officer: &Officer, partner: Partner) -> Result<(), FlowFault> {
        officer.must(Act::Register)?;
        let refused = |fault: PartnerFault| Err(fault.input());
        let partner = Partner {
            name: partner.name.trim().to_owned(),
            contacts: partner
                .contacts
                .into_iter()
                .map(|(channel, address)| (channel, address.trim().to_owned()))
                .filter(|(_, address)| !address.is_empty())
                .collect(),
            ..partner
        };
        if partner.node.state().is_invented() != (self.world == World::Exercise) {
            return refused(PartnerFault::World);
        }
        let directory = self.directory();
        let signed = directory.entry(&partner.node).is_some();
        if signed && !directory.is_entered_here(&partner.node) {
            return refused(PartnerFault::Signed);
        }
        if partner.name.is_empty() {
            return refused(PartnerFault::Name);
        }
        if partner.contacts.is_empty() {
            return refused(PartnerFault::Contacts);
        }
        if partner.entry().is_none() {
            return refused(PartnerFault::Kind);
        }
        short("name", &partner.name, 200)?;
        for (_, address) in &partner.contacts {
            short("contacts", address, 500)?;
        }
        let mut all = self.paper_partners().await?;
        all.retain(|one| one.node != partner.node);
        let what = json!({"partner": partner});
        all.push(partner);
        all.sort_by(|a, b| a.node.cmp(&b.node));
        let mut change = Change::default();
        change.writes.push(Write::Setting {
            name: SETTING.to_owned(),
            value: serde_json::to_vec(&all).map_err(node_fault)?,
        });
        let now = self.now();
        let by = officer.id.as_str();
        self.note(&mut change, None, now, "partner.entered", by, &what)?;
        self.ports.ledger.commit(change).await?;
        self.list_partners(&all);
        self.tell("partner.entered", None);
        Ok(())
    }

    /// Takes the partners that were entered before into the directory, at the start.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn recall_partners(&self) -> Result<(), FlowFault> {
        let all = self.paper_partners().await?;
        self.list_partners(&all);
        Ok(())
    }

    fn list_partners(&self, all: &[Partner]) {
        self.change_directory(|directory| {
            directory.set_partners(all.iter().filter_map(Partner::entry));
        });
    }
}
