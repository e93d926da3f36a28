//! The law packs of this node: which is in force, which were, and how an old decision is run again.
//!
//! Every pack that was ever in force stays: its signed file and the node's own rows above it. A decision
//! names the hash of its pack, so years later the same question gives the same answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_core::id::OfficerId;
use comity_core::law::{LOCAL, Overlay, Pack, PackEffect, PackRefused};
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::directory::NodeKind;
use comity_wire::keys::{KeyId, VerifyingKey};
use comity_wire::law_pack::{LawPack, SignedLawPack};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::outgoing::node_fault;
use crate::ports::{Change, LedgerFault, Write};

/// The paper that lists packs and proposals.
pub(crate) const BOOK: &str = "law/book";

/// The law packs of a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Every pack that was in force, the one in force now last.
    pub editions: Vec<Edition>,
    /// What waits for a second person.
    pub proposals: Vec<Proposal>,
}

/// A pack that is or was in force: a signed file, and the node's own rows above it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Hash of the whole: what decisions name.
    pub hash: String,
    /// Hash of the signed file below.
    pub base: String,
    /// Name of the pack.
    pub name: String,
    /// Its version.
    pub version: u64,
    /// The day to which its facts were gathered.
    pub as_of: String,
    /// Who answers for the signed file.
    pub sealed_by: String,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// The key that sealed it, as people compare it.
    pub key: String,
    /// The node's own rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
    /// Since when it was in force.
    pub since: Instant,
    /// The persons who put it in force; nobody for the pack with which the node began.
    pub by: Vec<OfficerId>,
    /// Why; empty for what came with the program.
    pub reason: String,
}

/// What a proposal would put in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Proposed {
    /// Another signed pack; the node's own rows stay above it.
    Pack {
        /// Hash of the signed file.
        base: String,
    },
    /// Rows of the node's own.
    Rows {
        /// The rows.
        overlay: Overlay,
    },
    /// A pack that was in force before.
    Back {
        /// Its hash.
        to: String,
    },
}

/// A change that waits for its two persons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Short name.
    pub id: String,
    /// What it would do.
    #[serde(flatten)]
    pub what: Proposed,
    /// What it would put in force, but for the moment and the persons.
    pub edition: Edition,
    /// The pack that was in force when its effect was computed.
    pub against: String,
    /// Which answers would change.
    pub effect: PackEffect,
    /// When it was made.
    pub at: Instant,
    /// Who agrees so far; nobody for what came with the program.
    pub approvals: Vec<OfficerId>,
}

impl Book {
    /// The pack in force.
    #[must_use]
    pub fn active(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// A proposal.
    #[must_use]
    pub fn proposal(&self, id: &str) -> Option<&Proposal> {
        self.proposals.iter().find(|one| one.id == id)
    }
}

/// The name of the paper that holds a signed file.
fn file_of(base: &str) -> String {
    format!("law/pack/{base}")
}

/// A pack from a signed file's contents and the node's own rows above them.
pub(crate) fn assemble(
    mut files: BTreeMap<String, Vec<u8>>,
    overlay: Option<&Overlay>,
) -> Result<Pack, FlowFault> {
    if let Some(overlay) = overlay.filter(|it| !it.is_empty()) {
        files.insert(LOCAL.to_owned(), overlay.to_bytes());
    }
    Pack::from_files(files).map_err(|refused| broken(&refused))
}

/// A refused pack as the person who brought it reads it: each row with the rule that it breaks.
fn broken(refused: &PackRefused) -> FlowFault {
    let mut lines: Vec<String> = refused
        .faults
        .iter()
        .take(20)
        .map(ToString::to_string)
        .collect();
    if refused.faults.len() > lines.len() {
        lines.push(format!("and {} more", refused.faults.len() - lines.len()));
    }
    FlowFault::Input {
        field: "pack".to_owned(),
        why: lines.join("\n"),
    }
}

impl Node {
    /// Opens the law with which the program was built, or what this node has put in force since.
    /// `write` is false for whoever only reads beside a running node.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`], or a stored pack that no longer holds.
    pub async fn open_law(
        &self,
        shipped: BTreeMap<String, Vec<u8>>,
        write: bool,
    ) -> Result<(), FlowFault> {
        self.refresh_consents().await?;
        let (version, mut book) = self.read_book().await?;
        let Some(active) = book.active().cloned() else {
            if write {
                self.begin_book(shipped).await?;
            }
            return Ok(());
        };
        let pack = self.pack_of_edition(&active).await?;
        self.law.replace(Arc::new(pack));
        let ours = Pack::from_files(shipped.clone()).map_err(|refused| broken(&refused))?;
        let known = |one: &Edition| one.base == ours.hash();
        let seen =
            book.editions.iter().any(known) || book.proposals.iter().any(|one| known(&one.edition));
        if seen || !write {
            return Ok(());
        }
        // A newer program brings a newer pack: two persons still decide whether it counts here.
        let mut change = Change::default();
        let file = self.seal_pack(shipped)?;
        let mut edition = self.keep_pack(&mut change, &file, &ours, "", "").await?;
        self.ports
            .ledger
            .commit(std::mem::take(&mut change))
            .await?;
        if let Some(own) = &active.overlay {
            edition.hash = assemble(file.files.clone(), Some(own))?.hash().to_owned();
            edition.overlay = Some(own.clone());
        }
        let what = Proposed::Pack {
            base: ours.hash().to_owned(),
        };
        let proposal = self.proposal_of(&active, what, edition, Vec::new()).await?;
        let said = json!({"proposal": proposal.id, "pack": proposal.edition.hash});
        book.proposals.push(proposal);
        self.note(&mut change, None, self.now(), "law.proposed", "node", &said)?;
        self.put_paper(&mut change, BOOK, version, &book)?;
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    /// Takes over what another process has put in force.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn refresh_law(&self) -> Result<(), FlowFault> {
        self.refresh_consents().await?;
        let (_, book) = self.read_book().await?;
        if let Some(active) = book.active()
            && active.hash != self.law.hash()
        {
            let pack = self.pack_of_edition(active).await?;
            self.law.replace(Arc::new(pack));
        }
        Ok(())
    }

