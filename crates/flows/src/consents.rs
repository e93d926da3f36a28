//! The consent register: which States let us address their providers directly, and whom our own State
//! lets in. Asked at signing, at sending and at receipt; a withdrawn consent stops what has not arrived.
//!
//! A record is signed by the office that gives it, or entered from paper by two persons. Withdrawing
//! takes one person and counts at once: stopping is always the safe side.
//!
//! # Source
//! Recommendation 4 of the expert group; our method, consent record.

use comity_core::consent::Consent;
use comity_core::id::{NodeId, OfficerId, StateCode};
use comity_core::role::Act;
use comity_core::time::Instant;
use comity_wire::consent::SignedConsent;
use comity_wire::directory::NodeKind;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::Change;

/// The paper that holds the register.
const REGISTER: &str = "law/consents";
/// Most records that are kept; a State has a handful with each partner.
const MOST: usize = 10_000;

/// The register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Consents {
    /// What is on file.
    pub held: Vec<Held>,
    /// Entered from paper, or about to be given: waits for a second person.
    pub waiting: Vec<Waiting>,
}

/// A consent on file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The record.
    pub record: Consent,
    /// How it came to be on file.
    pub how: How,
    /// Since when.
    pub at: Instant,
}

/// How a consent was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum How {
    /// Signed by a node of the consenting State's authority, or by this node for its own State.
    Signed {
        /// Which node.
        node: NodeId,
        /// The signed file, in hexadecimal digits.
        file: String,
    },
    /// From paper, entered by one person and compared by another.
    Paper {
        /// Who entered it and who compared it.
        by: [OfficerId; 2],
    },
}

/// A record that one person has entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// The record.
    pub record: Consent,
    /// Who entered it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

impl Consents {
    /// A record by its State and id.
    #[must_use]
    pub fn find(&self, state: StateCode, id: &str) -> Option<&Held> {
        let same = |one: &&Held| one.record.state == state && one.record.id == id;
        self.held.iter().find(same)
    }
}

