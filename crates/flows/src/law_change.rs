//! Changing the law data of a node: one person proposes, both see which answers would be others, a
//! second person agrees, and from that moment it counts. Open requests are asked again at once.
//!
//! # Source
//! Recommendations 1, 2, 30 and 31: law as a maintained, checked basis; four eyes as for any act that
//! decides over others.

use std::sync::Arc;

use comity_core::basis::{Basis, BasisRole};
use comity_core::id::OfficerId;
use comity_core::law::{Day, Overlay, compare};
use comity_core::request::Part;
use comity_core::role::Act;
use serde_json::json;

use crate::fault::FlowFault;
use crate::law_book::{BOOK, Book, Edition, Proposal, Proposed, assemble};
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, QueueQuery, QueueView};

/// How many persons a change of law takes.
const PERSONS: usize = 2;
/// Proposals that may wait at once: a list that nobody can read protects nobody.
const WAITING: usize = 50;
/// Open requests that are asked again for one page of the queue.
const PAGE: u32 = 200;

/// What became of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LawSaid {
    /// It waits for another person, under this name.
    Waiting(String),
    /// It is in force, under this hash; so many open requests have another answer now.
    InForce {
        /// Hash of the pack now in force.
        hash: String,
        /// Open requests with another answer.
        touched: usize,
    },
}