    /// The packs of this node and what is proposed.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn law_book(&self) -> Result<Book, FlowFault> {
        Ok(self.read_book().await?.1)
    }

    /// The pack of a decision, by the hash that it names: the one in force, one that was, or a signed
    /// file that is here.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when this node never had it.
    pub async fn pack_of(&self, hash: &str) -> Result<Arc<Pack>, FlowFault> {
        let in_force = self.law.pack();
        if in_force.hash() == hash {
            return Ok(in_force);
        }
        let (_, book) = self.read_book().await?;
        let proposed = book.proposals.iter().map(|one| &one.edition);
        let edition = book
            .editions
            .iter()
            .chain(proposed)
            .find(|one| one.hash == hash)
            .ok_or(FlowFault::NotFound)?;
        Ok(Arc::new(self.pack_of_edition(edition).await?))
    }

    /// The files of a signed pack that is here. Its signature was checked when it came in; the hash of
    /// what is built from them says that they are the same.
    pub(crate) async fn files_of(
        &self,
        base: &str,
    ) -> Result<BTreeMap<String, Vec<u8>>, FlowFault> {
        let stored = self.ports.ledger.paper(&file_of(base)).await?;
        let (_, bytes) = stored.ok_or(FlowFault::NotFound)?;
        let (file, _) = SignedLawPack::peek(&bytes).map_err(node_fault)?;
        Ok(file.files)
    }

    pub(crate) async fn pack_of_edition(&self, edition: &Edition) -> Result<Pack, FlowFault> {
        let files = self.files_of(&edition.base).await?;
        let pack = assemble(files, edition.overlay.as_ref())?;
        if pack.hash() == edition.hash {
            Ok(pack)
        } else {
            Err(FlowFault::Node(format!(
                "the stored law pack is {}, not {}",
                pack.hash(),
                edition.hash
            )))
        }
    }

    /// Verifies a signed pack file: by an authority of our own State in the directory, by this node, or
    /// by a key that the administrator has entered for packs.
    ///
    /// # Errors
    /// [`FlowFault::Input`] says what does not hold.
    pub fn verify_pack(&self, bytes: &[u8]) -> Result<(SignedLawPack, Pack), FlowFault> {
        let refused = |why: String| FlowFault::Input {
            field: "pack".to_owned(),
            why,
        };
        let file = SignedLawPack::verify(bytes, self.world, |kid| self.pack_key(kid))
            .map_err(|fault| refused(format!("{fault} [{}]", fault.code())))?;
        let pack = assemble(file.files.clone(), None)?;
        if file.files.contains_key(LOCAL) {
            return Err(refused(format!("{LOCAL} belongs to a node, not to a pack")));
        }
        if pack.is_exercise() != (self.world == World::Exercise) {
            return Err(refused("exercise and live law never mix".to_owned()));
        }
        Ok((file, pack))
    }