impl Node {
    /// The register.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn consents(&self) -> Result<Consents, FlowFault> {
        Ok(self.read_paper(REGISTER).await?.1)
    }

    /// Enters a consent: of another State from its paper, or of our own State to be given. It counts
    /// when a second person has compared it.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names the field.
    pub async fn enter_consent(&self, officer: &Officer, record: Consent) -> Result<(), FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut register) = self.read_register().await?;
        self.may_stand(&register, &record)?;
        let same = |one: &Waiting| one.record.state == record.state && one.record.id == record.id;
        if register.waiting.iter().any(same) {
            return Err(wrong(
                "id",
                "this record waits for its second person already",
            ));
        }
        let now = self.now();
        let mut change = Change::default();
        let by = officer.id.as_str();
        self.note(
            &mut change,
            None,
            now,
            "consent.entered",
            by,
            &json!({"record": record}),
        )?;
        register.waiting.push(Waiting {
            record,
            by: officer.id.clone(),
            at: now,
        });
        self.keep_register(change, version, register).await?;
        self.tell("consent.entered", None);
        Ok(())
    }

    /// Compares an entered consent with its paper: from now on it counts. Our own State's is signed.
    ///
    /// # Errors
    /// [`FlowFault::Proof`] for the person who entered it.
    pub async fn confirm_consent(
        &self,
        officer: &Officer,
        state: StateCode,
        id: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut register) = self.read_register().await?;
        let place = place_of(&register.waiting, state, id)?;
        let entered = register.waiting.remove(place);
        if entered.by == officer.id {
            return Err(FlowFault::Proof(
                "a second person compares what this one has entered".to_owned(),
            ));
        }
        self.may_stand(&register, &entered.record)?;
        let now = self.now();
        let by = officer.id.as_str();
        let how = if state == self.id.state() {
            self.sign_consent(&entered.record)?
        } else {
            How::Paper {
                by: [entered.by, officer.id.clone()],
            }
        };
        let mut change = Change::default();
        let what = json!({"record": entered.record});
        self.note(&mut change, None, now, "consent.confirmed", by, &what)?;
        put(&mut register, entered.record, how, now);
        self.keep_register(change, version, register).await?;
        self.tell("consent.confirmed", None);
        Ok(())
    }

    /// Takes an entered consent back before it counts.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`].
    pub async fn discard_consent(
        &self,
        officer: &Officer,
        state: StateCode,
        id: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut register) = self.read_register().await?;
        let place = place_of(&register.waiting, state, id)?;
        let gone = register.waiting.remove(place);
        let mut change = Change::default();
        let by = officer.id.as_str();
        let what = json!({"state": gone.record.state, "id": gone.record.id});
        self.note(
            &mut change,
            None,
            self.now(),
            "consent.discarded",
            by,
            &what,
        )?;
        self.keep_register(change, version, register).await
    }

    /// Takes a signed consent that an authority of the consenting State gives, or its withdrawal.
    /// Whether a machine or a person brings it makes no difference: the signature says who speaks.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when it does not hold, is older than what is on file, or comes from somebody
    /// who does not speak for that State.
    pub async fn take_consent(&self, bytes: &[u8], by: &str) -> Result<Consent, FlowFault> {
        let (record, node) = self.verify_consent(bytes)?;
        let (version, mut register) = self.read_register().await?;
        match register.find(record.state, &record.id) {
            Some(held) if held.record == record => return Ok(record),
            Some(held) if held.record.version >= record.version => {
                return Err(wrong("version", "a newer version is on file"));
            }
            Some(held) if held.record.withdrawn_at.is_some() => {
                return Err(wrong(
                    "id",
                    "a withdrawn consent does not come back; give a new one",
                ));
            }
            Some(_) | None => {}
        }
        let now = self.now();
        let mut change = Change::default();
        let what = json!({"record": record, "signed_by": node});
        self.note(&mut change, None, now, "consent.taken", by, &what)?;
        let how = How::Signed {
            node,
            file: hex::encode(bytes),
        };
        // What came signed needs no second person any more.
        register
            .waiting
            .retain(|one| one.record.state != record.state || one.record.id != record.id);
        put(&mut register, record.clone(), how, now);
        self.keep_register(change, version, register).await?;
        self.tell("consent.taken", None);
        // What waits in the outbox is asked again before its next attempt.
        self.outbox_wake.notify_one();
        Ok(record)
    }

    /// Withdraws a consent from now on: our own State's, which is signed anew, or another State's
    /// because its paper says so.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`].
    pub async fn withdraw_consent(
        &self,
        officer: &Officer,
        state: StateCode,
        id: &str,
        reason: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut register) = self.read_register().await?;
        let held = register.find(state, id).ok_or(FlowFault::NotFound)?;
        let mut record = held.record.clone();
        if record.withdrawn_at.is_some() {
            return Ok(());
        }
        let now = self.now();
        // A consent that has not begun is withdrawn at its beginning: it never counts.
        record.withdrawn_at = Some(now.max(record.from));
        record.version += 1;
        let how = if state == self.id.state() {
            self.sign_consent(&record)?
        } else {
            held.how.clone()
        };
        let mut change = Change::default();
        let what = json!({"state": state, "id": id, "reason": reason});
        let by = officer.id.as_str();
        self.note(&mut change, None, now, "consent.withdrawn", by, &what)?;
        put(&mut register, record, how, now);
        self.keep_register(change, version, register).await?;
        self.tell("consent.withdrawn", None);
        Ok(())
    }

    /// The signed file of a consent, for the other State and for our own providers.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] where it was entered from paper.
    pub async fn consent_file(&self, state: StateCode, id: &str) -> Result<Vec<u8>, FlowFault> {
        let register = self.consents().await?;
        match register.find(state, id).map(|held| &held.how) {
            Some(How::Signed { file, .. }) => hex::decode(file).map_err(node_fault),
            Some(How::Paper { .. }) | None => Err(FlowFault::NotFound),
        }
    }

    /// Loads the register into the law of this node.
    pub(crate) async fn refresh_consents(&self) -> Result<(), FlowFault> {
        let (_, register) = self.read_register().await?;
        self.law.put_consents(records(&register));
        Ok(())
    }

    async fn read_register(&self) -> Result<(Option<u64>, Consents), FlowFault> {
        self.read_paper(REGISTER).await
    }

    async fn keep_register(
        &self,
        mut change: Change,
        version: Option<u64>,
        register: Consents,
    ) -> Result<(), FlowFault> {
        self.put_paper(&mut change, REGISTER, version, &register)?;
        self.ports.ledger.commit(change).await?;
        self.law.put_consents(records(&register));
        Ok(())
    }

    fn may_stand(&self, register: &Consents, record: &Consent) -> Result<(), FlowFault> {
        record.sound().map_err(|bad| wrong(bad.field, bad.why))?;
        let us = self.id.state();
        if record.to != us && record.state != us {
            return Err(wrong(
                "to",
                "neither our State consents nor is it the one let in",
            ));
        }
        if register.held.len() + register.waiting.len() >= MOST {
            return Err(wrong("id", "the register is full"));
        }
        match register.find(record.state, &record.id) {
            Some(_) => Err(wrong(
                "id",
                "this record is on file; a new consent has a new id",
            )),
            None => Ok(()),
        }
    }

    fn verify_consent(&self, bytes: &[u8]) -> Result<(Consent, NodeId), FlowFault> {
        let directory = self.directory();
        let now = self.now();
        let signed = SignedConsent::verify(bytes, self.world, |kid| {
            let signer = directory.signer(kid, now).ok()?;
            Some(signer.certificate.document().signing.clone())
        })
        .map_err(|fault| FlowFault::Input {
            field: "consent".to_owned(),
            why: format!("{fault} [{}]", fault.code()),
        })?;
        let signer = directory
            .signer(&signed.kid(), now)
            .map_err(|fault| FlowFault::Node(fault.to_string()))?;
        let record = signed.document().clone();
        record.sound().map_err(|bad| wrong(bad.field, bad.why))?;
        let speaks =
            signer.entry.kind == NodeKind::Authority && signer.entry.node.state() == record.state;
        if !speaks {
            return Err(wrong(
                "state",
                "its signer does not speak for the consenting State",
            ));
        }
        let us = self.id.state();
        if record.to != us && record.state != us {
            return Err(wrong("to", "this consent is for another State"));
        }
        Ok((record, signer.entry.node.clone()))
    }

    fn sign_consent(&self, record: &Consent) -> Result<How, FlowFault> {
        let signed = SignedConsent::issue(
            record.clone(),
            &self.keys.signing,
            self.keys.kid(),
            self.world,
        )
        .map_err(node_fault)?;
        Ok(How::Signed {
            node: self.id.clone(),
            file: hex::encode(signed.bytes()),
        })
    }
}

fn put(register: &mut Consents, record: Consent, how: How, at: Instant) {
    register
        .held
        .retain(|one| one.record.state != record.state || one.record.id != record.id);
    register.held.push(Held { record, how, at });
}

fn records(register: &Consents) -> Vec<Consent> {
    register.held.iter().map(|one| one.record.clone()).collect()
}

fn place_of(waiting: &[Waiting], state: StateCode, id: &str) -> Result<usize, FlowFault> {
    waiting
        .iter()
        .position(|one| one.record.state == state && one.record.id == id)
        .ok_or(FlowFault::NotFound)
}

fn wrong(field: &str, why: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: why.to_owned(),
    }
}