impl Node {
    /// Proposes another signed pack.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names what does not hold: signature, row and rule, or an older version.
    pub async fn propose_pack(
        &self,
        officer: &Officer,
        bytes: &[u8],
        reason: &str,
    ) -> Result<LawSaid, FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (file, pack) = self.verify_pack(bytes)?;
        let (version, book) = self.read_book().await?;
        let newest = book.editions.iter().filter(|one| one.name == pack.name());
        if let Some(newer) = newest.max_by_key(|one| one.version)
            && newer.version >= pack.version()
        {
            return Err(wrong(format!(
                "version {} of {} was in force here already; this is version {}",
                newer.version,
                newer.name,
                pack.version()
            )));
        }
        let mut change = Change::default();
        let key = file.kid().fingerprint();
        let mut edition = self
            .keep_pack(&mut change, &file, &pack, &key, reason)
            .await?;
        let base = edition.base.clone();
        if let Some(own) = book.active().and_then(|one| one.overlay.clone()) {
            edition.hash = assemble(file.files.clone(), Some(&own))?.hash().to_owned();
            edition.overlay = Some(own);
        }
        self.propose(
            change,
            officer,
            (version, book),
            Proposed::Pack { base },
            edition,
        )
        .await
    }

    /// Proposes rows of the node's own.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names row and rule.
    pub async fn propose_rows(
        &self,
        officer: &Officer,
        overlay: Overlay,
        reason: &str,
    ) -> Result<LawSaid, FlowFault> {
        officer.must(Act::ChangeLaw)?;
        if overlay.is_empty() {
            return Err(wrong("it changes nothing".to_owned()));
        }
        let (version, book) = self.read_book().await?;
        let mut edition = self.next_edition(&book, reason)?;
        let mut own = edition.overlay.take().unwrap_or_else(|| Overlay::of(""));
        own.take(overlay.clone());
        edition.overlay = Some(own);
        edition.hash = self.hash_of(&edition).await?;
        self.propose(
            Change::default(),
            officer,
            (version, book),
            Proposed::Rows { overlay },
            edition,
        )
        .await
    }

    /// Proposes to go back to a pack that was in force.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] for a pack that never was.
    pub async fn propose_back(
        &self,
        officer: &Officer,
        hash: &str,
        reason: &str,
    ) -> Result<LawSaid, FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, book) = self.read_book().await?;
        let earlier = book.editions.iter().rfind(|one| one.hash == hash);
        let edition = Edition {
            reason: reason.to_owned(),
            by: Vec::new(),
            ..earlier.ok_or(FlowFault::NotFound)?.clone()
        };
        let what = Proposed::Back {
            to: hash.to_owned(),
        };
        self.propose(Change::default(), officer, (version, book), what, edition)
            .await
    }

    /// Agrees to a proposal; with the second person it is in force.
    ///
    /// # Errors
    /// [`FlowFault::Stale`] when another pack came into force since: the effect is then computed anew
    /// and nobody has agreed to that yet. [`FlowFault::Proof`] for a person who agreed already.
    pub async fn approve_law(&self, officer: &Officer, id: &str) -> Result<LawSaid, FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut book) = self.read_book().await?;
        let active = book.active().cloned().ok_or(FlowFault::NotFound)?;
        let place = book
            .proposals
            .iter()
            .position(|one| one.id == id)
            .ok_or(FlowFault::NotFound)?;
        let mut proposal = book.proposals.remove(place);
        let now = self.now();
        let mut change = Change::default();
        if proposal.against != active.hash {
            let edition = self.rebase(&active, &proposal).await?;
            let fresh = self
                .proposal_of(&active, proposal.what, edition, Vec::new())
                .await?;
            book.proposals.push(Proposal {
                id: proposal.id,
                ..fresh
            });
            self.put_paper(&mut change, BOOK, version, &book)?;
            self.ports.ledger.commit(change).await?;
            return Err(FlowFault::Stale);
        }
        if proposal.approvals.contains(&officer.id) {
            return Err(FlowFault::Proof(
                "this person has agreed already; a second one must".to_owned(),
            ));
        }
        proposal.approvals.push(officer.id.clone());
        let by = officer.id.as_str();
        if proposal.approvals.len() < PERSONS {
            let said = json!({"proposal": id, "pack": proposal.edition.hash});
            self.note(&mut change, None, now, "law.agreed", by, &said)?;
            book.proposals.push(proposal);
            self.put_paper(&mut change, BOOK, version, &book)?;
            self.ports.ledger.commit(change).await?;
            self.tell("law.agreed", None);
            return Ok(LawSaid::Waiting(id.to_owned()));
        }
        let edition = Edition {
            since: now,
            by: proposal.approvals.clone(),
            ..proposal.edition
        };
        let pack = Arc::new(self.pack_of_edition(&edition).await?);
        let hash = edition.hash.clone();
        let said = json!({
            "proposal": id,
            "pack": hash,
            "was": active.hash,
            "by": edition.by,
            "reason": edition.reason,
            "answers": proposal.effect.changed,
            "about": about(&proposal.what),
        });
        self.note(&mut change, None, now, "law.changed", by, &said)?;
        book.editions.push(edition);
        self.put_paper(&mut change, BOOK, version, &book)?;
        self.ports.ledger.commit(change).await?;
        self.law.replace(pack);
        let touched = self.ask_again().await?;
        self.tell("law.changed", None);
        Ok(LawSaid::InForce { hash, touched })
    }

    /// Takes a proposal from the list: whoever made it, or anybody who may change the law.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`].
    pub async fn reject_law(
        &self,
        officer: &Officer,
        id: &str,
        reason: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ChangeLaw)?;
        let (version, mut book) = self.read_book().await?;
        let before = book.proposals.len();
        book.proposals.retain(|one| one.id != id);
        if book.proposals.len() == before {
            return Err(FlowFault::NotFound);
        }
        let mut change = Change::default();
        let said = json!({"proposal": id, "reason": reason});
        let by = officer.id.as_str();
        self.note(&mut change, None, self.now(), "law.rejected", by, &said)?;
        self.put_paper(&mut change, BOOK, version, &book)?;
        self.ports.ledger.commit(change).await?;
        self.tell("law.rejected", None);
        Ok(())
    }

    async fn propose(
        &self,
        mut change: Change,
        officer: &Officer,
        (version, mut book): (Option<u64>, Book),
        what: Proposed,
        edition: Edition,
    ) -> Result<LawSaid, FlowFault> {
        let active = book.active().cloned().ok_or(FlowFault::NotFound)?;
        if edition.reason.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "reason".to_owned(),
                why: "say why, and where it is written".to_owned(),
            });
        }
        if edition.hash == active.hash {
            return Err(wrong("this is in force already".to_owned()));
        }
        if book.proposals.len() >= WAITING {
            return Err(wrong(
                "too many proposals wait; decide on some first".to_owned(),
            ));
        }
        // A new file is not stored yet when it comes with this very change.
        self.store_first(&mut change).await?;
        let proposal = self
            .proposal_of(&active, what, edition, vec![officer.id.clone()])
            .await?;
        let id = proposal.id.clone();
        let said = json!({
            "proposal": id,
            "pack": proposal.edition.hash,
            "reason": proposal.edition.reason,
            "about": about(&proposal.what),
            "answers": proposal.effect.changed,
        });
        let by = officer.id.as_str();
        self.note(&mut change, None, self.now(), "law.proposed", by, &said)?;
        book.proposals.push(proposal);
        self.put_paper(&mut change, BOOK, version, &book)?;
        self.ports.ledger.commit(change).await?;
        self.tell("law.proposed", None);
        Ok(LawSaid::Waiting(id))
    }

    /// Stores a signed file before anything speaks of it; a file that nobody ends up using does no harm.
    async fn store_first(&self, change: &mut Change) -> Result<(), FlowFault> {
        if !change.writes.is_empty() {
            self.ports.ledger.commit(std::mem::take(change)).await?;
        }
        Ok(())
    }

    /// A proposal with its effect.
    pub(crate) async fn proposal_of(
        &self,
        active: &Edition,
        what: Proposed,
        edition: Edition,
        approvals: Vec<OfficerId>,
    ) -> Result<Proposal, FlowFault> {
        let before = self.law.pack();
        let after = self.pack_of_edition(&edition).await?;
        let day = self.now().to_string();
        let day = Day::parse(day.get(..10).unwrap_or_default())
            .ok_or_else(|| FlowFault::Node("today has no date".to_owned()))?;
        // Two packs over all pairs take a second; nobody else waits for it.
        let effect = tokio::task::spawn_blocking(move || compare(&before, &after, day))
            .await
            .map_err(node_fault)?;
        Ok(Proposal {
            id: hex::encode(&self.ports.ids.random()[..4]),
            what,
            edition,
            against: active.hash.clone(),
            effect,
            at: self.now(),
            approvals,
        })
    }

    /// What a proposal would put in force over what is in force now.
    async fn rebase(&self, active: &Edition, proposal: &Proposal) -> Result<Edition, FlowFault> {
        let mut edition = proposal.edition.clone();
        match &proposal.what {
            Proposed::Back { .. } => return Ok(edition),
            Proposed::Pack { .. } => edition.overlay.clone_from(&active.overlay),
            Proposed::Rows { overlay } => {
                let mut own = active.overlay.clone().unwrap_or_else(|| Overlay::of(""));
                own.take(overlay.clone());
                edition = Edition {
                    overlay: Some(own),
                    reason: edition.reason,
                    ..active.clone()
                };
            }
        }
        edition.hash = self.hash_of(&edition).await?;
        Ok(edition)
    }

    fn next_edition(&self, book: &Book, reason: &str) -> Result<Edition, FlowFault> {
        let active = book.active().ok_or(FlowFault::NotFound)?;
        Ok(Edition {
            reason: reason.to_owned(),
            by: Vec::new(),
            ..active.clone()
        })
    }

    /// The hash of a signed file with rows above it; the rows are checked on the way.
    async fn hash_of(&self, edition: &Edition) -> Result<String, FlowFault> {
        let files = self.files_of(&edition.base).await?;
        Ok(assemble(files, edition.overlay.as_ref())?.hash().to_owned())
    }

    /// Asks the law again about every open request; where the answer is another one now, the file says
    /// so and its owner is told.
    async fn ask_again(&self) -> Result<usize, FlowFault> {
        let now = self.now();
        let mut query = QueueQuery {
            view: QueueView::Open,
            limit: PAGE,
            ..QueueQuery::default()
        };
        let mut touched = 0;
        loop {
            let page = self.ports.ledger.queue(&query).await?;
            let mut change = Change::default();
            for line in &page.lines {
                let file = &line.file;
                if file.part == Part::Order {
                    continue;
                }
                let found = self.law.find(&file.form, file.kind, now);
                let (was, is) = (main(&file.basis), main(&found.bases));
                if was == is && !found.is_blocked() {
                    continue;
                }
                touched += 1;
                let decision = found.decision.as_ref().map(|it| it.decision);
                let said = json!({"pack": self.law.hash(), "was": was, "now": is,
                    "decision": decision, "owner": file.owner});
                self.note(
                    &mut change,
                    Some(file.id),
                    now,
                    "law.other_answer",
                    "node",
                    &said,
                )?;
            }
            if !change.events.is_empty() {
                self.ports.ledger.commit(change).await?;
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(touched),
            }
        }
    }
}

/// Instrument and article of the bases that a request rests on.
fn main(bases: &[Basis]) -> Vec<String> {
    bases
        .iter()
        .filter(|one| one.role != BasisRole::Parallel)
        .map(|one| format!("{} {}", one.instrument, one.article))
        .collect()
}

/// What a proposal speaks of, for the register.
fn about(what: &Proposed) -> Vec<String> {
    match what {
        Proposed::Pack { base } => vec![base.clone()],
        Proposed::Rows { overlay } => overlay.about(),
        Proposed::Back { to } => vec![to.clone()],
    }
}

fn wrong(why: String) -> FlowFault {
    FlowFault::Input {
        field: "pack".to_owned(),
        why,
    }
}