    fn pack_key(&self, kid: &KeyId) -> Option<VerifyingKey> {
        if *kid == self.keys.kid() {
            return Some(self.keys.signing.verifying().clone());
        }
        let pinned = self.settings.pack_keys.iter().find(|key| key.id() == *kid);
        if let Some(key) = pinned {
            return Some(key.clone());
        }
        let directory = self.directory();
        let signer = directory.signer(kid, self.now()).ok()?;
        let ours = signer.entry.node.state() == self.id.state();
        (ours && signer.entry.kind == NodeKind::Authority)
            .then(|| signer.certificate.document().signing.clone())
    }

    async fn begin_book(&self, shipped: BTreeMap<String, Vec<u8>>) -> Result<(), FlowFault> {
        let pack = Pack::from_files(shipped.clone()).map_err(|refused| broken(&refused))?;
        let mut change = Change::default();
        let file = self.seal_pack(shipped)?;
        let edition = self.keep_pack(&mut change, &file, &pack, "", "").await?;
        let said = json!({"pack": edition.hash, "name": edition.name, "version": edition.version});
        self.note(&mut change, None, self.now(), "law.adopted", "node", &said)?;
        let book = Book {
            editions: vec![edition],
            proposals: Vec::new(),
        };
        self.put_paper(&mut change, BOOK, None, &book)?;
        match self.ports.ledger.commit(change).await {
            // Another process began at the same moment with the same pack.
            Ok(_) | Err(LedgerFault::Stale) => Ok(()),
            Err(fault) => Err(fault.into()),
        }
    }

    /// The pack that ships with the program, sealed by this node: it says which bytes it began with.
    fn seal_pack(&self, files: BTreeMap<String, Vec<u8>>) -> Result<SignedLawPack, FlowFault> {
        let pack = LawPack {
            sealed_by: self.id.to_string(),
            sealed_at: self.now(),
            files,
        };
        SignedLawPack::issue(pack, &self.keys.signing, self.keys.kid(), self.world)
            .map_err(node_fault)
    }

    /// Stores a signed file unless it is here, and says what it would be in force.
    pub(crate) async fn keep_pack(
        &self,
        change: &mut Change,
        file: &SignedLawPack,
        pack: &Pack,
        key: &str,
        reason: &str,
    ) -> Result<Edition, FlowFault> {
        let name = file_of(pack.hash());
        if self.ports.ledger.paper(&name).await?.is_none() {
            change.writes.push(Write::Paper {
                name,
                expect: None,
                value: file.bytes().to_vec(),
            });
        }
        let own = self.keys.certificate.document().signing.id().fingerprint();
        Ok(Edition {
            hash: pack.hash().to_owned(),
            base: pack.hash().to_owned(),
            name: pack.name().to_owned(),
            version: pack.version(),
            as_of: pack.as_of().to_owned(),
            sealed_by: file.sealed_by.clone(),
            sealed_at: file.sealed_at,
            key: if key.is_empty() { own } else { key.to_owned() },
            overlay: None,
            since: self.now(),
            by: Vec::new(),
            reason: reason.to_owned(),
        })
    }

    pub(crate) async fn read_book(&self) -> Result<(Option<u64>, Book), FlowFault> {
        self.read_paper(BOOK).await
    }

    /// A paper of this node and the version that guards the next one.
    pub(crate) async fn read_paper<T: DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<(Option<u64>, T), FlowFault> {
        match self.ports.ledger.paper(name).await? {
            None => Ok((None, T::default())),
            Some((version, bytes)) => {
                let paper = serde_json::from_slice(&bytes)
                    .map_err(|fault| FlowFault::Node(format!("{name} cannot be read: {fault}")))?;
                Ok((Some(version), paper))
            }
        }
    }

    pub(crate) fn put_paper(
        &self,
        change: &mut Change,
        name: &str,
        expect: Option<u64>,
        paper: &impl Serialize,
    ) -> Result<(), FlowFault> {
        change.writes.push(Write::Paper {
            name: name.to_owned(),
            expect,
            value: serde_json::to_vec(paper).map_err(node_fault)?,
        });
        Ok(())
    }
}
